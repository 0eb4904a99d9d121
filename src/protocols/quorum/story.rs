//! The story: what happens to a value, in plain sentences.

crate::story! {
    all STORY;
    ASKS "quorum.asks" "{0} asks {1}: {2}.";
    LOOKS_FIRST "quorum.looks-first" "{0} wants {2}: it first asks {1} what is there, so that its write replaces what it has seen and nothing else.";
    READS "quorum.reads" "{0} coordinates the read: it asks {2}, the replicas of {1}, and waits for {3} of them.";
    WRITES "quorum.writes" "{0} coordinates the write: it sends {1} to {2}, the replicas, and waits for {3} of them.";
    STORES "quorum.stores" "{0} stores {1}.";
    ENOUGH_ACKS "quorum.enough-acks" "{0} has a write quorum, {1}: it tells {3} that {2} is stored.";
    ENOUGH_ANSWERS "quorum.enough-answers" "{0} has a read quorum, {1}: it answers {2} with {3}.";
    TURNS_TO "quorum.turns-to" "{0} has not heard from {1} and turns to {2}, further around the ring.";
    KEEPS_HINT "quorum.keeps-hint" "{0} keeps {1} as a hint for {2}." => "hint kept";
    TAKES_OVER "quorum.takes-over" "{0} takes over what {1} has kept for it: {2}." => "hint handed over";
    HAD_ALREADY "quorum.had-already" "{1} hands over what it has kept for {0}, which has it already: {2}.";
    TOO_FEW "quorum.too-few" "{0} has heard from {1} nodes about {2}, but needs {3} of the replicas: it tells {4} that it failed." => "no quorum";
    REPAIRS "quorum.repairs" "{0} has seen that {1} is behind and sends it {2}." => "read repair";
    REPAIRED "quorum.repaired" "{0} is up to date again: {1}, from {2}.";
    DESCENDS "quorum.descends" "{0} and {1} differ: their Merkle trees are compared below {2} of the nodes.";
    MENDED "quorum.mended" "{0} learns {1} from {2}: their Merkle trees differed there." => "mended by anti-entropy";
    STORED "quorum.stored" "{0} is told by {1} that it is stored: {2}." => "client answered";
    FOUND "quorum.found" "{0} reads from {1} that {2} is {3}." => "client answered";
    SIBLINGS "quorum.siblings" "{0} reads siblings from {1}: {2} is {3}, written without knowledge of each other." => "siblings";
    FAILED "quorum.failed" "{0} has no answer: {1} failed.";
    UNSURE "quorum.unsure" "{0} does not know whether {1} took effect: too few answered, but some may have stored it." => "write in doubt";
    STALE "quorum.stale" "{0} was answered with an old value of {1}: {2} was acknowledged before it asked." => "stale read";
    FORGOT_OWN "quorum.forgot-own" "{0} insists on reading its own writes, but its read of {1} lacks one of them.";
    LOST "quorum.lost" "{1} of {0} was acknowledged, but no node has it any more, nor anything that was written in its knowledge.";
}
