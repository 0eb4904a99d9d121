//! The words that the lab's texts use.

/// Words and what they mean.
pub static GLOSSARY: &[(&str, &str)] = &[
    (
        "split brain",
        "Two nodes, cut off from each other or not, each of which thinks that it alone is in charge.",
    ),
    ("leader", "The worker that has the lease, and so may change the balance."),
    ("leaders", "Workers that have the lease. There should never be two."),
    (
        "lease",
        "A lock that is granted for a limited time: it ends by itself, so that nobody waits for a holder that is gone.",
    ),
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
    (
        "majority",
        "More than half of all replicas, whether they answer or not: two majorities have one in common.",
    ),
    ("replica", "One of the nodes of the lock service, which grant the lease."),
    ("replicas", "The nodes of the lock service, which grant the lease."),
    ("worker", "A machine that makes deposits while it has the lease."),
    ("storage", "The node that keeps the account, for whoever asks by the right of a lease."),
    (
        "deposit",
        "Money that is added to the balance: read it, work, and write it back with the deposit added.",
    ),
    ("deposits", "Money that is added to the balance, each by reading it, working, and writing it back."),
    ("acknowledged", "Answered with OK: whoever made the deposit relies on it."),
    ("clock uncertainty", "By how much clocks may differ: a holder counts its lease as over so much sooner."),
    ("ε", "By how much clocks may differ: a holder counts its lease as over so much sooner."),
    ("late write", "A write that a leader sends when its lease is over, without knowing it."),
];
