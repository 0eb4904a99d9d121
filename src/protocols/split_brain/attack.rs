//! How a search tries to break it.

use crate::kit::script::tell;
use crate::kit::{Attack, Cast, Faults};
use crate::sim::{Input, MS, Sim, Stream};

/// Either of fencing and STONITH makes pauses and late messages harmless. No clock may jump: leases rest on them.
pub const ATTACK: Attack = Attack {
    strikes: &["replica", "worker", "storage", "power switch"],
    tolerated: |world| Faults { offset: 0, drift: drift(world), ..Faults::ALL },
    // One of the two is enough: that one is missing shows when the other is, too.
    exposing: &[("fencing", &[("stonith", 0)]), ("stonith", &[("fencing", 0)])],
    openings: &[],
    casts: &[&[], &[("workers", 3)], &[("replicas", 5)]],
    command,
    length: 6_000 * MS,
    gap: 150 * MS,
};

/// How much clocks may drift, ppm: a slow holder counts its lease as over before a fast replica does, if ε is at least
/// twice the lease's drift.
fn drift(world: &dyn Sim) -> u32 {
    let of = |key| world.setting(key).unwrap_or_default();
    (of("epsilon") * 1_000_000 / (2 * of("lease").max(1))).min(i64::from(Faults::ALL.drift)) as u32
}

/// Somebody makes a worker ask for the lease.
fn command(cast: &Cast, rng: &mut Stream) -> Option<Input> {
    Some(tell(cast.any("worker", rng)?, "ask", &[]))
}
