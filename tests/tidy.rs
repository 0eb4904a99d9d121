//! What no lint checks: which layer may use which, words and types that have no place in a layer, files that
//! nobody compiles, and the contrast of the colour tokens.
//!
//! A line that must break a rule says why, in a comment `tidy-ok: …` on it or above it.

mod tidy_support;

use std::collections::BTreeMap;
use tidy_support::{Source, contrast, sources, themes};

/// What each layer may use of the others: imports point one way.
const MAY_USE: &[(&str, &[&str])] = &[
    ("sim", &[]),
    ("kit", &["sim"]),
    ("protocols", &["sim", "kit"]),
    ("labs", &["sim", "kit", "protocols"]),
    ("scenario", &["sim", "kit", "labs"]),
    ("check", &["sim", "kit", "labs", "scenario"]),
    ("player", &["sim", "kit", "labs", "scenario", "check"]),
    ("lesson", &["sim", "kit", "labs", "scenario", "player"]),
    ("ui", &["sim", "kit", "labs", "scenario", "check", "player", "lesson", "platform"]),
    ("platform", &[]),
];

/// Layers whose code decides what happens in a run.
const DETERMINISTIC: &[&str] = &["sim", "kit", "protocols", "check", "scenario", "lesson"];

/// Layers that must not know which protocol they run, record or show.
const PROTOCOL_BLIND: &[&str] = &["sim", "player", "lesson", "ui"];

/// Fails with one line for each complaint: `file:line: what: why`.
fn report(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// Complaints about every line of the layers in which `find` sees something.
fn scan(layers: &[&str], why: &str, find: impl Fn(&Source, &str) -> Option<String>) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources().iter().filter(|source| layers.contains(&source.layer.as_str())) {
        for (number, line) in source.code_lines() {
            if let Some(found) = find(source, line).filter(|_| !source.excused(number)) {
                complaints.push(format!("{}:{number}: {found}: {why}", source.path));
            }
        }
    }
    complaints
}

#[test]
fn imports_point_one_way() {
    let rules: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    let mut complaints = Vec::new();
    for source in sources() {
        let Some(allowed) = rules.get(source.layer.as_str()) else { continue };
        for (number, used) in source.uses() {
            let fine = used == source.layer
                || allowed.contains(&used.as_str())
                || !rules.contains_key(used.as_str());
            if !fine && !source.excused(number) {
                let (path, layer) = (&source.path, &source.layer);
                let listed =
                    if allowed.is_empty() { "nothing of ours".to_owned() } else { allowed.join(", ") };
                complaints
                    .push(format!("{path}:{number}: `{layer}` uses `{used}`: {layer} may use {listed}"));
            }
        }
    }
    report(&complaints);
}

#[test]
fn no_protocol_is_named_outside_its_folder() {
    let protocols = tidy_support::protocol_names();
    let why = "the world, the player and the page must serve protocols they do not know";
    let mut complaints = Vec::new();
    for source in sources().iter().filter(|source| PROTOCOL_BLIND.contains(&source.layer.as_str())) {
        for (index, line) in source.text.lines().enumerate() {
            let number = index + 1;
            let named = protocols.iter().find(|name| tidy_support::names(line, name));
            if let Some(name) = named.filter(|_| !source.excused(number)) {
                complaints.push(format!("{}:{number}: names `{name}`: {why}", source.path));
            }
        }
    }
    report(&complaints);
}

#[test]
fn nothing_in_a_run_depends_on_hash_order_or_the_clock() {
    // `Instant` alone may be a word of ours; clippy.toml bans the type of that name, however it is imported.
    let banned =
        ["HashMap", "HashSet", "RandomState", "SystemTime", "std::time", "time::Instant", "thread_rng"];
    let why =
        "the same seed must give the same run, bit for bit (BTreeMap, BTreeSet, Micros, the node's stream)";
    report(&scan(DETERMINISTIC, why, |_, line| {
        banned.iter().find(|word| tidy_support::has_word(line, word)).map(|word| format!("`{word}`"))
    }));
}

#[test]
fn floats_go_through_libm() {
    let banned = [
        "ln", "ln_1p", "log", "log2", "log10", "exp", "exp2", "exp_m1", "powf", "powi", "sqrt", "cbrt",
        "hypot", "sin", "cos", "tan", "sin_cos", "atan", "atan2", "tanh",
    ];
    let why = "platforms round differently: use libm";
    report(&scan(DETERMINISTIC, why, |_, line| {
        let called =
            |name: &&&str| line.contains(&format!(".{name}()")) || line.contains(&format!("f64::{name}("));
        // These take an argument; the others with parentheses around one may be anything (`log.exp(x)`).
        let with_argument = ["powf", "powi", "hypot", "atan2"];
        let argued = |name: &&&str| with_argument.contains(name) && line.contains(&format!(".{name}("));
        banned.iter().find(|name| called(name) || argued(name)).map(|name| format!("`.{name}`"))
    }));
}

#[test]
fn only_the_page_touches_the_browser() {
    let layers: Vec<&str> = MAY_USE.iter().map(|(layer, _)| *layer).collect();
    let blind: Vec<&str> = layers.into_iter().filter(|layer| !["ui", "platform"].contains(layer)).collect();
    let why = "only `ui` and `platform` are compiled for the web alone";
    let banned = ["web_sys", "js_sys", "wasm_bindgen", "gloo_timers", "gloo_events", "yew"];
    report(&scan(&blind, why, |_, line| {
        banned.iter().find(|word| tidy_support::has_word(line, word)).map(|word| format!("`{word}`"))
    }));
}

#[test]
fn no_inline_styles() {
    let why = "the Content-Security-Policy forbids style attributes; use a class, an SVG attribute or CSSOM";
    report(&scan(&["ui"], why, |_, line| {
        let inline = line.split("style=").skip(1).any(|rest| rest.starts_with(['{', '"']));
        let created = line.contains("<style") || line.contains("set_attribute(\"style\"");
        (inline || created).then(|| "an inline style".to_owned())
    }));
}

#[test]
fn no_hard_coded_colours() {
    let why = "colours are tokens in static/style.css, which both themes define and whose contrast is tested";
    report(&scan(&["ui"], why, |_, line| tidy_support::colour(line)));
}

#[test]
fn every_file_is_compiled() {
    let complaints: Vec<String> = tidy_support::orphans()
        .into_iter()
        .map(|path| format!("{path}:1: no `mod` names this file: it is never compiled"))
        .collect();
    report(&complaints);
}

/// Text and what it stands on: 4.5 to 1 (WCAG 2.2, 1.4.3).
const TEXT: &[(&str, &[&str])] = &[
    (
        "ink",
        &["paper", "panel", "hover", "accent-soft", "lead-soft", "follow-soft", "cand-soft", "down-soft"],
    ),
    ("ink", &["byz-soft", "client-soft", "e1", "e2", "e3", "e4", "e5", "e6"]),
    ("ink-2", &["paper", "panel", "hover"]),
    ("ink-3", &["paper", "panel", "hover"]),
    ("accent", &["paper", "panel", "accent-soft"]),
    ("lead", &["paper", "panel", "lead-soft"]),
    ("follow", &["paper", "panel", "follow-soft"]),
    ("cand", &["paper", "panel", "cand-soft"]),
    ("down", &["paper", "panel", "down-soft"]),
    ("byz", &["paper", "panel", "byz-soft"]),
    ("client", &["paper", "panel", "client-soft"]),
    ("ok", &["paper", "panel"]),
    ("bad", &["paper", "panel", "bad-soft"]),
    ("cut", &["paper", "panel"]),
    // The names of the sides while a cut is drawn.
    ("side-a", &["paper"]),
    ("side-b", &["paper"]),
    ("side-c", &["paper"]),
    ("side-d", &["paper"]),
    // A pressed or primary button, and the play button.
    ("on-accent", &["accent"]),
    ("paper", &["ink"]),
];

/// Lines, arcs and outlines that carry meaning, and what they are drawn on: 3 to 1 (1.4.11).
const SHAPES: &[(&str, &[&str])] = &[
    ("graph", &["paper", "panel"]),
    ("cut", &["paper", "panel"]),
    ("accent", &["paper", "panel"]),
    ("lead", &["paper", "panel", "lead-soft"]),
    ("follow", &["paper", "panel", "follow-soft"]),
    ("cand", &["paper", "panel", "cand-soft"]),
    ("down", &["paper", "panel", "down-soft"]),
    ("byz", &["paper", "panel", "byz-soft"]),
    ("client", &["paper", "panel", "client-soft"]),
    ("ok", &["panel"]),
    ("bad", &["panel"]),
    // The lines of charts.
    ("side-a", &["panel"]),
    ("side-b", &["panel"]),
    ("side-c", &["panel"]),
    ("side-d", &["panel"]),
];

#[test]
fn colours_can_be_told_apart() {
    let mut complaints = Vec::new();
    for (theme, tokens) in themes() {
        for (pairs, wanted) in [(TEXT, 4.5), (SHAPES, 3.0)] {
            for (front, backs) in pairs {
                for back in *backs {
                    let Some(ratio) = contrast(&tokens, front, back) else {
                        complaints.push(format!(
                            "static/style.css:1: {theme}: --{front} or --{back} is not defined"
                        ));
                        continue;
                    };
                    if ratio < wanted {
                        complaints.push(format!(
                            "static/style.css:1: {theme}: --{front} on --{back} is {ratio:.2} to 1, wanted {wanted} (WCAG 2.2)"
                        ));
                    }
                }
            }
        }
    }
    report(&complaints);
}

#[test]
fn both_ways_into_the_dark_theme_agree() {
    for (name, tokens) in tidy_support::system_dark() {
        let chosen = &themes()[1].1;
        assert_eq!(
            chosen.get(&name),
            Some(&tokens),
            "--{name} differs between the system's and the chosen dark theme"
        );
    }
}

#[test]
fn the_rules_see_what_they_look_for() {
    for named in ["a raft", "Raft's", "raft_lab", "RaftNode", "aRaft", "RAFT"] {
        assert!(tidy_support::names(named, "raft"), "{named}");
    }
    for other in ["a draft", "drafts", "rafting", "aircraft"] {
        assert!(!tidy_support::names(other, "raft"), "{other}");
    }
    assert!(tidy_support::colour("fill=\"#1d2330\"").is_some());
    assert!(tidy_support::colour("href=\"#/lesson\" #[derive(Clone)] r#\"text\"#").is_none());

    let code = "use crate::{sim::{World, ids}, kit};\n// use crate::ui;\nlet a = '\"'; crate::labs::all(); /* crate::ui */\n";
    let source = tidy_support::Source::new("src/kit/log.rs", code.to_owned());
    let used = source.uses();
    let names: Vec<(usize, &str)> = used.iter().map(|(line, name)| (*line, name.as_str())).collect();
    assert_eq!(names, [(1, "sim"), (1, "kit"), (3, "labs")]);
}
