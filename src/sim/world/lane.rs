//! What the world keeps of each node besides its state: clock, timers, stream, links, backlog.

use crate::sim::clock::Clock;
use crate::sim::ids::{Micros, NodeId};
use crate::sim::queue::Key;
use crate::sim::rng::Stream;

/// A node's place in the world.
#[derive(Clone, Debug)]
pub(super) struct Lane {
    /// Its logical clocks, which survive a crash.
    pub clock: Clock,
    /// Its random numbers.
    pub stream: Stream,
    /// Its own clock.
    pub skew: Skew,
    /// Its timers, each in a place of its own while it is set.
    pub alarms: Vec<Alarm>,
    /// What came due while it was paused, in due order.
    pub backlog: Vec<Key>,
    /// Its outgoing links, by receiver.
    links: Vec<(NodeId, Out)>,
}

/// An outgoing link.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Out {
    /// Messages sent so far.
    pub sent: u64,
    /// When the newest arrives: a stream never overtakes itself.
    pub last_due: Micros,
}

/// A timer.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Alarm {
    /// Its setting, while it is set.
    pub set: Option<Set>,
    /// The key in the queue that looks at this alarm, 0 = none. Setting a timer later than this key only changes
    /// `set`: the key finds that out when it comes up. That halves the work of a queue full of heartbeats.
    pub queued: u64,
    /// When that key comes up.
    pub queued_due: Micros,
}

/// A timer's setting.
#[derive(Clone, Copy, Debug)]
pub(super) struct Set {
    /// When it fires, simulated time.
    pub due: Micros,
    /// How long it was set for, simulated time.
    pub whole: Micros,
    /// The key that fires it.
    pub seq: u64,
    /// The event that set it.
    pub by: u64,
}

/// A node's clock against true time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Skew {
    since: Micros,
    local: i64,
    /// Offset when it was set, µs.
    pub offset: i64,
    /// Drift, ppm.
    pub drift: i32,
}

impl Skew {
    /// A clock set at true time `now` to be off by `offset` and to drift from there.
    pub fn set(now: Micros, offset: i64, drift: i32) -> Self {
        Skew { since: now, local: now as i64 + offset, offset, drift }
    }

    /// What the clock shows at true time `now`; never below 0.
    pub fn local(self, now: Micros) -> Micros {
        let passed = (now - self.since) as i64;
        let drifted = if self.drift == 0 { 0 } else { mul_div(passed, i64::from(self.drift), 1_000_000) };
        (self.local + passed + drifted).max(0) as Micros
    }

    /// The true time at which the clock showed or will show `own`, seen from true time `now`.
    pub fn true_time(self, own: Micros, now: Micros) -> Micros {
        let local = self.local(now);
        now.saturating_sub(self.true_span(local.saturating_sub(own)))
            + self.true_span(own.saturating_sub(local))
    }

    /// How long `span` µs of this clock take in truth.
    pub fn true_span(self, span: Micros) -> Micros {
        if self.drift == 0 { span } else { mul_div(span as i64, 1_000_000, self.rate()) as Micros }
    }

    /// How much this clock counts in `span` true µs.
    pub fn own_span(self, span: Micros) -> Micros {
        if self.drift == 0 { span } else { mul_div(span as i64, self.rate(), 1_000_000) as Micros }
    }

    fn rate(self) -> i64 {
        1_000_000 + i64::from(self.drift)
    }
}

fn mul_div(a: i64, b: i64, c: i64) -> i64 {
    (i128::from(a) * i128::from(b) / i128::from(c)) as i64
}

impl Lane {
    /// The lane of a node that has not booted yet.
    pub fn new(seed: u64, node: NodeId, lanes: usize) -> Self {
        Lane {
            clock: Clock::new(lanes),
            stream: Stream::new(seed, node),
            skew: Skew::default(),
            alarms: Vec::new(),
            backlog: Vec::new(),
            links: Vec::new(),
        }
    }

    /// The alarm in this place.
    pub fn alarm(&mut self, place: u16) -> &mut Alarm {
        let place = usize::from(place);
        if place >= self.alarms.len() {
            self.alarms.resize(place + 1, Alarm::default());
        }
        &mut self.alarms[place]
    }

    /// The link to `to`.
    pub fn link(&mut self, to: NodeId) -> &mut Out {
        let place = match self.links.binary_search_by_key(&to, |link| link.0) {
            Ok(place) => place,
            Err(place) => {
                self.links.insert(place, (to, Out::default()));
                place
            }
        };
        &mut self.links[place].1
    }

    /// How many messages were sent on each link.
    pub fn counts(&self) -> impl Iterator<Item = (NodeId, u64)> + '_ {
        self.links.iter().map(|(to, out)| (*to, out.sent))
    }

    /// The timer that fires next.
    pub fn next_alarm(&self) -> Option<Set> {
        self.alarms.iter().filter_map(|alarm| alarm.set).min_by_key(|set| (set.due, set.seq))
    }
}
