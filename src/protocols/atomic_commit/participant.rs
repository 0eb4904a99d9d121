//! A participant: a bank that votes, keeps its promise, and waits for the decision (Bernstein et al. 1987, 7.4).

use super::disk::{Logged, Prepared};
use super::message::{Message, Say, State};
use super::outbox::Outbox;
use super::story;
use super::termination::Leading;
use super::transfer::{Decision, Transfer, Tx};
use super::{Context, Timer, reply};
use crate::kit::quorum::Tally;
use crate::sim::{Micros, NodeId, Value};
use serde::Serialize;

/// A participant's volatile state.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Participant {
    /// The transactions that it has not decided, in the order in which it heard of them.
    pub parts: Vec<Part>,
    /// Whether it is to vote No next.
    pub refuses: bool,
    pub(super) outbox: Outbox,
}

/// A participant's part in a transaction.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    /// Its name.
    pub tx: Tx,
    /// What it does.
    pub transfer: Transfer,
    /// How far it is.
    pub stage: Stage,
    /// Whether it holds the account's lock.
    pub locked: bool,
    /// Since when it waits for the lock or holds it, on this node's clock, µs.
    pub since: Micros,
    /// The balance if it commits, €.
    pub after: i64,
    /// Three-phase commit: whether it has been up since it voted. Who was not takes no part in termination.
    pub operational: bool,
    /// How often it has asked in vain.
    pub rounds: u32,
    /// Three-phase commit: from whom it expects the decision; at first the coordinator.
    pub leader: NodeId,
    /// Three-phase commit: participants that did not answer.
    pub down: Tally,
    /// Three-phase commit: it is the new coordinator.
    pub leading: Option<Leading>,
}

/// How far a participant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Stage {
    /// It waits for the lock and has not voted: it may still abort.
    Waiting,
    /// It has voted Yes: it may neither commit nor abort by itself.
    Uncertain,
    /// It knows that all have voted Yes.
    Committable,
}

impl Participant {
    /// Boots, or recovers from the log: what it promised and does not know the outcome of is in doubt again, and locked.
    pub fn start(cx: &mut Context) -> Self {
        cx.disk.log.recover();
        let mut participant = Participant::default();
        for (tx, what) in cx.disk.open() {
            let Logged::Yes(Prepared { transfer, after, locked }) = what else { continue };
            let part = Part {
                stage: Stage::Uncertain,
                locked: true,
                since: locked,
                after,
                operational: !cx.config.recovered_silent,
                ..Part::new(tx, transfer, cx.now)
            };
            participant.parts.push(part);
            let me = cx.me;
            cx.tell(&story::IN_DOUBT_AGAIN, || [me.into(), tx.into()]);
            participant.ask(tx, cx);
        }
        participant
    }

    pub(super) fn part(&mut self, tx: Tx) -> Option<&mut Part> {
        self.parts.iter_mut().find(|part| part.tx == tx)
    }

    /// A message has come.
    pub fn on_message(&mut self, from: NodeId, Message { tx, say }: Message, cx: &mut Context) {
        match say {
            Say::VoteReq(transfer) => self.on_vote_req(from, tx, transfer, cx),
            Say::PreCommit => self.on_pre_commit(from, tx, cx),
            Say::Decision(decision) => self.on_decision(from, tx, decision, cx),
            Say::DecisionReq => self.on_decision_req(from, tx, cx),
            Say::UrElected => self.on_ur_elected(from, tx, cx),
            Say::StateReq => self.on_state_req(from, tx, cx),
            Say::State(state) => self.on_state(from, tx, state, cx),
            Say::Ack => self.on_ack(from, tx, cx),
            Say::Vote(_) => {}
        }
    }

    /// The coordinator asks for a vote. The account is locked first.
    fn on_vote_req(&mut self, from: NodeId, tx: Tx, transfer: Transfer, cx: &mut Context) {
        match (cx.disk.latest(tx), self.part(tx)) {
            (Some(Logged::Yes(_)), _) => return reply(from, tx, Say::Vote(true), cx),
            (Some(Logged::Decided(Decision::Abort)), _) => return reply(from, tx, Say::Vote(false), cx),
            (None, None) => {}
            _ => return,
        }
        let me = cx.me;
        if let Some(holder) = self.holder() {
            cx.tell(&story::WAITS, || [me.into(), tx.into(), holder.into()]);
        }
        self.parts.push(Part::new(tx, transfer, cx.now));
        cx.set_timer(Timer::Lock(tx), cx.config.lock_timeout);
        self.grant(cx);
    }

    /// Which transaction holds the account's lock.
    fn holder(&self) -> Option<Tx> {
        self.parts.iter().find(|part| part.locked).map(|part| part.tx)
    }

    /// Gives the lock, while it is free, to whoever has waited longest.
    fn grant(&mut self, cx: &mut Context) {
        while self.holder().is_none() {
            let Some(place) = self.parts.iter().position(|part| part.stage == Stage::Waiting) else { return };
            self.vote(place, cx);
        }
    }

    /// Has the lock, and votes. Before it says Yes it logs what it will need to keep its promise.
    fn vote(&mut self, place: usize, cx: &mut Context) {
        let part = &mut self.parts[place];
        let (me, tx, transfer) = (cx.me, part.tx, part.transfer);
        cx.cancel_timer(Timer::Lock(tx));
        let after = cx.disk.balance + transfer.change(me);
        if self.refuses || after < 0 {
            let told = self.refuses;
            self.refuses = false;
            let balance = cx.disk.balance;
            if told {
                cx.tell(&story::VOTES_NO, || [me.into(), tx.into()]);
            } else {
                cx.tell(&story::LACKS_MONEY, || [me.into(), tx.into(), Value::Int(balance)]);
            }
            return self.refuse(tx, cx);
        }
        let now = cx.now;
        (part.stage, part.since, part.after) = (Stage::Uncertain, now, after);
        part.locked = cx.config.hold_locks;
        cx.disk.write(tx, Logged::Yes(Prepared { transfer, after, locked: now }), cx.config.force_vote);
        cx.tell(&story::VOTES_YES, || [me.into(), tx.into(), Value::Int(after)]);
        reply(tx.home, tx, Say::Vote(true), cx);
        cx.set_timer(Timer::Decision(tx), cx.config.decision_timeout);
    }

    /// Votes No, and so aborts at once: without its Yes nobody can commit.
    fn refuse(&mut self, tx: Tx, cx: &mut Context) {
        self.close(tx, Decision::Abort, cx);
        reply(tx.home, tx, Say::Vote(false), cx);
    }

    /// It could not have the lock in time.
    fn on_lock_timeout(&mut self, tx: Tx, cx: &mut Context) {
        if self.part(tx).is_none_or(|part| part.stage != Stage::Waiting) {
            return;
        }
        let (me, patience) = (cx.me, cx.config.lock_timeout);
        cx.tell(&story::NO_LOCK, || [me.into(), Value::Time(patience), tx.into()]);
        self.refuse(tx, cx);
    }

    /// Three-phase commit, phase 2: all have voted Yes. Only who has been up all the time counts.
    fn on_pre_commit(&mut self, from: NodeId, tx: Tx, cx: &mut Context) {
        let me = cx.me;
        let Some(part) = self.part(tx).filter(|part| part.operational && part.stage != Stage::Waiting) else {
            return;
        };
        if part.stage == Stage::Uncertain {
            cx.tell(&story::COMMITTABLE, || [me.into(), tx.into()]);
        }
        (part.stage, part.leader) = (Stage::Committable, from);
        reply(from, tx, Say::Ack, cx);
        cx.set_timer(Timer::Decision(tx), cx.config.decision_timeout);
    }

    /// The decision has come.
    fn on_decision(&mut self, from: NodeId, tx: Tx, decision: Decision, cx: &mut Context) {
        match self.part(tx).map(|part| part.stage) {
            Some(Stage::Waiting) => {
                let me = cx.me;
                cx.tell(&story::TOLD_EARLY, || [me.into(), decision.into(), tx.into()]);
                self.close(tx, Decision::Abort, cx);
            }
            Some(_) => self.settle(tx, decision, cx),
            None => on_late_decision(tx, decision, cx),
        }
        if decision == Decision::Commit && cx.config.presumed_abort && from == tx.home {
            reply(from, tx, Say::Ack, cx);
        }
    }

    /// Does what was decided, and releases the lock.
    pub(super) fn settle(&mut self, tx: Tx, decision: Decision, cx: &mut Context) {
        let Some(part) = self.part(tx) else { return };
        let (me, after, since) = (cx.me, part.after, part.since);
        let held = cx.now.saturating_sub(since);
        if decision == Decision::Commit {
            cx.disk.balance = after;
            cx.tell(&story::COMMITS, || [me.into(), tx.into(), Value::Int(after), Value::Time(held)]);
        } else {
            cx.tell(&story::ABORTS, || [me.into(), tx.into(), Value::Time(held)]);
        }
        self.close(tx, decision, cx);
        self.grant(cx);
    }

    /// Logs the decision and has nothing more to do with the transaction.
    pub(super) fn close(&mut self, tx: Tx, decision: Decision, cx: &mut Context) {
        cx.disk.write(tx, Logged::Decided(decision), cx.config.force_decision);
        for timer in [Timer::Lock(tx), Timer::Decision(tx), Timer::States(tx)] {
            cx.cancel_timer(timer);
        }
        self.parts.retain(|part| part.tx != tx);
    }

    /// Somebody in doubt asks: who knows the decision says it, and who has not voted yet can make it Abort. Who is in
    /// doubt too can't help.
    fn on_decision_req(&mut self, from: NodeId, tx: Tx, cx: &mut Context) {
        if let Some(decision) = cx.disk.decision(tx) {
            return help(from, tx, decision, cx);
        }
        if let Some(part) = self.part(tx).filter(|part| part.stage != Stage::Waiting) {
            if cx.config.three() && !part.operational {
                reply(from, tx, Say::State(State::Recovering), cx);
            }
        } else {
            self.abort_unvoted(tx, cx);
            reply(from, tx, Say::Decision(Decision::Abort), cx);
        }
    }

    /// It has not voted, so nobody can have committed: it aborts.
    pub(super) fn abort_unvoted(&mut self, tx: Tx, cx: &mut Context) {
        let me = cx.me;
        cx.tell(&story::NOT_VOTED, || [me.into(), tx.into()]);
        if self.part(tx).is_some() {
            reply(tx.home, tx, Say::Vote(false), cx);
        }
        self.close(tx, Decision::Abort, cx);
        self.grant(cx);
    }

    /// It is in doubt, and the decision does not come.
    fn on_decision_timeout(&mut self, tx: Tx, cx: &mut Context) {
        let (me, patience) = (cx.me, cx.config.decision_timeout);
        let Some(part) = self.part(tx) else { return };
        let terminates = cx.config.three() && cx.config.elect && part.operational;
        if !cx.config.wait_in_doubt {
            cx.tell(&story::ABORTS_ALONE, || [me.into(), Value::Time(patience), tx.into()]);
            self.settle(tx, Decision::Abort, cx);
        } else if terminates {
            self.elect(tx, cx);
        } else {
            match part.rounds {
                0 => cx.tell(&story::ASKS, || [me.into(), Value::Time(patience), tx.into()]),
                1 => cx.tell(&story::BLOCKED, || [me.into(), tx.into()]),
                _ => {}
            }
            self.ask(tx, cx);
        }
    }

    /// Asks for the decision: the coordinator, and with the cooperative termination protocol the other participants.
    fn ask(&mut self, tx: Tx, cx: &mut Context) {
        let me = cx.me;
        let Some(part) = self.part(tx) else { return };
        part.rounds += 1;
        let others = part.transfer.participants().without(me);
        reply(tx.home, tx, Say::DecisionReq, cx);
        if cx.config.cooperative {
            self.outbox.send_all(others, tx, Say::DecisionReq, cx);
        }
        cx.set_timer(Timer::Decision(tx), cx.config.decision_timeout);
    }

    /// A timer has fired.
    pub fn on_timer(&mut self, timer: Timer, cx: &mut Context) {
        match timer {
            Timer::Lock(tx) => self.on_lock_timeout(tx, cx),
            Timer::Decision(tx) => self.on_decision_timeout(tx, cx),
            Timer::States(tx) => self.on_states_timeout(tx, cx),
            Timer::Send => self.outbox.send_next(cx),
            Timer::Votes(_) | Timer::Acks(_) | Timer::Workload => {}
        }
    }
}

impl Part {
    /// A part that has just begun.
    fn new(tx: Tx, transfer: Transfer, now: Micros) -> Self {
        Part {
            tx,
            transfer,
            stage: Stage::Waiting,
            locked: false,
            since: now,
            after: 0,
            operational: true,
            rounds: 0,
            leader: tx.home,
            down: Tally::default(),
            leading: None,
        }
    }
}

/// A decision about a transaction that it has decided, or never voted on.
fn on_late_decision(tx: Tx, decision: Decision, cx: &mut Context) {
    let me = cx.me;
    match (cx.disk.decision(tx), decision) {
        (None, Decision::Commit) => {
            cx.tell(&story::KNOWS_NOTHING, || [me.into(), tx.into()]);
            cx.disk.write(tx, Logged::Decided(Decision::Abort), true);
        }
        (Some(known), _) if known != decision && !cx.config.decide_once => {
            cx.tell(&story::REVERSES, || [me.into(), tx.into(), decision.into()]);
            cx.disk.write(tx, Logged::Decided(decision), true);
        }
        _ => {}
    }
}

/// Tells somebody in doubt what was decided.
pub(super) fn help(from: NodeId, tx: Tx, decision: Decision, cx: &mut Context) {
    let me = cx.me;
    cx.tell(&story::HELPS, || [me.into(), decision.into(), tx.into(), from.into()]);
    reply(from, tx, Say::Decision(decision), cx);
}
