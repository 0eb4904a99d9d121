//! What happens in a world, whatever its protocol.

use super::lane::{Alarm, Lane};
use super::typed::{Call, Local, Typed};
use crate::sim::clock::{Clock, ClockFace};
use crate::sim::facade::Stop;
use crate::sim::history::Operation;
use crate::sim::ids::{Micros, NodeId, When};
use crate::sim::input::MessageName;
use crate::sim::network::{Link, Network};
use crate::sim::property::Violation;
use crate::sim::queue::{Due, Key, Queue};
use crate::sim::shared::SharedVec;
use crate::sim::trace::{Fate, Loss, Trace, What};
use crate::sim::value::{Health, Place};
use std::rc::Rc;

/// What a run wants written down.
pub(super) type Sink<'a> = Option<&'a mut Trace>;

/// A message in flight; what it says is the protocol's, in the slot of the same number.
#[derive(Clone, Debug)]
pub(super) struct Flight {
    pub name: MessageName,
    /// Its number in the run.
    pub number: u64,
    /// The key that delivers it; other keys for it are stale. 0 while it is held.
    pub seq: u64,
    pub due: Micros,
    pub sent_by: u64,
    pub clock: Clock,
}

/// A seat as people see it.
#[derive(Debug)]
pub(super) struct Chair {
    pub role: &'static str,
    pub place: Place,
}

/// So many timers of a node keep their places for good.
const ALARMS_KEPT: usize = 16;

/// The places of timers that are over, once there are many: a protocol may have timers for each of its transactions.
fn idle(alarms: &[Alarm]) -> Vec<u16> {
    if alarms.len() < ALARMS_KEPT {
        return Vec::new();
    }
    let over = |(_, alarm): &(usize, &Alarm)| alarm.set.is_none() && alarm.queued == 0;
    alarms.iter().enumerate().filter(over).map(|(place, _)| place as u16).collect()
}

/// A world and, at its end, its protocol's side: `Nodes<P>`, or that as `dyn Typed`.
#[derive(Clone, Debug)]
pub(super) struct Engine<T: ?Sized> {
    pub seed: u64,
    pub now: Micros,
    pub events: u64,
    pub messages: u64,
    pub marks: u64,
    pub network: Network,
    pub queue: Queue,
    pub flights: Vec<Option<Flight>>,
    pub free: Vec<u32>,
    pub lanes: Vec<Lane>,
    pub chairs: Rc<[Chair]>,
    pub names: Rc<[String]>,
    pub violations: Vec<Violation>,
    /// The properties that can no longer be judged.
    pub unsure: Vec<usize>,
    /// When something was last done from outside; `eventually` counts from here.
    pub disturbed: Micros,
    /// Whether anything has gone wrong so far.
    pub faulty: bool,
    pub history: SharedVec<Operation>,
    pub judging: bool,
    pub typed: T,
}

impl<T> Engine<T> {
    /// A world at time 0, before its nodes have booted.
    pub fn new(seed: u64, network: Network, chairs: Vec<Chair>, names: Vec<String>, typed: T) -> Self {
        let (lanes, faulty) = (chairs.len(), network.config.loss > 0);
        let mut queue = Queue::default();
        for node in 0..lanes {
            let seq = queue.ticket();
            queue.push(0, seq, Due::Start(NodeId::from(node)));
        }
        Engine {
            seed,
            now: 0,
            events: 0,
            messages: 0,
            marks: 0,
            network,
            queue,
            flights: Vec::new(),
            free: Vec::new(),
            lanes: (0..lanes).map(|i| Lane::new(seed, NodeId::from(i), lanes)).collect(),
            chairs: chairs.into(),
            names: names.into(),
            violations: Vec::new(),
            unsure: Vec::new(),
            disturbed: 0,
            faulty,
            history: SharedVec::new(),
            judging: true,
            typed,
        }
    }
}

impl<T: Typed + ?Sized> Engine<T> {
    /// The instant it stands at.
    pub fn when(&self) -> When {
        When { at: self.now, events: self.events }
    }

    /// Runs until `until`; see [`crate::sim::Sim::run`].
    pub fn run(&mut self, until: When, mut trace: Option<&mut Trace>) -> Stop {
        let violated = self.violations.len();
        while let Some(key) = self.next().filter(|key| key.at <= until.at) {
            if self.events >= until.events && self.is_event(key) {
                // More happens before `until.at`: time stands just before that.
                self.now = self.now.max(key.at.min(until.at));
                return Stop::Reached;
            }
            self.queue.pop();
            self.now = key.at;
            self.happen(key, &mut trace);
            if self.violations.len() > violated {
                return Stop::Violated;
            }
        }
        if until.at != Micros::MAX {
            self.now = self.now.max(until.at);
        }
        Stop::Reached
    }

    /// The key that is due next. Stale keys above it, for what was lost or set again meanwhile, are cleared away.
    pub fn next(&mut self) -> Option<Key> {
        loop {
            let key = self.queue.peek()?;
            match key.due {
                Due::Flight(slot) => {
                    if matches!(&self.flights[slot as usize], Some(flight) if flight.seq == key.seq) {
                        return Some(key);
                    }
                    self.queue.pop();
                }
                Due::Timer(node, place) => {
                    let alarm = &mut self.lanes[node.index()].alarms[usize::from(place)];
                    let ours = alarm.queued == key.seq;
                    match alarm.set {
                        Some(set) if ours && set.seq == key.seq => return Some(key),
                        Some(set) if ours => {
                            (alarm.queued, alarm.queued_due) = (set.seq, set.due);
                            self.queue.pop();
                            self.queue.push(set.due, set.seq, key.due);
                        }
                        _ => {
                            if ours {
                                alarm.queued = 0;
                            }
                            self.queue.pop();
                        }
                    }
                }
                Due::Start(_) | Due::Disconnect(..) => return Some(key),
            }
        }
    }

    /// Whether a key makes a handler run: what is due at a node that is down or paused does not.
    fn is_event(&self, key: Key) -> bool {
        let node = match key.due {
            Due::Flight(slot) => self.flights[slot as usize].as_ref().map(|flight| flight.name.to),
            Due::Timer(node, _) | Due::Start(node) | Due::Disconnect(node, _) => Some(node),
        };
        let starting = matches!(key.due, Due::Start(_));
        node.is_some_and(|node| {
            self.typed.health(node) == Health::Up && !(starting && self.typed.booted(node))
        })
    }

    /// Carries out what a key stands for.
    fn happen(&mut self, key: Key, trace: &mut Sink) {
        match key.due {
            Due::Flight(slot) => self.arrive(slot, key, trace),
            Due::Timer(node, place) => self.ring(node, place, key, trace),
            Due::Start(node) => match self.typed.health(node) {
                Health::Up if !self.typed.booted(node) => self.start(node, trace),
                Health::Paused => self.lanes[node.index()].backlog.push(key),
                // Down from the beginning, or crashed before it ever booted.
                Health::Crashed => self.note_lane(node, trace),
                // Already restarted.
                Health::Up => {}
            },
            Due::Disconnect(node, peer) => match self.typed.health(node) {
                Health::Up => {
                    self.handle(node, Call::Disconnect(peer), What::Disconnect(peer), None, trace);
                }
                Health::Paused => self.lanes[node.index()].backlog.push(key),
                Health::Crashed => {}
            },
        }
    }

    /// A message arrives: it is handled, waits for a paused node, or is lost at a dead one.
    fn arrive(&mut self, slot: u32, key: Key, trace: &mut Sink) {
        let Some(flight) = &self.flights[slot as usize] else { return };
        let node = flight.name.to;
        match self.typed.health(node) {
            Health::Paused => self.lanes[node.index()].backlog.push(key),
            Health::Crashed => {
                self.lose(slot, Loss::Dead, trace);
            }
            Health::Up => {
                let Some(flight) = self.land(slot) else { return };
                self.lanes[node.index()].clock.merge(&flight.clock);
                if let Some(trace) = trace {
                    let fate = Fate::Arrived(self.events + 1);
                    trace.set_journey(flight.number, flight.due, self.now, fate);
                }
                let call = Call::Message(flight.name.from, slot);
                self.handle(node, call, What::Deliver(flight.number), Some(flight.sent_by), trace);
            }
        }
    }

    /// A timer fires, or waits for a paused node.
    fn ring(&mut self, node: NodeId, place: u16, key: Key, trace: &mut Sink) {
        let paused = self.typed.health(node) == Health::Paused;
        let lane = &mut self.lanes[node.index()];
        if paused {
            lane.backlog.push(key);
            return;
        }
        let alarm = lane.alarm(place);
        alarm.queued = 0;
        let Some(set) = alarm.set.take() else { return };
        let what = What::Timer(self.typed.timer_name(node, place));
        self.handle(node, Call::Timer(place), what, Some(set.by), trace);
    }

    /// Boots a node from its disk.
    pub fn start(&mut self, node: NodeId, trace: &mut Sink) {
        self.typed.set_health(node, Health::Up);
        self.handle(node, Call::Start, What::Start, None, trace);
    }

    /// One event: calls a handler of `node` and carries out what it left.
    pub fn handle(&mut self, node: NodeId, call: Call, what: What, cause: Option<u64>, trace: &mut Sink) {
        let lane = &mut self.lanes[node.index()];
        if call_counts(call, self.typed.clock_face()) {
            lane.clock.tick(node);
        }
        self.events += 1;
        let local = Local {
            now: lane.skew.local(self.now),
            stream: &mut lane.stream,
            next_operation: self.history.len() as u32,
            listening: trace.is_some(),
            idle: idle(&lane.alarms),
        };
        self.typed.call(node, call, local);
        self.settle(node, what, cause, trace);
    }

    /// Takes a flight out of the air.
    fn land(&mut self, slot: u32) -> Option<Flight> {
        let flight = self.flights[slot as usize].take();
        if flight.is_some() {
            self.free.push(slot);
        }
        flight
    }

    /// Takes a flight out of the air as lost.
    pub fn lose(&mut self, slot: u32, loss: Loss, trace: &mut Sink) {
        let Some(flight) = self.land(slot) else { return };
        self.typed.discard(slot);
        if let Some(trace) = trace {
            trace.set_journey(flight.number, flight.due, self.now, Fate::Lost(loss));
        }
        if self.typed.link() == Link::Stream {
            self.disconnect(flight.name.from, flight.name.to);
        }
    }

    /// Tells `node`, at once, that its stream to `peer` broke.
    pub fn disconnect(&mut self, node: NodeId, peer: NodeId) {
        let seq = self.queue.ticket();
        self.queue.push(self.now, seq, Due::Disconnect(node, peer));
    }

    /// The flight of this name, by its place.
    pub fn flight(&self, name: MessageName) -> Option<u32> {
        let found = self.flights.iter().position(|flight| flight.as_ref().is_some_and(|f| f.name == name));
        found.map(|slot| slot as u32)
    }
}

/// Whether clocks count an event: where nodes keep clocks of their own, to start is none.
fn call_counts(call: Call, face: Option<ClockFace>) -> bool {
    face.is_none() || !matches!(call, Call::Start)
}
