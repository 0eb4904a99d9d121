//! The configurations that a search has been in, so that it enters none twice (Lowe 2017, Porcupine).

use crate::kit::model::State;
use smallvec::SmallVec;
use std::hash::{Hash, Hasher};

/// A set of small numbers, most of them close together from 0 on: whole words of ones at the beginning are counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Bits {
    full: u32,
    rest: SmallVec<[u64; 2]>,
}

impl Bits {
    /// Adds a number.
    pub fn insert(&mut self, bit: usize) {
        let Some(word) = (bit / 64).checked_sub(self.full as usize) else { return };
        if self.rest.len() <= word {
            self.rest.resize(word + 1, 0);
        }
        self.rest[word] |= 1 << (bit % 64);
        let full = self.rest.iter().take_while(|word| **word == u64::MAX).count();
        self.rest.drain(..full);
        self.full += full as u32;
    }

    /// Takes out a number that is in it.
    pub fn remove(&mut self, bit: usize) {
        let word = bit / 64;
        if let Some(opened) = (self.full as usize).checked_sub(word).filter(|opened| *opened > 0) {
            self.rest.insert_many(0, std::iter::repeat_n(u64::MAX, opened));
            self.full = word as u32;
        }
        self.rest[word - self.full as usize] &= !(1 << (bit % 64));
        while self.rest.last() == Some(&0) {
            self.rest.pop();
        }
    }

    /// Whether a number is in it.
    pub fn contains(&self, bit: usize) -> bool {
        match (bit / 64).checked_sub(self.full as usize) {
            None => true,
            Some(word) => self.rest.get(word).is_some_and(|word| word >> (bit % 64) & 1 == 1),
        }
    }

    /// Whether all its numbers are in `other`.
    pub fn within(&self, other: &Bits) -> bool {
        let word = |bits: &Bits, place: u32| match place.checked_sub(bits.full) {
            None => u64::MAX,
            Some(place) => bits.rest.get(place as usize).copied().unwrap_or(0),
        };
        let words = self.full + self.rest.len() as u32;
        (0..words).all(|place| word(self, place) & !word(other, place) == 0)
    }
}

/// Where a search is: what has taken effect, and what has come of it.
#[derive(Clone, Debug)]
pub struct Configuration<S = State> {
    /// Which of the operations that must take effect have.
    pub must: Bits,
    /// Which of those that may have.
    pub may: Bits,
    /// What they made.
    pub state: S,
}

/// The configurations seen, in an open hash table.
#[derive(Debug)]
pub struct Seen<S> {
    table: Vec<u32>,
    known: Vec<(u64, Configuration<S>)>,
}

const FREE: u32 = u32::MAX;

impl<S> Default for Seen<S> {
    fn default() -> Self {
        Seen { table: vec![FREE; 64], known: Vec::new() }
    }
}

impl<S: Hash + Eq + Clone> Seen<S> {
    /// Adds a configuration; false if it was there, or one from which everything can be reached that can be from
    /// this: the same but for fewer of the operations that only may take effect.
    pub fn insert(&mut self, configuration: &Configuration<S>) -> bool {
        let mut hasher = twox_hash::XxHash64::with_seed(0);
        (&configuration.must, &configuration.state).hash(&mut hasher);
        let hash = hasher.finish();
        let Some(free) = self.free(hash, configuration) else { return false };
        self.table[free] = self.known.len() as u32;
        self.known.push((hash, configuration.clone()));
        if self.known.len() * 2 > self.table.len() {
            self.grow();
        }
        true
    }

    /// A free place for a configuration, unless one that is as good is known.
    fn free(&self, hash: u64, one: &Configuration<S>) -> Option<usize> {
        let mut place = hash as usize & (self.table.len() - 1);
        while self.table[place] != FREE {
            let (known_hash, known) = &self.known[self.table[place] as usize];
            let same = *known_hash == hash && known.must == one.must && known.state == one.state;
            if same && known.may.within(&one.may) {
                return None;
            }
            place = (place + 1) & (self.table.len() - 1);
        }
        Some(place)
    }

    fn grow(&mut self) {
        let size = 2 * self.table.len();
        self.table = vec![FREE; size];
        for (number, (hash, _)) in (0..).zip(&self.known) {
            let mut place = *hash as usize & (size - 1);
            while self.table[place] != FREE {
                place = (place + 1) & (size - 1);
            }
            self.table[place] = number;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn bits(numbers: &BTreeSet<usize>) -> Bits {
        let mut bits = Bits::default();
        for bit in numbers {
            bits.insert(*bit);
        }
        bits
    }

    proptest! {
        #[test]
        fn bits_are_a_set(
            start in 0_usize..200,
            steps in prop::collection::vec((any::<bool>(), 0_usize..300), 0..80),
            other in prop::collection::btree_set(0_usize..300, 0..60),
        ) {
            let mut set: BTreeSet<usize> = (0..start).collect();
            let mut mine = bits(&set);
            for (add, bit) in steps {
                if add {
                    set.insert(bit);
                    mine.insert(bit);
                } else if set.remove(&bit) {
                    mine.remove(bit);
                }
            }
            prop_assert_eq!(&mine, &bits(&set), "equal sets are equal");
            prop_assert!((0..310).all(|bit| mine.contains(bit) == set.contains(&bit)));
            let both = set.union(&other).copied().collect();
            prop_assert!(mine.within(&bits(&both)));
            prop_assert_eq!(mine.within(&bits(&other)), set.is_subset(&other));
        }
    }

    #[test]
    fn fewer_that_may_is_as_good() {
        let make = |must: &[usize], may: &[usize]| Configuration {
            must: bits(&must.iter().copied().collect()),
            may: bits(&may.iter().copied().collect()),
            state: 7,
        };
        let mut seen = Seen::default();
        assert!(seen.insert(&make(&[1, 2], &[5])));
        assert!(!seen.insert(&make(&[1, 2], &[5, 70])));
        assert!(seen.insert(&make(&[1, 2], &[70])));
        assert!(seen.insert(&make(&[1], &[5])));
        for number in 100..400 {
            assert!(seen.insert(&make(&[number], &[])));
        }
        assert!(!seen.insert(&make(&[1, 2], &[5])));
    }
}
