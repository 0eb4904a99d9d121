//! What a world asks of its protocol. All else of a world knows no protocol; where the size of the program counts it is
//! compiled once, over `dyn Typed`.

use crate::sim::clock::{Clock, ClockFace};
use crate::sim::history::Asked;
use crate::sim::ids::{Micros, NodeId, When};
use crate::sim::input::CommandLine;
use crate::sim::network::{DelayRule, Link, NetworkConfig};
use crate::sim::param::Param;
use crate::sim::property::{Property, Report};
use crate::sim::protocol::{CommandError, Face, Outbox};
use crate::sim::rng::Stream;
use crate::sim::value::{Field, Glyph, Health, NodeView, Panel};

/// What happens to a node.
#[derive(Clone, Copy, Debug)]
pub enum Call {
    /// It boots.
    Start,
    /// The message in this slot, which leaves it, arrives from this node.
    Message(NodeId, u32),
    /// The timer in this place fires.
    Timer(u16),
    /// The command that was read last is given.
    Command,
    /// The stream to this node broke.
    Disconnect(NodeId),
}

/// What the world lends a node for a call.
pub struct Local<'a> {
    /// The node's own clock, µs.
    pub now: Micros,
    /// Its random numbers.
    pub stream: &'a mut Stream,
    /// The number of the next operation.
    pub next_operation: u32,
    /// Whether anybody reads the story.
    pub listening: bool,
    /// Places of timers that are over, where there are many.
    pub idle: Vec<u16>,
}

/// Where a message is.
#[derive(Clone, Copy, Debug)]
pub enum Source {
    /// The n-th that the last call sent; it is not asked for again when this is its `last` use.
    Sent {
        /// Which.
        nth: usize,
        /// Whether it may be taken.
        last: bool,
    },
    /// In a slot, on its way.
    Flying(u32),
}

/// A part of the state, for the digest.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// A node's slot.
    Slot(NodeId),
    /// The name of the timer in this place.
    Timer(NodeId, u16),
    /// The message in this slot.
    Message(u32),
}

/// A protocol's side of a world: the nodes' states, messages in flight, timers' names, monitors, configuration.
pub trait Typed {
    /// What kind of channel links nodes.
    fn link(&self) -> Link;
    /// The protocol's own delay rules.
    fn delays(&self) -> Vec<DelayRule>;
    /// Whether messages wait until they are delivered by hand.
    fn holds(&self) -> bool;
    /// Which clock stands at every event, where nodes keep clocks of their own.
    fn clock_face(&self) -> Option<ClockFace>;
    /// The clocks that a node keeps itself, where they do.
    fn own_clock(&self, node: NodeId) -> Option<Clock>;
    /// How many nodes there are.
    fn count(&self) -> usize;

    /// Whether a node runs.
    fn health(&self, node: NodeId) -> Health;
    /// Says whether it runs; memory goes with a crash.
    fn set_health(&mut self, node: NodeId, health: Health);
    /// Whether it has booted.
    fn booted(&self, node: NodeId) -> bool;
    /// Whether it is down when the run begins.
    fn is_down_at_first(&self, node: NodeId) -> bool;
    /// Whether it is byzantine.
    fn byzantine(&self, node: NodeId) -> bool;
    /// Makes it byzantine, or honest.
    fn set_byzantine(&mut self, node: NodeId, on: bool);

    /// Calls a handler of a node; what it left is in [`Typed::outbox`].
    fn call(&mut self, node: NodeId, call: Call, local: Local);
    /// What the last call left.
    fn outbox(&mut self) -> &mut Outbox;
    /// Reads a command and keeps it for [`Call::Command`].
    fn read_command(&mut self, line: &CommandLine, names: &[String]) -> Result<(), CommandError>;
    /// A timer's name.
    fn timer_name(&self, node: NodeId, place: u16) -> &'static str;

    /// What a message looks like.
    fn face(&self, source: Source) -> Face;
    /// Its label.
    fn label(&self, source: Source) -> String;
    /// The length of its postcard bytes.
    fn size(&self, source: Source) -> u32;
    /// Its fields; none when it is gone.
    fn fields(&self, slot: u32) -> Vec<Field>;
    /// Puts a message into a slot.
    fn keep(&mut self, source: Source, slot: u32);
    /// Forgets the message in a slot.
    fn discard(&mut self, slot: u32);

    /// The properties.
    fn properties(&self) -> &'static [Property];
    /// Lets the monitors look at what a node has become, and at its clock as the world counts it.
    fn observe(
        &mut self,
        when: When,
        node: NodeId,
        asked: Asked,
        clock: &Clock,
        faulty: bool,
        report: &mut Report,
    );
    /// Whether the property at this position is promised.
    fn promises(&self, property: usize) -> bool;
    /// Whether the `eventually` property at this position is fulfilled now.
    fn fulfilled(&self, property: usize) -> bool;

    /// The protocol's parameters.
    fn params(&self) -> &'static [Param];
    /// The value of one of them.
    fn setting(&self, key: &str) -> Option<i64>;
    /// Sets one of them; false when there is none of this name.
    fn set(&mut self, key: &str, value: i64) -> bool;
    /// Why they cannot stand together once this one is set so.
    fn conflict(&self, key: &str, value: i64) -> Option<String>;
    /// What is questionable about them.
    fn warnings(&self, network: &NetworkConfig) -> Vec<String>;

    /// How a node looks.
    fn glyph(&self, node: NodeId) -> Glyph;
    /// What the inspector shows of it.
    fn view(&self, node: NodeId, out: &mut NodeView);
    /// Further panels.
    fn panels(&self) -> Vec<Panel>;
    /// Adds the postcard bytes of a part of the state.
    fn write(&self, part: Part, out: Vec<u8>) -> Vec<u8>;
}
