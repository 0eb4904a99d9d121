//! Lamport clocks and vector clocks: what happened before what, and what did not.
//!
//! Sources: Leslie Lamport, *Time, Clocks, and the Ordering of Events in a Distributed System*, 1978, whose rules IR1 and
//! IR2 are in `rules`; Colin Fidge, *Timestamps in Message-Passing Systems That Preserve the Partial Ordering*, 1988, and
//! Friedemann Mattern, *Virtual Time and Global States of Distributed Systems*, 1988, whose vectors are there beside
//! them. The shopping cart in `cart` is that of *Dynamo*, 2007.

mod attack;
mod cart;
mod challenges;
mod glossary;
mod message;
mod monitors;
mod process;
mod rules;
mod scenes;
mod story;
mod view;

pub use cart::{Cart, Change, Version};
pub use message::Message;
pub use monitors::Monitors;
pub use process::{Disk, Happened, What};

use crate::kit::{About, Measured};
use crate::sim::{
    self, Argument, ArgumentKind, Asker, Clock, ClockFace, CommandError, CommandLine, Gestures, Glyph,
    NodeId, NodeView, Observed, Panel, Place, Property, Protocol, Report, Seat, Shape, Slot, Tone, Unit,
};
use netsplit_text::{msg, noun, t};
use serde::Serialize;

/// The clocks as a lab.
pub static ABOUT: About = About {
    id: "clocks",
    title: "Lamport and vector clocks",
    group: "Time",
    about: "Three processes send each other messages. Each keeps a Lamport clock and a vector clock, and from those alone \
        one can tell what happened before what. Drag from a process to another to send a message yourself.",
    source: "Lamport, Time, Clocks, and the Ordering of Events in a Distributed System, 1978; Fidge, Timestamps in \
        Message-Passing Systems That Preserve the Partial Ordering, 1988; Mattern, Virtual Time and Global States of \
        Distributed Systems, 1988",
    scenes: scenes::SCENES,
    family: None,
    comparisons: &[],
    challenges: challenges::CHALLENGES,
    story: story::STORY,
    experiments: &[],
    glossary: glossary::GLOSSARY,
    attack: attack::ATTACK,
    judged: None,
    measured: Measured {
        loads: &[(msg!("3 processes"), &[])],
        sizes: &[(msg!("8 processes"), &[("processes", 8)])],
    },
};

/// What stands at every event: what `shown` may be.
const SHOWN: &[&str] = &[msg!("vector"), "Lamport", msg!("both")];

crate::config! {
    /// The clocks' parameters and bug switches.
    pub struct Config {
        processes: u64 = 3, 2..=8, Unit::Count, restart, "Processes",
            "How many processes there are.";
        shown: u64 = 0, 0..=2, Unit::Choice(SHOWN), live, "Clock shown",
            "Which clock stands at every process and every event: the vector clock, Lamport's, or both.";
        by_hand: bool = 0, 0..=1, Unit::Switch, live, "Deliver by hand",
            "Messages wait at their sender until you deliver them: click one, or press D.";
        rate: u64 = 1_500, 0..=10_000, Unit::PerSecond, restart, "Events by each process",
            "How often each process does something by itself: two times in three it sends a message. 0: only what you \
            tell it to.";
        tick: bool = 1, 0..=1, Unit::Switch, rule, "Every event ticks the clock",
            "IR1: a process advances its clock at every event, so that of two events in one process the later has the \
            higher clock.";
        take_max: bool = 1, 0..=1, Unit::Switch, rule, "Receiving goes beyond the timestamp",
            "IR2(b): on receipt the Lamport clock becomes larger than the message's timestamp, so that what is received \
            comes after what was sent.";
        merge: bool = 1, 0..=1, Unit::Switch, rule, "Receiving merges the vectors",
            "On receipt each entry of the vector becomes the larger of the two, so that the vector counts all that \
            happened before.";
        persist: bool = 1, 0..=1, Unit::Switch, rule, "Clocks survive a crash",
            "The clocks are on disk: one that began at 0 again would put new events before old ones.";
        siblings: bool = 1, 0..=1, Unit::Switch, rule, "Concurrent versions are kept as siblings",
            "Of two versions of the cart of which neither has taken in the other, both are kept. Off: the last write \
            wins, by its Lamport clock, and the other is lost silently.";
    }
}

impl Config {
    /// Which clock stands at every event.
    pub fn face(&self) -> ClockFace {
        match self.shown {
            0 => ClockFace::Vector,
            1 => ClockFace::Lamport,
            _ => ClockFace::Both,
        }
    }
}

/// A process, while it runs: everything it knows is on its disk.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Process;

/// A process does something by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Timer;

/// What people can tell a process to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Send a message; to itself there is none to send, and it does something for itself instead.
    Send(NodeId),
    /// Do something for itself.
    Local,
    /// Let a client change the cart.
    Write(Change),
}

/// What handlers are given.
pub type Context<'a> = sim::Context<'a, Process>;

/// The longest name of an item, in characters.
const ITEM_MAX: usize = 12;

const AT: &[&str] = &["process"];
const ITEM: Argument = Argument { name: msg!("item"), default: "milk", kind: ArgumentKind::Text(ITEM_MAX) };

const fn command(
    name: &'static str,
    label: &'static str,
    about: &'static str,
    arguments: &'static [Argument],
) -> sim::Command {
    sim::Command { name, label, about, at: AT, asker: Asker::Player, arguments }
}

/// What people call a process.
fn name(process: NodeId) -> char {
    char::from(b'A' + (process.0 % 26) as u8)
}

impl Protocol for Process {
    type Kind = ();
    type Message = Message;
    type Timer = Timer;
    type Command = Order;
    type Config = Config;
    type Disk = Disk;
    type Monitors = Monitors;

    const PROPERTIES: &'static [Property] = &monitors::PROPERTIES;
    const COMMANDS: &'static [sim::Command] = &[
        command(
            "send",
            msg!("Send"),
            msg!("The process sends a message to another, with its clocks as the timestamp."),
            &[Argument { name: msg!("to"), default: "B", kind: ArgumentKind::Node }],
        ),
        command("local", msg!("Local event"), msg!("The process does something by itself."), &[]),
        command(
            "add",
            msg!("Add to cart"),
            msg!("A client reads the cart here and puts an item into it."),
            &[ITEM],
        ),
        command(
            "remove",
            msg!("Remove from cart"),
            msg!("A client reads the cart here and takes an item out."),
            &[ITEM],
        ),
    ];
    const GESTURES: Gestures = Gestures { drag: Some("send"), key: Some("local") };

    fn roster(config: &Config) -> Vec<Seat<Self>> {
        let seat = |process: u64| Seat {
            name: name(NodeId(process as u16)).to_string(),
            kind: (),
            role: noun!("process"),
            place: Place::Ring,
            disk: Disk::new(config.processes),
        };
        (0..config.processes).map(seat).collect()
    }

    fn start((): (), cx: &mut Context) -> Self {
        process::start(cx);
        Process
    }

    fn on_message(&mut self, from: NodeId, message: Message, cx: &mut Context) {
        process::on_message(from, &message, cx);
    }

    fn on_timer(&mut self, _: Timer, cx: &mut Context) {
        process::on_timer(cx);
    }

    fn on_command(&mut self, order: Order, cx: &mut Context) {
        process::on_order(order, cx);
    }

    fn command(line: &CommandLine, names: &[String]) -> Result<Order, CommandError> {
        match line.name.as_str() {
            "send" => {
                let a_process = t!("a process, like B");
                let to = line.node("to", "", names, a_process)?;
                to.map(Order::Send).ok_or_else(|| line.wants("to", a_process))
            }
            "local" => Ok(Order::Local),
            "add" | "remove" => {
                let item = line.text("item", ITEM_MAX)?.to_owned();
                Ok(Order::Write(Change { item, add: line.name == "add" }))
            }
            _ => Err(CommandError::Unknown(line.name.clone())),
        }
    }

    fn timer_name(_: Timer) -> &'static str {
        msg!("own event")
    }

    fn observe(monitors: &mut Monitors, seen: &Observed<Self>, report: &mut Report) {
        monitors.observe(seen, report);
    }

    fn glyph(_: Option<&Self>, (): (), _: &Disk) -> Glyph {
        Glyph { role: noun!("process"), shape: Shape::Plain, tone: Tone::Follow, epoch: None }
    }

    fn view(_: Option<&Self>, disk: &Disk, config: &Config, out: &mut NodeView) {
        view::view(disk, config, out);
    }

    fn overview(slots: &[Slot<Self>], _: &Monitors, config: &Config) -> Vec<Panel> {
        vec![view::total_order(slots), view::carts(slots, config)]
    }

    fn clock_face(config: &Config) -> Option<ClockFace> {
        Some(config.face())
    }

    fn clock(disk: &Disk) -> Clock {
        disk.clock.clone()
    }

    fn holds(config: &Config) -> bool {
        config.by_hand
    }
}
