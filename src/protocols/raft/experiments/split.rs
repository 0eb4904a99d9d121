//! How often an election is won by nobody, beside the dissertation's formula.

use super::election::fail_all_but;
use super::{CHAPTER_9, cluster, conflict, first_leader};
use crate::kit::experiment::{About, Figure, Kind, Measure, Sample, Trial};
use crate::protocols::raft::Config;
use crate::sim::{Micros, Unit};
use netsplit_text::{marked, msg};

crate::config! {
    /// A first election with a latency that is a part of the timeouts' range.
    pub struct SplitVote {
        servers: u64 = 5, 1..=31, Unit::Count, live, "Servers",
            "How many servers there are; a majority of them must vote for a leader.";
        up: u64 = 4, 1..=31, Unit::Count, live, "Servers up",
            "How many of them run; the others have failed before it begins.";
        timeout_min: u64 = 150_000, 1_000..=10_000_000, Unit::Ms, live, "Election timeout, shortest",
            "Each server waits for a random time before it stands: at least this.";
        timeout_max: u64 = 300_000, 1_000..=10_000_000, Unit::Ms, live, "Election timeout, longest",
            "At most this.";
        latency: u64 = 1_000, 0..=10_000, Unit::Percent, live, "Latency",
            "How long every message takes, one way, as a part of the timeouts' range. A point is drawn for each \
            value; separate them with commas.";
    }
    conflict |trial| conflict(
        trial.servers, trial.up, &[("timeout", (trial.timeout_min, trial.timeout_max))],
    );
}

/// After so many of the longest timeouts without a leader the vote counts as split, as it surely was.
const PATIENCE: u64 = 20;

impl Trial for SplitVote {
    const ABOUT: About = About {
        id: "split-vote",
        title: "Probability of a split vote",
        about: "Whoever stands first wins, unless others stand before its request has reached them: then each may \
            have too few votes, and nobody wins this term. The longer messages take, compared with the range of the \
            timeouts, the likelier that is. The formula supposes that votes are back before anybody's next timeout.",
        source: CHAPTER_9,
        measures: &[Measure { key: "split", label: msg!("Elections without a winner"), kind: Kind::Shares }],
        axis: "latency",
        heading: None,
        points: &[250, 500, 1_000, 1_500, 2_000, 3_000, 4_000, 5_000],
        trials: 2_000,
    };

    fn run(&self, seed: u64) -> Vec<Sample> {
        let config = Config {
            servers: self.servers,
            timeout_min: self.timeout_min,
            timeout_max: self.timeout_max,
            ..Config::default()
        };
        let delay = self.delay();
        let mut world = cluster(config, (delay, delay), seed);
        fail_all_but(self.up, self.servers, &mut world);
        let leader = first_leader(&mut world, PATIENCE * self.timeout_max);
        vec![Sample::Happened(leader.is_none_or(|(_, term)| term > 1))]
    }

    fn published(&self, _measure: usize) -> Option<Figure> {
        let latency = self.latency as f64 / 10_000.0;
        Some(Figure::Share(chance_of_split(self.servers as u32, self.up as u32, latency)))
    }

    fn label(&self) -> String {
        format!("{} %", marked(crate::sim::decimal(self.latency as i64, 2)))
    }
}

impl SplitVote {
    /// How long a message takes, µs.
    fn delay(&self) -> Micros {
        (self.timeout_max - self.timeout_min) * self.latency / 10_000
    }
}

/// The chance of a split vote with `up` of `n` servers running and a latency that is a part `l` of the timeouts'
/// range: the sum over k from c − 1 to `up` of C(up, k) l^k (1 − l)^(up − k), with c = up − ⌊n/2⌋ + 1.
fn chance_of_split(n: u32, up: u32, l: f64) -> f64 {
    let power = |base: f64, exponent: u32| (0..exponent).fold(1.0, |product, _| product * base);
    let choose = |k: u32| (0..k).fold(1.0, |product, i| product * f64::from(up - i) / f64::from(i + 1));
    let c = up - n / 2 + 1;
    (c - 1..=up).map(|k| choose(k) * power(l, k) * power(1.0 - l, up - k)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_formula_gives_what_was_published() {
        for (latency, published) in [(0.1, 5.2), (0.2, 18.1)] {
            let chance = 100.0 * chance_of_split(5, 4, latency);
            assert!((chance - published).abs() <= 0.05, "{chance} %, published is {published} %");
        }
        assert_eq!((chance_of_split(5, 4, 0.0), chance_of_split(5, 4, 1.0)), (0.0, 1.0));
    }
}
