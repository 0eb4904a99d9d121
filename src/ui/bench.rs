//! The page that measures itself: what this browser does with the simulator, in figures that can be copied.

use super::catalogue::logo;
use super::figures::fixed;
use super::lab::LabPage;
use crate::labs::{LABS, Lab};
use crate::platform::{self, FrameLoop};
use crate::player::{Player, Setup};
use crate::scenario::Scenario;
use crate::scenario::route::Route;
use crate::sim::{When, key_of, order};
use gloo_timers::callback::Timeout;
use std::cell::RefCell;
use std::rc::Rc;
use yew::html::Scope;
use yew::prelude::*;

/// Events of the run that is sought in.
const SOUGHT: u64 = 1_000_000;
/// How long each measurement runs, ms.
const SPAN: f64 = 400.0;

/// One figure.
#[derive(Clone, PartialEq)]
struct Figure {
    what: String,
    value: String,
}

/// The page.
pub struct Bench {
    figures: Vec<Figure>,
    /// The frames that are being measured, when they are.
    trial: Option<Trial>,
    running: bool,
}

/// A lab that is drawn to be measured.
struct Trial {
    name: String,
    route: Rc<Route>,
    /// Milliseconds of work of each frame.
    work: Rc<RefCell<Vec<f64>>>,
    _frames: FrameLoop,
    _end: Timeout,
}

/// What happens to the page.
pub enum Event {
    /// *Measure* was pressed.
    Start,
    /// What needs no drawing is measured.
    Engine,
    /// The trial of this number begins; the last one is over.
    Frames(usize),
    /// *Copy* was pressed.
    Copy,
}

impl Component for Bench {
    type Message = Event;
    type Properties = ();

    fn create(_: &Context<Self>) -> Self {
        platform::set_title("Measure · Netsplit");
        Bench { figures: Vec::new(), trial: None, running: false }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        let link = ctx.link().clone();
        match event {
            Event::Start => {
                (self.running, self.figures) = (true, Vec::new());
                // Lets the browser draw that it is running before the main thread is busy.
                Timeout::new(50, move || link.send_message(Event::Engine)).forget();
            }
            Event::Engine => {
                self.figures = measure();
                link.send_message(Event::Frames(0));
            }
            Event::Frames(number) => {
                if let Some(trial) = self.trial.take() {
                    self.figures.extend(trial.figures());
                }
                self.trial = trials().nth(number).map(|(name, route)| Trial::new(name, route, number, &link));
                self.running = self.trial.is_some();
            }
            Event::Copy => {
                let line = |figure: &Figure| format!("{}\t{}\n", figure.what, figure.value);
                platform::copy(&self.figures.iter().map(line).collect::<Vec<_>>().concat());
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let row = |figure: &Figure| {
            html! { <tr key={figure.what.clone()}><td>{ &figure.what }</td><td class="num">{ &figure.value }</td></tr> }
        };
        let words = match &self.trial {
            Some(trial) => format!("Measuring {}…", trial.name),
            None if self.running => "Measuring…".to_owned(),
            None => "Measure".to_owned(),
        };
        html! {
            <div class="catalogue">
                <header class="top"><a class="brand" href="#/">{ logo() }{ "Netsplit" }</a></header>
                <main>
                    <h1>{ "Measure this browser" }</h1>
                    <p class="lede">{ "Events per second, seeking, frame work and download, measured here and now, in half a minute. Leave the page in front meanwhile." }</p>
                    <p class="buttons">
                        <button class="btn primary" onclick={ctx.link().callback(|_| Event::Start)} disabled={self.running}>{ words }</button>
                        <button class="btn" onclick={ctx.link().callback(|_| Event::Copy)} disabled={self.running || self.figures.is_empty()}>{ "Copy the table" }</button>
                    </p>
                    <table class="figures" aria-label="Figures">
                        <thead><tr><th>{ "What" }</th><th>{ "Here" }</th></tr></thead>
                        <tbody>{ for self.figures.iter().map(row) }</tbody>
                    </table>
                    <div class="bench-lab" aria-hidden="true">
                        if let Some(trial) = &self.trial { <LabPage key={trial.name.clone()} route={trial.route.clone()} measured={true} /> }
                    </div>
                </main>
            </div>
        }
    }
}

/// How long frames are measured, ms, and how many at the beginning do not count: the page is built in them.
const TRIAL: u32 = 6_000;
const WARM_UP: usize = 60;

/// What is drawn to be measured: a name, and the address of a lab.
fn trials() -> impl Iterator<Item = (String, Rc<Route>)> {
    let sizes = LABS.iter().flat_map(|lab| lab.about.measured.sizes.iter().map(move |size| (lab, size)));
    sizes.map(|(lab, (name, settings))| {
        let scenario = Scenario {
            lab: lab.about.id.to_owned(),
            settings: owned(settings),
            seed: 1,
            ..Scenario::default()
        };
        (format!("{}, {name}", lab.about.title), Rc::new(Route::Lab(Box::new(scenario))))
    })
}

fn owned(settings: &[(&str, i64)]) -> Vec<(String, i64)> {
    settings.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect()
}

impl Trial {
    fn new(name: String, route: Rc<Route>, number: usize, link: &Scope<Bench>) -> Self {
        let work: Rc<RefCell<Vec<f64>>> = Rc::default();
        let told = work.clone();
        let frames = FrameLoop::new(move |_| {
            let told = told.clone();
            platform::measure_frame(move |work| told.borrow_mut().push(work));
        });
        let link = link.clone();
        let end = Timeout::new(TRIAL, move || link.send_message(Event::Frames(number + 1)));
        Trial { name, route, work, _frames: frames, _end: end }
    }

    /// The median and the 99th percentile of a frame's work.
    fn figures(&self) -> Option<Figure> {
        let work = self.work.borrow().get(WARM_UP..)?.to_vec();
        let order = order(work.iter().map(|ms| key_of(*ms)));
        let at = |share: usize| order.get(work.len() * share / 100).map_or(f64::NAN, |place| work[*place]);
        let value = format!("{} · {} ms", fixed(at(50), 1), fixed(at(99), 1));
        Some(Figure { what: format!("{}: work in a frame, median · 99th percentile", self.name), value })
    }
}

/// Measures everything, one after the other.
fn measure() -> Vec<Figure> {
    let mut figures = Vec::new();
    let mut add = |what: String, value: String| figures.push(Figure { what, value });
    for lab in LABS {
        let title = lab.about.title;
        let rate = events_per_second(lab);
        add(format!("{title}: events per second, properties on"), format!("{} M", fixed(rate / 1e6, 2)));
        let (fork, digest) = fork_and_digest(lab);
        add(format!("{title}: fork of the world"), format!("{} µs", fixed(fork, 2)));
        add(format!("{title}: digest"), format!("{} µs", fixed(digest, 1)));
        for (load, settings) in lab.about.measured.loads {
            let (median, worst) = seeks(lab, &owned(settings));
            add(
                format!("{title}: seek in {SOUGHT} events, {load}, median · worst"),
                format!("{} · {} ms", fixed(median, 1), fixed(worst, 1)),
            );
        }
    }
    let files = platform::transferred();
    let total: f64 = files.iter().map(|(_, bytes)| bytes).sum();
    for (name, bytes) in files {
        add(format!("download: {name}"), format!("{} KB", fixed(bytes / 1e3, 1)));
    }
    add("download, all files as transferred".to_owned(), format!("{} KB", fixed(total / 1e3, 1)));
    figures
}

fn events_per_second(lab: &'static Lab) -> f64 {
    let Ok(mut world) = lab.build(&[], 1) else { return 0.0 };
    let start = platform::now();
    while platform::now() - start < SPAN {
        let events = world.when().events + 50_000;
        world.run(When { at: u64::MAX, events }, None);
    }
    world.when().events as f64 / (platform::now() - start) * 1_000.0
}

/// Microseconds that a fork and a digest cost.
fn fork_and_digest(lab: &'static Lab) -> (f64, f64) {
    let Ok(mut world) = lab.build(&[], 1) else { return (0.0, 0.0) };
    world.run(When { at: u64::MAX, events: 5_000 }, None);
    let time = |each: &mut dyn FnMut()| {
        let (start, mut rounds) = (platform::now(), 0.0);
        while platform::now() - start < SPAN / 2.0 {
            (0..100).for_each(|_| each());
            rounds += 100.0;
        }
        (platform::now() - start) / rounds * 1_000.0
    };
    let fork = time(&mut || drop(std::hint::black_box(world.fork())));
    let digest = time(&mut || {
        std::hint::black_box(world.digest());
    });
    (fork, digest)
}

/// Milliseconds that seeks to instants all over a run take: median and worst.
fn seeks(lab: &'static Lab, settings: &[(String, i64)]) -> (f64, f64) {
    let setup = Setup::new(lab, settings.to_vec(), 1);
    let Ok(mut player) = Player::new(setup) else { return (0.0, 0.0) };
    player.seek(When { at: u64::MAX / 2, events: SOUGHT });
    let end = player.edge();
    let times: Vec<f64> = (0..41)
        .map(|i| {
            let place = i * 7_919 % 41;
            let when = When::end_of(end.at / 41 * place);
            let start = platform::now();
            player.seek(when);
            platform::now() - start
        })
        .collect();
    let order = order(times.iter().map(|time| key_of(*time)));
    (times[order[times.len() / 2]], times[order[times.len() - 1]])
}
