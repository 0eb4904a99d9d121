//! The run that a lesson begins with.

use crate::player::{Player, Setup};
use crate::scenario::route::{self, RouteError};
use crate::scenario::{Scenario, find_lab};
use crate::sim::When;
use netsplit_lesson::{Lesson, Place};

/// Why a lesson has no run to begin with.
#[derive(Debug, thiserror::Error)]
#[error("{why}")]
pub struct OpenError {
    /// Where in the lesson that stands.
    pub place: Place,
    /// What is wrong.
    #[source]
    pub why: RouteError,
}

/// A player at the start of a lesson's run.
///
/// # Errors
/// When its lab, its scenario or its settings cannot be.
pub fn player(lesson: &Lesson) -> Result<Player, OpenError> {
    let [lab, scenario, settings] = lesson.places;
    let at = |place| move |why: RouteError| OpenError { place, why };
    let in_lab = find_lab(&lesson.lab).map_err(RouteError::from).map_err(at(lab))?;
    let mut run = match &lesson.scenario {
        Some(id) => route::from_scene(in_lab, id).map_err(at(scenario))?,
        None => Scenario { lab: lesson.lab.clone(), seed: route::DEFAULT_SEED, ..Scenario::default() },
    };
    run.seed = lesson.seed.unwrap_or(run.seed);
    for (key, value) in &lesson.settings {
        let param = in_lab.param(key).map_err(RouteError::from).map_err(at(settings))?;
        let value = param.parse(value).map_err(RouteError::from).map_err(at(settings))?;
        route::set(&mut run.settings, key, value);
    }
    run.check().map_err(RouteError::from).map_err(at(settings))?;
    let opened = Player::open(Setup::of(in_lab, &run), run.inputs, When::end_of(0));
    opened.map_err(RouteError::from).map_err(at(settings))
}
