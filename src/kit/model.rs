//! Sequential specifications: what an object answers when it is asked one thing at a time.
//!
//! Histories of clients are judged by them. Each is a pure state machine, total where it can be; a call that cannot
//! happen in a state (acquiring a lock that is held, adding to a number that is none) has no step there.

use netsplit_text::t;
use std::fmt;
use std::rc::Rc;

/// A value that clients write and read: a JSON scalar. Numbers and strings are different values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Datum {
    /// Nothing: what an unwritten key reads.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number, as it is written in its shortest form.
    Number(Rc<str>),
    /// A string.
    Text(Rc<str>),
}

impl From<Option<&str>> for Datum {
    fn from(text: Option<&str>) -> Self {
        text.map_or(Datum::Null, |text| Datum::Text(text.into()))
    }
}

/// The value without quotes; `nothing` for none.
impl fmt::Display for Datum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Datum::Null => f.write_str(t!("nothing")),
            Datum::Bool(value) => write!(f, "{value}"),
            Datum::Int(value) => write!(f, "{value}"),
            Datum::Number(text) | Datum::Text(text) => f.write_str(text),
        }
    }
}

/// What is asked of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// The value of a register or counter, or all members of a set.
    Read,
    /// Put a value into a register.
    Write(Datum),
    /// Put the second value into a register if the first is there.
    Cas(Datum, Datum),
    /// Put a string at the end of the one in a register; an unwritten register holds the empty one.
    Append(Rc<str>),
    /// Add to a counter.
    Add(i64),
    /// Put a value at the end of a queue.
    Enqueue(Datum),
    /// Take the value at the front of a queue; nothing when it is empty.
    Dequeue,
    /// Put a value into a set.
    Insert(Datum),
    /// Take a value out of a set, whether or not it is in it.
    Remove(Datum),
    /// Take a lock that nobody holds.
    Acquire,
    /// Give a lock back that somebody holds.
    Release,
}

/// What an object answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is done.
    Done,
    /// It was not done: the register holds another value than the one to be replaced.
    Refused,
    /// A value.
    Value(Datum),
    /// The members of a set, in ascending order.
    Members(Rc<[Datum]>),
}

/// The state of one object.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// What a register or counter holds, or whether a lock is held.
    One(Datum),
    /// What is in a queue, from its front, or in a set, in ascending order.
    Many(Rc<[Datum]>),
}

/// A sequential specification. Where operations name keys, each key is an object of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// Read and write.
    Register,
    /// A register with compare-and-set.
    CasRegister,
    /// Registers under keys: read, write, compare-and-set and append.
    KeyValue,
    /// Add and read; begins at 0.
    Counter,
    /// First in, first out.
    Queue,
    /// Add, remove and read all.
    Set,
    /// A lock: acquire and release, by anybody.
    Mutex,
}

impl Model {
    /// Every model.
    pub const ALL: [Model; 7] = [
        Model::Register,
        Model::CasRegister,
        Model::KeyValue,
        Model::Counter,
        Model::Queue,
        Model::Set,
        Model::Mutex,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Model::Register => "register",
            Model::CasRegister => "cas",
            Model::KeyValue => "kv",
            Model::Counter => "counter",
            Model::Queue => "queue",
            Model::Set => "set",
            Model::Mutex => "mutex",
        }
    }

    /// What clients may ask of it, by the names in a history.
    pub fn functions(self) -> &'static [&'static str] {
        match self {
            Model::Register => &["read", "write"],
            Model::CasRegister => &["read", "write", "cas"],
            Model::KeyValue => &["read", "write", "cas", "append"],
            Model::Counter => &["read", "add"],
            Model::Queue => &["enqueue", "dequeue"],
            Model::Set => &["read", "add", "remove"],
            Model::Mutex => &["acquire", "release"],
        }
    }

    /// An object that nobody has touched.
    pub fn initial(self) -> State {
        match self {
            Model::Register | Model::CasRegister | Model::KeyValue => State::One(Datum::Null),
            Model::Counter => State::One(Datum::Int(0)),
            Model::Mutex => State::One(Datum::Bool(false)),
            Model::Queue | Model::Set => State::Many(Rc::new([])),
        }
    }

    /// The call that a history writes as a name and at most one value; none when the model has no such call, it
    /// needs another kind of value, or it is a compare-and-set, which has two.
    pub fn call(self, f: &str, value: Datum) -> Option<Call> {
        if !self.functions().contains(&f) {
            return None;
        }
        Some(match (f, value) {
            ("read", _) => Call::Read,
            ("write", value) => Call::Write(value),
            ("append", Datum::Text(text)) => Call::Append(text),
            ("add", Datum::Int(by)) if self == Model::Counter => Call::Add(by),
            ("add", value) if self == Model::Set => Call::Insert(value),
            ("remove", value) => Call::Remove(value),
            // Nothing is what an empty queue gives.
            ("enqueue", value) if value != Datum::Null => Call::Enqueue(value),
            ("dequeue", _) => Call::Dequeue,
            ("acquire", _) => Call::Acquire,
            ("release", _) => Call::Release,
            _ => return None,
        })
    }
}

impl Call {
    /// Whether its answer is a value.
    pub fn asks(&self) -> bool {
        matches!(self, Call::Read | Call::Dequeue)
    }

    /// The call on an object under `key`, in short: `x?`, `x←1`.
    pub fn text(&self, key: &str) -> String {
        let sign = if key.is_empty() { "" } else { " " };
        match self {
            Call::Read => format!("{key}?"),
            Call::Write(value) => format!("{key}←{value}"),
            Call::Cas(from, to) => format!("{key}{sign}{from}→{to}"),
            Call::Append(text) => format!("{key}{sign}append {text}"),
            Call::Add(by) => format!("{key}{sign}add {by}"),
            Call::Enqueue(value) => format!("{key}{sign}enqueue {value}"),
            Call::Dequeue => format!("{key}{sign}dequeue"),
            Call::Insert(value) => format!("{key}{sign}add {value}"),
            Call::Remove(value) => format!("{key}{sign}remove {value}"),
            Call::Acquire => format!("{key}{sign}acquire"),
            Call::Release => format!("{key}{sign}release"),
        }
    }
}

/// In words: `done`, `refused`, or the value.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Answer::Done => f.write_str(t!("done")),
            Answer::Refused => f.write_str(t!("refused")),
            Answer::Value(value) => write!(f, "{value}"),
            Answer::Members(all) => {
                f.write_str("{")?;
                for (place, member) in all.iter().enumerate() {
                    write!(f, "{}{member}", if place == 0 { "" } else { ", " })?;
                }
                f.write_str("}")
            }
        }
    }
}

impl State {
    /// What a call makes of this state, and what it answers; none when it cannot happen here.
    pub fn step(&self, call: &Call) -> Option<(State, Answer)> {
        match self {
            State::One(value) => step_one(value, call),
            State::Many(values) => step_many(values, call),
        }
    }

    /// What a call makes of this state if it gives this answer, or any if none is known.
    pub fn apply(&self, call: &Call, answer: Option<&Answer>) -> Option<State> {
        let (state, given) = self.step(call)?;
        answer.is_none_or(|answer| *answer == given).then_some(state)
    }
}

fn step_one(value: &Datum, call: &Call) -> Option<(State, Answer)> {
    let (next, answer) = match (call, value) {
        (Call::Read, _) => (value.clone(), Answer::Value(value.clone())),
        (Call::Write(new), _) => (new.clone(), Answer::Done),
        (Call::Cas(from, to), _) if from == value => (to.clone(), Answer::Done),
        (Call::Cas(..), _) => (value.clone(), Answer::Refused),
        (Call::Append(end), Datum::Null) => (Datum::Text(end.clone()), Answer::Done),
        (Call::Append(end), Datum::Text(text)) => {
            (Datum::Text([&**text, &**end].concat().into()), Answer::Done)
        }
        (Call::Add(by), Datum::Int(sum)) => (Datum::Int(sum.checked_add(*by)?), Answer::Done),
        (Call::Acquire, Datum::Bool(false)) => (Datum::Bool(true), Answer::Done),
        (Call::Release, Datum::Bool(true)) => (Datum::Bool(false), Answer::Done),
        _ => return None,
    };
    Some((State::One(next), answer))
}

fn step_many(values: &Rc<[Datum]>, call: &Call) -> Option<(State, Answer)> {
    let done = |values: Vec<Datum>| Some((State::Many(values.into()), Answer::Done));
    let mut next = values.to_vec();
    match call {
        Call::Read => Some((State::Many(values.clone()), Answer::Members(values.clone()))),
        Call::Enqueue(value) => {
            next.push(value.clone());
            done(next)
        }
        Call::Dequeue if values.is_empty() => Some((State::Many(values.clone()), Answer::Value(Datum::Null))),
        Call::Dequeue => {
            let first = next.remove(0);
            Some((State::Many(next.into()), Answer::Value(first)))
        }
        Call::Insert(value) => {
            if let Err(place) = next.binary_search(value) {
                next.insert(place, value.clone());
            }
            done(next)
        }
        Call::Remove(value) => {
            next.retain(|member| member != value);
            done(next)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(value: i64) -> Datum {
        Datum::Int(value)
    }

    /// Makes the calls one after the other and returns the answers, up to the first that cannot happen.
    fn play(model: Model, calls: &[Call]) -> Vec<Answer> {
        let mut state = model.initial();
        let step = |call: &Call| {
            let (next, answer) = state.step(call)?;
            state = next;
            Some(answer)
        };
        calls.iter().map_while(step).collect()
    }

    fn value(value: Datum) -> Answer {
        Answer::Value(value)
    }

    #[test]
    fn a_register_holds_what_was_written_last() {
        let calls = [
            Call::Read,
            Call::Write(int(1)),
            Call::Cas(int(2), int(3)),
            Call::Cas(int(1), int(3)),
            Call::Read,
        ];
        let answers = [value(Datum::Null), Answer::Done, Answer::Refused, Answer::Done, value(int(3))];
        assert_eq!(play(Model::CasRegister, &calls), answers);
        let text = |text: &str| Call::Append(text.into());
        let answers = play(Model::KeyValue, &[text("a"), text("b"), Call::Read]);
        assert_eq!(answers.last(), Some(&value(Some("ab").into())));
        assert_eq!(play(Model::KeyValue, &[Call::Write(int(1)), text("b")]).len(), 1, "1 is no string");
    }

    #[test]
    fn a_counter_counts_and_a_lock_locks() {
        let answers = play(Model::Counter, &[Call::Read, Call::Add(5), Call::Add(-7), Call::Read]);
        assert_eq!(answers, [value(int(0)), Answer::Done, Answer::Done, value(int(-2))]);
        assert_eq!(play(Model::Counter, &[Call::Add(i64::MAX), Call::Add(1)]).len(), 1, "it would overflow");
        assert_eq!(play(Model::Mutex, &[Call::Acquire, Call::Release, Call::Acquire]).len(), 3);
        assert_eq!(play(Model::Mutex, &[Call::Acquire, Call::Acquire]).len(), 1);
        assert_eq!(play(Model::Mutex, &[Call::Release]).len(), 0);
    }

    #[test]
    fn a_queue_keeps_order_and_a_set_keeps_one_of_each() {
        let (one, two) = (Call::Enqueue(int(1)), Call::Enqueue(int(2)));
        let answers = play(Model::Queue, &[two, one, Call::Dequeue, Call::Dequeue, Call::Dequeue]);
        assert_eq!(answers[2..], [value(int(2)), value(int(1)), value(Datum::Null)]);
        let put = |value| Call::Insert(int(value));
        let answers =
            play(Model::Set, &[put(2), put(1), put(2), Call::Read, Call::Remove(int(2)), Call::Read]);
        assert_eq!(answers[3], Answer::Members([int(1), int(2)].into()));
        assert_eq!(answers[5], Answer::Members([int(1)].into()));
    }

    #[test]
    fn a_model_knows_its_calls() {
        assert_eq!(Model::Counter.call("add", int(2)), Some(Call::Add(2)));
        assert_eq!(Model::Set.call("add", int(2)), Some(Call::Insert(int(2))));
        assert_eq!(Model::Register.call("cas", int(2)), None);
        assert_eq!(Model::Queue.call("enqueue", Datum::Null), None);
        assert_eq!(Model::KeyValue.call("append", int(2)), None);
        for model in Model::ALL {
            let value = || if model == Model::KeyValue { Some("a").into() } else { int(1) };
            let calls = model.functions().iter().filter(|f| **f != "cas");
            assert!(calls.clone().all(|f| model.call(f, value()).is_some()), "{}", model.name());
        }
    }
}
