//! How long a cluster is without a leader after its leader has crashed: the paper's §9.3 and Figure 16.

use super::{cluster, first_leader, range};
use crate::kit::experiment::{About, Figure, Kind, Measure, Sample, Trial};
use crate::kit::script::{cut, heal, kill, restart, set, tell};
use crate::protocols::raft::{Config, Raft};
use crate::sim::{Delay, DelayRule, Input, MS, Micros, NodeId, NodeSet, Stream, Unit, When, World};
use netsplit_text::msg;

crate::config! {
    /// A cluster of five whose leader crashes.
    pub struct ElectionTimeLan {
        timeout_min: u64 = 150_000, 2_000..=10_000_000, Unit::Ms, live, "Election timeout, shortest",
            "A server stands when it has heard nothing for a random time: at least this. The heartbeat is half of it.";
        timeout_max: u64 = 300_000, 2_000..=10_000_000, Unit::Ms, live, "Election timeout, longest",
            "At most this. A line is drawn for each value; separate them with commas.";
        delay_min: u64 = 5_000, 0..=100_000, Unit::Ms, live, "Delay, shortest",
            "The least time a message takes, one way.";
        delay_max: u64 = 10_000, 0..=100_000, Unit::Ms, live, "Delay, longest",
            "The most time a message takes, one way. Their cluster needed about 15 ms to ask all and be answered.";
    }
    conflict |trial| super::conflict(
        5, 5,
        &[("timeout", (trial.timeout_min, trial.timeout_max)), ("delay", (trial.delay_min, trial.delay_max))],
    );
}

/// The leader.
const N1: NodeId = NodeId(0);
const N2: NodeId = NodeId(1);
const N3: NodeId = NodeId(2);
const N4: NodeId = NodeId(3);
const N5: NodeId = NodeId(4);
/// Nobody: whose stream of random numbers says when the leader crashes.
const CHANCE: NodeId = NodeId(u16::MAX);

/// While the logs are being made uneven nobody stands by itself.
const PATIENT: (Micros, Micros) = (30_000 * MS, 60_000 * MS);
/// After such a time whatever was sent has arrived: the longest delay is 100 ms, and a vote goes there and back.
const SETTLED: Micros = 350 * MS;
/// Longer than any trial.
const NEVER: Micros = 3_600_000 * MS;
/// How long the paper watched.
const PATIENCE: Micros = 10_000 * MS;

impl Trial for ElectionTimeLan {
    const ABOUT: About = About {
        id: "election-time-lan",
        title: "Time without a leader after a crash",
        about: "The leader of five crashes at a random instant between two heartbeats, which reached all at the same \
            time; the logs of the others are of different lengths, so that only two of the four can win. Without \
            any randomness they stand together again and again; a few milliseconds of it make an end to that.",
        source: "Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm, 2014, §9.3 and Figure 16",
        measures: &[Measure { key: "time", label: msg!("Time without a leader"), kind: Kind::Times }],
        axis: "timeout_max",
        heading: Some(msg!("Election timeout")),
        points: &[150_000, 151_000, 155_000, 175_000, 200_000, 300_000],
        trials: 1_000,
    };

    fn run(&self, seed: u64) -> Vec<Sample> {
        let config = Config {
            servers: 5,
            timeout_min: PATIENT.0,
            timeout_max: PATIENT.1,
            heartbeat: self.timeout_min / 2,
            // A no-op would make the logs equal again.
            noop: false,
            ..Config::default()
        };
        let mut world = cluster(config, (self.delay_min, self.delay_max), seed);
        make_logs_uneven(&mut world);
        let crash = self.lead_and_crash(&mut world, seed);
        let elected = first_leader(&mut world, crash + PATIENCE);
        vec![elected.map_or(Sample::Never, |(at, _)| Sample::After(at - crash))]
    }

    fn published(&self, _measure: usize) -> Option<Figure> {
        if (self.timeout_min, self.delay_min, self.delay_max) != (150 * MS, 5 * MS, 10 * MS) {
            return None;
        }
        match self.timeout_max / MS {
            150 => Some(Figure::MedianOver(10_000.0)),
            155 => Some(Figure::Median(287.0)),
            200 => Some(Figure::Median(147.0)),
            _ => None,
        }
    }

    fn label(&self) -> String {
        range((self.timeout_min, self.timeout_max))
    }
}

impl ElectionTimeLan {
    /// The leader of before comes back, is elected again and speaks to all at once; from here on timeouts are those
    /// of the trial. It crashes at a random instant before its next heartbeat. Returns when.
    fn lead_and_crash(&self, world: &mut World<Raft>, seed: u64) -> Micros {
        let heartbeat = self.timeout_min / 2;
        act(world, &[kill(N1), restart(N1), tell(N1, "timeout-now", &[])]);
        let spoke = first_leader(world, Micros::MAX).map_or(0, |(at, _)| at);
        act(
            world,
            &[set("timeout_min", self.timeout_min as i64), set("timeout_max", self.timeout_max as i64)],
        );
        let crash = spoke + Stream::new(seed, CHANCE).between(0, heartbeat - 1);
        world.run(When::end_of(crash), None);
        act(world, &[kill(N1)]);
        crash
    }
}

/// Leaves n1 and n2 with three entries, n3 with two, n4 with one and n5 with none: of n2 to n5 only n2 and n3 can
/// find three votes. n1 never hears what the others lack, and so doesn't send it.
fn make_logs_uneven(world: &mut World<Raft>) {
    let deaf = DelayRule {
        from: NodeSet::default(),
        to: NodeSet::from_iter([N1]),
        kind: Some("AppendEntriesReply".to_owned()),
        delay: Delay::Uniform { min: NEVER, max: NEVER },
    };
    act(world, &[Input::Rule(deaf), tell(N1, "timeout-now", &[])]);
    settle(world);
    for (lagging, rest) in [(N5, &[N1, N2, N3, N4][..]), (N4, &[N1, N2, N3]), (N3, &[N1, N2])] {
        act(world, &[cut(&[&[lagging], rest]), tell(N1, "write", &[("key", "x"), ("value", "1")])]);
        settle(world);
    }
    act(world, &[heal()]);
}

/// Lets whatever was sent arrive.
fn settle(world: &mut World<Raft>) {
    let at = world.when().at + SETTLED;
    world.run(When::end_of(at), None);
}

/// Applies inputs at once, in this order.
fn act(world: &mut World<Raft>, inputs: &[Input]) {
    for input in inputs {
        world.input(input, None).expect("the inputs of a trial can be");
    }
}
