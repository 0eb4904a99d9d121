//! How the lab shows itself: glyphs, tags, the inspector's fields, the tables of keys and of Merkle trees.

use super::client::Client;
use super::coordinator::{Open, Work};
use super::disk::Disk;
use super::replica::{Replica, named};
use super::{Config, Kind, Quorum, faces, ring};
use crate::kit::merkle::{Place, ROOT, children, is_leaf, level};
use crate::kit::versions::Siblings;
use crate::sim::{Glyph, NodeId, NodeView, Panel, Shape, Slot, SortedSet, Tone, Value, order};
use netsplit_text::{msg, t};
use std::rc::Rc;

/// How a node looks. Whoever coordinates something wears the crown for as long.
pub fn glyph(node: Option<&Quorum>, kind: Kind) -> Glyph {
    let (role, shape, tone) = match (kind, node) {
        (Kind::Client, _) => (msg!("client"), Shape::Square, Tone::Client),
        (Kind::Replica, Some(Quorum::Replica(replica))) if !replica.open.is_empty() => {
            (msg!("coordinator"), Shape::Crown, Tone::Lead)
        }
        (Kind::Replica, _) => (msg!("node"), Shape::Plain, Tone::Follow),
    };
    Glyph { role, shape, tone, epoch: None }
}

/// What the inspector shows.
pub fn view(node: Option<&Quorum>, disk: &Disk, config: &Config, out: &mut NodeView) {
    match node {
        Some(Quorum::Client(client)) => view_client(client, out),
        Some(Quorum::Replica(replica)) => {
            view_disk(disk, config, out);
            view_replica(replica, config, out);
        }
        None => view_disk(disk, config, out),
    }
}

fn view_disk(disk: &Disk, config: &Config, out: &mut NodeView) {
    // Those that were written last come first: only the first few are shown.
    let age = |stored: &Siblings| stored.iter().map(|version| u64::MAX - version.stamp).min();
    for place in order(disk.store.iter().map(|(_, stored)| age(stored).unwrap_or(u64::MAX))) {
        let Some((key, stored)) = disk.store.iter().nth(place) else { continue };
        // Siblings are what calls for somebody's attention.
        let tone = if stored.len() > 1 { Tone::Candidate } else { Tone::Follow };
        out.badge(named(key, stored), tone);
    }
    for ((target, key), kept) in &disk.hints {
        out.badge(format!("n{}: {}", target.0 + 1, named(key, kept)), Tone::Lead);
    }
    let stored = disk.store.iter().map(|(key, stored)| ((&**key).into(), stored.text().as_deref().into()));
    let stored: Vec<(Value, Value)> = stored.collect();
    if stored.is_empty() && disk.hints.is_empty() && disk.operations == 0 {
        return;
    }
    out.disk(msg!("store"), Value::Map(stored));
    let vector =
        |(key, stored): &(Rc<str>, Siblings)| Value::List(vec![(&**key).into(), stored.history().vector()]);
    out.disk(msg!("version vectors"), Value::List(disk.store.iter().map(vector).collect()));
    let hint = |((target, key), kept): &((NodeId, Rc<str>), Siblings)| {
        ((*target).into(), Value::Text(named(key, kept)))
    };
    out.disk(msg!("hints"), Value::Map(disk.hints.iter().map(hint).collect()));
    let homes = (0..config.nodes as u16).map(NodeId).filter(|home| disk.tree(*home, config).hash(ROOT) != 0);
    let root = |home: NodeId| (home.into(), Value::Text(faces::short(disk.tree(home, config).hash(ROOT))));
    out.disk(msg!("Merkle roots"), Value::Map(homes.map(root).collect()));
}

fn view_replica(replica: &Replica, config: &Config, out: &mut NodeView) {
    let text = |open: &Open| {
        let (key, count, all) = (&open.key, open.answered.count(), open.wanted(config));
        match &open.work {
            Work::Write(version) => {
                t!("write {key} = {value}, {count} of {all}", key, value = version.value, count, all)
            }
            Work::Read { .. } => t!("read {key}, {count} of {all}", key, count, all),
        }
    };
    let open = replica.open.iter().map(|open| Value::Text(format!("{};", text(open))));
    out.memory(msg!("coordinates"), Value::List(open.collect()));
    out.caption = replica.open.iter().find(|open| !open.told).map(text);
}

fn view_client(client: &Client, out: &mut NodeView) {
    let request = client.requests.outstanding();
    out.memory(
        msg!("request"),
        request.map_or(Value::None, |request| Value::Text(request.what.op.to_string())),
    );
    out.memory(msg!("asked"), request.and(client.asked));
    out.memory(msg!("queued"), client.requests.queued() as u64);
    let context = client.contexts.iter().map(|(key, seen)| Value::List(vec![(&**key).into(), seen.vector()]));
    out.memory(msg!("contexts"), Value::List(context.collect()));
    out.memory(msg!("session"), u64::from(client.session));
    out.caption = request.map(|request| t!("waits for {request}", request = request.what.op));
}

/// The tables.
pub fn overview(slots: &[Slot<Quorum>], config: &Config) -> Vec<Panel> {
    vec![keys(slots, config), trees(slots, config)]
}

/// What each node has of each key: replicas first, then those that keep hints.
fn keys(slots: &[Slot<Quorum>], config: &Config) -> Panel {
    let ring = &slots[..slots.len().min(config.nodes as usize)];
    let stored = ring.iter().flat_map(|slot| slot.disk.store.iter().map(|(key, _)| key.clone()));
    let hinted = ring.iter().flat_map(|slot| slot.disk.hints.iter().map(|((_, key), _)| key.clone()));
    let all: SortedSet<Rc<str>> = stored.chain(hinted).collect();
    let mut rows = Vec::new();
    for (key, ()) in &all {
        let none = Siblings::default();
        let mut newest = Siblings::default();
        let copies = || ring.iter().flat_map(|slot| slot.disk.copies(key));
        copies().for_each(|kept| super::disk::merge(&mut newest, kept, config));
        let mut row = |node: NodeId, kept: &Siblings, what: Value| {
            rows.push(vec![
                (&**key).into(),
                node.into(),
                kept.text().as_deref().into(),
                kept.history().vector(),
                what,
            ]);
        };
        for node in ring::replicas(ring::home(key, config), config) {
            let kept = ring[node.index()].disk.store.get(key).unwrap_or(&none);
            let what = match () {
                () if *kept != newest => t!("behind"),
                () if kept.len() > 1 => t!("siblings"),
                () => t!("up to date"),
            };
            row(node, kept, what.into());
        }
        for (place, slot) in ring.iter().enumerate() {
            for ((target, _), kept) in slot.disk.hints.iter().filter(|((_, other), _)| other == key) {
                let what = t!("hint for {node}", node = format_args!("n{}", target.0 + 1));
                row(NodeId::from(place), kept, Value::Text(what));
            }
        }
    }
    let head = vec![msg!("Key"), msg!("Node"), msg!("Value"), msg!("Version vector"), msg!("State")];
    Panel::Table { title: "Keys", head, rows }
}

/// The trees of each range, from the root down, as far as the replicas differ.
fn trees(slots: &[Slot<Quorum>], config: &Config) -> Panel {
    let mut rows = Vec::new();
    for home in (0..config.nodes as u16).map(NodeId) {
        let replicas: Vec<NodeId> = ring::replicas(home, config).collect();
        let trees: Vec<_> = replicas.iter().map(|node| slots[node.index()].disk.tree(home, config)).collect();
        let mut places: Vec<Place> = vec![ROOT];
        let mut next = 0;
        while let Some(place) = places.get(next).copied() {
            next += 1;
            let first = trees.first().map_or(0, |tree| tree.hash(place));
            let differ = trees.iter().any(|tree| tree.hash(place) != first);
            if place == ROOT && first == 0 && !differ {
                break;
            }
            if differ && !is_leaf(place) {
                places.extend(children(place));
            }
            let hashes = replicas.iter().zip(&trees);
            let hashes =
                hashes.map(|(node, tree)| ((*node).into(), faces::short(tree.hash(place)).as_str().into()));
            rows.push(vec![
                home.into(),
                u64::from(level(place)).into(),
                u64::from(place).into(),
                if differ { t!("differ") } else { t!("equal") }.into(),
                Value::Map(hashes.collect()),
            ]);
        }
    }
    let head = vec![msg!("Range"), msg!("Level"), msg!("Place"), msg!("Replicas"), msg!("Hashes")];
    Panel::Table { title: "Merkle", head, rows }
}
