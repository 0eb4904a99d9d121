//! What the page says at once: an error, a violation, a second future.

use crate::ui::class::class;
use crate::ui::model::{Compared, Dialog, Msg};
use netsplit_text::t;
use yew::prelude::*;

/// What there is to say.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// Something that could not be done, and what would help.
    Error(String),
    /// A property was violated by this event.
    Violation {
        /// Which, and how.
        text: String,
        /// The event.
        event: u64,
    },
    /// Acting in the past made a second future; the first is this branch.
    Branched(usize),
    /// The goal is reached.
    Done {
        /// `Done in 6 (par 5).`
        text: String,
        /// The event that did it.
        event: u64,
        /// The challenge that comes next, if any.
        next: Option<&'static str>,
    },
    /// The link was recorded by another version.
    OtherVersion,
}

/// The banner over the stage; `close` takes it away.
pub fn banner(notice: Option<&Notice>, dispatch: &Callback<Msg>, close: &Callback<()>) -> Html {
    let ask = |msg: Msg| dispatch.reform(move |_: MouseEvent| msg.clone());
    let close = close.reform(|_: MouseEvent| ());
    let body = match notice {
        None => return html! { <div class="banner-place"></div> },
        Some(Notice::Error(text)) => html! { <p>{ text }</p> },
        Some(Notice::Violation { text, event }) => html! {
            <>
                <p>{ text }</p>
                <button class="btn small" onclick={ask(Msg::Why(*event))}>{ t!("Show how it came about") }</button>
            </>
        },
        Some(Notice::Branched(first)) => html! {
            <>
                <p>{ t!("This is a second future; the first is kept.") }</p>
                <button class="btn small" onclick={ask(Msg::Undo)}>{ t!("Undo") }</button>
                <button class="btn small" onclick={ask(Msg::Compare(Compared::Branch(*first)))}>{ t!("Compare") }</button>
            </>
        },
        Some(Notice::Done { text, event, next }) => html! {
            <>
                <p class="done"><span aria-hidden="true">{ "✔ " }</span>{ text }</p>
                <button class="btn primary small" onclick={ask(Msg::Dialog(Some(Dialog::Share)))}>{ t!("Share") }</button>
                <button class="btn small" onclick={ask(Msg::StartOver)}>{ t!("Try again") }</button>
                if let Some(next) = *next {
                    <button class="btn small" onclick={ask(Msg::Scene(next))}>{ t!("Next challenge") }</button>
                }
                <button class="btn small" onclick={ask(Msg::Why(*event))}>{ t!("Show how it came about") }</button>
            </>
        },
        Some(Notice::OtherVersion) => html! {
            <p>{ t!("This link was recorded by another version of Netsplit: what you see may differ from what was sent.") }</p>
        },
    };
    let bad = matches!(notice, Some(Notice::Error(_) | Notice::Violation { .. }));
    let done = matches!(notice, Some(Notice::Done { .. }));
    // That something is done is said by the page's live region; the card need not say it again.
    let role = match (bad, done) {
        (true, _) => "alert",
        (_, true) => "group",
        _ => "status",
    };
    html! {
        <div class="banner-place">
            <div class={class!("banner", bad.then_some("bad"), done.then_some("good"))} {role} aria-label={done.then(|| t!("Goal reached"))}>
                { body }
                <button class="btn ghost small" aria-label={t!("Dismiss")} onclick={close}>{ "✕" }</button>
            </div>
        </div>
    }
}
