//! The page that measures itself: what this browser does with the simulator, in figures that can be copied.

use super::catalogue::logo;
use super::embed::Place;
use super::figures::{shown, thousands};
use super::hunt::{Team, Told};
use super::lab::LabPage;
use crate::check::{Job, Question, Reply, Tried};
use crate::labs::{self, Lab};
use crate::platform::{self, FrameLoop};
use crate::player::{Player, Setup};
use crate::scenario::route::Route;
use crate::scenario::{Scenario, link};
use crate::sim::{When, key_of, order};
use gloo_timers::callback::Timeout;
use netsplit_text::{t, tr};
use std::cell::RefCell;
use std::rc::Rc;
use yew::html::Scope;
use yew::prelude::*;

/// Events of the run that is sought in.
const SOUGHT: u64 = 1_000_000;
/// How long each measurement runs, ms.
const SPAN: f64 = 400.0;
/// How long a search is measured, ms.
const SEARCHED: f64 = 3_000.0;

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
    /// The search that is being measured, when one is.
    hunt: Option<Hunt>,
    /// Workers that search while frames are measured.
    busy: Team,
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

/// A search that is measured: one worker at the lab of this number.
struct Hunt {
    lab: usize,
    team: Team,
    /// What it had tried when it first told something, and when that was, ms.
    first: Option<(f64, Tried)>,
}

/// What happens to the page.
pub enum Event {
    /// *Measure* was pressed.
    Start,
    /// What needs no drawing is measured.
    Engine,
    /// The search of the lab of this number begins.
    Search(usize),
    /// Somebody who searches tells how far it is.
    Told(Told),
    /// The trial of this number begins; the last one is over.
    Frames(usize),
    /// *Copy* was pressed.
    Copy,
}

impl Component for Bench {
    type Message = Event;
    type Properties = ();

    fn create(_: &Context<Self>) -> Self {
        platform::set_title(t!("Measure · Netsplit"));
        let busy = Team::new(Callback::noop());
        Bench { figures: Vec::new(), trial: None, hunt: None, busy, running: false }
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
                link.send_message(Event::Search(0));
            }
            Event::Search(number) => self.search(number, &link),
            Event::Told(told) => return self.hear(told, &link),
            Event::Frames(number) => {
                if let Some(trial) = self.trial.take() {
                    self.figures.extend(trial.figures());
                }
                self.busy.stop();
                let trial = trials().nth(number);
                if let Some((_, _, Some(lab))) = trial {
                    let workers = platform::cores_to_spare() as u64;
                    let jobs: Vec<Job> = (0..workers).map(|shard| search_of(lab, shard, workers)).collect();
                    self.busy.start(&jobs);
                }
                self.trial = trial.map(|(name, route, _)| Trial::new(name, route, number, &link));
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
            Some(trial) => t!("Measuring {what}…", what = trial.name),
            None if self.running => t!("Measuring…").to_owned(),
            None => t!("Measure").to_owned(),
        };
        html! {
            <div class="catalogue">
                <header class="top"><a class="brand" href="#/">{ logo() }{ "Netsplit" }</a></header>
                <main>
                    <h1>{ t!("Measure this browser") }</h1>
                    <p class="lede">{ t!("Events per second, seeking, frame work and download, measured here and now, in a minute. Leave the page in front meanwhile.") }</p>
                    <p class="buttons">
                        <button class="btn primary" onclick={ctx.link().callback(|_| Event::Start)} disabled={self.running}>{ words }</button>
                        <button class="btn" onclick={ctx.link().callback(|_| Event::Copy)} disabled={self.running || self.figures.is_empty()}>{ t!("Copy the table") }</button>
                    </p>
                    <table class="figures" aria-label={t!("Figures")}>
                        <thead><tr><th>{ t!("What") }</th><th>{ t!("Here") }</th></tr></thead>
                        <tbody>{ for self.figures.iter().map(row) }</tbody>
                    </table>
                    <div class="bench-lab" aria-hidden="true">
                        if let Some(trial) = &self.trial { <LabPage key={trial.name.clone()} route={trial.route.clone()} place={Place::Measured} /> }
                    </div>
                </main>
            </div>
        }
    }
}

/// How long frames are measured, ms, and how many at the beginning do not count: the page is built in them.
const TRIAL: u32 = 6_000;
const WARM_UP: usize = 60;

/// What is drawn to be measured: a name, the address of a lab, and the lab that is searched meanwhile, if one is.
fn trials() -> impl Iterator<Item = (String, Rc<Route>, Option<&'static Lab>)> {
    let sizes = || {
        labs::all().into_iter().flat_map(|lab| lab.about.measured.sizes.iter().map(move |size| (lab, size)))
    };
    let all = [false, true].into_iter().flat_map(move |busy| sizes().map(move |size| (busy, size)));
    all.map(|(busy, (lab, (name, settings)))| {
        let scenario = Scenario {
            lab: lab.about.id.to_owned(),
            settings: owned(settings),
            seed: 1,
            ..Scenario::default()
        };
        let (title, size) = (tr(lab.about.title), tr(name));
        let name = if busy {
            t!("{lab}, {size}, workers searching", lab = title, size)
        } else {
            format!("{title}, {size}")
        };
        (name, Rc::new(Route::Lab(Box::new(scenario))), busy.then_some(lab))
    })
}

/// A search of a lab that goes on until it is stopped.
fn search_of(lab: &Lab, shard: u64, of: u64) -> Job {
    let run = Scenario { lab: lab.about.id.to_owned(), seed: 1, ..Scenario::default() };
    let question = Question { run: link::encode(&run), from_shown: false, any_fault: false, seed: 1 };
    Job::Search { question, shard, of, runs: u64::MAX }
}

impl Bench {
    /// Begins to measure a search of the lab of this number; after the last, frames.
    fn search(&mut self, number: usize, link: &Scope<Bench>) {
        self.hunt = None;
        let Some(lab) = labs::all().get(number).copied() else {
            link.send_message(Event::Frames(0));
            return;
        };
        let mut team = Team::new(link.callback(Event::Told));
        if team.start(&[search_of(lab, 0, 1)]) {
            self.hunt = Some(Hunt { lab: number, team, first: None });
        } else {
            self.searched(number, None, link);
        }
    }

    /// Hears from the worker that searches; whether there is a new figure.
    fn hear(&mut self, told: Told, link: &Scope<Bench>) -> bool {
        let Some(hunt) = self.hunt.as_mut().filter(|hunt| hunt.team.is_of_now(&told)) else { return false };
        let (number, now) = (hunt.lab, platform::now());
        let Some(Reply::Tried(tried)) = told.update.map(|update| update.reply) else {
            self.searched(number, None, link);
            return true;
        };
        let Some((start, first)) = &hunt.first else {
            hunt.first = Some((now, tried));
            return false;
        };
        let span = now - start;
        if span < SEARCHED {
            return false;
        }
        let (runs, events) = ((tried.runs - first.runs) as f64, (tried.events - first.events) as f64);
        self.searched(number, Some((runs / span * 1_000.0, events / span * 1_000.0)), link);
        true
    }

    /// Writes down how many schedules and events a worker has tried in a second, and goes on.
    fn searched(&mut self, number: usize, rates: Option<(f64, f64)>, link: &Scope<Bench>) {
        let value = rates.map_or_else(
            || t!("no workers here").to_owned(),
            |(runs, events)| {
                let (short, long) = ((events / 200.0) as u64, (events / runs) as u64);
                t!(
                    "{short} /s ({long} /s of {events} events)",
                    short = thousands(short),
                    long = thousands(runs as u64),
                    events = thousands(long)
                )
            },
        );
        let lab = tr(labs::all()[number].about.title);
        let what = t!("{lab}: schedules of 200 events that a worker searches", lab);
        self.figures.push(Figure { what, value });
        link.send_message(Event::Search(number + 1));
    }
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
        let value = format!("{} · {} ms", shown(at(50), 1), shown(at(99), 1));
        let what = t!("{lab}: work in a frame, median · 99th percentile", lab = self.name);
        Some(Figure { what, value })
    }
}

/// Measures everything, one after the other.
fn measure() -> Vec<Figure> {
    let mut figures = Vec::new();
    let mut add = |what: String, value: String| figures.push(Figure { what, value });
    for lab in labs::all() {
        let title = tr(lab.about.title);
        let rate = shown(events_per_second(lab) / 1e6, 2);
        add(t!("{lab}: events per second, properties on", lab = title), t!("{count} M", count = rate));
        let (fork, digest) = fork_and_digest(lab);
        add(t!("{lab}: fork of the world", lab = title), format!("{} µs", shown(fork, 2)));
        add(t!("{lab}: digest", lab = title), format!("{} µs", shown(digest, 1)));
        for (load, settings) in lab.about.measured.loads {
            let (median, worst) = seeks(lab, &owned(settings));
            let (events, load) = (SOUGHT, tr(load));
            add(
                t!("{lab}: seek in {events} events, {load}, median · worst", lab = title, events, load),
                format!("{} · {} ms", shown(median, 1), shown(worst, 1)),
            );
        }
    }
    let files = platform::transferred();
    let total: f64 = files.iter().map(|(_, bytes)| bytes).sum();
    for (name, bytes) in files {
        add(t!("download: {file}", file = name), format!("{} KB", shown(bytes / 1e3, 1)));
    }
    add(t!("download, all files as transferred").to_owned(), format!("{} KB", shown(total / 1e3, 1)));
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
