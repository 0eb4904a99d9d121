//! One handler call outside a world: for model checkers, which go through every order of events instead of one.
//!
//! There is no time and no chance here: the clock stands at 0, and the node draws the first numbers of a fresh stream in
//! every call, so that the same node does the same in the same event. What the handler leaves is handed back; nothing
//! is carried out.

use super::ids::{Micros, NodeId};
use super::protocol::{Context, Effects, Protocol, Slot};
use super::rng::Stream;
use super::value::Health;

/// What happens to a node.
#[derive(Debug)]
pub enum Event<P: Protocol> {
    /// It boots or restarts: memory is new, the disk is what survived.
    Start(P::Kind),
    /// A message arrives.
    Message(NodeId, P::Message),
    /// A timer fires; it is no longer set.
    Timer(P::Timer),
    /// Somebody tells it to do something.
    Command(P::Command),
    /// The stream link to this node broke.
    Disconnect(NodeId),
}

/// What a handler left to be done, in its order.
#[derive(Debug)]
pub struct Left<P: Protocol> {
    /// Messages, each with its receiver.
    pub sends: Vec<(NodeId, P::Message)>,
    /// Timers set to fire after so many µs, or stopped.
    pub timers: Vec<(P::Timer, Option<Micros>)>,
}

/// Lets a node handle one event. A crashed node handles nothing but its start.
pub fn step<P: Protocol>(me: NodeId, slot: &mut Slot<P>, config: &P::Config, event: Event<P>) -> Left<P> {
    let mut effects = Effects::default();
    let mut cx = Context {
        me,
        now: 0,
        config,
        disk: &mut slot.disk,
        byzantine: slot.byzantine,
        rng: &mut Stream::new(0, me),
        out: &mut effects,
    };
    match (event, &mut slot.state) {
        (Event::Start(kind), state) => {
            *state = Some(P::start(kind, &mut cx));
            slot.health = Health::Up;
        }
        (Event::Message(from, message), Some(node)) => node.on_message(from, message, &mut cx),
        (Event::Timer(timer), Some(node)) => node.on_timer(timer, &mut cx),
        (Event::Command(command), Some(node)) => node.on_command(command, &mut cx),
        (Event::Disconnect(peer), Some(node)) => node.on_disconnect(peer, &mut cx),
        (_, None) => {}
    }
    let sends = effects.outbox.receivers.into_iter().zip(effects.sends.into_iter().flatten()).collect();
    Left { sends, timers: effects.timers }
}
