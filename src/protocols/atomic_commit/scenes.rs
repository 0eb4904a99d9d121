//! One-click scenarios. Both labs have the same seats and the same work; where a scene needs the same crash at the same
//! moment, it is the same script.

mod three;
mod two;

pub use three::THREE_PHASE;
pub use two::TWO_PHASE;

use crate::kit::Scene;
use crate::kit::script::{kill, restart, tell};
use crate::sim::{Input, MS, Micros, NodeId};

/// The coordinator, and the first banks where there is one coordinator.
const TM: NodeId = NodeId(0);
const P1: NodeId = NodeId(1);
const P2: NodeId = NodeId(2);

/// Nobody begins a transfer but the script.
const QUIET: (&str, i64) = ("rate", 0);
/// Every message takes 20 ms, so that a script can say what is on its way.
pub(super) const EVEN: [(&str, i64); 3] = [QUIET, ("delay_min", 20_000), ("delay_max", 20_000)];

/// At 100 ms p1 pays p2 30 €.
fn pays() -> (Micros, Input) {
    (100 * MS, tell(TM, "transfer", &[("from", "p1"), ("to", "p2"), ("amount", "30")]))
}

pub(super) fn transfer() -> Vec<(Micros, Input)> {
    vec![pays()]
}

/// The same with two phases as with three.
const ONE_NO: Scene = Scene {
    id: "one-no",
    title: "One No aborts all",
    about: "p2 votes No. p1 has voted Yes and locked its account, and must undo that.",
    settings: &[QUIET],
    seed: 1,
    script: one_no,
    until: 400 * MS,
};

fn one_no() -> Vec<(Micros, Input)> {
    vec![(50 * MS, tell(P2, "vote-no", &[])), pays()]
}

/// The votes are on their way when the coordinator crashes; it comes back after two seconds.
fn coordinator_crash() -> Vec<(Micros, Input)> {
    vec![pays(), (130 * MS, kill(TM)), (2_200 * MS, restart(TM))]
}

/// A bank crashes in doubt and comes back.
fn bank_recovers() -> Vec<(Micros, Input)> {
    vec![pays(), (130 * MS, kill(P2)), (600 * MS, restart(P2))]
}
