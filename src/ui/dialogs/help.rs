//! The keys.

use crate::platform;
use crate::ui::lab::keys_enabled;
use netsplit_text::{msg, t, tr};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Keys and what they do, in the order of use.
const KEYS: &[(&str, &str)] = &[
    (msg!("Space"), msg!("play or pause")),
    ("← →", msg!("line of the story, back and forward")),
    (msg!("Alt ← →"), msg!("event, back and forward")),
    (msg!("Shift ← →"), msg!("milestone, back and forward")),
    (msg!("Page Up, Page Down"), msg!("milestone, back and forward")),
    (msg!("Home, End"), msg!("start, newest")),
    ("1 – 9", msg!("select a node")),
    ("V X C L", msg!("select, kill, cut, links tool")),
    ("K", msg!("kill or restart the selected node")),
    ("U", msg!("pause or resume the selected node")),
    ("P", msg!("split the network")),
    ("H", msg!("heal the network")),
    ("W", msg!("write, or send")),
    ("E", msg!("let the selected node do something by itself, in a lab that has that")),
    ("D", msg!("deliver the selected message, or the one that has waited longest")),
    ("S", msg!("share this moment")),
    ("F", msg!("presenter mode")),
    ("B", msg!("black screen, in presenter mode")),
    ("O", msg!("spotlight on the selected node, in presenter mode; O or Esc ends it")),
    (msg!("Ctrl Z"), msg!("undo")),
    ("Esc", msg!("clear the selection")),
    ("?", msg!("this list")),
];

/// The list of keys, and the switch that turns them off.
pub fn help() -> Html {
    let flip = Callback::from(|event: Event| {
        let on = event.target_unchecked_into::<HtmlInputElement>().checked();
        platform::store(crate::ui::lab::KEYS_STORED, if on { "on" } else { "off" });
    });
    html! {
        <div class="help">
            <label class="check"><input type="checkbox" checked={keys_enabled()} onchange={flip} />{ " " }{ t!("Keys work while the focus is in the lab") }</label>
            <dl class="keys">
                { for KEYS.iter().map(|(key, does)| html! { <div key={*key}><dt><kbd>{ tr(key) }</kbd></dt><dd>{ tr(does) }</dd></div> }) }
            </dl>
        </div>
    }
}
