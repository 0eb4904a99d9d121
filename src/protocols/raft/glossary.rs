//! The words that Raft's texts use.

use crate::kit::glossary::{self, Word};

/// Words and what they mean.
pub static GLOSSARY: &[Word] = &[
    ("term", "A stretch of time with at most one leader, numbered 1, 2, 3… Each begins with an election."),
    glossary::LEADER,
    ("follower", "A server that answers leaders and candidates and asks for nothing itself."),
    ("candidate", "A server that stands for election: it asks the others for their votes."),
    (
        "election timeout",
        "How long a follower hears nothing from a leader before it stands. Random, so that servers rarely stand at once.",
    ),
    ("heartbeat", "An AppendEntries without entries: the leader says that it is there."),
    (
        "split vote",
        "An election in which several stand at once and none gets a majority; the next term tries again.",
    ),
    glossary::MAJORITY,
    glossary::LOG,
    ("entry", "One command in the log."),
    ("index", "An entry's place in the log, from 1."),
    glossary::COMMIT,
    glossary::COMMITTED,
    (
        "up to date",
        "Of two logs, the one whose last entry has the higher term; with equal terms, the longer one.",
    ),
    ("state machine", "What carries out the committed commands in order: here a small key–value store."),
    (
        "no-op",
        "An entry that does nothing. A new leader writes one, because committing it commits all that came before.",
    ),
    ("currentTerm", "The latest term that the server has seen. On disk."),
    (
        "votedFor",
        "Whom the server voted for in its current term. On disk, or it could vote twice after a crash.",
    ),
    ("commitIndex", "The highest index that the server knows to be committed."),
    ("lastApplied", "The highest index that the server has carried out."),
    ("nextIndex", "For each follower, the index of the next entry that the leader will send it."),
    ("matchIndex", "For each follower, the highest index up to which its log is known to be the leader's."),
    ("RequestVote", "What a candidate sends to ask for a vote."),
    ("AppendEntries", "What a leader sends: new entries, or none as a heartbeat."),
    ("pre-vote", "A candidate first asks whether it could win, and only then begins a new term."),
    ("TimeoutNow", "What a leader sends to the server that is to take over: stand at once."),
    (
        "leadership transfer",
        "A leader makes another server leader: it brings its log up to date and tells it to stand.",
    ),
    ("readIndex", "The leader's commitIndex when a read arrived: the read must see everything up to there."),
    glossary::LEASE,
    ("clock drift", "How much faster or slower than true time a clock runs."),
    (
        "snapshot",
        "The state machine's whole state after some entry: it stands for the log up to there, which can be discarded.",
    ),
    ("lastIncludedIndex", "The index of the last entry that a snapshot covers."),
    ("lastIncludedTerm", "The term of that entry."),
    (
        "InstallSnapshot",
        "What a leader sends to a follower that needs entries which the leader has discarded.",
    ),
    ("member", "A server whose vote and whose log count."),
    ("configuration", "Who is a member. It is an entry of the log, and in force as soon as a server has it."),
    (
        "joint consensus",
        "The time between two configurations in which majorities of both are needed for everything.",
    ),
    glossary::SPLIT_BRAIN,
    (
        "session",
        "A client's numbered requests: a server that sees a number again answers again, without doing it again.",
    ),
    glossary::SERVER,
    glossary::CLIENT,
];
