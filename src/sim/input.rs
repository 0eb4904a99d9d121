//! Inputs: faults, commands and settings, all one timestamped thing, whether from a click, a lesson or a search.

use super::ids::{Micros, NodeId, NodeSet, When};
use super::network::{CutId, DelayRule};
use super::protocol::CommandError;
use netsplit_text::t;
use serde::{Deserialize, Serialize};

/// A message by name: the `nth` from `from` to `to`, and which copy of it the network made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MessageName {
    /// Sender.
    pub from: NodeId,
    /// Receiver.
    pub to: NodeId,
    /// Counted on this link from 1.
    pub nth: u64,
    /// 0 = the original.
    pub copy: u8,
}

/// A command as text: its name and its arguments by name, which the protocol reads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandLine {
    /// The command: `write`.
    pub name: String,
    /// Arguments by name: `("key", "x")`.
    pub args: Vec<(String, String)>,
}

impl CommandLine {
    /// A command with arguments.
    pub fn new(name: &str, args: &[(&str, &str)]) -> Self {
        let args = args.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        CommandLine { name: name.to_owned(), args }
    }

    /// The argument `key`.
    pub fn arg(&self, key: &str) -> Option<&str> {
        self.args.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// The argument `key`, of 1 to `max` characters.
    ///
    /// # Errors
    /// When it is missing, empty or too long.
    pub fn text(&self, key: &'static str, max: usize) -> Result<&str, CommandError> {
        let text = self.arg(key).map(str::trim).filter(|text| (1..=max).contains(&text.chars().count()));
        text.ok_or_else(|| self.wants(key, &t!("1 to {max} characters", max)))
    }

    /// The node that the argument `key` names, if it names one: see [`named`] for `letter` and `names`.
    ///
    /// # Errors
    /// When it names none of these; `wanted` says what would do.
    pub fn node(
        &self,
        key: &'static str,
        letter: &str,
        names: &[String],
        wanted: &str,
    ) -> Result<Option<NodeId>, CommandError> {
        let Some(name) = self.arg(key).filter(|name| !name.trim().is_empty()) else { return Ok(None) };
        named(name, letter, names).map(Some).ok_or_else(|| self.wants(key, wanted))
    }

    /// That the argument `key` is missing or can't be read, and what would do.
    pub fn wants(&self, key: &'static str, wanted: &str) -> CommandError {
        CommandError::Argument { command: self.name.clone(), argument: key, wanted: wanted.to_owned() }
    }
}

/// The node of this name, among `names` in the order of their ids; only one whose name begins with `letter`.
pub fn named(name: &str, letter: &str, names: &[String]) -> Option<NodeId> {
    let place = names.iter().position(|known| known == name.trim() && known.starts_with(letter))?;
    Some(NodeId::from(place))
}

/// Something done to a run from outside. Where it does not apply (a node that is already down) it is a recorded
/// no-op. New kinds go at the end: links store the position.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Input {
    /// Memory gone, disk kept.
    Crash(NodeId),
    /// Starts a crashed node from its disk.
    Restart(NodeId),
    /// Runs nothing until resumed.
    Pause(NodeId),
    /// Runs what came due meanwhile, in due order.
    Resume(NodeId),
    /// Separates the sides from each other; `one_way`: only what goes from the first side to another is cut.
    Cut {
        /// At least two groups. A node in none is cut off from nobody.
        sides: Vec<NodeSet>,
        /// Whether answers still pass.
        one_way: bool,
    },
    /// Removes one cut.
    Heal(CutId),
    /// Removes all cuts.
    HealAll,
    /// Sets a node's clock: an offset (µs) and a drift (parts per million) against true time.
    Skew {
        /// Whose clock.
        node: NodeId,
        /// Offset, µs.
        offset: i64,
        /// Drift, ppm; timers of a fast clock (positive) fire early.
        drift: i32,
    },
    /// A protocol's command, given to `node`.
    Command {
        /// Who carries it out.
        node: NodeId,
        /// What.
        command: CommandLine,
    },
    /// Changes a live parameter, of the protocol or of the network.
    Set {
        /// The parameter.
        key: String,
        /// Its stored value (see [`super::Param`]).
        value: i64,
    },
    /// Adds a rule to the list that decides delays.
    Rule(DelayRule),
    /// Removes the rules.
    ClearRules,
    /// Loses a message in flight.
    Drop(MessageName),
    /// Sends a copy of a message in flight, a µs behind it.
    Duplicate(MessageName),
    /// Keeps a message in flight longer, by µs.
    Postpone(MessageName, Micros),
    /// Delivers a message in flight, or held, at once.
    Deliver(MessageName),
    /// Holds messages until they are delivered by hand, or stops holding those sent from now on.
    Hold(bool),
    /// Makes a node byzantine, or honest again; what that means is the protocol's.
    Byzantine(NodeId, bool),
    /// New random draws from here on.
    Reseed(u64),
}

/// An input and the instant at which it is applied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stamped {
    /// When.
    #[serde(flatten)]
    pub when: When,
    /// What.
    pub input: Input,
}

/// Why an input was refused. A refused input changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// A node that is not in the roster.
    #[error("{}", t!("there is no node number {number}; this run has {count}", number = .0, count = .1))]
    NoNode(u16, u16),
    /// A cut that separates nothing.
    #[error("{}", t!("a cut needs nodes on at least two sides"))]
    EmptySide,
    /// A node on two sides.
    #[error("{}", t!("a node can't be on two sides of one cut"))]
    TwoSides,
    /// A setting that can't be.
    #[error(transparent)]
    Setting(#[from] super::param::SettingError),
    /// A command that can't be.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// A clock that can't be.
    #[error("{}", t!("a clock may drift by at most ±500,000 ppm and be off by at most ±3,600 s"))]
    Skew,
    /// A delay that can't be.
    #[error("{}", t!("a message may take at most a day"))]
    Delay,
    /// A recording that can only be watched.
    #[error("{}", t!("this run was recorded elsewhere: it can be watched, not changed"))]
    ReadOnly,
}
