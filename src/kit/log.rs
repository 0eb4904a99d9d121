//! A replicated log: entries by index from 1, each with the term in which it was made.

use crate::sim::SharedVec;
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

/// An entry of a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry<C> {
    /// The term (ballot, epoch) in which a leader made it.
    pub term: u64,
    /// What it asks of the state machine.
    pub command: C,
}

/// An entry with the fingerprint of the log up to it.
#[derive(Clone, Debug)]
struct Kept<C> {
    entry: Entry<C>,
    fingerprint: u64,
}

/// A log. Index 0 is the empty beginning, of term 0.
///
/// Beside its entries it keeps, for those who judge a run, a fingerprint of every prefix, so that two logs can be
/// compared without reading them. No protocol may look at fingerprints.
///
/// Its beginning can be discarded, when a snapshot has taken its place. No protocol can reach what was discarded; it
/// too is kept only for those who judge.
#[derive(Clone, Debug)]
pub struct Log<C> {
    kept: SharedVec<Kept<C>>,
    base: u64,
}

impl<C: Clone + Serialize> Default for Log<C> {
    fn default() -> Self {
        Log { kept: SharedVec::new(), base: 0 }
    }
}

/// Where the entry of an index from 1 lies.
fn place(index: u64) -> Option<usize> {
    usize::try_from(index.checked_sub(1)?).ok()
}

impl<C: Clone + Serialize> Log<C> {
    /// The index of the last entry, 0 when there is none.
    pub fn last_index(&self) -> u64 {
        self.kept.len() as u64
    }

    /// The term of the last entry, 0 when there is none.
    pub fn last_term(&self) -> u64 {
        self.kept.last().map_or(0, |kept| kept.entry.term)
    }

    /// The index of the last entry that was discarded, 0 when none was.
    pub fn base(&self) -> u64 {
        self.base
    }

    /// The entry at `index`, unless it was discarded.
    pub fn get(&self, index: u64) -> Option<&Entry<C>> {
        if index > self.base { self.recorded(index) } else { None }
    }

    /// The term of the entry at `index`, also of the last that was discarded; 0 at index 0; none beyond the end.
    pub fn term(&self, index: u64) -> Option<u64> {
        match index {
            _ if index < self.base => None,
            0 => Some(0),
            _ => self.recorded(index).map(|entry| entry.term),
        }
    }

    /// The entry at `index`, even if it was discarded. Only for those who judge a run.
    pub fn recorded(&self, index: u64) -> Option<&Entry<C>> {
        self.kept.get(place(index)?).map(|kept| &kept.entry)
    }

    /// Discards the entries up to and including `index`.
    pub fn discard_to(&mut self, index: u64) {
        self.base = index.clamp(self.base, self.last_index());
    }

    /// The discarded entries alone: the log of a node that has nothing but a snapshot of them.
    #[must_use]
    pub fn past(&self) -> Self {
        let mut past = self.clone();
        past.delete_from(self.base + 1);
        past
    }

    /// Appends an entry.
    pub fn push(&mut self, entry: Entry<C>) {
        let bytes =
            postcard::to_allocvec(&entry).expect("an entry is plain data, which postcard can always write");
        let before = self.fingerprint(self.last_index());
        let fingerprint = twox_hash::XxHash64::oneshot(before, &bytes);
        self.kept.push(Kept { entry, fingerprint });
    }

    /// Deletes the entry at `index` and all that follow it; what was discarded stays so.
    pub fn delete_from(&mut self, index: u64) {
        self.kept.truncate(place(index.max(self.base + 1)).unwrap_or(0));
    }

    /// The entries from `index` on, in order, without those that were discarded.
    pub fn from(&self, index: u64) -> impl Iterator<Item = &Entry<C>> {
        self.kept.iter_from(place(index.max(self.base + 1)).unwrap_or(0)).map(|kept| &kept.entry)
    }

    /// A hash of everything up to and including `index`; 0 at index 0 and beyond the end.
    pub fn fingerprint(&self, index: u64) -> u64 {
        place(index).and_then(|place| self.kept.get(place)).map_or(0, |kept| kept.fingerprint)
    }

    /// The highest index up to which both logs are the same.
    pub fn common(&self, other: &Log<C>) -> u64 {
        let same = |index| self.fingerprint(index) == other.fingerprint(index);
        let (mut low, mut high) = (0, self.last_index().min(other.last_index()));
        if same(high) {
            return high;
        }
        // The logs agree at `low` and differ at `high`.
        while high - low > 1 {
            let middle = u64::midpoint(low, high);
            if same(middle) { low = middle } else { high = middle }
        }
        low
    }
}

impl<C: Clone + Serialize> FromIterator<Entry<C>> for Log<C> {
    fn from_iter<I: IntoIterator<Item = Entry<C>>>(entries: I) -> Self {
        let mut log = Log::default();
        entries.into_iter().for_each(|entry| log.push(entry));
        log
    }
}

impl<C: Serialize + Clone> Serialize for Log<C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The length is given: postcard writes it first.
        let mut seq = serializer.serialize_seq(Some(self.kept.len() - self.base as usize))?;
        self.from(1).try_for_each(|entry| seq.serialize_element(entry))?;
        seq.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(terms: &[u64]) -> Log<u8> {
        terms.iter().map(|term| Entry { term: *term, command: 7 }).collect()
    }

    #[test]
    fn indexes_count_from_one() {
        let mut log = log(&[1, 1, 4]);
        assert_eq!((log.last_index(), log.last_term()), (3, 4));
        assert_eq!([0, 1, 3, 4].map(|index| log.term(index)), [Some(0), Some(1), Some(4), None]);
        log.delete_from(2);
        assert_eq!((log.last_index(), log.last_term()), (1, 1));
        assert_eq!(log.from(1).count(), 1);
        assert_eq!(log.from(2).count(), 0);
        log.delete_from(1);
        assert_eq!((log.last_index(), log.last_term(), log.fingerprint(0)), (0, 0, 0));
    }

    #[test]
    fn what_was_discarded_is_out_of_reach() {
        let mut log = log(&[1, 1, 4, 4]);
        let whole = log.clone();
        log.discard_to(2);
        assert_eq!((log.base(), log.last_index()), (2, 4));
        assert_eq!([0, 1, 2, 3].map(|index| log.term(index)), [None, None, Some(1), Some(4)]);
        assert_eq!([2, 3].map(|index| log.get(index).is_some()), [false, true]);
        assert_eq!((log.from(1).count(), log.from(4).count()), (2, 1));
        let (old, new) = (postcard::to_allocvec(&whole).unwrap(), postcard::to_allocvec(&log).unwrap());
        assert!(new.len() < old.len(), "it is no part of the state");
        assert_eq!(log.common(&whole), 4, "judges still compare all of it");
        assert_eq!(log.recorded(1), whole.get(1));
        let past = log.past();
        assert_eq!((past.base(), past.last_index(), past.last_term(), past.from(1).count()), (2, 2, 1, 0));
        log.delete_from(1);
        assert_eq!((log.last_index(), log.base()), (2, 2));
    }

    #[test]
    fn prefixes_are_compared_by_fingerprint() {
        let (one, two) = (log(&[1, 1, 4, 4, 5]), log(&[1, 1, 4, 6]));
        assert_eq!(one.common(&two), 3);
        assert_eq!(two.common(&one), 3);
        assert_eq!(one.common(&one), 5);
        assert_eq!(one.common(&log(&[])), 0);
        assert_eq!(one.common(&log(&[2, 1, 4])), 0, "a prefix with another beginning is another prefix");
        let mut rewritten = one.clone();
        rewritten.delete_from(5);
        rewritten.push(Entry { term: 5, command: 7 });
        assert_eq!(rewritten.fingerprint(5), one.fingerprint(5), "equal histories have equal fingerprints");
    }
}
