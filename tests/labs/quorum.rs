//! What the scenes of the quorum lab claim, what holds in random schedules, what the search finds, and the figures.

use crate::support::{
    self, Measured, Played, lab, on_all_cores, plan, play, schedule, schedules_hold, search_finds, world,
};
use netsplit::kit::experiment::Figure;
use netsplit::kit::script::{cut, heal, tell};
use netsplit::labs::Lab;
use netsplit::sim::{Input, MS, Micros, NodeId, Outcome, Panel, Standing, Stop, When};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

const SECOND: Micros = 1_000 * MS;
/// The first and second client beside five nodes.
const C1: NodeId = NodeId(5);
const C2: NodeId = NodeId(6);

fn quorum() -> &'static Lab {
    lab("quorum")
}

fn played(id: &str) -> Played {
    support::played(quorum(), id)
}

impl Played {
    /// The rows of the table of keys, as texts.
    fn key_rows(&self) -> Vec<Vec<String>> {
        let panels = self.world.panels();
        let Some(Panel::Table { title: "Keys", rows, .. }) = panels.first() else {
            panic!("no table of keys")
        };
        let text = |row: &Vec<netsplit::sim::Value>| {
            row.iter().map(|value| value.text(self.world.names())).collect()
        };
        rows.iter().map(text).collect()
    }

    /// What is shown of x at the replicas.
    fn x_at_replicas(&self) -> Vec<String> {
        self.key_rows()
            .into_iter()
            .filter(|row| row[0] == "x")
            .map(|row| format!("{}: {}, {}", row[1], row[2], row[4]))
            .collect()
    }

    fn answers_of(&self, client: NodeId) -> Vec<String> {
        self.reads(client.0).into_iter().map(|(_, value)| value.unwrap_or_default()).collect()
    }

    fn is_linearizable(&self) -> bool {
        let model = quorum().about.judged.expect("its clients are judged");
        netsplit::check::judge_operations(self.world.history(), model, 100_000).standing == Standing::Holds
    }
}

fn settled(value: &str) -> Vec<String> {
    ["n1", "n2", "n3"].map(|node| format!("{node}: {value}, up to date")).into()
}

/// Scenes that break something on purpose, and what they break.
const BREAKING: [(&str, &[&str]); 3] = [
    ("last-write-wins", &["Fresh Reads", "No Lost Write"]),
    ("slow-clock", &["Fresh Reads", "No Lost Write"]),
    ("own-writes-bug", &["Read Your Writes"]),
];

#[test]
fn only_scenes_that_say_so_violate_anything() {
    for scene in quorum().about.scenes {
        let broken = BREAKING.iter().find(|(id, _)| *id == scene.id).map_or(&[][..], |(_, names)| *names);
        assert_eq!(play(quorum(), scene).violated(), broken, "{}", scene.id);
    }
}

#[test]
fn a_read_is_stale_without_overlap_and_fresh_with_it() {
    let stale = played("stale-read");
    assert_eq!(stale.answers_of(C2), ["1", "2"]);
    assert_eq!(stale.milestones("stale read"), 1);
    assert!(!stale.is_linearizable());
    let fresh = played("overlap");
    assert_eq!(fresh.answers_of(C2), ["2", "2"]);
    assert_eq!(fresh.milestones("stale read"), 0);
    assert!(fresh.is_linearizable());
}

#[test]
fn sloppy_quorums_are_stale_and_strict_ones_refuse() {
    let sloppy = played("sloppy-stale");
    assert_eq!(sloppy.answers_of(C2), ["1", "2"], "after the heal the hints are handed over");
    assert_eq!((sloppy.milestones("stale read"), sloppy.milestones("hint kept")), (1, 1));
    assert!(sloppy.milestones("hint handed over") >= 2);
    assert_eq!(sloppy.x_at_replicas(), settled("2"));
    assert!(!sloppy.is_linearizable());
    let strict = played("strict-unavailable");
    assert_eq!(strict.milestones("no quorum"), 1);
    assert_eq!(strict.answers_of(C2), ["1", "1"]);
    let failed = |done: &netsplit::sim::Operation| matches!(done.ended, Some((_, Outcome::Fail(_))));
    assert_eq!(strict.world.history().iter().filter(|done| failed(done)).count(), 1);
    assert!(strict.is_linearizable());
}

#[test]
fn what_was_missed_is_mended() {
    let handoff = played("hinted-handoff");
    assert_eq!((handoff.milestones("hint kept"), handoff.milestones("hint handed over")), (1, 1));
    let repair = played("read-repair");
    assert_eq!((repair.milestones("read repair"), repair.milestones("hint kept")), (1, 0));
    let entropy = played("anti-entropy");
    assert_eq!((entropy.milestones("mended by anti-entropy"), entropy.milestones("read repair")), (1, 0));
    assert_eq!(entropy.key_rows().len(), 15, "five keys, three replicas of each");
    let levels = entropy.told("quorum.descends");
    assert!(levels.len() >= 3, "they go down level by level: {levels:?}");
    for played in [handoff, repair, entropy] {
        assert_eq!(played.x_at_replicas(), settled("2"), "{}", played.scene.id);
    }
}

#[test]
fn a_write_half_done_is_seen_and_then_not() {
    let played = played("partial-write");
    assert_eq!(played.answers_of(C2), ["2", "1"]);
    assert_eq!(played.milestones("stale read"), 0, "nothing was acknowledged yet");
    assert!(!played.is_linearizable());
}

#[test]
fn concurrent_writes_become_siblings_and_merge_or_one_is_lost() {
    let siblings = played("siblings");
    assert_eq!(siblings.answers_of(C1), ["milk | eggs"]);
    assert_eq!(siblings.answers_of(C2), ["eggs+milk"]);
    assert_eq!(siblings.x_at_replicas(), settled("eggs+milk"));
    let lost = played("last-write-wins");
    assert_eq!(lost.answers_of(C1), lost.answers_of(C2));
    assert!(["milk", "eggs"].contains(&&*lost.answers_of(C1)[0]), "{:?}", lost.answers_of(C1));
    assert_eq!(played("slow-clock").answers_of(C2), ["1"], "c2 was told that 2 is stored");
}

/// The vectors that the paper's figure prints.
#[test]
fn figure_3() {
    let played = played("figure-3");
    assert_eq!(played.answers_of(C1), ["D3 | D4"]);
    assert_eq!(played.answers_of(C2), ["D3+D4"]);
    for row in played.key_rows() {
        assert_eq!(row[3], "n1→3  n2→1  n3→1", "D5 [(Sx,3),(Sy,1),(Sz,1)]");
    }
    let mut world = world(quorum(), played.scene.settings, played.scene.seed);
    for (at, input) in (played.scene.script)().into_iter().take(4) {
        world.run(When::end_of(at), None);
        world.input(&input, None).expect("a scene's inputs can be");
    }
    world.run(When::end_of(900 * MS), None);
    let shown = world.inspect(NodeId(0)).fields.into_iter().find(|field| field.name == "version vectors");
    let text = shown.expect("it is shown").value.text(world.names());
    assert_eq!(text, "x n1→2  n2→1  n3→1", "D3 [(Sx,2),(Sy,1)] and D4 [(Sx,2),(Sz,1)] together");
}

#[test]
fn own_writes_are_waited_for() {
    assert_eq!(played("own-writes").answers_of(C1), ["2"]);
    assert_eq!(played("own-writes-bug").answers_of(C1), ["1"]);
}

/// How long things go wrong, and how long everything is well afterwards.
const TROUBLE: Micros = 20 * SECOND;
const CALM: Micros = 16 * SECOND;

/// Rings of 3 to 7 nodes with any N, R and W; the seed decides the rest.
fn settings(seed: u64) -> Vec<(&'static str, i64)> {
    let bit = |place: u32| i64::from(seed >> place & 1 == 1);
    let nodes = 3 + (seed % 5) as i64;
    let n = 1 + (seed / 5 % 5) as i64 % nodes;
    vec![
        ("nodes", nodes),
        ("n", n),
        ("r", 1 + (seed / 25) as i64 % n),
        ("w", 1 + (seed / 75) as i64 % n),
        ("rate", 0),
        ("sloppy", bit(0)),
        ("read_repair", bit(1)),
        ("read_first", bit(2)),
        ("merge", bit(3)),
        ("session", bit(4)),
        ("distribution", (seed / 7 % 3) as i64),
    ]
}

#[test]
fn two_thousand_schedules_violate_nothing() {
    let (answered, siblings) = (AtomicU64::new(0), AtomicU64::new(0));
    let setup = |seed| {
        let world = world(quorum(), &settings(seed), seed);
        let inputs = schedule(&plan(quorum(), &*world, TROUBLE, 150 * MS), seed);
        (world, inputs)
    };
    schedules_hold(2_000, TROUBLE + CALM, setup, |world| {
        let done = world.history().iter().filter_map(|done| match &done.ended {
            Some((_, Outcome::Ok(value))) => Some(value.clone().unwrap_or_default()),
            _ => None,
        });
        let done: Vec<String> = done.collect();
        answered.fetch_add(done.len() as u64, Ordering::Relaxed);
        siblings.fetch_add(done.iter().filter(|value| value.contains('|')).count() as u64, Ordering::Relaxed);
        None
    });
    let (answered, siblings) = (answered.into_inner(), siblings.into_inner());
    println!("{answered} requests answered, {siblings} with siblings");
    assert!(answered > 12_000 && siblings > 500, "{answered} answered, {siblings} with siblings");
}

/// With strict quorums that overlap, whatever one client does alone is linearizable.
#[test]
fn one_client_at_a_time_is_linearizable_if_quorums_overlap() {
    on_all_cores(300, |seed| {
        let sizes = [(3, 2, 2), (3, 1, 3), (3, 3, 1), (5, 3, 3)][(seed % 4) as usize];
        let settings = [
            ("n", sizes.0),
            ("r", sizes.1),
            ("w", sizes.2),
            ("rate", 0),
            ("distribution", (seed % 3) as i64),
        ];
        let mut world = world(quorum(), &settings, seed);
        for step in 0..30_u64 {
            world.run(When::end_of((1 + step) * 700 * MS), None);
            let (client, node) =
                (if step % 3 == 0 { C1 } else { C2 }, format!("n{}", 1 + (seed + 3 * step) % 5));
            let value = step.to_string();
            let args = [("to", &*node), ("key", "x"), ("value", &*value)];
            let name = if (seed + step).is_multiple_of(2) { "write" } else { "read" };
            world.input(&tell(client, name, &args), None).expect("a client can be told");
        }
        world.run(When::end_of(30 * SECOND), None);
        let model = quorum().about.judged.expect("its clients are judged");
        let verdict = netsplit::check::judge_operations(world.history(), model, 100_000);
        assert_eq!(verdict.standing, Standing::Holds, "seed {seed}");
        assert!(
            world.history().iter().all(|done| matches!(done.ended, Some((_, Outcome::Ok(_))))),
            "seed {seed}"
        );
    });
}

/// Schedules in which every rule's absence must show.
const RUNS: u64 = 20_000;

fn found(rule: &str, property: &str, most: u32) {
    let found = search_finds(quorum(), rule, &[], RUNS, most);
    assert_eq!(found.property, property);
}

#[test]
fn keeping_siblings() {
    found("siblings", "No Lost Write", 4);
}

#[test]
fn version_numbers_that_survive() {
    found("persist", "No Lost Write", 6);
}

#[test]
fn hinted_handoff() {
    found("handoff", "Convergence", 4);
}

#[test]
fn anti_entropy() {
    found("anti_entropy", "Convergence", 6);
}

#[test]
fn answering_with_the_newest() {
    found("newest", "Fresh Reads", 6);
}

#[test]
fn waiting_for_own_writes() {
    found("own_writes", "Read Your Writes", 6);
}

#[test]
fn every_property_can_be_violated() {
    let all: BTreeSet<_> =
        world(quorum(), &[], 0).verdicts().iter().map(|verdict| verdict.property.name).collect();
    let seen: BTreeSet<_> =
        ["No Lost Write", "Convergence", "Fresh Reads", "Read Your Writes"].into_iter().collect();
    assert_eq!(all, seen, "the tests above see each of them violated");
}

/// N, R and W change while the run goes on; data moves to where it now belongs.
#[test]
fn what_is_stored_moves_when_n_changes() {
    for (before, after) in [(3, 1), (1, 3), (2, 5), (5, 2)] {
        let mut world = world(quorum(), &[("n", before), ("r", 1), ("w", 1), ("rate", 0)], 1);
        for (key, nth) in ["a", "b", "c", "x", "y", "z"].into_iter().zip(1..) {
            world.run(When::end_of(nth * 300 * MS), None);
            let write = tell(C1, "write", &[("to", "n4"), ("key", key), ("value", "1")]);
            world.input(&write, None).expect("a client can be told");
        }
        world.run(When::end_of(3 * SECOND), None);
        world.input(&Input::Set { key: "n".into(), value: after }, None).expect("N can change");
        while world.run(When::end_of(20 * SECOND), None) == Stop::Violated {}
        assert!(
            world.verdicts().iter().all(|verdict| verdict.standing == Standing::Holds),
            "{before} to {after}"
        );
        let names = world.names().to_vec();
        let Some(Panel::Table { rows, .. }) = world.panels().into_iter().next() else { panic!("no table") };
        let places = rows.iter().filter(|row| row[4].text(&names) == "up to date").count();
        assert_eq!((places, rows.len()), (6 * after as usize, 6 * after as usize), "{before} to {after}");
    }
}

#[test]
fn quorums_larger_than_n_are_refused() {
    let mut world = world(quorum(), &[], 1);
    let mut refusal =
        |key: &str, value| world.input(&Input::Set { key: key.into(), value }, None).unwrap_err().to_string();
    assert_eq!(refusal("r", 4), "`r` is 4, but a key has only 3 replicas: lower it or raise `n`");
    assert_eq!(refusal("n", 1), "`r` is 2, but a key has only 1 replicas: lower it or raise `n`");
    assert_eq!(refusal("n", 6), "`n` is 6, but there are only 5 nodes: lower it or raise `nodes`");
}

fn measured(settings: &[(&str, &str)]) -> Vec<Measured> {
    support::measured(quorum(), "staleness", settings)
}

/// Bailis et al. 2012: within one point of what they print.
#[test]
fn reads_are_as_often_up_to_date_as_published() {
    for (point, figure) in measured(&[("trials", "40000")]).into_iter().zip([0.974, 0.439]) {
        let Measured { label, published, tallies } = point;
        assert_eq!(published[0], Some(Figure::Share(figure)), "{label}");
        let share = tallies[0].share().expect("there were trials");
        let t = [10, 50, 90, 99].map(|share| tallies[1].quantile(share));
        let latency = |place: usize| [50, 99].map(|share| tallies[place].quantile(share));
        println!(
            "{label}: {share:.4} at once, published {figure}; t {t:?}, read {:?}, write {:?}",
            latency(2),
            latency(3)
        );
        assert!((share - figure).abs() <= 0.01, "{label}: {share} against {figure}");
    }
}

/// Quorums that overlap are never stale, and cost latency.
#[test]
fn overlap_costs_latency_instead() {
    let both = ["1", "2"].map(|size| {
        let mut points = measured(&[("distribution", "DISK"), ("r", size), ("w", size), ("trials", "2000")]);
        let Measured { published, tallies, .. } = points.remove(0);
        (published[0].is_some(), tallies[0].share(), [2, 3].map(|place| tallies[place].quantile(50)))
    });
    let [(true, Some(partial), fast), (false, Some(whole), slow)] = both else { panic!("{both:?}") };
    assert!(partial < 0.5 && whole >= 1.0, "{both:?}");
    assert!(fast[0] < slow[0] && fast[1] < slow[1], "{both:?}");
}

/// k-staleness: of writes that reach W random replicas and never the others, a read of R random ones misses the last k
/// with probability (C(N−W, R) / C(N, R))ᵏ.
#[test]
fn quorums_that_do_not_grow_are_as_stale_as_the_formula_says() {
    const TRIALS: u64 = 3_000;
    for (n, r, w, k) in [(3, 1, 1, 1), (3, 1, 1, 2), (3, 1, 1, 3), (4, 2, 1, 2), (4, 2, 1, 1), (5, 2, 2, 1)] {
        let choose = |from: u64, of: u64| {
            (0..of).fold(1.0, |all, i| all * (from - i.min(from)) as f64 / (i + 1) as f64)
        };
        let wanted = (0..k).map(|_| choose(n - w, r) / choose(n, r)).product::<f64>();
        let stale = AtomicU64::new(0);
        on_all_cores(TRIALS, |seed| {
            stale.fetch_add(u64::from(is_k_stale(n, r, w, k, seed)), Ordering::Relaxed);
        });
        let share = stale.into_inner() as f64 / TRIALS as f64;
        let error = (wanted * (1.0 - wanted) / TRIALS as f64).sqrt();
        println!("N {n}, R {r}, W {w}, k {k}: {share:.3} stale, by the formula {wanted:.3}");
        assert!(
            (share - wanted).abs() <= 3.5 * error,
            "N {n}, R {r}, W {w}, k {k}: {share} against {wanted}"
        );
    }
}

/// Writes k times to W random replicas of N, reads from R random ones: whether it finds none of the writes.
fn is_k_stale(n: u64, r: u64, w: u64, k: u64, seed: u64) -> bool {
    let mut dice = netsplit::sim::Stream::new(seed, NodeId(999));
    let off = |key| (key, 0);
    let sizes = [
        ("nodes", n + 1),
        ("n", n),
        ("r", r),
        ("w", w),
        ("patience", 60_000_000),
        ("client_timeout", 60_000_000),
    ];
    let sizes = sizes.map(|(key, value)| (key, value as i64));
    let alone = ["rate", "read_first", "read_repair", "anti_entropy", "handoff"].map(off);
    let mut world = world(quorum(), &[&sizes[..], &alone[..]].concat(), seed);
    let (coordinator, client) = (NodeId(n as u16), NodeId(n as u16 + 1));
    let to = format!("n{}", n + 1);
    for step in 0..=k {
        world.run(When::end_of((1 + step) * SECOND), None);
        let reached = if step == k { r } else { w };
        let mut far: Vec<NodeId> = (0..n as u16).map(NodeId).collect();
        (0..reached).for_each(|_| {
            far.remove(dice.between(0, far.len() as u64 - 1) as usize);
        });
        world.input(&heal(), None).expect("a network can heal");
        if !far.is_empty() {
            world.input(&cut(&[&[coordinator], &far]), None).expect("a network can be cut");
        }
        let value = step.to_string();
        let args = [("to", &*to), ("key", "x"), ("value", &*value)];
        let name = if step == k { "read" } else { "write" };
        world.input(&tell(client, name, &args), None).expect("a client can be told");
    }
    world.run(When::end_of((3 + k) * SECOND), None);
    let read = world.history().last().and_then(|read| read.ended.clone());
    let Some((_, Outcome::Ok(found))) = read else { panic!("the read is answered: {read:?}") };
    found.is_none()
}
