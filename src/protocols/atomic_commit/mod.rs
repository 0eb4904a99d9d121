//! Atomic commitment: two-phase and three-phase commit, with the same seats and the same work.
//!
//! Source: Philip Bernstein, Vassos Hadzilacos and Nathan Goodman, *Concurrency Control and Recovery in Database
//! Systems*, 1987, chapter 7. Two-phase commit is Jim Gray's (*Notes on Data Base Operating Systems*, 1978), three-phase
//! commit Dale Skeen's (*Nonblocking Commit Protocols*, 1981), presumed abort from Mohan, Lindsay and Obermarck
//! (*Transaction Management in the R\* Distributed Database Management System*, 1986).
//!
//! Read beside chapter 7: `coordinator` and `participant` are its figures 7-3 and 7-4 (and for three phases 7.5),
//! `termination` is "3PC's termination protocol", `disk` its DT log, `monitors` the atomic commitment problem (7.3).

mod attack;
mod challenges;
mod comparisons;
mod coordinator;
mod disk;
mod glossary;
mod labs;
mod message;
mod monitors;
mod outbox;
mod participant;
mod scenes;
mod story;
mod termination;
mod transfer;
mod view;

pub use coordinator::{Coordinator, Phase, Run};
pub use disk::{Disk, Logged, Prepared, Record};
pub use labs::{THREE_PHASE, THREE_PHASE_FIXED, TWO_PHASE, TWO_PHASE_FIXED};
pub use message::{Message, Say, State};
pub use monitors::Monitors;
pub use outbox::Outbox;
pub use participant::{Part, Participant, Stage};
pub use termination::Leading;
pub use transfer::{Decision, Transfer, Tx};

use crate::kit::quorum::Tally;
use crate::sim::{
    self, Argument, ArgumentKind, Asker, CommandError, CommandLine, Glyph, NetworkConfig, NodeId, NodeView,
    Observed, Panel, Place, Property, Protocol, Report, Seat, Slot, Unit,
};
use netsplit_text::{msg, noun, t};
use serde::Serialize;

/// How many phases there are.
const PHASES: &[&str] = &[msg!("two-phase"), msg!("three-phase")];

crate::config! {
    /// The parameters and bug switches of both protocols.
    pub struct Config {
        phases: u64 = 0, 0..=1, Unit::Choice(PHASES), restart, "Protocol",
            "Two-phase or three-phase commit.";
        participants: u64 = 2, 2..=7, Unit::Count, restart, "Banks",
            "How many banks there are. Each keeps one account, and takes part in the transfers that change it.";
        coordinators: u64 = 1, 1..=3, Unit::Count, restart, "Coordinators",
            "How many transaction managers begin transfers, each its own.";
        balance: u64 = 100, 0..=1_000_000, Unit::Count, restart, "Money at first, €",
            "What is in each account when the run begins.";
        rate: u64 = 50, 0..=10_000, Unit::PerSecond, live, "Transfers by each coordinator",
            "How many transfers each coordinator begins by itself.";
        lock_timeout: u64 = 200_000, 1_000..=60_000_000, Unit::Ms, live, "Lock timeout",
            "A bank that can't have its account's lock for so long votes No. That also ends deadlocks.";
        vote_timeout: u64 = 300_000, 1_000..=60_000_000, Unit::Ms, live, "Vote timeout",
            "A coordinator that misses votes after this time aborts. Longer than the lock timeout and a round trip.";
        decision_timeout: u64 = 500_000, 1_000..=60_000_000, Unit::Ms, live, "Decision timeout",
            "A bank that has voted Yes and heard nothing for so long does something about it, again and again.";
        ack_timeout: u64 = 100_000, 1_000..=60_000_000, Unit::Ms, live, "Answer timeout",
            "Who has not answered a PRE-COMMIT or STATE-REQ after this time is taken for crashed. Longer than a round trip.";
        send_gap: u64 = 2_000, 0..=1_000_000, Unit::Ms, live, "Between two sends",
            "Messages to several go out one after another, this far apart: a crash can come in between.";
        cooperative: bool = 1, 0..=1, Unit::Switch, live, "Cooperative termination",
            "A bank in doubt asks the other banks too, not only the coordinator: one of them may know the decision.";
        presumed_abort: bool = 0, 0..=1, Unit::Switch, restart, "Presumed abort",
            "A coordinator that has nothing in its log about a transaction says that it was aborted. So aborts need not be \
            forced to disk; commits must be acknowledged before they are forgotten.";
        force_vote: bool = 1, 0..=1, Unit::Switch, rule, "Log the vote before sending it",
            "A bank forces its Yes to disk before it sends it, because after a crash it must still keep that promise.";
        force_decision: bool = 1, 0..=1, Unit::Switch, rule, "Log the decision before acting on it",
            "Whoever decides forces that to disk first: else it could decide otherwise after a crash.";
        all_yes: bool = 1, 0..=1, Unit::Switch, rule, "Commit only if all have voted Yes",
            "A vote that is missing is no Yes: that bank may have aborted, or may never have heard of the transaction.";
        hold_locks: bool = 1, 0..=1, Unit::Switch, rule, "Hold locks until the decision",
            "From its vote to the decision nobody else may touch the account: they would see and overwrite what may yet \
            change.";
        wait_in_doubt: bool = 1, 0..=1, Unit::Switch, rule, "Do not decide alone in doubt",
            "A bank that has voted Yes may not abort because it is tired of waiting: the others may have committed.";
        decide_once: bool = 1, 0..=1, Unit::Switch, rule, "A decision stands",
            "Who has decided pays no heed to another decision: an old question may be answered late, and otherwise.";
        precommit: bool = 1, 0..=1, Unit::Switch, rule, "PRE-COMMIT before COMMIT",
            "Nobody commits while somebody who is up is uncertain: if all that are left are uncertain, they may abort.";
        elect: bool = 1, 0..=1, Unit::Switch, rule, "Elect a new coordinator",
            "Banks that wait in vain elect one of themselves, which collects states and decides. Without that they wait for \
            the coordinator, as in two-phase commit.";
        recovered_silent: bool = 1, 0..=1, Unit::Switch, rule, "Who was down takes no part",
            "A bank that crashed in doubt does not lead or report a state after its recovery: the others may have gone on \
            and decided without it.";
    }
}

impl Config {
    /// Whether this is three-phase commit.
    pub fn three(&self) -> bool {
        self.phases == 1
    }
}

/// A node's volatile state.
#[derive(Clone, Debug, Serialize)]
pub enum Commit {
    /// A transaction manager.
    Coordinator(Coordinator),
    /// A bank.
    Participant(Participant),
}

/// Kinds of node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A transaction manager.
    Coordinator,
    /// A bank.
    Participant,
}

/// Timers, most of them one a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Timer {
    /// A coordinator has waited for votes long enough.
    Votes(Tx),
    /// A coordinator has waited for acknowledgements long enough.
    Acks(Tx),
    /// A participant has waited for its lock long enough.
    Lock(Tx),
    /// A process in doubt has waited for the decision long enough.
    Decision(Tx),
    /// A new coordinator has waited for answers long enough.
    States(Tx),
    /// The next of several messages goes out.
    Send,
    /// A coordinator considers a transfer of its own.
    Workload,
}

/// What people can tell a node to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Begin this transfer.
    Transfer(Transfer),
    /// Vote No on the next transaction.
    VoteNo,
}

/// What handlers are given.
pub type Context<'a> = sim::Context<'a, Commit>;

/// Says something about a transaction to one process.
fn reply(to: NodeId, tx: Tx, say: Say, cx: &mut Context) {
    cx.send(to, Message { tx, say });
}

/// The largest amount, in digits.
const AMOUNT_DIGITS: usize = 6;
/// The longest list of banks, in characters.
const BANKS_MAX: usize = 40;

impl Protocol for Commit {
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
            name: "transfer",
            label: msg!("Transfer"),
            about: "The coordinator begins a transfer from one bank to another, or to several (p2,p3), each of which gets \
                the amount.",
            at: &["coordinator"],
            asker: Asker::Caller,
            arguments: &[
                Argument { name: msg!("from"), default: "p1", kind: ArgumentKind::Of("participant") },
                Argument { name: msg!("to"), default: "p2", kind: ArgumentKind::Text(BANKS_MAX) },
                Argument { name: msg!("amount"), default: "30", kind: ArgumentKind::Text(AMOUNT_DIGITS) },
            ],
        },
        sim::Command {
            name: "vote-no",
            label: msg!("Vote No next"),
            about: "The bank votes No on the next transaction that it is asked about.",
            at: &["participant"],
            asker: Asker::Player,
            arguments: &[],
        },
    ];

    fn roster(config: &Config) -> Vec<Seat<Self>> {
        let manager = |place: u64| Seat {
            name: if place == 0 { "tm".to_owned() } else { format!("tm{}", place + 1) },
            kind: Kind::Coordinator,
            role: noun!("coordinator"),
            place: Place::Ring,
            disk: Disk::default(),
        };
        let bank = |place: u64| Seat {
            name: format!("p{}", place + 1),
            kind: Kind::Participant,
            role: noun!("participant"),
            place: Place::Ring,
            disk: Disk { balance: config.balance as i64, ..Disk::default() },
        };
        (0..config.coordinators).map(manager).chain((0..config.participants).map(bank)).collect()
    }

    fn start(kind: Kind, cx: &mut Context) -> Self {
        match kind {
            Kind::Coordinator => Commit::Coordinator(Coordinator::start(cx)),
            Kind::Participant => Commit::Participant(Participant::start(cx)),
        }
    }

    fn on_message(&mut self, from: NodeId, message: Message, cx: &mut Context) {
        match self {
            Commit::Coordinator(coordinator) => coordinator.on_message(from, message, cx),
            Commit::Participant(participant) => participant.on_message(from, message, cx),
        }
    }

    fn on_timer(&mut self, timer: Timer, cx: &mut Context) {
        match self {
            Commit::Coordinator(coordinator) => coordinator.on_timer(timer, cx),
            Commit::Participant(participant) => participant.on_timer(timer, cx),
        }
    }

    fn on_command(&mut self, order: Order, cx: &mut Context) {
        match (self, order) {
            (Commit::Coordinator(coordinator), Order::Transfer(transfer)) => coordinator.begin(transfer, cx),
            (Commit::Participant(participant), Order::VoteNo) => participant.refuses = true,
            _ => {}
        }
    }

    fn command(line: &CommandLine, names: &[String]) -> Result<Order, CommandError> {
        match line.name.as_str() {
            "transfer" => transfer(line, names).map(Order::Transfer),
            "vote-no" => Ok(Order::VoteNo),
            _ => Err(CommandError::Unknown(line.name.clone())),
        }
    }

    fn timer_name(timer: Timer) -> &'static str {
        match timer {
            Timer::Votes(_) => msg!("vote timeout"),
            Timer::Acks(_) | Timer::States(_) => msg!("answer timeout"),
            Timer::Lock(_) => msg!("lock timeout"),
            Timer::Decision(_) => msg!("decision timeout"),
            Timer::Send => msg!("next send"),
            Timer::Workload => msg!("workload"),
        }
    }

    fn observe(monitors: &mut Monitors, seen: &Observed<Self>, report: &mut Report) {
        monitors.observe(seen, report);
    }

    fn promises(property: usize, config: &Config) -> bool {
        property != monitors::NON_BLOCKING || config.three()
    }

    fn fulfilled(_property: usize, slots: &[Slot<Self>], _config: &Config) -> bool {
        monitors::all_decided(slots)
    }

    fn glyph(node: Option<&Self>, kind: Kind, _disk: &Disk) -> Glyph {
        view::glyph(node, kind)
    }

    fn view(node: Option<&Self>, disk: &Disk, _config: &Config, out: &mut NodeView) {
        view::view(node, disk, out);
    }

    fn overview(slots: &[Slot<Self>], _monitors: &Monitors, config: &Config) -> Vec<Panel> {
        view::panels(slots, config)
    }

    fn warnings(config: &Config, network: &NetworkConfig) -> Vec<String> {
        view::warnings(config, network)
    }
}

/// Reads a transfer.
fn transfer(line: &CommandLine, names: &[String]) -> Result<Transfer, CommandError> {
    let a_bank = t!("a bank's name, like p1");
    let from = line.node("from", "p", names, a_bank)?.ok_or_else(|| line.wants("from", a_bank))?;
    let to = line.arg("to").unwrap_or_default().split(',').map(|name| sim::named(name, "p", names));
    let to: Option<Vec<NodeId>> = to.collect();
    let to = to
        .filter(|to| !to.contains(&from))
        .ok_or_else(|| line.wants("to", t!("other banks' names, like p2 or p2,p3")))?;
    let digits = line.arg("amount").map(str::trim).filter(|digits| digits.len() <= AMOUNT_DIGITS);
    let amount = digits.and_then(|digits| digits.parse().ok()).filter(|amount| *amount > 0);
    let amount = amount.ok_or_else(|| line.wants("amount", t!("whole euros, 1 to 999999")))?;
    Ok(Transfer { from, to: to.into_iter().fold(Tally::default(), Tally::with), amount })
}
