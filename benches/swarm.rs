//! What a swarm costs, from 10 to 10,000 nodes: `cargo bench --bench swarm`. The cost of an event is to grow no faster
//! than the logarithm of the number of nodes.

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use netsplit::labs::{self, Settings};
use netsplit::player::{Player, Setup};
use netsplit::sim::{Input, Micros, NodeId, NodeSet, Sim, When};
use std::hint::black_box;

/// Events per measurement.
const EVENTS: u64 = 100_000;

const SIZES: [i64; 4] = [10, 100, 1_000, 10_000];

/// Everybody pulls in every cycle, so that there is always something to do.
fn settings(nodes: i64) -> Settings {
    [("nodes", nodes), ("mode", 2)].map(|(key, value)| (key.to_owned(), value)).to_vec()
}

/// A swarm that has booted and is well under way.
fn world(nodes: i64) -> Box<dyn Sim> {
    let lab = labs::find("gossip").expect("the lab is in the catalogue");
    let mut world = lab.build(&settings(nodes), 1).expect("the settings fit");
    world.run(When { at: Micros::MAX, events: 6 * nodes as u64 }, None);
    world
}

fn on(world: &mut Box<dyn Sim>) {
    let events = world.when().events + EVENTS;
    world.run(When { at: Micros::MAX, events }, None);
}

/// Events per second.
fn events(c: &mut Criterion) {
    let mut group = c.benchmark_group("gossip, events");
    group.throughput(Throughput::Elements(EVENTS)).sample_size(10);
    for nodes in SIZES {
        let world = world(nodes);
        group.bench_with_input(BenchmarkId::from_parameter(nodes), &nodes, |b, _| {
            b.iter_batched(
                || world.fork(),
                |mut world| {
                    on(&mut world);
                    world
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

/// What the player asks for once in a frame or once in a while, and a split down the middle.
fn upkeep(c: &mut Criterion) {
    for nodes in SIZES {
        let mut world = world(nodes);
        let mut group = c.benchmark_group(format!("gossip, {nodes} nodes"));
        group.sample_size(10);
        group.bench_function("frame", |b| b.iter(|| black_box(world.frame())));
        group.bench_function("fork", |b| b.iter(|| black_box(world.fork())));
        group.bench_function("digest", |b| b.iter(|| black_box(world.digest())));
        group.bench_function("verdicts", |b| b.iter(|| black_box(world.verdicts())));
        let half = |from: i64, to: i64| (from..to).map(|node| NodeId(node as u16)).collect::<NodeSet>();
        let sides = vec![half(0, nodes / 2), half(nodes / 2, nodes)];
        let cut = Input::Cut { sides, one_way: false };
        world.input(&cut, None).expect("the sides are there");
        group.throughput(Throughput::Elements(EVENTS));
        group.bench_function("events in a split", |b| {
            b.iter_batched(
                || world.fork(),
                |mut world| {
                    on(&mut world);
                    world
                },
                BatchSize::PerIteration,
            );
        });
        group.finish();
    }
}

/// A minute of frames at 60 a second, as the page plays them.
fn play(c: &mut Criterion) {
    let mut group = c.benchmark_group("gossip, a frame of the player");
    group.sample_size(10);
    for nodes in SIZES {
        group.bench_with_input(BenchmarkId::from_parameter(nodes), &nodes, |b, nodes| {
            let lab = labs::find("gossip").expect("the lab is in the catalogue");
            let mut player = Player::new(Setup::new(lab, settings(*nodes), 1)).expect("the settings fit");
            player.seek_time(150_000);
            player.set_running(true);
            b.iter(|| player.tick(1.0 / 60.0));
        });
    }
    group.finish();
}

criterion_group!(swarm, events, upkeep, play);
criterion_main!(swarm);
