//! A shopping cart that every process keeps a copy of, as in Dynamo: whoever writes takes in all versions that it sees,
//! and versions written by who did not know of each other are kept side by side until then (§4.4 there).

use super::Config;
use crate::kit::version_vector::{VersionVector, keep};
use crate::sim::{NodeId, Value};
use netsplit_text::t;
use serde::Serialize;

/// A change of the cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What it concerns.
    pub item: String,
    /// Whether it is put in or taken out.
    pub add: bool,
}

/// A version of the cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Version {
    /// The writes that it has taken in, its own included.
    pub vector: VersionVector,
    /// The Lamport clock at which it was written, and where: by these *last write wins* chooses.
    pub written: (u32, NodeId),
    /// What is in the cart, in order.
    pub items: Vec<String>,
}

/// The versions that a process keeps: none at first, several are siblings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cart(pub Vec<Version>);

impl Cart {
    /// What a client sees who reads the cart: everything that is in any sibling. So nothing that was put in is lost, but
    /// what was taken out of one sibling may be back from another (§6.1 there).
    pub fn items(&self) -> Vec<String> {
        let mut items: Vec<String> = Vec::new();
        for item in self.0.iter().flat_map(|version| &version.items) {
            if let Err(place) = items.binary_search(item) {
                items.insert(place, item.clone());
            }
        }
        items
    }

    /// The writes that the versions kept here have taken in.
    pub fn taken_in(&self) -> VersionVector {
        self.0.iter().fold(VersionVector::default(), |mut all, version| {
            all.merge(&version.vector);
            all
        })
    }

    /// A client reads the cart here and writes it back with a change: a version that takes in all siblings. Returns how
    /// many there were.
    pub fn write(&mut self, change: &Change, written: (u32, NodeId)) -> usize {
        let siblings = self.0.len();
        let (mut items, mut vector) = (self.items(), self.taken_in());
        match (items.binary_search(&change.item), change.add) {
            (Err(place), true) => items.insert(place, change.item.clone()),
            (Ok(place), false) => {
                items.remove(place);
            }
            _ => {}
        }
        vector.tick(written.1);
        self.0 = vec![Version { vector, written, items }];
        siblings
    }

    /// Takes in the versions that another process keeps.
    pub fn take_in(&mut self, others: &Cart, config: &Config) {
        for version in &others.0 {
            keep(&mut self.0, version.clone(), |version| &version.vector);
        }
        if !config.siblings {
            let newest = self.0.iter().max_by_key(|version| version.written).cloned();
            self.0 = newest.into_iter().collect();
        }
    }

    /// The siblings in a line: `eggs milk ∥ bread`.
    pub fn text(&self) -> String {
        let version = |version: &Version| match version.items.as_slice() {
            [] => t!("empty").to_owned(),
            items => items.join(" "),
        };
        self.0.iter().map(version).collect::<Vec<_>>().join(" ∥ ")
    }
}

/// A version vector as a value, with an entry for every process.
pub fn entries(vector: &VersionVector, processes: u64) -> Value {
    Value::Clock((0..processes as usize).map(|process| vector.of(NodeId::from(process))).collect())
}
