//! The run up to the moment as a log that other programs read.

use super::{Said, saved};
use crate::platform;
use crate::ui::figures::thousands;
use crate::ui::model::Handle;
use crate::ui::out;
use yew::prelude::*;

/// More events make a text that a page should not hold: some 100 MB.
const EVENTS_MAX: u64 = 200_000;

/// The buttons, and what they are for.
pub fn logs(player: &Handle, say: &Callback<Said>) -> Html {
    let save = |write: fn(&Handle) -> Said| {
        let player = player.clone();
        say.reform(move |_: MouseEvent| write(&player))
    };
    html! {
        <section class="export-logs" aria-labelledby="export-logs">
            <h3 id="export-logs">{ "The run up to this moment" }</h3>
            <p class="hint">
                { "Every event with its vector clock, for " }
                <a href="https://bestchai.bitbucket.io/shiviz/" target="_blank" rel="noreferrer">{ "ShiViz" }</a>
                { "; or events, messages and story as JSON. The command line writes the same: " }
                <code>{ "netsplit run LINK --shiviz FILE --trace FILE" }</code>{ "." }
            </p>
            <p class="buttons">
                <button class="btn" onclick={save(shiviz)}>{ "Save ShiViz log" }</button>
                <button class="btn" onclick={save(json)}>{ "Save trace (JSON)" }</button>
            </p>
        </section>
    }
}

fn shiviz(player: &Handle) -> Said {
    let player = player.get();
    if let Some(said) = too_long(player.when().events) {
        return said;
    }
    let name = format!("{}-shiviz.log", out::stem(&player));
    match out::shiviz(&player) {
        Ok(text) => saved(&name, &platform::save_text(&name, "text/plain", &text)),
        Err(why) => Said::Failed(why.to_string()),
    }
}

fn json(player: &Handle) -> Said {
    let player = player.get();
    if let Some(said) = too_long(player.when().events) {
        return said;
    }
    let name = format!("{}-trace.json", out::stem(&player));
    saved(&name, &platform::save_text(&name, "application/json", &out::json(&player)))
}

fn too_long(events: u64) -> Option<Said> {
    let words = || {
        format!(
            "{} events are more than a page should write ({}): go back to an earlier moment, or use the command line.",
            thousands(events),
            thousands(EVENTS_MAX)
        )
    };
    (events > EVENTS_MAX).then(|| Said::Failed(words()))
}
