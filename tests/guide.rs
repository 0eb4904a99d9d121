//! A reader who does what a lesson does not expect.

use netsplit::lesson::{self, Answer, Guide, State, Stray};
use netsplit::player::{Met, Pace, Player};
use netsplit::sim::{Health, Input, NodeId};
use std::rc::Rc;

const LESSON: &str = "---\nlab: raft\ntopic: T\nabout: A.\nsettings: clients=0\n---\n# T\n\
    ```netsplit\nwait for leader elected within 3 s\ncall {leader} the old leader\nfocus {leader}\n```\n{leader} leads.\n\n---\n\
    ```netsplit\nask Who is next?\nanswer {leader}\nright Yes, {leader}.\nwrong No, {leader}.\ndo kill {the old leader}\n\
    wait for leader elected within 5 s, otherwise Nobody leads without {the old leader}.\n```\n{leader} leads.\n\n---\n\
    ```netsplit\ndo restart {the old leader}\nwait 500 ms\nhide {others}\n```\nEnd.\n";

fn begin() -> (Guide, Player) {
    let (lesson, problems) = netsplit_lesson::read(LESSON);
    assert_eq!(problems, []);
    let mut player = lesson::player(&lesson).expect("the lab is there");
    let guide = Guide::begin(Rc::new(lesson), &mut player);
    (guide, player)
}

/// Lets real time pass until the lesson waits for its reader.
fn watch(guide: &mut Guide, player: &mut Player) {
    for _ in 0..100_000 {
        if !player.running() {
            return;
        }
        let met = player.tick(0.016);
        guide.heed(player);
        assert!(met == Met::Nothing || met == Met::Awaited, "{met:?}");
    }
    panic!("the lesson never comes to rest");
}

fn up(player: &Player, node: NodeId) -> bool {
    player.frame().nodes[node.index()].health == Health::Up
}

#[test]
fn who_watches_sees_the_same_as_who_skips() {
    let (mut watched, mut slow) = begin();
    let (mut skipped, mut quick) = begin();
    slow.set_pace(Pace::Fixed(0.0));
    while *skipped.state() != State::Over {
        watch(&mut watched, &mut slow);
        if matches!(skipped.state(), State::Moving(_)) {
            skipped.press(&mut quick);
            continue;
        }
        assert_eq!((watched.state(), watched.said()), (skipped.state(), skipped.said()));
        assert_eq!((slow.when(), slow.digest()), (quick.when(), quick.digest()));
        watched.press(&mut slow);
        skipped.press(&mut quick);
    }
    assert_eq!(skipped.hidden().len() + skipped.focus().len(), 5, "all but the one in focus are hidden");
}

#[test]
fn a_deed_of_the_readers_own_leaves_the_lesson_as_it_is() {
    let (mut guide, mut player) = begin();
    watch(&mut guide, &mut player);
    let (rested, digest) = (player.when(), player.digest());
    let leader = guide.focus()[0];
    player.act(&Input::Crash(leader)).expect("a leader can be killed");
    assert_eq!(guide.stray(&player), Some(Stray::Branch));
    player.seek_time(rested.at + 2_000_000);
    guide.take_back(&mut player);
    assert_eq!((guide.stray(&player), player.when(), player.digest()), (None, rested, digest));
    assert_eq!(guide.state(), &State::Resting);
}

#[test]
fn the_lesson_carries_on_where_the_rest_of_it_still_happens() {
    let (mut guide, mut player) = begin();
    watch(&mut guide, &mut player);
    let others = (0..5).map(NodeId).filter(|node| *node != guide.focus()[0]).collect::<Vec<_>>();
    player.act(&Input::Pause(others[0])).expect("a node can be paused");
    assert_eq!(guide.can_carry_on(&player), Ok(()), "four are enough for a majority without one");
    guide.carry_on(&mut player);
    assert_eq!(guide.stray(&player), None);
    guide.press(&mut player);
    guide.press(&mut player);
    guide.press(&mut player);
    assert_eq!((guide.step(), guide.state()), (1, &State::Resting));
    assert!(!player.undo(), "what the lesson went on from cannot be undone");
}

#[test]
fn where_the_rest_cannot_happen_it_says_why() {
    let (mut guide, mut player) = begin();
    watch(&mut guide, &mut player);
    let others = (0..5).map(NodeId).filter(|node| *node != guide.focus()[0]).collect::<Vec<_>>();
    for node in &others[..2] {
        player.act(&Input::Crash(*node)).expect("a node can be killed");
    }
    let before = (player.when(), player.active(), player.digest());
    let why = guide.can_carry_on(&player).expect_err("two of five are no majority");
    assert!(lesson::plain(&why).starts_with("Nobody leads without n"), "{why:?}");
    assert_eq!((player.when(), player.active(), player.digest()), before, "it was only a trial");
}

#[test]
fn a_question_is_answered_by_a_node_and_judged_at_rest() {
    for right in [false, true] {
        let (mut guide, mut player) = begin();
        watch(&mut guide, &mut player);
        guide.press(&mut player);
        assert_eq!(guide.state(), &State::Asking);
        let old = guide.focus()[0];
        let next = {
            let (mut guide, mut player) = (guide.clone(), player.copy());
            guide.press(&mut player);
            guide.press(&mut player);
            let leads = |id: &NodeId| player.frame().nodes[id.index()].glyph.role == "leader" && *id != old;
            (0..5).map(NodeId).find(leads).expect("there is a new leader")
        };
        assert!(up(&player, old), "nothing is shown before the answer");
        guide.reply(Answer::Node(if right { next } else { old }), &mut player);
        assert_eq!(guide.feedback(&player), None, "nor said before it is seen");
        watch(&mut guide, &mut player);
        let (judged, words) = guide.feedback(&player).expect("it was answered");
        let name = &player.names()[next.index()];
        let said = if right { format!("Yes, {name}.") } else { format!("No, {name}.") };
        assert_eq!((judged, lesson::plain(&words)), (right, said));
    }
}

#[test]
fn a_step_can_be_begun_again_and_comes_out_the_same() {
    let (mut guide, mut player) = begin();
    watch(&mut guide, &mut player);
    let first = (player.when(), player.digest());
    guide.press(&mut player);
    guide.press(&mut player);
    watch(&mut guide, &mut player);
    assert_eq!((guide.step(), guide.state()), (1, &State::Resting));
    let second = (player.when(), player.digest());
    guide.turn_to(1, &mut player);
    assert_eq!((guide.step(), guide.state()), (1, &State::Asking));
    assert_eq!((player.when(), player.digest()), first);
    guide.press(&mut player);
    watch(&mut guide, &mut player);
    assert_eq!((player.when(), player.digest()), second, "the same again");
    guide.back(&mut player);
    assert_eq!(guide.step(), 0);
    watch(&mut guide, &mut player);
    assert_eq!((player.when(), player.digest()), first);
}

#[test]
fn another_moment_at_rest_is_noticed_and_left_again() {
    let (mut guide, mut player) = begin();
    watch(&mut guide, &mut player);
    let rested = player.when();
    player.seek_time(rested.at + 700_000);
    assert_eq!(guide.stray(&player), Some(Stray::Instant));
    guide.take_back(&mut player);
    assert_eq!((guide.stray(&player), player.when()), (None, rested));
    player.seek_time(rested.at + 700_000);
    guide.carry_on(&mut player);
    assert_eq!((guide.stray(&player), player.when().at), (None, rested.at + 700_000));
}
