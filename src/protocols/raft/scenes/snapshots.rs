//! Scenes of log compaction.

use super::{C1, N3, N5, write};
use crate::kit::Scene;
use crate::kit::script::{kill, restart};
use crate::sim::{Input, MS, Micros};

pub(super) const SNAPSHOT: Scene = Scene {
    id: "snapshot",
    title: "Snapshots",
    about: "Every server takes a snapshot of its state machine after six entries and discards them from its log. n5, \
        which was down, needs an entry that n1 has discarded: n1 sends its snapshot instead. n3 dies and comes back: \
        it begins with its snapshot.",
    settings: &[("snapshot_after", 6)],
    seed: 14,
    script: snapshot,
    until: 2_000 * MS,
};

fn snapshot() -> Vec<(Micros, Input)> {
    let writes = |from: Micros, values: &[&str]| -> Vec<(Micros, Input)> {
        values.iter().map(|value| (from, write(C1, "n1", value))).collect()
    };
    [
        vec![(330 * MS, kill(N5))],
        writes(350 * MS, &["1", "2", "3", "4", "5", "6", "7", "8"]),
        vec![(1_100 * MS, restart(N5)), (1_300 * MS, kill(N3)), (1_450 * MS, restart(N3))],
        writes(1_500 * MS, &["9", "10"]),
    ]
    .concat()
}
