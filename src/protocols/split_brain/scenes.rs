//! One-click scenarios. Workers ask only when they are told to, and every message takes 20 ms.

use crate::kit::script::{cut, drift, heal, tell};
use crate::kit::{Comparison, Scene};
use crate::sim::{Input, MS, MessageName, Micros, NodeId};

const R1: NodeId = NodeId(0);
const R2: NodeId = NodeId(1);
const R3: NodeId = NodeId(2);
const W1: NodeId = NodeId(3);
const W2: NodeId = NodeId(4);
const BANK: NodeId = NodeId(5);

/// Nobody asks by itself.
pub(super) const QUIET: (&str, i64) = ("asks", 0);
/// Every message takes as long.
pub(super) const STEADY: [(&str, i64); 2] = [("delay_min", 20_000), ("delay_max", 20_000)];
pub(super) const NO_MAJORITY: (&str, i64) = ("majority", 0);
pub(super) const NO_FENCING: (&str, i64) = ("fencing", 0);
pub(super) const NO_STONITH: (&str, i64) = ("stonith", 0);

/// The scenarios, in the order of the page.
pub static SCENES: &[Scene] = &[
    Scene {
        id: "hand-over",
        title: "The lease goes from one to the other",
        about: "w1 gets the lease from all replicas and makes deposits until there is no time for another. It gives the lease \
            back, and w2 gets it, with the next token.",
        settings: &[QUIET, STEADY[0], STEADY[1]],
        seed: 1,
        script: hand_over,
        until: 2_000 * MS,
    },
    Scene {
        id: "split",
        title: "A split with two leaders",
        about: "Majority quorum, fencing and STONITH are off. Each side of the split has a leader, and both reach the bank: \
            deposits overwrite each other. When the network is whole again, the balance is wrong.",
        settings: &[QUIET, STEADY[0], STEADY[1], NO_MAJORITY, NO_FENCING, NO_STONITH],
        seed: 1,
        script: split,
        until: 2_600 * MS,
    },
    Scene {
        id: "split-majority",
        title: "The same split, with majorities",
        about: "Only the side with two of three replicas gets a leader. w1 is granted the lease by r3 alone, and gives it back.",
        settings: &[QUIET, STEADY[0], STEADY[1], NO_FENCING, NO_STONITH],
        seed: 1,
        script: split,
        until: 2_600 * MS,
    },
    Scene {
        id: "split-fencing",
        title: "The same split, with fencing alone",
        about: "There are two leaders, but only one effective writer: w1 and w2 have the same token, and the bank goes by who \
            came with it first. The other is rejected.",
        settings: &[QUIET, STEADY[0], STEADY[1], NO_MAJORITY, NO_STONITH],
        seed: 1,
        script: split,
        until: 2_600 * MS,
    },
    Scene {
        id: "pause",
        title: "A leader that pauses writes late",
        about: "w1 checks its lease, reads the balance, and is paused at work. Its lease ends, and w2 makes deposits. Then w1 goes \
            on and writes what it has worked out: w2's deposit is gone.",
        settings: &[QUIET, STEADY[0], STEADY[1], NO_FENCING, NO_STONITH],
        seed: 1,
        script: pause,
        until: 2_400 * MS,
    },
    Scene {
        id: "pause-fencing",
        title: "The same pause, with fencing tokens",
        about: "The bank has seen w2's token, 2. When w1 comes late with token 1, it is rejected: no deposit is lost.",
        settings: &[QUIET, STEADY[0], STEADY[1], NO_STONITH],
        seed: 1,
        script: pause,
        until: 2_400 * MS,
    },
    Scene {
        id: "pause-stonith",
        title: "The same pause, with STONITH",
        about: "w1 has had a lease and not given it back, so w2 has it shot before it reads anything. What w1 writes late is \
            kept out, and when it hears that it has no power any more it boots again.",
        settings: &[QUIET, STEADY[0], STEADY[1], NO_FENCING],
        seed: 1,
        script: pause,
        until: 2_400 * MS,
    },
    Scene {
        id: "late-message",
        title: "A write that is long under way",
        about: "Nobody is paused: the network keeps w1's write for over a second. w1 gives up, its lease ends, w2 is the leader, \
            and then the write arrives.",
        settings: &[QUIET, STEADY[0], STEADY[1], NO_FENCING, NO_STONITH, ("patience", 1_000_000)],
        seed: 1,
        script: late_message,
        until: 2_400 * MS,
    },
    Scene {
        id: "slow-clock",
        title: "A clock that is too slow",
        about: "w1's clock runs at half its speed, far beyond what ε allows for: it still counts on its lease when the replicas \
            have long granted it to w2. Two leaders at once, in spite of majorities.",
        settings: &[QUIET, STEADY[0], STEADY[1], NO_FENCING, NO_STONITH],
        seed: 1,
        script: slow_clock,
        until: 2_400 * MS,
    },
];

/// What is worth seeing side by side.
pub static COMPARISONS: &[Comparison] = &[
    Comparison {
        id: "split",
        title: "A split, without and with majorities",
        about: "The same split: at the left each side has a leader, at the right only the side with a majority of replicas.",
        scene: "split",
        with: None,
        right: &[("majority", 1)],
    },
    Comparison {
        id: "pause",
        title: "A late write, accepted and rejected",
        about: "The same pause: at the left the late write is accepted and a deposit lost, at the right its token is too old.",
        scene: "pause",
        with: None,
        right: &[("fencing", 1)],
    },
];

fn ask(worker: NodeId) -> Input {
    tell(worker, "ask", &[])
}

/// w1 gets the lease.
pub(super) fn w1_asks() -> Vec<(Micros, Input)> {
    vec![(20 * MS, ask(W1))]
}

fn hand_over() -> Vec<(Micros, Input)> {
    vec![(20 * MS, ask(W1)), (500 * MS, ask(W2)), (1_000 * MS, ask(W2))]
}

/// Both sides reach the bank and the power switch.
fn split() -> Vec<(Micros, Input)> {
    vec![
        (20 * MS, ask(W1)),
        (300 * MS, cut(&[&[R3, W1], &[R1, R2, W2]])),
        (1_200 * MS, ask(W1)),
        (1_250 * MS, ask(W2)),
        (2_300 * MS, heal()),
    ]
}

fn pause() -> Vec<(Micros, Input)> {
    vec![
        (20 * MS, ask(W1)),
        (200 * MS, Input::Pause(W1)),
        (1_200 * MS, ask(W2)),
        (1_750 * MS, Input::Resume(W1)),
    ]
}

fn late_message() -> Vec<(Micros, Input)> {
    // The first message from w1 to the bank is its read, the second its first write.
    let write = MessageName { from: W1, to: BANK, nth: 2, copy: 0 };
    vec![(20 * MS, ask(W1)), (310 * MS, Input::Postpone(write, 1_400 * MS)), (1_200 * MS, ask(W2))]
}

fn slow_clock() -> Vec<(Micros, Input)> {
    vec![(0, drift(W1, -500_000)), (20 * MS, ask(W1)), (1_100 * MS, ask(W2))]
}
