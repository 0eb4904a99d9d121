//! Published numbers about epidemics, reproduced by the lab's experiments.

use crate::support::{self, Measured, lab};
use netsplit::kit::experiment::Figure;

/// A mean, and what was published.
type Mean = (f64, Option<Figure>);

/// The means of what an experiment measures at each point, beside what was published.
fn measured(id: &str, settings: &[(&str, &str)]) -> Vec<(String, Vec<Mean>)> {
    let means = |point: Measured| {
        let means = point.tallies.iter().map(|tally| tally.mean().expect("there were trials"));
        (point.label, means.zip(point.published).collect())
    };
    support::measured(lab("gossip"), id, settings).into_iter().map(means).collect()
}

/// Asserts that a mean is as published: within so large a part of it, or half a unit of the last digit printed.
fn agrees(what: &str, (mean, published): Mean, part: f64, printed: f64) {
    let Some(Figure::Mean(figure)) = published else { panic!("{what}: nothing was published") };
    println!("{what}: {mean:.4}, published {figure}");
    assert!((mean - figure).abs() <= (part * figure).max(printed / 2.0), "{what}: {mean} against {figure}");
}

/// Table 1: push, feedback, counter.
#[test]
fn rumours_that_are_pushed_end_as_published() {
    for (label, means) in measured("demers", &[("k", "1,2"), ("trials", "400")]) {
        agrees(&format!("{label}: residue"), means[0], 0.08, 0.001);
        agrees(&format!("{label}: traffic"), means[1], 0.02, 0.1);
        agrees(&format!("{label}: last delay"), means[3], 0.03, 0.1);
    }
}

/// Table 2: push, blind, coin. With k = 1 most rumours end at once, and too few of the paper's did not.
#[test]
fn rumours_that_are_pushed_blindly_end_as_published() {
    let settings = [("k", "2,3"), ("trials", "200"), ("feedback", "blind"), ("counter", "coin")];
    for (label, means) in measured("demers", &settings) {
        agrees(&format!("{label}: residue"), means[0], 0.08, 0.001);
        agrees(&format!("{label}: traffic"), means[1], 0.03, 0.1);
        agrees(&format!("{label}: last delay"), means[3], 0.05, 1.0);
    }
}

/// Table 3: pull, feedback, counter.
#[test]
fn rumours_that_are_pulled_end_as_published() {
    let points = measured("demers", &[("k", "1,2,3"), ("trials", "100"), ("mode", "pull")]);
    for (label, means) in &points {
        agrees(&format!("{label}: traffic"), means[1], 0.02, 0.1);
        agrees(&format!("{label}: average delay"), means[2], 0.03, 0.01);
        agrees(&format!("{label}: last delay"), means[3], 0.03, 0.1);
    }
    // Of k = 2 and 3 a hundred trials find too few nodes that never hear.
    agrees("k = 1: residue", points[0].1[0], 0.08, 0.001);
    assert!(points[1].1[0].0 < 0.001 && points[2].1[0].0 < 0.0001);
}

#[test]
fn pushing_takes_log_n_plus_ln_n_cycles_give_or_take_a_few() {
    for (label, means) in measured("pittel", &[("nodes", "30,300,3000"), ("trials", "60")]) {
        let (mean, Some(Figure::Mean(theory))) = means[0] else { panic!("{label}: no formula") };
        println!("{label}: {mean:.2} cycles, log₂ n + ln n = {theory}");
        assert!((0.0..2.0).contains(&(mean - theory)), "{label}: {mean} against {theory}");
    }
}
