//! Challenges: what a person is to bring about, from the clicks that everybody has. `tests/challenges.rs` plays a
//! solution of each and tries to do with less.

use super::scenes::{RUMOUR, SPLIT};
use crate::kit::{Aim, Challenge};

/// The challenges, in rising difficulty.
pub static CHALLENGES: &[Challenge] = &[
    Challenge {
        id: "all-hear",
        title: "Nobody left out",
        caption: "Left alone, this rumour ends before everybody has heard it. With a single deed, have all twenty nodes learn \
            the update.",
        settings: &RUMOUR,
        seed: 9,
        script: Vec::new,
        aim: Aim::Reach("everybody knows"),
        par: 1,
    },
    Challenge {
        id: "overwritten",
        title: "The older one wins",
        caption: "Nodes compare what they have, and take whatever differs, newer or not. With a single deed, have an update \
            replaced by an older one.",
        settings: &[SPLIT[0], SPLIT[1], SPLIT[2], ("newest_wins", 0)],
        seed: 5,
        script: Vec::new,
        aim: Aim::Violate("Newest Wins"),
        par: 1,
    },
];
