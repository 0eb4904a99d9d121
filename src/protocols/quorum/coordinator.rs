//! The coordinator of a request (§4.5): any node may be one. It asks all N replicas of the key and answers its client as
//! soon as R or W of them have answered.

use super::message::{Answer, Message, Origin, Purpose};
use super::replica::{Replica, named};
use super::{Config, Context, Timer, disk, ring, story};
use crate::kit::quorum::Tally;
use crate::kit::versions::{Dot, History, Siblings, Version};
use crate::sim::{MS, Micros, NodeId, Value};
use serde::Serialize;
use std::rc::Rc;

/// A request that is being coordinated.
#[derive(Clone, Debug, Serialize)]
pub struct Open {
    /// Its number here.
    pub op: u64,
    /// Whose request.
    pub origin: Origin,
    /// On which key.
    pub key: Rc<str>,
    /// Who was asked.
    pub asked: Tally,
    /// Who has answered.
    pub answered: Tally,
    /// Whether the client has its answer.
    pub told: bool,
    /// Until when it waits, by this node's clock, µs.
    pub deadline: Micros,
    /// Whether it has waited once before, and then asked others.
    pub again: bool,
    /// What is done.
    pub work: Work,
}

/// What a coordinator does for a client.
#[derive(Clone, Debug, Serialize)]
pub enum Work {
    /// Has this version stored.
    Write(Rc<Version>),
    /// Collects what is stored.
    Read {
        /// What the answer must have.
        own: History,
        /// Who has what.
        got: Vec<(NodeId, Siblings)>,
    },
}

impl Open {
    /// The replicas that must answer, and do not yet.
    fn missing(&self, config: &Config) -> impl Iterator<Item = NodeId> + use<> {
        let answered = self.answered;
        ring::replicas(ring::home(&self.key, config), config).filter(move |node| !answered.contains(*node))
    }

    /// Nodes further around the ring that have not been asked.
    fn others(&self, config: &Config) -> impl Iterator<Item = NodeId> + use<> {
        let asked = self.asked;
        ring::around(ring::home(&self.key, config), config).filter(move |node| !asked.contains(*node))
    }

    /// Whether the quorum is there: of the first N nodes, or, if it may be sloppy, of any.
    fn is_enough(&self, config: &Config) -> bool {
        let replicas =
            ring::replicas(ring::home(&self.key, config), config).fold(Tally::default(), Tally::with);
        let counted = if config.sloppy { self.answered } else { self.answered.among(replicas) };
        let has_own = || match &self.work {
            Work::Read { own, .. } if config.own_writes => self.merged(config).history().covers(own),
            _ => true,
        };
        counted.count() >= self.wanted(config) && has_own()
    }

    /// How many must answer.
    pub fn wanted(&self, config: &Config) -> u64 {
        match self.work {
            Work::Write(_) => config.w,
            Work::Read { .. } => config.r,
        }
    }

    /// All that a read has found.
    fn merged(&self, config: &Config) -> Siblings {
        let mut merged = Siblings::default();
        if let Work::Read { got, .. } = &self.work {
            for (_, versions) in got {
                disk::merge(&mut merged, versions, config);
            }
        }
        merged
    }

    fn answer(&self, config: &Config) -> Answer {
        match &self.work {
            Work::Write(version) => Answer::Stored(version.clone()),
            Work::Read { .. } if config.newest => Answer::Found(self.merged(config)),
            Work::Read { got, .. } => {
                Answer::Found(got.first().map(|(_, versions)| versions.clone()).unwrap_or_default())
            }
        }
    }

    /// What is asked of others: to store, or to say what is stored.
    fn request(&self, purpose: Purpose) -> Message {
        let (op, key) = (self.op, self.key.clone());
        match &self.work {
            Work::Write(version) => {
                Message::Write { op, key, versions: Siblings::one(version.clone()), purpose }
            }
            Work::Read { .. } => Message::Read { op, key },
        }
    }
}

impl Replica {
    /// A client asks for what is under a key.
    pub fn on_get(&mut self, origin: Origin, key: Rc<str>, own: History, cx: &mut Context) {
        if self.is_new(origin, 2 * origin.serial) {
            let (me, r, home) = (cx.me, cx.config.r, ring::home(&key, cx.config));
            cx.tell(&story::READS, || [me.into(), (&*key).into(), list(home, cx.config), r.into()]);
            self.begin(origin, key, Work::Read { own, got: Vec::new() }, cx);
        }
    }

    /// A client wants a value stored: it becomes a version of its own, which replaces what the client has seen.
    pub fn on_put(&mut self, origin: Origin, key: Rc<str>, value: Rc<str>, past: History, cx: &mut Context) {
        if !self.is_new(origin, 2 * origin.serial + 1) {
            return;
        }
        let made = cx.disk.made.or_default(key.clone());
        *made += 1;
        let dot = Dot { node: cx.me, count: *made };
        let (me, w, home) = (cx.me, cx.config.w, ring::home(&key, cx.config));
        cx.tell(&story::WRITES, || {
            [me.into(), Value::Text(format!("{key} = {value}")), list(home, cx.config), w.into()]
        });
        let version = Version { value, dot, past, stamp: cx.now };
        self.begin(origin, key, Work::Write(Rc::new(version)), cx);
    }

    /// Whether a request has not come before. A client's requests have rising numbers.
    fn is_new(&mut self, origin: Origin, rank: u32) -> bool {
        let last = self.served.or_default((origin.client, origin.session));
        let new = rank > *last;
        *last = rank.max(*last);
        new
    }

    /// Asks all N replicas; what is here needs no message.
    fn begin(&mut self, origin: Origin, key: Rc<str>, work: Work, cx: &mut Context) {
        cx.disk.operations += 1;
        let op = cx.disk.operations;
        let none = Tally::default();
        let deadline = cx.now + cx.config.patience;
        let open =
            Open { op, origin, key, asked: none, answered: none, told: false, deadline, again: false, work };
        let replicas: Vec<NodeId> = ring::replicas(ring::home(&open.key, cx.config), cx.config).collect();
        self.open.push(open);
        for node in replicas {
            self.ask(op, node, Purpose::Client, cx);
        }
        self.progress(op, cx);
    }

    /// Asks a node, which may be this one.
    fn ask(&mut self, op: u64, node: NodeId, purpose: Purpose, cx: &mut Context) {
        let Some(open) = self.open.iter_mut().find(|open| open.op == op) else { return };
        open.asked.add(node);
        if node != cx.me {
            return cx.send(node, open.request(purpose));
        }
        open.answered.add(node);
        match (&mut open.work, purpose) {
            (Work::Write(version), Purpose::Hint(target)) => {
                cx.disk.keep_for(target, &open.key, &Siblings::one(version.clone()), cx.config);
            }
            (Work::Write(version), _) => {
                cx.disk.keep(&open.key, &Siblings::one(version.clone()), cx.config);
            }
            (Work::Read { got, .. }, _) => got.push((node, cx.disk.all(&open.key, cx.config))),
        }
    }

    /// A node has stored what it was asked to store.
    pub fn on_ack(&mut self, op: u64, from: NodeId, cx: &mut Context) {
        if let Some(open) = self.open.iter_mut().find(|open| open.op == op) {
            open.answered.add(from);
            self.progress(op, cx);
        }
    }

    /// A node has said what it has.
    pub fn on_response(&mut self, op: u64, from: NodeId, versions: Siblings, cx: &mut Context) {
        let Some(open) = self.open.iter_mut().find(|open| open.op == op) else { return };
        if open.answered.contains(from) {
            return;
        }
        open.answered.add(from);
        if let Work::Read { got, .. } = &mut open.work {
            got.push((from, versions));
        }
        self.progress(op, cx);
    }

    /// Answers the client once a quorum is there; it is over when every replica has answered.
    fn progress(&mut self, op: u64, cx: &mut Context) {
        let Some(place) = self.open.iter().position(|open| open.op == op) else { return };
        let open = &mut self.open[place];
        if !open.told && open.is_enough(cx.config) {
            open.told = true;
            let (me, client, answer) = (cx.me, open.origin.client, open.answer(cx.config));
            let (key, answered) = (open.key.clone(), open.answered);
            match &answer {
                Answer::Stored(version) => {
                    let what = || Value::Text(format!("{key} = {}", version.value));
                    cx.tell(&story::ENOUGH_ACKS, || [me.into(), answered.into(), what(), client.into()]);
                }
                Answer::Found(found) => {
                    let what = || Value::Text(named(&key, found));
                    cx.tell(&story::ENOUGH_ANSWERS, || [me.into(), answered.into(), client.into(), what()]);
                }
                Answer::Failed => {}
            }
            cx.send(client, Message::Answer { origin: open.origin, result: answer });
        }
        if self.open[place].told && self.open[place].missing(cx.config).next().is_none() {
            self.finish(place, cx);
        }
        self.watch(cx);
    }

    /// Looks after the request whose time is up first.
    fn watch(&mut self, cx: &mut Context) {
        match self.open.iter().map(|open| open.deadline).min() {
            // A clock that drifts may not have got there quite when the timer fires.
            Some(deadline) => cx.set_timer(Timer::Deadline, deadline.saturating_sub(cx.now).max(MS)),
            None => cx.cancel_timer(Timer::Deadline),
        }
    }

    /// Time is up: at first others are asked, then it is given up.
    pub fn on_deadline(&mut self, cx: &mut Context) {
        let late = self.open.iter().filter(|open| open.deadline <= cx.now).map(|open| open.op);
        for op in late.collect::<Vec<_>>() {
            let Some(place) = self.open.iter().position(|open| open.op == op) else { continue };
            let open = &mut self.open[place];
            let done = matches!(open.work, Work::Read { .. }) && (open.told || !cx.config.sloppy);
            if open.again || (done && open.told) {
                self.give_up(place, cx);
                continue;
            }
            open.again = true;
            open.deadline = cx.now + cx.config.patience;
            if !done {
                self.turn_to_others(op, cx);
            }
        }
        self.watch(cx);
    }

    /// Nodes further around the ring take the places of those that do not answer (§4.6). They keep what they store for
    /// them as hints. Whether they count is for [`Open::is_enough`] to say.
    fn turn_to_others(&mut self, op: u64, cx: &mut Context) {
        let Some(open) = self.open.iter().find(|open| open.op == op) else { return };
        let pairs: Vec<_> = open.missing(cx.config).zip(open.others(cx.config)).collect();
        for (target, other) in pairs {
            let me = cx.me;
            cx.tell(&story::TURNS_TO, || [me.into(), target.into(), other.into()]);
            self.ask(op, other, Purpose::Hint(target), cx);
        }
        self.progress(op, cx);
    }

    fn give_up(&mut self, place: usize, cx: &mut Context) {
        let open = &self.open[place];
        if !open.told {
            let (me, client) = (cx.me, open.origin.client);
            let (wanted, answered) = (open.wanted(cx.config), open.answered.count());
            let key = open.key.clone();
            cx.tell(&story::TOO_FEW, || {
                [me.into(), answered.into(), (&*key).into(), wanted.into(), client.into()]
            });
            cx.send(client, Message::Answer { origin: open.origin, result: Answer::Failed });
        }
        self.finish(place, cx);
    }

    /// It is over. A read has shown who lacks what: they are sent it (read repair, §5).
    fn finish(&mut self, place: usize, cx: &mut Context) {
        let open = self.open.remove(place);
        let Work::Read { got, .. } = &open.work else { return };
        if !cx.config.read_repair {
            return;
        }
        let (merged, home, me) = (open.merged(cx.config), ring::home(&open.key, cx.config), cx.me);
        for (node, versions) in got {
            if *versions == merged || !ring::is_replica(*node, home, cx.config) {
                continue;
            }
            cx.tell(&story::REPAIRS, || [me.into(), (*node).into(), Value::Text(named(&open.key, &merged))]);
            if *node == me {
                cx.disk.keep(&open.key, &merged, cx.config);
            } else {
                let (op, key, purpose) = (open.op, open.key.clone(), Purpose::Repair);
                cx.send(*node, Message::Write { op, key, versions: merged.clone(), purpose });
            }
        }
    }
}

/// The replicas of a range, for the story.
fn list(home: NodeId, config: &Config) -> Value {
    Value::List(ring::replicas(home, config).map(Value::Node).collect())
}
