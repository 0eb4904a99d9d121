//! The words that Raft's texts use.

/// Words and what they mean.
pub static GLOSSARY: &[(&str, &str)] = &[
    ("term", "A stretch of time with at most one leader, numbered 1, 2, 3… Each begins with an election."),
    (
        "leader",
        "The one server that takes clients' requests and tells the others what to write in their logs.",
    ),
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
    ("majority", "More than half of all servers, running or not. Any two majorities share a server."),
    (
        "log",
        "The list of commands that every server keeps, each entry with its index and the term of the leader that made it.",
    ),
    ("entry", "One command in the log."),
    ("index", "An entry's place in the log, from 1."),
    ("commit", "An entry is committed when it is sure to stay for good; then it may be carried out."),
    (
        "committed",
        "Sure to stay for good: stored on a majority by a leader in whose term it was made, or followed by such an entry.",
    ),
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
    (
        "lease",
        "A time in which nobody else can be elected, because a majority has just heard from this leader and waits.",
    ),
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
    ("split brain", "Two sides of a split that each act as if they were the whole."),
    (
        "session",
        "A client's numbered requests: a server that sees a number again answers again, without doing it again.",
    ),
];
