//! The transport: play, pause, steps, the scrubber, the pace, branches.

use crate::player::{Pace, Player, Step};
use crate::sim::decimal;
use crate::ui::class::class;
use crate::ui::figures::{clock, fixed, number};
use crate::ui::icons::{self, icon};
use crate::ui::memo::memo;
use crate::ui::model::{Handle, Msg};
use netsplit_text::t;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// The transport of one run, or of several at the same time, the first of which stands for all; `time` is what is
/// shown, µs.
pub fn transport(runs: &[Handle], time: f64, dispatch: &Callback<Msg>) -> Html {
    let player = runs[0].get();
    let running = player.running();
    let button = |name: &'static str, class: &'static str, path: &'static str, msg: Msg| {
        let onclick = dispatch.reform(move |_: MouseEvent| msg.clone());
        html! { <button class={class!("round", class)} aria-label={name} title={name} {onclick}>{ icon(path) }</button> }
    };
    let step = |story: Msg, event: Msg| {
        dispatch.reform(move |click: MouseEvent| if click.alt_key() { event.clone() } else { story.clone() })
    };
    let play = if running {
        button(t!("Pause"), "play", icons::PAUSE, Msg::Run(false))
    } else {
        button(t!("Play"), "play", icons::PLAY, Msg::Run(true))
    };
    let back = step(Msg::Back(Step::Story), Msg::Back(Step::Event));
    let forward = step(Msg::Forward(Step::Story), Msg::Forward(Step::Event));
    html! {
        <div class="transport" role="group" aria-label={t!("Transport")}>
            { button(t!("Previous milestone"), "wide", icons::PREVIOUS, Msg::Back(Step::Milestone)) }
            <button class="round" aria-label={t!("Step back")} title={t!("Step back (Alt: one event)")} onclick={back}>{ icon(icons::BACK) }</button>
            { play }
            <button class="round" aria-label={t!("Step forward")} title={t!("Step forward (Alt: one event)")} onclick={forward}>{ icon(icons::FORWARD) }</button>
            { button(t!("Next milestone"), "wide", icons::NEXT, Msg::Forward(Step::Milestone)) }
            <output class="clock mono" aria-label={t!("Time shown")}>{ clock(time) }</output>
            { scrubber(runs, time, dispatch) }
            { pace_control(player.pace(), &pace_words(&player), dispatch) }
            { branches(&player, dispatch) }
        </div>
    }
}

/// The scale of the scrubber, µs: doubles when it is full.
fn scale(edge: u64) -> u64 {
    let mut scale = 2_000_000;
    while scale <= edge {
        scale *= 2;
    }
    scale
}

/// The scrubber with its milestone marks.
fn scrubber(runs: &[Handle], time: f64, dispatch: &Callback<Msg>) -> Html {
    let edge = runs.iter().map(|run| run.get().edge().at).max().unwrap_or_default();
    let scale = scale(edge);
    let seek = dispatch.reform(|event: InputEvent| {
        let value = event.target_unchecked_into::<HtmlInputElement>().value_as_number();
        Msg::SeekTime((value * 1_000.0).max(0.0) as u64)
    });
    let ms = time / 1_000.0;
    let version = runs.iter().fold(0, |sum: u64, run| sum.wrapping_add(run.revision()));
    let marked = runs.to_vec();
    let marks_view = move || html! { { for marked.iter().map(|run| marks(&run.get(), scale)) } };
    let end = decimal((edge / 1_000) as i64, 0);
    html! {
        <div class="scrub">
            { memo((version, scale), marks_view) }
            <svg class="track" preserveAspectRatio="none" viewBox="0 0 1000 4" aria-hidden="true">
                <rect class="whole" width="1000" height="4" />
                <rect class="recorded" width={number(edge as f64 / scale as f64 * 1000.0, 3)} height="4" />
                <rect class="played" width={number(time / scale as f64 * 1000.0, 3)} height="4" />
            </svg>
            <input type="range" aria-label={t!("Time")} min="0" max={(scale / 1_000).to_string()} step="any"
                value={fixed(ms, 3)} aria-valuetext={t!("{time} ms of {end} ms", time = fixed(ms, 0), end)} oninput={seek} />
        </div>
    }
}

/// Milestones and faults on the scrubber; at most so many, or they would say nothing.
const MARKS_MAX: usize = 60;

fn marks(player: &Player, scale: u64) -> Html {
    let (trace, edge) = (player.trace(), player.edge());
    let place = |at: u64| number(at as f64 / scale as f64 * 1000.0, 3);
    // From the newest back, so that a long run costs no more than a short one.
    let milestones =
        trace.story.iter().rev().filter(|line| line.line.milestone.is_some() && line.when <= edge);
    let milestones = milestones.map(|line| (line.when.at, "milestone"));
    let faults = trace.marks.iter().rev().filter(|mark| mark.when <= edge && mark.applied);
    let faults = faults.map(|mark| (mark.when.at, "fault"));
    let violations =
        player.branch().violations.iter().filter(|when| **when <= edge).map(|when| (when.at, "violation"));
    let all = milestones.take(MARKS_MAX).chain(faults.take(MARKS_MAX)).chain(violations);
    html! {
        <svg class="marks" preserveAspectRatio="none" viewBox="0 0 1000 12" aria-hidden="true">
            { for all.enumerate().map(|(i, (at, class))| html! {
                <line key={i} class={class} x1={place(at)} x2={place(at)} y1="0" y2="12" />
            }) }
        </svg>
    }
}

/// The speed slider, and the button that returns to following.
fn pace_control(pace: Pace, shown: &str, dispatch: &Callback<Msg>) -> Html {
    let exponent = match pace {
        Pace::Follow => -1.9,
        Pace::Fixed(exponent) => exponent,
    };
    let change = dispatch.reform(|event: InputEvent| {
        let value = event.target_unchecked_into::<HtmlInputElement>().value_as_number();
        Msg::Pace(Pace::Fixed(if value.is_finite() { value.clamp(-3.0, 2.0) } else { 0.0 }))
    });
    let follow = dispatch.reform(|_: MouseEvent| Msg::Pace(Pace::Follow));
    let following = pace == Pace::Follow;
    html! {
        <div class="pace">
            <button class={class!("btn", "small", following.then_some("on"))} aria-pressed={following.to_string()} onclick={follow}
                title={t!("Follow: slow where something happens, quick where nothing does")}>{ t!("Follow") }</button>
            <span class="factor mono">{ shown }</span>
            <input type="range" aria-label={t!("Speed")} min="-3" max="2" step="0.1" value={number(exponent, 3)}
                aria-valuetext={shown.to_owned()} oninput={change} />
        </div>
    }
}

/// The pace in words: the speed that is reached, marked where that is all this machine can do.
fn pace_words(player: &Player) -> String {
    if player.capped() {
        return format!("≤{}", factor(player.factor(), Pace::Follow));
    }
    factor(player.factor(), player.pace())
}

/// A factor as people say it: `1/80×`, `2×`.
pub fn factor(factor: f64, pace: Pace) -> String {
    let factor = match pace {
        Pace::Fixed(exponent) => libm::pow(10.0, exponent),
        Pace::Follow if factor <= 0.0 => return "–".to_owned(),
        Pace::Follow => factor,
    };
    if factor < 0.95 { format!("1/{}×", fixed(1.0 / factor, 0)) } else { format!("{}×", fixed(factor, 0)) }
}

/// The branches, when there is more than one.
fn branches(player: &Player, dispatch: &Callback<Msg>) -> Html {
    let change = dispatch.reform(|event: Event| {
        let chosen = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
        Msg::Branch(usize::try_from(chosen).unwrap_or_default())
    });
    let option = |(i, branch): (usize, &crate::player::Branch)| {
        html! { <option key={i} data-branch={branch.name.clone()} selected={i == player.active()}>{ branch.name.clone() }</option> }
    };
    html! {
        <div class="branches">
            if player.branches().len() > 1 {
                <span class="branch-icon">{ icon(icons::BRANCH) }</span>
                <select class="field" aria-label={t!("Branch")} onchange={change}>
                    { for player.branches().iter().enumerate().map(option) }
                </select>
            }
        </div>
    }
}
