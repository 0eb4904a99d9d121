//! The digest: a hash of everything that decides how the run goes on.

use super::Engine;
use super::nodes::extend;
use super::typed::{Part, Typed};
use crate::sim::ids::{Micros, NodeId};
use crate::sim::sorted::order;
use serde::Serialize;
use std::hash::Hasher;

/// The digest's seed; a change of it would make every published link say "recorded by another version".
const SEED: u64 = 0x6e65_7473_706c_6974;

/// What is hashed of one node between its slot and its timers.
#[derive(Serialize)]
struct LanePart<'a> {
    clock: &'a crate::sim::Clock,
    stream: &'a crate::sim::Stream,
    local: Micros,
    drift: i32,
}

impl<T: Typed + ?Sized> Engine<T> {
    /// A hash of the postcard bytes of the whole state (`derive(Hash)` would differ between native and WASM:
    /// lengths and discriminants are pointer-sized there).
    pub fn digest(&self) -> u64 {
        let mut bytes = extend(&(self.when(), self.seed, self.messages), Vec::new());
        bytes = extend(&self.network, bytes);
        for (node, lane) in self.lanes.iter().enumerate() {
            let node = NodeId::from(node);
            bytes = self.typed.write(Part::Slot(node), bytes);
            let (local, drift) = (lane.skew.local(self.now), lane.skew.drift);
            bytes = extend(&LanePart { clock: &lane.clock, stream: &lane.stream, local, drift }, bytes);
            let set = || lane.alarms.iter().enumerate().filter_map(|(i, alarm)| Some((i, alarm.set?.due)));
            bytes = extend(&(set().count() as u32), bytes);
            for (place, due) in set() {
                bytes = extend(&due, self.typed.write(Part::Timer(node, place as u16), bytes));
            }
            let links: Vec<(NodeId, u64)> = lane.counts().collect();
            bytes = extend(&links, bytes);
        }
        let flights = self.flights.iter().enumerate();
        let flights: Vec<_> = flights.filter_map(|(slot, flight)| Some((slot, flight.as_ref()?))).collect();
        for place in order(flights.iter().map(|(_, flight)| flight.number)) {
            let (slot, flight) = flights[place];
            bytes = self.typed.write(Part::Message(slot as u32), extend(&(flight.name, flight.due), bytes));
        }
        let mut hash = twox_hash::XxHash64::with_seed(SEED);
        hash.write(&bytes);
        hash.finish()
    }
}
