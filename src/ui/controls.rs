//! The control of a parameter: a switch, a choice, or a number in its unit.

use super::class::class;
use super::figures::capital;
use crate::sim::{Param, Unit};
use netsplit_text::{marked, tr, unmarked};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// What was typed into a field, which shows what holds again until that has been accepted.
pub fn typed(event: &Event, holds: &str) -> String {
    let field = event.target_unchecked_into::<HtmlInputElement>();
    let text = field.value();
    field.set_value(holds);
    text
}

/// A number that is one of few, and can be changed while the run goes on, as a slider: what it does shows at once.
pub fn slider(param: &'static Param, value: i64, change: &Callback<String>) -> Html {
    let (id, hint) = (format!("set-{}", param.key), format!("set-hint-{}", param.key));
    let holds = value.to_string();
    let shown = holds.clone();
    let onchange = change.reform(move |event: Event| typed(&event, &holds));
    html! {
        <div key={param.key} class="control">
            <label for={id.clone()}>{ tr(param.label) }</label>
            <span class="quantity">
                <input type="range" id={id} aria-describedby={hint.clone()} min={param.min.to_string()}
                    max={param.max.to_string()} value={shown.clone()} {onchange} />
                <output class="num">{ shown }</output>
            </span>
            <p class="hint" id={hint}>{ tr(param.about) }</p>
        </div>
    }
}

/// Whether a parameter is a number of few.
pub fn slides(param: &Param) -> bool {
    param.live && param.unit == Unit::Count && param.max - param.min < FEW
}

/// A slider has at most so many places.
const FEW: i64 = 12;

/// One parameter with the value that it has, as text. Its elements' names begin with `prefix`; `tag` stands beside
/// its label; `change` is told what was typed or chosen.
pub fn control(
    prefix: &str,
    param: &'static Param,
    holds: String,
    tag: Option<&'static str>,
    change: &Callback<String>,
) -> Html {
    let id = format!("{prefix}-{}", param.key);
    let hint = format!("{prefix}-hint-{}", param.key);
    let broken = param.rule && holds == "off";
    let control = match param.unit {
        Unit::Switch => {
            let onchange = change.reform(move |event: Event| {
                let on = event.target_unchecked_into::<HtmlInputElement>().checked();
                if on { "on" } else { "off" }.to_owned()
            });
            html! { <input type="checkbox" role="switch" id={id.clone()} aria-describedby={hint.clone()} checked={holds == "on"} {onchange} /> }
        }
        Unit::Choice(names) => {
            let onchange =
                change.reform(move |event: Event| event.target_unchecked_into::<HtmlSelectElement>().value());
            let option = |name: &&'static str| {
                html! { <option key={*name} value={*name} selected={*name == holds}>{ tr(name) }</option> }
            };
            html! { <select class="field" id={id.clone()} aria-describedby={hint.clone()} {onchange}>{ for names.iter().map(option) }</select> }
        }
        unit => {
            let value = marked(holds);
            let shown = value.clone();
            let onchange = change.reform(move |event: Event| unmarked(&typed(&event, &shown)));
            html! {
                <span class="quantity">
                    <input class="field num" id={id.clone()} aria-describedby={hint.clone()} inputmode="decimal" {value} {onchange} />
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
        <div key={param.key} class={class!("control", (param.unit == Unit::Switch).then_some("switch"), broken.then_some("broken"))}>
            <label for={id}>{ tr(param.label) }{ for tag.map(|tag| html! { <span class="tag">{ tag }</span> }) }</label>
            { control }
            <p class="hint" id={hint}>{ tr(param.about) }{ range }</p>
        </div>
    }
}
