//! The player: seeking, branching, undoing and sharing must all lead to the same worlds.

use netsplit::labs;
use netsplit::player::{Acted, Pace, Player, Setup, Step};
use netsplit::scenario::Scenario;
use netsplit::scenario::link::{LinkError, decode, encode};
use netsplit::scenario::route::{self, Route};
use netsplit::sim::*;

const N1: NodeId = NodeId(0);
const N2: NodeId = NodeId(1);

fn setup(seed: u64) -> Setup {
    Setup::new(labs::all()[0], vec![("rate".into(), 1_000)], seed)
}

fn player(seed: u64) -> Player {
    Player::new(setup(seed)).expect("valid settings")
}

fn play(player: &mut Player, ms: u64) {
    let goal = player.when().at + ms * MS;
    player.set_pace(Pace::Fixed(0.0));
    player.set_running(true);
    while player.when().at < goal {
        player.tick(0.016);
    }
    player.set_running(false);
}

fn cut() -> Input {
    let side = |nodes: &[u16]| nodes.iter().copied().map(NodeId).collect::<NodeSet>();
    Input::Cut { sides: vec![side(&[0, 1]), side(&[2, 3, 4])], one_way: false }
}

#[test]
fn every_instant_can_be_returned_to() {
    let mut player = player(4);
    let mut seen = Vec::new();
    for round in 0..30 {
        play(&mut player, 130);
        if round == 5 {
            player.act(&Input::Crash(N1)).expect("n1 is there");
        }
        if round == 12 {
            player.act(&cut()).expect("a cut");
        }
        if round == 20 {
            player.act(&Input::HealAll).expect("a cut to heal");
        }
        seen.push((player.when(), player.world().digest(), player.trace().story_after(player.when())));
    }
    let edge = player.edge();
    for step in 0..30 {
        let (when, digest, story) = seen[step * 17 % 30];
        player.seek(when);
        assert_eq!((player.when(), player.world().digest()), (when, digest));
        assert_eq!(player.trace().story_after(when), story);
        assert_eq!(player.edge(), edge);
    }
}

#[test]
fn acting_in_the_past_makes_a_second_future_and_keeps_the_first() {
    let mut player = player(5);
    play(&mut player, 900);
    player.act(&Input::Crash(N1)).expect("n1 is there");
    play(&mut player, 900);
    let (first_end, first_digest) = (player.when(), player.world().digest());
    player.seek_time(400 * MS);
    assert!(player.in_past());
    assert_eq!(player.act(&Input::Crash(N2)), Ok(Acted::Branched));
    assert!(!player.in_past());
    assert_eq!((player.branches().len(), player.active()), (2, 1));
    assert_eq!(player.branch().name, "n2 killed at 0.4 s");
    play(&mut player, 1_000);
    assert_eq!(player.frame().nodes[0].health, Health::Up, "n1 was killed in the other future");
    player.switch(0);
    player.seek_edge();
    assert_eq!((player.when(), player.world().digest()), (first_end, first_digest));
    player.switch(1);
    player.undo();
    assert_eq!((player.branches().len(), player.when().at), (1, 400 * MS));
    assert_eq!(player.edge(), first_end);
}

#[test]
fn undo_stands_where_the_run_stood_before_the_deed() {
    let mut player = player(6);
    play(&mut player, 700);
    let (when, digest) = (player.when(), player.world().digest());
    player.act(&Input::Crash(N1)).expect("n1 is there");
    assert_ne!(player.world().digest(), digest);
    play(&mut player, 700);
    assert!(player.undo());
    assert_eq!((player.when(), player.world().digest()), (when, digest));
    assert!(player.trace().marks.is_empty() && player.branch().inputs.is_empty());
    play(&mut player, 700);
    let mut other = self::player(6);
    other.seek(player.when());
    assert_eq!(other.world().digest(), player.world().digest(), "as if it had never been done");
    assert!(!player.undo());
}

#[test]
fn an_input_that_cannot_be_changes_nothing() {
    let mut player = player(6);
    play(&mut player, 300);
    let digest = player.world().digest();
    assert!(player.act(&Input::Crash(NodeId(77))).is_err());
    assert_eq!(player.world().digest(), digest);
    assert!(player.undoable().is_none() && player.branch().inputs.is_empty());
}

#[test]
fn steps_go_from_event_to_event_and_back() {
    let mut player = player(7);
    for n in 1..=50 {
        assert!(player.step_forward(Step::Event));
        assert_eq!(player.when().events, 7 + n, "seven nodes start at time 0");
    }
    for n in (1..50).rev() {
        player.step_back(Step::Event);
        assert_eq!(player.when().events, 7 + n);
    }
    player.seek_time(0);
    assert!(player.step_forward(Step::Milestone));
    let milestone = player.when();
    assert!(player.trace().story.iter().any(|line| line.when == milestone && line.line.milestone.is_some()));
    player.step_forward(Step::Story);
    player.step_back(Step::Milestone);
    assert_eq!(player.when(), milestone);
    player.step_back(Step::Milestone);
    assert_eq!(player.when().at, 0);
}

#[test]
fn a_violation_pauses_the_run_where_it_happens() {
    let route = route::parse("#/raft?scenario=figure-8-bug").expect("a scene");
    let Route::Lab(scenario) = route else { panic!("not a lab") };
    let (mut player, _) = Player::of_scenario(&scenario).expect("a scene");
    player.set_pace(Pace::Fixed(0.0));
    player.set_running(true);
    for _ in 0..1_000 {
        player.tick(0.016);
    }
    assert!(!player.running());
    assert_eq!(player.branch().violations[0], player.when());
    assert_eq!(player.world().violated(), 1);
    player.set_running(true);
    for _ in 0..1_000 {
        player.tick(0.016);
    }
    assert_eq!(player.world().violated(), 2, "it can be played on");
}

#[test]
fn a_link_opens_to_the_same_world() {
    let mut player = player(8);
    play(&mut player, 500);
    player.act(&Input::Crash(N1)).expect("n1 is there");
    play(&mut player, 333);
    player.act(&cut()).expect("a cut");
    let write = CommandLine::new("write", &[("to", "n3"), ("key", "x"), ("value", "5")]);
    player.act(&Input::Command { node: NodeId(5), command: write }).expect("c1 can write");
    play(&mut player, 777);
    let payload = encode(&player.scenario());
    let scenario = decode(&payload).expect("our own link");
    let (opened, faithful) = Player::of_scenario(&scenario).expect("our own link");
    assert!(faithful);
    assert_eq!((opened.when(), opened.world().digest()), (player.when(), player.world().digest()));
    assert_eq!(encode(&opened.scenario()), payload);
    assert!(payload.len() < 160, "{} characters", payload.len());
}

#[test]
fn follow_is_slow_where_something_flies_and_gets_past_the_rest() {
    let mut player = Player::new(Setup { settings: Vec::new(), ..setup(42) }).expect("valid settings");
    player.set_running(true);
    let mut seconds = 0.0;
    while !player.trace().story.iter().any(|line| line.line.milestone.is_some() && line.when <= player.when())
    {
        player.tick(1.0 / 60.0);
        seconds += 1.0 / 60.0;
        let now = player.when().at;
        let notable =
            player.flights(0).iter().any(|(_, m)| !m.face.routine && (m.sent + 300..m.ends).contains(&now));
        assert!(!notable || player.factor() < 0.02, "{} at {}", player.factor(), player.when());
    }
    assert!((3.0..9.0).contains(&seconds), "the first election took {seconds} s");
}

#[test]
fn broken_links_say_why() {
    let good = encode(&player(1).scenario());
    for (link, why) in [
        (String::new(), LinkError::Empty),
        (good[..good.len() - 3].to_owned(), LinkError::Damaged),
        (good.replacen('A', "B", 1), LinkError::Damaged),
        ("AAAA".into(), LinkError::Damaged),
        ("<script>".into(), LinkError::Character('<', 1)),
        ("x".repeat(300_000), LinkError::TooLong(300_000)),
    ] {
        assert_eq!(decode(&link), Err(why));
    }
    for (hash, why) in [
        ("#/nosuchlab", "there is no lab `nosuchlab`; there is raft"),
        ("#/raft?servers=9000", "in the address: `servers` is 9000, outside its range 1 to 31"),
        ("#/raft?servers=many", "in the address: `servers` is `many`, but should be 1 to 31"),
        (
            "#/raft?seed=-1",
            "in the address: `seed` is `-1`, but should be a whole number from 0 to 18446744073709551615",
        ),
        ("#/raft?banana", "in the address: `banana` should be `name=value`"),
        ("#/raft?timeout_min=400", "in its settings: "),
        ("#/raft?scenario=nope", "in the address: this lab has no scenario `nope`; it has "),
    ] {
        let said = route::parse(hash).expect_err(hash).to_string();
        assert!(said.starts_with(why), "{hash}: {said}");
    }
}

/// The page loads the labs that `route::labs` names before it parses an address; labs of one family come together.
#[test]
fn an_address_names_the_labs_that_it_is_about() {
    let moment = encode(&Scenario { lab: "gossip".into(), ..Scenario::default() });
    for (hash, labs) in [
        ("#/raft?seed=7".to_owned(), vec!["raft"]),
        ("#/quorum/".to_owned(), vec!["quorum"]),
        (format!("#/m/{moment}"), vec!["gossip"]),
        (format!("#/compare/{moment}/{moment}"), vec!["gossip"; 2]),
        (
            "#/compare?left=two-phase-commit&right=three-phase-commit".to_owned(),
            vec!["two-phase-commit", "three-phase-commit"],
        ),
        ("#/m/damaged".to_owned(), vec![]),
    ] {
        assert_eq!(route::labs(&hash), labs, "{hash}");
    }
    assert_eq!(route::labs("#/bench").len(), labs::all().len(), "it measures all of them");
}

/// Links that were published must stay readable: never change these, add to them.
#[test]
fn old_links_stay_readable() {
    for (line, link) in include_str!("golden/links.txt").lines().enumerate() {
        let (payload, expected) = link.split_once(' ').expect("payload and digest");
        let scenario = decode(payload).unwrap_or_else(|why| panic!("line {}: {why}", line + 1));
        assert_eq!(encode(&scenario), payload, "line {}: is written otherwise now", line + 1);
        let (player, _) =
            Player::of_scenario(&scenario).unwrap_or_else(|why| panic!("line {}: {why}", line + 1));
        let digest = format!("{:016x}", player.world().digest());
        assert_eq!(digest, expected, "line {}: plays otherwise: raise the behaviour version", line + 1);
    }
}

/// A link made by hand that shows a time which is reached only after more events than can be held.
#[test]
fn a_link_cannot_ask_for_more_than_can_be_held() {
    let shown = When::end_of(u64::MAX / 2);
    let scenario = Scenario { lab: "raft".to_owned(), seed: 1, shown, ..Scenario::default() };
    let (player, _) = Player::of_scenario(&scenario).expect("it fits its lab");
    assert_eq!(player.when().events, netsplit::scenario::EVENTS_MAX);
}

/// What the index of a trace counts is what counting message by message finds, after acting in the past too.
#[test]
fn traffic_is_counted() {
    let lossy = vec![("rate".into(), 1_000), ("loss".into(), 1_000), ("duplicate".into(), 1_000)];
    let setup = Setup::new(labs::all()[0], lossy, 3);
    let mut player = Player::new(setup).expect("valid settings");
    let check = |player: &Player| {
        let (at, sent) = (player.when().at, player.world().messages());
        let counted = player.trace().traffic(sent, at);
        let messages = || player.trace().messages.iter().take(sent as usize);
        let lost = |message: &&MessageRecord| message.ends <= at && matches!(message.fate, Fate::Lost(_));
        let bytes = messages().map(|message| u64::from(message.bytes)).sum();
        let wanted = Traffic { messages: sent, bytes, lost: messages().filter(lost).count() as u64 };
        assert_eq!(counted, wanted);
        assert!(messages().all(|message| message.bytes > 0));
        counted
    };
    play(&mut player, 1_500);
    player.act(&cut()).expect("a cut");
    play(&mut player, 1_500);
    let end = check(&player);
    assert!(end.messages > 200 && end.lost > 20, "{end:?}");
    for ms in [0, 100, 1_499, 1_501, 2_345] {
        player.seek(When::end_of(ms * MS));
        check(&player);
    }
    player.act(&Input::Crash(N2)).expect("n2 is there");
    let branched = check(&player);
    assert!(branched.messages < end.messages);
    play(&mut player, 700);
    check(&player);
}

fn swarm(nodes: i64) -> Player {
    let lab = labs::find("gossip").expect("the lab is in the catalogue");
    let settings = vec![("nodes".to_owned(), nodes), ("mode".to_owned(), 2)];
    let mut player = Player::new(Setup::new(lab, settings, 1)).expect("valid settings");
    player.seek_time(150 * MS);
    player
}

/// A tick that takes too long makes the next ones shorter; what happens is the same.
#[test]
fn a_slow_machine_shows_the_same_run_more_slowly() {
    let (mut slow, mut quick) = (swarm(2_000), swarm(2_000));
    slow.set_pace(Pace::Fixed(0.0));
    slow.set_running(true);
    let mut capped = 0;
    for _ in 0..200 {
        slow.took(60.0);
        slow.tick(0.016);
        capped += u64::from(slow.capped());
        assert!(slow.factor() <= 1.0);
    }
    let when = slow.when();
    let (passed, wanted) = (when.at - 150 * MS, 200 * 16 * MS);
    assert!(capped > 60 && passed > 0 && passed * 10 < wanted * 7, "{capped} ticks, {passed} µs");
    quick.seek(when);
    assert_eq!(slow.world().digest(), quick.world().digest());
    for _ in 0..100 {
        slow.took(1.0);
        slow.tick(0.016);
    }
    assert!(!slow.capped() && (slow.factor() - 1.0).abs() < 1e-9, "{}", slow.factor());
}

/// Snapshots of a swarm are rare, but every instant can still be returned to.
#[test]
fn a_swarm_can_be_rewound_and_split() {
    let mut player = swarm(2_000);
    let mut seen = Vec::new();
    for at in [200, 400, 600, 900] {
        player.seek_time(at * MS);
        seen.push((player.when(), player.world().digest()));
    }
    for (when, digest) in seen.iter().rev() {
        player.seek(*when);
        assert_eq!(player.world().digest(), *digest);
    }
    let half = |nodes: std::ops::Range<u16>| nodes.map(NodeId).collect::<NodeSet>();
    player.seek_edge();
    player.act(&Input::Cut { sides: vec![half(0..900), half(900..2_000)], one_way: false }).expect("it fits");
    assert_eq!(player.undoable(), Some("900 nodes | 1100 nodes split"));
}
