//! Experiments with elections: the paper's §9.3 and chapter 9 of the dissertation, run in the lab's own world.

mod crash;
mod election;
mod split;

use super::{Config, Raft, Role};
use crate::kit::experiment::{Experiment, experiment};
use crate::kit::quorum::majority;
use crate::sim::{Micros, Ms, NetworkConfig, When, World};
use netsplit_text::{marked, t};

/// The experiments, in the order of the page.
pub static EXPERIMENTS: &[Experiment] = &[
    experiment::<election::ElectionTime>(),
    experiment::<crash::ElectionTimeLan>(),
    experiment::<split::SplitVote>(),
];

/// The chapter that the formula and the wide-area figure are from.
const CHAPTER_9: &str = "Ongaro, Consensus: Bridging Theory and Practice, 2014, chapter 9";

/// A shortest and a longest time, µs.
type Range = (Micros, Micros);

/// A cluster at time 0, without clients, and without judging its properties, which no trial looks at.
fn cluster(mut config: Config, delays: Range, seed: u64) -> World<Raft> {
    let network = NetworkConfig { delay_min: delays.0, delay_max: delays.1, ..NetworkConfig::default() };
    config.clients = 0;
    World::new(config, network, seed).without_monitors()
}

/// Runs until somebody leads, or until `limit`; returns when, and in which term.
fn first_leader(world: &mut World<Raft>, limit: Micros) -> Option<(Micros, u64)> {
    loop {
        let events = world.when().events;
        world.run(When { at: limit, events: events + 1 }, None);
        if world.when().events == events {
            return None;
        }
        for slot in world.slots() {
            if let Some(Raft::Server(server)) = &slot.state
                && matches!(server.role, Role::Leader(_))
            {
                return Some((world.when().at, slot.disk.current_term));
            }
        }
    }
}

/// Why so many of so many servers cannot elect anybody, or such ranges cannot be.
fn conflict(servers: u64, up: u64, ranges: &[(&'static str, Range)]) -> Option<String> {
    if up > servers {
        return Some(t!(
            "`up` is {up}, but there are only {servers} servers: lower it or raise `servers`",
            up,
            servers
        ));
    }
    if up < majority(servers) {
        return Some(t!(
            "`up` is {up}: {up} of {servers} servers are no majority, and nobody can be elected; it must be at \
             least {least}",
            up,
            servers,
            least = majority(servers)
        ));
    }
    let inverted = ranges.iter().find(|(_, (min, max))| min > max);
    inverted.map(|(name, (min, max))| {
        t!(
            "`{name}_min` ({min}) is above `{name}_max` ({max}): lower the one or raise the other",
            name,
            min = Ms(*min),
            max = Ms(*max)
        )
    })
}

/// A range as the name of a line: `150–300 ms`.
fn range(times: Range) -> String {
    let ms = |time: Micros| marked(crate::sim::decimal(time as i64, 3));
    format!("{}–{} ms", ms(times.0), ms(times.1))
}
