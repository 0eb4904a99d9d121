//! What events and messages are, in a few words: for captions, tooltips and lists.

use super::figures::milliseconds;
use crate::sim::{Fate, Loss, MessageRecord, NodeFrame, NodeId, Trace, Value, What};
use netsplit_text::{t, tr};

/// A node's name.
pub fn name(names: &[String], node: NodeId) -> &str {
    names.get(node.index()).map_or("?", String::as_str)
}

/// What happened in event `n`: as [`event`] has it; of what somebody was told to do, what was sent.
pub fn happened(trace: &Trace, n: u64, names: &[String]) -> String {
    let Some(record) = trace.event(n) else { return String::new() };
    let mut sent = trace.sent_by(n).map(|(_, message)| message);
    match (record.what, sent.next()) {
        (What::Command, Some(first)) => {
            let more =
                sent.filter(|other| other.label == first.label).map(|other| name(names, other.name.to));
            let to: Vec<&str> = std::iter::once(name(names, first.name.to)).chain(more).collect();
            t!("is told to send {message} to {nodes}", message = first.label, nodes = to.join(" "))
        }
        (what, _) => event(trace, what, names),
    }
}

/// An event in a line, to choose it by: `14 · B [1,2,0] · [1,0,0] from A`.
pub fn told(trace: &Trace, n: u64, names: &[String]) -> String {
    let Some(record) = trace.event(n) else { return String::new() };
    let clock = Value::Clock(record.shown_clock().vector.to_vec()).text(names);
    format!("{n} · {} {clock} · {}", name(names, record.node), happened(trace, n, names))
}

/// What happened in an event: `AppendEntries T4 from n1`, `election timeout`.
pub fn event(trace: &Trace, what: What, names: &[String]) -> String {
    match what {
        What::Start => t!("starts").to_owned(),
        What::Deliver(message) => match trace.message(message) {
            Some(message) => {
                t!("{message} from {node}", message = message.label, node = name(names, message.name.from))
            }
            None => t!("a message arrives").to_owned(),
        },
        What::Timer(timer) => t!("{timer} fires", timer = tr(timer)),
        What::Command => t!("is told what to do").to_owned(),
        What::Disconnect(peer) => t!("the link to {node} broke", node = name(names, peer)),
    }
}

/// An event's caption in two lines: the node as it looked afterwards with its vector clock, then what and when.
pub fn event_caption(trace: &Trace, n: u64, names: &[String]) -> Option<[String; 2]> {
    let record = trace.event(n)?;
    let epoch =
        record.glyph.epoch.map(|epoch| format!(" {}{}", epoch.mark, epoch.number)).unwrap_or_default();
    let clock = Value::Clock(record.shown_clock().vector.to_vec()).text(names);
    let first = format!("{} {}{epoch} {clock}", name(names, record.node), tr(record.glyph.role));
    Some([first, format!("{} · {}", happened(trace, n, names), milliseconds(record.at))])
}

/// What a selected event's caption adds: its Lamport clock.
pub fn lamport(trace: &Trace, n: u64) -> String {
    let said = |clock: u32| t!("Lamport {clock}", clock);
    trace.event(n).map(|record| said(record.shown_clock().lamport)).unwrap_or_default()
}

/// A message's caption in two lines: its label and link, then what became of it.
pub fn message_caption(message: &MessageRecord, names: &[String]) -> [String; 2] {
    let (from, to) = (name(names, message.name.from), name(names, message.name.to));
    let sent = milliseconds(message.sent);
    [format!("{} {from}→{to}", message.label), t!("sent {time} · {fate}", time = sent, fate = fate(message))]
}

/// What becomes of a message.
pub fn fate(message: &MessageRecord) -> String {
    match message.fate {
        Fate::Flying if message.ends == u64::MAX => t!("held until delivered by hand").to_owned(),
        Fate::Flying | Fate::Arrived(_) => t!("arrives {time}", time = milliseconds(message.ends)),
        Fate::Lost(loss) => {
            let time = milliseconds(message.ends);
            match loss {
                Loss::Network => t!("lost on its way {time}", time),
                Loss::Cut => t!("lost at the cut {time}", time),
                Loss::Dead => t!("lost, for its receiver is down {time}", time),
                Loss::Dropped => t!("dropped {time}", time),
            }
        }
    }
}

/// How a node stands: `n3 · leader · up`, with its epoch.
pub fn node_title(node: &NodeFrame, names: &[String]) -> String {
    let mut words = vec![name(names, node.id), tr(node.glyph.role), tr(node.health.word())];
    if node.byzantine {
        words.push(t!("byzantine"));
    }
    words.join(" · ")
}
