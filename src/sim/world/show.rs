//! What a world shows of itself: the [`Sim`] facade.

use super::World;
use crate::sim::facade::{Frame, NodeFrame, Sim, Stop};
use crate::sim::history::Operation;
use crate::sim::ids::{Micros, NodeId, When};
use crate::sim::input::{Input, InputError, MessageName};
use crate::sim::network::NetworkConfig;
use crate::sim::param::Config;
use crate::sim::property::{PropertyKind, Standing, Verdict};
use crate::sim::protocol::{Command, Message, Protocol};
use crate::sim::shared::SharedVec;
use crate::sim::trace::{Fate, Trace};
use crate::sim::value::{Countdown, Field, Glyph, Health, NodeView, Panel, Value};

/// Above this many nodes a frame carries no full views.
const VIEWS_MAX: usize = 100;

impl<P: Protocol> World<P> {
    /// How a node looks.
    pub(super) fn glyph(&self, node: NodeId) -> Glyph {
        let slot = &self.slots[node.index()];
        P::glyph(slot.state.as_ref(), self.chairs[node.index()].kind, &slot.disk)
    }

    fn node_view(&self, node: NodeId) -> NodeView {
        let (slot, lane) = (&self.slots[node.index()], &self.lanes[node.index()]);
        let mut view = NodeView::default();
        P::view(slot.state.as_ref(), &slot.disk, &self.config, &mut view);
        for since in view.badges.iter_mut().filter_map(|badge| badge.since.as_mut()) {
            *since = lane.skew.true_time(*since, self.now);
        }
        if !lane.clock.vector.is_empty() {
            view.memory("vector clock", Value::Clock(lane.clock.vector.to_vec()));
        }
        view.memory("Lamport clock", u64::from(lane.clock.lamport));
        view.memory("own clock", Value::Time(lane.skew.local(self.now)));
        view
    }

    fn node_frame(&self, i: usize) -> NodeFrame {
        let (id, slot, lane, chair) = (NodeId::from(i), &self.slots[i], &self.lanes[i], &self.chairs[i]);
        let next = if slot.health == Health::Up { lane.next_alarm() } else { None };
        NodeFrame {
            id,
            kind: chair.role,
            place: chair.place,
            health: slot.health,
            byzantine: slot.byzantine,
            glyph: self.glyph(id),
            countdown: next.map(|set| Countdown { due: set.due, whole: set.whole }),
            skew: (lane.skew.offset, lane.skew.drift),
            view: if self.slots.len() <= VIEWS_MAX { self.node_view(id) } else { NodeView::default() },
        }
    }

    fn standing(&self, property: usize, kind: PropertyKind) -> Standing {
        if self.violations.iter().any(|violation| violation.property == property) {
            return Standing::Violated;
        }
        if self.unsure.contains(&property) {
            return Standing::Unknown;
        }
        let PropertyKind::Eventually(within) = kind else { return Standing::Holds };
        let faulty = !self.network.cuts.is_empty()
            || self.slots.iter().enumerate().any(|(i, slot)| {
                slot.health != Health::Up && !P::is_down_at_first(NodeId::from(i), &self.config)
            });
        if faulty || self.now < self.disturbed.saturating_add(within) {
            Standing::Pending
        } else if P::fulfilled(property, &self.slots, &self.config) {
            Standing::Holds
        } else {
            Standing::Violated
        }
    }
}

impl<P: Protocol> Sim for World<P> {
    fn when(&self) -> When {
        World::when(self)
    }

    fn next_due(&mut self) -> Option<Micros> {
        self.next().map(|key| key.at)
    }

    fn run(&mut self, until: When, trace: Option<&mut Trace>) -> Stop {
        World::run(self, until, trace)
    }

    fn input(&mut self, input: &Input, trace: Option<&mut Trace>) -> Result<(), InputError> {
        World::input(self, input, trace)
    }

    fn fork(&self) -> Box<dyn Sim> {
        Box::new(self.clone())
    }

    fn digest(&self) -> u64 {
        World::digest(self)
    }

    fn cut_back(&self, trace: &mut Trace) {
        trace.cut_back(self.when(), self.messages, self.marks);
        for flight in self.flights.iter().flatten() {
            trace.set_journey(flight.number, flight.due, flight.due, Fate::Flying);
        }
    }

    fn frame(&self) -> Frame {
        Frame {
            when: World::when(self),
            nodes: (0..self.slots.len()).map(|i| self.node_frame(i)).collect(),
            cuts: self.network.cuts.clone(),
            held: self.network.held,
        }
    }

    fn messages(&self) -> u64 {
        self.messages
    }

    fn names(&self) -> &[String] {
        &self.names
    }

    fn inspect(&self, node: NodeId) -> NodeView {
        self.node_view(node)
    }

    fn message(&self, name: MessageName) -> Option<Vec<Field>> {
        let flight = self.flights[self.flight(name)? as usize].as_ref()?;
        let mut fields = flight.message.fields();
        let clock = Value::Clock(flight.clock.vector.to_vec());
        fields.push(Field { name: "vector clock", value: clock, disk: false });
        Some(fields)
    }

    fn verdicts(&self) -> Vec<Verdict> {
        let verdict = |(i, property): (usize, &crate::sim::Property)| Verdict {
            property: *property,
            standing: self.standing(i, property.kind),
            violation: self.violations.iter().find(|violation| violation.property == i).cloned(),
        };
        P::PROPERTIES.iter().enumerate().map(verdict).collect()
    }

    fn violated(&self) -> usize {
        self.violations.len()
    }

    fn panels(&self) -> Vec<Panel> {
        P::overview(&self.slots, &self.monitors, &self.config)
    }

    fn history(&self) -> &SharedVec<Operation> {
        &self.history
    }

    fn commands(&self) -> &'static [Command] {
        P::COMMANDS
    }

    fn setting(&self, key: &str) -> Option<i64> {
        self.config.get(key).or_else(|| self.network.config.get(key))
    }

    fn network(&self) -> &NetworkConfig {
        &self.network.config
    }

    fn warnings(&self) -> Vec<String> {
        P::warnings(&self.config, &self.network.config)
    }
}
