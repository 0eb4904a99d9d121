//! The page on which two runs are compared: two stages under one hand, and what each run costs and comes to.

mod choose;
mod says;
mod side;
mod update;
mod view;

use super::model::{Compared, Dialog, Handle, Selection, Tool};
use crate::platform::{self, FrameLoop, Listener, SizeObserver};
use crate::player::{Pair, Player, Side};
use crate::scenario::pair::{counterpart, from_start};
use crate::scenario::route::{self, Route};
use crate::scenario::{Scenario, ScenarioError, find_lab};
use crate::sim::Micros;
use says::Said;
use std::rc::Rc;
use yew::prelude::*;

pub use choose::Choose;

/// Properties of [`ComparePage`].
#[derive(Properties)]
pub struct Props {
    /// The address that it was opened by.
    pub route: Rc<Route>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.route, &other.route)
    }
}

/// What happens to the page.
pub enum Event {
    /// A part of it asks for something, on this side.
    Do(Side, super::model::Msg),
    /// So many seconds have passed since the last frame.
    Frame(f64),
    /// A stage has a new size.
    Size(Side, f64, f64),
    /// A key was pressed.
    Key(KeyboardEvent),
    /// What is said is taken away.
    CloseSaid,
    /// A side is to be looked at alone.
    Alone(Side),
}

/// The page.
pub struct ComparePage {
    pair: Pair,
    /// The players of both sides, as they stand now.
    sides: [Handle; 2],
    /// The players as the slower parts last saw them.
    slow: [Handle; 2],
    /// One callback a side for all parts: a new one in every frame would render every part in every frame.
    dispatch: [Callback<super::model::Msg>; 2],
    slow_age: f64,
    /// The time at which they saw them, µs.
    slow_at: Micros,
    /// What is selected, and on which side.
    selection: (Side, Option<Selection>),
    tool: Tool,
    dialog: Option<Dialog>,
    said: Option<Said>,
    reduced: bool,
    sizes: [(f64, f64); 2],
    spoken: String,
    told: [usize; 2],
    since_spoken: f64,
    since_address: f64,
    root: NodeRef,
    stages: [NodeRef; 2],
    observers: Vec<SizeObserver>,
    _frames: FrameLoop,
    _listeners: Vec<Listener>,
}

impl Component for ComparePage {
    type Message = Event;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let Route::Compare(runs) = &*ctx.props().route else {
            unreachable!("this page is only opened by a comparison's route")
        };
        let fresh = runs.iter().all(|run| run.digest.is_none());
        let (pair, faithful) = Pair::of_scenarios(runs).expect("the route was checked when it was parsed");
        pair.each(|player| player.set_running(fresh));
        let titles = Side::BOTH.map(|side| pair.get(side).lab().about.title);
        platform::set_title(&format!("{} · Netsplit", view::crumb(titles)));
        let sides = Side::BOTH.map(|side| Handle::of(pair.shared(side)));
        let link = ctx.link().clone();
        let frames = FrameLoop::new(move |passed| link.send_message(Event::Frame(passed)));
        let link = ctx.link().clone();
        let keys = platform::listen_keys(None, move |key| link.send_message(Event::Key(key)));
        ComparePage {
            pair,
            slow: sides.clone(),
            sides,
            dispatch: Side::BOTH.map(|side| ctx.link().callback(move |msg| Event::Do(side, msg))),
            slow_age: 0.0,
            slow_at: 0,
            selection: (Side::Left, None),
            tool: Tool::Select,
            dialog: None,
            said: (!faithful).then(Said::other_version),
            reduced: platform::media("(prefers-reduced-motion: reduce)"),
            sizes: [(0.0, 0.0); 2],
            spoken: String::new(),
            told: [0; 2],
            since_spoken: 0.0,
            since_address: 0.0,
            root: NodeRef::default(),
            stages: [NodeRef::default(), NodeRef::default()],
            observers: Vec::new(),
            _frames: frames,
            _listeners: vec![keys],
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if !first {
            return;
        }
        let observer = |side: Side| {
            let link = ctx.link().clone();
            let element: web_sys::Element = self.stages[side as usize].cast()?;
            SizeObserver::new(&element, move |width, height| {
                link.send_message(Event::Size(side, width, height));
            })
        };
        self.observers = Side::BOTH.into_iter().filter_map(observer).collect();
    }

    fn update(&mut self, _: &Context<Self>, event: Event) -> bool {
        self.handle(event)
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        self.page(ctx)
    }
}

/// Opens the comparison of a player's run with another.
///
/// # Errors
/// When the other cannot be.
pub fn open(player: &Player, with: &Compared) -> Result<(), ScenarioError> {
    platform::go(&route::comparing(&runs(player, with)?));
    Ok(())
}

/// The two runs: a player's own, and what it is compared with.
fn runs(player: &Player, with: &Compared) -> Result<[Scenario; 2], ScenarioError> {
    match with {
        Compared::Lab(lab, changes) => {
            let left = from_start(&player.scenario());
            let (right, _) = counterpart(&left, find_lab(lab)?, changes)?;
            Ok([left, right])
        }
        Compared::Branch(branch) => Ok(player.side_by_side(*branch)),
    }
}
