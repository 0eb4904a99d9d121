//! Scenes of leadership transfer and of reads that do not go through the log.

use super::{C1, C2, N1, N2, N3, N4, N5, read, time_out, write};
use crate::kit::Scene;
use crate::kit::script::{cut, drift, heal, kill, restart, tell};
use crate::sim::{Input, MS, Micros};

/// Leases that one can see: long timeouts, so that what the clocks make of them is longer than a write takes.
const LEASES: [(&str, i64); 4] =
    [("reads", 2), ("timeout_min", 1_000_000), ("timeout_max", 8_000_000), ("drift_bound", 5_000)];

pub(super) const TRANSFER: Scene = Scene {
    id: "transfer",
    title: "Leadership transfer",
    about: "n1 is told to hand over to n3, which lacks an entry: n1 takes no more requests, brings n3's log up to date \
        and tells it to stand, and n3 wins although the others still hear from n1. A second transfer is to n4, which \
        is down: n3 gives up after an election timeout and leads on.",
    settings: &[("heed_leader", 1)],
    seed: 14,
    script: transfer,
    until: 1_500 * MS,
};

pub(super) const READ_INDEX: Scene = Scene {
    id: "read-index",
    title: "Reads with ReadIndex",
    about: "A read is no entry of the log: n1 notes its commitIndex, asks the others whether it still leads, and \
        answers from its state machine. Cut off with a client it can't know that any more, and does not answer: \
        meanwhile the others elect a leader, which takes a write.",
    settings: &[("reads", 1), ("client_timeout", 900_000)],
    seed: 14,
    script: read_index,
    until: 1_900 * MS,
};

pub(super) const LEASE: Scene = Scene {
    id: "lease",
    title: "Reads under a lease",
    about: "Each round of heartbeats that a majority answers gives n1 a lease: as long as it runs nobody else can be \
        elected, and n1 answers reads at once, even just after it was cut off. When the lease is over it answers no \
        more, and only then do the others elect a leader.",
    settings: &[("reads", 2), ("client_timeout", 900_000)],
    seed: 14,
    script: lease,
    until: 1_900 * MS,
};

pub(super) const LEASE_DRIFT: Scene = Scene {
    id: "lease-drift",
    title: "A lease when clocks drift",
    about: "n1's clock runs 20 % slow and the others' 20 % fast, as much as the clock drift bound of 50 % allows. n1's \
        lease is shorter than the election timeout by that much: it is over before another leader can take a write.",
    settings: &LEASES,
    seed: 1,
    script: lease_drift,
    until: 2_200 * MS,
};

pub(super) const LEASE_BUG: Scene = Scene {
    id: "lease-bug",
    title: "A lease that ignores clock drift",
    about: "The same, but n1's lease is as long as the election timeout. By its slow clock it still runs when the \
        others have waited long enough by theirs: they elect n2, which takes a write, and n1 answers a read with what \
        was there before.",
    settings: &[LEASES[0], LEASES[1], LEASES[2], LEASES[3], ("lease_drift", 0)],
    seed: 1,
    script: lease_drift,
    until: 2_200 * MS,
};

fn transfer() -> Vec<(Micros, Input)> {
    let to = |server| tell(N1, "transfer", &[("to", server)]);
    vec![
        (350 * MS, write(C1, "n1", "1")),
        (445 * MS, cut(&[&[N3], &[N1, N2, N4, N5, C1, C2]])),
        (450 * MS, write(C1, "n1", "2")),
        (515 * MS, heal()),
        (516 * MS, to("n3")),
        (520 * MS, write(C2, "n1", "3")),
        (900 * MS, kill(N4)),
        (910 * MS, tell(N3, "transfer", &[("to", "n4")])),
        (1_000 * MS, write(C1, "n3", "4")),
        (1_300 * MS, restart(N4)),
    ]
}

fn read_index() -> Vec<(Micros, Input)> {
    vec![
        (350 * MS, write(C1, "n1", "1")),
        (450 * MS, read(C2, "n1")),
        (550 * MS, cut(&[&[N1, C2], &[N2, N3, N4, N5, C1]])),
        (600 * MS, read(C2, "n1")),
        (950 * MS, write(C1, "n2", "2")),
        (1_300 * MS, heal()),
    ]
}

fn lease() -> Vec<(Micros, Input)> {
    vec![
        (350 * MS, write(C1, "n1", "1")),
        (450 * MS, read(C2, "n1")),
        (550 * MS, cut(&[&[N1, C2], &[N2, N3, N4, N5, C1]])),
        (570 * MS, read(C2, "n1")),
        (700 * MS, read(C2, "n1")),
        (950 * MS, write(C1, "n2", "2")),
        (1_300 * MS, heal()),
    ]
}

fn lease_drift() -> Vec<(Micros, Input)> {
    let fast = [N2, N3, N4, N5].map(|server| (0, drift(server, 200_000)));
    let story = vec![
        (100 * MS, time_out(N1)),
        (200 * MS, write(C1, "n1", "1")),
        (300 * MS, read(C2, "n1")),
        (400 * MS, cut(&[&[N1, C2], &[N2, N3, N4, N5, C1]])),
        (1_270 * MS, time_out(N2)),
        (1_340 * MS, write(C1, "n2", "2")),
        (1_450 * MS, read(C2, "n1")),
        (1_700 * MS, heal()),
    ];
    [vec![(0, drift(N1, -200_000))], fast.to_vec(), story].concat()
}
