//! Carrying out what a handler left: messages, timers, operations, story; then judging and writing down.

use super::lane::Set;
use super::{Flight, Sink, World};
use crate::sim::clock::Clock;
use crate::sim::history::{Asked, Outcome};
use crate::sim::ids::{Micros, NodeId};
use crate::sim::input::MessageName;
use crate::sim::network::Link;
use crate::sim::property::{Report, Violation};
use crate::sim::protocol::{Effects, Message, Observed, Protocol};
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

impl<P: Protocol> World<P> {
    /// The end of an event of `node`: its effects take place, the monitors judge, the trace is written.
    pub(super) fn settle(&mut self, node: NodeId, what: What, cause: Option<u64>, trace: &mut Sink) {
        if let Some(trace) = trace {
            trace.events.push(EventRecord {
                at: self.now,
                node,
                what,
                cause,
                clock: self.lanes[node.index()].clock.clone(),
                glyph: self.glyph(node),
            });
        }
        self.note_lane(node, trace);
        self.each(|left| &mut left.timers, |world, (timer, after)| world.set_alarm(node, timer, after));
        self.each(|left| &mut left.sends, |world, (to, message)| world.send(node, to, message, trace));
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
            for line in self.effects.0.lines.drain(..).chain(told) {
                trace.story.push(StoryRecord { when, inputs, event, node: Some(node), line });
            }
        }
    }

    /// Carries out the effects of one kind. Most events leave none of most kinds, and the buffer is kept.
    fn each<T>(&mut self, pick: fn(&mut Effects<P>) -> &mut Vec<T>, mut act: impl FnMut(&mut Self, T)) {
        let left = pick(&mut self.effects.0);
        if left.is_empty() {
            return;
        }
        let mut left = std::mem::take(left);
        left.drain(..).for_each(|effect| act(self, effect));
        *pick(&mut self.effects.0) = left;
    }

    fn answer(&mut self, number: u32, outcome: Outcome) {
        if let Some(operation) = self.history.get_mut(number as usize) {
            operation.ended = Some((self.now, outcome));
            operation.events.1 = self.events;
            self.effects.0.ended.push(number);
        }
    }

    /// Lets the monitors look at what `node` has become, and at the operations that `begun` or ended there; returns
    /// what they have to tell.
    pub(super) fn judge(&mut self, node: NodeId, begun: u32) -> Vec<Line> {
        let told = if self.judging { self.observe(node, begun) } else { Vec::new() };
        self.effects.0.ended.clear();
        told
    }

    fn observe(&mut self, node: NodeId, begun: u32) -> Vec<Line> {
        let mut report = Report::default();
        let asked = Asked { history: &self.history, begun, ended: &self.effects.0.ended };
        let seen = Observed { when: self.when(), node, slots: &self.slots, config: &self.config, asked };
        P::observe(&mut self.monitors, &seen, &mut report);
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
        let (glyph, health) = (self.glyph(node), self.slots[node.index()].health);
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

    /// Sets or cancels a timer of `node`.
    fn set_alarm(&mut self, node: NodeId, timer: P::Timer, after: Option<Micros>) {
        let by = self.events;
        let lane = &mut self.lanes[node.index()];
        let place = lane.alarm(timer);
        let Some(after) = after else {
            lane.alarms[place].set = None;
            return;
        };
        let whole = lane.skew.true_span(after);
        let set = Set { due: self.now.saturating_add(whole), whole, seq: self.queue.ticket(), by };
        self.arm(node, place, set);
    }

    /// Puts a setting into force, with a key in the queue unless an earlier one will look at it anyway.
    pub(super) fn arm(&mut self, node: NodeId, place: usize, set: Set) {
        let alarm = &mut self.lanes[node.index()].alarms[place];
        alarm.set = Some(set);
        if alarm.queued == 0 || alarm.queued_due > set.due {
            (alarm.queued, alarm.queued_due) = (set.seq, set.due);
            self.queue.push(set.due, set.seq, Due::Timer(node, place as u16));
        }
    }

    /// Hands a message to the network.
    fn send(&mut self, from: NodeId, to: NodeId, message: P::Message, trace: &mut Sink) {
        let lane = &mut self.lanes[from.index()];
        let clock = lane.clock.clone();
        let link = lane.link(to);
        link.sent += 1;
        let name = MessageName { from, to, nth: link.sent, copy: 0 };
        let kind = message.face().kind;
        let unreliable = self.network.config.loss > 0 || self.network.config.duplicate > 0;
        if P::LINK == Link::Stream || !unreliable {
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
            self.launch(copy, message.clone(), clock.clone(), self.events, &journey, trace);
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
        message: P::Message,
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
            let (face, label, bytes) = (message.face(), message.label().into_boxed_str(), size(&message));
            let sent = self.now;
            trace.push_message(MessageRecord { name, sent_by, face, label, bytes, sent, due, ends, fate });
        }
        if journey.lost.is_some() {
            if P::LINK == Link::Stream {
                self.disconnect(name.from, name.to);
            }
            return;
        }
        let flight = Flight { name, number, seq: 0, due, sent_by, clock, message };
        let slot = self.free.pop().unwrap_or_else(|| {
            self.flights.push(None);
            self.flights.len() as u32 - 1
        });
        self.flights[slot as usize] = Some(flight);
        if !held {
            self.schedule(slot, due);
        }
    }

    /// When a message that takes `delay` arrives: on a stream never before the one ahead of it.
    fn arrival(&mut self, name: MessageName, delay: Micros) -> Micros {
        let due = self.now.saturating_add(delay);
        if P::LINK == Link::Datagram {
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
        self.launch(name, flight.message, flight.clock, flight.sent_by, &journey, trace);
    }
}

/// The length of a message's postcard bytes.
fn size(message: &impl Message) -> u32 {
    // A message is plain data, which postcard can always write.
    postcard::to_allocvec(message).map_or(0, |bytes| bytes.len() as u32)
}
