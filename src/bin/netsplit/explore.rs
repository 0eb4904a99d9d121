//! `netsplit explore`: the search for a violation, on as many threads as asked for.

use crate::common::Source;
use netsplit::check::{Failure, Question, Search, Shrinker};
use netsplit::scenario::{self, Scenario, find_lab, link, route, text::Names};
use netsplit::sim::{Ms, When};
use serde_json::json;
use std::fmt::Write;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

#[expect(clippy::disallowed_types, reason = "how long a search may take; never what it finds")]
type Watch = std::time::Instant;

#[derive(clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct Args {
    #[command(flatten)]
    source: Source,
    /// How many schedules are tried
    #[arg(long, default_value_t = 100_000, value_name = "N")]
    runs: u64,
    /// The seed of the search: the same one finds the same thing
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A rule to turn off (see `netsplit list <lab>`); may be given several times
    #[arg(long, value_name = "RULE")]
    bug: Vec<String>,
    /// Threads; all cores unless given. The result is the same
    #[arg(long, value_name = "J")]
    jobs: Option<u64>,
    /// Tries only every Nth schedule, beginning with the Ith (from 1): `--shard 2/8`, for a job array
    #[arg(long, value_name = "I/N", value_parser = parse_shard, default_value = "1/1")]
    shard: (u64, u64),
    /// Stops after so many seconds
    #[arg(long, value_name = "S")]
    seconds: Option<f64>,
    /// Goes on from the moment that a link or file shows, instead of from the start with its settings
    #[arg(long)]
    from_shown: bool,
    /// Draws faults of all kinds, also those that the properties do not promise to withstand
    #[arg(long)]
    any_fault: bool,
    /// Prints the first violation as it was found, without making it short
    #[arg(long)]
    no_shrink: bool,
    /// Writes what violates as a scenario file
    #[arg(long, short, value_name = "FILE")]
    output: Option<std::path::PathBuf>,
    /// Machine-readable
    #[arg(long)]
    json: bool,
}

/// What a search did.
struct Tried {
    runs: u64,
    events: u64,
    seconds: f64,
    found: Option<Failure>,
}

fn parse_shard(text: &str) -> Result<(u64, u64), String> {
    let parts = text.split_once('/').and_then(|(i, n)| Some((i.parse().ok()?, n.parse().ok()?)));
    match parts {
        Some((i, n)) if (1..=n).contains(&i) => Ok((i - 1, n)),
        _ => Err("should be I/N with I from 1 to N, such as `2/8`".to_owned()),
    }
}

/// Searches; returns what to print, and exit code 1 when something is violated.
pub fn explore(args: &Args) -> Result<(String, ExitCode), String> {
    let question = Question {
        run: link::encode(&run_of(args)?),
        from_shown: args.from_shown,
        any_fault: args.any_fault,
        seed: args.seed,
    };
    let search = Search::new(&question).map_err(|why| why.to_string())?;
    let mut tried = tried(&question, args);
    if let Some(found) = tried.found.as_mut().filter(|_| !args.no_shrink) {
        let mut shrinker = Shrinker::new(&search, found);
        while shrinker.step() {}
        *found = shrinker.best().clone();
    }
    if let (Some(path), Some(found)) = (&args.output, &tried.found) {
        let file = scenario_file(found)?;
        std::fs::write(path, file).map_err(|why| format!("cannot write {}: {why}", path.display()))?;
    }
    let code = if tried.found.is_some() { ExitCode::from(1) } else { ExitCode::SUCCESS };
    let output = if args.json { to_json(&search, &tried, args)? } else { to_text(&search, &tried)? };
    Ok((output, code))
}

/// What the arguments ask to search.
fn run_of(args: &Args) -> Result<Scenario, String> {
    let mut scenario = args.source.scenario(None)?;
    let lab = find_lab(&scenario.lab).map_err(|why| why.to_string())?;
    for rule in &args.bug {
        if !lab.params().any(|param| param.rule && param.key == rule) {
            let rules: Vec<_> = lab.params().filter(|param| param.rule).map(|param| param.key).collect();
            return Err(format!("--bug {rule}: this lab has no such rule; it has {}", rules.join(", ")));
        }
        route::set(&mut scenario.settings, rule, 0);
    }
    scenario.check().map_err(|why| why.to_string())?;
    Ok(scenario)
}

/// Tries the schedules of this shard on several threads; the lowest number that violates something counts.
fn tried(question: &Question, args: &Args) -> Tried {
    let cores = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    let jobs = args.jobs.unwrap_or(cores).max(1);
    let (first, step) = args.shard;
    let (next, runs, events) = (AtomicU64::new(first), AtomicU64::new(0), AtomicU64::new(0));
    let (lowest, late) = (AtomicU64::new(u64::MAX), AtomicBool::new(false));
    let start = Watch::now();
    let limit = args.seconds.map(Duration::from_secs_f64);
    let language = netsplit_text::spoken();
    let work = || {
        netsplit_text::speak(language);
        let search = Search::new(question).expect("the question was tried before");
        let mut mine: Option<Failure> = None;
        loop {
            let run = next.fetch_add(step, Ordering::Relaxed);
            if run >= args.runs.min(lowest.load(Ordering::Relaxed)) || late.load(Ordering::Relaxed) {
                return mine;
            }
            let attempt = search.attempt(run);
            runs.fetch_add(1, Ordering::Relaxed);
            events.fetch_add(attempt.events, Ordering::Relaxed);
            if let Some(failure) = attempt.failure {
                lowest.fetch_min(failure.run, Ordering::Relaxed);
                mine = Some(failure);
            }
            if limit.is_some_and(|limit| start.elapsed() >= limit) {
                late.store(true, Ordering::Relaxed);
            }
        }
    };
    let found = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
        let found = threads.into_iter().filter_map(|thread| thread.join().expect("a search does not panic"));
        found.min_by_key(|failure| failure.run)
    });
    let (runs, events) = (runs.into_inner(), events.into_inner());
    Tried { runs, events, seconds: start.elapsed().as_secs_f64(), found }
}

fn scenario_of(found: &Failure) -> Result<Scenario, String> {
    link::decode(&found.link).map_err(|why| why.to_string())
}

fn scenario_file(found: &Failure) -> Result<String, String> {
    scenario::file::write(&scenario_of(found)?).map_err(|why| why.to_string())
}

/// The inputs of a scenario as lines, each with its time.
fn lines(scenario: &Scenario) -> Result<Vec<(When, String)>, String> {
    let lab = find_lab(&scenario.lab).map_err(|why| why.to_string())?;
    let world = lab.build(&scenario.settings, scenario.seed).map_err(|why| why.to_string())?;
    let names = Names { lab, nodes: world.names() };
    Ok(scenario.inputs.iter().map(|stamped| (stamped.when, names.print(&stamped.input))).collect())
}

fn to_text(search: &Search, tried: &Tried) -> Result<String, String> {
    let mut out = String::new();
    let rate = tried.runs as f64 / tried.seconds.max(1e-9);
    let _ = writeln!(
        out,
        "{} schedules, {} events in {:.1} s ({rate:.0} schedules/s); faults: {}",
        tried.runs,
        tried.events,
        tried.seconds,
        search.faults().words()
    );
    let lab = search.lab();
    let shown = |key: &str, value: i64| {
        lab.param(key).map_or_else(|_| value.to_string(), |param| param.show_with_unit(value))
    };
    for (key, value) in search.assumed() {
        let _ =
            writeln!(out, "  set   {key} = {}, or the rule's absence could hardly show", shown(key, *value));
    }
    let Some(found) = &tried.found else { return Ok(out + "nothing is violated\n") };
    let scenario = scenario_of(found)?;
    let _ = writeln!(out, "\n{} is violated at {}, in schedule {}:", found.property, Ms(found.at), found.run);
    let _ = writeln!(out, "  {}\n", found.text);
    for (key, value) in &scenario.settings {
        let _ = writeln!(out, "  set   {key} = {}", shown(key, *value));
    }
    let _ = writeln!(out, "  seed  {}\n", scenario.seed);
    for (when, line) in lines(&scenario)? {
        let _ = writeln!(out, "  {:>12}  {line}", Ms(when.at).to_string());
    }
    let inputs = if found.inputs == 1 { "1 input".to_owned() } else { format!("{} inputs", found.inputs) };
    let _ = writeln!(out, "\n{inputs}\n{}", route::address(&scenario));
    Ok(out)
}

fn to_json(search: &Search, tried: &Tried, args: &Args) -> Result<String, String> {
    let violation = match &tried.found {
        None => json!(null),
        Some(found) => {
            let scenario = scenario_of(found)?;
            let file: serde_json::Value =
                serde_json::from_str(&scenario_file(found)?).map_err(|why| why.to_string())?;
            json!({
                "property": found.property, "text": found.text, "run": found.run, "inputs": found.inputs,
                "at_ms": found.at as f64 / 1_000.0, "scenario": file, "link": route::address(&scenario),
            })
        }
    };
    let assumed = search.assumed().iter().map(|(key, value)| (key.clone(), json!(value)));
    let out = json!({
        "runs": tried.runs, "events": tried.events, "seconds": tried.seconds, "seed": args.seed,
        "faults": search.faults().words(), "assumed": assumed.collect::<serde_json::Map<_, _>>(),
        "violation": violation,
    });
    Ok(format!("{out:#}\n"))
}
