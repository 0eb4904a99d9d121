//! Raft: consensus by an elected leader and a replicated log.
//!
//! Source: Diego Ongaro and John Ousterhout, *In Search of an Understandable Consensus Algorithm*, 2014 (extended
//! version). Read these files beside its Figure 2: `disk` is its box "State", `election` and `replication` are
//! "`RequestVote` RPC", "`AppendEntries` RPC" and "Rules for Servers", `monitors` is Figure 3. Pre-vote is from
//! Ongaro's dissertation (2014), §9.6; clients are the paper's §8. Also from the dissertation: `transfer` is §3.10,
//! `reads` §6.4, `snapshot` chapter 5, `configuration` and `membership` chapter 4.

mod attack;
mod challenges;
mod client;
mod comparisons;
mod configuration;
mod disk;
mod election;
mod experiments;
mod faces;
mod glossary;
mod membership;
mod message;
mod monitors;
mod reads;
mod replication;
mod scenes;
mod server;
mod snapshot;
mod story;
mod transfer;
mod view;
mod warnings;

pub use client::Client;
pub use configuration::{Configuration, Configurations};
pub use disk::{Command, Disk, Entry, Log};
pub use membership::{CatchUp, Change, Wanted};
pub use message::{Answer, Append, AppendReply, Candidacy, InstallSnapshot, Message};
pub use monitors::Monitors;
pub use reads::{Read, Reads};
pub use server::{Leader, Peer, Role, Server};
pub use snapshot::Snapshot;
pub use transfer::Transfer;

use crate::kit::kv::{KEY, Op, VALUE};
use crate::kit::quorum::Tally;
use crate::kit::{About, Measured};
use crate::sim::{
    self, Argument, ArgumentKind, Asker, CommandError, CommandLine, Glyph, NetworkConfig, NodeId, NodeView,
    Observed, Panel, Place, Property, Protocol, Report, Seat, Slot, Unit,
};
use netsplit_text::{msg, noun, t};
use serde::Serialize;

/// Raft as a lab.
pub static ABOUT: About = About {
    id: "raft",
    title: "Raft",
    group: "Consensus",
    about: "Five servers keep one log. They elect a leader, which decides the order of all entries; when it dies, \
        or is cut off, the others elect another, and nothing that was committed is ever lost.",
    source: "Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm, 2014; Ongaro, \
        Consensus: Bridging Theory and Practice, 2014",
    scenes: scenes::SCENES,
    family: Some("consensus"),
    comparisons: comparisons::COMPARISONS,
    challenges: challenges::CHALLENGES,
    story: story::STORY,
    experiments: experiments::EXPERIMENTS,
    glossary: glossary::GLOSSARY,
    attack: attack::ATTACK,
    judged: Some(monitors::MODEL),
    measured: Measured {
        loads: &[(msg!("idle"), &[]), (msg!("10 writes/s"), &[("rate", 500)])],
        sizes: &[
            (msg!("5 servers"), &[("rate", 200)]),
            (msg!("31 servers"), &[("servers", 31), ("rate", 200)]),
        ],
    },
};

/// The disks at first: what `preset` may be.
const PRESETS: &[&str] = &[msg!("empty"), msg!("figure-7"), msg!("figure-8")];
const PRESET_FIGURE_7: u64 = 1;
const PRESET_FIGURE_8: u64 = 2;

crate::config! {
    /// Raft's parameters and bug switches.
    pub struct Config {
        servers: u64 = 5, 1..=31, Unit::Count, restart, "Servers",
            "How many servers keep the log; a majority of them must run.";
        spares: u64 = 0, 0..=8, Unit::Count, restart, "Spare servers",
            "How many more servers there are, which are no members until they are added.";
        clients: u64 = 2, 0..=8, Unit::Count, restart, "Clients",
            "How many clients send requests.";
        timeout_min: u64 = 150_000, 1_000..=60_000_000, Unit::Ms, live, "Election timeout, shortest",
            "A follower that hears from no leader stands for election after a random time, at least this long.";
        timeout_max: u64 = 300_000, 1_000..=60_000_000, Unit::Ms, live, "Election timeout, longest",
            "The most that the random time may be. The wider the range, the rarer split votes are.";
        heartbeat: u64 = 50_000, 1_000..=60_000_000, Unit::Ms, live, "Heartbeat",
            "How often a leader that has nothing to say says that it is there.";
        noop: bool = 1, 0..=1, Unit::Switch, live, "No-op at the start of a term",
            "A new leader appends an entry that does nothing, because it may commit older entries only together \
            with one of its own term.";
        prevote: bool = 0, 0..=1, Unit::Switch, live, "Pre-vote",
            "Before it begins a new term, a server asks the others whether it could win. So a server that was \
            cut off disturbs nobody when it comes back.";
        skip_terms: bool = 0, 0..=1, Unit::Switch, live, "Skip whole terms",
            "A follower whose log conflicts says where the conflicting term begins, and the leader goes back \
            there at once instead of step by step.";
        heed_leader: bool = 0, 0..=1, Unit::Switch, live, "Disregard candidates while a leader is heard",
            "A server ignores a candidate if it has heard from a leader within the shortest election timeout. So a \
            server that was removed, or cut off, disturbs nobody.";
        snapshot_after: u64 = 0, 0..=1_000, Unit::Count, live, "Snapshot after so many entries",
            "A server that has applied so many entries since its last snapshot takes another and discards them from \
            its log. 0: never.";
        reads: u64 = 0, 0..=2, Unit::Choice(reads::READS), live, "Reads",
            "How the leader answers a read: as an entry of the log; from its state machine, after a round of \
            heartbeats that shows that it still leads (read-index); or at once, while it has a lease.";
        drift_bound: u64 = 1_000, 0..=10_000, Unit::Percent, live, "Clock drift bound",
            "For leases: by how much a server's clock may run faster than another's.";
        rate: u64 = 0, 0..=10_000, Unit::PerSecond, live, "Requests by each client",
            "How many requests each client sends by itself; one in four is a read.";
        client_timeout: u64 = 500_000, 10_000..=60_000_000, Unit::Ms, live, "Client timeout",
            "A client that has no answer after this time asks another server, with the same serial number.";
        preset: u64 = 0, 0..=2, Unit::Choice(PRESETS), restart, "Logs at first",
            "What is on the disks when the run begins.";
        commit_own_term: bool = 1, 0..=1, Unit::Switch, rule, "Count only entries of the own term",
            "A leader commits an entry by counting only if it is of its own term: an older one can still be \
            overwritten although a majority has stored it (Figure 8).";
        vote_log_check: bool = 1, 0..=1, Unit::Switch, rule, "Vote only for an up-to-date log",
            "A voter refuses a candidate whose log is behind its own, so that whoever wins has every committed \
            entry.";
        vote_once: bool = 1, 0..=1, Unit::Switch, rule, "One vote a term",
            "A server votes for one candidate a term, so that two can't both have a majority.";
        persist: bool = 1, 0..=1, Unit::Switch, rule, "Term and vote survive a crash",
            "currentTerm and votedFor are on disk, because a server that forgot its vote could vote again in the \
            same term.";
        append_check: bool = 1, 0..=1, Unit::Switch, rule, "Append only where the logs agree",
            "A follower takes entries only if it has the one before them, so that logs that agree at one place \
            agree at all earlier ones.";
        truncate_conflicts: bool = 1, 0..=1, Unit::Switch, rule, "Delete what conflicts",
            "A follower deletes its own entries from the first that conflicts with the leader's, because they \
            were never committed and the leader's may be.";
        change_in_own_term: bool = 1, 0..=1, Unit::Switch, rule, "Change members after an entry of the own term",
            "A leader appends a change of one member only once it has committed an entry of its own term: else one of \
            an earlier leader, which it does not know of, could still come into force beside it.";
        joint_consensus: bool = 1, 0..=1, Unit::Switch, rule, "Joint consensus",
            "Members are changed by way of a time in which majorities of both the old and the new are needed: if \
            servers went from one to the other each in its own time, both could have a majority at once.";
        lease_drift: bool = 1, 0..=1, Unit::Switch, rule, "Leases allow for clock drift",
            "A leader's lease is shorter than the election timeout by the clock drift bound, because its clock may be \
            slow and the others' fast: they would elect another leader while it still believes in its lease.";
    }
    conflict |config| (config.timeout_min > config.timeout_max).then(||
        t!("`timeout_min` is above `timeout_max`: lower the one or raise the other").to_owned());
}

/// A node's volatile state.
#[derive(Clone, Debug, Serialize)]
pub enum Raft {
    /// Keeps the log.
    Server(Server),
    /// Sends requests.
    Client(Client),
}

/// Kinds of node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Keeps the log.
    Server,
    /// Sends requests.
    Client,
}

/// Timers of servers and clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Timer {
    /// A follower or candidate has waited for a leader long enough.
    Election,
    /// A leader speaks again.
    Heartbeat,
    /// A client has waited for an answer long enough.
    Retry,
    /// A client considers a request of its own.
    Workload,
    /// A leader has waited for its successor long enough.
    Transfer,
}

/// What people can tell a node to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Ask this server, or whichever the client chooses, for an operation.
    Request {
        /// The server, if one is named.
        to: Option<NodeId>,
        /// The operation.
        op: Op,
    },
    /// Act as if the election timeout had passed.
    TimeOutNow,
    /// Hand leadership over to this server, or to the most up-to-date one.
    Transfer(Option<NodeId>),
    /// Change the members.
    Reconfigure(Wanted),
}

/// The longest list of members, in characters.
const MEMBERS_MAX: usize = 160;

const SERVER: Argument = Argument { name: msg!("server"), default: "n6", kind: ArgumentKind::Node };

impl Config {
    /// How many servers there are, members at first or not.
    pub fn seats(&self) -> u64 {
        self.servers + self.spares
    }
}

/// What handlers are given.
pub type Context<'a> = sim::Context<'a, Raft>;

impl Protocol for Raft {
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
            about: "A client asks this server to write a value under a key.",
            at: &["server"],
            asker: Asker::Client,
            arguments: &[KEY, VALUE],
        },
        sim::Command {
            name: "read",
            label: msg!("Read"),
            about: "A client asks this server for the value under a key.",
            at: &["server"],
            asker: Asker::Client,
            arguments: &[KEY],
        },
        sim::Command {
            name: "timeout-now",
            label: msg!("Time out now"),
            about: "The server acts as if its election timeout had passed.",
            at: &["server"],
            asker: Asker::Player,
            arguments: &[],
        },
        sim::Command {
            name: "transfer",
            label: msg!("Transfer leadership"),
            about: "The leader hands over to another server: it stops taking requests, brings that server's log up to \
                date, and tells it to stand. With no server named it takes the most up-to-date one.",
            at: &["server"],
            asker: Asker::Player,
            arguments: &[Argument { name: msg!("to"), default: "", kind: ArgumentKind::Node }],
        },
        sim::Command {
            name: "add-server",
            label: msg!("Add a server"),
            about: "The leader makes a spare server a member: it brings its log up to date, then appends the new \
                configuration.",
            at: &["server"],
            asker: Asker::Player,
            arguments: &[SERVER],
        },
        sim::Command {
            name: "remove-server",
            label: msg!("Remove a server"),
            about: "The leader appends a configuration without that server; it may be the leader itself.",
            at: &["server"],
            asker: Asker::Player,
            arguments: &[SERVER],
        },
        sim::Command {
            name: "reconfigure",
            label: msg!("Change the members"),
            about: "The leader makes these servers the members, any number at once, by joint consensus.",
            at: &["server"],
            asker: Asker::Player,
            arguments: &[Argument {
                name: msg!("members"),
                default: "n1,n2,n3",
                kind: ArgumentKind::Text(MEMBERS_MAX),
            }],
        },
    ];

    fn roster(config: &Config) -> Vec<Seat<Self>> {
        let server = |place: u64| Seat {
            name: format!("n{}", place + 1),
            kind: Kind::Server,
            role: noun!("server"),
            place: Place::Ring,
            disk: disk::initial(config.preset, place as usize, config.servers),
        };
        let client = |place: u64| Seat {
            name: format!("c{}", place + 1),
            kind: Kind::Client,
            role: noun!("client"),
            place: Place::Side,
            disk: Disk::default(),
        };
        (0..config.seats()).map(server).chain((0..config.clients).map(client)).collect()
    }

    fn start(kind: Kind, cx: &mut Context) -> Self {
        match kind {
            Kind::Server => Raft::Server(Server::start(cx)),
            Kind::Client => Raft::Client(Client::start(cx)),
        }
    }

    fn on_message(&mut self, from: NodeId, message: Message, cx: &mut Context) {
        match self {
            Raft::Server(server) => server.on_message(from, message, cx),
            Raft::Client(client) => client.on_message(from, message, cx),
        }
    }

    fn on_timer(&mut self, timer: Timer, cx: &mut Context) {
        match self {
            Raft::Server(server) => server.on_timer(timer, cx),
            Raft::Client(client) => client.on_timer(timer, cx),
        }
    }

    fn on_command(&mut self, order: Order, cx: &mut Context) {
        match (self, order) {
            (Raft::Server(server), Order::Request { op, .. }) => server.on_local_request(op, cx),
            (Raft::Server(server), Order::TimeOutNow) => server.on_told_to_time_out(cx),
            (Raft::Server(server), Order::Transfer(to)) => server.on_transfer(to, cx),
            (Raft::Server(server), Order::Reconfigure(wanted)) => server.on_reconfigure(wanted, cx),
            (Raft::Client(client), Order::Request { to, op }) => client.on_order(to, op, cx),
            (Raft::Client(_), _) => {}
        }
    }

    fn command(line: &CommandLine, names: &[String]) -> Result<Order, CommandError> {
        match line.name.as_str() {
            "timeout-now" => Ok(Order::TimeOutNow),
            "transfer" => Ok(Order::Transfer(server(line, "to", names)?)),
            "add-server" => the_server(line, names).map(Wanted::Add).map(Order::Reconfigure),
            "remove-server" => the_server(line, names).map(Wanted::Remove).map(Order::Reconfigure),
            "reconfigure" => members(line, names).map(Wanted::Members).map(Order::Reconfigure),
            _ => Ok(Order::Request { op: Op::of(line)?, to: server(line, "to", names)? }),
        }
    }

    fn timer_name(timer: Timer) -> &'static str {
        match timer {
            Timer::Election => msg!("election timeout"),
            Timer::Heartbeat => msg!("heartbeat"),
            Timer::Retry => msg!("client timeout"),
            Timer::Workload => msg!("next request"),
            Timer::Transfer => msg!("transfer timeout"),
        }
    }

    fn observe(monitors: &mut Monitors, seen: &Observed<Self>, report: &mut Report) {
        monitors.observe(seen, report);
    }

    fn glyph(node: Option<&Self>, kind: Kind, disk: &Disk) -> Glyph {
        view::glyph(node, kind, disk)
    }

    fn view(node: Option<&Self>, disk: &Disk, config: &Config, out: &mut NodeView) {
        view::view(node, disk, config, out);
    }

    fn overview(slots: &[Slot<Self>], _: &Monitors, config: &Config) -> Vec<Panel> {
        vec![view::logs(slots, config)]
    }

    fn warnings(config: &Config, network: &NetworkConfig) -> Vec<String> {
        warnings::warnings(config, network)
    }
}

/// The server that an argument names, if it names one.
fn server(
    line: &CommandLine,
    argument: &'static str,
    names: &[String],
) -> Result<Option<NodeId>, CommandError> {
    line.node(argument, "n", names, t!("a server's name, like n1"))
}

/// The server that a command is about.
fn the_server(line: &CommandLine, names: &[String]) -> Result<NodeId, CommandError> {
    server(line, "server", names)?.ok_or_else(|| line.wants("server", t!("a server's name, like n6")))
}

/// The servers that are to be members: `n1,n2,n4`.
fn members(line: &CommandLine, names: &[String]) -> Result<Tally, CommandError> {
    let text = line.arg("members").unwrap_or_default();
    let listed =
        text.split([',', ' ']).filter(|name| !name.is_empty()).map(|name| sim::named(name, "n", names));
    let members: Option<Vec<NodeId>> = listed.collect();
    let members = members.filter(|members| !members.is_empty());
    let members = members.ok_or_else(|| line.wants("members", t!("servers' names, like n1,n2,n4")))?;
    Ok(members.into_iter().fold(Tally::default(), Tally::with))
}
