//! How Raft shows itself: glyphs, the inspector's fields, the panel of logs.

use super::client::Client;
use super::configuration::Configuration;
use super::disk::{Disk, Entry};
use super::faces::term_epoch;
use super::reads::{Reads, THROUGH_LOG, leases};
use super::server::{Leader, Peer, Role, Server};
use super::{Config, Kind, Raft};
use crate::kit::quorum::Tally;
use crate::sim::{Cell, Glyph, GridMark, GridRow, NodeId, NodeView, Panel, Shape, Slot, Tone, Value};
use netsplit_text::{msg, t};

/// Cells beside a node.
const CELLS: u64 = 5;

/// Columns of the panel of logs.
const COLUMNS: u64 = 60;

/// How a node looks.
pub fn glyph(node: Option<&Raft>, kind: Kind, disk: &Disk) -> Glyph {
    if kind == Kind::Client {
        return Glyph { role: msg!("client"), shape: Shape::Square, tone: Tone::Client, epoch: None };
    }
    let (role, shape, tone) = match node {
        Some(Raft::Server(server)) => match server.role {
            Role::Leader(_) => (msg!("leader"), Shape::Crown, Tone::Lead),
            Role::Candidate { .. } | Role::PreCandidate { .. } => {
                (msg!("candidate"), Shape::Hand, Tone::Candidate)
            }
            Role::Follower => (msg!("follower"), Shape::Plain, Tone::Follow),
        },
        // A crashed server has no role: that was in its memory.
        _ => (msg!("server"), Shape::Plain, Tone::Follow),
    };
    Glyph { role, shape, tone, epoch: Some(term_epoch(disk.current_term)) }
}

/// What the inspector shows.
pub fn view(node: Option<&Raft>, disk: &Disk, config: &Config, out: &mut NodeView) {
    match node {
        Some(Raft::Client(client)) => view_client(client, out),
        Some(Raft::Server(server)) => {
            view_disk(disk, server.commit_index, out);
            view_server(server, config, out);
            out.caption = caption(server, disk.configurations.latest());
        }
        // A crashed client has nothing on disk; nor has a server that crashed before anything happened.
        None if disk.current_term == 0 && disk.log.last_index() == 0 => {}
        None => view_disk(disk, 0, out),
    }
}

fn view_disk(disk: &Disk, commit_index: u64, out: &mut NodeView) {
    let last = disk.log.last_index();
    out.disk("currentTerm", Value::Epoch(term_epoch(disk.current_term)));
    out.disk("votedFor", disk.voted_for);
    if let Some(snapshot) = &disk.snapshot {
        out.disk("lastIncludedIndex", snapshot.last_included_index);
        out.disk("lastIncludedTerm", Value::Epoch(term_epoch(snapshot.last_included_term)));
    }
    view_configuration(disk.configurations.latest(), out);
    out.disk("log", Value::Text(log_in_short(disk)));
    let first = last.saturating_sub(CELLS).max(disk.log.base()) + 1;
    out.cells = disk.log.from(first).zip(first..).map(|(entry, i)| cell(entry, i, commit_index)).collect();
    out.cells_total = last - disk.log.base();
    out.cells_summary = match disk.log.base() {
        0 => t!("len {length} · commit {commit}", length = last, commit = commit_index),
        base => t!(
            "snapshot to {base} · len {length} · commit {commit}",
            base,
            length = last - base,
            commit = commit_index,
        ),
    };
}

/// The members that this server goes by.
fn view_configuration(configuration: Configuration, out: &mut NodeView) {
    match configuration.next {
        None => out.disk(msg!("configuration"), configuration.members),
        Some(next) => {
            out.disk("C_old", configuration.members);
            out.disk("C_new", next);
        }
    }
}

/// The terms of the last entries, after how many more there are.
fn log_in_short(disk: &Disk) -> String {
    let (base, last) = (disk.log.base(), disk.log.last_index());
    if last == base {
        return if base == 0 {
            t!("empty").to_owned()
        } else {
            t!("empty after index {index}", index = base)
        };
    }
    let first = last.saturating_sub(CELLS).max(base) + 1;
    let entries = disk.log.from(first).map(|entry| format!("T{} {}", entry.term, entry.command));
    let entries = entries.collect::<Vec<_>>().join(", ");
    if first > base + 1 { t!("{count} more, {entries}", count = first - base - 1, entries) } else { entries }
}

fn cell(entry: &Entry, index: u64, commit_index: u64) -> Cell {
    Cell {
        index,
        mark: "",
        epoch: entry.term,
        value: entry.command.to_string(),
        committed: index <= commit_index,
    }
}

fn view_server(server: &Server, config: &Config, out: &mut NodeView) {
    let state = match server.role {
        Role::Follower => t!("follower"),
        Role::PreCandidate { .. } => t!("pre-candidate"),
        Role::Candidate { .. } => t!("candidate"),
        Role::Leader(_) => t!("leader"),
    };
    out.memory(msg!("state"), state);
    out.memory("commitIndex", server.commit_index);
    out.memory("lastApplied", server.last_applied);
    out.memory("leaderId", server.leader_id);
    match &server.role {
        Role::Leader(leader) => {
            out.memory("nextIndex[]", by_server(server, leader, |peer| peer.next_index));
            out.memory("matchIndex[]", by_server(server, leader, |peer| peer.match_index));
            view_reads(&leader.reads, config, out);
            if let Some(transfer) = leader.transfer {
                out.memory(msg!("transfer to"), transfer.target);
            }
        }
        Role::Candidate { votes, .. } | Role::PreCandidate { votes } => {
            out.memory(msg!("votes"), *votes);
        }
        Role::Follower => {}
    }
    let pairs = server.store.iter().map(|(key, value)| (key.into(), value.into()));
    out.memory(msg!("state machine"), Value::Map(pairs.collect()));
}

fn caption(server: &Server, configuration: Configuration) -> Option<String> {
    let all = configuration.all();
    let of = |votes: Tally| (votes.among(all).count(), all.count());
    match &server.role {
        Role::Leader(Leader { cut_off: true, .. }) => Some(t!("old leader, cannot commit").to_owned()),
        Role::Leader(Leader { transfer: Some(_), .. }) => Some(t!("hands over").to_owned()),
        Role::Leader(Leader { change: Some(_), .. }) => Some(t!("brings new servers up to date").to_owned()),
        Role::Candidate { votes, .. } => {
            let (votes, members) = of(*votes);
            Some(t!("candidate, {votes} of {members} votes", votes, members))
        }
        Role::PreCandidate { votes } => {
            let (votes, members) = of(*votes);
            Some(t!("pre-candidate, {votes} of {members} would vote", votes, members))
        }
        _ if !configuration.contains(server.me) => Some(t!("not a member").to_owned()),
        Role::Leader(_) if configuration.next.is_some() => Some(t!("joint consensus").to_owned()),
        Role::Leader(_) | Role::Follower => None,
    }
}

/// What a leader keeps for reads: the readIndex of each that waits, and until when its lease runs.
fn view_reads(reads: &Reads, config: &Config, out: &mut NodeView) {
    if config.reads == THROUGH_LOG {
        return;
    }
    let waiting = reads.waiting.iter().map(|read| {
        let read_index = read.index.map(|(read_index, _)| read_index);
        (read.origin.client.into(), read_index.into())
    });
    out.memory("readIndex", Value::Map(waiting.collect()));
    out.memory(msg!("round"), reads.round);
    out.memory(msg!("answered round"), reads.answered);
    if leases(config) {
        out.memory(msg!("lease until"), reads.lease_end(config).map_or(Value::None, Value::Time));
    }
}

/// What a leader keeps of each other server.
fn by_server(server: &Server, leader: &Leader, what: fn(&Peer) -> u64) -> Value {
    let peers = leader.peers.iter().enumerate().map(|(i, peer)| (NodeId::from(i), peer));
    // A leader's own id is that of its leader.
    let others = peers.filter(|(id, _)| Some(*id) != server.leader_id);
    Value::Map(others.map(|(id, peer)| (id.into(), what(peer).into())).collect())
}

fn view_client(client: &Client, out: &mut NodeView) {
    let request = client.requests.outstanding();
    let operation = request.map_or(Value::None, |request| Value::Text(request.what.op.to_string()));
    out.memory(msg!("request"), operation);
    out.memory(msg!("serial"), request.map(|request| u64::from(request.serial)));
    out.memory(msg!("asked"), request.and(client.asked));
    out.memory(msg!("leader"), client.leader);
    out.memory(msg!("queued"), client.requests.queued() as u64);
    out.memory(msg!("session"), u64::from(client.session));
    out.caption = request.map(|request| t!("waits for {operation}", operation = request.what.op));
}

/// The panel of logs: a row a server, a column an index.
pub fn logs(slots: &[Slot<Raft>], config: &Config) -> Panel {
    let servers = &slots[..slots.len().min(config.seats() as usize)];
    let longest = servers.iter().map(|slot| slot.disk.log.last_index()).max().unwrap_or(0);
    let first = longest.saturating_sub(COLUMNS) + 1;
    let leader = newest_leader(servers);
    let row = |(i, slot): (usize, &Slot<Raft>)| {
        let commit_index = server_of(slot).map_or(0, |server| server.commit_index);
        let base = slot.disk.log.base();
        let entries = slot.disk.log.from(first).zip(first.max(base + 1)..);
        let mut marks = vec![GridMark { name: "commitIndex", index: commit_index }];
        if let Some(peer) = leader.filter(|(id, _)| *id != i).and_then(|(_, leader)| leader.peers.get(i)) {
            marks.push(GridMark { name: "matchIndex", index: peer.match_index });
            marks.push(GridMark { name: "nextIndex", index: peer.next_index });
        }
        if commit_index == 0 {
            marks.remove(0);
        }
        if base > 0 {
            marks.push(GridMark { name: "lastIncludedIndex", index: base });
        }
        let cells = entries.map(|(entry, i)| cell(entry, i, commit_index)).collect();
        GridRow { node: NodeId::from(i), cells, marks }
    };
    Panel::Grid { title: "Logs", first, rows: servers.iter().enumerate().map(row).collect() }
}

fn server_of(slot: &Slot<Raft>) -> Option<&Server> {
    match &slot.state {
        Some(Raft::Server(server)) => Some(server),
        _ => None,
    }
}

/// The leader of the highest term, and its place.
fn newest_leader(servers: &[Slot<Raft>]) -> Option<(usize, &Leader)> {
    let leaders = servers.iter().enumerate().filter_map(|(i, slot)| match &server_of(slot)?.role {
        Role::Leader(leader) => Some((slot.disk.current_term, i, leader)),
        _ => None,
    });
    leaders.max_by_key(|(term, ..)| *term).map(|(_, i, leader)| (i, leader))
}
