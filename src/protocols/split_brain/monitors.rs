//! What the lab promises.

use super::message::Ask;
use super::storage::{Account, Right, Verdict};
use super::{Disk, SplitBrain, Worker, story};
use crate::sim::{Health, Line, Micros, NodeId, Observed, Property, PropertyKind, Report, Slot, Value};

const ONE_HOLDER: usize = 0;
const ONE_WRITER: usize = 1;
const BALANCE: usize = 2;

/// The properties.
pub const PROPERTIES: [Property; 3] = [
    Property {
        name: "One Holder",
        about: "Of the workers that run, at most one at a time has a lease that is not over by its own clock. A worker that \
            is paused has no clock.",
        kind: PropertyKind::Safety,
    },
    Property::safety(
        "One Effective Writer",
        "No write of an older lease is accepted after anything of a newer one, nor of one with the same token.",
    ),
    Property::safety("Balance", "The balance is the sum of all acknowledged deposits: none is overwritten."),
];

/// So many leases are remembered for the table.
const REMEMBERED: usize = 30;

/// A lease that a worker has had.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    /// Since when, simulated time, µs.
    pub at: Micros,
    /// Whose, and with which token.
    pub right: Right,
}

/// What the monitors remember.
#[derive(Clone, Debug, Default)]
pub struct Monitors {
    /// The token of each node's lease, or 0.
    tokens: Vec<u64>,
    /// The newest lease that has come to the storage.
    newest: Option<Right>,
    /// How many requests they have seen.
    requests: u64,
    /// The last leases, oldest first.
    pub leases: Vec<Held>,
}

impl Monitors {
    /// Judges a worker that has just got the lease, and a request that has just come.
    pub fn observe(&mut self, seen: &Observed<SplitBrain>, report: &mut Report) {
        let slot = &seen.slots[seen.node.index()];
        match &slot.disk {
            Disk::Worker { .. } => self.leases(seen, report),
            Disk::Storage(account) => self.requests(seen.node, account, report),
            Disk::Replica(_) | Disk::Power => {}
        }
    }

    fn leases(&mut self, seen: &Observed<SplitBrain>, report: &mut Report) {
        self.tokens.resize(seen.slots.len(), 0);
        let (node, token) = (seen.node, token(&seen.slots[seen.node.index()]));
        if std::mem::replace(&mut self.tokens[node.index()], token) == token || token == 0 {
            return;
        }
        if self.leases.len() == REMEMBERED {
            self.leases.remove(0);
        }
        self.leases.push(Held { at: seen.when.at, right: Right { token, holder: node } });
        let other = |(i, slot): (usize, &Slot<SplitBrain>)| {
            let its = self::token(slot);
            (i != node.index() && its != 0 && slot.health == Health::Up).then(|| (NodeId::from(i), its))
        };
        if let Some((other, its)) = seen.slots.iter().enumerate().find_map(other) {
            let args = vec![node.into(), token.into(), other.into(), its.into()];
            report.violate(ONE_HOLDER, &[node, other], Line::new(&story::TWO_HOLDERS, args));
        }
    }

    fn requests(&mut self, storage: NodeId, account: &Account, report: &mut Report) {
        if std::mem::replace(&mut self.requests, account.requests) == account.requests {
            return;
        }
        let Some(entry) = account.entries.back().filter(|entry| entry.verdict == Verdict::Done) else {
            return;
        };
        match self.newest {
            Some(newest) if !entry.right.follows(self.newest) => {
                if matches!(entry.ask, Ask::Write { .. }) {
                    old_write(entry.right, newest, storage, report);
                }
            }
            _ => self.newest = Some(entry.right),
        }
        if account.balance != account.due {
            let args = vec![Value::from(account.balance), account.due.into()];
            report.violate(BALANCE, &[storage], Line::new(&story::MONEY_LOST, args));
        }
    }
}

fn old_write(right: Right, newest: Right, storage: NodeId, report: &mut Report) {
    let args = vec![right.holder.into(), right.token.into(), newest.holder.into(), newest.token.into()];
    report.violate(ONE_WRITER, &[right.holder, storage], Line::new(&story::OLD_WRITE, args));
}

/// The token of a node's lease, or 0.
fn token(slot: &Slot<SplitBrain>) -> u64 {
    match &slot.state {
        Some(SplitBrain::Worker(Worker { lease: Some(lease), .. })) => lease.token,
        _ => 0,
    }
}
