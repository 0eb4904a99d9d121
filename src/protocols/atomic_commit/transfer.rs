//! Transactions: a transfer of money from one bank to others, and how it is named.

use crate::kit::quorum::Tally;
use crate::sim::{NodeId, Value};
use netsplit_text::t;
use serde::Serialize;
use std::fmt;

/// A transaction's name: which coordinator began it, and its how-manieth it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Tx {
    /// The coordinator.
    pub home: NodeId,
    /// From 1.
    pub number: u32,
}

/// The letters of the first, second and third coordinator's transactions.
const LETTERS: [char; 3] = ['T', 'U', 'V'];

/// `T1` for the first coordinator's first.
impl fmt::Display for Tx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", LETTERS[self.home.index() % LETTERS.len()], self.number)
    }
}

impl From<Tx> for Value {
    fn from(tx: Tx) -> Self {
        Value::Text(tx.to_string())
    }
}

/// Money that goes from one bank to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Transfer {
    /// Who pays.
    pub from: NodeId,
    /// Who is paid.
    pub to: Tally,
    /// How much each of them gets, €.
    pub amount: u32,
}

impl Transfer {
    /// `p1 → p2 p3, 30 €`, where so many coordinators sit before the banks.
    pub fn text(&self, coordinators: u64) -> String {
        let name = |bank: NodeId| format!("p{}", u64::from(bank.0) + 1 - coordinators);
        let to: Vec<String> = self.to.iter().map(name).collect();
        format!("{} → {}, {} €", name(self.from), to.join(" "), self.amount)
    }

    /// Everybody whose balance it changes.
    pub fn participants(&self) -> Tally {
        self.to.with(self.from)
    }

    /// By how much it changes the balance of `bank`, €.
    pub fn change(&self, bank: NodeId) -> i64 {
        let amount = i64::from(self.amount);
        if bank == self.from {
            -amount * self.to.count() as i64
        } else if self.to.contains(bank) {
            amount
        } else {
            0
        }
    }
}

/// What becomes of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Decision {
    /// It takes effect everywhere.
    Commit,
    /// It takes effect nowhere.
    Abort,
}

impl Decision {
    /// `commit` or `abort`, in the reader's language: what somebody decides to do.
    pub fn word(self) -> &'static str {
        match self {
            Decision::Commit => t!(verb: "commit"),
            Decision::Abort => t!(verb: "abort"),
        }
    }
}

impl From<Decision> for Value {
    fn from(decision: Decision) -> Self {
        decision.word().into()
    }
}
