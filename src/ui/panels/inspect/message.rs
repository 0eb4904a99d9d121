//! A selected message: its fields and its fate, and what can be done to it on its way.

use super::{ask, fields, gone};
use crate::sim::{Input, MS, MessageName, MessageRecord};
use crate::ui::describe::{fate, name};
use crate::ui::figures::{milliseconds, number};
use crate::ui::model::{Handle, Msg};
use netsplit_text::{t, tn, tr};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// How much longer *Delay* keeps a message unless told otherwise, ms.
pub const DELAY_MS: f64 = 10.0;
/// And at most.
const DELAY_MS_MAX: f64 = 60_000.0;

/// The message's section.
pub fn message(handle: &Handle, number: u64, dispatch: &Callback<Msg>) -> Html {
    let player = handle.get();
    let names = player.names();
    let now = player.when();
    let Some(message) =
        player.trace().message(number).filter(|message| message.sent_by <= player.edge().events)
    else {
        return gone(t!("This message has not been sent in the run shown."));
    };
    let (from, to) = (name(names, message.name.from), name(names, message.name.to));
    let inside = if message.sent_by <= now.events { player.world().message(message.name) } else { None };
    let actions = match &inside {
        Some(_) => {
            html! { <Actions name={message.name} link={t!("{from} to {to}", from, to)} held={player.world().held()} dispatch={dispatch.clone()} /> }
        }
        None => html! { <p class="statement">{ where_now(message, now.at, now.events) }</p> },
    };
    html! {
        <section class="sect" aria-label={t!("Selected message")}>
            <h3>{ format!("{} · {from} → {to}", message.label) }</h3>
            { fields(inside.as_deref().unwrap_or_default(), names, Some(message.name.from)) }
            <dl class="kv">
                <div><dt>{ t!("kind") }</dt><dd>{ tr(message.face.kind) }</dd></div>
                <div><dt>{ t!("size") }</dt><dd>{ tn!(message.bytes.into(), "{n} byte", "{n} bytes") }</dd></div>
                <div><dt>{ t!("sent") }</dt><dd>{ milliseconds(message.sent) }</dd></div>
                <div><dt>{ t!("fate") }</dt><dd>{ fate(message) }</dd></div>
            </dl>
            <div>{ actions }</div>
        </section>
    }
}

fn where_now(message: &MessageRecord, at: u64, events: u64) -> &'static str {
    if message.sent_by > events {
        t!("At the instant shown it has not been sent yet.")
    } else if message.ends <= at {
        t!("At the instant shown its journey is over. Go back to change it.")
    } else {
        t!("It is on its way and will be lost.")
    }
}

#[derive(Properties, PartialEq)]
struct ActionsProps {
    name: MessageName,
    link: String,
    /// Whether messages wait to be delivered by hand.
    held: bool,
    dispatch: Callback<Msg>,
}

/// Drop, duplicate, delay by so much.
#[component]
fn Actions(props: &ActionsProps) -> Html {
    let by = use_state_eq(|| DELAY_MS);
    let (name, link) = (props.name, &props.link);
    let oninput = {
        let by = by.clone();
        Callback::from(move |event: InputEvent| {
            let value = event.target_unchecked_into::<HtmlInputElement>().value_as_number();
            by.set(if value.is_finite() { value.clamp(0.001, DELAY_MS_MAX) } else { DELAY_MS });
        })
    };
    html! {
        <div class="row">
            <span class="contents">if props.held { { ask(t!("Deliver"), t!("Deliver, {link}", link), Msg::Act(Input::Deliver(name)), &props.dispatch) } }</span>
            { ask(t!("Drop"), t!("Drop, {link}", link), Msg::Act(Input::Drop(name)), &props.dispatch) }
            { ask(t!("Duplicate"), t!("Duplicate, {link}", link), Msg::Act(Input::Duplicate(name)), &props.dispatch) }
            { ask(t!("Delay"), t!("Delay, {link}", link), Msg::Act(Input::Postpone(name, (*by * MS as f64) as u64)), &props.dispatch) }
            <label class="by">{ t!(delay: "by") }{ " " }<input class="field num" type="number" min="1" max="60000" step="any" value={number(*by, 6)} {oninput} />{ " ms" }</label>
        </div>
    }
}
