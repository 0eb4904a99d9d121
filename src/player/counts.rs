//! What a run has cost by the instant shown: what two runs are compared by.

use super::Player;
use crate::sim::{Micros, Operation, Outcome, Traffic};

/// What a run has cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// What went over the network.
    pub traffic: Traffic,
    /// Operations of clients that were answered, whether the answer was yes or no.
    pub answered: u64,
    /// The mean time from asking to the answer, µs.
    pub mean: Option<Micros>,
    /// The longest, µs.
    pub longest: Option<Micros>,
    /// Operations that their clients gave up.
    pub given_up: u64,
    /// Operations without an answer yet.
    pub open: u64,
    /// How long the oldest of these has been waiting, µs.
    pub waiting: Option<Micros>,
}

impl Player {
    /// What the run shown has cost by the instant shown.
    pub fn counts(&self) -> Counts {
        let (world, now) = (self.world(), self.when().at);
        let traffic = self.trace().traffic(world.messages(), now);
        world
            .history()
            .iter()
            .fold(Counts { traffic, ..Counts::default() }, |counts, one| counts.with(one, now))
            .done()
    }
}

impl Counts {
    /// Counts an operation; until [`Counts::done`] the mean is a sum.
    fn with(mut self, operation: &Operation, now: Micros) -> Self {
        match &operation.ended {
            None => {
                self.open += 1;
                self.waiting = self.waiting.max(Some(now - operation.invoked));
            }
            Some((_, Outcome::Unknown)) => self.given_up += 1,
            Some((at, Outcome::Ok(_) | Outcome::Fail(_))) => {
                let took = at - operation.invoked;
                self.answered += 1;
                self.mean = Some(self.mean.unwrap_or_default() + took);
                self.longest = self.longest.max(Some(took));
            }
        }
        self
    }

    fn done(self) -> Self {
        Counts { mean: self.mean.map(|sum| sum / self.answered), ..self }
    }
}
