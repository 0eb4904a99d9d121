//! What lights up: the causal past and future of a selected event, or the causes that *Why?* plays.

use crate::sim::{Causality, Clock, EventRecord, Fate, MessageRecord, SortedSet, Trace};
use std::rc::Rc;

/// What the diagram is asked to light up.
#[derive(Clone, Debug, PartialEq)]
pub enum Focus {
    /// Nothing: all is drawn alike.
    All,
    /// The past and the future of an event.
    Event(u64),
    /// These events.
    These(Rc<SortedSet<u64>>),
}

/// How an event or message is lit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Light {
    /// As ever.
    Plain,
    /// It could have influenced the selected event, or is one of those asked for.
    Past,
    /// The selected event itself.
    Here,
    /// The selected event could have influenced it.
    Future,
    /// Neither.
    Dim,
}

/// Tells how each event is lit.
pub enum Lamp {
    /// All alike.
    Off,
    /// By vector clocks: the selected event and its clock.
    Clocks(u64, Clock),
    /// By recorded causes: the selected event, its past and its future.
    Causes(u64, SortedSet<u64>, SortedSet<u64>),
    /// The events asked for.
    These(Rc<SortedSet<u64>>),
}

impl Lamp {
    /// For this focus; events after `until` need not be judged.
    pub fn new(focus: &Focus, trace: &Trace, until: u64) -> Self {
        match focus {
            Focus::All => Lamp::Off,
            Focus::These(events) => Lamp::These(events.clone()),
            Focus::Event(n) => match trace.event(*n) {
                None => Lamp::Off,
                Some(event) if event.clock.vector.is_empty() => {
                    Lamp::Causes(*n, causes(trace, *n), effects(trace, *n, until))
                }
                Some(event) => Lamp::Clocks(*n, event.clock.clone()),
            },
        }
    }

    /// How event `n` is lit.
    pub fn event(&self, n: u64, event: &EventRecord) -> Light {
        match self {
            Lamp::Off => Light::Plain,
            Lamp::These(events) if events.contains(&n) => Light::Past,
            Lamp::Clocks(here, _) | Lamp::Causes(here, ..) if *here == n => Light::Here,
            Lamp::Clocks(_, clock) => match event.clock.compare(clock) {
                Causality::Before => Light::Past,
                Causality::After => Light::Future,
                Causality::Same => Light::Here,
                Causality::Concurrent => Light::Dim,
            },
            Lamp::Causes(_, past, _) if past.contains(&n) => Light::Past,
            Lamp::Causes(_, _, future) if future.contains(&n) => Light::Future,
            Lamp::These(_) | Lamp::Causes(..) => Light::Dim,
        }
    }

    /// How a message is lit: like its two events, when both are lit for the same reason.
    pub fn message(&self, message: &MessageRecord, trace: &Trace) -> Light {
        if matches!(self, Lamp::Off) {
            return Light::Plain;
        }
        let light = |n: u64| trace.event(n).map_or(Light::Dim, |event| self.event(n, event));
        let Fate::Arrived(received) = message.fate else { return Light::Dim };
        match (light(message.sent_by), light(received)) {
            (Light::Past, Light::Past | Light::Here) => Light::Past,
            (Light::Here | Light::Future, Light::Future) => Light::Future,
            _ => Light::Dim,
        }
    }
}

/// The recorded causes of an event, and theirs.
pub fn causes(trace: &Trace, n: u64) -> SortedSet<u64> {
    let chain = std::iter::successors(trace.event(n).and_then(|event| event.cause), |n| {
        trace.event(*n).and_then(|event| event.cause)
    });
    let chain: Vec<u64> = chain.collect();
    chain.into_iter().rev().collect()
}

/// The events up to `until` whose recorded causes lead back to event `n`.
fn effects(trace: &Trace, n: u64, until: u64) -> SortedSet<u64> {
    let mut found = SortedSet::from_iter([n]);
    let later = trace.events.iter_from(n as usize).take(until.saturating_sub(n) as usize);
    for (event, number) in later.zip(n + 1..) {
        if event.cause.is_some_and(|cause| found.contains(&cause)) {
            found.insert(number, ());
        }
    }
    found.remove(&n);
    found
}
