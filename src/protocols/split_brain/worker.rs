//! A worker: asks for the lease, and while it has it, it is the leader and works for the bank.
//!
//! A job is what Kleppmann (2016) warns of: check the lease, read the balance, work for a while, write. The lease is
//! checked before the work, because however late one checks, a pause may come between the check and the write.

use super::message::{Answer, Ask, Life, Message, Request};
use super::{Context, Disk, Timer, story};
use crate::kit::quorum::{Tally, majority};
use crate::sim::{Micros, NodeId, Value};
use serde::Serialize;

/// A worker's volatile state.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Worker {
    /// How often it has booted.
    pub boot: u32,
    /// Whether its machine is without power.
    pub off: bool,
    /// The highest token that it has heard of.
    pub highest: u64,
    /// How many requests it has sent to the storage since it booted.
    pub nth: u32,
    /// Whether nothing that it sent to the storage is unanswered.
    pub clean: bool,
    /// Whom it asks for the lease.
    pub asking: Option<Asking>,
    /// The lease that it has.
    pub lease: Option<Lease>,
    /// The job that it does. It may outlast the lease.
    pub job: Option<Job>,
}

/// Asks for the lease.
#[derive(Clone, Debug, Serialize)]
pub struct Asking {
    /// With this token.
    pub token: u64,
    /// Since when, by its own clock, µs.
    pub since: Micros,
    /// Who has granted it.
    pub yes: Tally,
    /// Who has not.
    pub no: Tally,
    /// Whether somebody would, if the token were higher.
    pub outbid: bool,
    /// Who has had a lease and not given it back in order.
    pub doubtful: Vec<Life>,
}

/// The lease, as its holder knows it.
#[derive(Clone, Debug, Serialize)]
pub struct Lease {
    /// The fencing token.
    pub token: u64,
    /// When it was asked for, by its own clock, µs.
    pub since: Micros,
    /// Until when it counts on it, by its own clock, µs.
    pub until: Micros,
    /// Who is still to be shot.
    pub victims: Vec<Life>,
}

/// A deposit that is on its way.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Job {
    /// The token of the lease that it was begun with.
    pub token: u64,
    /// How far it is.
    pub step: JobStep,
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum JobStep {
    /// It has asked for the balance.
    Reading,
    /// It has read this balance, €, and works.
    Working(u64),
    /// It has sent the new balance.
    Writing {
        /// The new balance, €.
        balance: u64,
        /// How much of it is the deposit, €.
        amount: u64,
    },
}

impl Worker {
    /// Boots. Only who has never booted before can know that nothing of it is under way.
    pub fn start(cx: &mut Context) -> Self {
        let Disk::Worker { boots } = cx.disk else { return Worker::default() };
        *boots += 1;
        let boot = *boots;
        let worker = Worker { boot, clean: boot == 1, ..Worker::default() };
        if cx.config.asks {
            let wait = cx.random(cx.config.retry / 10, cx.config.retry);
            cx.set_timer(Timer::Ask, wait);
        }
        worker
    }

    /// Gives up the lease when its time is over, by the clock or by the timer; nothing comes before that, also after a
    /// pause.
    pub fn expire(&mut self, due: bool, cx: &mut Context) {
        let over = self.lease.as_ref().filter(|lease| due || lease.until <= cx.now).map(|lease| lease.token);
        let Some(token) = over else { return };
        self.lease = None;
        let me = cx.me;
        let template = if self.job.is_some() { &story::EXPIRES_AT_WORK } else { &story::EXPIRES };
        cx.tell(template, || [me.into(), token.into()]);
        self.rest(cx);
    }

    /// Asks again some time later, when it is idle.
    fn rest(&self, cx: &mut Context) {
        if cx.config.asks && self.is_idle() {
            let wait = cx.random(cx.config.retry, 2 * cx.config.retry);
            cx.set_timer(Timer::Ask, wait);
        }
    }

    fn is_idle(&self) -> bool {
        !self.off && self.asking.is_none() && self.lease.is_none() && self.job.is_none()
    }

    /// Asks for the lease, if it is idle.
    pub fn ask(&mut self, cx: &mut Context) {
        if !self.is_idle() {
            return;
        }
        let token = self.highest + 1;
        self.asking = Some(Asking {
            token,
            since: cx.now,
            yes: Tally::default(),
            no: Tally::default(),
            outbid: false,
            doubtful: Vec::new(),
        });
        let me = cx.me;
        cx.tell(&story::ASKS, || [me.into(), token.into()]);
        for replica in cx.config.replicas_ids() {
            cx.send(replica, Message::Acquire { token, boot: self.boot });
        }
        cx.set_timer(Timer::Asking, cx.config.patience);
    }

    /// A replica grants it the lease.
    pub fn on_grant(&mut self, from: NodeId, token: u64, doubtful: Vec<Life>, cx: &mut Context) {
        let Some(asking) = self.asking.as_mut().filter(|asking| asking.token == token) else { return };
        asking.yes.add(from);
        for life in doubtful {
            if !asking.doubtful.contains(&life) {
                asking.doubtful.push(life);
            }
        }
        self.count(cx);
    }

    /// A replica does not.
    pub fn on_refuse(
        &mut self,
        from: NodeId,
        token: u64,
        highest: u64,
        holder: Option<NodeId>,
        cx: &mut Context,
    ) {
        self.highest = self.highest.max(highest);
        let Some(asking) = self.asking.as_mut().filter(|asking| asking.token == token) else { return };
        asking.no.add(from);
        asking.outbid |= holder.is_none();
        let me = cx.me;
        match holder {
            Some(holder) => cx.tell(&story::REFUSED, || [from.into(), me.into(), holder.into()]),
            None => cx.tell(&story::OUTBID, || [from.into(), token.into(), me.into()]),
        }
        self.count(cx);
    }

    /// Looks at the answers that it has. Without the rule of majorities it waits for all, and goes by who answers.
    fn count(&mut self, cx: &mut Context) {
        let Some(asking) = &self.asking else { return };
        let (replicas, yes, no) = (cx.config.replicas, asking.yes.count(), asking.no.count());
        let enough = if cx.config.majority { majority(replicas) } else { replicas };
        if yes >= enough {
            self.acquire(cx);
        } else if no > replicas - enough {
            self.fail(cx);
        }
    }

    /// It has waited for answers long enough.
    pub fn on_asking_timeout(&mut self, cx: &mut Context) {
        let Some(asking) = &self.asking else { return };
        let (me, yes, replicas) = (cx.me, asking.yes.count(), cx.config.replicas);
        if !cx.config.majority && yes > 0 {
            self.acquire(cx);
        } else {
            cx.tell(&story::NO_MAJORITY, || [me.into(), yes.into(), replicas.into()]);
            self.fail(cx);
        }
    }

    /// Gives back what it has been granted, and asks again: at once if its token was too low.
    fn fail(&mut self, cx: &mut Context) {
        let Some(asking) = self.asking.take() else { return };
        cx.cancel_timer(Timer::Asking);
        for replica in cx.config.replicas_ids().filter(|replica| !asking.no.contains(*replica)) {
            cx.send(replica, Message::Release { token: asking.token, clean: self.clean });
        }
        if asking.outbid && self.highest >= asking.token {
            self.ask(cx);
        } else {
            self.highest = self.highest.max(asking.token);
            self.rest(cx);
        }
    }

    /// It has the lease, from when it asked for it, and less long than was granted: clocks may differ.
    fn acquire(&mut self, cx: &mut Context) {
        let Some(asking) = self.asking.take() else { return };
        cx.cancel_timer(Timer::Asking);
        self.highest = self.highest.max(asking.token);
        let until = asking.since + cx.config.lease - cx.config.epsilon;
        let left = until.saturating_sub(cx.now);
        if left == 0 {
            self.rest(cx);
            return;
        }
        let (me, token, votes) = (cx.me, asking.token, asking.yes.count());
        let replicas = cx.config.replicas;
        cx.tell(&story::ACQUIRES, || {
            [me.into(), token.into(), votes.into(), replicas.into(), Value::Time(left)]
        });
        let victims = if cx.config.stonith { asking.doubtful } else { Vec::new() };
        self.lease = Some(Lease { token, since: asking.since, until, victims });
        cx.set_timer(Timer::Expiry, left);
        self.shoot(cx);
        self.next_job(cx);
    }

    /// Has those shot who may still think that they are the leader.
    fn shoot(&self, cx: &mut Context) {
        let victims = self.lease.as_ref().map_or(&[][..], |lease| &lease.victims);
        let (me, power) = (cx.me, cx.config.power());
        for victim in victims {
            cx.tell(&story::SHOOTS, || [me.into(), victim.worker.into()]);
            cx.send(power, Message::Shoot(*victim));
        }
        if !victims.is_empty() {
            cx.set_timer(Timer::Answer, cx.config.patience);
        }
    }

    /// The power switch has shot one.
    pub fn on_shot(&mut self, life: Life, cx: &mut Context) {
        let Some(lease) = &mut self.lease else { return };
        let before = lease.victims.len();
        lease.victims.retain(|victim| *victim != life);
        if before > 0 && lease.victims.is_empty() {
            self.next_job(cx);
        }
    }

    /// Begins a job if the lease lasts long enough; otherwise it gives the lease back.
    fn next_job(&mut self, cx: &mut Context) {
        let Some(lease) = self.lease.as_ref().filter(|lease| lease.victims.is_empty()) else { return };
        let token = lease.token;
        if cx.now + cx.config.work + cx.config.margin > lease.until {
            self.release(cx);
            return;
        }
        self.job = Some(Job { token, step: JobStep::Reading });
        self.request(cx);
    }

    fn release(&mut self, cx: &mut Context) {
        let Some(lease) = self.lease.take() else { return };
        cx.cancel_timer(Timer::Expiry);
        let (me, token) = (cx.me, lease.token);
        cx.tell(&story::RELEASES, || [me.into(), token.into()]);
        for replica in cx.config.replicas_ids() {
            cx.send(replica, Message::Release { token, clean: self.clean });
        }
        self.rest(cx);
    }

    /// Sends the request of the job's step, as a new one.
    fn request(&mut self, cx: &mut Context) {
        self.nth += 1;
        self.clean = false;
        self.send(cx);
    }

    fn send(&self, cx: &mut Context) {
        let Some(job) = self.job else { return };
        let ask = match job.step {
            JobStep::Writing { balance, amount } => Ask::Write { balance, amount },
            _ => Ask::Read,
        };
        let storage = cx.config.storage();
        let request = Request { boot: self.boot, nth: self.nth, token: job.token, ask };
        cx.send(storage, Message::Request(request));
        cx.set_timer(Timer::Answer, cx.config.patience);
    }

    /// The work is done: it writes, and does not look at its lease again.
    pub fn on_work_done(&mut self, cx: &mut Context) {
        let Some(Job { step: JobStep::Working(read), token }) = self.job else { return };
        let amount = cx.config.amount;
        let balance = read + amount;
        self.job = Some(Job { token, step: JobStep::Writing { balance, amount } });
        let me = cx.me;
        let template = if self.lease.is_some() { &story::WRITES } else { &story::WRITES_LATE };
        cx.tell(template, || [me.into(), read.into(), balance.into(), token.into()]);
        self.request(cx);
    }

    /// The storage has answered.
    pub fn on_reply(&mut self, boot: u32, nth: u32, answer: Answer, cx: &mut Context) {
        let Some(job) = self.job.filter(|_| (boot, nth) == (self.boot, self.nth)) else { return };
        if self.clean {
            return;
        }
        self.clean = true;
        cx.cancel_timer(Timer::Answer);
        match (job.step, answer) {
            (JobStep::Reading, Answer::Balance(balance)) => {
                self.job = Some(Job { step: JobStep::Working(balance), ..job });
                let (me, work) = (cx.me, cx.config.work);
                cx.tell(&story::WORKS, || [me.into(), balance.into(), Value::Time(work)]);
                cx.set_timer(Timer::Work, work);
            }
            (_, Answer::Reject(newest)) => self.on_reject(newest, cx),
            _ => {
                self.job = None;
                self.next_job(cx);
                self.rest(cx);
            }
        }
    }

    /// Another has a newer lease: whatever it has itself is worth nothing.
    fn on_reject(&mut self, newest: u64, cx: &mut Context) {
        self.job = None;
        self.highest = self.highest.max(newest);
        self.release(cx);
        self.rest(cx);
    }

    /// The storage or the power switch has not answered in time.
    pub fn on_answer_timeout(&mut self, cx: &mut Context) {
        let Some(job) = self.job else {
            self.shoot(cx);
            return;
        };
        let needs = match job.step {
            JobStep::Writing { .. } => cx.config.margin,
            _ => cx.config.work + cx.config.margin,
        };
        if self.lease.as_ref().is_some_and(|lease| cx.now + needs <= lease.until) {
            self.send(cx);
            return;
        }
        self.job = None;
        let me = cx.me;
        cx.tell(&story::GIVES_UP, || [me.into()]);
        self.rest(cx);
    }

    /// Its machine loses its power: what it had in memory is gone.
    pub fn on_power_off(&mut self, boot: u32, cx: &mut Context) {
        if self.off || self.boot > boot {
            return;
        }
        for timer in [Timer::Ask, Timer::Asking, Timer::Expiry, Timer::Work, Timer::Answer] {
            cx.cancel_timer(timer);
        }
        let me = cx.me;
        cx.tell(&story::IS_SHOT, || [me.into()]);
        *self = Worker { boot: self.boot, off: true, ..Worker::default() };
        cx.set_timer(Timer::Boot, cx.config.reboot);
    }

    /// A timer has fired.
    pub fn on_timer(&mut self, timer: Timer, cx: &mut Context) {
        match timer {
            Timer::Ask => self.ask(cx),
            Timer::Asking => self.on_asking_timeout(cx),
            Timer::Work => self.on_work_done(cx),
            Timer::Answer => self.on_answer_timeout(cx),
            Timer::Boot => *self = Worker::start(cx),
            // Whoever has been told anything has looked at the lease already.
            Timer::Expiry => {}
        }
    }
}
