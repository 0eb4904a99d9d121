//! A branch: one future, with its inputs, its trace and snapshots to return to.

use crate::labs::{Lab, Settings};
use crate::scenario::{Goal, Scenario};
use crate::sim::{SettingError, Sim, Stamped, Stop, Trace, When};
use netsplit_text::{t, tr};
use std::rc::Rc;

/// Events between snapshots at first; doubles whenever there are too many of them.
const SNAPSHOT_EVENTS: u64 = 1_000;
/// And so many for each node: in a swarm a snapshot costs as much as thousands of events.
const SNAPSHOT_EVENTS_A_NODE: u64 = 2;
/// Snapshots kept of one branch, if they are small beside the trace: at a few hundred bytes a node they are.
const SNAPSHOTS_MAX: usize = 128;
/// Nodes in all snapshots together, at most: of a swarm of 10,000 that is 16 of some 5 MB each.
const SNAPSHOT_NODES_MAX: usize = 160_000;

/// What a run starts from.
#[derive(Clone)]
pub struct Setup {
    /// The lab.
    pub lab: &'static Lab,
    /// Settings that differ from the lab's own.
    pub settings: Settings,
    /// The seed.
    pub seed: u64,
    /// The scene or challenge it began as, if any.
    pub scene: Option<&'static str>,
    /// Words beside it.
    pub caption: String,
    /// What is to be brought about in it.
    pub goal: Option<Goal>,
}

impl Setup {
    /// A run of a lab that is nothing in particular.
    pub fn new(lab: &'static Lab, settings: Settings, seed: u64) -> Self {
        Setup { lab, settings, seed, scene: None, caption: String::new(), goal: None }
    }

    /// What a scenario starts from.
    pub fn of(lab: &'static Lab, scenario: &Scenario) -> Self {
        Setup {
            lab,
            settings: scenario.settings.clone(),
            seed: scenario.seed,
            scene: scenario.scene.as_deref().and_then(|id| lab.titled(id)).map(|(id, _)| id),
            caption: scenario.caption.clone(),
            goal: scenario.goal.clone(),
        }
    }
}

/// A world on the way, to replay from.
pub(super) struct Snapshot {
    pub world: Rc<dyn Sim>,
    /// How many inputs it has seen.
    pub inputs: usize,
}

/// One future.
pub struct Branch {
    /// What it started from.
    pub setup: Setup,
    /// The deed that made it: `n1 killed at 3.14 s`.
    pub name: String,
    /// Which branch it left, and when.
    pub parent: Option<(usize, When)>,
    /// Everything done, and what a scene will still do. An input that has not been reached yet is stamped with a
    /// time only; its count of events is filled in when it is applied.
    pub inputs: Vec<Stamped>,
    /// Violations found so far, in order.
    pub violations: Vec<When>,
    pub(super) trace: Trace,
    pub(super) head: Box<dyn Sim>,
    pub(super) head_inputs: usize,
    pub(super) edge: When,
    pub(super) cursor: When,
    snapshots: Vec<Snapshot>,
    spacing: u64,
    snapshots_max: usize,
}

impl Branch {
    /// A run from its start.
    pub(super) fn new(setup: Setup, inputs: Vec<Stamped>) -> Result<Self, SettingError> {
        let head = setup.lab.build(&setup.settings, setup.seed)?;
        let start = Snapshot { world: Rc::from(head.fork()), inputs: 0 };
        let nodes = head.names().len();
        let titled = setup.scene.and_then(|id| setup.lab.titled(id));
        let name = match titled {
            Some((_, title)) => tr(title).to_owned(),
            None => t!("Run {seed}", seed = setup.seed),
        };
        Ok(Branch {
            setup,
            name,
            parent: None,
            inputs,
            violations: Vec::new(),
            trace: Trace::default(),
            head,
            head_inputs: 0,
            edge: When::default(),
            cursor: When::default(),
            snapshots: vec![start],
            spacing: SNAPSHOT_EVENTS.max(SNAPSHOT_EVENTS_A_NODE * nodes as u64),
            snapshots_max: (SNAPSHOT_NODES_MAX / nodes.max(1)).min(SNAPSHOTS_MAX),
        })
    }

    /// The world before anything has happened.
    pub(super) fn at_start(&self) -> Box<dyn Sim> {
        self.snapshots[0].world.fork()
    }

    /// A second future that leaves this one at `world`, which has seen `inputs` of the inputs.
    pub(super) fn fork_at(&self, world: &dyn Sim, inputs: usize, name: String, number: usize) -> Self {
        let when = world.when();
        let mut branch = Branch {
            setup: self.setup.clone(),
            name,
            parent: Some((number, when)),
            inputs: self.inputs[..inputs].to_vec(),
            violations: self.violations.clone(),
            trace: self.trace.clone(),
            head: world.fork(),
            head_inputs: inputs,
            edge: when,
            cursor: when,
            snapshots: self.copy_snapshots(),
            spacing: self.spacing,
            snapshots_max: self.snapshots_max,
        };
        // Who leaves before all that is given was done plays something else.
        branch.setup.goal = branch.setup.goal.filter(|goal| goal.given as usize <= inputs);
        branch.cut_back(world.fork(), inputs, Vec::new());
        branch
    }

    fn copy_snapshots(&self) -> Vec<Snapshot> {
        let copy = |snapshot: &Snapshot| Snapshot { world: snapshot.world.clone(), inputs: snapshot.inputs };
        self.snapshots.iter().map(copy).collect()
    }

    /// Forgets what came after `world`, which has seen `seen` of the inputs, and goes on from there; `later` are the
    /// inputs still to come, by their time alone.
    pub(super) fn cut_back(&mut self, world: Box<dyn Sim>, seen: usize, later: Vec<Stamped>) {
        let when = world.when();
        world.cut_back(&mut self.trace);
        self.inputs.truncate(seen);
        let by_time = |stamped: Stamped| Stamped { when: When::end_of(stamped.when.at), ..stamped };
        self.inputs.extend(later.into_iter().map(by_time));
        self.snapshots.retain(|snapshot| snapshot.inputs <= seen && snapshot.world.when() <= when);
        self.violations.retain(|violation| *violation <= when);
        (self.head, self.head_inputs) = (world, seen);
    }

    /// Adds an input at the head.
    pub(super) fn insert(&mut self, place: usize, stamped: Stamped) {
        self.inputs.insert(place, stamped);
    }

    /// Runs the head until `until`, writing the trace, applying inputs as they come.
    pub(super) fn extend(&mut self, until: When) {
        loop {
            let next = self.inputs.get(self.head_inputs).map(|stamped| stamped.when);
            let goal = next.map_or(until, |next| next.min(until));
            // An input that says a time alone, which may never come, must not lead beyond the count of `until`.
            let goal = When { events: goal.events.min(until.events), ..goal };
            let piece = When { at: goal.at, events: goal.events.min(self.next_snapshot()) };
            let stop = self.head.run(piece, Some(&mut self.trace));
            if stop == Stop::Violated {
                self.violations.push(self.head.when());
                continue;
            }
            if self.head.when().events >= self.next_snapshot() {
                self.snapshot();
                if self.head.when().events < goal.events {
                    continue;
                }
            }
            let here = self.head.when();
            let in_reach = |next: &When| next.events <= until.events || here.at >= next.at;
            let Some(next) = next.filter(|next| *next <= until && in_reach(next)) else { return };
            self.apply_next(next);
        }
    }

    /// Applies the input that is due at the head.
    fn apply_next(&mut self, when: When) {
        let here = self.head.when();
        debug_assert!(here.at <= when.at);
        let violated = self.head.violated();
        let stamped = &mut self.inputs[self.head_inputs];
        stamped.when = here;
        // An input from a link or file was checked when it was opened; one that no longer fits changes nothing.
        let _ = self.head.input(&stamped.input, Some(&mut self.trace));
        self.head_inputs += 1;
        if self.head.violated() > violated {
            self.violations.push(self.head.when());
        }
    }

    fn next_snapshot(&self) -> u64 {
        self.snapshots.last().map_or(0, |snapshot| snapshot.world.when().events) + self.spacing
    }

    fn snapshot(&mut self) {
        self.snapshots.push(Snapshot { world: Rc::from(self.head.fork()), inputs: self.head_inputs });
        if self.snapshots.len() > self.snapshots_max {
            let mut place = 0;
            self.snapshots.retain(|_| {
                place += 1;
                place % 2 == 1
            });
            self.spacing *= 2;
        }
    }

    /// The last snapshot at or before `when`, and how many inputs it has seen, if its instant is `worth` going to.
    pub(super) fn nearest(&self, when: When, worth: impl Fn(When) -> bool) -> Option<(Box<dyn Sim>, usize)> {
        let after = self.snapshots.partition_point(|snapshot| snapshot.world.when() <= when);
        let snapshot = &self.snapshots[after.saturating_sub(1)];
        worth(snapshot.world.when()).then(|| (snapshot.world.fork(), snapshot.inputs))
    }
}
