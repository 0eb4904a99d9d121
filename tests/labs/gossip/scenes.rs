//! What each scene claims.

use crate::support::{Played, lab, played};
use netsplit::sim::{Panel, Series, Stop, When};

fn scene(id: &str) -> Played {
    played(lab("gossip"), id)
}

/// The panel of the epidemic.
fn series(played: &Played) -> Series {
    let Some(Panel::Series(series)) = played.world.panels().into_iter().next() else { panic!("no series") };
    series
}

/// The numbers of a sentence that was told once.
fn numbers(played: &Played, id: &str) -> Vec<f64> {
    let [(_, line)] = &played.told(id)[..] else { panic!("{id}: {:?}", played.told(id)) };
    line.split(|c: char| !c.is_ascii_digit() && c != '.').filter_map(|word| word.parse().ok()).collect()
}

/// How many nodes stand so.
fn stand(played: &Played, role: &str) -> usize {
    played.world.frame().nodes.iter().filter(|node| node.glyph.role == role).count()
}

#[test]
fn the_tail_of_push_is_the_longest_and_that_of_push_pull_the_shortest() {
    let cycles = ["push", "pull", "push-pull"].map(|id| numbers(&scene(id), "gossip.all-know")[1]);
    assert!(cycles[0] > cycles[1] && cycles[1] > cycles[2], "{cycles:?}");
    let tail = |id| {
        let curve = series(&scene(id)).curves.remove(0).points;
        let half = curve.iter().find(|(_, left)| *left <= 8.0).expect("half of them know some time").0;
        curve.last().expect("there is a curve").0 - half
    };
    let tails = ["push", "pull", "push-pull"].map(tail);
    assert!(tails[0] > tails[1] && tails[1] > tails[2], "{tails:?}");
}

#[test]
fn a_rumour_leaves_a_residue_and_anti_entropy_mends_it() {
    let (left, mended) = (scene("residue"), scene("mended"));
    let told = numbers(&left, "gossip.dies-out");
    assert_eq!((told[1], told[2]), (4.0, 20.0));
    assert_eq!((stand(&left, "susceptible"), stand(&left, "removed")), (4, 16));
    assert_eq!(numbers(&mended, "gossip.dies-out"), told, "the same rumour");
    assert_eq!(mended.told("gossip.finds").len(), 4, "each by comparing");
    assert_eq!((mended.milestones("everybody knows"), stand(&mended, "removed")), (1, 20));
}

#[test]
fn blind_nodes_answer_nothing() {
    let played = scene("blind-coin");
    let kinds: Vec<_> = played.trace.messages.iter().map(|message| message.face.kind).collect();
    assert!(!kinds.is_empty() && kinds.iter().all(|kind| *kind == "Rumour"), "{kinds:?}");
    assert_eq!(played.told("gossip.loses-interest").len(), 0);
    assert_eq!(played.told("gossip.said-enough").len(), stand(&played, "removed"));
    assert_eq!(stand(&played, "susceptible"), 6);
}

#[test]
fn each_side_of_a_split_has_its_own_update_until_the_heal() {
    let played = scene("split");
    let heard = played.told("gossip.finds");
    let second_half = |line: &str| {
        let number = line.trim_start_matches('n').split(' ').next().and_then(|number| number.parse().ok());
        number.is_some_and(|number: u32| number > 10)
    };
    let crossed: Vec<_> = heard.iter().filter(|(at, line)| *at < 1_040 && second_half(line)).collect();
    assert!(crossed.is_empty(), "{crossed:?}");
    assert_eq!(heard.iter().filter(|(at, line)| *at < 2_040 && second_half(line)).count(), 9);
    let (all, _) = played.told("gossip.all-know")[0];
    assert!(all > 2_040, "only after the heal");
    for node in 0..20 {
        assert_eq!(played.field(node, "update made by"), "n11");
    }
}

#[test]
fn dead_nodes_delay_nobody_for_long() {
    let played = scene("dead");
    let down = played.world.frame().nodes.iter().filter(|node| node.health.word() == "crashed").count();
    assert_eq!(down, 7, "six from the start, and n1");
    assert_eq!(played.told("gossip.all-know").len(), 2, "those who run, and n2 when it is back");
    assert_eq!(played.field(1, "update made by"), "n1", "which is dead");
    assert_eq!(played.world.frame().nodes[1].health.word(), "up");
}

#[test]
fn rules_that_are_off_break_what_they_promise() {
    for (id, property) in [
        ("older-bug", "Newest Wins"),
        ("endless-bug", "Removed Is Final"),
        ("forgotten-bug", "Reaches Everybody"),
    ] {
        assert_eq!(scene(id).violated(), [property], "{id}");
    }
    // Without end: nor does the rumour end in the end.
    let mut endless = scene("endless-bug").world;
    while endless.run(When::end_of(30_100_000), None) == Stop::Violated {}
    let verdicts = endless.verdicts();
    let rumours = verdicts.iter().find(|verdict| verdict.property.name == "Rumours End");
    assert_eq!(rumours.map(|verdict| verdict.standing.word()), Some("violated"));
}

#[test]
fn the_curve_counts_every_node_and_survives_a_fork() {
    let played = scene("residue");
    let series = series(&played);
    let points: Vec<Vec<f64>> = (0..series.curves[0].points.len())
        .map(|i| series.curves.iter().map(|curve| curve.points[i].1).collect())
        .collect();
    assert!(points.len() > 5 && points.iter().all(|counts| counts.iter().sum::<f64>() == 20.0), "{points:?}");
    assert_eq!(
        (points[0].as_slice(), points[points.len() - 1].as_slice()),
        (&[19.0, 1.0, 0.0][..], &[4.0, 0.0, 16.0][..])
    );
    let (name, at) = &series.marks[0];
    assert!(name == "log₂ n + ln n" && (at - 7.317).abs() < 0.001, "{name} at {at}");
    assert_eq!(played.world.fork().panels(), played.world.panels());
    let measures: Vec<String> = series.measures.iter().map(|(_, value)| value.text(&[])).collect();
    assert_eq!(measures[0], "20");
}
