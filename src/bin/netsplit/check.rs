//! `netsplit check`.

use netsplit::lesson::check::{Finding, findings};
use netsplit::player::Player;
use netsplit::scenario::problems::{Place, problems};
use netsplit::scenario::route::{self, Route};
use netsplit::scenario::{Scenario, file};
use netsplit::sim::{Ms, When};
use netsplit_lesson::Lesson;
use serde_json::{Value, json};
use std::path::Path;
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Args {
    /// Lessons (Markdown), scenario files (JSON), files with a link on each line, or links
    #[arg(required = true, value_name = "FILE|LINK")]
    files: Vec<String>,
    /// Machine-readable
    #[arg(long)]
    json: bool,
}

/// Something that was looked at.
struct Looked {
    /// The file, or the beginning of the link.
    file: String,
    place: Place,
    found: Found,
}

/// What was found.
enum Found {
    /// A scenario that can be opened.
    Scenario {
        scenario: Box<Scenario>,
        /// Whether it comes out as it was recorded; none when it carries no digest.
        faithful: Option<bool>,
    },
    /// A lesson that can be given.
    Lesson(Box<Lesson>),
    /// Something that its author should know.
    Warning(String),
    /// Something that cannot be.
    Wrong(String),
}

/// The beginning of a file.
const START: Place = Place { line: 1, column: 1 };

/// Looks at all files; complains on standard error, and returns what to print and the exit code.
pub fn check(args: &Args) -> Result<(String, ExitCode), String> {
    let mut all = Vec::new();
    for name in &args.files {
        all.extend(look(name)?);
    }
    let code = if all.iter().any(Looked::is_wrong) { ExitCode::from(1) } else { ExitCode::SUCCESS };
    if args.json {
        let all: Vec<Value> = all.iter().map(to_json).collect();
        return Ok((format!("{:#}\n", Value::Array(all)), code));
    }
    let mut out = String::new();
    for Looked { file, place: Place { line, column }, found } in &all {
        match found {
            Found::Wrong(why) => eprintln!("{file}:{line}:{column}: {why}"),
            Found::Warning(why) => eprintln!("{file}:{line}:{column}: warning: {why}"),
            good => out += &format!("{file}:{line}: {}\n", words(good)),
        }
    }
    Ok((out, code))
}

impl Looked {
    fn is_wrong(&self) -> bool {
        matches!(self.found, Found::Wrong(_))
    }
}

fn has_ending(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found.eq_ignore_ascii_case(ending))
}

fn look(name: &str) -> Result<Vec<Looked>, String> {
    if name.contains('#') && !Path::new(name).exists() {
        let short: String = name.chars().take(40).collect();
        return Ok(vec![link(name, &short, 1)]);
    }
    let text = std::fs::read_to_string(name).map_err(|why| format!("cannot read {name}: {why}"))?;
    if has_ending(name, "md") {
        return Ok(lesson(name, &text));
    }
    if has_ending(name, "json") || text.trim_start().starts_with('{') {
        return Ok(scenario(name, &text));
    }
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let links: Vec<Looked> = lines.map(|(line, text)| link(text.trim(), name, line)).collect();
    let empty = || Looked { file: name.to_owned(), place: START, found: Found::Wrong(EMPTY.to_owned()) };
    Ok(if links.is_empty() { vec![empty()] } else { links })
}

const EMPTY: &str = "the file is empty; it should be a scenario (JSON) or have a link on each line";

fn scenario(name: &str, text: &str) -> Vec<Looked> {
    let looked = |place, found| Looked { file: name.to_owned(), place, found };
    if let Ok(scenario) = file::read(text) {
        return vec![looked(START, opened(scenario))];
    }
    problems(text).into_iter().map(|p| looked(p.place, Found::Wrong(p.why.to_string()))).collect()
}

fn lesson(name: &str, text: &str) -> Vec<Looked> {
    let looked = |place, found| Looked { file: name.to_owned(), place, found };
    let found = |Finding { place, why, warning }| {
        looked(place, if warning { Found::Warning(why) } else { Found::Wrong(why) })
    };
    let mut all: Vec<Looked> = findings(text).into_iter().map(found).collect();
    if !all.iter().any(Looked::is_wrong) {
        all.push(looked(START, Found::Lesson(Box::new(netsplit_lesson::read(text).0))));
    }
    all
}

fn link(text: &str, file: &str, line: u32) -> Looked {
    let hash = text.split_once('#').map(|(_, hash)| hash);
    let found = match hash.map(route::parse) {
        None => Found::Wrong(
            "this is no link; one looks like `#/m/…`, alone or at the end of an address".to_owned(),
        ),
        Some(Ok(Route::Lab(scenario))) => opened(*scenario),
        Some(Ok(_)) => {
            Found::Wrong("this address opens a page, no moment; `#/m/…` or `#/raft` would do".to_owned())
        }
        Some(Err(why)) => Found::Wrong(why.to_string()),
    };
    Looked { file: file.to_owned(), place: Place { line, column: 1 }, found }
}

/// Opens what passed its checks, to see whether it comes out as it was recorded.
fn opened(scenario: Scenario) -> Found {
    let opened = scenario.digest.map(|_| Player::of_scenario(&scenario)).transpose();
    match opened {
        Ok(opened) => {
            Found::Scenario { scenario: Box::new(scenario), faithful: opened.map(|(_, faithful)| faithful) }
        }
        Err(why) => Found::Wrong(why.to_string()),
    }
}

fn words(found: &Found) -> String {
    match found {
        Found::Wrong(why) | Found::Warning(why) => why.clone(),
        Found::Lesson(lesson) => {
            format!("good: lesson “{}” in {}, {} steps", lesson.title, lesson.lab, lesson.steps.len())
        }
        Found::Scenario { scenario, faithful } => {
            let Scenario { lab, seed, inputs, shown, .. } = &**scenario;
            let count = inputs.len();
            let plural = if count == 1 { "" } else { "s" };
            let at =
                if *shown == When::default() { "its start".to_owned() } else { Ms(shown.at).to_string() };
            let note = if *faithful == Some(false) {
                "; recorded by another version: it opens, but comes out differently"
            } else {
                ""
            };
            format!("good: {lab}, seed {seed}, {count} input{plural}, shown at {at}{note}")
        }
    }
}

fn to_json(looked: &Looked) -> Value {
    let Place { line, column } = looked.place;
    let file = &looked.file;
    match &looked.found {
        Found::Scenario { scenario, faithful } => json!({
            "file": file, "line": line, "ok": true, "lab": scenario.lab, "seed": scenario.seed,
            "inputs": scenario.inputs.len(), "shown_ms": scenario.shown.at as f64 / 1_000.0, "faithful": faithful,
        }),
        Found::Lesson(lesson) => json!({
            "file": file, "line": line, "ok": true, "lesson": lesson.title, "lab": lesson.lab,
            "steps": lesson.steps.len(),
        }),
        Found::Warning(why) => json!({
            "file": file, "line": line, "column": column, "ok": true, "warning": why,
        }),
        Found::Wrong(why) => json!({
            "file": file, "line": line, "column": column, "ok": false, "error": why,
        }),
    }
}
