//! A replicated key–value store with quorums: N replicas of each key, R answers to a read, W acknowledgements of a write.
//!
//! Sources: Giuseppe DeCandia et al., *Dynamo: Amazon's Highly Available Key-value Store*, 2007; David Gifford, *Weighted
//! Voting for Replicated Data*, 1979, for R + W > N; Peter Bailis et al., *Probabilistically Bounded Staleness for
//! Practical Partial Quorums*, 2012, for `delays` and the experiment. Read these files beside Dynamo's §4: `ring` is §4.2
//! and §4.3, `coordinator` §4.5, hints and their handoff in `replica` §4.6, `entropy` §4.7, `client` the contexts of §4.4.
//!
//! Where Dynamo sends a request on to one of the key's first N nodes, here any node coordinates, as in Cassandra and Riak.

mod attack;
mod challenges;
mod client;
mod comparisons;
mod coordinator;
mod delays;
mod disk;
mod entropy;
mod experiments;
mod faces;
mod glossary;
mod message;
mod monitors;
mod replica;
mod ring;
mod scenes;
mod story;
mod view;

pub use client::{Client, Told, Wish};
pub use coordinator::{Open, Work};
pub use disk::Disk;
pub use message::{Answer, Message, Origin, Promise, Purpose};
pub use monitors::Monitors;
pub use replica::Replica;

use crate::kit::kv::{KEY, Op, VALUE};
use crate::kit::{About, Measured};
use crate::sim::{
    self, Asker, CommandError, CommandLine, DelayRule, Glyph, NodeId, NodeView, Observed, Panel, Place,
    Property, Protocol, Report, Seat, Slot, Unit,
};
use netsplit_text::{msg, noun, t};
use serde::Serialize;

/// The store as a lab.
pub static ABOUT: About = About {
    id: "quorum",
    title: "Quorum (N, R, W)",
    group: "Replication and consistency",
    about: "Each key is stored on N nodes; a read waits for R of them, a write for W. If R + W > N they overlap, and a read \
        sees what was written before. With less it may be stale, but is faster, and works with more nodes down.",
    source: "DeCandia et al., Dynamo: Amazon's Highly Available Key-value Store, 2007; Bailis et al., \
        Probabilistically Bounded Staleness for Practical Partial Quorums, 2012",
    scenes: scenes::SCENES,
    challenges: challenges::CHALLENGES,
    story: story::STORY,
    experiments: experiments::EXPERIMENTS,
    glossary: glossary::GLOSSARY,
    attack: attack::ATTACK,
    judged: Some(monitors::MODEL),
    family: None,
    comparisons: comparisons::COMPARISONS,
    measured: Measured {
        loads: &[(msg!("idle"), &[("rate", 0)]), (msg!("10 requests/s"), &[("rate", 500)])],
        sizes: &[(msg!("5 nodes"), &[]), (msg!("12 nodes"), &[("nodes", 12)])],
    },
};

crate::config! {
    /// The store's parameters and bug switches.
    pub struct Config {
        n: u64 = 3, 1..=8, Unit::Count, live, "N: replicas of a key",
            "How many nodes store each key.";
        r: u64 = 2, 1..=8, Unit::Count, live, "R: answers to a read",
            "How many replicas must answer before a read is answered.";
        w: u64 = 2, 1..=8, Unit::Count, live, "W: acknowledgements of a write",
            "How many replicas must have stored a write before it is acknowledged.";
        nodes: u64 = 5, 1..=12, Unit::Count, restart, "Nodes",
            "How many nodes there are on the ring.";
        clients: u64 = 2, 1..=6, Unit::Count, restart, "Clients",
            "How many clients send requests.";
        rate: u64 = 50, 0..=10_000, Unit::PerSecond, live, "Requests by each client",
            "How many requests each client sends by itself; every other one is a read.";
        sloppy: bool = 0, 0..=1, Unit::Switch, live, "Sloppy quorum",
            "Nodes further around the ring stand in for replicas that do not answer, and count: more is available, but \
            what is read and what was written need not overlap.";
        read_repair: bool = 1, 0..=1, Unit::Switch, live, "Read repair",
            "Whoever coordinates a read sends the newest versions to replicas that are behind.";
        read_first: bool = 1, 0..=1, Unit::Switch, live, "Read before writing",
            "A client first reads what its write is to replace. If it does not, it passes what it happens to have seen \
            before: a write without any context makes siblings.";
        merge: bool = 1, 0..=1, Unit::Switch, live, "Merge siblings",
            "A client that reads siblings writes back one value that has the parts of all of them.";
        session: bool = 0, 0..=1, Unit::Switch, live, "Read your writes",
            "Clients say with each read what they have written themselves, and the coordinator waits until it has that.";
        distribution: u64 = 0, 0..=2, Unit::Choice(delays::DISTRIBUTIONS), live, "Distribution of latencies",
            "How long messages between nodes take: as the network's dials say, or as measured in production at LinkedIn on \
            solid-state or spinning disks.";
        patience: u64 = 100_000, 1_000..=600_000_000, Unit::Ms, live, "Coordinator's patience",
            "How long a coordinator waits for replicas before it turns to other nodes, and for these before it gives up.";
        client_timeout: u64 = 500_000, 10_000..=1_800_000_000, Unit::Ms, live, "Client timeout",
            "How long a client waits for the coordinator before it gives up.";
        handoff_every: u64 = 500_000, 10_000..=2_000_000, Unit::Ms, live, "Hints are offered every",
            "How often a node tries to hand over what it keeps for others.";
        compare_every: u64 = 1_000_000, 10_000..=1_000_000, Unit::Ms, live, "Merkle trees are compared every",
            "How often a node compares what it stores with the next of the others.";
        siblings: bool = 1, 0..=1, Unit::Switch, rule, "Keep siblings",
            "Of two versions written without knowledge of each other both are kept. Off: last write wins, by the clocks of \
            the coordinators, and the other one is lost.";
        handoff: bool = 1, 0..=1, Unit::Switch, rule, "Hinted handoff",
            "What a node keeps for another is handed over to it: else the replica never learns of it from there.";
        anti_entropy: bool = 1, 0..=1, Unit::Switch, rule, "Anti-entropy",
            "Replicas compare Merkle trees in the background: else what was missed while a coordinator crashed stays missed \
            until somebody reads it.";
        newest: bool = 1, 0..=1, Unit::Switch, rule, "Answer with the newest of R",
            "A coordinator merges the versions of all that answered: the one that is up to date need not be the first.";
        own_writes: bool = 1, 0..=1, Unit::Switch, rule, "Wait for the client's own writes",
            "A coordinator that is told what the client has written waits until it has that, even if R have answered.";
        persist: bool = 1, 0..=1, Unit::Switch, rule, "Version numbers survive a crash",
            "A node that forgot how many versions it has made would give two of them the same name, and one would be taken \
            for the other.";
    }
    conflict |config| conflict(config);
}

/// Why these settings cannot be.
fn conflict(config: &Config) -> Option<String> {
    if config.n > config.nodes {
        let (n, nodes) = (config.n, config.nodes);
        return Some(t!("`n` is {n}, but there are only {nodes} nodes: lower it or raise `nodes`", n, nodes));
    }
    let quorums = [("r", config.r), ("w", config.w)];
    let (name, size) = quorums.into_iter().find(|(_, size)| *size > config.n)?;
    let n = config.n;
    Some(t!("`{name}` is {size}, but a key has only {n} replicas: lower it or raise `n`", name, size, n))
}

/// A node's volatile state.
#[derive(Clone, Debug, Serialize)]
pub enum Quorum {
    /// Stores and coordinates.
    Replica(Replica),
    /// Sends requests.
    Client(Box<Client>),
}

/// Kinds of node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Stores and coordinates.
    Replica,
    /// Sends requests.
    Client,
}

/// Timers of nodes and clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Timer {
    /// A coordinator has waited long enough.
    Deadline,
    /// A node offers its hints.
    Handoff,
    /// A node compares its Merkle trees with another's.
    Compare,
    /// A client has waited for an answer long enough.
    Patience,
    /// A client considers a request of its own.
    Workload,
}

/// What people can tell a client to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The node that is to coordinate, if one is named.
    to: Option<NodeId>,
    /// The operation.
    op: Op,
}

/// What handlers are given.
pub type Context<'a> = sim::Context<'a, Quorum>;

impl Protocol for Quorum {
    type Kind = Kind;
    type Message = Message;
    type Timer = Timer;
    type Command = Order;
    type Config = Config;
    type Disk = Disk;
    type Monitors = Monitors;

    const PROPERTIES: &'static [Property] = &monitors::PROPERTIES;
    const COMMANDS: &'static [sim::Command] = &[
        sim::Command {
            name: "write",
            label: msg!("Write"),
            about: "A client asks this node to store a value under a key.",
            at: &["node"],
            asker: Asker::Client,
            arguments: &[KEY, VALUE],
        },
        sim::Command {
            name: "read",
            label: msg!("Read"),
            about: "A client asks this node for what is under a key.",
            at: &["node"],
            asker: Asker::Client,
            arguments: &[KEY],
        },
    ];

    fn roster(config: &Config) -> Vec<Seat<Self>> {
        let seat = |name: String, kind, role, place| Seat { name, kind, role, place, disk: Disk::default() };
        let node = |i: u64| seat(format!("n{}", i + 1), Kind::Replica, noun!("node"), Place::Ring);
        let client = |i: u64| seat(format!("c{}", i + 1), Kind::Client, noun!("client"), Place::Side);
        (0..config.nodes).map(node).chain((0..config.clients).map(client)).collect()
    }

    fn delays(config: &Config) -> Vec<DelayRule> {
        delays::rules(config.distribution)
    }

    fn start(kind: Kind, cx: &mut Context) -> Self {
        match kind {
            Kind::Replica => Quorum::Replica(Replica::start(cx)),
            Kind::Client => Quorum::Client(Box::new(Client::start(cx))),
        }
    }

    fn on_message(&mut self, from: NodeId, message: Message, cx: &mut Context) {
        match self {
            Quorum::Replica(replica) => replica.on_message(from, message, cx),
            Quorum::Client(client) => client.on_message(from, message, cx),
        }
    }

    fn on_timer(&mut self, timer: Timer, cx: &mut Context) {
        match self {
            Quorum::Replica(replica) => replica.on_timer(timer, cx),
            Quorum::Client(client) => client.on_timer(timer, cx),
        }
    }

    /// Only clients ask; a node that is told to can't do it in a client's name.
    fn on_command(&mut self, order: Order, cx: &mut Context) {
        if let Quorum::Client(client) = self {
            client.on_order(order.to, order.op, cx);
        }
    }

    fn command(line: &CommandLine, names: &[String]) -> Result<Order, CommandError> {
        Ok(Order { op: Op::of(line)?, to: line.node("to", "n", names, t!("a node's name, like n1"))? })
    }

    fn timer_name(timer: Timer) -> &'static str {
        match timer {
            Timer::Deadline => msg!("coordinator's patience"),
            Timer::Handoff => msg!("handoff"),
            Timer::Compare => msg!("anti-entropy"),
            Timer::Patience => msg!("client timeout"),
            Timer::Workload => msg!("next request"),
        }
    }

    fn promises(property: usize, config: &Config) -> bool {
        monitors::promises(property, config)
    }

    fn observe(monitors: &mut Monitors, seen: &Observed<Self>, report: &mut Report) {
        monitors.observe(seen, report);
    }

    fn fulfilled(property: usize, slots: &[Slot<Self>], config: &Config) -> bool {
        property != monitors::CONVERGENCE || monitors::converged(slots, config)
    }

    fn glyph(node: Option<&Self>, kind: Kind, _disk: &Disk) -> Glyph {
        view::glyph(node, kind)
    }

    fn view(node: Option<&Self>, disk: &Disk, config: &Config, out: &mut NodeView) {
        view::view(node, disk, config, out);
    }

    fn overview(slots: &[Slot<Self>], _: &Monitors, config: &Config) -> Vec<Panel> {
        view::overview(slots, config)
    }

    fn warnings(config: &Config, _network: &sim::NetworkConfig) -> Vec<String> {
        let (n, r, w) = (config.n, config.r, config.w);
        let mut doubts = Vec::new();
        if r + w <= n {
            doubts.push(t!(
                "R + W = {sum} is not above N = {n}: a read may miss what was just written.",
                sum = r + w,
                n
            ));
        } else if config.sloppy {
            doubts.push(
                t!("Sloppy quorums need not overlap: a read may be stale, whatever R and W are.").to_owned(),
            );
        }
        doubts
    }
}
