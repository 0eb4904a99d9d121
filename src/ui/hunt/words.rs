//! The sentences of a search.

use super::state::{Found, Hunt, Phase, Wish};
use crate::check::Failure;
use crate::labs::{self, Lab};
use crate::player::deed;
use crate::scenario::{Scenario, link};
use crate::sim::{Input, Micros, Param, Stamped, decimal};
use crate::ui::figures::{shown, thousands};
use netsplit_text::{marked, t, tn, tr};

/// A count that need not be exact when it is large: `412,000`, `38.2 million`.
pub fn roughly(count: u64) -> String {
    if count < 1_000_000 {
        return thousands(count);
    }
    t!("{count} million", count = shown(count as f64 / 1e6, 1))
}

/// What is searched: a lab, without those of its rules that are off, from when.
pub fn subject(run: &Scenario, wish: &Wish) -> String {
    let Some(lab) = labs::find(&run.lab) else { return String::new() };
    let off: Vec<String> = rules_off(lab, run).into_iter().map(|rule| t!("“{rule}”", rule)).collect();
    let rules = match &off[..] {
        [] => None,
        [one] => Some(one.clone()),
        [most @ .., last] => Some(t!("{one} and {other}", one = most.join(", "), other = last)),
    };
    let (lab, time) = (tr(lab.about.title), marked(decimal((run.shown.at / 1_000) as i64, 3)));
    match (rules, wish.from_shown) {
        (None, false) => t!("{lab} with all its rules, from its start.", lab),
        (None, true) => t!("{lab} with all its rules, from {time} s on.", lab, time),
        (Some(rules), false) => t!("{lab} without {rules}, from its start.", lab, rules),
        (Some(rules), true) => t!("{lab} without {rules}, from {time} s on.", lab, rules, time),
    }
}

/// The value of a parameter among settings that differ from the lab's own.
fn value(settings: &[(String, i64)], param: &Param) -> i64 {
    settings.iter().find(|(key, _)| key == param.key).map_or(param.default, |(_, value)| *value)
}

/// The labels of the rules that a run is without.
fn rules_off(lab: &Lab, run: &Scenario) -> Vec<&'static str> {
    let settings = run.settings_shown();
    lab.params()
        .filter(|param| param.rule && value(&settings, param) == 0)
        .map(|param| tr(param.label))
        .collect()
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
    other.map(|param| format!("{} {}", tr(param.label), param.show_with_unit(begins(param)))).collect()
}

/// What the search adds to the settings, if anything.
pub fn assumed(lab: &Lab, settings: &[(String, i64)]) -> Option<String> {
    let set = |(key, value): &(String, i64)| {
        let param = lab.param(key).ok()?;
        Some(t!("“{rule}” {value}", rule = tr(param.label), value = param.show_with_unit(*value)))
    };
    let set: Vec<String> = settings.iter().filter_map(set).collect();
    let settings = set.join(", ");
    (!set.is_empty()).then(|| {
        t!("This search sets {settings}: otherwise the absence of the rule could not show.", settings)
    })
}

/// What was found, in a sentence.
pub fn found(failure: &Failure) -> String {
    let (property, what) = (&failure.property, &failure.text);
    if failure.inputs == 0 {
        return t!("{property} is violated without anything being done: {what}", property, what);
    }
    tn!(
        failure.inputs.into(),
        "{property} is violated in {n} step: {what}",
        "{property} is violated in {n} steps: {what}",
        property,
        what,
    )
}

/// What the branch is called that shows it.
pub fn branch_name(failure: &Failure) -> String {
    t!("Broken: {property} in {inputs}", property = &failure.property, inputs = failure.inputs)
}

/// How much was tried without finding anything.
pub fn nothing(hunt: &Hunt, title: &str, late: bool) -> String {
    let (runs, events) = hunt.tried();
    let events = roughly(events);
    let tried = if hunt.wished().any_fault {
        tn!(
            runs,
            "Nothing violated in {n} schedule ({events} events), with any fault there is.",
            "Nothing violated in {n} schedules ({events} events), with any fault there is.",
            events,
        )
    } else {
        tn!(
            runs,
            "Nothing violated in {n} schedule ({events} events), within the faults that {lab}’s properties \
             tolerate.",
            "Nothing violated in {n} schedules ({events} events), within the faults that {lab}’s properties \
             tolerate.",
            events,
            lab = tr(title),
        )
    };
    if !late {
        return tried;
    }
    tried + " " + &t!("The {seconds} s are over.", seconds = hunt.wished().seconds)
}

/// How much was tried until it was stopped.
pub fn stopped(hunt: &Hunt) -> String {
    tn!(
        hunt.tried().0,
        "Stopped after {n} schedule: nothing violated in them.",
        "Stopped after {n} schedules: nothing violated in them."
    )
}

/// Where what was found comes from.
pub fn provenance(found: &Found, whole: bool) -> String {
    let run = thousands(found.failure.run);
    let inputs = tn!(found.first.into(), "{n} input", "{n} inputs");
    let shorter = tn!(found.tried, "{n} shorter one", "{n} shorter ones");
    if whole {
        t!(
            "Schedule {run} of the search had {inputs}; {shorter} tried, nothing more can be taken away.",
            run,
            inputs,
            shorter,
        )
    } else {
        t!(
            "Schedule {run} of the search had {inputs}; {shorter} tried, stopped before it was as short as it \
             gets.",
            run,
            inputs,
            shorter,
        )
    }
}

/// What is said aloud when a search has come to this.
pub fn spoken(hunt: &Hunt, title: &str) -> Option<String> {
    match &hunt.phase {
        Phase::Searching => {
            let runs = hunt.wished().runs;
            Some(tn!(
                runs,
                "Searching {n} schedule for a violation.",
                "Searching {n} schedules for a violation."
            ))
        }
        Phase::Found(it, _) => Some(t!("Found: {what}", what = found(&it.failure))),
        Phase::Nothing { late } => Some(nothing(hunt, title, *late)),
        Phase::Stopped => Some(stopped(hunt)),
        Phase::Refused(why) => Some(t!("The search cannot be done: {why}", why)),
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
            Ok(param) => {
                t!(
                    "{setting} becomes {value}",
                    setting = tr(param.label),
                    value = param.show_with_unit(*value)
                )
            }
            Err(_) => deed(input, names),
        },
        Input::Skew { offset, drift, .. } => {
            let (offset, drift) = (marked(decimal(*offset, 3)), marked(decimal(i64::from(*drift), 4)));
            t!("{deed}: {offset} ms, runs {drift} % fast", deed = deed(input, names), offset, drift)
        }
        Input::Command { command, node } => {
            let values: Vec<&str> =
                command.args.iter().filter(|(key, _)| key != "to").map(|(_, value)| &value[..]).collect();
            let who = names.get(node.index()).map_or("?", String::as_str);
            let values = if values.is_empty() { String::new() } else { format!("({})", values.join(", ")) };
            let command_name = format!("{}{values}", command.name);
            match command.arg("to") {
                Some(to) => t!("{node}: {command} at {to}", node = who, command = command_name, to),
                None => format!("{who}: {command_name}"),
            }
        }
        _ => deed(input, names),
    }
}
