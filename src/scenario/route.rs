//! Routes: what the part of the address after `#` asks for.

use super::Goal;
use super::link::{self, LinkError};
use super::pair;
use super::scenario::{Scenario, ScenarioError, find_lab};
use crate::kit::Comparison;
use crate::labs::{self, Lab};
use crate::sim::{Input, Micros, SettingError, Stamped, When};
use netsplit_text::t;

/// What an address asks for.
#[derive(Debug, PartialEq)]
pub enum Route {
    /// `#/`: the catalogue.
    Catalogue,
    /// `#/bench`: the page that measures itself.
    Bench,
    /// `#/glossary`: the words of all labs.
    Glossary,
    /// A lab from its start, or at a moment.
    Lab(Box<Scenario>),
    /// Two runs side by side, from their starts or at a moment.
    Compare(Box<[Scenario; 2]>),
    /// A lesson as a hand-out, to be printed.
    Print(WhichLesson),
    /// `#/notes/<talk>`: the speaker's window of a talk.
    Notes(String),
    /// A lesson, from a step of it; whether there is such a lesson is not known here.
    Lesson {
        /// Which.
        which: WhichLesson,
        /// The number of the step, from 0.
        step: usize,
    },
}

/// Which lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhichLesson {
    /// The one of this id that comes with the program.
    Ours(String),
    /// Its author's own file, by its path from where the page is.
    From {
        /// The path.
        path: String,
        /// Whether it is to be looked at again and again, because its author is writing it.
        watch: bool,
    },
}

/// Why an address cannot be followed.
#[derive(Debug, PartialEq, thiserror::Error)]
pub enum RouteError {
    /// The link of a moment cannot be read.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// What it describes cannot be.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// A parameter in the address.
    #[error("{}", t!("in the address: {why}", why = .0))]
    Setting(#[from] SettingError),
    /// The seed is no whole number.
    #[error(
        "{}",
        t!(
            "in the address: `seed` is `{found}`, but should be a whole number from 0 to \
             18446744073709551615",
            found = .0
        )
    )]
    Seed(String),
    /// No such scene.
    #[error("{}", t!("in the address: this lab has no scenario `{id}`; it has {known}", id = .0, known = .1))]
    Scene(String, String),
    /// No such challenge.
    #[error(
        "{}",
        t!("in the address: this lab has no challenge `{id}`; it has {known}", id = .0, known = .1)
    )]
    Challenge(String, String),
    /// Both a scenario and a challenge.
    #[error("{}", t!("in the address: it names a scenario and a challenge; open one of them"))]
    Both,
    /// No such comparison.
    #[error(
        "{}",
        t!("in the address: this lab has no comparison `{id}`; it has {known}", id = .0, known = .1)
    )]
    Comparison(String, String),
    /// A comparison of nothing.
    #[error(
        "{}",
        t!("in the address: it should say which lab is at the left, like `#/compare?left={id}`", id = .0)
    )]
    Left(&'static str),
    /// Two labs that have nothing in common.
    #[error(
        "{}",
        t!(
            "`{left}` and `{right}` cannot be compared: compare a lab with itself, or two of one family",
            left = .0,
            right = .1
        )
    )]
    Family(String, String),
    /// No file of the site that the page is on.
    #[error(
        "{}",
        t!(
            "in the address: `from` is `{found}`, but should be the path of a file beside this page, like \
             `lessons/mine.md`",
            found = .0
        )
    )]
    From(String),
    /// No name of a talk.
    #[error(
        "{}",
        t!(
            "in the address: `{name}` is no talk; *Open the notes window* in presenter mode opens the notes \
             of one",
            name = .0
        )
    )]
    Talk(String),
    /// No step.
    #[error("{}", t!("in the address: `step` is `{found}`, but should be a whole number from 1", found = .0))]
    Step(String),
    /// Something that is no `name=value`.
    #[error("{}", t!("in the address: `{found}` should be `name=value`", found = .0))]
    Pair(String),
}

/// Reads the part of the address after `#`.
///
/// # Errors
/// When it asks for something that there is not.
pub fn parse(hash: &str) -> Result<Route, RouteError> {
    let path = hash.trim_start_matches('#').trim_start_matches('/');
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    match path.trim_end_matches('/') {
        "" => Ok(Route::Catalogue),
        "bench" => Ok(Route::Bench),
        "glossary" => Ok(Route::Glossary),
        "m" => Err(LinkError::Empty.into()),
        "compare" => Ok(Route::Compare(Box::new(compare_route(query)?))),
        "lesson" => lesson_route(None, query),
        "print" => print_route(None, query),
        path if path.starts_with("print/") => print_route(Some(&path["print/".len()..]), query),
        path if path.starts_with("notes/") => talk(&path["notes/".len()..]).map(Route::Notes),
        path if path.starts_with("lesson/") => lesson_route(Some(&path["lesson/".len()..]), query),
        path => match (path.strip_prefix("m/"), path.strip_prefix("compare/")) {
            (Some(payload), _) => Ok(Route::Lab(Box::new(shown_in(payload)?))),
            (_, Some(payloads)) => {
                let (left, right) = payloads.split_once('/').unwrap_or((payloads, ""));
                Ok(Route::Compare(Box::new(compared([shown_in(left)?, shown_in(right)?])?)))
            }
            _ => Ok(Route::Lab(Box::new(lab_route(path, query)?))),
        },
    }
}

/// The ids of the labs that an address is about, so that they can be loaded before [`parse`] looks at it. Some may not
/// exist; an address that cannot be read is about none.
pub fn labs(hash: &str) -> Vec<String> {
    let path = hash.trim_start_matches('#').trim_start_matches('/');
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let path = path.trim_end_matches('/');
    let payloads = path.strip_prefix("m/").or_else(|| path.strip_prefix("compare/"));
    match (path, payloads) {
        (_, Some(payloads)) => {
            payloads.split('/').filter_map(|payload| Some(link::decode(payload).ok()?.lab)).collect()
        }
        ("bench" | "glossary", _) => labs::cards().map(|card| card.id.to_owned()).collect(),
        ("compare", _) => {
            let sides = |(key, _): &(&str, &str)| matches!(*key, "left" | "right");
            let pairs = pairs(query).unwrap_or_default();
            pairs.into_iter().filter(sides).map(|(_, id)| id.to_owned()).collect()
        }
        (id, _) => vec![id.to_owned()],
    }
}

/// A lesson: `leader-election?step=3`, `?from=mine.md&step=3`.
fn lesson_route(id: Option<&str>, query: &str) -> Result<Route, RouteError> {
    let pairs = pairs(query)?;
    let named = |wanted: &str| pairs.iter().find(|(key, _)| *key == wanted).map(|(_, value)| *value);
    let step = named("step").unwrap_or("1");
    let number = step.parse().ok().filter(|number: &usize| *number > 0);
    let number = number.ok_or_else(|| RouteError::Step(short(step)))?;
    let which = match id {
        Some(id) => WhichLesson::Ours(short(id)),
        None => from_file(named("from").unwrap_or_default(), named("watch") == Some("on"))?,
    };
    Ok(Route::Lesson { which, step: number - 1 })
}

/// The hand-out of a lesson: `leader-election`, `?from=mine.md`.
fn print_route(id: Option<&str>, query: &str) -> Result<Route, RouteError> {
    match lesson_route(id, query)? {
        Route::Lesson { which, .. } => Ok(Route::Print(which)),
        other => Ok(other),
    }
}

/// The name of a talk.
fn talk(name: &str) -> Result<String, RouteError> {
    let fine = !name.is_empty() && name.len() <= 40 && name.chars().all(|c| c.is_ascii_alphanumeric());
    if fine { Ok(name.to_owned()) } else { Err(RouteError::Talk(short(name))) }
}

/// A file of the site that the page is on: nothing that an address says is fetched from elsewhere.
fn from_file(path: &str, watch: bool) -> Result<WhichLesson, RouteError> {
    let elsewhere = path.is_empty() || path.contains("//") || path.contains(['\\', ':']);
    if elsewhere {
        Err(RouteError::From(short(path)))
    } else {
        Ok(WhichLesson::From { path: path.to_owned(), watch })
    }
}

/// The scenario of a moment.
fn shown_in(payload: &str) -> Result<Scenario, RouteError> {
    let scenario = link::decode(payload)?;
    scenario.check()?;
    Ok(scenario)
}

/// Two scenarios, if they can be compared.
fn compared(sides: [Scenario; 2]) -> Result<[Scenario; 2], RouteError> {
    let [left, right] = [sides[0].check()?, sides[1].check()?];
    if !pair::comparable(left, right) {
        return Err(RouteError::Family(left.about.id.to_owned(), right.about.id.to_owned()));
    }
    Ok(sides)
}

/// Two runs from their starts: `left=raft&comparison=prevote`, or `left=raft&scenario=rejoin&right.prevote=on`. What
/// is not said of one side alone holds on both.
fn compare_route(query: &str) -> Result<[Scenario; 2], RouteError> {
    let pairs = pairs(query)?;
    let named = |wanted: &str| pairs.iter().find(|(key, _)| *key == wanted).map(|(_, value)| *value);
    let any = || labs::cards().next().map_or("", |card| card.id);
    let lab = find_lab(named("left").ok_or_else(|| RouteError::Left(any()))?)?;
    let [mut left, mut right] = match (named("comparison"), named("scenario")) {
        (Some(id), _) => pair::of_comparison(lab, comparison(lab, id)?)?,
        (None, scene) => {
            let left = scene.map_or_else(|| Ok(fresh(lab)), |id| from_scene(lab, id))?;
            let other = named("right").map_or(Ok(lab), find_lab)?;
            let right = pair::counterpart(&left, other, &[])?.0;
            [left, right]
        }
    };
    let said = ["left", "right", "comparison", "scenario"];
    for (key, value) in pairs.into_iter().filter(|(key, _)| !said.contains(key)) {
        if let Some(key) = key.strip_prefix("left.") {
            adjust(&mut left, key, value)?;
        } else if let Some(key) = key.strip_prefix("right.") {
            adjust(&mut right, key, value)?;
        } else {
            let done = [adjust(&mut left, key, value), adjust(&mut right, key, value)];
            if done.iter().all(Result::is_err) {
                done.into_iter().collect::<Result<(), _>>()?;
            }
        }
    }
    compared([left, right])
}

/// Sets the seed or a setting of a scenario.
fn adjust(scenario: &mut Scenario, key: &str, value: &str) -> Result<(), RouteError> {
    if key == "seed" {
        scenario.seed = value.parse().map_err(|_| RouteError::Seed(short(value)))?;
        return Ok(());
    }
    let value = find_lab(&scenario.lab)?.param(key)?.parse(value)?;
    set(&mut scenario.settings, key, value);
    Ok(())
}

fn comparison(lab: &Lab, id: &str) -> Result<&'static Comparison, RouteError> {
    let all = lab.about.comparisons;
    all.iter().find(|comparison| comparison.id == id).ok_or_else(|| {
        let known = all.iter().map(|comparison| comparison.id).collect::<Vec<_>>().join(", ");
        RouteError::Comparison(short(id), known)
    })
}

/// A run of a lab that is nothing in particular.
fn fresh(lab: &Lab) -> Scenario {
    Scenario { lab: lab.about.id.to_owned(), seed: DEFAULT_SEED, ..Scenario::default() }
}

/// The `name=value` pairs of a query.
fn pairs(query: &str) -> Result<Vec<(&str, &str)>, RouteError> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').ok_or_else(|| RouteError::Pair(short(pair)))).collect()
}

/// A lab from its start: `raft?seed=7&servers=5&scenario=leader-dies`.
fn lab_route(id: &str, query: &str) -> Result<Scenario, RouteError> {
    let lab = find_lab(id)?;
    let pairs = pairs(query)?;
    let named = |wanted: &str| pairs.iter().find(|(key, _)| *key == wanted).map(|(_, id)| *id);
    let mut scenario = match (named("scenario"), named("challenge")) {
        (Some(_), Some(_)) => return Err(RouteError::Both),
        (Some(id), None) => from_scene(lab, id)?,
        (None, Some(id)) => from_challenge(lab, id)?,
        (None, None) => fresh(lab),
    };
    for (key, value) in pairs.into_iter().filter(|(key, _)| !matches!(*key, "scenario" | "challenge")) {
        adjust(&mut scenario, key, value)?;
    }
    scenario.check()?;
    Ok(scenario)
}

/// The seed of a run that names none: one whose first minute is a good first lesson.
pub const DEFAULT_SEED: u64 = 1;

/// The scenario that a scene of a lab starts.
///
/// # Errors
/// When the lab has no such scene.
pub fn from_scene(lab: &Lab, id: &str) -> Result<Scenario, RouteError> {
    let scene = lab.scene(id).ok_or_else(|| {
        let known = lab.about.scenes.iter().map(|scene| scene.id).collect::<Vec<_>>().join(", ");
        RouteError::Scene(short(id), known)
    })?;
    let run = (scene.settings, scene.seed, scene.script);
    Ok(scripted(lab, scene.id, run))
}

/// The scenario that a challenge of a lab starts. Its caption stays with the lab, which makes links shorter.
///
/// # Errors
/// When the lab has no such challenge.
pub fn from_challenge(lab: &Lab, id: &str) -> Result<Scenario, RouteError> {
    let challenge = lab.challenge(id).ok_or_else(|| {
        let known = lab.about.challenges.iter().map(|challenge| challenge.id).collect::<Vec<_>>().join(", ");
        RouteError::Challenge(short(id), known)
    })?;
    let run = (challenge.settings, challenge.seed, challenge.script);
    let mut scenario = scripted(lab, challenge.id, run);
    let given = scenario.inputs.len() as u32;
    let aim = challenge.aim.map(|name| (*name).to_owned());
    scenario.goal = Some(Goal { aim, par: challenge.par, given });
    Ok(scenario)
}

/// Settings, a seed, and what is done when.
type Run = (&'static [(&'static str, i64)], u64, fn() -> Vec<(Micros, Input)>);

/// A run of a lab that begins as something of this id.
fn scripted(lab: &Lab, id: &str, (settings, seed, script): Run) -> Scenario {
    let timed = |(at, input)| Stamped { when: When::end_of(at), input };
    Scenario {
        lab: lab.about.id.to_owned(),
        settings: settings.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect(),
        seed,
        scene: Some(id.to_owned()),
        inputs: script().into_iter().map(timed).collect(),
        ..Scenario::default()
    }
}

/// Sets a setting, replacing what it was.
pub fn set(settings: &mut Vec<(String, i64)>, key: &str, value: i64) {
    match settings.iter_mut().find(|(name, _)| name == key) {
        Some((_, old)) => *old = value,
        None => settings.push((key.to_owned(), value)),
    }
}

/// The address of a scenario from its start, when nothing has been done in it; otherwise of the moment.
pub fn address(scenario: &Scenario) -> String {
    moment(&link::encode(scenario))
}

/// The address of a scenario's start, with nothing done in it but what its scene does by itself: short enough to be
/// typed.
///
/// # Errors
/// When there is no such lab, or it has no such setting.
pub fn start(scenario: &Scenario) -> Result<String, RouteError> {
    let lab = find_lab(&scenario.lab)?;
    let (begun, named) = match scenario.scene.as_deref() {
        Some(id) => match from_scene(lab, id) {
            Ok(begun) => (begun, Some(format!("scenario={id}"))),
            Err(_) => (from_challenge(lab, id)?, Some(format!("challenge={id}"))),
        },
        None => (fresh(lab), None),
    };
    let mut query: Vec<String> = named.into_iter().collect();
    if scenario.seed != begun.seed || query.is_empty() {
        query.push(format!("seed={}", scenario.seed));
    }
    for param in lab.params() {
        let of =
            |run: &Scenario| run.settings.iter().find(|(key, _)| key == param.key).map(|(_, value)| *value);
        let value = of(scenario).unwrap_or(param.default);
        if value != of(&begun).unwrap_or(param.default) {
            query.push(format!("{}={}", param.key, param.show(value)));
        }
    }
    Ok(format!("#/{}?{}", scenario.lab, query.join("&")))
}

/// The address of the moment with this payload.
pub fn moment(payload: &str) -> String {
    format!("#/m/{payload}")
}

/// The address of a step, from 0, of a lesson that comes with the program.
pub fn lesson(id: &str, step: usize) -> String {
    lesson_at(&WhichLesson::Ours(id.to_owned()), step)
}

/// The address of a step, from 0, of a lesson.
pub fn lesson_at(which: &WhichLesson, step: usize) -> String {
    given("lesson", which, step)
}

/// The address of the hand-out of a lesson.
pub fn print(which: &WhichLesson) -> String {
    given("print", which, 0)
}

fn given(page: &str, which: &WhichLesson, step: usize) -> String {
    let (path, mut query) = match which {
        WhichLesson::Ours(id) => (format!("/{id}"), Vec::new()),
        WhichLesson::From { path, watch } => {
            let watch = watch.then(|| "watch=on".to_owned());
            (String::new(), [format!("from={path}")].into_iter().chain(watch).collect())
        }
    };
    if step > 0 {
        query.push(format!("step={}", step + 1));
    }
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    format!("#/{page}{path}{query}")
}

/// The address of the notes of a talk.
pub fn notes(talk: &str) -> String {
    format!("#/notes/{talk}")
}

/// The address of two scenarios side by side.
pub fn comparing([left, right]: &[Scenario; 2]) -> String {
    format!("#/compare/{}/{}", link::encode(left), link::encode(right))
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
