//! The page that measures itself: what this browser does with the simulator, in figures that can be copied.

use super::catalogue::logo;
use crate::labs::LABS;
use crate::platform;
use crate::player::{Player, Setup};
use crate::sim::When;
use std::fmt::Write;
use yew::prelude::*;

/// How long each measurement runs, ms.
const SPAN: f64 = 400.0;

/// One figure.
#[derive(Clone, PartialEq)]
struct Figure {
    what: String,
    value: String,
}

/// The page.
#[component]
pub fn Bench() -> Html {
    use_effect_with((), |()| platform::set_title("Measure · Netsplit"));
    let figures = use_state(Vec::<Figure>::new);
    let running = use_state(|| false);
    let start = {
        let (figures, running) = (figures.clone(), running.clone());
        Callback::from(move |_: MouseEvent| {
            running.set(true);
            let (figures, running) = (figures.clone(), running.clone());
            // Lets the browser draw that it is running before the main thread is busy.
            gloo_timers::callback::Timeout::new(50, move || {
                figures.set(measure());
                running.set(false);
            })
            .forget();
        })
    };
    let table = figures.iter().fold(String::new(), |mut text, figure| {
        let _ = writeln!(text, "{}\t{}", figure.what, figure.value);
        text
    });
    let copy = Callback::from(move |_: MouseEvent| platform::copy(&table));
    html! {
        <div class="catalogue">
            <header class="top"><a class="brand" href="#/">{ logo() }{ "Netsplit" }</a></header>
            <main>
                <h1>{ "Measure this browser" }</h1>
                <p class="lede">{ "Events per second, seeking, digests and download, measured here and now. Frame work is measured by the browser tests, which see every frame." }</p>
                <p class="buttons">
                    <button class="btn primary" onclick={start} disabled={*running}>{ if *running { "Measuring…" } else { "Measure" } }</button>
                    <button class="btn" onclick={copy} disabled={figures.is_empty()}>{ "Copy the table" }</button>
                </p>
                <table class="figures" aria-label="Figures">
                    <thead><tr><th>{ "What" }</th><th>{ "Here" }</th></tr></thead>
                    <tbody>{ for figures.iter().map(|figure| html! { <tr key={figure.what.clone()}><td>{ &figure.what }</td><td class="num">{ &figure.value }</td></tr> }) }</tbody>
                </table>
            </main>
        </div>
    }
}

/// Measures everything, one after the other.
fn measure() -> Vec<Figure> {
    let mut figures = Vec::new();
    let mut add = |what: String, value: String| figures.push(Figure { what, value });
    for lab in LABS {
        let title = lab.about.title;
        let rate = events_per_second(lab);
        add(format!("{title}: events per second, properties on"), format!("{:.2} M", rate / 1e6));
        let (fork, digest) = fork_and_digest(lab);
        add(format!("{title}: fork of the world"), format!("{fork:.2} µs"));
        add(format!("{title}: digest"), format!("{digest:.1} µs"));
        for (events, rate) in [(100_000, "idle"), (1_000_000, "idle")] {
            let (median, worst) = seeks(lab, events);
            add(
                format!("{title}: seek in {events} events, {rate}, median · worst"),
                format!("{median:.1} · {worst:.1} ms"),
            );
        }
    }
    let files = platform::transferred();
    let total: f64 = files.iter().map(|(_, bytes)| bytes).sum();
    for (name, bytes) in files {
        add(format!("download: {name}"), format!("{:.1} KB", bytes / 1e3));
    }
    add("download, all files as transferred".to_owned(), format!("{:.1} KB", total / 1e3));
    figures
}

fn setup(lab: &'static crate::labs::Lab) -> Setup {
    Setup { lab, settings: Vec::new(), seed: 1, scene: None }
}

fn events_per_second(lab: &'static crate::labs::Lab) -> f64 {
    let Ok(mut world) = lab.build(&[], 1) else { return 0.0 };
    let start = platform::now();
    while platform::now() - start < SPAN {
        let events = world.when().events + 50_000;
        world.run(When { at: u64::MAX, events }, None);
    }
    world.when().events as f64 / (platform::now() - start) * 1_000.0
}

/// Microseconds that a fork and a digest cost.
fn fork_and_digest(lab: &'static crate::labs::Lab) -> (f64, f64) {
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
fn seeks(lab: &'static crate::labs::Lab, events: u64) -> (f64, f64) {
    let Ok(mut player) = Player::new(setup(lab)) else { return (0.0, 0.0) };
    player.seek(When { at: u64::MAX / 2, events });
    let end = player.edge();
    let mut times: Vec<f64> = (0..41)
        .map(|i| {
            let place = i * 7_919 % 41;
            let when = When::end_of(end.at / 41 * place);
            let start = platform::now();
            player.seek(when);
            platform::now() - start
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], times[times.len() - 1])
}
