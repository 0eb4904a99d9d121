//! The paper's simulations of rumour mongering (its Tables 1 to 3), run in the lab's own world.

use super::{COIN, COUNTERS, Config, FEEDBACKS, FIRST, Gossip, MODES, PULL, PUSH, Phase, RUMOUR};
use crate::kit::experiment::{About, Experiment, Figure, Kind, Measure, Sample, Trial, experiment};
use crate::sim::{MS, Micros, NetworkConfig, NodeId, Slot, Unit, When, World};
use netsplit_text::{msg, tn};

/// The experiments, in the order of the page.
pub static EXPERIMENTS: &[Experiment] = &[experiment::<Demers>(), experiment::<Pittel>()];

crate::config! {
    /// A rumour among nodes that know nothing yet, until nobody spreads it any more.
    pub struct Demers {
        nodes: u64 = 1_000, 10..=10_000, Unit::Count, live, "Nodes",
            "How many nodes there are.";
        mode: u64 = 0, 0..=2, Unit::Choice(MODES), live, "Push or pull",
            "Push: who knows calls and tells. Pull: everybody calls and asks. Push–pull: both.";
        feedback: u64 = 0, 0..=1, Unit::Choice(FEEDBACKS), live, "Feedback or blind",
            "Whether a node loses interest by contacts with those that knew already, or by every contact.";
        counter: u64 = 0, 0..=1, Unit::Choice(COUNTERS), live, "Counter or coin",
            "Whether it loses interest after k such contacts, or after each with the chance 1/k.";
        k: u64 = 1, 1..=8, Unit::Count, live, "k",
            "How slowly nodes lose interest. A point is drawn for each value; separate them with commas.";
    }
}

/// The lab's own cycle, which a conversation of three messages fits into.
const PERIOD: Micros = 100 * MS;

/// A rumour that has not ended after so many cycles is measured as it is then.
const CYCLES_MAX: u64 = 1_000;

/// One in a million: what measures are counted in.
const MILLION: u64 = 1_000_000;

/// A world in which one node makes an update, and nobody judges or writes anything down.
fn world(config: Config, seed: u64) -> World<Gossip> {
    World::new(config, NetworkConfig::default(), seed).without_monitors()
}

/// Runs cycle by cycle until `done`; returns the number of cycles since the update was made.
fn run_until(world: &mut World<Gossip>, done: impl Fn(&[Slot<Gossip>]) -> bool) -> u64 {
    // The update is made when the first cycle begins, and told from the second on.
    let ended = (1..=CYCLES_MAX).find(|cycle| {
        world.run(When::end_of((cycle + 1) * PERIOD), None);
        done(world.slots())
    });
    ended.unwrap_or(CYCLES_MAX)
}

fn stands(slots: &[Slot<Gossip>], phase: Phase) -> u64 {
    let at = |slot: &&Slot<Gossip>| slot.state.as_ref().is_some_and(|node| node.phase == phase);
    slots.iter().filter(at).count() as u64
}

/// In how many cycles the update reached each node that it reached, other than where it was made.
fn reached(slots: &[Slot<Gossip>]) -> Vec<u64> {
    let began = slots[FIRST.index()].disk.held.map_or(0, |held| held.learned / PERIOD);
    let others = slots.iter().enumerate().filter(|(i, _)| NodeId::from(*i) != FIRST);
    others.filter_map(|(_, slot)| Some(slot.disk.held?.learned / PERIOD - began)).collect()
}

impl Trial for Demers {
    const ABOUT: About = About {
        id: "demers",
        title: "Residue, traffic and delay of rumours",
        about: "One node starts a rumour; the others know nothing. It ends when nobody spreads it any more. The \
            residue s is the share of nodes that it has not reached, the traffic m how often the update was sent per \
            node, t_ave and t_last how many cycles it took to reach a node on average, and the last one that it \
            reached. Less residue costs more traffic; how much more depends on who calls and when they stop. All of it \
            comes out as printed, but for t_ave of pushes, which the paper gives one to three cycles longer.",
        source: "Demers and others, 1987, Tables 1 to 3",
        measures: &[
            Measure { key: "residue", label: msg!("Residue s"), kind: Kind::Numbers("") },
            Measure { key: "traffic", label: msg!("Traffic m, updates per node"), kind: Kind::Numbers("") },
            Measure { key: "t_ave", label: msg!("Average delay t_ave, cycles"), kind: Kind::Numbers("") },
            Measure { key: "t_last", label: msg!("Last delay t_last, cycles"), kind: Kind::Numbers("") },
        ],
        axis: "k",
        heading: None,
        points: &[1, 2, 3, 4, 5],
        trials: 100,
    };

    fn run(&self, seed: u64) -> Vec<Sample> {
        let (nodes, mode, feedback, counter, k) =
            (self.nodes, self.mode, self.feedback, self.counter, self.k);
        let config =
            Config { nodes, spread: RUMOUR, mode, feedback, counter, k, period: PERIOD, ..Config::default() };
        let mut world = world(config, seed);
        run_until(&mut world, |slots| stands(slots, Phase::Infective) == 0);
        let slots = world.slots();
        let reached = reached(slots);
        let sent = slots.iter().filter_map(|slot| Some(u64::from(slot.state.as_ref()?.sent))).sum::<u64>();
        let average = reached.iter().sum::<u64>() * MILLION / (reached.len() as u64).max(1);
        let last = reached.iter().max().copied().unwrap_or(0) * MILLION;
        let residue = stands(slots, Phase::Susceptible) * MILLION / nodes;
        [residue, sent * MILLION / nodes, average, last].map(Sample::Counted).to_vec()
    }

    fn published(&self, measure: usize) -> Option<Figure> {
        let table = match (self.mode, self.feedback, self.counter) {
            (PUSH, 0, 0) => TABLE_1,
            (PUSH, 1, COIN) => TABLE_2,
            (PULL, 0, 0) => TABLE_3,
            _ => return None,
        };
        let row = table.get(self.k as usize - 1).filter(|_| self.nodes == 1_000)?;
        row.get(measure).copied().map(Figure::Mean)
    }

    fn label(&self) -> String {
        format!("k = {}", self.k)
    }
}

/// s, m, `t_ave`, `t_last` for k = 1, 2… with 1,000 nodes: push, feedback and counter.
const TABLE_1: &[[f64; 4]] = &[
    [0.18, 1.7, 11.0, 16.8],
    [0.037, 3.3, 12.1, 16.9],
    [0.011, 4.5, 12.5, 17.4],
    [0.0036, 5.6, 12.7, 17.5],
    [0.0012, 6.7, 12.8, 17.7],
];
/// Push, blind and coin.
const TABLE_2: &[[f64; 4]] = &[
    [0.96, 0.04, 19.0, 38.0],
    [0.20, 1.6, 17.0, 33.0],
    [0.060, 2.8, 15.0, 32.0],
    [0.021, 3.9, 14.1, 32.0],
    [0.008, 4.9, 13.8, 32.0],
];
/// Pull, feedback and counter.
const TABLE_3: &[[f64; 4]] =
    &[[0.031, 2.7, 9.97, 17.6], [0.000_58, 4.5, 10.07, 15.4], [0.000_004, 6.1, 10.08, 14.0]];

crate::config! {
    /// An update that is pushed until everybody has it.
    pub struct Pittel {
        nodes: u64 = 1_000, 10..=10_000, Unit::Count, live, "Nodes",
            "How many nodes there are. A point is drawn for each value; separate them with commas.";
        mode: u64 = 0, 0..=2, Unit::Choice(MODES), live, "Push or pull",
            "Push: who knows calls and tells. Pull: everybody calls and asks. Push–pull: both.";
        fanout: u64 = 1, 1..=8, Unit::Count, live, "Fan-out",
            "How many partners a node picks in a cycle.";
    }
}

impl Trial for Pittel {
    const ABOUT: About = About {
        id: "pittel",
        title: "Cycles until everybody knows",
        about: "One node has an update, and nobody ever loses interest. The number of those who know doubles while \
            they are few: log₂ n cycles. Those who are then still missing are found by chance: ln n cycles more. \
            Pittel proved that pushing takes log₂ n + ln n cycles, give or take a few, however large n is.",
        source: "Pittel, On Spreading a Rumor, 1987",
        measures: &[Measure {
            key: "cycles",
            label: msg!("Cycles until everybody knows"),
            kind: Kind::Numbers(""),
        }],
        axis: "nodes",
        heading: None,
        points: &[10, 30, 100, 300, 1_000, 3_000],
        trials: 50,
    };

    fn run(&self, seed: u64) -> Vec<Sample> {
        let (nodes, mode, fanout) = (self.nodes, self.mode, self.fanout);
        let config =
            Config { nodes, spread: super::ANTI_ENTROPY, mode, fanout, period: PERIOD, ..Config::default() };
        let mut world = world(config, seed);
        run_until(&mut world, |slots| slots.iter().all(|slot| slot.disk.held.is_some()));
        let last = reached(world.slots()).into_iter().max().unwrap_or(0);
        vec![Sample::Counted(last * MILLION)]
    }

    fn published(&self, _measure: usize) -> Option<Figure> {
        ((self.mode, self.fanout) == (PUSH, 1))
            .then(|| Figure::Mean(libm::round(100.0 * super::pittel(self.nodes)) / 100.0))
    }

    fn label(&self) -> String {
        tn!(self.nodes, "{count} node", "{count} nodes", count = self.nodes)
    }
}
