//! What the clients saw, judged: in words, and as points on the bars of their operations.

use super::bars::{answered, asked};
use crate::check::history::History;
use crate::check::linear::Judged;
use crate::check::sessions::{Guarantee, Kept};
use crate::check::{Verdict, judge_operations, sequential, sessions};
use crate::kit::model::Model;
use crate::sim::{NodeId, Operation, SharedVec, Standing};
use netsplit_text::{msg, t, tn};

/// The most operations that are judged on the page: beyond this it would stall.
pub const JUDGED_MAX: usize = 400;
/// Configurations looked at before a search is given up.
const LIMIT: u64 = 20_000;

/// A history, judged.
#[derive(Debug, PartialEq)]
pub struct Judgement {
    /// Whether it is linearizable, with points.
    pub verdict: Verdict,
    /// As the how-manyth of its key each operation takes effect, by number.
    pub places: Vec<Option<usize>>,
    /// Weaker promises: name, what they say, how they stand, and why it cannot be told.
    pub weaker: Vec<(&'static str, &'static str, Standing, Option<String>)>,
}

const SEQUENTIAL: &str = msg!(
    "One order of all operations explains every answer, and has each client's own in the order in \
    which it made them; when they happened does not matter."
);

/// Judges a history; none if it is longer than [`JUDGED_MAX`].
pub fn judgement(history: &SharedVec<Operation>, model: Model) -> Option<Judgement> {
    if history.len() > JUDGED_MAX {
        return None;
    }
    let verdict = judge_operations(history, model, LIMIT);
    let weaker = History::of_run(history, model).map(|history| weaker(&history)).unwrap_or_default();
    let places = places(history, &verdict.points);
    Some(Judgement { verdict, places, weaker })
}

fn weaker(history: &History) -> Vec<(&'static str, &'static str, Standing, Option<String>)> {
    let sequential = match sequential::judge(history, LIMIT) {
        Judged::Linearizable(_) => (Standing::Holds, None),
        Judged::Not { .. } => (Standing::Violated, None),
        Judged::Unknown(looked) => {
            let why = tn!(
                looked,
                "The search was given up after {looked} step.",
                "The search was given up after {looked} steps.",
                looked
            );
            (Standing::Unknown, Some(why))
        }
    };
    let mut all = vec![(msg!("sequential consistency"), SEQUENTIAL, sequential.0, sequential.1)];
    for (guarantee, kept) in sessions::judge(history, LIMIT) {
        let (standing, why) = match kept {
            Kept::Holds => (Standing::Holds, None),
            Kept::Violated(_) => (Standing::Violated, None),
            Kept::Unknown(why) => (Standing::Unknown, Some(format!("{why}."))),
        };
        all.push((guarantee.name(), about(guarantee), standing, why));
    }
    all
}

fn about(guarantee: Guarantee) -> &'static str {
    match guarantee {
        Guarantee::ReadYourWrites => msg!("A client's reads see what it wrote before."),
        Guarantee::MonotonicReads => msg!("A client's reads see whatever its earlier reads saw."),
        Guarantee::WritesFollowReads => msg!("A write comes after what its client had read before."),
        Guarantee::MonotonicWrites => {
            msg!("A client's writes take effect in the order in which it made them.")
        }
    }
}

/// The verdict in a sentence; `name` gives a client's.
pub fn in_words(
    verdict: &Verdict,
    history: &SharedVec<Operation>,
    name: impl Fn(NodeId) -> String,
) -> String {
    match verdict.standing {
        Standing::Holds | Standing::Pending => {
            t!("Linearizable: the points show one order that explains every answer.").to_owned()
        }
        Standing::Unknown => t!("Unknown: the search for an order was given up.").to_owned(),
        Standing::Violated => {
            let first = verdict.unplaced.first().and_then(|number| history.get(*number as usize));
            first.map_or_else(
                || t!("Not linearizable: no order explains every answer.").to_owned(),
                |operation| {
                    t!(
                        "Not linearizable: {asked} {answered} by {client} cannot be placed: no order of what was asked \
                         by then explains this answer.",
                        asked = asked(operation),
                        answered = answered(operation),
                        client = name(operation.client),
                    )
                },
            )
        }
    }
}

/// A number that differs when what is known of the operations does.
pub fn fingerprint(history: &SharedVec<Operation>) -> u64 {
    history.iter().fold(history.len() as u64, |sum, operation| {
        let (begun, ended) = operation.events;
        sum.wrapping_mul(31).wrapping_add(begun).wrapping_mul(31).wrapping_add(ended)
    })
}

/// Which of its key's operations takes effect as the how-manyth, by number: in the order of the points.
fn places(history: &SharedVec<Operation>, points: &[Option<f64>]) -> Vec<Option<usize>> {
    let earlier = |number: usize, at: f64| {
        let key = history.get(number).map(|operation| &operation.key);
        let same = history.iter().zip(points).filter(|(other, _)| Some(&other.key) == key);
        same.filter(|(_, point)| point.is_some_and(|point| point < at)).count()
    };
    points.iter().enumerate().map(|(number, point)| Some(1 + earlier(number, (*point)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::Outcome;

    fn operation(client: u16, value: Option<&str>, span: (u64, u64), told: Option<&str>) -> Operation {
        Operation {
            client: NodeId(client),
            f: if value.is_some() { "write" } else { "read" },
            key: "x".into(),
            value: value.map(str::to_owned),
            invoked: span.0,
            ended: Some((span.1, Outcome::Ok(told.map(str::to_owned)))),
            events: (span.0, span.1),
        }
    }

    #[test]
    fn a_stale_read_cannot_be_placed() {
        let run = |told| {
            [
                operation(5, Some("1"), (10, 20), None),
                operation(5, Some("2"), (30, 40), None),
                operation(6, None, (50, 60), Some(told)),
            ]
            .into_iter()
            .collect::<SharedVec<Operation>>()
        };
        let model = crate::labs::all()[0].about.judged.expect("its clients are judged");
        let (fresh, stale) = (run("2"), run("1"));
        let judged = judgement(&fresh, model).expect("it is short");
        assert_eq!(judged.verdict.standing, Standing::Holds);
        assert_eq!(places(&fresh, &judged.verdict.points), [Some(1), Some(2), Some(3)]);
        let judged = judgement(&stale, model).expect("it is short");
        assert_eq!((judged.verdict.standing, &judged.verdict.unplaced[..]), (Standing::Violated, &[2][..]));
        let words = in_words(&judged.verdict, &stale, |client| format!("c{}", client.0 - 4));
        assert!(words.starts_with("Not linearizable: read(x) → 1 by c2 cannot be placed"), "{words}");
        assert!(
            judged.weaker.iter().all(|(_, _, standing, _)| *standing == Standing::Holds),
            "{:?}",
            judged.weaker
        );
        assert_ne!(fingerprint(&fresh), fingerprint(&fresh.iter().take(2).cloned().collect()));
    }
}
