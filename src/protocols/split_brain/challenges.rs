//! Challenges: what a person is to bring about, from the clicks that everybody has. `tests/challenges.rs` plays a
//! solution of each and tries to do with less.

use super::scenes::{NO_FENCING, NO_MAJORITY, NO_STONITH, QUIET, STEADY, w1_asks};
use crate::kit::{Aim, Challenge};

/// The challenges, in rising difficulty.
pub static CHALLENGES: &[Challenge] = &[
    Challenge {
        id: "shot",
        title: "Have a worker shot",
        caption: "w1 has the lease and works. Workers ask for the lease only when they are told to: select one and press Ask \
            for the lease. Have w2 get it while w1 may be at work still.",
        settings: &[QUIET, STEADY[0], STEADY[1]],
        seed: 1,
        script: w1_asks,
        aim: Aim::Reach("STONITH"),
        par: 2,
    },
    Challenge {
        id: "two-holders",
        title: "Two leaders at once",
        caption: "A worker needs no majority here, only all replicas that it reaches. Have both workers hold the lease at the \
            same time.",
        settings: &[QUIET, STEADY[0], STEADY[1], NO_MAJORITY],
        seed: 1,
        script: Vec::new,
        aim: Aim::Violate("One Holder"),
        par: 3,
    },
    Challenge {
        id: "lost-deposit",
        title: "Lose a deposit",
        caption: "Majorities are on, but there are no fencing tokens and nobody is shot. w1 has the lease and works. Make the \
            bank's balance wrong without splitting the network.",
        settings: &[QUIET, STEADY[0], STEADY[1], NO_FENCING, NO_STONITH],
        seed: 1,
        script: w1_asks,
        aim: Aim::Violate("Balance"),
        par: 3,
    },
];
