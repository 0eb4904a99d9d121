//! Published numbers about Raft's elections (Ongaro's dissertation, chapter 9), reproduced with fixed seeds.

use netsplit::protocols::raft::{Config, Raft, Role};
use netsplit::sim::{Input, MS, Micros, NetworkConfig, NodeId, When, World};

/// A cluster of five servers whose timers all start at 0.
fn cluster(timeouts: (Micros, Micros), delays: (Micros, Micros), seed: u64) -> World<Raft> {
    let config = Config { clients: 0, timeout_min: timeouts.0, timeout_max: timeouts.1, ..Config::default() };
    let network = NetworkConfig { delay_min: delays.0, delay_max: delays.1, ..NetworkConfig::default() };
    World::new(config, network, seed).without_monitors()
}

/// Runs until somebody leads; returns when, and in which term.
fn first_leader(world: &mut World<Raft>) -> (Micros, u64) {
    loop {
        let next = When { at: Micros::MAX, events: world.when().events + 1 };
        world.run(next, None);
        for slot in world.slots() {
            if let Some(Raft::Server(server)) = &slot.state
                && matches!(server.role, Role::Leader(_))
            {
                return (world.when().at, slot.disk.current_term);
            }
        }
    }
}

/// The chance of a split vote with `up` of `n` servers running and a latency that is a part `l` of the timeouts' range:
/// the sum over k from c − 1 to `up` of C(up, k) l^k (1 − l)^(up − k), with c = up − ⌊n/2⌋ + 1.
fn chance_of_split(n: u32, up: u32, l: f64) -> f64 {
    let power = |base: f64, exponent: u32| (0..exponent).fold(1.0, |product, _| product * base);
    let choose = |k: u32| (0..k).fold(1.0, |product, i| product * f64::from(up - i) / f64::from(i + 1));
    let c = up - n / 2 + 1;
    (c - 1..=up).map(|k| choose(k) * power(l, k) * power(1.0 - l, up - k)).sum()
}

/// The share of first elections, of four servers of five, that nobody wins.
fn share_of_splits(l_percent: u64, runs: u64) -> f64 {
    let delay = 150 * MS * l_percent / 100;
    let split = |seed: &u64| {
        let mut world = cluster((150 * MS, 300 * MS), (delay, delay), *seed);
        world.input(&Input::Crash(NodeId(4)), None).expect("a crash can be");
        first_leader(&mut world).1 > 1
    };
    (0..runs).filter(split).count() as f64 / runs as f64
}

#[test]
fn split_votes_are_as_rare_as_published() {
    for (l_percent, published) in [(10, 5.2), (20, 18.1)] {
        let expected = 100.0 * chance_of_split(5, 4, l_percent as f64 / 100.0);
        assert!(
            (expected - published).abs() <= 0.05,
            "the formula gives {expected}, published is {published} %"
        );
        let runs = 20_000;
        let measured = 100.0 * share_of_splits(l_percent, runs);
        let error = (published * (100.0 - published) / runs as f64).sqrt();
        println!("latency {l_percent} %: {measured:.2} % split, published {published} %");
        assert!((measured - published).abs() <= 0.05 + 3.0 * error, "{measured} % against {published} %");
    }
}

#[test]
fn a_leader_is_found_across_a_wide_area_network_as_fast_as_published() {
    let runs = 10_000;
    let time = |seed| first_leader(&mut cluster((300 * MS, 600 * MS), (30 * MS, 40 * MS), seed)).0 as f64;
    let mean = (0..runs).map(time).sum::<f64>() / runs as f64 / MS as f64;
    println!("mean time to a leader {mean:.1} ms, published 429.9 ms");
    assert!((mean / 429.9 - 1.0).abs() <= 0.015, "{mean} ms");
}
