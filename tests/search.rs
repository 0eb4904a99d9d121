//! How the search goes about it; what it finds of each lab's rules is in `tests/labs`.

use netsplit::check::{Failure, Question, Search, Shrinker};
use netsplit::player::Player;
use netsplit::scenario::{Scenario, link};
use netsplit::sim::{Input, MS, NodeId, Stamped, When};

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
    let refused = refused.expect("there is no such lab");
    assert!(refused.starts_with("there is no lab `rift`; there is raft"), "{refused}");
}
