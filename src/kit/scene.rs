//! One-click scenarios, as data beside the protocol they show.

use super::attack::Attack;
use super::challenge::Challenge;
use super::comparison::Comparison;
use super::experiment::Experiment;
use super::model::Model;
use crate::sim::{Input, Micros, Template};

/// A scenario: settings, a seed, and what is done when.
#[derive(Debug)]
pub struct Scene {
    /// Its name in links: `leader-dies`.
    pub id: &'static str,
    /// Its name on the page: `The leader dies`.
    pub title: &'static str,
    /// What to watch, in a sentence or two for a learner.
    pub about: &'static str,
    /// Settings that differ from the lab's own, as stored values (see [`crate::sim::Param`]).
    pub settings: &'static [(&'static str, i64)],
    /// The seed.
    pub seed: u64,
    /// What is done, each at a time (µs), in order of time; applied after everything else due then.
    pub script: fn() -> Vec<(Micros, Input)>,
    /// When the scenario is over (µs): the transcript and the tests run until here.
    pub until: Micros,
}

/// Settings by name, as stored values.
pub type Settings = &'static [(&'static str, i64)];

/// What the page that measures itself runs of a lab.
pub struct Measured {
    /// How long runs are sought in: idle, busy.
    pub loads: &'static [(&'static str, Settings)],
    /// For how many nodes frames are drawn.
    pub sizes: &'static [(&'static str, Settings)],
}

/// What a protocol's folder says of the lab that shows it.
pub struct About {
    /// Its name in links: `raft`.
    pub id: &'static str,
    /// Its name on the page.
    pub title: &'static str,
    /// The catalogue's heading over it.
    pub group: &'static str,
    /// What it is, in a sentence or two.
    pub about: &'static str,
    /// Where it comes from: author, title, year.
    pub source: &'static str,
    /// One-click scenarios.
    pub scenes: &'static [Scene],
    /// The labs with which it can be compared side by side: those of the same family. By default they seat nodes of
    /// the same names, and their clients ask the same.
    pub family: Option<&'static str>,
    /// One-click comparisons with another lab of the family, or with other settings.
    pub comparisons: &'static [Comparison],
    /// Things to bring about by hand, in rising difficulty.
    pub challenges: &'static [Challenge],
    /// The sentences of its story.
    pub story: &'static [&'static Template],
    /// What can be measured over many runs.
    pub experiments: &'static [Experiment],
    /// The words of the field that its texts use, with their definitions.
    pub glossary: &'static [(&'static str, &'static str)],
    /// How a search tries to break it.
    pub attack: Attack,
    /// How its clients' histories are judged, if it has clients.
    pub judged: Option<Model>,
    /// What `#/bench` measures: a name and the settings.
    pub measured: Measured,
}
