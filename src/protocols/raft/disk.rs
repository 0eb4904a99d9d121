//! What survives a crash (Figure 2, "Persistent state on all servers"), and what is on the disks at first.

use super::configuration::{Configuration, Configurations};
use super::snapshot::Snapshot;
use super::{PRESET_FIGURE_7, PRESET_FIGURE_8};
use crate::kit::kv::{Op, Origin};
use crate::kit::log;
use crate::kit::quorum::Tally;
use crate::sim::NodeId;
use netsplit_text::t;
use serde::Serialize;
use std::fmt;
use std::rc::Rc;

/// An entry of the log.
pub type Entry = log::Entry<Command>;

/// The log.
pub type Log = log::Log<Command>;

/// What an entry asks of the state machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Command {
    /// Nothing: a new leader writes it to learn what is committed (§8).
    Noop,
    /// An operation on the store.
    Op {
        /// The client's request that it answers, if a client asked.
        origin: Option<Origin>,
        /// The operation.
        op: Op,
    },
    /// Other members, from when it is appended on (dissertation, ch. 4).
    Configuration(Configuration),
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Command::Noop => f.write_str(t!("no-op")),
            Command::Op { op, .. } => op.fmt(f),
            Command::Configuration(configuration) => {
                f.write_str(&t!("members {configuration}", configuration))
            }
        }
    }
}

/// Persistent state. A server updates it before it answers.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Disk {
    /// Latest term the server has seen (0 on first boot, increases monotonically).
    pub current_term: u64,
    /// Candidate that received the vote in the current term, if any.
    pub voted_for: Option<NodeId>,
    /// Log entries; the first index is 1.
    pub log: Log,
    /// What stands for the entries that were discarded. Left out of the digest while there is none, as before there
    /// were snapshots.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<Rc<Snapshot>>,
    /// The configurations in the log.
    #[serde(skip)]
    pub configurations: Configurations,
}

impl Disk {
    /// Appends an entry; a configuration comes into force.
    pub fn append(&mut self, entry: Entry) {
        if let Command::Configuration(configuration) = entry.command {
            self.configurations.push(self.log.last_index() + 1, configuration);
        }
        self.log.push(entry);
    }

    /// Deletes the entry at `index` and all that follow it, and falls back to the configuration before.
    pub fn delete_from(&mut self, index: u64) {
        self.log.delete_from(index);
        self.configurations.delete_from(index);
    }

    /// A snapshot takes the place of the log up to `index`.
    pub fn discard_to(&mut self, index: u64) {
        self.log.discard_to(index);
        self.configurations.discard_to(index);
    }
}

/// Figure 7: terms of the entries of the leader of term 8, then of the followers a to f.
const FIGURE_7: [&[u64]; 7] = [
    &[1, 1, 1, 4, 4, 5, 5, 6, 6, 6],
    &[1, 1, 1, 4, 4, 5, 5, 6, 6],
    &[1, 1, 1, 4],
    &[1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6],
    &[1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7],
    &[1, 1, 1, 4, 4, 4, 4],
    &[1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3],
];

/// Figure 8 between (b) and (c): S1 led term 2 and reached only S2; S5 led term 3 and reached nobody.
const FIGURE_8: [&[u64]; 5] = [&[1, 2], &[1, 2], &[1], &[1], &[1, 3]];

/// The term of every server of Figure 8 by then.
const FIGURE_8_TERM: u64 = 3;

/// The disk of the server at `place`, of so many, when the run begins. A spare one knows no members.
pub fn initial(preset: u64, place: usize, servers: u64) -> Disk {
    if place as u64 >= servers {
        return Disk::default();
    }
    let members = Configuration::of(Tally::first(servers));
    Disk { configurations: Configurations::starting(members), ..written_before(preset, place, servers) }
}

fn written_before(preset: u64, place: usize, servers: u64) -> Disk {
    match preset {
        PRESET_FIGURE_7 => {
            let log = written(FIGURE_7.get(place).copied().unwrap_or_default());
            // The server at the top is about to stand in term 8.
            let current_term = if place == 0 { 7 } else { log.last_term() };
            Disk { current_term, log, ..Disk::default() }
        }
        PRESET_FIGURE_8 => {
            let log = written(FIGURE_8.get(place).copied().unwrap_or(&[1]));
            // S3, S4 and S5 made S5 leader of term 3; S1 was down and S2 refused.
            let voted_for = (place >= 2 && servers >= 5).then_some(NodeId(4));
            Disk { current_term: FIGURE_8_TERM, voted_for, log, ..Disk::default() }
        }
        _ => Disk::default(),
    }
}

/// A log whose entries have these terms; entries of the same index and term are the same.
fn written(terms: &[u64]) -> Log {
    let entry = |(place, term): (usize, &u64)| {
        let op = Op::write("x", &format!("{term}.{}", place + 1));
        Entry { term: *term, command: Command::Op { origin: None, op } }
    };
    terms.iter().enumerate().map(entry).collect()
}
