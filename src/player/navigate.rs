//! Getting to an instant: by playing, seeking, stepping.

use super::{Pace, Player, follow};
use crate::sim::{Micros, StoryRecord, When};

/// How far ahead a step looks for something to stop at, simulated µs and events.
const SEARCH: (Micros, u64) = (120_000_000, 400_000);
/// A tick longer than this (the tab was hidden) passes as if it were this long, seconds.
const TICK_MAX: f64 = 0.1;
/// Events in one tick at most: at 100× a big cluster must not freeze the page.
pub(super) const TICK_EVENTS: u64 = 40_000;
/// Events that a tick may always have, however slow the machine is.
const TICK_EVENTS_MIN: u64 = 250;
/// How long a tick may take, ms: the rest of a frame is for drawing it.
const TICK_MS: f64 = 6.0;

/// What a tick met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// Nothing that stops.
    Nothing,
    /// A property is violated at the instant shown; the player has paused.
    Violation,
    /// The goal is reached at the instant shown; the player has paused.
    Goal,
    /// A wait is over at the instant shown; the player has paused.
    Awaited,
    /// The recording has as many events as [`crate::scenario::EVENTS_MAX`]; the player has paused.
    Full,
}

/// Where a step goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the next or last event.
    Event,
    /// To the next or last line of the story.
    Story,
    /// To the next or last milestone.
    Milestone,
}

impl Player {
    /// Lets `seconds` of real time pass.
    pub fn tick(&mut self, seconds: f64) -> Met {
        if !self.running {
            return Met::Nothing;
        }
        let met = if self.is_full() { Met::Full } else { self.pass(seconds) };
        if met != Met::Nothing {
            self.set_running(false);
        }
        met
    }

    fn pass(&mut self, seconds: f64) -> Met {
        let wish = self.wish();
        let target = self.target(seconds, wish);
        let stop = self.stop_by(target);
        self.pass_to(target, target, stop.map(|(when, _)| when));
        stop.filter(|(when, _)| self.is_at(*when)).map_or(Met::Nothing, |(_, met)| met)
    }

    /// Whether an instant, or the end of a time, is the one shown.
    pub(super) fn is_at(&self, when: When) -> bool {
        let here = self.when();
        here.at == when.at && (when.events == u64::MAX || here.events == when.events)
    }

    /// Whether nothing more can be recorded.
    pub(super) fn is_full(&self) -> bool {
        self.when().events >= crate::scenario::EVENTS_MAX
    }

    /// The factor that the pace wants now, and the time at which it must be asked for again, µs.
    pub(super) fn wish(&mut self) -> (f64, f64) {
        self.look_ahead();
        match self.pace {
            Pace::Follow => follow::factor(self.trace(), self.world(), self.time()),
            Pace::Fixed(exponent) => (libm::pow(10.0, exponent), f64::INFINITY),
        }
    }

    /// The time to which `seconds` lead by such a wish, µs.
    pub(super) fn target(&mut self, seconds: f64, (factor, limit): (f64, f64)) -> f64 {
        let seconds = seconds.clamp(0.0, TICK_MAX);
        self.factor = follow::ease(self.factor, factor, seconds);
        (self.time() + seconds * self.factor * 1e6).min(limit.max(self.time() + 1.0))
    }

    /// How far a tick towards a time may go.
    fn budget(&self, target: f64) -> When {
        When { at: target as Micros, events: self.when().events + self.allowance }
    }

    /// The first instant until a time at which the player has to pause, and why.
    pub(super) fn stop_by(&mut self, target: f64) -> Option<(When, Met)> {
        let (here, budget) = (self.when(), self.budget(target));
        self.branches[self.active].extend(budget);
        let violation = self.branch().violations.iter().find(|violation| **violation > here).copied();
        let stops = [
            violation.map(|when| (when, Met::Violation)),
            self.next_reached(here).map(|when| (when, Met::Goal)),
            self.next_awaited(here).map(|when| (when, Met::Awaited)),
        ];
        stops.into_iter().flatten().min_by_key(|(when, _)| *when).filter(|(when, _)| when.at <= budget.at)
    }

    /// The time to which a tick towards `target` gets, µs, once [`Player::stop_by`] has looked there.
    pub(super) fn reach_by(&self, target: f64) -> f64 {
        let budget = self.budget(target);
        let last = self.trace().event(budget.events).filter(|event| event.at < budget.at);
        last.map_or(target, |event| event.at as f64)
    }

    /// Shows the time that a tick leads to, as far as it may go, or an instant before it; `wished` is where the pace
    /// would have it.
    pub(super) fn pass_to(&mut self, target: f64, wished: f64, stop: Option<When>) {
        let from = self.time();
        self.show_through(stop.unwrap_or_else(|| self.budget(target)));
        let there = stop.is_none() && self.when().at == target as Micros;
        self.fraction = if there { target - libm::floor(target) } else { 0.0 };
        self.capped = stop.is_none() && self.when().at < wished as Micros;
        if self.capped {
            self.factor *= (self.time() - from) / (wished - from).max(1.0);
        }
    }

    /// Hears how long the last tick took, ms, so that the next ones keep within their part of a frame.
    pub fn took(&mut self, ms: f64) {
        let slower = (self.allowance as f64 * TICK_MS / ms.max(TICK_MS)) as u64;
        let next = if ms > TICK_MS { slower } else { self.allowance + self.allowance / 8 };
        self.allowance = next.clamp(TICK_EVENTS_MIN, TICK_EVENTS);
    }

    /// Shows an instant of this branch: back by replaying from a snapshot, forward by running on.
    pub fn seek(&mut self, when: When) {
        self.show(when);
    }

    /// Shows the end of a time of this branch.
    pub fn seek_time(&mut self, at: Micros) {
        self.show(When::end_of(at));
    }

    /// Shows the edge.
    pub fn seek_edge(&mut self) {
        self.show(self.edge());
    }

    /// Goes to the next stop of this kind and pauses there; false when there is none in reach.
    pub fn step_forward(&mut self, step: Step) -> bool {
        self.set_running(false);
        loop {
            if let Some(when) = self.next_stop(step) {
                self.show(when);
                return true;
            }
            if !self.look_further() {
                return false;
            }
        }
    }

    /// Runs the head a little further in search of a stop; false when it is as far as one is looked for.
    pub(super) fn look_further(&mut self) -> bool {
        let (here, head) = (self.when(), self.branch().head.when());
        if head.at >= here.at + SEARCH.0 || head.events >= here.events + SEARCH.1 {
            return false;
        }
        let ahead = When { at: head.at + SEARCH.0 / 400, events: head.events + 2_000 };
        self.branches[self.active].extend(ahead);
        true
    }

    /// Runs the head at least to the end of a time.
    pub(super) fn reach(&mut self, at: Micros) {
        self.branches[self.active].extend(When::end_of(at));
    }

    /// Goes to the last stop of this kind before the instant shown and pauses there; the start at the latest.
    pub fn step_back(&mut self, step: Step) {
        self.set_running(false);
        self.show(self.last_stop(step).unwrap_or_default());
    }

    pub(super) fn last_stop(&self, step: Step) -> Option<When> {
        let here = self.when();
        match step {
            Step::Event => self.event_instant(here.events.saturating_sub(u64::from(!self.after_event(here)))),
            Step::Story | Step::Milestone => {
                let mut earlier = self.trace().story.iter().rev().skip_while(|line| line.when >= here);
                earlier.find(|line| stops(step, line)).map(|line| line.when)
            }
        }
    }

    /// Whether time has passed since the last event.
    fn after_event(&self, here: When) -> bool {
        self.trace().event(here.events).is_some_and(|event| event.at < here.at)
    }

    /// The instant just after event `n`.
    pub fn event_instant(&self, n: u64) -> Option<When> {
        self.trace().event(n).map(|event| When { at: event.at, events: n })
    }

    pub(super) fn next_stop(&self, step: Step) -> Option<When> {
        let here = self.when();
        match step {
            Step::Event => self.event_instant(here.events + 1),
            Step::Story | Step::Milestone => {
                let start = self.trace().story_after(here);
                let mut later = self.trace().story.iter_from(start);
                later.find(|line| stops(step, line)).map(|line| line.when)
            }
        }
    }

    /// Runs the head far enough ahead of the cursor for the pace to see what is coming.
    fn look_ahead(&mut self) {
        let here = self.when();
        let ahead = follow::horizon(self.world());
        let head = self.branch().head.when();
        if head.at < here.at + ahead && head.events < here.events + TICK_EVENTS {
            let events = (here.events + TICK_EVENTS).min(head.events + self.allowance);
            let until = When { at: here.at + 2 * ahead, events };
            self.branches[self.active].extend(until);
        }
    }

    /// Shows `when`, from a snapshot when it lies behind; the head is run there first when it is not far enough.
    pub(super) fn show(&mut self, when: When) {
        self.fraction = 0.0;
        self.factor = 0.0;
        let here = self.when();
        if let Some((world, inputs)) = self.branch().nearest(when, |snapshot| when < here || snapshot > here)
        {
            (self.shown, self.shown_inputs) = (world, inputs);
        }
        self.show_through(when);
        self.revision += 1;
    }

    /// Runs the shown world forward to `when`.
    fn show_through(&mut self, when: When) {
        let before = (self.shown.when().events, self.shown_inputs);
        let head = self.branch().head.when();
        if head < when {
            self.branches[self.active].extend(when);
        }
        self.replay(when);
        let edge = self.when();
        let branch = &mut self.branches[self.active];
        branch.edge = branch.edge.max(edge);
        branch.cursor = edge;
        if before != (edge.events, self.shown_inputs)
            || self.frame.when.at > edge.at
            || self.frame.nodes.is_empty()
        {
            self.refresh();
        }
    }

    /// Applies the inputs at the instant shown.
    pub(super) fn catch_up(&mut self) {
        let when = self.when();
        self.branches[self.active].extend(when);
        self.replay(when);
        let edge = self.when();
        let branch = &mut self.branches[self.active];
        (branch.edge, branch.cursor) = (edge, edge);
    }

    /// Runs the shown world along the recording to `when`, without writing anything.
    fn replay(&mut self, when: When) {
        loop {
            let branch = &self.branches[self.active];
            let next =
                branch.inputs.get(self.shown_inputs).filter(|_| self.shown_inputs < branch.head_inputs);
            let due = next.map(|stamped| stamped.when).filter(|next| *next <= when);
            let goal = due.unwrap_or(when);
            while self.shown.run(goal, None) == crate::sim::Stop::Violated {}
            let (Some(_), Some(stamped)) = (due, next) else { return };
            let _ = self.shown.input(&stamped.input, None);
            self.shown_inputs += 1;
        }
    }
}

fn stops(step: Step, line: &StoryRecord) -> bool {
    step == Step::Story || line.line.milestone.is_some()
}

impl Player {
    /// The causes of an event, first cause first, the event itself last: at most `most` events, back to the last
    /// thing done from outside or to a start.
    pub fn causes(&self, event: u64, most: usize) -> Vec<u64> {
        let mut chain = vec![event];
        while chain.len() < most
            && let Some(cause) =
                chain.last().and_then(|n| self.trace().event(*n)).and_then(|record| record.cause)
        {
            chain.push(cause);
        }
        chain.reverse();
        chain
    }
}
