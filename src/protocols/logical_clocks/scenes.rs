//! One-click scenarios. In all of them processes do only what they are told to, and every message takes 20 ms.

use super::ITEM;
use crate::kit::Scene;
use crate::kit::script::{kill, restart, tell};
use crate::sim::{Input, MS, Micros, NodeId};

const A: NodeId = NodeId(0);
const B: NodeId = NodeId(1);
const C: NodeId = NodeId(2);

/// Nothing happens by itself.
pub(super) const QUIET: (&str, i64) = ("rate", 0);
/// Every message takes as long.
pub(super) const STEADY: [(&str, i64); 2] = [("delay_min", 20_000), ("delay_max", 20_000)];
/// Both clocks stand at every event.
pub(super) const BOTH: (&str, i64) = ("shown", 2);
const LAMPORT: (&str, i64) = ("shown", 1);

/// The scenarios, in the order of the page.
pub static SCENES: &[Scene] = &[
    Scene {
        id: "worked-example",
        title: "Four events",
        about: "A sends to B, and then B to C. Watch how C's vector clock comes to know of A's event, although A never sent \
            it anything: [1,0,0], [1,1,0], [1,2,0], [1,2,1].",
        settings: &[QUIET, STEADY[0], STEADY[1]],
        seed: 1,
        script: worked_example,
        until: 120 * MS,
    },
    Scene {
        id: "concurrent",
        title: "Neither before the other",
        about: "A and B each do two things, and hear nothing of each other. [2,0,0] and [0,2,0]: each is ahead in one entry, \
            so the events are concurrent, whichever came first by the watch.",
        settings: &[QUIET, STEADY[0], STEADY[1]],
        seed: 1,
        script: concurrent,
        until: 140 * MS,
    },
    Scene {
        id: "ordered-yet-concurrent",
        title: "C(a) < C(b), and yet concurrent",
        about: "If a happened before b then C(a) < C(b), but not the other way round: B's second event has the Lamport clock \
            2, A's first has 1, and neither happened before the other. The vector clocks show it.",
        settings: &[QUIET, STEADY[0], STEADY[1], BOTH],
        seed: 1,
        script: ordered_yet_concurrent,
        until: 160 * MS,
    },
    Scene {
        id: "total-order",
        title: "Everything in one row",
        about: "Lamport clocks, with the process where they are equal, put all events in one row that agrees with what \
            happened before what. The panel Total order shows it; ∥ marks neighbours whose order is arbitrary.",
        settings: &[QUIET, STEADY[0], STEADY[1], LAMPORT],
        seed: 1,
        script: total_order,
        until: 180 * MS,
    },
    Scene {
        id: "by-hand",
        title: "Deliver by hand",
        about: "Messages wait until you deliver them: click one and press Deliver, or press D for the oldest. Drag from a \
            process to another to send more. Deliver A's two messages to C in either order: the clocks allow for both.",
        settings: &[QUIET, ("by_hand", 1)],
        seed: 1,
        script: by_hand,
        until: 100 * MS,
    },
    Scene {
        id: "cart",
        title: "Siblings in the cart",
        about: "A and B both know of the milk. Then eggs are put in at A and bread at B, and neither knows of the other: C \
            keeps both versions as siblings. Who next changes the cart at C has seen both, and they merge.",
        settings: &[QUIET, STEADY[0], STEADY[1]],
        seed: 1,
        script: cart,
        until: 280 * MS,
    },
    Scene {
        id: "cart-comes-back",
        title: "What was taken out is back",
        about: "The milk is taken out at A while bread is put in at B, where the milk still is. Merging the siblings loses \
            nothing that was put in, but the milk is back: that is the price (Dynamo, §4.4).",
        settings: &[QUIET, STEADY[0], STEADY[1]],
        seed: 1,
        script: cart_comes_back,
        until: 280 * MS,
    },
    Scene {
        id: "last-write-wins-bug",
        title: "The cart, and the last write wins",
        about: "As in the cart with siblings, but C keeps only the version with the higher Lamport clock. The eggs are gone, \
            and nobody is told.",
        settings: &[QUIET, STEADY[0], STEADY[1], ("siblings", 0)],
        seed: 1,
        script: cart,
        until: 280 * MS,
    },
    Scene {
        id: "no-tick-bug",
        title: "A clock that stands still",
        about: "Events do not tick the clock: A's two events have the same one, although the first happened before the \
            second.",
        settings: &[QUIET, STEADY[0], STEADY[1], BOTH, ("tick", 0)],
        seed: 1,
        script: concurrent,
        until: 140 * MS,
    },
    Scene {
        id: "no-maximum-bug",
        title: "A receiver that ignores the timestamp",
        about: "B does not go beyond the timestamp that it receives: it has the lower Lamport clock, although what it \
            receives was sent before.",
        settings: &[QUIET, STEADY[0], STEADY[1], BOTH, ("take_max", 0)],
        seed: 1,
        script: ahead,
        until: 140 * MS,
    },
    Scene {
        id: "no-merge-bug",
        title: "A receiver that counts only itself",
        about: "B does not merge the vector that it receives: by the vectors its event is concurrent with the one that sent \
            the message.",
        settings: &[QUIET, STEADY[0], STEADY[1], BOTH, ("merge", 0)],
        seed: 1,
        script: ahead,
        until: 140 * MS,
    },
    Scene {
        id: "forgets-bug",
        title: "A clock that is lost in a crash",
        about: "A crashes and begins at 0 again: what it does now gets the clocks of what it did before.",
        settings: &[QUIET, STEADY[0], STEADY[1], BOTH, ("persist", 0)],
        seed: 1,
        script: forgets,
        until: 200 * MS,
    },
];

fn send(from: NodeId, to: &str) -> Input {
    tell(from, "send", &[("to", to)])
}

fn local(process: NodeId) -> Input {
    tell(process, "local", &[])
}

fn add(process: NodeId, item: &str) -> Input {
    tell(process, "add", &[(ITEM.name, item)])
}

fn remove(process: NodeId, item: &str) -> Input {
    tell(process, "remove", &[(ITEM.name, item)])
}

fn worked_example() -> Vec<(Micros, Input)> {
    vec![(20 * MS, send(A, "B")), (60 * MS, send(B, "C"))]
}

fn concurrent() -> Vec<(Micros, Input)> {
    vec![(20 * MS, local(A)), (40 * MS, local(B)), (70 * MS, local(B)), (90 * MS, local(A))]
}

fn ordered_yet_concurrent() -> Vec<(Micros, Input)> {
    vec![(20 * MS, local(A)), (40 * MS, local(B)), (70 * MS, local(B)), (100 * MS, send(B, "C"))]
}

fn total_order() -> Vec<(Micros, Input)> {
    vec![
        (20 * MS, send(A, "B")),
        (25 * MS, local(C)),
        (60 * MS, send(B, "C")),
        (65 * MS, local(A)),
        (95 * MS, send(C, "A")),
        (100 * MS, local(B)),
        (135 * MS, local(A)),
    ]
}

fn by_hand() -> Vec<(Micros, Input)> {
    vec![(20 * MS, send(A, "C")), (50 * MS, send(A, "C")), (80 * MS, send(B, "C"))]
}

/// A and B both have a cart with milk.
fn milk() -> Vec<(Micros, Input)> {
    vec![(20 * MS, add(A, "milk")), (40 * MS, send(A, "B"))]
}

/// A and B tell C of their carts, and there tea is put in.
fn at_c() -> Vec<(Micros, Input)> {
    vec![(140 * MS, send(A, "C")), (170 * MS, send(B, "C")), (230 * MS, add(C, "tea"))]
}

fn cart() -> Vec<(Micros, Input)> {
    [milk(), vec![(90 * MS, add(A, "eggs")), (110 * MS, add(B, "bread"))], at_c()].concat()
}

fn cart_comes_back() -> Vec<(Micros, Input)> {
    [milk(), vec![(90 * MS, remove(A, "milk")), (110 * MS, add(B, "bread"))], at_c()].concat()
}

fn ahead() -> Vec<(Micros, Input)> {
    vec![(20 * MS, local(A)), (40 * MS, local(A)), (60 * MS, send(A, "B"))]
}

fn forgets() -> Vec<(Micros, Input)> {
    vec![
        (20 * MS, local(A)),
        (40 * MS, send(A, "B")),
        (90 * MS, kill(A)),
        (120 * MS, restart(A)),
        (150 * MS, local(A)),
    ]
}
