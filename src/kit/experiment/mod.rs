//! Experiments: a lab run many times over a parameter, and what was published about it.
//!
//! An experiment is a table of parameters ([`crate::config!`]) and a [`Trial`]: one run of the lab's own world that
//! ends in a number. Everything else, from the options of the command line to the chart, follows from that.

mod plan;
mod tally;

pub use plan::{Plan, PlanError, SEED, TRIALS};
pub use tally::{Interval, Tally, wilson};

use crate::sim::{Config, Micros, Param};

/// What one trial gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sample {
    /// It took so long, µs.
    After(Micros),
    /// It had not happened when the trial gave up.
    Never,
    /// Whether it happened.
    Happened(bool),
}

/// What an experiment measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// How long something takes: a cumulative distribution for each point of the axis.
    Times,
    /// How often something happens: a share for each point of the axis.
    Shares,
}

/// What was published about one point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Figure {
    /// A mean time, ms.
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
    /// What it measures.
    pub kind: Kind,
    /// What the measured number is: `Time without a leader`.
    pub measured: &'static str,
    /// The parameter that it runs over.
    pub axis: &'static str,
    /// The values of that parameter unless others are asked for, ascending.
    pub points: &'static [i64],
    /// Trials at each point unless asked otherwise.
    pub trials: u64,
}

/// One kind of trial, with its parameters.
pub trait Trial: Config {
    /// What the experiment says of itself.
    const ABOUT: About;

    /// Runs the trial of this seed. The same parameters and seed give the same sample, wherever and in whatever order
    /// trials run.
    fn run(&self, seed: u64) -> Sample;

    /// What was published about exactly these parameters.
    fn published(&self) -> Option<Figure>;

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
    fn run(&self, values: &[i64], seed: u64) -> Sample;
    fn published(&self, values: &[i64]) -> Option<Figure>;
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
    fn run(&self, values: &[i64], seed: u64) -> Sample {
        with::<T>(values).run(seed)
    }

    fn published(&self, values: &[i64]) -> Option<Figure> {
        with::<T>(values).published()
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
