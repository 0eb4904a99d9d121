//! How a search tries to break gossip.

use crate::kit::{Attack, Cast, Faults};
use crate::sim::{CommandLine, Input, MS, Sim, Stream};

/// Gossip promises little, but whatever happens.
pub const ATTACK: Attack = Attack {
    strikes: &["node"],
    tolerated,
    exposing: &[
        // Asked or not, a node that asks is told.
        ("choose_all", &[("spread", 1), ("mode", 0)]),
        ("removed_is_final", &[("spread", 0)]),
    ],
    openings: &[],
    casts: &[&[("nodes", 10)], &[("nodes", 10), ("spread", 2)], &[("nodes", 10), ("spread", 1)]],
    command,
    length: 3_000 * MS,
    gap: 150 * MS,
};

fn tolerated(_: &dyn Sim) -> Faults {
    Faults::ALL
}

/// Somebody learns something new.
fn command(cast: &Cast, rng: &mut Stream) -> Option<Input> {
    let node = cast.any("node", rng)?;
    Some(Input::Command { node, command: CommandLine::new("tell", &[]) })
}
