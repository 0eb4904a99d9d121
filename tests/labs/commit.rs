//! Two-phase and three-phase commit.

use crate::support::{Played, lab, plan, play_on, played, schedule, schedules_hold, search_finds, world};
use netsplit::labs::Lab;
use netsplit::sim::{CommandLine, Input, MS, Micros, NodeId, Operation, Outcome, Sim, Standing, Trace, When};

const AC1: &str = "AC1 Agreement";
const SECOND: Micros = 1_000 * MS;

fn two() -> &'static Lab {
    lab("two-phase-commit")
}

fn three() -> &'static Lab {
    lab("three-phase-commit")
}

/// The balances of the two banks after so many coordinators, as the inspector shows them.
fn balances(played: &Played, coordinators: u16) -> [String; 2] {
    [0, 1].map(|bank| played.field(coordinators + bank, "balance"))
}

/// When sentences that begin so were told, ms.
fn told_at(played: &Played, id: &str) -> Vec<u64> {
    played.told(id).into_iter().map(|(at, _)| at).collect()
}

fn standing(world: &dyn Sim, name: &str) -> Standing {
    let verdicts = world.verdicts();
    verdicts.iter().find(|verdict| verdict.property.name == name).expect("it is promised").standing
}

#[test]
fn a_transfer_commits_in_both() {
    for lab in [two(), three()] {
        let played = played(lab, "transfer");
        assert_eq!(balances(&played, 1), ["70 €", "130 €"]);
        assert_eq!((played.milestones("committed"), played.violated()), (1, vec![]));
    }
}

#[test]
fn one_no_aborts_all() {
    for lab in [two(), three()] {
        let played = played(lab, "one-no");
        assert_eq!(balances(&played, 1), ["100 €", "100 €"]);
        assert_eq!((played.milestones("a No"), played.milestones("aborted")), (1, 1));
        assert!(played.violated().is_empty());
    }
}

/// What a run without faults costs, with so many banks that all take part.
fn messages(lab: &'static Lab, banks: i64, presumed: bool) -> usize {
    let mut settings = vec![("participants", banks), ("rate", 0)];
    settings.extend(presumed.then_some(("presumed_abort", 1)));
    let mut world = world(lab, &settings, 1);
    let to = (2..=banks).map(|bank| format!("p{bank}")).collect::<Vec<_>>().join(",");
    let command = CommandLine::new("transfer", &[("from", "p1"), ("to", &to), ("amount", "10")]);
    let mut trace = Trace::default();
    world.run(When::end_of(10 * MS), Some(&mut trace));
    world.input(&Input::Command { node: NodeId(0), command }, Some(&mut trace)).expect("a transfer");
    world.run(When::end_of(SECOND), Some(&mut trace));
    assert_eq!(world.inspect(NodeId(2)).fields[0].value.text(world.names()), "110 €");
    trace.messages.len()
}

#[test]
fn two_phases_cost_3n_messages_and_three_cost_5n() {
    for banks in 2..=7 {
        let n = banks as usize;
        assert_eq!((messages(two(), banks, false), messages(three(), banks, false)), (3 * n, 5 * n));
        assert_eq!(messages(two(), banks, true), 4 * n, "acknowledged");
    }
}

/// The votes are on their way when the coordinator crashes: both banks are blocked until it is back at 2.2 s, and so is
/// the other coordinator's transfer, which needs the account.
#[test]
fn two_phase_commit_blocks() {
    let played = played(two(), "coordinator-crash");
    assert_eq!(played.milestones("blocked"), 2);
    assert_eq!(played.told("commit.waits").len(), 2, "{:?}", played.told("commit.waits"));
    let aborts = told_at(&played, "commit.aborts");
    assert!(aborts.len() >= 2 && aborts.iter().all(|at| *at >= 2_200), "{aborts:?}");
    assert_eq!(balances(&played, 2), ["100 €", "100 €"]);
    assert!(played.violated().is_empty());
}

/// While the coordinator is down nothing is violated: that everything is decided is pending. The lock's stopwatch runs.
#[test]
fn blocked_is_pending_and_seen() {
    let lab = two();
    let scene = lab.scene("coordinator-crash").expect("the scene exists");
    let mut world = world(lab, scene.settings, scene.seed);
    for (at, input) in (scene.script)().into_iter().filter(|(at, _)| *at < 2_000 * MS) {
        world.run(When::end_of(at), None);
        world.input(&input, None).expect("a scene's inputs can be");
    }
    world.run(When::end_of(2_000 * MS), None);
    assert_eq!(standing(&*world, "Termination"), Standing::Pending);
    let badges = &world.frame().nodes[2].view.badges;
    let texts: Vec<String> = badges.iter().map(|badge| badge.at(2_000 * MS)).collect();
    assert_eq!(texts, ["100 €", "lock T1 1.8 s"]);
}

/// When each transfer was asked for and answered, ms, and what was answered.
fn answers(played: &Played) -> Vec<(u64, u64, String)> {
    let answer = |operation: &Operation| {
        let (at, outcome) = operation.ended.clone().expect("it was answered");
        let (Outcome::Ok(Some(word)) | Outcome::Fail(word)) = outcome else { panic!("{outcome:?}") };
        (operation.invoked / MS, at / MS, word)
    };
    played.world.history().iter().map(answer).collect()
}

#[test]
fn clients_are_answered_when_the_coordinator_knows() {
    let answer = |from, to, word: &str| (from, to, word.to_owned());
    assert_eq!(answers(&played(two(), "bank-recovers")), [answer(100, 142, "committed")]);
    assert_eq!(answers(&played(three(), "bank-recovers")), [answer(100, 242, "committed")]);
    let waited = answers(&played(two(), "coordinator-crash"));
    assert_eq!(waited[0], answer(100, 2_200, "aborted"), "its client asks again when it is back");
    let asked_again = answers(&played(two(), "presumed-abort"));
    assert_eq!(asked_again, [answer(100, 300, "aborted"), answer(900, 942, "committed")]);
}

#[test]
fn a_bank_keeps_its_promise_after_a_crash() {
    let played = played(two(), "bank-recovers");
    assert_eq!(played.milestones("recovered in doubt"), 1);
    assert_eq!(balances(&played, 1), ["70 €", "130 €"]);
    assert!(played.violated().is_empty());
}

#[test]
fn a_bank_that_crashed_before_its_vote_makes_it_abort() {
    let played = played(two(), "bank-crashes-before-vote");
    assert_eq!((played.milestones("votes missing"), played.milestones("aborted")), (1, 1));
    assert_eq!(balances(&played, 1), ["100 €", "100 €"]);
}

#[test]
fn a_bank_that_knows_helps() {
    let played = played(two(), "cooperative");
    assert_eq!(balances(&played, 1), ["70 €", "130 €"]);
    assert_eq!(played.milestones("helped"), 1);
    assert!(played.world.frame().nodes[0].health.word() == "crashed", "without the coordinator");
}

#[test]
fn what_is_not_in_the_log_was_aborted() {
    let played = played(two(), "presumed-abort");
    assert_eq!(played.milestones("presumed abort"), 2);
    assert_eq!(played.told("commit.forgets").len(), 1);
    assert_eq!(balances(&played, 1), ["120 €", "80 €"]);
    assert!(played.violated().is_empty());
}

#[test]
fn an_abort_without_a_reason_is_seen() {
    assert_eq!(played(two(), "impatient").violated(), ["AC3 Abort Justified"]);
}

#[test]
fn deciding_alone_loses_money() {
    assert_eq!(played(two(), "alone-bug").violated(), [AC1, "Money Conserved"]);
}

/// The same crash at the same moment as in two-phase commit.
#[test]
fn three_phase_commit_does_not_block() {
    let played = played(three(), "coordinator-crash");
    let aborts = told_at(&played, "commit.aborts");
    assert!(aborts.len() == 2 && aborts.iter().all(|at| *at < 1_000), "{aborts:?}");
    assert_eq!(played.milestones("new coordinator"), 1);
    assert!(played.violated().is_empty());
}

#[test]
fn a_new_coordinator_makes_the_uncertain_committable_first() {
    let played = played(three(), "crash-between");
    assert_eq!((played.told("commit.tr4").len(), played.told("commit.committable").len()), (1, 2));
    assert_eq!(balances(&played, 1), ["70 €", "130 €"]);
    assert!(played.violated().is_empty());
}

#[test]
fn a_recovered_bank_asks() {
    let played = played(three(), "bank-recovers");
    assert_eq!(balances(&played, 1), ["70 €", "130 €"]);
    assert!(played.violated().is_empty());
}

#[test]
fn a_total_failure_is_decided_when_all_are_back() {
    let played = played(three(), "total-failure");
    let decided = told_at(&played, "commit.total-failure");
    assert!(decided.len() == 1 && decided[0] > 1_400, "{decided:?}");
    assert!(played.violated().is_empty());
}

/// Outside of crashes alone three-phase commit commits here and aborts there, and the checker says so.
#[test]
fn silence_that_is_no_crash_breaks_agreement() {
    for scene in ["split", "pause", "late", "late-pre-commit"] {
        let played = played(three(), scene);
        assert!(played.violated().contains(&AC1), "{scene}: {:?}", played.violated());
    }
    for scene in ["split", "late-pre-commit"] {
        assert_eq!(balances(&played(three(), scene), 1), ["70 €", "100 €"]);
    }
}

/// In the scenes with a late message it alone does the harm: without it the crashes that are left do none.
#[test]
fn one_late_message_is_what_breaks_it() {
    for scene in ["late", "late-pre-commit"] {
        let scene = three().scene(scene).expect("the scene exists");
        let script = (scene.script)();
        let late = |(_, input): &(Micros, Input)| matches!(input, Input::Postpone(..));
        assert_eq!(script.iter().filter(|step| late(step)).count(), 1, "{}", scene.id);
        let mut world = world(three(), scene.settings, scene.seed);
        let crashes: Vec<_> = script.into_iter().filter(|step| !late(step)).collect();
        assert!(play_on(&mut *world, &crashes).is_empty());
        world.run(When::end_of(scene.until), None);
        assert_eq!(world.violated(), 0, "{}", scene.id);
    }
}

/// Two to five banks, one or two coordinators, each with a transfer a second by itself. A coordinator of three-phase
/// commit may wait for votes for longer than the banks wait for it.
fn settings(lab: &Lab, seed: u64) -> Vec<(&'static str, i64)> {
    let bit = |place: u32| i64::from(seed >> place & 1 == 1);
    let mut settings =
        vec![("participants", 2 + (seed % 4) as i64), ("coordinators", 1 + bit(2)), ("rate", 100)];
    if lab.about.id == two().about.id {
        settings.extend([("cooperative", bit(3)), ("presumed_abort", bit(4))]);
    } else {
        settings.push(("vote_timeout", 300_000 + 700_000 * bit(3)));
    }
    settings
}

fn two_thousand_schedules_hold(lab: &'static Lab) {
    let setup = |seed| {
        let world = world(lab, &settings(lab, seed), seed);
        let inputs = schedule(&plan(lab, &*world, 20 * SECOND, 300 * MS), seed);
        (world, inputs)
    };
    schedules_hold(2_000, 30 * SECOND, setup, |_| None);
}

#[test]
fn two_phase_commit_withstands_everything() {
    two_thousand_schedules_hold(two());
}

#[test]
fn three_phase_commit_withstands_crashes() {
    two_thousand_schedules_hold(three());
}

/// Schedules in which every rule's absence must show.
const RUNS: u64 = 20_000;

#[test]
fn the_search_finds_every_rule_of_two_phase_commit() {
    for (rule, most) in [
        ("force_vote", 4),
        ("force_decision", 4),
        ("all_yes", 4),
        ("hold_locks", 4),
        ("wait_in_doubt", 4),
        ("decide_once", 8),
    ] {
        search_finds(two(), rule, &[], RUNS, most);
    }
}

#[test]
fn the_search_finds_every_rule_of_three_phase_commit() {
    for (rule, most) in [
        ("force_vote", 6),
        ("force_decision", 8),
        ("all_yes", 4),
        ("hold_locks", 4),
        ("wait_in_doubt", 6),
        ("precommit", 4),
        ("elect", 4),
        ("recovered_silent", 6),
    ] {
        search_finds(three(), rule, &[], RUNS, most);
    }
}

#[test]
fn a_transfer_that_can_t_be_says_why() {
    let mut world = world(two(), &[], 1);
    for (args, wanted) in [
        ([("from", "p9"), ("to", "p2"), ("amount", "1")], "`transfer` needs `from`: a bank's name, like p1"),
        (
            [("from", "p1"), ("to", "p1"), ("amount", "1")],
            "`transfer` needs `to`: other banks' names, like p2 or p2,p3",
        ),
        (
            [("from", "p1"), ("to", "p2"), ("amount", "0")],
            "`transfer` needs `amount`: whole euros, 1 to 999999",
        ),
    ] {
        let command = CommandLine::new("transfer", &args);
        let refused = world.input(&Input::Command { node: NodeId(0), command }, None);
        assert_eq!(refused.expect_err("it can't be").to_string(), wanted);
    }
}
