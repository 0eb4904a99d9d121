//! Scenarios of three-phase commit.

use super::{EVEN, ONE_NO, P1, P2, QUIET, TM, bank_recovers, coordinator_crash, pays, transfer};
use crate::kit::Scene;
use crate::kit::script::{cut, heal, kill, restart};
use crate::sim::{Input, MS, MessageName, Micros, NodeId};

/// The scenarios, in the order of the page.
pub static THREE_PHASE: &[Scene] = &[
    Scene {
        id: "transfer",
        title: "A transfer commits",
        about: "p1 pays p2 30 €, in three phases: votes, then PRE-COMMIT, by which everybody learns that all have voted Yes, \
            then the decision.",
        settings: &[QUIET],
        seed: 1,
        script: transfer,
        until: 400 * MS,
    },
    ONE_NO,
    Scene {
        id: "coordinator-crash",
        title: "The coordinator crashes: nobody waits",
        about: "The crash that blocks two-phase commit. Here p2 misses tm and p1 takes its place: everybody who is up is \
            uncertain, so nobody can have committed, and they abort. tm learns of it when it is back.",
        settings: &EVEN,
        seed: 1,
        script: coordinator_crash,
        until: 2_600 * MS,
    },
    Scene {
        id: "crash-between",
        title: "A crash between two PRE-COMMITs",
        about: "tm crashes when p1 has its PRE-COMMIT and p2 has not. p1 takes its place and, by TR4, first makes p2 committable \
            too: then even its own crash could not make p2 abort.",
        settings: &EVEN,
        seed: 1,
        script: between_pre_commits,
        until: 1_300 * MS,
    },
    Scene {
        id: "bank-recovers",
        title: "A bank recovers and asks",
        about: "p2 crashes in doubt, and the others go on without it. When it is back it takes no part in any decision, \
            because its state is out of date: it asks what was decided.",
        settings: &EVEN,
        seed: 1,
        script: bank_recovers,
        until: 1_200 * MS,
    },
    Scene {
        id: "total-failure",
        title: "Everybody crashes",
        about: "All crash in doubt. Nobody may decide until all are back: then it is sure that nobody has, and tm aborts.",
        settings: &EVEN,
        seed: 1,
        script: total_failure,
        until: 2_000 * MS,
    },
    Scene {
        id: "split",
        title: "A split: commit here, abort there",
        about: "The network splits when p1 has its PRE-COMMIT and p2 has not. tm takes p2 for crashed and commits; p2 takes the \
            others for crashed, is uncertain and alone, and aborts. AC1 is violated.",
        settings: &EVEN,
        seed: 1,
        script: split,
        until: 2_600 * MS,
    },
    Scene {
        id: "pause",
        title: "A pause: commit here, abort there",
        about: "tm is paused while the votes are on their way. The banks take it for crashed and abort. When it goes on it finds \
            two Yes votes and commits. AC1 is violated.",
        settings: &EVEN,
        seed: 1,
        script: pause,
        until: 2_600 * MS,
    },
    Scene {
        id: "late",
        title: "A late message: commit here, abort there",
        about: "Nobody crashes, and of all messages only p2's YES is late. The banks wait half a second for tm, take it for \
            crashed and abort. tm waits a whole second for votes: then it has every Yes, and commits. AC1 is violated.",
        settings: &[EVEN[0], EVEN[1], EVEN[2], ("vote_timeout", 1_000_000)],
        seed: 1,
        script: late,
        until: 1_200 * MS,
    },
    Scene {
        id: "late-pre-commit",
        title: "A late PRE-COMMIT: 30 € are gone",
        about: "Two crashes, which do no harm alone, and one late message. tm takes p2 for crashed because its PRE-COMMIT is late, \
            and commits with p1. When both are down, p2 is uncertain and alone, and aborts: AC1 is violated.",
        settings: &EVEN,
        seed: 1,
        script: late_pre_commit,
        until: 1_800 * MS,
    },
];

/// The votes are in at 142 ms; PRE-COMMIT goes to p1, 2 ms later it would go to p2.
fn between_pre_commits() -> Vec<(Micros, Input)> {
    vec![pays(), (143 * MS, kill(TM))]
}

fn total_failure() -> Vec<(Micros, Input)> {
    let crash = [TM, P1, P2].map(|node| (130 * MS, kill(node)));
    let back = [(500 * MS, P1), (900 * MS, TM), (1_400 * MS, P2)].map(|(at, node)| (at, restart(node)));
    [pays()].into_iter().chain(crash).chain(back).collect()
}

fn split() -> Vec<(Micros, Input)> {
    vec![pays(), (143 * MS, cut(&[&[TM, P1], &[P2]])), (2_000 * MS, heal())]
}

fn pause() -> Vec<(Micros, Input)> {
    vec![pays(), (130 * MS, Input::Pause(TM)), (1_500 * MS, Input::Resume(TM))]
}

/// A message takes so much longer.
fn delay(from: NodeId, to: NodeId, nth: u64, by: Micros) -> Input {
    Input::Postpone(MessageName { from, to, nth, copy: 0 }, by)
}

fn late() -> Vec<(Micros, Input)> {
    vec![pays(), (130 * MS, delay(P2, TM, 1, 600 * MS))]
}

/// COMMIT goes to p1 at 242 ms, 2 ms later it would go to p2.
fn late_pre_commit() -> Vec<(Micros, Input)> {
    vec![pays(), (150 * MS, delay(TM, P2, 2, 1_300 * MS)), (243 * MS, kill(TM)), (400 * MS, kill(P1))]
}
