//! The papers' rules: what a clock shows after an event.

use super::Config;
use crate::sim::{Clock, NodeId};

/// An event of this process.
///
/// IR1 (Lamport): "Each process Pi increments Ci between any two successive events." Fidge and Mattern: it increments
/// its own entry of the vector.
pub fn tick(clock: &mut Clock, me: NodeId, config: &Config) {
    if config.tick {
        clock.tick(me);
    }
}

/// The event is the receipt of a message with this timestamp.
///
/// IR2(b) (Lamport): "Upon receiving a message m, process Pj sets Cj greater than or equal to its present value and
/// greater than Tm." Mattern: each entry becomes the larger of one's own and the message's.
pub fn receive(clock: &mut Clock, timestamp: &Clock, me: NodeId, config: &Config) {
    tick(clock, me, config);
    if config.take_max {
        clock.lamport = clock.lamport.max(timestamp.lamport + 1);
    }
    if config.merge {
        for (mine, theirs) in clock.vector.iter_mut().zip(&timestamp.vector) {
            *mine = (*mine).max(*theirs);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// receive: max(local, received) + 1.
    #[test]
    fn receiving_goes_beyond_both() {
        let config = Config::default();
        for (local, received, after) in [(0, 4, 5), (4, 4, 5), (7, 4, 8)] {
            let mut clock = Clock { lamport: local, ..Clock::new(2) };
            receive(&mut clock, &Clock { lamport: received, ..Clock::new(2) }, NodeId(1), &config);
            assert_eq!(clock.lamport, after);
        }
    }
}
