//! Lamport and vector clocks: the worked example, what the scenes claim, random faults, and what finds each rule.

use crate::support::{self, Played, lab, plan, play_on, schedules_hold, search_finds};
use netsplit::sim::{Causality, Clock, EventRecord, MS, Micros, NodeId, Panel, Sim, Value};
use std::collections::BTreeSet;

const SECOND: Micros = 1_000 * MS;

fn played(id: &str) -> Played {
    support::played(lab("clocks"), id)
}

fn world(settings: &[(&str, i64)], seed: u64) -> Box<dyn Sim> {
    support::world(lab("clocks"), settings, seed)
}

/// What is asked of the scenes of clocks only.
impl Played {
    /// The events that clocks count, by process and number there: `B2`.
    fn clock_at(&self, name: &str) -> &EventRecord {
        let (process, number) = name.split_at(1);
        let process = NodeId(u16::from(process.as_bytes()[0] - b'A'));
        let number: u32 = number.parse().expect("a number");
        let found = self
            .trace
            .events
            .iter()
            .find(|event| event.node == process && event.clock.vector[process.index()] == number);
        found.unwrap_or_else(|| panic!("no event {name}"))
    }

    /// The clocks that the process keeps, at an event.
    fn own(&self, name: &str) -> (u32, Vec<u32>) {
        let clock = self.clock_at(name).shown_clock();
        (clock.lamport, clock.vector.to_vec())
    }

    fn table(&self, title: &str) -> Vec<Vec<String>> {
        let names = self.world.names();
        let found = self.world.panels().into_iter().find(|panel| panel.title() == title);
        let Some(Panel::Table { rows, .. }) = found else { panic!("no table {title}") };
        rows.iter().map(|row| row.iter().map(|value: &Value| value.text(names)).collect()).collect()
    }

    fn holds(&self) {
        assert_eq!(self.violated(), Vec::<&str>::new(), "{}", self.scene.id);
    }
}

/// A sends [1,0,0]; B receives [1,1,0]; B sends [1,2,0]; C receives [1,2,1].
#[test]
fn the_worked_example() {
    let played = played("worked-example");
    let events: Vec<_> = ["A1", "B1", "B2", "C1"].map(|name| played.own(name)).into();
    assert_eq!(events, [(1, vec![1, 0, 0]), (2, vec![1, 1, 0]), (3, vec![1, 2, 0]), (4, vec![1, 2, 1]),]);
    let shown: Vec<_> = (0..3).map(|process| played.field(process, "V (vector clock)")).collect();
    assert_eq!(shown, ["[1,0,0]", "[1,2,0]", "[1,2,1]"]);
    assert_eq!(played.trace.messages.get(0).map(|message| &*message.label), Some("[1,0,0]"));
    played.holds();
}

/// The world counts the same events, so that no two clocks on the screen contradict each other.
#[test]
fn the_clocks_that_processes_keep_are_those_of_the_world() {
    for scene in lab("clocks").about.scenes.iter().filter(|scene| !scene.id.ends_with("-bug")) {
        let played = support::play(lab("clocks"), scene);
        for event in played.trace.events.iter() {
            assert_eq!(event.shown_clock(), &event.clock, "{} at {} µs", scene.id, event.at);
        }
        played.holds();
    }
}

/// [2,0,0] ∥ [0,2,0].
#[test]
fn a_concurrent_pair() {
    let played = played("concurrent");
    let (a, b) = (played.clock_at("A2").shown_clock(), played.clock_at("B2").shown_clock());
    assert_eq!((&a.vector[..], &b.vector[..]), (&[2, 0, 0][..], &[0, 2, 0][..]));
    assert_eq!((a.compare(b), b.compare(a)), (Causality::Concurrent, Causality::Concurrent));
}

#[test]
fn ordered_yet_concurrent() {
    let played = played("ordered-yet-concurrent");
    let (a, b) = (played.clock_at("A1").shown_clock(), played.clock_at("B2").shown_clock());
    assert!(a.lamport < b.lamport && a.compare(b) == Causality::Concurrent);
    let told = played.told("clocks.ordered-yet-concurrent");
    assert_eq!(told.len(), 1);
    assert!(told[0].1.starts_with("C(A1) = 1 is less than C(B2) = 2, and yet"), "{}", told[0].1);
}

/// The order by (C, process) agrees with what happened before what, and has every event once.
#[test]
fn the_total_order() {
    let played = played("total-order");
    let rows = played.table("Total order");
    assert_eq!(rows.len(), 10);
    let keys: Vec<_> = rows.iter().map(|row| (row[0].parse::<u32>().expect("C"), row[1].clone())).collect();
    assert!(keys.is_sorted() && keys.iter().collect::<BTreeSet<_>>().len() == keys.len(), "{keys:?}");
    assert!(keys.windows(2).any(|pair| pair[0].0 == pair[1].0), "ties are broken by the process: {keys:?}");
    let clocks: Vec<&Clock> = rows.iter().map(|row| played.clock_at(&row[2]).shown_clock()).collect();
    for (i, later) in clocks.iter().enumerate() {
        assert!(clocks[..i].iter().all(|earlier| later.compare(earlier) != Causality::Before));
    }
    for (pair, row) in clocks.windows(2).zip(&rows[1..]) {
        let arrow = if pair[0].compare(pair[1]) == Causality::Before { "→" } else { "∥" };
        assert_eq!(row[5], arrow);
    }
}

#[test]
fn messages_that_wait_to_be_delivered() {
    let played = played("by-hand");
    assert!(played.world.held());
    assert_eq!(played.trace.messages.iter().filter(|message| message.due == Micros::MAX).count(), 3);
    assert_eq!(played.field(2, "events"), "0");
}

#[test]
fn siblings_that_merge() {
    let played = played("cart");
    assert_eq!((played.milestones("siblings"), played.milestones("siblings merged")), (1, 1));
    assert!(played.told("clocks.siblings")[0].1.contains("bread milk ∥ eggs milk"));
    let c: Vec<_> = played.table("Carts").into_iter().filter(|row| row[0] == "C").collect();
    assert_eq!(c, [["C", "bread eggs milk tea", "[2,1,1]", "the only one"].map(str::to_owned)]);
}

/// The price of losing nothing.
#[test]
fn what_was_taken_out_is_back() {
    let played = played("cart-comes-back");
    let carts = played.table("Carts");
    let of = |process: &str| carts.iter().find(|row| row[0] == process).map(|row| row[1].clone());
    assert_eq!((of("A").as_deref(), of("C").as_deref()), (Some("–"), Some("bread milk tea")));
}

#[test]
fn the_last_write_wins() {
    let played = played("last-write-wins-bug");
    assert_eq!(played.violated(), ["No Write Lost"]);
    let c: Vec<_> = played.table("Carts").into_iter().filter(|row| row[0] == "C").collect();
    assert_eq!(c.len(), 1);
    assert!(!c[0][1].contains("eggs"), "{c:?}");
}

#[test]
fn each_bug_breaks_what_its_rule_is_for() {
    assert_eq!(played("no-tick-bug").violated(), ["Clock Condition", "Strong Clock Condition"]);
    assert_eq!(played("no-maximum-bug").violated(), ["Clock Condition"]);
    assert_eq!(played("no-merge-bug").violated(), ["Strong Clock Condition"]);
    assert_eq!(played("forgets-bug").violated(), ["Clock Condition", "Strong Clock Condition"]);
}

fn settings(seed: u64) -> Vec<(&'static str, i64)> {
    vec![("processes", 2 + (seed % 7) as i64), ("shown", (seed % 3) as i64)]
}

#[test]
fn two_thousand_schedules_violate_nothing() {
    let length = 5 * SECOND;
    let setup = |seed| {
        let world = world(&settings(seed), seed);
        let inputs = support::schedule(&plan(lab("clocks"), &*world, length, 40 * MS), seed);
        (world, inputs)
    };
    schedules_hold(2_000, length + SECOND, setup, |_| None);
}

/// In every pair of events of random runs, V(a) < V(b) if and only if a chain of recorded causes, of messages and of one
/// event after the other in a process, leads from a to b.
#[test]
fn vectors_tell_exactly_what_the_trace_recorded() {
    for seed in 0..20 {
        let mut world = world(&settings(seed), seed);
        let inputs = support::schedule(&plan(lab("clocks"), &*world, SECOND, 30 * MS), seed);
        let mut trace = netsplit::sim::Trace::default();
        for (at, input) in &inputs {
            support::run(&mut *world, *at, &mut trace);
            world.input(input, Some(&mut trace)).expect("a schedule's inputs can be");
        }
        let events: Vec<_> = trace.events.iter().collect();
        let mut before: Vec<BTreeSet<usize>> = Vec::new();
        for (i, event) in events.iter().enumerate() {
            let sent = if let netsplit::sim::What::Deliver(_) = event.what { event.cause } else { None };
            let previous = (0..i).rev().find(|earlier| events[*earlier].node == event.node);
            let mut past = BTreeSet::new();
            for cause in sent.map(|n| n as usize - 1).into_iter().chain(previous) {
                past.insert(cause);
                past.extend(before[cause].iter().copied());
            }
            before.push(past);
        }
        let counted = |i: &usize| !matches!(events[*i].what, netsplit::sim::What::Start);
        for b in (0..events.len()).filter(counted) {
            for a in (0..b).filter(counted) {
                let vectors = events[a].shown_clock().compare(events[b].shown_clock());
                assert_eq!(
                    vectors == Causality::Before,
                    before[b].contains(&a),
                    "seed {seed}: events {a}, {b}"
                );
                assert_ne!(vectors, Causality::After);
            }
        }
    }
}

#[test]
fn the_search_finds_what_each_rule_prevents() {
    for (rule, most) in [("tick", 2), ("take_max", 2), ("merge", 2), ("persist", 4), ("siblings", 6)] {
        search_finds(lab("clocks"), rule, &[], 2_000, most);
    }
}

#[test]
fn every_property_can_be_violated() {
    let all: BTreeSet<_> = world(&[], 0).verdicts().iter().map(|verdict| verdict.property.name).collect();
    let mut violated = BTreeSet::new();
    for (seed, rule) in (0..20).flat_map(|seed| ["take_max", "merge", "siblings"].map(|rule| (seed, rule))) {
        let mut world = world(&[(rule, 0)], seed);
        let inputs = support::schedule(&plan(lab("clocks"), &*world, SECOND, 30 * MS), seed);
        violated.extend(play_on(&mut *world, &inputs));
    }
    assert_eq!(violated, all);
}

/// To start is no event: neither the processes' clocks nor the world's count it.
#[test]
fn starting_does_not_tick() {
    let world = world(&[("rate", 0)], 1);
    let mut fork = world.fork();
    let mut trace = netsplit::sim::Trace::default();
    support::run(&mut *fork, 10 * MS, &mut trace);
    assert_eq!(trace.events.len(), 3);
    assert!(
        trace
            .events
            .iter()
            .all(|event| event.clock == Clock::new(3) && event.shown_clock() == &Clock::new(3))
    );
}

/// What waits and is delivered while time stands still has arrived at the end of that instant, and can be taken back.
#[test]
fn what_is_delivered_arrives_at_once() {
    let scenario = netsplit::scenario::route::from_scene(lab("clocks"), "by-hand").expect("the scene exists");
    let (mut player, _) = netsplit::player::Player::of_scenario(&scenario).expect("a scene can be opened");
    player.seek_time(100 * MS);
    let waits = |player: &netsplit::player::Player, name| player.world().message(name).is_some();
    let first = player.flights(0).first().map(|(_, message)| message.name).expect("three wait");
    player.act(&netsplit::sim::Input::Deliver(first)).expect("it can be delivered");
    player.seek_time(100 * MS);
    assert!(player.when().at == 100 * MS && !waits(&player, first));
    assert!(player.undo() && waits(&player, first));
}
