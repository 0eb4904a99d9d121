//! The row of tabs, and the panel that is open.

use super::checks::{ChecksProps, checks};
use super::extra::{ExtraProps, extra};
use super::inspect::inspect;
use super::{Clients, PanelProps, Story};
use crate::later::{Later, later};
use crate::sim::{Asker, Standing};
use crate::ui::arrive::arriving;
use crate::ui::hunt::Hunt;
use crate::ui::memo::keyed;
use crate::ui::model::{Handle, Msg, Selection};
use gloo_timers::future::TimeoutFuture;
use netsplit_text::{msg, t, tr};
use std::cell::Cell;
use std::rc::Rc;
use web_sys::HtmlElement;
use yew::platform::spawn_local;
use yew::prelude::*;

/// What the panels show.
#[derive(Properties, PartialEq)]
pub struct PanelsProps {
    /// The player.
    pub player: Handle,
    /// What is selected.
    pub selection: Option<Selection>,
    /// To the page.
    pub dispatch: Callback<Msg>,
    /// The tab that is open.
    pub tab: usize,
    /// The search for a violation.
    pub hunt: Rc<Hunt>,
}

/// The tabs that labs have, the last only where there are clients; a lab's own follow.
const TABS: [&str; 4] = [msg!("Inspect"), msg!("Story"), msg!("Checks"), msg!("Clients")];
/// The number of the tab *Checks*.
pub const CHECKS: usize = 2;

// The panels that are not open at first.
static CHECKS_PANEL: Later<fn(&ChecksProps) -> Html> = later!(panels: fn(&ChecksProps) -> Html = checks);
static CLIENTS_PANEL: Later<fn(&PanelProps) -> Html> =
    later!(panels: fn(&PanelProps) -> Html = |props| html! { <Clients ..props.clone() /> });
static EXTRA_PANEL: Later<fn(&ExtraProps) -> Html> = later!(panels: fn(&ExtraProps) -> Html = extra);

/// How long the page may draw itself before the panels behind tabs are fetched, ms.
const FETCHED_AFTER: u32 = 1_000;

/// Fetches the panels behind tabs once the page has been drawn, so that they are there when a tab is opened.
pub fn fetch() {
    spawn_local(async {
        TimeoutFuture::new(FETCHED_AFTER).await;
        // One that does not come is asked for again when its tab is opened.
        let _ = (CHECKS_PANEL.load().await, CLIENTS_PANEL.load().await, EXTRA_PANEL.load().await);
    });
}

fn own_id() -> AttrValue {
    thread_local!(static NEXT: Cell<u32> = const { Cell::new(0) });
    format!("panels{}", NEXT.with(|next| next.replace(next.get() + 1))).into()
}

/// The panels as tabs.
#[component]
pub fn Panels(props: &PanelsProps) -> Html {
    let id = use_memo((), |()| own_id());
    let list = use_node_ref();
    let player = props.player.get();
    let panels = player.world().panels();
    let clients = player.world().commands().iter().any(|command| command.asker != Asker::Player);
    let usual = if clients { &TABS[..] } else { &TABS[..3] };
    let titles: Vec<&'static str> =
        usual.iter().copied().chain(panels.iter().map(crate::sim::Panel::title)).collect();
    let violated = player.world().verdicts().iter().any(|verdict| verdict.standing == Standing::Violated);
    let shown = props.tab.min(titles.len() - 1);
    let onkeydown = {
        let (dispatch, list, count) = (props.dispatch.clone(), list.clone(), titles.len());
        Callback::from(move |event: KeyboardEvent| {
            let Some(to) = moved(shown, count, &event.key()) else { return };
            event.prevent_default();
            event.stop_propagation();
            dispatch.emit(Msg::Tab(to));
            focus_tab(&list, to);
        })
    };
    let tab = |(i, title): (usize, &&'static str)| {
        let onclick = props.dispatch.reform(move |_: MouseEvent| Msg::Tab(i));
        let selected = i == shown;
        let alarm = *title == "Checks" && violated;
        html! {
            <button key={i} type="button" role="tab" id={format!("{}-tab{i}", *id)} aria-controls={format!("{}-panel", *id)}
                aria-selected={selected.to_string()} tabindex={if selected { "0" } else { "-1" }} {onclick}>
                { tr(title) }<span class={if alarm { "alarm" } else { "" }} aria-hidden="true"></span>
            </button>
        }
    };
    let (handle, dispatch) = (props.player.clone(), props.dispatch.clone());
    let shared =
        PanelProps { player: handle.clone(), selection: props.selection, dispatch: dispatch.clone() };
    html! {
        <div class="panels">
            <div class="tabs" role="tablist" aria-label={t!("Panels")} ref={list} {onkeydown}>
                { for titles.iter().enumerate().map(tab) }
            </div>
            <div class="panel" role="tabpanel" id={format!("{}-panel", *id)} tabindex="0" aria-labelledby={format!("{}-tab{shown}", *id)}>
                { match shown {
                    0 => keyed("inspect", shared, inspect),
                    1 => html! { <Story key="story" player={handle} selection={props.selection} {dispatch} /> },
                    CHECKS => arriving("checks", ChecksProps { player: handle, dispatch, hunt: props.hunt.clone() }, &CHECKS_PANEL),
                    3 if clients => arriving("clients", shared, &CLIENTS_PANEL),
                    more => {
                        let panel = panels[more - usual.len()].clone();
                        arriving(titles[more], ExtraProps { player: handle, panel, dispatch }, &EXTRA_PANEL)
                    },
                } }
            </div>
        </div>
    }
}

/// Where a key takes the open tab.
fn moved(open: usize, count: usize, key: &str) -> Option<usize> {
    match key {
        "ArrowRight" => Some((open + 1) % count),
        "ArrowLeft" => Some((open + count - 1) % count),
        "Home" => Some(0),
        "End" => Some(count - 1),
        _ => None,
    }
}

fn focus_tab(list: &NodeRef, tab: usize) {
    let buttons = list.cast::<web_sys::Element>().map(|list| list.children());
    let button = buttons.and_then(|buttons| buttons.item(tab as u32));
    if let Some(button) = button.as_ref().and_then(wasm_bindgen::JsCast::dyn_ref::<HtmlElement>) {
        // Fails only for what cannot take the focus, which a button can.
        let _ = button.focus();
    }
}
