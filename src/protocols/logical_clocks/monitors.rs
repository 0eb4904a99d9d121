//! The Clock Condition, its converse for vectors, and what is promised of the cart. What happened before what is known
//! from the world, which counts the events of every lane itself: nothing here rests on the clocks that are judged.

use super::cart::entries;
use super::process::{Disk, Happened, What, event_name};
use super::{Process, story};
use crate::sim::{
    Causality, Clock, Line, NodeId, Observed, Property, Report, SharedVec, Template, Value, first_index,
};

const CLOCK_CONDITION: usize = 0;
const STRONG_CLOCK_CONDITION: usize = 1;
const NO_WRITE_LOST: usize = 2;

/// What is promised.
pub const PROPERTIES: [Property; 3] = [
    Property::safety("Clock Condition", "For any events a and b: if a → b then C(a) < C(b). (Lamport 1978)"),
    Property::safety(
        "Strong Clock Condition",
        "For any events a and b: V(a) < V(b) if and only if a → b. (Fidge 1988, Mattern 1988)",
    ),
    Property::safety(
        "No Write Lost",
        "Every write of the cart that a process has heard of is taken in by a version that it keeps.",
    ),
];

/// An event: what the world counted, and what the process's own clocks say.
#[derive(Clone, Debug)]
struct Seen {
    truth: Clock,
    own: Clock,
}

/// A write of the cart.
#[derive(Clone, Debug)]
struct Written {
    /// Which of its process's events it was.
    event: u32,
    /// What changed: `+milk`.
    what: String,
}

/// The events of one process.
#[derive(Clone, Debug, Default)]
struct Lane {
    events: SharedVec<Seen>,
    writes: SharedVec<Written>,
}

/// What the monitors remember.
#[derive(Clone, Debug, Default)]
pub struct Monitors {
    lanes: Vec<Lane>,
    /// Whether the vectors are known to be wrong, so that nothing is to be looked for any more.
    broken: bool,
    /// Whether events that C orders although they are concurrent have been told of.
    told: bool,
}

/// An event by its process and number there, from 1.
type Name = (NodeId, u32);

impl Monitors {
    /// Judges all properties after an event.
    pub fn observe(&mut self, seen: &Observed<Process>, report: &mut Report) {
        self.lanes.resize_with(seen.slots.len(), Lane::default);
        let (node, disk) = (seen.node, &seen.slots[seen.node.index()].disk);
        let lane = &mut self.lanes[node.index()];
        let Some(newest) = disk.newest().filter(|_| lane.events.len() < disk.events as usize) else { return };
        let (truth, own) = (seen.clock.clone(), newest.clock.clone());
        lane.events.push(Seen { truth, own });
        if let What::Write(change) = &newest.what {
            let what = format!("{}{}", if change.add { "+" } else { "−" }, change.item);
            lane.writes.push(Written { event: newest.number, what });
        }
        let here = (node, newest.number);
        self.clock_condition(here, newest, report);
        self.strong_clock_condition(here, report);
        self.no_write_lost(here, disk, seen.config.processes, report);
        self.tell_of_a_pair(here, report);
    }

    fn event(&self, (node, number): Name) -> Option<&Seen> {
        self.lanes.get(node.index())?.events.get((number as usize).checked_sub(1)?)
    }

    /// It is enough to look at what comes directly before: happened-before is what follows from that.
    fn clock_condition(&self, here: Name, event: &Happened, report: &mut Report) {
        let sent = if let What::Receive(from, number) = event.what { Some((from, number)) } else { None };
        let previous = Some((here.0, here.1 - 1));
        for before in [previous, sent].into_iter().flatten() {
            let Some(cause) = self.event(before) else { continue };
            if cause.own.lamport >= event.clock.lamport {
                let clocks = [cause.own.lamport, event.clock.lamport].map(|c| Value::Int(c.into()));
                report.violate(
                    CLOCK_CONDITION,
                    &[before.0, here.0],
                    line(&story::NOT_INCREASING, before, here, clocks),
                );
            }
        }
    }

    /// A vector that counts exactly the events of each process that happened before is smaller than another if and only if
    /// its event happened before (Mattern's theorem). So only one that does not is compared with all others.
    fn strong_clock_condition(&mut self, here: Name, report: &mut Report) {
        let Some(event) =
            self.event(here).filter(|event| !self.broken && event.own.vector != event.truth.vector)
        else {
            return;
        };
        for (process, lane) in self.lanes.iter().enumerate() {
            for (other, number) in lane.events.iter().zip(1..) {
                let there = (NodeId::from(process), number);
                let (truth, own) = (other.truth.compare(&event.truth), other.own.compare(&event.own));
                let Some((template, turned)) = contradiction(truth, own).filter(|_| there != here) else {
                    continue;
                };
                let ((first, one), (second, two)) =
                    if turned { ((here, event), (there, other)) } else { ((there, other), (here, event)) };
                let clocks = [one, two].map(|seen| Value::Clock(seen.own.vector.to_vec()));
                report.violate(
                    STRONG_CLOCK_CONDITION,
                    &[first.0, second.0],
                    line(template, first, second, clocks),
                );
                self.broken = true;
                return;
            }
        }
    }

    /// Every message carries the cart: so whatever was written before is known here.
    fn no_write_lost(&self, (node, number): Name, disk: &Disk, processes: u64, report: &mut Report) {
        let Some(event) = self.event((node, number)) else { return };
        let taken_in = disk.cart.taken_in();
        for (process, lane) in self.lanes.iter().enumerate() {
            let writer = NodeId::from(process);
            let known = event.truth.vector.get(process).copied().unwrap_or(0);
            let heard = first_index(lane.writes.len(), |i| {
                lane.writes.get(i).is_some_and(|write| write.event > known)
            });
            let lost = lane
                .writes
                .get(taken_in.of(writer) as usize)
                .filter(|_| heard > taken_in.of(writer) as usize);
            if let Some(lost) = lost {
                let what = Value::Text(lost.what.clone());
                let args = vec![node.into(), writer.into(), what, entries(&taken_in, processes)];
                report.violate(NO_WRITE_LOST, &[node, writer], Line::new(&story::WRITE_LOST, args));
            }
        }
    }

    /// The first event whose C is higher than that of another process's newest one, although that did not happen before.
    fn tell_of_a_pair(&mut self, here: Name, report: &mut Report) {
        if self.told {
            return;
        }
        let Some(event) = self.event(here) else { return };
        let newest = |(process, lane): (usize, &Lane)| {
            Some(((NodeId::from(process), lane.events.len() as u32), lane.events.last()?.clone()))
        };
        let mut others = self.lanes.iter().enumerate().filter_map(newest);
        let pair = others.find(|(_, other)| {
            other.own.lamport < event.own.lamport
                && other.truth.compare(&event.truth) == Causality::Concurrent
        });
        if let Some((there, other)) = pair {
            let args = vec![
                event_name(there.0, there.1),
                Value::Int(other.own.lamport.into()),
                event_name(here.0, here.1),
                Value::Int(event.own.lamport.into()),
            ];
            report.tell(Line::new(&story::ORDERED_YET_CONCURRENT, args));
            self.told = true;
        }
    }
}

/// How the vectors of two events contradict what happened, and whether they are to be told the other way round.
fn contradiction(truth: Causality, own: Causality) -> Option<(&'static Template, bool)> {
    match (truth, own) {
        (truth, own) if truth == own => None,
        (Causality::Before, _) => Some((&story::VECTOR_MISSES, false)),
        (Causality::After, _) => Some((&story::VECTOR_MISSES, true)),
        (_, Causality::Before) => Some((&story::VECTOR_INVENTS, false)),
        (_, Causality::After) => Some((&story::VECTOR_INVENTS, true)),
        _ => None,
    }
}

fn line(template: &'static Template, a: Name, b: Name, [c, d]: [Value; 2]) -> Line {
    Line::new(template, vec![event_name(a.0, a.1), event_name(b.0, b.1), c, d])
}
