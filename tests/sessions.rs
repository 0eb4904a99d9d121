//! The judge of session guarantees against brute force: every small history, and longer ones at random.

use netsplit::check::history::{History, Op};
use netsplit::check::sessions::{self, Guarantee, Kept};
use netsplit::kit::model::{Answer, Call, Datum, Model};
use proptest::prelude::*;

const LIMIT: u64 = 1_000_000;

fn int(value: i64) -> Datum {
    Datum::Int(value)
}

/// Whether some order of the writes explains all reads, when each sees what these guarantees say.
fn session_brute(history: &History, under: &[Guarantee]) -> bool {
    let ops = &history.operations;
    let wrote = |op: &Op| matches!(op.call, Call::Write(_));
    let writer = |reader: &Op| match &reader.answer {
        Some(Answer::Value(found)) => {
            ops.iter().position(|op| op.call == Call::Write(found.clone()) && op.key == reader.key)
        }
        _ => None,
    };
    // A read or write and those of its session before it.
    let earlier = |place: usize| {
        let own =
            move |other: &usize| ops[*other].process == ops[place].process && ops[*other].answer.is_some();
        (0..place).filter(own).collect::<Vec<_>>()
    };
    let mut sees = vec![vec![false; ops.len()]; ops.len()];
    let mut ties = Vec::new();
    loop {
        let before = sees.clone();
        for place in 0..ops.len() {
            let mut add: Vec<usize> = writer(&ops[place]).into_iter().collect();
            for other in earlier(place) {
                let guarantee = match (wrote(&ops[place]), wrote(&ops[other])) {
                    (false, true) => Guarantee::ReadYourWrites,
                    (false, false) => Guarantee::MonotonicReads,
                    (true, false) => Guarantee::WritesFollowReads,
                    (true, true) => Guarantee::MonotonicWrites,
                };
                if under.contains(&guarantee) {
                    add.push(other);
                }
            }
            for other in add {
                let theirs = sees[other].clone();
                sees[place][other] |= wrote(&ops[other]);
                sees[place].iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine |= theirs);
            }
        }
        if sees == before {
            break;
        }
    }
    for place in (0..ops.len()).filter(|place| wrote(&ops[*place])) {
        for other in 0..ops.len() {
            let follows = earlier(place).iter().any(|r| !wrote(&ops[*r]) && sees[*r][other]);
            let own = earlier(place).contains(&other) && wrote(&ops[other]);
            if follows && under.contains(&Guarantee::WritesFollowReads)
                || own && under.contains(&Guarantee::MonotonicWrites)
            {
                ties.push((other, place));
            }
        }
    }
    let writes: Vec<usize> = (0..ops.len()).filter(|place| wrote(&ops[*place])).collect();
    permutations(&writes).iter().any(|order| {
        let rank = |place: usize| order.iter().position(|other| *other == place).unwrap();
        ties.iter().all(|(first, second)| rank(*first) < rank(*second))
            && (0..ops.len()).filter(|place| ops[*place].call == Call::Read).all(|place| {
                let here = |w: &usize| sees[place][*w] && ops[*w].key == ops[place].key;
                let last = writes.iter().copied().filter(here).max_by_key(|w| rank(*w));
                ops[place].answer.is_none() || last == writer(&ops[place])
            })
    })
}

fn permutations(items: &[usize]) -> Vec<Vec<usize>> {
    if items.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let mut rest = items.to_vec();
        rest.remove(i);
        all.extend(permutations(&rest).into_iter().map(|tail| [vec![*item], tail].concat()));
    }
    all
}

/// What one operation of a session does: by whom, on which key; 0 = a write, 1 = a write of unknown outcome, 2 = a read
/// of nothing, 3 and more = a read of what the first write wrote, and so on.
type Does = (u32, usize, usize);

/// Operations one after the other, the n-th write of n; order in time does not matter to sessions. None: a read
/// returns what nobody writes to its key.
fn sequence(does: &[Does]) -> Option<History> {
    let mut history = History::new(Model::Register);
    for key in ["x", "y", "z"] {
        history.key(key);
    }
    let mut written = 0;
    for (place, (process, key, kind)) in does.iter().copied().enumerate() {
        let (call, answer) = match kind {
            0 | 1 => {
                written += 1;
                (Call::Write(int(written)), (kind == 0).then_some(Answer::Done))
            }
            2 => (Call::Read, Some(Answer::Value(Datum::Null))),
            other => (Call::Read, Some(Answer::Value(int(other as i64 - 2)))),
        };
        let invoked = 2 * place as u64;
        let completed = if answer.is_some() { invoked + 1 } else { u64::MAX };
        history.operations.push(Op { number: place as u32, process, key, call, answer, invoked, completed });
    }
    let known = |op: &Op| match &op.answer {
        Some(Answer::Value(found @ Datum::Int(_))) => {
            let write = Call::Write(found.clone());
            history.operations.iter().any(|other| other.call == write && other.key == op.key)
        }
        _ => true,
    };
    (written <= 4 && history.operations.iter().all(known)).then_some(history)
}

/// Compares the session guarantees with brute force; counts what is violated, and last what cannot be told.
fn compare_sessions(history: &History, found: &mut [u64; 5]) {
    for (i, (guarantee, kept)) in sessions::judge(history, LIMIT).into_iter().enumerate() {
        let company = guarantee.company();
        let (alone, both) =
            (session_brute(history, &[company]), session_brute(history, &[company, guarantee]));
        let shown = || format!("{} on {:#?}: {kept:?}", guarantee.name(), history.operations);
        match &kept {
            Kept::Holds => assert!(both, "{}", shown()),
            Kept::Violated(operations) => {
                assert!(!both && alone && operations.len() > 1, "{}", shown());
                found[i] += 1;
            }
            Kept::Unknown(sessions::Why::Company(_)) => {
                assert!(!alone, "{}", shown());
                found[4] += 1;
            }
            Kept::Unknown(_) => panic!("{}", shown()),
        }
    }
}

/// Every sequence of so many operations by up to three processes.
fn exhaust_sessions(operations: usize, keys: usize) {
    let (mut found, mut all) = ([0; 5], 0);
    let kinds = operations + 1;
    let choices = 3 * keys * kinds;
    for code in 0..choices.pow(operations as u32) {
        let does = |place: usize| {
            let code = code / choices.pow(place as u32) % choices;
            ((code % 3) as u32, code / 3 % keys, code / 3 / keys)
        };
        let does: Vec<Does> = (0..operations).map(does).collect();
        // The names of processes do not matter.
        let named = does.iter().try_fold(
            0,
            |next, (process, ..)| {
                if *process > next { None } else { Some(next.max(process + 1)) }
            },
        );
        if let Some(history) = named.and_then(|_| sequence(&does)) {
            compare_sessions(&history, &mut found);
            all += 1;
        }
    }
    println!("{operations} operations on {keys} keys: {all} histories; violated, not told: {found:?}");
    assert!(found.iter().all(|count| *count > 0), "{found:?}");
}

#[test]
fn every_small_history_keeps_its_session_guarantees_or_not() {
    exhaust_sessions(5, 1);
    exhaust_sessions(4, 2);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Longer sessions, at random.
    #[test]
    fn random_sessions(
        drawn in prop::collection::vec((0_u32..3, 0_usize..3, 0_usize..2, any::<prop::sample::Index>()), 4..11),
    ) {
        // A read returns what some write to its key writes, or nothing.
        let writes = |key| {
            let all = drawn.iter().filter(|(.., kind, _)| *kind == 0).enumerate();
            let all = all.filter(move |(_, (_, on, ..))| *on == key).map(|(number, _)| number + 3);
            std::iter::once(2).chain(all).collect::<Vec<usize>>()
        };
        let does = drawn.iter().map(|(process, key, kind, choice)| match kind {
            0 => (*process, *key, usize::from(choice.index(4) == 0)),
            _ => (*process, *key, *choice.get(&writes(*key))),
        });
        if let Some(history) = sequence(&does.collect::<Vec<Does>>()) {
            compare_sessions(&history, &mut [0; 5]);
        }
    }
}
