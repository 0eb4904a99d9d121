//! How a search tries to break the clocks.

use crate::kit::{Attack, Cast, Faults};
use crate::sim::{CommandLine, Input, MS, Stream};

/// Clocks and carts promise their properties whatever happens: a lost message orders nothing, and what is on disk stays.
pub const ATTACK: Attack = Attack {
    strikes: &["process"],
    tolerated: |_| Faults::ALL,
    exposing: &[],
    openings: &[],
    casts: &[&[], &[("processes", 2)]],
    command,
    length: 1_500 * MS,
    gap: 50 * MS,
};

/// What clients put into carts and take out.
const ITEMS: [&str; 4] = ["bread", "eggs", "milk", "tea"];

/// Somebody makes a process do something.
fn command(cast: &Cast, rng: &mut Stream) -> Option<Input> {
    let (node, other) = (cast.any("process", rng)?, cast.any("process", rng)?);
    let item = [("item", ITEMS[rng.between(0, ITEMS.len() as u64 - 1) as usize])];
    let command = match rng.between(0, 5) {
        0 => CommandLine::new("local", &[]),
        1 => CommandLine::new("add", &item),
        2 => CommandLine::new("remove", &item),
        _ => CommandLine::new("send", &[("to", cast.name(other))]),
    };
    Some(Input::Command { node, command })
}
