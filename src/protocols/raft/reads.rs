//! Reads that do not go through the log: `ReadIndex` (dissertation, §6.4) and leases (§6.4.1).
//!
//! Both rest on *rounds*: each `AppendEntries` says in which round of heartbeats it was sent, and each reply to which
//! round it answers. When a majority has answered a round, nobody else led when it began.

use super::message::{Answer, Message};
use super::server::{Leader, Role, Server};
use super::{Config, Context, story};
use crate::kit::kv::{Op, Origin};
use crate::sim::{Micros, NodeId, Value};
use netsplit_text::msg;
use serde::Serialize;
use std::collections::VecDeque;

/// How reads are answered: what `reads` may be.
pub const READS: &[&str] = &[msg!("log"), msg!("read-index"), msg!("lease")];
/// Reads are entries of the log.
pub const THROUGH_LOG: u64 = 0;
/// Reads are answered from the state machine under a lease, or else as with `read-index`.
pub const BY_LEASE: u64 = 2;

/// A bound of 100 %.
pub const WHOLE: u64 = 10_000;

/// A read that waits.
#[derive(Clone, Debug, Serialize)]
pub struct Read {
    /// Who asks.
    pub origin: Origin,
    /// For what.
    pub op: Op,
    /// Its readIndex and the round that must be answered first; none while the leader has committed nothing of its
    /// term.
    pub index: Option<(u64, u64)>,
}

/// What a leader keeps for reads.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Reads {
    /// The latest round of heartbeats.
    pub round: u64,
    /// The latest that a majority has answered.
    pub answered: u64,
    /// Rounds since then that may still give a lease, with the time at which they began.
    pub begun: VecDeque<(u64, Micros)>,
    /// When the latest round began that a majority has answered: where the lease starts, on this leader's clock.
    pub lease_start: Option<Micros>,
    /// Whether it gave its lease up for the rest of its term.
    pub lease_over: bool,
    /// What waits, in the order of arrival.
    pub waiting: Vec<Read>,
}

impl Reads {
    /// Whether it was never used. Left out of the digest then, as before there were reads outside the log.
    pub(super) fn is_unused(&self) -> bool {
        self.round == 0 && self.waiting.is_empty() && !self.lease_over
    }

    /// No lease any more in this term.
    pub(super) fn give_up_lease(&mut self) {
        self.lease_over = true;
        self.lease_start = None;
    }

    /// Begins a round of heartbeats.
    pub(super) fn begin_round(&mut self, now: Micros, config: &Config) {
        self.round += 1;
        if !leases(config) || self.lease_over {
            return;
        }
        let useless = |begun: Micros| now.saturating_sub(begun) > config.timeout_min;
        while self.begun.front().is_some_and(|(_, begun)| useless(*begun)) {
            self.begun.pop_front();
        }
        self.begun.push_back((self.round, now));
    }

    /// A majority has answered `round`.
    fn confirm(&mut self, round: u64) {
        self.answered = round;
        while let Some((_, begun)) = self.begun.pop_front_if(|(begun, _)| *begun <= round) {
            self.lease_start = Some(begun);
        }
    }

    /// When the lease ends, on this leader's clock.
    pub fn lease_end(&self, config: &Config) -> Option<Micros> {
        self.lease_start.filter(|_| leases(config)).map(|start| start + lease(config))
    }
}

/// Whether reads are answered under leases.
pub fn leases(config: &Config) -> bool {
    config.reads == BY_LEASE
}

/// How long a lease is: the election timeout that the others wait at least, divided by clockDriftBound, the most that
/// a server's clock may run faster than another's.
pub fn lease(config: &Config) -> Micros {
    let bound = if config.lease_drift { WHOLE + config.drift_bound } else { WHOLE };
    config.timeout_min * WHOLE / bound
}

impl Server {
    /// A client asks the leader for a read that need not go through the log.
    pub(super) fn on_read(&mut self, origin: Origin, op: Op, cx: &mut Context) {
        if self.answer_under_lease(origin, &op, cx) {
            return;
        }
        let Role::Leader(leader) = &mut self.role else { return };
        if leader.reads.waiting.iter().any(|read| read.origin == origin) {
            return;
        }
        leader.reads.waiting.push(Read { origin, op, index: None });
        if !self.has_committed_in_its_term(cx) {
            let (me, term) = (cx.me, cx.disk.current_term);
            cx.tell(&story::READ_WAITS, || [me.into(), term.into(), origin.client.into()]);
        }
        self.note_read_index(cx);
    }

    /// The leader relies on its lease instead of a round of heartbeats.
    fn answer_under_lease(&mut self, origin: Origin, op: &Op, cx: &mut Context) -> bool {
        let Role::Leader(leader) = &self.role else { return false };
        let end = leader.reads.lease_end(cx.config).filter(|end| cx.now < *end);
        let Some(end) = end.filter(|_| self.has_committed_in_its_term(cx)) else { return false };
        let (me, left) = (cx.me, end - cx.now);
        cx.tell(&story::READS_UNDER_LEASE, || [me.into(), Value::Text(op.to_string()), Value::Time(left)]);
        self.answer_from_store(origin, op, cx);
        true
    }

    /// Step 1: if the leader has not yet marked an entry from its current term committed, it waits until it has done so.
    pub(super) fn has_committed_in_its_term(&self, cx: &Context) -> bool {
        cx.disk.log.term(self.commit_index) == Some(cx.disk.current_term)
    }

    /// Step 2: the leader saves its current commitIndex in a local variable readIndex. Step 3: it needs to make sure that it
    /// hasn't been superseded by a newer leader: it issues a new round of heartbeats.
    pub(super) fn note_read_index(&mut self, cx: &mut Context) {
        let Role::Leader(leader) = &self.role else { return };
        let is_new = |read: &Read| read.index.is_none();
        if !leader.reads.waiting.iter().any(is_new) || !self.has_committed_in_its_term(cx) {
            return;
        }
        let Role::Leader(leader) = &mut self.role else { return };
        let (me, read_index, round) = (cx.me, self.commit_index, leader.reads.round + 1);
        for read in leader.reads.waiting.iter_mut().filter(|read| is_new(read)) {
            read.index = Some((read_index, round));
            let said = Value::Text(read.op.to_string());
            cx.tell(&story::READ_INDEX, || [me.into(), read_index.into(), said]);
        }
        if !leases(cx.config) {
            leader.reads.begin_round(cx.now, cx.config); // With leases every broadcast begins one.
        }
        self.broadcast_append_entries(cx);
        self.count_round(cx);
    }

    /// A round counts when a majority has answered it or a later one.
    pub(super) fn count_round(&mut self, cx: &mut Context) {
        let Role::Leader(leader) = &mut self.role else { return };
        let round = leader.reached(leader.reads.round, cx, |peer| peer.round);
        if round > leader.reads.answered {
            leader.reads.confirm(round);
            self.answer_reads(cx);
        }
    }

    /// Step 4: the leader waits for its state machine to advance at least as far as the readIndex. Step 5: it issues the query
    /// against its state machine and replies to the client with the results.
    fn answer_reads(&mut self, cx: &mut Context) {
        let Role::Leader(Leader { reads, .. }) = &mut self.role else { return };
        let (answered, applied) = (reads.answered, self.last_applied);
        let ready =
            |read: &Read| read.index.is_some_and(|(index, round)| index <= applied && round <= answered);
        let (ready, waiting) = std::mem::take(&mut reads.waiting).into_iter().partition(ready);
        reads.waiting = waiting;
        for Read { origin, op, .. } in ready {
            let me = cx.me;
            cx.tell(&story::STILL_LEADS, || [me.into(), Value::Text(op.to_string())]);
            self.answer_from_store(origin, &op, cx);
        }
    }

    fn answer_from_store(&self, origin: Origin, op: &Op, cx: &mut Context) {
        let answer = Answer::Done(self.store.read(&op.key));
        cx.send(origin.client, Message::ClientReply { origin, answer });
    }

    /// Servers ignore a `RequestVote` request received within a minimum election timeout of hearing from a current
    /// leader (§4.2.3): so nobody disrupts a leader that works, and a lease holds. They heed it when the leader itself
    /// wants it.
    pub(super) fn disregards(&mut self, message: &Message, cx: &mut Context) -> bool {
        let Message::RequestVote(candidacy) = message else { return false };
        if candidacy.transfer || !heeds_leader(cx.config) || !self.hears_leader(cx) {
            return false;
        }
        let (me, candidate, least) = (cx.me, candidacy.candidate_id, cx.config.timeout_min);
        let why = if leases(cx.config) { &story::KEEPS_PROMISE } else { &story::DISREGARDS };
        cx.tell(why, || [me.into(), candidate.into(), Value::Time(least)]);
        true
    }

    /// Whether a leader was heard from within the minimum election timeout; a leader counts as one as long as it hears
    /// from a majority.
    fn hears_leader(&self, cx: &Context) -> bool {
        let recent = |at: Micros| cx.now.saturating_sub(at) < cx.config.timeout_min;
        match &self.role {
            Role::Leader(leader) => recent(leader.reached(cx.now, cx, |peer| peer.answered)),
            _ => self.heard.is_some_and(recent),
        }
    }

    /// A lease rests on what its voters promised: who may not vote for another may not stand either.
    pub(super) fn may_not_stand_yet(&mut self, cx: &mut Context) -> bool {
        let promised = leases(cx.config) && self.hears_leader(cx);
        if promised {
            let me: NodeId = cx.me;
            cx.tell(&story::PROMISED, || [me.into()]);
            self.reset_election_timer(cx);
        }
        promised
    }
}

/// Whether a server that boots may have answered heartbeats on which a lease rests, and forgotten it. It then waits as
/// if it had just heard from that leader. Before the first term nobody led.
pub(super) fn may_have_promised(cx: &Context) -> bool {
    leases(cx.config) && cx.disk.current_term > 0
}

/// Whether servers ignore candidates while they hear from a leader: leases don't work without.
fn heeds_leader(config: &Config) -> bool {
    config.heed_leader || leases(config)
}
