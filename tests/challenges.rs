//! Every challenge can be done in exactly its par, and not with less of what does it.

use netsplit::check::{Failure, Question, Search, Shrinker};
use netsplit::kit::script::{cut, kill, restart, tell};
use netsplit::kit::{Aim, Challenge};
use netsplit::labs::{self, Lab, find};
use netsplit::player::{Met, Player};
use netsplit::scenario::{Goal, Scenario, file, link, route};
use netsplit::sim::{Input, MS, MessageName, Micros, NodeId};
use std::collections::BTreeSet;

const N1: NodeId = NodeId(0);
const N2: NodeId = NodeId(1);
const N4: NodeId = NodeId(3);
const N5: NodeId = NodeId(4);
const C1: NodeId = NodeId(5);
/// How long after its last deed a solution may take.
const PATIENCE: Micros = 2_000 * MS;

fn raft() -> &'static Lab {
    find("raft").expect("the lab is registered")
}

fn time_out(server: NodeId) -> Input {
    tell(server, "timeout-now", &[])
}

fn write() -> Input {
    tell(C1, "write", &[("to", "n1"), ("key", "x"), ("value", "1")])
}

/// A way to do a challenge of a lab, each deed at its time.
fn solution(lab: &Lab, id: &str) -> Vec<(Micros, Input)> {
    match (lab.about.id, id) {
        ("raft", "two-leaders") => {
            let others: Vec<NodeId> = (1..7).map(NodeId).collect();
            vec![(400 * MS, cut(&[&[N1], &others]))]
        }
        ("raft", "same-term") => vec![(500 * MS, time_out(N2)), (500 * MS, time_out(N4))],
        // n2 stands while n1's entry is on its way: who has voted for n2 refuses it.
        ("raft", "vanish") => vec![(400 * MS, write()), (408 * MS, time_out(N2))],
        // n2 stands between the commit and the arrival of the entry.
        ("raft", "lost-write") => vec![(300 * MS, write()), (332 * MS, time_out(N2))],
        // n5 never gets what n1 repairs its log with.
        ("raft", "commit-rule") => {
            let repair = MessageName { from: N1, to: N5, nth: 2, copy: 0 };
            vec![(300 * MS, time_out(N1)), (336 * MS, Input::Drop(repair)), (386 * MS, time_out(N5))]
        }
        ("quorum", id) => at_quorum(id),
        ("two-phase-commit", id) => at_two_phases(id),
        ("three-phase-commit", id) => at_three_phases(id),
        ("split-brain", id) => at_split_brain(id),
        ("gossip", id) => at_gossip(id),
        ("clocks", id) => at_clocks(id),
        (lab, _) => unwritten(lab, id),
    }
}

fn unwritten(lab: &str, id: &str) -> ! {
    panic!("no solution of `{id}` of {lab} is written down")
}

fn at_quorum(id: &str) -> Vec<(Micros, Input)> {
    let ask = |client, what, node| tell(client, what, &[("to", node), ("key", "x"), ("value", "2")]);
    let (c1, c2) = (NodeId(5), NodeId(6));
    match id {
        "outdated" => vec![
            (400 * MS, cut(&[&[NodeId(2)], &[0, 1, 3, 4].map(NodeId)])),
            (410 * MS, ask(c1, "write", "n1")),
            (600 * MS, ask(c2, "read", "n3")),
        ],
        "two-values" => vec![
            (400 * MS, ask(c1, "write", "n1")),
            (400 * MS, ask(c2, "write", "n2")),
            (800 * MS, ask(c1, "read", "n3")),
        ],
        other => unwritten("quorum", other),
    }
}

/// The coordinator and the banks.
const TM: NodeId = NodeId(0);
const P1: NodeId = NodeId(1);
const P2: NodeId = NodeId(2);

fn at_two_phases(id: &str) -> Vec<(Micros, Input)> {
    match id {
        // Both votes are on their way.
        "block" => vec![(130 * MS, kill(TM))],
        // COMMIT goes to p1 at 160 ms, and would go to p2 at 180.
        "helper" => vec![(170 * MS, kill(TM))],
        // p2 forgets its vote, and is back when COMMIT comes.
        "forgotten-promise" => vec![(130 * MS, kill(P2)), (150 * MS, restart(P2))],
        other => unwritten("two-phase commit", other),
    }
}

fn at_three_phases(id: &str) -> Vec<(Micros, Input)> {
    match id {
        // p1's PRE-COMMIT arrives, p2's does not.
        "commit-and-abort" => vec![(150 * MS, cut(&[&[TM, P1], &[P2]]))],
        // p1 has committed, and p2, alone and uncertain, aborts.
        "without-pre-commit" => vec![(170 * MS, kill(TM)), (190 * MS, kill(P1))],
        other => unwritten("three-phase commit", other),
    }
}

fn at_split_brain(id: &str) -> Vec<(Micros, Input)> {
    let [r1, r2, r3, w1, w2] = [0, 1, 2, 3, 4].map(NodeId);
    let ask = |worker| tell(worker, "ask", &[]);
    match id {
        "shot" => vec![(200 * MS, Input::Pause(w1)), (1_200 * MS, ask(w2))],
        "two-holders" => {
            vec![(100 * MS, cut(&[&[r3, w1], &[r1, r2, w2]])), (200 * MS, ask(w1)), (200 * MS, ask(w2))]
        }
        "lost-deposit" => {
            vec![(200 * MS, Input::Pause(w1)), (1_200 * MS, ask(w2)), (1_750 * MS, Input::Resume(w1))]
        }
        other => unwritten("split brain", other),
    }
}

fn at_gossip(id: &str) -> Vec<(Micros, Input)> {
    match id {
        "all-hear" => vec![(250 * MS, Input::Set { key: "k".to_owned(), value: 4 })],
        "overwritten" => vec![(400 * MS, tell(NodeId(10), "tell", &[]))],
        other => unwritten("gossip", other),
    }
}

fn at_clocks(id: &str) -> Vec<(Micros, Input)> {
    let [a, b] = [0, 1].map(NodeId);
    let local = |process| tell(process, "local", &[]);
    let add = |process, item| tell(process, "add", &[("item", item)]);
    let siblings = vec![
        (20 * MS, add(a, "eggs")),
        (20 * MS, add(b, "bread")),
        (40 * MS, tell(a, "send", &[("to", "B")])),
    ];
    match id {
        "not-before" => vec![(20 * MS, local(a)), (40 * MS, local(b)), (60 * MS, local(b))],
        "siblings" => siblings,
        "merged" => [siblings, vec![(80 * MS, add(b, "tea"))]].concat(),
        other => unwritten("clocks", other),
    }
}

/// Plays a challenge with these deeds; the deeds that it took, if it was done.
fn play(lab: &'static Lab, challenge: &Challenge, deeds: &[(Micros, Input)]) -> Option<usize> {
    let scenario = route::from_challenge(lab, challenge.id).expect("the challenge exists");
    let (mut player, _) = Player::of_scenario(&scenario).expect("a challenge can be opened");
    assert_eq!(player.progress().map(|now| (now.deeds, now.reached)), Some((0, None)), "{}", challenge.id);
    for (at, input) in deeds {
        player.seek_time(*at);
        player.act(input).expect("a solution's deeds can be done");
    }
    let end = deeds.last().map_or(10_000 * MS, |(at, _)| at + PATIENCE);
    player.seek_time(end);
    player.progress()?.reached.map(|(_, deeds)| deeds)
}

#[test]
fn every_lab_has_some_of_rising_difficulty() {
    assert_eq!(raft().about.challenges.len(), 5);
    for lab in labs::all() {
        let challenges = lab.about.challenges;
        assert!(!challenges.is_empty(), "{} has none", lab.about.id);
        assert!(challenges.is_sorted_by_key(|challenge| challenge.par), "{}", lab.about.id);
        let scenes = lab.about.scenes.iter().map(|scene| scene.id);
        let ids: Vec<&str> = scenes.chain(challenges.iter().map(|challenge| challenge.id)).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "ids are unique: {ids:?}");
        for challenge in challenges {
            assert!(challenge.caption.chars().count() <= 280, "{}", challenge.id);
        }
    }
}

#[test]
fn each_is_done_in_par_and_not_with_less() {
    for (lab, challenge) in
        labs::all().into_iter().flat_map(|lab| lab.about.challenges.iter().map(move |it| (lab, it)))
    {
        let solution = solution(lab, challenge.id);
        assert_eq!(solution.len(), usize::from(challenge.par), "{}", challenge.id);
        for left_out in 0..1_u32 << solution.len() {
            let kept = solution.iter().enumerate().filter(|(i, _)| left_out >> i & 1 == 0);
            let some: Vec<_> = kept.map(|(_, deed)| deed.clone()).collect();
            let wanted = (left_out == 0).then_some(solution.len());
            assert_eq!(
                play(lab, challenge, &some),
                wanted,
                "{}: {} with {some:?}",
                lab.about.id,
                challenge.id
            );
        }
    }
}

/// The search finds what breaks a property, so this is for those that ask for it; the run named is the first of which
/// no more than the par is left.
#[test]
fn the_shrinker_gives_the_par() {
    for (id, run) in [("same-term", 2422), ("lost-write", 920), ("commit-rule", 36_411)] {
        let challenge = raft().challenge(id).expect("the challenge exists");
        let scenario = route::from_challenge(raft(), id).expect("the challenge exists");
        let begun = Scenario { shown: scenario.begins(), ..scenario };
        let question = Question { run: link::encode(&begun), from_shown: true, any_fault: false, seed: 1 };
        let search = Search::new(&question).expect("a challenge can be searched");
        let shortest = |found: Failure| {
            let mut shrinker = Shrinker::new(&search, &found);
            while shrinker.step() {}
            shrinker.best().inputs
        };
        let aimed = |found: &Failure| found.property == *challenge.aim.name();
        let par = u32::from(challenge.par);
        let found = search.attempt(run).failure.filter(aimed).expect("it is found");
        assert_eq!(shortest(found), par, "{id}");
        let others = (0..3_000).filter_map(|run| search.attempt(run).failure).filter(aimed).take(8);
        assert!(others.map(shortest).all(|inputs| inputs >= par), "{id} can be done with less");
    }
}

#[test]
fn playing_stops_where_the_goal_is_reached() {
    for challenge in raft().about.challenges {
        let scenario = route::from_challenge(raft(), challenge.id).expect("the challenge exists");
        let (mut player, _) = Player::of_scenario(&scenario).expect("a challenge can be opened");
        for (at, input) in solution(raft(), challenge.id) {
            player.seek_time(at);
            player.act(&input).expect("a solution's deeds can be done");
        }
        player.set_running(true);
        let met = (0..10_000).map(|_| player.tick(0.05)).find(|met| *met != Met::Nothing);
        let wanted = if matches!(challenge.aim, Aim::Violate(_)) { Met::Violation } else { Met::Goal };
        assert_eq!(met, Some(wanted), "{}", challenge.id);
        assert!(!player.running());
        let reached = player.progress().and_then(|now| now.reached).expect("it is reached");
        assert_eq!(reached.0, player.when(), "{}", challenge.id);
    }
}

#[test]
fn the_count_follows_the_branch_and_the_instant() {
    let challenge = raft().challenge("same-term").expect("the challenge exists");
    let scenario = route::from_challenge(raft(), challenge.id).expect("the challenge exists");
    let (mut player, _) = Player::of_scenario(&scenario).expect("a challenge can be opened");
    let deeds = |player: &Player| player.progress().expect("it has a goal").deeds;
    player.seek_time(500 * MS);
    player.act(&time_out(N2)).expect("it can be done");
    player.act(&time_out(N4)).expect("it can be done");
    assert_eq!(deeds(&player), 2);
    player.undo();
    assert_eq!(deeds(&player), 1);
    player.seek_time(400 * MS);
    assert_eq!(deeds(&player), 0);
    player.act(&time_out(N5)).expect("it can be done");
    assert_eq!((deeds(&player), player.branches().len()), (1, 2));
    player.switch(0);
    player.seek_time(600 * MS);
    assert_eq!(deeds(&player), 1);
}

#[test]
fn what_is_given_is_no_deed_and_who_leaves_before_it_has_no_goal() {
    let scenario = route::from_challenge(raft(), "lost-write").expect("the challenge exists");
    assert_eq!(scenario.goal.as_ref().map(|goal| goal.given), Some(1));
    let (mut player, _) = Player::of_scenario(&scenario).expect("a challenge can be opened");
    assert_eq!(player.when().at, 100 * MS, "it begins when all that is given is done");
    player.seek_time(50 * MS);
    player.act(&time_out(N5)).expect("it can be done");
    assert_eq!(player.progress(), None);
    player.undo();
    assert!(player.progress().is_some());
}

#[test]
fn a_goal_goes_with_the_link_and_the_file() {
    let challenge = raft().challenge("lost-write").expect("the challenge exists");
    let scenario = route::from_challenge(raft(), challenge.id).expect("the challenge exists");
    let (mut player, _) = Player::of_scenario(&scenario).expect("a challenge can be opened");
    for (at, input) in solution(raft(), challenge.id) {
        player.seek_time(at);
        player.act(&input).expect("a solution's deeds can be done");
    }
    player.seek_time(1_000 * MS);
    let shared = Scenario { caption: "<b>Mine</b>".to_owned(), ..player.scenario() };
    let opened = link::decode(&link::encode(&shared)).expect("our own link");
    assert_eq!(opened, shared);
    let (theirs, faithful) = Player::of_scenario(&opened).expect("it fits");
    assert!(faithful);
    assert_eq!(theirs.progress(), player.progress());
    let text = file::write(&shared).expect("it fits its lab");
    assert!(text.contains("\"violate\": \"Leader Completeness\""), "{text}");
    assert_eq!(file::read(&text).expect("our own file").goal, shared.goal);
}

#[test]
fn a_link_without_a_goal_is_of_version_1() {
    let scenario = Scenario { lab: "raft".to_owned(), ..Scenario::default() };
    let version = |scenario: &Scenario| link::encode(scenario)[..2].to_owned();
    assert_eq!(version(&scenario), "AQ");
    let goal = Some(Goal { aim: Aim::Reach("committed".to_owned()), par: 1, given: 0 });
    assert_eq!(version(&Scenario { goal, ..scenario }), "Ag");
}

#[test]
fn what_cannot_be_a_goal_is_refused_with_what_would_do() {
    let with = |goal: &str, rest: &str| {
        let text = format!(r#"{{ "version": 1, "lab": "raft", "goal": {goal}{rest} }}"#);
        file::read(&text).map(|scenario| scenario.goal).map_err(|why| why.to_string())
    };
    let whole = with(
        r#"{ "reach": "leader elected", "par": 2 }"#,
        r#", "inputs": [ { "at_ms": 5, "do": "kill n1" } ]"#,
    );
    assert_eq!(whole, Ok(Some(Goal { aim: Aim::Reach("leader elected".to_owned()), par: 2, given: 1 })));
    for (goal, rest, why) in [
        (
            r#"{ "violate": "Liveness", "par": 2 }"#,
            "",
            "its goal is the property `Liveness`, which this lab does not have; it has Election Safety, Leader Append-Only",
        ),
        (
            r#"{ "reach": "peace", "par": 2 }"#,
            "",
            "its goal is the milestone `peace`, which this lab does not have; it has split vote, leader elected",
        ),
        (r#"{ "par": 2 }"#, "", "`goal` should have either `violate` with a property's name or `reach`"),
        (r#"{ "reach": "committed", "par": 0 }"#, "", "its goal has par 0, but a par is 1 to 999 deeds"),
        (
            r#"{ "reach": "committed", "par": 1, "given": 2 }"#,
            "",
            "its goal says that 2 inputs are given, but it has 0",
        ),
    ] {
        let said = with(goal, rest).expect_err(goal);
        assert!(said.starts_with(why), "{said}");
    }
    let long = Scenario { lab: "raft".to_owned(), caption: "é".repeat(281), ..Scenario::default() };
    let said = long.check().err().map(|why| why.to_string());
    assert_eq!(said.as_deref(), Some("its caption has 281 characters; at most 280 can be shown"));
    let refused = route::parse("#/raft?challenge=nope").expect_err("there is none").to_string();
    assert!(
        refused
            .starts_with("in the address: this lab has no challenge `nope`; it has two-leaders, same-term"),
        "{refused}"
    );
    assert!(route::parse("#/raft?challenge=vanish&scenario=figure-8").is_err());
}

/// The last lines of `tests/golden/links.txt`: a goal to violate, with something given and done, and one to reach.
#[test]
fn published_goals_stay_readable() {
    let links = include_str!("golden/links.txt").lines().filter(|line| line.starts_with("Ag"));
    let goals: Vec<_> = links
        .map(|line| link::decode(line.split(' ').next().expect("a payload")).expect("it was published"))
        .map(|scenario| {
            (scenario.goal.expect("version 2 has a goal"), scenario.caption, scenario.inputs.len())
        })
        .collect();
    let violate = Goal { aim: Aim::Violate("Leader Completeness".to_owned()), par: 2, given: 1 };
    let reach = Goal { aim: Aim::Reach("two leaders at once".to_owned()), par: 1, given: 0 };
    assert_eq!(goals, [(violate, "Two did it.".to_owned(), 3), (reach, String::new(), 0)]);
}
