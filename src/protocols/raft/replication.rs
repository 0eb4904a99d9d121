//! Log replication: §5.3, and which entries are committed: §5.4.2.

use super::disk::{Command, Entry};
use super::message::{Append, AppendReply, Message};
use super::reads::leases;
use super::server::{Leader, Peer, Role, Server};
use super::snapshot::send_snapshot;
use super::{Context, Timer, story};
use crate::kit::quorum::Tally;
use crate::sim::{NodeId, Value};
use netsplit_text::{t, tn};

/// The most entries that one `AppendEntries` carries.
const BATCH_MAX: usize = 64;

impl Server {
    /// Leaders: if a command is received from a client, append the entry to the local log (§5.3), and send it on.
    pub(super) fn append(&mut self, command: Command, cx: &mut Context) {
        let (me, term, index) = (cx.me, cx.disk.current_term, cx.disk.log.last_index() + 1);
        cx.tell(&story::APPENDS, || [me.into(), Value::Text(command.to_string()), index.into(), term.into()]);
        cx.disk.append(Entry { term, command });
        self.broadcast_append_entries(cx);
        self.advance_commit_index(cx);
    }

    /// Leaders: repeat heartbeats during idle periods to prevent election timeouts (§5.2).
    pub(super) fn on_heartbeat(&mut self, cx: &mut Context) {
        self.notice_whether_cut_off(cx);
        self.notice_missing_servers(cx);
        self.broadcast_append_entries(cx);
    }

    /// Sends every other server what it lacks, which may be nothing.
    pub(super) fn broadcast_append_entries(&mut self, cx: &mut Context) {
        let Role::Leader(leader) = &mut self.role else { return };
        if leases(cx.config) {
            leader.reads.begin_round(cx.now, cx.config);
        }
        for server in leader.audience(cx).iter() {
            send_append_entries(server, leader, self.commit_index, cx);
        }
        cx.set_timer(Timer::Heartbeat, cx.config.heartbeat);
    }

    /// `AppendEntries` RPC, receiver implementation.
    pub(super) fn on_append_entries(&mut self, append: &Append, cx: &mut Context) {
        let (me, leader, prev) = (cx.me, append.leader_id, append.prev_log_index);
        let term = cx.disk.current_term;
        // 1. Reply false if term < currentTerm (§5.1).
        if append.term < term {
            cx.tell(&story::REFUSES_STALE, || [me.into(), leader.into(), append.term.into(), term.into()]);
            return reply(append, false, cx);
        }
        self.follow(leader, cx);
        // 2. Reply false if log doesn't contain an entry at prevLogIndex whose term matches prevLogTerm (§5.3).
        // What it has discarded was committed, so every leader has the same there.
        let discarded = prev < cx.disk.log.base();
        if cx.config.append_check && !discarded && cx.disk.log.term(prev) != Some(append.prev_log_term) {
            cx.tell(&story::REFUSES_GAP, || {
                [me.into(), leader.into(), prev.into(), append.prev_log_term.into()]
            });
            return reply(append, false, cx);
        }
        store_entries(append, cx);
        // 5. If leaderCommit > commitIndex, set commitIndex = min(leaderCommit, index of last new entry).
        let commit_index = append.leader_commit.min(append.last_index()).min(cx.disk.log.last_index());
        if commit_index > self.commit_index {
            self.commit_index = commit_index;
            cx.tell(&story::LEARNS, || [me.into(), commit_index.into()]);
            self.apply_committed(cx);
        }
        reply(append, true, cx);
    }

    /// Candidates: if `AppendEntries` RPC received from new leader, convert to follower. (A leader never hears another
    /// of its own term, unless servers vote twice.)
    pub(super) fn follow(&mut self, leader: NodeId, cx: &mut Context) {
        self.heard = Some(cx.now);
        if matches!(self.role, Role::Leader(_)) {
            return;
        }
        self.role = Role::Follower;
        if self.leader_id != Some(leader) {
            self.leader_id = Some(leader);
            let (me, term) = (cx.me, cx.disk.current_term);
            cx.tell(&story::FOLLOWS, || [me.into(), leader.into(), term.into()]);
        }
        self.reset_election_timer(cx);
    }

    /// A follower has answered.
    pub(super) fn on_append_reply(&mut self, from: NodeId, reply: AppendReply, cx: &mut Context) {
        if reply.term < cx.disk.current_term {
            return; // An answer to a leader that this server was in an earlier term.
        }
        let new_round = self.heard_from(from, reply.round, cx);
        if reply.success {
            self.matches_up_to(from, reply.match_index, cx);
            self.catch_up(from, cx);
        } else {
            self.on_mismatch(from, reply, cx);
        }
        if new_round {
            self.count_round(cx);
        }
    }

    /// Notes that a follower answers; says whether it answers a round of heartbeats that it had not answered before.
    pub(super) fn heard_from(&mut self, from: NodeId, round: u64, cx: &Context) -> bool {
        let Role::Leader(leader) = &mut self.role else { return false };
        let Some(peer) = leader.peers.get_mut(from.index()) else { return false };
        peer.answered = cx.now;
        let new_round = round > peer.round;
        peer.round = peer.round.max(round);
        new_round
    }

    /// If `AppendEntries` fails because of log inconsistency: decrement nextIndex and retry (§5.3).
    fn on_mismatch(&mut self, from: NodeId, reply: AppendReply, cx: &mut Context) {
        let Role::Leader(leader) = &mut self.role else { return };
        let Some(peer) = leader.peers.get_mut(from.index()) else { return };
        if reply.prev_log_index + 1 == peer.next_index && peer.next_index > peer.match_index + 1 {
            step_back(from, peer, reply, cx);
            send_append_entries(from, leader, self.commit_index, cx);
        }
    }

    /// If successful: update nextIndex and matchIndex for follower (§5.3).
    pub(super) fn matches_up_to(&mut self, from: NodeId, index: u64, cx: &mut Context) {
        let Role::Leader(leader) = &mut self.role else { return };
        let Some(peer) = leader.peers.get_mut(from.index()).filter(|peer| index > peer.match_index) else {
            return;
        };
        peer.match_index = index;
        peer.next_index = index + 1;
        // If last log index ≥ nextIndex for a follower: send AppendEntries with the entries from nextIndex on (unless a
        // later batch is on its way).
        if peer.sent_index <= peer.match_index && cx.disk.log.last_index() >= peer.next_index {
            send_append_entries(from, leader, self.commit_index, cx);
        }
        self.advance_commit_index(cx);
        self.tell_target(cx);
    }

    /// Leaders: if there exists an N such that N > commitIndex, a majority of matchIndex\[i\] ≥ N, and log\[N\].term ==
    /// currentTerm: set commitIndex = N (§5.3, §5.4).
    pub(super) fn advance_commit_index(&mut self, cx: &mut Context) {
        let Role::Leader(leader) = &self.role else { return };
        let (me, members, log) = (cx.me, Server::configuration(cx).all(), &cx.disk.log);
        let servers = members.count();
        let last = log.last_index();
        let n = leader.reached(last, cx, |peer| peer.match_index.min(last));
        if n <= self.commit_index {
            return;
        }
        let stored = |server: &NodeId| *server == me || leader.peers[server.index()].match_index >= n;
        let count = members.iter().filter(stored).count() as u64;
        let term = log.term(n).unwrap_or(0);
        if cx.config.commit_own_term && term != cx.disk.current_term {
            cx.tell(&story::NOT_OWN_TERM, || {
                [me.into(), count.into(), servers.into(), n.into(), term.into()]
            });
            return;
        }
        let before = self.commit_index;
        self.commit_index = n;
        cx.tell(&story::COMMITS, || [me.into(), n.into(), count.into(), servers.into()]);
        self.apply_committed(cx);
        self.note_read_index(cx);
        self.on_committed_configuration(before, cx);
        self.append_change(cx);
    }

    /// For whoever watches: has this leader heard from a majority within the last election timeout?
    fn notice_whether_cut_off(&mut self, cx: &mut Context) {
        let Role::Leader(leader) = &mut self.role else { return };
        let (me, patience) = (cx.me, cx.config.timeout_max);
        let recent = |server: &NodeId| {
            *server == me || cx.now.saturating_sub(leader.peers[server.index()].answered) <= patience
        };
        let configuration = Server::configuration(cx);
        let mut heard = Tally::default();
        configuration.all().iter().filter(recent).for_each(|server| heard.add(server));
        let cut_off = !configuration.is_majority(heard);
        if cut_off && !leader.cut_off {
            cx.tell(&story::CUT_OFF, || [me.into(), Value::Time(patience)]);
        }
        leader.cut_off = cut_off;
    }
}

/// Sends `to` the log from nextIndex on.
fn send_append_entries(to: NodeId, leader: &mut Leader, leader_commit: u64, cx: &mut Context) {
    if send_snapshot(to, leader, cx) {
        return;
    }
    let (log, peer) = (&cx.disk.log, &mut leader.peers[to.index()]);
    let prev_log_index = peer.next_index - 1;
    let entries: Vec<_> = if log.last_index() > prev_log_index {
        log.from(peer.next_index).take(BATCH_MAX).cloned().collect()
    } else {
        Vec::new()
    };
    peer.sent_index = prev_log_index + entries.len() as u64;
    let append = Append {
        term: cx.disk.current_term,
        leader_id: cx.me,
        prev_log_index,
        prev_log_term: log.term(prev_log_index).unwrap_or(0),
        entries,
        leader_commit,
        round: leader.reads.round,
    };
    cx.send(to, Message::AppendEntries(append));
}

/// The follower's log differs at the entry before nextIndex: go back.
fn step_back(from: NodeId, peer: &mut Peer, reply: AppendReply, cx: &mut Context) {
    let me = cx.me;
    peer.next_index -= 1;
    let told = if cx.config.skip_terms && reply.conflict_index < peer.next_index {
        peer.next_index = reply.conflict_index.max(peer.match_index + 1);
        &story::SKIPS_BACK
    } else {
        &story::STEPS_BACK
    };
    let next_index = peer.next_index;
    cx.tell(told, || [me.into(), from.into(), next_index.into()]);
}

/// Steps 3 and 4 of the receiver.
fn store_entries(append: &Append, cx: &mut Context) {
    let mut stored = 0_u64;
    let base = cx.disk.log.base();
    let entries = (append.prev_log_index + 1..).zip(&append.entries);
    for (index, entry) in entries.filter(|(index, _)| *index > base) {
        match cx.disk.log.term(index) {
            // Already in the log.
            Some(term) if term == entry.term => continue,
            // 3. If an existing entry conflicts with a new one (same index but different terms), delete the
            // existing entry and all that follow it (§5.3).
            Some(_) if cx.config.truncate_conflicts => {
                tell_repair(append.leader_id, index, cx);
                cx.disk.delete_from(index);
            }
            Some(_) => continue,
            None => {}
        }
        // 4. Append any new entries not already in the log.
        cx.disk.append(entry.clone());
        stored += 1;
    }
    if stored > 0 {
        let (me, last) = (cx.me, cx.disk.log.last_index());
        cx.tell(&story::STORES, || {
            let what = tn!(stored, "an entry", "{n} entries");
            [me.into(), Value::Text(what), append.leader_id.into(), last.into()]
        });
    }
}

fn tell_repair(leader: NodeId, index: u64, cx: &mut Context) {
    let (me, log) = (cx.me, cx.disk.log.clone());
    cx.tell(&story::REPAIRED, || {
        let (first, last) = (log.get(index), log.last_index());
        let deleted = match first {
            Some(Entry { command, term }) if index == last => {
                t!("{entry} of term {term} at index {index}", entry = command, term, index)
            }
            _ => {
                let term = log.last_term();
                t!("its entries {first} to {last}, the last of term {term}", first = index, last, term)
            }
        };
        [me.into(), leader.into(), Value::Text(deleted)]
    });
}

/// Answers an `AppendEntries`.
fn reply(append: &Append, success: bool, cx: &mut Context) {
    let reply = AppendReply {
        term: cx.disk.current_term,
        success,
        prev_log_index: append.prev_log_index,
        match_index: if success { append.last_index() } else { 0 },
        conflict_index: if success { 0 } else { conflict_index(append.prev_log_index, cx) },
        round: append.round,
    };
    cx.send(append.leader_id, Message::AppendEntriesReply(reply));
}

/// The first index of the term that stands at `index`, or the end of a log that is too short (§5.3).
fn conflict_index(index: u64, cx: &Context) -> u64 {
    let log = &cx.disk.log;
    let Some(term) = log.term(index) else { return log.last_index() + 1 };
    let mut first = index.max(1);
    while first > 1 && log.term(first - 1) == Some(term) {
        first -= 1;
    }
    first
}
