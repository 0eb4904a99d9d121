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
        title: "Late messages: commit here, abort there",
        about: "Nobody crashes and nothing is lost, but what is sent to p1 is late. tm and p2 commit without it; p1 hears nobody \
            in time, and aborts. AC1 is violated.",
        settings: &EVEN,
        seed: 1,
        script: late,
        until: 2_600 * MS,
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

/// What is sent to p1 after its vote takes a second and a half longer.
fn late() -> Vec<(Micros, Input)> {
    let to_p1 =
        |from: NodeId, nth: u64| Input::Postpone(MessageName { from, to: P1, nth, copy: 0 }, 1_500 * MS);
    vec![pays(), (150 * MS, to_p1(TM, 2)), (250 * MS, to_p1(TM, 3)), (650 * MS, to_p1(P2, 1))]
}
