//! The left panel: scenarios, rules, settings.

use crate::kit::Scene;
use crate::sim::{Input, Param, Unit};
use crate::ui::class::class;
use crate::ui::figures::capital;
use crate::ui::model::{Handle, Msg};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// The left panel.
pub fn sidebar(player: &Handle, dispatch: &Callback<Msg>) -> Html {
    let player = player.get();
    let lab = player.lab();
    let scene = player.branch().setup.scene;
    let (rules, dials): (Vec<_>, Vec<_>) = lab.params().partition(|param| param.rule);
    let show = |param: &&'static Param| {
        let value = player.world().setting(param.key).unwrap_or(param.default);
        control(param, value, dispatch)
    };
    let seed = player.branch().setup.seed;
    html! {
        <div class="sidebar">
            <section aria-labelledby="scenes-head">
                <h2 id="scenes-head">{ "Scenarios" }</h2>
                <ul class="scenes">
                    { for lab.about.scenes.iter().map(|item| scene_item(item, scene, dispatch)) }
                </ul>
            </section>
            <section aria-labelledby="rules-head">
                <h2 id="rules-head">{ "Rules" }</h2>
                <p class="hint">{ "Switch one off to see why it exists." }</p>
                { for rules.iter().map(show) }
            </section>
            <section aria-labelledby="settings-head">
                <h2 id="settings-head">{ "Settings" }</h2>
                { seed_control(seed, dispatch) }
                { for dials.iter().map(show) }
            </section>
        </div>
    }
}

fn scene_item(scene: &'static Scene, current: Option<&str>, dispatch: &Callback<Msg>) -> Html {
    let onclick = dispatch.reform(move |_: MouseEvent| Msg::Scene(scene.id));
    let on = current == Some(scene.id);
    html! {
        <li key={scene.id}>
            <button class={class!("scene", on.then_some("on"))} aria-current={on.then_some("true")} title={scene.about} {onclick}>
                { scene.title }
            </button>
            if on { <p class="hint">{ scene.about }</p> }
        </li>
    }
}

/// The seed: changing it starts another run.
fn seed_control(seed: u64, dispatch: &Callback<Msg>) -> Html {
    let change = dispatch.reform(move |event: Event| {
        let text = typed(&event, &seed.to_string());
        match text.trim().parse() {
            Ok(seed) => Msg::Seed(seed),
            Err(_) => Msg::Notice(format!("The seed is `{text}`, but should be a whole number from 0.")),
        }
    });
    html! {
        <div class="control">
            <label for="set-seed">{ "Seed" }<span class="tag">{ "restarts" }</span></label>
            <input class="field num" id="set-seed" inputmode="numeric" value={seed.to_string()} onchange={change} />
        </div>
    }
}

/// What was typed into a field, which shows what holds again until that has been accepted.
fn typed(event: &Event, holds: &str) -> String {
    let field = event.target_unchecked_into::<HtmlInputElement>();
    let text = field.value();
    field.set_value(holds);
    text
}

/// What changing a parameter asks for: a live one is an input of the run, another one restarts it.
fn change(param: &'static Param, text: &str) -> Msg {
    match param.parse(text) {
        Ok(value) if param.live => Msg::Act(Input::Set { key: param.key.to_owned(), value }),
        Ok(value) => Msg::Setting(param.key, value),
        Err(why) => Msg::Notice(format!("{why}.")),
    }
}

/// One parameter: a switch, a choice, or a number in its unit.
fn control(param: &'static Param, value: i64, dispatch: &Callback<Msg>) -> Html {
    let id = format!("set-{}", param.key);
    let hint = format!("hint-{}", param.key);
    let restarts = (!param.live).then(|| html! { <span class="tag">{ "restarts" }</span> });
    let control = match param.unit {
        Unit::Switch => {
            let onchange = dispatch.reform(move |event: Event| {
                let on = event.target_unchecked_into::<HtmlInputElement>().checked();
                change(param, if on { "on" } else { "off" })
            });
            html! { <input type="checkbox" role="switch" id={id.clone()} aria-describedby={hint.clone()} checked={value != 0} {onchange} /> }
        }
        Unit::Choice(names) => {
            let onchange = dispatch.reform(move |event: Event| {
                change(param, &event.target_unchecked_into::<HtmlSelectElement>().value())
            });
            let option = |(i, name): (usize, &&'static str)| {
                html! { <option key={*name} value={*name} selected={i as i64 == value}>{ *name }</option> }
            };
            html! { <select class="field" id={id.clone()} aria-describedby={hint.clone()} {onchange}>{ for names.iter().enumerate().map(option) }</select> }
        }
        unit => {
            let onchange =
                dispatch.reform(move |event: Event| change(param, &typed(&event, &param.show(value))));
            html! {
                <span class="quantity">
                    <input class="field num" id={id.clone()} aria-describedby={hint.clone()} inputmode="decimal" value={param.show(value)} {onchange} />
                    <span class="unit">{ unit.suffix().trim() }</span>
                </span>
            }
        }
    };
    let range = if matches!(param.unit, Unit::Switch | Unit::Choice(_)) {
        String::new()
    } else {
        format!(" {}.", capital(&param.wanted()))
    };
    html! {
        <div key={param.key} class={class!("control", (param.unit == Unit::Switch).then_some("switch"), (param.rule && value == 0).then_some("broken"))}>
            <label for={id}>{ param.label }{ restarts }</label>
            { control }
            <p class="hint" id={hint}>{ param.about }{ range }</p>
        </div>
    }
}
