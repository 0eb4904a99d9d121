//! The judges against brute force: every small history is judged as trying all orders judges it.

use netsplit::check::history::{History, Op};
use netsplit::check::judge_operations;
use netsplit::check::linear::{self, Judged};
use netsplit::check::schedule::Plan;
use netsplit::check::sequential;
use netsplit::kit::Faults;
use netsplit::kit::linear::{Finding, Linear};
use netsplit::kit::model::{Answer, Call, Datum, Model, State};
use netsplit::labs;
use netsplit::sim::{MS, NodeId, Operation, SharedVec, Sim, Standing, Stop, Stream, When};
use proptest::prelude::*;

const LIMIT: u64 = 1_000_000;

fn int(value: i64) -> Datum {
    Datum::Int(value)
}

fn value(datum: Datum) -> Answer {
    Answer::Value(datum)
}

/// What processes may ask, and what they may be told.
struct World {
    calls: Vec<Call>,
    values: Vec<Datum>,
}

impl World {
    fn of(model: Model) -> Self {
        let (calls, values) = match model {
            Model::CasRegister => (
                vec![
                    Call::Read,
                    Call::Write(int(1)),
                    Call::Cas(int(1), int(2)),
                    Call::Cas(Datum::Null, int(1)),
                ],
                vec![Datum::Null, int(1), int(2)],
            ),
            Model::Queue => (
                vec![Call::Enqueue(int(1)), Call::Enqueue(int(2)), Call::Dequeue],
                vec![Datum::Null, int(1), int(2)],
            ),
            Model::Counter => {
                (vec![Call::Read, Call::Add(1), Call::Add(2)], vec![int(0), int(1), int(2), int(3)])
            }
            Model::Mutex => (vec![Call::Acquire, Call::Release], vec![]),
            _ => (
                vec![Call::Read, Call::Write(int(1)), Call::Write(int(2))],
                vec![Datum::Null, int(1), int(2)],
            ),
        };
        World { calls, values }
    }

    /// How a call may end.
    fn ends(&self, call: &Call) -> Vec<End> {
        let mut ends = vec![End::Void, End::Unknown];
        match call {
            call if call.asks() => {
                ends = vec![End::Unknown];
                ends.extend(self.values.iter().map(|v| End::Answer(value(v.clone()))));
            }
            Call::Cas(..) => {
                ends = vec![End::Answer(Answer::Done), End::Answer(Answer::Refused), End::Unknown];
            }
            _ => ends.push(End::Answer(Answer::Done)),
        }
        ends
    }
}

#[derive(Clone, Debug)]
enum End {
    Answer(Answer),
    Void,
    Unknown,
}

/// A history as it grows, with the monitor that watches it.
#[derive(Clone)]
struct Growing {
    history: History,
    /// The open operation of each process, by number.
    open: Vec<Option<u32>>,
    now: u64,
    monitor: Linear,
    /// The operation whose answer the monitor could not explain.
    caught: Option<u32>,
    made: u32,
}

impl Growing {
    fn new(model: Model) -> Self {
        let mut history = History::new(model);
        history.key("x");
        Growing { history, open: Vec::new(), now: 0, monitor: Linear::default(), caught: None, made: 0 }
    }

    fn invoke(&mut self, process: usize, call: &Call) {
        self.now += 1;
        self.open.resize(self.open.len().max(process + 1), None);
        let number = self.made;
        self.made += 1;
        self.open[process] = Some(number);
        let (invoked, completed) = (self.now, u64::MAX);
        let (process, call) = (process as u32, call.clone());
        self.monitor.invoke(self.history.model, "x", number, NodeId(process as u16), call.clone());
        self.history.operations.push(Op { number, process, key: 0, call, answer: None, invoked, completed });
    }

    fn end(&mut self, process: usize, end: &End) {
        self.now += 1;
        let Some(number) = self.open[process].take() else { return };
        let place = self.history.operations.iter().position(|op| op.number == number).unwrap();
        let finding = match end {
            End::Void => {
                self.history.operations.remove(place);
                self.monitor.void("x", number)
            }
            End::Unknown => self.monitor.give_up(NodeId(process as u16), Some(number)),
            End::Answer(answer) => {
                let op = &mut self.history.operations[place];
                (op.answer, op.completed) = (Some(answer.clone()), self.now);
                self.monitor.answer("x", number, answer)
            }
        };
        match finding {
            Finding::Explained => {}
            Finding::Impossible(_) => self.caught = self.caught.or(Some(number)),
            Finding::Unsure => panic!("small histories can be judged"),
        }
    }

    /// Compares all judges of linearizability with brute force.
    fn compare(&self) -> bool {
        let expected = linearizable(&self.history);
        assert_eq!(self.caught.is_none(), expected, "the monitor on {:#?}", self.history.operations);
        let judged = linear::judge(&self.history, LIMIT).remove(0);
        match judged {
            Judged::Linearizable(order) => {
                assert!(expected, "the search on {:#?}", self.history.operations);
                explains(&self.history, &order, true);
            }
            Judged::Not { prefix, unplaced } => {
                assert!(!expected, "the search on {:#?}", self.history.operations);
                explains(&self.history, &prefix, false);
                assert!(unplaced.iter().all(|place| !prefix.contains(place)));
                // The search knows all answers, the monitor those so far: it can be stuck earlier, but no later.
                let caught = self.history.operations.iter().find(|op| Some(op.number) == self.caught);
                let stuck = &self.history.operations[unplaced[0]];
                assert!(
                    caught.is_none_or(|caught| stuck.completed <= caught.completed),
                    "{:#?}",
                    self.history
                );
            }
            Judged::Unknown(_) => panic!("small histories can be judged"),
        }
        expected
    }
}

/// Whether an order is one: right answers, and nothing before what had ended when it was called.
fn explains(history: &History, order: &[usize], all: bool) {
    let mut state = history.model.initial();
    let ops: Vec<&Op> = order.iter().map(|place| &history.operations[*place]).collect();
    for op in &ops {
        state = state.apply(&op.call, op.answer.as_ref()).expect("each answer is right");
    }
    for (i, late) in ops.iter().enumerate() {
        assert!(ops[..i].iter().all(|early| late.completed > early.invoked), "{order:?} of {history:#?}");
    }
    let missing = (0..history.operations.len()).filter(|place| !order.contains(place));
    for missing in missing.map(|place| &history.operations[place]).filter(|op| op.answer.is_some()) {
        assert!(!all, "an answered operation is missing");
        assert!(ops.iter().all(|op| missing.completed > op.invoked), "the order is of a beginning");
    }
}

/// Tries all orders in which `may_precede(a, b)` says that `a` may come before `b`.
fn brute(history: &History, may_precede: &dyn Fn(&Op, &Op) -> bool) -> bool {
    fn search(left: &[&Op], state: &State, may_precede: &dyn Fn(&Op, &Op) -> bool) -> bool {
        left.iter().all(|op| op.answer.is_none())
            || left.iter().enumerate().any(|(i, op)| {
                let mut others = left.to_vec();
                others.remove(i);
                let next = state.apply(&op.call, op.answer.as_ref());
                let free = others.iter().all(|other| other.answer.is_none() || may_precede(op, other));
                free && next.is_some_and(|state| search(&others, &state, may_precede))
            })
    }
    let all: Vec<&Op> = history.operations.iter().collect();
    search(&all, &history.model.initial(), may_precede)
}

fn linearizable(history: &History) -> bool {
    brute(history, &|first, second| first.invoked < second.completed)
}

fn sequentially_consistent(history: &History) -> bool {
    let in_order = |first: &Op, second: &Op| {
        first.process != second.process || second.answer.is_none() || first.invoked < second.invoked
    };
    brute(history, &in_order)
}

/// Grows every history of so many operations by so many processes, and looks at each once.
fn grow(
    world: &World,
    growing: &Growing,
    operations: u32,
    processes: usize,
    look: &mut dyn FnMut(&Growing) -> bool,
) {
    if !look(growing) {
        return;
    }
    for process in 0..processes.min(growing.open.len() + 1) {
        match growing.open.get(process).copied().flatten() {
            None if growing.made < operations => {
                for call in &world.calls {
                    let mut next = growing.clone();
                    next.invoke(process, call);
                    grow(world, &next, operations, processes, look);
                }
            }
            None => {}
            Some(number) => {
                let op = growing.history.operations.iter().find(|op| op.number == number).unwrap();
                for end in world.ends(&op.call) {
                    let mut next = growing.clone();
                    next.end(process, &end);
                    grow(world, &next, operations, processes, look);
                }
            }
        }
    }
}

/// Judges every history of so many operations; returns how many there were, and how many are not linearizable.
fn exhaust(model: Model, operations: u32, processes: usize) -> (u64, u64) {
    let (world, start) = (World::of(model), Growing::new(model));
    let (mut all, mut bad) = (0, 0);
    grow(&world, &start, operations, processes, &mut |growing| {
        let good = growing.compare();
        all += 1;
        bad += u64::from(!good);
        good
    });
    println!("{}: {all} histories, {bad} not linearizable", model.name());
    (all, bad)
}

#[test]
fn every_small_history_of_a_register() {
    let (all, bad) = exhaust(Model::Register, 3, 3);
    assert!(all > 10_000 && bad > 1_000);
}

#[test]
fn every_history_of_four_operations_by_two_processes() {
    assert!(exhaust(Model::Register, 4, 2).1 > 10_000);
}

#[test]
fn every_small_history_of_a_compare_and_set_register() {
    let (all, bad) = exhaust(Model::CasRegister, 3, 2);
    assert!(all > 10_000 && bad > 1_000);
}

#[test]
fn every_small_history_of_a_queue() {
    let (all, bad) = exhaust(Model::Queue, 3, 3);
    assert!(all > 10_000 && bad > 1_000);
}

#[test]
fn every_small_history_of_a_counter_and_of_a_mutex() {
    assert!(exhaust(Model::Counter, 3, 2).1 > 1_000);
    assert!(exhaust(Model::Mutex, 4, 3).1 > 1_000);
}

#[test]
fn every_small_history_is_sequentially_consistent_or_not() {
    for model in [Model::Register, Model::Queue] {
        let (mut all, mut bad, mut apart) = (0, 0, 0);
        grow(&World::of(model), &Growing::new(model), 3, 3, &mut |growing| {
            let expected = sequentially_consistent(&growing.history);
            let judged = sequential::judge(&growing.history, LIMIT);
            assert_eq!(
                matches!(judged, Judged::Linearizable(_)),
                expected,
                "{:#?}",
                growing.history.operations
            );
            all += 1;
            bad += u64::from(!expected);
            apart += u64::from(expected && growing.caught.is_some());
            true
        });
        println!("{}: {all} histories, {bad} not sequentially consistent, {apart} only that", model.name());
        assert!(bad > 1_000 && apart > 1_000);
    }
}

/// A write of what is there already must be kept for later, when it is needed.
#[test]
fn a_write_that_changes_nothing_yet_is_not_wasted() {
    let mut growing = Growing::new(Model::CasRegister);
    let done = End::Answer(Answer::Done);
    for (process, call, end) in [
        (3, Call::Write(int(1)), &done),
        (0, Call::Cas(Datum::Null, int(1)), &End::Unknown),
        (2, Call::Cas(int(1), int(2)), &done),
        (2, Call::Cas(int(1), int(2)), &done),
    ] {
        growing.invoke(process, &call);
        growing.end(process, end);
    }
    assert!(sequentially_consistent(&growing.history));
    assert!(matches!(sequential::judge(&growing.history, LIMIT), Judged::Linearizable(_)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Longer histories, at random.
    #[test]
    fn random_histories(
        model in prop::sample::select(vec![
            Model::Register, Model::CasRegister, Model::Queue, Model::Counter, Model::Mutex,
        ]),
        moves in prop::collection::vec((0_usize..4, any::<prop::sample::Index>()), 0..14),
    ) {
        let (world, mut growing) = (World::of(model), Growing::new(model));
        for (process, choice) in moves {
            match growing.open.get(process).copied().flatten() {
                None => growing.invoke(process, choice.get(&world.calls)),
                Some(number) => {
                    let op = growing.history.operations.iter().find(|op| op.number == number).unwrap();
                    let ends = world.ends(&op.call);
                    growing.end(process, choice.get(&ends));
                }
            }
            if !growing.compare() {
                break;
            }
        }
        let judged = sequential::judge(&growing.history, LIMIT);
        let expected = sequentially_consistent(&growing.history);
        prop_assert_eq!(matches!(judged, Judged::Linearizable(_)), expected);
    }
}

/// A run of the Raft lab under faults that strike clients too, with one rule off, if any.
fn raft_run(seed: u64, rule: Option<&str>) -> Box<dyn Sim> {
    let mut settings = vec![("clients".to_owned(), 3), ("rate".to_owned(), 1_000)];
    settings.extend(rule.map(|rule| (rule.to_owned(), 0)));
    let lab = labs::find("raft").expect("the lab is registered");
    let mut world = lab.build(&settings, seed).expect("the settings can be");
    let plan = Plan::of(&*world, &["server"], Faults::ALL, 20_000 * MS, 150 * MS);
    let plan = Plan { struck: plan.cast.all().collect(), command: lab.about.attack.command, ..plan };
    for (at, input) in plan.draw(&mut Stream::new(seed, NodeId(u16::MAX))) {
        while world.run(When::end_of(at), None) == Stop::Violated {}
        world.input(&input, None).expect("a schedule's inputs can be");
    }
    world
}

/// On each key, the operations in the order of their points explain all answers, and no two points are the same.
fn points_explain(run: &SharedVec<Operation>, model: Model, points: &[Option<f64>]) {
    let history = History::of_run(run, model).expect("the lab's model has the lab's operations");
    for places in history.by_key() {
        let ops = places.iter().map(|place| &history.operations[*place]);
        let mut timed: Vec<(f64, &Op)> =
            ops.filter_map(|op| Some((points[op.number as usize]?, op))).collect();
        timed.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        assert!(timed.windows(2).all(|pair| pair[0].0 < pair[1].0), "points are apart");
        let mut state = model.initial();
        for (_, op) in timed {
            state = state.apply(&op.call, op.answer.as_ref()).expect("each answer is right");
        }
    }
}

#[test]
fn the_monitor_and_the_search_agree_on_runs() {
    let model = labs::find("raft").and_then(|lab| lab.about.judged).expect("its clients are judged");
    let rules = [None, Some("vote_log_check"), Some("vote_once"), Some("append_check")];
    let mut violated = 0;
    for (seed, rule) in (0..150).flat_map(|seed| rules.map(|rule| (seed, rule))) {
        let world = raft_run(seed, rule);
        let live = world.verdicts().into_iter().find(|verdict| verdict.property.name == "Linearizability");
        let live = live.expect("it is a property of the lab").standing;
        let verdict = judge_operations(world.history(), model, LIMIT);
        assert_eq!(verdict.standing, live, "seed {seed} without {rule:?}");
        assert_eq!(verdict.unplaced.is_empty(), live == Standing::Holds);
        violated += u32::from(live == Standing::Violated);
        points_explain(world.history(), model, &verdict.points);
        assert!(rule.is_some() || live == Standing::Holds, "seed {seed}");
        for (operation, point) in world.history().iter().zip(&verdict.points) {
            let Some(point) = point else {
                let answered = operation.ended.is_some();
                assert!(!answered || live == Standing::Violated, "what was answered has a point");
                continue;
            };
            let ended = operation.ended.as_ref().map_or(f64::MAX, |(at, _)| *at as f64);
            assert!(operation.invoked as f64 <= *point && *point <= ended);
        }
    }
    println!("{violated} of 600 runs not linearizable");
    assert!(violated >= 20, "{violated}");
}
