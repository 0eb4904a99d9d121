//! What survives a crash: the distributed transaction log (Bernstein et al. 1987, 7.4: "DT log") and the database.

use super::transfer::{Decision, Transfer, Tx};
use crate::kit::wal::Wal;
use crate::sim::Micros;
use netsplit_text::t;
use serde::Serialize;

/// A record of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Of which transaction.
    pub tx: Tx,
    /// What is recorded.
    pub what: Logged,
}

/// What a record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Logged {
    /// A coordinator has begun, with these participants (`start-2PC`, `start-3PC`).
    Start(Transfer),
    /// A participant votes Yes.
    Yes(Prepared),
    /// The decision as this process knows it.
    Decided(Decision),
    /// Everybody has acknowledged the decision: the coordinator may forget it (presumed abort).
    End,
}

/// What a participant must know to do what it has promised, even after a crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Prepared {
    /// The transaction.
    pub transfer: Transfer,
    /// The balance if it commits (the after-image), €.
    pub after: i64,
    /// When the account was locked, on the participant's own clock, µs.
    pub locked: Micros,
}

impl Logged {
    /// The record's name, in the reader's language.
    pub fn word(&self) -> &'static str {
        match self {
            Logged::Start(_) => t!(record: "start"),
            Logged::Yes(_) => t!(record: "yes"),
            Logged::Decided(Decision::Commit) => t!(record: "commit"),
            Logged::Decided(Decision::Abort) => t!(record: "abort"),
            Logged::End => t!(record: "end"),
        }
    }

    /// Its letter in the log beside a node.
    pub fn letter(&self) -> &'static str {
        match self {
            Logged::Start(_) => "S",
            Logged::Yes(_) => "Y",
            Logged::Decided(Decision::Commit) => "C",
            Logged::Decided(Decision::Abort) => "A",
            Logged::End => "E",
        }
    }
}

/// Persistent state.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Disk {
    /// The log.
    pub log: Wal<Record>,
    /// A bank's balance, €.
    pub balance: i64,
    /// How many transactions a coordinator has begun, so that no name is given twice.
    pub begun: u32,
    /// The clients that wait for a coordinator's answer: for which transfer, and its number in the history. They are
    /// elsewhere, and ask again after a crash.
    pub asked: Vec<(Tx, u32)>,
}

impl Disk {
    /// Appends a record, and forces it to disk if it must not be lost.
    pub fn write(&mut self, tx: Tx, what: Logged, force: bool) {
        self.log.append(Record { tx, what });
        if force {
            self.log.force();
        }
    }

    /// The newest record of a transaction.
    pub fn latest(&self, tx: Tx) -> Option<Logged> {
        self.log.iter().rev().find(|record| record.tx == tx).map(|record| record.what)
    }

    /// What was decided about a transaction, as far as this log says.
    pub fn decision(&self, tx: Tx) -> Option<Decision> {
        match self.latest(tx) {
            Some(Logged::Decided(decision)) => Some(decision),
            _ => None,
        }
    }

    /// The transactions whose newest record is none of their last ones, in the order of their first.
    pub fn open(&self) -> Vec<(Tx, Logged)> {
        let mut open: Vec<(Tx, Logged)> = Vec::new();
        for record in self.log.iter() {
            let known = open.iter().position(|(tx, _)| *tx == record.tx);
            match (record.what, known) {
                (Logged::Start(_) | Logged::Yes(_), None) => open.push((record.tx, record.what)),
                (Logged::Decided(_), Some(place)) => {
                    open.remove(place);
                }
                _ => {}
            }
        }
        open
    }
}
