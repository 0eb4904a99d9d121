//! The trace: what happened, in full, for whoever draws or reads it. The world writes one only when asked to.
//!
//! Events and messages are numbered by the world in the order in which they happen, and the number is the place
//! in the trace; so a trace can be cut back to any instant by the world's own counts.

use super::clock::Clock;
use super::ids::{Micros, NodeId, When};
use super::input::{Input, MessageName};
use super::protocol::Face;
use super::shared::SharedVec;
use super::story::Line;
use super::value::{Glyph, Health};
use serde::Serialize;

/// What an event was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum What {
    /// The node booted.
    Start,
    /// A message arrived: its number.
    Deliver(u64),
    /// A timer fired.
    Timer(&'static str),
    /// Somebody told the node to do something.
    Command,
    /// A stream link broke.
    Disconnect(NodeId),
}

/// One event: one call of a handler.
#[derive(Clone, Debug, Serialize)]
pub struct EventRecord {
    /// When, µs.
    pub at: Micros,
    /// Where.
    pub node: NodeId,
    /// What.
    pub what: What,
    /// The event that caused it (sent the message, set the timer), counted from 1; none for what people did.
    pub cause: Option<u64>,
    /// Its clocks.
    pub clock: Clock,
    /// The clocks that the node keeps itself, where it does: shown in place of the world's.
    pub own: Option<Box<Clock>>,
    /// How the node looked afterwards.
    pub glyph: Glyph,
}

impl EventRecord {
    /// The clocks that are shown at it: the node's own where it keeps some.
    pub fn shown_clock(&self) -> &Clock {
        self.own.as_deref().unwrap_or(&self.clock)
    }
}

/// Why a message was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Loss {
    /// By the network, at random.
    Network,
    /// At a cut.
    Cut,
    /// At a crashed node.
    Dead,
    /// Somebody dropped it.
    Dropped,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Fate {
    /// On its way, or held.
    Flying,
    /// Delivered by this event (counted from 1).
    Arrived(u64),
    /// Lost.
    Lost(Loss),
}

/// One message.
#[derive(Clone, Debug, Serialize)]
pub struct MessageRecord {
    /// Its name.
    pub name: MessageName,
    /// The event that sent it, counted from 1.
    pub sent_by: u64,
    /// What it looks like.
    pub face: Face,
    /// Its label.
    pub label: Box<str>,
    /// Its size: the length of its postcard bytes.
    pub bytes: u32,
    /// When it was sent, µs.
    pub sent: Micros,
    /// When it would arrive by its delay, µs; `u64::MAX` while it is held.
    pub due: Micros,
    /// When its journey ends: arrival, or loss, µs.
    pub ends: Micros,
    /// What became of it.
    pub fate: Fate,
}

/// Something done from outside.
#[derive(Clone, Debug, Serialize)]
pub struct MarkRecord {
    /// The instant it was applied.
    pub when: When,
    /// What.
    pub input: Input,
    /// Whether it changed anything.
    pub applied: bool,
}

/// A sentence of the story and where it belongs.
#[derive(Clone, Debug, Serialize)]
pub struct StoryRecord {
    /// The instant just after what it tells.
    pub when: When,
    /// How many inputs had been applied by then, its own included.
    pub inputs: u64,
    /// The event it tells of, counted from 1; none for a fault.
    pub event: Option<u64>,
    /// The node concerned most.
    pub node: Option<NodeId>,
    /// The sentence.
    pub line: Line,
}

/// A change of how a lane looks, for the tint of its role.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct LaneChange {
    /// From when, µs.
    pub at: Micros,
    /// After how many events.
    pub events: u64,
    /// After how many inputs.
    pub inputs: u64,
    /// Whose lane.
    pub node: NodeId,
    /// How it looks from here on.
    pub glyph: Glyph,
    /// Whether it runs.
    pub health: Health,
}

/// Messages per entry of the index that finds what is in flight and counts what was sent.
const BLOCK: usize = 64;

/// What the index knows of a block of messages.
#[derive(Clone, Copy, Debug, Default)]
struct Block {
    /// The latest end of a journey, µs.
    latest: Micros,
    /// Bytes of all its messages.
    bytes: u64,
    /// How many of them are lost by the time their journeys have ended.
    lost: u64,
}

/// What had gone over the network by an instant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Traffic {
    /// Messages sent; copies that the network or somebody made are messages too.
    pub messages: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Those whose journeys had ended in a loss.
    pub lost: u64,
}

/// A run's trace.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Events; number `n` is at `n - 1`.
    pub events: SharedVec<EventRecord>,
    /// Messages, by number.
    pub messages: SharedVec<MessageRecord>,
    /// Faults and commands.
    pub marks: SharedVec<MarkRecord>,
    /// The story.
    pub story: SharedVec<StoryRecord>,
    /// Changes of lanes.
    pub lanes: SharedVec<LaneChange>,
    /// For each block of messages, where their journeys end and what they amount to.
    blocks: Vec<Block>,
    /// How each lane looks since its newest change, by node.
    looks: Vec<Option<(Glyph, Health)>>,
}

impl Trace {
    /// Event number `n`, counted from 1.
    pub fn event(&self, n: u64) -> Option<&EventRecord> {
        self.events.get(usize::try_from(n.checked_sub(1)?).ok()?)
    }

    /// Message number `n`, counted from 0.
    pub fn message(&self, n: u64) -> Option<&MessageRecord> {
        self.messages.get(usize::try_from(n).ok()?)
    }

    /// The messages that event `n` sent, with their numbers.
    pub fn sent_by(&self, n: u64) -> impl Iterator<Item = (u64, &MessageRecord)> {
        let first = first_index(self.messages.len(), |i| {
            self.messages.get(i).is_some_and(|message| message.sent_by >= n)
        });
        let sent = self.messages.iter_from(first).take_while(move |message| message.sent_by == n);
        sent.enumerate().map(move |(i, message)| ((first + i) as u64, message))
    }

    /// The number of events done by the end of time `at`.
    pub fn events_by(&self, at: Micros) -> u64 {
        first_index(self.events.len(), |i| self.events.get(i).is_some_and(|event| event.at > at)) as u64
    }

    /// The place of the first story line after the instant.
    pub fn story_after(&self, when: When) -> usize {
        first_index(self.story.len(), |i| self.story.get(i).is_some_and(|line| line.when > when))
    }

    /// The messages in the air at time `at`, or whose journey ended no more than `linger` µs before, with numbers.
    pub fn flights(&self, at: Micros, linger: Micros) -> Vec<(u64, &MessageRecord)> {
        let end = first_index(self.messages.len(), |i| {
            self.messages.get(i).is_some_and(|message| message.sent > at)
        });
        let alive = |message: &MessageRecord| message.ends.saturating_add(linger) >= at;
        let mut found = Vec::new();
        for (block, known) in self.blocks.iter().enumerate().take(end.div_ceil(BLOCK)) {
            if known.latest.saturating_add(linger) < at {
                continue;
            }
            let first = block * BLOCK;
            let block = self.messages.iter_from(first).take(BLOCK.min(end - first)).enumerate();
            found.extend(
                block.filter(|(_, message)| alive(message)).map(|(i, message)| ((first + i) as u64, message)),
            );
        }
        found
    }

    /// What the first `messages` messages amount to at time `at`, by which they had been sent. Whole blocks are
    /// counted from the index, so that a long run costs little more than a short one.
    pub fn traffic(&self, messages: u64, at: Micros) -> Traffic {
        let end = self.messages.len().min(usize::try_from(messages).unwrap_or(usize::MAX));
        let mut sum = Traffic { messages: end as u64, ..Traffic::default() };
        for (block, known) in self.blocks.iter().enumerate().take(end.div_ceil(BLOCK)) {
            let (first, whole) = (block * BLOCK, (block + 1) * BLOCK <= end);
            if whole && known.latest <= at {
                (sum.bytes, sum.lost) = (sum.bytes + known.bytes, sum.lost + known.lost);
                continue;
            }
            for message in self.messages.iter_from(first).take(BLOCK.min(end - first)) {
                sum.bytes += u64::from(message.bytes);
                sum.lost += u64::from(message.ends <= at && matches!(message.fate, Fate::Lost(_)));
            }
        }
        sum
    }

    /// Adds a message.
    pub(super) fn push_message(&mut self, message: MessageRecord) {
        if self.messages.len().is_multiple_of(BLOCK) {
            self.blocks.push(Block::default());
        }
        if let Some(block) = self.blocks.last_mut() {
            block.latest = block.latest.max(message.ends);
            block.bytes += u64::from(message.bytes);
            block.lost += u64::from(matches!(message.fate, Fate::Lost(_)));
        }
        self.messages.push(message);
    }

    /// Changes a message's journey.
    pub(super) fn set_journey(&mut self, n: u64, due: Micros, ends: Micros, fate: Fate) {
        let index = n as usize;
        let Some(message) = self.messages.get_mut(index) else { return };
        let lost = |fate: Fate| u64::from(matches!(fate, Fate::Lost(_)));
        if let Some(block) = self.blocks.get_mut(index / BLOCK) {
            block.latest = block.latest.max(ends);
            block.lost = block.lost + lost(fate) - lost(message.fate);
        }
        (message.due, message.ends, message.fate) = (due, ends, fate);
    }

    /// Notes how a lane looks from now on, when that has changed.
    pub(super) fn push_lane(&mut self, change: LaneChange) {
        let lane = change.node.index();
        if self.looks.len() <= lane {
            self.looks.resize(lane + 1, None);
        }
        let look = Some((change.glyph, change.health));
        if self.looks[lane] != look {
            self.looks[lane] = look;
            self.lanes.push(change);
        }
    }

    /// Makes the index fit messages that were cut back.
    fn recount_last(&mut self) {
        let len = self.messages.len();
        self.blocks.truncate(len.div_ceil(BLOCK));
        let Some(block) = self.blocks.last_mut() else { return };
        (block.bytes, block.lost) = (0, 0);
        for message in self.messages.iter_from((len - 1) / BLOCK * BLOCK) {
            block.bytes += u64::from(message.bytes);
            block.lost += u64::from(matches!(message.fate, Fate::Lost(_)));
        }
    }

    /// Forgets what came after the instant at which so many messages had been sent and inputs applied. The instant
    /// alone does not say: an input may be applied at the very instant that the trace is cut back to.
    pub(super) fn cut_back(&mut self, when: When, messages: u64, inputs: u64) {
        self.events.truncate(when.events as usize);
        self.messages.truncate(messages as usize);
        self.recount_last();
        self.marks.truncate(inputs as usize);
        let later = |i| self.story.get(i).is_some_and(|line| line.when > when || line.inputs > inputs);
        let story = first_index(self.story.len(), later);
        self.story.truncate(story);
        let after = |change: &LaneChange| {
            (change.at, change.events) > (when.at, when.events) || change.inputs > inputs
        };
        let later = |i| self.lanes.get(i).is_some_and(after);
        let lanes = first_index(self.lanes.len(), later);
        self.lanes.truncate(lanes);
        self.looks.clear();
        for change in self.lanes.iter() {
            let lane = change.node.index();
            self.looks.resize(self.looks.len().max(lane + 1), None);
            self.looks[lane] = Some((change.glyph, change.health));
        }
    }
}

/// The first index for which `later` holds, given that it holds for all that follow; `len` when for none.
pub fn first_index(len: usize, later: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, len);
    while low < high {
        let middle = usize::midpoint(low, high);
        if later(middle) { high = middle } else { low = middle + 1 }
    }
    low
}
