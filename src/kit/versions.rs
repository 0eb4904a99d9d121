//! Versions of a value: which one descends from which, and which ones are siblings.
//!
//! Sources: Stott Parker et al., *Detection of Mutual Inconsistency in Distributed Systems*, 1983, for version vectors;
//! DeCandia et al., *Dynamo*, 2007, §4.4, for contexts and siblings; Nuno Preguiça et al., *Dotted Version Vectors*, 2010.
//! A vector alone can't say that somebody has seen a node's second write but not its first, and would take the first for
//! overwritten. So a version has a name of its own, its dot, beside what it descends from. Where that can't be, the plain
//! [`super::version_vector`] does.

use crate::sim::{Micros, NodeId, Value};
use serde::Serialize;
use std::rc::Rc;

/// A version's name: the node that made it, and the how-manyth it was of its key there, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Dot {
    /// Who made it.
    pub node: NodeId,
    /// Its number there.
    pub count: u32,
}

/// A set of versions of one key: a version vector with exceptions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct History(Vec<Part>);

/// The versions of one node: all up to a number, and some beyond.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Part {
    node: NodeId,
    up_to: u32,
    beyond: Vec<u32>,
}

impl Part {
    fn contains(&self, count: u32) -> bool {
        count <= self.up_to || self.beyond.contains(&count)
    }

    fn add(&mut self, count: u32) {
        if self.contains(count) {
            return;
        }
        self.beyond.insert(self.beyond.partition_point(|other| *other < count), count);
        while self.beyond.first() == Some(&(self.up_to + 1)) {
            self.up_to = self.beyond.remove(0);
        }
    }

    fn counts(&self) -> impl Iterator<Item = u32> {
        (1..=self.up_to).chain(self.beyond.iter().copied())
    }
}

impl History {
    /// Whether it has this version.
    pub fn contains(&self, dot: Dot) -> bool {
        self.0.iter().any(|part| part.node == dot.node && part.contains(dot.count))
    }

    /// Whether it has all of these versions.
    pub fn covers(&self, other: &History) -> bool {
        other.0.iter().all(|part| part.counts().all(|count| self.contains(Dot { node: part.node, count })))
    }

    /// Adds a version.
    pub fn add(&mut self, dot: Dot) {
        self.part(dot.node).add(dot.count);
    }

    /// Adds all of these versions.
    pub fn join(&mut self, other: &History) {
        for theirs in &other.0 {
            let mine = self.part(theirs.node);
            mine.up_to = mine.up_to.max(theirs.up_to);
            let beyond = std::mem::take(&mut mine.beyond);
            beyond.iter().chain(&theirs.beyond).for_each(|count| mine.add(*count));
        }
    }

    fn part(&mut self, node: NodeId) -> &mut Part {
        let place = self.0.partition_point(|part| part.node < node);
        if self.0.get(place).is_none_or(|part| part.node != node) {
            self.0.insert(place, Part { node, up_to: 0, beyond: Vec::new() });
        }
        &mut self.0[place]
    }

    /// As a version vector: for each node how many of its versions, and where some are missing, which ones.
    pub fn vector(&self) -> Value {
        let part = |part: &Part| {
            let mut shown = if part.up_to == 0 { Vec::new() } else { vec![part.up_to.to_string()] };
            shown.extend(part.beyond.iter().map(|count| format!("#{count}")));
            (part.node.into(), Value::Text(shown.join("+")))
        };
        Value::Map(self.0.iter().map(part).collect())
    }
}

/// A value that somebody wrote, and what they knew when they did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Version {
    /// The value.
    pub value: Rc<str>,
    /// Its name.
    pub dot: Dot,
    /// What it replaces, because its writer had seen it.
    pub past: History,
    /// When it was written, by the clock of the node that made it, µs.
    pub stamp: Micros,
}

impl Version {
    /// What it replaces, and itself: its version vector.
    pub fn history(&self) -> History {
        let mut history = self.past.clone();
        history.add(self.dot);
        history
    }
}

/// Versions of one key of which none descends from another, in the order of their dots. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Siblings(Vec<Rc<Version>>);

impl Siblings {
    /// One version.
    pub fn one(version: Rc<Version>) -> Self {
        Siblings(vec![version])
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The versions.
    pub fn iter(&self) -> impl Iterator<Item = &Rc<Version>> {
        self.0.iter()
    }

    /// Whether this version is here, or one that descends from it.
    pub fn cover(&self, dot: Dot) -> bool {
        self.0.iter().any(|version| version.dot == dot || version.past.contains(dot))
    }

    /// Whether something is there that is news here.
    pub fn lack(&self, those: &Siblings) -> bool {
        those.0.iter().any(|version| !self.cover(version.dot))
    }

    /// Takes in what is news here and drops what that replaces. The order of mergers is of no account.
    pub fn merge(&mut self, those: &Siblings) {
        for version in &those.0 {
            if self.cover(version.dot) {
                continue;
            }
            self.0.retain(|mine| !version.past.contains(mine.dot));
            let place = self.0.partition_point(|mine| mine.dot < version.dot);
            self.0.insert(place, version.clone());
        }
    }

    /// Takes in whatever was written last by the clocks, and drops everything else, whether it was seen by its writer or
    /// not.
    pub fn merge_by_time(&mut self, those: &Siblings) {
        let latest =
            self.0.iter().chain(&those.0).max_by_key(|version| (version.stamp, version.dot)).cloned();
        self.0 = latest.into_iter().collect();
    }

    /// All that they are and replace: the context of who has seen them.
    pub fn history(&self) -> History {
        let mut history = History::default();
        self.0.iter().for_each(|version| history.join(&version.history()));
        history
    }

    /// A number that differs when the versions do.
    pub fn fingerprint(&self) -> u64 {
        self.0.iter().fold(0, |sum, version| {
            let dot = u64::from(version.dot.node.0) << 32 | u64::from(version.dot.count);
            twox_hash::XxHash64::oneshot(sum, &dot.to_le_bytes())
        })
    }

    /// The values as text, none when there are none: `2`, or `1 | 2` of siblings.
    pub fn text(&self) -> Option<String> {
        let values: Vec<&str> = self.0.iter().map(|version| &*version.value).collect();
        (!values.is_empty()).then(|| values.join(" | "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn dot(node: u16, count: u32) -> Dot {
        Dot { node: NodeId(node), count }
    }

    fn history(dots: &[(u16, u32)]) -> History {
        let mut history = History::default();
        for (node, count) in dots {
            history.add(dot(*node, *count));
        }
        history
    }

    fn version(value: &str, at: (u16, u32), past: &[(u16, u32)]) -> Siblings {
        let (dot, past) = (dot(at.0, at.1), history(past));
        Siblings::one(Rc::new(Version { value: value.into(), dot, past, stamp: u64::from(at.1) }))
    }

    fn merged(all: &[&Siblings]) -> Siblings {
        let mut into = Siblings::default();
        for siblings in all {
            into.merge(siblings);
        }
        into
    }

    /// Dynamo's Figure 3: Sx, Sy and Sz are the nodes 0, 1 and 2.
    #[test]
    fn versions_evolve_as_in_figure_3() {
        let d1 = version("D1", (0, 1), &[]);
        let d2 = version("D2", (0, 2), &[(0, 1)]);
        let d3 = version("D3", (1, 1), &[(0, 1), (0, 2)]);
        let d4 = version("D4", (2, 1), &[(0, 1), (0, 2)]);
        assert_eq!(merged(&[&d1, &d2]).text().as_deref(), Some("D2"));
        let siblings = merged(&[&d4, &d2, &d3, &d1]);
        assert_eq!(siblings.text().as_deref(), Some("D3 | D4"));
        let names = ["Sx", "Sy", "Sz"].map(str::to_owned);
        let vector = |siblings: &Siblings| siblings.history().vector().text(&names);
        assert_eq!(vector(&d3), "Sx→2  Sy→1");
        assert_eq!(vector(&d4), "Sx→2  Sz→1");
        let d5 = version("D5", (0, 3), &[(0, 1), (0, 2), (1, 1), (2, 1)]);
        assert_eq!(vector(&d5), "Sx→3  Sy→1  Sz→1");
        assert_eq!(merged(&[&d5, &siblings]).text().as_deref(), Some("D5"));
    }

    /// Two blind writes at one node; who has seen only the second must not overwrite the first.
    #[test]
    fn a_version_that_nobody_saw_is_not_overwritten() {
        let (first, second) = (version("1", (0, 1), &[]), version("2", (0, 2), &[]));
        let third = version("3", (1, 1), &[(0, 2)]);
        assert_eq!(third.history().vector().text(&["n1".into(), "n2".into()]), "n1→#2  n2→1");
        assert_eq!(merged(&[&first, &second, &third]).text().as_deref(), Some("1 | 3"));
    }

    #[test]
    fn the_last_writer_wins_whatever_it_had_seen() {
        let mut siblings = version("1", (0, 7), &[]);
        siblings.merge_by_time(&version("2", (1, 3), &[(0, 7)]));
        assert_eq!(siblings.text().as_deref(), Some("1"));
    }

    proptest! {
        #[test]
        fn a_history_is_a_set(one in prop::collection::vec((0_u16..3, 1_u32..9), 0..12), two in prop::collection::vec((0_u16..3, 1_u32..9), 0..12)) {
            let sets = [&one, &two].map(|dots| dots.iter().copied().collect::<BTreeSet<_>>());
            let (left, right) = (history(&one), history(&two));
            prop_assert_eq!(left.covers(&right), sets[0].is_superset(&sets[1]));
            let mut joined = left.clone();
            joined.join(&right);
            let all: Vec<(u16, u32)> = sets[0].union(&sets[1]).copied().collect();
            prop_assert_eq!(&joined, &history(&all));
            prop_assert!((0..3).flat_map(|node| (1..9).map(move |count| (node, count)))
                .all(|(node, count)| joined.contains(dot(node, count)) == all.contains(&(node, count))));
        }

        /// Whoever writes has seen some of the versions there are.
        #[test]
        fn merging_knows_no_order(writes in prop::collection::vec((0_u16..3, 0_u8..255), 1..9), turn in 0_usize..9) {
            let mut all: Vec<Siblings> = Vec::new();
            for (node, seen) in writes {
                let past = all.iter().enumerate().filter(|(place, _)| seen >> place & 1 == 1);
                let mut known = History::default();
                past.for_each(|(_, version)| known.join(&version.history()));
                let count = 1 + all.iter().filter(|version| version.0[0].dot.node.0 == node).count() as u32;
                let version = Version { value: "v".into(), dot: dot(node, count), past: known, stamp: 0 };
                all.push(Siblings::one(Rc::new(version)));
            }
            let forward = merged(&all.iter().collect::<Vec<_>>());
            let turned = turn % all.len();
            let other: Vec<&Siblings> = all[turned..].iter().rev().chain(all[..turned].iter().rev()).collect();
            prop_assert_eq!(&forward, &merged(&other));
            prop_assert_eq!(&forward, &merged(&[&forward, &forward]));
            prop_assert!(all.iter().all(|version| forward.cover(version.0[0].dot)), "nothing is lost");
        }
    }
}
