//! How a search tries to break both protocols.

use crate::kit::script::{kill, restart, tell};
use crate::kit::{Attack, Cast, Faults};
use crate::sim::{Input, MS, Micros, NodeId, Stream};

/// Two-phase commit is safe whatever happens to nodes and network.
pub const TWO_PHASE_ATTACK: Attack = Attack {
    strikes: &["coordinator", "participant"],
    tolerated: |_| Faults::ALL,
    exposing: &[
        // Without presumed abort nobody ever answers otherwise.
        ("decide_once", &[("presumed_abort", 1)]),
    ],
    openings: &[],
    casts: &[&[], &[("participants", 3)], &[("coordinators", 2)]],
    command,
    length: 5_000 * MS,
    gap: 100 * MS,
};

/// Three-phase commit takes silence for a crash: it is safe only where nothing else makes a process silent.
pub const THREE_PHASE_ATTACK: Attack = Attack {
    tolerated: |_| Faults { crash: true, pause: false, cut: false, network: false, offset: 0, drift: 0 },
    exposing: &[],
    openings: &[
        ("precommit", crash_while_telling),
        ("force_decision", all_crash),
        ("recovered_silent", left_behind),
    ],
    ..TWO_PHASE_ATTACK
};

/// Somebody begins a transfer, or makes a bank vote No.
fn command(cast: &Cast, rng: &mut Stream) -> Option<Input> {
    let bank = cast.any("participant", rng)?;
    if rng.between(0, 5) == 0 {
        return Some(tell(bank, "vote-no", &[]));
    }
    let coordinator = cast.any("coordinator", rng)?;
    let others: Vec<NodeId> = cast.with("participant").into_iter().filter(|other| *other != bank).collect();
    let all = rng.between(0, 2) == 0;
    let to = if all { others } else { vec![others[rng.between(0, others.len() as u64 - 1) as usize]] };
    let to = to.into_iter().map(|node| cast.name(node)).collect::<Vec<_>>().join(",");
    Some(tell(coordinator, "transfer", &[("from", cast.name(bank)), ("to", &to), ("amount", "10")]))
}

/// Something that is done at a time, µs, to the coordinator (0) or the first or second bank.
type Step = (Micros, fn(NodeId) -> Input, usize);

/// A transfer between the first two banks at 100 ms, and what happens to coordinator and banks at which times, µs.
fn transfer_and(cast: &Cast, then: &[Step]) -> Vec<(Micros, Input)> {
    let (managers, banks) = (cast.with("coordinator"), cast.with("participant"));
    let who: Vec<NodeId> = managers.iter().take(1).chain(banks.iter()).copied().collect();
    let begin =
        tell(who[0], "transfer", &[("from", cast.name(who[1])), ("to", cast.name(who[2])), ("amount", "10")]);
    let rest = then.iter().map(|(at, what, place)| (*at, what(who[*place])));
    std::iter::once((100 * MS, begin)).chain(rest).collect()
}

/// The coordinator crashes between two sends, and so does the bank that it has told.
fn crash_while_telling(cast: &Cast, _: Faults) -> Vec<(Micros, Input)> {
    transfer_and(cast, &[(141 * MS, kill, 0), (165 * MS, kill, 1)])
}

/// Everybody crashes just after the decision.
fn all_crash(cast: &Cast, _: Faults) -> Vec<(Micros, Input)> {
    let all: [Step; 3] = [(185 * MS, kill, 1), (185 * MS, kill, 2), (186 * MS, kill, 0)];
    let back: [Step; 3] = [(400 * MS, restart, 0), (400 * MS, restart, 1), (400 * MS, restart, 2)];
    transfer_and(cast, &[all, back].concat())
}

/// A bank crashes in doubt; the others go on without it, commit and crash; it comes back alone.
fn left_behind(cast: &Cast, _: Faults) -> Vec<(Micros, Input)> {
    transfer_and(
        cast,
        &[(138 * MS, kill, 1), (400 * MS, kill, 0), (400 * MS, kill, 2), (450 * MS, restart, 1)],
    )
}
