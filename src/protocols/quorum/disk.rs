//! What a node keeps on disk.

use super::message::Promise;
use super::{Config, ring};
use crate::kit::merkle::Tree;
use crate::kit::versions::Siblings;
use crate::sim::{NodeId, SortedMap};
use serde::Serialize;
use std::rc::Rc;

/// What survives a crash.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Disk {
    /// What it stores, by key.
    pub store: SortedMap<Rc<str>, Siblings>,
    /// What it keeps for replicas that could not be reached, until it can hand it over.
    pub hints: SortedMap<(NodeId, Rc<str>), Siblings>,
    /// How many versions of each key it has made.
    pub made: SortedMap<Rc<str>, u32>,
    /// How many operations it has coordinated.
    pub operations: u64,
    /// How often something was stored or dropped. For those who judge the run.
    #[serde(skip)]
    pub changes: u32,
}

/// Takes versions in, by what they descend from, or by their times alone.
pub fn merge(into: &mut Siblings, versions: &Siblings, config: &Config) {
    if config.siblings { into.merge(versions) } else { into.merge_by_time(versions) }
}

impl Disk {
    /// Stores versions; says whether any was news.
    pub fn keep(&mut self, key: &Rc<str>, versions: &Siblings, config: &Config) -> bool {
        let kept = self.store.or_default(key.clone());
        let before = kept.clone();
        merge(kept, versions, config);
        let news = *kept != before;
        self.changes += u32::from(news);
        news
    }

    /// Stores versions on behalf of `target`.
    pub fn keep_for(&mut self, target: NodeId, key: &Rc<str>, versions: &Siblings, config: &Config) {
        merge(self.hints.or_default((target, key.clone())), versions, config);
        self.changes += 1;
    }

    /// `target` has taken over what has this fingerprint.
    pub fn hand_over(&mut self, target: NodeId, key: &Rc<str>, fingerprint: u64) {
        let hint = (target, key.clone());
        if self.hints.get(&hint).is_some_and(|kept| kept.fingerprint() == fingerprint) {
            self.hints.remove(&hint);
            self.changes += 1;
        }
    }

    /// What is kept of a key in other nodes' names is theirs, but it is a copy all the same.
    pub fn copies(&self, key: &str) -> impl Iterator<Item = &Siblings> {
        let hints = self.hints.iter().filter(move |((_, other), _)| **other == *key);
        self.store.get(key).into_iter().chain(hints.map(|(_, kept)| kept))
    }

    /// All that it has of a key.
    pub fn all(&self, key: &str, config: &Config) -> Siblings {
        let mut all = Siblings::default();
        self.copies(key).for_each(|kept| merge(&mut all, kept, config));
        all
    }

    /// Whether it has what was promised, or something that replaces it.
    pub fn honours(&self, key: &str, promise: &Promise) -> bool {
        let by = |kept: &Siblings| {
            kept.iter().any(|version| {
                let same = version.dot == promise.dot && version.value == promise.value;
                same || version.past.contains(promise.dot)
            })
        };
        self.copies(key).any(by)
    }

    /// The Merkle tree over a range of keys.
    pub fn tree(&self, home: NodeId, config: &Config) -> Tree {
        let own = self.store.iter().filter(|(key, _)| ring::home(key, config) == home);
        Tree::of(own.map(|(key, kept)| (&**key, kept.fingerprint())))
    }

    /// Keys of ranges that are no longer this node's, because N has changed: they go to the replicas as hints do.
    pub fn move_out(&mut self, me: NodeId, config: &Config) {
        let stays = |key: &str| ring::is_replica(me, ring::home(key, config), config);
        let leave: Vec<Rc<str>> =
            self.store.iter().filter(|(key, _)| !stays(key)).map(|(key, _)| key.clone()).collect();
        for key in leave {
            let kept = self.store.remove(&key).unwrap_or_default();
            let replicas = ring::replicas(ring::home(&key, config), config);
            replicas.for_each(|target| self.keep_for(target, &key, &kept, config));
        }
    }
}
