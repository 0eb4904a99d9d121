//! The first minute: a small cluster on the catalogue that runs and can be killed right there.

use super::announce::announce;
use super::figures::clock;
use super::icons::{self, icon};
use super::memo::memo;
use super::model::{Handle, Msg, Selection, Tool};
use super::stage::{StageProps, stage};
use crate::labs::{self, Card};
use crate::later::{Later, Unloaded, later};
use crate::lesson;
use crate::platform::{self, FrameLoop, SightObserver, SizeObserver};
use crate::player::{Met, Player, Setup, Step};
use crate::scenario::route;
use crate::sim::{Health, Input, NodeId, decimal};
use netsplit_text::t;
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::prelude::*;

/// The cluster, loaded with the lessons, which the catalogue loads anyway; nothing is needed to draw it.
pub static HERO: Later<fn(&()) -> Html> = later!(lessons: fn(&()) -> Html = |()| html! { <Hero /> });

/// What stands beside the stage keeps up once in so many seconds.
const SLOW: f64 = 0.2;

/// What happens to the cluster.
pub enum Event {
    /// Its lab is loaded, or did not come.
    Loaded(Result<(), Unloaded>),
    /// *Try again* was pressed.
    Again,
    /// So many seconds have passed since the last frame.
    Frame(f64),
    /// The stage has a new size.
    Size(f64, f64),
    /// It was scrolled into view, or out of it.
    Seen(bool),
    /// Its stage asks for something.
    Do(Msg),
    /// *Play* or *Pause* was pressed.
    Play(bool),
    /// *Start over* was pressed.
    StartOver,
    /// The link to the lab was pressed.
    Open(MouseEvent),
}

/// A run of the first lab, small, with the kill tool in hand.
pub struct Hero {
    run: Option<Run>,
    failed: Option<Unloaded>,
    size: (f64, f64),
    reduced: bool,
    seen: bool,
    dispatch: Callback<Msg>,
    stage: NodeRef,
    observers: Option<(SizeObserver, Option<SightObserver>)>,
    /// Only while something moves: at rest it takes no time at all.
    frames: Option<FrameLoop>,
}

struct Run {
    player: Handle,
    /// The player as the words and links last saw it.
    slow: Handle,
    slow_age: f64,
    /// Whether it is to run whenever it is in view.
    wanted: bool,
    /// Whether the reader has done something: before that nobody is told what happens.
    touched: bool,
    spoken: String,
    told: usize,
    since_spoken: f64,
}

/// The lab that is shown: the first.
fn shown() -> &'static Card {
    labs::cards().next().expect("there are labs")
}

fn load(ctx: &Context<Hero>) {
    let link = ctx.link().clone();
    spawn_local(async move { link.send_message(Event::Loaded(labs::load(shown().id).await)) });
}

impl Component for Hero {
    type Message = Event;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        load(ctx);
        Hero {
            run: None,
            failed: None,
            size: (0.0, 0.0),
            reduced: platform::media("(prefers-reduced-motion: reduce)"),
            seen: false,
            dispatch: ctx.link().callback(Event::Do),
            stage: NodeRef::default(),
            observers: None,
            frames: None,
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        let Some(element) = self.stage.cast::<web_sys::Element>().filter(|_| self.observers.is_none()) else {
            return;
        };
        let (size, sight) = (ctx.link().clone(), ctx.link().clone());
        let sized =
            SizeObserver::new(&element, move |width, height| size.send_message(Event::Size(width, height)));
        let seen = SightObserver::new(&element, move |seen| sight.send_message(Event::Seen(seen)));
        self.seen |= seen.is_none();
        self.observers = sized.map(|sized| (sized, seen));
        self.move_or_rest(ctx);
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        match event {
            Event::Frame(passed) => {
                if self.run.as_mut().is_some_and(|run| run.frame(passed)) {
                    return true;
                }
            }
            Event::Loaded(Ok(())) => self.run = Run::begin(!self.reduced),
            Event::Loaded(Err(why)) => self.failed = Some(why),
            Event::Again => {
                self.failed = None;
                load(ctx);
            }
            Event::Size(width, height) => self.size = (width, height),
            Event::Seen(seen) => self.seen = seen,
            Event::StartOver => self.run = Run::begin(self.run.as_ref().is_none_or(|run| run.wanted)),
            Event::Open(click) => self.open(&click),
            Event::Do(_) | Event::Play(_) => {
                if let Some(run) = &mut self.run {
                    run.heed(event);
                }
            }
        }
        self.move_or_rest(ctx);
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        if let Some(why) = &self.failed {
            return html! {
                <div class="card missing" role="alert">
                    <p>{ why.to_string() }</p>
                    <button type="button" class="btn" onclick={ctx.link().callback(|_| Event::Again)}>{ t!("Try again") }</button>
                </div>
            };
        }
        let Some(run) = &self.run else {
            return html! { <p class="hint loading" role="status">{ t!("Loading…") }</p> };
        };
        let player = run.player.get();
        let (slow, open) = (run.slow.clone(), ctx.link().callback(Event::Open));
        html! {
            <section class="hero" aria-label={t!("Try it")} data-lab={shown().id} data-time={decimal(player.when().at as i64, 3)}
                data-events={player.when().events.to_string()} data-running={player.running().to_string()}>
                <p class="hero-hint">{ t!("Click a node to kill it, and again to restart it.") }</p>
                <div class="hero-stage" ref={self.stage.clone()}>{ self.drawing(run) }</div>
                { memo((run.slow.revision(), 0), move || line(&slow.get())) }
                <div class="hero-buttons">
                    { play(run.wanted, ctx) }
                    <button type="button" class="btn" onclick={ctx.link().callback(|_| Event::StartOver)}>{ t!("Start over") }</button>
                    <span class="grow"></span>
                    { links(&run.slow, &open) }
                </div>
                <div class="unseen" role="status" aria-live="polite">{ &run.spoken }</div>
            </section>
        }
    }
}

impl Hero {
    /// Lets frames come while something is to move, and only then.
    fn move_or_rest(&mut self, ctx: &Context<Self>) {
        let moves = self.seen && self.run.as_ref().is_some_and(|run| run.wanted);
        if let Some(run) = self.run.as_mut().filter(|run| run.player.get().running() != moves) {
            run.player.get_mut().set_running(moves);
            run.look();
        }
        if moves != self.frames.is_some() {
            let link = ctx.link().clone();
            self.frames =
                moves.then(|| FrameLoop::new(move |passed| link.send_message(Event::Frame(passed))));
        }
    }

    /// Opens the lab at this very moment; with a key held the browser opens the link as it stands.
    fn open(&mut self, click: &MouseEvent) {
        let Some(run) =
            self.run.as_mut().filter(|_| !(click.ctrl_key() || click.meta_key() || click.shift_key()))
        else {
            return;
        };
        click.prevent_default();
        run.wanted = false;
        platform::go(&route::address(&run.player.get().scenario()));
    }

    fn drawing(&self, run: &Run) -> Html {
        stage(StageProps {
            player: run.player.clone(),
            time: run.player.get().time(),
            selection: None,
            tool: Tool::Kill,
            size: self.size,
            big: false,
            reduced: self.reduced,
            insets: Some((8.0, 8.0)),
            light: Rc::default(),
            dispatch: self.dispatch.clone(),
        })
    }
}

fn play(wanted: bool, ctx: &Context<Hero>) -> Html {
    let (name, path) = if wanted { (t!("Pause"), icons::PAUSE) } else { (t!("Play"), icons::PLAY) };
    let onclick = ctx.link().callback(move |_: MouseEvent| Event::Play(!wanted));
    html! { <button type="button" class="round play" aria-label={name} title={name} {onclick}>{ icon(path) }</button> }
}

impl Run {
    /// A fresh run from the first thing worth seeing.
    fn begin(wanted: bool) -> Option<Run> {
        let setup = Setup::new(labs::find(shown().id)?, Vec::new(), route::DEFAULT_SEED);
        let mut player = Player::new(setup).ok()?;
        player.step_forward(Step::Milestone);
        let told = player.trace().story_after(player.when());
        let player = Handle::new(player);
        Some(Run {
            slow: player.clone(),
            player,
            slow_age: 0.0,
            wanted,
            touched: false,
            spoken: String::new(),
            told,
            since_spoken: 0.0,
        })
    }

    /// Everything sees the player as it stands now.
    fn look(&mut self) {
        self.player = self.player.renew();
        self.slow = self.player.clone();
        self.slow_age = 0.0;
    }

    /// Lets time pass; whether it is to go on.
    fn frame(&mut self, passed: f64) -> bool {
        let begun = platform::now();
        let met = self.player.get_mut().tick(passed);
        self.player.get_mut().took(platform::now() - begun);
        match met {
            // Nothing here asks for a pause: it goes on.
            Met::Violation | Met::Goal | Met::Awaited => self.player.get_mut().set_running(true),
            Met::Full => self.wanted = false,
            Met::Nothing => {}
        }
        self.player = self.player.renew();
        self.slow_age += passed;
        if self.slow_age >= SLOW {
            self.look();
        }
        self.since_spoken += passed;
        if self.touched && self.since_spoken >= 1.0 {
            self.speak();
        }
        self.wanted
    }

    fn heed(&mut self, event: Event) {
        let input = match event {
            Event::Play(wanted) => {
                (self.wanted, self.touched) = (wanted, true);
                return;
            }
            Event::Do(Msg::Act(input)) => input,
            // What the keyboard asks for on a node.
            Event::Do(Msg::Select(Some(Selection::Node(node)))) => self.kill_or_restart(node),
            _ => return,
        };
        self.touched = true;
        // A node that is gone since it was drawn is no mistake to be told of.
        let _ = self.player.get_mut().act(&input);
        self.look();
        self.speak();
    }

    fn kill_or_restart(&self, node: NodeId) -> Input {
        let health = self.player.get().frame().nodes.get(node.index()).map(|node| node.health);
        if health == Some(Health::Crashed) { Input::Restart(node) } else { Input::Crash(node) }
    }

    fn speak(&mut self) {
        let player = self.player.get();
        if let Some(said) = announce(&player, self.told) {
            self.spoken = said;
        }
        (self.told, self.since_spoken) = (player.trace().story_after(player.when()), 0.0);
    }
}

/// The newest line of the story.
fn line(player: &Player) -> Html {
    html! {
        <p class="hero-line">
            if let Some(line) = player.newest() {
                <span class="mono t">{ clock(line.when.at as f64) }</span>{ line.line.plain(player.names()) }
            }
        </p>
    }
}

/// The ways on: the lab at this moment, and the first lesson.
fn links(player: &Handle, open: &Callback<MouseEvent>) -> Html {
    let (player, open) = (player.clone(), open.clone());
    memo((player.revision(), 1), move || {
        let here = route::address(&player.get().scenario());
        let first = lesson::ids().next();
        html! {
            <>
                <a class="btn" href={here} onclick={open.clone()}>{ t!("Open the lab") }</a>
                if let Some(id) = first { <a class="btn primary" href={route::lesson(id, 0)}>{ t!("Start the first lesson") }</a> }
            </>
        }
    })
}
