//! Scenes of membership changes.

use super::{C1, C2, N1, N2, N3, N4, N5, PATIENT, time_out, write};
use crate::kit::Scene;
use crate::kit::script::{cut, heal, kill, restart, tell};
use crate::sim::{Input, MS, Micros, NodeId};

pub(super) const ADD_SERVER: Scene = Scene {
    id: "add-server",
    title: "Add a server",
    about: "n4 and n5 are spare servers: no members, and they stand for nothing. n1 adds n4: first it brings n4's log up \
        to date, then it appends the new configuration, and from then on three of four are a majority. A second \
        addition fails, because n5 is down.",
    settings: &[("servers", 3), ("spares", 2), PATIENT[0], ("timeout_max", 4_100_000)],
    seed: 1,
    script: add_server,
    until: 6_000 * MS,
};

pub(super) const REMOVE_LEADER: Scene = Scene {
    id: "remove-leader",
    title: "The leader is removed",
    about: "n1 appends a configuration without itself: it leads on, but counts only the others, and steps down when \
        they have committed it. The others elect a leader; n1 stays outside and does not stand.",
    settings: &[("heed_leader", 1)],
    seed: 14,
    script: remove_leader,
    until: 1_600 * MS,
};

pub(super) const JOINT: Scene = Scene {
    id: "joint",
    title: "Joint consensus",
    about: "From n1, n2, n3 to n3, n4, n5 at once. n1 appends C_old,new, for which it needs majorities of both, then \
        C_new, and steps down when that is committed: it is no longer a member. n2 is cut off meanwhile and stands; it \
        can't win.",
    settings: &[("servers", 3), ("spares", 2), PATIENT[0], PATIENT[1]],
    seed: 1,
    script: joint,
    until: 1_600 * MS,
};

pub(super) const NAIVE_SWAP_BUG: Scene = Scene {
    id: "naive-swap-bug",
    title: "Members changed without joint consensus",
    about: "The paper's Figure 10: three members become five at once, and each server goes over when it learns of it. \
        n1 and n2 have not yet: they are a majority of the old three. n3, n4 and n5 are one of the new five. Both \
        sides elect a leader in term 2.",
    settings: &[("servers", 3), ("spares", 2), ("joint_consensus", 0), PATIENT[0], PATIENT[1]],
    seed: 1,
    script: naive_swap,
    until: 1_000 * MS,
};

pub(super) const SINGLE_SERVER_BUG: Scene = Scene {
    id: "single-server-bug",
    title: "One member at a time, without an entry of the own term",
    about: "The bug that Ongaro found in 2015. n1 of term 1 adds n5, and only the two have that entry. n2 of term 2, \
        which does not know of it, removes n1, and n2 and n3 commit that. n1, n4 and n5 are a majority of n1's five: \
        n1 becomes leader without a committed entry.",
    settings: &[
        ("servers", 4),
        ("spares", 1),
        ("noop", 0),
        ("change_in_own_term", 0),
        PATIENT[0],
        PATIENT[1],
    ],
    seed: 1,
    script: single_server,
    until: 1_000 * MS,
};

fn add(leader: NodeId, server: &str) -> Input {
    tell(leader, "add-server", &[("server", server)])
}

fn remove(leader: NodeId, server: &str) -> Input {
    tell(leader, "remove-server", &[("server", server)])
}

fn reconfigure(leader: NodeId, members: &str) -> Input {
    tell(leader, "reconfigure", &[("members", members)])
}

fn add_server() -> Vec<(Micros, Input)> {
    vec![
        (100 * MS, time_out(N1)),
        (200 * MS, write(C1, "n1", "1")),
        (300 * MS, write(C1, "n1", "2")),
        (400 * MS, add(N1, "n4")),
        (600 * MS, write(C1, "n1", "3")),
        (800 * MS, kill(N5)),
        (850 * MS, add(N1, "n5")),
        (900 * MS, write(C2, "n1", "4")),
        (5_500 * MS, restart(N5)),
    ]
}

fn remove_leader() -> Vec<(Micros, Input)> {
    vec![(350 * MS, write(C1, "n1", "1")), (500 * MS, remove(N1, "n1")), (1_000 * MS, write(C1, "n1", "2"))]
}

fn joint() -> Vec<(Micros, Input)> {
    vec![
        (100 * MS, time_out(N1)),
        (200 * MS, write(C1, "n1", "1")),
        (400 * MS, reconfigure(N1, "n3,n4,n5")),
        (430 * MS, cut(&[&[N2], &[N1, N3, N4, N5, C1, C2]])),
        (600 * MS, time_out(N2)),
        (800 * MS, heal()),
        (900 * MS, time_out(N4)),
        (1_050 * MS, write(C1, "n4", "2")),
    ]
}

fn naive_swap() -> Vec<(Micros, Input)> {
    vec![
        (100 * MS, time_out(N3)),
        (200 * MS, write(C1, "n3", "1")),
        (300 * MS, cut(&[&[N1, N2, C1], &[N3, N4, N5, C2]])),
        (310 * MS, reconfigure(N3, "n1,n2,n3,n4,n5")),
        (600 * MS, time_out(N1)),
        (600 * MS, time_out(N4)),
        (700 * MS, write(C1, "n1", "2")),
        (700 * MS, write(C2, "n4", "3")),
    ]
}

fn single_server() -> Vec<(Micros, Input)> {
    vec![
        (100 * MS, time_out(N1)),
        (180 * MS, cut(&[&[N1, N5], &[N2, N3, N4]])),
        (200 * MS, add(N1, "n5")),
        (300 * MS, time_out(N2)),
        (350 * MS, heal()),
        (350 * MS, cut(&[&[N2, N3], &[N1, N4, N5]])),
        (400 * MS, remove(N2, "n1")),
        (600 * MS, time_out(N1)),
        (700 * MS, write(C1, "n1", "1")),
    ]
}
