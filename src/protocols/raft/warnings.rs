//! What is questionable about settings.

use super::Config;
use super::reads::{THROUGH_LOG, lease, leases};
use crate::sim::{Ms, NetworkConfig};
use netsplit_text::{t, tn};

/// Fewer entries than this are not worth a snapshot.
const USEFUL: u64 = 4;

/// The paper's timing requirement, broadcastTime ≪ electionTimeout (§5.6), and what else makes for needless or
/// undecided elections.
pub fn warnings(config: &Config, network: &NetworkConfig) -> Vec<String> {
    let mut warnings = Vec::new();
    let (shortest, longest) = (Ms(config.timeout_min), Ms(config.timeout_max));
    let jitter = network.delay_max.saturating_sub(network.delay_min);
    let gap = config.heartbeat + jitter;
    let round_trip = 2 * network.delay_max;
    if gap >= config.timeout_min {
        warnings.push(t!(
            "Needless elections: up to {gap} may pass between two heartbeats (one every {heartbeat}, on its way for up \
             to {jitter} longer than the one before), and a follower that waits only {shortest} stands although the \
             leader is alive. Make the heartbeat shorter or the election timeout longer.",
            gap = Ms(gap),
            heartbeat = Ms(config.heartbeat),
            jitter = Ms(jitter),
            shortest,
        ));
    }
    if 3 * round_trip > config.timeout_min {
        warnings.push(t!(
            "A question and its answer take up to {round_trip}, which is not well below the shortest election \
             timeout, {shortest}: votes may come too late (the paper's broadcastTime ≪ electionTimeout).",
            round_trip = Ms(round_trip),
            shortest,
        ));
    }
    if config.servers > 1 && config.timeout_max - config.timeout_min < network.delay_max {
        warnings.push(t!(
            "Split votes: election timeouts lie between {shortest} and {longest}, closer together than the {delay} \
             that a message may take, so several servers will stand before they hear of each other.",
            shortest,
            longest,
            delay = Ms(network.delay_max),
        ));
    }
    if config.clients > 0 && config.client_timeout < 2 * round_trip {
        warnings.push(t!(
            "Clients ask again after {timeout}, but an answer may take {answer}: to the leader, to the followers, and \
             back.",
            timeout = Ms(config.client_timeout),
            answer = Ms(2 * round_trip),
        ));
    }
    if (1..USEFUL).contains(&config.snapshot_after) {
        warnings.push(tn!(
            config.snapshot_after,
            "Snapshots after {count} entry: a follower that is only a moment behind finds that the leader has \
             discarded what it needs, and must be sent the whole snapshot.",
            "Snapshots after {count} entries: a follower that is only a moment behind finds that the leader has \
             discarded what it needs, and must be sent the whole snapshot.",
            count = config.snapshot_after,
        ));
    }
    if config.spares > 0 && !config.heed_leader {
        let disturb = t!(
            "Removed servers disturb: a server that was removed is not told so. It stands again and again, and its term \
             makes a leader step down that works (dissertation, §4.2.3). Let servers disregard candidates while they \
             hear from a leader."
        );
        warnings.push(disturb.to_owned());
    }
    warnings.extend(about_reads(config, network));
    warnings
}

/// What makes reads outside the log wait.
fn about_reads(config: &Config, network: &NetworkConfig) -> Vec<String> {
    let mut warnings = Vec::new();
    if config.reads != THROUGH_LOG && !config.noop {
        let wait = t!(
            "Reads may wait: a leader answers none before it has committed an entry of its own term, and without the \
             no-op that takes until somebody writes."
        );
        warnings.push(wait.to_owned());
    }
    let renewed = config.heartbeat + 2 * network.delay_max;
    if leases(config) && lease(config) <= renewed {
        warnings.push(t!(
            "Leases lapse: a lease of {lease} is over before the next heartbeat and its answers have renewed it, after \
             up to {renewed}. Then reads need a round of heartbeats after all.",
            lease = Ms(lease(config)),
            renewed = Ms(renewed),
        ));
    }
    warnings
}
