//! Who is counted: configurations, and those that stand in a server's log (dissertation, ch. 4).

use crate::kit::quorum::{Tally, reached_by_majority};
use crate::sim::NodeId;
use netsplit_text::t;
use serde::Serialize;
use std::fmt;

/// A set of servers whose majorities decide; in joint consensus (§4.3) two sets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Configuration {
    /// The members: C, or `C_old` while it is joint.
    pub members: Tally,
    /// `C_new`, while it is joint.
    pub next: Option<Tally>,
}

impl Configuration {
    /// One set of members.
    pub fn of(members: Tally) -> Self {
        Configuration { members, next: None }
    }

    /// All members, old and new.
    pub fn all(self) -> Tally {
        self.next.map_or(self.members, |next| next.union(self.members))
    }

    /// Whether the server is a member.
    pub fn contains(self, server: NodeId) -> bool {
        self.all().contains(server)
    }

    /// Whether these make an agreement: a majority, of both sets in joint consensus.
    pub fn is_majority(self, yes: Tally) -> bool {
        let of = |members: Tally| yes.among(members).is_majority(members.count());
        of(self.members) && self.next.is_none_or(of)
    }

    /// The highest value that a majority has reached, of both sets in joint consensus.
    pub fn reached(self, value: impl Fn(NodeId) -> u64) -> u64 {
        let by = |members: Tally| reached_by_majority(members.iter().map(&value));
        let old = by(self.members);
        self.next.map_or(old, |next| old.min(by(next)))
    }
}

/// `n1 n2 n3`, or `n1 n2 n3 and n3 n4 n5` while it is joint.
impl fmt::Display for Configuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |members: Tally| {
            members.iter().map(|server| format!("n{}", server.0 + 1)).collect::<Vec<_>>().join(" ")
        };
        let members = names(self.members);
        let all = match self.next {
            None => members,
            Some(next) => t!("{members} and {next}", members, next = names(next)),
        };
        f.write_str(&all)
    }
}

/// The configurations of one server: each comes into force when it is appended to the log, committed or not, and
/// goes out of force when the log is cut off before it. Read off the log and the snapshot, so it is no state of its
/// own.
#[derive(Clone, Debug, Default)]
pub struct Configurations {
    first: Configuration,
    later: Vec<(u64, Configuration)>,
}

impl Configurations {
    /// Before anything was changed.
    pub fn starting(first: Configuration) -> Self {
        Configurations { first, later: Vec::new() }
    }

    /// The latest: the one in force.
    pub fn latest(&self) -> Configuration {
        self.later.last().map_or(self.first, |(_, latest)| *latest)
    }

    /// The index of the entry that it stands in; 0 when it was there from the beginning.
    pub fn index(&self) -> u64 {
        self.later.last().map_or(0, |(index, _)| *index)
    }

    /// The one in force at `index`.
    pub fn at(&self, index: u64) -> Configuration {
        let earlier = self.later.iter().rev().find(|(other, _)| *other <= index);
        earlier.map_or(self.first, |(_, configuration)| *configuration)
    }

    /// An entry with a configuration was appended.
    pub fn push(&mut self, index: u64, configuration: Configuration) {
        self.later.push((index, configuration));
    }

    /// The log was cut off before `index`.
    pub fn delete_from(&mut self, index: u64) {
        self.later.retain(|(other, _)| *other < index);
    }

    /// A snapshot took the place of the log up to `index`.
    pub fn discard_to(&mut self, index: u64) {
        self.first = self.at(index);
        self.later.retain(|(other, _)| *other > index);
    }
}
