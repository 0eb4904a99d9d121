//! A client (§8): finds the leader, asks again when it gets no answer, and numbers its requests so that each takes
//! effect once.

use super::message::{Answer, Message};
use super::{Context, Timer, story};
use crate::kit::client::{Requests, pace, wait};
use crate::kit::kv::{Op, Origin};
use crate::sim::{Micros, NodeId, Outcome, Value};
use serde::Serialize;

/// Keys that clients write to by themselves.
const KEYS: [&str; 3] = ["x", "y", "z"];

/// A client that knows of no leader asks again after this part of its timeout.
const HASTE: Micros = 5;

/// A client.
#[derive(Clone, Debug, Serialize)]
pub struct Client {
    /// Which life of this client: requests of an earlier one are not its own.
    pub session: u32,
    /// What it asks, one at a time.
    pub requests: Requests<Wish>,
    /// Whom it asked last: answers of others are late.
    pub asked: Option<NodeId>,
    /// Who answered last: whom it asks first.
    pub leader: Option<NodeId>,
    /// How many values it has made up.
    pub made: u32,
    /// Whether whom it asked last knew of no leader. Only told: no rule looks at it, so it is no part of the digest.
    #[serde(skip)]
    pub turned_away: bool,
}

/// Something to be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wish {
    /// Of whom, if somebody said so.
    pub to: Option<NodeId>,
    /// What.
    pub op: Op,
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
            leader: None,
            made: 0,
            turned_away: false,
        }
    }

    /// Somebody wants it to ask for something.
    pub fn on_order(&mut self, to: Option<NodeId>, op: Op, cx: &mut Context) {
        if self.requests.outstanding().is_some() {
            let me = cx.me;
            cx.tell(&story::QUEUES, || [me.into(), Value::Text(op.to_string())]);
        }
        self.requests.push(Wish { to, op });
        self.ask_next(cx);
    }

    /// Sends the next request, if none is outstanding.
    fn ask_next(&mut self, cx: &mut Context) {
        if !self.requests.begin(|wish| cx.invoke(wish.op.name(), &wish.op.key, wish.op.value.as_deref())) {
            return;
        }
        let named = self.requests.outstanding().and_then(|request| request.what.to);
        let to = named.or(self.leader).unwrap_or_else(|| cx.random_node(cx.config.seats(), None));
        self.ask(to, false, cx);
    }

    /// Sends the outstanding request to a server.
    fn ask(&mut self, to: NodeId, again: bool, cx: &mut Context) {
        let Some(request) = self.requests.outstanding() else { return };
        let origin = Origin { client: cx.me, session: self.session, serial: request.serial };
        let (me, op, patience) = (cx.me, &request.what.op, cx.config.client_timeout);
        let said = || Value::Text(op.to_string());
        if again && self.turned_away {
            cx.tell(&story::ASKS_ELSEWHERE, || [me.into(), to.into(), said()]);
        } else if again {
            cx.tell(&story::ASKS_AGAIN, || [me.into(), Value::Time(patience), to.into(), said()]);
        } else {
            cx.tell(&story::ASKS, || [me.into(), to.into(), said()]);
        }
        cx.send(to, Message::ClientRequest { origin, op: op.clone() });
        self.asked = Some(to);
        self.turned_away = false;
        cx.set_timer(Timer::Retry, patience);
    }

    /// A server has answered.
    pub fn on_message(&mut self, from: NodeId, message: Message, cx: &mut Context) {
        let Message::ClientReply { origin: Origin { session, serial, .. }, answer } = message else { return };
        // An answer to an earlier life of this client says nothing about a request of this one.
        if session != self.session {
            return;
        }
        match answer {
            Answer::Done(response) => {
                let Some(done) = self.requests.finish(serial) else { return };
                self.leader = Some(from);
                cx.cancel_timer(Timer::Retry);
                let (me, op) = (cx.me, done.what.op);
                let outcome = Outcome::Ok(response.as_deref().map(str::to_owned));
                cx.respond(done.operation, outcome);
                if op.value.is_some() {
                    cx.tell(&story::ANSWERED, || [me.into(), from.into(), Value::Text(op.to_string())]);
                } else {
                    let key = Value::Text(op.key.to_string());
                    cx.tell(&story::READ, || [me.into(), from.into(), key, response.as_deref().into()]);
                }
                self.ask_next(cx);
            }
            Answer::NotLeader(hint) => {
                let waited_for = self.requests.outstanding().is_some_and(|request| request.serial == serial);
                if !waited_for || self.asked != Some(from) {
                    return;
                }
                self.leader = hint;
                if let Some(leader) = hint {
                    self.ask(leader, false, cx);
                } else {
                    self.turned_away = true;
                    cx.set_timer(Timer::Retry, cx.config.client_timeout / HASTE);
                }
            }
        }
    }

    /// A timer has fired.
    pub fn on_timer(&mut self, timer: Timer, cx: &mut Context) {
        match timer {
            Timer::Retry => {
                // Not the one that did not answer.
                let other = cx.random_node(cx.config.seats(), self.asked);
                self.leader = None;
                self.ask(other, true, cx);
            }
            Timer::Workload => {
                let (_, chance) = pace(cx.config.rate);
                if cx.chance(chance) {
                    let op = self.make_up(cx);
                    self.requests.push(Wish { to: None, op });
                    self.ask_next(cx);
                }
                wait(cx.config.rate, Timer::Workload, cx);
            }
            Timer::Election | Timer::Heartbeat | Timer::Transfer => {}
        }
    }

    /// Thinks of a request: three writes to one read, and no value twice.
    fn make_up(&mut self, cx: &mut Context) -> Op {
        let key = KEYS[cx.random(0, KEYS.len() as u64 - 1) as usize];
        if cx.random(0, 3) == 0 {
            return Op::read(key);
        }
        self.made += 1;
        let number = u64::from(cx.me.0) - cx.config.seats() + 1;
        Op::write(key, &format!("{number}.{}", self.made))
    }
}
