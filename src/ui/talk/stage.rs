//! The audience's side of a talk: tells the notes window how things stand, and hears what is to be done.

use super::message::{Deed, FromNotes, FromStage, LessonStands, NodeStands, Stands, decode, encode};
use crate::later::{Later, later};
use crate::platform::{self, Channel, Listener};
use crate::player::{Player, Step};
use crate::scenario::route;
use crate::sim::{Frame, Health, Input, NodeId};
use crate::ui::model::{Msg, Turn};
use crate::ui::stage::spoken;
use netsplit_text::t;
use std::cell::RefCell;
use yew::Callback;

/// Nodes told of by name; of more only how many.
const NODES_MAX: usize = 40;

/// What comes from the notes window.
pub enum Heard {
    /// It is open.
    Open,
    /// Something is to be done.
    Do(Deed),
    /// It was closed.
    Closed,
}

/// What the audience's window says of itself, beside the run and the lesson.
pub struct Window<'a> {
    /// The title over it.
    pub title: &'a str,
    /// Whether it is black.
    pub black: bool,
    /// The node in the spotlight.
    pub spot: Option<NodeId>,
}

/// What the page of a lab knows of a talk. What does it is loaded when a talk begins.
pub trait Talk {
    /// Tells how things stand, if that is not what was told last.
    fn tell(&mut self, player: &Player, lesson: Option<LessonStands>, window: &Window);
    /// Forgets what was told: whoever listens now has heard nothing.
    fn tell_anew(&mut self);
    /// Opens the notes window, or brings it to the front; says what to do where the browser does not let it.
    fn open(&self) -> Result<(), String>;
    /// What a deed asks of the page, if it can be done to this run.
    fn asked(&self, deed: &Deed, player: &Player, lesson: bool) -> Option<Msg>;
}

/// Joins the talk of this name.
pub type Join = fn(&str, Callback<Heard>) -> Option<Box<dyn Talk>>;

/// What joins a talk.
pub static TALK: Later<Join> = later!(talk: Join = join);

thread_local! {
    /// The name of the talk that this window is in: it goes on when the page shows something else.
    static NAME: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The talk that this window was in when it showed the page before, joined again.
pub fn resumed(heard: &Callback<Heard>) -> Option<Box<dyn Talk>> {
    let name = NAME.with_borrow(Clone::clone)?;
    TALK.get()?(&name, heard.clone())
}

struct Audience {
    name: String,
    channel: Channel,
    told: Vec<u8>,
    _leaving: Listener,
}

fn join(name: &str, heard: Callback<Heard>) -> Option<Box<dyn Talk>> {
    let hear = move |bytes: Vec<u8>| match decode(&bytes) {
        Some(FromNotes::Hello) => heard.emit(Heard::Open),
        Some(FromNotes::Do(deed)) => heard.emit(Heard::Do(deed)),
        Some(FromNotes::Gone) => heard.emit(Heard::Closed),
        None => {}
    };
    let channel = Channel::open(&address_of(name), hear)?;
    let gone = channel.sender();
    let leaving = platform::listen("pagehide", move |_| gone.send(&encode(&FromStage::Gone)));
    NAME.set(Some(name.to_owned()));
    Some(Box::new(Audience { name: name.to_owned(), channel, told: Vec::new(), _leaving: leaving }))
}

/// What a talk's channel is called.
pub(super) fn address_of(name: &str) -> String {
    format!("netsplit-talk-{name}")
}

impl Drop for Audience {
    fn drop(&mut self) {
        self.channel.send(&encode(&FromStage::Gone));
    }
}

impl Talk for Audience {
    fn tell(&mut self, player: &Player, lesson: Option<LessonStands>, window: &Window) {
        let message = encode(&FromStage::Stands(Box::new(stands(player, lesson, window))));
        if message != self.told {
            self.channel.send(&message);
            self.told = message;
        }
    }

    fn tell_anew(&mut self) {
        self.told.clear();
    }

    fn open(&self) -> Result<(), String> {
        let address = platform::full_address(&route::notes(&self.name));
        if platform::open_window(&address, &self.name) {
            return Ok(());
        }
        Err(t!(
            "The browser did not open a second window: allow pop-ups for this page, or open {address} in one.",
            address
        ))
    }

    fn asked(&self, deed: &Deed, player: &Player, lesson: bool) -> Option<Msg> {
        asked(deed, player, lesson)
    }
}

fn stands(player: &Player, lesson: Option<LessonStands>, window: &Window) -> Stands {
    let (frame, names) = (player.frame(), player.names());
    let node = |node: &crate::sim::NodeFrame| {
        let name = names.get(node.id.index()).cloned().unwrap_or_default();
        let crashed = node.health == Health::Crashed;
        NodeStands { node: node.id.0, spoken: spoken(node, &name), name, crashed }
    };
    Stands {
        title: window.title.to_owned(),
        lesson,
        at: player.when().at,
        running: player.running(),
        black: window.black,
        spot: window.spot.map(|node| node.0),
        newest: player.newest().map(|line| line.line.plain(names)),
        nodes: frame.nodes.iter().take(NODES_MAX).map(node).collect(),
        more: frame.nodes.len().saturating_sub(NODES_MAX) as u32,
        cut: !frame.cuts.is_empty(),
    }
}

fn asked(deed: &Deed, player: &Player, lesson: bool) -> Option<Msg> {
    let frame = player.frame();
    let there = |node: u16| frame.nodes.get(usize::from(node)).map(|node| (node.id, node.health));
    Some(match deed {
        Deed::On if lesson => Msg::Lesson(Turn::On),
        Deed::Back if lesson => Msg::Lesson(Turn::Back),
        Deed::TakeBack if lesson => Msg::Lesson(Turn::TakeBack),
        Deed::TakeBack => return None,
        Deed::On | Deed::NextMilestone => Msg::Forward(Step::Milestone),
        Deed::Back | Deed::LastMilestone => Msg::Back(Step::Milestone),
        Deed::Toggle => Msg::Toggle,
        Deed::Forward => Msg::Forward(Step::Story),
        Deed::Backward => Msg::Back(Step::Story),
        Deed::Black => Msg::Blackout,
        Deed::Spot(node) => Msg::Spotlight(there(*node)?.0),
        Deed::KillOrRestart(node) => Msg::Act(match there(*node)? {
            (node, Health::Crashed) => Input::Restart(node),
            (node, _) => Input::Crash(node),
        }),
        Deed::Split(apart) => {
            let nodes = apart.iter().map(|node| Some(there(*node)?.0)).collect::<Option<Vec<NodeId>>>()?;
            cut(&nodes, &frame)?
        }
        Deed::Heal => Msg::Act(Input::HealAll),
    })
}

/// A cut between these nodes and all others, if there are any on both sides.
fn cut(apart: &[NodeId], frame: &Frame) -> Option<Msg> {
    let others: Vec<NodeId> =
        frame.nodes.iter().map(|node| node.id).filter(|node| !apart.contains(node)).collect();
    let both = !apart.is_empty() && !others.is_empty();
    both.then(|| Msg::Act(Input::Cut { sides: vec![apart.to_vec().into(), others.into()], one_way: false }))
}
