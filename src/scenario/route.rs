//! Routes: what the part of the address after `#` asks for.

use super::Goal;
use super::link::{self, LinkError};
use super::scenario::{Scenario, ScenarioError, find_lab};
use crate::labs::Lab;
use crate::sim::{Input, Micros, SettingError, Stamped, When};

/// What an address asks for.
#[derive(Debug, PartialEq)]
pub enum Route {
    /// `#/`: the catalogue.
    Catalogue,
    /// `#/bench`: the page that measures itself.
    Bench,
    /// A lab from its start, or at a moment.
    Lab(Box<Scenario>),
}

/// Why an address cannot be followed.
#[derive(Debug, PartialEq, thiserror::Error)]
pub enum RouteError {
    /// The link of a moment cannot be read.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// What it describes cannot be.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// A parameter in the address.
    #[error("in the address: {0}")]
    Setting(#[from] SettingError),
    /// The seed is no whole number.
    #[error("in the address: `seed` is `{0}`, but should be a whole number from 0 to 18446744073709551615")]
    Seed(String),
    /// No such scene.
    #[error("in the address: this lab has no scenario `{0}`; it has {1}")]
    Scene(String, String),
    /// No such challenge.
    #[error("in the address: this lab has no challenge `{0}`; it has {1}")]
    Challenge(String, String),
    /// Both a scenario and a challenge.
    #[error("in the address: it names a scenario and a challenge; open one of them")]
    Both,
    /// Something that is no `name=value`.
    #[error("in the address: `{0}` should be `name=value`")]
    Pair(String),
}

/// Reads the part of the address after `#`.
///
/// # Errors
/// When it asks for something that there is not.
pub fn parse(hash: &str) -> Result<Route, RouteError> {
    let path = hash.trim_start_matches('#').trim_start_matches('/');
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    match path.trim_end_matches('/') {
        "" => Ok(Route::Catalogue),
        "bench" => Ok(Route::Bench),
        "m" => Err(LinkError::Empty.into()),
        path => match path.strip_prefix("m/") {
            Some(payload) => {
                let scenario = link::decode(payload)?;
                scenario.check()?;
                Ok(Route::Lab(Box::new(scenario)))
            }
            None => Ok(Route::Lab(Box::new(lab_route(path, query)?))),
        },
    }
}

/// A lab from its start: `raft?seed=7&servers=5&scenario=leader-dies`.
fn lab_route(id: &str, query: &str) -> Result<Scenario, RouteError> {
    let lab = find_lab(id)?;
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').ok_or_else(|| RouteError::Pair(short(pair))));
    let pairs: Vec<(&str, &str)> = pairs.collect::<Result<_, _>>()?;
    let named = |wanted: &str| pairs.iter().find(|(key, _)| *key == wanted).map(|(_, id)| *id);
    let mut scenario = match (named("scenario"), named("challenge")) {
        (Some(_), Some(_)) => return Err(RouteError::Both),
        (Some(id), None) => from_scene(lab, id)?,
        (None, Some(id)) => from_challenge(lab, id)?,
        (None, None) => Scenario { lab: id.to_owned(), seed: DEFAULT_SEED, ..Scenario::default() },
    };
    for (key, value) in pairs.into_iter().filter(|(key, _)| !matches!(*key, "scenario" | "challenge")) {
        if key == "seed" {
            scenario.seed = value.parse().map_err(|_| RouteError::Seed(short(value)))?;
            continue;
        }
        let value = lab.param(key)?.parse(value)?;
        set(&mut scenario.settings, key, value);
    }
    scenario.check()?;
    Ok(scenario)
}

/// The seed of a run that names none: one whose first minute is a good first lesson.
pub const DEFAULT_SEED: u64 = 1;

/// The scenario that a scene of a lab starts.
///
/// # Errors
/// When the lab has no such scene.
pub fn from_scene(lab: &Lab, id: &str) -> Result<Scenario, RouteError> {
    let scene = lab.scene(id).ok_or_else(|| {
        let known = lab.about.scenes.iter().map(|scene| scene.id).collect::<Vec<_>>().join(", ");
        RouteError::Scene(short(id), known)
    })?;
    let run = (scene.settings, scene.seed, scene.script);
    Ok(scripted(lab, scene.id, run))
}

/// The scenario that a challenge of a lab starts. Its caption stays with the lab, which makes links shorter.
///
/// # Errors
/// When the lab has no such challenge.
pub fn from_challenge(lab: &Lab, id: &str) -> Result<Scenario, RouteError> {
    let challenge = lab.challenge(id).ok_or_else(|| {
        let known = lab.about.challenges.iter().map(|challenge| challenge.id).collect::<Vec<_>>().join(", ");
        RouteError::Challenge(short(id), known)
    })?;
    let run = (challenge.settings, challenge.seed, challenge.script);
    let mut scenario = scripted(lab, challenge.id, run);
    let given = scenario.inputs.len() as u32;
    let aim = challenge.aim.map(|name| (*name).to_owned());
    scenario.goal = Some(Goal { aim, par: challenge.par, given });
    Ok(scenario)
}

/// Settings, a seed, and what is done when.
type Run = (&'static [(&'static str, i64)], u64, fn() -> Vec<(Micros, Input)>);

/// A run of a lab that begins as something of this id.
fn scripted(lab: &Lab, id: &str, (settings, seed, script): Run) -> Scenario {
    let timed = |(at, input)| Stamped { when: When::end_of(at), input };
    Scenario {
        lab: lab.about.id.to_owned(),
        settings: settings.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect(),
        seed,
        scene: Some(id.to_owned()),
        inputs: script().into_iter().map(timed).collect(),
        ..Scenario::default()
    }
}

/// Sets a setting, replacing what it was.
pub fn set(settings: &mut Vec<(String, i64)>, key: &str, value: i64) {
    match settings.iter_mut().find(|(name, _)| name == key) {
        Some((_, old)) => *old = value,
        None => settings.push((key.to_owned(), value)),
    }
}

/// The address of a scenario from its start, when nothing has been done in it; otherwise of the moment.
pub fn address(scenario: &Scenario) -> String {
    moment(&link::encode(scenario))
}

/// The address of the moment with this payload.
pub fn moment(payload: &str) -> String {
    format!("#/m/{payload}")
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
