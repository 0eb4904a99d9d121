//! The search for a violation: one random schedule after another, each on a run of its own.
//!
//! Run number `n` of a question is a pure function of both, so a search can be spread over any number of workers:
//! the answer is the failing run with the lowest number.

use super::schedule::Plan;
use super::trial::{Ground, Moment, Outcome, Trial};
use crate::kit::{Faults, Opening};
use crate::labs::{Lab, Settings};
use crate::scenario::link::{self, LinkError};
use crate::scenario::route;
use crate::scenario::{Scenario, ScenarioError};
use crate::sim::{Chance, InputError, Micros, NodeId, Sim, Stream, When};
use netsplit_text::t;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// The seeds of the runs of two searches are so far apart.
const SEARCHES_APART: u64 = 1_000_000_000;

/// What is to be searched. Plain data, which workers are sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The run, as the payload of a link: lab, settings, what was done, the instant shown.
    pub run: String,
    /// Whether to go on from the moment shown; otherwise from the start, with the run's settings alone.
    pub from_shown: bool,
    /// Whether to draw faults of all kinds; otherwise those that the lab's properties tolerate.
    pub any_fault: bool,
    /// The seed of the search: the same one finds the same thing.
    pub seed: u64,
}

/// Why a question cannot be searched.
#[derive(Debug, PartialEq, thiserror::Error)]
pub enum SearchError {
    /// Its run cannot be read.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// Its run cannot be.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// Its run cannot be played up to the moment.
    #[error("{}", t!("the run cannot be played up to the moment shown: {why}", why = .0))]
    Input(#[from] InputError),
}

/// A search.
pub struct Search {
    ground: Ground,
    /// What runs are drawn from, and the settings they begin with: they take these in turn.
    casts: Vec<(Plan, Settings)>,
    assumed: Settings,
    openings: Vec<Opening>,
    seed: u64,
}

/// What came of one run.
pub struct Attempt {
    /// How many events it had.
    pub events: u64,
    /// What it violates, if it does.
    pub failure: Option<Failure>,
}

/// A schedule that violates a property.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The number of the run in the search.
    pub run: u64,
    /// The property's name.
    pub property: String,
    /// What is wrong, in a sentence.
    pub text: String,
    /// The run as the payload of a link that shows the violation.
    pub link: String,
    /// How many inputs it takes, from the beginning of the search.
    pub inputs: u32,
    /// When the property is violated, µs.
    pub at: Micros,
}

impl Search {
    /// A search that answers this question.
    ///
    /// # Errors
    /// When the question's run cannot be read or played.
    pub fn new(question: &Question) -> Result<Self, SearchError> {
        let mut scenario = link::decode(&question.run)?;
        let lab = scenario.check()?;
        if !question.from_shown {
            // A rule that was turned off on the way is off.
            scenario.settings = scenario.settings_shown();
        }
        let attack = &lab.about.attack;
        let build = |settings: &Settings| lab.build(settings, scenario.seed).map_err(ScenarioError::from);
        let plan = |world: &dyn Sim| {
            let faults = if question.any_fault { Faults::ALL } else { (attack.tolerated)(world) };
            let plan = Plan::of(world, attack.strikes, faults, attack.length, attack.gap);
            Plan { command: attack.command, ..plan }
        };
        if question.from_shown {
            let moment = moment_of(&scenario, build(&scenario.settings)?)?;
            let casts = vec![(plan(&*moment.world), scenario.settings)];
            let ground = Ground::new(lab, &*moment.world.fork(), Some(moment));
            return Ok(Search {
                ground,
                casts,
                assumed: Vec::new(),
                openings: Vec::new(),
                seed: question.seed,
            });
        }
        let assumed = assumed(&scenario, lab);
        let mut settings = scenario.settings.clone();
        settings.extend(assumed.iter().cloned());
        let mut casts = Vec::new();
        for cast in attack.casts {
            let mut settings = settings.clone();
            settings.extend(unset(&settings, cast));
            casts.push((plan(&*build(&settings)?), settings));
        }
        let ground = Ground::new(lab, &*build(&settings)?, None);
        let off = attack.openings.iter().filter(|(rule, _)| is_off(&scenario, lab, rule));
        let openings = off.map(|(_, opening)| *opening).collect();
        Ok(Search { ground, casts, assumed, openings, seed: question.seed })
    }

    /// Settings that the search adds because without them a rule's absence cannot show.
    pub fn assumed(&self) -> &Settings {
        &self.assumed
    }

    /// The lab that is searched.
    pub fn lab(&self) -> &'static Lab {
        self.ground.lab
    }

    /// The faults that it draws.
    pub fn faults(&self) -> Faults {
        self.casts[0].0.faults
    }

    /// Tries a run.
    pub fn attempt(&self, run: u64) -> Attempt {
        let trial = self.trial(run);
        let Some(outcome) = self.ground.play(&trial, self.casts[0].0.length) else {
            return Attempt { events: 0, failure: None };
        };
        Attempt { events: outcome.events, failure: failure(&self.ground, run, &trial, &outcome) }
    }

    /// The run of this number. Each draws from some kinds of fault only, at a pace of its own: what breaks a
    /// protocol is rarely a bit of everything (Groce et al., *Swarm Testing*, 2012).
    pub(super) fn trial(&self, run: u64) -> Trial {
        let (plan, settings) = &self.casts[run as usize % self.casts.len()];
        let seed = self.seed.wrapping_mul(SEARCHES_APART).wrapping_add(run);
        let mut rng = Stream::new(seed, NodeId(u16::MAX));
        let all = plan.faults;
        let mut some = || rng.between(0, 2) > 0;
        let faults = Faults {
            crash: all.crash && some(),
            pause: all.pause && some(),
            cut: all.cut && some(),
            network: all.network && some(),
            offset: if some() { all.offset } else { 0 },
            drift: if some() { all.drift } else { 0 },
        };
        let gap = (plan.gap / 2) << rng.between(0, 3);
        let chatter = Chance(rng.between(100_000, 700_000) as u32);
        let mut inputs = Plan { faults, chatter, gap, ..plan.clone() }.draw(&mut rng);
        if let Some(opening) = self.openings.get(run as usize % (2 * self.openings.len()).max(1)) {
            inputs.extend(opening(&plan.cast, all));
            inputs.sort_by_key(|(at, _)| *at);
        }
        Trial { settings: settings.clone(), seed, inputs }
    }

    /// What trials have in common, and how long they are.
    pub(super) fn ground(&self) -> (&Ground, Micros) {
        (&self.ground, self.casts[0].0.length)
    }
}

/// What a trial that ended like this violates.
pub(super) fn failure(ground: &Ground, run: u64, trial: &Trial, outcome: &Outcome) -> Option<Failure> {
    let broken = outcome.broken.as_ref()?;
    Some(Failure {
        run,
        property: broken.property.to_owned(),
        text: broken.text.clone(),
        link: ground.link(trial, outcome),
        inputs: outcome.applied.len() as u32,
        at: outcome.world.when().at,
    })
}

/// The moment that a scenario shows.
fn moment_of(scenario: &Scenario, mut world: Box<dyn Sim>) -> Result<Moment, InputError> {
    let run =
        |world: &mut dyn Sim, until: When| while world.run(until, None) == crate::sim::Stop::Violated {};
    let mut inputs = Vec::new();
    for stamped in scenario.inputs.iter().filter(|stamped| stamped.when <= scenario.shown) {
        run(&mut *world, stamped.when);
        world.input(&stamped.input, None)?;
        inputs.push(stamped.clone());
    }
    run(&mut *world, scenario.shown);
    Ok(Moment { world: Rc::from(world), inputs, seed: scenario.seed, scene: scenario.scene.clone() })
}

/// Settings that make the absence of rules show, for the rules that are off, unless they were set already.
fn assumed(scenario: &Scenario, lab: &Lab) -> Settings {
    let mut assumed = Settings::new();
    for (_, settings) in lab.about.attack.exposing.iter().filter(|(rule, _)| is_off(scenario, lab, rule)) {
        for (key, value) in unset(&scenario.settings, settings) {
            route::set(&mut assumed, &key, value);
        }
    }
    assumed
}

fn is_off(scenario: &Scenario, lab: &Lab, rule: &str) -> bool {
    let set = scenario.settings.iter().find(|(key, _)| key == rule).map(|(_, value)| *value);
    set.or_else(|| Some(lab.param(rule).ok()?.default)) == Some(0)
}

/// Those of `wanted` that are not `set`.
fn unset(set: &Settings, wanted: &[(&str, i64)]) -> Settings {
    let new = wanted.iter().filter(|(key, _)| set.iter().all(|(known, _)| known != key));
    new.map(|(key, value)| ((*key).to_owned(), *value)).collect()
}
