//! The world, tried with a protocol small enough to know by heart.

mod toy;

use netsplit::sim::*;
use toy::{Letters, ToyConfig, Wires};

const N1: NodeId = NodeId(0);
const N2: NodeId = NodeId(1);
const N3: NodeId = NodeId(2);

fn fixed(delay: Micros) -> NetworkConfig {
    NetworkConfig { delay_min: delay, delay_max: delay, ..NetworkConfig::default() }
}

fn letters(network: NetworkConfig) -> World<Letters> {
    World::new(ToyConfig::default(), network, 7)
}

fn run<P: Protocol>(world: &mut World<P>, ms: u64) {
    world.run(When::end_of(ms * MS), None);
}

#[expect(clippy::needless_pass_by_value, reason = "reads better where it is called")]
fn act<P: Protocol>(world: &mut World<P>, input: Input) {
    world.input(&input, None).expect("a sensible input");
}

fn seen(world: &World<Letters>, node: NodeId) -> Vec<(u64, &str)> {
    let state = world.slots()[node.index()].state.as_ref().expect("up");
    state.0.seen.iter().map(|(at, what)| (at / MS, what.as_str())).collect()
}

fn side(nodes: &[NodeId]) -> NodeSet {
    nodes.iter().copied().collect()
}

#[test]
fn messages_take_their_delay_and_are_answered() {
    let mut world = letters(fixed(10 * MS));
    run(&mut world, 125);
    assert_eq!(seen(&world, N2), [(110, "Ping 1")]);
    assert_eq!(seen(&world, N1), [(120, "Pong 1"), (120, "Pong 1")]);
    // Three starts, one timer, two pings, two pongs.
    assert_eq!(world.when(), When { at: 125 * MS, events: 8 });
}

#[test]
fn a_crash_takes_memory_and_keeps_the_disk() {
    let mut world = letters(fixed(10 * MS));
    run(&mut world, 150);
    act(&mut world, Input::Crash(N2));
    run(&mut world, 250);
    act(&mut world, Input::Restart(N2));
    run(&mut world, 290);
    assert_eq!(
        (seen(&world, N2), world.slots()[1].disk.pings),
        (vec![], 1),
        "the second ping met a dead node"
    );
    run(&mut world, 320);
    assert_eq!((seen(&world, N2), world.slots()[1].disk.pings), (vec![(310, "Ping 3")], 2));
}

#[test]
fn a_paused_node_does_at_once_what_came_due_meanwhile() {
    let mut world = letters(fixed(10 * MS));
    run(&mut world, 105);
    act(&mut world, Input::Pause(N2));
    run(&mut world, 240);
    assert_eq!(seen(&world, N2), []);
    act(&mut world, Input::Resume(N2));
    run(&mut world, 241);
    assert_eq!(seen(&world, N2), [(240, "Ping 1"), (240, "Ping 2")]);
    // A timer that expired meanwhile fires once, late, and is set again from there.
    act(&mut world, Input::Pause(N1));
    run(&mut world, 345);
    act(&mut world, Input::Resume(N1));
    run(&mut world, 360);
    assert_eq!(seen(&world, N2).last(), Some(&(355, "Ping 3")));
    run(&mut world, 456);
    assert_eq!(seen(&world, N2).last(), Some(&(455, "Ping 4")));
}

#[test]
fn cuts_lose_what_is_in_flight_and_what_is_sent_and_can_be_one_way() {
    let mut world = letters(fixed(10 * MS));
    run(&mut world, 105);
    act(&mut world, Input::Cut { sides: vec![side(&[N1]), side(&[N2])], one_way: false });
    run(&mut world, 150);
    assert_eq!((seen(&world, N2), seen(&world, N3)), (vec![], vec![(110, "Ping 1")]));
    act(&mut world, Input::HealAll);
    act(&mut world, Input::Cut { sides: vec![side(&[N2, N3]), side(&[N1])], one_way: true });
    run(&mut world, 250);
    assert_eq!(seen(&world, N2), [(210, "Ping 2")], "pings pass");
    assert_eq!(seen(&world, N1).len(), 1, "answers don't");
    act(&mut world, Input::Heal(2));
    run(&mut world, 330);
    assert_eq!(seen(&world, N1).len(), 3);
}

#[test]
fn a_three_way_split_separates_all_three() {
    let mut world = letters(fixed(10 * MS));
    act(&mut world, Input::Cut { sides: vec![side(&[N1]), side(&[N2]), side(&[N3])], one_way: false });
    run(&mut world, 300);
    assert!(seen(&world, N2).is_empty() && seen(&world, N3).is_empty());
}

#[test]
fn a_fast_clock_lets_its_timers_fire_early() {
    let mut world = letters(fixed(10 * MS));
    act(&mut world, Input::Skew { node: N1, offset: 0, drift: 250_000 });
    run(&mut world, 91);
    assert_eq!(seen(&world, N2), [(90, "Ping 1")], "100 ms of a clock that runs a quarter fast are 80");
    act(&mut world, Input::Skew { node: N2, offset: 5_000 * MS as i64, drift: 0 });
    run(&mut world, 171);
    assert_eq!(seen(&world, N2).last(), Some(&(5_170, "Ping 2")), "its own clock is what a node reads");
}

#[test]
fn held_messages_wait_for_somebody_to_deliver_them() {
    let mut world = letters(fixed(10 * MS));
    act(&mut world, Input::Hold(true));
    run(&mut world, 250);
    assert!(seen(&world, N2).is_empty());
    act(&mut world, Input::Deliver(MessageName { from: N1, to: N2, nth: 2, copy: 0 }));
    run(&mut world, 260);
    assert_eq!(seen(&world, N2), [(250, "Ping 2")], "the second may well overtake the first");
}

#[test]
fn one_message_can_be_dropped_doubled_and_delayed() {
    let mut world = letters(fixed(10 * MS));
    run(&mut world, 105);
    let name = |to| MessageName { from: N1, to, nth: 1, copy: 0 };
    act(&mut world, Input::Drop(name(N2)));
    act(&mut world, Input::Duplicate(name(N3)));
    act(&mut world, Input::Postpone(name(N3), 30 * MS));
    run(&mut world, 150);
    assert_eq!((seen(&world, N2), seen(&world, N3)), (vec![], vec![(110, "Ping 1"), (140, "Ping 1")]));
    act(&mut world, Input::Drop(name(N2)));
    assert_eq!(world.when().events, 8, "an input that does not apply is no event");
}

#[test]
fn dropping_one_message_does_not_change_the_others() {
    let network = NetworkConfig { delay_max: 60 * MS, ..NetworkConfig::default() };
    let (mut plain, mut dropped) = (letters(network.clone()), letters(network));
    run(&mut plain, 101);
    run(&mut dropped, 101);
    act(&mut dropped, Input::Drop(MessageName { from: N1, to: N2, nth: 1, copy: 0 }));
    run(&mut plain, 3_000);
    run(&mut dropped, 3_000);
    assert_eq!(seen(&plain, N3), seen(&dropped, N3));
    assert_eq!(seen(&plain, N2)[1..], seen(&dropped, N2)[..]);
}

#[test]
fn loss_and_duplication_come_as_often_as_they_should() {
    let config = ToyConfig { period: 1_000, ..ToyConfig::default() };
    let pings = |network: NetworkConfig| {
        let mut world: World<Letters> = World::new(config.clone(), network, 3);
        run(&mut world, 10_000);
        world.slots()[1].disk.pings
    };
    let lost = 10_000 - pings(NetworkConfig { loss: 1_000, ..fixed(1) });
    assert!((900..1_100).contains(&lost), "{lost} of 10,000 at 10 %");
    let doubled = pings(NetworkConfig { duplicate: 500, ..fixed(1) }) - 10_000;
    assert!((430..570).contains(&doubled), "{doubled} of 10,000 at 5 %");
}

#[test]
fn a_stream_keeps_its_order_and_says_when_it_breaks() {
    let network =
        NetworkConfig { delay_min: MS, delay_max: 90 * MS, loss: 5_000, ..NetworkConfig::default() };
    let config = ToyConfig { period: 10 * MS, ..ToyConfig::default() };
    let mut world: World<Wires> = World::new(config, network, 5);
    run(&mut world, 2_000);
    let state = |world: &World<Wires>, i: usize| world.slots()[i].state.clone().expect("up").0;
    let order: Vec<_> = state(&world, 1).seen.iter().map(|(_, what)| what.clone()).collect();
    let expected: Vec<_> = (1..=order.len()).map(|n| format!("Ping {n}")).collect();
    assert_eq!(order, expected, "nothing lost, nothing overtaken");
    act(&mut world, Input::Crash(N2));
    run(&mut world, 2_000);
    assert_eq!(state(&world, 0).broken, [N2]);
    assert_eq!(state(&world, 2).broken, [N2]);
    act(&mut world, Input::Cut { sides: vec![side(&[N1]), side(&[N3])], one_way: false });
    run(&mut world, 2_000);
    assert!(state(&world, 0).broken.contains(&N3) && state(&world, 2).broken.contains(&N1));
}

#[test]
fn clocks_tick_once_an_event_and_survive_a_crash() {
    let mut world = letters(fixed(10 * MS));
    let mut trace = Trace::default();
    world.run(When::end_of(111 * MS), Some(&mut trace));
    let clock = |n| trace.event(n).map(|event| event.clock.vector.to_vec());
    // Events 1–3 are the starts, 4 is the beacon's timer, 5 and 6 the pings' arrivals.
    assert_eq!((clock(4), clock(5)), (Some(vec![2, 0, 0]), Some(vec![2, 2, 0])));
    assert_eq!(trace.event(5).map(|event| (event.cause, event.clock.lamport)), Some((Some(4), 3)));
    world.input(&Input::Crash(N2), Some(&mut trace)).expect("n2 is there");
    world.input(&Input::Restart(N2), Some(&mut trace)).expect("n2 is there");
    assert_eq!(clock_of(&trace, 7), [2, 3, 0], "restarting is an event of a lane that goes on");
}

fn clock_of(trace: &Trace, n: u64) -> Vec<u32> {
    trace.event(n).expect("an event").clock.vector.to_vec()
}

#[test]
fn bad_inputs_are_refused_and_change_nothing() {
    let mut world = letters(fixed(10 * MS));
    let before = world.digest();
    let cut = |sides: Vec<NodeSet>| Input::Cut { sides, one_way: false };
    for (input, why) in [
        (Input::Crash(NodeId(9)), "there is no node number 9; this run has 3"),
        (cut(vec![side(&[N1])]), "a cut needs nodes on at least two sides"),
        (cut(vec![side(&[N1]), side(&[])]), "a cut needs nodes on at least two sides"),
        (cut(vec![side(&[N1]), side(&[N1, N2])]), "a node can't be on two sides of one cut"),
        (
            Input::Set { key: "nodes".into(), value: 3 },
            "there is no parameter `nodes`; this lab has period, count, delay_min, delay_max, loss, duplicate",
        ),
        (Input::Set { key: "loss".into(), value: -1 }, "`loss` is -0.01 %, outside its range 0 to 100 %"),
        (
            Input::Set { key: "delay_min".into(), value: 11_000 },
            "`delay_min` is above `delay_max`: lower the one or raise the other",
        ),
        (
            Input::Command { node: N1, command: CommandLine::new("dance", &[]) },
            "there is no command `dance` here",
        ),
        (
            Input::Skew { node: N1, offset: 0, drift: -1_000_000 },
            "a clock may drift by at most ±500,000 ppm and be off by at most ±3,600 s",
        ),
    ] {
        assert_eq!(world.input(&input, None).unwrap_err().to_string(), why);
    }
    assert_eq!(world.digest(), before);
}

#[test]
fn a_violated_property_stops_the_run_and_is_reported_once() {
    let config = ToyConfig { count: false, ..ToyConfig::default() };
    let mut world: World<Letters> = World::new(config, fixed(10 * MS), 1);
    assert_eq!(world.run(When::end_of(1_000 * MS), None), Stop::Violated);
    assert_eq!(world.when(), When { at: 110 * MS, events: 5 });
    let sim: &dyn Sim = &world;
    let violation = sim.verdicts()[0].violation.clone().expect("violated");
    assert_eq!(
        (violation.when.events, violation.line.plain(sim.names())),
        (5, "n2 counted twice.".to_owned())
    );
    assert_eq!(world.run(When::end_of(1_000 * MS), None), Stop::Reached);
}

#[test]
fn an_eventual_property_is_judged_so_long_after_the_last_fault() {
    let mut world = letters(fixed(10 * MS));
    let standing = |world: &World<Letters>| {
        let sim: &dyn Sim = world;
        sim.verdicts()[1].standing
    };
    act(&mut world, Input::Crash(N3));
    run(&mut world, 2_000);
    assert_eq!(standing(&world), Standing::Pending);
    act(&mut world, Input::Restart(N3));
    run(&mut world, 2_400);
    assert_eq!(standing(&world), Standing::Pending);
    run(&mut world, 2_600);
    assert_eq!(standing(&world), Standing::Holds);
    act(&mut world, Input::Set { key: "period".into(), value: 1_000_000 });
    let mut silent: World<Letters> =
        World::new(ToyConfig { period: 1_000_000, ..ToyConfig::default() }, fixed(1), 1);
    run(&mut silent, 900);
    assert_eq!(standing(&silent), Standing::Violated);
}

#[test]
fn a_fork_goes_the_same_way_and_a_trace_can_be_cut_back() {
    let network =
        NetworkConfig { delay_max: 200 * MS, loss: 500, duplicate: 500, ..NetworkConfig::default() };
    let mut world = letters(network);
    let mut trace = Trace::default();
    world.run(When::end_of(1_000 * MS), Some(&mut trace));
    let fork = world.clone();
    let kept = (trace.events.len(), trace.messages.len(), trace.story.len());
    world
        .input(&Input::Cut { sides: vec![side(&[N1]), side(&[N2])], one_way: false }, Some(&mut trace))
        .expect("a cut");
    world.run(When::end_of(2_000 * MS), Some(&mut trace));
    assert!(trace.events.len() > kept.0);

    let sim: &dyn Sim = &fork;
    sim.cut_back(&mut trace);
    assert_eq!((trace.events.len(), trace.messages.len(), trace.story.len()), kept);
    let mut again = fork.clone();
    again.run(When::end_of(2_000 * MS), Some(&mut trace));
    let (mut straight, mut written) = (
        letters(NetworkConfig { delay_max: 200 * MS, loss: 500, duplicate: 500, ..NetworkConfig::default() }),
        Trace::default(),
    );
    straight.run(When::end_of(2_000 * MS), Some(&mut written));
    assert_eq!(again.digest(), straight.digest());
    let messages = |trace: &Trace| trace.messages.iter().map(|m| format!("{m:?}")).collect::<Vec<_>>();
    assert_eq!(messages(&trace), messages(&written), "journeys that were changed later are as they were");
}
