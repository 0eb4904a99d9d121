//! The words that the texts of both labs use.

use crate::kit::glossary::{self, Word};

/// Words and what they mean.
pub static GLOSSARY: &[Word] = &[
    glossary::COORDINATOR,
    ("bank", "A participant: keeps an account, and votes on the transactions that change it."),
    ("participant", "A process whose data a transaction changes, and which votes on it."),
    ("transaction", "Changes that take effect all together or not at all."),
    ("transfer", "A transaction that takes money from one account and puts it into others."),
    ("vote", "A participant's Yes (it can commit, whatever happens to it) or No (it aborts)."),
    glossary::COMMIT,
    glossary::COMMITTED,
    ("abort", "To decide that a transaction takes no effect; or to undo what it has done."),
    ("aborted", "Decided to take no effect."),
    ("decision", "Commit or Abort: the same for everybody, and for good."),
    ("in doubt", "Having voted Yes without knowing the decision: it may neither commit nor abort by itself."),
    ("uncertain", "In doubt: it has voted Yes and heard no more."),
    ("committable", "Having received a PRE-COMMIT: it knows that all have voted Yes, but not the decision."),
    (
        "blocked",
        "In doubt, with nobody there who knows: it must wait for a crashed process, and keeps its locks meanwhile.",
    ),
    ("lock", "The right to use an account. Who has it keeps all others waiting until it is released."),
    glossary::LOG,
    ("force", "To bring the log to disk, so that a crash can't lose what is in it."),
    ("forced", "On disk: a crash can't lose it."),
    ("deadlock", "Two that wait for each other's locks, for ever."),
    ("VOTE-REQ", "The coordinator's question, with what is to be done."),
    (
        "PRE-COMMIT",
        "Tells a participant that all have voted Yes. Nobody may commit before all who are up know that.",
    ),
    ("ACK", "Acknowledges a PRE-COMMIT or, with presumed abort, a COMMIT."),
    ("DECISION-REQ", "The question of a process in doubt: what was decided?"),
    ("UR-ELECTED", "\"You are elected\": the receiver is to be the new coordinator."),
    ("STATE-REQ", "A new coordinator's question: how far are you?"),
    (
        "cooperative termination protocol",
        "A participant in doubt also asks the other participants: one of them may know the decision.",
    ),
    ("termination protocol", "How those who are up reach a decision when the coordinator is silent."),
    (
        "presumed abort",
        "A coordinator that has nothing in its log about a transaction says that it was aborted.",
    ),
    ("new coordinator", "A participant that takes the place of a coordinator which is silent."),
    ("total failure", "All processes of a transaction have crashed."),
    ("non-blocking", "Nobody who is up ever waits for somebody who is down."),
    ("TR1", "Somebody has aborted: abort."),
    ("TR2", "Somebody has committed: commit."),
    ("TR3", "All who are up are uncertain: abort."),
    ("TR4", "Somebody is committable and nobody has committed: make all committable, then commit."),
    glossary::SPLIT_BRAIN,
    ("agreement", "All that decide about a transaction decide the same."),
];
