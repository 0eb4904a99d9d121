//! What messages look like: their labels, and their fields.

use super::message::{Answer, Entry, Message, Purpose};
use super::replica::named;
use crate::kit::merkle::{Place, ROOT, level};
use crate::kit::versions::Siblings;
use crate::sim::{self, Face, Field, Form, NodeId, Tone, Value};
use std::rc::Rc;

impl sim::Message for Message {
    fn face(&self) -> Face {
        let (kind, form, tone) = match self {
            Message::Get { .. } => ("Get", Form::Request, Tone::Client),
            Message::Put { .. } => ("Put", Form::Request, Tone::Client),
            Message::Answer { result: Answer::Failed, .. } => ("Answer", Form::Rejection, Tone::Bad),
            Message::Answer { .. } => ("Answer", Form::Reply, Tone::Good),
            Message::Write { purpose: Purpose::Repair, .. } => ("Repair", Form::Request, Tone::Candidate),
            Message::Write { .. } => ("Write", Form::Request, Tone::Lead),
            Message::Ack { .. } => ("Ack", Form::Reply, Tone::Good),
            Message::Read { .. } => ("Read", Form::Request, Tone::Lead),
            Message::Response { .. } => ("Response", Form::Reply, Tone::Good),
            Message::Handoff { .. } => ("Handoff", Form::Request, Tone::Candidate),
            Message::Handed { .. } => ("Handed", Form::Reply, Tone::Good),
            Message::Hashes { .. } => ("Hashes", Form::Request, Tone::Follow),
            Message::Leaves { mutual: true, .. } => ("Leaves", Form::Request, Tone::Candidate),
            Message::Leaves { .. } => ("Leaves", Form::Reply, Tone::Candidate),
        };
        let roots = |hashes: &[(NodeId, Place, u64)]| hashes.iter().all(|(_, place, _)| *place == ROOT);
        let routine = matches!(self, Message::Hashes { hashes } if roots(hashes));
        Face { kind, form, tone, routine }
    }

    fn label(&self) -> String {
        match self {
            Message::Get { key, .. } => format!("get {key}"),
            Message::Put { key, value, .. } => format!("put {key} = {value}"),
            Message::Answer { result: Answer::Stored(_), .. } => "stored".to_owned(),
            Message::Answer { result: Answer::Found(found), .. } => {
                found.text().map_or_else(|| "nothing there".to_owned(), |text| format!("it is {text}"))
            }
            Message::Answer { result: Answer::Failed, .. } => "failed".to_owned(),
            Message::Write { key, versions, purpose: Purpose::Client, .. } => named(key, versions),
            Message::Write { key, versions, purpose: Purpose::Hint(_), .. } => {
                format!("hint {}", named(key, versions))
            }
            Message::Write { key, versions, purpose: Purpose::Repair, .. } => {
                format!("repair {}", named(key, versions))
            }
            Message::Ack { .. } => "ack".to_owned(),
            Message::Read { key, .. } => format!("{key}?"),
            Message::Response { versions, .. } => versions.text().unwrap_or_else(|| "nothing".to_owned()),
            Message::Handoff { entries } => format!("handoff {}", in_short(entries)),
            Message::Handed { .. } => "taken over".to_owned(),
            Message::Hashes { hashes } => {
                let deepest = hashes.iter().map(|(_, place, _)| level(*place)).max().unwrap_or(0);
                format!("hashes, level {deepest}")
            }
            Message::Leaves { entries, .. } if entries.is_empty() => "nothing there".to_owned(),
            Message::Leaves { entries, .. } => in_short(entries),
        }
    }

    fn fields(&self) -> Vec<Field> {
        let pairs: Vec<(&'static str, Value)> = match self {
            Message::Get { origin, key, own } => vec![
                ("request", u64::from(origin.serial).into()),
                ("key", (&**key).into()),
                ("own writes", own.vector()),
            ],
            Message::Put { origin, key, value, context } => vec![
                ("request", u64::from(origin.serial).into()),
                ("key", (&**key).into()),
                ("value", (&**value).into()),
                ("context", context.vector()),
            ],
            Message::Answer { origin, result } => {
                let mut pairs = vec![("request", u64::from(origin.serial).into())];
                match result {
                    Answer::Stored(version) => pairs.push(("version vector", version.history().vector())),
                    Answer::Found(found) => pairs.extend(versions(found)),
                    Answer::Failed => pairs.push(("result", "failed".into())),
                }
                pairs
            }
            Message::Write { op, key, versions: stored, purpose } => {
                let mut pairs = vec![("operation", (*op).into()), ("key", (&**key).into())];
                pairs.extend(versions(stored));
                if let Purpose::Hint(target) = purpose {
                    pairs.push(("hint for", (*target).into()));
                }
                pairs
            }
            Message::Ack { op } => vec![("operation", (*op).into())],
            Message::Read { op, key } => vec![("operation", (*op).into()), ("key", (&**key).into())],
            Message::Response { op, versions: stored } => {
                let mut pairs = vec![("operation", (*op).into())];
                pairs.extend(versions(stored));
                pairs
            }
            Message::Handoff { entries } | Message::Leaves { entries, .. } => {
                vec![("entries", listed(entries))]
            }
            Message::Handed { entries } => {
                let key = |(key, _): &(Rc<str>, u64)| Value::from(&**key);
                vec![("keys", Value::List(entries.iter().map(key).collect()))]
            }
            Message::Hashes { hashes } => vec![("hashes", hashes_listed(hashes))],
        };
        pairs.into_iter().map(|(name, value)| Field { name, value, disk: false }).collect()
    }
}

fn in_short(entries: &[Entry]) -> String {
    match entries {
        [(key, versions)] => named(key, versions),
        _ => format!("{} keys", entries.len()),
    }
}

fn listed(entries: &[Entry]) -> Value {
    Value::List(
        entries.iter().map(|(key, versions)| Value::Text(format!("{};", named(key, versions)))).collect(),
    )
}

fn versions(stored: &Siblings) -> [(&'static str, Value); 2] {
    [("values", stored.text().as_deref().into()), ("version vector", stored.history().vector())]
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
