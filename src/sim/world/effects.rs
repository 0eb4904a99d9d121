//! Carrying out what a handler left: messages, timers, operations, story; then judging and writing down.

use super::lane::Set;
use super::typed::{Source, Typed};
use super::{Engine, Flight, Sink};
use crate::sim::clock::Clock;
use crate::sim::history::{Asked, Outcome};
use crate::sim::ids::{Micros, NodeId, When};
use crate::sim::input::MessageName;
use crate::sim::network::Link;
use crate::sim::property::{Report, Violation};
use crate::sim::protocol::Outbox;
use crate::sim::queue::Due;
use crate::sim::rng::Draws;
use crate::sim::story::Line;
use crate::sim::trace::{EventRecord, Fate, LaneChange, Loss, MessageRecord, StoryRecord, What};

/// What the network decides about a message when it is sent.
struct Journey {
    delay: Micros,
    /// Lost so long after it was sent, and why.
    lost: Option<(Micros, Loss)>,
}

impl<T: Typed + ?Sized> Engine<T> {
    /// The end of an event of `node`: its effects take place, the monitors judge, the trace is written.
    pub(super) fn settle(&mut self, node: NodeId, what: What, cause: Option<u64>, trace: &mut Sink) {
        if let Some(trace) = trace {
            trace.events.push(EventRecord {
                at: self.now,
                node,
                what,
                cause,
                clock: self.lanes[node.index()].clock.clone(),
                own: self.typed.own_clock(node).map(Box::new),
                glyph: self.typed.glyph(node),
            });
        }
        self.note_lane(node, trace);
        self.each(|left| &mut left.timers, |world, (place, after)| world.set_alarm(node, place, after));
        self.send_all(node, trace);
        let begun = self.history.len() as u32;
        self.each(
            |left| &mut left.invoked,
            |world, mut operation| {
                (operation.invoked, operation.events.0) = (world.now, world.events);
                world.history.push(operation);
            },
        );
        self.each(|left| &mut left.answered, |world, (operation, outcome)| world.answer(operation, outcome));
        let told = self.judge(node, begun);
        if let Some(trace) = trace {
            let (when, inputs, event) = (self.when(), self.marks, Some(self.events));
            for line in self.typed.outbox().lines.drain(..).chain(told) {
                trace.story.push(StoryRecord { when, inputs, event, node: Some(node), line });
            }
        }
    }

    /// Carries out the effects of one kind. Most events leave none of most kinds, and the buffer is kept.
    fn each<E>(&mut self, pick: fn(&mut Outbox) -> &mut Vec<E>, mut act: impl FnMut(&mut Self, E)) {
        let left = pick(self.typed.outbox());
        if left.is_empty() {
            return;
        }
        let mut left = std::mem::take(left);
        left.drain(..).for_each(|effect| act(self, effect));
        *pick(self.typed.outbox()) = left;
    }

    /// Hands what a node sent to the network.
    fn send_all(&mut self, from: NodeId, trace: &mut Sink) {
        let mut receivers = std::mem::take(&mut self.typed.outbox().receivers);
        for (nth, to) in receivers.iter().enumerate() {
            self.send(from, *to, nth, trace);
        }
        receivers.clear();
        self.typed.outbox().receivers = receivers;
    }

    fn answer(&mut self, number: u32, outcome: Outcome) {
        if let Some(operation) = self.history.get_mut(number as usize) {
            operation.ended = Some((self.now, outcome));
            operation.events.1 = self.events;
            self.typed.outbox().ended.push(number);
        }
    }

    /// Lets the monitors look at what `node` has become, and at the operations that `begun` or ended there; returns
    /// what they have to tell.
    pub(super) fn judge(&mut self, node: NodeId, begun: u32) -> Vec<Line> {
        let told = if self.judging { self.observe(node, begun) } else { Vec::new() };
        self.typed.outbox().ended.clear();
        told
    }

    fn observe(&mut self, node: NodeId, begun: u32) -> Vec<Line> {
        let mut report = Report::default();
        let ended = std::mem::take(&mut self.typed.outbox().ended);
        let asked = Asked { history: &self.history, begun, ended: &ended };
        let (when, clock) = (When { at: self.now, events: self.events }, &self.lanes[node.index()].clock);
        self.typed.observe(when, node, asked, clock, self.faulty, &mut report);
        self.typed.outbox().ended = ended;
        for property in report.unsure {
            if !self.unsure.contains(&property) {
                self.unsure.push(property);
            }
        }
        for (property, nodes, line) in report.found {
            if self.violations.iter().all(|known| known.property != property) {
                self.violations.push(Violation { property, when: self.when(), nodes, line });
            }
        }
        report.told
    }

    /// Writes down how a lane looks, when that has changed.
    pub(super) fn note_lane(&self, node: NodeId, trace: &mut Sink) {
        let Some(trace) = trace else { return };
        let (glyph, health) = (self.typed.glyph(node), self.typed.health(node));
        trace.push_lane(LaneChange {
            at: self.now,
            events: self.events,
            inputs: self.marks,
            node,
            glyph,
            health,
        });
    }

    /// Adds a sentence about something done from outside.
    pub(super) fn narrate(&self, node: Option<NodeId>, line: Line, trace: &mut Sink) {
        if let Some(trace) = trace {
            trace.story.push(StoryRecord { when: self.when(), inputs: self.marks, event: None, node, line });
        }
    }

    /// Sets or cancels the timer in a place of `node`.
    fn set_alarm(&mut self, node: NodeId, place: u16, after: Option<Micros>) {
        let by = self.events;
        let lane = &mut self.lanes[node.index()];
        let Some(after) = after else {
            lane.alarm(place).set = None;
            return;
        };
        let whole = lane.skew.true_span(after);
        let set = Set { due: self.now.saturating_add(whole), whole, seq: self.queue.ticket(), by };
        self.arm(node, place, set);
    }

    /// Puts a setting into force, with a key in the queue unless an earlier one will look at it anyway.
    pub(super) fn arm(&mut self, node: NodeId, place: u16, set: Set) {
        let alarm = self.lanes[node.index()].alarm(place);
        alarm.set = Some(set);
        if alarm.queued == 0 || alarm.queued_due > set.due {
            (alarm.queued, alarm.queued_due) = (set.seq, set.due);
            self.queue.push(set.due, set.seq, Due::Timer(node, place));
        }
    }

    /// Hands the n-th message of the last call to the network.
    fn send(&mut self, from: NodeId, to: NodeId, nth: usize, trace: &mut Sink) {
        let lane = &mut self.lanes[from.index()];
        let clock = lane.clock.clone();
        let link = lane.link(to);
        link.sent += 1;
        let name = MessageName { from, to, nth: link.sent, copy: 0 };
        let message = Source::Sent { nth, last: true };
        // Only rules ask for it.
        let ruled = !self.network.rules.is_empty() || !self.network.usual.is_empty();
        let kind = if ruled { self.typed.face(message).kind } else { "" };
        let unreliable = self.network.config.loss > 0 || self.network.config.duplicate > 0;
        if self.typed.link() == Link::Stream || !unreliable {
            let draw = Draws::delay_of_message(self.seed, from, to, name.nth);
            let delay = self.network.delay(from, to, kind, draw);
            let journey = self.journey(name, delay, None);
            return self.launch(name, message, clock, self.events, &journey, trace);
        }
        let draws = Draws::of_message(self.seed, from, to, name.nth);
        if self.network.config.duplicate > 0 && self.network.duplicate().hits(draws.duplicate) {
            let delay = self.network.delay(from, to, kind, draws.duplicate_delay);
            let copy = MessageName { copy: 1, ..name };
            let journey = self.journey(name, delay, None);
            let twin = Source::Sent { nth, last: false };
            self.launch(copy, twin, clock.clone(), self.events, &journey, trace);
        }
        let delay = self.network.delay(from, to, kind, draws.delay);
        let journey = self.journey(name, delay, Some(draws));
        self.launch(name, message, clock, self.events, &journey, trace);
    }

    /// What becomes of a message, by the cuts of the moment and the draws.
    fn journey(&self, name: MessageName, delay: Micros, draws: Option<Draws>) -> Journey {
        let lost = if self.network.blocks(name.from, name.to) {
            Some((delay / 2, Loss::Cut))
        } else {
            draws
                .filter(|draws| self.network.loss().hits(draws.loss))
                .map(|draws| (delay * (300 + u64::from(draws.progress) % 500) / 1000, Loss::Network))
        };
        Journey { delay, lost }
    }

    /// Puts a message into the air, or only into the trace when it is lost on its way.
    fn launch(
        &mut self,
        name: MessageName,
        message: Source,
        clock: Clock,
        sent_by: u64,
        journey: &Journey,
        trace: &mut Sink,
    ) {
        let number = self.messages;
        self.messages += 1;
        let held = self.network.held && journey.lost.is_none();
        let due = if held { Micros::MAX } else { self.arrival(name, journey.delay) };
        if let Some(trace) = trace {
            let (ends, fate) = match journey.lost {
                Some((after, loss)) => (self.now + after, Fate::Lost(loss)),
                None => (due, Fate::Flying),
            };
            let (face, label) = (self.typed.face(message), self.typed.label(message).into_boxed_str());
            let (sent, bytes) = (self.now, self.typed.size(message));
            trace.push_message(MessageRecord { name, sent_by, face, label, bytes, sent, due, ends, fate });
        }
        if journey.lost.is_some() {
            if self.typed.link() == Link::Stream {
                self.disconnect(name.from, name.to);
            }
            return;
        }
        let flight = Flight { name, number, seq: 0, due, sent_by, clock };
        let slot = self.free.pop().unwrap_or_else(|| {
            self.flights.push(None);
            self.flights.len() as u32 - 1
        });
        self.flights[slot as usize] = Some(flight);
        self.typed.keep(message, slot);
        if !held {
            self.schedule(slot, due);
        }
    }

    /// When a message that takes `delay` arrives: on a stream never before the one ahead of it.
    fn arrival(&mut self, name: MessageName, delay: Micros) -> Micros {
        let due = self.now.saturating_add(delay);
        if self.typed.link() == Link::Datagram {
            return due;
        }
        let link = self.lanes[name.from.index()].link(name.to);
        link.last_due = due.max(link.last_due + 1);
        link.last_due
    }

    /// Gives a flight a (new) time of arrival.
    pub(super) fn schedule(&mut self, slot: u32, due: Micros) {
        let seq = self.queue.ticket();
        if let Some(flight) = &mut self.flights[slot as usize] {
            (flight.seq, flight.due) = (seq, due);
            self.queue.push(due, seq, Due::Flight(slot));
        }
    }

    /// Sends a copy of a flight, a µs behind it.
    pub(super) fn duplicate(&mut self, slot: u32, trace: &mut Sink) {
        let Some(flight) = self.flights[slot as usize].clone() else { return };
        let copies =
            self.flights.iter().flatten().filter(|other| {
                MessageName { copy: 0, ..other.name } == MessageName { copy: 0, ..flight.name }
            });
        let copy = copies.map(|other| other.name.copy).max().unwrap_or(0).saturating_add(1);
        let name = MessageName { copy, ..flight.name };
        let delay = if flight.due == Micros::MAX { 0 } else { flight.due - self.now + 1 };
        let journey = Journey { delay, lost: None };
        self.launch(name, Source::Flying(slot), flight.clock, flight.sent_by, &journey, trace);
    }
}
