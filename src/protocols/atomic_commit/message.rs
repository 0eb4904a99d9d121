//! What processes say to each other, under the names of Bernstein et al. 1987, chapter 7.

use super::transfer::{Decision, Transfer, Tx};
use crate::sim::{self, Face, Field, Form, Tone, Value};
use netsplit_text::{msg, tr};
use serde::Serialize;

/// A message about a transaction.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Message {
    /// Which transaction.
    pub tx: Tx,
    /// What is said.
    pub say: Say,
}

/// What is said of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Say {
    /// The coordinator asks for a vote, with what is to be done.
    VoteReq(Transfer),
    /// A participant votes: Yes or No.
    Vote(bool),
    /// Three-phase commit: everybody has voted Yes.
    PreCommit,
    /// Answers a `PRE-COMMIT`; with presumed abort also a `COMMIT`.
    Ack,
    /// The decision.
    Decision(Decision),
    /// A process in doubt asks what was decided.
    DecisionReq,
    /// Three-phase commit: the receiver is to be the new coordinator.
    UrElected,
    /// The new coordinator asks for the receiver's state.
    StateReq,
    /// Answers it.
    State(State),
}

/// The states of the termination protocol (Bernstein et al., 7.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum State {
    /// Has decided Abort, or may.
    Aborted,
    /// Has voted Yes and heard no more.
    Uncertain,
    /// Has received a `PRE-COMMIT`.
    Committable,
    /// Has decided Commit.
    Committed,
    /// Was in doubt when it crashed: takes no part until it is told.
    Recovering,
}

impl State {
    /// The state's name.
    pub fn word(self) -> &'static str {
        match self {
            State::Aborted => msg!("aborted"),
            State::Uncertain => msg!("uncertain"),
            State::Committable => msg!("committable"),
            State::Committed => msg!("committed"),
            State::Recovering => msg!("recovering"),
        }
    }
}

impl sim::Message for Message {
    fn face(&self) -> Face {
        let (kind, form, tone) = match self.say {
            Say::VoteReq(_) => ("VOTE-REQ", Form::Request, Tone::Lead),
            Say::Vote(true) => ("YES", Form::Reply, Tone::Good),
            Say::Vote(false) => ("NO", Form::Rejection, Tone::Bad),
            Say::PreCommit => ("PRE-COMMIT", Form::Request, Tone::Lead),
            Say::Ack => ("ACK", Form::Reply, Tone::Good),
            Say::Decision(Decision::Commit) => ("COMMIT", Form::Request, Tone::Good),
            Say::Decision(Decision::Abort) => ("ABORT", Form::Request, Tone::Bad),
            Say::DecisionReq => ("DECISION-REQ", Form::Request, Tone::Candidate),
            Say::UrElected => ("UR-ELECTED", Form::Request, Tone::Candidate),
            Say::StateReq => ("STATE-REQ", Form::Request, Tone::Candidate),
            Say::State(_) => ("STATE", Form::Reply, Tone::Follow),
        };
        Face { kind, form, tone, routine: false }
    }

    fn label(&self) -> String {
        let kind = self.face().kind;
        match self.say {
            Say::State(state) => format!("{} · {}", tr(state.word()), self.tx),
            _ => format!("{kind} {}", self.tx),
        }
    }

    fn fields(&self) -> Vec<Field> {
        let field = |name, value| Field { name, value, disk: false };
        let mut fields = vec![field(msg!("transaction"), self.tx.into())];
        match self.say {
            Say::VoteReq(transfer) => {
                fields.push(field(msg!("from"), transfer.from.into()));
                fields.push(field(msg!("to"), transfer.to.into()));
                fields.push(field(msg!("amount"), Value::Text(format!("{} €", transfer.amount))));
            }
            Say::State(state) => fields.push(field(msg!("state"), tr(state.word()).into())),
            _ => {}
        }
        fields
    }
}
