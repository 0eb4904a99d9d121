//! A scenario: everything that makes a run what it is, and the instant to show.

use super::goal::{CAPTION_MAX, Goal, PAR_MAX};
use crate::labs::{self, Lab, Settings};
use crate::sim::{Input, InputError, SettingError, Stamped, When};

/// Inputs that a scenario may have: beyond this nobody made it by hand, and opening it could hang a page.
pub const INPUTS_MAX: usize = 20_000;
/// Events up to which a scenario may reach when it is opened: what the player can hold. A million are about
/// 300 MB of trace, an hour and a half of an idle five-node cluster.
pub const EVENTS_MAX: u64 = 1_000_000;

/// A run and an instant of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    /// The lab's id.
    pub lab: String,
    /// Settings that differ from the lab's own, as stored values.
    pub settings: Settings,
    /// The seed.
    pub seed: u64,
    /// The scene it began as.
    pub scene: Option<String>,
    /// What was, and is still to be, done. One that was not reached yet is stamped [`When::end_of`] its time.
    pub inputs: Vec<Stamped>,
    /// The instant to show.
    pub shown: When,
    /// The low half of the digest at that instant, to know whether this program plays it as it was recorded.
    pub digest: Option<u32>,
    /// Words to show beside it, plain text; at most [`CAPTION_MAX`] characters.
    pub caption: String,
    /// What is to be brought about.
    pub goal: Option<Goal>,
}

/// Why a scenario cannot be played.
#[derive(Debug, PartialEq, thiserror::Error)]
pub enum ScenarioError {
    /// No such lab.
    #[error("there is no lab `{0}`; there is {1}")]
    NoLab(String, String),
    /// A setting that can't be.
    #[error("in its settings: {0}")]
    Setting(#[from] SettingError),
    /// An input that can't be.
    #[error("its input number {0} cannot be: {1}")]
    Input(usize, InputError),
    /// Too much to open.
    #[error("it has {found} {what}; at most {most} can be opened here")]
    TooLong {
        /// How many there are.
        found: u64,
        /// Of what.
        what: &'static str,
        /// How many may be.
        most: u64,
    },
    /// Too many words.
    #[error("its caption has {0} characters; at most {CAPTION_MAX} can be shown")]
    Caption(usize),
    /// An aim that there is not: what it should be, its name, those there are.
    #[error("its goal is the {0} `{1}`, which this lab does not have; it has {2}")]
    Aim(&'static str, String, String),
    /// A par that can't be.
    #[error("its goal has par {0}, but a par is 1 to {PAR_MAX} deeds")]
    Par(u16),
    /// More given than there is.
    #[error("its goal says that {0} inputs are given, but it has {1}")]
    Given(u32, usize),
}

impl Scenario {
    /// The settings in force at the instant shown: those of the start, and what was set by then.
    pub fn settings_shown(&self) -> Settings {
        let mut settings = self.settings.clone();
        for stamped in self.inputs.iter().filter(|stamped| stamped.when <= self.shown) {
            if let Input::Set { key, value } = &stamped.input {
                super::route::set(&mut settings, key, *value);
            }
        }
        settings
    }

    /// The lab, after checking that everything in the scenario fits it.
    ///
    /// # Errors
    /// When something does not.
    pub fn check(&self) -> Result<&'static Lab, ScenarioError> {
        let lab = find_lab(&self.lab)?;
        let limits = [
            (self.inputs.len() as u64, "inputs", INPUTS_MAX as u64),
            (self.shown.events.checked_add(1).map_or(0, |n| n - 1), "events", EVENTS_MAX),
        ];
        for (found, what, most) in limits {
            if found > most {
                return Err(ScenarioError::TooLong { found, what, most });
            }
        }
        let world = lab.build(&self.settings, self.seed)?;
        self.check_goal(lab, &*world)?;
        for (number, stamped) in self.inputs.iter().enumerate() {
            // Whether an input can be read does not depend on the state, so a fresh world tells.
            let refused = world.fork().input(&stamped.input, None);
            refused.map_err(|why| ScenarioError::Input(number + 1, why))?;
        }
        Ok(lab)
    }
}

/// The lab of this id.
///
/// # Errors
/// When there is none; the error lists those there are.
pub fn find_lab(id: &str) -> Result<&'static Lab, ScenarioError> {
    labs::find(id).ok_or_else(|| {
        let known = labs::cards().map(|card| card.id).collect::<Vec<_>>().join(", ");
        ScenarioError::NoLab(id.chars().take(40).collect(), known)
    })
}
