//! The diagram's own buttons: follow, zoom, find, lanes.

use crate::ui::model::{Handle, Msg, Selection};
use netsplit_text::t;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What the buttons know and ask for.
#[derive(PartialEq)]
pub struct ControlsProps {
    /// The player.
    pub player: Handle,
    /// Whether there are too many lanes to list.
    pub swarm: bool,
    /// Whether the view was moved away from the playhead.
    pub panned: bool,
    /// The lanes that are hidden.
    pub hidden: Rc<crate::sim::SortedSet<u16>>,
    /// What the reader looks for.
    pub query: AttrValue,
    /// The selected event, where a search goes on from.
    pub from: Option<u64>,
    /// Back to the playhead.
    pub follow: Callback<()>,
    /// Zoom by this factor.
    pub zoom: Callback<f64>,
    /// Hide a lane or show it again.
    pub toggle: Callback<u16>,
    /// Look for this.
    pub find: Callback<AttrValue>,
    /// To the page.
    pub dispatch: Callback<Msg>,
}

/// The row of buttons.
pub fn controls(props: &ControlsProps) -> Html {
    let zoom = |factor: f64| {
        let zoom = props.zoom.clone();
        Callback::from(move |_: MouseEvent| zoom.emit(factor))
    };
    let follow = props.follow.reform(|_: MouseEvent| ());
    html! {
        <div class="st-bar">
            <span class="st-follow">
                if props.panned {
                    <button type="button" class="btn" onclick={follow}>{ t!("Follow again") }</button>
                }
            </span>
            <Find player={props.player.clone()} query={props.query.clone()} from={props.from}
                find={props.find.clone()} follow={props.follow.clone()} dispatch={props.dispatch.clone()} />
            if !props.swarm { { lanes_menu(props) } }
            <button type="button" class="btn st-zoom" aria-label={t!("Zoom out")} onclick={zoom(1.0 / 1.5)}>{ "−" }</button>
            <button type="button" class="btn st-zoom" aria-label={t!("Zoom in")} onclick={zoom(1.5)}>{ "+" }</button>
        </div>
    }
}

fn lanes_menu(props: &ControlsProps) -> Html {
    let player = props.player.get();
    let names = player.names();
    let shown = names.len() - props.hidden.len();
    let lane = |(i, name): (usize, &String)| {
        let toggle = props.toggle.reform(move |_: Event| i as u16);
        let checked = !props.hidden.contains(&(i as u16));
        html! {
            <label key={i}><input type="checkbox" {checked} onchange={toggle} />{ name }</label>
        }
    };
    let summary = if props.hidden.is_empty() {
        t!("Lanes").to_owned()
    } else {
        t!("Lanes {shown}/{all}", shown, all = names.len())
    };
    html! {
        <details class="st-lanes">
            <summary class="btn">{ summary }</summary>
            <div class="st-menu" role="group" aria-label={t!("Lanes shown")}>{ for names.iter().enumerate().map(lane) }</div>
        </details>
    }
}

#[derive(Properties, PartialEq)]
struct FindProps {
    player: Handle,
    query: AttrValue,
    from: Option<u64>,
    find: Callback<AttrValue>,
    follow: Callback<()>,
    dispatch: Callback<Msg>,
}

#[component]
fn Find(props: &FindProps) -> Html {
    let missed = use_state_eq(|| false);
    let step = {
        let (player, query, from) = (props.player.clone(), props.query.clone(), props.from);
        let (dispatch, follow, missed) = (props.dispatch.clone(), props.follow.clone(), missed.clone());
        move |forward: bool| {
            let found = {
                let player = player.get();
                let from = from.unwrap_or(player.when().events);
                let edge = player.edge().events;
                let n = super::find::next(player.trace(), player.names(), query.trim(), from, edge, forward);
                n.and_then(|n| Some((n, player.event_instant(n)?)))
            };
            missed.set(found.is_none());
            if let Some((n, when)) = found {
                dispatch.emit(Msg::Select(Some(Selection::Event(n))));
                dispatch.emit(Msg::Seek(when));
                follow.emit(());
            }
        }
    };
    let oninput = {
        let (find, missed) = (props.find.clone(), missed.clone());
        Callback::from(move |event: InputEvent| {
            missed.set(false);
            find.emit(event.target_unchecked_into::<HtmlInputElement>().value().into());
        })
    };
    let onkeydown = {
        let (step, find, empty) = (step.clone(), props.find.clone(), props.query.is_empty());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" if !empty => {
                event.prevent_default();
                step(!event.shift_key());
            }
            "Escape" if !empty => {
                event.stop_propagation();
                find.emit(AttrValue::default());
            }
            _ => {}
        })
    };
    let go = |forward: bool| {
        let step = step.clone();
        Callback::from(move |_: MouseEvent| step(forward))
    };
    html! {
        <span class="st-find" role="search">
            <input class="field" type="search" aria-label={t!("Find in diagram")} placeholder={t!("Find")} autocomplete="off"
                value={props.query.clone()} {oninput} {onkeydown} />
            <span class="st-steps">
                if !props.query.is_empty() {
                    <button type="button" class="btn st-zoom" aria-label={t!("Previous match")} onclick={go(false)}>{ "‹" }</button>
                    <button type="button" class="btn st-zoom" aria-label={t!("Next match")} onclick={go(true)}>{ "›" }</button>
                }
            </span>
            <span role="status" class={if *missed { "st-missed" } else { "unseen" }}>{ if *missed { t!("no match") } else { "" } }</span>
        </span>
    }
}
