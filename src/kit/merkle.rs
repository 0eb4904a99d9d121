//! Merkle trees over a range of keys: two nodes that compare them from the root down find what differs by exchanging
//! little of what does not.
//!
//! Sources: Ralph Merkle, *A Digital Signature Based on a Conventional Encryption Function*, 1987; DeCandia et al.,
//! *Dynamo*, 2007, §4.7.

use twox_hash::XxHash64;

/// How many levels are below the root.
pub const DEPTH: u32 = 3;
/// How many leaves there are.
const LEAVES: usize = 1 << DEPTH;

/// A node of a tree: the root is 1, the children of `i` are `2i` and `2i + 1`.
pub type Place = u8;

/// The root.
pub const ROOT: Place = 1;

/// A tree of hashes. The hash of a node under which nothing is stored is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tree([u64; 2 * LEAVES]);

/// Where a key belongs.
pub fn leaf(key: &str) -> Place {
    (LEAVES as u64 + (XxHash64::oneshot(0, key.as_bytes()) >> (64 - DEPTH))) as Place
}

/// Whether a node of the tree is a leaf.
pub fn is_leaf(place: Place) -> bool {
    usize::from(place) >= LEAVES
}

/// The children of a node of the tree that is no leaf.
pub fn children(place: Place) -> [Place; 2] {
    [2 * place, 2 * place + 1]
}

/// How far below the root a node of the tree is.
pub fn level(place: Place) -> u32 {
    place.max(1).ilog2()
}

impl Tree {
    /// The tree over keys and the fingerprints of what is stored there.
    pub fn of<'a>(entries: impl IntoIterator<Item = (&'a str, u64)>) -> Self {
        let mut hashes = [0_u64; 2 * LEAVES];
        for (key, fingerprint) in entries {
            let hash = &mut hashes[usize::from(leaf(key))];
            // A sum: the order of the entries is of no account.
            *hash = hash.wrapping_add(XxHash64::oneshot(fingerprint, key.as_bytes()));
        }
        for place in (1..LEAVES).rev() {
            let (left, right) = (hashes[2 * place], hashes[2 * place + 1]);
            hashes[place] = if left | right == 0 { 0 } else { XxHash64::oneshot(left, &right.to_le_bytes()) };
        }
        Tree(hashes)
    }

    /// The hash of a node of the tree; 0 where there is none.
    pub fn hash(&self, place: Place) -> u64 {
        self.0.get(usize::from(place)).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_shows_on_its_way_to_the_root_and_nowhere_else() {
        let keys = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
        let tree = |changed: &str| Tree::of(keys.map(|key| (key, if key == changed { 2 } else { 1 })));
        let usual = tree("");
        for key in keys {
            let differs =
                (ROOT..2 * LEAVES as Place).filter(|place| usual.hash(*place) != tree(key).hash(*place));
            let way: Vec<Place> = (0..=DEPTH).rev().map(|up| leaf(key) >> up).collect();
            assert_eq!(differs.collect::<Vec<_>>(), way, "{key}");
        }
        let used = keys.map(leaf).into_iter().collect::<std::collections::BTreeSet<_>>();
        assert!(
            used.len() > 4 && used.iter().all(|place| is_leaf(*place) && level(*place) == DEPTH),
            "{used:?}"
        );
        assert_eq!(Tree::of(keys.into_iter().rev().map(|key| (key, 1))), usual);
        assert_eq!(Tree::of([]).hash(ROOT), 0);
    }
}
