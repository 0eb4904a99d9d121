//! A history as the judges read it: what each process asked, what it was told, and in which order that happened.

use crate::kit::linear::{Ended, call_of, outcome_of};
use crate::kit::model::{Answer, Call, Model};
use crate::sim::{Operation, SharedVec, SortedMap};
use std::rc::Rc;

/// One operation that had an effect, or may have had one, or observed something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Op {
    /// Its number where it comes from: the operation of a run, the line of a file.
    pub number: u32,
    /// Who asked.
    pub process: u32,
    /// On which of the history's keys.
    pub key: usize,
    /// What.
    pub call: Call,
    /// What it was told; none = unknown: it may take effect at any time after its call, or never.
    pub answer: Option<Answer>,
    /// When it was invoked, in the order of the history.
    pub invoked: u64,
    /// When it was answered; `u64::MAX` if it is unknown how it ended.
    pub completed: u64,
}

/// A history of one or several objects of a model.
#[derive(Clone, Debug)]
pub struct History {
    /// What the objects are.
    pub model: Model,
    /// The names of the objects, in the order in which they come; one with no name when none is given.
    pub keys: Vec<Rc<str>>,
    /// The operations, in the order of their calls.
    pub operations: Vec<Op>,
    places: SortedMap<Rc<str>, usize>,
}

impl History {
    /// A history in which nothing happens.
    pub fn new(model: Model) -> Self {
        History { model, keys: Vec::new(), operations: Vec::new(), places: SortedMap::default() }
    }

    /// The place of a key in [`History::keys`], where it is put if it is new.
    pub fn key(&mut self, name: &str) -> usize {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        let (place, name) = (self.keys.len(), Rc::<str>::from(name));
        self.places.insert(name.clone(), place);
        self.keys.push(name);
        place
    }

    /// What the clients of a run asked and were told.
    ///
    /// # Errors
    /// The number of the first operation that the model does not know.
    pub fn of_run(run: &SharedVec<Operation>, model: Model) -> Result<Self, u32> {
        let mut history = History::new(model);
        for (number, operation) in (0..).zip(run.iter()) {
            let call = call_of(model, operation).ok_or(number)?;
            let (began, ended) = operation.events;
            let (answer, completed) = match &operation.ended {
                None => (None, u64::MAX),
                Some((_, outcome)) => match outcome_of(&call, outcome) {
                    // In one event, what ends comes before what begins, but not before it has begun itself.
                    Ended::Answered(answer) => (Some(answer), 3 * ended + if began == ended { 2 } else { 0 }),
                    Ended::Void => continue,
                    Ended::Unknown => (None, u64::MAX),
                },
            };
            let (key, process) = (history.key(&operation.key), operation.client.0.into());
            let invoked = 3 * began + 1;
            history.operations.push(Op { number, process, key, call, answer, invoked, completed });
        }
        Ok(history)
    }

    /// The places of the operations on each key, in the order of their calls.
    pub fn by_key(&self) -> Vec<Vec<usize>> {
        let mut by_key = vec![Vec::new(); self.keys.len()];
        for (place, op) in self.operations.iter().enumerate() {
            by_key[op.key].push(place);
        }
        by_key
    }
}
