//! Two runs that are compared: which can be, and how the second is made from the first.

use super::route::{self, RouteError};
use super::scenario::{Scenario, ScenarioError, find_lab};
use super::text::{Names, TextError};
use crate::kit::Comparison;
use crate::labs::{self, Lab, Settings};
use crate::sim::{Input, InputError, Sim, Stamped, When};

/// Why an input of one run cannot be in another.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Misfit {
    /// It names what there is not.
    #[error(transparent)]
    Text(#[from] TextError),
    /// The run does not take it.
    #[error(transparent)]
    Input(#[from] InputError),
}

/// Whether two labs can be compared: one with itself, or two of a family.
pub fn comparable(left: &Lab, right: &Lab) -> bool {
    let (left, right) = (left.about, right.about);
    left.id == right.id || (left.family.is_some() && left.family == right.family)
}

/// The labs that one can be compared with, itself first.
pub fn partners(lab: &'static Lab) -> impl Iterator<Item = &'static Lab> {
    let others =
        labs::all().into_iter().filter(move |other| other.about.id != lab.about.id && comparable(lab, other));
    std::iter::once(lab).chain(others)
}

/// Those of the settings that a lab knows.
fn known(settings: &Settings, lab: &Lab) -> Settings {
    settings.iter().filter(|(key, _)| lab.param(key).is_ok()).cloned().collect()
}

/// An input of a run as it is in another: nodes keep their names, not their numbers.
///
/// # Errors
/// When it cannot be there.
pub fn translate(input: &Input, from: &Names<'_>, to: &Names<'_>, world: &dyn Sim) -> Result<Input, Misfit> {
    let input = if from.nodes == to.nodes { input.clone() } else { to.parse(&from.print(input))? };
    world.fork().input(&input, None)?;
    Ok(input)
}

/// The same run in a lab, with changes to its settings, from its start: the same seed, the same done at the same times;
/// and how many inputs were left out because they cannot be there.
///
/// # Errors
/// When one of the two cannot be at all.
pub fn counterpart(
    run: &Scenario,
    lab: &'static Lab,
    changes: &[(String, i64)],
) -> Result<(Scenario, usize), ScenarioError> {
    let mut settings = known(&run.settings, lab);
    for (key, value) in changes {
        route::set(&mut settings, key, *value);
    }
    // What sets a setting that is to differ would make it the same again.
    let changed =
        |input: &Input| matches!(input, Input::Set { key, .. } if changes.iter().any(|(k, _)| k == key));
    let inputs: Vec<Stamped> =
        run.inputs.iter().filter(|stamped| !changed(&stamped.input)).cloned().collect();
    let asked = inputs.len();
    let scene = run.scene.clone().filter(|_| run.lab == lab.about.id);
    let (lab_id, seed) = (lab.about.id.to_owned(), run.seed);
    let inputs = fitting(&Scenario { inputs, ..run.clone() }, lab, &settings)?;
    let left_out = asked - inputs.len();
    Ok((Scenario { lab: lab_id, settings, seed, scene, inputs, ..Scenario::default() }, left_out))
}

/// The inputs of a run that can be in a run of a lab with these settings, by their times.
fn fitting(run: &Scenario, lab: &'static Lab, settings: &Settings) -> Result<Vec<Stamped>, ScenarioError> {
    let here = find_lab(&run.lab)?;
    let (from, to) = (here.build(&run.settings, run.seed)?, lab.build(settings, run.seed)?);
    let names = [Names { lab: here, nodes: from.names() }, Names { lab, nodes: to.names() }];
    let fit = |stamped: &Stamped| {
        let input = translate(&stamped.input, &names[0], &names[1], &*to).ok()?;
        Some(Stamped { when: When::end_of(stamped.when.at), input })
    };
    Ok(run.inputs.iter().filter_map(fit).collect())
}

/// A run from its start, to be compared: without the instant shown, and without a goal.
pub fn from_start(run: &Scenario) -> Scenario {
    Scenario { shown: When::default(), digest: None, goal: None, ..run.clone() }
}

/// Two runs from their starts, with what the left one's scene does and nothing else; or with another seed, and
/// nothing done.
///
/// # Errors
/// When one of them cannot be.
pub fn restarted([left, right]: &[Scenario; 2], seed: Option<u64>) -> Result<[Scenario; 2], RouteError> {
    let scene = left.scene.as_deref().filter(|_| seed.is_none());
    let scene = scene.map(|id| route::from_scene(find_lab(&left.lab)?, id)).transpose()?;
    let inputs = scene.map(|scene| scene.inputs).unwrap_or_default();
    let start = |run: &Scenario, inputs| Scenario {
        inputs,
        seed: seed.unwrap_or(run.seed),
        scene: run.scene.clone().filter(|_| seed.is_none()),
        ..from_start(run)
    };
    let left = start(left, inputs);
    let inputs = fitting(&left, find_lab(&right.lab)?, &right.settings)?;
    let right = start(right, inputs);
    Ok([left, right])
}

/// The two runs of a one-click comparison; what to watch is the caption of the left one.
///
/// # Errors
/// When the lab's scene, or the other lab, is not there.
pub fn of_comparison(lab: &'static Lab, comparison: &Comparison) -> Result<[Scenario; 2], RouteError> {
    let left = route::from_scene(lab, comparison.scene)?;
    let other = comparison.with.map_or(Ok(lab), find_lab)?;
    let changes: Settings = comparison.right.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect();
    let (right, _) = counterpart(&left, other, &changes)?;
    Ok([Scenario { caption: comparison.about.to_owned(), ..left }, right])
}
