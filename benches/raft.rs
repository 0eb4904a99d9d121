//! What the simulator costs, on an idle and a busy five-node Raft: `cargo bench`.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use netsplit::check::{Question, Search};
use netsplit::labs;
use netsplit::player::{Player, Setup};
use netsplit::protocols::raft::{Config, Raft};
use netsplit::scenario::{Scenario, link};
use netsplit::sim::{Micros, NetworkConfig, Sim, Trace, When, World};
use std::hint::black_box;

/// Events per measurement.
const EVENTS: u64 = 200_000;

fn world(rate: u64, monitors: bool) -> World<Raft> {
    let config = Config { rate, ..Config::default() };
    let world = World::new(config, NetworkConfig::default(), 1);
    if monitors { world } else { world.without_monitors() }
}

fn run(mut world: World<Raft>) -> World<Raft> {
    world.run(When { at: Micros::MAX, events: EVENTS }, None);
    world
}

/// Events per second, clocks on, no trace; then what the monitors and the trace add.
fn events(c: &mut Criterion) {
    let mut group = c.benchmark_group("events");
    group.throughput(Throughput::Elements(EVENTS)).sample_size(20);
    for (name, rate, monitors) in [
        ("idle, properties off", 0, false),
        ("idle, properties on", 0, true),
        ("10 writes/s, properties on", 1_000, true),
    ] {
        group.bench_function(name, |b| {
            b.iter_batched(|| world(rate, monitors), run, BatchSize::LargeInput);
        });
    }
    group.bench_function("idle, properties on, traced", |b| {
        let traced = |mut world: World<Raft>| {
            let mut trace = Trace::default();
            world.run(When { at: Micros::MAX, events: EVENTS }, Some(&mut trace));
            trace
        };
        b.iter_batched(|| world(0, true), traced, BatchSize::LargeInput);
    });
    group.finish();
}

/// Runs of 200 events from the start: what a schedule search is made of.
fn short_runs(c: &mut Criterion) {
    let mut group = c.benchmark_group("search");
    group.throughput(Throughput::Elements(1));
    group.bench_function("run of 200 events", |b| {
        let mut seed = 0;
        b.iter(|| {
            seed += 1;
            let mut world: World<Raft> = World::new(Config::default(), NetworkConfig::default(), seed);
            world.run(When { at: Micros::MAX, events: 200 }, None);
            black_box(world.when())
        });
    });
    let run = link::encode(&Scenario { lab: "raft".to_owned(), seed: 1, ..Scenario::default() });
    let question = Question { run, from_shown: false, any_fault: false, seed: 1 };
    let search = Search::new(&question).expect("a question that can be asked");
    group.bench_function("schedule of 5 s", |b| {
        let mut run = 0;
        b.iter(|| {
            run += 1;
            black_box(search.attempt(run).events)
        });
    });
    group.finish();
}

/// What a fork and a digest of a world cost, early and late in a run.
fn state(c: &mut Criterion) {
    let mut group = c.benchmark_group("world");
    for (name, rate) in [("idle", 0), ("10 writes/s", 1_000)] {
        let world = run(world(rate, true));
        group.bench_function(format!("fork, {name}"), |b| b.iter(|| black_box(world.fork())));
        group.bench_function(format!("digest, {name}"), |b| b.iter(|| black_box(Sim::digest(&world))));
        group.bench_function(format!("frame, {name}"), |b| b.iter(|| black_box(world.frame())));
    }
    group.finish();
}

/// Seeking to instants all over a run of a million events.
fn seek(c: &mut Criterion) {
    let mut group = c.benchmark_group("seek in 1,000,000 events");
    group.sample_size(30);
    for (name, rate) in [("idle", 0), ("10 writes/s", 1_000)] {
        let settings = vec![("rate".to_owned(), rate)];
        let setup = Setup::new(labs::all()[0], settings, 1);
        let mut player = Player::new(setup).expect("valid settings");
        player.seek(When { at: Micros::MAX / 2, events: 1_000_000 });
        let end = player.edge().at;
        let mut place = 0;
        group.bench_function(name, |b| {
            b.iter(|| {
                place = (place + 7_919) % 10_007;
                player.seek_time(end / 10_007 * place);
            });
        });
    }
    group.finish();
}

criterion_group!(benches, events, short_runs, state, seek);
criterion_main!(benches);
