//! How long after a write reads may miss it: Bailis et al. 2012, §5.

use crate::kit::experiment::{About, Figure, Kind, Measure, Sample, Trial};
use crate::kit::script::tell;
use crate::protocols::quorum::{Config, Quorum, delays};
use crate::sim::{
    Fate, Input, MS, MessageRecord, Micros, NetworkConfig, NodeId, Operation, Outcome, Sim, Trace, Unit,
    When, World,
};
use netsplit_text::{msg, tr};

crate::config! {
    /// A write, and a read that starts when it is acknowledged.
    pub struct Staleness {
        distribution: u64 = 1, 1..=2, Unit::Choice(delays::DISTRIBUTIONS), live, "Distribution of latencies",
            "As measured in production, the paper's LNKD-SSD and LNKD-DISK. A line is drawn for each value; separate them with commas.";
        n: u64 = 3, 1..=8, Unit::Count, live, "N: replicas of a key",
            "How many nodes store the key.";
        r: u64 = 1, 1..=8, Unit::Count, live, "R: answers to a read",
            "How many of them must answer before a read is answered.";
        w: u64 = 1, 1..=8, Unit::Count, live, "W: acknowledgements of a write",
            "How many of them must have stored a write before it is acknowledged.";
    }
    conflict |trial| trial.config().conflict();
}

/// Whoever takes longer is not waited for.
const PATIENCE: Micros = 600_000 * MS;

impl Trial for Staleness {
    const ABOUT: About = About {
        id: "staleness",
        title: "How stale reads are",
        about: "A client writes; as soon as that is acknowledged another reads. The replicas that answer first may not have \
            the write yet. Each trial gives how much later the read would have had to start to find it: the share of trials \
            below t is the chance that a read t after the acknowledgement is up to date. Latency is what larger quorums \
            cost.",
        source: "Bailis et al., Probabilistically Bounded Staleness for Practical Partial Quorums, 2012, §5",
        measures: &[
            Measure {
                key: "consistent",
                label: msg!("Reads at t = 0 that are up to date"),
                kind: Kind::Shares,
            },
            Measure { key: "t", label: msg!("Time t until a read is up to date"), kind: Kind::Times },
            Measure { key: "read", label: msg!("Latency of a read"), kind: Kind::Times },
            Measure { key: "write", label: msg!("Latency of a write"), kind: Kind::Times },
        ],
        axis: "distribution",
        heading: None,
        points: &[1, 2],
        trials: 10_000,
    };

    fn run(&self, seed: u64) -> Vec<Sample> {
        self.write_and_read(seed, 0).map_or(vec![Sample::Never; 4], |seen| {
            vec![
                Sample::Happened(seen.consistent),
                Sample::After(seen.t),
                Sample::After(seen.read),
                Sample::After(seen.write),
            ]
        })
    }

    fn published(&self, measure: usize) -> Option<Figure> {
        if measure > 0 || (self.n, self.r, self.w) != (3, 1, 1) {
            return None;
        }
        Some(Figure::Share(if self.distribution == 1 { 0.974 } else { 0.439 }))
    }

    fn label(&self) -> String {
        tr(delays::DISTRIBUTIONS.get(self.distribution as usize).copied().unwrap_or("?")).to_owned()
    }
}

/// What a trial has seen; times in µs.
struct Seen {
    /// Whether the read found the write.
    consistent: bool,
    /// How much later the read would have had to start to find it.
    t: Micros,
    read: Micros,
    write: Micros,
}

impl Staleness {
    /// The coordinator is no replica, so that all N answers come over the network; clients are next to it.
    fn config(&self) -> Config {
        Config {
            nodes: self.n + 1,
            n: self.n,
            r: self.r,
            w: self.w,
            distribution: self.distribution,
            rate: 0,
            read_repair: false,
            read_first: false,
            anti_entropy: false,
            handoff: false,
            patience: PATIENCE,
            client_timeout: 2 * PATIENCE,
            ..Config::default()
        }
    }

    /// Writes, waits so long after the acknowledgement (µs), and reads.
    fn write_and_read(&self, seed: u64, wait: Micros) -> Option<Seen> {
        let network = NetworkConfig { delay_min: 0, delay_max: 0, ..NetworkConfig::default() };
        let mut world = World::<Quorum>::new(self.config(), network, seed).without_monitors();
        let mut trace = Trace::default();
        world.run(When::end_of(MS), Some(&mut trace));
        let coordinator = NodeId(self.n as u16);
        let [writer, reader] = [1, 2].map(|client| NodeId(coordinator.0 + client));
        let to = &*format!("n{}", coordinator.0 + 1);
        let write = tell(writer, "write", &[("to", to), ("key", "x"), ("value", "1")]);
        let write = ask(&mut world, &write, &mut trace)?;
        let asked = world.when().at + wait;
        world.run(When::end_of(asked), Some(&mut trace));
        let read = ask(&mut world, &tell(reader, "read", &[("to", to), ("key", "x")]), &mut trace)?;
        let consistent = matches!(&read.ended, Some((_, Outcome::Ok(Some(_)))));
        Some(Seen {
            consistent,
            t: later(&trace, asked, self.r),
            read: lasted(&read)?,
            write: lasted(&write)?,
        })
    }
}

/// Has a client ask for something, and runs until it is answered.
fn ask(world: &mut World<Quorum>, what: &Input, trace: &mut Trace) -> Option<Operation> {
    let number = world.history().len();
    world.input(what, Some(trace)).expect("a client is there, and can write and read");
    loop {
        if let Some(done) = world.history().get(number).filter(|done| done.ended.is_some()) {
            return Some(done.clone());
        }
        // Up to the instant of the next event and no further: the read is to begin at the acknowledgement.
        let due = world.next_due().filter(|due| *due <= 2 * PATIENCE)?;
        world.run(When::end_of(due), Some(trace));
    }
}

fn lasted(operation: &Operation) -> Option<Micros> {
    operation.ended.as_ref().map(|(at, _)| at - operation.invoked)
}

/// How much later a read would have had to start to find the write at one of the first `r` that answered it: as much
/// as its request was there before the write, at whichever of them that was least.
fn later(trace: &Trace, asked: Micros, r: u64) -> Micros {
    let of = |kind: &'static str| trace.messages.iter().filter(move |message| message.face.kind == kind);
    let to = |kind: &'static str, node: NodeId| of(kind).find(|message| message.name.to == node);
    let answers = of("Response").filter(|message| message.sent >= asked);
    let mut answers: Vec<(u64, NodeId)> = answers
        .filter_map(|message| match message.fate {
            Fate::Arrived(event) => Some((event, message.name.from)),
            _ => None,
        })
        .collect();
    answers.sort_unstable();
    let early =
        answers.into_iter().take(r as usize).map(|(_, node)| match (to("Write", node), to("Read", node)) {
            (Some(write), Some(read)) => ahead(read, write),
            _ => Micros::MAX,
        });
    early.min().unwrap_or(0)
}

/// How much earlier a read arrived than a write; at least 1 µs where it was before it in the same µs.
fn ahead(read: &MessageRecord, write: &MessageRecord) -> Micros {
    let least = match (read.fate, write.fate) {
        (Fate::Arrived(read), Fate::Arrived(write)) => Micros::from(read < write),
        _ => 1,
    };
    write.due.saturating_sub(read.due).max(least)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What trials say of later reads is how often later reads are up to date.
    #[test]
    fn reads_so_much_later_are_as_often_up_to_date_as_trials_say() {
        const TRIALS: u64 = 2_000;
        for (distribution, r, w, waits) in
            [(1, 1, 1, [100, 400]), (2, 1, 1, [2_000, 8_000]), (2, 2, 1, [1_000, 4_000])]
        {
            let trial = Staleness { distribution, n: 3, r, w };
            let trial = &trial;
            let seen = |wait| move |seed| trial.write_and_read(seed, wait).expect("it is answered");
            let first: Vec<Seen> = (0..TRIALS).map(seen(0)).collect();
            assert!(first.iter().all(|seen| seen.consistent == (seen.t == 0)));
            for wait in waits {
                let said = first.iter().filter(|seen| seen.t <= wait).count() as f64;
                let found =
                    (TRIALS..2 * TRIALS).map(seen(wait)).filter(|seen| seen.consistent).count() as f64;
                // Each is off by at most half the root of the trials, as a standard deviation.
                let error = libm::sqrt(TRIALS as f64 / 2.0);
                assert!(
                    (said - found).abs() < 3.0 * error,
                    "{distribution} {r} {w} {wait}: {said} against {found}"
                );
            }
        }
    }

    #[test]
    fn overlapping_quorums_are_never_stale() {
        for (r, w) in [(2, 2), (3, 1), (1, 3)] {
            let trial = Staleness { distribution: 2, n: 3, r, w };
            let consistent = |seed| trial.write_and_read(seed, 0).is_some_and(|seen| seen.consistent);
            assert!((0..300).all(consistent), "R = {r}, W = {w}");
        }
    }
}
