//! `netsplit experiment`.

use netsplit::kit::experiment::{Experiment, Figure, Kind, Measure, Plan, Tally, wilson};
use netsplit::labs;
use serde_json::{Map, Value, json};
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};

#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  netsplit experiment                                  lists the experiments and \
    their parameters\n  netsplit experiment split-vote --latency 10,20 --trials 20000 --json\n  netsplit experiment \
    election-time --servers 5 --up 4 --timeout-min 300 --timeout-max 600"
)]
pub struct Args {
    /// The experiment (`list`, or none: lists them), then its parameters in their own units; `--json`:
    /// machine-readable; `--jobs J`: on so many threads, which changes nothing but the time it takes
    #[arg(value_name = "NAME [--KEY VALUE]…", trailing_var_arg = true, allow_hyphen_values = true)]
    words: Vec<String>,
}

/// What is asked for beside the parameters.
struct Asked {
    plan: Plan,
    jobs: usize,
    json: bool,
}

/// Trials that a thread takes at a time.
const PORTION: u64 = 64;

/// Runs an experiment, or lists them; returns what to print.
pub fn experiment(args: &Args) -> Result<String, String> {
    let (name, settings) = match args.words.split_first() {
        Some((name, settings)) if !name.starts_with("--") => (name.as_str(), settings),
        _ => ("list", &args.words[..]),
    };
    if name == "list" {
        return listed(settings);
    }
    let experiment = find(name)?;
    if settings.iter().any(|word| word == "--help") {
        return Ok(details(experiment));
    }
    let asked = read(experiment, settings)?;
    let tallies = run(&asked.plan, asked.jobs);
    let print = if asked.json { to_json } else { to_text };
    Ok(print(&asked.plan, &tallies))
}

fn all() -> impl Iterator<Item = &'static Experiment> {
    labs::all().into_iter().flat_map(|lab| lab.about.experiments)
}

fn find(name: &str) -> Result<&'static Experiment, String> {
    all().find(|experiment| experiment.about.id == name).ok_or_else(|| {
        let known = all().map(|experiment| experiment.about.id).collect::<Vec<_>>().join(", ");
        format!("there is no experiment `{name}`; there are {known}")
    })
}

/// Reads `--key value` and `--key=value`.
fn read(experiment: &'static Experiment, settings: &[String]) -> Result<Asked, String> {
    let mut plan = Plan::new(experiment);
    let (mut jobs, mut json) = (std::thread::available_parallelism().map_or(1, usize::from), false);
    let mut words = settings.iter();
    while let Some(word) = words.next() {
        let option = word.strip_prefix("--").ok_or_else(|| {
            format!(
                "`{word}` belongs to no option: parameters are written `--key value`, such as `--trials 500`"
            )
        })?;
        if option == "json" {
            json = true;
            continue;
        }
        let (key, value) = match option.split_once('=') {
            Some((key, value)) => (key, Some(value)),
            None => (option, words.next().map(String::as_str)),
        };
        let value = value.ok_or_else(|| format!("--{key} needs a value behind it"))?;
        if key == "jobs" {
            let wanted = value.parse().ok().filter(|jobs| (1..=256).contains(jobs));
            jobs = wanted.ok_or_else(|| format!("--jobs is `{value}`, but should be 1 to 256"))?;
        } else {
            plan.set(&key.replace('-', "_"), value).map_err(|why| format!("--{key}: {why}"))?;
        }
    }
    plan.check().map_err(|why| why.to_string())?;
    Ok(Asked { plan, jobs, json })
}

/// Runs all trials on so many threads. Which thread runs which is of no account.
fn run(plan: &Plan, jobs: usize) -> Vec<Vec<Tally>> {
    let next = AtomicU64::new(0);
    let work = || {
        let mut tallies = plan.tallies();
        loop {
            let first = next.fetch_add(PORTION, Ordering::Relaxed);
            if first >= plan.total() {
                return tallies;
            }
            for number in first..plan.total().min(first + PORTION) {
                plan.add(number, &mut tallies);
            }
        }
    };
    let mut merged = plan.tallies();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
        for thread in threads {
            let part = thread.join().expect("a trial does not panic");
            merged.iter_mut().flatten().zip(part.iter().flatten()).for_each(|(all, part)| all.merge(part));
        }
    });
    merged.iter_mut().flatten().for_each(Tally::sort);
    merged
}

/// The quantiles that are printed, per cent.
const QUANTILES: [u64; 6] = [5, 25, 75, 95, 99, 100];
/// Steps in which a distribution is printed.
const STEPS: usize = 40;

fn to_text(plan: &Plan, tallies: &[Vec<Tally>]) -> String {
    let about = plan.experiment.about;
    let own = plan.params().filter(|param| param.key != about.axis);
    let own = own.map(|param| {
        vec![format!("  {}", param.key), format!("{}{}", plan.show(param), param.unit.suffix())]
    });
    let mut out = format!("{} ({})\n{}", about.title, about.id, table(&own.collect::<Vec<_>>()));
    for (place, measure) in plan.measures().iter().enumerate() {
        let unit = measure.kind.unit();
        let unit = if unit.is_empty() { String::new() } else { format!(", in {unit}") };
        let point = |(point, tallies): (&i64, &Vec<Tally>)| {
            let published = plan.published(*point, place);
            let published = published.map_or_else(|| "–".to_owned(), |figure| shown(figure, measure.kind));
            let measured = row(measure.kind, &tallies[place]);
            let count = tallies[place].count.to_string();
            [plan.label(*point), count].into_iter().chain(measured).chain([published]).collect()
        };
        let rows = std::iter::once(head(measure.kind)).chain(plan.points().iter().zip(tallies).map(point));
        let rows: Vec<Vec<String>> = rows.collect();
        let _ = write!(out, "\n{} ({}){unit}\n{}", measure.label, measure.key, table(&rows));
    }
    let _ = writeln!(out, "\npublished: {}", about.source);
    out
}

/// Columns as wide as their widest cells, two spaces apart: words in the first and the last, at the left; numbers
/// between them, at the right.
fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let cell = |(column, text): (usize, &String)| {
        let width = widths[column];
        let words = column == 0 || column + 1 == columns;
        if words { format!("{text:<width$}") } else { format!("{text:>width$}") }
    };
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().enumerate().map(cell).collect();
        cells.join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

/// The heads of a measure's columns.
fn head(kind: Kind) -> Vec<String> {
    let heads: &[&str] = match kind {
        Kind::Times | Kind::Numbers(_) => &["", "n", "mean", "median", "95 %", "99 %", "never", "published"],
        Kind::Shares => &["", "n", "share", "95 % interval", "published"],
    };
    heads.iter().map(|head| (*head).to_owned()).collect()
}

/// What was measured at a point, below the heads.
fn row(kind: Kind, tally: &Tally) -> Vec<String> {
    if kind == Kind::Shares {
        let percent = |share: f64| format!("{:.2} %", 100.0 * share);
        let interval = wilson(tally.happened, tally.count);
        let interval = interval.map(|ci| format!("{} – {}", percent(ci.low), percent(ci.high)));
        return vec![tally.share().map(percent).unwrap_or_default(), interval.unwrap_or_default()];
    }
    let places = if kind == Kind::Times { 1 } else { 4 };
    let value =
        |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.places$}"));
    // Those that took longer than the trial's patience are not in the mean.
    let over = if kind == Kind::Times && tally.never() > 0 && tally.happened > 0 { ">" } else { "" };
    let mean = format!("{over}{}", value(tally.mean()));
    let quantiles = [50, 95, 99].map(|at| value(tally.quantile(at)));
    std::iter::once(mean).chain(quantiles).chain([tally.never().to_string()]).collect()
}

/// A published figure in words.
fn shown(figure: Figure, kind: Kind) -> String {
    match figure {
        Figure::Mean(mean) => format!("mean {mean} {}", kind.unit()).trim_end().to_owned(),
        Figure::Median(ms) => format!("median {ms} ms"),
        Figure::MedianOver(ms) => format!("median over {ms} ms"),
        Figure::Share(share) => format!("{:.2} %", 100.0 * share),
    }
}

fn to_json(plan: &Plan, tallies: &[Vec<Tally>]) -> String {
    let about = plan.experiment.about;
    let own = plan.params().filter(|param| !["trials", "seed"].contains(&param.key));
    let parameters: Map<String, Value> =
        own.map(|param| (param.key.to_owned(), json!(plan.show(param)))).collect();
    let series = plan.points().iter().zip(tallies).map(|(point, tallies)| point_json(plan, *point, tallies));
    let out = json!({
        "name": about.id, "title": about.title, "source": about.source, "parameters": parameters,
        "axis": about.axis, "unit": plan.axis().unit.suffix().trim(), "seed": plan.seed, "trials": plan.trials,
        "series": series.collect::<Vec<_>>(),
    });
    format!("{out:#}\n")
}

/// A point: what was measured stands in it, or under the names of its measures where there are several.
fn point_json(plan: &Plan, point: i64, tallies: &[Tally]) -> Value {
    let x = plan.axis().show(point).parse::<f64>().ok();
    let mut out = Map::new();
    out.insert("label".to_owned(), json!(plan.label(point)));
    out.insert("x".to_owned(), json!(x.map_or_else(|| json!(plan.axis().show(point)), |x| json!(x))));
    out.insert("n".to_owned(), json!(tallies[0].count));
    let measured = |place: usize, measure: &Measure| {
        measured_json(measure.kind, &tallies[place], plan.published(point, place))
    };
    match plan.measures() {
        [only] => out.append(&mut measured(0, only)),
        several => {
            let each = several.iter().enumerate();
            let each = each.map(|(place, measure)| (measure.key.to_owned(), measured(place, measure).into()));
            out.insert("measures".to_owned(), Value::Object(each.collect()));
        }
    }
    Value::Object(out)
}

fn measured_json(kind: Kind, tally: &Tally, published: Option<Figure>) -> Map<String, Value> {
    let out = match kind {
        Kind::Shares => {
            let interval = wilson(tally.happened, tally.count);
            let share = match published {
                Some(Figure::Share(share)) => Some(share),
                _ => None,
            };
            json!({
                "happened": tally.happened, "p": tally.share(), "ci_low": interval.map(|ci| ci.low),
                "ci_high": interval.map(|ci| ci.high), "published": { "p": share },
            })
        }
        Kind::Times => {
            let published = match published {
                Some(Figure::Mean(ms)) => json!({ "mean_ms": ms }),
                Some(Figure::Median(ms)) => json!({ "median_ms": ms }),
                Some(Figure::MedianOver(ms)) => json!({ "median_over_ms": ms }),
                _ => Value::Null,
            };
            json!({
                "mean_ms": tally.mean(), "mean_error_ms": tally.error(), "median_ms": tally.quantile(50),
                "quantiles_ms": quantiles(tally), "failures": tally.never(),
                "distribution": tally.steps(STEPS), "published": published,
            })
        }
        Kind::Numbers(unit) => {
            let published = match published {
                Some(Figure::Mean(mean)) => json!({ "mean": mean }),
                _ => Value::Null,
            };
            json!({
                "unit": unit, "mean": tally.mean(), "mean_error": tally.error(), "median": tally.quantile(50),
                "quantiles": quantiles(tally), "failures": tally.never(), "published": published,
            })
        }
    };
    let Value::Object(out) = out else { unreachable!("an object was written") };
    out
}

fn quantiles(tally: &Tally) -> Map<String, Value> {
    QUANTILES.iter().map(|at| (format!("p{at}"), json!(tally.quantile(*at)))).collect()
}

/// The experiments with their parameters.
fn listed(settings: &[String]) -> Result<String, String> {
    match settings {
        [] => Ok(all().map(details).collect()),
        [json] if json == "--json" => Ok(format!("{:#}\n", all().map(details_json).collect::<Value>())),
        [other, ..] => {
            Err(format!("`{other}` is not known here: name an experiment first, or list them with --json"))
        }
    }
}

fn details(experiment: &'static Experiment) -> String {
    let (about, plan) = (experiment.about, Plan::new(experiment));
    let mut out = format!("{}: {}\n{}\n{}\n", about.id, about.title, about.about, about.source);
    for param in plan.params() {
        let option = format!("--{}", param.key.replace('_', "-"));
        let default = format!("{}{}", plan.show(param), param.unit.suffix());
        let _ = writeln!(out, "  {option:<16}{default:<28} ({}) {}", param.wanted(), param.about);
    }
    out + "\n"
}

fn details_json(experiment: &'static Experiment) -> Value {
    let (about, plan) = (experiment.about, Plan::new(experiment));
    let param = |param: &'static netsplit::sim::Param| {
        json!({
            "key": param.key, "label": param.label, "about": param.about, "unit": param.unit.suffix().trim(),
            "default": plan.show(param), "min": param.show(param.min), "max": param.show(param.max),
        })
    };
    let measure = |measure: &Measure| json!({ "key": measure.key, "label": measure.label, "unit": measure.kind.unit() });
    json!({
        "id": about.id, "title": about.title, "about": about.about, "source": about.source, "axis": about.axis,
        "params": plan.params().map(param).collect::<Vec<_>>(),
        "measures": about.measures.iter().map(measure).collect::<Vec<_>>(),
    })
}
