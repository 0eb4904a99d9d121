//! The words that the texts of gossip use.

use crate::kit::glossary::{self, Word};

/// Words and what they mean.
pub static GLOSSARY: &[Word] = &[
    (
        "update",
        "A new value of a database's item, with a stamp that says when it was made; the newest one is to be everywhere.",
    ),
    ("rumour", "An update that is hot: those who know it tell others, until they lose interest."),
    (
        "rumour mongering",
        "Passing on what is new, only while it is new: little is said, but some may never hear of it.",
    ),
    glossary::ANTI_ENTROPY,
    ("susceptible", "Has not heard of the update. The word is from the theory of epidemics."),
    ("infective", "Knows the update and passes it on."),
    ("removed", "Knows the update but has lost interest and no longer passes it on."),
    (
        "push",
        "The one who knows calls and tells. Fast while few know; at the end most calls reach those who know already.",
    ),
    (
        "pull",
        "The one who may not know calls and asks. Slow while few know; at the end nearly every question finds the answer.",
    ),
    ("push–pull", "Who calls both tells and asks."),
    ("feedback", "Whoever was told says whether it was new."),
    ("blind", "Nobody says whether it was new: a node loses interest by having spoken, whoever knew."),
    ("residue", "s: the share of nodes that are still susceptible when nobody is infective any more."),
    (
        "traffic",
        "m: how often the update was sent, per node. Once each would be enough, if one knew whom to tell.",
    ),
    ("cycle", "A round: everybody who has something to say picks one partner at random."),
    ("fan-out", "How many partners a node picks in one cycle."),
];
