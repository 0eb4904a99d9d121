//! The digest: a hash of everything that decides how the run goes on.

use super::World;
use crate::sim::ids::{Micros, NodeId};
use crate::sim::input::MessageName;
use crate::sim::protocol::Protocol;
use crate::sim::sorted::order;
use serde::Serialize;
use std::hash::Hasher;

/// The digest's seed; a change of it would make every published link say "recorded by another version".
const SEED: u64 = 0x6e65_7473_706c_6974;

/// The parts that are hashed for one node besides its slot.
#[derive(Serialize)]
struct LanePart<'a, T> {
    clock: &'a crate::sim::Clock,
    stream: &'a crate::sim::Stream,
    local: Micros,
    drift: i32,
    alarms: Vec<(T, Micros)>,
    links: Vec<(NodeId, u64)>,
}

impl<P: Protocol> World<P> {
    /// A hash of the postcard bytes of the whole state (`derive(Hash)` would differ between native and WASM:
    /// lengths and discriminants are pointer-sized there).
    pub fn digest(&self) -> u64 {
        let mut hash = twox_hash::XxHash64::with_seed(SEED);
        add(&mut hash, &(self.when(), self.seed, self.messages));
        add(&mut hash, &self.network);
        for (slot, lane) in self.slots.iter().zip(&self.lanes) {
            add(&mut hash, slot);
            let alarms = lane.alarms.iter().filter_map(|alarm| Some((alarm.timer, alarm.set?.due))).collect();
            add(
                &mut hash,
                &LanePart {
                    clock: &lane.clock,
                    stream: &lane.stream,
                    local: lane.skew.local(self.now),
                    drift: lane.skew.drift,
                    alarms,
                    links: lane.counts().collect(),
                },
            );
        }
        let flights: Vec<_> = self.flights.iter().flatten().collect();
        for place in order(flights.iter().map(|flight| flight.number)) {
            let flight = flights[place];
            add::<(MessageName, Micros, &P::Message)>(&mut hash, &(flight.name, flight.due, &flight.message));
        }
        hash.finish()
    }
}

fn add<T: Serialize>(hash: &mut twox_hash::XxHash64, part: &T) {
    let bytes = postcard::to_allocvec(part).expect("a state is plain data, which postcard can always write");
    hash.write(&bytes);
}
