//! How the clocks show themselves: the inspector's fields, the total order, the carts.

use super::cart::{Cart, entries};
use super::process::{Disk, Happened, What, event_name};
use super::{Config, Process};
use crate::sim::{Causality, NodeId, NodeView, Panel, Slot, Tone, Value};
use netsplit_text::{msg, t};

/// Rows of the total order.
const ROWS: usize = 40;

/// What the inspector shows.
pub fn view(disk: &Disk, config: &Config, out: &mut NodeView) {
    out.disk(msg!("C (Lamport clock)"), u64::from(disk.clock.lamport));
    out.disk(msg!("V (vector clock)"), Value::Clock(disk.clock.vector.to_vec()));
    out.disk(msg!("events"), u64::from(disk.events));
    for version in &disk.cart.0 {
        out.disk(
            msg!("cart"),
            Value::List(version.items.iter().map(|item| Value::from(item.as_str())).collect()),
        );
        out.disk(msg!("version vector"), entries(&version.vector, config.processes));
    }
    out.badge(disk.clock.text(config.face()), Tone::Lead);
    out.caption = Some(disk.cart.text()).filter(|cart| !cart.is_empty());
}

/// All events that are remembered, in order of (C, process): Lamport's total order, newest last. Beside each stands
/// whether the one above it happened before it, or the order of the two is arbitrary.
pub fn total_order(slots: &[Slot<Process>]) -> Panel {
    let of = |(process, slot): (usize, &Slot<Process>)| {
        let process = NodeId::from(process);
        slot.disk.recent.clone().into_iter().map(move |event| (process, event)).collect::<Vec<_>>()
    };
    let mut events: Vec<(NodeId, Happened)> = slots.iter().enumerate().flat_map(of).collect();
    events.sort_by_key(|(process, event)| (event.clock.lamport, *process, event.number));
    let first = events.len().saturating_sub(ROWS);
    let above = |i: usize| i.checked_sub(1).and_then(|above| events.get(above));
    let row = |(i, event)| row(event, above(i));
    let rows = events.iter().enumerate().skip(first).map(row).collect();
    Panel::Table {
        title: "Total order",
        head: vec!["C", msg!("process"), msg!("event"), "V", msg!("what"), msg!("from above")],
        rows,
    }
}

fn row((process, event): &(NodeId, Happened), above: Option<&(NodeId, Happened)>) -> Vec<Value> {
    let from_above = above.map(|(_, above)| match above.clock.compare(&event.clock) {
        Causality::Before => "→",
        _ => "∥",
    });
    vec![
        u64::from(event.clock.lamport).into(),
        (*process).into(),
        event_name(*process, event.number),
        Value::Clock(event.clock.vector.to_vec()),
        what(&event.what),
        from_above.into(),
    ]
}

fn what(what: &What) -> Value {
    match what {
        What::Local => t!("by itself").into(),
        What::Send(to) => Value::Text(t!("sends to {process}", process = super::name(*to))),
        What::Receive(from, number) => {
            Value::Text(t!("receives {event}", event = event_name(*from, *number).text(&[])))
        }
        What::Write(change) => {
            let sign = if change.add { '+' } else { '−' };
            Value::Text(t!("cart {sign}{item}", sign, item = change.item))
        }
    }
}

/// The versions of the cart that every process keeps, with what they have taken in.
pub fn carts(slots: &[Slot<Process>], config: &Config) -> Panel {
    let rows = slots
        .iter()
        .enumerate()
        .flat_map(|(process, slot)| cart(NodeId::from(process), &slot.disk.cart, config));
    Panel::Table {
        title: "Carts",
        head: vec![msg!("process"), msg!("contents"), msg!("version vector"), msg!("version")],
        rows: rows.collect(),
    }
}

fn cart(process: NodeId, cart: &Cart, config: &Config) -> Vec<Vec<Value>> {
    let siblings = cart.0.len();
    let version = |(i, version): (usize, &super::Version)| {
        let items = version.items.iter().map(|item| Value::from(item.as_str())).collect();
        let which = if siblings > 1 {
            t!("sibling {number} of {siblings}", number = i + 1, siblings)
        } else {
            t!("the only one").to_owned()
        };
        vec![
            process.into(),
            Value::List(items),
            entries(&version.vector, config.processes),
            Value::Text(which),
        ]
    };
    if siblings == 0 {
        return vec![vec![process.into(), t!("nothing yet").into(), Value::None, Value::None]];
    }
    cart.0.iter().enumerate().map(version).collect()
}
