//! The run up to the moment as a log that other programs read.

use super::{Said, saved};
use crate::platform;
use crate::ui::figures::thousands;
use crate::ui::model::Handle;
use crate::ui::out;
use crate::ui::prose::linked;
use netsplit_text::t;
use yew::prelude::*;

/// More events make a text that a page should not hold: some 100 MB.
const EVENTS_MAX: u64 = 200_000;

/// Who reads vector clocks, and where.
const SHIVIZ: [&str; 2] = ["ShiViz", "https://bestchai.bitbucket.io/shiviz/"];
/// What writes the same.
const COMMAND: &str = "netsplit run LINK --shiviz FILE --trace FILE";

/// The buttons, and what they are for.
pub fn logs(player: &Handle, say: &Callback<Said>) -> Html {
    let save = |write: fn(&Handle) -> Said| {
        let player = player.clone();
        say.reform(move |_: MouseEvent| write(&player))
    };
    html! {
        <section class="export-logs" aria-labelledby="export-logs">
            <h3 id="export-logs">{ t!("The run up to this moment") }</h3>
            <p class="hint">{ about() }</p>
            <p class="buttons">
                <button class="btn" onclick={save(shiviz)}>{ t!("Save ShiViz log") }</button>
                <button class="btn" onclick={save(json)}>{ t!("Save trace (JSON)") }</button>
            </p>
        </section>
    }
}

/// What there is to save, with a link and a command where the sentence has its holes.
fn about() -> Html {
    let said = t!(
        "Every event with its vector clock, for {shiviz}; or events, messages and story as JSON. The command line writes the same: {command}."
    );
    let [name, href] = SHIVIZ;
    let shiviz = html! { <a {href} target="_blank" rel="noreferrer">{ name }</a> };
    let command = html! { <code>{ COMMAND }</code> };
    linked(said, &[("shiviz", shiviz), ("command", command)])
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
        t!(
            "{count} events are more than a page should write ({most}): go back to an earlier moment, or use the command line.",
            count = thousands(events),
            most = thousands(EVENTS_MAX)
        )
    };
    (events > EVENTS_MAX).then(|| Said::Failed(words()))
}
