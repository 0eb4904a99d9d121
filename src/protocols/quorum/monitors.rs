//! What is promised, judged after every event; and what clients were told that was old, which is told as a story where
//! nobody promised otherwise.

use super::message::Promise;
use super::{Config, Quorum, client::Client, ring, story};
use crate::kit::model::Model;
use crate::kit::versions::{History, Siblings};
use crate::sim::{
    Line, NodeId, Observed, Operation, Outcome, Property, PropertyKind, Report, Slot, SortedMap, Value,
};
use std::rc::Rc;

const FRESH_READS: usize = 0;
const READ_YOUR_WRITES: usize = 1;
const NO_LOST_WRITE: usize = 2;
/// The place of the property that is judged when all is calm.
pub const CONVERGENCE: usize = 3;

/// How long after the last fault and the last thing anybody did all replicas must agree, µs.
const CALM: u64 = 15_000_000;

/// How clients see the nodes. Nobody promises that their histories are linearizable.
pub const MODEL: Model = Model::KeyValue;

/// What is promised.
pub const PROPERTIES: [Property; 4] = [
    Property::safety(
        "Fresh Reads",
        "With R + W > N and strict quorums, a read sees every write that was acknowledged before it was asked: the nodes \
         that answer it overlap with those that stored the write. (Gifford 1979)",
    ),
    Property::safety(
        "Read Your Writes",
        "A client that insists on it reads what it wrote before, or what was written in knowledge of that, whatever R \
         and W are. (Terry et al. 1994)",
    ),
    Property::safety(
        "No Lost Write",
        "A write that was acknowledged stays somewhere until another replaces it that was made in knowledge of it. \
         (DeCandia et al. 2007, §4.4)",
    ),
    Property {
        name: "Convergence",
        about: "When faults are over and nobody writes, all replicas of a key come to store the same versions, and nobody \
            keeps any for others. (DeCandia et al. 2007, §4.6 and §4.7)",
        kind: PropertyKind::Eventually(CALM),
    },
];

/// Which settings decide what reads must see: while they change nothing is promised.
type Regime = (u64, u64, u64, bool);

fn regime(config: &Config) -> Regime {
    (config.n, config.r, config.w, config.sloppy)
}

/// Reads see what was written before only where the quorums of reads and writes overlap.
pub fn promises(property: usize, config: &Config) -> bool {
    property != FRESH_READS || (config.r + config.w > config.n && !config.sloppy)
}

/// A write that was acknowledged, and under which settings it was asked for: the how-manyth there were.
#[derive(Clone, Debug)]
struct Acknowledged {
    promise: Promise,
    regime: u32,
}

/// A request that is under way, the settings under which it was asked, and what it must see if it is a read.
#[derive(Clone, Debug)]
struct Pending {
    number: u32,
    regime: u32,
    must: Vec<Acknowledged>,
}

/// What the monitors remember.
#[derive(Clone, Debug, Default)]
pub struct Monitors {
    /// Of each key the acknowledged writes that none replaces.
    acknowledged: Rc<SortedMap<Rc<str>, Vec<Acknowledged>>>,
    pending: Rc<Vec<Pending>>,
    settings: Option<Regime>,
    regimes: u32,
    /// How often each node's disk has changed.
    changes: Vec<u32>,
}

impl Monitors {
    /// Judges what has happened.
    pub fn observe(&mut self, seen: &Observed<Quorum>, report: &mut Report) {
        let now = regime(seen.config);
        if self.settings != Some(now) {
            self.settings = Some(now);
            self.regimes += 1;
        }
        let slot = &seen.slots[seen.node.index()];
        if let Some(Quorum::Client(client)) = &slot.state
            && !seen.asked.is_empty()
        {
            self.asked(seen, client, report);
        } else if self.has_changed(seen.node, slot.disk.changes) {
            self.no_lost_write(seen, report);
        }
    }

    fn has_changed(&mut self, node: NodeId, changes: u32) -> bool {
        if self.changes.len() <= node.index() {
            self.changes.resize(node.index() + 1, 0);
        }
        std::mem::replace(&mut self.changes[node.index()], changes) != changes
    }

    /// A client was told something, or asks.
    fn asked(&mut self, seen: &Observed<Quorum>, client: &Client, report: &mut Report) {
        for number in seen.asked.ended {
            let Some(operation) = seen.asked.history.get(*number as usize) else { continue };
            let pending = self.take(*number);
            let done = matches!(operation.ended, Some((_, Outcome::Ok(_))));
            let Some(told) = client.told.as_ref().filter(|_| done) else { continue };
            match (&told.stored, &pending) {
                (Some(promise), _) => {
                    let regime = pending.as_ref().map_or(0, |pending| pending.regime);
                    self.acknowledge(&operation.key, promise, &told.seen, regime);
                    self.no_lost_write(seen, report);
                }
                (None, Some(pending)) => {
                    self.fresh_read(seen, operation, &told.seen, pending, report);
                    if !told.seen.covers(&told.own) {
                        let args = vec![operation.client.into(), Value::Text(operation.key.clone())];
                        let line = Line::new(&story::FORGOT_OWN, args);
                        report.violate(READ_YOUR_WRITES, &[operation.client], line);
                    }
                }
                (None, None) => {}
            }
        }
        let begun = seen.asked.history.iter_from(seen.asked.begun as usize);
        for (number, operation) in (seen.asked.begun..).zip(begun) {
            let must = self.acknowledged.get(&*operation.key).cloned().unwrap_or_default();
            Rc::make_mut(&mut self.pending).push(Pending { number, regime: self.regimes, must });
        }
    }

    fn take(&mut self, number: u32) -> Option<Pending> {
        let place = self.pending.iter().position(|pending| pending.number == number)?;
        Some(Rc::make_mut(&mut self.pending).remove(place))
    }

    /// A write replaces whatever its writer had seen.
    fn acknowledge(&mut self, key: &str, promise: &Promise, seen: &History, regime: u32) {
        let acknowledged = Rc::make_mut(&mut self.acknowledged).or_default(key.into());
        acknowledged.retain(|earlier| !seen.contains(earlier.promise.dot));
        acknowledged.push(Acknowledged { promise: promise.clone(), regime });
    }

    fn fresh_read(
        &self,
        seen: &Observed<Quorum>,
        operation: &Operation,
        read: &History,
        pending: &Pending,
        report: &mut Report,
    ) {
        let missed = |must: &&Acknowledged| !read.contains(must.promise.dot);
        let Some(missing) = pending.must.iter().rfind(missed) else { return };
        let args = vec![
            operation.client.into(),
            Value::Text(operation.key.clone()),
            Value::Text(missing.promise.value.to_string()),
        ];
        let line = Line::new(&story::STALE, args);
        report.tell(line.clone());
        if promises(FRESH_READS, seen.config) && [missing.regime, pending.regime] == [self.regimes; 2] {
            report.violate(FRESH_READS, &[operation.client], line);
        }
    }

    fn no_lost_write(&self, seen: &Observed<Quorum>, report: &mut Report) {
        for (key, acknowledged) in &*self.acknowledged {
            for one in acknowledged {
                let honoured = seen.slots.iter().any(|slot| slot.disk.honours(key, &one.promise));
                if !honoured {
                    let args = vec![Value::Text(key.to_string()), Value::Text(one.promise.value.to_string())];
                    report.violate(NO_LOST_WRITE, &[seen.node], Line::new(&story::LOST, args));
                    return;
                }
            }
        }
    }
}

/// Whether replicas agree on every key that nobody is writing just now, and nobody keeps hints.
pub fn converged(slots: &[Slot<Quorum>], config: &Config) -> bool {
    let ring = &slots[..slots.len().min(config.nodes as usize)];
    let busy = |key: &str| {
        let open = ring.iter().filter_map(|slot| match &slot.state {
            Some(Quorum::Replica(replica)) => Some(replica),
            _ => None,
        });
        open.flat_map(|replica| &replica.open).any(|open| *open.key == *key)
    };
    let hints = ring.iter().flat_map(|slot| slot.disk.hints.iter());
    if hints.into_iter().any(|((_, key), _)| !busy(key)) {
        return false;
    }
    let keys = ring.iter().flat_map(|slot| slot.disk.store.iter());
    keys.into_iter().filter(|(key, _)| !busy(key)).all(|(key, _)| agree(key, slots, config))
}

/// Whether all replicas of a key store the same.
pub fn agree(key: &str, slots: &[Slot<Quorum>], config: &Config) -> bool {
    let none = Siblings::default();
    let mut stored = ring::replicas(ring::home(key, config), config)
        .map(|node| slots.get(node.index()).and_then(|slot| slot.disk.store.get(key)).unwrap_or(&none));
    let Some(first) = stored.next() else { return true };
    stored.all(|other| other == first)
}
