//! What gossip promises, and the course of the epidemic, counted event by event.
//!
//! Both look only at the node where the event was, so that they cost the same with ten nodes and with ten thousand.

use super::{ANTI_ENTROPY, Config, Gossip, Phase, RUMOUR, Update, story};
use crate::sim::{
    Health, Line, MS, Micros, NodeId, Observed, Property, PropertyKind, Report, SharedVec, Slot, Value,
    decimal,
};
use netsplit_text::{marked, msg};

const NEWEST_WINS: usize = 0;
const REMOVED_IS_FINAL: usize = 1;
const REACHES_EVERYBODY: usize = 2;

/// How long after the last fault everybody must know, and every rumour have ended: 300 cycles or more, µs.
const IN_THE_END: Micros = 30_000 * MS;

const fn property(name: &'static str, about: &'static str, kind: PropertyKind) -> Property {
    Property { name, about, kind }
}

/// What is promised.
pub const PROPERTIES: [Property; 4] = [
    property(
        "Newest Wins",
        msg!("A node never replaces an update by one that was made before it. (§1.1)"),
        PropertyKind::Safety,
    ),
    property(
        "Removed Is Final",
        msg!("A node that has lost interest in an update does not spread it again. (§1.4)"),
        PropertyKind::Safety,
    ),
    property(
        "Reaches Everybody",
        msg!(
            "With anti-entropy, every node that runs and can be reached has the newest update in the end. (§1.3)"
        ),
        PropertyKind::Eventually(IN_THE_END),
    ),
    property(
        "Rumours End",
        msg!("In the end nobody spreads a rumour any more. (§1.4)"),
        PropertyKind::Eventually(IN_THE_END),
    ),
];

/// Whether what is to happen in the end has happened.
pub fn fulfilled(property: usize, slots: &[Slot<Gossip>], config: &Config) -> bool {
    let running = || slots.iter().filter(|slot| slot.health == Health::Up);
    if property == REACHES_EVERYBODY {
        let newest = running().map(|slot| slot.disk.update()).max().flatten();
        config.spread == RUMOUR || running().all(|slot| slot.disk.update() == newest)
    } else {
        let hot =
            |slot: &Slot<Gossip>| slot.state.as_ref().is_some_and(|node| node.phase == Phase::Infective);
        config.spread == ANTI_ENTROPY || !running().any(hot)
    }
}

/// A node as it was when it was last looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seen {
    update: Option<Update>,
    /// None = it does not run.
    phase: Option<Phase>,
    sent: u32,
}

/// How many nodes that run stand where, with regard to the newest update.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Do not have it.
    pub susceptible: u32,
    /// Pass it on.
    pub infective: u32,
    /// Have lost interest in it.
    pub removed: u32,
}

/// The epidemic of the newest update.
#[derive(Clone, Debug, Default)]
pub struct Epidemic {
    /// When it began, µs.
    pub began: Micros,
    /// How things stand.
    pub counts: Counts,
    /// How things stood at the end of each cycle in which anything changed, by the number of cycles since it began.
    pub course: SharedVec<(u32, Counts)>,
    /// How often the update was sent.
    pub sent: u64,
    /// How many learned it from others, and the sum of the cycles that it took to reach them.
    pub reached: (u32, u64),
    /// The cycle in which it reached the last of them.
    pub last: u32,
}

/// What the monitors remember.
#[derive(Clone, Debug, Default)]
pub struct Monitors {
    seen: Vec<Seen>,
    newest: Option<Update>,
    /// The epidemic of the newest update.
    pub epidemic: Epidemic,
}

impl Seen {
    fn of(slot: &Slot<Gossip>) -> Self {
        // A paused node still counts: it will go on.
        let node = slot.state.as_ref().filter(|_| slot.health != Health::Crashed);
        let (phase, sent) = node.map_or((None, 0), |node| (Some(node.phase), node.sent));
        Seen { update: slot.disk.update(), phase, sent }
    }

    /// Where it stands with regard to an update; none when it does not run.
    fn stands(&self, newest: Option<Update>) -> Option<Phase> {
        let phase = self.phase?;
        Some(if self.update == newest { phase } else { Phase::Susceptible })
    }
}

impl Counts {
    fn of(&mut self, phase: Phase) -> &mut u32 {
        match phase {
            Phase::Susceptible => &mut self.susceptible,
            Phase::Infective => &mut self.infective,
            Phase::Removed => &mut self.removed,
        }
    }

    fn all(seen: &[Seen], newest: Option<Update>) -> Self {
        let mut counts = Counts::default();
        for phase in seen.iter().filter_map(|seen| seen.stands(newest)) {
            *counts.of(phase) += 1;
        }
        counts
    }

    /// How many run.
    pub fn total(self) -> u32 {
        self.susceptible + self.infective + self.removed
    }
}

impl Monitors {
    /// Judges what has changed at a node, and counts it.
    pub fn observe(&mut self, seen: &Observed<Gossip>, report: &mut Report) {
        if self.seen.is_empty() {
            self.seen = seen.slots.iter().map(Seen::of).collect();
            self.epidemic.counts = Counts::all(&self.seen, None);
        }
        let place = seen.node.index();
        let (before, after) = (self.seen[place], Seen::of(&seen.slots[place]));
        if before == after {
            return;
        }
        self.seen[place] = after;
        newest_wins(seen.node, &before, &after, report);
        removed_is_final(seen.node, &before, &after, report);
        if after.update > self.newest {
            self.begin(after.update, seen);
        } else {
            self.epidemic.count(&before, &after, self.newest, seen, report);
        }
    }

    /// Another update is the newest: its epidemic begins.
    fn begin(&mut self, newest: Option<Update>, seen: &Observed<Gossip>) {
        self.newest = newest;
        let counts = Counts::all(&self.seen, newest);
        self.epidemic = Epidemic { began: seen.when.at, counts, ..Epidemic::default() };
        self.epidemic.course.push((0, counts));
    }
}

impl Epidemic {
    /// Counts a change of one node.
    fn count(
        &mut self,
        before: &Seen,
        after: &Seen,
        newest: Option<Update>,
        seen: &Observed<Gossip>,
        report: &mut Report,
    ) {
        let (was, is) = (before.stands(newest), after.stands(newest));
        let known = if before.update == after.update { before.sent } else { 0 };
        if after.update == newest {
            self.sent += u64::from(after.sent.saturating_sub(known));
        }
        if was == is {
            return;
        }
        let (counts, cycle) = (self.counts, self.cycle(seen));
        if let Some(phase) = was {
            *self.counts.of(phase) -= 1;
        }
        if let Some(phase) = is {
            *self.counts.of(phase) += 1;
        }
        if newest.is_none() {
            return;
        }
        if before.update != newest && after.update == newest {
            self.reached = (self.reached.0 + 1, self.reached.1 + u64::from(cycle));
            self.last = cycle;
        }
        match self.course.last() {
            Some((last, _)) if *last == cycle => {
                let place = self.course.len() - 1;
                if let Some(last) = self.course.get_mut(place) {
                    last.1 = self.counts;
                }
            }
            _ => self.course.push((cycle, self.counts)),
        }
        self.tell(counts, cycle, seen.config, report);
    }

    /// The number of whole cycles since it began, counted as the nodes count them.
    fn cycle(&self, seen: &Observed<Gossip>) -> u32 {
        (seen.when.at / seen.config.period - self.began / seen.config.period) as u32
    }

    /// Says what no node can know: that all know, that nobody speaks any more.
    fn tell(&self, before: Counts, cycle: u32, config: &Config, report: &mut Report) {
        let now = self.counts;
        let number = |number: u32| Value::Int(i64::from(number));
        if before.susceptible > 0 && now.susceptible == 0 {
            report.tell(Line::new(&story::ALL_KNOW, vec![number(now.total()), number(cycle)]));
        }
        if before.infective > 0 && now.infective == 0 && config.rumours() {
            let args = [now.susceptible, now.total()].map(number);
            let residue = decimal(i64::from(now.susceptible * 1_000 / now.total().max(1)), 1);
            let residue = Value::Text(marked(residue));
            report.tell(Line::new(
                &story::DIES_OUT,
                [number(cycle)].into_iter().chain(args).chain([residue]).collect(),
            ));
        }
    }
}

fn newest_wins(node: NodeId, before: &Seen, after: &Seen, report: &mut Report) {
    if let (Some(had), Some(has)) = (before.update, after.update)
        && has < had
    {
        let values = vec![node.into(), had.origin.into(), Value::Time(had.stamp), Value::Time(has.stamp)];
        report.violate(NEWEST_WINS, &[node], Line::new(&story::OLDER, values));
    }
}

fn removed_is_final(node: NodeId, before: &Seen, after: &Seen, report: &mut Report) {
    let again = before.phase == Some(Phase::Removed) && after.phase == Some(Phase::Infective);
    if again && before.update == after.update {
        report.violate(REMOVED_IS_FINAL, &[node], Line::new(&story::TAKES_UP, vec![node.into()]));
    }
}
