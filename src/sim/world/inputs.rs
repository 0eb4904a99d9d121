//! Doing things to a world: faults, commands, settings.

use super::lane::{Set, Skew};
use super::typed::{Call, Typed};
use super::{Engine, Sink};
use crate::sim::ids::{Micros, NodeId, NodeSet};
use crate::sim::input::{Input, InputError, MessageName};
use crate::sim::network::{Cut, Link};
use crate::sim::param::{Config, SettingError};
use crate::sim::queue::Due;
use crate::sim::rng::{DELAY_MAX, Stream};
use crate::sim::story::{Line, Template};
use crate::sim::trace::{Fate, Loss, MarkRecord, Trace, What};
use crate::sim::value::{Health, Value};
use netsplit_text::{marked, tr};

/// Writes a table of templates.
macro_rules! templates {
    ($($name:ident $id:literal $text:literal;)*) => {
        $(static $name: Template = Template { id: $id, text: $text, milestone: None };)*
    };
}

templates! {
    CRASHED "world.crashed" "{0} crashed. Its memory is gone; what it wrote to disk is kept.";
    RESTARTED "world.restarted" "{0} restarts with what is on its disk.";
    PAUSED "world.paused" "{0} is paused: it notices nothing until it goes on.";
    RESUMED "world.resumed" "{0} goes on, and does at once what came due meanwhile.";
    CUT "world.cut" "The network splits: {0}.";
    CUT_ONE_WAY "world.cut-one-way" "Messages no longer pass from {0} to {1}.";
    HEALED "world.healed" "One cut in the network is healed.";
    HEALED_ALL "world.healed-all" "The network is whole again.";
    SKEWED "world.skewed" "{0}'s clock is now {1} off and drifts by {2} ppm.";
    SET "world.set" "{0} is now {1}.";
    RULED "world.ruled" "Some messages now take another time on their way.";
    UNRULED "world.unruled" "All messages take the usual time again.";
    DROPPED "world.dropped" "A message from {0} to {1} was dropped.";
    DOUBLED "world.doubled" "A message from {0} to {1} was doubled.";
    POSTPONED "world.postponed" "A message from {0} to {1} was delayed by {2}.";
    HELD "world.held" "Messages now wait until they are delivered by hand.";
    RELEASED "world.released" "Messages travel by themselves again.";
    BYZANTINE "world.byzantine" "{0} no longer follows the protocol.";
    HONEST "world.honest" "{0} follows the protocol again.";
    RESEEDED "world.reseeded" "From here on chance takes another course.";
}

/// The clock of a node may be off by so much, µs.
const OFFSET_MAX: i64 = 3_600_000_000;
/// And drift by so much, ppm.
const DRIFT_MAX: i32 = 500_000;

impl<T: Typed + ?Sized> Engine<T> {
    /// Does something to the world; see [`crate::sim::Sim::input`].
    ///
    /// # Errors
    /// When the input cannot be read or does not fit; then nothing has changed.
    pub fn input(&mut self, input: &Input, trace: Option<&mut Trace>) -> Result<(), InputError> {
        let mut trace = trace;
        let when = self.when();
        self.check(input)?;
        let mark = self.marks as usize;
        self.marks += 1;
        if let Some(trace) = &mut trace {
            trace.marks.push(MarkRecord { when, input: input.clone(), applied: true });
        }
        let applied = self.apply(input, &mut trace);
        if applied {
            self.disturbed = self.now;
            self.faulty |= self.is_fault(input);
        } else if let Some(mark) = trace.and_then(|trace| trace.marks.get_mut(mark)) {
            mark.applied = false;
        }
        Ok(())
    }

    /// Whether this is something that goes wrong, and not what people or settings of the protocol do.
    fn is_fault(&self, input: &Input) -> bool {
        match input {
            Input::Command { .. } | Input::Reseed(_) => false,
            Input::Set { key, .. } => self.typed.setting(key).is_none(),
            _ => true,
        }
    }

    /// Refuses what cannot be, before anything changes; reads the command if it is one.
    fn check(&mut self, input: &Input) -> Result<(), InputError> {
        let count = self.typed.count() as u16;
        let known = |node: NodeId| {
            if node.0 < count { Ok(()) } else { Err(InputError::NoNode(node.0, count)) }
        };
        match input {
            Input::Crash(node)
            | Input::Restart(node)
            | Input::Pause(node)
            | Input::Resume(node)
            | Input::Byzantine(node, _) => known(*node)?,
            Input::Skew { node, offset, drift } => {
                known(*node)?;
                if offset.unsigned_abs() > OFFSET_MAX.unsigned_abs()
                    || drift.unsigned_abs() > DRIFT_MAX.unsigned_abs()
                {
                    return Err(InputError::Skew);
                }
            }
            Input::Cut { sides, .. } => {
                sides.iter().flat_map(NodeSet::iter).try_for_each(known)?;
                if sides.len() < 2 || sides.iter().any(NodeSet::is_empty) {
                    return Err(InputError::EmptySide);
                }
                let all: NodeSet = sides.iter().flat_map(NodeSet::iter).collect();
                if all.len() != sides.iter().map(NodeSet::len).sum::<usize>() {
                    return Err(InputError::TwoSides);
                }
            }
            Input::Postpone(_, by) if *by > DELAY_MAX => return Err(InputError::Delay),
            Input::Drop(name) | Input::Duplicate(name) | Input::Postpone(name, _) | Input::Deliver(name) => {
                known(name.from)?;
                known(name.to)?;
            }
            Input::Rule(rule) if !rule.delay.is_sane() => return Err(InputError::Delay),
            Input::Rule(rule) => rule.from.iter().chain(rule.to.iter()).try_for_each(known)?,
            Input::Set { key, value } => self.check_setting(key, *value)?,
            Input::Command { node, command } => {
                known(*node)?;
                self.typed.read_command(command, &self.names)?;
            }
            Input::Heal(_) | Input::HealAll | Input::ClearRules | Input::Hold(_) | Input::Reseed(_) => {}
        }
        Ok(())
    }

    fn check_setting(&self, key: &str, value: i64) -> Result<(), SettingError> {
        let params = || self.typed.params().iter().chain(crate::sim::NetworkConfig::params());
        let live = || params().filter(|param| param.live);
        let Some(param) = live().find(|param| param.key == key) else {
            let known = live().map(|param| param.key).collect::<Vec<_>>().join(", ");
            return Err(SettingError::Unknown { key: key.to_owned(), known });
        };
        param.check(value)?;
        let mut network = self.network.config.clone();
        network.set(key, value);
        match self.typed.conflict(key, value).or_else(|| network.conflict()) {
            Some(why) => Err(SettingError::Conflict(why)),
            None => Ok(()),
        }
    }

    /// Applies a checked input; false when it changed nothing.
    fn apply(&mut self, input: &Input, trace: &mut Sink) -> bool {
        match input {
            Input::Crash(node) => self.crash(*node, trace),
            Input::Restart(node) => self.restart(*node, trace),
            Input::Pause(node) => self.pause(*node, trace),
            Input::Resume(node) => self.resume(*node, trace),
            Input::Cut { sides, one_way } => self.cut(sides, *one_way, trace),
            Input::Heal(id) => {
                let cuts = self.network.cuts.len();
                self.network.cuts.retain(|cut| cut.id != *id);
                let healed = self.network.cuts.len() < cuts;
                self.say(healed, &HEALED, Vec::new(), trace)
            }
            Input::HealAll => {
                let any = !self.network.cuts.is_empty();
                self.network.cuts.clear();
                self.say(any, &HEALED_ALL, Vec::new(), trace)
            }
            Input::Skew { node, offset, drift } => self.skew(*node, *offset, *drift, trace),
            Input::Command { node, .. } => {
                let up = self.typed.health(*node) == Health::Up;
                if up {
                    self.handle(*node, Call::Command, What::Command, None, trace);
                }
                up
            }
            Input::Set { key, value } => self.set(key, *value, trace),
            Input::Rule(rule) => {
                self.network.rules.push(rule.clone());
                self.say(true, &RULED, Vec::new(), trace)
            }
            Input::ClearRules => {
                let any = !self.network.rules.is_empty();
                self.network.rules.clear();
                self.say(any, &UNRULED, Vec::new(), trace)
            }
            Input::Hold(held) => {
                let changed = self.network.held != *held;
                self.network.held = *held;
                self.say(changed, if *held { &HELD } else { &RELEASED }, Vec::new(), trace)
            }
            Input::Byzantine(node, on) => {
                let changed = self.typed.byzantine(*node) != *on;
                self.typed.set_byzantine(*node, *on);
                self.say(changed, if *on { &BYZANTINE } else { &HONEST }, vec![(*node).into()], trace)
            }
            Input::Reseed(seed) => {
                self.seed = *seed;
                for (i, lane) in self.lanes.iter_mut().enumerate() {
                    lane.stream = Stream::new(*seed, NodeId::from(i));
                }
                self.say(true, &RESEEDED, Vec::new(), trace)
            }
            Input::Drop(name) | Input::Duplicate(name) | Input::Postpone(name, _) | Input::Deliver(name) => {
                match self.flight(*name) {
                    Some(slot) => self.interfere(slot, *name, input, trace),
                    None => false,
                }
            }
        }
    }

    /// Tells the story when something `changed`; returns whether it did.
    fn say(&self, changed: bool, template: &'static Template, args: Vec<Value>, trace: &mut Sink) -> bool {
        if changed {
            let node = match args.first() {
                Some(Value::Node(node)) => Some(*node),
                _ => None,
            };
            self.narrate(node, Line::new(template, args), trace);
        }
        changed
    }

    fn crash(&mut self, node: NodeId, trace: &mut Sink) -> bool {
        if self.typed.health(node) == Health::Crashed {
            return false;
        }
        self.typed.set_health(node, Health::Crashed);
        let lane = &mut self.lanes[node.index()];
        for alarm in &mut lane.alarms {
            alarm.set = None;
            alarm.queued = 0;
        }
        for key in std::mem::take(&mut lane.backlog) {
            if let Due::Flight(slot) = key.due {
                self.lose(slot, Loss::Dead, trace);
            }
        }
        if self.typed.link() == Link::Stream {
            let nodes = (0..self.typed.count()).map(NodeId::from).filter(|peer| *peer != node);
            nodes.for_each(|peer| self.disconnect(peer, node));
        }
        self.note_lane(node, trace);
        // A crash brings nothing about that would have to be told.
        let _ = self.judge(node, self.history.len() as u32);
        self.say(true, &CRASHED, vec![node.into()], trace)
    }

    fn restart(&mut self, node: NodeId, trace: &mut Sink) -> bool {
        let crashed = self.typed.health(node) == Health::Crashed;
        if crashed {
            self.say(true, &RESTARTED, vec![node.into()], trace);
            self.start(node, trace);
        }
        crashed
    }

    fn pause(&mut self, node: NodeId, trace: &mut Sink) -> bool {
        if self.typed.health(node) != Health::Up {
            return false;
        }
        self.typed.set_health(node, Health::Paused);
        self.note_lane(node, trace);
        self.say(true, &PAUSED, vec![node.into()], trace)
    }

    /// Lets a paused node run its backlog, in due order. A timer that an earlier part of the backlog sets again or
    /// cancels no longer fires as it was.
    fn resume(&mut self, node: NodeId, trace: &mut Sink) -> bool {
        if self.typed.health(node) != Health::Paused {
            return false;
        }
        self.typed.set_health(node, Health::Up);
        for key in std::mem::take(&mut self.lanes[node.index()].backlog) {
            let seq = self.queue.ticket();
            match key.due {
                Due::Flight(slot) => {
                    if let Some(flight) = self.flights[slot as usize].as_mut().filter(|f| f.seq == key.seq) {
                        flight.seq = seq;
                    } else {
                        continue;
                    }
                }
                Due::Timer(_, place) => {
                    let alarm = self.lanes[node.index()].alarm(place);
                    let Some(set) = &mut alarm.set else { continue };
                    set.seq = seq;
                    (alarm.queued, alarm.queued_due) = (seq, self.now);
                }
                Due::Start(_) | Due::Disconnect(..) => {}
            }
            self.queue.push(self.now, seq, key.due);
        }
        self.note_lane(node, trace);
        self.say(true, &RESUMED, vec![node.into()], trace)
    }

    fn cut(&mut self, sides: &[NodeSet], one_way: bool, trace: &mut Sink) -> bool {
        self.network.cuts_made += 1;
        let cut = Cut { id: self.network.cuts_made, sides: sides.to_vec(), one_way };
        let severed = |name: MessageName| cut.blocks(name.from, name.to);
        for slot in 0..self.flights.len() {
            if self.flights[slot].as_ref().is_some_and(|flight| severed(flight.name)) {
                self.lose(slot as u32, Loss::Cut, trace);
            }
        }
        if self.typed.link() == Link::Stream {
            let nodes = || (0..self.typed.count()).map(NodeId::from);
            let pairs = nodes().flat_map(|a| nodes().map(move |b| (a, b)));
            let cut_pairs: Vec<_> = pairs.filter(|(a, b)| cut.blocks(*a, *b) || cut.blocks(*b, *a)).collect();
            for (a, b) in cut_pairs {
                self.disconnect(a, b);
            }
        }
        self.network.cuts.push(cut);
        let group = |side: &NodeSet| Value::Text(format!("{{{}}}", side.words(&self.names)));
        if one_way {
            let rest: NodeSet = sides[1..].iter().flat_map(NodeSet::iter).collect();
            return self.say(true, &CUT_ONE_WAY, vec![group(&sides[0]), group(&rest)], trace);
        }
        let groups = sides.iter().map(|side| group(side).text(&self.names)).collect::<Vec<_>>().join(" | ");
        self.say(true, &CUT, vec![Value::Text(groups)], trace)
    }

    /// Sets a node's clock; timers that run keep what is left of them by the node's own counting.
    fn skew(&mut self, node: NodeId, offset: i64, drift: i32, trace: &mut Sink) -> bool {
        let now = self.now;
        let lane = &mut self.lanes[node.index()];
        let old = lane.skew;
        if (old.offset, old.drift) == (offset, drift) {
            return false;
        }
        lane.skew = Skew::set(now, offset, drift);
        let skew = lane.skew;
        let running: Vec<_> = lane.alarms.iter().enumerate().filter_map(|(i, a)| Some((i, a.set?))).collect();
        for (place, set) in running {
            let left = old.own_span(set.due.saturating_sub(now));
            let (left, whole) = (skew.true_span(left), skew.true_span(old.own_span(set.whole)));
            let seq = self.queue.ticket();
            self.arm(node, place as u16, Set { due: now + left, whole, seq, by: set.by });
        }
        let args = vec![
            node.into(),
            Value::Text(format!("{} ms", marked(crate::sim::decimal(offset, 3)))),
            Value::Int(drift.into()),
        ];
        self.say(true, &SKEWED, args, trace)
    }

    fn set(&mut self, key: &str, value: i64, trace: &mut Sink) -> bool {
        let (before, held) = (self.setting(key), self.typed.holds());
        if self.typed.set(key, value) {
            self.network.usual = self.typed.delays();
        } else {
            self.network.config.set(key, value);
        }
        if self.typed.holds() != held {
            self.network.held = !held;
        }
        let params = || self.typed.params().iter().chain(crate::sim::NetworkConfig::params());
        let Some(param) = params().find(|param| param.key == key) else { return false };
        let args = vec![tr(param.label).into(), Value::Text(param.show_with_unit(value))];
        self.say(before != Some(value), &SET, args, trace)
    }

    /// Drops, doubles, delays or delivers a message in flight.
    fn interfere(&mut self, slot: u32, name: MessageName, input: &Input, trace: &mut Sink) -> bool {
        let mut args = vec![name.from.into(), name.to.into()];
        match input {
            Input::Drop(_) => {
                self.lose(slot, Loss::Dropped, trace);
                self.say(true, &DROPPED, args, trace)
            }
            Input::Duplicate(_) => {
                self.duplicate(slot, trace);
                self.say(true, &DOUBLED, args, trace)
            }
            Input::Postpone(_, by) => {
                args.push(Value::Time(*by));
                self.say(true, &POSTPONED, args, trace);
                self.move_arrival(slot, |due, _| due.saturating_add(*by), trace)
            }
            _ => self.move_arrival(slot, |_, now| now, trace),
        }
    }

    fn move_arrival(&mut self, slot: u32, to: impl Fn(Micros, Micros) -> Micros, trace: &mut Sink) -> bool {
        let Some(flight) = &self.flights[slot as usize] else { return false };
        let (number, due) = (flight.number, to(flight.due, self.now));
        let changed = due != flight.due;
        if changed && due != Micros::MAX {
            self.schedule(slot, due);
            if let Some(trace) = trace {
                trace.set_journey(number, due, due, Fate::Flying);
            }
        }
        changed
    }
}
