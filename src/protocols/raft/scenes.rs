//! One-click scenarios.
//!
//! Where a scene must go exactly as in the paper, election timeouts are long and `timeout-now` says who stands when;
//! elsewhere the seed decides who leads, and the golden tests hold it to that.

mod membership;
mod reads;
mod snapshots;

use crate::kit::Scene;
use crate::kit::script::{cut, heal, kill, restart, set, tell};
use crate::sim::{Input, MS, Micros, NodeId};

const N1: NodeId = NodeId(0);
const N2: NodeId = NodeId(1);
const N3: NodeId = NodeId(2);
const N4: NodeId = NodeId(3);
const N5: NodeId = NodeId(4);
/// The first and second client beside five servers.
const C1: NodeId = NodeId(5);
const C2: NodeId = NodeId(6);

/// Timeouts that never pass within a scene.
const PATIENT: [(&str, i64); 2] = [("timeout_min", 4_000_000), ("timeout_max", 8_000_000)];

/// The scenarios, in the order of the page.
pub static SCENES: &[Scene] = &[
    Scene {
        id: "leader-dies",
        title: "The leader dies",
        about: "n1 leads and is killed. Watch the others notice by its silence, elect a new leader, and take n1 \
            back as a follower.",
        settings: &[],
        seed: 14,
        script: leader_dies,
        until: 2_200 * MS,
    },
    Scene {
        id: "split-vote",
        title: "Split vote",
        about: "All servers wait equally long, so all stand at once, each votes for itself, and nobody wins, again \
            and again. At 900 ms the timeouts become random: one server is first, and wins.",
        settings: &[("timeout_min", 200_000), ("timeout_max", 200_000)],
        seed: 1,
        script: split_vote,
        until: 1_600 * MS,
    },
    Scene {
        id: "leader-in-minority",
        title: "Leader in the minority",
        about: "A split leaves the leader n1 with one follower. Both sides are written to: n1 can commit nothing, \
            the other side elects a leader and can. When the network heals, n1's entry gives way and all logs agree.",
        settings: &[("client_timeout", 1_300_000)],
        seed: 14,
        script: leader_in_minority,
        until: 2_400 * MS,
    },
    Scene {
        id: "figure-7",
        title: "The paper's Figure 7 logs",
        about: "n1 is about to lead term 8; n2 to n7 are the followers a to f, which lack entries, have too many, or \
            both. Watch nextIndex go back until the logs agree, and what conflicts be deleted.",
        settings: &[("servers", 7), ("clients", 1), ("preset", 1), PATIENT[0], PATIENT[1]],
        seed: 1,
        script: figure_7,
        until: 900 * MS,
    },
    Scene {
        id: "figure-8",
        title: "Figure 8",
        about: "n1, leader of term 4, stores an old entry (of term 2) on a majority and dies; n5 is elected and \
            overwrites it. That is allowed, because n1 had not committed it: it was not of n1's own term.",
        settings: &[("preset", 2), ("noop", 0), PATIENT[0], PATIENT[1]],
        seed: 1,
        script: figure_8,
        until: 1_000 * MS,
    },
    Scene {
        id: "figure-8-bug",
        title: "Figure 8, committing by counting alone",
        about: "The same, but n1 commits the old entry as soon as a majority stores it. n5 becomes leader without \
            a committed entry, and then commits another in its place.",
        settings: &[("preset", 2), ("noop", 0), ("commit_own_term", 0), PATIENT[0], PATIENT[1]],
        seed: 1,
        script: figure_8,
        until: 1_000 * MS,
    },
    Scene {
        id: "figure-8-safe",
        title: "Figure 8, with an entry of the own term",
        about: "n1 also stores an entry of its own term 4 on a majority before it dies: both are committed, and \
            n5 can no longer win an election.",
        settings: &[("preset", 2), ("noop", 0), PATIENT[0], PATIENT[1]],
        seed: 1,
        script: figure_8_safe,
        until: 1_200 * MS,
    },
    Scene {
        id: "rejoin",
        title: "A disruptive rejoin",
        about: "n5 is cut off and stands again and again, each time in a higher term. When it is back, its term \
            makes a healthy leader step down, and there is an election that nobody needed.",
        settings: &[],
        seed: 14,
        script: rejoin,
        until: 2_200 * MS,
    },
    Scene {
        id: "rejoin-prevote",
        title: "A disruptive rejoin, with pre-vote",
        about: "The same with pre-vote: cut off, n5 finds nobody who would vote for it and begins no new term. When \
            it is back it simply follows.",
        settings: &[("prevote", 1)],
        seed: 1,
        script: rejoin,
        until: 2_200 * MS,
    },
    Scene {
        id: "slow-heartbeat",
        title: "A heartbeat as long as the shortest timeout",
        about: "A heartbeat every 150 ms, election timeouts of 150 to 300 ms: a setting often printed. A follower \
            that draws hardly more than 150 ms loses patience although the leader is alive. That happens every few \
            seconds; this is an unlucky run.",
        settings: &[("heartbeat", 150_000)],
        seed: 50,
        script: Vec::new,
        until: 1_800 * MS,
    },
    reads::TRANSFER,
    reads::READ_INDEX,
    reads::LEASE,
    reads::LEASE_DRIFT,
    reads::LEASE_BUG,
    snapshots::SNAPSHOT,
    membership::ADD_SERVER,
    membership::REMOVE_LEADER,
    membership::JOINT,
    membership::NAIVE_SWAP_BUG,
    membership::SINGLE_SERVER_BUG,
];

fn write(client: NodeId, server: &str, value: &str) -> Input {
    tell(client, "write", &[("to", server), ("key", "x"), ("value", value)])
}

fn read(client: NodeId, server: &str) -> Input {
    tell(client, "read", &[("to", server), ("key", "x")])
}

fn time_out(server: NodeId) -> Input {
    tell(server, "timeout-now", &[])
}

fn leader_dies() -> Vec<(Micros, Input)> {
    vec![
        (350 * MS, write(C1, "n1", "1")),
        (550 * MS, kill(N1)),
        (1_150 * MS, write(C2, "n4", "2")),
        (1_500 * MS, restart(N1)),
    ]
}

fn split_vote() -> Vec<(Micros, Input)> {
    vec![(900 * MS, set("timeout_max", 400_000))]
}

fn leader_in_minority() -> Vec<(Micros, Input)> {
    vec![
        (350 * MS, write(C2, "n1", "1")),
        (500 * MS, cut(&[&[N1, N2, C2], &[N3, N4, N5, C1]])),
        (550 * MS, write(C2, "n1", "2")),
        (1_050 * MS, write(C1, "n3", "3")),
        (1_500 * MS, heal()),
    ]
}

fn figure_7() -> Vec<(Micros, Input)> {
    vec![(100 * MS, time_out(N1))]
}

/// Figure 8 from (c) on: n1 leads term 4 and reaches n2 and n3, but not n4.
fn n1_leads_term_4() -> Vec<(Micros, Input)> {
    vec![(0, kill(N5)), (0, cut(&[&[N4], &[N1, N2, N3]])), (100 * MS, time_out(N1))]
}

/// n1 dies, n5 is back and stands in term 4, in which n2 and n3 have voted, and then in term 5.
fn n5_stands(from: Micros) -> Vec<(Micros, Input)> {
    vec![
        (from, kill(N1)),
        (from + 20 * MS, restart(N5)),
        (from + 20 * MS, heal()),
        (from + 100 * MS, time_out(N5)),
        (from + 200 * MS, time_out(N5)),
    ]
}

fn figure_8() -> Vec<(Micros, Input)> {
    [n1_leads_term_4(), n5_stands(350 * MS)].concat()
}

fn figure_8_safe() -> Vec<(Micros, Input)> {
    let own_entry = vec![(280 * MS, write(C1, "n1", "4.3"))];
    let n2_leads = vec![(750 * MS, time_out(N2))];
    [n1_leads_term_4(), own_entry, n5_stands(420 * MS), n2_leads].concat()
}

fn rejoin() -> Vec<(Micros, Input)> {
    vec![
        (350 * MS, write(C1, "n1", "1")),
        (500 * MS, cut(&[&[N5], &[N1, N2, N3, N4, C1, C2]])),
        (1_400 * MS, heal()),
    ]
}
