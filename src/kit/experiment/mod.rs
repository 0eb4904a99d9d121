//! Experiments: a lab run many times over a parameter, and what was published about it.
//!
//! An experiment is a table of parameters ([`crate::config!`]) and a [`Trial`]: one run of the lab's own world that
//! ends in a number, or in a few. Everything else, from the options of the command line to the chart, follows from that.

mod plan;
mod tally;

pub use plan::{Plan, PlanError, SEED, TRIALS};
pub use tally::{Interval, Tally, wilson};

use crate::sim::{Config, Micros, Param};

/// What one trial gives, of one measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sample {
    /// It took so long, µs.
    After(Micros),
    /// It had not happened when the trial gave up.
    Never,
    /// Whether it happened.
    Happened(bool),
    /// It was so much, in millionths.
    Counted(u64),
}

/// What a measure is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// How long something takes: a cumulative distribution for each point of the axis, in ms.
    Times,
    /// How often something happens: a share for each point of the axis.
    Shares,
    /// How much there is of something: a mean for each point of the axis, in this unit (`cycles`; none of a ratio).
    Numbers(&'static str),
}

impl Kind {
    /// The unit in which its means and quantiles are.
    pub fn unit(self) -> &'static str {
        match self {
            Kind::Times => "ms",
            Kind::Shares => "",
            Kind::Numbers(unit) => unit,
        }
    }

    /// How many of what trials give are one of its unit.
    fn scale(self) -> f64 {
        match self {
            Kind::Times => 1e3,
            Kind::Shares => 1.0,
            Kind::Numbers(_) => 1e6,
        }
    }
}

/// Something that an experiment measures.
#[derive(Debug)]
pub struct Measure {
    /// Its name in files and on the command line: `residue`.
    pub key: &'static str,
    /// Its name on the page: `Time without a leader`.
    pub label: &'static str,
    /// What it is of.
    pub kind: Kind,
}

/// What was published about one point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Figure {
    /// A mean, in the measure's unit.
    Mean(f64),
    /// A median time, ms.
    Median(f64),
    /// A median time above this many ms.
    MedianOver(f64),
    /// A share, 0 to 1.
    Share(f64),
}

/// What an experiment says of itself.
pub struct About {
    /// Its name on the command line: `split-vote`.
    pub id: &'static str,
    /// Its name on the page: `Probability of a split vote`.
    pub title: &'static str,
    /// What is done in a trial and what to see in the result, in a few sentences for a learner.
    pub about: &'static str,
    /// Where what it is compared with was published.
    pub source: &'static str,
    /// What it measures, what matters most first.
    pub measures: &'static [Measure],
    /// The parameter that it runs over.
    pub axis: &'static str,
    /// What heads the points, where they are more than values of that parameter: a span of timeouts.
    pub heading: Option<&'static str>,
    /// The values of that parameter unless others are asked for, ascending.
    pub points: &'static [i64],
    /// Trials at each point unless asked otherwise.
    pub trials: u64,
}

/// One kind of trial, with its parameters.
pub trait Trial: Config {
    /// What the experiment says of itself.
    const ABOUT: About;

    /// Runs the trial of this seed: a sample of each measure, in their order. The same parameters and seed give the
    /// same samples, wherever and in whatever order trials run.
    fn run(&self, seed: u64) -> Vec<Sample>;

    /// What was published about exactly these parameters, of the measure at this place.
    fn published(&self, measure: usize) -> Option<Figure>;

    /// What the point with these parameters is called: `150–300 ms`.
    fn label(&self) -> String;
}

/// An experiment, whatever its trial.
pub struct Experiment {
    /// What it says of itself.
    pub about: &'static About,
    /// Its own parameters, the axis among them.
    pub params: fn() -> &'static [Param],
    calls: &'static dyn Calls,
}

/// What can be asked about the values of an experiment's parameters, in the order of the table.
trait Calls: Sync {
    fn run(&self, values: &[i64], seed: u64) -> Vec<Sample>;
    fn published(&self, values: &[i64], measure: usize) -> Option<Figure>;
    fn label(&self, values: &[i64]) -> String;
    fn conflict(&self, values: &[i64]) -> Option<String>;
}

/// The calls of one trial.
struct Of<T>(std::marker::PhantomData<fn() -> T>);

fn with<T: Trial>(values: &[i64]) -> T {
    let mut trial = T::default();
    for (param, value) in T::params().iter().zip(values) {
        trial.set(param.key, *value);
    }
    trial
}

impl<T: Trial> Calls for Of<T> {
    fn run(&self, values: &[i64], seed: u64) -> Vec<Sample> {
        with::<T>(values).run(seed)
    }

    fn published(&self, values: &[i64], measure: usize) -> Option<Figure> {
        with::<T>(values).published(measure)
    }

    fn label(&self, values: &[i64]) -> String {
        with::<T>(values).label()
    }

    fn conflict(&self, values: &[i64]) -> Option<String> {
        with::<T>(values).conflict()
    }
}

/// The experiment that consists of trials `T`.
pub const fn experiment<T: Trial>() -> Experiment {
    Experiment { about: &T::ABOUT, params: T::params, calls: &Of::<T>(std::marker::PhantomData) }
}
