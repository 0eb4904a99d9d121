//! A server: its volatile state (Figure 2, "State") and what all servers do, whatever their role.

use super::configuration::Configuration;
use super::disk::{Command, Entry};
use super::membership::Change;
use super::message::{Answer, Message, is_zero};
use super::reads::{self, Reads};
use super::transfer::Transfer;
use super::{Context, Timer, story};
use crate::kit::kv::{Op, Origin, Store};
use crate::kit::quorum::Tally;
use crate::sim::{Micros, NodeId, Value};
use serde::Serialize;

/// Volatile state on all servers.
#[derive(Clone, Debug, Serialize)]
pub struct Server {
    /// Its own id.
    #[serde(skip)]
    pub me: NodeId,
    /// What it is at the moment, with what only that role has.
    pub role: Role,
    /// Index of the highest log entry known to be committed (0 at boot, increases monotonically).
    pub commit_index: u64,
    /// Index of the highest log entry applied to the state machine (0 at boot, increases monotonically).
    pub last_applied: u64,
    /// The leader of this term, as far as it has been heard from: clients are sent there.
    pub leader_id: Option<NodeId>,
    /// When a leader of the current term was last heard from, on this server's clock.
    pub heard: Option<Micros>,
    /// The election timeout drawn last.
    pub timeout: Micros,
    /// The state machine.
    pub store: Store,
}

/// The three roles of §5.1, and the one that pre-vote adds.
#[derive(Clone, Debug, Serialize)]
pub enum Role {
    /// Answers leaders and candidates.
    Follower,
    /// Asks whether it could win the next term (dissertation, §9.6).
    PreCandidate {
        /// Who would vote for it.
        votes: Tally,
    },
    /// Stands for election.
    Candidate {
        /// Who voted for it.
        votes: Tally,
        /// Who answered at all.
        answers: Tally,
    },
    /// Handles all client requests.
    Leader(Leader),
}

/// Volatile state on leaders, reinitialised after election.
#[derive(Clone, Debug, Serialize)]
pub struct Leader {
    /// What it knows of each server, by id; its own place is not used.
    pub peers: Vec<Peer>,
    /// Whether it has lately heard from too few servers to commit anything. Only shown: no rule looks at it.
    pub cut_off: bool,
    /// What it needs for reads that do not go through the log.
    #[serde(skip_serializing_if = "Reads::is_unused")]
    pub reads: Reads,
    /// Whom it hands leadership over to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Transfer>,
    /// The change of members that waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
}

/// What a leader knows of another server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Peer {
    /// Index of the next log entry to send to it (the leader's last log index + 1 at first).
    pub next_index: u64,
    /// Index of the highest log entry known to be replicated on it (0 at first, increases monotonically).
    pub match_index: u64,
    /// The end of the longest batch sent to it.
    pub sent_index: u64,
    /// When it last answered.
    pub answered: Micros,
    /// The latest round of heartbeats that it answered.
    #[serde(skip_serializing_if = "is_zero")]
    pub round: u64,
}

impl Leader {
    /// The highest value that a majority has reached, when this leader itself is at `mine`. It counts itself only if
    /// it is a member.
    pub(super) fn reached(&self, mine: u64, cx: &Context, theirs: impl Fn(&Peer) -> u64) -> u64 {
        let me = cx.me;
        let value = |server: NodeId| if server == me { mine } else { theirs(&self.peers[server.index()]) };
        cx.disk.configurations.latest().reached(value)
    }
}

impl Server {
    /// Boots. The disk says what survived; everything else is as at first.
    pub fn start(cx: &mut Context) -> Self {
        if !cx.config.persist {
            (cx.disk.current_term, cx.disk.voted_for) = (0, None);
        }
        let mut server = Server {
            me: cx.me,
            role: Role::Follower,
            commit_index: 0,
            last_applied: 0,
            leader_id: None,
            heard: reads::may_have_promised(cx).then_some(cx.now),
            timeout: 0,
            store: Store::default(),
        };
        server.restore(cx);
        if server.may_stand(cx) {
            server.reset_election_timer(cx);
        }
        server
    }

    /// The configuration that this server uses: the latest in its log, whether committed or not (dissertation, §4.1).
    pub(super) fn configuration(cx: &Context) -> Configuration {
        cx.disk.configurations.latest()
    }

    /// The other members.
    pub(super) fn others(cx: &Context) -> impl Iterator<Item = NodeId> + use<> {
        Server::configuration(cx).all().without(cx.me).iter()
    }

    /// A message has arrived.
    pub fn on_message(&mut self, from: NodeId, message: Message, cx: &mut Context) {
        if self.disregards(&message, cx) {
            return;
        }
        // Rules for all servers: if an RPC request or response contains term T > currentTerm, set currentTerm = T
        // and convert to follower (§5.1).
        if let Some(term) = message.term().filter(|term| *term > cx.disk.current_term) {
            self.adopt_term(term, from, cx);
        }
        match message {
            Message::RequestVote(candidacy) => self.on_request_vote(candidacy, cx),
            Message::RequestVoteReply { term, vote_granted } => self.on_vote(from, term, vote_granted, cx),
            Message::PreVote(candidacy) => self.on_pre_vote(candidacy, cx),
            Message::PreVoteReply { for_term, vote_granted, .. } => {
                self.on_pre_vote_reply(from, for_term, vote_granted, cx);
            }
            Message::AppendEntries(append) => self.on_append_entries(&append, cx),
            Message::AppendEntriesReply(reply) => self.on_append_reply(from, reply, cx),
            Message::ClientRequest { origin, op } => self.on_client_request(origin, op, cx),
            Message::InstallSnapshot(install) => self.on_install_snapshot(install, cx),
            Message::InstallSnapshotReply { term, last_included_index, round } => {
                self.on_install_reply(from, term, last_included_index, round, cx);
            }
            Message::TimeoutNow { term, leader_id } => self.on_timeout_now(term, leader_id, cx),
            Message::ClientReply { .. } => {}
        }
    }

    /// A timer has fired.
    pub fn on_timer(&mut self, timer: Timer, cx: &mut Context) {
        match timer {
            Timer::Election => self.on_election_timeout(cx),
            Timer::Heartbeat => self.on_heartbeat(cx),
            Timer::Transfer => self.on_transfer_timeout(cx),
            Timer::Retry | Timer::Workload => {}
        }
    }

    /// Somebody wants an election here and now.
    pub fn on_told_to_time_out(&mut self, cx: &mut Context) {
        if !self.may_stand(cx) {
            let me = cx.me;
            cx.tell(&story::NO_MEMBER, || [me.into()]);
        } else if !matches!(self.role, Role::Leader(_)) && !self.may_not_stand_yet(cx) {
            let (me, term) = (cx.me, cx.disk.current_term + 1);
            cx.tell(&story::TOLD, || [me.into(), term.into()]);
            self.stand(cx);
        }
    }

    /// A higher term has begun: this server follows in it, and has not voted in it.
    fn adopt_term(&mut self, term: u64, from: NodeId, cx: &mut Context) {
        let old = cx.disk.current_term;
        (cx.disk.current_term, cx.disk.voted_for) = (term, None);
        self.leader_id = None;
        let me = cx.me;
        match self.role {
            Role::Leader(_) => {
                cx.tell(&story::STEPS_DOWN, || [me.into(), term.into(), from.into(), old.into()]);
                cx.cancel_timer(Timer::Heartbeat);
                cx.cancel_timer(Timer::Transfer);
                self.reset_election_timer(cx);
            }
            Role::Candidate { .. } | Role::PreCandidate { .. } => {
                cx.tell(&story::GIVES_UP, || [me.into(), term.into(), from.into()]);
            }
            Role::Follower => {}
        }
        self.role = Role::Follower;
    }

    /// A client wants something (§5.3, §8).
    fn on_client_request(&mut self, origin: Origin, op: Op, cx: &mut Context) {
        let (me, client) = (cx.me, origin.client);
        let Role::Leader(leader) = &self.role else {
            // If the client contacts a follower, the follower redirects it to the leader.
            match self.leader_id {
                Some(leader) => cx.tell(&story::REDIRECTS, || [me.into(), client.into(), leader.into()]),
                None => cx.tell(&story::NO_LEADER, || [me.into(), client.into()]),
            }
            return cx
                .send(client, Message::ClientReply { origin, answer: Answer::NotLeader(self.leader_id) });
        };
        if let Some(response) = self.store.answered(origin) {
            // It tracks the latest serial number of each client with the response, and responds without
            // executing the request again (§8).
            cx.tell(&story::TWICE, || [me.into(), client.into()]);
            cx.send(client, Message::ClientReply { origin, answer: Answer::Done(response) });
        } else if let Some(transfer) = leader.transfer {
            cx.tell(&story::HANDS_OVER, || [me.into(), transfer.target.into(), client.into()]);
            cx.send(client, Message::ClientReply { origin, answer: Answer::NotLeader(None) });
        } else if op.value.is_none() && cx.config.reads != reads::THROUGH_LOG {
            self.on_read(origin, op, cx);
        } else {
            self.append(Command::Op { origin: Some(origin), op }, cx);
        }
    }

    /// Somebody wants something of this very server, without a client.
    pub fn on_local_request(&mut self, op: Op, cx: &mut Context) {
        if matches!(self.role, Role::Leader(_)) {
            self.append(Command::Op { origin: None, op }, cx);
        } else {
            let me = cx.me;
            cx.tell(&story::REFUSES_WRITE, || [me.into(), Value::Text(op.to_string())]);
        }
    }

    /// Rules for all servers: if commitIndex > lastApplied, increment lastApplied and apply log\[lastApplied\] to the
    /// state machine (§5.3).
    pub(super) fn apply_committed(&mut self, cx: &mut Context) {
        while self.last_applied < self.commit_index {
            let Some(Entry { term, command }) = cx.disk.log.get(self.last_applied + 1) else { break };
            self.last_applied += 1;
            let Command::Op { origin, op } = command else { continue };
            let response = self.store.apply(*origin, op);
            // The leader answers after the entry is applied: its own entries are those that it was asked for.
            let asked_here = matches!(self.role, Role::Leader(_)) && *term == cx.disk.current_term;
            if let Some(origin) = origin.filter(|_| asked_here) {
                let answer = Answer::Done(response);
                cx.send(origin.client, Message::ClientReply { origin, answer });
            }
        }
        self.compact(cx);
    }
}
