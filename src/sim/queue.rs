//! The event queue: a heap of keys that knows no message types, so that it is compiled once for all protocols.

use super::ids::{Micros, NodeId};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What a key stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// The flight in this slot arrives.
    Flight(u32),
    /// The timer in this place of the node's table fires.
    Timer(NodeId, u16),
    /// The node boots.
    Start(NodeId),
    /// The node learns that its stream to the other broke.
    Disconnect(NodeId, NodeId),
}

/// When something is due; `seq` orders what is due at the same time, and tells stale keys from valid ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Simulated time, µs.
    pub at: Micros,
    /// Order of creation.
    pub seq: u64,
    /// What.
    pub due: Due,
}

/// Keys in the order in which they fall due.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    heap: BinaryHeap<Reverse<Key>>,
    seq: u64,
}

impl Queue {
    /// A fresh sequence number.
    pub fn ticket(&mut self) -> u64 {
        self.seq += 1;
        self.seq
    }

    /// Adds a key.
    pub fn push(&mut self, at: Micros, seq: u64, due: Due) {
        self.heap.push(Reverse(Key { at, seq, due }));
    }

    /// The first key.
    pub fn peek(&self) -> Option<Key> {
        self.heap.peek().map(|key| key.0)
    }

    /// Takes the first key.
    pub fn pop(&mut self) -> Option<Key> {
        self.heap.pop().map(|key| key.0)
    }
}
