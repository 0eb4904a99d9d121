//! What nodes say to each other: the RPCs of Figure 2, each as a request and a reply.
//!
//! An RPC knows which request a reply answers. A datagram does not, so a reply here says it itself.

use super::disk::{Command, Entry};
use crate::kit::kv::{Op, Origin, Response};
use crate::sim::{self, Epoch, Face, Field, Form, NodeId, Tone, Value};
use serde::Serialize;

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
            Message::RequestVoteReply { term, .. } | Message::PreVoteReply { term, .. } => Some(*term),
            // A PreVote names a term that nobody stands in yet; clients have none.
            Message::PreVote(_) | Message::ClientRequest { .. } | Message::ClientReply { .. } => None,
        }
    }
}

/// A term as an epoch.
pub fn term_epoch(term: u64) -> Epoch {
    Epoch { word: "term", mark: "T", number: term }
}

fn consent(yes: bool) -> (Form, Tone) {
    if yes { (Form::Reply, Tone::Good) } else { (Form::Rejection, Tone::Bad) }
}

impl sim::Message for Message {
    fn face(&self) -> Face {
        let (kind, (form, tone)) = match self {
            Message::RequestVote(_) => ("RequestVote", (Form::Request, Tone::Candidate)),
            Message::RequestVoteReply { vote_granted, .. } => ("RequestVote reply", consent(*vote_granted)),
            Message::PreVote(_) => ("PreVote", (Form::Request, Tone::Candidate)),
            Message::PreVoteReply { vote_granted, .. } => ("PreVote reply", consent(*vote_granted)),
            Message::AppendEntries(_) => ("AppendEntries", (Form::Request, Tone::Lead)),
            Message::AppendEntriesReply(reply) => ("AppendEntries reply", consent(reply.success)),
            Message::ClientRequest { .. } => ("ClientRequest", (Form::Request, Tone::Client)),
            Message::ClientReply { answer, .. } => {
                ("ClientReply", consent(matches!(answer, Answer::Done(_))))
            }
        };
        let routine = match self {
            Message::AppendEntries(append) => append.entries.is_empty(),
            Message::AppendEntriesReply(reply) => reply.success && reply.match_index == reply.prev_log_index,
            _ => false,
        };
        Face { kind, form, tone, routine }
    }

    fn label(&self) -> String {
        match self {
            Message::RequestVote(candidacy) => format!("RequestVote T{}", candidacy.term),
            Message::RequestVoteReply { vote_granted: true, .. } => "vote granted".to_owned(),
            Message::RequestVoteReply { term, .. } => format!("vote refused · T{term}"),
            Message::PreVote(candidacy) => format!("PreVote T{}", candidacy.term),
            Message::PreVoteReply { vote_granted: true, .. } => "would vote".to_owned(),
            Message::PreVoteReply { term, .. } => format!("would not vote · T{term}"),
            Message::AppendEntries(append) if append.entries.is_empty() => {
                format!("AppendEntries T{}", append.term)
            }
            Message::AppendEntries(append) => {
                format!("AppendEntries T{} +{}", append.term, append.entries.len())
            }
            Message::AppendEntriesReply(reply) => reply.label(),
            Message::ClientRequest { op, .. } => op.to_string(),
            Message::ClientReply { answer: Answer::Done(None), .. } => "done".to_owned(),
            Message::ClientReply { answer: Answer::Done(Some(value)), .. } => format!("it is {value}"),
            Message::ClientReply { answer: Answer::NotLeader(None), .. } => "no leader known".to_owned(),
            Message::ClientReply { answer: Answer::NotLeader(Some(_)), .. } => "ask the leader".to_owned(),
        }
    }

    fn fields(&self) -> Vec<Field> {
        let pairs: Vec<(&'static str, Value)> = match self {
            Message::RequestVote(candidacy) | Message::PreVote(candidacy) => candidacy.fields(),
            Message::RequestVoteReply { term, vote_granted } => {
                vec![("term", Value::Epoch(term_epoch(*term))), ("voteGranted", Value::Bool(*vote_granted))]
            }
            Message::PreVoteReply { term, for_term, vote_granted } => vec![
                ("term", Value::Epoch(term_epoch(*term))),
                ("for term", Value::Epoch(term_epoch(*for_term))),
                ("voteGranted", Value::Bool(*vote_granted)),
            ],
            Message::AppendEntries(append) => append.fields(),
            Message::AppendEntriesReply(reply) => reply.fields(),
            Message::ClientRequest { origin, op } => vec![
                ("client", origin.client.into()),
                ("serial", u64::from(origin.serial).into()),
                ("command", Value::Text(op.to_string())),
            ],
            Message::ClientReply { origin, answer } => {
                let (status, leader, response) = match answer {
                    Answer::Done(response) => (true, None, response.as_deref()),
                    Answer::NotLeader(leader) => (false, *leader, None),
                };
                vec![
                    ("serial", u64::from(origin.serial).into()),
                    ("status", if status { "OK" } else { "NOT_LEADER" }.into()),
                    ("response", response.into()),
                    ("leaderHint", leader.into()),
                ]
            }
        };
        pairs.into_iter().map(|(name, value)| Field { name, value, disk: false }).collect()
    }
}

impl Candidacy {
    fn fields(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("term", Value::Epoch(term_epoch(self.term))),
            ("candidateId", self.candidate_id.into()),
            ("lastLogIndex", self.last_log_index.into()),
            ("lastLogTerm", Value::Epoch(term_epoch(self.last_log_term))),
        ]
    }
}

impl Append {
    fn fields(&self) -> Vec<(&'static str, Value)> {
        let entry = |entry: &Entry| Value::Text(format!("T{} {}", entry.term, entry.command));
        vec![
            ("term", Value::Epoch(term_epoch(self.term))),
            ("leaderId", self.leader_id.into()),
            ("prevLogIndex", self.prev_log_index.into()),
            ("prevLogTerm", Value::Epoch(term_epoch(self.prev_log_term))),
            ("entries[]", Value::List(self.entries.iter().map(entry).collect())),
            ("leaderCommit", self.leader_commit.into()),
        ]
    }
}

impl AppendReply {
    fn label(&self) -> String {
        if self.success {
            format!("ok · match {}", self.match_index)
        } else {
            format!("rejected · T{}", self.term)
        }
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("term", Value::Epoch(term_epoch(self.term))),
            ("success", Value::Bool(self.success)),
            ("prevLogIndex", self.prev_log_index.into()),
            ("matchIndex", self.match_index.into()),
            ("conflictIndex", self.conflict_index.into()),
        ]
    }
}

impl Command {
    /// Whether a client asked for it, and which request it was.
    pub fn origin(&self) -> Option<Origin> {
        match self {
            Command::Noop => None,
            Command::Op { origin, .. } => *origin,
        }
    }
}
