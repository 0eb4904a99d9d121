//! The two labs: what each says of itself, and which settings make the one protocol or the other.

use super::attack::{THREE_PHASE_ATTACK, TWO_PHASE_ATTACK};
use super::{challenges, comparisons, glossary, scenes, story};
use crate::kit::{About, Measured};
use netsplit_text::msg;

/// Two-phase commit has no use for what is only in the other.
pub const TWO_PHASE_FIXED: &[(&str, i64)] =
    &[("phases", 0), ("ack_timeout", 100_000), ("precommit", 1), ("elect", 1), ("recovered_silent", 1)];

/// Nor has three-phase commit.
pub const THREE_PHASE_FIXED: &[(&str, i64)] =
    &[("phases", 1), ("cooperative", 1), ("presumed_abort", 0), ("decide_once", 1)];

const MEASURED: Measured = Measured {
    loads: &[(msg!("1 transfer every 2 s"), &[]), (msg!("10 transfers/s"), &[("rate", 1_000)])],
    sizes: &[
        (msg!("2 banks"), &[("rate", 1_000)]),
        (msg!("7 banks"), &[("participants", 7), ("rate", 1_000)]),
    ],
};

/// Two-phase commit as a lab.
pub static TWO_PHASE: About = About {
    id: "two-phase-commit",
    title: "Two-phase commit",
    group: "Transactions",
    about: "Money goes from one bank to another: at both or at neither. A coordinator asks for votes and decides; a bank \
        that has voted Yes must wait for the decision, with its account locked, for as long as the coordinator is down.",
    source: "Gray, Notes on Data Base Operating Systems, 1978; Bernstein, Hadzilacos and Goodman, Concurrency Control and \
        Recovery in Database Systems, 1987, chapter 7",
    scenes: scenes::TWO_PHASE,
    family: Some("commit"),
    comparisons: comparisons::TWO_PHASE,
    challenges: challenges::TWO_PHASE,
    story: story::STORY,
    experiments: &[],
    glossary: glossary::GLOSSARY,
    attack: TWO_PHASE_ATTACK,
    judged: None,
    measured: MEASURED,
};

/// Three-phase commit as a lab.
pub static THREE_PHASE: About = About {
    id: "three-phase-commit",
    title: "Three-phase commit",
    group: "Transactions",
    about: "One more phase than two-phase commit, so that banks never wait for a coordinator that has crashed: they elect \
        another and decide. That rests on telling a crash from silence. A split, a pause or a late message, and one side \
        commits while the other aborts.",
    source: "Skeen, Nonblocking Commit Protocols, 1981; Bernstein, Hadzilacos and Goodman, Concurrency Control and Recovery \
        in Database Systems, 1987, chapter 7",
    scenes: scenes::THREE_PHASE,
    family: Some("commit"),
    comparisons: comparisons::THREE_PHASE,
    challenges: challenges::THREE_PHASE,
    story: story::STORY,
    experiments: &[],
    glossary: glossary::GLOSSARY,
    attack: THREE_PHASE_ATTACK,
    judged: None,
    measured: MEASURED,
};
