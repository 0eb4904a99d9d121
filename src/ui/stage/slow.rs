//! A text that changes at most once a second while somebody listens to it.

use gloo_timers::callback::Timeout;
use yew::prelude::*;

/// How long a text stays, ms.
const STAYS: f64 = 1_000.0;

/// The text, which while `listening` is replaced at most once a second.
#[hook]
pub fn use_slow(text: String, listening: bool) -> String {
    // What was said last, and when.
    let said = use_mut_ref(|| (text.clone(), 0.0));
    let waiting = use_mut_ref(|| None::<Timeout>);
    let update = use_force_update();
    let now = js_sys::Date::now();
    let (last, since) = said.borrow().clone();
    if last == text {
        return text;
    }
    if listening && now - since < STAYS {
        let rest = (STAYS - (now - since)).max(1.0) as u32;
        waiting.borrow_mut().get_or_insert_with(|| Timeout::new(rest, move || update.force_update()));
        return last;
    }
    waiting.borrow_mut().take();
    *said.borrow_mut() = (text.clone(), now);
    text
}
