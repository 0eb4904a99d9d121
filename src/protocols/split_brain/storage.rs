//! The storage: one account, and whose requests are let in. All of it is on disk.
//!
//! With fencing (Kleppmann, 2016) the storage rejects a request whose token is older than the newest it has seen. A
//! read counts as seen, too: who has read before a newer leader has read, and writes after that, would be overwritten
//! by it.

use super::message::{Answer, Ask, Life, Request};
use crate::sim::{Micros, NodeId, SortedMap};
use serde::Serialize;
use std::collections::VecDeque;

/// So many requests are remembered for the table.
const REMEMBERED: usize = 30;

/// By what lease something is asked: of two with the same token neither is the older.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Right {
    /// The token.
    pub token: u64,
    /// Whose lease.
    pub holder: NodeId,
}

impl Right {
    /// Whether this one may follow `newest`.
    pub fn follows(self, newest: Option<Right>) -> bool {
        newest.is_none_or(|newest| self.token > newest.token || self == newest)
    }
}

/// The last request of a worker and its answer: what is older is dead, what comes again is answered again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
struct Session {
    boot: u32,
    nth: u32,
    answer: Option<Answer>,
    /// Up to which boot nothing is let in.
    out: u32,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Verdict {
    /// It was done.
    Done,
    /// Its token is older than this one, or the same in another's hands.
    Rejected(Right),
    /// Whoever sent it has been shot.
    KeptOut,
}

/// A request that came, and what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// When, by the storage's clock, µs.
    pub at: Micros,
    /// By what right.
    pub right: Right,
    /// What was asked.
    pub ask: Ask,
    /// The balance before it, €.
    pub before: u64,
    /// What became of it.
    pub verdict: Verdict,
}

/// What the storage knows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Account {
    /// The balance, €.
    pub balance: u64,
    /// What all acknowledged deposits add up to, €.
    pub due: u64,
    /// The newest lease whose request was done.
    pub newest: Option<Right>,
    sessions: SortedMap<NodeId, Session>,
    /// The last requests, oldest first.
    pub entries: VecDeque<Entry>,
    /// How many there were in all.
    pub requests: u64,
}

impl Account {
    /// A worker asks for something; nothing is answered to who has been shot, or to what is out of date. Says also
    /// whether this came for the first time.
    pub fn serve(
        &mut self,
        from: NodeId,
        request: Request,
        now: Micros,
        fencing: bool,
    ) -> (Option<Answer>, bool) {
        let session = *self.sessions.or_default(from);
        let (then, this) = ((session.boot, session.nth), (request.boot, request.nth));
        if this <= then {
            return (session.answer.filter(|_| this == then), false);
        }
        let right = Right { token: request.token, holder: from };
        let verdict = match self.newest {
            _ if request.boot <= session.out => Verdict::KeptOut,
            Some(newest) if fencing && !right.follows(self.newest) => Verdict::Rejected(newest),
            _ => Verdict::Done,
        };
        let (out, before) = (session.out, self.balance);
        let answer = match verdict {
            Verdict::KeptOut => None,
            Verdict::Rejected(newest) => Some(Answer::Reject(newest.token)),
            Verdict::Done => Some(self.carry_out(right, request.ask)),
        };
        self.sessions.insert(from, Session { boot: request.boot, nth: request.nth, answer, out });
        self.remember(Entry { at: now, right, ask: request.ask, before, verdict });
        (answer, true)
    }

    fn carry_out(&mut self, right: Right, ask: Ask) -> Answer {
        if right.follows(self.newest) {
            self.newest = Some(right);
        }
        match ask {
            Ask::Read => Answer::Balance(self.balance),
            Ask::Write { balance, amount } => {
                self.balance = balance;
                self.due += amount;
                Answer::Ok
            }
        }
    }

    fn remember(&mut self, entry: Entry) {
        self.requests += 1;
        if self.entries.len() == REMEMBERED {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
    }

    /// From now on nothing of this life is let in, not even what is under way.
    pub fn keep_out(&mut self, life: Life) {
        let session = self.sessions.or_default(life.worker);
        session.out = session.out.max(life.boot);
    }

    /// Whom it keeps out: those that have not asked for anything since they booted again.
    pub fn kept_out(&self) -> Vec<Life> {
        let out = self.sessions.iter().filter(|(_, session)| session.out > 0 && session.boot <= session.out);
        out.map(|(worker, session)| Life { worker: *worker, boot: session.out }).collect()
    }
}
