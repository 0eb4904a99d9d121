//! A process: what it does at an event of each kind.

use super::cart::{Cart, Change};
use super::message::Message;
use super::{Config, Context, Order, Timer, rules, story};
use crate::sim::{Clock, Micros, NodeId, Value};
use serde::Serialize;

/// Events that a process remembers.
pub const REMEMBERED: usize = 24;

/// What an event was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum What {
    /// Something of its own.
    Local,
    /// A message was sent.
    Send(NodeId),
    /// A message was received, which this event of the sender (counted there from 1) sent.
    Receive(NodeId, u32),
    /// The cart was written.
    Write(Change),
}

/// An event as the process remembers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Happened {
    /// The clocks at it.
    pub clock: Clock,
    /// Which of the process's events, from 1.
    pub number: u32,
    /// What it was.
    pub what: What,
}

/// What survives a crash: a clock that went back would order new events before old ones.
#[derive(Clone, Debug, Serialize)]
pub struct Disk {
    /// C and V.
    pub clock: Clock,
    /// How many events there were, whatever the clocks say.
    pub events: u32,
    /// The newest events.
    pub recent: Vec<Happened>,
    /// The cart.
    pub cart: Cart,
}

impl Disk {
    /// Before anything has happened.
    pub fn new(processes: u64) -> Self {
        let clock = Clock::new(processes as usize);
        Disk { clock, events: 0, recent: Vec::new(), cart: Cart::default() }
    }

    /// The newest event.
    pub fn newest(&self) -> Option<&Happened> {
        self.recent.last()
    }
}

/// The name of an event: `A3` is the third of process A.
pub fn event_name(process: NodeId, number: u32) -> Value {
    Value::Text(format!("{}{number}", super::name(process)))
}

/// Boots: nothing happens yet that clocks would count.
pub fn start(cx: &mut Context) {
    if !cx.config.persist {
        cx.disk.clock = Clock::new(cx.config.processes as usize);
    }
    wait(cx);
}

/// Waits for a while before it does something by itself.
fn wait(cx: &mut Context) {
    if let Some(mean) = mean_wait(cx.config) {
        let after = cx.random(mean / 2, mean + mean / 2);
        cx.set_timer(Timer, after);
    }
}

/// How long a process waits on average, µs.
fn mean_wait(config: &Config) -> Option<Micros> {
    (config.rate > 0).then(|| 100_000_000 / config.rate)
}

/// Does something by itself: one time in three for itself alone.
pub fn on_timer(cx: &mut Context) {
    wait(cx);
    if cx.random(0, 2) == 0 {
        return local(cx);
    }
    let to = cx.random_node(cx.config.processes, Some(cx.me));
    send(to, cx);
}

/// Does as it is told.
pub fn on_order(order: Order, cx: &mut Context) {
    match order {
        Order::Send(to) if to == cx.me => local(cx),
        Order::Send(to) => send(to, cx),
        Order::Local => local(cx),
        Order::Write(change) => write(change, cx),
    }
}

/// The clocks have been set: this is what happened.
fn happen(what: What, cx: &mut Context) {
    let disk = &mut *cx.disk;
    disk.events += 1;
    if disk.recent.len() == REMEMBERED {
        disk.recent.remove(0);
    }
    disk.recent.push(Happened { clock: disk.clock.clone(), number: disk.events, what });
}

/// C and V now, for the story.
fn now(cx: &Context) -> Value {
    Value::Text(cx.disk.clock.text(cx.config.face()))
}

fn local(cx: &mut Context) {
    rules::tick(&mut cx.disk.clock, cx.me, cx.config);
    happen(What::Local, cx);
    let args = [event_name(cx.me, cx.disk.events), cx.me.into(), now(cx)];
    cx.tell(&story::LOCAL, || args);
}

/// IR2(a): "If event a is the sending of a message m by process Pi, then the message m contains a timestamp Tm = Ci(a)."
fn send(to: NodeId, cx: &mut Context) {
    rules::tick(&mut cx.disk.clock, cx.me, cx.config);
    happen(What::Send(to), cx);
    let args = [event_name(cx.me, cx.disk.events), cx.me.into(), to.into(), now(cx)];
    cx.tell(&story::SENDS, || args);
    let Disk { clock, events, cart, .. } = &*cx.disk;
    let message =
        Message { timestamp: clock.clone(), event: *events, cart: cart.clone(), face: cx.config.face() };
    cx.send(to, message);
}

/// A message arrives.
pub fn on_message(from: NodeId, message: &Message, cx: &mut Context) {
    rules::receive(&mut cx.disk.clock, &message.timestamp, cx.me, cx.config);
    happen(What::Receive(from, message.event), cx);
    let timestamp = Value::Text(message.timestamp.text(message.face));
    let args = [event_name(cx.me, cx.disk.events), cx.me.into(), from.into(), timestamp, now(cx)];
    cx.tell(&story::RECEIVES, || args);
    let before = cx.disk.cart.clone();
    cx.disk.cart.take_in(&message.cart, cx.config);
    if cx.disk.cart != before {
        let args = [cx.me.into(), Value::Text(cx.disk.cart.text())];
        match cx.disk.cart.0.len() {
            0 | 1 => cx.tell(&story::NEW_CART, || args),
            _ => cx.tell(&story::SIBLINGS, || args),
        }
    }
}

/// A client changes the cart here.
fn write(change: Change, cx: &mut Context) {
    rules::tick(&mut cx.disk.clock, cx.me, cx.config);
    let siblings = cx.disk.cart.write(&change, (cx.disk.clock.lamport, cx.me));
    let (add, item) = (change.add, Value::from(change.item.as_str()));
    happen(What::Write(change), cx);
    let event = event_name(cx.me, cx.disk.events);
    let cart = Value::Text(cx.disk.cart.text());
    let me = cx.me;
    if siblings > 1 {
        let sentence = if add { &story::PUTS_MERGING } else { &story::TAKES_MERGING };
        cx.tell(sentence, || [event, item, me.into(), (siblings as u64).into(), cart]);
    } else {
        cx.tell(if add { &story::PUTS } else { &story::TAKES }, || [event, item, me.into(), cart]);
    }
}
