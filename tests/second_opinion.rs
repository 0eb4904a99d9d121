//! What stateright says of our protocols, within bounds that it goes through exhaustively.
//!
//! The numbers of states are exact: a change of any of them is a change of a protocol or of the adapter, to be
//! understood before it is written down here and in `BENCHMARKS.md`.

mod second;

use netsplit::kit::kv::Op;
use netsplit::protocols::raft::{Config, Log, Message, Order, Raft, Role, Server};
use netsplit::sim::NodeId;
use second::two_phase::{Act, Parties, State, TwoPhase};
use second::{Key, Model, Whole};
use stateright::{Checker, HasDiscoveries, Model as _, Property};

/// TLC finds 288 distinct states of `TwoPhase` with RM = {r1, r2, r3}, and that `TCConsistent` holds.
#[test]
fn two_phase_has_the_states_that_tlc_finds() {
    for (managers, states) in [(3, 288), (5, 8_832)] {
        let checker = two_phase(managers).checker().spawn_bfs().join();
        checker.assert_properties();
        assert_eq!(checker.unique_state_count(), states, "{managers} resource managers");
    }
}

fn two_phase(managers: u64) -> Model<TwoPhase> {
    let offers = |config: &Parties| {
        let manager = |id| [Act::RmPrepare, Act::RmChooseToAbort].map(|act| (NodeId(id as u16), act));
        let of_tm = [Act::TmCommit, Act::TmAbort].map(|act| (NodeId(0), act));
        of_tm.into_iter().chain((1..=config.managers).flat_map(manager)).collect()
    };
    let promises = || {
        vec![Property::always("TCConsistent", |model: &Model<TwoPhase>, key: &Key| {
            consistent(&model.whole(*key))
        })]
    };
    // Commands are what happens inside: there are as many as there may be, and none is counted.
    Model {
        config: Parties { managers },
        crashes: 0,
        commands: u8::MAX,
        offers,
        within: |_| true,
        promises,
        counted: false,
    }
}

/// No resource manager has committed while another has aborted.
fn consistent(whole: &Whole<TwoPhase>) -> bool {
    let any = |wanted| {
        whole
            .nodes
            .iter()
            .any(|node| matches!(node.slot.state, Some(TwoPhase::Resource { state }) if state == wanted))
    };
    !(any(State::Committed) && any(State::Aborted))
}

/// How far Raft is gone into.
#[derive(Clone, Copy)]
struct Bounds {
    servers: u64,
    crashes: u8,
    writes: u8,
    within: fn(&Whole<Raft>) -> bool,
}

/// No term above `TERM`, no log longer than `LENGTH`.
fn small<const TERM: u64, const LENGTH: u64>(whole: &Whole<Raft>) -> bool {
    whole
        .nodes
        .iter()
        .all(|node| node.slot.disk.current_term <= TERM && node.slot.disk.log.last_index() <= LENGTH)
}

fn raft(bounds: Bounds, rules: &Config) -> Model<Raft> {
    let config = Config { servers: bounds.servers, clients: 0, ..rules.clone() };
    let offers = |config: &Config| {
        let order = || Order::Request { to: None, op: Op::write("x", "1") };
        (0..config.servers).map(|id| (NodeId(id as u16), order())).collect()
    };
    let (crashes, commands) = (bounds.crashes, bounds.writes);
    Model { config, crashes, commands, offers, within: bounds.within, promises: figure_3, counted: true }
}

/// Figure 3 as statements about one state. What leaders were there before is known by what they sent: the network
/// forgets nothing.
fn figure_3() -> Vec<Property<Model<Raft>>> {
    vec![
        Property::always("Election Safety", |model: &Model<Raft>, key: &Key| {
            election_safety(&model.whole(*key))
        }),
        Property::always("Log Matching", |model: &Model<Raft>, key: &Key| log_matching(&model.whole(*key))),
        Property::always("Leader Completeness", |model: &Model<Raft>, key: &Key| {
            leader_completeness(&model.whole(*key))
        }),
        Property::always("State Machine Safety", |model: &Model<Raft>, key: &Key| {
            state_machine_safety(&model.whole(*key))
        }),
        Property::sometimes("a write is committed everywhere", |model: &Model<Raft>, key: &Key| {
            servers(&model.whole(*key)).all(|(_, _, server, log)| {
                server.is_some_and(|server| server.commit_index == log.last_index() && log.last_index() > 0)
            })
        }),
    ]
}

/// Id, term, memory and log of each server.
fn servers(whole: &Whole<Raft>) -> impl Iterator<Item = (NodeId, u64, Option<&Server>, &Log)> + Clone {
    whole.nodes.iter().enumerate().map(|(id, node)| {
        let slot = &node.slot;
        let server = match &slot.state {
            Some(Raft::Server(server)) => Some(server),
            _ => None,
        };
        (NodeId::from(id), slot.disk.current_term, server, &slot.disk.log)
    })
}

/// Whoever leads now, with the term and the log.
fn leaders(whole: &Whole<Raft>) -> impl Iterator<Item = (NodeId, u64, &Log)> + Clone {
    let leads = |server: &Server| matches!(server.role, Role::Leader(_));
    servers(whole)
        .filter(move |(_, _, server, _)| server.is_some_and(leads))
        .map(|(id, term, _, log)| (id, term, log))
}

/// At most one leader can be elected in a given term.
fn election_safety(whole: &Whole<Raft>) -> bool {
    let spoke = whole.messages.iter().filter_map(|sent| match &sent.message {
        Message::AppendEntries(append) => Some((append.leader_id, append.term)),
        _ => None,
    });
    let all: Vec<(NodeId, u64)> = spoke.chain(leaders(whole).map(|(id, term, _)| (id, term))).collect();
    all.iter().all(|(id, term)| all.iter().all(|(other, same)| term != same || id == other))
}

/// If two logs contain an entry with the same index and term, then they are identical in all entries up to it.
fn log_matching(whole: &Whole<Raft>) -> bool {
    let logs: Vec<&Log> = servers(whole).map(|(_, _, _, log)| log).collect();
    let pairs = logs.iter().flat_map(|one| logs.iter().map(move |other| (*one, *other)));
    pairs.into_iter().all(|(one, other)| {
        let common = (1..=one.last_index()).rev().find(|index| one.term(*index) == other.term(*index));
        common.is_none_or(|index| same(one, other, index))
    })
}

fn same(one: &Log, other: &Log, up_to: u64) -> bool {
    (1..=up_to).all(|index| one.get(index) == other.get(index))
}

/// What anybody knows to be committed is in the log of every leader of that server's term or a later one.
fn leader_completeness(whole: &Whole<Raft>) -> bool {
    leaders(whole).all(|(_, led, leader)| {
        servers(whole).all(|(_, term, server, log)| {
            term > led || server.is_none_or(|server| same(log, leader, server.commit_index))
        })
    })
}

/// No two servers have applied different entries at the same index.
fn state_machine_safety(whole: &Whole<Raft>) -> bool {
    let applied = || servers(whole).filter_map(|(_, _, server, log)| Some((server?.last_applied, log)));
    applied().all(|(one, log)| applied().all(|(other, theirs)| same(log, theirs, one.min(other))))
}

/// Goes through everything; returns how many states there are.
fn exhaust(bounds: Bounds, rules: &Config) -> usize {
    let checker = raft(bounds, rules).checker().spawn_dfs().join();
    for property in checker.model().properties() {
        if property.expectation.discovery_is_failure() {
            checker.assert_no_discovery(property.name);
        }
    }
    checker.unique_state_count()
}

/// Which property a search finds violated first, and how.
fn violated(bounds: Bounds, rules: &Config) -> Option<(&'static str, String)> {
    let checker = raft(bounds, rules).checker().finish_when(HasDiscoveries::AnyFailures).spawn_bfs().join();
    let properties = checker.model().properties();
    properties.iter().filter(|property| property.expectation.discovery_is_failure()).find_map(|property| {
        let path = checker.discovery(property.name)?;
        Some((property.name, checker.model().story(&path.into_actions())))
    })
}

/// Elections, replication and commitment by two servers in two terms, one of which may crash.
const TWO: Bounds = Bounds { servers: 2, crashes: 1, writes: 0, within: small::<2, 2> };
/// A write in the first term of three servers, while others stand in it too.
const THREE: Bounds = Bounds { servers: 3, crashes: 0, writes: 1, within: small::<1, 1> };
/// A crash in the first term of three servers.
const CRASH: Bounds = Bounds { servers: 3, crashes: 1, writes: 0, within: small::<1, 1> };

#[test]
fn raft_of_two_servers_holds() {
    assert_eq!(exhaust(TWO, &Config::default()), 12_642);
}

#[test]
fn raft_of_three_servers_holds() {
    // Without the no-op of a new leader there is room for the write.
    assert_eq!(exhaust(THREE, &Config { noop: false, ..Config::default() }), 25_754);
    assert_eq!(exhaust(CRASH, &Config::default()), 48_020);
}

/// Minutes of work and gigabytes of states: `cargo test --test second_opinion -- --ignored`.
#[test]
#[ignore = "takes minutes"]
fn raft_holds_within_wider_bounds() {
    let two = Bounds { writes: 1, within: small::<2, 3>, ..TWO };
    assert_eq!(exhaust(two, &Config::default()), 269_470);
}

/// The same search finds what each rule is there for; by the shortest way, as breadth comes first.
#[test]
fn without_a_rule_a_property_is_violated() {
    let three = Bounds { servers: 3, crashes: 1, writes: 0, within: small::<1, 1> };
    let two_terms = Bounds { crashes: 0, within: small::<2, 2>, ..three };
    for (rule, bounds, property, steps) in [
        ("vote_once", three, "Election Safety", 6),
        ("persist", three, "Election Safety", 8),
        ("vote_log_check", two_terms, "Leader Completeness", 8),
    ] {
        let mut rules = Config::default();
        assert!(netsplit::sim::Config::set(&mut rules, rule, 0), "{rule} is a rule");
        let (found, story) = violated(bounds, &rules).unwrap_or_else(|| panic!("{rule}: nothing found"));
        assert_eq!((found, story.lines().count()), (property, steps), "{rule}:\n{story}");
    }
}
