//! Split brain: leases, fencing tokens, STONITH.

use crate::support::{self, Played, lab, played, schedule, schedules_hold, search_finds, world};
use netsplit::check::schedule::Plan;
use netsplit::kit::Faults;
use netsplit::sim::{MS, Micros, NodeId, Sim, Trace};

const SECOND: Micros = 1_000 * MS;
const BANK: u16 = 5;
const ONE_HOLDER: &str = "One Holder";
const ONE_WRITER: &str = "One Effective Writer";
const BALANCE: &str = "Balance";

fn scene(id: &str) -> Played {
    played(lab("split-brain"), id)
}

/// The balance, and what all acknowledged deposits add up to.
fn balance(played: &Played) -> [String; 2] {
    ["balance", "acknowledged"].map(|name| played.field(BANK, name))
}

/// What the stage says at the storage.
fn badges(world: &dyn Sim) -> Vec<String> {
    let bank = &world.frame().nodes[usize::from(BANK)];
    bank.view.badges.iter().map(|badge| badge.at(world.when().at)).collect()
}

#[test]
fn the_lease_goes_from_one_to_the_other() {
    let played = scene("hand-over");
    assert!(played.violated().is_empty());
    assert_eq!((played.milestones("leader"), played.milestones("lease given back")), (2, 2));
    assert_eq!(played.told("split.refused").len(), 2, "while w1 has the lease, a majority refuses w2");
    assert_eq!(balance(&played), ["60 €", "60 €"]);
}

#[test]
fn with_all_off_a_split_makes_the_balance_wrong() {
    let played = scene("split");
    assert_eq!(played.violated(), [ONE_HOLDER, ONE_WRITER, BALANCE]);
    assert_eq!(badges(&*played.world), ["balance 50 €", "should be 70 €"]);
}

#[test]
fn with_majorities_only_one_side_has_a_leader() {
    let played = scene("split-majority");
    assert!(played.violated().is_empty());
    assert_eq!((played.milestones("leader"), played.milestones("no majority")), (2, 1));
    assert_eq!(badges(&*played.world), ["balance 60 €"]);
}

#[test]
fn with_fencing_only_one_of_two_leaders_is_effective() {
    let played = scene("split-fencing");
    assert_eq!(played.violated(), [ONE_HOLDER]);
    assert_eq!(played.milestones("rejected"), 1);
    assert_eq!(badges(&*played.world), ["balance 50 €"]);
}

#[test]
fn a_late_write_is_accepted_without_a_token_and_rejected_with_one() {
    let without = scene("pause");
    assert_eq!(without.violated(), [ONE_WRITER, BALANCE]);
    assert_eq!(without.milestones("late write"), 1);
    let with = scene("pause-fencing");
    assert!(with.violated().is_empty());
    assert_eq!((with.milestones("late write"), with.milestones("rejected")), (1, 1));
    assert_eq!(balance(&with)[0], balance(&with)[1]);
}

#[test]
fn a_former_leader_that_was_shot_is_kept_out() {
    let played = scene("pause-stonith");
    assert!(played.violated().is_empty());
    let of = |name| played.milestones(name);
    assert_eq!((of("STONITH"), of("late write"), of("kept out"), of("shot")), (1, 1, 1, 1));
    assert_eq!(played.field(3, "boots"), "2");
    let shot = played.told("split.shoots")[0].0;
    let read =
        played.told("split.reads").into_iter().find(|(_, text)| text.contains("w2")).expect("w2 reads");
    assert!(shot < read.0, "it shoots before it reads");
}

#[test]
fn a_write_that_is_long_under_way_does_the_same_harm() {
    assert_eq!(scene("late-message").violated(), [ONE_WRITER, BALANCE]);
}

/// Clocks that differ by more than ε allows for break the lease itself.
#[test]
fn a_slow_clock_makes_two_leaders() {
    assert_eq!(scene("slow-clock").violated(), [ONE_HOLDER, ONE_WRITER, BALANCE]);
}

/// Three or five replicas, two to four workers.
fn settings(seed: u64) -> Vec<(&'static str, i64)> {
    vec![("replicas", 3 + 2 * (seed & 1) as i64), ("workers", 2 + (seed / 2 % 3) as i64)]
}

/// Schedules hold, and once everything is mended deposits go on.
fn hold(runs: u64, rules: &[(&'static str, i64)], faults: Option<Faults>) {
    let lab = lab("split-brain");
    let setup = |seed| {
        let world = world(lab, &[settings(seed), rules.to_vec()].concat(), seed);
        let plan = support::plan(lab, &*world, 10 * SECOND, 250 * MS);
        let plan = Plan { faults: faults.unwrap_or(plan.faults), ..plan };
        let inputs = schedule(&plan, seed);
        (world, inputs)
    };
    schedules_hold(runs, 14 * SECOND, setup, stuck);
}

fn stuck(world: &dyn Sim) -> Option<String> {
    let mut later = world.fork();
    support::run(&mut *later, 20 * SECOND, &mut Trace::default());
    let newest = |world: &dyn Sim| {
        let bank = world.frame().nodes.iter().position(|node| node.kind == "storage").expect("a storage");
        let view = world.inspect(NodeId(bank as u16));
        view.fields.into_iter().find(|field| field.name == "acknowledged").map(|field| field.value)
    };
    (newest(world) == newest(&*later)).then(|| "no deposit in 6 s".to_owned())
}

#[test]
fn all_rules_together_withstand_what_is_tolerated() {
    hold(2_000, &[], None);
}

#[test]
fn majorities_with_fencing_or_with_stonith_are_enough() {
    hold(2_000, &[("stonith", 0)], None);
    hold(2_000, &[("fencing", 0)], None);
}

/// Without either, leases alone withstand what makes nobody late.
#[test]
fn leases_alone_withstand_crashes_cuts_and_drift() {
    let faults = Faults { crash: true, cut: true, pause: false, network: false, offset: 0, drift: 50_000 };
    hold(2_000, &[("fencing", 0), ("stonith", 0)], Some(faults));
}

#[test]
fn the_search_finds_the_absence_of_every_rule() {
    for (rule, most) in [("majority", 4), ("fencing", 4), ("stonith", 4)] {
        search_finds(lab("split-brain"), rule, &[], 20_000, most);
    }
}

#[test]
fn a_lease_that_is_too_short_for_a_job_is_refused() {
    let settings = [("lease".to_owned(), 300_000)];
    let refused = lab("split-brain").build(&settings, 1).err().expect("it can't be");
    assert!(refused.to_string().contains("make `lease` at least `epsilon` + `work` + `margin`"), "{refused}");
}
