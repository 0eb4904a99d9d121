//! What the parts of the page share: the player behind a handle, what is selected, and what can be asked for.

use super::hunt::Ask;
use crate::labs::Settings;
use crate::player::{Pace, Player, Step};
use crate::sim::{CutId, Input, Micros, NodeId, When};
use std::cell::{Ref, RefCell, RefMut};
use std::rc::Rc;

/// The player, shared by the page's parts. Two handles are equal when they showed the same moment when they were
/// made, so that a component whose properties hold one renders again only when something has changed.
#[derive(Clone)]
pub struct Handle {
    player: Rc<RefCell<Player>>,
    revision: u64,
}

impl PartialEq for Handle {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.player, &other.player) && self.revision == other.revision
    }
}

impl Handle {
    /// A handle on a new player.
    pub fn new(player: Player) -> Self {
        let revision = player.revision();
        Handle { player: Rc::new(RefCell::new(player)), revision }
    }

    /// A handle on a player that somebody else owns too.
    pub fn of(player: Rc<RefCell<Player>>) -> Self {
        let revision = player.borrow().revision();
        Handle { player, revision }
    }

    /// What the player's revision was when this handle was made.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The same player, as it stands now.
    #[must_use]
    pub fn renew(&self) -> Self {
        Handle { player: self.player.clone(), revision: self.player.borrow().revision() }
    }

    /// The same player whatever it shows: steady handles are equal as long as they are on one player.
    #[must_use]
    pub fn steady(&self) -> Self {
        Handle { player: self.player.clone(), revision: 0 }
    }

    /// Looks at the player.
    pub fn get(&self) -> Ref<'_, Player> {
        self.player.borrow()
    }

    /// Changes the player: only the lab page does.
    pub fn get_mut(&self) -> RefMut<'_, Player> {
        self.player.borrow_mut()
    }
}

/// The one selection, shown by all panels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection {
    /// A node.
    Node(NodeId),
    /// A message, by its number in the trace.
    Message(u64),
    /// An event, counted from 1.
    Event(u64),
    /// A cut.
    Cut(CutId),
    /// Two events that are compared, counted from 1.
    Pair(u64, u64),
}

impl Selection {
    /// A number of its own for each selection.
    pub fn code(selection: Option<Self>) -> u64 {
        match selection {
            None => 0,
            Some(Selection::Node(node)) => u64::from(node.0) << 3 | 1,
            Some(Selection::Message(number)) => number << 3 | 2,
            Some(Selection::Event(number)) => number << 3 | 3,
            Some(Selection::Cut(id)) => u64::from(id) << 3 | 4,
            Some(Selection::Pair(a, b)) => (a << 24 | b) << 3 | 5,
        }
    }
}

/// What a click or drag on the stage does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// Selects.
    Select,
    /// Kills or restarts a node.
    Kill,
    /// Draws a cut.
    Cut,
    /// Cuts or restores single links.
    Links,
}

/// A dialog.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    /// Assign nodes to groups and cut between them.
    Split,
    /// Fill in a command's arguments; at a node, unless a client chooses.
    Command(&'static str, Option<NodeId>),
    /// A node's clock.
    Skew(NodeId),
    /// Runs of the lab by the thousand, measured.
    Experiments,
    /// What to compare the run with.
    Compare,
    /// The link of the moment.
    Share,
    /// The moment as a picture, the run as a log.
    Export,
    /// What to copy to have this lab in a page of one's own.
    Embed,
    /// Keyboard help.
    Help,
}

/// What a run is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Compared {
    /// The same in the lab of this id, with these changes to its settings.
    Lab(&'static str, Settings),
    /// Another branch of the same player.
    Branch(usize),
}

/// What a reader asks of a lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The one button: go on, show it, skip ahead.
    On,
    /// The step before.
    Back,
    /// The first step.
    Start,
    /// The choice of this number, from 0, is my answer.
    Choose(usize),
    /// Take me back to where the lesson left off.
    TakeBack,
    /// Go on from where I am.
    CarryOn,
}

/// What a part of the page asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// Let time pass or stop it.
    Run(bool),
    /// Play when paused, pause when playing.
    Toggle,
    /// Show an instant and pause.
    Seek(When),
    /// Show the end of a time and pause; what the scrubber asks for.
    SeekTime(Micros),
    /// Back to the edge.
    SeekEdge,
    /// Step forward.
    Forward(Step),
    /// Step back.
    Back(Step),
    /// Change the pace.
    Pace(Pace),
    /// Do something to the run.
    Act(Input),
    /// Several things at once, in this order.
    ActAll(Vec<Input>),
    /// Take back the last deed.
    Undo,
    /// The same run from its start.
    StartOver,
    /// The same run with the next seed.
    NewRun,
    /// The same settings with this seed.
    Seed(u64),
    /// A scene of the lab, from its start.
    Scene(&'static str),
    /// A parameter that restarts the run (the page turns live ones into [`Msg::Act`]): name and stored value.
    Setting(&'static str, i64),
    /// Show another branch.
    Branch(usize),
    /// Compare the run with something.
    Compare(Compared),
    /// Select something, or nothing.
    Select(Option<Selection>),
    /// Take another tool.
    Tool(Tool),
    /// Open or close a dialog.
    Dialog(Option<Dialog>),
    /// Show this panel.
    Tab(usize),
    /// Something about the search for a violation.
    Hunt(Ask),
    /// Something about the lesson.
    Lesson(Turn),
    /// Light up the causal past of an event and play it, cause by cause.
    Why(u64),
    /// Presenter mode on or off.
    Present,
    /// Black screen on or off, in presenter mode.
    Blackout,
    /// The spotlight on a node, or away from it, in presenter mode.
    Spotlight(NodeId),
    /// A window for whoever presents, with notes and controls.
    Notes,
    /// Say something to the reader: an error that concerns what they just did.
    Notice(String),
}
