//! The page of a lab: owns the player, lets time pass, and hands everything else to its parts.

mod banner;
mod challenge;
mod embedded;
mod header;
mod hunting;
pub mod keys;
mod lesson;
mod sidebar;
mod talk;
mod toolbar;
mod transport;
mod update;

use super::dialogs::{Props as Asked, dialogs};
use super::embed::{Place, Reported};
use super::hunt::Told;
use super::lesson::{TEACH, Teach};
use super::memo::{memo, part};
use super::model::{Dialog, Handle, Msg, Selection, Tool};
use super::stage::{StageProps, stage};
use super::talk::{Heard, Join};
use crate::later::Unloaded;
use crate::platform::{self, FrameLoop, Listener, SizeObserver};
use crate::player::Player;
use crate::scenario::route::Route;
use crate::sim::{When, decimal};
use crate::ui::class::class;
use crate::ui::figures::clock;
use banner::{Notice, banner};
use hunting::Hunting;
use netsplit_text::{t, tr};
use std::rc::Rc;
use talk::Talking;
use yew::prelude::*;

pub use toolbar::toolbar;
pub use transport::transport;
pub use update::{FULL, NO_MORE};

/// Under which name it is remembered whether keys work.
pub const KEYS_STORED: &str = "netsplit.keys";

/// Whether keys work: they can be switched off in the list of keys.
pub fn keys_enabled() -> bool {
    platform::stored(KEYS_STORED).as_deref() != Some("off")
}

/// Whether the focus is in an element, or nowhere on a page that is all of it.
pub fn focus_is_in(root: &NodeRef) -> bool {
    let Some(root) = root.cast::<web_sys::Node>() else { return false };
    let Some(active) = platform::focused(&root) else { return true };
    active.tag_name().eq_ignore_ascii_case("body") || root.contains(Some(&active))
}

/// Properties of [`LabPage`].
#[derive(Properties)]
pub struct Props {
    /// The address that it was opened by.
    pub route: Rc<Route>,
    /// Where it is shown.
    #[prop_or_default]
    pub place: Place,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.route, &other.route)
    }
}

/// A part of the page that is a drawer where there is little room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawer {
    /// Scenarios, rules, settings.
    Lab,
    /// The space-time diagram.
    Diagram,
    /// Inspect, Story, Checks…
    Panels,
}

/// What happens to the page.
pub enum Event {
    /// A part of it asks for something.
    Do(Msg),
    /// So many seconds have passed since the last frame.
    Frame(f64),
    /// The stage has a new size.
    StageSize(f64, f64),
    /// The diagram has a new size.
    DiagramSize(f64, f64),
    /// A key was pressed.
    Key(KeyboardEvent),
    /// A drawer is opened, or closed when it was open.
    Drawer(Option<Drawer>),
    /// The banner is taken away.
    CloseNotice,
    /// Somebody who searches for a violation tells how far it is.
    Told(Told),
    /// The caption is put away.
    CloseCaption,
    /// What a talk needs is loaded, or did not come.
    Talk(Result<Join, Unloaded>),
    /// The notes window says something.
    Heard(Heard),
    /// The page around it asks for something, and wants to hear why it could not be done, if it couldn't.
    Asked(Msg, Callback<Option<String>>),
    /// It is out of view, or in view again.
    Rest(bool),
    /// It is the one of several that speaks, or no longer.
    Voice(bool),
}

/// How the page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// At a desk.
    Desk,
    /// To a room: large, without chrome.
    Presenting,
    /// To a room that is to look elsewhere.
    Black,
}

/// A causal past that is being played.
struct Why {
    /// Its events, causes first.
    chain: Vec<u64>,
    /// How many have been shown.
    shown: usize,
    /// Seconds until the next.
    wait: f64,
}

/// The page of a lab.
pub struct LabPage {
    player: Handle,
    /// The player as the slower parts last saw it: while time passes they keep up ten times a second.
    slow: Handle,
    /// One callback for all parts: a new one in every frame would render every part in every frame.
    dispatch: Callback<Msg>,
    slow_age: f64,
    selection: Option<Selection>,
    highlight: Rc<crate::sim::SortedSet<u64>>,
    why: Option<Why>,
    tool: Tool,
    dialog: Option<Dialog>,
    drawer: Option<Drawer>,
    /// The panel that is open.
    tab: usize,
    hunting: Hunting,
    teaching: Option<Box<dyn Teach>>,
    talking: Talking,
    notice: Option<Notice>,
    /// When the goal was reached and in how many deeds, as it was last looked at.
    reached: Option<(When, usize)>,
    /// Whether the caption was put away.
    caption_away: bool,
    mode: Mode,
    reduced: bool,
    place: Place,
    /// The instant at which it was opened.
    begun: When,
    /// What the page around it has been told of.
    reported: Reported,
    /// Whether it speaks to screen readers.
    voice: bool,
    stage_size: (f64, f64),
    diagram_size: (f64, f64),
    spoken: String,
    told: usize,
    since_spoken: f64,
    since_address: f64,
    root: NodeRef,
    stage: NodeRef,
    diagram: NodeRef,
    observers: Vec<SizeObserver>,
    /// None while it rests.
    frames: Option<FrameLoop>,
    listeners: Vec<Listener>,
}

impl Component for LabPage {
    type Message = Event;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let place = ctx.props().place.clone();
        let (mut player, faithful, teaching) = opened(&ctx.props().route);
        if let Place::Embedded(embedding) = &place {
            embedding.begin(&mut player);
        } else {
            let lab = tr(player.lab().about.title);
            let title = teaching.as_ref().map_or(lab, |teaching| teaching.title());
            platform::set_title(&format!("{title} · Netsplit"));
        }
        let tool = place.tool(&player, teaching.is_some());
        let reached = player.progress().and_then(|now| now.reached);
        let done = update::done_notice(&player);
        let begun = player.when();
        let handle = Handle::new(player);
        let talking = Talking::resumed(ctx.link().callback(Event::Heard));
        let mode = if talking.talk.is_some() { Mode::Presenting } else { Mode::Desk };
        LabPage {
            slow: handle.clone(),
            player: handle,
            dispatch: ctx.link().callback(Event::Do),
            slow_age: 0.0,
            selection: None,
            highlight: Rc::default(),
            why: None,
            tool,
            dialog: None,
            drawer: None,
            tab: 0,
            hunting: Hunting::new(ctx.link().callback(Event::Told)),
            teaching,
            talking,
            notice: if faithful { done } else { Some(Notice::OtherVersion) },
            reached,
            caption_away: false,
            mode,
            reduced: platform::media("(prefers-reduced-motion: reduce)"),
            voice: !matches!(place, Place::Embedded(_)),
            place,
            begun,
            reported: Reported::from(begun),
            stage_size: (0.0, 0.0),
            diagram_size: (0.0, 0.0),
            spoken: String::new(),
            told: 0,
            since_spoken: 0.0,
            since_address: 0.0,
            root: NodeRef::default(),
            stage: NodeRef::default(),
            diagram: NodeRef::default(),
            observers: Vec::new(),
            frames: Some(frames(ctx)),
            listeners: Vec::new(),
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        self.hunting.give_focus();
        if !first {
            return;
        }
        match &self.place {
            Place::Embedded(embedding) => (embedding.born)(),
            Place::Page | Place::Measured => super::panels::fetch(),
        }
        self.listeners = vec![self.listen(ctx)];
        let link = ctx.link().clone();
        let stage = self.stage.cast().and_then(|element: web_sys::Element| {
            SizeObserver::new(&element, move |width, height| {
                link.send_message(Event::StageSize(width, height));
            })
        });
        let link = ctx.link().clone();
        let diagram = self.diagram.cast().and_then(|element: web_sys::Element| {
            SizeObserver::new(&element, move |width, height| {
                link.send_message(Event::DiagramSize(width, height));
            })
        });
        self.observers = [stage, diagram].into_iter().flatten().collect();
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        self.handle(ctx, event)
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let player = self.player.get();
        html! {
            <div ref={self.root.clone()} class={self.classes()} tabindex="-1" id="lab"
                data-lab={player.lab().about.id}
                data-time={decimal(player.when().at as i64, 3)}
                data-end={decimal(player.edge().at as i64, 3)}
                data-events={player.when().events.to_string()}
                data-seed={player.branch().setup.seed.to_string()}
                data-running={player.running().to_string()}
                data-digest={self.digest()}>
                { match &self.place {
                    Place::Embedded(embedding) => self.embedded(ctx, embedding),
                    Place::Page | Place::Measured => self.whole(ctx),
                } }
                { part(self.asked_dialog(), dialogs) }
                <div class="unseen" role="status" aria-live="polite">{ self.voice.then_some(&*self.spoken) }</div>
            </div>
        }
    }
}

/// A loop over the frames of the page.
fn frames(ctx: &Context<LabPage>) -> FrameLoop {
    let link = ctx.link().clone();
    FrameLoop::new(move |passed| link.send_message(Event::Frame(passed)))
}

/// The run that an address opens, whether it plays as it was recorded, and the lesson if it opens one.
fn opened(route: &Route) -> (Player, bool, Option<Box<dyn Teach>>) {
    match route {
        Route::Lab(scenario) => {
            let (mut player, faithful) =
                Player::of_scenario(scenario).expect("the route was checked when it was parsed");
            player.set_running(scenario.digest.is_none());
            (player, faithful, None)
        }
        Route::Lesson { which, step } => {
            let open = TEACH.get().expect("the application has loaded what gives lessons");
            let (teaching, player) = open(which, *step).expect("the application has looked at the lesson");
            (player, true, Some(teaching))
        }
        Route::Catalogue
        | Route::Bench
        | Route::Compare(_)
        | Route::Notes(_)
        | Route::Print(_)
        | Route::Glossary => {
            unreachable!("the lab page is only opened by the route of a lab or a lesson")
        }
    }
}

impl LabPage {
    /// Its player.
    pub fn player(&self) -> std::cell::Ref<'_, Player> {
        self.player.get()
    }

    /// The page with all its parts.
    fn whole(&self, ctx: &Context<Self>) -> Html {
        let (player, dispatch) = (self.player.clone(), self.dispatch.clone());
        let time = player.get().time();
        html! {
            <>
                { self.header() }
                <div class="left">{ self.close_button(ctx, Drawer::Lab) }{ self.sidebar() }</div>
                <main>
                    { self.stage_place(ctx, self.overlay()) }
                    { transport(&[self.slow_or_live()], time, &dispatch) }
                    { self.lesson_card() }
                    <div class="latest">{ self.latest() }</div>
                    <div class="timeline">
                        { self.close_button(ctx, Drawer::Diagram) }
                        <div class="timeline-place" ref={self.diagram.clone()}>
                            <super::diagram::Diagram {player} {time} selection={self.selection} highlight={self.highlight.clone()}
                                size={self.diagram_size} dispatch={dispatch.clone()} />
                        </div>
                    </div>
                </main>
                <aside class="right" aria-label={t!("Panels")}>
                    <h2 class="unseen">{ t!("Panels") }</h2>
                    { self.close_button(ctx, Drawer::Panels) }
                    <super::panels::Panels player={self.slow.clone()} selection={self.selection} tab={self.tab} hunt={self.hunting.hunt.clone()} {dispatch} />
                </aside>
                { self.bottom_bar(ctx) }
                <div class="blackout" hidden={self.mode != Mode::Black}></div>
            </>
        }
    }

    /// The dialog that is open, if one is.
    fn asked_dialog(&self) -> Asked {
        Asked {
            open: self.dialog.clone(),
            problem: self.problem(),
            player: self.player.clone(),
            beside: None,
            lesson: self
                .teaching
                .as_ref()
                .filter(|_| self.dialog.is_some())
                .map(|teaching| teaching.address()),
            dispatch: self.dispatch.clone(),
        }
    }

    /// The stage with what stands over it and beside it.
    fn stage_place(&self, ctx: &Context<Self>, overlay: Html) -> Html {
        let notice = self.notice.as_ref().filter(|_| self.problem().is_none());
        html! {
            <div class="stage-place">
                { self.goal_line(ctx) }
                <div class="stage" ref={self.stage.clone()}>
                    { self.drawing() }
                    { overlay }
                    { banner(notice, &self.dispatch, &ctx.link().callback(|()| Event::CloseNotice)) }
                </div>
            </div>
        }
    }

    /// Hears keys: on a page of its own wherever they are pressed, in somebody else's only inside of it.
    fn listen(&self, ctx: &Context<Self>) -> Listener {
        let link = ctx.link().clone();
        let root = self.root.cast::<web_sys::Element>().filter(|_| matches!(self.place, Place::Embedded(_)));
        platform::listen_keys(root.as_ref(), move |key| link.send_message(Event::Key(key)))
    }

    fn classes(&self) -> AttrValue {
        let drawer = self.drawer.map(|drawer| match drawer {
            Drawer::Lab => "open-left",
            Drawer::Diagram => "open-diagram",
            Drawer::Panels => "open-right",
        });
        let teaching = self.teaching.as_ref().map(|teaching| teaching.classes());
        class!(
            "lab",
            self.place.class(),
            self.narrow(),
            self.presenting().then_some("presenting"),
            drawer,
            teaching
        )
    }

    fn header(&self) -> Html {
        let (player, presenting, dispatch) = (self.slow.clone(), self.presenting(), self.dispatch.clone());
        let lesson = self.teaching.as_ref().map(|teaching| teaching.title().to_owned());
        let notes = presenting.then(|| self.talking.button());
        let version = [presenting, self.talking.talk.is_some(), self.talking.open];
        let version = version.into_iter().fold(0, |sum, yes| sum << 1 | u64::from(yes));
        let view = move || header::header(&player, notes, lesson.as_deref(), &dispatch);
        memo((self.slow.revision(), version), view)
    }

    fn sidebar(&self) -> Html {
        let (player, dispatch) = (self.slow.clone(), self.dispatch.clone());
        // What was refused, and so raised a notice, must stand in its field again; what was solved gets its tick.
        let noticed = self.notice.is_some().into();
        let version = sidebar::version(&player.get());
        memo((version, noticed), move || sidebar::sidebar(&player, &dispatch))
    }

    fn goal_line(&self, ctx: &Context<Self>) -> Html {
        let (player, away) = (self.slow.clone(), self.caption_away);
        let close = ctx.link().callback(|()| Event::CloseCaption);
        memo((player.revision(), away.into()), move || challenge::goal_line(&player, away, &close))
    }

    fn drawing(&self) -> Html {
        let time = self.player.get().time();
        stage(StageProps {
            player: self.player.clone(),
            time,
            selection: self.selection,
            tool: self.tool,
            size: self.stage_size,
            big: self.presenting(),
            reduced: self.reduced,
            insets: None,
            light: self.light(),
            dispatch: self.dispatch.clone(),
        })
    }

    /// What floats over the stage.
    fn overlay(&self) -> Html {
        let (player, dispatch, tool, selection) =
            (self.slow.clone(), self.dispatch.clone(), self.tool, self.selection);
        let version = Selection::code(selection) << 2 | tool as u64;
        memo((player.revision(), version), move || {
            html! {
                <>
                    <div class="over">
                        { toolbar::chips(&player, &dispatch) }
                        { toolbar::toolbar(&player, tool, selection, &dispatch) }
                    </div>
                    <div class="corner">{ toolbar::doubts(&player) }{ crate::ui::stage::key(&player) }</div>
                </>
            }
        })
    }

    fn presenting(&self) -> bool {
        self.mode != Mode::Desk
    }

    /// The digest, which only a world that stands still has time for.
    fn digest(&self) -> Option<String> {
        let player = self.player.get();
        (!player.running()).then(|| format!("{:016x}", player.digest()))
    }

    /// The transport's own handle: what it shows beside the time changes slowly.
    fn slow_or_live(&self) -> Handle {
        if self.player.get().running() { self.slow.clone() } else { self.player.clone() }
    }

    /// What an open dialog has to say: it covers the banner.
    fn problem(&self) -> Option<String> {
        match (&self.dialog, &self.notice) {
            (Some(_), Some(Notice::Error(why))) => Some(why.clone()),
            _ => None,
        }
    }

    /// The newest line of the story, for where the panels are drawers.
    fn latest(&self) -> Html {
        let player = self.player.get();
        let line = player.newest();
        html! {
            if let Some(line) = line {
                <p><span class="mono t">{ clock(line.when.at as f64) }</span>{ line.line.plain(player.names()) }</p>
            }
        }
    }

    fn close_button(&self, ctx: &Context<Self>, drawer: Drawer) -> Html {
        let onclick = ctx.link().callback(move |_: MouseEvent| Event::Drawer(None));
        let label = match drawer {
            Drawer::Lab => t!("Close scenarios and settings"),
            Drawer::Diagram => t!("Close diagram"),
            Drawer::Panels => t!("Close panels"),
        };
        html! {
            <div class="drawer-head">
                if self.drawer == Some(drawer) { <button class="btn ghost" aria-label={label} {onclick}>{ "✕" }</button> }
            </div>
        }
    }

    fn bottom_bar(&self, ctx: &Context<Self>) -> Html {
        let button = |drawer: Drawer, label: &'static str| {
            let onclick = ctx.link().callback(move |_: MouseEvent| Event::Drawer(Some(drawer)));
            html! { <button class="btn ghost" aria-expanded={(self.drawer == Some(drawer)).to_string()} {onclick}>{ label }</button> }
        };
        html! {
            <nav class="bottom" aria-label={t!("Drawers")}>
                { button(Drawer::Lab, t!("Scenarios")) }
                { button(Drawer::Diagram, t!("Diagram")) }
                { button(Drawer::Panels, t!("Panels")) }
            </nav>
        }
    }
}
