//! The words that the texts of this lab use.

use crate::kit::glossary::{self, Word};

/// Words and what they mean.
pub static GLOSSARY: &[Word] = &[
    (
        "process",
        "One of those that do things and send messages. What happens in it happens one after the other.",
    ),
    (
        "event",
        "Something that happens in a process: a message is sent or received, or it does something by itself.",
    ),
    (
        "happened before",
        "a → b: both in one process and a first, or a sends the message that b receives, or by way of others in between. \
         Only then can a have influenced b.",
    ),
    ("concurrent", "Neither happened before the other, so neither can have influenced the other."),
    ("timestamp", "The sender's clock at the event of sending. The message carries it."),
    (
        "Lamport clock",
        "A number that grows with every event; on receipt it becomes larger than the message's timestamp too.",
    ),
    (
        "vector clock",
        "A number for every process: how many of its events have happened before, or are, this one.",
    ),
    ("clock", "A counter, not a watch: it orders events and tells no time."),
    (
        "total order",
        "All events in one row, by Lamport clock and, where those are equal, by process. It agrees with what happened \
         before what, and orders concurrent events arbitrarily.",
    ),
    ("cart", "A shopping cart that every process keeps a copy of; messages carry it along."),
    ("version", "The cart as one write left it."),
    glossary::VERSION_VECTOR,
    glossary::SIBLING,
    ("merge", "To make one version of several, which has taken in all of them."),
    ("C(a)", "The Lamport clock at event a."),
    ("V(a)", "The vector clock at event a."),
    glossary::MESSAGE,
    glossary::LATENCY,
    glossary::SPLIT,
    glossary::DISTRIBUTED_SYSTEM,
    glossary::FALLACIES,
];
