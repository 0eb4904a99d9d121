//! The coordinator: asks for votes, decides, tells (Bernstein et al. 1987, 7.4 and 7.5).

use super::disk::Logged;
use super::message::{Message, Say, State};
use super::outbox::Outbox;
use super::story;
use super::transfer::{Decision, Transfer, Tx};
use super::{Context, Timer, reply};
use crate::kit::client::{pace, wait};
use crate::kit::quorum::Tally;
use crate::sim::{MS, NodeId, Outcome, Value};
use netsplit_text::msg;
use serde::Serialize;

/// When the first transfer begins by itself, µs.
const FIRST: u64 = 300 * MS;

/// A coordinator's volatile state.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Coordinator {
    /// The transactions that it still has to do with, oldest first.
    pub running: Vec<Run>,
    outbox: Outbox,
}

/// A transaction that runs.
#[derive(Clone, Debug, Serialize)]
pub struct Run {
    /// Its name.
    pub tx: Tx,
    /// What it does.
    pub transfer: Transfer,
    /// How far it is.
    pub phase: Phase,
}

/// How far a transaction is.
#[derive(Clone, Debug, Serialize)]
pub enum Phase {
    /// Votes come in.
    Voting {
        /// Who has voted Yes.
        yes: Tally,
    },
    /// Three-phase commit: all have voted Yes, and are told so before anybody commits.
    PreCommitting {
        /// Who has acknowledged it.
        acks: Tally,
    },
    /// Three-phase commit: it crashed before it knew the decision, and asks for it.
    Asking {
        /// Who has answered that it crashed in doubt too.
        recovering: Tally,
        /// How often it has asked.
        rounds: u32,
    },
    /// Presumed abort: committed, but not everybody has acknowledged that.
    Committed {
        /// Who has.
        acks: Tally,
    },
}

impl Coordinator {
    /// Boots, or recovers from the log.
    pub fn start(cx: &mut Context) -> Self {
        cx.disk.log.recover();
        let mut coordinator = Coordinator::default();
        coordinator.recover(cx);
        coordinator.answer_again(cx);
        let (wait, _) = pace(cx.config.rate);
        let first = cx.me == NodeId(0) && cx.disk.begun == 0 && cx.config.rate > 0;
        cx.set_timer(Timer::Workload, if first { FIRST } else { wait });
        coordinator
    }

    /// What a crash left undecided. With two phases it can decide alone: nobody else can have decided Commit. With three
    /// the participants may have decided meanwhile, so it asks.
    fn recover(&mut self, cx: &mut Context) {
        for (tx, what) in cx.disk.open() {
            let Logged::Start(transfer) = what else { continue };
            let me = cx.me;
            let phase = Phase::Asking { recovering: Tally::default(), rounds: 0 };
            self.running.push(Run { tx, transfer, phase });
            if cx.config.three() {
                cx.tell(&story::COORDINATOR_ASKS, || [me.into(), tx.into()]);
                self.ask(tx, cx);
            } else {
                cx.tell(&story::COORDINATOR_RECOVERS, || [me.into(), tx.into()]);
                self.decide(tx, Decision::Abort, Tally::default(), cx);
            }
        }
        self.recover_unacknowledged(cx);
    }

    /// Presumed abort: commits that not everybody is known to have heard of.
    fn recover_unacknowledged(&mut self, cx: &mut Context) {
        if !cx.config.presumed_abort {
            return;
        }
        let mut open: Vec<(Tx, Transfer, bool)> = Vec::new();
        for record in cx.disk.log.iter() {
            match record.what {
                Logged::Start(transfer) => open.push((record.tx, transfer, false)),
                Logged::Decided(Decision::Commit) => {
                    open.iter_mut()
                        .filter(|(tx, ..)| *tx == record.tx)
                        .for_each(|(.., committed)| *committed = true);
                }
                _ => open.retain(|(tx, ..)| *tx != record.tx),
            }
        }
        for (tx, transfer, _) in open.into_iter().filter(|(.., committed)| *committed) {
            self.running.push(Run { tx, transfer, phase: Phase::Committed { acks: Tally::default() } });
            self.tell_again(tx, cx);
        }
    }

    /// Clients ask again about what a crash left unanswered. What has no record was aborted: that it has begun need not
    /// be in the log with presumed abort only.
    fn answer_again(&self, cx: &mut Context) {
        for (tx, _) in cx.disk.asked.clone() {
            if self.place(tx).is_none() {
                answer(tx, cx.disk.decision(tx).unwrap_or(Decision::Abort), cx);
            }
        }
    }

    fn place(&self, tx: Tx) -> Option<usize> {
        self.running.iter().position(|run| run.tx == tx)
    }

    fn run(&mut self, tx: Tx) -> Option<&mut Run> {
        self.running.iter_mut().find(|run| run.tx == tx)
    }

    /// Phase 1: asks the participants for their votes.
    pub fn begin(&mut self, transfer: Transfer, cx: &mut Context) {
        cx.disk.begun += 1;
        let tx = Tx { home: cx.me, number: cx.disk.begun };
        let what = transfer.text(cx.config.coordinators);
        let operation = cx.invoke("transfer", &tx.to_string(), Some(&what));
        cx.disk.asked.push((tx, operation));
        // With presumed abort what is not in the log was aborted, so nothing need be there before the decision.
        cx.disk.write(tx, Logged::Start(transfer), !cx.config.presumed_abort);
        let me = cx.me;
        cx.tell(&story::BEGINS, || {
            let amount = Value::Int(transfer.amount.into());
            [me.into(), tx.into(), amount, transfer.from.into(), transfer.to.into()]
        });
        self.running.push(Run { tx, transfer, phase: Phase::Voting { yes: Tally::default() } });
        self.outbox.send_all(transfer.participants(), tx, Say::VoteReq(transfer), cx);
        cx.set_timer(Timer::Votes(tx), cx.config.vote_timeout);
    }

    /// A message has come.
    pub fn on_message(&mut self, from: NodeId, Message { tx, say }: Message, cx: &mut Context) {
        match say {
            Say::Vote(yes) => self.on_vote(from, tx, yes, cx),
            Say::Ack => self.on_ack(from, tx, cx),
            Say::DecisionReq => self.on_decision_req(from, tx, cx),
            Say::Decision(decision) => self.on_decision(from, tx, decision, cx),
            Say::State(State::Recovering) => self.on_recovering(from, tx, cx),
            _ => {}
        }
    }

    fn on_vote(&mut self, from: NodeId, tx: Tx, vote: bool, cx: &mut Context) {
        let me = cx.me;
        let Some(Run { transfer, phase: Phase::Voting { yes }, .. }) = self.run(tx) else { return };
        if !vote {
            cx.tell(&story::HEARS_NO, || [me.into(), from.into(), tx.into()]);
            self.decide(tx, Decision::Abort, Tally::default().with(from), cx);
            return;
        }
        yes.add(from);
        if *yes == transfer.participants() {
            cx.tell(&story::ALL_YES, || [me.into(), tx.into()]);
            self.all_yes(tx, cx);
        }
    }

    /// Phase 2: everybody has voted Yes.
    fn all_yes(&mut self, tx: Tx, cx: &mut Context) {
        cx.cancel_timer(Timer::Votes(tx));
        if !cx.config.three() || !cx.config.precommit {
            self.decide(tx, Decision::Commit, Tally::default(), cx);
            return;
        }
        let Some(run) = self.run(tx) else { return };
        run.phase = Phase::PreCommitting { acks: Tally::default() };
        let all = run.transfer.participants();
        self.outbox.send_all(all, tx, Say::PreCommit, cx);
        cx.set_timer(Timer::Acks(tx), cx.config.ack_timeout);
    }

    fn on_ack(&mut self, from: NodeId, tx: Tx, cx: &mut Context) {
        let Some(run) = self.run(tx) else { return };
        let all = run.transfer.participants();
        match &mut run.phase {
            Phase::PreCommitting { acks } => {
                acks.add(from);
                if *acks == all {
                    self.decide(tx, Decision::Commit, Tally::default(), cx);
                }
            }
            Phase::Committed { acks } => {
                acks.add(from);
                if *acks == all {
                    self.forget(tx, cx);
                }
            }
            _ => {}
        }
    }

    /// Presumed abort: nobody will ever ask again.
    fn forget(&mut self, tx: Tx, cx: &mut Context) {
        let me = cx.me;
        cx.tell(&story::FORGETS, || [me.into(), tx.into()]);
        cx.disk.write(tx, Logged::End, false);
        cx.cancel_timer(Timer::Acks(tx));
        self.running.retain(|run| run.tx != tx);
    }

    /// Decides, and tells everybody but those who know.
    fn decide(&mut self, tx: Tx, decision: Decision, know: Tally, cx: &mut Context) {
        let Some(place) = self.place(tx) else { return };
        let all = self.running[place].transfer.participants();
        let presumed = cx.config.presumed_abort && decision == Decision::Abort;
        cx.disk.write(tx, Logged::Decided(decision), cx.config.force_decision && !presumed);
        let me = cx.me;
        cx.tell(story::decided(decision), || [me.into(), tx.into()]);
        answer(tx, decision, cx);
        for timer in [Timer::Votes(tx), Timer::Acks(tx), Timer::Decision(tx)] {
            cx.cancel_timer(timer);
        }
        if cx.config.presumed_abort && decision == Decision::Commit {
            self.running[place].phase = Phase::Committed { acks: Tally::default() };
            cx.set_timer(Timer::Acks(tx), cx.config.decision_timeout);
        } else {
            self.running.remove(place);
        }
        self.outbox.send_all(all.except(know), tx, Say::Decision(decision), cx);
    }

    /// A process in doubt asks for the decision.
    fn on_decision_req(&mut self, from: NodeId, tx: Tx, cx: &mut Context) {
        let me = cx.me;
        match cx.disk.latest(tx) {
            Some(Logged::Decided(decision)) => reply(from, tx, Say::Decision(decision), cx),
            Some(Logged::Start(_) | Logged::Yes(_)) => {
                let asking = self.run(tx).is_some_and(|run| matches!(run.phase, Phase::Asking { .. }));
                if asking {
                    reply(from, tx, Say::State(State::Recovering), cx);
                }
            }
            None | Some(Logged::End) => {
                cx.tell(&story::PRESUMES, || [me.into(), tx.into(), from.into()]);
                reply(from, tx, Say::Decision(Decision::Abort), cx);
            }
        }
    }

    /// Three-phase commit: asks the participants what was decided while it was down.
    fn ask(&mut self, tx: Tx, cx: &mut Context) {
        let Some(Run { transfer, phase: Phase::Asking { rounds, .. }, .. }) = self.run(tx) else { return };
        *rounds += 1;
        let all = transfer.participants();
        self.outbox.send_all(all, tx, Say::DecisionReq, cx);
        cx.set_timer(Timer::Decision(tx), cx.config.decision_timeout);
    }

    fn on_decision(&mut self, from: NodeId, tx: Tx, decision: Decision, cx: &mut Context) {
        let asking = self.run(tx).is_some_and(|run| matches!(run.phase, Phase::Asking { .. }));
        if !asking {
            return;
        }
        let me = cx.me;
        cx.tell(&story::LEARNS, || [me.into(), from.into(), decision.into(), tx.into()]);
        cx.disk.write(tx, Logged::Decided(decision), true);
        answer(tx, decision, cx);
        cx.cancel_timer(Timer::Decision(tx));
        self.running.retain(|run| run.tx != tx);
    }

    /// A total failure: if everybody crashed in doubt, nobody has decided, and the coordinator may.
    fn on_recovering(&mut self, from: NodeId, tx: Tx, cx: &mut Context) {
        let me = cx.me;
        let Some(Run { transfer, phase: Phase::Asking { recovering, .. }, .. }) = self.run(tx) else {
            return;
        };
        recovering.add(from);
        if *recovering == transfer.participants() {
            cx.tell(&story::TOTAL_FAILURE, || [me.into(), tx.into()]);
            self.decide(tx, Decision::Abort, Tally::default(), cx);
        }
    }

    /// A timer has fired.
    pub fn on_timer(&mut self, timer: Timer, cx: &mut Context) {
        match timer {
            Timer::Votes(tx) => self.on_vote_timeout(tx, cx),
            Timer::Acks(tx) => self.on_ack_timeout(tx, cx),
            Timer::Decision(tx) => self.ask(tx, cx),
            Timer::Send => self.outbox.send_next(cx),
            Timer::Workload => self.on_workload(cx),
            Timer::Lock(_) | Timer::States(_) => {}
        }
    }

    fn on_vote_timeout(&mut self, tx: Tx, cx: &mut Context) {
        let me = cx.me;
        let Some(Run { transfer, phase: Phase::Voting { yes }, .. }) = self.run(tx) else { return };
        let missing = transfer.participants().except(*yes);
        let patience = cx.config.vote_timeout;
        cx.tell(&story::VOTES_MISSING, || [me.into(), Value::Time(patience), missing.into(), tx.into()]);
        if cx.config.all_yes {
            self.decide(tx, Decision::Abort, Tally::default(), cx);
        } else {
            self.all_yes(tx, cx);
        }
    }

    /// Who has not acknowledged a PRE-COMMIT is taken for crashed, and does not count.
    fn on_ack_timeout(&mut self, tx: Tx, cx: &mut Context) {
        let me = cx.me;
        let Some(run) = self.run(tx) else { return };
        let all = run.transfer.participants();
        match &run.phase {
            Phase::PreCommitting { acks } => {
                let missing = all.except(*acks);
                cx.tell(&story::ACKS_MISSING, || [me.into(), missing.into(), tx.into()]);
                self.decide(tx, Decision::Commit, Tally::default(), cx);
            }
            Phase::Committed { .. } => self.tell_again(tx, cx),
            Phase::Voting { .. } | Phase::Asking { .. } => {}
        }
    }

    /// Presumed abort: a commit must be told until it is acknowledged.
    fn tell_again(&mut self, tx: Tx, cx: &mut Context) {
        let Some(Run { transfer, phase: Phase::Committed { acks }, .. }) = self.run(tx) else { return };
        let missing = transfer.participants().except(*acks);
        self.outbox.send_all(missing, tx, Say::Decision(Decision::Commit), cx);
        cx.set_timer(Timer::Acks(tx), cx.config.decision_timeout);
    }

    /// Thinks of a transfer, at the rate that is set.
    fn on_workload(&mut self, cx: &mut Context) {
        let (_, chance) = pace(cx.config.rate);
        if cx.disk.begun == 0 && cx.config.rate > 0 || cx.chance(chance) {
            let banks = cx.config.participants;
            let from = cx.random(0, banks - 1);
            let to = (from + cx.random(1, banks - 1)) % banks;
            let bank = |place: u64| NodeId((cx.config.coordinators + place) as u16);
            let transfer = Transfer { from: bank(from), to: Tally::default().with(bank(to)), amount: 10 };
            let amount = 10 * cx.random(1, 4) as u32;
            self.begin(Transfer { amount, ..transfer }, cx);
        }
        wait(cx.config.rate, Timer::Workload, cx);
    }
}

/// Tells the client who asked for it what has become of a transfer, unless that has been said.
fn answer(tx: Tx, decision: Decision, cx: &mut Context) {
    let Some(place) = cx.disk.asked.iter().position(|(asked, _)| *asked == tx) else { return };
    let (_, operation) = cx.disk.asked.remove(place);
    let outcome = match decision {
        Decision::Commit => Outcome::Ok(Some(msg!(outcome: "committed").to_owned())),
        Decision::Abort => Outcome::Fail(msg!("aborted").to_owned()),
    };
    cx.respond(operation, outcome);
}
