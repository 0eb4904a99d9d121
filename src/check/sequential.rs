//! Sequential consistency: is there one order of all operations in which every process's own come in the order in
//! which it made them, and every answer is right? (Leslie Lamport, *How to Make a Multiprocessor Computer That
//! Correctly Executes Multiprocess Programs*, 1979.) When things happened does not matter.
//!
//! It is not local: keys cannot be judged one by one. A linearizable history is sequentially consistent; otherwise
//! the orders are searched, and no configuration is entered twice. An operation that only looks (a read, a refused
//! cas, a dequeue that finds nothing) and is answered rightly is taken at once: that spoils nothing. A write of what is
//! there already is not: later it may be needed. One of unknown outcome comes after what its process did before it,
//! but nothing need come after it.

use super::clients::points;
use super::history::{History, Op};
use super::linear::{self, Judged};
use super::seen::{Bits, Configuration, Seen};
use crate::kit::model::{Answer, Call, Datum, State};
use crate::sim::{SortedMap, key_of, order};

/// Judges a whole history, all keys together; `limit` is the number of configurations looked at before the search is
/// given up. In a history that is not sequentially consistent, `prefix` is the longest order found, and `unplaced` the
/// next operation of each process.
pub fn judge(history: &History, limit: u64) -> Judged {
    linearized(history, limit).unwrap_or_else(|| Search::new(history).run(limit))
}

/// One order for all keys from those that explain each as linearizable (Herlihy and Wing 1990, theorem 1).
fn linearized(history: &History, limit: u64) -> Option<Judged> {
    let (mut places, mut instants) = (Vec::new(), Vec::new());
    for judged in linear::judge(history, limit) {
        let Judged::Linearizable(order) = judged else { return None };
        let spans: Vec<_> = order
            .iter()
            .map(|place| &history.operations[*place])
            .map(|op| (op.invoked, op.completed))
            .collect();
        instants.extend(points(&spans).into_iter().map(key_of));
        places.extend(order);
    }
    Some(Judged::Linearizable(order(instants).into_iter().map(|i| places[i]).collect()))
}

/// A process: the operations that it knows the end of, in order, and how many have taken effect.
#[derive(Default)]
struct Process {
    must: Vec<usize>,
    done: usize,
}

/// An operation of unknown outcome: it comes after so many others of its process.
struct Loose {
    place: usize,
    process: usize,
    after: usize,
}

/// Places where the search can go on.
struct Fork {
    placed: usize,
    options: Vec<usize>,
}

struct Search<'a> {
    history: &'a History,
    processes: Vec<Process>,
    loose: Vec<Loose>,
    /// For each operation its process and its number among those of unknown outcome, if it is one.
    lanes: Vec<(usize, Option<usize>)>,
    here: Configuration<Vec<State>>,
    /// What has taken effect, with the state of its key before.
    placed: Vec<(usize, State)>,
    missing: usize,
    best: Vec<usize>,
    unplaced: Vec<usize>,
}

impl<'a> Search<'a> {
    fn new(history: &'a History) -> Self {
        let (mut known, mut processes) = (SortedMap::default(), Vec::<Process>::new());
        let (mut loose, mut lanes) = (Vec::new(), Vec::new());
        for (place, op) in history.operations.iter().enumerate() {
            let process = known.get(&op.process).copied().unwrap_or(processes.len());
            if process == processes.len() {
                known.insert(op.process, process);
                processes.push(Process::default());
            }
            if op.answer.is_some() {
                lanes.push((process, None));
                processes[process].must.push(place);
            } else {
                lanes.push((process, Some(loose.len())));
                loose.push(Loose { place, process, after: processes[process].must.len() });
            }
        }
        let state = vec![history.model.initial(); history.keys.len()];
        let here = Configuration { must: Bits::default(), may: Bits::default(), state };
        let missing = history.operations.len() - loose.len();
        let (placed, best, unplaced) = (Vec::new(), Vec::new(), Vec::new());
        Search { history, processes, loose, lanes, here, placed, missing, best, unplaced }
    }

    fn run(mut self, limit: u64) -> Judged {
        let (mut seen, mut looked) = (Seen::default(), 0);
        self.settle();
        let mut forks = vec![self.fork()];
        while self.missing > 0 {
            let Some(fork) = forks.last_mut() else {
                return Judged::Not { prefix: self.best, unplaced: self.unplaced };
            };
            let (placed, option) = (fork.placed, fork.options.pop());
            while self.placed.len() > placed {
                self.take_back();
            }
            let Some(place) = option else {
                self.remember();
                forks.pop();
                continue;
            };
            looked += 1;
            if looked > limit {
                return Judged::Unknown(looked);
            }
            self.place(place);
            self.settle();
            if seen.insert(&self.here) {
                forks.push(self.fork());
            }
        }
        Judged::Linearizable(self.placed.into_iter().map(|(place, _)| place).collect())
    }

    fn op(&self, place: usize) -> &'a Op {
        &self.history.operations[place]
    }

    /// What an operation makes of its key, if it can come next.
    fn apply(&self, place: usize) -> Option<State> {
        let op = self.op(place);
        self.here.state[op.key].apply(&op.call, op.answer.as_ref())
    }

    /// Whether an operation can come next, and changes something.
    fn changes(&self, place: usize) -> bool {
        self.apply(place).is_some_and(|state| state != self.here.state[self.op(place).key])
    }

    /// The next operation of each process.
    fn heads(&self) -> impl Iterator<Item = usize> {
        self.processes.iter().filter_map(|process| process.must.get(process.done).copied())
    }

    /// What may come next; what began first is tried first, and what is unknown last.
    fn fork(&self) -> Fork {
        let ready = |(number, loose): &(usize, &Loose)| {
            self.processes[loose.process].done >= loose.after && !self.here.may.contains(*number)
        };
        let loose = self.loose.iter().enumerate().filter(ready).map(|(_, loose)| loose.place);
        let mut options: Vec<usize> = loose.filter(|place| self.changes(*place)).collect();
        let heads: Vec<usize> = self.heads().filter(|place| self.apply(*place).is_some()).collect();
        options.extend(order(heads.iter().map(|place| *place as u64)).iter().rev().map(|i| heads[*i]));
        Fork { placed: self.placed.len(), options }
    }

    /// The search is stuck here: that is the longest order so far, or not.
    fn remember(&mut self) {
        if self.placed.len() > self.best.len() || self.unplaced.is_empty() {
            self.best = self.placed.iter().map(|(place, _)| *place).collect();
            self.unplaced = self.heads().collect();
        }
    }

    /// Whether an operation, answered as it was, never changes anything.
    fn only_looks(&self, place: usize) -> bool {
        let op = self.op(place);
        let nothing = Answer::Value(Datum::Null);
        matches!(op.call, Call::Read)
            || op.answer.as_ref().is_some_and(|answer| *answer == Answer::Refused || *answer == nothing)
    }

    /// Takes everything that can come next and only looks.
    fn settle(&mut self) {
        for process in 0..self.processes.len() {
            while let Some(place) = self.processes[process].must.get(self.processes[process].done).copied() {
                if self.apply(place).is_none() || !self.only_looks(place) {
                    break;
                }
                self.place(place);
            }
        }
    }

    fn place(&mut self, place: usize) {
        let Some(state) = self.apply(place) else { return };
        let key = self.op(place).key;
        let before = std::mem::replace(&mut self.here.state[key], state);
        self.placed.push((place, before));
        let (process, loose) = self.lanes[place];
        if let Some(number) = loose {
            self.here.may.insert(number);
        } else {
            self.here.must.insert(place);
            self.processes[process].done += 1;
            self.missing -= 1;
        }
    }

    fn take_back(&mut self) {
        let Some((place, before)) = self.placed.pop() else { return };
        let key = self.op(place).key;
        self.here.state[key] = before;
        let (process, loose) = self.lanes[place];
        if let Some(number) = loose {
            self.here.may.remove(number);
        } else {
            self.here.must.remove(place);
            self.processes[process].done -= 1;
            self.missing += 1;
        }
    }
}
