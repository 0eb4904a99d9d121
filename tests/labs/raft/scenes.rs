//! What each scene of Raft claims.

use crate::support::{self, Played, lab, play, run};
use netsplit::labs::Lab;
use netsplit::sim::{Cell, Panel, Trace};
use std::collections::BTreeSet;

fn raft() -> &'static Lab {
    lab("raft")
}

fn played(id: &str) -> Played {
    support::played(raft(), id)
}

/// What is asked of Raft's scenes only.
impl Played {
    /// The terms of each server's log.
    fn logs(&self) -> Vec<Vec<u64>> {
        let panels = self.world.panels();
        let Some(Panel::Grid { rows, .. }) = panels.into_iter().next() else { panic!("no panel of logs") };
        rows.iter().map(|row| row.cells.iter().map(|cell: &Cell| cell.epoch).collect()).collect()
    }

    /// The values of one server's log.
    fn values(&self, server: usize) -> Vec<String> {
        let panels = self.world.panels();
        let Some(Panel::Grid { rows, .. }) = panels.into_iter().next() else { panic!("no panel of logs") };
        rows[server].cells.iter().map(|cell| cell.value.clone()).collect()
    }

    fn terms(&self) -> Vec<u64> {
        let nodes = self.world.frame().nodes;
        nodes.iter().filter_map(|node| node.glyph.epoch).map(|epoch| epoch.number).collect()
    }

    fn all_logs_agree(&self) {
        let first = self.values(0);
        for server in 1..self.logs().len() {
            assert_eq!(self.values(server), first, "{}: n{} differs from n1", self.scene.id, server + 1);
        }
    }
}

#[test]
fn only_the_bug_violates_anything() {
    for scene in raft().about.scenes.iter().filter(|scene| !scene.id.ends_with("-bug")) {
        assert_eq!(play(raft(), scene).violated(), Vec::<&str>::new(), "{}", scene.id);
    }
}

#[test]
fn the_leader_dies() {
    let played = played("leader-dies");
    let elected = played.told("raft.elected");
    assert_eq!(elected.len(), 2, "{elected:?}");
    assert!(elected[0].1.starts_with("n1 is leader of term 1") && elected[0].0 < 350);
    assert!((550..1_150).contains(&elected[1].0), "{elected:?}");
    assert_eq!(played.milestones("client answered"), 2);
    assert_eq!(played.role(0), "follower", "n1 is back");
    played.all_logs_agree();
}

#[test]
fn split_vote() {
    let played = played("split-vote");
    let (splits, elected) = (played.told("raft.split"), played.told("raft.elected"));
    assert!(
        splits.iter().filter(|(at, _)| *at < 900).count() >= 15,
        "three rounds of five candidates: {splits:?}"
    );
    assert_eq!(elected.len(), 1);
    assert!(elected[0].0 > 900, "only random timeouts end it: {elected:?}");
}

#[test]
fn the_leader_in_the_minority() {
    let played = played("leader-in-minority");
    assert_eq!(played.told("raft.cut-off").len(), 1, "n1 could know that it commits nothing");
    let lost = played.told("raft.repaired");
    assert_eq!(lost.len(), 2, "n1 and n2 give up an entry: {lost:?}");
    assert!(
        lost.iter().all(|(at, line)| *at > 1_500 && line.contains("x←2 of term 1 at index 3")),
        "{lost:?}"
    );
    for server in 0..5 {
        assert_ne!(played.values(server)[2], "x←2", "the entry that n1 could not commit is gone everywhere");
    }
    assert_eq!(played.milestones("client answered"), 3, "c2 asks again after the heal and gets its answer");
    played.all_logs_agree();
}

#[test]
fn figure_7() {
    let played = played("figure-7");
    let expected = vec![1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 8];
    assert_eq!(played.logs(), vec![expected; 7]);
    assert_eq!(played.milestones("log repaired"), 4, "c, d, e and f had entries too many");
    played.all_logs_agree();
}

/// How many servers had the entry of `term` at index 2 at time `at`.
fn had(id: &str, at: u64, term: u64) -> usize {
    let scene = raft().scene(id).expect("the scene exists");
    let settings: Vec<_> = scene.settings.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect();
    let mut world = raft().build(&settings, scene.seed).expect("a scene's settings can be");
    let mut trace = Trace::default();
    for (time, input) in (scene.script)().into_iter().filter(|(time, _)| *time <= at) {
        run(&mut *world, time, &mut trace);
        world.input(&input, None).expect("a scene's inputs can be");
    }
    run(&mut *world, at, &mut trace);
    let played = Played { scene, world, trace };
    played.logs().iter().filter(|log| log.get(1) == Some(&term)).count()
}

#[test]
fn figure_8() {
    assert_eq!(had("figure-8", 349_000, 2), 3, "(c): a majority has stored the entry of term 2");
    let played = played("figure-8");
    assert!(played.told("raft.not-own-term")[0].1.contains("n1 may not commit it by counting"));
    assert_eq!(played.milestones("committed"), 0);
    let logs = played.logs();
    assert_eq!(logs[1..], [[1, 3], [1, 3], [1, 3], [1, 3]], "(d): it is overwritten by the entry of term 3");
    let elected: Vec<_> = played.told("raft.elected").into_iter().map(|(_, line)| line).collect();
    assert!(
        elected[0].starts_with("n1 is leader of term 4") && elected[1].starts_with("n5 is leader of term 5")
    );
}

#[test]
fn figure_8_without_the_rule() {
    let played = played("figure-8-bug");
    assert_eq!(played.violated(), ["Leader Completeness", "State Machine Safety"]);
    let verdicts = played.world.verdicts();
    let when = |name: &str| {
        let verdict = verdicts.iter().find(|verdict| verdict.property.name == name);
        verdict.and_then(|verdict| verdict.violation.as_ref()).map(|violation| violation.when)
    };
    assert!(when("Leader Completeness") < when("State Machine Safety"));
}

#[test]
fn figure_8_is_safe_once_an_entry_of_the_own_term_follows() {
    let played = played("figure-8-safe");
    let elected: Vec<_> = played.told("raft.elected").into_iter().map(|(_, line)| line).collect();
    assert!(elected.iter().all(|line| !line.starts_with("n5")), "n5 can't win: {elected:?}");
    assert_eq!(played.logs()[1..], [[1, 2, 4], [1, 2, 4], [1, 2, 4], [1, 2, 4]]);
}

#[test]
fn a_disruptive_rejoin() {
    let played = played("rejoin");
    let stepped: Vec<_> = played.told("raft.steps-down");
    assert_eq!(stepped.len(), 1, "{stepped:?}");
    assert!(stepped[0].0 > 1_400, "after the heal: {stepped:?}");
    assert_eq!(played.milestones("leader elected"), 2, "an election that nobody needed");
}

#[test]
fn a_rejoin_with_pre_vote() {
    let played = played("rejoin-prevote");
    assert_eq!(played.milestones("leader elected"), 1);
    assert_eq!(played.milestones("leader steps down"), 0);
    assert_eq!(played.terms(), [1; 5], "nobody has begun another term");
    assert!(played.told("raft.asks-again-first").len() >= 2, "n5 asked in vain");
}

#[test]
fn a_slow_heartbeat() {
    let played = played("slow-heartbeat");
    assert!(played.milestones("leader elected") >= 3, "needless elections");
    assert!(played.milestones("leader steps down") >= 2, "of leaders that were alive");
    assert!(played.world.warnings()[0].starts_with("Needless elections"), "{:?}", played.world.warnings());
}

#[test]
fn leadership_transfer() {
    let played = played("transfer");
    let sent = played.told("raft.sends-timeout-now");
    assert!(sent[0].1.contains("n3's log is the same as n1's"), "{sent:?}");
    let elected = played.told("raft.elected");
    assert_eq!(elected.len(), 2, "{elected:?}");
    assert!(elected[1].1.starts_with("n3 is leader of term 2") && elected[1].0 < 650, "{elected:?}");
    assert!(played.told("raft.hands-over").len() >= 2, "requests are turned away meanwhile");
    assert!(played.told("raft.disregards").is_empty(), "the leader's leave overrides what voters hear");
    assert_eq!(played.milestones("transfer aborted"), 1);
    assert_eq!(played.role(2), "leader", "n3 leads on");
    assert_eq!(played.milestones("client answered"), 4);
    played.all_logs_agree();
}

#[test]
fn reads_with_read_index() {
    let played = played("read-index");
    assert!(played.values(0).iter().all(|value| !value.contains('?')), "no read is in the log");
    let reads = played.reads(6);
    assert_eq!(reads.len(), 2, "{reads:?}");
    assert_eq!(reads[0].1.as_deref(), Some("1"));
    assert!(
        reads[1].0 > 1_300 && reads[1].1.as_deref() == Some("2"),
        "n1 must not answer from before: {reads:?}"
    );
}

#[test]
fn reads_under_a_lease() {
    let played = played("lease");
    let at_once: Vec<_> = played.told("raft.reads-under-lease").into_iter().map(|(at, _)| at).collect();
    assert_eq!(at_once.len(), 3, "two of n1, one of its successor: {at_once:?}");
    let elected = played.told("raft.elected");
    assert!(
        at_once[1] > 550 && elected[1].0 > at_once[1],
        "n1's lease is over before the others elect: {elected:?}"
    );
    let values: Vec<_> = played.reads(6).into_iter().map(|(_, value)| value).collect();
    assert_eq!(values, [Some("1".to_owned()), Some("1".to_owned()), Some("2".to_owned())]);
}

#[test]
fn a_lease_that_allows_for_drift() {
    let played = played("lease-drift");
    let reads = played.reads(6);
    assert!(reads[1].0 > 1_700 && reads[1].1.as_deref() == Some("2"), "{reads:?}");
}

#[test]
fn a_lease_that_ignores_drift() {
    let played = played("lease-bug");
    let written = played.world.history().iter().find(|done| done.value.as_deref() == Some("2")).cloned();
    let written = written.and_then(|write| write.ended).map(|(at, _)| at / 1000);
    let reads = played.reads(6);
    assert_eq!(reads[1].1.as_deref(), Some("1"), "stale: {reads:?}");
    let asked =
        played.world.history().iter().filter(|done| done.f == "read").nth(1).map(|read| read.invoked / 1000);
    assert!(
        written < asked && asked < Some(reads[1].0),
        "the write of 2 was done before the read was asked for"
    );
}

#[test]
fn snapshots() {
    let played = played("snapshot");
    assert_eq!(played.milestones("snapshot installed"), 1, "n5 needs what n1 has discarded");
    assert!(
        played.told("raft.sends-snapshot")[0].1.starts_with("n1 no longer has the entry at index 2 that n5")
    );
    assert_eq!(played.milestones("snapshot taken"), 4, "{:?}", played.told("raft.snapshot"));
    assert_eq!(played.milestones("client answered"), 10);
    played.all_logs_agree();
    assert_eq!(
        played.values(0),
        ["x←6", "x←7", "x←8", "x←9", "x←10"],
        "what a snapshot covers is no longer in the log"
    );
    let machines: BTreeSet<_> = (0..5).map(|server| played.field(server, "state machine")).collect();
    assert_eq!(machines.into_iter().collect::<Vec<_>>(), ["x→10"], "n3 and n5 too");
}

#[test]
fn a_server_is_added() {
    let played = played("add-server");
    assert_eq!(played.milestones("members changed"), 1);
    assert!(played.told("raft.members-changed")[0].1.ends_with("the members are n1 n2 n3 n4."));
    let committed = played.told("raft.commits");
    assert!(committed.iter().any(|(_, line)| line.contains("3 of 4 servers")), "{committed:?}");
    assert_eq!(played.milestones("change aborted"), 1, "n5 is down");
    assert_eq!(played.field(4, "configuration"), "–", "n5 knows no members");
    assert_eq!(played.values(3), played.values(0), "n4 has all of the log");
    assert_eq!(played.milestones("client answered"), 4);
}

#[test]
fn the_leader_is_removed() {
    let played = played("remove-leader");
    assert_eq!(played.milestones("leader leaves"), 1);
    let elected = played.told("raft.elected");
    assert!(elected.len() == 2 && elected[1].1.ends_with(" of 4 votes."), "{elected:?}");
    assert_eq!(played.role(0), "follower", "n1 does not stand");
    assert_eq!(played.milestones("client answered"), 2);
    assert!(!played.values(0).contains(&"x←2".to_owned()), "nobody sends n1 anything");
}

#[test]
fn members_change_by_joint_consensus() {
    let played = played("joint");
    let appended =
        played.told("raft.appends").into_iter().map(|(_, line)| line).collect::<Vec<_>>().join(" ");
    let joint = appended.find("members n1 n2 n3 and n3 n4 n5").expect("C_old,new");
    let new = appended.find("members n3 n4 n5").expect("C_new");
    assert!(joint < new, "{appended}");
    assert_eq!(played.milestones("leader leaves"), 1);
    let elected: Vec<_> = played.told("raft.elected").into_iter().map(|(_, line)| line).collect();
    assert!(elected[1].starts_with("n4 is leader") && elected[1].ends_with(" of 3 votes."), "{elected:?}");
    assert_eq!(elected.len(), 2, "n2 can't win");
    assert_eq!(played.milestones("client answered"), 2);
}

#[test]
fn members_change_without_joint_consensus() {
    assert_eq!(played("naive-swap-bug").violated()[0], "Election Safety");
}

#[test]
fn single_servers_change_without_the_fix() {
    let violated = played("single-server-bug").violated();
    assert!(violated.contains(&"Leader Completeness"), "{violated:?}");
}

#[test]
fn usual_settings_raise_no_warning() {
    assert_eq!(raft().build(&[], 1).expect("the lab's own settings").warnings(), Vec::<String>::new());
}
