//! Gossip under random faults: with all rules on every property holds; the search finds what each rule prevents.

use crate::support::{lab, plan, schedule, schedules_hold, search_finds, world};
use netsplit::sim::{MS, Micros};

/// How long things go wrong, and how long everything is well afterwards.
const TROUBLE: Micros = 10_000 * MS;
const CALM: Micros = 30_100 * MS;

/// A small crowd that spreads updates in a way that the seed decides.
fn settings(seed: u64) -> Vec<(&'static str, i64)> {
    let of = |divisor: u64, count: u64| (seed / divisor % count) as i64;
    vec![
        ("nodes", 10 + of(1, 7)),
        ("spread", of(1, 3)),
        ("mode", of(3, 3)),
        ("feedback", of(9, 2)),
        ("counter", of(18, 2)),
        ("k", 1 + of(36, 4)),
        ("fanout", 1 + of(144, 2)),
        ("dead", [0, 2_000][(seed / 5 % 2) as usize]),
    ]
}

#[test]
fn two_thousand_schedules_violate_nothing() {
    let setup = |seed| {
        let gossip = lab("gossip");
        let world = world(gossip, &settings(seed), seed);
        let inputs = schedule(&plan(gossip, &*world, TROUBLE, 400 * MS), seed);
        (world, inputs)
    };
    schedules_hold(2_000, TROUBLE + CALM, setup, |_| None);
}

#[test]
fn without_newest_wins() {
    search_finds(lab("gossip"), "newest_wins", &[], 1_000, 3);
}

#[test]
fn without_removed_is_final() {
    search_finds(lab("gossip"), "removed_is_final", &[], 1_000, 0);
}

#[test]
fn without_choosing_among_all() {
    let found = search_finds(lab("gossip"), "choose_all", &[], 1_000, 0);
    assert_eq!(found.property, "Reaches Everybody");
}
