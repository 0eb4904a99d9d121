//! The search finds what each rule prevents, says so in few inputs, and finds the same thing every time.

use netsplit::check::{Failure, Question, Search, Shrinker};
use netsplit::player::Player;
use netsplit::scenario::{Scenario, link};
use netsplit::sim::{Input, MS, NodeId, Stamped, When};

/// Schedules in which every rule's absence must show.
const RUNS: u64 = 100_000;

fn scenario(settings: &[(&str, i64)]) -> Scenario {
    let settings = settings.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect();
    Scenario { lab: "raft".to_owned(), settings, seed: 1, ..Scenario::default() }
}

fn question(scenario: &Scenario) -> Question {
    Question { run: link::encode(scenario), from_shown: false, any_fault: false, seed: 1 }
}

fn find(search: &Search, runs: u64) -> Option<Failure> {
    (0..runs).find_map(|run| search.attempt(run).failure)
}

fn shortest(search: &Search, found: &Failure) -> Failure {
    let mut shrinker = Shrinker::new(search, found);
    while shrinker.step() {}
    shrinker.best().clone()
}

/// Opens a failure as the page does: it shows the violation, at the instant of the link.
fn shows_its_violation(found: &Failure) {
    let scenario = link::decode(&found.link).expect("a link of ours");
    assert_eq!(scenario.inputs.len() as u32, found.inputs, "from the start every input is the search's");
    let (player, faithful) = Player::of_scenario(&scenario).expect("a run of ours");
    assert!(faithful, "the player plays what the search found");
    assert_eq!(player.when().at, found.at);
    let verdicts = player.world().verdicts();
    let violated = verdicts.iter().filter(|verdict| verdict.violation.is_some());
    assert!(violated.map(|verdict| verdict.property.name).any(|name| name == found.property));
}

fn is_found_in(rule: &str, most: u32) {
    let search = Search::new(&question(&scenario(&[(rule, 0)]))).expect("a question that can be asked");
    let found = find(&search, RUNS).unwrap_or_else(|| panic!("without `{rule}` {RUNS} runs violate nothing"));
    shows_its_violation(&found);
    let short = shortest(&search, &found);
    println!("{rule}: run {}, {} inputs, then {}", found.run, found.inputs, short.inputs);
    shows_its_violation(&short);
    assert!(short.inputs <= most, "{} inputs", short.inputs);
    assert_eq!(shortest(&search, &found), short, "the same failure is shortened to the same");
}

#[test]
fn the_vote_log_check() {
    is_found_in("vote_log_check", 6);
}

#[test]
fn one_vote_a_term() {
    is_found_in("vote_once", 6);
}

#[test]
fn persistence() {
    is_found_in("persist", 12);
}

#[test]
fn the_append_check() {
    is_found_in("append_check", 6);
}

#[test]
fn deleting_conflicts() {
    is_found_in("truncate_conflicts", 8);
}

/// Figure 8.
#[test]
fn the_commit_rule() {
    is_found_in("commit_own_term", 12);
    let search = Search::new(&question(&scenario(&[("commit_own_term", 0)]))).expect("a question");
    assert_eq!(search.assumed(), &[("noop".to_owned(), 0)], "with a no-op the bug cannot show");
}

#[test]
fn joint_consensus() {
    is_found_in("joint_consensus", 8);
}

/// The schedule that Ongaro published.
#[test]
fn a_change_in_the_own_term() {
    is_found_in("change_in_own_term", 12);
}

/// A stale read under a lease.
#[test]
fn leases_that_allow_for_drift() {
    is_found_in("lease_drift", 10);
}

#[test]
fn a_rule_turned_off_on_the_way_is_off() {
    let off = Input::Set { key: "vote_once".to_owned(), value: 0 };
    let shown = When { at: 400 * MS, events: 60 };
    let inputs = vec![Stamped { when: When { at: 300 * MS, events: 40 }, input: off }];
    let search = Search::new(&question(&Scenario { inputs, shown, ..scenario(&[]) })).expect("a question");
    assert!(find(&search, 1_000).is_some());
}

#[test]
fn from_a_moment_on_what_happened_before_is_kept() {
    let kill = Stamped { when: When::end_of(500 * MS), input: Input::Crash(NodeId(0)) };
    let shown = When { at: 900 * MS, events: 200 };
    let run = Scenario { inputs: vec![kill.clone()], shown, ..scenario(&[("vote_once", 0)]) };
    let asked = Question { from_shown: true, ..question(&run) };
    let search = Search::new(&asked).expect("a question");
    let found = find(&search, 1_000).expect("servers that vote twice elect two leaders");
    let short = shortest(&search, &found);
    let scenario = link::decode(&short.link).expect("a link of ours");
    assert_eq!(scenario.inputs[0], kill);
    assert!(matches!(scenario.inputs[1].input, Input::Reseed(_)));
    assert!(scenario.shown.at > shown.at);
    let (player, faithful) = Player::of_scenario(&scenario).expect("a run of ours");
    assert!(faithful && player.world().violated() > 0);
}

#[test]
fn with_all_rules_nothing_is_found() {
    let search = Search::new(&question(&scenario(&[]))).expect("a question that can be asked");
    assert_eq!(find(&search, 3_000), None);
}

#[test]
fn what_cannot_be_searched_is_refused() {
    let broken = Question { run: "AQ".to_owned(), ..question(&scenario(&[])) };
    assert!(Search::new(&broken).is_err());
    let unknown = Scenario { lab: "rift".to_owned(), ..scenario(&[]) };
    let refused = Search::new(&question(&unknown)).err().map(|why| why.to_string());
    assert_eq!(refused.as_deref(), Some("there is no lab `rift`; there is raft"));
}
