//! A run of an experiment, a slice in every frame, so that the page stays as it is.

use super::numbers::{self, Row};
use crate::kit::experiment::{Plan, Tally};
use crate::platform;
use std::rc::Rc;

/// What trials may take of a frame, ms.
const SLICE: f64 = 6.0;
/// The chart is drawn again when so much has been added to it, and so much time has passed, ms: what has to be put in
/// order for it grows with it.
const GROWTH: u64 = 12;
const PAUSE: f64 = 200.0;

/// A run of an experiment.
pub struct Run {
    /// What is run.
    pub plan: Rc<Plan>,
    /// How many trials are done.
    pub done: u64,
    /// What was measured when the chart was drawn last.
    pub rows: Rc<Vec<Row>>,
    tallies: Vec<Vec<Tally>>,
    /// When it began, when it was drawn last, and how long it has gone on; ms.
    began: f64,
    drawn: f64,
    spent: f64,
    /// How many trials were done when it was drawn last.
    shown: u64,
    /// Whether it has been given up.
    cancelled: bool,
}

impl Run {
    /// A run that has just begun.
    pub fn new(plan: Plan) -> Self {
        let (tallies, now) = (plan.tallies(), platform::now());
        let plan = Rc::new(plan);
        Run {
            plan,
            done: 0,
            rows: Rc::default(),
            tallies,
            began: now,
            drawn: now,
            spent: 0.0,
            shown: 0,
            cancelled: false,
        }
    }

    /// Whether it goes on.
    pub fn running(&self) -> bool {
        !self.cancelled && self.done < self.plan.total()
    }

    /// Whether it was given up before the end.
    pub fn cancelled(&self) -> bool {
        self.cancelled
    }

    /// Gives it up; what it has measured stays.
    pub fn cancel(&mut self) {
        self.cancelled = self.running();
        self.draw();
    }

    /// Trials for as long as they may take of one frame.
    pub fn slice(&mut self) {
        let begin = platform::now();
        while self.running() && platform::now() - begin < SLICE {
            self.plan.add(self.done, &mut self.tallies);
            self.done += 1;
        }
        let now = platform::now();
        self.spent = now - self.began;
        let grown = self.done - self.shown > self.shown / GROWTH;
        if !self.running() || (grown && now - self.drawn > PAUSE) {
            self.drawn = now;
            self.draw();
        }
    }

    fn draw(&mut self) {
        self.shown = self.done;
        self.tallies.iter_mut().flatten().for_each(Tally::sort);
        self.rows = Rc::new(numbers::rows(&self.plan, &self.tallies));
    }

    /// Per cent of the trials.
    pub fn progress(&self) -> u64 {
        self.done * 100 / self.plan.total()
    }

    /// Trials a second so far.
    pub fn rate(&self) -> u64 {
        (self.done as f64 / self.spent.max(1.0) * 1_000.0) as u64
    }
}
