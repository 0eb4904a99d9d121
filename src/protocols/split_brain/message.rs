//! What nodes say to each other: to the lock service, to the storage, and to the power switch.

use crate::sim::{self, Face, Field, Form, NodeId, Tone, Value};
use netsplit_text::{msg, t};
use serde::Serialize;

/// A worker as it was between two boots: what a STONITH shot is aimed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Life {
    /// The worker.
    pub worker: NodeId,
    /// How often it had booted by then.
    pub boot: u32,
}

impl Life {
    /// Whether `other` is the same worker, in this life or a later one.
    pub fn is_before(self, other: Life) -> bool {
        self.worker == other.worker && self.boot <= other.boot
    }
}

/// What is said.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Message {
    /// A worker asks a replica for the lease, with the fencing token that it would have.
    Acquire {
        /// The token.
        token: u64,
        /// How often the worker has booted.
        boot: u32,
    },
    /// The replica grants it.
    Grant {
        /// The token.
        token: u64,
        /// Who has had a lease and has not given it back in order.
        doubtful: Vec<Life>,
    },
    /// The replica does not: the lease is another's, or the token is too low.
    Refuse {
        /// The token.
        token: u64,
        /// The highest that the replica has granted.
        highest: u64,
        /// Who has the lease, unless it is free.
        holder: Option<NodeId>,
    },
    /// A worker gives the lease back.
    Release {
        /// Its token.
        token: u64,
        /// Whether nothing that it sent to the storage is unanswered.
        clean: bool,
    },
    /// A worker asks the storage for something.
    Request(Request),
    /// The storage answers the request of this number.
    Reply {
        /// How often the worker had booted.
        boot: u32,
        /// Counted by the worker since that boot.
        nth: u32,
        /// The answer.
        answer: Answer,
    },
    /// A new leader has the one before it shot.
    Shoot(Life),
    /// The power switch has the storage let in nothing more of it.
    KeepOut {
        /// Whose.
        life: Life,
        /// Who has asked for it.
        by: NodeId,
    },
    /// The storage does so.
    KeptOut {
        /// Whose.
        life: Life,
        /// Who has asked for it.
        by: NodeId,
    },
    /// The machine loses its power, if it is still in this life.
    PowerOff {
        /// Which boot is over.
        boot: u32,
    },
    /// Done.
    Shot(Life),
}

/// What a worker asks of the storage, and by what right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Request {
    /// How often the worker has booted.
    pub boot: u32,
    /// The how-manieth request since then.
    pub nth: u32,
    /// The fencing token of its lease.
    pub token: u64,
    /// What it asks for.
    pub ask: Ask,
}

/// What a worker asks of the storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Ask {
    /// What is the balance?
    Read,
    /// A deposit: replace the balance.
    Write {
        /// The new balance, €.
        balance: u64,
        /// How much of it is the deposit, €.
        amount: u64,
    },
}

/// What the storage answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Answer {
    /// The balance, €.
    Balance(u64),
    /// The deposit is acknowledged.
    Ok,
    /// The token is older than this one.
    Reject(u64),
}

impl sim::Message for Message {
    fn face(&self) -> Face {
        let (kind, form, tone) = match self {
            Message::Acquire { .. } => ("ACQUIRE", Form::Request, Tone::Candidate),
            Message::Grant { .. } => ("GRANT", Form::Reply, Tone::Good),
            Message::Refuse { .. } => ("REFUSE", Form::Rejection, Tone::Follow),
            Message::Release { .. } => ("RELEASE", Form::Request, Tone::Follow),
            Message::Request(Request { ask: Ask::Read, .. }) => ("READ", Form::Request, Tone::Client),
            Message::Request(_) => ("WRITE", Form::Request, Tone::Lead),
            Message::Reply { answer: Answer::Balance(_), .. } => ("BALANCE", Form::Reply, Tone::Client),
            Message::Reply { answer: Answer::Ok, .. } => ("OK", Form::Reply, Tone::Good),
            Message::Reply { .. } => ("REJECT", Form::Rejection, Tone::Bad),
            Message::Shoot(_) => ("SHOOT", Form::Request, Tone::Bad),
            Message::KeepOut { .. } => ("KEEP-OUT", Form::Request, Tone::Bad),
            Message::KeptOut { .. } => ("KEPT-OUT", Form::Reply, Tone::Good),
            Message::PowerOff { .. } => ("POWER-OFF", Form::Request, Tone::Bad),
            Message::Shot(_) => ("SHOT", Form::Reply, Tone::Good),
        };
        Face { kind, form, tone, routine: false }
    }

    fn label(&self) -> String {
        let kind = self.face().kind;
        match self {
            Message::Request(Request { ask: Ask::Write { balance, .. }, token, .. }) => {
                format!("{kind} {balance} € T{token}")
            }
            Message::Acquire { token, .. }
            | Message::Grant { token, .. }
            | Message::Request(Request { token, .. }) => format!("{kind} T{token}"),
            Message::Reply { answer: Answer::Balance(balance), .. } => format!("{kind} {balance} €"),
            Message::Reply { answer: Answer::Reject(newest), .. } => {
                t!("{kind}: T{newest} is newer", kind, newest)
            }
            _ => kind.to_owned(),
        }
    }

    fn fields(&self) -> Vec<Field> {
        let mut fields = Vec::new();
        let mut field = |name, value: Value| fields.push(Field { name, value, disk: false });
        match self {
            Message::Acquire { token, boot } => {
                field(msg!("token"), (*token).into());
                field(msg!("boot"), u64::from(*boot).into());
            }
            Message::Grant { token, doubtful } => {
                field(msg!("token"), (*token).into());
                field(msg!("not given back"), workers(doubtful));
            }
            Message::Refuse { token, highest, holder } => {
                field(msg!("token"), (*token).into());
                field(msg!("highest"), (*highest).into());
                field(msg!("holder"), (*holder).into());
            }
            Message::Release { token, clean } => {
                field(msg!("token"), (*token).into());
                field(msg!("clean"), Value::Bool(*clean));
            }
            Message::Request(request) => {
                field(msg!("token"), request.token.into());
                field(msg!("boot"), u64::from(request.boot).into());
                field(msg!("request"), u64::from(request.nth).into());
                if let Ask::Write { balance, amount } = request.ask {
                    field(msg!("balance"), Value::Text(format!("{balance} €")));
                    field(msg!("deposit"), Value::Text(format!("{amount} €")));
                }
            }
            Message::Reply { boot, nth, .. } => {
                field(msg!("boot"), u64::from(*boot).into());
                field(msg!("request"), u64::from(*nth).into());
            }
            Message::Shoot(life)
            | Message::Shot(life)
            | Message::KeepOut { life, .. }
            | Message::KeptOut { life, .. } => {
                field(msg!("worker"), life.worker.into());
                field(msg!("boot"), u64::from(life.boot).into());
            }
            Message::PowerOff { boot } => field(msg!("boot"), u64::from(*boot).into()),
        }
        fields
    }
}

/// The workers of these lives.
pub fn workers(lives: &[Life]) -> Value {
    Value::List(lives.iter().map(|life| life.worker.into()).collect())
}
