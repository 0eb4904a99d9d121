//! The diagram's numbers on a real run, whatever the first lab is.

use super::causal::{Focus, Lamp, Light};
use super::hit::{Pick, pick};
use super::lanes::{Sign, Tint, marks, stretches};
use super::scale::{Lanes, View, Window, chunk_span};
use super::scene::{Detail, Plan, Scene, Size, course, detail, events_between};
use crate::labs;
use crate::player::{Player, Setup};
use crate::sim::{Causality, Fate, Input, NodeId, SortedSet, When};
use std::rc::Rc;

const SCALE: f64 = 40.0 / 15_000.0;

/// A run of two seconds in which the first node is killed after one.
fn run() -> Player {
    let setup = Setup::new(labs::all()[0], Vec::new(), 42);
    let mut player = Player::new(setup).expect("a lab's own settings can be");
    player.seek_time(1_000_000);
    player.act(&Input::Crash(NodeId(0))).expect("a node can be killed");
    player.seek_time(2_000_000);
    player
}

fn lanes(player: &Player) -> Lanes {
    Lanes::new(player.names().len(), &SortedSet::default(), 226.0)
}

fn plan<'a>(player: &'a Player, lanes: &'a Lanes, lamp: &'a Lamp, detail: Detail) -> Plan<'a> {
    let (trace, edge, names) = (player.trace(), player.edge(), player.names());
    Plan { trace, edge, scale: SCALE, lanes, lamp, query: "", names, detail, face: None }
}

fn pieces(plan: &Plan) -> Vec<Scene> {
    let last = (2_000_000.0 * SCALE / 400.0) as i64;
    (0..=last).map(|chunk| plan.scene(chunk)).collect()
}

#[test]
fn every_event_up_to_the_edge_has_its_dot_and_none_beyond() {
    let mut player = run();
    player.seek_time(700_000);
    let lanes = lanes(&player);
    let edge = player.edge();
    assert!(player.in_past() && player.trace().events.len() as u64 >= edge.events);
    let all = pieces(&plan(&player, &lanes, &Lamp::Off, Detail::Full));
    let numbers: Vec<u64> = all.iter().flat_map(|scene| scene.dots.iter().map(|dot| dot.n)).collect();
    assert_eq!(numbers, (1..=edge.events).collect::<Vec<_>>());
    assert!(all.iter().flat_map(|scene| &scene.dots).any(|dot| dot.size == Size::Milestone));
    let inside = |x: f64| (-0.5..400.5).contains(&x);
    assert!(all.iter().flat_map(|scene| &scene.dots).all(|dot| inside(dot.x)));
}

#[test]
fn merged_pieces_hold_as_many_events_and_density_counts_them() {
    let player = run();
    let lanes = lanes(&player);
    let count = |detail| {
        let all = pieces(&plan(&player, &lanes, &Lamp::Off, detail));
        let specks =
            all.iter().flat_map(|scene| scene.specks.iter()).map(|(_, points)| points.len()).sum::<usize>();
        specks + all.iter().map(|scene| scene.dots.len()).sum::<usize>()
    };
    assert_eq!(count(Detail::Merged), count(Detail::Full));
    let dense = pieces(&plan(&player, &lanes, &Lamp::Off, Detail::Density));
    assert!(dense.iter().all(|scene| scene.lines.is_empty() && scene.dots.len() <= 60));
    assert!(dense.iter().any(|scene| !scene.columns.is_empty()));
    assert_eq!(
        [10, 1_000, 100_000].map(|events| detail(events, 5_000.0)),
        [Detail::Full, Detail::Merged, Detail::Density]
    );
}

#[test]
fn light_agrees_with_the_clocks() {
    let player = run();
    let trace = player.trace();
    let n = player.edge().events / 2;
    let clock = &trace.event(n).expect("a half of all").clock;
    let lamp = Lamp::new(&Focus::Event(n), trace, player.edge().events);
    for m in 1..=player.edge().events {
        let event = trace.event(m).expect("up to the edge");
        let wanted = match event.clock.compare(clock) {
            Causality::Same => Light::Here,
            Causality::Before => Light::Past,
            Causality::After => Light::Future,
            Causality::Concurrent => Light::Dim,
        };
        assert_eq!(lamp.event(m, event), wanted, "event {m}");
    }
    let those = Rc::new(SortedSet::from_iter([3, n]));
    let lamp = Lamp::new(&Focus::These(those), trace, n);
    let lit = (1..=n).filter(|m| lamp.event(*m, trace.event(*m).unwrap()) == Light::Past);
    assert_eq!(lit.collect::<Vec<_>>(), [3, n]);
}

#[test]
fn lost_messages_end_short_of_their_lane() {
    let player = run();
    let lanes = lanes(&player);
    let lost = player.trace().messages.iter().filter(|message| matches!(message.fate, Fate::Lost(_)));
    let mut any = false;
    for message in lost {
        let [t0, _, t1, y] = course(player.trace(), &lanes, message).expect("all lanes are shown");
        assert!(t1 >= t0 && Some(y) != lanes.y(message.name.to), "{message:?}");
        any = true;
    }
    assert!(any, "what is sent to a killed node is lost");
}

#[test]
fn the_pointer_finds_the_event_it_points_at() {
    let player = run();
    let lanes = lanes(&player);
    let window = Window::new(View::Follow, player.time(), SCALE, 900.0, false);
    let span = (window.left as u64, window.time(900.0) as u64);
    let (first, end) = events_between(player.trace(), player.edge(), span.0, span.1);
    assert!(end > first + 3);
    for n in first..end {
        let event = player.trace().event(n).unwrap();
        let place = (window.x(event.at as f64), lanes.y(event.node).unwrap());
        let found = pick(player.trace(), player.edge(), window, &lanes, place, 12.0);
        let Some(Pick::Event(found)) = found else { panic!("nothing at event {n}") };
        let found = player.trace().event(found).unwrap();
        assert_eq!((found.at, found.node), (event.at, event.node));
    }
    let none = pick(player.trace(), player.edge(), window, &lanes, (890.0, 100.0), 12.0);
    assert_eq!(none, None, "nothing is there beyond the playhead");
}

#[test]
fn a_crash_tints_its_lane_and_is_marked() {
    let player = run();
    let lanes = lanes(&player);
    let y = lanes.y(NodeId(0)).unwrap();
    let (from, until) = chunk_span(0, SCALE);
    let span = (from, until * 20);
    let all = stretches(player.trace(), player.edge(), &lanes, span.0, span.1);
    let crashed = all.iter().find(|stretch| stretch.tint == Tint::Crashed).expect("it was killed");
    assert_eq!((crashed.from, crashed.until, crashed.y), (1_000_000, span.1, y));
    let later = stretches(player.trace(), player.edge(), &lanes, 1_500_000, 1_600_000);
    assert!(later.iter().any(|stretch| stretch.tint == Tint::Crashed && stretch.from == 1_500_000));
    let marks = marks(player.trace(), player.edge(), &lanes, player.names(), span, SCALE);
    assert_eq!((marks.len(), marks[0].sign, marks[0].at), (1, Sign::Crash(y), 1_000_000));
    assert!(marks[0].shown && marks[0].words.ends_with("killed"));
    let before = When { at: 900_000, events: 1 };
    assert!(super::lanes::marks(player.trace(), before, &lanes, player.names(), span, SCALE).is_empty());
}

#[test]
fn a_search_goes_on_from_the_other_end() {
    let player = run();
    let (trace, names, edge) = (player.trace(), player.names(), player.edge().events);
    let of_first = |n: &u64| trace.event(*n).unwrap().node == NodeId(0);
    let query = names[0].as_str();
    let find = |from, forward| super::find::next(trace, names, query, from, edge, forward).unwrap();
    let fits = |n: &u64| super::find::matches(trace, trace.event(*n).unwrap(), names, query);
    let (first, last) = ((1..=edge).find(fits).unwrap(), (1..=edge).rfind(fits).unwrap());
    assert!((1..=edge).any(|n| of_first(&n)) && first < last);
    assert_eq!((find(0, true), find(last, true)), (first, first));
    assert_eq!((find(edge + 1, false), find(first, false)), (last, last));
    assert_eq!(super::find::next(trace, names, "no such thing", 1, edge, true), None);
}
