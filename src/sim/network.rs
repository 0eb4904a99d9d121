//! The network: delays, loss, duplication, cuts. What becomes of a message is decided when it is sent, from draws
//! that only its name and the seed determine.

use super::ids::{Micros, NodeId, NodeSet};
use super::param::Unit;
use super::rng::{Chance, Delay};
use netsplit_text::t;
use serde::{Deserialize, Serialize};

crate::config! {
    /// The dials that every lab's network has.
    pub struct NetworkConfig {
        delay_min: u64 = 10_000, 0..=60_000_000, Unit::Ms, live, "Delay, shortest",
            "The least time a message takes from one node to another, one way.";
        delay_max: u64 = 20_000, 0..=60_000_000, Unit::Ms, live, "Delay, longest",
            "The most time a message takes, one way; each draws its own between the two.";
        loss: u64 = 0, 0..=10_000, Unit::Percent, live, "Loss",
            "The share of messages that vanish on their way.";
        duplicate: u64 = 0, 0..=10_000, Unit::Percent, live, "Duplication",
            "The share of messages that arrive twice, each copy after a delay of its own.";
    }
    conflict |network| (network.delay_min > network.delay_max).then(||
        t!("`delay_min` is above `delay_max`: lower the one or raise the other").to_owned());
}

/// What kind of channel a protocol's links are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Link {
    /// Each message by itself: may be lost, doubled, overtaken.
    Datagram,
    /// In order, nothing lost silently; a cut or crash tells both ends that they are disconnected.
    Stream,
}

/// Overrides the delay of the messages it matches. The first rule that matches decides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DelayRule {
    /// Senders; none named = all.
    pub from: NodeSet,
    /// Receivers; none named = all.
    pub to: NodeSet,
    /// Message kind; none = all.
    pub kind: Option<String>,
    /// The delay instead.
    pub delay: Delay,
}

impl DelayRule {
    /// The delay of all messages of a kind.
    pub fn of_kind(kind: &str, delay: Delay) -> Self {
        DelayRule { from: NodeSet::default(), to: NodeSet::default(), kind: Some(kind.to_owned()), delay }
    }

    fn matches(&self, from: NodeId, to: NodeId, kind: &str) -> bool {
        let on = |set: &NodeSet, node| set.is_empty() || set.contains(node);
        on(&self.from, from) && on(&self.to, to) && self.kind.as_deref().is_none_or(|k| k == kind)
    }
}

/// A cut's number: the first is 1.
pub type CutId = u32;

/// A cut: messages do not pass between its sides.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cut {
    /// Its number in this run.
    pub id: CutId,
    /// The groups that it separates.
    pub sides: Vec<NodeSet>,
    /// Whether only what leaves the first side is cut.
    pub one_way: bool,
}

impl Cut {
    /// Whether a message from `from` to `to` is stopped.
    pub fn blocks(&self, from: NodeId, to: NodeId) -> bool {
        let side = |node| self.sides.iter().position(|side| side.contains(node));
        match (side(from), side(to)) {
            (Some(a), Some(b)) => a != b && (!self.one_way || a == 0),
            _ => false,
        }
    }
}

/// The network's state.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Network {
    /// The dials.
    pub config: NetworkConfig,
    /// Delay rules, first match first.
    pub rules: Vec<DelayRule>,
    /// The lab's own delay rules, which come after those. They follow from its settings, so they are no part of the
    /// digest.
    #[serde(skip)]
    pub usual: Vec<DelayRule>,
    /// The cuts in force.
    pub cuts: Vec<Cut>,
    /// How many cuts were ever made.
    pub cuts_made: CutId,
    /// Whether messages are held until delivered by hand.
    pub held: bool,
}

impl Network {
    /// Whether a cut stops messages from `from` to `to`.
    pub fn blocks(&self, from: NodeId, to: NodeId) -> bool {
        self.cuts.iter().any(|cut| cut.blocks(from, to))
    }

    /// The delay that `draw` stands for on this link, µs.
    pub fn delay(&self, from: NodeId, to: NodeId, kind: &str, draw: u64) -> Micros {
        let rule = self.rules.iter().chain(&self.usual).find(|rule| rule.matches(from, to, kind));
        let dial = Delay::Uniform { min: self.config.delay_min, max: self.config.delay_max };
        rule.map_or(dial, |rule| rule.delay).sample(draw)
    }

    /// The chance that a message is lost.
    pub fn loss(&self) -> Chance {
        Chance(self.config.loss as u32 * 100)
    }

    /// The chance that a message is doubled.
    pub fn duplicate(&self) -> Chance {
        Chance(self.config.duplicate as u32 * 100)
    }
}
