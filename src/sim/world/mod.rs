//! The world of one protocol: nodes, network, queue, and what they do to each other.

mod digest;
mod effects;
mod inputs;
mod lane;
mod show;

use super::clock::Clock;
use super::facade::Stop;
use super::history::Operation;
use super::ids::{Micros, NodeId, When};
use super::input::MessageName;
use super::network::{Link, Network, NetworkConfig};
use super::property::Violation;
use super::protocol::{Context, Effects, Protocol, Slot};
use super::queue::{Due, Key, Queue};
use super::shared::SharedVec;
use super::trace::{Fate, Loss, Trace, What};
use super::value::{Health, Place};
use lane::Lane;
use std::rc::Rc;

/// What a run wants written down.
type Sink<'a> = Option<&'a mut Trace>;

/// A message in flight.
#[derive(Clone, Debug)]
struct Flight<P: Protocol> {
    name: MessageName,
    /// Its number in the run.
    number: u64,
    /// The key that delivers it; other keys for it are stale. 0 while it is held.
    seq: u64,
    due: Micros,
    sent_by: u64,
    clock: Clock,
    message: P::Message,
}

/// A seat without its disk, which lives in the slot.
#[derive(Debug)]
struct Chair<K> {
    kind: K,
    role: &'static str,
    place: Place,
}

/// A deterministic simulation of protocol `P`.
#[derive(Clone, Debug)]
pub struct World<P: Protocol> {
    seed: u64,
    now: Micros,
    events: u64,
    messages: u64,
    marks: u64,
    config: P::Config,
    network: Network,
    queue: Queue,
    flights: Vec<Option<Flight<P>>>,
    free: Vec<u32>,
    slots: Vec<Slot<P>>,
    lanes: Vec<Lane<P::Timer>>,
    chairs: Rc<[Chair<P::Kind>]>,
    names: Rc<[String]>,
    monitors: P::Monitors,
    violations: Vec<Violation>,
    /// The properties that can no longer be judged.
    unsure: Vec<usize>,
    /// When something was last done from outside; `eventually` counts from here.
    disturbed: Micros,
    history: SharedVec<Operation>,
    effects: Spare<Effects<P>>,
    judging: bool,
}

/// A buffer that is reused within a world and not copied with it.
#[derive(Debug, Default)]
struct Spare<T>(T);

impl<T: Default> Clone for Spare<T> {
    fn clone(&self) -> Self {
        Spare(T::default())
    }
}

impl<P: Protocol> World<P> {
    /// A world at time 0, before its nodes have booted.
    pub fn new(config: P::Config, network: NetworkConfig, seed: u64) -> Self {
        let roster = P::roster(&config);
        let lanes = roster.len();
        let mut world = World {
            seed,
            now: 0,
            events: 0,
            messages: 0,
            marks: 0,
            network: Network { config: network, usual: P::delays(&config), ..Network::default() },
            queue: Queue::default(),
            flights: Vec::new(),
            free: Vec::new(),
            slots: Vec::new(),
            lanes: (0..lanes).map(|i| Lane::new(seed, NodeId::from(i), lanes)).collect(),
            chairs: roster
                .iter()
                .map(|seat| Chair { kind: seat.kind, role: seat.role, place: seat.place })
                .collect(),
            names: roster.iter().map(|seat| seat.name.clone()).collect(),
            monitors: P::Monitors::default(),
            violations: Vec::new(),
            unsure: Vec::new(),
            disturbed: 0,
            history: SharedVec::new(),
            effects: Spare::default(),
            config,
            judging: true,
        };
        for (i, seat) in roster.into_iter().enumerate() {
            let down = P::is_down_at_first(NodeId::from(i), &world.config);
            let health = if down { Health::Crashed } else { Health::Up };
            let slot = Slot { state: None, disk: seat.disk, health, byzantine: false };
            world.slots.push(slot);
            let seq = world.queue.ticket();
            world.queue.push(0, seq, Due::Start(NodeId::from(i)));
        }
        world
    }

    /// Turns the property monitors off, for measuring what they cost.
    #[must_use]
    pub fn without_monitors(mut self) -> Self {
        self.judging = false;
        self
    }

    /// The instant it stands at.
    pub fn when(&self) -> When {
        When { at: self.now, events: self.events }
    }

    /// The nodes.
    pub fn slots(&self) -> &[Slot<P>] {
        &self.slots
    }

    /// The configuration in force.
    pub fn config(&self) -> &P::Config {
        &self.config
    }

    /// Runs until `until`; see [`super::Sim::run`].
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
    pub(super) fn next(&mut self) -> Option<Key> {
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
        node.map(|node| &self.slots[node.index()])
            .is_some_and(|slot| slot.health == Health::Up && !(starting && slot.state.is_some()))
    }

    /// Carries out what a key stands for.
    fn happen(&mut self, key: Key, trace: &mut Sink) {
        match key.due {
            Due::Flight(slot) => self.arrive(slot, key, trace),
            Due::Timer(node, place) => self.ring(node, place, key, trace),
            Due::Start(node) => match self.slots[node.index()].health {
                Health::Up if self.slots[node.index()].state.is_none() => self.start(node, trace),
                Health::Paused => self.lanes[node.index()].backlog.push(key),
                // Crashed before it ever booted, or already restarted.
                Health::Up | Health::Crashed => {}
            },
            Due::Disconnect(node, peer) => match self.slots[node.index()].health {
                Health::Up => {
                    self.handle(node, What::Disconnect(peer), None, trace, |state, cx| {
                        state.on_disconnect(peer, cx);
                    });
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
        match self.slots[node.index()].health {
            Health::Paused => self.lanes[node.index()].backlog.push(key),
            Health::Crashed => {
                self.lose(slot, Loss::Dead, trace);
            }
            Health::Up => {
                let flight = self.land(slot).expect("looked at above");
                self.lanes[node.index()].clock.merge(&flight.clock);
                if let Some(trace) = trace {
                    let fate = Fate::Arrived(self.events + 1);
                    trace.set_journey(flight.number, flight.due, self.now, fate);
                }
                let (from, message) = (flight.name.from, flight.message);
                self.handle(node, What::Deliver(flight.number), Some(flight.sent_by), trace, |state, cx| {
                    state.on_message(from, message, cx);
                });
            }
        }
    }

    /// A timer fires, or waits for a paused node.
    fn ring(&mut self, node: NodeId, place: u16, key: Key, trace: &mut Sink) {
        let lane = &mut self.lanes[node.index()];
        let alarm = &mut lane.alarms[usize::from(place)];
        if self.slots[node.index()].health == Health::Paused {
            lane.backlog.push(key);
            return;
        }
        alarm.queued = 0;
        let Some(set) = alarm.set.take() else { return };
        let timer = alarm.timer;
        let what = What::Timer(P::timer_name(timer));
        self.handle(node, what, Some(set.by), trace, |state, cx| state.on_timer(timer, cx));
    }

    /// Boots a node from its disk.
    fn start(&mut self, node: NodeId, trace: &mut Sink) {
        let kind = self.chairs[node.index()].kind;
        self.slots[node.index()].health = Health::Up;
        let started = self.with_context(node, trace, |_, cx| Some(P::start(kind, cx)));
        self.slots[node.index()].state = started;
        self.settle(node, What::Start, None, trace);
    }

    /// One event: calls a handler of `node` and carries out what it left.
    fn handle(
        &mut self,
        node: NodeId,
        what: What,
        cause: Option<u64>,
        trace: &mut Sink,
        handler: impl FnOnce(&mut P, &mut Context<P>),
    ) {
        self.with_context(node, trace, |state, cx| {
            if let Some(state) = state {
                handler(state, cx);
            }
        });
        self.settle(node, what, cause, trace);
    }

    /// Counts an event of `node` and calls `f` with its state and a context.
    fn with_context<R>(
        &mut self,
        node: NodeId,
        trace: &mut Sink,
        f: impl FnOnce(Option<&mut P>, &mut Context<P>) -> R,
    ) -> R {
        let lane = &mut self.lanes[node.index()];
        let slot = &mut self.slots[node.index()];
        lane.clock.tick(node);
        self.events += 1;
        let effects = &mut self.effects.0;
        effects.listening = trace.is_some();
        effects.next_operation = self.history.len() as u32;
        let mut cx = Context {
            me: node,
            now: lane.skew.local(self.now),
            config: &self.config,
            disk: &mut slot.disk,
            byzantine: slot.byzantine,
            rng: &mut lane.stream,
            out: effects,
        };
        f(slot.state.as_mut(), &mut cx)
    }

    /// Takes a flight out of the air.
    fn land(&mut self, slot: u32) -> Option<Flight<P>> {
        let flight = self.flights[slot as usize].take();
        if flight.is_some() {
            self.free.push(slot);
        }
        flight
    }

    /// Takes a flight out of the air as lost.
    fn lose(&mut self, slot: u32, loss: Loss, trace: &mut Sink) {
        let Some(flight) = self.land(slot) else { return };
        if let Some(trace) = trace {
            trace.set_journey(flight.number, flight.due, self.now, Fate::Lost(loss));
        }
        if P::LINK == Link::Stream {
            self.disconnect(flight.name.from, flight.name.to);
        }
    }

    /// Tells `node`, at once, that its stream to `peer` broke.
    fn disconnect(&mut self, node: NodeId, peer: NodeId) {
        let seq = self.queue.ticket();
        self.queue.push(self.now, seq, Due::Disconnect(node, peer));
    }

    /// The flight of this name, by its place.
    fn flight(&self, name: MessageName) -> Option<u32> {
        let found = self.flights.iter().position(|flight| flight.as_ref().is_some_and(|f| f.name == name));
        found.map(|slot| slot as u32)
    }
}
