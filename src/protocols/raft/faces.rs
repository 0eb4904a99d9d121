//! What messages look like: their labels, and their fields under the paper's names.

use super::disk::Entry;
use super::message::{Answer, Append, AppendReply, Candidacy, InstallSnapshot, Message};
use crate::sim::{self, Epoch, Face, Field, Form, Tone, Value};
use netsplit_text::{msg, t};

/// A term as an epoch.
pub fn term_epoch(term: u64) -> Epoch {
    Epoch { word: msg!("term"), mark: "T", number: term }
}

/// A number that is 0 when there is none.
fn some(number: u64) -> Value {
    Some(number).filter(|number| *number > 0).into()
}

fn consent(yes: bool) -> (Form, Tone) {
    if yes { (Form::Reply, Tone::Good) } else { (Form::Rejection, Tone::Bad) }
}

impl sim::Message for Message {
    fn face(&self) -> Face {
        let (kind, (form, tone)) = match self {
            Message::RequestVote(_) => ("RequestVote", (Form::Request, Tone::Candidate)),
            Message::RequestVoteReply { vote_granted, .. } => {
                (msg!("RequestVote reply"), consent(*vote_granted))
            }
            Message::PreVote(_) => ("PreVote", (Form::Request, Tone::Candidate)),
            Message::PreVoteReply { vote_granted, .. } => (msg!("PreVote reply"), consent(*vote_granted)),
            Message::AppendEntries(_) => ("AppendEntries", (Form::Request, Tone::Lead)),
            Message::AppendEntriesReply(reply) => (msg!("AppendEntries reply"), consent(reply.success)),
            Message::ClientRequest { .. } => ("ClientRequest", (Form::Request, Tone::Client)),
            Message::ClientReply { answer, .. } => {
                ("ClientReply", consent(matches!(answer, Answer::Done(_))))
            }
            Message::TimeoutNow { .. } => ("TimeoutNow", (Form::Request, Tone::Lead)),
            Message::InstallSnapshot(_) => ("InstallSnapshot", (Form::Request, Tone::Lead)),
            Message::InstallSnapshotReply { .. } => (msg!("InstallSnapshot reply"), consent(true)),
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
            Message::RequestVote(Candidacy { transfer: true, term, .. }) => {
                t!("RequestVote T{term} · transfer", term)
            }
            Message::RequestVote(candidacy) => format!("RequestVote T{}", candidacy.term),
            Message::RequestVoteReply { vote_granted: true, .. } => t!("vote granted").to_owned(),
            Message::RequestVoteReply { term, .. } => t!("vote refused · T{term}", term),
            Message::PreVote(candidacy) => format!("PreVote T{}", candidacy.term),
            Message::PreVoteReply { vote_granted: true, .. } => t!("would vote").to_owned(),
            Message::PreVoteReply { term, .. } => t!("would not vote · T{term}", term),
            Message::AppendEntries(append) if append.entries.is_empty() => {
                format!("AppendEntries T{}", append.term)
            }
            Message::AppendEntries(append) => {
                format!("AppendEntries T{} +{}", append.term, append.entries.len())
            }
            Message::AppendEntriesReply(reply) => reply.label(),
            Message::ClientRequest { op, .. } => op.to_string(),
            Message::ClientReply { answer: Answer::Done(None), .. } => t!("done").to_owned(),
            Message::ClientReply { answer: Answer::Done(Some(value)), .. } => t!("it is {value}", value),
            Message::ClientReply { answer: Answer::NotLeader(None), .. } => t!("no leader known").to_owned(),
            Message::ClientReply { answer: Answer::NotLeader(Some(_)), .. } => {
                t!("ask the leader").to_owned()
            }
            Message::TimeoutNow { term, .. } => format!("TimeoutNow T{term}"),
            Message::InstallSnapshot(InstallSnapshot { term, snapshot, .. }) => {
                t!("InstallSnapshot T{term} to {index}", term, index = snapshot.last_included_index)
            }
            Message::InstallSnapshotReply { term, last_included_index, .. } => {
                t!("snapshot to {index} · T{term}", index = last_included_index, term)
            }
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
                (msg!("for term"), Value::Epoch(term_epoch(*for_term))),
                ("voteGranted", Value::Bool(*vote_granted)),
            ],
            Message::AppendEntries(append) => append.fields(),
            Message::AppendEntriesReply(reply) => reply.fields(),
            Message::ClientRequest { origin, op } => vec![
                (msg!("client"), origin.client.into()),
                (msg!("serial"), u64::from(origin.serial).into()),
                (msg!("command"), Value::Text(op.to_string())),
            ],
            Message::ClientReply { origin, answer } => {
                let (status, leader, response) = match answer {
                    Answer::Done(response) => (true, None, response.as_deref()),
                    Answer::NotLeader(leader) => (false, *leader, None),
                };
                vec![
                    (msg!("serial"), u64::from(origin.serial).into()),
                    ("status", if status { "OK" } else { "NOT_LEADER" }.into()),
                    ("response", response.into()),
                    ("leaderHint", leader.into()),
                ]
            }
            Message::InstallSnapshot(install) => install.fields(),
            Message::InstallSnapshotReply { term, last_included_index, round } => vec![
                ("term", Value::Epoch(term_epoch(*term))),
                ("lastIncludedIndex", (*last_included_index).into()),
                (msg!("round"), some(*round)),
            ],
            Message::TimeoutNow { term, leader_id } => {
                vec![("term", Value::Epoch(term_epoch(*term))), ("leaderId", (*leader_id).into())]
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
            ("leadershipTransfer", Value::Bool(self.transfer)),
        ]
    }
}

impl InstallSnapshot {
    fn fields(&self) -> Vec<(&'static str, Value)> {
        let pairs = self.snapshot.store.iter().map(|(key, value)| (key.into(), value.into()));
        vec![
            ("term", Value::Epoch(term_epoch(self.term))),
            ("leaderId", self.leader_id.into()),
            ("lastIncludedIndex", self.snapshot.last_included_index.into()),
            ("lastIncludedTerm", Value::Epoch(term_epoch(self.snapshot.last_included_term))),
            ("data", Value::Map(pairs.collect())),
            (msg!("round"), some(self.round)),
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
            (msg!("round"), some(self.round)),
        ]
    }
}

impl AppendReply {
    fn label(&self) -> String {
        if self.success {
            t!("ok · match {index}", index = self.match_index)
        } else {
            t!("rejected · T{term}", term = self.term)
        }
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("term", Value::Epoch(term_epoch(self.term))),
            ("success", Value::Bool(self.success)),
            ("prevLogIndex", self.prev_log_index.into()),
            ("matchIndex", self.match_index.into()),
            ("conflictIndex", self.conflict_index.into()),
            (msg!("round"), some(self.round)),
        ]
    }
}
