//! One-click comparisons: what a larger quorum, a strict one, and siblings change.

use crate::kit::Comparison;

/// The comparisons, in the order of the page.
pub static COMPARISONS: &[Comparison] = &[
    Comparison {
        id: "quorum-sizes",
        title: "R = W = 1 and R = W = 2",
        about: "The same writes and reads, the same slow message. At the left c2 reads an old value; at the right the \
            quorums overlap, and it does not. Compare how long clients wait.",
        scene: "stale-read",
        with: None,
        right: &[("r", 2), ("w", 2)],
    },
    Comparison {
        id: "sloppy-and-strict",
        title: "A sloppy and a strict quorum in a split",
        about: "At the left the write succeeds on either side of the split, and a read on the other side does not see it; at \
            the right it is refused where only one replica is.",
        scene: "sloppy-stale",
        with: None,
        right: &[("sloppy", 0)],
    },
    Comparison {
        id: "siblings-and-last-write",
        title: "Siblings and last write wins",
        about: "Two clients fill the same cart. At the left both values are kept, and merged; at the right one of them is \
            gone, though its client was told that it is stored.",
        scene: "siblings",
        with: None,
        right: &[("siblings", 0)],
    },
];
