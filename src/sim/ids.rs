//! Names of things in a world: nodes, sets of nodes, instants.

use super::sorted::SortedSet;
use netsplit_text::{marked, tn};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Simulated time in microseconds since the start of the run.
pub type Micros = u64;

/// Microseconds in a millisecond.
pub const MS: Micros = 1_000;

/// A node's place in the roster, from 0. What people call it (`n1`) is its seat's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NodeId(pub u16);

impl NodeId {
    /// The index of this node in any per-node table.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

impl From<usize> for NodeId {
    fn from(index: usize) -> Self {
        NodeId(index as u16)
    }
}

/// A set of nodes, kept sorted and without repetition so that equal sets are equal bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "Vec<NodeId>")]
pub struct NodeSet(Vec<NodeId>);

impl NodeSet {
    /// Whether the set holds `node`.
    pub fn contains(&self, node: NodeId) -> bool {
        self.0.binary_search(&node).is_ok()
    }

    /// The members, in order.
    pub fn iter(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.0.iter().copied()
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// From so many members on a set is told by their number.
const NAMED_MAX: usize = 40;

impl NodeSet {
    /// The members' names, or how many they are where that says more: `n1 n2`, `5000 nodes`.
    pub fn words(&self, names: &[String]) -> String {
        if self.len() > NAMED_MAX {
            return tn!(self.len() as u64, "{count} node", "{count} nodes", count = self.len());
        }
        let names = self.iter().filter_map(|node| names.get(node.index()));
        names.map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

impl From<Vec<NodeId>> for NodeSet {
    fn from(nodes: Vec<NodeId>) -> Self {
        nodes.into_iter().collect()
    }
}

impl FromIterator<NodeId> for NodeSet {
    fn from_iter<I: IntoIterator<Item = NodeId>>(nodes: I) -> Self {
        let sorted: SortedSet<NodeId> = nodes.into_iter().collect();
        NodeSet(sorted.into_iter().map(|(node, ())| node).collect())
    }
}

/// An instant of a run: a time, and how many events were done by then.
///
/// Several events may share a time, so the time alone does not say which of them have happened. An instant is
/// just *after* its last event, and after every input stamped with the same pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct When {
    /// Simulated time, µs.
    pub at: Micros,
    /// Events done.
    pub events: u64,
}

impl When {
    /// The instant at the end of time `at`, when everything due by then is done.
    pub fn end_of(at: Micros) -> Self {
        When { at, events: u64::MAX }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (after event {})", Ms(self.at), self.events)
    }
}

/// Shows a time in milliseconds, without trailing zeros, to people: `231 ms`, `14.25 ms`.
#[derive(Clone, Copy, Debug)]
pub struct Ms(pub Micros);

impl fmt::Display for Ms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ms", marked(decimal(self.0 as i64, 3)))
    }
}

/// Shows a time as people say it: to the whole millisecond from 10 ms on.
#[derive(Clone, Copy, Debug)]
pub struct RoundMs(pub Micros);

impl fmt::Display for RoundMs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rounded = if self.0 < 10 * MS { self.0 } else { (self.0 + MS / 2) / MS * MS };
        Ms(rounded).fmt(f)
    }
}

/// A whole number of `10^-places` as a decimal without trailing zeros: `decimal(14_250, 3)` is `14.25`, whatever the
/// reader's language.
pub fn decimal(value: i64, places: u32) -> String {
    let scale = 10_u64.pow(places);
    let (whole, rest) = (value.unsigned_abs() / scale, value.unsigned_abs() % scale);
    let sign = if value < 0 { "-" } else { "" };
    if rest == 0 {
        return format!("{sign}{whole}");
    }
    let digits = format!("{rest:0width$}", width = places as usize);
    format!("{sign}{whole}.{}", digits.trim_end_matches('0'))
}
