//! The goal of a run: the line over the stage, the list in the left panel, and what has been solved.

use crate::kit::Challenge;
use crate::platform;
use crate::player::Player;
use crate::ui::class::class;
use crate::ui::done::{result, so_far, wanted};
use crate::ui::model::{Handle, Msg};
use netsplit_text::{t, tr};
use yew::prelude::*;

/// Under which name it is remembered what has been solved: the ids of lab and challenge, one word each.
const SOLVED: &str = "netsplit.solved";

fn word(lab: &str, id: &str) -> String {
    format!("{lab}/{id}")
}

/// What has been solved in this browser.
fn solved() -> String {
    platform::stored(SOLVED).unwrap_or_default()
}

/// Whether a challenge is among what has been solved.
fn is_solved(solved: &str, lab: &str, id: &str) -> bool {
    solved.split(' ').any(|known| known == word(lab, id))
}

/// Remembers that the challenge that this run began as is solved.
pub fn remember(player: &Player) {
    let lab = player.lab();
    let before = solved();
    let Some(challenge) = current(player).filter(|new| !is_solved(&before, lab.about.id, new.id)) else {
        return;
    };
    platform::store(SOLVED, format!("{before} {}", word(lab.about.id, challenge.id)).trim_start());
}

/// The challenge that the run began as, while it still has its goal.
fn current(player: &Player) -> Option<&'static Challenge> {
    let setup = &player.branch().setup;
    setup.goal.as_ref()?;
    setup.lab.challenge(setup.scene?)
}

/// The challenge after the one that the run began as.
pub fn next(player: &Player) -> Option<&'static str> {
    let id = current(player)?.id;
    let mut after = player.lab().about.challenges.iter().skip_while(|challenge| challenge.id != id);
    after.nth(1).map(|challenge| challenge.id)
}

/// The words beside the run: its own, else those of the challenge it began as.
fn caption(player: &Player) -> String {
    let own = player.branch().setup.caption.clone();
    if own.is_empty() {
        current(player).map_or(own, |challenge| tr(challenge.caption).to_owned())
    } else {
        own
    }
}

/// The goal, how it stands, and the caption unless it was put `away`; always text, never markup.
pub fn goal_line(handle: &Handle, away: bool, close: &Callback<()>) -> Html {
    let player = handle.get();
    let caption = Some(caption(&player)).filter(|caption| !away && !caption.is_empty());
    let goal = player.branch().setup.goal.as_ref().zip(player.progress());
    if goal.is_none() && caption.is_none() {
        return html! { <div class="goal-place"></div> };
    }
    let stands = goal.map(|(goal, now)| {
        let reached = now.reached.map(|(_, deeds)| result(deeds, goal.par));
        html! {
            <p class={class!("goal", reached.is_some().then_some("reached"))} data-goal={goal.aim.name().clone()} data-par={goal.par.to_string()}
                data-deeds={now.deeds.to_string()} data-reached={reached.is_some().to_string()}>
                <span><b>{ t!("Goal:") }{ " " }</b>{ wanted(&goal.aim) }</span>
                <span class="num">{ t!("Par {par}", par = goal.par) }</span>
                <span class="num">{ so_far(now.deeds) }</span>
                if let Some(reached) = reached { <span class="num"><span aria-hidden="true">{ "✔ " }</span>{ reached }</span> }
            </p>
        }
    });
    let close = close.reform(|_: MouseEvent| ());
    html! {
        <section class="goal-place" aria-label={t!("Goal and caption")}>
            { stands }
            if let Some(caption) = caption {
                <div class="caption"><p>{ caption }</p><button class="btn ghost small" aria-label={t!("Put the caption away")} onclick={close}>{ "✕" }</button></div>
            }
        </section>
    }
}

/// The challenges in the left panel, if the lab has any.
pub fn list(player: &Player, dispatch: &Callback<Msg>) -> Html {
    let about = player.lab().about;
    let solved = solved();
    let item = |challenge: &'static Challenge, running: Option<&str>| {
        item(challenge, running, is_solved(&solved, about.id, challenge.id), dispatch)
    };
    let running = current(player).map(|challenge| challenge.id);
    if about.challenges.is_empty() {
        return html! {};
    }
    html! {
        <section aria-labelledby="challenges-head">
            <h2 id="challenges-head">{ t!("Challenges") }</h2>
            <ul class="scenes">{ for about.challenges.iter().map(|challenge| item(challenge, running)) }</ul>
        </section>
    }
}

fn item(
    challenge: &'static Challenge,
    running: Option<&str>,
    solved: bool,
    dispatch: &Callback<Msg>,
) -> Html {
    let onclick = dispatch.reform(move |_: MouseEvent| Msg::Scene(challenge.id));
    let on = running == Some(challenge.id);
    html! {
        <li key={challenge.id}>
            <button class={class!("scene", on.then_some("on"))} data-challenge={challenge.id} data-solved={solved.to_string()}
                aria-current={on.then_some("true")} title={tr(challenge.caption)} {onclick}>
                <span>{ tr(challenge.title) }</span>
                <span class="par num">{ " " }{ t!("par {par}", par = challenge.par) }</span>
                if solved { <span class="tick" aria-hidden="true">{ "✔" }</span><span class="unseen">{ ", " }{ t!("solved") }</span> }
            </button>
        </li>
    }
}
