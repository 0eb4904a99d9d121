//! The world of one protocol: nodes, network, queue, and what they do to each other.

mod digest;
mod effects;
mod engine;
mod inputs;
mod lane;
mod nodes;
mod show;
mod typed;

use super::facade::Stop;
use super::ids::When;
use super::input::{Input, InputError};
use super::network::{Network, NetworkConfig};
use super::protocol::{Protocol, Slot};
use super::trace::Trace;
use engine::{Chair, Engine, Flight, Sink};
use nodes::Nodes;

/// A buffer that is reused within a world and not copied with it.
#[derive(Debug, Default)]
struct Spare<T>(T);

impl<T: Default> Clone for Spare<T> {
    fn clone(&self) -> Self {
        Spare(T::default())
    }
}

/// A deterministic simulation of protocol `P`.
#[derive(Clone)]
pub struct World<P: Protocol>(Engine<Nodes<P>>);

impl<P: Protocol> std::fmt::Debug for World<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "World({}, {:?})", self.when(), self.0.typed.slots)
    }
}

impl<P: Protocol> World<P> {
    /// A world at time 0, before its nodes have booted.
    pub fn new(config: P::Config, network: NetworkConfig, seed: u64) -> Self {
        let (mut chairs, mut kinds, mut names, mut disks) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for seat in P::roster(&config) {
            chairs.push(Chair { role: seat.role, place: seat.place });
            kinds.push(seat.kind);
            names.push(seat.name);
            disks.push(seat.disk);
        }
        let (usual, held) = (P::delays(&config), P::holds(&config));
        let network = Network { config: network, usual, held, ..Network::default() };
        World(Engine::new(seed, network, chairs, names, Nodes::new(config, kinds.into(), disks)))
    }

    /// Turns the property monitors off, for measuring what they cost.
    #[must_use]
    pub fn without_monitors(mut self) -> Self {
        self.0.judging = false;
        self
    }

    /// The nodes.
    pub fn slots(&self) -> &[Slot<P>] {
        &self.0.typed.slots
    }

    /// The configuration in force.
    pub fn config(&self) -> &P::Config {
        &self.0.typed.config
    }

    /// The instant it stands at.
    pub fn when(&self) -> When {
        self.0.when()
    }

    /// Runs until `until`; see [`super::Sim::run`].
    pub fn run(&mut self, until: When, trace: Option<&mut Trace>) -> Stop {
        self.side_mut().run(until, trace)
    }

    /// Does something to the world; see [`super::Sim::input`].
    ///
    /// # Errors
    /// When the input cannot be read or does not fit; then nothing has changed.
    pub fn input(&mut self, input: &Input, trace: Option<&mut Trace>) -> Result<(), InputError> {
        self.side_mut().input(input, trace)
    }

    /// A hash of the whole state; see [`super::Sim::digest`].
    pub fn digest(&self) -> u64 {
        self.side().digest()
    }
}

/// How the engine sees its protocol. Where speed counts it is compiled for each protocol.
#[cfg(not(feature = "web"))]
impl<P: Protocol> World<P> {
    fn side(&self) -> &Engine<Nodes<P>> {
        &self.0
    }

    fn side_mut(&mut self) -> &mut Engine<Nodes<P>> {
        &mut self.0
    }
}

/// In a page size counts: it is compiled once for all of them.
#[cfg(feature = "web")]
impl<P: Protocol> World<P> {
    fn side(&self) -> &Engine<dyn typed::Typed> {
        &self.0
    }

    fn side_mut(&mut self) -> &mut Engine<dyn typed::Typed> {
        &mut self.0
    }
}
