//! The player: a recording that can be played, rewound, branched, undone. *Inputs and seed are the truth; traces
//! and snapshots are a cache.*
//!
//! The world of a branch always runs a little ahead of what is shown (the *head*), so that the pace can follow what
//! is coming; what lies beyond the *edge* (the latest instant ever shown) is thrown away when somebody acts.

mod branch;
mod counts;
mod deeds;
mod follow;
mod goal;
mod navigate;
mod pair;
mod share;
mod wait;

pub use branch::{Branch, Setup};
pub use counts::Counts;
pub use deeds::deed;
pub use follow::Pace;
pub use goal::Progress;
pub use navigate::{Met, Step};
pub use pair::{Effect, Pair, Side};
pub use wait::Wait;

use crate::labs::Lab;
use crate::sim::{
    Frame, Input, InputError, MessageRecord, Micros, SettingError, Sim, Stamped, StoryRecord, Trace, When,
};
use netsplit_text::{marked, t};
use std::cell::Cell;
use std::rc::Rc;

/// Undo steps kept.
const UNDO_MAX: usize = 100;

/// A state that *Undo* goes back to.
struct Undo {
    branch: usize,
    /// The run just before the deed, when the deed changed this branch itself.
    before: Option<Moment>,
    cursor: When,
    /// How many branches there were.
    branches: usize,
    /// What was done, in words.
    deed: String,
}

/// A run as it stood at an instant, to return to.
#[derive(Clone)]
pub struct Moment {
    branch: usize,
    world: Rc<dyn Sim>,
    inputs: Vec<Stamped>,
}

/// Plays the runs of one lab.
pub struct Player {
    branches: Vec<Branch>,
    active: usize,
    /// The world at the cursor.
    shown: Box<dyn Sim>,
    /// How many of the branch's inputs it has seen.
    shown_inputs: usize,
    /// The part of a µs that the cursor is ahead of the shown world.
    fraction: f64,
    running: bool,
    pace: Pace,
    /// The factor of the last tick: simulated seconds per second.
    factor: f64,
    /// How many events the next tick may have.
    allowance: u64,
    /// Whether the last tick had to stop for that before it was where the pace would have it.
    capped: bool,
    /// What the run is played on to.
    wait: Option<Wait>,
    /// The branch that deeds leave as it is.
    kept: Option<usize>,
    undo: Vec<Undo>,
    frame: Rc<Frame>,
    revision: u64,
    /// The last digest, and of which revision and instant it is.
    digest: Cell<Option<(u64, When, u64)>>,
}

impl Player {
    /// A player of a fresh run.
    ///
    /// # Errors
    /// When the settings cannot be.
    pub fn new(setup: Setup) -> Result<Self, SettingError> {
        Player::open(setup, Vec::new(), When::end_of(0))
    }

    /// A player of a recorded run, at an instant of it: every input is given, the trace is made by running.
    ///
    /// # Errors
    /// When the settings cannot be.
    pub fn open(setup: Setup, inputs: Vec<Stamped>, when: When) -> Result<Self, SettingError> {
        let branch = Branch::new(setup, inputs)?;
        let shown = branch.at_start();
        let mut player = Player {
            branches: vec![branch],
            active: 0,
            shown,
            shown_inputs: 0,
            fraction: 0.0,
            running: false,
            pace: Pace::Follow,
            factor: 0.0,
            allowance: navigate::TICK_EVENTS,
            capped: false,
            wait: None,
            kept: None,
            undo: Vec::new(),
            frame: Rc::default(),
            revision: 0,
            digest: Cell::new(None),
        };
        player.show(when);
        Ok(player)
    }

    /// A player of the branch on the screen alone, at the instant shown.
    #[must_use]
    pub fn copy(&self) -> Self {
        let branch = self.branch();
        Player::open(branch.setup.clone(), branch.inputs.clone(), self.when())
            .expect("settings that made one branch make another")
    }

    /// The lab that is played.
    pub fn lab(&self) -> &'static Lab {
        self.branch().setup.lab
    }

    /// The branch on the screen.
    pub fn branch(&self) -> &Branch {
        &self.branches[self.active]
    }

    /// All branches; the one on the screen is number [`Player::active`].
    pub fn branches(&self) -> &[Branch] {
        &self.branches
    }

    /// The number of the branch on the screen.
    pub fn active(&self) -> usize {
        self.active
    }

    /// A number that changes with everything but the passing of time between events.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The world at the cursor.
    pub fn world(&self) -> &dyn Sim {
        &*self.shown
    }

    /// The digest of the world at the cursor, computed once for an instant: of a swarm it takes longer than a frame.
    pub fn digest(&self) -> u64 {
        let (revision, when) = (self.revision, self.when());
        let known = self.digest.get().filter(|(at, then, _)| (*at, *then) == (revision, when));
        let digest = known.map_or_else(|| self.shown.digest(), |(.., digest)| digest);
        self.digest.set(Some((revision, when, digest)));
        digest
    }

    /// What the stage shows, at the cursor.
    pub fn frame(&self) -> Rc<Frame> {
        self.frame.clone()
    }

    /// The names of the nodes, by id.
    pub fn names(&self) -> &[String] {
        self.shown.names()
    }

    /// The instant shown.
    pub fn when(&self) -> When {
        self.shown.when()
    }

    /// The time shown with its fraction, µs: what glides between events.
    pub fn time(&self) -> f64 {
        self.when().at as f64 + self.fraction
    }

    /// The latest instant of this branch that was ever shown: where the recording ends for its readers.
    pub fn edge(&self) -> When {
        self.branch().edge
    }

    /// Whether the instant shown lies before the edge.
    pub fn in_past(&self) -> bool {
        self.when() < self.edge()
    }

    /// The trace of this branch. It may reach beyond the edge: readers stop there.
    pub fn trace(&self) -> &Trace {
        &self.branch().trace
    }

    /// The newest line of the story at the instant shown.
    pub fn newest(&self) -> Option<&StoryRecord> {
        let end = self.trace().story_after(self.when());
        self.trace().story.get(end.checked_sub(1)?)
    }

    /// The messages in the air at the cursor, or that ended at most `linger` µs before it, with their numbers.
    pub fn flights(&self, linger: Micros) -> Vec<(u64, &MessageRecord)> {
        let events = self.when().events;
        let mut flights = self.trace().flights(self.when().at, linger);
        flights.retain(|(_, message)| message.sent_by <= events);
        flights
    }

    /// Whether time passes.
    pub fn running(&self) -> bool {
        self.running
    }

    /// Lets time pass, or stops it.
    pub fn set_running(&mut self, running: bool) {
        self.running = running;
        self.revision += 1;
    }

    /// How time passes.
    pub fn pace(&self) -> Pace {
        self.pace
    }

    /// Changes how time passes.
    pub fn set_pace(&mut self, pace: Pace) {
        self.pace = pace;
        self.revision += 1;
    }

    /// The factor of the moment: simulated seconds per second.
    pub fn factor(&self) -> f64 {
        self.factor
    }

    /// Whether time passes more slowly than the pace would have it, because so much happens.
    pub fn capped(&self) -> bool {
        self.running && self.capped
    }

    /// What *Undo* would undo, in words.
    pub fn undoable(&self) -> Option<&str> {
        self.undo.last().map(|undo| undo.deed.as_str())
    }

    /// Lets deeds leave the branch on the screen as it is from here on, and make a new one even at its edge. What was
    /// done so far can't be undone any more.
    pub fn keep(&mut self) {
        self.kept = Some(self.active);
        self.undo.clear();
    }

    /// Does something at the instant shown. At the edge it becomes part of this branch; before the edge, or if the
    /// branch is to be kept, it makes a new branch and keeps this one.
    ///
    /// # Errors
    /// When the input does not fit; then nothing has changed.
    pub fn act(&mut self, input: &Input) -> Result<Acted, InputError> {
        self.shown.fork().input(input, None)?;
        let branching = self.in_past() || self.kept == Some(self.active);
        self.leave(&deed(input, self.names()), Some(input), branching);
        Ok(if branching { Acted::Branched } else { Acted::Here })
    }

    /// Leaves what was recorded after the instant shown in a branch of its own, if there is anything.
    pub fn leave_future(&mut self, name: &str) {
        if self.in_past() {
            self.leave(name, None, true);
        }
    }

    /// Does something at the instant shown as part of this branch, kept or not, which nobody can undo.
    ///
    /// # Errors
    /// When the input does not fit; then nothing has changed.
    pub fn direct(&mut self, input: &Input) -> Result<(), InputError> {
        self.shown.fork().input(input, None)?;
        let (when, place) = (self.when(), self.shown_inputs);
        self.cut_back();
        self.branches[self.active].insert(place, Stamped { when, input: input.clone() });
        self.catch_up();
        self.refresh();
        Ok(())
    }

    fn cut_back(&mut self) {
        let (place, shown) = (self.shown_inputs, self.shown.fork());
        let branch = &mut self.branches[self.active];
        let later = branch.inputs[place..].to_vec();
        branch.cut_back(shown, place, later);
    }

    /// Leaves what was recorded from the instant shown on, in a new branch or in this one, for what comes of an input;
    /// without one, for the same again. Whether the input changed anything.
    fn leave(&mut self, deed: &str, input: Option<&Input>, branching: bool) -> bool {
        let (cursor, place) = (self.when(), self.shown_inputs);
        let undo = Undo {
            branch: self.active,
            before: (!branching).then(|| self.moment()),
            cursor,
            branches: self.branches.len(),
            deed: deed.to_owned(),
        };
        self.remember(undo);
        if branching {
            let time = marked(crate::sim::decimal((cursor.at / 10_000) as i64, 2));
            let name = t!("{deed} at {time} s", deed, time);
            let branch = self.branch().fork_at(&*self.shown, place, name, self.active);
            self.branches.push(branch);
            self.active = self.branches.len() - 1;
        } else {
            self.cut_back();
        }
        if let Some(input) = input {
            self.branches[self.active].insert(place, Stamped { when: cursor, input: input.clone() });
        }
        self.catch_up();
        self.refresh();
        let mark = self.trace().marks.get(place).filter(|_| input.is_some());
        mark.is_some_and(|mark| mark.applied)
    }

    /// Takes back the last deed: its branch goes, or the run stands again where it was before it.
    pub fn undo(&mut self) -> bool {
        let Some(undo) = self.undo.pop() else { return false };
        self.branches.truncate(undo.branches);
        self.active = undo.branch;
        match undo.before {
            Some(before) => self.return_to(&before),
            None => self.rewind_to(undo.cursor),
        }
        true
    }

    /// The run as it stands at the instant shown.
    pub fn moment(&self) -> Moment {
        let inputs = self.branch().inputs.clone();
        Moment { branch: self.active, world: Rc::from(self.shown.fork()), inputs }
    }

    /// Shows a run as it stood, and forgets what has become of it since.
    pub fn return_to(&mut self, moment: &Moment) {
        let Moment { branch, world, inputs } = moment;
        let seen = inputs.partition_point(|stamped| stamped.when <= world.when());
        self.active = *branch;
        let branch = &mut self.branches[*branch];
        branch.inputs.clone_from(inputs);
        branch.cut_back(world.fork(), seen, inputs[seen..].to_vec());
        branch.edge = world.when();
        self.rewind_to(world.when());
    }

    /// Starts another run beside those there are, and shows it.
    ///
    /// # Errors
    /// When the settings cannot be; then nothing has changed.
    pub fn restart(&mut self, setup: Setup, inputs: Vec<Stamped>) -> Result<(), SettingError> {
        let branch = Branch::new(setup, inputs)?;
        let deed = t!("the new run").to_owned();
        let (branch_before, cursor, branches) = (self.active, self.when(), self.branches.len());
        self.remember(Undo { branch: branch_before, before: None, cursor, branches, deed });
        let begins = branch.setup.goal.as_ref().map(|goal| goal.begins(&branch.inputs));
        self.branches.push(branch);
        self.switch(self.branches.len() - 1);
        if let Some(begins) = begins {
            self.show(begins);
        }
        Ok(())
    }

    /// Shows another branch, where it was left.
    pub fn switch(&mut self, branch: usize) {
        if branch >= self.branches.len() {
            return;
        }
        self.branches[self.active].cursor = self.when();
        self.active = branch;
        let cursor = self.branch().cursor;
        self.rewind_to(cursor);
    }

    fn remember(&mut self, undo: Undo) {
        if self.undo.len() == UNDO_MAX {
            self.undo.remove(0);
        }
        self.undo.push(undo);
    }

    /// Shows an instant of the active branch, from scratch.
    fn rewind_to(&mut self, when: When) {
        if let Some((world, inputs)) = self.branch().nearest(when, |_| true) {
            (self.shown, self.shown_inputs) = (world, inputs);
        }
        self.show(when);
    }

    /// Rebuilds what is derived from the shown world.
    fn refresh(&mut self) {
        self.frame = Rc::new(self.shown.frame());
        self.revision += 1;
    }
}

/// What became of a deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acted {
    /// It is part of the branch on the screen.
    Here,
    /// It made a second future; the first is kept.
    Branched,
}
