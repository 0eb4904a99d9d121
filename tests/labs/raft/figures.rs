//! Published numbers about Raft's elections, reproduced by the lab's experiments.

use crate::support::{self, Measured, lab};
use netsplit::kit::experiment::{Figure, Plan, Tally};

/// An experiment's only measure at each point: what it is called, what was published, what was tallied.
fn measured(id: &str, settings: &[(&str, &str)]) -> Vec<(String, Option<Figure>, Tally)> {
    let only = |mut point: Measured| (point.label, point.published.remove(0), point.tallies.remove(0));
    support::measured(lab("raft"), id, settings).into_iter().map(only).collect()
}

/// Half a unit of the last digit that was printed.
const PRINTED: f64 = 0.05;

#[test]
fn split_votes_are_as_rare_as_published() {
    let points = measured("split-vote", &[("latency", "10, 20"), ("trials", "20000")]);
    for ((label, formula, tally), published) in points.into_iter().zip([5.2, 18.1]) {
        let Some(Figure::Share(formula)) = formula else { panic!("{label}: no formula") };
        assert!((100.0 * formula - published).abs() <= PRINTED, "{label}: the formula gives {formula}");
        let share = 100.0 * tally.share().expect("there were trials");
        let error = (published * (100.0 - published) / tally.count as f64).sqrt();
        println!("latency {label}: {share:.2} % split, published {published} %");
        assert!(
            (share - published).abs() <= PRINTED + 3.0 * error,
            "{label}: {share} % against {published} %"
        );
    }
}

#[test]
fn split_votes_follow_the_formula() {
    for servers in [("5", "4"), ("5", "5"), ("7", "5")] {
        for (label, formula, tally) in measured("split-vote", &[("servers", servers.0), ("up", servers.1)]) {
            let Some(Figure::Share(formula)) = formula else { panic!("{label}: no formula") };
            let (share, n) = (tally.share().expect("there were trials"), tally.count as f64);
            // 3.5 standard errors: of 24 points one falls outside by chance in one of 90 seeds.
            let error = (formula * (1.0 - formula) / n).sqrt();
            assert!((share - formula).abs() <= 3.5 * error, "{servers:?} {label}: {share} against {formula}");
        }
    }
}

#[test]
fn a_leader_is_found_across_a_wide_area_network_as_fast_as_published() {
    let [(label, published, tally)] =
        &measured("election-time", &[("timeout_max", "600"), ("trials", "10000")])[..]
    else {
        panic!("one point was asked for")
    };
    let (mean, error) =
        (tally.mean().expect("there were trials"), tally.error().expect("there were several"));
    println!("{label}: mean {mean:.1} ms ± {error:.1}, published 429.9 ms");
    assert_eq!((*published, tally.never()), (Some(Figure::Mean(429.9)), 0));
    // The published mean is itself of simulated trials, so many that it is good for 1.5 %.
    assert!((mean / 429.9 - 1.0).abs() <= 0.015 && error < 1.0, "{mean} ms ± {error}");
}

/// What the paper says of its Figure 16, beside medians that depend on its hardware: without randomness there is no
/// leader for ten seconds, 5 ms make it a matter of well under that, 50 ms of about a timeout.
#[test]
fn the_wider_the_timeouts_the_sooner_a_crashed_leader_is_replaced() {
    let points = measured("election-time-lan", &[("timeout_max", "150, 155, 200"), ("trials", "500")]);
    let medians: Vec<Option<f64>> = points.iter().map(|(_, _, tally)| tally.quantile(50)).collect();
    let published: Vec<Option<Figure>> = points.iter().map(|(_, published, _)| *published).collect();
    println!("medians {medians:?}, published {published:?}");
    let figures = [Figure::MedianOver(10_000.0), Figure::Median(287.0), Figure::Median(147.0)];
    assert_eq!(published, figures.map(Some));
    let [None, Some(little), Some(much)] = medians[..] else {
        panic!("only without randomness may the median be over 10 s: {medians:?}")
    };
    assert!(little > much, "{little} ms, {much} ms");
    // Nobody can stand before half a timeout is over.
    assert!(points.iter().all(|(_, _, tally)| tally.steps(1_000).iter().all(|(ms, _)| *ms > 75.0)));
}

#[test]
fn a_plan_says_what_is_wrong_with_it() {
    let experiments = lab("raft").about.experiments;
    let refusal = |settings: &[(&str, &str)]| {
        let mut plan = Plan::new(&experiments[0]);
        let refused = settings.iter().try_for_each(|(key, value)| plan.set(key, value));
        refused.and_then(|()| plan.check()).expect_err("it should be refused").to_string()
    };
    for (settings, why) in [
        (
            &[("warp", "9")][..],
            "there is no parameter `warp`; `election-time` has servers, up, timeout_min, timeout_max, delay_min, \
            delay_max, trials, seed",
        ),
        (&[("servers", "none")], "`servers` is `none`, but should be 1 to 31"),
        (&[("trials", "0")], "`trials` is 0, outside its range 1 to 1000000"),
        (&[("timeout_max", "1, 20000")], "`timeout_max` is 20000 ms, outside its range 1 to 10000 ms"),
        (
            &[("timeout_max", " , ")],
            "`timeout_max` has 0 values, but can have 1 to 12, with commas between them",
        ),
        (
            &[("up", "2")],
            "`up` is 2: 2 of 5 servers are no majority, and nobody can be elected; it must be at least 3",
        ),
        (&[("up", "6")], "`up` is 6, but there are only 5 servers: lower it or raise `servers`"),
        (
            &[("timeout_max", "200, 400")],
            "`timeout_min` (300 ms) is above `timeout_max` (200 ms): lower the one or raise the other",
        ),
    ] {
        assert_eq!(refusal(settings), why);
    }
}
