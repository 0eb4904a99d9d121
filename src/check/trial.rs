//! A run on trial: where it begins, what is done when, and what it violates.

use crate::labs::{Lab, Settings};
use crate::scenario::{Scenario, link};
use crate::sim::{Input, Micros, Ms, PropertyKind, Sim, Stamped, Standing, Verdict, When};
use netsplit_text::{t, tr};
use std::rc::Rc;

/// What all trials of a search have in common.
#[derive(Clone)]
pub struct Ground {
    /// The lab.
    pub lab: &'static Lab,
    /// The moment that they begin at, unless they begin at the start.
    pub moment: Option<Moment>,
    /// How long they are judged after everything is mended, µs.
    pub calm: Micros,
}

/// A moment of a run that trials begin at.
#[derive(Clone)]
pub struct Moment {
    /// The world as it stands there.
    pub world: Rc<dyn Sim>,
    /// What was done until then.
    pub inputs: Vec<Stamped>,
    /// The seed of that run.
    pub seed: u64,
    /// The scene that it began as.
    pub scene: Option<String>,
}

/// A run to be tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// Settings that differ from the lab's own.
    pub settings: Settings,
    /// The seed of the run; from a moment on, the seed of what follows.
    pub seed: u64,
    /// What is done, each at a time (µs) since the beginning of the trial.
    pub inputs: Vec<(Micros, Input)>,
}

/// How a trial ended.
pub struct Outcome {
    /// Its world, at the violation if there is one.
    pub world: Box<dyn Sim>,
    /// What it violates, if it does.
    pub broken: Option<Broken>,
    /// How many events there were.
    pub events: u64,
    /// The instants at which inputs were applied: as many of them as were.
    pub applied: Vec<When>,
}

/// A violation.
#[derive(Clone, Debug)]
pub struct Broken {
    /// The property's name.
    pub property: &'static str,
    /// What is wrong, in a sentence.
    pub text: String,
}

impl Ground {
    /// The ground of trials in this lab, from a moment or from the start.
    pub fn new(lab: &'static Lab, world: &dyn Sim, moment: Option<Moment>) -> Self {
        let wait = |kind: PropertyKind| match kind {
            PropertyKind::Eventually(within) => within + 1,
            PropertyKind::Safety => 0,
        };
        let waits = world.verdicts().into_iter().map(|verdict| wait(verdict.property.kind));
        Ground { lab, moment, calm: waits.max().unwrap_or(0) }
    }

    /// When trials begin, µs.
    pub fn begin(&self) -> Micros {
        self.moment.as_ref().map_or(0, |moment| moment.world.when().at)
    }

    /// The world of a trial before anything is done; none when its settings cannot be.
    pub fn world(&self, trial: &Trial) -> Option<Box<dyn Sim>> {
        let Some(moment) = &self.moment else {
            return self.lab.build(&trial.settings, trial.seed).ok();
        };
        let mut world = moment.world.fork();
        world.input(&Input::Reseed(trial.seed), None).ok()?;
        Some(world)
    }

    /// Plays a trial for so long (µs, and the calm after it), up to its first violation.
    /// None when it cannot be played: its settings or inputs do not fit.
    pub fn play(&self, trial: &Trial, length: Micros) -> Option<Outcome> {
        let mut world = self.world(trial)?;
        let (begin, known, before) = (self.begin(), world.violated(), world.when().events);
        let mut applied = Vec::new();
        for (at, input) in trial.inputs.iter().take_while(|(at, _)| *at <= length) {
            world.run(When::end_of(begin + at), None);
            if world.violated() > known {
                break;
            }
            applied.push(world.when());
            world.input(input, None).ok()?;
        }
        if world.violated() == known {
            world.run(When::end_of(begin + length + self.calm), None);
        }
        let events = world.when().events - before;
        let broken = self.broken(&*world, known);
        Some(Outcome { world, broken, events, applied })
    }

    /// What is violated beyond what was `known`.
    fn broken(&self, world: &dyn Sim, known: usize) -> Option<Broken> {
        if world.violated() > known {
            let of = |verdict: Verdict| Some((verdict.property.name, verdict.violation?));
            let newest = world.verdicts().into_iter().filter_map(of).max_by_key(|(_, found)| found.when)?;
            let (property, found) = newest;
            return Some(Broken { property, text: found.line.plain(world.names()) });
        }
        if self.calm == 0 {
            return None;
        }
        let overdue =
            |verdict: &Verdict| verdict.standing == Standing::Violated && verdict.violation.is_none();
        let Verdict { property, .. } = world.verdicts().into_iter().find(overdue)?;
        let (time, about) = (Ms(self.calm), tr(property.about));
        let text = t!("Not so {time} after everything was mended: {about}", time, about);
        Some(Broken { property: property.name, text })
    }

    /// The scenario that plays a trial and shows its end; as a link's payload.
    pub fn link(&self, trial: &Trial, outcome: &Outcome) -> String {
        let (begin, shown) = (self.begin(), outcome.world.when());
        let timed = |((at, input), applied): (&(Micros, Input), &When)| {
            // An input at the time of the violation came before its event: the time alone would not say so.
            let when = if applied.at == shown.at { *applied } else { When::end_of(begin + at) };
            Stamped { when, input: input.clone() }
        };
        let inputs = trial.inputs.iter().zip(&outcome.applied).map(timed);
        let mut scenario = Scenario {
            lab: self.lab.about.id.to_owned(),
            settings: trial.settings.clone(),
            seed: trial.seed,
            shown,
            digest: Some(outcome.world.digest() as u32),
            ..Scenario::default()
        };
        if let Some(moment) = &self.moment {
            (scenario.seed, scenario.scene) = (moment.seed, moment.scene.clone());
            scenario.inputs.clone_from(&moment.inputs);
            let reseed = Stamped { when: moment.world.when(), input: Input::Reseed(trial.seed) };
            scenario.inputs.push(reseed);
        }
        scenario.inputs.extend(inputs);
        link::encode(&scenario)
    }
}
