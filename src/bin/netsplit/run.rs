//! `netsplit run`.

use crate::common::Which;
use netsplit::check::events;
use netsplit::labs::Lab;
use netsplit::scenario::{Scenario, find_lab, route, transcript};
use netsplit::sim::{Input, Micros, Ms, Sim, Stop, StoryRecord, Trace, When};
use netsplit::ui::out;
use serde_json::json;
use std::fmt::Write;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    which: Which,
    /// How long to run, in simulated time: `60s`, `1500ms`
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// Machine-readable
    #[arg(long)]
    json: bool,
    /// Writes the trace (JSON) to a file
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// Writes the trace to a file that ShiViz reads
    #[arg(long, value_name = "FILE")]
    shiviz: Option<PathBuf>,
    /// Writes what clients asked and were told to a file that `judge` reads
    #[arg(long, value_name = "FILE")]
    history: Option<PathBuf>,
    /// Prints the run as a transcript that a person can read
    #[arg(long)]
    transcript: bool,
}

/// Events that are traced at a time: a run of any length needs no more memory than a short one.
const PIECE: u64 = 50_000;

/// A finished run.
struct Ran {
    scenario: Scenario,
    world: Box<dyn Sim>,
    milestones: Vec<StoryRecord>,
    messages: u64,
    bytes: u64,
    /// Whether it came out as it was recorded.
    faithful: bool,
}

/// Runs a lab; returns what to print.
pub fn run(args: &Args) -> Result<String, String> {
    let scenario = args.which.until("--until", args.until.as_deref())?;
    if args.trace.is_some() || args.shiviz.is_some() || args.transcript {
        return recorded(&scenario, args);
    }
    finish(scenario, args)
}

/// Runs, and says what came of it.
fn finish(scenario: Scenario, args: &Args) -> Result<String, String> {
    let ran = ran(scenario)?;
    write_history(&*ran.world, args)?;
    Ok(if args.json { to_json(&ran) } else { to_text(&ran) })
}

fn write_history(world: &dyn Sim, args: &Args) -> Result<(), String> {
    let Some(path) = &args.history else { return Ok(()) };
    save(path, &events::write(world.history(), world.names()))
}

fn save(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|why| format!("cannot write {}: {why}", path.display()))
}

/// Runs with a whole trace, and writes it out.
fn recorded(scenario: &Scenario, args: &Args) -> Result<String, String> {
    let player = out::recorded(scenario).map_err(|why| why.to_string())?;
    if let Some(path) = &args.trace {
        save(path, &out::json(&player))?;
    }
    if let Some(path) = &args.shiviz {
        save(path, &out::shiviz(&player).map_err(|why| why.to_string())?)?;
    }
    if args.transcript {
        write_history(player.world(), args)?;
        return Ok(transcript::print(
            player.lab(),
            player.trace(),
            player.names(),
            &player.world().verdicts(),
        ));
    }
    finish(scenario.clone(), args)
}

/// Runs to the scenario's instant, keeping only what is printed.
fn ran(mut scenario: Scenario) -> Result<Ran, String> {
    let lab = find_lab(&scenario.lab).map_err(|why| why.to_string())?;
    let mut world = lab.build(&scenario.settings, scenario.seed).map_err(|why| why.to_string())?;
    let (mut milestones, mut messages, mut bytes) = (Vec::new(), 0, 0);
    let mut go = |world: &mut dyn Sim, until: When, input: Option<&Input>| {
        loop {
            let mut trace = Trace::default();
            let piece = When { events: until.events.min(world.when().events + PIECE), ..until };
            let stop = world.run(piece, Some(&mut trace));
            let arrived = stop == Stop::Reached && (piece == until || world.when().events < piece.events);
            if let (true, Some(input)) = (arrived, input) {
                // The scenario was checked: whatever can be read can be applied.
                let _ = world.input(input, Some(&mut trace));
            }
            messages += trace.messages.len() as u64;
            bytes += trace.messages.iter().map(|message| u64::from(message.bytes)).sum::<u64>();
            milestones.extend(trace.story.iter().filter(|line| line.line.milestone.is_some()).cloned());
            if arrived {
                return;
            }
        }
    };
    for stamped in scenario.inputs.iter().filter(|stamped| stamped.when <= scenario.shown) {
        go(&mut *world, stamped.when, Some(&stamped.input));
    }
    go(&mut *world, scenario.shown, None);
    let digest = world.digest();
    let faithful = scenario.digest.is_none_or(|recorded| recorded == digest as u32);
    (scenario.shown, scenario.digest) = (world.when(), Some(digest as u32));
    Ok(Ran { scenario, world, milestones, messages, bytes, faithful })
}

fn to_text(ran: &Ran) -> String {
    let (when, names) = (ran.world.when(), ran.world.names());
    let mut out = String::new();
    let _ = writeln!(out, "lab       {} (seed {})", ran.scenario.lab, ran.scenario.seed);
    let _ = writeln!(out, "time      {}", Ms(when.at));
    let _ = writeln!(out, "events    {}", when.events);
    let _ = writeln!(out, "messages  {} ({} bytes)", ran.messages, ran.bytes);
    let _ = writeln!(out, "digest    {:016x}", ran.world.digest());
    if !ran.faithful {
        out += "          recorded by another version: this run differs from the recorded one\n";
    }
    out += "\nmilestones\n";
    for line in &ran.milestones {
        let _ = writeln!(out, "  {:>12}  {}", Ms(line.when.at).to_string(), line.line.plain(names));
    }
    out += "\nproperties\n";
    for verdict in ran.world.verdicts() {
        let _ = writeln!(out, "  {:<24}{}", verdict.property.name, verdict.standing.word());
        if let Some(violation) = &verdict.violation {
            let _ = writeln!(out, "    at {}: {}", violation.when, violation.line.plain(names));
        }
    }
    for warning in ran.world.warnings() {
        let _ = writeln!(out, "\nnote: {warning}");
    }
    out
}

fn to_json(ran: &Ran) -> String {
    let (when, names, world) = (ran.world.when(), ran.world.names(), &ran.world);
    let ms = |at: Micros| at as f64 / 1_000.0;
    let milestone = |line: &StoryRecord| {
        json!({
            "at_ms": ms(line.when.at), "after": line.when.events, "name": line.line.milestone,
            "text": line.line.plain(names),
        })
    };
    let verdicts = world.verdicts().into_iter().map(|verdict| {
        let violation = verdict.violation.map(|violation| {
            json!({
                "at_ms": ms(violation.when.at), "event": violation.when.events,
                "nodes": violation.nodes.iter().map(|n| &names[n.index()]).collect::<Vec<_>>(),
                "text": violation.line.plain(names),
            })
        });
        json!({ "property": verdict.property.name, "verdict": verdict.standing.word(), "violation": violation })
    });
    let params = find_lab(&ran.scenario.lab).into_iter().flat_map(Lab::params);
    let settings = params.map(|param| {
        let value = world.setting(param.key).unwrap_or(param.default);
        (param.key.to_owned(), json!(param.show(value)))
    });
    let out = json!({
        "lab": ran.scenario.lab, "seed": ran.scenario.seed,
        "config": settings.collect::<serde_json::Map<_, _>>(),
        "time_ms": ms(when.at), "events": when.events, "messages": ran.messages, "bytes": ran.bytes,
        "digest": format!("{:016x}", world.digest()), "faithful": ran.faithful,
        "milestones": ran.milestones.iter().map(milestone).collect::<Vec<_>>(),
        "verdicts": verdicts.collect::<Vec<_>>(),
        "warnings": world.warnings(), "link": route::address(&ran.scenario),
    });
    format!("{out:#}\n")
}
