//! What atomic commitment promises: AC1 to AC4 of Babaoglu and Toueg (*Understanding Non-Blocking Atomic Commitment*,
//! 1993; Bernstein et al. 1987, 7.3, count them otherwise), and what follows from them.

use super::disk::{Logged, Record};
use super::participant::{Part, Stage};
use super::transfer::{Decision, Transfer, Tx};
use super::{Commit, Phase, story};
use crate::kit::quorum::Tally;
use crate::sim::{Line, NodeId, Observed, Property, PropertyKind, Report, Slot, SortedMap, Value};
use std::rc::Rc;

const AGREEMENT: usize = 0;
const ALL_YES: usize = 1;
const JUSTIFIED: usize = 2;
const STABLE: usize = 3;
const MONEY: usize = 4;
/// Promised by three-phase commit alone.
pub const NON_BLOCKING: usize = 5;

/// How long after the last fault everything must be decided, µs.
const DECIDED_WITHIN: u64 = 5_000_000;

/// The properties.
pub const PROPERTIES: [Property; 7] = [
    Property::safety("AC1 Agreement", "All processes that reach a decision reach the same one."),
    Property::safety(
        "AC2 Commit Needs All Yes",
        "If any process decides Commit, then all participants have voted Yes.",
    ),
    Property::safety(
        "AC3 Abort Justified",
        "If all participants vote Yes and nothing goes wrong, the decision is Commit.",
    ),
    Property::safety("AC4 Stable", "A process decides at most once: a decision can't be reversed."),
    Property::safety(
        "Money Conserved",
        "Every balance is what the committed transfers make it, and no transfer takes effect at some banks only.",
    ),
    Property::safety(
        "Non-blocking",
        "A participant that is up and has voted Yes reaches a decision, whoever else is down.",
    ),
    Property {
        name: "Termination",
        about: "When everything is mended, every transaction is decided by everybody who has to do with it.",
        kind: PropertyKind::Eventually(DECIDED_WITHIN),
    },
];

/// What is known of a transaction.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    transfer: Option<Transfer>,
    yes: Tally,
    /// Who has ever decided so.
    commit: Tally,
    abort: Tally,
}

/// What the monitors remember.
#[derive(Clone, Debug, Default)]
pub struct Monitors {
    /// How many records of each node's log they have seen, lost ones counted.
    seen: Vec<u64>,
    /// What each bank's committed transfers add up to, €.
    earned: Vec<i64>,
    known: Rc<SortedMap<Tx, Known>>,
}

impl Monitors {
    /// Judges what is new in this node's log, its balance, and how long it waits.
    pub fn observe(&mut self, seen: &Observed<Commit>, report: &mut Report) {
        let (node, count) = (seen.node, seen.slots.len());
        self.seen.resize(count, 0);
        self.earned.resize(count, 0);
        let slot = &seen.slots[node.index()];
        let (now, news) = slot.disk.log.news(self.seen[node.index()]);
        let news: Vec<Record> = news.copied().collect();
        self.seen[node.index()] = now;
        for record in news {
            self.record(node, record, seen.faulty, report);
        }
        if u64::from(node.0) >= seen.config.coordinators {
            self.money(node, slot.disk.balance, seen.config.balance as i64, report);
            total(seen, report);
        }
        if seen.config.three() {
            non_blocking(node, slot, report);
        }
    }

    fn record(&mut self, node: NodeId, Record { tx, what }: Record, faulty: bool, report: &mut Report) {
        let known = Rc::make_mut(&mut self.known).or_default(tx);
        match what {
            Logged::Start(transfer) => known.transfer = Some(transfer),
            Logged::Yes(_) => known.yes.add(node),
            Logged::Decided(decision) => {
                // Who forgot a commit in a crash and learns of it again does the same once more.
                let first = decision == Decision::Commit && !known.commit.contains(node);
                if let (Some(transfer), true) = (known.transfer, first) {
                    self.earned[node.index()] += transfer.change(node);
                }
                decided(known, node, tx, decision, report);
            }
            Logged::End => return,
        }
        justified(known, tx, node, faulty, report);
    }

    fn money(&self, node: NodeId, balance: i64, first: i64, report: &mut Report) {
        let due = first + self.earned[node.index()];
        if balance != due {
            let args = vec![node.into(), Value::Int(balance), Value::Int(due)];
            report.violate(MONEY, &[node], Line::new(&story::MONEY_WRONG, args));
        }
    }
}

/// While no bank is down or in doubt, all of them together have what they had at first.
fn total(seen: &Observed<Commit>, report: &mut Report) {
    let banks = &seen.slots[seen.config.coordinators as usize..];
    let settled = |slot: &Slot<Commit>| match &slot.state {
        Some(Commit::Participant(bank)) => bank.parts.iter().all(|part| part.stage == Stage::Waiting),
        _ => false,
    };
    let first = (seen.config.balance * seen.config.participants) as i64;
    let now: i64 = banks.iter().map(|slot| slot.disk.balance).sum();
    if now != first && banks.iter().all(settled) {
        let line = Line::new(&story::MONEY_MISSING, vec![Value::Int(now), Value::Int(first)]);
        report.violate(MONEY, &[seen.node], line);
    }
}

/// AC1, AC2, AC4, and the money: a node decides.
fn decided(known: &mut Known, node: NodeId, tx: Tx, decision: Decision, report: &mut Report) {
    let (same, other) = match decision {
        Decision::Commit => (&mut known.commit, known.abort),
        Decision::Abort => (&mut known.abort, known.commit),
    };
    same.add(node);
    let opposite = if decision == Decision::Commit { Decision::Abort } else { Decision::Commit };
    if other.contains(node) {
        let args = vec![node.into(), decision.into(), tx.into()];
        report.violate(STABLE, &[node], Line::new(&story::CHANGED_MIND, args));
    }
    if let Some(first) = other.without(node).iter().next() {
        let args = vec![node.into(), decision.into(), tx.into(), first.into(), opposite.into()];
        report.violate(AGREEMENT, &[node, first], Line::new(&story::DISAGREE, args));
    }
    let Some(transfer) = known.transfer else { return };
    let all = transfer.participants();
    if let (Decision::Commit, Some(missing)) = (decision, all.except(known.yes).iter().next()) {
        let args = vec![node.into(), tx.into(), missing.into()];
        report.violate(ALL_YES, &[node, missing], Line::new(&story::COMMIT_WITHOUT, args));
    }
    let one = |those: Tally| those.among(all).iter().next();
    if let (Some(paid), Some(unpaid)) = (one(known.commit), one(known.abort)) {
        let args = vec![tx.into(), paid.into(), unpaid.into()];
        report.violate(MONEY, &[paid, unpaid], Line::new(&story::MONEY_LOST, args));
    }
}

/// AC3: looked at with every decision and every vote, which may come after it.
fn justified(known: &Known, tx: Tx, node: NodeId, faulty: bool, report: &mut Report) {
    let all_yes = known.transfer.is_some_and(|transfer| transfer.participants() == known.yes);
    if !faulty && all_yes && known.abort != Tally::default() {
        report.violate(JUSTIFIED, &[node], Line::new(&story::UNJUSTIFIED, vec![tx.into()]));
    }
}

/// A participant that has been up since it voted waits for each other one at most once.
fn non_blocking(node: NodeId, slot: &Slot<Commit>, report: &mut Report) {
    let Some(Commit::Participant(participant)) = &slot.state else { return };
    let stuck = |part: &&Part| {
        let patience = part.transfer.participants().count() + 1;
        part.operational && part.stage != Stage::Waiting && u64::from(part.rounds) > patience
    };
    if let Some(part) = participant.parts.iter().find(stuck) {
        let args = vec![node.into(), u64::from(part.rounds).into(), part.tx.into()];
        report.violate(NON_BLOCKING, &[node], Line::new(&story::STILL_BLOCKED, args));
    }
}

/// So often may a process have asked about a transaction that is on its way to a decision.
const ROUNDS: u32 = 2;

/// Whether nobody has been in doubt for longer than a question and an answer take.
pub fn all_decided(slots: &[Slot<Commit>]) -> bool {
    slots.iter().all(|slot| match &slot.state {
        Some(Commit::Participant(participant)) => participant.parts.iter().all(|part| part.rounds <= ROUNDS),
        Some(Commit::Coordinator(coordinator)) => coordinator.running.iter().all(|run| match run.phase {
            Phase::Asking { rounds, .. } => rounds <= ROUNDS,
            _ => true,
        }),
        None => true,
    })
}
