//! How both protocols show themselves: glyphs, tags, fields, the logs, the accounts.

use super::coordinator::{Coordinator, Phase, Run};
use super::disk::{Disk, Record};
use super::participant::{Part, Participant, Stage};
use super::{Commit, Config, Kind};
use crate::kit::quorum::Tally;
use crate::sim::{
    Cell, Glyph, GridRow, Ms, NetworkConfig, NodeId, NodeView, Panel, Shape, Slot, Tone, Value,
};
use netsplit_text::{msg, t};

/// Cells beside a node.
const CELLS: u64 = 5;
/// Columns of the panel of logs.
const COLUMNS: u64 = 60;

/// How a node looks.
pub fn glyph(node: Option<&Commit>, kind: Kind) -> Glyph {
    let (role, shape, tone) = match (node, kind) {
        (_, Kind::Coordinator) => (msg!("coordinator"), Shape::Crown, Tone::Lead),
        (Some(Commit::Participant(participant)), _) => match participant.parts.iter().find_map(role_of) {
            Some(found) => found,
            None => (msg!("participant"), Shape::Plain, Tone::Follow),
        },
        _ => (msg!("participant"), Shape::Plain, Tone::Follow),
    };
    Glyph { role, shape, tone, epoch: None }
}

fn role_of(part: &Part) -> Option<(&'static str, Shape, Tone)> {
    match part.stage {
        _ if part.leading.is_some() => Some((msg!("new coordinator"), Shape::Crown, Tone::Lead)),
        Stage::Waiting => None,
        Stage::Uncertain => Some((msg!("in doubt"), Shape::Plain, Tone::Candidate)),
        Stage::Committable => Some((msg!("committable"), Shape::Plain, Tone::Good)),
    }
}

/// What the inspector and the stage show.
pub fn view(node: Option<&Commit>, disk: &Disk, out: &mut NodeView) {
    match node {
        Some(Commit::Coordinator(coordinator)) => view_coordinator(coordinator, out),
        Some(Commit::Participant(participant)) => view_participant(participant, disk, out),
        // Only a bank has ever had money.
        None if disk.balance != 0 => view_balance(disk, out),
        None => {}
    }
    view_log(disk, out);
}

fn view_coordinator(coordinator: &Coordinator, out: &mut NodeView) {
    for run in &coordinator.running {
        out.memory(msg!("transaction"), Value::Text(phase(run)));
    }
    out.caption = coordinator.running.first().map(phase);
}

/// `T1 asks for the decision`.
fn phase(run: &Run) -> String {
    let (tx, all) = (run.tx, run.transfer.participants().count());
    match run.phase {
        Phase::Voting { yes } => {
            t!("{tx} waits for votes, {count} of {all} Yes", tx, count = yes.count(), all)
        }
        Phase::PreCommitting { acks } => {
            t!("{tx} pre-commits, {count} of {all} ACK", tx, count = acks.count(), all)
        }
        Phase::Asking { .. } => t!("{tx} asks for the decision", tx),
        Phase::Committed { acks } => {
            t!("{tx} committed, {count} of {all} ACK", tx, count = acks.count(), all)
        }
    }
}

fn view_balance(disk: &Disk, out: &mut NodeView) {
    out.disk(msg!("balance"), Value::Text(euros(disk.balance)));
    out.badge(euros(disk.balance), Tone::Follow);
}

fn euros(amount: i64) -> String {
    format!("{amount} €")
}

fn view_participant(participant: &Participant, disk: &Disk, out: &mut NodeView) {
    view_balance(disk, out);
    for part in &participant.parts {
        match (part.stage, part.locked) {
            (Stage::Waiting, _) => out.stopwatch(t!("{tx} waits", tx = part.tx), Tone::Client, part.since),
            (_, true) => out.stopwatch(t!("lock {tx}", tx = part.tx), Tone::Bad, part.since),
            _ => out.badge(t!("{tx} no lock", tx = part.tx), Tone::Bad),
        }
        out.memory(msg!("transaction"), Value::Text(stage(part)));
        if let Some(leading) = part.leading {
            out.memory(msg!("uncertain"), leading.uncertain);
            out.memory(msg!("committable"), leading.committable);
        }
        if part.down != Tally::default() {
            out.memory(msg!("not answering"), part.down);
        }
    }
    if participant.refuses {
        out.memory(msg!("next vote"), t!(vote: "No"));
    }
    out.caption = participant.parts.iter().find(|part| part.stage != Stage::Waiting).map(caption);
}

fn stage(part: &Part) -> String {
    let tx = part.tx;
    match part.stage {
        Stage::Waiting => t!("{tx} waits for the lock", tx),
        Stage::Uncertain if part.operational => t!("{tx} uncertain", tx),
        Stage::Uncertain => t!("{tx} uncertain, recovering", tx),
        Stage::Committable => t!("{tx} committable", tx),
    }
}

fn caption(part: &Part) -> String {
    let (tx, asks) = (part.tx, part.rounds > 0);
    match (part.leading, part.stage) {
        (Some(leading), _) if leading.awaited.is_some() => t!("new coordinator, pre-commits").to_owned(),
        (Some(_), _) => t!("new coordinator, asks for states").to_owned(),
        (None, Stage::Waiting) => stage(part),
        (None, Stage::Uncertain) if part.operational && asks => t!("{tx}: uncertain, asks", tx),
        (None, Stage::Uncertain) if part.operational => t!("{tx}: uncertain", tx),
        (None, Stage::Uncertain) if asks => t!("{tx}: uncertain, recovering, asks", tx),
        (None, Stage::Uncertain) => t!("{tx}: uncertain, recovering", tx),
        (None, Stage::Committable) if asks => t!("{tx}: committable, asks", tx),
        (None, Stage::Committable) => t!("{tx}: committable", tx),
    }
}

fn view_log(disk: &Disk, out: &mut NodeView) {
    let log = &disk.log;
    let first = log.len().saturating_sub(CELLS);
    out.cells = cells(disk, first);
    out.cells_total = log.len();
    out.cells_summary = match log.iter().next_back() {
        Some(record) => t!("log {length} · {record}", length = log.len(), record = describe(record)),
        None => t!("log empty").to_owned(),
    };
    let records = log.from(first).map(describe).collect::<Vec<_>>().join(", ");
    let records = if first > 0 { t!("{count} more, {records}", count = first, records) } else { records };
    out.disk("DT log", if log.is_empty() { Value::None } else { Value::Text(records) });
    if log.forced() < log.len() {
        out.disk(msg!("not forced"), log.len() - log.forced());
    }
}

/// `T1 yes`.
fn describe(record: &Record) -> String {
    format!("{} {}", record.tx, record.what.word())
}

/// The records from index `first` (counted from 0) on; what is forced is solid.
fn cells(disk: &Disk, first: u64) -> Vec<Cell> {
    let forced = disk.log.forced();
    let cell = |(record, index): (&Record, u64)| Cell {
        index: index + 1,
        mark: record.what.letter(),
        epoch: record.tx.number.into(),
        value: describe(record),
        committed: index < forced,
    };
    disk.log.from(first).zip(first..).map(cell).collect()
}

/// The panels: the logs, the accounts.
pub fn panels(slots: &[Slot<Commit>], config: &Config) -> Vec<Panel> {
    let longest = slots.iter().map(|slot| slot.disk.log.len()).max().unwrap_or(0);
    let first = longest.saturating_sub(COLUMNS);
    let row = |(i, slot): (usize, &Slot<Commit>)| {
        let start = first.min(slot.disk.log.len());
        GridRow { node: NodeId::from(i), cells: cells(&slot.disk, start), marks: Vec::new() }
    };
    let logs = slots.iter().enumerate().map(row).collect();
    let banks = slots.iter().enumerate().skip(config.coordinators as usize);
    let accounts = banks.map(|(i, slot)| account(NodeId::from(i), slot)).collect();
    vec![
        Panel::Grid { title: "Logs", first: first + 1, rows: logs },
        Panel::Table {
            title: "Accounts",
            head: vec![msg!("Bank"), msg!("Balance"), msg!("Lock"), msg!("If it commits"), msg!("Waits")],
            rows: accounts,
        },
    ]
}

fn account(bank: NodeId, slot: &Slot<Commit>) -> Vec<Value> {
    let parts = match &slot.state {
        Some(Commit::Participant(participant)) => &participant.parts[..],
        _ => &[],
    };
    let holder = parts.iter().find(|part| part.locked);
    let waiting = parts.iter().filter(|part| part.stage == Stage::Waiting);
    vec![
        bank.into(),
        Value::Text(euros(slot.disk.balance)),
        holder.map_or(Value::None, |part| part.tx.into()),
        holder.map_or(Value::None, |part| Value::Text(euros(part.after))),
        Value::List(waiting.map(|part| part.tx.into()).collect()),
    ]
}

/// What is questionable about the timeouts.
pub fn warnings(config: &Config, network: &NetworkConfig) -> Vec<String> {
    let last = config.send_gap * config.participants;
    let round_trip = 2 * network.delay_max + last;
    let mut warnings = Vec::new();
    if config.vote_timeout < round_trip + config.lock_timeout {
        warnings.push(t!(
            "Needless aborts: a vote may take up to {time} (a round trip and the lock timeout), but the coordinator \
             waits only {patience}.",
            time = Ms(round_trip + config.lock_timeout),
            patience = Ms(config.vote_timeout),
        ));
    }
    if config.three() && config.ack_timeout < round_trip {
        warnings.push(t!(
            "Silence is taken for a crash: an answer may take up to {time}, but it waits only {patience}, so three-phase \
             commit can go wrong without any.",
            time = Ms(round_trip),
            patience = Ms(config.ack_timeout),
        ));
    }
    let decision = config.vote_timeout + config.ack_timeout + 2 * network.delay_max + last;
    if config.three() && config.decision_timeout < decision {
        warnings.push(t!(
            "Silence is taken for a crash: a coordinator that is up may be silent for up to {time}, but banks wait \
             only {patience}.",
            time = Ms(decision),
            patience = Ms(config.decision_timeout),
        ));
    }
    warnings
}
