//! The header of a lab: where one is, and what can be done with the run as a whole.

use crate::ui::catalogue::logo;
use crate::ui::icons::{self, icon};
use crate::ui::language::picker;
use crate::ui::model::{Dialog, Handle, Msg};
use crate::ui::theme;
use netsplit_text::{t, tr};
use yew::prelude::*;

/// The header; `notes` is what the button of the notes window says, in presenter mode.
pub fn header(
    player: &Handle,
    notes: Option<&'static str>,
    lesson: Option<&str>,
    dispatch: &Callback<Msg>,
) -> Html {
    let player = player.get();
    let presenting = notes.is_some();
    let about = player.lab().about;
    let scene = player.branch().setup.scene.and_then(|id| player.lab().titled(id));
    let ask = |msg: Msg| dispatch.reform(move |_: MouseEvent| msg.clone());
    let undoable = player.undoable().map(|deed| t!("Undo: {deed}", deed));
    html! {
        <header class="top">
            <a class="brand" href="#/" aria-label={t!("Netsplit: all labs")}>{ logo() }<span class="brand-name">{ "Netsplit" }</span></a>
            <nav class="crumb" aria-label={t!("You are here")}>
                if let Some(lesson) = lesson {
                    <span class="wide-only">{ tr(about.title) }{ " / " }</span><h1>{ lesson.to_owned() }</h1>
                } else {
                    <span class="wide-only">{ tr(about.group) }{ " / " }</span><h1>{ tr(about.title) }</h1>
                }
                if let Some((_, title)) = scene { <span class="scene-name">{ " / " }{ tr(title) }</span> }
            </nav>
            <span class="grow"></span>
            <button class="btn ghost" aria-label={t!("Undo")} onclick={ask(Msg::Undo)} disabled={undoable.is_none()} title={undoable.clone().unwrap_or_default()}>{ icon(icons::UNDO) }<span class="label">{ t!("Undo") }</span></button>
            <button class="btn ghost" aria-label={t!("Start over")} onclick={ask(Msg::StartOver)}>{ icon(icons::RESTART) }<span class="label">{ t!("Start over") }</span></button>
            if lesson.is_none() {
                <button class="btn ghost" aria-label={t!("New run")} onclick={ask(Msg::NewRun)} title={t!("The same settings with the next seed")}>{ icon(icons::DICE) }<span class="label">{ t!("New run") }</span></button>
            }
            if let Some(notes) = notes {
                <button class="btn" onclick={ask(Msg::Notes)} title={t!("A second window with notes, the next step and controls")}>{ notes }</button>
            }
            <button class="btn ghost square wide-only" onclick={ask(Msg::Present)} aria-pressed={presenting.to_string()} aria-label={t!("Present")} title={t!("Presenter mode (F)")}>{ icon(icons::PRESENT) }</button>
            <span class="wide-only">{ picker() }</span>
            <button class="btn ghost square" onclick={Callback::from(|_: MouseEvent| theme::toggle())} aria-label={t!("Change theme")} title={t!("Light or dark")}>{ icon(icons::THEME) }</button>
            <button class="btn ghost square wide-only" onclick={ask(Msg::Dialog(Some(Dialog::Help)))} aria-label={t!("Keyboard help")} title={t!("Keys (?)")}>{ icon(icons::HELP) }</button>
            <button class="btn ghost square wide-only" onclick={ask(Msg::Dialog(Some(Dialog::Embed)))} aria-label={t!("Embed")} title={t!("Embed this in a page of yours")}>{ icon(icons::EMBED) }</button>
            <button class="btn primary" onclick={ask(Msg::Dialog(Some(Dialog::Share)))} aria-label={t!("Share this moment")}>{ icon(icons::SHARE) }<span class="label">{ t!("Share this moment") }</span></button>
        </header>
    }
}
