//! A write-ahead log: records that are appended in memory and survive a crash only once they are forced to disk
//! (Gray, *Notes on Data Base Operating Systems*, 1978, 5.7.3).

use crate::sim::SharedVec;
use serde::Serialize;

/// A write-ahead log, kept with what survives a crash; [`Wal::recover`] drops what does not.
#[derive(Clone, Debug, Serialize)]
pub struct Wal<R: Clone> {
    records: SharedVec<R>,
    /// How many are on disk.
    forced: u64,
    /// How many were ever appended, for those who judge a run: no protocol may look at it.
    #[serde(skip)]
    appended: u64,
}

impl<R: Clone> Default for Wal<R> {
    fn default() -> Self {
        Wal { records: SharedVec::new(), forced: 0, appended: 0 }
    }
}

impl<R: Clone> Wal<R> {
    /// Appends a record, which a crash still loses.
    pub fn append(&mut self, record: R) {
        self.records.push(record);
        self.appended += 1;
    }

    /// Brings everything that was appended to disk.
    pub fn force(&mut self) {
        self.forced = self.len();
    }

    /// After a crash: drops what was never forced.
    pub fn recover(&mut self) {
        self.records.truncate(self.forced as usize);
    }

    /// How many records there are.
    pub fn len(&self) -> u64 {
        self.records.len() as u64
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// How many of them are on disk.
    pub fn forced(&self) -> u64 {
        self.forced
    }

    /// The records in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &R> {
        self.records.iter()
    }

    /// The records from index `first` (counted from 0) on.
    pub fn from(&self, first: u64) -> impl Iterator<Item = &R> {
        self.records.iter_from(first as usize)
    }

    /// What was appended since there had been `seen` records, lost ones counted, and how many there have been by now.
    pub fn news(&self, seen: u64) -> (u64, impl Iterator<Item = &R>) {
        let new = (self.appended - seen).min(self.len());
        (self.appended, self.from(self.len() - new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crash_loses_what_was_not_forced() {
        let mut wal = Wal::default();
        wal.append("yes");
        wal.force();
        wal.append("commit");
        assert_eq!((wal.len(), wal.forced()), (2, 1));
        wal.recover();
        wal.append("abort");
        assert_eq!(wal.iter().copied().collect::<Vec<_>>(), ["yes", "abort"]);
        let (appended, news) = wal.news(2);
        assert_eq!((appended, news.copied().collect::<Vec<_>>()), (3, vec!["abort"]));
    }
}
