//! The trace as JSON.

use crate::player::Player;
use crate::sim::{Fate, Micros, NodeId, What};
use serde_json::{Value, json};

/// The whole trace of the run up to the instant shown: events, messages, marks and story, in that order of keys.
pub fn json(player: &Player) -> String {
    let (trace, names, when) = (player.trace(), player.names(), player.when());
    let ms = |at: Micros| at as f64 / 1_000.0;
    let name = |node: NodeId| names[node.index()].as_str();
    let events = trace.events.iter().take(when.events as usize).enumerate().map(|(i, event)| {
        let what = match event.what {
            What::Start => json!("start"),
            What::Deliver(message) => json!({ "deliver": message }),
            What::Timer(timer) => json!({ "timer": timer }),
            What::Command => json!("command"),
            What::Disconnect(peer) => json!({ "disconnect": name(peer) }),
        };
        let epoch = event.glyph.epoch.map(|epoch| epoch.number);
        json!({
            "event": i + 1, "at_ms": ms(event.at), "node": name(event.node), "what": what, "cause": event.cause,
            "lamport": event.clock.lamport, "vector": event.clock.vector, "role": event.glyph.role, "epoch": epoch,
        })
    });
    let messages =
        trace.messages.iter().enumerate().take_while(|(_, message)| message.sent_by <= when.events);
    let messages = messages.map(|(i, message)| {
        // What is known at the instant shown: the recording may reach further.
        let (fate, ends) = match message.fate {
            Fate::Arrived(event) if event <= when.events => (json!({ "arrived": event }), json!(ms(message.ends))),
            Fate::Lost(loss) if message.ends <= when.at => (json!({ "lost": loss }), json!(ms(message.ends))),
            _ => (Value::Null, Value::Null),
        };
        json!({
            "message": i, "from": name(message.name.from), "to": name(message.name.to), "nth": message.name.nth,
            "copy": message.name.copy, "kind": message.face.kind, "label": message.label, "sent_by": message.sent_by,
            "sent_ms": ms(message.sent), "ends_ms": ends, "fate": fate,
        })
    });
    let story = trace.story.iter().filter(|line| line.when <= when).map(|line| {
        json!({
            "at_ms": ms(line.when.at), "event": line.event, "id": line.line.id, "milestone": line.line.milestone,
            "text": line.line.plain(names),
        })
    });
    let out = json!({
        "lab": player.lab().about.id, "seed": player.branch().setup.seed, "nodes": names,
        "events": events.collect::<Vec<_>>(), "messages": messages.collect::<Vec<_>>(),
        "story": story.collect::<Vec<_>>(),
    });
    format!("{out:#}\n")
}
