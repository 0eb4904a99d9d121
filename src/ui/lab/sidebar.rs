//! The left panel: scenarios, rules, settings.

use crate::kit::Scene;
use crate::labs::Lab;
use crate::player::Player;
use crate::sim::{Input, Param};
use crate::ui::class::class;
use crate::ui::controls::{control, slider, slides, typed};
use crate::ui::hunt::try_it;
use crate::ui::icons::{self, icon};
use crate::ui::model::{Dialog, Handle, Msg};
use netsplit_text::{t, tr};
use yew::prelude::*;

/// A number that differs when what the panel shows does: the run, and the settings in force. Time passes without it,
/// so what is being typed into a field stays there.
pub fn version(player: &Player) -> u64 {
    let settings = player.lab().params().filter_map(|param| player.world().setting(param.key));
    settings.fold(player.active() as u64, |sum, value| sum.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ value as u64)
}

/// The left panel.
pub fn sidebar(player: &Handle, dispatch: &Callback<Msg>) -> Html {
    let player = player.get();
    let lab = player.lab();
    let scene = player.branch().setup.scene;
    let (rules, dials): (Vec<_>, Vec<_>) = lab.params().partition(|param| param.rule);
    let show = |param: &&'static Param| {
        let param: &'static Param = param;
        let value = player.world().setting(param.key).unwrap_or(param.default);
        let tag = (!param.live).then(|| t!("restarts"));
        let change = dispatch.reform(move |text: String| change(param, &text));
        if slides(param) {
            return slider(param, value, &change);
        }
        control("set", param, param.show(value), tag, &change)
    };
    let seed = player.branch().setup.seed;
    let off = rules.iter().find(|rule| player.world().setting(rule.key) == Some(0)).map(|rule| rule.key);
    let rule = |param: &&'static Param| {
        let here = off == Some(param.key);
        html! { <div key={param.key}>{ show(param) }<div class="break">if here { { try_it(dispatch) } }</div></div> }
    };
    html! {
        <div class="sidebar">
            <section aria-labelledby="scenes-head">
                <h2 id="scenes-head">{ t!("Scenarios") }</h2>
                <ul class="scenes">
                    { for lab.about.scenes.iter().map(|item| scene_item(item, scene, dispatch)) }
                </ul>
            </section>
            { super::challenge::list(&player, dispatch) }
            { comparisons(lab, dispatch) }
            { experiments(lab, dispatch) }
            <section aria-labelledby="rules-head">
                <h2 id="rules-head">{ t!("Rules") }</h2>
                <p class="hint">{ t!("Switch one off to see why it exists.") }</p>
                { for rules.iter().map(rule) }
            </section>
            <section aria-labelledby="settings-head">
                <h2 id="settings-head">{ t!("Settings") }</h2>
                { seed_control(seed, dispatch) }
                { for dials.iter().map(show) }
            </section>
        </div>
    }
}

/// What the lab can be compared with, side by side.
fn comparisons(lab: &Lab, dispatch: &Callback<Msg>) -> Html {
    let open = dispatch.reform(|_: MouseEvent| Msg::Dialog(Some(Dialog::Compare)));
    let item = |comparison: &'static crate::kit::Comparison| {
        let href = format!("#/compare?left={}&comparison={}", lab.about.id, comparison.id);
        html! { <li key={comparison.id}><a class="scene" {href} title={tr(comparison.about)}>{ tr(comparison.title) }</a></li> }
    };
    html! {
        <section aria-labelledby="compare-head">
            <h2 id="compare-head">{ t!("Side by side") }</h2>
            <ul class="scenes">{ for lab.about.comparisons.iter().map(item) }</ul>
            <button class="btn small" onclick={open}>{ icon(icons::COMPARE) }{ t!("Compare…") }</button>
        </section>
    }
}

/// The way to the experiments, where there are any.
fn experiments(lab: &Lab, dispatch: &Callback<Msg>) -> Html {
    let open = dispatch.reform(|_: MouseEvent| Msg::Dialog(Some(Dialog::Experiments)));
    html! {
        if !lab.about.experiments.is_empty() {
            <section aria-labelledby="experiments-head">
                <h2 id="experiments-head">{ t!("Measure") }</h2>
                <p class="hint">{ t!("Run it thousands of times and compare with what was published.") }</p>
                <button class="btn small" onclick={open}>{ icon(icons::CHART) }{ t!("Experiments") }</button>
            </section>
        }
    }
}

fn scene_item(scene: &'static Scene, current: Option<&str>, dispatch: &Callback<Msg>) -> Html {
    let onclick = dispatch.reform(move |_: MouseEvent| Msg::Scene(scene.id));
    let on = current == Some(scene.id);
    html! {
        <li key={scene.id}>
            <button class={class!("scene", on.then_some("on"))} aria-current={on.then_some("true")} title={tr(scene.about)} {onclick}>
                { tr(scene.title) }
            </button>
            if on { <p class="hint">{ tr(scene.about) }</p> }
        </li>
    }
}

/// The seed: changing it starts another run.
fn seed_control(seed: u64, dispatch: &Callback<Msg>) -> Html {
    let change = dispatch.reform(move |event: Event| {
        let text = typed(&event, &seed.to_string());
        match text.trim().parse() {
            Ok(seed) => Msg::Seed(seed),
            Err(_) => Msg::Notice(t!("The seed is `{text}`, but should be a whole number from 0.", text)),
        }
    });
    html! {
        <div class="control">
            <label for="set-seed">{ t!("Seed") }<span class="tag">{ t!("restarts") }</span></label>
            <input class="field num" id="set-seed" inputmode="numeric" value={seed.to_string()} onchange={change} />
        </div>
    }
}

/// What changing a parameter asks for: a live one is an input of the run, another one restarts it.
fn change(param: &'static Param, text: &str) -> Msg {
    match param.parse(text) {
        Ok(value) if param.live => Msg::Act(Input::Set { key: param.key.to_owned(), value }),
        Ok(value) => Msg::Setting(param.key, value),
        Err(why) => Msg::Notice(format!("{why}.")),
    }
}
