//! The protocol's side of a world.

use super::Spare;
use super::typed::{Call, Local, Part, Source, Typed};
use crate::sim::clock::{Clock, ClockFace};
use crate::sim::history::Asked;
use crate::sim::ids::{NodeId, When};
use crate::sim::input::CommandLine;
use crate::sim::network::{DelayRule, Link, NetworkConfig};
use crate::sim::param::{Config, Param};
use crate::sim::property::{Property, Report};
use crate::sim::protocol::{CommandError, Context, Effects, Face, Message, Observed, Outbox, Protocol, Slot};
use crate::sim::value::{Field, Glyph, Health, NodeView, Panel};
use serde::Serialize;
use std::rc::Rc;

/// The nodes of protocol `P`, and what it says of them.
#[derive(Clone)]
pub struct Nodes<P: Protocol> {
    pub config: P::Config,
    pub slots: Vec<Slot<P>>,
    pub kinds: Rc<[P::Kind]>,
    /// Each node's timers, by place.
    timers: Vec<Vec<P::Timer>>,
    /// Messages in flight, by slot.
    messages: Vec<Option<P::Message>>,
    pub monitors: P::Monitors,
    effects: Spare<Effects<P>>,
}

impl<P: Protocol> Nodes<P> {
    /// The nodes of a roster, none of which has booted.
    pub fn new(config: P::Config, kinds: Rc<[P::Kind]>, disks: Vec<P::Disk>) -> Self {
        let slot = |(i, disk)| {
            let down = P::is_down_at_first(NodeId::from(i), &config);
            let health = if down { Health::Crashed } else { Health::Up };
            Slot { state: None, disk, health, byzantine: false }
        };
        Nodes {
            timers: vec![Vec::new(); disks.len()],
            slots: disks.into_iter().enumerate().map(slot).collect(),
            config,
            kinds,
            messages: Vec::new(),
            monitors: P::Monitors::default(),
            effects: Spare::default(),
        }
    }

    fn slot(&self, node: NodeId) -> &Slot<P> {
        &self.slots[node.index()]
    }

    fn slot_mut(&mut self, node: NodeId) -> &mut Slot<P> {
        &mut self.slots[node.index()]
    }

    fn message(&self, source: Source) -> Option<&P::Message> {
        match source {
            Source::Sent { nth, .. } => self.effects.0.sends.get(nth)?.as_ref(),
            Source::Flying(slot) => self.messages.get(slot as usize)?.as_ref(),
        }
    }

    fn is(&self, source: Source) -> &P::Message {
        self.message(source).expect("the world asks only for messages that are there")
    }

    /// Says of the timers that the last call set in which places of the node they are. A new one takes an `idle` place,
    /// if there are any.
    fn place_timers(&mut self, node: NodeId, mut idle: Vec<u16>) {
        let effects = &mut self.effects.0;
        let known = &mut self.timers[node.index()];
        for (timer, after) in effects.timers.drain(..) {
            let found = known.iter().position(|other| *other == timer).map(|place| place as u16);
            let place = found.or_else(|| idle.last().copied()).unwrap_or(known.len() as u16);
            idle.retain(|other| *other != place);
            match known.get_mut(usize::from(place)) {
                Some(known) => *known = timer,
                None => known.push(timer),
            }
            effects.outbox.timers.push((place, after));
        }
    }
}

impl<P: Protocol> Typed for Nodes<P> {
    fn link(&self) -> Link {
        P::LINK
    }

    fn delays(&self) -> Vec<DelayRule> {
        P::delays(&self.config)
    }

    fn holds(&self) -> bool {
        P::holds(&self.config)
    }

    fn clock_face(&self) -> Option<ClockFace> {
        P::clock_face(&self.config)
    }

    fn own_clock(&self, node: NodeId) -> Option<Clock> {
        self.clock_face().map(|_| P::clock(&self.slot(node).disk))
    }

    fn count(&self) -> usize {
        self.slots.len()
    }

    fn health(&self, node: NodeId) -> Health {
        self.slot(node).health
    }

    fn set_health(&mut self, node: NodeId, health: Health) {
        let slot = self.slot_mut(node);
        slot.health = health;
        if health == Health::Crashed {
            slot.state = None;
        }
    }

    fn booted(&self, node: NodeId) -> bool {
        self.slot(node).state.is_some()
    }

    fn is_down_at_first(&self, node: NodeId) -> bool {
        P::is_down_at_first(node, &self.config)
    }

    fn byzantine(&self, node: NodeId) -> bool {
        self.slot(node).byzantine
    }

    fn set_byzantine(&mut self, node: NodeId, on: bool) {
        self.slot_mut(node).byzantine = on;
    }

    fn call(&mut self, node: NodeId, call: Call, local: Local) {
        let effects = &mut self.effects.0;
        let command = effects.command.take();
        effects.sends.clear();
        effects.outbox.receivers.clear();
        (effects.outbox.listening, effects.outbox.next_operation) = (local.listening, local.next_operation);
        let slot = &mut self.slots[node.index()];
        let mut cx = Context {
            me: node,
            now: local.now,
            config: &self.config,
            disk: &mut slot.disk,
            byzantine: slot.byzantine,
            rng: local.stream,
            out: effects,
        };
        match (call, &mut slot.state) {
            (Call::Start, state) => *state = Some(P::start(self.kinds[node.index()], &mut cx)),
            (Call::Message(from, place), Some(state)) => {
                if let Some(message) = self.messages[place as usize].take() {
                    state.on_message(from, message, &mut cx);
                }
            }
            (Call::Timer(place), Some(state)) => {
                state.on_timer(self.timers[node.index()][usize::from(place)], &mut cx);
            }
            (Call::Command, Some(state)) => {
                if let Some(command) = command {
                    state.on_command(command, &mut cx);
                }
            }
            (Call::Disconnect(peer), Some(state)) => state.on_disconnect(peer, &mut cx),
            (_, None) => {}
        }
        self.place_timers(node, local.idle);
    }

    fn outbox(&mut self) -> &mut Outbox {
        &mut self.effects.0.outbox
    }

    fn read_command(&mut self, line: &CommandLine, names: &[String]) -> Result<(), CommandError> {
        self.effects.0.command = Some(P::command(line, names)?);
        Ok(())
    }

    fn timer_name(&self, node: NodeId, place: u16) -> &'static str {
        P::timer_name(self.timers[node.index()][usize::from(place)])
    }

    fn face(&self, source: Source) -> Face {
        self.is(source).face()
    }

    fn label(&self, source: Source) -> String {
        self.is(source).label()
    }

    fn size(&self, source: Source) -> u32 {
        // A message is plain data, which postcard can always write.
        postcard::to_allocvec(self.is(source)).map_or(0, |bytes| bytes.len() as u32)
    }

    fn fields(&self, slot: u32) -> Vec<Field> {
        self.message(Source::Flying(slot)).map(Message::fields).unwrap_or_default()
    }

    fn keep(&mut self, source: Source, slot: u32) {
        let message = match source {
            Source::Sent { nth, last: true } => self.effects.0.sends[nth].take(),
            source => self.message(source).cloned(),
        };
        let place = slot as usize;
        if place == self.messages.len() {
            self.messages.push(message);
        } else {
            self.messages[place] = message;
        }
    }

    fn discard(&mut self, slot: u32) {
        self.messages[slot as usize] = None;
    }

    fn properties(&self) -> &'static [Property] {
        P::PROPERTIES
    }

    fn observe(
        &mut self,
        when: When,
        node: NodeId,
        asked: Asked,
        clock: &Clock,
        faulty: bool,
        report: &mut Report,
    ) {
        let seen = Observed { when, node, slots: &self.slots, config: &self.config, asked, faulty, clock };
        P::observe(&mut self.monitors, &seen, report);
    }

    fn promises(&self, property: usize) -> bool {
        P::promises(property, &self.config)
    }

    fn fulfilled(&self, property: usize) -> bool {
        P::fulfilled(property, &self.slots, &self.config)
    }

    fn params(&self) -> &'static [Param] {
        P::Config::params()
    }

    fn setting(&self, key: &str) -> Option<i64> {
        self.config.get(key)
    }

    fn set(&mut self, key: &str, value: i64) -> bool {
        self.config.set(key, value)
    }

    fn conflict(&self, key: &str, value: i64) -> Option<String> {
        let mut config = self.config.clone();
        config.set(key, value);
        config.conflict()
    }

    fn warnings(&self, network: &NetworkConfig) -> Vec<String> {
        P::warnings(&self.config, network)
    }

    fn glyph(&self, node: NodeId) -> Glyph {
        let slot = self.slot(node);
        P::glyph(slot.state.as_ref(), self.kinds[node.index()], &slot.disk)
    }

    fn view(&self, node: NodeId, out: &mut NodeView) {
        let slot = self.slot(node);
        P::view(slot.state.as_ref(), &slot.disk, &self.config, out);
    }

    fn panels(&self) -> Vec<Panel> {
        P::overview(&self.slots, &self.monitors, &self.config)
    }

    fn write(&self, part: Part, out: Vec<u8>) -> Vec<u8> {
        match part {
            Part::Slot(node) => extend(self.slot(node), out),
            Part::Timer(node, place) => extend(&self.timers[node.index()][usize::from(place)], out),
            Part::Message(slot) => extend(self.is(Source::Flying(slot)), out),
        }
    }
}

/// Adds the bytes of a part.
pub fn extend<T: Serialize>(part: &T, out: Vec<u8>) -> Vec<u8> {
    postcard::to_extend(part, out).expect("a state is plain data, which postcard can always write")
}
