//! What several commands ask for: a run, and an instant of it.

use netsplit::labs::Lab;
use netsplit::scenario::route::{self, Route};
use netsplit::scenario::{Scenario, file, find_lab};
use netsplit::sim::{MS, Micros, When};
use std::path::Path;

/// Which run.
#[derive(clap::Args)]
pub struct Which {
    #[command(flatten)]
    source: Source,
    /// The seed of the run
    #[arg(long)]
    seed: Option<u64>,
}

/// Which run, with whatever seed.
#[derive(clap::Args)]
pub struct Source {
    /// A lab (see `netsplit list`), a scenario file, or the link of a moment (`#/m/…`, or a whole address)
    #[arg(value_name = "LAB|FILE|LINK")]
    what: String,
    /// A parameter, in its own unit: `--set servers=7 --set loss=2.5`
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// A scenario file, or the id of one of the lab's scenarios
    #[arg(long, value_name = "FILE|ID")]
    scenario: Option<String>,
}

/// How long a run lasts when nothing says otherwise.
const UNTIL: Micros = 10_000 * MS;
/// The longest run: a week of simulated time.
const UNTIL_MAX: Micros = 7 * 24 * 3_600_000 * MS;

impl Which {
    /// What the arguments ask for; up to the time of `option` if that is given, else to the scenario's own instant,
    /// else to its end.
    pub fn until(&self, option: &str, time: Option<&str>) -> Result<Scenario, String> {
        let mut scenario = self.source.scenario(self.seed)?;
        if let Some(text) = time {
            scenario.shown = When::end_of(parse_time(option, text)?);
            scenario.digest = None;
        } else if scenario.shown == When::default() {
            scenario.shown = When::end_of(end(&scenario));
        }
        Ok(scenario)
    }
}

impl Source {
    /// What the arguments ask for, with another seed if one is given.
    pub fn scenario(&self, seed: Option<u64>) -> Result<Scenario, String> {
        let mut scenario = self.start()?;
        if let Some(seed) = seed {
            scenario.seed = seed;
        }
        let lab = find_lab(&scenario.lab).map_err(|why| why.to_string())?;
        for pair in &self.set {
            let (key, value) = pair.split_once('=').ok_or(format!("--set {pair}: should be KEY=VALUE"))?;
            let value =
                lab.param(key).and_then(|param| param.parse(value)).map_err(|why| format!("--set: {why}"))?;
            route::set(&mut scenario.settings, key, value);
        }
        if seed.is_some() || !self.set.is_empty() {
            scenario.digest = None;
        }
        scenario.check().map_err(|why| why.to_string())?;
        Ok(scenario)
    }

    /// Before `--set`.
    fn start(&self) -> Result<Scenario, String> {
        let named = self.scenario.as_deref();
        if let Some((_, hash)) = self.what.split_once('#') {
            return match route::parse(hash).map_err(|why| why.to_string())? {
                Route::Lab(scenario) if named.is_none() => Ok(*scenario),
                Route::Lab(_) => Err("--scenario goes with a lab, not with a link".to_owned()),
                _ => Err(format!("`{}` is no lab and no moment", self.what)),
            };
        }
        if is_file(&self.what) && named.is_none() {
            return read(&self.what);
        }
        let lab = find_lab(&self.what).map_err(|why| why.to_string())?;
        match named {
            Some(name) if is_file(name) => of_lab(lab, read(name)?, name),
            Some(id) => {
                route::from_scene(lab, id).map_err(|why| format!("{why}, and there is no file of that name"))
            }
            None => Ok(Scenario { lab: self.what.clone(), seed: route::DEFAULT_SEED, ..Scenario::default() }),
        }
    }
}

/// Whether a name is that of a file: there is one, or it ends like one.
fn is_file(name: &str) -> bool {
    Path::new(name).exists() || Path::new(name).extension().is_some()
}

fn read(name: &str) -> Result<Scenario, String> {
    let text = std::fs::read_to_string(name).map_err(|why| format!("cannot read {name}: {why}"))?;
    file::read(&text).map_err(|why| format!("{name}: {why}"))
}

fn of_lab(lab: &Lab, scenario: Scenario, name: &str) -> Result<Scenario, String> {
    if scenario.lab == lab.about.id {
        return Ok(scenario);
    }
    Err(format!("{name} is for the lab `{}`, not `{}`", scenario.lab, lab.about.id))
}

/// When a scene is over, else the usual length, but no less than its inputs need.
fn end(scenario: &Scenario) -> Micros {
    let lab = find_lab(&scenario.lab).ok();
    let scene = scenario.scene.as_deref().and_then(|id| lab?.scene(id));
    let last = scenario.inputs.last().map_or(0, |stamped| stamped.when.at);
    scene.map_or(UNTIL, |scene| scene.until).max(last)
}

/// Reads `60s`, `1500ms`, `2m`.
pub fn parse_time(option: &str, text: &str) -> Result<Micros, String> {
    let wrong = || format!("{option} {text}: should be a time such as `60s`, `1500ms` or `2m`");
    let (number, scale) = match text {
        _ if text.ends_with("ms") => (&text[..text.len() - 2], MS),
        _ if text.ends_with('s') => (&text[..text.len() - 1], 1_000 * MS),
        _ if text.ends_with('m') => (&text[..text.len() - 1], 60_000 * MS),
        _ => return Err(wrong()),
    };
    let number: f64 = number.parse().map_err(|_| wrong())?;
    let time = number * scale as f64;
    if (0.0..=UNTIL_MAX as f64).contains(&time) { Ok(libm::round(time) as Micros) } else { Err(wrong()) }
}
