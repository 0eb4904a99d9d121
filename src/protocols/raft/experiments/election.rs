//! How long an election takes once nobody leads: the dissertation's setting of a wide-area network.

use super::{CHAPTER_9, cluster, conflict, first_leader, range};
use crate::kit::experiment::{About, Figure, Kind, Measure, Sample, Trial};
use crate::protocols::raft::Config;
use crate::sim::{Input, MS, Micros, NodeId, Unit};
use netsplit_text::msg;

crate::config! {
    /// Servers whose timers all begin at 0.
    pub struct ElectionTime {
        servers: u64 = 5, 1..=31, Unit::Count, live, "Servers",
            "How many servers there are; a majority of them must vote for a leader.";
        up: u64 = 5, 1..=31, Unit::Count, live, "Servers up",
            "How many of them run; the others have failed before it begins.";
        timeout_min: u64 = 300_000, 1_000..=10_000_000, Unit::Ms, live, "Election timeout, shortest",
            "Each server waits for a random time before it stands: at least this.";
        timeout_max: u64 = 600_000, 1_000..=10_000_000, Unit::Ms, live, "Election timeout, longest",
            "At most this. A line is drawn for each value; separate them with commas.";
        delay_min: u64 = 30_000, 0..=10_000_000, Unit::Ms, live, "Delay, shortest",
            "The least time a message takes, one way.";
        delay_max: u64 = 40_000, 0..=10_000_000, Unit::Ms, live, "Delay, longest",
            "The most time a message takes, one way.";
    }
    conflict |trial| conflict(
        trial.servers, trial.up,
        &[("timeout", (trial.timeout_min, trial.timeout_max)), ("delay", (trial.delay_min, trial.delay_max))],
    );
}

/// Whoever has not elected anybody by then does not count as having.
const PATIENCE: Micros = 60_000 * MS;

impl Trial for ElectionTime {
    const ABOUT: About = About {
        id: "election-time",
        title: "Time to elect a leader",
        about: "All servers start waiting at once, and nobody leads; how long until somebody does? A narrow range of \
            timeouts lets several stand at once and split the vote; a wide one lets all wait longer than they need \
            to. The times are those of a wide-area network.",
        source: CHAPTER_9,
        measures: &[Measure { key: "time", label: msg!("Time until there is a leader"), kind: Kind::Times }],
        axis: "timeout_max",
        heading: Some(msg!("Election timeout")),
        points: &[320_000, 400_000, 600_000, 900_000],
        trials: 1_000,
    };

    fn run(&self, seed: u64) -> Vec<Sample> {
        let config = Config {
            servers: self.servers,
            timeout_min: self.timeout_min,
            timeout_max: self.timeout_max,
            ..Config::default()
        };
        let mut world = cluster(config, (self.delay_min, self.delay_max), seed);
        fail_all_but(self.up, self.servers, &mut world);
        vec![first_leader(&mut world, PATIENCE).map_or(Sample::Never, |(at, _)| Sample::After(at))]
    }

    fn published(&self, _measure: usize) -> Option<Figure> {
        let network = (self.delay_min, self.delay_max) == (30 * MS, 40 * MS);
        let timeouts = (self.timeout_min, self.timeout_max) == (300 * MS, 600 * MS);
        (network && timeouts && (self.servers, self.up) == (5, 5)).then_some(Figure::Mean(429.9))
    }

    fn label(&self) -> String {
        range((self.timeout_min, self.timeout_max))
    }
}

/// Lets the last servers fail before they have done anything.
pub fn fail_all_but(up: u64, servers: u64, world: &mut crate::sim::World<crate::protocols::raft::Raft>) {
    for server in up..servers {
        world.input(&Input::Crash(NodeId(server as u16)), None).expect("a server can crash");
    }
}
