//! Words of the field that several labs use, each defined once. A lab's own words stand in its own glossary.
#![expect(missing_docs, reason = "each word says itself what it means")]

/// A word, and what it means.
pub type Word = (&'static str, &'static str);

pub const ACKNOWLEDGED: Word = ("acknowledged", "Answered with OK: whoever asked may rely on it.");
pub const ANTI_ENTROPY: Word = (
    "anti-entropy",
    "Comparing everything with a partner, again and again, and exchanging what differs: slow and thorough, it misses \
     nobody for good.",
);
pub const CLIENT: Word =
    ("client", "Whoever asks a system for something from outside and waits for its answer.");
pub const COMMIT: Word = ("commit", "To make sure that something takes effect and is never undone.");
pub const COMMITTED: Word = (
    "committed",
    "Sure to take effect, and never to be undone. In a replicated log: stored on a majority by a leader in whose term it \
     was made, or followed by such an entry.",
);
pub const CONSENSUS: Word = (
    "consensus",
    "That several nodes agree on one value, or one order, once and for all, although some may fail.",
);
pub const COORDINATOR: Word = (
    "coordinator",
    "The process that asks the others and puts their answers together: for their votes on a transaction, which it then \
     decides, or for what a client wants to read or write.",
);
pub const DISTRIBUTED_SYSTEM: Word =
    ("distributed system", "Processes that share nothing and work together only by messages.");
pub const EVENTUALLY_CONSISTENT: Word = (
    "eventually consistent",
    "When nothing more is written, all replicas come to have the same values, sooner or later.",
);
pub const FALLACIES: Word = (
    "fallacies of distributed computing",
    "What newcomers wrongly take for granted, among it that the network is reliable and that latency is zero.",
);
pub const LATENCY: Word = ("latency", "How long a message is on its way.");
pub const LEADER: Word = (
    "leader",
    "The one node that may act for all: it takes clients' requests, or has the lease. There should never be two at a time.",
);
pub const LEASE: Word = (
    "lease",
    "A right for a limited time, like that to lead: it ends by itself, so that nobody waits for a holder that is gone.",
);
pub const LOG: Word = (
    "log",
    "A list on disk to which a node only adds: what it must not forget goes there before the node acts on it.",
);
pub const MAJORITY: Word =
    ("majority", "More than half of all, running or not. Any two majorities have a member in common.");
pub const MESSAGE: Word = ("message", "What a process sends to another. It takes a while, and may be lost.");
pub const REPLICA: Word =
    ("replica", "One of several nodes that keep the same thing, so that it outlives one of them.");
pub const SERVER: Word =
    ("server", "A process that others ask for something, mostly one of several that do the same.");
pub const SIBLING: Word = (
    "sibling",
    "One of several versions of which none was written in knowledge of another: nobody can say which is to stay.",
);
pub const SPLIT: Word =
    ("split", "A network in two or more parts: within one, messages pass; between them, none.");
pub const SPLIT_BRAIN: Word =
    ("split brain", "Two nodes, or two sides of a split, each of which acts as if it alone were in charge.");
pub const VERSION_VECTOR: Word = (
    "version vector",
    "A number for every node: how many of its writes a version has taken in. What has all that another has, and more, \
     descends from it.",
);
