//! Challenges: what a person is to bring about, from the clicks that everybody has. `tests/challenges.rs` plays a
//! solution of each and tries to do with less.

use super::scenes::{C1, write};
use crate::kit::{Aim, Challenge};
use crate::sim::{Input, MS, Micros};

/// The challenges, in rising difficulty.
pub static CHALLENGES: &[Challenge] = &[
    Challenge {
        id: "outdated",
        title: "A stale read",
        caption: "R = W = 1: a read and a write wait for one node each. x is 1 everywhere. Have a client write another value \
            and have it read back as 1, after the write was acknowledged.",
        settings: &[("r", 1), ("w", 1), ("rate", 0), ("read_repair", 0)],
        seed: 3,
        script: x_is_1,
        aim: Aim::Reach("stale read"),
        par: 3,
    },
    Challenge {
        id: "two-values",
        title: "Two values at once",
        caption: "Quorums overlap here, and clients read before they write. Have two values of x stored of which neither \
            replaces the other, and read them.",
        settings: &[("rate", 0)],
        seed: 3,
        script: x_is_1,
        aim: Aim::Reach("siblings"),
        par: 3,
    },
];

fn x_is_1() -> Vec<(Micros, Input)> {
    vec![(100 * MS, write(C1, "n1", "x", "1"))]
}
