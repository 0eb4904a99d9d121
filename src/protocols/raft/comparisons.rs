//! One-click comparisons: one rule or setting of Raft against another.

use crate::kit::Comparison;

/// The comparisons, in the order of the page.
pub static COMPARISONS: &[Comparison] = &[
    Comparison {
        id: "prevote",
        title: "A rejoin without and with pre-vote",
        about: "n5 is cut off and comes back. At the left its high term unseats a healthy leader; at the right it \
            first asks whether anybody would vote for it, finds nobody, and simply follows when it is back.",
        scene: "rejoin",
        with: None,
        right: &[("prevote", 1)],
    },
    Comparison {
        id: "read-costs",
        title: "Reads by ReadIndex and through the log",
        about: "The same reads: at the left the leader only asks whether it still leads; at the right every read is \
            an entry of the log. Compare messages, bytes, and how long clients wait.",
        scene: "read-index",
        with: None,
        right: &[("reads", 0)],
    },
    Comparison {
        id: "figure-8",
        title: "The paper's Figure 8, without and with the commit rule",
        about: "The same crashes and votes on both sides. At the left a leader counts an entry of an old term as \
            committed, and it is overwritten; at the right only entries of its own term count.",
        scene: "figure-8-bug",
        with: None,
        right: &[("commit_own_term", 1)],
    },
];
