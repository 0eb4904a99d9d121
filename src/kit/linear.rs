//! Linearizability as a run goes on: is there an order of the clients' operations, each at one instant between its
//! call and its answer, in which every answer is right?
//!
//! Sources: Maurice Herlihy and Jeannette Wing, *Linearizability: A Correctness Condition for Concurrent Objects*,
//! 1990, whose locality lets every key be judged by itself; Gavin Lowe, *Testing for Linearizability*, 2017: the
//! *just-in-time* algorithm. For each key it keeps every configuration that explains what was answered so far: a
//! state, and the open operations that have taken effect already, with the answers that they must then get. An
//! operation takes effect no earlier than some answer needs it to. When an answer leaves no configuration, no order
//! explains it.
//!
//! An operation whose client has given up may take effect at any time, or never. Nothing will tell which, so of two
//! configurations that differ only in such operations, the one with fewer of them can do all that the other can, and
//! the other is forgotten (Lowe has no such operations; they would double the configurations every time).

use super::model::{Answer, Call, Model, State};
use crate::sim::{Asked, Line, NodeId, Operation, Outcome, Report, SortedMap, Value};
use netsplit_text::{msg, t};
use std::rc::Rc;

/// With more configurations than this the key can no longer be judged. A key on which eight operations are open at a
/// time stays below it.
const CONFIGURATIONS_MAX: usize = 4_000;

crate::story! {
    NOT_LINEAR "kit.not-linear" "{0} asked {1} and was answered {2}, but no order of all operations explains that: {3}.";
}

/// The property, for a lab's table.
pub const ABOUT: &str = msg!(
    "Each operation of a client takes effect at one instant between its call and its answer, as if there \
     were one copy of the data and one client at a time. (Herlihy and Wing 1990)"
);

/// What is known of a history so far. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Linear {
    objects: Rc<SortedMap<Rc<str>, Rc<Object>>>,
}

/// What an answer says about a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Some order explains it.
    Explained,
    /// No order explains it: it could only have been one of these.
    Impossible(Vec<Answer>),
    /// There is too much to be looked at; from here on this key is not judged.
    Unsure,
}

/// One key.
#[derive(Clone, Debug)]
struct Object {
    open: Vec<Open>,
    configurations: Vec<Configuration>,
}

/// An operation that has no answer.
#[derive(Clone, Debug)]
struct Open {
    number: u32,
    client: NodeId,
    call: Call,
    /// Its client no longer waits.
    given_up: bool,
}

/// One way to explain all answers so far.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Configuration {
    state: State,
    /// The open operations that have taken effect, by number, and what they must answer.
    done: Vec<(u32, Answer)>,
}

impl Linear {
    /// Takes in what clients asked and were told in an event, and reports what is wrong.
    pub fn observe(&mut self, model: Model, asked: &Asked, property: usize, report: &mut Report) {
        // What began in this event cannot be ordered before what was answered in it.
        let (late, early) = asked.ended.iter().partition::<Vec<u32>, _>(|number| **number >= asked.begun);
        for number in early {
            self.end(model, asked, number, property, report);
        }
        for (number, operation) in (asked.begun..).zip(asked.history.iter_from(asked.begun as usize)) {
            match call_of(model, operation) {
                Some(call) => self.invoke(model, &operation.key, number, operation.client, call),
                None => report.unsure(property),
            }
        }
        for number in late {
            self.end(model, asked, number, property, report);
        }
    }

    /// An operation has ended.
    fn end(&mut self, model: Model, asked: &Asked, number: u32, property: usize, report: &mut Report) {
        let Some(operation) = asked.history.get(number as usize) else { return };
        let (Some((_, outcome)), Some(call)) = (&operation.ended, call_of(model, operation)) else { return };
        let (key, client) = (&*operation.key, operation.client);
        let finding = match outcome_of(&call, outcome) {
            Ended::Answered(answer) => self.answer(key, number, &answer),
            Ended::Void => self.void(key, number),
            Ended::Unknown => self.give_up(client, Some(number)),
        };
        match finding {
            Finding::Explained => {}
            Finding::Unsure => report.unsure(property),
            Finding::Impossible(could) => {
                let said = match outcome_of(&call, outcome) {
                    Ended::Answered(answer) => answer.to_string(),
                    _ => t!("that it had no effect").to_owned(),
                };
                let texts = [call.text(key), said, only(&could)].map(Value::Text);
                let args = std::iter::once(client.into()).chain(texts).collect();
                report.violate(property, &[client], Line::new(&NOT_LINEAR, args));
            }
        }
    }

    /// An operation on `key` has been invoked.
    pub fn invoke(&mut self, model: Model, key: &str, number: u32, client: NodeId, call: Call) {
        let objects = Rc::make_mut(&mut self.objects);
        if !objects.contains(key) {
            let start = Configuration { state: model.initial(), done: Vec::new() };
            objects.insert(key.into(), Rc::new(Object { open: Vec::new(), configurations: vec![start] }));
        }
        if let Some(object) = objects.get_mut(key).filter(|object| object.judged()) {
            Rc::make_mut(object).open.push(Open { number, client, call, given_up: false });
        }
    }

    /// An operation on `key` has been answered.
    pub fn answer(&mut self, key: &str, number: u32, answer: &Answer) -> Finding {
        self.change(key, |object| object.answer(number, answer))
    }

    /// An operation on `key` turned out to have had no effect.
    pub fn void(&mut self, key: &str, number: u32) -> Finding {
        self.change(key, |object| {
            object.open.retain(|open| open.number != number);
            object.configurations.retain(|configuration| configuration.answer_of(number).is_none());
            if object.judged() { Finding::Explained } else { Finding::Impossible(Vec::new()) }
        })
    }

    /// A client no longer waits for an operation, or for any of its own.
    pub fn give_up(&mut self, client: NodeId, number: Option<u32>) -> Finding {
        let waits =
            |open: &Open| open.client == client && !open.given_up && number.is_none_or(|n| n == open.number);
        for object in Rc::make_mut(&mut self.objects).values_mut() {
            if object.open.iter().any(waits) {
                let object = Rc::make_mut(object);
                object.open.iter_mut().filter(|open| waits(open)).for_each(|open| open.given_up = true);
                object.forget_what_is_no_better();
            }
        }
        Finding::Explained
    }

    fn change(&mut self, key: &str, change: impl FnOnce(&mut Object) -> Finding) -> Finding {
        let objects = Rc::make_mut(&mut self.objects);
        match objects.get_mut(key).filter(|object| object.judged()) {
            Some(object) => change(Rc::make_mut(object)),
            None => Finding::Explained,
        }
    }
}

impl Object {
    /// Whether it is still judged: not after a violation, nor when there was too much to look at.
    fn judged(&self) -> bool {
        !self.configurations.is_empty()
    }

    fn answer(&mut self, number: u32, answer: &Answer) -> Finding {
        let Some(place) = self.open.iter().position(|open| open.number == number) else {
            return Finding::Explained;
        };
        let call = self.open[place].call.clone();
        let Some(reached) = self.reach(number) else {
            self.configurations.clear();
            return Finding::Unsure;
        };
        let (mut kept, mut could) = (Vec::new(), Vec::new());
        for configuration in &reached {
            let (state, given) = match configuration.answer_of(number) {
                Some(given) => (configuration.state.clone(), given.clone()),
                None => match configuration.state.step(&call) {
                    Some(stepped) => stepped,
                    None => continue,
                },
            };
            if given == *answer {
                let done = configuration.done.iter().filter(|(other, _)| *other != number).cloned().collect();
                kept.push(Configuration { state, done });
            } else if !could.contains(&given) {
                could.push(given);
            }
        }
        self.open.remove(place);
        self.configurations = kept;
        self.forget_what_is_no_better();
        if self.judged() { Finding::Explained } else { Finding::Impossible(could) }
    }

    /// All configurations that open operations other than `number` can lead to, where it has not taken effect yet.
    fn reach(&self, number: u32) -> Option<Vec<Configuration>> {
        let mut reached = self.configurations.clone();
        let mut next = 0;
        while next < reached.len() {
            let from = reached[next].clone();
            next += 1;
            if from.answer_of(number).is_some() {
                continue;
            }
            for open in &self.open {
                let Some(to) = from.after(open).filter(|_| open.number != number) else { continue };
                if !reached.iter().any(|known| self.no_better(&to, known)) {
                    reached.push(to);
                }
            }
            if reached.len() > CONFIGURATIONS_MAX {
                return None;
            }
        }
        Some(reached)
    }

    /// Whether `one` can do nothing that `other` cannot: it is the same but for operations that nobody waits for.
    fn no_better(&self, one: &Configuration, other: &Configuration) -> bool {
        let given_up = |number: u32| self.open.iter().any(|open| open.number == number && open.given_up);
        one.state == other.state
            && other.done.iter().all(|done| match one.answer_of(done.0) {
                Some(answer) => *answer == done.1 || given_up(done.0),
                None => false,
            })
            && one.done.iter().all(|done| given_up(done.0) || other.answer_of(done.0).is_some())
    }

    fn forget_what_is_no_better(&mut self) {
        let mut kept: Vec<Configuration> = Vec::new();
        for one in std::mem::take(&mut self.configurations) {
            if !kept.iter().any(|other| self.no_better(&one, other)) {
                kept.retain(|other| !self.no_better(other, &one));
                kept.push(one);
            }
        }
        self.configurations = kept;
    }
}

impl Configuration {
    /// What an operation must answer, if it has taken effect.
    fn answer_of(&self, number: u32) -> Option<&Answer> {
        self.done.iter().find(|(other, _)| *other == number).map(|(_, answer)| answer)
    }

    /// The configuration after an open operation has taken effect, if it can and has not yet.
    fn after(&self, open: &Open) -> Option<Configuration> {
        if self.answer_of(open.number).is_some() {
            return None;
        }
        let (state, answer) = self.state.step(&open.call)?;
        // What nobody waits for matters only by what it changes.
        if open.given_up && state == self.state {
            return None;
        }
        let mut done = self.done.clone();
        done.insert(done.partition_point(|(other, _)| *other < open.number), (open.number, answer));
        Some(Configuration { state, done })
    }
}

/// What an outcome says about an operation.
pub enum Ended {
    /// It took effect, or was refused, with this answer.
    Answered(Answer),
    /// It had no effect, and tells nothing else.
    Void,
    /// It may have taken effect, or still may.
    Unknown,
}

/// The call of an operation in a run, if the model has it.
pub fn call_of(model: Model, operation: &Operation) -> Option<Call> {
    model.call(operation.f, operation.value.as_deref().into())
}

/// What an operation's outcome says about its call.
pub fn outcome_of(call: &Call, outcome: &Outcome) -> Ended {
    match outcome {
        Outcome::Ok(value) if call.asks() => Ended::Answered(Answer::Value(value.as_deref().into())),
        Outcome::Ok(_) => Ended::Answered(Answer::Done),
        Outcome::Fail(_) if matches!(call, Call::Cas(..)) => Ended::Answered(Answer::Refused),
        Outcome::Fail(_) => Ended::Void,
        Outcome::Unknown => Ended::Unknown,
    }
}

/// What would have been right, in words.
fn only(could: &[Answer]) -> String {
    let answers = could.iter().map(Answer::to_string).reduce(|one, other| t!("{one} or {other}", one, other));
    match answers {
        None => t!("it cannot have ended so").to_owned(),
        Some(answers) => t!("it could only be {answers}", answers),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::model::Datum;

    const READER: NodeId = NodeId(9);

    /// A history of one register; every write is by another client.
    struct Register(Linear);

    impl Register {
        fn new() -> Self {
            Register(Linear::default())
        }

        fn write(&mut self, number: u32, value: i64) {
            let client = NodeId(number as u16);
            self.0.invoke(Model::Register, "x", number, client, Call::Write(Datum::Int(value)));
        }

        fn wrote(&mut self, number: u32) -> Finding {
            self.0.answer("x", number, &Answer::Done)
        }

        fn read(&mut self, number: u32, value: Option<i64>) -> Finding {
            self.0.invoke(Model::Register, "x", number, READER, Call::Read);
            self.0.answer("x", number, &Answer::Value(value.map_or(Datum::Null, Datum::Int)))
        }
    }

    #[test]
    fn an_answer_must_be_possible() {
        let mut history = Register::new();
        history.write(1, 1);
        assert_eq!(history.read(2, None), Finding::Explained, "the write may come later");
        assert_eq!(history.read(3, Some(1)), Finding::Explained, "it may come now");
        let fork = Register(history.0.clone());
        let only = Finding::Impossible(vec![Answer::Value(Datum::Int(1))]);
        assert_eq!(history.read(4, None), only, "it cannot be undone");
        assert_eq!(history.read(5, None), Finding::Explained, "a key is judged up to its first violation");
        let mut history = fork;
        assert_eq!(history.wrote(1), Finding::Explained);
        assert_eq!(history.read(6, None), only, "a fork goes its own way");
    }

    #[test]
    fn what_a_client_gave_up_may_happen_late_but_once() {
        let mut history = Register::new();
        history.write(1, 1);
        history.0.give_up(NodeId(1), None);
        history.write(2, 2);
        assert_eq!(history.wrote(2), Finding::Explained);
        assert_eq!(history.read(3, Some(2)), Finding::Explained);
        assert_eq!(history.read(4, Some(1)), Finding::Explained);
        assert_ne!(history.read(5, Some(2)), Finding::Explained);
    }

    #[test]
    fn what_had_no_effect_must_not_be_seen() {
        let mut history = Register::new();
        history.write(1, 1);
        let mut other = Register(history.0.clone());
        assert_eq!(history.0.void("x", 1), Finding::Explained);
        assert_eq!(history.read(2, Some(1)), Finding::Impossible(vec![Answer::Value(Datum::Null)]));
        assert_eq!(other.read(2, Some(1)), Finding::Explained);
        assert_eq!(other.0.void("x", 1), Finding::Impossible(Vec::new()));
    }

    #[test]
    fn many_writes_that_nobody_waits_for_cost_little() {
        let mut history = Register::new();
        for number in 0..200 {
            history.write(number, number.into());
            history.0.give_up(NodeId(number as u16), None);
            assert_eq!(history.read(1_000 + number, Some(number.into())), Finding::Explained);
        }
        assert_ne!(history.read(5_000, Some(7)), Finding::Explained);
    }

    #[test]
    fn too_much_to_look_at_is_unknown() {
        let mut history = Register::new();
        (0..20).for_each(|number| history.write(number, number.into()));
        assert_eq!(history.wrote(3), Finding::Unsure);
    }
}
