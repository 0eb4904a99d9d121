//! How a search tries to break the store.

use crate::kit::{Attack, Cast, Faults};
use crate::sim::{CommandLine, Input, MS, Sim, Stream};

/// What is promised is promised whatever nodes and network do, short of lying. No promise rests on a clock.
pub const ATTACK: Attack = Attack {
    strikes: &["node"],
    tolerated,
    exposing: &[
        // Where R and W overlap a client reads its own writes anyway.
        ("own_writes", &[("session", 1), ("r", 1), ("w", 1)]),
        // A read would mend what only anti-entropy is to mend.
        ("anti_entropy", &[("read_repair", 0)]),
    ],
    openings: &[],
    casts: &[&[("rate", 0)], &[("rate", 0), ("nodes", 3)], &[("rate", 0), ("read_first", 0)]],
    command,
    length: 5_000 * MS,
    gap: 100 * MS,
};

fn tolerated(_world: &dyn Sim) -> Faults {
    Faults::ALL
}

/// A client asks some node for something.
fn command(cast: &Cast, rng: &mut Stream) -> Option<Input> {
    let (coordinator, node) = (cast.any("node", rng)?, cast.any("client", rng)?);
    let (to, value) = (cast.name(coordinator), rng.between(1, 999).to_string());
    let command = if rng.between(0, 2) == 0 {
        CommandLine::new("read", &[("to", to), ("key", "x")])
    } else {
        CommandLine::new("write", &[("to", to), ("key", "x"), ("value", &value)])
    };
    Some(Input::Command { node, command })
}
