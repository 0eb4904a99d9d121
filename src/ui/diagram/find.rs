//! Finding events by text: a node's name, a message's label, a timer, a role.

use crate::sim::{EventRecord, Trace, What};
use crate::ui::words::contains;
use netsplit_text::{t, tr};

/// Whether an event has to do with `query`, which is in the words that the reader sees.
pub fn matches(trace: &Trace, event: &EventRecord, names: &[String], query: &str) -> bool {
    let name = |node: crate::sim::NodeId| names.get(node.index()).map_or("", String::as_str);
    if name(event.node).eq_ignore_ascii_case(query) || contains(tr(event.glyph.role), query) {
        return true;
    }
    match event.what {
        What::Start => contains(t!(search: "start"), query),
        What::Deliver(message) => trace.message(message).is_some_and(|message| {
            contains(&message.label, query)
                || contains(tr(message.face.kind), query)
                || name(message.name.from).eq_ignore_ascii_case(query)
        }),
        What::Timer(timer) => contains(tr(timer), query),
        What::Command => contains(t!(search: "command"), query),
        What::Disconnect(_) => contains(t!(search: "disconnect"), query),
    }
}

/// The next event after `from` (or the last before it) that has to do with `query`, up to event `edge`; when there
/// is none, from the other end on.
pub fn next(
    trace: &Trace,
    names: &[String],
    query: &str,
    from: u64,
    edge: u64,
    forward: bool,
) -> Option<u64> {
    let fits = |n: &u64| trace.event(*n).is_some_and(|event| matches(trace, event, names, query));
    let edge = edge.min(trace.events.len() as u64);
    let from = from.min(edge + 1);
    if forward {
        (from + 1..=edge).chain(1..=from.min(edge)).find(fits)
    } else {
        (1..from).rev().chain((from.max(1)..=edge).rev()).find(fits)
    }
}
