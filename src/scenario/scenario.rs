//! A scenario: everything that makes a run what it is, and the instant to show.

use super::goal::{CAPTION_MAX, Goal, PAR_MAX};
use crate::labs::{self, Lab, Settings};
use crate::sim::{Input, InputError, SettingError, Stamped, When};
use netsplit_text::{t, tn};

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
    #[error("{}", t!("there is no lab `{id}`; there is {known}", id = .0, known = .1))]
    NoLab(String, String),
    /// A setting that can't be.
    #[error("{}", t!("in its settings: {why}", why = .0))]
    Setting(#[from] SettingError),
    /// An input that can't be.
    #[error("{}", t!("its input number {number} cannot be: {why}", number = .0, why = .1))]
    Input(usize, InputError),
    /// So many inputs, too many to open.
    #[error(
        "{}",
        tn!(
            *.0 as u64,
            "it has {found} input; at most {most} can be opened here",
            "it has {found} inputs; at most {most} can be opened here",
            found = .0,
            most = INPUTS_MAX
        )
    )]
    Inputs(usize),
    /// So many events, too many to open.
    #[error(
        "{}",
        tn!(
            *.0,
            "it has {found} event; at most {most} can be opened here",
            "it has {found} events; at most {most} can be opened here",
            found = .0,
            most = EVENTS_MAX
        )
    )]
    Events(u64),
    /// Too many words.
    #[error(
        "{}",
        tn!(
            *.0 as u64,
            "its caption has {count} character; at most {most} can be shown",
            "its caption has {count} characters; at most {most} can be shown",
            count = .0,
            most = CAPTION_MAX
        )
    )]
    Caption(usize),
    /// A property to violate that there is not, and those there are.
    #[error(
        "{}",
        t!(
            "its goal is the property `{name}`, which this lab does not have; it has {known}",
            name = .0,
            known = .1
        )
    )]
    Property(String, String),
    /// A milestone to reach that there is not, and those there are.
    #[error(
        "{}",
        t!(
            "its goal is the milestone `{name}`, which this lab does not have; it has {known}",
            name = .0,
            known = .1
        )
    )]
    Milestone(String, String),
    /// A par that can't be.
    #[error("{}", t!("its goal has par {par}, but a par is 1 to {most} deeds", par = .0, most = PAR_MAX))]
    Par(u16),
    /// More given than there is.
    #[error(
        "{}",
        t!("its goal says that {given} inputs are given, but it has {count}", given = .0, count = .1)
    )]
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
        if self.inputs.len() > INPUTS_MAX {
            return Err(ScenarioError::Inputs(self.inputs.len()));
        }
        let events = self.shown.events.checked_add(1).map_or(0, |n| n - 1);
        if events > EVENTS_MAX {
            return Err(ScenarioError::Events(events));
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
