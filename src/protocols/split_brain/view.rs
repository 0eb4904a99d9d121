//! How the lab shows itself: glyphs, tags, fields, the leases, the requests.

use super::message::{Ask, workers};
use super::monitors::{Held, Monitors};
use super::replica::Grants;
use super::storage::{Account, Entry, Verdict};
use super::worker::{Job, JobStep, Worker};
use super::{Config, Disk, Kind, SplitBrain};
use crate::sim::{Epoch, Glyph, Ms, NetworkConfig, NodeId, NodeView, Panel, Shape, Slot, Tone, Value};
use netsplit_text::{msg, t};

/// How a node looks.
pub fn glyph(node: Option<&SplitBrain>, kind: Kind) -> Glyph {
    let (role, shape, tone) = match (kind, node) {
        (Kind::Replica, _) => (msg!("replica"), Shape::Plain, Tone::Follow),
        (Kind::Storage, _) => (msg!("storage"), Shape::Square, Tone::Good),
        (Kind::Power, _) => (msg!("power switch"), Shape::Plain, Tone::Good),
        (Kind::Worker, Some(SplitBrain::Worker(worker))) => worker_glyph(worker),
        (Kind::Worker, _) => (msg!("worker"), Shape::Plain, Tone::Client),
    };
    let lease = match node {
        Some(SplitBrain::Worker(worker)) => worker.lease.as_ref(),
        _ => None,
    };
    let epoch = lease.map(|lease| Epoch { word: msg!("token"), mark: "T", number: lease.token });
    Glyph { role, shape, tone, epoch }
}

fn worker_glyph(worker: &Worker) -> (&'static str, Shape, Tone) {
    match worker {
        Worker { off: true, .. } => (msg!("without power"), Shape::Plain, Tone::Bad),
        Worker { lease: Some(_), .. } => (msg!("leader"), Shape::Crown, Tone::Lead),
        Worker { job: Some(_), .. } => (msg!("former leader"), Shape::Crown, Tone::Bad),
        Worker { asking: Some(_), .. } => (msg!("candidate"), Shape::Hand, Tone::Candidate),
        _ => (msg!("worker"), Shape::Plain, Tone::Client),
    }
}

/// What the inspector and the stage show.
pub fn view(node: Option<&SplitBrain>, disk: &Disk, config: &Config, out: &mut NodeView) {
    match (disk, node) {
        (Disk::Replica(grants), _) => view_replica(grants, config, out),
        (Disk::Storage(account), _) => view_account(account, out),
        (Disk::Worker { boots }, node) => {
            if let Some(SplitBrain::Worker(worker)) = node {
                view_worker(worker, config, out);
            }
            out.disk(msg!("boots"), u64::from(*boots));
        }
        (Disk::Power, _) => {}
    }
}

fn view_replica(grants: &Grants, config: &Config, out: &mut NodeView) {
    out.disk(msg!("highest token"), grants.highest);
    out.disk(msg!("holder"), grants.lease.map(|lease| lease.holder.worker));
    out.disk(msg!("token"), grants.lease.map(|lease| lease.token));
    out.disk(msg!("until"), grants.lease.map_or(Value::None, |lease| Value::Time(lease.until)));
    let lives: Vec<_> = grants.doubtful.iter().map(|(life, _)| *life).collect();
    out.disk(msg!("not given back"), workers(&lives));
    if let Some(lease) = grants.lease {
        let text = format!("T{} {}", lease.token, name(lease.holder.worker, config));
        out.term(text, Tone::Follow, (lease.since, lease.until));
    }
}

/// What people call a worker.
fn name(worker: NodeId, config: &Config) -> String {
    format!("w{}", u64::from(worker.0).saturating_sub(config.replicas) + 1)
}

fn view_account(account: &Account, out: &mut NodeView) {
    let right = account.balance == account.due;
    let tone = if right { Tone::Good } else { Tone::Bad };
    out.badge(t!("balance {amount} €", amount = account.balance), tone);
    if !right {
        out.badge(t!("should be {amount} €", amount = account.due), Tone::Bad);
    }
    out.disk(msg!("balance"), Value::Text(euros(account.balance)));
    out.disk(msg!("acknowledged"), Value::Text(euros(account.due)));
    out.disk(msg!("newest token"), account.newest.map(|right| right.token));
    out.disk(msg!("its holder"), account.newest.map(|right| right.holder));
    out.disk(msg!("kept out"), workers(&account.kept_out()));
}

fn euros(amount: u64) -> String {
    format!("{amount} €")
}

fn view_worker(worker: &Worker, config: &Config, out: &mut NodeView) {
    if let Some(lease) = &worker.lease {
        let text = t!("lease T{token}", token = lease.token);
        out.term(text, Tone::Lead, (lease.since, lease.until));
        out.memory(msg!("token"), lease.token);
        out.memory(msg!("lease until"), Value::Time(lease.until));
        out.memory(msg!("to be shot"), workers(&lease.victims));
    }
    if let Some(asking) = &worker.asking {
        out.memory(msg!("asks with token"), asking.token);
        out.memory(msg!("granted by"), asking.yes);
        out.memory(msg!("refused by"), asking.no);
    }
    if let Some(job) = worker.job {
        if worker.lease.is_none() {
            out.badge(t!("lease over"), Tone::Bad);
        }
        out.memory(msg!("job"), Value::Text(describe(job)));
    }
    out.memory(msg!("highest token"), worker.highest);
    out.memory(msg!("all answered"), Value::Bool(worker.clean));
    out.caption = caption(worker, config);
}

fn describe(job: Job) -> String {
    match job.step {
        JobStep::Reading => t!("reads the balance").to_owned(),
        JobStep::Working(read) => t!("works, has read {amount} €", amount = read),
        JobStep::Writing { balance, .. } => t!("writes {amount} €", amount = balance),
    }
}

fn caption(worker: &Worker, config: &Config) -> Option<String> {
    if worker.off {
        return Some(t!("no power").to_owned());
    }
    if let Some(asking) = &worker.asking {
        let (votes, replicas) = (asking.yes.count(), config.replicas);
        return Some(t!("asks, {votes} of {replicas} grant it", votes, replicas));
    }
    if worker.lease.as_ref().is_some_and(|lease| !lease.victims.is_empty()) {
        return Some(t!("has another shot first").to_owned());
    }
    worker.job.map(describe)
}

/// The panels: the leases, the requests.
pub fn panels(slots: &[Slot<SplitBrain>], monitors: &Monitors, config: &Config) -> Vec<Panel> {
    let requests = match slots.get(config.storage().index()).map(|slot| &slot.disk) {
        Some(Disk::Storage(account)) => account.entries.iter().rev().map(request).collect(),
        _ => Vec::new(),
    };
    vec![
        Panel::Table {
            title: "Requests",
            head: vec![
                msg!("Time"),
                msg!("Worker"),
                msg!("Token"),
                msg!("Asks"),
                msg!("Before"),
                msg!("Verdict"),
            ],
            rows: requests,
        },
        Panel::Table {
            title: "Leases",
            head: vec![msg!("Time"), msg!("Worker"), msg!("Token")],
            rows: monitors.leases.iter().rev().map(lease).collect(),
        },
    ]
}

fn request(entry: &Entry) -> Vec<Value> {
    let asks = match entry.ask {
        Ask::Read => t!("read").to_owned(),
        Ask::Write { balance, .. } => t!("write {amount} €", amount = balance),
    };
    let verdict = match entry.verdict {
        Verdict::Done => t!("done").to_owned(),
        Verdict::Rejected(newest) if newest.token == entry.right.token => {
            t!("rejected: another has this token").to_owned()
        }
        Verdict::Rejected(newest) => t!("rejected: T{token} is newer", token = newest.token),
        Verdict::KeptOut => t!("kept out: was shot").to_owned(),
    };
    vec![
        Value::Time(entry.at),
        entry.right.holder.into(),
        entry.right.token.into(),
        Value::Text(asks),
        Value::Text(euros(entry.before)),
        Value::Text(verdict),
    ]
}

fn lease(held: &Held) -> Vec<Value> {
    vec![Value::Time(held.at), held.right.holder.into(), held.right.token.into()]
}

/// What is questionable about the times.
pub fn warnings(config: &Config, network: &NetworkConfig) -> Vec<String> {
    let mut warnings = Vec::new();
    let way = 3 * network.delay_max;
    if !config.fencing && !config.stonith && config.margin < way {
        warnings.push(t!(
            "A write may come when the lease is over: the messages of a job may take {way}, but the margin is only \
             {margin}.",
            way = Ms(way),
            margin = Ms(config.margin),
        ));
    }
    if config.patience < 2 * network.delay_max {
        warnings.push(t!(
            "Workers ask in vain: a round trip may take {round_trip}, but they wait only {patience}.",
            round_trip = Ms(2 * network.delay_max),
            patience = Ms(config.patience),
        ));
    }
    warnings
}
