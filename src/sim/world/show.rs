//! What a world shows of itself: the [`Sim`] facade.

use super::typed::Typed;
use super::{Engine, World};
use crate::sim::clock::ClockFace;
use crate::sim::facade::{Frame, NodeFrame, SWARM, Sim, Stop};
use crate::sim::history::Operation;
use crate::sim::ids::{Micros, NodeId, When};
use crate::sim::input::{Input, InputError, MessageName};
use crate::sim::network::NetworkConfig;
use crate::sim::param::Config;
use crate::sim::property::{PropertyKind, Standing, Verdict};
use crate::sim::protocol::{Command, Gestures, Protocol};
use crate::sim::shared::SharedVec;
use crate::sim::trace::{Fate, Trace};
use crate::sim::value::{Countdown, Field, Health, NodeView, Panel, Value};
use netsplit_text::msg;

impl<T: Typed + ?Sized> Engine<T> {
    /// What the inspector shows of a node.
    fn node_view(&self, node: NodeId) -> NodeView {
        let lane = &self.lanes[node.index()];
        let mut view = NodeView::default();
        self.typed.view(node, &mut view);
        for at in view.badges.iter_mut().flat_map(|badge| badge.since.iter_mut().chain(&mut badge.until)) {
            *at = lane.skew.true_time(*at, self.now);
        }
        if self.typed.clock_face().is_none() {
            if !lane.clock.vector.is_empty() {
                view.memory(msg!("vector clock"), Value::Clock(lane.clock.vector.to_vec()));
            }
            view.memory(msg!("Lamport clock"), u64::from(lane.clock.lamport));
        }
        view.memory(msg!("own clock"), Value::Time(lane.skew.local(self.now)));
        view
    }

    fn node_frame(&self, i: usize) -> NodeFrame {
        let (id, lane, chair) = (NodeId::from(i), &self.lanes[i], &self.chairs[i]);
        let health = self.typed.health(id);
        let next = if health == Health::Up { lane.next_alarm() } else { None };
        NodeFrame {
            id,
            kind: chair.role,
            place: chair.place,
            health,
            byzantine: self.typed.byzantine(id),
            glyph: self.typed.glyph(id),
            countdown: next.map(|set| Countdown { due: set.due, whole: set.whole }),
            skew: (lane.skew.offset, lane.skew.drift),
            view: if self.lanes.len() <= SWARM { self.node_view(id) } else { NodeView::default() },
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
        let mut nodes = (0..self.lanes.len()).map(NodeId::from);
        let faulty = !self.network.cuts.is_empty()
            || nodes.any(|node| self.typed.health(node) != Health::Up && !self.typed.is_down_at_first(node));
        if faulty || self.now < self.disturbed.saturating_add(within) {
            Standing::Pending
        } else if self.typed.fulfilled(property) {
            Standing::Holds
        } else {
            Standing::Violated
        }
    }

    /// See [`Sim::cut_back`].
    fn cut_back(&self, trace: &mut Trace) {
        trace.cut_back(self.when(), self.messages, self.marks);
        for flight in self.flights.iter().flatten() {
            trace.set_journey(flight.number, flight.due, flight.due, Fate::Flying);
        }
    }

    /// See [`Sim::frame`].
    fn frame(&self) -> Frame {
        Frame {
            when: self.when(),
            nodes: (0..self.lanes.len()).map(|i| self.node_frame(i)).collect(),
            cuts: self.network.cuts.clone(),
            held: self.network.held,
        }
    }

    /// See [`Sim::message`].
    fn message(&self, name: MessageName) -> Option<Vec<Field>> {
        let slot = self.flight(name)?;
        let flight = self.flights[slot as usize].as_ref()?;
        let mut fields = self.typed.fields(slot);
        if self.typed.clock_face().is_none() {
            let clock = Value::Clock(flight.clock.vector.to_vec());
            fields.push(Field { name: msg!("vector clock"), value: clock, disk: false });
        }
        Some(fields)
    }

    /// See [`Sim::verdicts`].
    fn verdicts(&self) -> Vec<Verdict> {
        let verdict = |(i, property): (usize, &crate::sim::Property)| Verdict {
            property: *property,
            standing: self.standing(i, property.kind),
            violation: self.violations.iter().find(|violation| violation.property == i).cloned(),
        };
        let all = self.typed.properties().iter().enumerate();
        all.filter(|(i, _)| self.typed.promises(*i)).map(verdict).collect()
    }

    /// See [`Sim::setting`].
    pub fn setting(&self, key: &str) -> Option<i64> {
        self.typed.setting(key).or_else(|| self.network.config.get(key))
    }
}

impl<P: Protocol> Sim for World<P> {
    fn when(&self) -> When {
        self.0.when()
    }

    fn next_due(&mut self) -> Option<Micros> {
        self.side_mut().next().map(|key| key.at)
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
        self.side().cut_back(trace);
    }

    fn frame(&self) -> Frame {
        self.side().frame()
    }

    fn messages(&self) -> u64 {
        self.0.messages
    }

    fn names(&self) -> &[String] {
        &self.0.names
    }

    fn inspect(&self, node: NodeId) -> NodeView {
        self.side().node_view(node)
    }

    fn message(&self, name: MessageName) -> Option<Vec<Field>> {
        self.side().message(name)
    }

    fn verdicts(&self) -> Vec<Verdict> {
        self.side().verdicts()
    }

    fn violated(&self) -> usize {
        self.0.violations.len()
    }

    fn panels(&self) -> Vec<Panel> {
        self.0.typed.panels()
    }

    fn history(&self) -> &SharedVec<Operation> {
        &self.0.history
    }

    fn commands(&self) -> &'static [Command] {
        P::COMMANDS
    }

    fn gestures(&self) -> Gestures {
        P::GESTURES
    }

    fn clock_face(&self) -> Option<ClockFace> {
        self.0.typed.clock_face()
    }

    fn held(&self) -> bool {
        self.0.network.held
    }

    fn setting(&self, key: &str) -> Option<i64> {
        self.side().setting(key)
    }

    fn network(&self) -> &NetworkConfig {
        &self.0.network.config
    }

    fn warnings(&self) -> Vec<String> {
        self.0.typed.warnings(&self.0.network.config)
    }
}
