//! Raft under random faults: with all rules on every property holds; with any rule off some property is violated.

use crate::support::{self, lab, on_all_cores, plan, play_on, play_until, schedules_hold};
use netsplit::check::schedule::Plan;
use netsplit::kit::Cast;
use netsplit::sim::{CommandLine, Input, MS, Micros, Sim, Standing, Stream};
use std::collections::BTreeSet;

const SECOND: Micros = 1_000 * MS;
/// How long things go wrong, and how long everything is well afterwards.
const TROUBLE: Micros = 50 * SECOND;
const CALM: Micros = 10 * SECOND;

fn world(settings: &[(&str, i64)], seed: u64) -> Box<dyn Sim> {
    support::world(lab("raft"), settings, seed)
}

/// A cluster of 3 to 7 servers with two clients that send 2 requests a second each; the seed decides the rest.
fn settings(seed: u64) -> Vec<(&'static str, i64)> {
    let bit = |place: u32| i64::from(seed >> place & 1 == 1);
    let (reads, spares) = ((seed / 8 % 3) as i64, 2 * bit(8));
    vec![
        ("servers", 3 + (seed % 5) as i64),
        ("clients", 2),
        ("rate", 200),
        ("prevote", bit(0)),
        // Without it a leader may never know what is committed, and answer no reads but through the log.
        ("noop", if reads == 0 { bit(1) } else { 1 }),
        ("skip_terms", bit(2)),
        ("reads", reads),
        // Servers that were removed disturb the others without it.
        ("heed_leader", if spares > 0 { 1 } else { bit(5) }),
        ("spares", spares),
        ("snapshot_after", [0, 2, 8, 40][(seed >> 6 & 3) as usize]),
    ]
}

/// The schedule of a seed, of what the properties withstand with these settings.
fn schedule(world: &dyn Sim, seed: u64, length: Micros, gap: Micros) -> Vec<(Micros, Input)> {
    let command = if world.setting("spares") > Some(0) { change } else { order };
    support::schedule(&Plan { command, ..plan(lab("raft"), world, length, gap) }, seed)
}

/// Now and then somebody makes a server time out, or hand over.
fn order(cast: &Cast, rng: &mut Stream) -> Option<Input> {
    let node = cast.any("server", rng)?;
    let name = if rng.between(0, 2) == 0 { "transfer" } else { "timeout-now" };
    Some(Input::Command { node, command: CommandLine::new(name, &[]) })
}

/// Somebody also changes the members.
fn change(cast: &Cast, rng: &mut Stream) -> Option<Input> {
    let (node, about) = (cast.any("server", rng)?, cast.any("server", rng)?);
    let some: Vec<_> = cast.with("server").into_iter().filter(|_| rng.between(0, 2) > 0).collect();
    let members: Vec<_> = some.into_iter().map(|server| cast.name(server)).collect();
    let server = [("server", cast.name(about))];
    let command = match rng.between(0, 3) {
        0 => CommandLine::new("add-server", &server),
        1 => CommandLine::new("remove-server", &server),
        2 if !members.is_empty() => CommandLine::new("reconfigure", &[("members", &members.join(","))]),
        _ => return order(cast, rng),
    };
    Some(Input::Command { node, command })
}

#[test]
fn two_thousand_schedules_violate_nothing() {
    let setup = |seed| {
        let world = world(&settings(seed), seed);
        let inputs = schedule(&*world, seed, TROUBLE, 400 * MS);
        (world, inputs)
    };
    schedules_hold(2_000, TROUBLE + CALM, setup, stuck);
}

/// A client that crashes leaves a request open, which may take effect at any time or never.
#[test]
fn schedules_that_strike_clients_too_violate_nothing() {
    on_all_cores(300, |seed| {
        let mut world = world(&settings(seed), seed);
        let plan = plan(lab("raft"), &*world, TROUBLE, 300 * MS);
        let inputs = support::schedule(&Plan { struck: plan.cast.all().collect(), ..plan }, seed);
        let wrong = play_until(&mut *world, &inputs, TROUBLE + CALM);
        assert_eq!(wrong, None, "seed {seed}");
        let standing = world.verdicts().iter().all(|verdict| verdict.standing == Standing::Holds);
        assert!(standing, "seed {seed}: a property could not be judged");
    });
}

/// What has not recovered after everything was mended.
fn stuck(world: &dyn Sim) -> Option<String> {
    let frame = world.frame();
    let leaders = frame.nodes.iter().filter(|node| node.glyph.role == "leader").count();
    if leaders != 1 {
        return Some(format!("{leaders} leaders after {} of calm", netsplit::sim::Ms(CALM)));
    }
    let since = TROUBLE + CALM / 2;
    let history = world.history();
    let answered =
        history.iter().filter(|done| done.ended.as_ref().is_some_and(|(at, _)| *at > since)).count();
    let open = history.iter().filter(|open| open.ended.is_none() && open.invoked < since).count();
    if answered == 0 || open > 0 {
        return Some(format!("{answered} requests answered and {open} still open in the calm"));
    }
    None
}

/// The first of `seeds` under which the rule's absence is seen.
fn caught(rule: &str, extra: &[(&'static str, i64)], gap: Micros, seeds: u64) -> Option<(u64, String)> {
    (0..seeds).find_map(|seed| {
        let mut settings = settings(seed);
        settings.extend(extra);
        let rule = [(rule, 0)];
        let settings: Vec<(&str, i64)> = settings.into_iter().chain(rule).collect();
        let mut world = world(&settings, seed);
        let inputs = schedule(&*world, seed, 20 * SECOND, gap);
        play_until(&mut *world, &inputs, 20 * SECOND).map(|wrong| (seed, wrong))
    })
}

fn must_be_caught(rule: &str, extra: &[(&'static str, i64)], gap: Micros, seeds: u64) {
    let found = caught(rule, extra, gap, seeds);
    println!("without {rule}: {found:?}");
    assert!(found.is_some(), "without `{rule}` {seeds} schedules violate nothing");
}

#[test]
fn without_the_vote_log_check() {
    must_be_caught("vote_log_check", &[], 200 * MS, 20);
}

#[test]
fn without_one_vote_a_term() {
    must_be_caught("vote_once", &[], 200 * MS, 20);
}

#[test]
fn without_persistence() {
    must_be_caught("persist", &[], 50 * MS, 100);
}

#[test]
fn without_the_append_check() {
    must_be_caught("append_check", &[], 200 * MS, 20);
}

#[test]
fn without_deleting_conflicts() {
    must_be_caught("truncate_conflicts", &[], 200 * MS, 20);
}

#[test]
fn without_the_commit_rule() {
    let plain = [("noop", 0), ("reads", 0), ("spares", 0), ("snapshot_after", 0), ("rate", 1_000)];
    must_be_caught("commit_own_term", &plain, 50 * MS, 4_000);
}

#[test]
fn without_joint_consensus() {
    must_be_caught("joint_consensus", &[("servers", 3), ("spares", 2)], 100 * MS, 500);
}

#[test]
fn without_an_entry_of_the_own_term_before_a_change() {
    let few = [("servers", 4), ("spares", 1), ("noop", 0), ("reads", 0)];
    must_be_caught("change_in_own_term", &few, 50 * MS, 2_000);
}

#[test]
fn every_property_can_be_violated() {
    let all: BTreeSet<_> = world(&[], 0).verdicts().iter().map(|verdict| verdict.property.name).collect();
    let rules = ["vote_log_check", "vote_once", "append_check"];
    let mut violated = BTreeSet::new();
    for (seed, rule) in (0..60).flat_map(|seed| rules.map(|rule| (seed, rule))) {
        if violated == all {
            break;
        }
        let mut world = world(&[("rate", 500), (rule, 0)], seed);
        let inputs = schedule(&*world, seed, 20 * SECOND, 200 * MS);
        violated.extend(play_on(&mut *world, &inputs));
    }
    assert_eq!(violated, all);
}
