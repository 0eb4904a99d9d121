//! Gossip: updates spread as epidemics do.
//!
//! Source: Alan Demers and others, *Epidemic Algorithms for Replicated Database Maintenance*, 1987. `compare` is its
//! §1.3 (anti-entropy), `rumour` its §1.4 (complex epidemics), with every variation of its tables: push or pull,
//! feedback or blind, counter or coin. Boris Pittel, *On Spreading a Rumor*, 1987, says how many cycles pushing takes
//! to reach everybody: log₂ n + ln n + O(1).
//!
//! The paper simulates in cycles: at the start of each, everybody who has something to say picks a partner, and what is
//! said meanwhile shows only at its end. Here all cycle timers fire at whole multiples of the period, and delays are
//! short enough for a conversation to end within its cycle. What a node learns in a cycle it passes on from the next.

mod attack;
mod challenges;
mod compare;
mod experiments;
mod glossary;
mod message;
mod monitors;
mod rumour;
mod scenes;
mod story;
mod view;

pub use message::Message;
pub use monitors::Monitors;

use crate::kit::{About, Measured};
use crate::sim::{
    self, Asker, CommandError, CommandLine, Glyph, MS, Micros, NetworkConfig, NodeId, NodeView, Observed,
    Panel, Place, Property, Protocol, Report, Seat, Slot, Unit, Value,
};
use netsplit_text::{msg, noun};
use serde::Serialize;

/// Gossip as a lab.
pub static ABOUT: About = About {
    id: "gossip",
    title: "Gossip",
    group: "Membership and failure",
    about: "One node learns something, and a whole crowd is to know. Each tells or asks a partner at random, cycle by \
        cycle, and the news spreads like an epidemic: fast, without anybody in charge, whoever has died. Whether it \
        reaches the last one depends on when nodes stop.",
    source: "Demers and others, Epidemic Algorithms for Replicated Database Maintenance, 1987; Pittel, On Spreading a \
        Rumor, 1987",
    scenes: scenes::SCENES,
    family: None,
    comparisons: &[],
    challenges: challenges::CHALLENGES,
    story: story::STORY,
    experiments: experiments::EXPERIMENTS,
    glossary: glossary::GLOSSARY,
    attack: attack::ATTACK,
    judged: None,
    measured: Measured {
        loads: &[
            (msg!("rumour, push"), &[]),
            (msg!("anti-entropy, push–pull"), &[("spread", 1), ("mode", 2)]),
        ],
        sizes: &[(msg!("50 nodes"), &[]), (msg!("1,000 nodes"), &[("nodes", 1_000), ("mode", 2)])],
    },
};

/// How updates spread: what `spread` may be.
const SPREADS: &[&str] = &[msg!("rumours"), msg!("anti-entropy"), msg!("both")];
const RUMOUR: u64 = 0;
const ANTI_ENTROPY: u64 = 1;

/// Which way updates go when two nodes talk: what `mode` may be.
const MODES: &[&str] = &[msg!("push"), msg!("pull"), msg!("push-pull")];
const PUSH: u64 = 0;
const PULL: u64 = 1;

/// What `feedback` may be.
const FEEDBACKS: &[&str] = &[msg!("feedback"), msg!("blind")];
const BLIND: u64 = 1;

/// What `counter` may be.
const COUNTERS: &[&str] = &[msg!("counter"), msg!("coin")];
const COIN: u64 = 1;

crate::config! {
    /// Gossip's parameters and bug switches.
    pub struct Config {
        nodes: u64 = 50, 10..=10_000, Unit::Count, restart, "Nodes",
            "How many nodes there are, dead ones included.";
        spread: u64 = 0, 0..=2, Unit::Choice(SPREADS), restart, "How updates spread",
            "By rumour mongering nodes pass a new update on until they lose interest; by anti-entropy they compare all \
            that they have, for ever. Both: anti-entropy mends now and then what rumours have missed.";
        mode: u64 = 0, 0..=2, Unit::Choice(MODES), restart, "Push or pull",
            "Push: a node gives its partner what it has. Pull: it asks its partner for what that has. Push–pull: both.";
        feedback: u64 = 0, 0..=1, Unit::Choice(FEEDBACKS), live, "Feedback or blind",
            "With feedback a node loses interest by contacts with those that knew already; blind, by every contact.";
        counter: u64 = 0, 0..=1, Unit::Choice(COUNTERS), live, "Counter or coin",
            "With a counter a node loses interest after k such cycles in a row; with a coin, in each with the chance 1/k.";
        k: u64 = 1, 1..=8, Unit::Count, live, "k",
            "How slowly nodes lose interest: the larger, the fewer remain that never hear, and the more is said in vain.";
        fanout: u64 = 1, 1..=8, Unit::Count, live, "Fan-out",
            "How many partners a node picks in a cycle.";
        period: u64 = 100_000, 20_000..=100_000, Unit::Ms, restart, "Cycle",
            "How long a cycle is; a conversation should fit into it.";
        compare_every: u64 = 10, 1..=10, Unit::Count, live, "Anti-entropy every so many cycles",
            "Where rumours come first, how rarely nodes compare what they have.";
        dead: u64 = 0, 0..=5_000, Unit::Percent, restart, "Dead nodes",
            "The share of nodes that have crashed before it begins; nobody knows which.";
        newest_wins: bool = 1, 0..=1, Unit::Switch, rule, "The newest update wins",
            "A node takes an update only if it is newer than the one it has, because updates overtake each other.";
        removed_is_final: bool = 1, 0..=1, Unit::Switch, rule, "Who lost interest stays so",
            "A node that is told again what it has lost interest in does not take it up again, so that rumours end.";
        choose_all: bool = 1, 0..=1, Unit::Switch, rule, "Choose among all",
            "Partners are drawn from the whole list. Off: its last node is never drawn, as if the index were off by one.";
    }
}

/// An update of the one item that the nodes' databases hold. The newer of two has the later stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Update {
    /// When it was made, by the clock of who made it, µs.
    pub stamp: Micros,
    /// Who made it; decides between equal stamps.
    pub origin: NodeId,
}

/// An update in a node's database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Held {
    /// The update.
    pub update: Update,
    /// When it came, by this node's own clock, µs.
    pub learned: Micros,
}

/// What survives a crash: the database.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Disk {
    /// The newest update that came.
    pub held: Option<Held>,
}

/// Where a node stands in the epidemic of the update that it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Phase {
    /// Does not know of any update.
    Susceptible,
    /// Knows it and passes it on.
    Infective,
    /// Knows it and has lost interest.
    Removed,
}

/// What a node's contacts of this cycle came to; the best of them counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Contact {
    /// It had none.
    None,
    /// It passed the update on, and has heard nothing of it.
    Silent,
    /// Whoever it told knew already.
    Useless,
    /// Somebody needed the update.
    Useful,
}

/// A node's volatile state.
#[derive(Clone, Debug, Serialize)]
pub struct Gossip {
    /// Where it stands.
    pub phase: Phase,
    /// What its contacts of this cycle came to.
    pub contact: Contact,
    /// In how many cycles in a row it told nobody news.
    pub counter: u32,
    /// How often it has sent the update: its part of the traffic m.
    pub sent: u32,
}

/// Timers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Timer {
    /// A cycle begins.
    Cycle,
    /// The first update is made.
    Origin,
}

/// What handlers are given.
pub type Context<'a> = sim::Context<'a, Gossip>;

/// The node that makes the first update.
const FIRST: NodeId = NodeId(0);

impl Config {
    /// Whether updates spread as rumours.
    fn rumours(&self) -> bool {
        self.spread != ANTI_ENTROPY
    }

    /// Whether nodes compare what they have in the cycle of this number.
    fn compares(&self, cycle: u64) -> bool {
        match self.spread {
            RUMOUR => false,
            ANTI_ENTROPY => true,
            _ => cycle.is_multiple_of(self.compare_every),
        }
    }

    fn pushes(&self) -> bool {
        self.mode != PULL
    }

    fn pulls(&self) -> bool {
        self.mode != PUSH
    }

    /// Whether `one` is to take the place of `other`.
    fn prefers(&self, one: Option<Update>, other: Option<Update>) -> bool {
        if self.newest_wins { one > other } else { one.is_some() && one != other }
    }

    /// How many of the first so many nodes are dead from the start. They are spread evenly; n1 is never one.
    fn dead_up_to(&self, count: u64) -> u64 {
        count * self.dead / 10_000
    }

    /// How many nodes run when it begins.
    fn running(&self) -> u64 {
        self.nodes - self.dead_up_to(self.nodes)
    }
}

/// How many cycles pushing to one partner each takes until all of `nodes` know, give or take a few (Pittel).
fn pittel(nodes: u64) -> f64 {
    let nodes = nodes as f64;
    libm::log2(nodes) + libm::log(nodes)
}

impl Disk {
    /// The update that is held.
    pub fn update(&self) -> Option<Update> {
        self.held.map(|held| held.update)
    }
}

/// The number of the cycle that a node is in, by its own clock.
fn cycle(cx: &Context) -> u64 {
    cx.now / cx.config.period
}

/// Whether a node learned what it holds in this cycle: then all others still see it as it was before.
fn is_fresh(cx: &Context) -> bool {
    cx.disk.held.is_some_and(|held| held.learned / cx.config.period == cycle(cx))
}

/// A partner, any as likely as another, but never the node itself.
fn partner(cx: &mut Context) -> NodeId {
    let count = cx.config.nodes - u64::from(!cx.config.choose_all);
    cx.random_node(count, Some(cx.me))
}

/// The partners of a cycle, each another.
fn partners(cx: &mut Context) -> Vec<NodeId> {
    let mut partners = Vec::new();
    while (partners.len() as u64) < cx.config.fanout {
        let drawn = partner(cx);
        if !partners.contains(&drawn) {
            partners.push(drawn);
        }
    }
    partners
}

impl Gossip {
    /// Whether it has anything to do when a cycle begins.
    fn is_busy(&self, cx: &Context) -> bool {
        let speaks = self.phase == Phase::Infective || !cx.config.rumours();
        let compares = cx.config.spread != RUMOUR;
        cx.config.pulls() || (cx.disk.held.is_some() && (speaks || compares))
    }

    /// Waits for the next cycle, if there is anything to do in it.
    fn wait(&self, cx: &mut Context) {
        if self.is_busy(cx) {
            let left = cx.config.period - cx.now % cx.config.period;
            cx.set_timer(Timer::Cycle, left);
        }
    }

    fn on_cycle(&mut self, cx: &mut Context) {
        // A clock that drifts may be a µs short of the cycle that its timer was set to.
        let cycle = (cx.now + MS) / cx.config.period;
        self.reckon(cx);
        if !self.is_busy(cx) {
            return;
        }
        cx.set_timer(Timer::Cycle, (cycle + 1) * cx.config.period - cx.now);
        if cx.config.rumours() {
            self.gossip(cx);
        }
        if cx.config.compares(cycle) {
            compare::compare(cx);
        }
    }

    /// Takes over an update that is newer than what it has.
    fn adopt(&mut self, update: Update, phase: Phase, cx: &mut Context) {
        cx.disk.held = Some(Held { update, learned: cx.now });
        *self = Gossip { phase, ..Gossip::idle() };
        self.wait(cx);
    }

    /// Makes an update here, newer than all that this node knows of.
    fn make(&mut self, cx: &mut Context) {
        let later = cx.disk.update().map_or(0, |update| update.stamp + 1);
        let update = Update { stamp: cx.now.max(later), origin: cx.me };
        self.adopt(update, Phase::Infective, cx);
        cx.tell(&story::STARTS, || [update.origin.into(), Value::Time(update.stamp)]);
    }

    fn idle() -> Self {
        Gossip { phase: Phase::Susceptible, contact: Contact::None, counter: 0, sent: 0 }
    }
}

impl Protocol for Gossip {
    type Kind = ();
    type Message = Message;
    type Timer = Timer;
    type Command = ();
    type Config = Config;
    type Disk = Disk;
    type Monitors = Monitors;

    const PROPERTIES: &'static [Property] = &monitors::PROPERTIES;
    const COMMANDS: &'static [sim::Command] = &[sim::Command {
        name: "tell",
        label: msg!("Start an update"),
        about: "This node learns something new, which the others are to know.",
        at: &["node"],
        asker: Asker::Player,
        arguments: &[],
    }];

    fn roster(config: &Config) -> Vec<Seat<Self>> {
        let seat = |place: u64| Seat {
            name: format!("n{}", place + 1),
            kind: (),
            role: noun!("node"),
            place: Place::Ring,
            disk: Disk::default(),
        };
        (0..config.nodes).map(seat).collect()
    }

    fn is_down_at_first(node: NodeId, config: &Config) -> bool {
        let place = u64::from(node.0);
        config.dead_up_to(place + 1) > config.dead_up_to(place)
    }

    /// The database is on disk, what a node was busy spreading is not: a rumour ends at a node that crashes.
    fn start((): (), cx: &mut Context) -> Self {
        let phase = match cx.disk.held {
            None => Phase::Susceptible,
            Some(_) if cx.config.rumours() => Phase::Removed,
            Some(_) => Phase::Infective,
        };
        let node = Gossip { phase, ..Gossip::idle() };
        node.wait(cx);
        if cx.me == FIRST && cx.now < cx.config.period {
            cx.set_timer(Timer::Origin, cx.config.period - cx.now);
        }
        node
    }

    fn on_message(&mut self, from: NodeId, message: Message, cx: &mut Context) {
        match message {
            Message::Rumour(update) => self.on_rumour(from, update, cx),
            Message::Pull => self.on_pull(from, cx),
            Message::Feedback { update, needed } => self.on_feedback(update, needed, cx),
            Message::Digest(theirs) => self.on_digest(from, theirs, cx),
            Message::Want => self.on_want(from, cx),
            Message::Update(update) => self.on_update(from, update, cx),
        }
    }

    fn on_timer(&mut self, timer: Timer, cx: &mut Context) {
        match timer {
            Timer::Cycle => self.on_cycle(cx),
            Timer::Origin => self.make(cx),
        }
    }

    fn on_command(&mut self, (): (), cx: &mut Context) {
        self.make(cx);
    }

    fn command(line: &CommandLine, _: &[String]) -> Result<(), CommandError> {
        if line.name == "tell" { Ok(()) } else { Err(CommandError::Unknown(line.name.clone())) }
    }

    fn timer_name(timer: Timer) -> &'static str {
        match timer {
            Timer::Cycle => msg!("cycle"),
            Timer::Origin => msg!("first update"),
        }
    }

    fn observe(monitors: &mut Monitors, seen: &Observed<Self>, report: &mut Report) {
        monitors.observe(seen, report);
    }

    fn fulfilled(property: usize, slots: &[Slot<Self>], config: &Config) -> bool {
        monitors::fulfilled(property, slots, config)
    }

    fn glyph(node: Option<&Self>, (): (), disk: &Disk) -> Glyph {
        view::glyph(node, disk)
    }

    fn view(node: Option<&Self>, disk: &Disk, config: &Config, out: &mut NodeView) {
        view::view(node, disk, config, out);
    }

    fn overview(_: &[Slot<Self>], monitors: &Monitors, config: &Config) -> Vec<Panel> {
        vec![view::epidemic(&monitors.epidemic, config)]
    }

    fn warnings(config: &Config, network: &NetworkConfig) -> Vec<String> {
        view::warnings(config, network)
    }
}
