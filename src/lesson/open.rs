//! The run that a lesson begins with.

use crate::player::{Player, Setup};
use crate::scenario::route;
use crate::scenario::{Scenario, ScenarioError, find_lab};
use crate::sim::{SettingError, When};
use netsplit_lesson::{Lesson, Place};
use netsplit_text::t;

/// Why a lesson has no run to begin with.
#[derive(Debug, thiserror::Error)]
#[error("{why}")]
pub struct OpenError {
    /// Where in the lesson that stands.
    pub place: Place,
    /// What is wrong.
    #[source]
    pub why: Why,
}

/// What is wrong with the beginning of a lesson.
#[derive(Debug, thiserror::Error)]
pub enum Why {
    /// Its lab, or what it makes of it.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// A setting.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// No such scenario: its id, and those there are.
    #[error("{}", t!("this lab has no scenario `{id}`; it has {known}", id = .0, known = .1))]
    Scene(String, String),
}

/// A player at the start of a lesson's run.
///
/// # Errors
/// When its lab, its scenario or its settings cannot be.
pub fn player(lesson: &Lesson) -> Result<Player, OpenError> {
    let [lab, scenario, settings] = lesson.places;
    in_lab(lesson).map_err(|why| {
        let place = match why {
            Why::Scenario(ScenarioError::NoLab(..)) => lab,
            Why::Scene(..) => scenario,
            _ => settings,
        };
        OpenError { place, why }
    })
}

fn in_lab(lesson: &Lesson) -> Result<Player, Why> {
    let lab = find_lab(&lesson.lab)?;
    let mut run = match &lesson.scenario {
        Some(id) => route::from_scene(lab, id).map_err(|_| {
            let known = lab.about.scenes.iter().map(|scene| scene.id).collect::<Vec<_>>().join(", ");
            Why::Scene(id.clone(), known)
        })?,
        None => Scenario { lab: lesson.lab.clone(), seed: route::DEFAULT_SEED, ..Scenario::default() },
    };
    run.seed = lesson.seed.unwrap_or(run.seed);
    for (key, value) in &lesson.settings {
        route::set(&mut run.settings, key, lab.param(key)?.parse(value)?);
    }
    run.check()?;
    Ok(Player::open(Setup::of(lab, &run), run.inputs, When::end_of(0))?)
}
