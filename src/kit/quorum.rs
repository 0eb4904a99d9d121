//! Majorities.

use crate::sim::{NodeId, Value};
use serde::Serialize;
use smallvec::SmallVec;

/// The smallest number of `nodes` of which any two sets meet.
pub fn majority(nodes: u64) -> u64 {
    nodes / 2 + 1
}

/// The largest value that a majority of nodes has reached, given what each of them has reached.
pub fn reached_by_majority(values: impl IntoIterator<Item = u64>) -> u64 {
    let mut sorted: SmallVec<[u64; 32]> = SmallVec::new();
    for value in values {
        sorted.insert(sorted.partition_point(|other| *other < value), value);
    }
    let others = sorted.len().saturating_sub(majority(sorted.len() as u64) as usize);
    sorted.get(others).copied().unwrap_or(0)
}

/// Who has said yes: a set of the first 64 nodes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally(u64);

impl Tally {
    /// Counts `node`, once.
    pub fn add(&mut self, node: NodeId) {
        self.0 |= 1_u64.checked_shl(node.0.into()).unwrap_or(0);
    }

    /// The first `count` nodes.
    pub fn first(count: u64) -> Self {
        Tally(if count < 64 { (1 << count) - 1 } else { u64::MAX })
    }

    /// These and `node`.
    #[must_use]
    pub fn with(mut self, node: NodeId) -> Self {
        self.add(node);
        self
    }

    /// These but for `node`.
    #[must_use]
    pub fn without(self, node: NodeId) -> Self {
        self.except(Tally::default().with(node))
    }

    /// These and those.
    #[must_use]
    pub fn union(self, those: Tally) -> Self {
        Tally(self.0 | those.0)
    }

    /// Those of these that are among those.
    #[must_use]
    pub fn among(self, those: Tally) -> Self {
        Tally(self.0 & those.0)
    }

    /// These but for those.
    #[must_use]
    pub fn except(self, those: Tally) -> Self {
        Tally(self.0 & !those.0)
    }

    /// Whether `node` is counted.
    pub fn contains(self, node: NodeId) -> bool {
        Tally::default().with(node).0 & self.0 != 0
    }

    /// How many are counted.
    pub fn count(self) -> u64 {
        self.0.count_ones().into()
    }

    /// Whether more than half of `nodes` are counted.
    pub fn is_majority(self, nodes: u64) -> bool {
        self.count() >= majority(nodes)
    }

    /// The nodes counted, in order.
    pub fn iter(self) -> impl Iterator<Item = NodeId> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let next = rest.trailing_zeros();
            rest &= rest.wrapping_sub(1);
            (next < 64).then_some(NodeId(next as u16))
        })
    }
}

/// The list of those that are counted.
impl From<Tally> for Value {
    fn from(tally: Tally) -> Self {
        Value::List(tally.iter().map(Value::Node).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn majorities() {
        assert_eq!([1, 2, 3, 4, 5, 31].map(majority), [1, 2, 2, 3, 3, 16]);
    }

    #[test]
    fn what_a_majority_has_reached() {
        assert_eq!(reached_by_majority([7]), 7);
        assert_eq!(reached_by_majority([7, 3]), 3);
        assert_eq!(reached_by_majority([7, 3, 5]), 5);
        assert_eq!(reached_by_majority([9, 2, 7, 3]), 3);
        assert_eq!(reached_by_majority([9, 9, 0, 0, 4]), 4);
        assert_eq!(reached_by_majority([]), 0);
    }

    #[test]
    fn a_vote_counts_once() {
        let mut tally = Tally::default();
        for node in [2, 4, 2] {
            tally.add(NodeId(node));
        }
        assert_eq!((tally.count(), tally.contains(NodeId(4)), tally.contains(NodeId(3))), (2, true, false));
        assert!(tally.is_majority(3) && !tally.is_majority(4));
        assert_eq!(tally.iter().collect::<Vec<_>>(), [NodeId(2), NodeId(4)]);
        assert_eq!(Tally::first(5).except(tally), Tally::first(2).with(NodeId(3)));
        assert_eq!(tally.without(NodeId(2)).union(Tally::first(1)).count(), 2);
        assert_eq!(Tally::first(64).with(NodeId(63)).among(tally), tally);
    }
}
