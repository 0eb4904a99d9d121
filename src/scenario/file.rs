//! Scenario files: JSON that a person can write.
//!
//! ```json
//! { "version": 1, "lab": "raft", "config": { "servers": "5" }, "seed": 7,
//!   "inputs": [ { "at_ms": 1200, "do": "kill n1" }, { "at_ms": 1900.5, "after": 412, "do": "restart n1" } ],
//!   "show": { "at_ms": 3000 } }
//! ```
//! `after` is the number of events already done at that instant; without it an input is applied at the end of its
//! time. Values in `config` are written in the parameter's own unit.
//!
//! `"caption": "Lose an acknowledged write."` is shown beside it, and `"goal": {"violate": "Election Safety", "par": 2}`
//! or `{"reach": "leader elected", "par": 1}` makes it a challenge: a property to violate, or a milestone to reach. The
//! inputs are given then; `"given": 3` says that only the first three are, and the others deeds.

use super::Goal;
use super::print::VERSION;
use super::scenario::{Scenario, ScenarioError, find_lab};
use super::text::{Names, TextError};
use crate::kit::Aim;
use crate::labs::Lab;
use crate::sim::{Micros, SettingError, Stamped, When};
use serde::Deserialize;
use std::collections::BTreeMap;

pub use super::print::write;

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Not JSON of this shape.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// Another version.
    #[error("it says version {0}; this program reads version {VERSION}")]
    Version(u32),
    /// A setting that can't be.
    #[error("in `config`: {0}")]
    Setting(#[from] SettingError),
    /// An input that can't be read.
    #[error("input number {0}: {1}")]
    Input(usize, TextError),
    /// A time that can't be.
    #[error("input number {0}: `at_ms` is {1}, but should be a number of milliseconds from 0")]
    Time(usize, f64),
    /// A goal of both kinds, or of none.
    #[error("`goal` should have either `violate` with a property's name or `reach` with a milestone's")]
    Aim,
    /// An instant that can't be.
    #[error("in `show`: `at_ms` is {0}, but should be a number of milliseconds from 0")]
    Show(f64),
    /// It does not fit its lab.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    version: u32,
    pub(super) lab: String,
    #[serde(default)]
    pub(super) config: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) seed: u64,
    #[serde(default)]
    scene: Option<String>,
    #[serde(default)]
    pub(super) inputs: Vec<Deed>,
    #[serde(default)]
    pub(super) show: Option<Instant>,
    #[serde(default)]
    caption: String,
    #[serde(default)]
    goal: Option<Wanted>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    #[serde(default)]
    violate: Option<String>,
    #[serde(default)]
    reach: Option<String>,
    par: u16,
    #[serde(default)]
    given: Option<u32>,
}

impl Wanted {
    /// The goal of a run with so many inputs.
    fn goal(self, inputs: usize) -> Result<Goal, FileError> {
        let aim = match (self.violate, self.reach) {
            (Some(name), None) => Aim::Violate(name),
            (None, Some(name)) => Aim::Reach(name),
            _ => return Err(FileError::Aim),
        };
        Ok(Goal { aim, par: self.par, given: self.given.unwrap_or(inputs as u32) })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Deed {
    at_ms: f64,
    #[serde(default)]
    after: Option<u64>,
    #[serde(rename = "do")]
    what: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Instant {
    at_ms: f64,
    #[serde(default)]
    after: Option<u64>,
}

/// Reads a scenario file.
///
/// # Errors
/// When it is not one, or does not fit its lab; the error says where and what would do.
pub fn read(text: &str) -> Result<Scenario, FileError> {
    let file = parse(text)?;
    let lab = find_lab(&file.lab)?;
    let mut settings = Vec::new();
    for (key, value) in &file.config {
        settings.push((key.clone(), setting(lab, key, value)?));
    }
    let world = lab.build(&settings, file.seed)?;
    let names = Names { lab, nodes: world.names() };
    let mut inputs = Vec::new();
    for (i, deed) in file.inputs.iter().enumerate() {
        inputs.push(deed.read(i + 1, &names)?);
    }
    inputs.sort_by_key(|stamped| stamped.when.at);
    let goal = file.goal.map(|wanted| wanted.goal(inputs.len())).transpose()?;
    let shown = file.show.as_ref().map(Instant::read).transpose()?;
    let scenario = Scenario {
        lab: file.lab,
        settings,
        seed: file.seed,
        scene: file.scene,
        inputs,
        shown: shown.unwrap_or_default(),
        digest: None,
        caption: file.caption,
        goal,
    };
    scenario.check()?;
    Ok(scenario)
}

/// What a file says, of which nothing but the shape and the version is known to be right.
pub(super) fn parse(text: &str) -> Result<File, FileError> {
    let file: File = serde_json::from_str(text)?;
    if file.version == VERSION { Ok(file) } else { Err(FileError::Version(file.version)) }
}

/// The stored value of a setting.
pub(super) fn setting(lab: &Lab, key: &str, value: &str) -> Result<i64, FileError> {
    Ok(lab.param(key)?.parse(value)?)
}

impl Deed {
    /// The input, which is number `number` in its file.
    pub(super) fn read(&self, number: usize, names: &Names<'_>) -> Result<Stamped, FileError> {
        let input = names.parse(&self.what).map_err(|why| FileError::Input(number, why))?;
        let when = instant(self.at_ms, self.after).ok_or(FileError::Time(number, self.at_ms))?;
        Ok(Stamped { when, input })
    }
}

impl Instant {
    /// The instant to show.
    pub(super) fn read(&self) -> Result<When, FileError> {
        instant(self.at_ms, self.after).ok_or(FileError::Show(self.at_ms))
    }
}

fn instant(at_ms: f64, after: Option<u64>) -> Option<When> {
    let at = libm::round(at_ms * 1_000.0);
    let fits = at.is_finite() && (0.0..1e15).contains(&at);
    fits.then(|| When { at: at as Micros, events: after.unwrap_or(u64::MAX) })
}
