//! Challenges: something to bring about by hand, as data beside the protocol that is to be broken.

use crate::sim::{Input, Micros};
use serde::{Deserialize, Serialize};

/// What is to be brought about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aim<Name> {
    /// The property of this name is violated.
    Violate(Name),
    /// A sentence of the story marks the milestone of this name.
    Reach(Name),
}

impl<Name> Aim<Name> {
    /// The name of the property or milestone.
    pub fn name(&self) -> &Name {
        match self {
            Aim::Violate(name) | Aim::Reach(name) => name,
        }
    }

    /// The same aim, its name otherwise.
    pub fn map<Other>(&self, by: impl FnOnce(&Name) -> Other) -> Aim<Other> {
        match self {
            Aim::Violate(name) => Aim::Violate(by(name)),
            Aim::Reach(name) => Aim::Reach(by(name)),
        }
    }
}

/// Something to bring about, with as few deeds as one can.
#[derive(Debug)]
pub struct Challenge {
    /// Its name in links: `two-leaders`. No scene of the lab has the same.
    pub id: &'static str,
    /// Its name on the page: `Two leaders at once`.
    pub title: &'static str,
    /// What to do, in a sentence or two for a learner.
    pub caption: &'static str,
    /// Settings that differ from the lab's own, as stored values (see [`crate::sim::Param`]).
    pub settings: &'static [(&'static str, i64)],
    /// The seed.
    pub seed: u64,
    /// What is done beforehand, each at a time (µs), in order of time. The challenge begins when all of it is done.
    pub script: fn() -> Vec<(Micros, Input)>,
    /// What is to be brought about.
    pub aim: Aim<&'static str>,
    /// The fewest deeds that are known to do.
    pub par: u16,
}
