//! How a search tries to break Raft.

use crate::kit::{Attack, Cast, Faults};
use crate::sim::{CommandLine, Input, MS, Sim, Stream};

/// Raft promises its properties whatever servers and network do, short of lying (§2).
pub const ATTACK: Attack = Attack {
    strikes: "server",
    tolerated,
    exposing: &[
        // A new leader's no-op would be replicated with every older entry, so none would be counted alone.
        ("commit_own_term", &[("noop", 0)]),
    ],
    casts: &[&[], &[("servers", 3)], &[("servers", 3), ("clients", 1)]],
    command,
    length: 5_000 * MS,
    gap: 100 * MS,
};

fn tolerated(_: &dyn Sim) -> Faults {
    Faults::ALL
}

/// Somebody makes a server stand for election, or a client asks one for something.
fn command(cast: &Cast, rng: &mut Stream) -> Option<Input> {
    let server = cast.any("server", rng)?;
    let client = cast.any("client", rng);
    let to = cast.name(server);
    let value = rng.between(1, 999).to_string();
    match (rng.between(0, 3), client) {
        (0, Some(node)) => {
            Some(Input::Command { node, command: CommandLine::new("read", &[("to", to), ("key", "x")]) })
        }
        (1 | 2, Some(node)) => {
            let args = [("to", to), ("key", "x"), ("value", &value)];
            Some(Input::Command { node, command: CommandLine::new("write", &args) })
        }
        _ => Some(Input::Command { node: server, command: CommandLine::new("timeout-now", &[]) }),
    }
}
