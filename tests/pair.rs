//! Two runs side by side: the same time, the same deeds, the same draws, whatever differs between them.

use netsplit::labs;
use netsplit::player::{Acted, Effect, Met, Pace, Pair, Player, Side, Step};
use netsplit::scenario::pair::{counterpart, of_comparison};
use netsplit::scenario::route::{self, Route, comparing};
use netsplit::scenario::{Scenario, find_lab};
use netsplit::sim::*;

const N1: NodeId = NodeId(0);
const N2: NodeId = NodeId(1);
/// The first client beside five servers.
const C1: NodeId = NodeId(5);

/// What an address says is to be compared.
fn compared(hash: &str) -> [Scenario; 2] {
    match route::parse(hash) {
        Ok(Route::Compare(sides)) => *sides,
        other => panic!("{hash}: {other:?}"),
    }
}

fn pair(hash: &str) -> Pair {
    Pair::of_scenarios(&compared(hash)).expect("it was checked when it was parsed").0
}

/// Plays for so many simulated milliseconds; what stops it is played on.
fn play(pair: &Pair, ms: u64) {
    let goal = pair.get(Side::Left).when().at + ms * MS;
    pair.each(|player| player.set_pace(Pace::Fixed(0.0)));
    while pair.get(Side::Left).when().at < goal {
        pair.each(|player| player.set_running(true));
        pair.tick(0.016);
        in_step(pair);
    }
    pair.each(|player| player.set_running(false));
}

/// What holds at every instant of a pair.
fn in_step(pair: &Pair) {
    let (left, right) = (pair.get(Side::Left), pair.get(Side::Right));
    assert_eq!(left.when().at, right.when().at);
    assert_eq!((left.active(), left.branches().len()), (right.active(), right.branches().len()));
    assert_eq!((left.running(), left.undoable().is_some()), (right.running(), right.undoable().is_some()));
}

fn digests(pair: &Pair) -> [u64; 2] {
    Side::BOTH.map(|side| pair.get(side).world().digest())
}

/// The delay of each message that both runs sent, by its name.
fn delays(player: &Player) -> Vec<(NodeId, NodeId, u64, Micros)> {
    let sent = player.trace().messages.iter().filter(|message| message.name.copy == 0);
    sent.map(|message| (message.name.from, message.name.to, message.name.nth, message.due - message.sent))
        .collect()
}

#[test]
fn message_k_of_a_link_takes_as_long_on_both_sides() {
    let pair = pair("#/compare?left=raft&seed=5&right.prevote=on&rate=5");
    play(&pair, 2_000);
    assert_ne!(digests(&pair)[0], digests(&pair)[1], "the settings make a difference");
    let (left, right) = (delays(&pair.get(Side::Left)), delays(&pair.get(Side::Right)));
    let shared = left.iter().filter_map(|(from, to, nth, delay)| {
        let same = right.iter().find(|other| (other.0, other.1, other.2) == (*from, *to, *nth))?;
        Some((*delay, same.3))
    });
    let shared: Vec<_> = shared.collect();
    assert!(shared.len() > 100, "{} messages on both sides", shared.len());
    assert!(shared.iter().all(|(left, right)| left == right));
}

/// A slow machine slows both down alike; neither side runs ahead only to be taken back.
#[test]
fn a_side_waits_for_one_that_has_more_to_do() {
    let pair = pair("#/compare?left=gossip&nodes=400&seed=3&right.nodes=100");
    pair.each(|player| player.set_pace(Pace::Fixed(1.0)));
    pair.each(|player| player.set_running(true));
    let mut capped = 0;
    for _ in 0..60 {
        pair.each(|player| player.took(1_000.0));
        let before = Side::BOTH.map(|side| pair.get(side).revision());
        pair.tick(0.016);
        in_step(&pair);
        for side in Side::BOTH {
            let player = pair.get(side);
            assert!(player.revision() <= before[side as usize] + 1, "shown once in a tick, {side:?}");
            capped += u32::from(player.capped());
        }
    }
    assert!(capped > 0, "the machine was slow enough");
}

#[test]
fn two_runs_that_do_not_differ_stay_the_same_whatever_is_done() {
    let pair = pair("#/compare?left=raft&seed=7&rate=5");
    play(&pair, 400);
    let write = CommandLine::new("write", &[("to", "n3"), ("key", "x"), ("value", "5")]);
    for input in [Input::Crash(N1), Input::Command { node: C1, command: write }, Input::Restart(N1)] {
        assert_eq!(pair.act(Side::Right, &input), Ok((Acted::Here, [Effect::Done, Effect::Done])));
        play(&pair, 350);
        let [left, right] = digests(&pair);
        assert_eq!(left, right);
    }
    let counts = Side::BOTH.map(|side| pair.get(side).counts());
    assert_eq!(counts[0], counts[1]);
    assert!(counts[0].answered > 0 && counts[0].traffic.lost > 0, "{:?}", counts[0]);
    assert!(counts[0].mean <= counts[0].longest);
}

#[test]
fn a_side_of_a_pair_is_the_run_alone() {
    let sides = compared("#/compare?left=raft&seed=3&scenario=rejoin&right.prevote=on");
    let pair = Pair::of_scenarios(&sides).expect("checked").0;
    pair.seek(2_200 * MS);
    in_step(&pair);
    for (side, scenario) in Side::BOTH.into_iter().zip(&sides) {
        let (mut alone, _) = Player::of_scenario(scenario).expect("checked");
        alone.seek_time(2_200 * MS);
        assert_eq!(pair.get(side).world().digest(), alone.world().digest());
    }
}

#[test]
fn acting_in_the_past_branches_both_and_undo_takes_both_back() {
    let pair = pair("#/compare?left=raft&seed=42&right.servers=3");
    play(&pair, 1_200);
    pair.seek(600 * MS);
    let before = digests(&pair);
    // n4 is there on the left only: the right goes on without, in a branch of its own.
    let (acted, effects) = pair.act(Side::Left, &Input::Crash(NodeId(3))).expect("the left has n4");
    assert_eq!((acted, &effects[0]), (Acted::Branched, &Effect::Done));
    let Effect::Refused(why) = &effects[1] else { panic!("{effects:?}") };
    assert!(why.to_string().contains("there is no node `n4`; this run has n1, n2, n3"), "{why}");
    in_step(&pair);
    assert_eq!(pair.get(Side::Right).branches().len(), 2);
    assert_eq!(digests(&pair)[1], before[1], "nothing was done at the right");
    assert_ne!(digests(&pair)[0], before[0]);
    play(&pair, 300);

    assert!(pair.undo());
    in_step(&pair);
    assert_eq!((digests(&pair), pair.get(Side::Left).when().at), (before, 600 * MS));
    assert!(!pair.undo(), "there was one deed");
}

#[test]
fn nodes_keep_their_names_not_their_numbers() {
    let pair = pair("#/compare?left=raft&seed=42&right.servers=3");
    play(&pair, 300);
    // c1 is number 5 beside five servers and number 3 beside three.
    assert_eq!(pair.act(Side::Left, &Input::Crash(C1)), Ok((Acted::Here, [Effect::Done, Effect::Done])));
    for side in Side::BOTH {
        let player = pair.get(side);
        let down =
            player.frame().nodes.iter().find(|node| node.health == Health::Crashed).map(|node| node.id);
        assert_eq!(down.map(|id| player.names()[id.index()].clone()).as_deref(), Some("c1"), "{side:?}");
    }
    let again = pair.act(Side::Right, &Input::Crash(NodeId(3)));
    assert_eq!(again, Ok((Acted::Here, [Effect::Nothing, Effect::Nothing])), "it is down already");
    let nowhere = pair.act(Side::Left, &Input::Crash(NodeId(99)));
    assert!(nowhere.is_err());
    in_step(&pair);
}

#[test]
fn a_violation_on_one_side_pauses_both() {
    let pair = pair("#/compare?left=raft&scenario=figure-8-bug&right.commit_own_term=on");
    pair.each(|player| {
        player.set_pace(Pace::Fixed(0.0));
        player.set_running(true);
    });
    let mut met = [Met::Nothing; 2];
    while met == [Met::Nothing; 2] && pair.get(Side::Left).when().at < 5_000 * MS {
        met = pair.tick(0.016);
    }
    assert_eq!(met, [Met::Violation, Met::Nothing]);
    assert!(!pair.running());
    in_step(&pair);
    assert_eq!(Side::BOTH.map(|side| pair.get(side).world().violated()), [1, 0]);
    let at = pair.get(Side::Left).branch().violations[0];
    assert_eq!(pair.get(Side::Left).when(), at);
    play(&pair, 200);
}

#[test]
fn steps_stop_at_what_happens_on_either_side() {
    let pair = pair("#/compare?left=raft&scenario=rejoin&right.prevote=on");
    let mut seen = Vec::new();
    while seen.len() < 12 && pair.step_forward(Step::Milestone) {
        in_step(&pair);
        seen.push(Side::BOTH.map(|side| pair.get(side).when()));
    }
    assert!(seen.len() > 3, "{} milestones", seen.len());
    let times: Vec<Micros> = seen.iter().map(|stop| stop[0].at).collect();
    assert!(times.is_sorted());
    // Every milestone of either side, once.
    for side in Side::BOTH {
        let player = pair.get(side);
        let here = player.when();
        let lines =
            player.trace().story.iter().filter(|line| line.line.milestone.is_some() && line.when <= here);
        for line in lines {
            assert!(times.contains(&line.when.at), "{side:?} has one at {}", line.when);
        }
    }
    for stop in seen.iter().rev().skip(1) {
        pair.step_back(Step::Milestone);
        in_step(&pair);
        assert_eq!(pair.get(Side::Left).when().at, stop[0].at);
    }
    for _ in 0..20 {
        pair.step_forward(Step::Event);
        in_step(&pair);
    }
}

#[test]
fn a_link_opens_to_the_same_two_worlds() {
    let pair = pair("#/compare?left=raft&seed=8&right.prevote=on&rate=3");
    play(&pair, 500);
    pair.act(Side::Left, &Input::Crash(N2)).expect("n2 is there");
    play(&pair, 333);
    let address = comparing(&pair.scenarios());
    let (opened, faithful) = Pair::of_scenarios(&compared(&address)).expect("our own link");
    assert!(faithful);
    in_step(&opened);
    assert_eq!(digests(&opened), digests(&pair));
    assert_eq!(comparing(&opened.scenarios()), address);
    assert!(address.len() < 300, "{} characters", address.len());
}

#[test]
fn every_comparison_can_be_opened_and_differs() {
    for lab in labs::all() {
        for comparison in lab.about.comparisons {
            let [left, right] =
                of_comparison(lab, comparison).unwrap_or_else(|why| panic!("{}: {why}", comparison.id));
            let opened = compared(&format!("#/compare?left={}&comparison={}", lab.about.id, comparison.id));
            assert_eq!(left.caption, comparison.about);
            assert_eq!(opened, [left.clone(), right.clone()]);
            assert_eq!(
                left.inputs.len(),
                right.inputs.len(),
                "{}: all that is done fits both",
                comparison.id
            );
            let pair = Pair::of_scenarios(&opened).expect("checked").0;
            let until = lab.scene(comparison.scene).expect("of_comparison found it").until;
            pair.seek(until);
            let seen = |side: Side| (pair.get(side).counts(), pair.get(side).world().violated());
            assert_ne!(seen(Side::Left), seen(Side::Right), "{}: nothing differs", comparison.id);
        }
    }
}

#[test]
fn labs_of_a_family_seat_the_same_nodes() {
    for lab in labs::all() {
        for other in netsplit::scenario::pair::partners(lab) {
            let names =
                [lab, other].map(|lab| lab.build(&[], 1).expect("the lab's own settings").names().to_vec());
            assert_eq!(names[0], names[1], "{} and {}", lab.about.id, other.about.id);
        }
    }
}

#[test]
fn what_cannot_be_done_on_the_other_side_is_left_out_of_it() {
    let Ok(Route::Lab(run)) = route::parse("#/raft?scenario=leader-in-minority") else { panic!() };
    let lab = find_lab("raft").expect("there is Raft");
    let (made, left_out) = counterpart(&run, lab, &[("servers".into(), 3)]).expect("three servers can be");
    assert!(left_out > 0, "the cut names n4 and n5");
    assert_eq!(made.inputs.len() + left_out, run.inputs.len());
    assert!(made.check().is_ok());
}

#[test]
fn addresses_that_compare_nothing_say_why() {
    for (hash, why) in [
        ("#/compare", "in the address: it should say which lab is at the left, like `#/compare?left="),
        ("#/compare?left=nosuchlab", "there is no lab `nosuchlab`"),
        ("#/compare?left=raft&right=nosuchlab", "there is no lab `nosuchlab`"),
        ("#/compare?left=raft&comparison=nope", "in the address: this lab has no comparison `nope`; it has "),
        ("#/compare?left=raft&scenario=nope", "in the address: this lab has no scenario `nope`; it has "),
        ("#/compare?left=raft&bananas=1", "in the address: there is no parameter `bananas`"),
        ("#/compare?left=raft&right.servers=99", "in the address: `servers` is 99, outside its range"),
        ("#/compare?left=raft&seed=x", "in the address: `seed` is `x`"),
        ("#/compare?left", "in the address: `left` should be `name=value`"),
        ("#/compare/abc", "the link is damaged"),
    ] {
        let said = route::parse(hash).expect_err(hash).to_string();
        assert!(said.starts_with(why), "{hash}: {said}");
    }
}

/// How many nodes carry a badge with a running stopwatch: locks that are held.
fn held(player: &Player) -> usize {
    let badges = player.frame().nodes.iter().flat_map(|node| node.view.badges.clone()).collect::<Vec<_>>();
    badges.iter().filter(|badge| badge.since.is_some()).count()
}

#[test]
fn two_phases_block_where_three_do_not() {
    let pair = pair("#/compare?left=two-phase-commit&comparison=coordinator-crash");
    assert_eq!(
        Side::BOTH.map(|side| pair.get(side).lab().about.id),
        ["two-phase-commit", "three-phase-commit"]
    );
    pair.seek(1_200 * MS);
    assert_eq!(Side::BOTH.map(|side| held(&pair.get(side)) > 0), [true, false], "who holds locks");
    for side in Side::BOTH {
        assert_eq!(pair.get(side).world().violated(), 0);
    }
}

/// The clients of a bank wait a round trip longer where there is a phase more.
#[test]
fn what_the_third_phase_costs_is_counted() {
    let pair = pair("#/compare?left=two-phase-commit&comparison=price");
    pair.seek(400 * MS);
    let [two, three] = Side::BOTH.map(|side| pair.get(side).counts());
    assert_eq!((two.traffic.messages, three.traffic.messages), (3 * 2, 5 * 2));
    assert_eq!((two.answered, three.answered), (1, 1));
    let (two, three) = (two.mean.expect("it was answered"), three.mean.expect("it was answered"));
    assert!(two > 0 && three > two + 20 * MS, "{two} µs, {three} µs");
}
