//! Challenges: what a person is to bring about, from the clicks that everybody has. `tests/challenges.rs` plays a
//! solution of each and tries to do with less.

use super::scenes::{EVEN, transfer};
use crate::kit::{Aim, Challenge};

/// So long between two sends that there is time to do something, µs.
const SLOW: (&str, i64) = ("send_gap", 20_000);

/// The challenges of two-phase commit, in rising difficulty.
pub static TWO_PHASE: &[Challenge] = &[
    Challenge {
        id: "block",
        title: "A bank that can do nothing",
        caption: "p1 pays p2 30 €. With a single deed, have a bank blocked: it has promised, and nobody who is up can tell \
            it what became of the transfer.",
        settings: &EVEN,
        seed: 1,
        script: transfer,
        aim: Aim::Reach("blocked"),
        par: 1,
    },
    Challenge {
        id: "helper",
        title: "A bank that knows",
        caption: "The same transfer, but messages to several go out 20 ms apart. With a single deed, have a bank learn from \
            the other bank what tm has decided.",
        settings: &[EVEN[0], EVEN[1], EVEN[2], SLOW],
        seed: 1,
        script: transfer,
        aim: Aim::Reach("helped"),
        par: 1,
    },
    Challenge {
        id: "forgotten-promise",
        title: "A promise that is forgotten",
        caption: "Banks do not force their votes to disk here. Have the transfer committed at one bank and aborted at the \
            other.",
        settings: &[EVEN[0], EVEN[1], EVEN[2], ("force_vote", 0)],
        seed: 1,
        script: transfer,
        aim: Aim::Violate("AC1 Agreement"),
        par: 2,
    },
];

/// The challenges of three-phase commit, in rising difficulty.
pub static THREE_PHASE: &[Challenge] = &[
    Challenge {
        id: "commit-and-abort",
        title: "Commit here, abort there",
        caption: "All rules are on, and p1 pays p2 30 €. With a single deed, have one side commit and the other abort.",
        settings: &EVEN,
        seed: 1,
        script: transfer,
        aim: Aim::Violate("AC1 Agreement"),
        par: 1,
    },
    Challenge {
        id: "without-pre-commit",
        title: "What PRE-COMMIT is for",
        caption: "There is no PRE-COMMIT here, and messages to several go out 20 ms apart. Have the transfer committed and \
            aborted by crashes alone: three-phase commit withstands them, this does not.",
        settings: &[EVEN[0], EVEN[1], EVEN[2], SLOW, ("precommit", 0)],
        seed: 1,
        script: transfer,
        aim: Aim::Violate("AC1 Agreement"),
        par: 2,
    },
];
