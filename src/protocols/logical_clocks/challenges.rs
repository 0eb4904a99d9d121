//! Challenges: what a person is to bring about, from the clicks that everybody has. `tests/challenges.rs` plays a
//! solution of each and tries to do with less.

use super::scenes::{BOTH, QUIET, STEADY};
use crate::kit::{Aim, Challenge};

/// The challenges, in rising difficulty.
pub static CHALLENGES: &[Challenge] = &[
    Challenge {
        id: "not-before",
        title: "C(a) < C(b), and yet concurrent",
        caption: "Bring about two events of which one has the lower Lamport clock, although it did not happen before the \
            other. Drag from a process to another to send a message; E makes the selected process do something by itself.",
        settings: &[QUIET, STEADY[0], STEADY[1], BOTH],
        seed: 1,
        script: Vec::new,
        aim: Aim::Reach("ordered, yet concurrent"),
        par: 3,
    },
    Challenge {
        id: "siblings",
        title: "Two carts in one",
        caption: "Everybody has an empty cart. Have a process keep two versions of it as siblings, because neither has taken \
            in the other.",
        settings: &[QUIET, STEADY[0], STEADY[1]],
        seed: 1,
        script: Vec::new,
        aim: Aim::Reach("siblings"),
        par: 3,
    },
    Challenge {
        id: "merged",
        title: "One cart of two",
        caption: "Go on from there: have siblings merged into one version that has seen both.",
        settings: &[QUIET, STEADY[0], STEADY[1]],
        seed: 1,
        script: Vec::new,
        aim: Aim::Reach("siblings merged"),
        par: 4,
    },
];
