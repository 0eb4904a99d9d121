//! An append-only list in shared chunks, so that forking a world does not copy its logs and histories.

use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};
use std::rc::Rc;

/// Entries per chunk. A fork followed by a push copies at most this many.
const CHUNK: usize = 64;

/// A list that is cheap to clone: full chunks are shared, and only a chunk that is written to is copied.
#[derive(Clone, Debug)]
pub struct SharedVec<T> {
    chunks: Vec<Rc<Vec<T>>>,
    len: usize,
}

impl<T> Default for SharedVec<T> {
    fn default() -> Self {
        SharedVec { chunks: Vec::new(), len: 0 }
    }
}

impl<T: Clone> SharedVec<T> {
    /// An empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The entry at `index`, from 0.
    pub fn get(&self, index: usize) -> Option<&T> {
        self.chunks.get(index / CHUNK)?.get(index % CHUNK)
    }

    /// The entry at `index`, to be changed; copies its chunk when it is shared.
    pub fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        Rc::make_mut(self.chunks.get_mut(index / CHUNK)?).get_mut(index % CHUNK)
    }

    /// The newest entry.
    pub fn last(&self) -> Option<&T> {
        self.get(self.len.checked_sub(1)?)
    }

    /// Appends an entry.
    pub fn push(&mut self, entry: T) {
        if self.len.is_multiple_of(CHUNK) {
            self.chunks.push(Rc::new(Vec::with_capacity(CHUNK)));
        }
        let tail = self.chunks.last_mut().expect("a chunk was pushed when none had room");
        let tail = Rc::make_mut(tail);
        tail.push(entry);
        self.len += 1;
    }

    /// Keeps the first `len` entries.
    pub fn truncate(&mut self, len: usize) {
        if len >= self.len {
            return;
        }
        self.chunks.truncate(len.div_ceil(CHUNK));
        if !len.is_multiple_of(CHUNK) {
            let tail = self.chunks.last_mut().expect("a partly kept chunk exists");
            Rc::make_mut(tail).truncate(len % CHUNK);
        }
        self.len = len;
    }

    /// The entries in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }

    /// The entries from `start` (counted from 0) on.
    pub fn iter_from(&self, start: usize) -> impl Iterator<Item = &T> {
        let first = start / CHUNK;
        let chunks = self.chunks.get(first.min(self.chunks.len())..).unwrap_or_default();
        chunks.iter().flat_map(|chunk| chunk.iter()).skip(start % CHUNK)
    }
}

impl<T: Clone> FromIterator<T> for SharedVec<T> {
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Self {
        let mut list = SharedVec::new();
        for entry in entries {
            list.push(entry);
        }
        list
    }
}

impl<T: Serialize + Clone> Serialize for SharedVec<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The length is given: postcard writes it first.
        let mut seq = serializer.serialize_seq(Some(self.len))?;
        self.iter().try_for_each(|entry| seq.serialize_element(entry))?;
        seq.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fork_shares_and_then_parts() {
        let mut one: SharedVec<u32> = (0..200).collect();
        let mut two = one.clone();
        two.push(200);
        one.truncate(130);
        one.push(7);
        assert_eq!((one.len(), two.len()), (131, 201));
        assert_eq!((one.last(), two.get(130)), (Some(&7), Some(&130)));
        assert_eq!(two.iter_from(198).copied().collect::<Vec<_>>(), [198, 199, 200]);
        assert_eq!(one.iter().count(), 131);
        one.truncate(0);
        assert!(one.is_empty() && one.last().is_none());
    }
}
