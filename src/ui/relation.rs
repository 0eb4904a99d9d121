//! How two events stand to each other, and why: told from their clocks, entry by entry. They are called a and b, as in
//! the papers.

use super::describe::name;
use crate::sim::{Causality, Clock, ClockFace, EventRecord, Trace, What};
use netsplit_text::t;

/// Events looked through for a pair, at most.
const LOOK_MAX: u64 = 400;

/// How events a and b stand to each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// What happened before what, as the world counted it.
    pub truth: Causality,
    /// What the clocks say that are shown at the events: in a lab whose nodes keep their own, a rule that is off can make
    /// them wrong.
    pub shown: Causality,
    /// The clocks shown.
    pub clocks: [Clock; 2],
}

/// How events a and b stand to each other, where vector clocks were kept.
pub fn relation(a: &EventRecord, b: &EventRecord) -> Option<Relation> {
    let clocks = [a, b].map(|event| event.shown_clock().clone());
    let kept = !a.clock.vector.is_empty();
    kept.then(|| Relation { truth: a.clock.compare(&b.clock), shown: clocks[0].compare(&clocks[1]), clocks })
}

/// What happened before what, in a sentence.
pub fn verdict(causality: Causality) -> &'static str {
    match causality {
        Causality::Before => t!("a happened before b."),
        Causality::After => t!("b happened before a."),
        Causality::Concurrent => t!("a and b are concurrent: neither happened before the other."),
        Causality::Same => t!("No event that clocks count lies between a and b."),
    }
}

/// The word of `data-relation`.
pub fn word(causality: Causality) -> &'static str {
    match causality {
        Causality::Before => "before",
        Causality::After => "after",
        Causality::Concurrent => "concurrent",
        Causality::Same => "same",
    }
}

/// How an entry of a stands to that of b.
pub fn sign(a: u32, b: u32) -> &'static str {
    match a.cmp(&b) {
        std::cmp::Ordering::Less => "<",
        std::cmp::Ordering::Equal => "=",
        std::cmp::Ordering::Greater => ">",
    }
}

impl Relation {
    /// The entries of both vectors, by node.
    pub fn entries(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.clocks[0].vector.iter().copied().zip(self.clocks[1].vector.iter().copied())
    }

    /// What the vectors say, and by which entries.
    pub fn why(&self, names: &[String]) -> String {
        let ahead = |a_first: bool| {
            let found = self.entries().position(|(a, b)| if a_first { a > b } else { b > a });
            name(names, found.unwrap_or_default().into()).to_owned()
        };
        let less = |one: &str, other: &str| {
            t!(
                "No entry of {one} is above that of {other}, and one is below: V({one}) < V({other}), so {one} → {other}.",
                one,
                other
            )
        };
        match self.shown {
            Causality::Before => less("a", "b"),
            Causality::After => less("b", "a"),
            Causality::Concurrent => t!(
                "a is ahead in the entry of {one}, b in that of {other}: neither V(a) < V(b) nor V(b) < V(a).",
                one = ahead(true),
                other = ahead(false)
            ),
            Causality::Same => t!("All entries are equal.").to_owned(),
        }
    }

    /// What the Lamport clocks say, and what they do not.
    pub fn lamport(&self) -> String {
        let [a, b] = [self.clocks[0].lamport, self.clocks[1].lamport];
        let (low, high, first) = if a <= b { ("a", "b", a) } else { ("b", "a", b) };
        let clocks = if a == b {
            format!("C(a) = C(b) = {a}")
        } else {
            format!("C({low}) = {first} < C({high}) = {}", a.max(b))
        };
        let agrees = match self.truth {
            Causality::Before => a < b,
            Causality::After => b < a,
            Causality::Concurrent | Causality::Same if a == b => {
                return t!(
                    "{clocks}, the total order takes them by process: from the Lamport clocks alone one cannot tell what happened before what.",
                    clocks
                );
            }
            Causality::Concurrent | Causality::Same => {
                return t!(
                    "{clocks}, yet they are concurrent: from the Lamport clocks alone one cannot tell what happened before what.",
                    clocks
                );
            }
        };
        if agrees {
            t!("{clocks}, as it must be: what happened before has the lower clock.", clocks)
        } else {
            t!("{clocks}. That is wrong: what happened before has the lower clock.", clocks)
        }
    }

    /// That the vectors shown are wrong, if they are.
    pub fn wrong(&self) -> Option<String> {
        let said = || match self.shown {
            Causality::Before => {
                t!("By the vector clocks shown, a happened before b. They are wrong: a rule is off.")
            }
            Causality::After => {
                t!("By the vector clocks shown, b happened before a. They are wrong: a rule is off.")
            }
            Causality::Concurrent => t!(
                "By the vector clocks shown, a and b are concurrent: neither happened before the other. They are wrong: a rule is off."
            ),
            Causality::Same => t!(
                "By the vector clocks shown, no event that clocks count lies between a and b. They are wrong: a rule is off."
            ),
        };
        (self.shown != self.truth).then(|| said().to_owned())
    }
}

/// Whether clocks count an event: to start is none where nodes keep their own.
pub fn counts(event: &EventRecord) -> bool {
    event.what != What::Start || event.own.is_none()
}

/// The newest two events up to `edge` of which the first has the lower Lamport clock, and which are concurrent all the
/// same.
pub fn ordered_yet_concurrent(trace: &Trace, edge: u64) -> Option<(u64, u64)> {
    let first = edge.saturating_sub(LOOK_MAX) + 1;
    let events =
        || (first..=edge).rev().filter_map(|n| Some((n, trace.event(n).filter(|event| counts(event))?)));
    let fits = |a: &EventRecord, b: &EventRecord| {
        a.shown_clock().lamport < b.shown_clock().lamport
            && a.clock.compare(&b.clock) == Causality::Concurrent
    };
    events().find_map(|(b, after)| {
        let (a, _) = events().find(|(_, before)| fits(before, after))?;
        Some((a, b))
    })
}

/// The clock of an event as it stands beside it, where one is shown.
pub fn label(event: &EventRecord, face: Option<ClockFace>) -> Option<String> {
    face.filter(|_| counts(event)).map(|face| event.shown_clock().text(face))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(lamport: u32, vector: &[u32]) -> Clock {
        Clock { lamport, vector: vector.iter().copied().collect() }
    }

    fn relation(a: (u32, &[u32]), b: (u32, &[u32])) -> Relation {
        let clocks = [clock(a.0, a.1), clock(b.0, b.1)];
        let truth = clocks[0].compare(&clocks[1]);
        Relation { truth, shown: truth, clocks }
    }

    #[test]
    fn two_events_entry_by_entry() {
        let names = ["A", "B", "C"].map(str::to_owned);
        let sent = relation((1, &[1, 0, 0]), (2, &[1, 1, 0]));
        assert_eq!(word(sent.truth), "before");
        assert!(sent.why(&names).ends_with("V(a) < V(b), so a → b."));
        assert_eq!(
            sent.lamport(),
            "C(a) = 1 < C(b) = 2, as it must be: what happened before has the lower clock."
        );
        let apart = relation((2, &[2, 0, 0]), (1, &[0, 1, 0]));
        assert_eq!(verdict(apart.truth), "a and b are concurrent: neither happened before the other.");
        assert!(apart.why(&names).starts_with("a is ahead in the entry of A, b in that of B"));
        assert!(apart.lamport().starts_with("C(b) = 1 < C(a) = 2, yet they are concurrent"));
        assert_eq!(apart.wrong(), None);
    }

    #[test]
    fn clocks_that_are_wrong_are_said_to_be() {
        let apart = relation((2, &[1, 0]), (1, &[0, 1]));
        let wrong = Relation { truth: Causality::Before, ..apart };
        assert!(wrong.wrong().is_some_and(|text| text.ends_with("They are wrong: a rule is off.")));
        assert!(wrong.lamport().contains("That is wrong"));
    }
}
