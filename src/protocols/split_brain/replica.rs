//! A replica of the lock service: to whom it has granted the lease. All of it is on disk.
//!
//! A lease (Gray and Cheriton, 1989) is a promise for a limited time. A replica grants it to one worker at a time, and
//! only with a token higher than all that it has granted before. Two majorities have a replica in common: so tokens
//! that a majority has granted are each another's, and grow.

use super::message::{Life, Message};
use crate::sim::{Micros, NodeId};
use serde::Serialize;

/// A lease as this replica has granted it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Granted {
    /// To whom.
    pub holder: Life,
    /// Its fencing token.
    pub token: u64,
    /// When, by this replica's clock, µs.
    pub since: Micros,
    /// Until when, by this replica's clock, µs.
    pub until: Micros,
}

/// What a replica knows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Grants {
    /// The highest token that it has granted.
    pub highest: u64,
    /// The lease that it has granted last, unless that was given back.
    pub lease: Option<Granted>,
    /// Who has had a lease and not given it back in order, with its token.
    pub doubtful: Vec<(Life, u64)>,
}

impl Grants {
    /// A worker asks for the lease.
    pub fn acquire(&mut self, from: Life, token: u64, now: Micros, length: Micros) -> Message {
        let running = self.lease.filter(|lease| lease.until > now);
        let again = running.is_some_and(|lease| (lease.holder, lease.token) == (from, token));
        // Who asks for another lease has given up its own.
        let busy = running.map(|lease| lease.holder).filter(|holder| !holder.is_before(from));
        if !again && (busy.is_some() || token <= self.highest) {
            let holder = busy.map(|holder| holder.worker);
            return Message::Refuse { token, highest: self.highest, holder };
        }
        let doubtful = self.doubtful.iter().map(|(life, _)| *life);
        let doubtful = doubtful.filter(|life| life.worker != from.worker).collect();
        if !again {
            self.highest = token;
            self.lease = Some(Granted { holder: from, token, since: now, until: now + length });
            self.doubtful.retain(|(life, _)| life.worker != from.worker);
            self.doubtful.push((from, token));
        }
        Message::Grant { token, doubtful }
    }

    /// A worker gives the lease back. Unless it is `clean`, something that it wrote may still be under way.
    pub fn release(&mut self, from: NodeId, token: u64, clean: bool) {
        let own = |holder: NodeId, its: u64| holder == from && its == token;
        self.lease = self.lease.filter(|lease| !own(lease.holder.worker, lease.token));
        if clean {
            self.doubtful.retain(|(life, its)| !own(life.worker, *its));
        }
    }
}
