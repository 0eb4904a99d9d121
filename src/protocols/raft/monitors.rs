//! The five properties of Figure 3, judged after every event, and what they are for: linearizability (§8).
//!
//! Each looks only at what has changed at the node where the event was. Prefixes of logs are compared by their
//! fingerprints, so that an event that changes nothing costs a few comparisons.

use super::disk::{Disk, Entry, Log};
use super::server::{Role, Server};
use super::{Raft, story};
use crate::kit::linear::{self, Linear};
use crate::kit::model::Model;
use crate::sim::{Line, NodeId, Observed, Property, Report, SharedVec, Slot, SortedMap, Value};
use netsplit_text::t;
use std::rc::Rc;

const ELECTION_SAFETY: usize = 0;
const LEADER_APPEND_ONLY: usize = 1;
const LOG_MATCHING: usize = 2;
const LEADER_COMPLETENESS: usize = 3;
const STATE_MACHINE_SAFETY: usize = 4;
const LINEARIZABILITY: usize = 5;

/// How clients see the servers.
pub const MODEL: Model = Model::KeyValue;

/// Figure 3, and §8.
pub const PROPERTIES: [Property; 6] = [
    Property::safety("Election Safety", "At most one leader can be elected in a given term. (§5.2)"),
    Property::safety(
        "Leader Append-Only",
        "A leader never overwrites or deletes entries in its log; it only appends new entries. (§5.3)",
    ),
    Property::safety(
        "Log Matching",
        "If two logs contain an entry with the same index and term, then the logs are identical in all entries up \
         through the given index. (§5.3)",
    ),
    Property::safety(
        "Leader Completeness",
        "If a log entry is committed in a given term, then that entry will be present in the logs of the leaders \
         for all higher-numbered terms. (§5.4)",
    ),
    Property::safety(
        "State Machine Safety",
        "If a server has applied a log entry at a given index to its state machine, no other server will ever apply \
         a different log entry for the same index. (§5.4.3)",
    ),
    Property::safety("Linearizability", linear::ABOUT),
];

/// A server as it was when it was last looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Seen {
    leads: Option<u64>,
    last_index: u64,
    fingerprint: u64,
    commit_index: u64,
    last_applied: u64,
}

/// An entry when a leader committed it.
#[derive(Clone, Debug)]
struct Committed {
    term: u64,
    fingerprint: u64,
    entry: Entry,
}

/// What the monitors remember.
#[derive(Clone, Debug, Default)]
pub struct Monitors {
    seen: Vec<Seen>,
    /// Who led each term first.
    leaders: Rc<SortedMap<u64, NodeId>>,
    /// The committed entries, by index.
    committed: SharedVec<Committed>,
    /// What was applied at each index, and by whom first.
    applied: SharedVec<(NodeId, Entry)>,
    /// What clients were answered.
    answers: Linear,
}

/// One look at one server.
struct Look<'a> {
    node: NodeId,
    disk: &'a Disk,
    slots: &'a [Slot<Raft>],
    before: Seen,
    after: Seen,
}

impl Monitors {
    /// Judges all properties after an event.
    pub fn observe(&mut self, seen: &Observed<Raft>, report: &mut Report) {
        let place = seen.node.index();
        if place >= seen.config.seats() as usize {
            self.linearizability(seen, report);
            return;
        }
        if self.seen.len() <= place {
            self.seen_at_first(seen);
        }
        let slot = &seen.slots[place];
        let (before, after) = (self.seen[place], Seen::of(slot));
        if before == after {
            return;
        }
        self.seen[place] = after;
        let look = Look { node: seen.node, disk: &slot.disk, slots: seen.slots, before, after };
        self.election_safety(&look, report);
        two_leaders(&look, report);
        leader_append_only(&look, report);
        log_matching(&look, seen.config.seats() as usize, report);
        self.leader_completeness(&look, report);
        self.state_machine_safety(&look, report);
    }

    /// Only clients ask. One that has crashed will never know how its requests ended.
    fn linearizability(&mut self, seen: &Observed<Raft>, report: &mut Report) {
        if seen.slots[seen.node.index()].state.is_none() {
            self.answers.give_up(seen.node, None);
        }
        if !seen.asked.is_empty() {
            self.answers.observe(MODEL, &seen.asked, LINEARIZABILITY, report);
        }
    }

    /// The logs that servers begin with are given, not written by anybody.
    fn seen_at_first(&mut self, seen: &Observed<Raft>) {
        let first = |slot: &Slot<Raft>| Seen {
            last_index: slot.disk.log.last_index(),
            fingerprint: slot.disk.log.fingerprint(slot.disk.log.last_index()),
            ..Seen::default()
        };
        self.seen = seen.slots.iter().take(seen.config.seats() as usize).map(first).collect();
    }

    fn election_safety(&mut self, look: &Look, report: &mut Report) {
        let Some(term) = look.after.leads.filter(|_| look.before.leads != look.after.leads) else { return };
        match self.leaders.get(&term) {
            Some(first) if *first != look.node => {
                let args = vec![look.node.into(), term.into(), (*first).into()];
                report.violate(ELECTION_SAFETY, &[look.node, *first], Line::new(&story::TWO_LEADERS, args));
            }
            Some(_) => {}
            None => {
                Rc::make_mut(&mut self.leaders).insert(term, look.node);
            }
        }
    }

    /// An entry is committed in the term of the leader that first says so. It must be there when a later leader
    /// begins, and in every later leader's log when it is committed.
    fn leader_completeness(&mut self, look: &Look, report: &mut Report) {
        let Some(term) = look.after.leads else { return };
        if look.before.leads != look.after.leads {
            let earlier = self.committed_before(term);
            self.check_completeness(look.node, term, &look.disk.log, earlier, report);
        }
        let known = self.committed.len() as u64;
        if look.after.commit_index <= known {
            return;
        }
        for index in known + 1..=look.after.commit_index {
            let Some(entry) = look.disk.log.recorded(index) else { return };
            let fingerprint = look.disk.log.fingerprint(index);
            self.committed.push(Committed { term, fingerprint, entry: entry.clone() });
        }
        for (place, slot) in look.slots.iter().enumerate() {
            if let Some(later) = leads(slot).filter(|later| *later > term) {
                let all = self.committed.len() as u64;
                self.check_completeness(NodeId::from(place), later, &slot.disk.log, all, report);
            }
        }
    }

    /// Up to which index entries were committed before `term`.
    fn committed_before(&self, term: u64) -> u64 {
        let mut index = self.committed.len();
        while index > 0 && self.committed.get(index - 1).is_some_and(|committed| committed.term >= term) {
            index -= 1;
        }
        index as u64
    }

    fn check_completeness(&self, leader: NodeId, term: u64, log: &Log, up_to: u64, report: &mut Report) {
        let present = |index: u64| {
            let committed = self.committed.get(index as usize - 1);
            committed.is_none_or(|committed| committed.fingerprint == log.fingerprint(index))
        };
        if up_to == 0 || present(up_to) {
            return;
        }
        let Some(index) = (1..=up_to).find(|index| !present(*index)) else { return };
        let Some(lost) = self.committed.get(index as usize - 1) else { return };
        let args = vec![
            leader.into(),
            term.into(),
            index.into(),
            lost.term.into(),
            Value::Text(lost.entry.command.to_string()),
        ];
        report.violate(LEADER_COMPLETENESS, &[leader], Line::new(&story::LEADER_LACKS, args));
    }

    fn state_machine_safety(&mut self, look: &Look, report: &mut Report) {
        let from =
            if look.after.last_applied < look.before.last_applied { 0 } else { look.before.last_applied };
        for index in from + 1..=look.after.last_applied {
            let Some(entry) = look.disk.log.recorded(index) else { return };
            match self.applied.get(index as usize - 1) {
                Some((_, first)) if first == entry => {}
                Some((other, first)) => {
                    let args = vec![
                        look.node.into(),
                        index.into(),
                        describe(entry),
                        (*other).into(),
                        describe(first),
                    ];
                    let line = Line::new(&story::APPLIED_OTHER, args);
                    report.violate(STATE_MACHINE_SAFETY, &[look.node, *other], line);
                }
                None => self.applied.push((look.node, entry.clone())),
            }
        }
    }
}

impl Seen {
    fn of(slot: &Slot<Raft>) -> Self {
        let server = server_of(slot);
        let last_index = slot.disk.log.last_index();
        Seen {
            leads: leads(slot),
            last_index,
            fingerprint: slot.disk.log.fingerprint(last_index),
            commit_index: server.map_or(0, |server| server.commit_index),
            last_applied: server.map_or(0, |server| server.last_applied),
        }
    }
}

fn server_of(slot: &Slot<Raft>) -> Option<&Server> {
    match &slot.state {
        Some(Raft::Server(server)) => Some(server),
        _ => None,
    }
}

/// The term that the server leads, if it does.
fn leads(slot: &Slot<Raft>) -> Option<u64> {
    matches!(server_of(slot)?.role, Role::Leader(_)).then_some(slot.disk.current_term)
}

/// Two leaders of different terms are no violation, but worth telling: only one of them can commit anything.
fn two_leaders(look: &Look, report: &mut Report) {
    let Some(term) = look.after.leads.filter(|_| look.before.leads != look.after.leads) else { return };
    for (place, slot) in look.slots.iter().enumerate() {
        if let Some(other) = leads(slot).filter(|other| *other != term) {
            let args = vec![look.node.into(), term.into(), NodeId::from(place).into(), other.into()];
            report.tell(Line::new(&story::BOTH_LEAD, args));
        }
    }
}

fn leader_append_only(look: &Look, report: &mut Report) {
    let Some(term) = look.after.leads.filter(|_| look.before.leads == look.after.leads) else { return };
    if look.disk.log.fingerprint(look.before.last_index) != look.before.fingerprint {
        let args =
            vec![look.node.into(), term.into(), look.before.last_index.into(), look.after.last_index.into()];
        report.violate(LEADER_APPEND_ONLY, &[look.node], Line::new(&story::LEADER_REWROTE, args));
    }
}

/// Compares what is new in this server's log with the others' logs.
fn log_matching(look: &Look, servers: usize, report: &mut Report) {
    let (before, after, mine) = (look.before, look.after, &look.disk.log);
    if (before.last_index, before.fingerprint) == (after.last_index, after.fingerprint) {
        return;
    }
    // What it had before and still has was compared before.
    let kept = if mine.fingerprint(before.last_index) == before.fingerprint { before.last_index } else { 0 };
    for (place, slot) in look.slots.iter().enumerate().take(servers) {
        let theirs = &slot.disk.log;
        let end = after.last_index.min(theirs.last_index());
        let first = mine.common(theirs).max(kept) + 1;
        let Some(index) = (first..=end).find(|index| term(mine, *index) == term(theirs, *index)) else {
            continue;
        };
        let other = NodeId::from(place);
        let differ = mine.common(theirs) + 1;
        let told = |log: &Log| log.recorded(differ).map_or(Value::None, describe);
        let args = vec![
            look.node.into(),
            other.into(),
            term(mine, index).into(),
            index.into(),
            differ.into(),
            told(mine),
            told(theirs),
        ];
        report.violate(LOG_MATCHING, &[look.node, other], Line::new(&story::LOGS_DIFFER, args));
        return;
    }
}

fn describe(entry: &Entry) -> Value {
    Value::Text(t!("{entry} of term {term}", entry = entry.command, term = entry.term))
}

/// The term of an entry, even of one that was discarded.
fn term(log: &Log, index: u64) -> Option<u64> {
    log.recorded(index).map(|entry| entry.term)
}
