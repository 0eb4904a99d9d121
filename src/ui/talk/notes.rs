//! The notes window: what the speaker of a talk has before them. It runs nothing itself; all that it shows it was told.

use super::message::{Deed, FromNotes, FromStage, LessonStands, NodeStands, Stands, decode, encode};
use super::stage::address_of;
use crate::later::{Later, later};
use crate::platform::{self, Channel, Listener};
use crate::scenario::route::Route;
use crate::ui::catalogue::logo;
use crate::ui::class::class;
use crate::ui::figures::clock;
use crate::ui::theme;
use gloo_timers::callback::Interval;
use netsplit_text::t;
use std::rc::Rc;
use yew::prelude::*;

/// Draws the notes window of the talk that an address names.
type Draw = fn(u32, &Rc<Route>) -> Html;

/// The notes window, loaded with what a talk needs.
pub static NOTES: Later<Draw> = later!(talk: Draw = |key, route| {
    let Route::Notes(name) = &**route else { return Html::default() };
    html! { <Notes {key} name={name.clone()} /> }
});

/// After so many seconds in which nothing was heard the audience's window is asked whether it is there.
const SILENT: u32 = 3;
/// And after so many it is thought to be gone.
const LOST: u32 = 8;

/// Properties of [`Notes`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The name of the talk.
    pub name: AttrValue,
}

/// What happens to the notes window.
pub enum Event {
    /// Something was heard.
    Heard(Vec<u8>),
    /// A second has passed.
    Second,
    /// Something is to be done in the audience's window.
    Ask(Deed),
    /// A key was pressed.
    Key(KeyboardEvent),
    /// The speaker begins to speak now.
    Begin,
    /// A node is ticked, or no longer.
    Tick(u16),
    /// The ticked nodes are to be cut off.
    Split,
}

/// The notes window.
pub struct Notes {
    channel: Option<Channel>,
    stands: Option<Box<Stands>>,
    /// Seconds since something was heard.
    silent: u32,
    /// When the talk began and what time it is now, ms since the window was opened.
    began: f64,
    now: f64,
    ticked: Vec<u16>,
    _seconds: Interval,
    _listeners: Vec<Listener>,
}

impl Component for Notes {
    type Message = Event;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        platform::set_title(t!("Notes · Netsplit"));
        let (heard, second, pressed) = (ctx.link().clone(), ctx.link().clone(), ctx.link().clone());
        let channel = Channel::open(&address_of(&ctx.props().name), move |bytes| {
            heard.send_message(Event::Heard(bytes));
        });
        let gone = channel.as_ref().map(Channel::sender);
        let leaving =
            gone.map(|gone| platform::listen("pagehide", move |_| gone.send(&encode(&FromNotes::Gone))));
        let keys = platform::listen_keys(None, move |key| pressed.send_message(Event::Key(key)));
        let notes = Notes {
            channel,
            stands: None,
            silent: 0,
            began: platform::now(),
            now: platform::now(),
            ticked: Vec::new(),
            _seconds: Interval::new(1_000, move || second.send_message(Event::Second)),
            _listeners: [Some(keys), leaving].into_iter().flatten().collect(),
        };
        notes.tell(&FromNotes::Hello);
        notes
    }

    fn update(&mut self, _: &Context<Self>, event: Event) -> bool {
        match event {
            Event::Heard(bytes) => return self.hear(&bytes),
            Event::Second => {
                self.now = platform::now();
                self.silent += 1;
                if self.silent.is_multiple_of(SILENT) {
                    self.tell(&FromNotes::Hello);
                }
            }
            Event::Ask(deed) => self.tell(&FromNotes::Do(deed)),
            Event::Key(key) => {
                if let Some(deed) = self.pressed(&key) {
                    key.prevent_default();
                    self.tell(&FromNotes::Do(deed));
                }
                return false;
            }
            Event::Begin => self.began = self.now,
            Event::Tick(node) if self.ticked.contains(&node) => self.ticked.retain(|known| *known != node),
            Event::Tick(node) => self.ticked.push(node),
            Event::Split => {
                let apart = std::mem::take(&mut self.ticked);
                self.tell(&FromNotes::Do(Deed::Split(apart)));
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let ask = ctx.link().callback(Event::Ask);
        html! {
            <div class="notes" data-notes="" data-state={self.word()}>
                { self.header(ctx) }
                <main>
                    <p class="notes-state" role="status">{ self.says() }</p>
                    if let Some(stands) = self.stands.as_deref().filter(|_| !self.lost()) {
                        { said(stands, &ask) }
                        { self.seen(stands, ctx, &ask) }
                        { controls(stands, &ask) }
                    }
                </main>
            </div>
        }
    }
}

impl Notes {
    fn tell(&self, message: &FromNotes) {
        if let Some(channel) = &self.channel {
            channel.send(&encode(message));
        }
    }

    fn hear(&mut self, bytes: &[u8]) -> bool {
        match decode(bytes) {
            Some(FromStage::Stands(stands)) => {
                let there = |node: &u16| stands.nodes.iter().any(|known| known.node == *node);
                self.ticked.retain(there);
                self.stands = Some(stands);
                self.silent = 0;
            }
            Some(FromStage::Gone) => {
                self.stands = None;
                self.silent = LOST;
            }
            None => return false,
        }
        true
    }

    fn lost(&self) -> bool {
        self.silent >= LOST
    }

    fn word(&self) -> &'static str {
        match (&self.stands, self.lost()) {
            (_, true) => "alone",
            (Some(_), _) => "together",
            (None, _) => "waiting",
        }
    }

    fn says(&self) -> &'static str {
        match (&self.channel, self.word()) {
            (None, _) => t!("This browser does not let two windows talk to each other."),
            (_, "alone") => t!(
                "The audience's window is closed, or shows neither a lab nor a lesson. When it is back, so are the notes."
            ),
            (_, "waiting") => t!("Waiting for the audience's window…"),
            _ => "",
        }
    }

    /// What a key asks for: those of a clicker, and a few more that the audience's window has too.
    fn pressed(&self, event: &KeyboardEvent) -> Option<Deed> {
        let key = event.key();
        if event.ctrl_key() || event.meta_key() || event.alt_key() || platform::wants_keys(event, &key) {
            return None;
        }
        let spot = self.stands.as_ref().and_then(|stands| stands.spot);
        Some(match (&*key, event.shift_key()) {
            ("PageDown", _) => Deed::On,
            ("PageUp", _) => Deed::Back,
            ("ArrowRight", false) => Deed::Forward,
            ("ArrowLeft", false) => Deed::Backward,
            ("ArrowRight", true) => Deed::NextMilestone,
            ("ArrowLeft", true) => Deed::LastMilestone,
            (" ", _) => Deed::Toggle,
            ("b" | "B", _) => Deed::Black,
            ("h" | "H", _) => Deed::Heal,
            ("Escape", _) => Deed::Spot(spot?),
            _ => return None,
        })
    }

    fn header(&self, ctx: &Context<Self>) -> Html {
        let title = self.stands.as_ref().map_or(t!("Notes"), |stands| &*stands.title).to_owned();
        let passed = ((self.now - self.began) / 1_000.0).max(0.0) as u64;
        html! {
            <header class="top">
                <span class="brand">{ logo() }</span>
                <div class="crumb"><h1>{ title }</h1></div>
                <span class="grow"></span>
                <output class="talk-time mono" aria-label={t!("Time since the talk began")}>{ format!("{}:{:02}", passed / 60, passed % 60) }</output>
                <button type="button" class="btn" onclick={ctx.link().callback(|_| Event::Begin)}>{ t!("The talk begins now") }</button>
                <button type="button" class="btn ghost" onclick={Callback::from(|_: MouseEvent| theme::toggle())}>{ t!("Change theme") }</button>
            </header>
        }
    }

    /// What the audience sees, in words, and what can be done there.
    fn seen(&self, stands: &Stands, ctx: &Context<Self>, ask: &Callback<Deed>) -> Html {
        let time = clock(stands.at as f64);
        let state = match (stands.running, stands.black) {
            (true, false) => t!("{time}, playing", time),
            (false, false) => t!("{time}, paused", time),
            (true, true) => t!("{time}, playing, screen black", time),
            (false, true) => t!("{time}, paused, screen black", time),
        };
        html! {
            <section class="notes-seen" aria-labelledby="seen-head">
                <h2 id="seen-head">{ t!("What they see") }</h2>
                <p class="num" data-seen-time="">{ state }</p>
                <p class="newest">{ stands.newest.clone().unwrap_or_default() }</p>
                <ul class="notes-nodes">{ for stands.nodes.iter().map(|node| self.node(node, stands, ctx, ask)) }</ul>
                if stands.more > 0 { <p class="hint">{ t!("and {count} more", count = stands.more) }</p> }
                <p class="buttons">
                    <button type="button" class="btn" disabled={self.ticked.is_empty()} onclick={ctx.link().callback(|_| Event::Split)}>{ t!("Split off those ticked") }</button>
                    { button(t!("Heal the network"), "", Deed::Heal, !stands.cut, ask) }
                </p>
            </section>
        }
    }

    fn node(&self, node: &NodeStands, stands: &Stands, ctx: &Context<Self>, ask: &Callback<Deed>) -> Html {
        let number = node.node;
        let lit = stands.spot == Some(number);
        let tick = ctx.link().callback(move |_: yew::Event| Event::Tick(number));
        let ask_for = |deed: Deed| ask.reform(move |_: MouseEvent| deed.clone());
        let (kill, kill_it) = if node.crashed {
            (t!("Restart"), t!("Restart {name}", name = node.name))
        } else {
            (t!("Kill"), t!("Kill {name}", name = node.name))
        };
        html! {
            <li key={number} data-noted={node.name.clone()}>
                <label><input type="checkbox" checked={self.ticked.contains(&number)} onchange={tick} aria-label={t!("Tick {name}", name = node.name)} /><span>{ &node.spoken }</span></label>
                <button type="button" class={class!("btn", "small", lit.then_some("on"))} aria-pressed={lit.to_string()} aria-label={t!("Spotlight on {name}", name = node.name)}
                    onclick={ask_for(Deed::Spot(number))}>{ t!("Spotlight") }</button>
                <button type="button" class="btn small" aria-label={kill_it} onclick={ask_for(Deed::KillOrRestart(number))}>{ kill }</button>
            </li>
        }
    }
}

fn button(label: &str, class: &'static str, deed: Deed, off: bool, ask: &Callback<Deed>) -> Html {
    let onclick = ask.reform(move |_: MouseEvent| deed.clone());
    html! { <button type="button" class={class!("btn", class)} disabled={off} {onclick}>{ label.to_owned() }</button> }
}

/// What is said now, what to say to it, and what comes next.
fn said(stands: &Stands, ask: &Callback<Deed>) -> Html {
    let Some(lesson) = &stands.lesson else {
        return html! {
            <section class="notes-said" aria-label={t!("Lesson")}>
                <p class="hint">{ t!("No lesson is given: a clicker goes from milestone to milestone.") }</p>
            </section>
        };
    };
    html! {
        <section class="notes-said" aria-label={t!("Lesson")} data-step={lesson.step.to_string()}>
            <h2>{ t!("{heading} · step {step} of {steps}", heading = lesson.heading, step = lesson.step, steps = lesson.steps) }</h2>
            if lesson.stray {
                <p class="stray">{ t!("They are elsewhere than the lesson.") }{ " " }{ button(t!("Back to the lesson"), "primary", Deed::TakeBack, false, ask) }</p>
            }
            { for lesson.said.iter().map(|line| html! { <p>{ line }</p> }) }
            { asked(lesson) }
            <h3>{ t!("Notes") }</h3>
            <div class="speaker">
                { for lesson.notes.iter().map(|note| html! { <p>{ note }</p> }) }
                if lesson.notes.is_empty() { <p class="hint">{ t!("This step has none.") }</p> }
            </div>
            <h3>{ t!("Next") }</h3>
            <div class="following">
                if let Some((heading, words)) = &lesson.next { <p><b>{ heading }</b></p><p>{ words }</p> } else { <p class="hint">{ t!("This is the last step.") }</p> }
            </div>
        </section>
    }
}

/// The question with the right answers marked.
fn asked(lesson: &LessonStands) -> Html {
    let answer = |(right, words): &(bool, String)| {
        html! { <li class={class!(right.then_some("right"))}>{ if *right { "✔ " } else { "" } }{ words }</li> }
    };
    html! {
        if let Some(question) = &lesson.question {
            <p><strong>{ question }</strong></p>
            <ul class="answers">{ for lesson.answers.iter().map(answer) }</ul>
        }
    }
}

/// What goes for the whole window.
fn controls(stands: &Stands, ask: &Callback<Deed>) -> Html {
    let (back, on) = match &stands.lesson {
        Some(lesson) => (t!("Previous step"), &*lesson.button),
        None => (t!("Previous milestone"), t!("Next milestone")),
    };
    let play = if stands.running { t!("Pause") } else { t!("Play") };
    let black = ask.reform(|_: MouseEvent| Deed::Black);
    html! {
        <div class="notes-controls" role="group" aria-label={t!("Controls of the audience's window")}>
            { button(back, "", Deed::Back, false, ask) }
            { button(on, "primary", Deed::On, false, ask) }
            { button(play, "", Deed::Toggle, false, ask) }
            { button(t!("Step back"), "", Deed::Backward, false, ask) }
            { button(t!("Step forward"), "", Deed::Forward, false, ask) }
            if stands.lesson.is_some() {
                { button(t!("Last milestone"), "", Deed::LastMilestone, false, ask) }
                { button(t!("Next milestone"), "", Deed::NextMilestone, false, ask) }
            }
            <button type="button" class="btn" aria-pressed={stands.black.to_string()} onclick={black}>{ t!("Black out") }</button>
        </div>
    }
}
