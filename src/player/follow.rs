//! The pace that follows what happens: a flight that changes state is slow enough to watch, and what is routine
//! passes quickly.

use crate::sim::{Micros, Sim, Trace};

/// How time passes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    /// By what happens.
    Follow,
    /// Ten to this power simulated seconds per second: -3 = 1/1000×, 2 = 100×.
    Fixed(f64),
}

/// How long a flight that changes state takes on screen, seconds.
const FLIGHT: f64 = 1.5;
/// How long a stretch without one may take, seconds.
const GAP: f64 = 1.4;
/// In the absence of anything else, this many mean delays pass in a second.
const CRUISE: f64 = 8.0;
/// Where messages wait to be delivered by hand, this many: what people do one after the other stays close together.
const BY_HAND: f64 = 1.0;
/// How many mean delays the player reads ahead.
const AHEAD: f64 = 20.0;

/// The mean one-way delay, µs.
fn mean_delay(world: &dyn Sim) -> f64 {
    let network = world.network();
    (network.delay_min as f64 + network.delay_max as f64).max(2_000.0) / 2.0
}

/// How far ahead of the cursor the recording must reach, µs.
pub(super) fn horizon(world: &dyn Sim) -> Micros {
    (mean_delay(world) * AHEAD) as Micros
}

/// The factor at `time` (simulated seconds per second), and the time at which it must be asked for again.
pub(super) fn factor(trace: &Trace, world: &dyn Sim, time: f64) -> (f64, f64) {
    let cruise = mean_delay(world) * if world.held() { BY_HAND } else { CRUISE } / 1e6;
    let at = time as Micros;
    let notable = |sent: Micros, ends: Micros| (ends.saturating_sub(sent).max(1_000)) as f64 / 1e6 / FLIGHT;
    let flying =
        trace.flights(at, 0).into_iter().map(|(_, message)| message).filter(|message| !message.face.routine);
    let flying = flying.filter(|message| message.ends > at && message.ends != Micros::MAX);
    let slowest = flying.map(|message| notable(message.sent, message.ends)).min_by(f64::total_cmp);
    if let Some(slowest) = slowest {
        return (slowest, f64::INFINITY);
    }
    let next = next_notable(trace, at);
    match next {
        Some(next) => {
            let gap = (next as f64 - time).max(0.0) / 1e6 / GAP;
            (gap.max(cruise), next as f64)
        }
        None => (cruise, f64::INFINITY),
    }
}

/// When the next message that matters is sent, as far as the recording reaches.
fn next_notable(trace: &Trace, at: Micros) -> Option<Micros> {
    let first = crate::sim::first_index(trace.messages.len(), |i| {
        trace.messages.get(i).is_some_and(|message| message.sent > at)
    });
    trace.messages.iter_from(first).find(|message| !message.face.routine).map(|message| message.sent)
}

/// Speeds up smoothly, slows down at once: what matters must not be half over before it is slow.
pub(super) fn ease(old: f64, new: f64, seconds: f64) -> f64 {
    if old <= 0.0 || new <= old {
        return new;
    }
    (old * libm::exp(seconds * 6.0)).min(new)
}
