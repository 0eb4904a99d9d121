//! The words of the field that the texts of this lab use.

use crate::kit::glossary::{self, Word};

/// Words and what they mean.
pub static GLOSSARY: &[Word] = &[
    glossary::REPLICA,
    (
        "ring",
        "The nodes in a circle. Each is the home of a range of keys, which the next nodes around it store too.",
    ),
    ("coordinates", "Asks the replicas on behalf of a client and answers it. Any node can do that."),
    glossary::COORDINATOR,
    ("quorum", "How many answers are enough: R for a read, W for a write."),
    ("read quorum", "R answers: enough to answer a read."),
    ("write quorum", "W acknowledgements: enough to call a write stored."),
    ("N", "How many nodes store each key."),
    (
        "R",
        "How many replicas must answer a read. If R + W > N, they overlap with those that acknowledged a write.",
    ),
    ("W", "How many replicas must have stored a write before the client is told so."),
    ("strict quorum", "Only the N replicas of the key count."),
    ("sloppy quorum", "Any nodes count: others stand in for replicas that do not answer."),
    (
        "hint",
        "A write that a node keeps for a replica that did not answer, together with that replica's name.",
    ),
    ("hinted handoff", "Hints are handed over when their replica can be reached again."),
    ("read repair", "A coordinator that sees in a read which replicas are behind sends them what they lack."),
    glossary::ANTI_ENTROPY,
    (
        "Merkle tree",
        "A tree of hashes over a range of keys. Two equal roots mean equal contents; where nodes of it differ, one looks below.",
    ),
    glossary::VERSION_VECTOR,
    glossary::SIBLING,
    ("context", "What a client has seen of a key. It passes it with its write, which replaces exactly that."),
    (
        "last write wins",
        "Of two versions the one with the later time stays, even if the other was written unseen.",
    ),
    ("stale", "Older than something that was acknowledged before one asked."),
    glossary::ACKNOWLEDGED,
    glossary::CONSENSUS,
    glossary::EVENTUALLY_CONSISTENT,
];
