//! A node of the ring: stores what it is told to store, and coordinates what clients ask of it.

use super::coordinator::Open;
use super::message::{Message, Purpose};
use super::{Context, Timer, story};
use crate::kit::versions::Siblings;
use crate::sim::{NodeId, SortedMap, Value};
use netsplit_text::t;
use serde::Serialize;
use std::rc::Rc;

/// A node of the ring, in memory.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Replica {
    /// What it coordinates.
    pub open: Vec<Open>,
    /// The last request of each session of a client that it has coordinated: what comes twice is done once.
    pub served: SortedMap<(NodeId, u32), u32>,
    /// The place of the node with which it compared last.
    pub peer: u16,
}

impl Replica {
    /// Boots.
    pub fn start(cx: &mut Context) -> Self {
        if !cx.config.persist {
            cx.disk.made = SortedMap::default();
        }
        // Not all at the same instant.
        let (handoff, compare) = (cx.config.handoff_every, cx.config.compare_every);
        let [handoff, compare] = [handoff, compare].map(|period| cx.random(period / 2, period));
        cx.set_timer(Timer::Handoff, handoff);
        cx.set_timer(Timer::Compare, compare);
        Replica::default()
    }

    /// A message has arrived.
    pub fn on_message(&mut self, from: NodeId, message: Message, cx: &mut Context) {
        match message {
            Message::Get { origin, key, own } => self.on_get(origin, key, own, cx),
            Message::Put { origin, key, value, context } => self.on_put(origin, key, value, context, cx),
            Message::Write { op, key, versions, purpose } => on_write(from, op, &key, &versions, purpose, cx),
            Message::Ack { op } => self.on_ack(op, from, cx),
            Message::Read { op, key } => {
                let versions = cx.disk.all(&key, cx.config);
                cx.send(from, Message::Response { op, versions });
            }
            Message::Response { op, versions } => self.on_response(op, from, versions, cx),
            Message::Handoff { entries } => on_handoff(from, entries, cx),
            Message::Handed { entries } => {
                for (key, fingerprint) in &entries {
                    cx.disk.hand_over(from, key, *fingerprint);
                }
            }
            Message::Hashes { hashes } => super::entropy::on_hashes(from, &hashes, cx),
            Message::Leaves { leaves, entries, mutual } => {
                super::entropy::on_leaves(from, leaves, &entries, mutual, cx);
            }
            Message::Answer { .. } => {}
        }
    }

    /// A timer has fired.
    pub fn on_timer(&mut self, timer: Timer, cx: &mut Context) {
        match timer {
            Timer::Deadline => self.on_deadline(cx),
            Timer::Handoff => {
                hand_over(cx);
                cx.set_timer(Timer::Handoff, cx.config.handoff_every);
            }
            Timer::Compare => {
                self.compare(cx);
                cx.set_timer(Timer::Compare, cx.config.compare_every);
            }
            Timer::Patience | Timer::Workload => {}
        }
    }
}

/// Stores versions, and says so.
fn on_write(from: NodeId, op: u64, key: &Rc<str>, versions: &Siblings, purpose: Purpose, cx: &mut Context) {
    let me = cx.me;
    let what = || Value::Text(named(key, versions));
    match purpose {
        Purpose::Hint(target) => {
            cx.disk.keep_for(target, key, versions, cx.config);
            cx.tell(&story::KEEPS_HINT, || [me.into(), what(), target.into()]);
        }
        Purpose::Client => {
            if cx.disk.keep(key, versions, cx.config) {
                cx.tell(&story::STORES, || [me.into(), what()]);
            }
        }
        Purpose::Repair => {
            if cx.disk.keep(key, versions, cx.config) {
                cx.tell(&story::REPAIRED, || [me.into(), what(), from.into()]);
            }
        }
    }
    cx.send(from, Message::Ack { op });
}

/// Versions of a key in short: `x = 2`.
pub fn named(key: &str, versions: &Siblings) -> String {
    versions.text().map_or_else(|| t!("{key} = nothing", key), |value| format!("{key} = {value}"))
}

/// Hinted handoff (§4.6): what is kept for others is offered to them again and again, until they have it.
fn hand_over(cx: &mut Context) {
    if !cx.config.handoff {
        return;
    }
    cx.disk.move_out(cx.me, cx.config);
    let mut by_target: SortedMap<NodeId, Vec<(Rc<str>, Siblings)>> = SortedMap::default();
    for ((target, key), kept) in &cx.disk.hints {
        by_target.or_default(*target).push((key.clone(), kept.clone()));
    }
    for (target, entries) in by_target {
        if target == cx.me {
            // It has become a replica of what it kept for itself.
            for (key, kept) in entries {
                cx.disk.keep(&key, &kept, cx.config);
                cx.disk.hand_over(target, &key, kept.fingerprint());
            }
        } else {
            cx.send(target, Message::Handoff { entries });
        }
    }
}

/// Somebody kept this for us while we could not be reached.
fn on_handoff(from: NodeId, entries: Vec<(Rc<str>, Siblings)>, cx: &mut Context) {
    let me = cx.me;
    let mut taken = Vec::new();
    for (key, versions) in entries {
        let news = cx.disk.keep(&key, &versions, cx.config);
        let template = if news { &story::TAKES_OVER } else { &story::HAD_ALREADY };
        cx.tell(template, || [me.into(), from.into(), Value::Text(named(&key, &versions))]);
        taken.push((key, versions.fingerprint()));
    }
    cx.send(from, Message::Handed { entries: taken });
}
