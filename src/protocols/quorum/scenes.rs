//! One-click scenarios. The replicas of x are n1, n2 and n3, so that n4 and n5 are those that stand in.

use crate::kit::Scene;
use crate::kit::script::{cut, heal, kill, restart, tell};
use crate::sim::{Delay, DelayRule, Input, MS, Micros, NodeId};

const N1: NodeId = NodeId(0);
const N2: NodeId = NodeId(1);
const N3: NodeId = NodeId(2);
const N4: NodeId = NodeId(3);
const N5: NodeId = NodeId(4);
/// The first and second client beside five nodes.
pub(super) const C1: NodeId = NodeId(5);
const C2: NodeId = NodeId(6);

/// Clients do only what they are told.
const QUIET: (&str, i64) = ("rate", 0);
/// Coordinators wait longer than anything here takes.
const PATIENT: (&str, i64) = ("patience", 1_000_000);
/// Nobody compares Merkle trees: what mends is something else.
const NO_COMPARING: (&str, i64) = ("anti_entropy", 0);

/// The scenarios, in the order of the page.
pub static SCENES: &[Scene] = &[
    Scene {
        id: "stale-read",
        title: "R + W ≤ N: a stale read",
        about: "R = W = 1 of N = 3. c1 writes x = 2, which one replica acknowledges at once; the write to n3 is still on its \
            way when c2 asks n3 and is answered with 1. A little later n3 has it as well.",
        settings: &[("r", 1), ("w", 1), ("read_repair", 0), PATIENT, QUIET],
        seed: 1,
        script: slow_write,
        until: 1_400 * MS,
    },
    Scene {
        id: "overlap",
        title: "R + W > N: never stale",
        about: "The same, but R = W = 2: whoever answers the read overlaps with whoever stored the write. n3 still has the \
            old value, but must ask another replica, and that one knows better.",
        settings: &[("read_repair", 0), PATIENT, QUIET],
        seed: 1,
        script: slow_write,
        until: 1_400 * MS,
    },
    Scene {
        id: "sloppy-stale",
        title: "Sloppy quorum: stale although R + W > N",
        about: "A split leaves n1 and n2 on one side. On the other, n4 and n5 stand in for them and c1's write succeeds: two \
            nodes have stored it. c2 reads from n1 and n2 and gets the old value. After the heal the hints are handed over.",
        settings: &[("sloppy", 1), QUIET],
        seed: 2,
        script: sloppy,
        until: 3_000 * MS,
    },
    Scene {
        id: "strict-unavailable",
        title: "Strict quorum: no answer instead of a stale one",
        about: "The same split with strict quorums: c1 finds only one of the replicas of x and is told that its write failed, \
            while c2 on the other side reads and writes.",
        settings: &[QUIET],
        seed: 2,
        script: sloppy,
        until: 3_000 * MS,
    },
    Scene {
        id: "hinted-handoff",
        title: "Hinted handoff",
        about: "n3 is down when x is written. The coordinator turns to n4, which keeps the value as a hint for n3, and hands \
            it over when n3 is back.",
        settings: &[NO_COMPARING, QUIET],
        seed: 1,
        script: handoff,
        until: 2_000 * MS,
    },
    Scene {
        id: "read-repair",
        title: "Read repair",
        about: "n3 misses a write, and the coordinator crashes before it could see to that. A read finds two versions: the \
            client gets the newer one, and then n3 does.",
        settings: &[NO_COMPARING, ("patience", 300_000), QUIET],
        seed: 1,
        script: missed_and_read,
        until: 2_000 * MS,
    },
    Scene {
        id: "anti-entropy",
        title: "Anti-entropy with Merkle trees",
        about: "n3 misses a write to one of five keys, and nobody ever reads it. When two replicas compare their Merkle trees \
            the roots differ: they go down where they differ, and exchange that one key. Watch the tab Merkle.",
        settings: &[("patience", 300_000), QUIET],
        seed: 1,
        script: missed,
        until: 4_000 * MS,
    },
    Scene {
        id: "partial-write",
        title: "A write half done: not linearizable",
        about: "R + W > N, and every quorum is strict. A write has reached n1, but not yet the others. c2 reads it; c2 asks \
            again, reaches the other two, and reads the old value. No write was acknowledged meanwhile, so no read is stale, \
            and yet no single order explains both reads: see the tab Clients.",
        settings: &[("read_repair", 0), NO_COMPARING, PATIENT, ("client_timeout", 2_000_000), QUIET],
        seed: 1,
        script: partial,
        until: 2_000 * MS,
    },
    Scene {
        id: "siblings",
        title: "Siblings, and how they merge",
        about: "Two clients put something into the same empty cart at the same time. Neither has seen the other's write, so \
            both are kept. Whoever reads next gets both and writes back a cart with everything.",
        settings: &[QUIET],
        seed: 1,
        script: carts,
        until: 1_500 * MS,
    },
    Scene {
        id: "last-write-wins",
        title: "Last write wins: one is lost",
        about: "The same carts, but of two versions only the one with the later time stays. Both clients were told that \
            theirs is stored; one of the two writes is gone, and nobody is told.",
        settings: &[("siblings", 0), QUIET],
        seed: 1,
        script: carts,
        until: 1_500 * MS,
    },
    Scene {
        id: "slow-clock",
        title: "Last write wins, by a slow clock",
        about: "n2's clock is a second slow. c1 writes x = 1 by way of n1; c2 reads that, and then writes x = 2 by way of n2: \
            acknowledged, but it carries an older time, and loses against what it was meant to replace.",
        settings: &[("siblings", 0), QUIET],
        seed: 1,
        script: slow_clock,
        until: 1_500 * MS,
    },
    Scene {
        id: "figure-3",
        title: "Dynamo's Figure 3",
        about: "n1, n2 and n3 are Sx, Sy and Sz. D1 and D2 are written at Sx; two clients have read D2 and write D3 at Sy and \
            D4 at Sz: siblings. A client reads both and merges them into D5, at Sx again. See the vectors in the tab Keys.",
        settings: &[QUIET],
        seed: 1,
        script: figure_3,
        until: 1_800 * MS,
    },
    Scene {
        id: "own-writes",
        title: "Read your writes, although R + W ≤ N",
        about: "R = W = 1, but clients insist on reading their own writes. n3 has not got c1's write yet: it answers only when \
            another replica has shown it.",
        settings: &[("r", 1), ("w", 1), ("session", 1), ("read_repair", 0), PATIENT, QUIET],
        seed: 1,
        script: own_writes,
        until: 1_400 * MS,
    },
    Scene {
        id: "own-writes-bug",
        title: "Own writes, not waited for",
        about: "The same, but the coordinator answers as soon as R have answered, whatever the client says that it has \
            written: c1 does not find its own write.",
        settings: &[
            ("r", 1),
            ("w", 1),
            ("session", 1),
            ("own_writes", 0),
            ("read_repair", 0),
            PATIENT,
            QUIET,
        ],
        seed: 1,
        script: own_writes,
        until: 1_400 * MS,
    },
];

pub(super) fn write(client: NodeId, node: &str, key: &str, value: &str) -> Input {
    tell(client, "write", &[("to", node), ("key", key), ("value", value)])
}

fn read(client: NodeId, node: &str) -> Input {
    tell(client, "read", &[("to", node), ("key", "x")])
}

/// Messages of this kind between these nodes take so long.
fn slow(from: &[NodeId], to: &[NodeId], kind: &str, delay: Micros) -> Input {
    Input::Rule(DelayRule {
        from: from.iter().copied().collect(),
        to: to.iter().copied().collect(),
        kind: Some(kind.to_owned()),
        delay: Delay::Uniform { min: delay, max: delay },
    })
}

fn slow_write() -> Vec<(Micros, Input)> {
    vec![
        (100 * MS, write(C1, "n1", "x", "1")),
        (400 * MS, slow(&[N1], &[N3], "Write", 500 * MS)),
        (450 * MS, write(C1, "n1", "x", "2")),
        (700 * MS, read(C2, "n3")),
        (1_250 * MS, read(C2, "n3")),
    ]
}

fn sloppy() -> Vec<(Micros, Input)> {
    vec![
        (100 * MS, write(C1, "n1", "x", "1")),
        (400 * MS, cut(&[&[N1, N2, C2], &[N3, N4, N5, C1]])),
        (450 * MS, write(C1, "n5", "x", "2")),
        (1_200 * MS, read(C2, "n1")),
        (1_600 * MS, heal()),
        (2_700 * MS, read(C2, "n1")),
    ]
}

fn handoff() -> Vec<(Micros, Input)> {
    vec![
        (100 * MS, write(C1, "n1", "x", "1")),
        (400 * MS, kill(N3)),
        (450 * MS, write(C1, "n1", "x", "2")),
        (1_000 * MS, restart(N3)),
    ]
}

/// n3 misses x = 2, and n1, which would have noticed, crashes.
fn x_is_missed(from: Micros) -> Vec<(Micros, Input)> {
    vec![
        (from, cut(&[&[N1], &[N3]])),
        (from + 20 * MS, write(C1, "n1", "x", "2")),
        (from + 200 * MS, kill(N1)),
        (from + 250 * MS, heal()),
        (from + 300 * MS, restart(N1)),
    ]
}

fn missed_and_read() -> Vec<(Micros, Input)> {
    let first = vec![(100 * MS, write(C1, "n1", "x", "1"))];
    let read = vec![(1_000 * MS, read(C2, "n2"))];
    [first, x_is_missed(400 * MS), read].concat()
}

/// Five keys of the range of n1.
fn missed() -> Vec<(Micros, Input)> {
    let keys = ["d", "i", "n", "s", "x"].into_iter().zip(0..);
    let first = keys.map(|(key, nth)| ((50 + 100 * nth) * MS, write(C1, "n1", key, "1")));
    [first.collect(), x_is_missed(700 * MS)].concat()
}

fn partial() -> Vec<(Micros, Input)> {
    vec![
        (100 * MS, write(C1, "n1", "x", "1")),
        (400 * MS, slow(&[N1], &[N2, N3], "Write", 800 * MS)),
        (400 * MS, slow(&[N1], &[N3], "Response", 800 * MS)),
        (450 * MS, write(C1, "n1", "x", "2")),
        (700 * MS, read(C2, "n1")),
        (850 * MS, read(C2, "n3")),
    ]
}

fn carts() -> Vec<(Micros, Input)> {
    vec![
        (100 * MS, write(C1, "n1", "x", "milk")),
        (100 * MS, write(C2, "n3", "x", "eggs")),
        (500 * MS, read(C1, "n2")),
        (1_000 * MS, read(C2, "n3")),
    ]
}

fn slow_clock() -> Vec<(Micros, Input)> {
    vec![
        (0, Input::Skew { node: N2, offset: -1_000_000, drift: 0 }),
        (100 * MS, write(C1, "n1", "x", "1")),
        (500 * MS, write(C2, "n2", "x", "2")),
        (900 * MS, read(C2, "n3")),
    ]
}

fn figure_3() -> Vec<(Micros, Input)> {
    vec![
        (50 * MS, write(C1, "n1", "x", "D1")),
        (300 * MS, write(C1, "n1", "x", "D2")),
        (600 * MS, write(C1, "n2", "x", "D3")),
        (600 * MS, write(C2, "n3", "x", "D4")),
        (1_000 * MS, read(C1, "n1")),
        (1_500 * MS, read(C2, "n2")),
    ]
}

fn own_writes() -> Vec<(Micros, Input)> {
    vec![
        (100 * MS, write(C1, "n1", "x", "1")),
        (400 * MS, slow(&[N1], &[N3], "Write", 500 * MS)),
        (450 * MS, write(C1, "n1", "x", "2")),
        (700 * MS, read(C1, "n3")),
    ]
}
