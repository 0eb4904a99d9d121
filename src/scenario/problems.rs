//! Everything that is wrong in a scenario file, each with its place: what an editor or a build would want to know.

use super::file::{self, File, FileError};
use super::scenario::{ScenarioError, find_lab};
use super::text::Names;
pub use netsplit_lesson::Place;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Something wrong.
#[derive(Debug)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What, and what would do.
    pub why: FileError,
}

/// The parts of a file as they stand there, to know their places.
#[derive(Deserialize)]
struct Parts<'t> {
    #[serde(borrow)]
    version: &'t RawValue,
    #[serde(borrow)]
    lab: &'t RawValue,
    #[serde(borrow, default)]
    config: BTreeMap<String, &'t RawValue>,
    #[serde(borrow, default)]
    inputs: Vec<&'t RawValue>,
    #[serde(borrow, default)]
    show: Option<&'t RawValue>,
    #[serde(borrow, default)]
    caption: Option<&'t RawValue>,
    #[serde(borrow, default)]
    goal: Option<&'t RawValue>,
}

/// All that is wrong in a scenario file, in the order in which it stands there; nothing when it can be opened.
pub fn problems(text: &str) -> Vec<Problem> {
    let Err(first) = file::read(text) else { return Vec::new() };
    let mut found = match file::parse(text) {
        Ok(file) => in_parts(text, &file),
        Err(_) => Vec::new(),
    };
    if found.is_empty() {
        found.push(Problem { place: place_of(text, &first), why: first });
    }
    found.sort_by_key(|problem| problem.place);
    found
}

/// What is wrong in the parts of a file of the right shape. What depends on a part that is wrong itself is left out.
fn in_parts(text: &str, file: &File) -> Vec<Problem> {
    let (Ok(parts), Ok(lab)) = (serde_json::from_str::<Parts>(text), find_lab(&file.lab)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut settings = Vec::new();
    for (key, value) in &file.config {
        match file::setting(lab, key, value) {
            Ok(value) => settings.push((key.clone(), value)),
            Err(why) => found.push(Problem { place: place(text, parts.config[key]), why }),
        }
    }
    if let Some(Err(why)) = file.show.as_ref().map(file::Instant::read) {
        found.extend(parts.show.map(|show| Problem { place: place(text, show), why }));
    }
    let Ok(world) = lab.build(&settings, file.seed) else { return found };
    let names = Names { lab, nodes: world.names() };
    for (i, (deed, raw)) in file.inputs.iter().zip(&parts.inputs).enumerate() {
        let read = deed.read(i + 1, &names).and_then(|stamped| {
            let refused = world.fork().input(&stamped.input, None);
            refused.map_err(|why| ScenarioError::Input(i + 1, why).into())
        });
        found.extend(read.err().map(|why| Problem { place: place(text, raw), why }));
    }
    found
}

/// Where an error is that was the first to be found.
fn place_of(text: &str, why: &FileError) -> Place {
    if let FileError::Json(why) = why {
        return Place { line: why.line().max(1) as u32, column: why.column().max(1) as u32 };
    }
    let parts = serde_json::from_str::<Parts>(text).ok();
    let part = parts.and_then(|parts| match why {
        FileError::Version(_) => Some(parts.version),
        FileError::Scenario(ScenarioError::NoLab(..)) => Some(parts.lab),
        FileError::Scenario(ScenarioError::Caption(_)) => parts.caption,
        FileError::Aim
        | FileError::Scenario(
            ScenarioError::Property(..)
            | ScenarioError::Milestone(..)
            | ScenarioError::Par(_)
            | ScenarioError::Given(..),
        ) => parts.goal,
        _ => None,
    });
    part.map_or(Place { line: 1, column: 1 }, |part| place(text, part))
}

/// Where a part stands that was borrowed from `text`.
fn place(text: &str, part: &RawValue) -> Place {
    let offset = part.get().as_ptr().addr().saturating_sub(text.as_ptr().addr());
    let before = text.get(..offset).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    Place { line: before.matches('\n').count() as u32 + 1, column: line.chars().count() as u32 + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(u32, u32, String)> {
        problems(text).into_iter().map(|p| (p.place.line, p.place.column, p.why.to_string())).collect()
    }

    #[test]
    fn every_wrong_part_in_its_place() {
        let text = r#"{ "version": 1, "lab": "raft",
  "config": { "servers": "99", "loss": "2" },
  "inputs": [ { "at_ms": 1, "do": "kill n9" },
    { "at_ms": 2, "do": "kill n1" }, { "at_ms": -3, "do": "kill n2" },
    { "at_ms": 4, "do": "c1 fly" } ],
  "show": { "at_ms": 1e99 } }"#;
        let found = found(text);
        let places: Vec<(u32, u32)> = found.iter().map(|(line, column, _)| (*line, *column)).collect();
        assert_eq!(places, [(2, 26), (3, 15), (4, 38), (5, 5), (6, 11)], "{found:#?}");
        assert!(found[1].2.contains("there is no node `n9`; this run has n1"), "{}", found[1].2);
    }

    #[test]
    fn what_is_wrong_as_a_whole() {
        assert_eq!(found(r#"{ "version": 1, "lab": "raft" }"#), []);
        assert_eq!(found("{ \"version\": 1,\n \"lap\": 1 }")[0].0, 2);
        assert_eq!(found("")[0].0, 1);
        let (line, column, why) = &found("{ \"version\": 7,\n \"lab\": \"raft\" }")[0];
        assert_eq!((*line, *column, why.contains("reads version 1")), (1, 14, true));
        let (line, column, why) = &found("{ \"version\": 1,\n \"lab\": \"räft\" }")[0];
        assert_eq!((*line, *column, why.contains("there is no lab `räft`")), (2, 9, true));
        let conflict =
            r#"{ "version": 1, "lab": "raft", "config": { "delay_min": "50", "delay_max": "10" } }"#;
        assert_eq!(found(conflict)[0].0, 1);
    }
}
