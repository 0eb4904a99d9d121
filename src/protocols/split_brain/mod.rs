//! Split brain: two who each think that they are the only leader, and what keeps that from doing harm.
//!
//! Sources: Cary Gray and David Cheriton, *Leases: An Efficient Fault-Tolerant Mechanism for Distributed File Cache
//! Consistency*, 1989 (a lease ends by itself; clocks may differ by ε); Martin Kleppmann, *How to do distributed
//! locking*, 2016 (a holder that pauses writes late; fencing tokens). STONITH ("shoot the other node in the head") is
//! the clusters' remedy.
//!
//! `replica` is the lock service, `worker` who wants its lease, `storage` what the leader works on. A worker needs the
//! lease from a majority of replicas.
//!
//! What is modelled of STONITH: the new leader asks the power switch to shoot whoever has had a lease and not given it
//! back. The switch has the storage keep out that life of the machine, and only then cuts its power and reports it
//! shot, as the fence agent `fence_scsi` does with registrations. A machine that is paused cannot hear that it has no
//! power any more: what it sends is kept out all the same, and it boots when it hears it.

mod attack;
mod challenges;
mod glossary;
mod message;
mod monitors;
mod replica;
mod scenes;
mod storage;
mod story;
mod view;
mod worker;

pub use message::{Answer, Ask, Life, Message, Request};
pub use monitors::{Held, Monitors};
pub use replica::{Granted, Grants};
pub use storage::{Account, Entry, Right, Verdict};
pub use worker::{Asking, Job, JobStep, Lease, Worker};

use crate::kit::{About, Measured};
use crate::sim::{
    self, Asker, CommandError, CommandLine, Glyph, NetworkConfig, NodeId, NodeView, Observed, Panel, Place,
    Property, Protocol, Report, Seat, Slot, Unit,
};
use netsplit_text::{msg, noun, t};
use serde::Serialize;

/// Split brain as a lab.
pub static ABOUT: About = About {
    id: "split-brain",
    title: "Split brain",
    group: "Replication and consistency",
    about: "Two workers, one bank account: whoever has the lease is the leader and makes deposits. When the network splits or \
        a leader pauses, there may be two leaders, and deposits vanish. Majorities, fencing tokens and STONITH each \
        prevent something of that.",
    source: "Gray and Cheriton, Leases, 1989; Kleppmann, How to do distributed locking, 2016",
    scenes: scenes::SCENES,
    family: None,
    comparisons: scenes::COMPARISONS,
    challenges: challenges::CHALLENGES,
    story: story::STORY,
    experiments: &[],
    glossary: glossary::GLOSSARY,
    attack: attack::ATTACK,
    judged: None,
    measured: Measured {
        loads: &[
            (msg!("2 workers"), &[]),
            (msg!("4 workers, 5 replicas"), &[("workers", 4), ("replicas", 5)]),
        ],
        sizes: &[(msg!("3 replicas"), &[]), (msg!("5 replicas"), &[("replicas", 5), ("workers", 4)])],
    },
};

crate::config! {
    /// The lab's parameters and bug switches.
    pub struct Config {
        replicas: u64 = 3, 3..=5, Unit::Count, restart, "Replicas",
            "How many replicas the lock service has.";
        workers: u64 = 2, 2..=4, Unit::Count, restart, "Workers",
            "How many workers want the lease.";
        asks: bool = 1, 0..=1, Unit::Switch, restart, "Workers ask by themselves",
            "A worker that is idle asks for the lease now and then. Off: only when it is told to.";
        lease: u64 = 1_000_000, 10_000..=60_000_000, Unit::Ms, live, "Lease",
            "For how long a replica grants the lease.";
        epsilon: u64 = 100_000, 0..=10_000_000, Unit::Ms, live, "Clock uncertainty ε",
            "By how much sooner the holder of a lease counts it as over, because clocks may differ.";
        work: u64 = 200_000, 0..=60_000_000, Unit::Ms, live, "Work",
            "How long a leader works between reading the balance and writing it.";
        margin: u64 = 100_000, 0..=10_000_000, Unit::Ms, live, "Margin",
            "A leader begins a job only if its lease lasts for the work and this much longer: for the messages' way.";
        patience: u64 = 100_000, 1_000..=60_000_000, Unit::Ms, live, "Answer timeout",
            "How long a worker waits for answers. Longer than a round trip.";
        retry: u64 = 400_000, 10_000..=60_000_000, Unit::Ms, live, "Ask again after",
            "An idle worker asks for the lease after this time, or up to twice as much.";
        reboot: u64 = 300_000, 1_000..=60_000_000, Unit::Ms, live, "Reboot",
            "How long a machine that was shot takes until it runs again.";
        amount: u64 = 10, 1..=1_000, Unit::Count, live, "Deposit, €",
            "How much a job adds to the balance.";
        majority: bool = 1, 0..=1, Unit::Switch, rule, "Majority quorum",
            "Only a majority of all replicas makes a leader. Off: all that answer, as each replica grants what it believes is \
            free; so each side of a split has a leader of its own.";
        fencing: bool = 1, 0..=1, Unit::Switch, rule, "Fencing tokens",
            "The storage rejects what comes with a token older than the newest that it has seen.";
        stonith: bool = 1, 0..=1, Unit::Switch, rule, "STONITH",
            "Before a new leader reads anything, it has everybody shot who may still think to be the leader: the power switch \
            takes their power, and the storage accepts nothing more from before their next boot.";
    }
    conflict |config| (config.lease < config.epsilon + config.work + config.margin).then(||
        t!("the lease is too short for a job: make `lease` at least `epsilon` + `work` + `margin`").to_owned());
}

impl Config {
    /// The replicas' ids.
    pub fn replicas_ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.replicas as u16).map(NodeId)
    }

    /// The storage's id.
    pub fn storage(&self) -> NodeId {
        NodeId((self.replicas + self.workers) as u16)
    }

    /// The power switch's id.
    pub fn power(&self) -> NodeId {
        NodeId((self.replicas + self.workers) as u16 + 1)
    }
}

/// A node's volatile state. All but workers keep what they know on disk.
#[derive(Clone, Debug, Serialize)]
pub enum SplitBrain {
    /// A replica of the lock service.
    Replica,
    /// A worker.
    Worker(Worker),
    /// The storage.
    Storage,
    /// The power switch.
    Power,
}

/// Kinds of node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A replica of the lock service.
    Replica,
    /// A worker.
    Worker,
    /// The storage.
    Storage,
    /// The power switch.
    Power,
}

/// What survives a crash.
#[derive(Clone, Debug, Serialize)]
pub enum Disk {
    /// A replica's grants.
    Replica(Grants),
    /// How often a worker has booted.
    Worker {
        /// So often.
        boots: u32,
    },
    /// The storage's account.
    Storage(Account),
    /// The power switch has to remember nothing.
    Power,
}

/// A worker's timers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Timer {
    /// It is time to ask for the lease.
    Ask,
    /// It has waited for the replicas' answers long enough.
    Asking,
    /// Its lease is over.
    Expiry,
    /// Its work is done.
    Work,
    /// It has waited for the storage or the power switch long enough.
    Answer,
    /// It has its power back and boots.
    Boot,
}

/// What handlers are given.
pub type Context<'a> = sim::Context<'a, SplitBrain>;

impl Protocol for SplitBrain {
    type Kind = Kind;
    type Message = Message;
    type Timer = Timer;
    type Command = ();
    type Config = Config;
    type Disk = Disk;
    type Monitors = Monitors;

    const PROPERTIES: &'static [Property] = &monitors::PROPERTIES;
    const COMMANDS: &'static [sim::Command] = &[sim::Command {
        name: "ask",
        label: msg!("Ask for the lease"),
        about: "The worker asks the replicas for the lease, if it is idle. As the leader it makes deposits until the lease is \
            nearly over.",
        at: &["worker"],
        asker: Asker::Player,
        arguments: &[],
    }];

    fn roster(config: &Config) -> Vec<Seat<Self>> {
        let seat = |name: String, kind, role, disk| Seat { name, kind, role, place: Place::Ring, disk };
        let replica = |place: u64| {
            let disk = Disk::Replica(Grants::default());
            seat(format!("r{}", place + 1), Kind::Replica, noun!("replica"), disk)
        };
        let worker = |place: u64| {
            seat(format!("w{}", place + 1), Kind::Worker, noun!("worker"), Disk::Worker { boots: 0 })
        };
        let account = Disk::Storage(Account::default());
        let storage = seat("bank".to_owned(), Kind::Storage, noun!("storage"), account);
        let power = seat("power".to_owned(), Kind::Power, noun!("power switch"), Disk::Power);
        let replicas = (0..config.replicas).map(replica);
        replicas.chain((0..config.workers).map(worker)).chain([storage, power]).collect()
    }

    fn start(kind: Kind, cx: &mut Context) -> Self {
        match kind {
            Kind::Replica => SplitBrain::Replica,
            Kind::Worker => SplitBrain::Worker(Worker::start(cx)),
            Kind::Storage => SplitBrain::Storage,
            Kind::Power => SplitBrain::Power,
        }
    }

    fn on_message(&mut self, from: NodeId, message: Message, cx: &mut Context) {
        match self {
            SplitBrain::Replica => at_replica(from, &message, cx),
            SplitBrain::Worker(worker) => at_worker(worker, from, message, cx),
            SplitBrain::Storage => at_storage(from, &message, cx),
            SplitBrain::Power => at_power(from, &message, cx),
        }
    }

    fn on_timer(&mut self, timer: Timer, cx: &mut Context) {
        if let SplitBrain::Worker(worker) = self {
            worker.expire(timer == Timer::Expiry, cx);
            worker.on_timer(timer, cx);
        }
    }

    fn on_command(&mut self, (): (), cx: &mut Context) {
        if let SplitBrain::Worker(worker) = self {
            worker.expire(false, cx);
            worker.ask(cx);
        }
    }

    fn command(line: &CommandLine, _: &[String]) -> Result<(), CommandError> {
        if line.name == "ask" { Ok(()) } else { Err(CommandError::Unknown(line.name.clone())) }
    }

    fn timer_name(timer: Timer) -> &'static str {
        match timer {
            Timer::Ask => msg!("ask"),
            Timer::Asking | Timer::Answer => msg!("answer timeout"),
            Timer::Expiry => msg!("lease"),
            Timer::Work => msg!("work"),
            Timer::Boot => msg!("boot"),
        }
    }

    fn observe(monitors: &mut Monitors, seen: &Observed<Self>, report: &mut Report) {
        monitors.observe(seen, report);
    }

    fn glyph(node: Option<&Self>, kind: Kind, _: &Disk) -> Glyph {
        view::glyph(node, kind)
    }

    fn view(node: Option<&Self>, disk: &Disk, config: &Config, out: &mut NodeView) {
        view::view(node, disk, config, out);
    }

    fn overview(slots: &[Slot<Self>], monitors: &Monitors, config: &Config) -> Vec<Panel> {
        view::panels(slots, monitors, config)
    }

    fn warnings(config: &Config, network: &NetworkConfig) -> Vec<String> {
        view::warnings(config, network)
    }
}

fn at_replica(from: NodeId, message: &Message, cx: &mut Context) {
    let (now, length) = (cx.now, cx.config.lease);
    let Disk::Replica(grants) = cx.disk else { return };
    match *message {
        Message::Acquire { token, boot } => {
            let answer = grants.acquire(Life { worker: from, boot }, token, now, length);
            cx.send(from, answer);
        }
        Message::Release { token, clean } => grants.release(from, token, clean),
        _ => {}
    }
}

fn at_worker(worker: &mut Worker, from: NodeId, message: Message, cx: &mut Context) {
    if worker.off {
        return;
    }
    worker.expire(false, cx);
    match message {
        Message::Grant { token, doubtful } => worker.on_grant(from, token, doubtful, cx),
        Message::Refuse { token, highest, holder } => worker.on_refuse(from, token, highest, holder, cx),
        Message::Reply { boot, nth, answer } => worker.on_reply(boot, nth, answer, cx),
        Message::Shot(life) => worker.on_shot(life, cx),
        Message::PowerOff { boot } => worker.on_power_off(boot, cx),
        _ => {}
    }
}

fn at_storage(from: NodeId, message: &Message, cx: &mut Context) {
    let (now, fencing, me) = (cx.now, cx.config.fencing, cx.me);
    let Disk::Storage(account) = cx.disk else { return };
    match *message {
        Message::Request(request) => {
            let (answer, new) = account.serve(from, request, now, fencing);
            let (balance, due) = (account.balance, account.due);
            if new {
                let told = story::served(answer, request);
                cx.tell(told, || [me.into(), from.into(), request.token.into(), balance.into(), due.into()]);
            }
            if let Some(answer) = answer {
                cx.send(from, Message::Reply { boot: request.boot, nth: request.nth, answer });
            }
        }
        Message::KeepOut { life, by } => {
            account.keep_out(life);
            cx.send(from, Message::KeptOut { life, by });
        }
        _ => {}
    }
}

/// The power switch first has the storage keep the victim out, then takes its power.
fn at_power(from: NodeId, message: &Message, cx: &mut Context) {
    let (me, storage) = (cx.me, cx.config.storage());
    match *message {
        Message::Shoot(life) => cx.send(storage, Message::KeepOut { life, by: from }),
        Message::KeptOut { life, by } => {
            cx.tell(&story::CUTS_POWER, || [me.into(), life.worker.into(), by.into()]);
            cx.send(life.worker, Message::PowerOff { boot: life.boot });
            cx.send(by, Message::Shot(life));
        }
        _ => {}
    }
}
