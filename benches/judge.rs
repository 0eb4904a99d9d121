//! What the judges of client histories cost: `cargo bench --bench judge`. A history of 10,000 operations over 10 keys is
//! to be judged in under a second.

use criterion::{Criterion, criterion_group, criterion_main};
use netsplit::check::history::{History, Op};
use netsplit::check::linear::{self, Judged};
use netsplit::check::{sequential, sessions};
use netsplit::kit::model::{Answer, Call, Datum, Model, State};
use netsplit::sim::{NodeId, Stream, order};

const OPERATIONS: u32 = 10_000;
const KEYS: u64 = 10;
const LIMIT: u64 = 100_000_000;

/// A history of a store that is linearizable: each operation takes effect at a random instant between its call and its
/// answer. One in `unknown` is never answered (0 = none).
fn history(seed: u64, clients: u64, unknown: u64) -> History {
    let mut rng = Stream::new(seed, NodeId(0));
    let mut free = vec![0; clients as usize];
    let mut history = History::new(Model::KeyValue);
    let mut instants = Vec::new();
    for number in 0..OPERATIONS {
        let client = rng.between(0, clients - 1) as usize;
        let invoked = free[client] + rng.between(1, 100);
        let instant = invoked + rng.between(1, 500);
        let completed = instant + rng.between(1, 500);
        free[client] = completed;
        let key = history.key(&rng.between(1, KEYS).to_string());
        let call = match rng.between(0, 9) {
            0..=4 => Call::Read,
            5 | 6 => Call::Cas(Datum::Int(rng.between(0, 4) as i64), Datum::Int(rng.between(0, 4) as i64)),
            _ => Call::Write(Datum::Int(rng.between(0, 4) as i64)),
        };
        let lost = unknown > 0 && rng.between(1, unknown) == 1;
        let process = client as u32 + if lost { number * clients as u32 } else { 0 };
        let completed = if lost { u64::MAX } else { completed };
        instants.push(instant);
        history.operations.push(Op { number, process, key, call, answer: None, invoked, completed });
    }
    let mut states: Vec<State> = vec![Model::KeyValue.initial(); history.keys.len()];
    for place in order(instants) {
        let op = &mut history.operations[place];
        let (state, answer) = states[op.key].step(&op.call).expect("a store has a step for each");
        states[op.key] = state;
        op.answer = Some(answer).filter(|_| op.completed != u64::MAX);
    }
    let calls = order(history.operations.iter().map(|op| op.invoked));
    history.operations = calls.into_iter().map(|place| history.operations[place].clone()).collect();
    history
}

/// The same, but one read near the end returns what was never written.
fn spoilt(mut history: History) -> History {
    let reads = history.operations.iter_mut().rev().filter(|op| op.call == Call::Read && op.answer.is_some());
    if let Some(read) = reads.take(500).last() {
        read.answer = Some(Answer::Value(Datum::Int(99)));
    }
    history
}

fn benches(c: &mut Criterion) {
    let mut group = c.benchmark_group("10,000 operations over 10 keys");
    group.sample_size(10);
    let good = |history: &History| {
        let judged = linear::judge(history, LIMIT);
        judged.iter().all(|judged| matches!(judged, Judged::Linearizable(_)))
    };
    for (name, clients, unknown) in
        [("10 clients", 10, 0), ("50 clients", 50, 0), ("10 clients, 1 in 100 of unknown outcome", 10, 100)]
    {
        let history = history(7, clients, unknown);
        assert!(good(&history));
        group.bench_function(format!("linearizable, {name}"), |b| b.iter(|| good(&history)));
        let spoilt = spoilt(history);
        assert!(!good(&spoilt));
        group.bench_function(format!("not linearizable, {name}"), |b| b.iter(|| good(&spoilt)));
    }
    let history = history(7, 10, 0);
    group.bench_function("sequentially consistent, 10 clients", |b| {
        b.iter(|| sequential::judge(&history, LIMIT));
    });
    let mut distinct = history.clone();
    distinct.operations.retain(|op| !matches!(op.call, Call::Cas(..)));
    relabel(&mut distinct);
    group.bench_function("session guarantees, 10 clients", |b| b.iter(|| sessions::judge(&distinct, LIMIT)));
    group.finish();
}

/// Makes every written value another one, and reads return what the last write before them in the list wrote.
fn relabel(history: &mut History) {
    let mut newest = vec![Datum::Null; history.keys.len()];
    for op in &mut history.operations {
        match op.call {
            Call::Write(_) => {
                newest[op.key] = Datum::Int(op.number.into());
                op.call = Call::Write(newest[op.key].clone());
            }
            _ => op.answer = Some(Answer::Value(newest[op.key].clone())),
        }
    }
}

criterion_group!(judges, benches);
criterion_main!(judges);
