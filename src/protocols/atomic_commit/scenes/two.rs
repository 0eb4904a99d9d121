//! Scenarios of two-phase commit.

use super::{EVEN, ONE_NO, P2, QUIET, TM, bank_recovers, coordinator_crash, pays, transfer};
use crate::kit::Scene;
use crate::kit::script::{kill, restart, tell};
use crate::sim::{Input, MS, Micros, NodeId};

/// The scenarios, in the order of the page.
pub static TWO_PHASE: &[Scene] = &[
    Scene {
        id: "transfer",
        title: "A transfer commits",
        about: "p1 pays p2 30 €. Watch the two phases: votes, then the decision. Each bank locks its account when it votes, \
            and releases it when it knows the decision.",
        settings: &[QUIET],
        seed: 1,
        script: transfer,
        until: 400 * MS,
    },
    ONE_NO,
    Scene {
        id: "coordinator-crash",
        title: "The coordinator crashes: blocked",
        about: "Both banks have voted Yes when tm crashes. They may neither commit nor abort: their accounts stay locked, and \
            the transfer of the other coordinator, tm2, has to wait for them. Only when tm is back are they released.",
        settings: &[
            EVEN[0],
            EVEN[1],
            EVEN[2],
            ("coordinators", 2),
            ("lock_timeout", 1_000_000),
            ("vote_timeout", 1_300_000),
        ],
        seed: 1,
        script: blocked,
        until: 3_000 * MS,
    },
    Scene {
        id: "bank-recovers",
        title: "A bank recovers from its log",
        about: "p2 crashes after its vote and misses the decision. Its log says that it voted Yes and no more: so it locks the \
            account again, asks, and keeps its promise.",
        settings: &EVEN,
        seed: 1,
        script: bank_recovers,
        until: 900 * MS,
    },
    Scene {
        id: "bank-crashes-before-vote",
        title: "A bank crashes before its vote",
        about: "p2 crashes before VOTE-REQ reaches it. The coordinator waits for its vote, then aborts: without p2's Yes nobody \
            can have committed.",
        settings: &EVEN,
        seed: 1,
        script: crash_before_vote,
        until: 800 * MS,
    },
    Scene {
        id: "cooperative",
        title: "A bank that knows helps",
        about: "tm crashes between its two COMMITs: p1 is told, p2 isn't. p2 asks everybody, and p1 knows.",
        settings: &EVEN,
        seed: 1,
        script: between_commits,
        until: 1_000 * MS,
    },
    Scene {
        id: "presumed-abort",
        title: "Presumed abort",
        about: "With presumed abort a coordinator need not log that it has begun. tm crashes before it has decided and comes back \
            with an empty log: asked about T1, it says that it was aborted. T2 commits, is acknowledged and forgotten.",
        settings: &[EVEN[0], EVEN[1], EVEN[2], ("presumed_abort", 1)],
        seed: 1,
        script: presumed,
        until: 1_300 * MS,
    },
    Scene {
        id: "impatient",
        title: "An impatient coordinator",
        about: "The coordinator waits for votes for 25 ms, less than a round trip. All vote Yes and nothing goes wrong, and yet \
            it aborts: AC3 is violated.",
        settings: &[EVEN[0], EVEN[1], EVEN[2], ("vote_timeout", 25_000)],
        seed: 1,
        script: transfer,
        until: 400 * MS,
    },
    Scene {
        id: "alone-bug",
        title: "Deciding alone, with the rule off",
        about: "The rule \"Do not decide alone in doubt\" is off. p2 hears nothing from tm, which crashed between its two COMMITs, \
            and aborts. p1 has committed: 30 € are gone.",
        settings: &[EVEN[0], EVEN[1], EVEN[2], ("wait_in_doubt", 0)],
        seed: 1,
        script: between_commits,
        until: 1_000 * MS,
    },
];

/// Where there are two coordinators.
const TM2: NodeId = NodeId(1);

fn blocked() -> Vec<(Micros, Input)> {
    let mut script = coordinator_crash();
    let other = tell(TM2, "transfer", &[("from", "p2"), ("to", "p1"), ("amount", "10")]);
    script.insert(2, (900 * MS, other));
    script
}

fn crash_before_vote() -> Vec<(Micros, Input)> {
    vec![pays(), (110 * MS, kill(P2)), (600 * MS, restart(P2))]
}

/// The votes are in at 142 ms; COMMIT goes to p1, 2 ms later it would go to p2.
fn between_commits() -> Vec<(Micros, Input)> {
    vec![pays(), (143 * MS, kill(TM))]
}

fn presumed() -> Vec<(Micros, Input)> {
    let again = tell(TM, "transfer", &[("from", "p2"), ("to", "p1"), ("amount", "20")]);
    vec![pays(), (130 * MS, kill(TM)), (300 * MS, restart(TM)), (900 * MS, again)]
}
