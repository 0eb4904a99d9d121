//! How both protocols show themselves: glyphs, tags, fields, the logs, the accounts.

use super::coordinator::{Coordinator, Phase, Run};
use super::disk::{Disk, Record};
use super::participant::{Part, Participant, Stage};
use super::{Commit, Config, Kind};
use crate::kit::quorum::Tally;
use crate::sim::{
    Cell, Glyph, GridRow, Ms, NetworkConfig, NodeId, NodeView, Panel, Shape, Slot, Tone, Value,
};

/// Cells beside a node.
const CELLS: u64 = 5;
/// Columns of the panel of logs.
const COLUMNS: u64 = 60;

/// How a node looks.
pub fn glyph(node: Option<&Commit>, kind: Kind) -> Glyph {
    let (role, shape, tone) = match (node, kind) {
        (_, Kind::Coordinator) => ("coordinator", Shape::Crown, Tone::Lead),
        (Some(Commit::Participant(participant)), _) => match participant.parts.iter().find_map(role_of) {
            Some(found) => found,
            None => ("participant", Shape::Plain, Tone::Follow),
        },
        _ => ("participant", Shape::Plain, Tone::Follow),
    };
    Glyph { role, shape, tone, epoch: None }
}

fn role_of(part: &Part) -> Option<(&'static str, Shape, Tone)> {
    match part.stage {
        _ if part.leading.is_some() => Some(("new coordinator", Shape::Crown, Tone::Lead)),
        Stage::Waiting => None,
        Stage::Uncertain => Some(("in doubt", Shape::Plain, Tone::Candidate)),
        Stage::Committable => Some(("committable", Shape::Plain, Tone::Good)),
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
        out.memory("transaction", Value::Text(format!("{} {}", run.tx, phase(run))));
    }
    out.caption = coordinator.running.first().map(|run| format!("{} {}", run.tx, phase(run)));
}

fn phase(run: &Run) -> String {
    let all = run.transfer.participants();
    let of = |those: Tally| format!("{} of {}", those.count(), all.count());
    match run.phase {
        Phase::Voting { yes } => format!("waits for votes, {} Yes", of(yes)),
        Phase::PreCommitting { acks } => format!("pre-commits, {} ACK", of(acks)),
        Phase::Asking { .. } => "asks for the decision".to_owned(),
        Phase::Committed { acks } => format!("committed, {} ACK", of(acks)),
    }
}

fn view_balance(disk: &Disk, out: &mut NodeView) {
    out.disk("balance", Value::Text(euros(disk.balance)));
    out.badge(euros(disk.balance), Tone::Follow);
}

fn euros(amount: i64) -> String {
    format!("{amount} €")
}

fn view_participant(participant: &Participant, disk: &Disk, out: &mut NodeView) {
    view_balance(disk, out);
    for part in &participant.parts {
        match (part.stage, part.locked) {
            (Stage::Waiting, _) => out.stopwatch(format!("{} waits", part.tx), Tone::Client, part.since),
            (_, true) => out.stopwatch(format!("lock {}", part.tx), Tone::Bad, part.since),
            _ => out.badge(format!("{} no lock", part.tx), Tone::Bad),
        }
        out.memory("transaction", Value::Text(format!("{} {}", part.tx, stage(part))));
        if let Some(leading) = part.leading {
            out.memory("uncertain", leading.uncertain);
            out.memory("committable", leading.committable);
        }
        if part.down != Tally::default() {
            out.memory("not answering", part.down);
        }
    }
    if participant.refuses {
        out.memory("next vote", "No");
    }
    out.caption = participant.parts.iter().find(|part| part.stage != Stage::Waiting).map(caption);
}

fn stage(part: &Part) -> &'static str {
    match part.stage {
        Stage::Waiting => "waits for the lock",
        Stage::Uncertain if part.operational => "uncertain",
        Stage::Uncertain => "uncertain, recovering",
        Stage::Committable => "committable",
    }
}

fn caption(part: &Part) -> String {
    match (part.leading, part.rounds) {
        (Some(leading), _) if leading.awaited.is_some() => "new coordinator, pre-commits".to_owned(),
        (Some(_), _) => "new coordinator, asks for states".to_owned(),
        (None, 0) => format!("{}: {}", part.tx, stage(part)),
        (None, _) => format!("{}: {}, asks", part.tx, stage(part)),
    }
}

fn view_log(disk: &Disk, out: &mut NodeView) {
    let log = &disk.log;
    let first = log.len().saturating_sub(CELLS);
    out.cells = cells(disk, first);
    out.cells_total = log.len();
    out.cells_summary = match log.iter().next_back() {
        Some(record) => format!("log {} · {} {}", log.len(), record.tx, record.what.word()),
        None => "log empty".to_owned(),
    };
    let words: Vec<String> = log.from(first).map(describe).collect();
    let more = if first > 0 { format!("{first} more, ") } else { String::new() };
    out.disk("DT log", if words.is_empty() { Value::None } else { Value::Text(more + &words.join(", ")) });
    if log.forced() < log.len() {
        out.disk("not forced", log.len() - log.forced());
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
            head: vec!["Bank", "Balance", "Lock", "If it commits", "Waits"],
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
        warnings.push(format!(
            "Needless aborts: a vote may take up to {} (a round trip and the lock timeout), but the coordinator waits only {}.",
            Ms(round_trip + config.lock_timeout),
            Ms(config.vote_timeout),
        ));
    }
    if config.three() && config.ack_timeout < round_trip {
        warnings.push(format!(
            "Silence is taken for a crash: an answer may take up to {}, but it waits only {}, so three-phase commit can go \
             wrong without any.",
            Ms(round_trip),
            Ms(config.ack_timeout),
        ));
    }
    let decision = config.vote_timeout + config.ack_timeout + 2 * network.delay_max + last;
    if config.three() && config.decision_timeout < decision {
        warnings.push(format!(
            "Silence is taken for a crash: a coordinator that is up may be silent for up to {}, but banks wait only {}.",
            Ms(decision),
            Ms(config.decision_timeout),
        ));
    }
    warnings
}
