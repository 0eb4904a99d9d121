//! The sentences of a search.

use super::state::{Found, Hunt, Phase, Wish};
use crate::check::Failure;
use crate::labs::{self, Lab};
use crate::player::deed;
use crate::scenario::{Scenario, link};
use crate::sim::{Input, Micros, Param, Stamped, decimal};
use crate::ui::figures::{counted, fixed, thousands};

/// A count that need not be exact when it is large: `412,000`, `38.2 million`.
pub fn roughly(count: u64) -> String {
    if count < 1_000_000 { thousands(count) } else { format!("{} million", fixed(count as f64 / 1e6, 1)) }
}

/// What is searched: a lab, without those of its rules that are off, from when.
pub fn subject(run: &Scenario, wish: &Wish) -> String {
    let Some(lab) = labs::find(&run.lab) else { return String::new() };
    let off: Vec<String> = rules_off(lab, run).into_iter().map(|rule| format!("“{rule}”")).collect();
    let rules = match &off[..] {
        [] => "with all its rules".to_owned(),
        [one] => format!("without {one}"),
        [most @ .., last] => format!("without {} and {last}", most.join(", ")),
    };
    let from = if wish.from_shown {
        format!("from {} s on", decimal((run.shown.at / 1_000) as i64, 3))
    } else {
        "from its start".to_owned()
    };
    format!("{} {rules}, {from}.", lab.about.title)
}

/// The value of a parameter among settings that differ from the lab's own.
fn value(settings: &[(String, i64)], param: &Param) -> i64 {
    settings.iter().find(|(key, _)| key == param.key).map_or(param.default, |(_, value)| *value)
}

/// The labels of the rules that a run is without.
fn rules_off(lab: &Lab, run: &Scenario) -> Vec<&'static str> {
    let settings = run.settings_shown();
    lab.params().filter(|param| param.rule && value(&settings, param) == 0).map(|param| param.label).collect()
}

/// The settings of what was found that the run did not have, beside those that are told as `assumed`: those that the
/// search tries, and made smaller.
pub fn changed(run: &Scenario, failure: &Failure, assumed: &[(String, i64)]) -> Vec<String> {
    let Ok(found) = link::decode(&failure.link) else { return Vec::new() };
    let Some(lab) = labs::find(&found.lab) else { return Vec::new() };
    let (before, begins) = (run.settings_shown(), |param: &Param| value(&found.settings, param));
    // From a moment on it is the run itself that goes on.
    let fresh = !found.inputs.iter().any(|stamped| matches!(stamped.input, Input::Reseed(_)));
    let told = |param: &Param| assumed.iter().any(|(key, _)| key == param.key);
    let other = lab.params().filter(|param| fresh && !told(param) && begins(param) != value(&before, param));
    other.map(|param| format!("{} {}", param.label, param.show_with_unit(begins(param)))).collect()
}

/// What the search adds to the settings, if anything.
pub fn assumed(lab: &Lab, settings: &[(String, i64)]) -> Option<String> {
    let set = |(key, value): &(String, i64)| {
        let param = lab.param(key).ok()?;
        Some(format!("“{}” {}", param.label, param.show_with_unit(*value)))
    };
    let set: Vec<String> = settings.iter().filter_map(set).collect();
    let why = "otherwise the absence of the rule could not show";
    (!set.is_empty()).then(|| format!("This search sets {}: {why}.", set.join(", ")))
}

/// What was found, in a sentence.
pub fn found(failure: &Failure) -> String {
    let how = match failure.inputs {
        0 => "without anything being done".to_owned(),
        steps => format!("in {}", counted(steps.into(), "step")),
    };
    format!("{} is violated {how}: {}", failure.property, failure.text)
}

/// What the branch is called that shows it.
pub fn branch_name(failure: &Failure) -> String {
    format!("Broken: {} in {}", failure.property, failure.inputs)
}

/// How much was tried without finding anything.
pub fn nothing(hunt: &Hunt, title: &str, late: bool) -> String {
    let (runs, events) = hunt.tried();
    let faults = if hunt.wished().any_fault {
        "with any fault there is".to_owned()
    } else {
        format!("within the faults that {title}’s properties tolerate")
    };
    let time = if late { format!(" The {} s are over.", hunt.wished().seconds) } else { String::new() };
    format!("Nothing violated in {} ({} events), {faults}.{time}", counted(runs, "schedule"), roughly(events))
}

/// How much was tried until it was stopped.
pub fn stopped(hunt: &Hunt) -> String {
    format!("Stopped after {}: nothing violated in them.", counted(hunt.tried().0, "schedule"))
}

/// Where what was found comes from.
pub fn provenance(found: &Found, whole: bool) -> String {
    let how =
        if whole { "nothing more can be taken away" } else { "stopped before it was as short as it gets" };
    let (run, first) = (thousands(found.failure.run), counted(found.first.into(), "input"));
    format!("Schedule {run} of the search had {first}; {} tried, {how}.", counted(found.tried, "shorter one"))
}

/// What is said aloud when a search has come to this.
pub fn spoken(hunt: &Hunt, title: &str) -> Option<String> {
    match &hunt.phase {
        Phase::Searching => {
            Some(format!("Searching {} for a violation.", counted(hunt.wished().runs, "schedule")))
        }
        Phase::Found(it, _) => Some(format!("Found: {}", found(&it.failure))),
        Phase::Nothing { late } => Some(nothing(hunt, title, *late)),
        Phase::Stopped => Some(stopped(hunt)),
        Phase::Refused(why) => Some(format!("The search cannot be done: {why}")),
        Phase::Asking | Phase::Shrinking(_) => None,
    }
}

/// What is done in a failing schedule, one step a line: when, and in words.
pub fn steps(failure: &Failure) -> Vec<(Micros, String)> {
    let Ok(run) = link::decode(&failure.link) else { return Vec::new() };
    let Some(lab) = labs::find(&run.lab) else { return Vec::new() };
    let Ok(world) = lab.build(&run.settings, run.seed) else { return Vec::new() };
    // What came before the moment that was searched from is no part of the schedule.
    let first = run.inputs.len().saturating_sub(failure.inputs as usize);
    let step = |stamped: &Stamped| (stamped.when.at, step(lab, &stamped.input, world.names()));
    run.inputs[first..].iter().map(step).collect()
}

/// An input in words, with its values.
fn step(lab: &Lab, input: &Input, names: &[String]) -> String {
    match input {
        Input::Set { key, value } => match lab.param(key) {
            Ok(param) => format!("{} becomes {}", param.label, param.show_with_unit(*value)),
            Err(_) => deed(input, names),
        },
        Input::Skew { offset, drift, .. } => {
            let (offset, drift) = (decimal(*offset, 3), decimal(i64::from(*drift), 4));
            format!("{}: {offset} ms, runs {drift} % fast", deed(input, names))
        }
        Input::Command { command, node } => {
            let values: Vec<&str> =
                command.args.iter().filter(|(key, _)| key != "to").map(|(_, value)| &value[..]).collect();
            let who = names.get(node.index()).map_or("?", String::as_str);
            let at = command.arg("to").map(|to| format!(" at {to}")).unwrap_or_default();
            let values = if values.is_empty() { String::new() } else { format!("({})", values.join(", ")) };
            format!("{who}: {}{values}{at}", command.name)
        }
        _ => deed(input, names),
    }
}
