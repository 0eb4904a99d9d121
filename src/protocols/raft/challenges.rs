//! Challenges: what a person is to bring about, from the clicks that everybody has.
//!
//! Where waiting would help, election timeouts are so long that nobody stands by itself. `tests/challenges.rs` plays a
//! solution of each and tries to do with less.

use crate::kit::script::tell;
use crate::kit::{Aim, Challenge};
use crate::sim::{Input, MS, Micros, NodeId};

/// Timeouts that do not pass while somebody thinks.
const PATIENT: [(&str, i64); 2] = [("timeout_min", 30_000_000), ("timeout_max", 60_000_000)];

/// The five challenges, in rising difficulty.
pub static CHALLENGES: &[Challenge] = &[
    Challenge {
        id: "two-leaders",
        title: "Two leaders at once",
        caption: "n1 leads. Bring about a moment in which two servers believe that they lead. It is no error: only one \
            of them can commit anything.",
        settings: &[],
        seed: 14,
        script: Vec::new,
        aim: Aim::Reach("two leaders at once"),
        par: 1,
    },
    Challenge {
        id: "same-term",
        title: "Two leaders of one term",
        caption: "Servers may vote twice in a term here, and nobody stands unless told to: select a server and press \
            Time out now. Make two servers leaders of the same term.",
        settings: &[("vote_once", 0), PATIENT[0], PATIENT[1]],
        seed: 1,
        script: Vec::new,
        aim: Aim::Violate("Election Safety"),
        par: 2,
    },
    Challenge {
        id: "vanish",
        title: "An entry that vanishes",
        caption: "All rules are on. Make a leader write something into its log that a later leader deletes again. Its \
            client was never told that it was done.",
        settings: &[("noop", 0)],
        seed: 14,
        script: Vec::new,
        aim: Aim::Reach("log repaired"),
        par: 2,
    },
    Challenge {
        id: "lost-write",
        title: "Lose an acknowledged write",
        caption: "Servers vote here without looking at the candidate's log. n1 leads; have it commit a write, and then \
            have somebody elected who lacks it.",
        settings: &[("vote_log_check", 0), ("noop", 0), PATIENT[0], PATIENT[1]],
        seed: 5,
        script: n1_leads,
        aim: Aim::Violate("Leader Completeness"),
        par: 2,
    },
    Challenge {
        id: "commit-rule",
        title: "Break the commit rule",
        caption: "The logs are those of Figure 8, and leaders count entries of older terms too. Let n1 commit the entry \
            of term 2, and then let n5 lead, which lacks it.",
        settings: &[("commit_own_term", 0), ("noop", 0), ("preset", 2), PATIENT[0], PATIENT[1]],
        seed: 3,
        script: Vec::new,
        aim: Aim::Violate("Leader Completeness"),
        par: 3,
    },
];

/// n1 stands at once, and is elected.
fn n1_leads() -> Vec<(Micros, Input)> {
    vec![(100 * MS, tell(NodeId(0), "timeout-now", &[]))]
}
