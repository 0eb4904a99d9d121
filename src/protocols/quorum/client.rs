//! A client (§4.1): it passes what it has seen of a key with each of its writes.

use super::message::{Answer, Message, Origin, Promise};
use super::{Context, Timer, story};
use crate::kit::client::{Requests, pace, wait};
use crate::kit::kv::Op;
use crate::kit::versions::{History, Siblings, Version};
use crate::sim::{NodeId, Outcome, SortedMap, Value};
use netsplit_text::msg;
use serde::Serialize;
use std::rc::Rc;

/// Keys that clients use by themselves.
const KEYS: [&str; 2] = ["x", "y"];

/// What stands between the parts of a merged value.
const AND: &str = "+";

/// A client.
#[derive(Clone, Debug, Serialize)]
pub struct Client {
    /// Which life of this client: answers to an earlier one are not for it.
    pub session: u32,
    /// What it asks, one at a time.
    pub requests: Requests<Wish>,
    /// Which node it asked.
    pub asked: Option<NodeId>,
    /// Whether it reads what a write is to replace, before it writes.
    pub looks_first: bool,
    /// What it has seen of each key.
    pub contexts: SortedMap<Rc<str>, History>,
    /// What it has written itself.
    pub own: SortedMap<Rc<str>, History>,
    /// What the answer to its read must have.
    pub insists: History,
    /// How many values it has made up.
    pub made: u32,
    /// The last answer. For those who judge the run.
    #[serde(skip)]
    pub told: Option<Told>,
}

/// Something to be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wish {
    /// Of which node, if somebody said so.
    pub to: Option<NodeId>,
    /// What.
    pub op: Op,
    /// What a merged value is merged from.
    pub merges: Option<History>,
}

/// What a client was told.
#[derive(Clone, Debug)]
pub struct Told {
    /// The versions that a read has shown it, or that its write has replaced.
    pub seen: History,
    /// The version that a write became.
    pub stored: Option<Promise>,
    /// What it had written itself, if it insisted on reading that.
    pub own: History,
}

impl Client {
    /// Boots, in a new session.
    pub fn start(cx: &mut Context) -> Self {
        let session = cx.random(1, u32::MAX.into()) as u32;
        wait(cx.config.rate, Timer::Workload, cx);
        Client {
            session,
            requests: Requests::default(),
            asked: None,
            looks_first: false,
            contexts: SortedMap::default(),
            own: SortedMap::default(),
            insists: History::default(),
            made: 0,
            told: None,
        }
    }

    /// Somebody wants it to ask for something.
    pub fn on_order(&mut self, to: Option<NodeId>, op: Op, cx: &mut Context) {
        self.requests.push(Wish { to, op, merges: None });
        self.ask_next(cx);
    }

    /// Sends the next request, if none is outstanding.
    fn ask_next(&mut self, cx: &mut Context) {
        if !self.requests.begin(|wish| cx.invoke(wish.op.name(), &wish.op.key, wish.op.value.as_deref())) {
            return;
        }
        let Some(request) = self.requests.outstanding() else { return };
        let wish = &request.what;
        self.looks_first = cx.config.read_first && wish.op.value.is_some() && wish.merges.is_none();
        // A load balancer knows nothing of keys.
        let to = wish.to.unwrap_or_else(|| cx.random_node(cx.config.nodes, None));
        let (me, first, op) = (cx.me, self.looks_first, wish.op.clone());
        let template = if first { &story::LOOKS_FIRST } else { &story::ASKS };
        cx.tell(template, || [me.into(), to.into(), Value::Text(op.to_string())]);
        self.asked = Some(to);
        self.ask(cx);
        cx.set_timer(Timer::Patience, cx.config.client_timeout);
    }

    /// Sends the outstanding request, or what comes before it.
    fn ask(&mut self, cx: &mut Context) {
        let (Some(request), Some(to)) = (self.requests.outstanding(), self.asked) else { return };
        let origin = Origin { client: cx.me, session: self.session, serial: request.serial };
        let Op { key, value } = request.what.op.clone();
        let message = match value {
            Some(value) if !self.looks_first => {
                let known = request.what.merges.clone();
                let context = known.unwrap_or_else(|| self.contexts.get(&key).cloned().unwrap_or_default());
                Message::Put { origin, key, value, context }
            }
            _ => {
                let own = if cx.config.session { self.own.get(&key).cloned() } else { None };
                self.insists = own.unwrap_or_default();
                Message::Get { origin, key, own: self.insists.clone() }
            }
        };
        cx.send(to, message);
    }

    /// A coordinator has answered.
    pub fn on_message(&mut self, from: NodeId, message: Message, cx: &mut Context) {
        let Message::Answer { origin, result } = message else { return };
        let Some(request) = self.requests.outstanding() else { return };
        let ours = origin.session == self.session && origin.serial == request.serial;
        if !ours || self.asked != Some(from) {
            return;
        }
        let writes = request.what.op.value.is_some();
        match result {
            Answer::Found(found) if writes && self.looks_first => {
                let key = request.what.op.key.clone();
                self.contexts.or_default(key).join(&found.history());
                self.looks_first = false;
                self.ask(cx);
            }
            Answer::Found(found) if !writes => self.on_found(from, &found, cx),
            Answer::Stored(version) if writes && !self.looks_first => self.on_stored(from, &version, cx),
            Answer::Failed => self.give_up(cx),
            // Comes twice.
            Answer::Found(_) | Answer::Stored(_) => {}
        }
    }

    /// A read has its answer. Siblings are merged, and what comes of it is written back (§4.4).
    fn on_found(&mut self, from: NodeId, found: &Siblings, cx: &mut Context) {
        let Some(op) = self.finish(Outcome::Ok(found.text()), cx) else { return };
        self.told = Some(Told { seen: found.history(), stored: None, own: self.insists.clone() });
        self.contexts.or_default(op.key.clone()).join(&found.history());
        let me = cx.me;
        if found.len() > 1 {
            let what = || Value::Text(found.text().unwrap_or_default());
            cx.tell(&story::SIBLINGS, || [me.into(), from.into(), (&*op.key).into(), what()]);
            if cx.config.merge {
                let op = Op::write(&op.key, &merged(found));
                self.requests.push(Wish { to: Some(from), op, merges: Some(found.history()) });
            }
        } else {
            cx.tell(&story::FOUND, || {
                [me.into(), from.into(), (&*op.key).into(), found.text().as_deref().into()]
            });
        }
        self.ask_next(cx);
    }

    fn on_stored(&mut self, from: NodeId, version: &Version, cx: &mut Context) {
        let Some(op) = self.finish(Outcome::Ok(None), cx) else { return };
        let (dot, value) = (version.dot, version.value.clone());
        let stored = Some(Promise { dot, value });
        self.told = Some(Told { seen: version.history(), stored, own: History::default() });
        self.contexts.or_default(op.key.clone()).join(&version.history());
        self.own.or_default(op.key.clone()).add(version.dot);
        let me = cx.me;
        cx.tell(&story::STORED, || [me.into(), from.into(), Value::Text(op.to_string())]);
        self.ask_next(cx);
    }

    /// Too few nodes have answered, or nobody at all. A write may have been stored all the same, here or there.
    fn give_up(&mut self, cx: &mut Context) {
        let Some(request) = self.requests.outstanding() else { return };
        let writing = request.what.op.value.is_some() && !self.looks_first;
        let outcome =
            if writing { Outcome::Unknown } else { Outcome::Fail(msg!("too few nodes answered").to_owned()) };
        let Some(op) = self.finish(outcome, cx) else { return };
        let (me, template) = (cx.me, if writing { &story::UNSURE } else { &story::FAILED });
        cx.tell(template, || [me.into(), Value::Text(op.to_string())]);
        self.ask_next(cx);
    }

    /// The outstanding request is over.
    fn finish(&mut self, outcome: Outcome, cx: &mut Context) -> Option<Op> {
        let serial = self.requests.outstanding()?.serial;
        let done = self.requests.finish(serial)?;
        cx.respond(done.operation, outcome);
        cx.cancel_timer(Timer::Patience);
        self.told = None;
        Some(done.what.op)
    }

    /// A timer has fired.
    pub fn on_timer(&mut self, timer: Timer, cx: &mut Context) {
        match timer {
            Timer::Patience => self.give_up(cx),
            Timer::Workload => {
                let (_, chance) = pace(cx.config.rate);
                if cx.chance(chance) {
                    let op = self.make_up(cx);
                    self.requests.push(Wish { to: None, op, merges: None });
                    self.ask_next(cx);
                }
                wait(cx.config.rate, Timer::Workload, cx);
            }
            Timer::Deadline | Timer::Handoff | Timer::Compare => {}
        }
    }

    /// Thinks of a request: as many reads as writes, and no value twice.
    fn make_up(&mut self, cx: &mut Context) -> Op {
        let key = KEYS[cx.random(0, KEYS.len() as u64 - 1) as usize];
        if cx.random(0, 1) == 0 {
            return Op::read(key);
        }
        self.made += 1;
        // `a1`, `a2`… of the first client, `b1`… of the second.
        let letter = char::from(b'a' + (u64::from(cx.me.0) - cx.config.nodes) as u8);
        Op::write(key, &format!("{letter}{}", self.made))
    }
}

/// The parts of all siblings, each once: a shopping cart with everything that was ever put into one of them.
fn merged(found: &Siblings) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in found.iter().flat_map(|version| version.value.split(AND)) {
        if let Err(place) = parts.binary_search(&part) {
            parts.insert(place, part);
        }
    }
    parts.join(AND)
}
