//! Linearizability of a whole history.
//!
//! Sources: Jeannette Wing and Chun Gong, *Testing and Verifying Concurrent Objects*, 1993, whose search tries the
//! operations that may come next one by one, in a doubly linked list of calls and returns; Gavin Lowe, *Testing for
//! Linearizability*, 2017, who remembers the configurations the search has been in; Anish Athalye's *Porcupine*,
//! 2017, which judges every key by itself (linearizability is local: Herlihy and Wing 1990) and keeps configurations
//! as bit sets. Operations of unknown outcome are tried after those that were answered, and a configuration is not
//! entered if one was that differs only by fewer of them.

use super::history::{History, Op};
use super::seen::{Bits, Configuration, Seen};
use crate::kit::model::State;
use crate::sim::order;

/// What is known of one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judged {
    /// Linearizable: its operations in an order that explains every answer, as places in the history. Operations of
    /// unknown outcome that need not have taken effect are not in it.
    Linearizable(Vec<usize>),
    /// Not linearizable.
    Not {
        /// The order that explains the answers up to the latest instant to which any does, and as many as possible
        /// of the operations that overlap that instant.
        prefix: Vec<usize>,
        /// The operations that cannot come next: the one whose answer is at that instant, then those that were
        /// called before it and are not in the order.
        unplaced: Vec<usize>,
    },
    /// The search had to be given up after so many configurations.
    Unknown(u64),
}

/// Judges every key of a history; `limit` is the number of configurations looked at in all before the search is given
/// up. A key that is not linearizable may so be told from one that is unknown, and the other way round.
pub fn judge(history: &History, limit: u64) -> Vec<Judged> {
    let mut left = limit;
    let judge = |places: Vec<usize>| {
        let mut search = Search::new(&history.operations, places, history.model.initial());
        let judged = search.run(left);
        left = left.saturating_sub(search.looked);
        judged
    };
    history.by_key().into_iter().map(judge).collect()
}

/// A call or a return in the list. The head of the list is entry 0.
#[derive(Clone, Copy, Debug)]
struct Entry {
    before: u32,
    after: u32,
    /// Which operation, by its place in the search.
    op: u32,
    returns: bool,
}

/// An operation in the search.
struct Candidate<'a> {
    op: &'a Op,
    place: usize,
    /// Its number among those that must take effect, or among those that may.
    bit: usize,
    call: u32,
    /// Its return in the list; 0 if it has none.
    returns: u32,
}

impl Candidate<'_> {
    /// Whether it must take effect: it was answered.
    fn must(&self) -> bool {
        self.op.answer.is_some()
    }
}

/// A choice that can be taken back.
struct Choice {
    op: u32,
    state: State,
}

/// The search over one key.
struct Search<'a> {
    list: Vec<Entry>,
    ops: Vec<Candidate<'a>>,
    /// How many must still take effect.
    missing: usize,
    here: Configuration,
    chosen: Vec<Choice>,
    seen: Seen<State>,
    looked: u64,
    /// The return that could not be passed in the best configuration, and how much had taken effect there.
    best: (u32, usize),
    best_order: Vec<u32>,
}

const HEAD: u32 = 0;

impl<'a> Search<'a> {
    fn new(operations: &'a [Op], places: Vec<usize>, state: State) -> Self {
        let (mut must, mut may) = (0, 0);
        let candidate = |place: usize| {
            let op: &Op = &operations[place];
            let count: &mut usize = if op.answer.is_some() { &mut must } else { &mut may };
            *count += 1;
            Candidate { op, place, bit: *count - 1, call: 0, returns: 0 }
        };
        let mut ops: Vec<Candidate> = places.into_iter().map(candidate).collect();
        let list = link(&mut ops);
        let here = Configuration { must: Bits::default(), may: Bits::default(), state };
        let (best, best_order) = ((0, 0), Vec::new());
        let seen = Seen::default();
        Search { list, ops, missing: must, here, chosen: Vec::new(), seen, looked: 0, best, best_order }
    }

    fn run(&mut self, limit: u64) -> Judged {
        // First what was answered, in the order of the calls, then what may have taken effect.
        let (mut at, mut must) = (self.list[HEAD as usize].after, true);
        while self.missing > 0 {
            let entry = self.list[at as usize];
            if !entry.returns && at != HEAD {
                let turn = self.ops[entry.op as usize].must() == must;
                if turn && self.choose(entry.op) {
                    (at, must) = (self.list[HEAD as usize].after, true);
                } else {
                    at = entry.after;
                }
                if self.looked > limit {
                    return Judged::Unknown(self.looked);
                }
            } else if must {
                (at, must) = (self.list[HEAD as usize].after, false);
            } else {
                self.remember(at);
                let Some(op) = self.take_back() else { return self.impossible() };
                let candidate = &self.ops[op as usize];
                (at, must) = (self.list[candidate.call as usize].after, candidate.must());
            }
        }
        Judged::Linearizable(self.places(self.chosen.iter().map(|choice| choice.op)))
    }

    /// Lets an operation take effect next, if it can and this leads somewhere new.
    fn choose(&mut self, op: u32) -> bool {
        let candidate = &self.ops[op as usize];
        let (must, bit) = (candidate.must(), candidate.bit);
        let Some(state) = self.here.state.apply(&candidate.op.call, candidate.op.answer.as_ref()) else {
            return false;
        };
        // What nobody was told matters only by what it changes.
        if !must && state == self.here.state {
            return false;
        }
        let before = std::mem::replace(&mut self.here.state, state);
        if must {
            self.here.must.insert(bit);
        } else {
            self.here.may.insert(bit);
        }
        self.looked += 1;
        if !self.seen.insert(&self.here) {
            self.undo(must, bit, before);
            return false;
        }
        self.missing -= usize::from(must);
        self.unlink(op);
        self.chosen.push(Choice { op, state: before });
        true
    }

    /// Takes the newest choice back; returns which operation it was.
    fn take_back(&mut self) -> Option<u32> {
        let Choice { op, state } = self.chosen.pop()?;
        let candidate = &self.ops[op as usize];
        let (must, bit) = (candidate.must(), candidate.bit);
        self.undo(must, bit, state);
        self.missing += usize::from(must);
        self.relink(op);
        Some(op)
    }

    fn undo(&mut self, must: bool, bit: usize, state: State) {
        if must {
            self.here.must.remove(bit);
        } else {
            self.here.may.remove(bit);
        }
        self.here.state = state;
    }

    /// Takes an operation out of the list.
    fn unlink(&mut self, op: u32) {
        let Candidate { call, returns, .. } = self.ops[op as usize];
        for at in [call, returns].into_iter().filter(|at| *at != HEAD) {
            let Entry { before, after, .. } = self.list[at as usize];
            self.list[before as usize].after = after;
            self.list[after as usize].before = before;
        }
    }

    /// Puts the operation that was taken out last back into the list, in the opposite order.
    fn relink(&mut self, op: u32) {
        let Candidate { call, returns, .. } = self.ops[op as usize];
        for at in [returns, call].into_iter().filter(|at| *at != HEAD) {
            let Entry { before, after, .. } = self.list[at as usize];
            self.list[before as usize].after = at;
            self.list[after as usize].before = at;
        }
    }

    /// The search is stuck before the return at `at`: that explains more than anything before, or not.
    fn remember(&mut self, at: u32) {
        let reached = (at, self.chosen.len());
        if reached > self.best {
            self.best = reached;
            self.best_order.clear();
            self.best_order.extend(self.chosen.iter().map(|choice| choice.op));
        }
    }

    fn impossible(&self) -> Judged {
        let (at, _) = self.best;
        let first = self.list[at as usize].op;
        let open = |op: &u32| {
            let candidate = &self.ops[*op as usize];
            candidate.must() && candidate.call < at && !self.best_order.contains(op)
        };
        let others = (0..self.ops.len() as u32).filter(|op| *op != first).filter(open);
        Judged::Not {
            prefix: self.places(self.best_order.iter().copied()),
            unplaced: self.places(std::iter::once(first).chain(others)),
        }
    }

    fn places(&self, ops: impl Iterator<Item = u32>) -> Vec<usize> {
        ops.map(|op| self.ops[op as usize].place).collect()
    }
}

/// Makes the list of calls and returns in their order, in a ring through the head.
fn link(ops: &mut [Candidate]) -> Vec<Entry> {
    let mut events = Vec::new();
    for (number, candidate) in (0..).zip(ops.iter()) {
        events.push((candidate.op.invoked, number, false));
        if candidate.must() {
            events.push((candidate.op.completed, number, true));
        }
    }
    let last = events.len() as u32;
    let mut list = vec![Entry { before: last, after: 1 % (last + 1), op: 0, returns: false }];
    for (at, place) in (1..).zip(order(events.iter().map(|(when, ..)| *when))) {
        let (_, op, returns) = events[place];
        list.push(Entry { before: at - 1, after: (at + 1) % (last + 1), op, returns });
        let candidate = &mut ops[op as usize];
        if returns { candidate.returns = at } else { candidate.call = at }
    }
    list
}
