//! The card of a search: what is searched, how far it is, what came of it.

use super::state::{Ask, Found, Hunt, Phase, Wish};
use super::words;
use crate::labs::Lab;
use crate::player::Player;
use crate::sim::Micros;
use crate::ui::class::class;
use crate::ui::figures::{seconds, shown, thousands};
use crate::ui::memo::part;
use crate::ui::model::Msg;
use netsplit_text::{msg, spoken, t, tn, tr};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The button that begins a search.
pub fn try_it(dispatch: &Callback<Msg>) -> Html {
    html! {
        <button type="button" class="btn" onclick={ask(dispatch, Ask::TryIt)}>{ t!("Try to break it") }</button>
    }
}

fn ask(dispatch: &Callback<Msg>, ask: Ask) -> Callback<MouseEvent> {
    dispatch.reform(move |_: MouseEvent| Msg::Hunt(ask.clone()))
}

/// The button, and the card once it has been pressed.
pub fn card(hunt: &Hunt, player: &Player, dispatch: &Callback<Msg>) -> Html {
    html! {
        <section class="sect hunt" aria-label={t!("Search for a violation")} data-search={hunt.phase.word()} data-schedules={hunt.tried().0.to_string()}>
            <div class="row hunt-head">
                { try_it(dispatch) }
                if hunt.open {
                    <button type="button" class="btn ghost" aria-label={t!("Close the search")} onclick={ask(dispatch, Ask::Close)}>{ "✕" }</button>
                } else {
                    <span class="hint">{ t!("Searches fault schedules for one that violates a property.") }</span>
                }
            </div>
            if hunt.open {
                <div class="hunt-card">
                    <div class="hunt-now">{ now(hunt, player.lab(), dispatch) }</div>
                    { part(Form::of(hunt, player, dispatch), form) }
                </div>
            }
        </section>
    }
}

/// How far it is, or what came of it.
fn now(hunt: &Hunt, lab: &Lab, dispatch: &Callback<Msg>) -> Html {
    let subject = hunt.run().map(|run| words::subject(&run, hunt.wished())).unwrap_or_default();
    let body = match &hunt.phase {
        Phase::Asking => return Html::default(),
        Phase::Searching => html! { <>{ progress(hunt) }{ figures(hunt) }</> },
        Phase::Shrinking(found) => shrinking(found),
        Phase::Found(it, whole) => found(hunt, it, *whole, dispatch),
        Phase::Nothing { late } => nothing(hunt, &words::nothing(hunt, lab.about.title, *late), dispatch),
        Phase::Stopped => html! { <p>{ words::stopped(hunt) }</p> },
        Phase::Refused(why) => html! { <p class="problem">{ why }</p> },
    };
    let assumed = words::assumed(lab, hunt.assumed());
    html! {
        <>
            <p class="statement">{ subject }</p>
            if let Some(assumed) = assumed { <p class="hint">{ assumed }</p> }
            { body }
        </>
    }
}

fn progress(hunt: &Hunt) -> Html {
    let percent = hunt.percent().to_string();
    html! {
        <div class="meter" role="progressbar" aria-label={t!("Search")} aria-valuemin="0" aria-valuemax="100" aria-valuenow={percent.clone()}>
            <svg preserveAspectRatio="none" viewBox="0 0 100 1" aria-hidden="true"><rect width={percent} height="1" /></svg>
        </div>
    }
}

/// What has been tried and how fast.
fn figures(hunt: &Hunt) -> Html {
    let (runs, events) = hunt.tried();
    let rate = |count: u64| words::roughly((count as f64 / hunt.seconds.max(0.1)) as u64);
    let hands = match hunt.workers {
        0 => t!("this page, between frames").to_owned(),
        workers => tn!(workers as u64, "{n} worker", "{n} workers"),
    };
    let row = |name: &'static str, value: String| html! { <div key={name}><dt>{ name }</dt><dd>{ value }</dd></div> };
    html! {
        <dl class="kv hunt-figures">
            { row(t!("schedules"), format!("{} · {} /s", thousands(runs), rate(runs))) }
            { row(t!("events"), format!("{} · {} /s", words::roughly(events), rate(events))) }
            { row(t!("by"), t!("{hands}, {time} s", hands, time = shown(hunt.seconds, 1))) }
        </dl>
    }
}

fn shrinking(found: &Found) -> Html {
    let words = tn!(
        found.first.into(),
        "{property} is violated. Shortening: {n} input → {left} ({tried} tried)…",
        "{property} is violated. Shortening: {n} inputs → {left} ({tried} tried)…",
        property = &found.failure.property,
        left = found.failure.inputs,
        tried = thousands(found.tried),
    );
    html! { <p class="num">{ words }</p> }
}

fn found(hunt: &Hunt, it: &Found, whole: bool, dispatch: &Callback<Msg>) -> Html {
    let settings =
        hunt.run().map(|run| words::changed(&run, &it.failure, hunt.assumed())).unwrap_or_default();
    html! {
        <>
            <p class="hunt-found"><span class="bad" aria-hidden="true">{ "✖ " }</span>{ words::found(&it.failure) }</p>
            { steps(&it.steps) }
            if !settings.is_empty() { <p class="hint">{ t!("In this run: {settings}.", settings = settings.join(", ")) }</p> }
            <p class="hint num">{ words::provenance(it, whole) }</p>
            <p class="row">
                <button type="button" class="btn primary" onclick={ask(dispatch, Ask::Play)}>{ t!("Play it") }</button>
                <button type="button" class="btn" onclick={ask(dispatch, Ask::Copy)}>{ t!("Copy link") }</button>
                <button type="button" class="btn" onclick={ask(dispatch, Ask::Save)}>{ t!("Save scenario") }</button>
            </p>
            <p class="hint" role="status">{ if hunt.copied { t!("Copied.") } else { "" } }</p>
        </>
    }
}

/// What is done, one step a line.
fn steps(steps: &[(Micros, String)]) -> Html {
    let step = |(i, (at, words)): (usize, &(Micros, String))| {
        html! { <li key={i}><span class="t mono">{ seconds(*at) }</span><span>{ words }</span></li> }
    };
    if steps.is_empty() {
        return Html::default();
    }
    html! { <ol class="hunt-steps" aria-label={t!("Steps")}>{ for steps.iter().enumerate().map(step) }</ol> }
}

fn nothing(hunt: &Hunt, words: &str, dispatch: &Callback<Msg>) -> Html {
    let next = hunt.wished().seed.wrapping_add(1);
    html! {
        <>
            <p><span class="ok" aria-hidden="true">{ "✔ " }</span>{ words }</p>
            <p class="row"><button type="button" class="btn" onclick={ask(dispatch, Ask::SearchOn)}>{ t!("Search on with seed {seed}", seed = next) }</button></p>
        </>
    }
}

/// What the form is drawn from: not from the run, which goes on while somebody types.
#[derive(PartialEq)]
struct Form {
    wish: Wish,
    busy: bool,
    found: bool,
    faults: String,
    dispatch: Callback<Msg>,
}

impl Form {
    fn of(hunt: &Hunt, player: &Player, dispatch: &Callback<Msg>) -> Self {
        Form {
            wish: hunt.wish.clone(),
            busy: hunt.at_work(),
            found: hunt.found().is_some(),
            faults: (player.lab().about.attack.tolerated)(player.world()).words(),
            dispatch: dispatch.clone(),
        }
    }
}

/// What is to be searched.
fn form(from: &Form) -> Html {
    let Form { wish, busy, found, faults, dispatch } = from;
    let (busy, found) = (*busy, *found);
    let radio = |group: &'static str, label: &'static str, on: bool, wish: Wish| {
        let onchange = dispatch.reform(move |_: Event| Msg::Hunt(Ask::Wish(wish.clone())));
        html! { <label><input type="radio" name={group} checked={on} {onchange} />{ label }</label> }
    };
    let with = |change: fn(&mut Wish)| {
        let mut wish = wish.clone();
        change(&mut wish);
        wish
    };
    let submit = {
        let dispatch = dispatch.clone();
        let asked = if busy { Ask::Cancel } else { Ask::Search };
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            dispatch.emit(Msg::Hunt(asked.clone()));
        })
    };
    html! {
        <form class="hunt-form" onsubmit={submit}>
            <fieldset disabled={busy}>
                <legend class="unseen">{ t!("What is searched") }</legend>
                <div class="hunt-choice" role="radiogroup" aria-label={t!("From when")}>
                    { radio("hunt-from", t!("From the start"), !wish.from_shown, with(|wish| wish.from_shown = false)) }
                    { radio("hunt-from", t!("From this moment"), wish.from_shown, with(|wish| wish.from_shown = true)) }
                </div>
                <div class="hunt-choice" role="radiogroup" aria-label={t!("Which faults")}>
                    { radio("hunt-faults", t!("Faults the protocol tolerates"), !wish.any_fault, with(|wish| wish.any_fault = false)) }
                    { radio("hunt-faults", t!("Any fault"), wish.any_fault, with(|wish| wish.any_fault = true)) }
                </div>
                <p class="hint">{ t!("Tolerated: {faults}.", faults) }</p>
                <div class="hunt-limits">
                    { number(msg!("Schedules"), wish.runs, RUNS_MAX, wish, |wish, value| wish.runs = value, dispatch) }
                    { number(msg!("Seconds"), wish.seconds, SECONDS_MAX, wish, |wish, value| wish.seconds = value, dispatch) }
                    { number(SEED, wish.seed, u64::MAX, wish, |wish, value| wish.seed = value, dispatch) }
                </div>
            </fieldset>
            <p class="row"><button type="submit" id="hunt-go" class={class!("btn", (!busy && !found).then_some("primary"))}>{ if busy { t!("Cancel") } else { t!("Search") } }</button></p>
        </form>
    }
}

/// The most schedules of one search, and the longest that it may take, seconds.
const RUNS_MAX: u64 = 1_000_000_000;
const SECONDS_MAX: u64 = 86_400;
/// The field that may be 0.
const SEED: &str = msg!("Seed");

fn number(
    label: &'static str,
    value: u64,
    most: u64,
    wish: &Wish,
    set: fn(&mut Wish, u64),
    dispatch: &Callback<Msg>,
) -> Html {
    let wish = wish.clone();
    let onchange = dispatch.reform(move |event: Event| {
        let field = event.target_unchecked_into::<HtmlInputElement>();
        let text = field.value();
        let least = u64::from(label != SEED);
        match text.replace([spoken().marks.1, ' '], "").parse() {
            Ok(value) if (least..=most).contains(&value) => {
                let mut wish = wish.clone();
                set(&mut wish, value);
                Msg::Hunt(Ask::Wish(wish))
            }
            _ => {
                field.set_value(&value.to_string());
                Msg::Notice(t!(
                    "{field} is `{text}`, but should be a whole number from {least} to {most}.",
                    field = tr(label),
                    text,
                    least,
                    most = thousands(most),
                ))
            }
        }
    });
    html! { <label>{ tr(label) }<input class="field num" inputmode="numeric" value={value.to_string()} {onchange} /></label> }
}
