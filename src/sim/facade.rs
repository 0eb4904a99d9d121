//! What the rest of the program holds: a world whose protocol it does not know, taking and returning owned data.

use super::clock::ClockFace;
use super::history::Operation;
use super::ids::{Micros, NodeId, When};
use super::input::{Input, InputError, MessageName};
use super::network::{Cut, NetworkConfig};
use super::property::Verdict;
use super::protocol::{Command, Gestures};
use super::shared::SharedVec;
use super::trace::Trace;
use super::value::{Countdown, Field, Glyph, Health, NodeView, Panel, Place};
use serde::Serialize;

/// Why a run stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It got to where it was sent.
    Reached,
    /// A property was violated by the last event.
    Violated,
}

/// More nodes than this are a swarm: vector clocks are off, a frame carries no full views, and the page draws dots.
pub const SWARM: usize = 100;

/// One node at an instant.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NodeFrame {
    /// Its id.
    pub id: NodeId,
    /// What kind of seat it has: `server`, `client`.
    pub kind: &'static str,
    /// Where it stands.
    pub place: Place,
    /// Whether it runs.
    pub health: Health,
    /// Whether it is byzantine.
    pub byzantine: bool,
    /// How it looks.
    pub glyph: Glyph,
    /// Its next timer.
    pub countdown: Option<Countdown>,
    /// Offset (µs) and drift (ppm) of its clock.
    pub skew: (i64, i32),
    /// Fields, cells and caption; empty in a swarm.
    pub view: NodeView,
}

/// The whole world at an instant, apart from the messages, which the [`Trace`] knows.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Frame {
    /// The instant.
    pub when: When,
    /// The nodes, by id.
    pub nodes: Vec<NodeFrame>,
    /// The cuts in force.
    pub cuts: Vec<Cut>,
    /// Whether messages are held until delivered by hand.
    pub held: bool,
}

impl Frame {
    /// Whether there are too many nodes for each to be shown in full.
    pub fn is_swarm(&self) -> bool {
        self.nodes.len() > SWARM
    }
}

/// A simulation of any protocol.
///
/// `trace`, where a method takes one, is what the world writes down; it must be the trace of exactly this run so
/// far, or none.
pub trait Sim {
    /// The instant it stands at.
    fn when(&self) -> When;
    /// When the next event is due, if any.
    fn next_due(&mut self) -> Option<Micros>;
    /// Runs until `until`: all events due by its time, but no more than its count; then time stands there.
    /// Stops early after an event that violates a property for the first time.
    fn run(&mut self, until: When, trace: Option<&mut Trace>) -> Stop;
    /// Does something to it, now.
    ///
    /// # Errors
    /// When the input cannot be read or does not fit this run; then nothing has changed.
    fn input(&mut self, input: &Input, trace: Option<&mut Trace>) -> Result<(), InputError>;
    /// A world in the same state that goes its own way.
    fn fork(&self) -> Box<dyn Sim>;
    /// A hash of the whole state: equal states have equal digests, on every machine.
    fn digest(&self) -> u64;
    /// Cuts a trace of this run (or of one with the same beginning) back to this instant.
    fn cut_back(&self, trace: &mut Trace);

    /// What the stage shows.
    fn frame(&self) -> Frame;
    /// How many messages have been sent, copies counted.
    fn messages(&self) -> u64;
    /// The names of the nodes, by id.
    fn names(&self) -> &[String];
    /// Everything about one node.
    fn inspect(&self, node: NodeId) -> NodeView;
    /// The fields of a message in flight.
    fn message(&self, name: MessageName) -> Option<Vec<Field>>;
    /// How the properties stand.
    fn verdicts(&self) -> Vec<Verdict>;
    /// How many properties are violated.
    fn violated(&self) -> usize;
    /// The lab's further panels.
    fn panels(&self) -> Vec<Panel>;
    /// What clients asked and were told.
    fn history(&self) -> &SharedVec<Operation>;
    /// What people can do with it.
    fn commands(&self) -> &'static [Command];
    /// Which of those have a gesture of their own.
    fn gestures(&self) -> Gestures;
    /// Which clock stands at every event, where nodes keep clocks of their own.
    fn clock_face(&self) -> Option<ClockFace>;
    /// Whether messages wait until they are delivered by hand.
    fn held(&self) -> bool;
    /// The value of a parameter, of the protocol or of the network.
    fn setting(&self, key: &str) -> Option<i64>;
    /// The network's dials.
    fn network(&self) -> &NetworkConfig;
    /// What is questionable about the settings.
    fn warnings(&self) -> Vec<String>;
}
