//! The reader's language: what their browser prefers until they choose (`static/words.js`).

use super::icons::{self, icon};
use crate::{languages, platform};
use netsplit_text::{spoken, t};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Under which name the choice is kept; `static/words.js` looks there.
const KEY: &str = "netsplit.language";
/// The parameter of an address that overrides it.
const PARAMETER: &str = "lang";

/// Chooses a language, for good. The page is loaded again, at the moment that is shown.
fn choose(code: &str) {
    platform::store(KEY, code);
    let kept = platform::stored(KEY).as_deref() == Some(code);
    platform::reload_with(PARAMETER, (!kept).then_some(code));
}

/// The list of languages, each under its own name.
pub fn picker() -> Html {
    let onchange = Callback::from(|event: Event| {
        choose(&event.target_unchecked_into::<HtmlSelectElement>().value());
    });
    let option = |(code, name): (&'static str, &'static str)| {
        html! { <option key={code} value={code} lang={code} selected={code == spoken().code}>{ name }</option> }
    };
    html! {
        <label class="language">
            { icon(icons::LANGUAGE) }
            <select class="field" aria-label={t!("Language")} title={t!("Language")} {onchange}>
                { for languages::names().map(option) }
            </select>
        </label>
    }
}
