//! What clients of any lab do: one request at a time, the rest in a queue; and requests of their own at a rate.

use crate::sim::{Chance, Context, Micros, Protocol};
use serde::Serialize;
use std::collections::VecDeque;

/// The request that a client waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outstanding<T> {
    /// Its serial number, from 1; a retry carries the same one.
    pub serial: u32,
    /// Its number in the history.
    pub operation: u32,
    /// What is asked.
    pub what: T,
}

/// A client's requests: at most one is outstanding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Requests<T> {
    serial: u32,
    outstanding: Option<Outstanding<T>>,
    queue: VecDeque<T>,
}

impl<T> Default for Requests<T> {
    fn default() -> Self {
        Requests { serial: 0, outstanding: None, queue: VecDeque::new() }
    }
}

impl<T> Requests<T> {
    /// Puts a request at the end of the queue.
    pub fn push(&mut self, what: T) {
        self.queue.push_back(what);
    }

    /// Takes the next request from the queue unless one is outstanding; `invoke` notes it in the history.
    /// Returns whether there is a new one to be sent.
    pub fn begin(&mut self, invoke: impl FnOnce(&T) -> u32) -> bool {
        if self.outstanding.is_some() {
            return false;
        }
        let Some(what) = self.queue.pop_front() else { return false };
        self.serial += 1;
        self.outstanding = Some(Outstanding { serial: self.serial, operation: invoke(&what), what });
        true
    }

    /// The request that is waited for.
    pub fn outstanding(&self) -> Option<&Outstanding<T>> {
        self.outstanding.as_ref()
    }

    /// The answer to request `serial` has come: returns the request if it is the one waited for.
    pub fn finish(&mut self, serial: u32) -> Option<Outstanding<T>> {
        self.outstanding.take_if(|outstanding| outstanding.serial == serial)
    }

    /// How many wait in the queue.
    pub fn queued(&self) -> usize {
        self.queue.len()
    }
}

/// A client looks at least this often whether its rate has changed.
const LOOK: Micros = 1_000_000;

/// How a client keeps a rate (hundredths per second) that may change at any time: it wakes after so many µs on
/// average, and then acts with this chance.
pub fn pace(rate: u64) -> (Micros, Chance) {
    let mean = 100_000_000_u64.checked_div(rate).unwrap_or(Micros::MAX);
    let wait = mean.clamp(1, LOOK);
    (wait, Chance((u128::from(wait) * 1_000_000 / u128::from(mean)) as u32))
}

/// Sets the timer with which a client wakes to keep a rate; not all clients wake at the same instant.
pub fn wait<P: Protocol>(rate: u64, timer: P::Timer, cx: &mut Context<P>) {
    let (mean, _) = pace(rate);
    let wait = cx.random(mean / 2, mean + mean / 2);
    cx.set_timer(timer, wait);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time() {
        let mut requests = Requests::default();
        requests.push("a");
        requests.push("b");
        assert!(requests.begin(|_| 0));
        assert!(!requests.begin(|_| 1), "one is outstanding");
        assert_eq!(requests.finish(2), None, "another request's answer");
        assert_eq!(requests.finish(1).map(|done| done.what), Some("a"));
        assert_eq!(requests.finish(1), None, "a second answer");
        assert!(requests.begin(|_| 1));
        assert_eq!(requests.outstanding().map(|now| (now.serial, now.what)), Some((2, "b")));
    }

    #[test]
    fn a_rate_is_kept_on_average() {
        assert_eq!(pace(0), (1_000_000, Chance(0)));
        assert_eq!(pace(1_000), (100_000, Chance(1_000_000)));
        assert_eq!(pace(50), (1_000_000, Chance(500_000)));
    }
}
