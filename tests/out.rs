//! What leaves the program as a text: the trace as JSON and as a log for ShiViz.

use netsplit::player::Player;
use netsplit::scenario::{Scenario, file, route};
use netsplit::ui::out::{self, NoClocks};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

/// A split with a crashed and a paused node, and messages on their way.
const SPLIT: &str = r#"{ "version": 1, "lab": "raft", "config": { "servers": "5" }, "seed": 3, "inputs": [
  { "at_ms": 1000, "do": "c1 write to=n1 key=x value=5" }, { "at_ms": 1400, "do": "cut n1 n2 c1 | n3 n4 n5 c2" },
  { "at_ms": 1500, "do": "kill n2" }, { "at_ms": 1600, "do": "pause n5" }, { "at_ms": 1650, "do": "restart n2" } ],
  "show": { "at_ms": 1740 } }"#;

/// A player at the instant of a link, as the page opens it.
fn player(file: &str) -> Player {
    let scenario = file::read(file).expect("a scenario");
    Player::of_scenario(&scenario).expect("it fits its lab").0
}

/// What the command line writes with an option that takes a file.
fn written(link: &str, option: &str) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("out{option}.txt"));
    let file = path.to_str().expect("a name in UTF-8");
    let output = Command::new(env!("CARGO_BIN_EXE_netsplit")).args(["run", link, option, file]).output();
    assert!(output.expect("the command line runs").status.success());
    std::fs::read_to_string(path).expect("it was written")
}

#[test]
fn a_reader_and_the_command_line_write_the_same() {
    let mut player = player(SPLIT);
    let scenario = player.scenario();
    // A reader who has looked further ahead has recorded more.
    player.seek_time(scenario.shown.at + 2_000_000);
    player.seek(scenario.shown);
    let link = route::address(&scenario);
    assert_eq!(out::json(&player), written(&link, "--trace"));
    assert_eq!(out::shiviz(&player).expect("few nodes"), written(&link, "--shiviz"));
    assert_eq!(out::json(&out::recorded(&scenario).expect("it fits")), out::json(&player));
}

/// Reads a log as the expression `(?<event>.*)\n(?<host>\S*) (?<clock>{.*})` does: text, host and clock.
fn events(log: &str) -> Vec<(String, String, BTreeMap<String, u64>)> {
    let lines: Vec<&str> = log.lines().collect();
    let event = |pair: &[&str]| {
        let (host, clock) = pair[1].split_once(' ').expect("a host and its clock");
        (pair[0].to_owned(), host.to_owned(), serde_json::from_str(clock).expect("a clock in JSON"))
    };
    lines.chunks(2).map(event).collect()
}

/// What ShiViz asks of a log: the entry of a node's own counts its events, and those of others count events that
/// stand in the log.
#[test]
fn the_clocks_are_those_of_a_run() {
    let player = player(SPLIT);
    let events = events(&out::shiviz(&player).expect("few nodes"));
    assert_eq!(events.len() as u64, player.when().events);
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for (text, host, clock) in &events {
        *counts.entry(host).or_default() += 1;
        assert!(!text.is_empty() && !text.contains(|letter: char| letter.is_control()));
        assert_eq!(clock[host], counts[host.as_str()], "{host}: {text}");
        let known = |name: &String| counts.get(name.as_str()).copied().unwrap_or(0);
        assert!(clock.iter().all(|(name, count)| *count <= known(name)), "{host} knows the future: {text}");
    }
    let told = player.trace().story.iter().find(|line| line.event.is_some()).expect("something was told");
    let told = told.line.plain(player.names());
    assert!(events.iter().any(|(text, ..)| *text == told), "{told}");
}

#[test]
fn a_swarm_has_no_clocks_to_write() {
    let file = r#"{ "version": 1, "lab": "gossip", "config": { "nodes": "101" }, "seed": 1, "inputs": [],
        "show": { "at_ms": 100 } }"#;
    let player = player(file);
    assert_eq!(out::shiviz(&player), Err(NoClocks));
    assert!(NoClocks.to_string().contains("more than 100 nodes"));
    assert!(out::json(&player).contains("\"lab\": \"gossip\""));
}

#[test]
fn files_are_named_by_what_they_show() {
    assert_eq!(out::stem(&player(SPLIT)), "raft-seed3-1.740s");
    let scene = route::parse("#/raft?scenario=figure-8").expect("a scene");
    let route::Route::Lab(scene) = scene else { panic!("a scene is of a lab") };
    let (player, _) = Player::of_scenario(&Scenario { shown: netsplit::sim::When::end_of(40_250), ..*scene })
        .expect("it fits its lab");
    assert_eq!(out::stem(&player), "raft-figure-8-0.040s");
}

/// The address of a start opens the run that it is of, and is short enough to be typed.
#[test]
fn every_scene_and_challenge_has_a_short_address() {
    let mut seen = 0;
    for lab in netsplit::labs::all() {
        let (id, about) = (lab.about.id, lab.about);
        let scenes = about.scenes.iter().map(|scene| format!("#/{id}?scenario={}", scene.id));
        let challenges =
            about.challenges.iter().map(|challenge| format!("#/{id}?challenge={}", challenge.id));
        for address in scenes.chain(challenges).chain([format!("#/{id}?seed=1")]) {
            let route::Route::Lab(scenario) = route::parse(&address).expect("it is there") else {
                panic!("{address} is of a lab")
            };
            assert_eq!(route::start(&scenario).expect("it has a start"), address);
            let other = Scenario { seed: scenario.seed + 1, ..*scenario };
            let start = route::start(&other).expect("it has a start");
            let route::Route::Lab(again) = route::parse(&start).expect("it is there") else {
                panic!("{start} is of a lab")
            };
            assert_eq!(
                (again.seed, again.settings, again.inputs),
                (other.seed, other.settings, other.inputs)
            );
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
    let route::Route::Lab(scenario) =
        route::parse("#/raft?seed=11&servers=7&prevote=on").expect("it is there")
    else {
        panic!("it is of a lab")
    };
    assert_eq!(route::start(&scenario).expect("it has a start"), "#/raft?seed=11&servers=7&prevote=on");
}

/// The example in the documentation is what is written.
#[test]
fn the_documentation_shows_a_real_log() {
    let doc = include_str!("../docs/traces.md");
    let example =
        doc.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let scenario = Scenario { shown: netsplit::sim::When::end_of(300_000), ..raft() };
    let log = out::shiviz(&out::recorded(&scenario).expect("it fits its lab")).expect("few nodes");
    assert!(log.contains(example), "{log}");
    let json = out::json(&out::recorded(&scenario).expect("it fits its lab"));
    let trace: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    for list in ["events", "messages", "story"] {
        for field in trace[list][0].as_object().expect("an object").keys() {
            assert!(doc.contains(&format!("`{field}`")), "{list}: {field} is not in docs/traces.md");
        }
    }
}

fn raft() -> Scenario {
    let route::Route::Lab(scenario) = route::parse("#/raft?seed=1").expect("it is there") else {
        panic!("it is of a lab")
    };
    *scenario
}
