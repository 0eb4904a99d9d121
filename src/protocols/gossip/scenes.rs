//! One-click scenarios: small, so that every contact can be followed.
//!
//! The first three are the same nodes, the same update and the same draws, in three modes.

use super::FIRST;
use crate::kit::Scene;
use crate::kit::script::{cut, heal, kill, restart, tell};
use crate::sim::{Input, MS, Micros, NodeId};

const N11: NodeId = NodeId(10);

/// Sixteen nodes that compare, pushing what they have.
const PUSH: [(&str, i64); 3] = [("nodes", 16), ("spread", 1), ("mode", 0)];

/// Twenty nodes that gossip; each loses interest at the first call in vain.
pub(super) const RUMOUR: [(&str, i64); 3] = [("nodes", 20), ("mode", 0), ("k", 1)];

/// The scenarios, in the order of the page.
pub static SCENES: &[Scene] = &[
    Scene {
        id: "push",
        title: "Push: the last ones wait",
        about: "Anti-entropy by push. Those who know double in each cycle; at the end nearly every call goes to \
            somebody who knows already, and the last ones wait until chance finds them.",
        settings: &PUSH,
        seed: 7,
        script: Vec::new,
        until: 1_600 * MS,
    },
    Scene {
        id: "pull",
        title: "Pull: a quick end",
        about: "The same nodes ask instead. At first it is up to chance whether anybody asks the one who knows; at the \
            end nearly every question finds the answer, and the share of those without it is about squared in each cycle.",
        settings: &[PUSH[0], PUSH[1], ("mode", 1)],
        seed: 7,
        script: Vec::new,
        until: 1_600 * MS,
    },
    Scene {
        id: "push-pull",
        title: "Push–pull: both at once",
        about: "Who calls both tells and asks: as fast as push at the start and as fast as pull at the end.",
        settings: &[PUSH[0], PUSH[1], ("mode", 2)],
        seed: 7,
        script: Vec::new,
        until: 1_600 * MS,
    },
    Scene {
        id: "residue",
        title: "A rumour leaves a residue",
        about: "Rumour mongering by push: who calls somebody that knows already loses interest. So little is said, \
            and the rumour ends by itself, but not everybody has heard it.",
        settings: &RUMOUR,
        seed: 9,
        script: Vec::new,
        until: 2_500 * MS,
    },
    Scene {
        id: "mended",
        title: "Anti-entropy behind the rumour",
        about: "The same rumour with the same residue; but every tenth cycle the nodes also compare what they have, \
            and those who never heard get the update after all.",
        settings: &[RUMOUR[0], RUMOUR[1], RUMOUR[2], ("spread", 2)],
        seed: 9,
        script: Vec::new,
        until: 4_500 * MS,
    },
    Scene {
        id: "blind-coin",
        title: "Blind, with a coin",
        about: "Nobody answers. After each call a node tosses a coin, and in one of two cases it loses interest, \
            whoever knew. It costs no answers, and the residue is larger.",
        settings: &[RUMOUR[0], RUMOUR[1], ("k", 2), ("feedback", 1), ("counter", 1)],
        seed: 3,
        script: Vec::new,
        until: 2_500 * MS,
    },
    Scene {
        id: "split",
        title: "A split and its heal",
        about: "n1 to n10 are cut off from n11 to n20. n1's update reaches its half only; then n11 makes another, \
            which reaches the other half. When the network is whole again, the newest one spreads to all.",
        settings: &SPLIT,
        seed: 5,
        script: split,
        until: 3_200 * MS,
    },
    Scene {
        id: "dead",
        title: "Who is dead does not matter",
        about: "Six of twenty nodes have crashed, and nobody knows which. Two more crash on the way. Calls to them \
            are lost, and everybody else learns the update all the same; n2 learns it when it is back.",
        settings: &[("nodes", 20), ("spread", 1), ("mode", 2), ("dead", 3_000)],
        seed: 1,
        script: crashes,
        until: 2_200 * MS,
    },
    Scene {
        id: "older-bug",
        title: "Whatever comes last wins",
        about: "The split again, but nodes take any update that differs from their own. After the heal the two \
            updates chase each other, and newer ones are overwritten by older ones.",
        settings: &[SPLIT[0], SPLIT[1], SPLIT[2], ("newest_wins", 0)],
        seed: 5,
        script: split,
        until: 2_500 * MS,
    },
    Scene {
        id: "endless-bug",
        title: "A rumour without end",
        about: "Nodes that lost interest take the rumour up again when they are told again. So somebody always \
            spreads it, although everybody knows.",
        settings: &[RUMOUR[0], RUMOUR[1], RUMOUR[2], ("removed_is_final", 0)],
        seed: 9,
        script: Vec::new,
        until: 1_500 * MS,
    },
    Scene {
        id: "forgotten-bug",
        title: "The one that nobody calls",
        about: "Partners are drawn from all nodes but the last, as if the index were off by one. Pushing never \
            reaches n16; after thirty seconds the promise of anti-entropy is broken.",
        settings: &[PUSH[0], PUSH[1], PUSH[2], ("choose_all", 0)],
        seed: 7,
        script: Vec::new,
        until: 30_100 * MS,
    },
];

/// Twenty nodes that compare, telling and asking.
pub(super) const SPLIT: [(&str, i64); 3] = [("nodes", 20), ("spread", 1), ("mode", 2)];

/// Two halves, an update in each, and the network whole again.
fn split() -> Vec<(Micros, Input)> {
    let half = |first: u16| (first..first + 10).map(NodeId).collect::<Vec<_>>();
    vec![(50 * MS, cut(&[&half(0), &half(10)])), (1_040 * MS, tell(N11, "tell", &[])), (2_040 * MS, heal())]
}

/// n1 has told the first when it crashes, and n2 misses everything.
fn crashes() -> Vec<(Micros, Input)> {
    let n2 = NodeId(1);
    vec![(150 * MS, kill(n2)), (450 * MS, kill(FIRST)), (1_250 * MS, restart(n2))]
}
