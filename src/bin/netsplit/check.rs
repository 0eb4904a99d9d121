//! `netsplit check`.

use netsplit::player::Player;
use netsplit::scenario::problems::{Place, problems};
use netsplit::scenario::route::{self, Route};
use netsplit::scenario::{Scenario, file};
use netsplit::sim::{Ms, When};
use serde_json::{Value, json};
use std::path::Path;
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Args {
    /// Scenario files (JSON), files with a link on each line, or links
    #[arg(required = true, value_name = "FILE|LINK")]
    files: Vec<String>,
    /// Machine-readable
    #[arg(long)]
    json: bool,
}

/// A scenario that was looked at, or what is wrong in place of one.
struct Looked {
    /// The file, or the beginning of the link.
    file: String,
    place: Place,
    found: Result<Good, String>,
}

/// A scenario that can be opened.
struct Good {
    scenario: Scenario,
    /// Whether it comes out as it was recorded; none when it carries no digest.
    faithful: Option<bool>,
}

/// The beginning of a file.
const START: Place = Place { line: 1, column: 1 };

/// Looks at all files; complains on standard error, and returns what to print and the exit code.
pub fn check(args: &Args) -> Result<(String, ExitCode), String> {
    if let Some(lesson) = args.files.iter().find(|name| has_ending(name, "md")) {
        return Err(format!(
            "{lesson} is a lesson: lessons come with a later version; this one checks scenario files and links"
        ));
    }
    let mut all = Vec::new();
    for name in &args.files {
        all.extend(look(name)?);
    }
    let code =
        if all.iter().all(|looked| looked.found.is_ok()) { ExitCode::SUCCESS } else { ExitCode::from(1) };
    if args.json {
        let all: Vec<Value> = all.iter().map(to_json).collect();
        return Ok((format!("{:#}\n", Value::Array(all)), code));
    }
    let mut out = String::new();
    for Looked { file, place: Place { line, column }, found } in &all {
        match found {
            Ok(good) => out += &format!("{file}:{line}: {}\n", words(good)),
            Err(why) => eprintln!("{file}:{line}:{column}: {why}"),
        }
    }
    Ok((out, code))
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
    if has_ending(name, "json") || text.trim_start().starts_with('{') {
        return Ok(scenario(name, &text));
    }
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let links: Vec<Looked> = lines.map(|(i, line)| link(line.trim(), name, i + 1)).collect();
    let empty = || Looked { file: name.to_owned(), place: START, found: Err(EMPTY.to_owned()) };
    Ok(if links.is_empty() { vec![empty()] } else { links })
}

const EMPTY: &str = "the file is empty; it should be a scenario (JSON) or have a link on each line";

fn scenario(name: &str, text: &str) -> Vec<Looked> {
    let looked = |place, found| Looked { file: name.to_owned(), place, found };
    match file::read(text) {
        Ok(scenario) => vec![looked(START, opened(scenario))],
        Err(_) => problems(text).into_iter().map(|p| looked(p.place, Err(p.why.to_string()))).collect(),
    }
}

fn link(text: &str, file: &str, line: usize) -> Looked {
    let hash = text.split_once('#').map(|(_, hash)| hash);
    let found = match hash.map(route::parse) {
        None => Err("this is no link; one looks like `#/m/…`, alone or at the end of an address".to_owned()),
        Some(Ok(Route::Lab(scenario))) => opened(*scenario),
        Some(Ok(_)) => Err("this address opens a page, no moment; `#/m/…` or `#/raft` would do".to_owned()),
        Some(Err(why)) => Err(why.to_string()),
    };
    Looked { file: file.to_owned(), place: Place { line, column: 1 }, found }
}

/// Opens what passed its checks, to see whether it comes out as it was recorded.
fn opened(scenario: Scenario) -> Result<Good, String> {
    let faithful = match scenario.digest {
        None => None,
        Some(_) => Some(Player::of_scenario(&scenario).map_err(|why| why.to_string())?.1),
    };
    Ok(Good { scenario, faithful })
}

fn words(good: &Good) -> String {
    let Scenario { lab, seed, inputs, shown, .. } = &good.scenario;
    let count = inputs.len();
    let plural = if count == 1 { "" } else { "s" };
    let at = if *shown == When::default() { "its start".to_owned() } else { Ms(shown.at).to_string() };
    let note = if good.faithful == Some(false) {
        "; recorded by another version: it opens, but comes out differently"
    } else {
        ""
    };
    format!("good: {lab}, seed {seed}, {count} input{plural}, shown at {at}{note}")
}

fn to_json(looked: &Looked) -> Value {
    let Place { line, column } = looked.place;
    match &looked.found {
        Ok(Good { scenario, faithful }) => json!({
            "file": looked.file, "line": line, "ok": true, "lab": scenario.lab, "seed": scenario.seed,
            "inputs": scenario.inputs.len(), "shown_ms": scenario.shown.at as f64 / 1_000.0, "faithful": faithful,
        }),
        Err(why) => json!({
            "file": looked.file, "line": line, "column": column, "ok": false, "error": why,
        }),
    }
}
