//! Logical clocks: Lamport (1978) and vector clocks (Fidge, Mattern 1988), carried by every message.

use super::facade::SWARM;
use super::ids::NodeId;
use super::value::Value;
use serde::Serialize;
use smallvec::SmallVec;

/// The clocks of one event: its Lamport time, and the number of events of every lane that it has seen.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Clock {
    /// Lamport's clock.
    pub lamport: u32,
    /// The vector clock, one entry a lane; empty where vector clocks are off.
    pub vector: SmallVec<[u32; 8]>,
}

impl Clone for Clock {
    fn clone(&self) -> Self {
        // Entries are copied as a block: every message carries a clock.
        Clock { lamport: self.lamport, vector: SmallVec::from_slice(&self.vector) }
    }
}

/// Which logical clock stands at every event, in a lab whose nodes keep their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ClockFace {
    /// Lamport's.
    Lamport,
    /// The vector clock.
    Vector,
    /// Both.
    Both,
}

/// How two events stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Causality {
    /// The first happened before the second.
    Before,
    /// The second happened before the first.
    After,
    /// Neither could have influenced the other.
    Concurrent,
    /// They are one event.
    Same,
}

impl Clock {
    /// A clock of `lanes` entries, all 0; of none in a swarm, where causality uses the recorded cause of each event.
    pub fn new(lanes: usize) -> Self {
        let lanes = if lanes > SWARM { 0 } else { lanes };
        Clock { lamport: 0, vector: SmallVec::from_elem(0, lanes) }
    }

    /// The clock as it stands at an event: `4`, `[1,2,1]`, or both.
    pub fn text(&self, face: ClockFace) -> String {
        let vector = || Value::Clock(self.vector.to_vec()).text(&[]);
        match face {
            ClockFace::Lamport => self.lamport.to_string(),
            ClockFace::Vector => vector(),
            ClockFace::Both => format!("{} · {}", self.lamport, vector()),
        }
    }

    /// Takes in what the sender of a message knew.
    pub fn merge(&mut self, other: &Clock) {
        self.lamport = self.lamport.max(other.lamport);
        for (mine, theirs) in self.vector.iter_mut().zip(&other.vector) {
            *mine = (*mine).max(*theirs);
        }
    }

    /// Counts an event of `lane`.
    pub fn tick(&mut self, lane: NodeId) {
        self.lamport += 1;
        if let Some(entry) = self.vector.get_mut(lane.index()) {
            *entry += 1;
        }
    }

    /// How the event with this clock stands to the one with `other`: V(a) < V(b) iff a → b.
    pub fn compare(&self, other: &Clock) -> Causality {
        let pairs = || self.vector.iter().zip(&other.vector);
        match (pairs().all(|(a, b)| a <= b), pairs().all(|(a, b)| a >= b)) {
            (true, true) => Causality::Same,
            (true, false) => Causality::Before,
            (false, true) => Causality::After,
            (false, false) => Causality::Concurrent,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worked example of PROTOCOLS.md: A sends [1,0,0]; B receives [1,1,0]; B sends [1,2,0]; C receives [1,2,1].
    #[test]
    fn the_worked_example() {
        let [mut a, mut b, mut c] = [0, 1, 2].map(|_| Clock::new(3));
        a.tick(NodeId(0));
        b.merge(&a);
        b.tick(NodeId(1));
        assert_eq!(b.vector[..], [1, 1, 0]);
        b.tick(NodeId(1));
        c.merge(&b);
        c.tick(NodeId(2));
        assert_eq!((&c.vector[..], c.lamport), (&[1, 2, 1][..], 4));
        a.tick(NodeId(0));
        let other = Clock { lamport: 0, vector: SmallVec::from_slice(&[0, 2, 0]) };
        assert_eq!(a.compare(&other), Causality::Concurrent);
        assert_eq!((b.compare(&c), c.compare(&b)), (Causality::Before, Causality::After));
    }
}
