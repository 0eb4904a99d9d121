//! How a search tries to break Raft.

use super::reads::{BY_LEASE, WHOLE};
use crate::kit::{Attack, Cast, Faults};
use crate::sim::{CommandLine, Input, MS, Micros, NodeId, Sim, Stream};

/// Raft promises its properties whatever servers and network do, short of lying (§2).
pub const ATTACK: Attack = Attack {
    strikes: &["server"],
    tolerated,
    exposing: &[
        // A new leader's no-op would be replicated with every older entry, so none would be counted alone.
        ("commit_own_term", &[("noop", 0)]),
        ("joint_consensus", &[("servers", 3), ("spares", 2)]),
        // A no-op that others have would keep the earlier leader out.
        ("change_in_own_term", &[("servers", 4), ("spares", 1), ("noop", 0), ("clients", 0)]),
        // What the clocks make of a lease must be longer than an election and a write.
        (
            "lease_drift",
            &[
                ("reads", 2),
                ("timeout_min", 1_000_000),
                ("timeout_max", 1_300_000),
                ("drift_bound", 10_000),
                ("servers", 3),
                ("client_timeout", 200_000),
            ],
        ),
    ],
    openings: &[("lease_drift", slow_leader)],
    casts: &[&[], &[("servers", 3)], &[("servers", 3), ("clients", 1)]],
    command,
    length: 5_000 * MS,
    gap: 100 * MS,
};

/// Leases are the one part that rests on clocks (dissertation, §6.4.1): nobody may set them, and they may drift only as
/// far as the bound allows.
fn tolerated(world: &dyn Sim) -> Faults {
    let setting = |key| world.setting(key).unwrap_or_default().unsigned_abs();
    if setting("reads") != BY_LEASE {
        return Faults::ALL;
    }
    // One clock slow and another fast by d parts: (1 + d) / (1 − d) is at most 1 + bound.
    let bound = setting("drift_bound");
    Faults { offset: 0, drift: (1_000_000 * bound / (2 * WHOLE + bound)) as u32, ..Faults::ALL }
}

/// The slowest clock leads. By itself it would not: the others stand before it does.
fn slow_leader(cast: &Cast, faults: Faults) -> Vec<(Micros, Input)> {
    let servers = cast.with("server");
    let Some(first) = servers.first().copied() else { return Vec::new() };
    let drift = faults.drift as i32;
    let clock =
        |node: NodeId| Input::Skew { node, offset: 0, drift: if node == first { -drift } else { drift } };
    let mut inputs: Vec<_> = servers.into_iter().map(|node| (0, clock(node))).collect();
    let stand = Input::Command { node: first, command: CommandLine::new("timeout-now", &[]) };
    inputs.push((100 * MS, stand));
    inputs
}

/// Somebody makes a server stand for election, or a client asks one for something.
fn command(cast: &Cast, rng: &mut Stream) -> Option<Input> {
    let server = cast.any("server", rng)?;
    let client = cast.any("client", rng);
    let to = cast.name(server);
    let value = rng.between(1, 999).to_string();
    match (rng.between(0, 5), client) {
        (0 | 1, Some(node)) => {
            Some(Input::Command { node, command: CommandLine::new("read", &[("to", to), ("key", "x")]) })
        }
        (2..=4, Some(node)) => {
            let args = [("to", to), ("key", "x"), ("value", &value)];
            Some(Input::Command { node, command: CommandLine::new("write", &args) })
        }
        _ => Some(Input::Command { node: server, command: order(cast, rng) }),
    }
}

/// What somebody may tell a server.
fn order(cast: &Cast, rng: &mut Stream) -> CommandLine {
    let about = cast.any("server", rng).map(|server| cast.name(server).to_owned()).unwrap_or_default();
    match rng.between(0, 15) {
        0..=5 => CommandLine::new("timeout-now", &[]),
        6..=8 => CommandLine::new("transfer", &[("to", &about)]),
        9..=11 => CommandLine::new("add-server", &[("server", &about)]),
        12..=14 => CommandLine::new("remove-server", &[("server", &about)]),
        _ => {
            let some: Vec<_> = cast.with("server").into_iter().filter(|_| rng.between(0, 2) > 0).collect();
            let names: Vec<_> = some.into_iter().map(|server| cast.name(server)).collect();
            let members = if names.is_empty() { about } else { names.join(",") };
            CommandLine::new("reconfigure", &[("members", &members)])
        }
    }
}
