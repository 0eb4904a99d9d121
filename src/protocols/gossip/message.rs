//! What nodes say to each other.

use super::Update;
use crate::sim::{self, Face, Field, Form, Tone, Value};
use netsplit_text::{msg, t, tr};
use serde::Serialize;

/// A message. The update itself travels in `Rumour` and `Update`; only these count as traffic.
#[derive(Clone, Debug, Serialize)]
pub enum Message {
    /// Rumour mongering: here is an update that may be new to you.
    Rumour(Update),
    /// Rumour mongering: have you heard anything?
    Pull,
    /// Answers a rumour.
    Feedback {
        /// Which update it is about.
        update: Update,
        /// Whether it was news, by what was known when the cycle began.
        needed: bool,
    },
    /// Anti-entropy: this is the newest that I have.
    Digest(Option<Update>),
    /// Answers a digest: yours is newer, give it to me.
    Want,
    /// Anti-entropy: here is what you lack.
    Update(Update),
}

impl sim::Message for Message {
    fn face(&self) -> Face {
        let (kind, form, tone, routine) = match self {
            Message::Rumour(_) => (msg!("Rumour"), Form::Request, Tone::Lead, false),
            Message::Pull => (msg!("Pull"), Form::Request, Tone::Follow, true),
            Message::Feedback { needed: true, .. } => (msg!("Feedback"), Form::Reply, Tone::Good, true),
            Message::Feedback { needed: false, .. } => (msg!("Feedback"), Form::Rejection, Tone::Bad, true),
            Message::Digest(_) => (msg!("Digest"), Form::Request, Tone::Follow, true),
            Message::Want => (msg!("Want"), Form::Reply, Tone::Candidate, true),
            Message::Update(_) => (msg!("Update"), Form::Reply, Tone::Lead, false),
        };
        Face { kind, form, tone, routine }
    }

    fn label(&self) -> String {
        match self {
            Message::Feedback { needed: true, .. } => t!("Feedback: new").to_owned(),
            Message::Feedback { needed: false, .. } => t!("Feedback: known").to_owned(),
            _ => tr(self.face().kind).to_owned(),
        }
    }

    fn fields(&self) -> Vec<Field> {
        let field = |name, value: Value| Field { name, value, disk: false };
        let of = |update: &Update| {
            vec![
                field(msg!("made by"), update.origin.into()),
                field(msg!("made at"), Value::Time(update.stamp)),
            ]
        };
        match self {
            Message::Rumour(update) | Message::Update(update) | Message::Digest(Some(update)) => of(update),
            Message::Feedback { update, needed } => {
                let mut fields = of(update);
                fields.push(field(msg!("needed"), Value::Bool(*needed)));
                fields
            }
            Message::Pull | Message::Want | Message::Digest(None) => Vec::new(),
        }
    }
}
