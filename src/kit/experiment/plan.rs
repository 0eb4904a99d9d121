//! What is to be run: an experiment with values for its parameters, points, trials and a seed.

use super::{Experiment, Figure, Measure, Sample, Tally};
use crate::sim::{Param, SettingError, Unit};
use netsplit_text::{msg, t};

/// How many trials there are at each point.
pub static TRIALS: Param = Param {
    key: "trials",
    label: msg!("Trials"),
    about: "How often each point is tried: four times as many make the result twice as sure.",
    unit: Unit::Count,
    min: 1,
    max: 1_000_000,
    default: 1_000,
    live: true,
    rule: false,
};

/// Which trials they are.
pub static SEED: Param = Param {
    key: "seed",
    label: msg!("Seed"),
    about: "Another seed makes other trials; the same seed makes the same ones, here and on the command line.",
    unit: Unit::Count,
    min: 0,
    max: 999_999_999_999,
    default: 1,
    live: true,
    rule: false,
};

/// The most points that an experiment runs over: a chart of more could not be read.
const POINTS_MAX: usize = 12;

/// Why a plan cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// A value that can't be.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// No such parameter.
    #[error("{}", t!("there is no parameter `{key}`; `{experiment}` has {known}", key, experiment, known))]
    Unknown {
        /// What was asked for.
        key: String,
        /// The experiment.
        experiment: &'static str,
        /// The names there are.
        known: String,
    },
    /// Points that are too many, or none.
    #[error(
        "{}",
        t!(
            "`{key}` has {found} values, but can have 1 to {most}, with commas between them",
            key,
            found,
            most = POINTS_MAX
        )
    )]
    Points {
        /// The axis.
        key: &'static str,
        /// How many there were.
        found: usize,
    },
}

/// What is to be run.
#[derive(Clone)]
pub struct Plan {
    /// The experiment.
    pub experiment: &'static Experiment,
    /// The values of its parameters, in the order of the table; that of the axis is of no account.
    values: Vec<i64>,
    /// The values of the axis, ascending.
    points: Vec<i64>,
    /// Trials at each point.
    pub trials: u64,
    /// The seed.
    pub seed: u64,
}

impl PartialEq for Plan {
    fn eq(&self, other: &Self) -> bool {
        let parts = |plan: &Self| (plan.experiment.about.id, plan.trials, plan.seed);
        parts(self) == parts(other) && self.values == other.values && self.points == other.points
    }
}

impl Plan {
    /// The experiment as it is unless something else is asked for.
    pub fn new(experiment: &'static Experiment) -> Self {
        Plan {
            values: (experiment.params)().iter().map(|param| param.default).collect(),
            points: experiment.about.points.to_vec(),
            trials: experiment.about.trials,
            seed: SEED.default as u64,
            experiment,
        }
    }

    /// The parameters that can be set: the experiment's own, then `trials` and `seed`.
    pub fn params(&self) -> impl Iterator<Item = &'static Param> + use<> {
        (self.experiment.params)().iter().chain([&TRIALS, &SEED])
    }

    /// The parameter that it runs over.
    pub fn axis(&self) -> &'static Param {
        let axis = self.experiment.about.axis;
        let found = (self.experiment.params)().iter().find(|param| param.key == axis);
        found.expect("the axis is one of the experiment's parameters")
    }

    /// The value of a parameter as text in its unit; of the axis, its points with commas between them.
    pub fn show(&self, param: &Param) -> String {
        if param.key == self.experiment.about.axis {
            return self.points.iter().map(|value| param.show(*value)).collect::<Vec<_>>().join(", ");
        }
        param.show(match param.key {
            "trials" => self.trials as i64,
            "seed" => self.seed as i64,
            key => self.value(key).unwrap_or(param.default),
        })
    }

    /// Sets a parameter, written in its unit; the axis to one or more values with commas between them.
    ///
    /// # Errors
    /// When there is no such parameter, or it cannot have that value.
    pub fn set(&mut self, key: &str, text: &str) -> Result<(), PlanError> {
        let param = self.params().find(|param| param.key == key).ok_or_else(|| self.unknown(key))?;
        if key == self.experiment.about.axis {
            self.points = read_points(param, text)?;
            return Ok(());
        }
        let value = param.parse(text)?;
        match key {
            "trials" => self.trials = value as u64,
            "seed" => self.seed = value as u64,
            _ => self.put(key, value),
        }
        Ok(())
    }

    /// Why these values cannot stand together, if they can't.
    ///
    /// # Errors
    /// When they can't at some point.
    pub fn check(&self) -> Result<(), PlanError> {
        let conflict = |point: &i64| self.experiment.calls.conflict(&self.at(*point));
        match self.points.iter().find_map(conflict) {
            Some(why) => Err(SettingError::Conflict(why).into()),
            None => Ok(()),
        }
    }

    /// The values of the axis, ascending.
    pub fn points(&self) -> &[i64] {
        &self.points
    }

    /// How many trials there are in all.
    pub fn total(&self) -> u64 {
        self.points.len() as u64 * self.trials
    }

    /// What it measures.
    pub fn measures(&self) -> &'static [Measure] {
        self.experiment.about.measures
    }

    /// Runs the trial of this number below [`Plan::total`]; returns the place of its point and what it gave. All
    /// points grow alike, and the n-th trial has the same seed at each.
    pub fn run(&self, number: u64) -> (usize, Vec<Sample>) {
        let points = self.points.len() as u64;
        let (place, nth) = ((number % points) as usize, number / points);
        // Spreads seeds apart, so that those of neighbouring experiments do not overlap.
        let seed = self.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(nth);
        (place, self.experiment.calls.run(&self.at(self.points[place]), seed))
    }

    /// An empty tally for each measure, at each point.
    pub fn tallies(&self) -> Vec<Vec<Tally>> {
        let point: Vec<Tally> = self.measures().iter().map(|measure| Tally::of(measure.kind)).collect();
        vec![point; self.points.len()]
    }

    /// Runs the trial of this number and adds what it gave to the tallies of its point.
    pub fn add(&self, number: u64, tallies: &mut [Vec<Tally>]) {
        let (place, samples) = self.run(number);
        for (tally, sample) in tallies[place].iter_mut().zip(samples) {
            tally.add(sample);
        }
    }

    /// What a point is called.
    pub fn label(&self, point: i64) -> String {
        self.experiment.calls.label(&self.at(point))
    }

    /// What was published about a point, of the measure at this place.
    pub fn published(&self, point: i64, measure: usize) -> Option<Figure> {
        self.experiment.calls.published(&self.at(point), measure)
    }

    /// The values of the parameters at a point.
    fn at(&self, point: i64) -> Vec<i64> {
        let mut values = self.values.clone();
        if let Some(place) = self.place(self.experiment.about.axis) {
            values[place] = point;
        }
        values
    }

    fn unknown(&self, key: &str) -> PlanError {
        let known = self.params().map(|param| param.key).collect::<Vec<_>>().join(", ");
        PlanError::Unknown { key: key.to_owned(), experiment: self.experiment.about.id, known }
    }

    fn place(&self, key: &str) -> Option<usize> {
        (self.experiment.params)().iter().position(|param| param.key == key)
    }

    fn value(&self, key: &str) -> Option<i64> {
        self.place(key).map(|place| self.values[place])
    }

    fn put(&mut self, key: &str, value: i64) {
        if let Some(place) = self.place(key) {
            self.values[place] = value;
        }
    }
}

/// Values with commas between them, ascending and each once.
fn read_points(param: &'static Param, text: &str) -> Result<Vec<i64>, PlanError> {
    let mut points: Vec<i64> = Vec::new();
    for part in text.split(',').filter(|part| !part.trim().is_empty()) {
        let value = param.parse(part)?;
        if let Err(place) = points.binary_search(&value) {
            points.insert(place, value);
        }
    }
    match points.len() {
        1..=POINTS_MAX => Ok(points),
        found => Err(PlanError::Points { key: param.key, found }),
    }
}
