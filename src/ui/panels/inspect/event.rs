//! A selected event: what, when, its clocks, its cause.

use super::pair::compare_with;
use super::{gone, value};
use crate::player::Player;
use crate::sim::{EventRecord, Value};
use crate::ui::describe;
use crate::ui::figures::{milliseconds, thousands};
use crate::ui::model::{Msg, Selection};
use netsplit_text::t;
use yew::prelude::*;

/// The event's section.
pub fn event(player: &Player, n: u64, dispatch: &Callback<Msg>) -> Html {
    let (trace, names) = (player.trace(), player.names());
    let Some(event) = trace.event(n).filter(|_| n <= player.edge().events) else {
        return gone(t!("This event has not happened in the run shown."));
    };
    let (who, what) = (describe::name(names, event.node), describe::happened(trace, n, names));
    let lines = trace.story.iter_from(trace.story_after(before(event, n)));
    let told: Vec<String> = lines
        .take_while(|line| line.when.events <= n)
        .filter(|line| line.event == Some(n))
        .map(|line| line.line.plain(names))
        .collect();
    let ask = dispatch.reform(move |_: MouseEvent| Msg::Why(n));
    html! {
        <section class="sect" aria-label={t!("Selected event")}>
            <h3>{ t!("Event {number} · {who}", number = thousands(n), who) }</h3>
            <div>{ for told.into_iter().enumerate().map(|(i, text)| html! { <p key={i} class="told">{ text }</p> }) }</div>
            <dl class="kv">
                <div><dt>{ t!("what") }</dt><dd>{ what }</dd></div>
                <div><dt>{ t!("at") }</dt><dd>{ milliseconds(event.at) }</dd></div>
                <div><dt>{ t!("Lamport clock") }</dt><dd>{ event.shown_clock().lamport }</dd></div>
                <div><dt>{ t!("vector clock") }</dt><dd>{ value(&Value::Clock(event.shown_clock().vector.to_vec()), names, Some(event.node)) }</dd></div>
                <div><dt>{ t!("caused by") }</dt><dd>{ cause(player, event, dispatch) }</dd></div>
            </dl>
            <div class="row"><button type="button" class="btn" aria-label={t!("Why? (selected event)")} onclick={ask}>{ t!("Why?") }</button></div>
            { compare_with(player, n, None, dispatch) }
        </section>
    }
}

/// The instant just before the event.
fn before(event: &EventRecord, n: u64) -> crate::sim::When {
    crate::sim::When { at: event.at, events: n - 1 }
}

fn cause(player: &Player, event: &EventRecord, dispatch: &Callback<Msg>) -> Html {
    let Some(cause) = event.cause else { return html! { <span>{ t!("nothing before it") }</span> } };
    let Some(record) = player.trace().event(cause) else { return html! { <span>{ "–" }</span> } };
    let what = describe::happened(player.trace(), cause, player.names());
    let text = t!("{node}: {what}", node = describe::name(player.names(), record.node), what);
    let when = player.event_instant(cause);
    let dispatch = dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        dispatch.emit(Msg::Select(Some(Selection::Event(cause))));
        if let Some(when) = when {
            dispatch.emit(Msg::Seek(when));
        }
    });
    html! { <button type="button" class="textlink" {onclick}>{ text }</button> }
}
