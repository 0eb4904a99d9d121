//! The termination protocol of three-phase commit: those who are up elect a new coordinator, which collects their states
//! and decides by rules TR1 to TR4 (Bernstein et al. 1987, 7.5; Skeen 1981).

use super::message::{Say, State};
use super::participant::{Participant, Stage, help};
use super::transfer::{Decision, Tx};
use super::{Context, Timer, reply, story};
use crate::kit::quorum::Tally;
use crate::sim::NodeId;
use serde::Serialize;

/// What a new coordinator knows.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Leading {
    /// Who has answered that it is uncertain.
    pub uncertain: Tally,
    /// Who has answered that it is committable.
    pub committable: Tally,
    /// By TR4: who has yet to acknowledge its PRE-COMMIT.
    pub awaited: Option<Tally>,
}

impl Participant {
    /// Whom it waited for is down. The participant of the lowest number that is not takes its place.
    pub(super) fn elect(&mut self, tx: Tx, cx: &mut Context) {
        let me = cx.me;
        let Some(part) = self.part(tx) else { return };
        part.rounds += 1;
        let silent = part.leader;
        if silent != me {
            part.down.add(silent);
        }
        let candidates = part.transfer.participants().except(part.down).with(me);
        let next = candidates.iter().next().unwrap_or(me);
        part.leader = next;
        if next == me {
            cx.tell(&story::LEADS, || [me.into(), silent.into(), tx.into()]);
            return self.lead(tx, cx);
        }
        cx.tell(&story::ELECTS, || [me.into(), silent.into(), next.into(), tx.into()]);
        reply(next, tx, Say::UrElected, cx);
        cx.set_timer(Timer::Decision(tx), cx.config.decision_timeout);
    }

    /// Somebody wants it to be the new coordinator.
    pub(super) fn on_ur_elected(&mut self, from: NodeId, tx: Tx, cx: &mut Context) {
        if let Some(decision) = cx.disk.decision(tx) {
            return help(from, tx, decision, cx);
        }
        let me = cx.me;
        match self.part(tx) {
            Some(part) if part.stage != Stage::Waiting => {
                if part.operational && part.leading.is_none() {
                    part.leader = me;
                    cx.tell(&story::IS_ELECTED, || [me.into(), from.into(), tx.into()]);
                    self.lead(tx, cx);
                }
            }
            _ => {
                self.abort_unvoted(tx, cx);
                reply(from, tx, Say::Decision(Decision::Abort), cx);
            }
        }
    }

    /// Asks the others for their states.
    fn lead(&mut self, tx: Tx, cx: &mut Context) {
        let me = cx.me;
        let Some(part) = self.part(tx) else { return };
        part.leading = Some(Leading::default());
        let others = part.transfer.participants().without(me);
        cx.cancel_timer(Timer::Decision(tx));
        self.outbox.send_all(others, tx, Say::StateReq, cx);
        cx.set_timer(Timer::States(tx), cx.config.ack_timeout);
    }

    /// A new coordinator asks for its state. Who crashed meanwhile does not answer: its state is out of date.
    pub(super) fn on_state_req(&mut self, from: NodeId, tx: Tx, cx: &mut Context) {
        let state = match (cx.disk.decision(tx), self.part(tx)) {
            (Some(Decision::Commit), _) => State::Committed,
            (Some(Decision::Abort), _) => State::Aborted,
            (None, Some(part)) if part.stage != Stage::Waiting => {
                if !part.operational {
                    return;
                }
                part.leader = from;
                cx.set_timer(Timer::Decision(tx), cx.config.decision_timeout);
                if part.stage == Stage::Committable { State::Committable } else { State::Uncertain }
            }
            _ => {
                self.abort_unvoted(tx, cx);
                State::Aborted
            }
        };
        reply(from, tx, Say::State(state), cx);
    }

    /// A state has come in.
    pub(super) fn on_state(&mut self, from: NodeId, tx: Tx, state: State, cx: &mut Context) {
        let me = cx.me;
        let Some(part) = self.part(tx) else { return };
        let others = part.transfer.participants().without(me);
        let Some(leading) = part.leading.as_mut().filter(|leading| leading.awaited.is_none()) else { return };
        match state {
            State::Aborted => {
                cx.tell(&story::TR1, || [me.into(), from.into(), tx.into()]);
                return self.finish(tx, Decision::Abort, cx);
            }
            State::Committed => {
                cx.tell(&story::TR2, || [me.into(), from.into(), tx.into()]);
                return self.finish(tx, Decision::Commit, cx);
            }
            State::Uncertain => leading.uncertain.add(from),
            State::Committable => leading.committable.add(from),
            State::Recovering => return,
        }
        if leading.uncertain.union(leading.committable) == others {
            self.conclude(tx, cx);
        }
    }

    /// Who has not answered by now is down.
    pub(super) fn on_states_timeout(&mut self, tx: Tx, cx: &mut Context) {
        let leading = self.part(tx).and_then(|part| part.leading);
        match leading {
            Some(Leading { awaited: None, .. }) => self.conclude(tx, cx),
            Some(_) => self.commit_by_tr4(tx, cx),
            None => {}
        }
    }

    /// All states that can be had are there, and nobody among them has decided.
    fn conclude(&mut self, tx: Tx, cx: &mut Context) {
        let me = cx.me;
        let Some(part) = self.part(tx) else { return };
        let Some(leading) = &mut part.leading else { return };
        if part.stage == Stage::Uncertain && leading.committable == Tally::default() {
            cx.tell(&story::TR3, || [me.into(), tx.into()]);
            return self.finish(tx, Decision::Abort, cx);
        }
        part.stage = Stage::Committable;
        let uncertain = leading.uncertain;
        leading.awaited = Some(uncertain);
        cx.tell(&story::TR4, || [me.into(), tx.into()]);
        if uncertain == Tally::default() {
            return self.commit_by_tr4(tx, cx);
        }
        self.outbox.send_all(uncertain, tx, Say::PreCommit, cx);
        cx.set_timer(Timer::States(tx), cx.config.ack_timeout);
    }

    /// A new coordinator's PRE-COMMIT is acknowledged.
    pub(super) fn on_ack(&mut self, from: NodeId, tx: Tx, cx: &mut Context) {
        let Some(awaited) = self.part(tx).and_then(|part| part.leading.as_mut()?.awaited.as_mut()) else {
            return;
        };
        *awaited = awaited.without(from);
        if *awaited == Tally::default() {
            self.commit_by_tr4(tx, cx);
        }
    }

    /// All who are up are committable: rule TR4 ends in a decision.
    fn commit_by_tr4(&mut self, tx: Tx, cx: &mut Context) {
        let me = cx.me;
        cx.tell(story::decided(Decision::Commit), || [me.into(), tx.into()]);
        self.finish(tx, Decision::Commit, cx);
    }

    /// The new coordinator decides, and tells the others.
    fn finish(&mut self, tx: Tx, decision: Decision, cx: &mut Context) {
        let me = cx.me;
        let Some(part) = self.part(tx) else { return };
        let others = part.transfer.participants().without(me);
        self.settle(tx, decision, cx);
        self.outbox.send_all(others, tx, Say::Decision(decision), cx);
    }
}
