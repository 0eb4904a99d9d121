//! What nodes say to each other: the RPCs of Figure 2, each as a request and a reply.
//!
//! An RPC knows which request a reply answers. A datagram does not, so a reply here says it itself.

use super::disk::{Command, Entry};
use super::snapshot::Snapshot;
use crate::kit::kv::{Op, Origin, Response};
use crate::sim::NodeId;
use serde::Serialize;
use std::rc::Rc;

/// A message.
#[derive(Clone, Debug, Serialize)]
pub enum Message {
    /// Asks for a vote (§5.2, §5.4.1).
    RequestVote(Candidacy),
    /// Answers it.
    RequestVoteReply {
        /// The voter's term, for the candidate to update itself.
        term: u64,
        /// True means the candidate received the vote.
        vote_granted: bool,
    },
    /// Asks whether a vote would be given (dissertation, §9.6); `term` is the term that would be stood in.
    PreVote(Candidacy),
    /// Answers it.
    PreVoteReply {
        /// The voter's term, for the candidate to update itself.
        term: u64,
        /// The term that was asked about.
        for_term: u64,
        /// True means that the vote would be given.
        vote_granted: bool,
    },
    /// Replicates entries (§5.3); also used as heartbeat (§5.2).
    AppendEntries(Append),
    /// Answers it.
    AppendEntriesReply(AppendReply),
    /// A client's request (§8).
    ClientRequest {
        /// Which of the client's requests.
        origin: Origin,
        /// What is asked.
        op: Op,
    },
    /// Answers it.
    ClientReply {
        /// Which request is answered.
        origin: Origin,
        /// How.
        answer: Answer,
    },
    /// Leadership transfer: the receiver stands at once (dissertation, §3.10).
    TimeoutNow {
        /// Leader's term.
        term: u64,
        /// The leader that hands over.
        leader_id: NodeId,
    },
    /// Replaces the log of a follower that lags too far behind (dissertation, Figure 5.3).
    InstallSnapshot(InstallSnapshot),
    /// Answers it.
    InstallSnapshotReply {
        /// The follower's term, for the leader to update itself.
        term: u64,
        /// Which snapshot is answered.
        last_included_index: u64,
        /// The request's round.
        round: u64,
    },
}

/// The arguments of `RequestVote`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Candidacy {
    /// Candidate's term.
    pub term: u64,
    /// Candidate requesting the vote.
    pub candidate_id: NodeId,
    /// Index of the candidate's last log entry (§5.4).
    pub last_log_index: u64,
    /// Term of the candidate's last log entry (§5.4).
    pub last_log_term: u64,
    /// Whether the leader itself wants this election: then voters heed it although they hear from that leader
    /// (dissertation, §4.2.3).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub transfer: bool,
}

/// The arguments of `AppendEntries`.
#[derive(Clone, Debug, Serialize)]
pub struct Append {
    /// Leader's term.
    pub term: u64,
    /// So that a follower can redirect clients.
    pub leader_id: NodeId,
    /// Index of the log entry immediately preceding the new ones.
    pub prev_log_index: u64,
    /// Term of that entry.
    pub prev_log_term: u64,
    /// Log entries to store (empty for a heartbeat; may be more than one for efficiency).
    pub entries: Vec<Entry>,
    /// Leader's commitIndex.
    pub leader_commit: u64,
    /// The round of heartbeats that it belongs to, for reads (dissertation, §6.4); 0 = none.
    #[serde(skip_serializing_if = "is_zero")]
    pub round: u64,
}

impl Append {
    /// The index of the last entry that the receiver's log shares with the leader's when it has obeyed.
    pub fn last_index(&self) -> u64 {
        self.prev_log_index + self.entries.len() as u64
    }
}

/// The results of `AppendEntries`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct AppendReply {
    /// The follower's term, for the leader to update itself.
    pub term: u64,
    /// True if the follower had an entry matching prevLogIndex and prevLogTerm.
    pub success: bool,
    /// The request's prevLogIndex: which request is answered.
    pub prev_log_index: u64,
    /// On success, the last index that is now the same in both logs.
    pub match_index: u64,
    /// On a mismatch, the first index of the term in conflict (§5.3, the optimisation on its last page).
    pub conflict_index: u64,
    /// The request's round.
    #[serde(skip_serializing_if = "is_zero")]
    pub round: u64,
}

/// The arguments of `InstallSnapshot`.
#[derive(Clone, Debug, Serialize)]
pub struct InstallSnapshot {
    /// Leader's term.
    pub term: u64,
    /// So that a follower can redirect clients.
    pub leader_id: NodeId,
    /// The snapshot, whole.
    pub snapshot: Rc<Snapshot>,
    /// The round of heartbeats that it belongs to.
    pub round: u64,
}

/// What a client is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Answer {
    /// Committed and carried out.
    Done(Response),
    /// Ask the leader instead, if the server knows one.
    NotLeader(Option<NodeId>),
}

impl Message {
    /// The sender's term, which the receiver compares with its own.
    pub fn term(&self) -> Option<u64> {
        match self {
            Message::RequestVote(candidacy) => Some(candidacy.term),
            Message::AppendEntries(append) => Some(append.term),
            Message::AppendEntriesReply(reply) => Some(reply.term),
            Message::RequestVoteReply { term, .. }
            | Message::PreVoteReply { term, .. }
            | Message::InstallSnapshotReply { term, .. }
            | Message::TimeoutNow { term, .. } => Some(*term),
            Message::InstallSnapshot(install) => Some(install.term),
            // A PreVote names a term that nobody stands in yet; clients have none.
            Message::PreVote(_) | Message::ClientRequest { .. } | Message::ClientReply { .. } => None,
        }
    }
}

impl Command {
    /// Whether a client asked for it, and which request it was.
    pub fn origin(&self) -> Option<Origin> {
        match self {
            Command::Noop | Command::Configuration(_) => None,
            Command::Op { origin, .. } => *origin,
        }
    }
}

/// What is 0 is left out of the digest: so runs that don't use it keep the digest that they always had.
#[cfg_attr(
    target_pointer_width = "64",
    expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks like this")
)]
pub(super) fn is_zero(number: &u64) -> bool {
    *number == 0
}
