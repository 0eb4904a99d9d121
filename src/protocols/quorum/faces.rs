//! What messages look like: their labels, and their fields.

use super::message::{Answer, Entry, Message, Purpose};
use super::replica::named;
use crate::kit::merkle::{Place, ROOT, level};
use crate::kit::versions::Siblings;
use crate::sim::{self, Face, Field, Form, NodeId, Tone, Value};
use netsplit_text::{msg, t, tn};
use std::rc::Rc;

impl sim::Message for Message {
    fn face(&self) -> Face {
        let (kind, form, tone) = match self {
            Message::Get { .. } => ("Get", Form::Request, Tone::Client),
            Message::Put { .. } => ("Put", Form::Request, Tone::Client),
            Message::Answer { result: Answer::Failed, .. } => (msg!("Answer"), Form::Rejection, Tone::Bad),
            Message::Answer { .. } => (msg!("Answer"), Form::Reply, Tone::Good),
            Message::Write { purpose: Purpose::Repair, .. } => {
                (msg!("Repair"), Form::Request, Tone::Candidate)
            }
            Message::Write { .. } => (msg!("Write"), Form::Request, Tone::Lead),
            Message::Ack { .. } => ("Ack", Form::Reply, Tone::Good),
            Message::Read { .. } => (msg!("Read"), Form::Request, Tone::Lead),
            Message::Response { .. } => (msg!("Response"), Form::Reply, Tone::Good),
            Message::Handoff { .. } => (msg!("Handoff"), Form::Request, Tone::Candidate),
            Message::Handed { .. } => (msg!("Handed"), Form::Reply, Tone::Good),
            Message::Hashes { .. } => (msg!("Hashes"), Form::Request, Tone::Follow),
            Message::Leaves { mutual: true, .. } => (msg!("Leaves"), Form::Request, Tone::Candidate),
            Message::Leaves { .. } => (msg!("Leaves"), Form::Reply, Tone::Candidate),
        };
        let roots = |hashes: &[(NodeId, Place, u64)]| hashes.iter().all(|(_, place, _)| *place == ROOT);
        let routine = matches!(self, Message::Hashes { hashes } if roots(hashes));
        Face { kind, form, tone, routine }
    }

    fn label(&self) -> String {
        match self {
            Message::Get { key, .. } => t!("get {key}", key),
            Message::Put { key, value, .. } => t!("put {key} = {value}", key, value),
            Message::Answer { result: Answer::Stored(_), .. } => t!("stored").to_owned(),
            Message::Answer { result: Answer::Found(found), .. } => found
                .text()
                .map_or_else(|| t!("nothing there").to_owned(), |value| t!("it is {value}", value)),
            Message::Answer { result: Answer::Failed, .. } => t!("failed").to_owned(),
            Message::Write { key, versions, purpose: Purpose::Client, .. } => named(key, versions),
            Message::Write { key, versions, purpose: Purpose::Hint(_), .. } => {
                t!("hint {what}", what = named(key, versions))
            }
            Message::Write { key, versions, purpose: Purpose::Repair, .. } => {
                t!("repair {what}", what = named(key, versions))
            }
            Message::Ack { .. } => t!("ack").to_owned(),
            Message::Read { key, .. } => format!("{key}?"),
            Message::Response { versions, .. } => versions.text().unwrap_or_else(|| t!("nothing").to_owned()),
            Message::Handoff { entries } => t!("handoff {what}", what = in_short(entries)),
            Message::Handed { .. } => t!("taken over").to_owned(),
            Message::Hashes { hashes } => {
                let deepest = hashes.iter().map(|(_, place, _)| level(*place)).max().unwrap_or(0);
                t!("hashes, level {level}", level = deepest)
            }
            Message::Leaves { entries, .. } if entries.is_empty() => t!("nothing there").to_owned(),
            Message::Leaves { entries, .. } => in_short(entries),
        }
    }

    fn fields(&self) -> Vec<Field> {
        let pairs: Vec<(&'static str, Value)> = match self {
            Message::Get { origin, key, own } => vec![
                (msg!("request"), u64::from(origin.serial).into()),
                (msg!("key"), (&**key).into()),
                (msg!("own writes"), own.vector()),
            ],
            Message::Put { origin, key, value, context } => vec![
                (msg!("request"), u64::from(origin.serial).into()),
                (msg!("key"), (&**key).into()),
                (msg!("value"), (&**value).into()),
                (msg!("context"), context.vector()),
            ],
            Message::Answer { origin, result } => {
                let mut pairs = vec![(msg!("request"), u64::from(origin.serial).into())];
                match result {
                    Answer::Stored(version) => {
                        pairs.push((msg!("version vector"), version.history().vector()));
                    }
                    Answer::Found(found) => pairs.extend(versions(found)),
                    Answer::Failed => pairs.push((msg!("result"), t!("failed").into())),
                }
                pairs
            }
            Message::Write { op, key, versions: stored, purpose } => {
                let mut pairs = vec![(msg!("operation"), (*op).into()), (msg!("key"), (&**key).into())];
                pairs.extend(versions(stored));
                if let Purpose::Hint(target) = purpose {
                    pairs.push((msg!("hint for"), (*target).into()));
                }
                pairs
            }
            Message::Ack { op } => vec![(msg!("operation"), (*op).into())],
            Message::Read { op, key } => {
                vec![(msg!("operation"), (*op).into()), (msg!("key"), (&**key).into())]
            }
            Message::Response { op, versions: stored } => {
                let mut pairs = vec![(msg!("operation"), (*op).into())];
                pairs.extend(versions(stored));
                pairs
            }
            Message::Handoff { entries } | Message::Leaves { entries, .. } => {
                vec![(msg!("entries"), listed(entries))]
            }
            Message::Handed { entries } => {
                let key = |(key, _): &(Rc<str>, u64)| Value::from(&**key);
                vec![(msg!("keys"), Value::List(entries.iter().map(key).collect()))]
            }
            Message::Hashes { hashes } => vec![(msg!("hashes"), hashes_listed(hashes))],
        };
        pairs.into_iter().map(|(name, value)| Field { name, value, disk: false }).collect()
    }
}

fn in_short(entries: &[Entry]) -> String {
    if let [(key, versions)] = entries {
        return named(key, versions);
    }
    tn!(entries.len() as u64, "{n} key", "{n} keys")
}

fn listed(entries: &[Entry]) -> Value {
    Value::List(
        entries.iter().map(|(key, versions)| Value::Text(format!("{};", named(key, versions)))).collect(),
    )
}

fn versions(stored: &Siblings) -> [(&'static str, Value); 2] {
    [(msg!("values"), stored.text().as_deref().into()), (msg!("version vector"), stored.history().vector())]
}

/// Hashes, each after its range and its place in the tree: `n1/4 5e2a91c0`.
fn hashes_listed(hashes: &[(NodeId, Place, u64)]) -> Value {
    let one = |(home, place, hash): &(NodeId, Place, u64)| {
        Value::Text(format!("n{}/{place} {}", home.0 + 1, short(*hash)))
    };
    Value::List(hashes.iter().map(one).collect())
}

/// The first digits of a hash; nothing is there under 0.
pub fn short(hash: u64) -> String {
    if hash == 0 { "–".to_owned() } else { format!("{:08x}", hash >> 32) }
}
