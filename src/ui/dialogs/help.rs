//! The keys.

use crate::platform;
use crate::ui::lab::keys_enabled;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Keys and what they do, in the order of use.
const KEYS: &[(&str, &str)] = &[
    ("Space", "play or pause"),
    ("← →", "line of the story, back and forward"),
    ("Alt ← →", "event, back and forward"),
    ("Shift ← →", "milestone, back and forward"),
    ("Page Up, Page Down", "milestone, back and forward"),
    ("Home, End", "start, newest"),
    ("1 – 9", "select a node"),
    ("V X C L", "select, kill, cut, links tool"),
    ("K", "kill or restart the selected node"),
    ("U", "pause or resume the selected node"),
    ("P", "split the network"),
    ("H", "heal the network"),
    ("W", "write, or send"),
    ("E", "let the selected node do something by itself, in a lab that has that"),
    ("D", "deliver the selected message, or the one that has waited longest"),
    ("S", "share this moment"),
    ("F", "presenter mode"),
    ("B", "black screen, in presenter mode"),
    ("O", "spotlight on the selected node, in presenter mode; O or Esc ends it"),
    ("Ctrl Z", "undo"),
    ("Esc", "clear the selection"),
    ("?", "this list"),
];

/// The list of keys, and the switch that turns them off.
pub fn help() -> Html {
    let flip = Callback::from(|event: Event| {
        let on = event.target_unchecked_into::<HtmlInputElement>().checked();
        platform::store(crate::ui::lab::KEYS_STORED, if on { "on" } else { "off" });
    });
    html! {
        <div class="help">
            <label class="check"><input type="checkbox" checked={keys_enabled()} onchange={flip} />{ " Keys work while the focus is in the lab" }</label>
            <dl class="keys">
                { for KEYS.iter().map(|(key, does)| html! { <div key={*key}><dt><kbd>{ *key }</kbd></dt><dd>{ *does }</dd></div> }) }
            </dl>
        </div>
    }
}
