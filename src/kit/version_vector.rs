//! Version vectors and siblings: which version of a value has taken in which others (*Dynamo*, 2007,
//! §4.4, after Parker et al., 1983).
//!
//! This is the plain vector, as printed there, for a store in which whoever writes takes in all that its replica keeps:
//! then a number stands for all writes up to it. Where a writer may have seen a replica's second write but not its first
//! it would lose the first; [`super::versions`] names every write for that, and costs more to carry and to read.

use crate::sim::NodeId;
use serde::Serialize;

/// How many writes of each replica a version has taken in.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct VersionVector(Vec<u32>);

impl VersionVector {
    /// The writes of this replica that it has taken in.
    pub fn of(&self, replica: NodeId) -> u32 {
        self.0.get(replica.index()).copied().unwrap_or(0)
    }

    /// All entries, by replica; what is missing at the end is 0.
    pub fn entries(&self) -> &[u32] {
        &self.0
    }

    /// Counts a write at this replica.
    pub fn tick(&mut self, replica: NodeId) {
        let entries = self.0.len().max(replica.index() + 1);
        self.0.resize(entries, 0);
        self.0[replica.index()] += 1;
    }

    /// Takes in what the other has.
    pub fn merge(&mut self, other: &Self) {
        let entries = self.0.len().max(other.0.len());
        self.0.resize(entries, 0);
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine = (*mine).max(*theirs);
        }
    }

    /// Whether it has taken in everything that the other has.
    pub fn covers(&self, other: &Self) -> bool {
        other.0.iter().enumerate().all(|(replica, writes)| *writes <= self.of(NodeId::from(replica)))
    }
}

/// Puts a version among those that a replica keeps: what another covers goes, and what is left are siblings, written by
/// clients that did not know of each other. Returns whether the new one is kept.
pub fn keep<V>(siblings: &mut Vec<V>, new: V, vector: impl Fn(&V) -> &VersionVector) -> bool {
    if siblings.iter().any(|old| vector(old).covers(vector(&new))) {
        return false;
    }
    siblings.retain(|old| !vector(&new).covers(vector(old)));
    let place = siblings.partition_point(|old| vector(old) < vector(&new));
    siblings.insert(place, new);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(entries: &[u32]) -> VersionVector {
        VersionVector(entries.to_vec())
    }

    /// Figure 3 of the Dynamo paper: D2 descends from D1; D3 and D4 descend from D2, and neither from the other; D5 is
    /// written by who has read both.
    #[test]
    fn figure_3_of_the_dynamo_paper() {
        let mut kept = Vec::new();
        for (entries, siblings) in [(&[1][..], 1), (&[2], 1), (&[2, 1], 1), (&[2, 0, 1], 2), (&[3, 1, 1], 1)]
        {
            assert!(keep(&mut kept, vector(entries), |version| version));
            assert_eq!(kept.len(), siblings, "{entries:?}");
        }
        assert!(!keep(&mut kept, vector(&[2, 1]), |version| version), "older than what is there");
        assert_eq!(kept, [vector(&[3, 1, 1])]);
    }

    #[test]
    fn what_is_missing_at_the_end_is_nothing() {
        assert!(vector(&[1]).covers(&vector(&[1, 0])) && vector(&[1, 0]).covers(&vector(&[1])));
        let mut merged = vector(&[1]);
        merged.merge(&vector(&[0, 2]));
        merged.tick(NodeId(3));
        assert_eq!(merged.entries(), [1, 2, 0, 1]);
    }
}
