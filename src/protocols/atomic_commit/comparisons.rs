//! One-click comparisons of the two protocols under the same faults.

use crate::kit::Comparison;

/// With two-phase commit at the left.
pub static TWO_PHASE: &[Comparison] = &[
    Comparison {
        id: "coordinator-crash",
        title: "The coordinator crashes: who waits?",
        about: "The same crash. With two phases both accounts stay locked until the coordinator is back, and the other \
            transfer waits in vain; with three the banks elect one of themselves and go on.",
        scene: "coordinator-crash",
        with: Some("three-phase-commit"),
        right: &[],
    },
    Comparison {
        id: "price",
        title: "What the third phase costs",
        about: "The same transfer without any fault. With N banks two phases take 3N messages, three take 5N, and locks are \
            held for a round trip longer.",
        scene: "transfer",
        with: Some("three-phase-commit"),
        right: &[],
    },
];

/// With three-phase commit at the left.
pub static THREE_PHASE: &[Comparison] = &[Comparison {
    id: "split",
    title: "A split: disagree or wait?",
    about: "The same split. With three phases one side commits and the other aborts; with two the bank that is cut off waits, \
        and is told when the network is whole again.",
    scene: "split",
    with: Some("two-phase-commit"),
    right: &[],
}];
