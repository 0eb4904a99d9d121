//! The words that the lab's texts use.

use crate::kit::glossary::{self, Word};

/// Words and what they mean.
pub static GLOSSARY: &[Word] = &[
    glossary::SPLIT_BRAIN,
    glossary::LEADER,
    glossary::LEASE,
    ("token", "A number that grows with every lease granted: it says which of two leases is the newer one."),
    (
        "fencing token",
        "The number of a lease, sent along with every request to the storage, which rejects what is older than it has seen.",
    ),
    ("fencing", "Keeping out a former leader that does not know that it is one no more."),
    (
        "STONITH",
        "Shoot the other node in the head: a new leader has the former one's power cut before it begins. Here the storage \
        also keeps out what the machine sent before it boots again.",
    ),
    ("shot", "Its power was cut by the power switch, at somebody else's request."),
    ("power switch", "Cuts the power of a machine when another asks for it."),
    glossary::MAJORITY,
    glossary::REPLICA,
    ("worker", "A machine that makes deposits while it has the lease."),
    ("storage", "The node that keeps the account, for whoever asks by the right of a lease."),
    (
        "deposit",
        "Money that is added to the balance: read it, work, and write it back with the deposit added.",
    ),
    glossary::ACKNOWLEDGED,
    ("clock uncertainty", "By how much clocks may differ: a holder counts its lease as over so much sooner."),
    ("ε", "By how much clocks may differ: a holder counts its lease as over so much sooner."),
    ("late write", "A write that a leader sends when its lease is over, without knowing it."),
];
