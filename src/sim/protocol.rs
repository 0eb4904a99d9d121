//! The contract between a protocol and the world (sans I/O).
//!
//! A protocol's type is one node's volatile state. It is handed an event and a [`Context`], changes itself, and
//! leaves effects in the context. It never reads a clock, a random source or the network by itself.

use super::clock::{Clock, ClockFace};
use super::history::{Asked, Operation, Outcome};
use super::ids::{Micros, NodeId, When};
use super::input::CommandLine;
use super::network::{DelayRule, Link};
use super::param::Config;
use super::property::{Property, Report};
use super::rng::{Chance, Stream};
use super::story::{Line, Template};
use super::value::{Field, Glyph, NodeView, Panel, Place, Tone, Value};
use netsplit_text::t;
use serde::Serialize;

/// What a message looks like on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Face {
    /// The paper's name: `AppendEntries`.
    pub kind: &'static str,
    /// Request, reply or rejection.
    pub form: Form,
    /// Its colour family.
    pub tone: Tone,
    /// Routine traffic (an empty heartbeat) passes quickly, faint and without a label.
    pub routine: bool,
}

/// Whether a message asks, answers or refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Form {
    /// A filled dot.
    Request,
    /// A diamond.
    Reply,
    /// A hollow diamond.
    Rejection,
}

/// A protocol's messages.
pub trait Message: Clone + Serialize + 'static {
    /// What it looks like.
    fn face(&self) -> Face;
    /// Its label on the stage: the kind and the one or two fields that matter (`AppendEntries T4`).
    fn label(&self) -> String;
    /// All its fields, under the paper's names.
    fn fields(&self) -> Vec<Field>;
}

/// A member of the roster.
#[derive(Clone, Debug)]
pub struct Seat<P: Protocol> {
    /// What people call it: `n1`.
    pub name: String,
    /// What kind of node sits here.
    pub kind: P::Kind,
    /// The kind in a word: `server`, `client`.
    pub role: &'static str,
    /// Where it stands.
    pub place: Place,
    /// What is on its disk at first.
    pub disk: P::Disk,
}

/// A node as monitors and overviews see it.
#[derive(Clone, Debug, Serialize)]
pub struct Slot<P: Protocol> {
    /// Volatile state; none = crashed.
    pub state: Option<P>,
    /// Persistent state.
    pub disk: P::Disk,
    /// Whether it runs.
    pub health: super::value::Health,
    /// Whether it is byzantine.
    pub byzantine: bool,
}

/// A command that people can give, as data: the page makes a form of it.
#[derive(Debug)]
pub struct Command {
    /// Its name in links and lessons: `write`.
    pub name: &'static str,
    /// Its button: `Write`.
    pub label: &'static str,
    /// One sentence on what it does.
    pub about: &'static str,
    /// The roles (see [`Seat::role`]) at which it is offered.
    pub at: &'static [&'static str],
    /// Who asks for it.
    pub asker: Asker,
    /// What it needs to know, besides `to`.
    pub arguments: &'static [Argument],
}

/// Who asks for a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// Whoever plays: it is an order to the selected node.
    Player,
    /// A client that has a seat: it sends what it asks to the selected node, named in the argument `to`.
    Client,
    /// A client that has none, at the selected node.
    Caller,
}

/// An argument of a command.
#[derive(Debug)]
pub struct Argument {
    /// Its name: `key`.
    pub name: &'static str,
    /// What is prefilled.
    pub default: &'static str,
    /// What it may be.
    pub kind: ArgumentKind,
}

/// What an argument may be.
#[derive(Clone, Copy, Debug)]
pub enum ArgumentKind {
    /// Up to so many characters.
    Text(usize),
    /// The name of a node at which the command is offered.
    Node,
    /// The name of a node of this role (see [`Seat::role`]).
    Of(&'static str),
}

/// Commands that the stage has a shorter way for than the form.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gestures {
    /// Given by dragging from a node to another: at the first, with the second in the argument `to`.
    pub drag: Option<&'static str>,
    /// Given by the key E, at the selected node.
    pub key: Option<&'static str>,
}

/// Why a command was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// No such command.
    #[error("{}", t!("there is no command `{name}` here", name = .0))]
    Unknown(String),
    /// An argument is missing or unreadable.
    #[error("{}", t!("`{command}` needs `{argument}`: {wanted}", command, argument, wanted))]
    Argument {
        /// The command.
        command: String,
        /// The argument.
        argument: &'static str,
        /// What would do.
        wanted: String,
    },
}

/// What monitors are shown after each event and fault.
#[derive(Debug)]
pub struct Observed<'a, P: Protocol> {
    /// The instant just after it.
    pub when: When,
    /// The node it happened at: only this one can have changed.
    pub node: NodeId,
    /// All nodes.
    pub slots: &'a [Slot<P>],
    /// The configuration.
    pub config: &'a P::Config,
    /// What clients asked and were told in it.
    pub asked: Asked<'a>,
    /// Whether anything has gone wrong so far: a node, a clock, a message.
    pub faulty: bool,
    /// The node's clock as the world counts it: what has happened before is exact here, whatever the protocol keeps.
    pub clock: &'a Clock,
}

/// A protocol: one node's volatile state, and how it shows and judges itself.
pub trait Protocol: Clone + Serialize + std::fmt::Debug + 'static {
    /// Kinds of node: server, client, coordinator…
    type Kind: Copy + std::fmt::Debug;
    /// What nodes say to each other.
    type Message: Message + std::fmt::Debug;
    /// A node's timers, by name: setting one again replaces it.
    type Timer: Copy + PartialEq + Serialize + std::fmt::Debug;
    /// What people can tell a node to do.
    type Command: std::fmt::Debug;
    /// Parameters and bug switches.
    type Config: Config + std::fmt::Debug;
    /// What survives a crash.
    type Disk: Clone + Serialize + std::fmt::Debug;
    /// What the property monitors remember; cloned with the world.
    type Monitors: Clone + Default;

    /// What kind of channel links nodes.
    const LINK: Link = Link::Datagram;
    /// What it promises.
    const PROPERTIES: &'static [Property];
    /// What people can do with it.
    const COMMANDS: &'static [Command];
    /// Which of them have a gesture of their own.
    const GESTURES: Gestures = Gestures { drag: None, key: None };

    /// Who takes part, in the order of their ids.
    fn roster(config: &Self::Config) -> Vec<Seat<Self>>;
    /// Which messages take another time than the network's dials say, with these settings; the first rule that matches
    /// decides, after those that were added to the run.
    fn delays(_config: &Self::Config) -> Vec<DelayRule> {
        Vec::new()
    }
    /// Whether a node is down when the run begins. That is no fault that is to heal before properties are judged.
    fn is_down_at_first(_node: NodeId, _config: &Self::Config) -> bool {
        false
    }
    /// Boot and restart alike: memory is new, `cx.disk` is what survived.
    fn start(kind: Self::Kind, cx: &mut Context<Self>) -> Self;
    /// A message has arrived.
    fn on_message(&mut self, from: NodeId, message: Self::Message, cx: &mut Context<Self>);
    /// A timer has fired; it is no longer set.
    fn on_timer(&mut self, timer: Self::Timer, cx: &mut Context<Self>);
    /// Somebody told this node to do something.
    fn on_command(&mut self, command: Self::Command, cx: &mut Context<Self>);
    /// A stream link to `peer` broke: what was in flight on it is lost.
    fn on_disconnect(&mut self, _peer: NodeId, _cx: &mut Context<Self>) {}

    /// Reads a command; `names` are the nodes' names, by id.
    ///
    /// # Errors
    /// When there is no such command or its arguments are not readable.
    fn command(line: &CommandLine, names: &[String]) -> Result<Self::Command, CommandError>;
    /// A timer's name in the trace: `election timeout`.
    fn timer_name(timer: Self::Timer) -> &'static str;

    /// Judges the properties after an event; must cost a constant amount of work in the usual case.
    fn observe(monitors: &mut Self::Monitors, seen: &Observed<Self>, report: &mut Report);
    /// Whether the property at this position is promised with these settings; otherwise it is not judged or shown.
    fn promises(_property: usize, _config: &Self::Config) -> bool {
        true
    }
    /// Whether the `eventually` property at this position is fulfilled now.
    fn fulfilled(_property: usize, _slots: &[Slot<Self>], _config: &Self::Config) -> bool {
        true
    }

    /// How a node looks; `node` is none while it is crashed.
    fn glyph(node: Option<&Self>, kind: Self::Kind, disk: &Self::Disk) -> Glyph;
    /// What the inspector shows of a node, under the paper's names.
    fn view(node: Option<&Self>, disk: &Self::Disk, config: &Self::Config, out: &mut NodeView);
    /// Further panels: logs, charts, tables. What a history is needed for is in the monitors' memory.
    fn overview(_slots: &[Slot<Self>], _monitors: &Self::Monitors, _config: &Self::Config) -> Vec<Panel> {
        Vec::new()
    }
    /// Which clock stands at every event, where nodes keep logical clocks of their own. They are shown in place of the
    /// world's, and to start is no event that clocks count.
    fn clock_face(_config: &Self::Config) -> Option<ClockFace> {
        None
    }
    /// The logical clocks that a node keeps itself; asked only where [`Protocol::clock_face`] names one.
    fn clock(_disk: &Self::Disk) -> Clock {
        Clock::default()
    }
    /// Whether messages wait until they are delivered by hand; asked at the start and when a parameter changes.
    fn holds(_config: &Self::Config) -> bool {
        false
    }
    /// What is questionable about these settings, for the read-out: one sentence each.
    fn warnings(_config: &Self::Config, _network: &super::network::NetworkConfig) -> Vec<String> {
        Vec::new()
    }
}

/// What a handler knows and may do. Effects take place when the handler returns, in the order in which it left
/// them.
#[derive(Debug)]
pub struct Context<'a, P: Protocol> {
    /// This node.
    pub me: NodeId,
    /// This node's own clock, which may be off, µs.
    pub now: Micros,
    /// The parameters.
    pub config: &'a P::Config,
    /// Persistent state: what is written here survives a crash.
    pub disk: &'a mut P::Disk,
    /// Whether this node is byzantine.
    pub byzantine: bool,
    pub(super) rng: &'a mut Stream,
    pub(super) out: &'a mut Effects<P>,
}

/// What a handler left to be done.
#[derive(Debug)]
pub(super) struct Effects<P: Protocol> {
    /// Messages, until the world takes them.
    pub sends: Vec<Option<P::Message>>,
    pub timers: Vec<(P::Timer, Option<Micros>)>,
    pub outbox: Outbox,
    /// The command that was read last.
    pub command: Option<P::Command>,
}

/// The part of it that knows no protocol.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    /// Who the messages are for.
    pub receivers: Vec<NodeId>,
    /// Timers by their place in the node's table.
    pub timers: Vec<(u16, Option<Micros>)>,
    pub lines: Vec<Line>,
    pub invoked: Vec<Operation>,
    pub answered: Vec<(u32, Outcome)>,
    /// The operations that ended in this event.
    pub ended: Vec<u32>,
    /// The id of the next operation.
    pub next_operation: u32,
    /// Whether anybody reads the story.
    pub listening: bool,
}

impl<P: Protocol> Default for Effects<P> {
    fn default() -> Self {
        Effects { sends: Vec::new(), timers: Vec::new(), outbox: Outbox::default(), command: None }
    }
}

impl<P: Protocol> Context<'_, P> {
    /// Sends a message.
    pub fn send(&mut self, to: NodeId, message: P::Message) {
        self.out.outbox.receivers.push(to);
        self.out.sends.push(Some(message));
    }

    /// Sets a timer to fire after so many µs of this node's clock; setting it again replaces it.
    pub fn set_timer(&mut self, timer: P::Timer, after: Micros) {
        self.out.timers.push((timer, Some(after)));
    }

    /// Stops a timer; nothing happens when it is not set.
    pub fn cancel_timer(&mut self, timer: P::Timer) {
        self.out.timers.push((timer, None));
    }

    /// A random whole number in `low..=high`, from this node's own stream.
    pub fn random(&mut self, low: u64, high: u64) -> u64 {
        self.rng.between(low, high)
    }

    /// One of the first `count` nodes, any as likely as another, but never `but`, unless there is no other.
    pub fn random_node(&mut self, count: u64, but: Option<NodeId>) -> NodeId {
        let Some(but) = but.map(|but| u64::from(but.0)).filter(|but| count > 1 && *but < count) else {
            return NodeId(self.random(0, count - 1) as u16);
        };
        let drawn = self.random(0, count - 2);
        NodeId((drawn + u64::from(drawn >= but)) as u16)
    }

    /// True with the given chance.
    pub fn chance(&mut self, chance: Chance) -> bool {
        self.rng.chance(chance)
    }

    /// Tells the story a sentence; `args` is only called when somebody listens.
    pub fn tell<const N: usize>(&mut self, template: &'static Template, args: impl FnOnce() -> [Value; N]) {
        if self.out.outbox.listening {
            self.out.outbox.lines.push(Line::new(template, args().into()));
        }
    }

    /// A client operation begins; returns its number for [`Context::respond`].
    pub fn invoke(&mut self, f: &'static str, key: &str, value: Option<&str>) -> u32 {
        let (key, value) = (key.to_owned(), value.map(str::to_owned));
        let client = self.me;
        self.out.outbox.invoked.push(Operation {
            client,
            f,
            key,
            value,
            invoked: 0,
            ended: None,
            events: (0, 0),
        });
        self.out.outbox.next_operation += 1;
        self.out.outbox.next_operation - 1
    }

    /// A client operation ends.
    pub fn respond(&mut self, operation: u32, outcome: Outcome) {
        self.out.outbox.answered.push((operation, outcome));
    }
}
