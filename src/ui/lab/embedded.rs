//! A lab in somebody else's page: what of the page is shown, and what the page around it is told.

use super::{LabPage, Notice, frames, toolbar, transport};
use crate::platform;
use crate::scenario::route;
use crate::ui::embed::{Controls, Embedding, Place, Told};
use crate::ui::icons::{self, icon};
use crate::ui::memo::memo;
use crate::ui::model::{Dialog, Msg};
use netsplit_text::{t, tr};
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

/// Below the first of these widths the sentence has a line of its own; below the second buttons have no words. CSS pixels.
const NARROW: [f64; 2] = [760.0, 480.0];

impl LabPage {
    /// The class of an embed that has little room; it cannot go by the width of somebody else's page.
    pub(super) fn narrow(&self) -> Option<&'static str> {
        let [narrow, tight] = NARROW.map(|width| self.stage_size.0 < width);
        match &self.place {
            Place::Embedded(_) if tight => Some("narrow tight"),
            Place::Embedded(_) if narrow => Some("narrow"),
            _ => None,
        }
    }

    /// What is shown of the page.
    pub(super) fn embedded(&self, ctx: &Context<Self>, embedding: &Embedding) -> Html {
        let title = match &self.teaching {
            Some(teaching) => teaching.title().to_owned(),
            None => tr(self.player.get().lab().about.title).to_owned(),
        };
        let overlay = match embedding.controls {
            Controls::Full => self.overlay(),
            Controls::Bar | Controls::None => self.past(),
        };
        let time = self.player.get().time();
        html! {
            <div class="embedded" role="group" aria-label={t!("Netsplit: {title}", title)}>
                { self.stage_place(ctx, overlay) }
                if embedding.controls != Controls::None {
                    { transport(&[self.slow_or_live()], time, &self.dispatch) }
                    { self.embed_bar(embedding) }
                }
                { self.lesson_card() }
            </div>
        }
    }

    /// That the past is shown, and the way back.
    fn past(&self) -> Html {
        let (player, dispatch) = (self.slow.clone(), self.dispatch.clone());
        memo(
            (player.revision(), 0),
            move || html! { <div class="over">{ toolbar::then(&player, &dispatch) }</div> },
        )
    }

    /// The newest sentence, what one mostly does, and the way to the whole page.
    fn embed_bar(&self, embedding: &Embedding) -> Html {
        let ask = |msg: Msg| self.dispatch.reform(move |_: MouseEvent| msg.clone());
        let undoable = self.slow.get().undoable().is_some();
        let player = self.player.clone();
        let lesson = self.teaching.as_ref().map(|teaching| teaching.address());
        // The address of this very moment takes a while to write: it is written when somebody is about to go there.
        let aim = Callback::from(move |event: MouseEvent| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let link = target.and_then(|target| target.closest("a").ok()?);
            let address = lesson.clone().unwrap_or_else(|| route::address(&player.get().scenario()));
            if let Some(link) = link {
                let _ = link.set_attribute("href", &platform::full_address(&address));
            }
        });
        html! {
            <div class="embed-bar">
                <div class="latest">{ self.latest() }</div>
                <button class="btn small" aria-label={t!("Split the network")} title={t!("Split the network")} onclick={ask(Msg::Dialog(Some(Dialog::Split)))}>{ icon(icons::SPLIT) }{ t!("Split") }</button>
                <button class="btn small" aria-label={t!("Undo")} disabled={!undoable} onclick={ask(Msg::Undo)}>{ icon(icons::UNDO) }<span class="label">{ t!("Undo") }</span></button>
                <button class="btn small" aria-label={t!("Start over")} onclick={ask(Msg::StartOver)}>{ icon(icons::RESTART) }<span class="label">{ t!("Start over") }</span></button>
                <a class="btn ghost small" target="_blank" rel="noopener" href={platform::full_address(&embedding.address)}
                    onpointerdown={aim.reform(|event: PointerEvent| event.into())} onclick={aim}>{ t!("Open full") }<span aria-hidden="true">{ " ↗" }</span></a>
            </div>
        }
    }

    /// Does what the page around it asks for, and answers why it could not be done, if it couldn't.
    pub(super) fn asked(&mut self, msg: Msg, answer: &Callback<Option<String>>) {
        // What could not be done before this is no answer to it.
        if matches!(self.notice, Some(Notice::Error(_))) {
            self.notice = None;
        }
        self.carry_out(msg);
        self.settle();
        answer.emit(match &self.notice {
            Some(Notice::Error(why)) => Some(why.clone()),
            _ => None,
        });
    }

    /// Rests while it is out of view: not a frame is asked for.
    pub(super) fn rest(&mut self, ctx: &Context<Self>, rests: bool) {
        self.frames = (!rests).then(|| self.frames.take().unwrap_or_else(|| frames(ctx)));
    }

    /// Tells the page around it what has happened since it was last told.
    pub(super) fn report(&mut self) {
        let Place::Embedded(embedding) = &self.place else { return };
        let error = match &self.notice {
            Some(Notice::Error(why)) => Some(&**why),
            _ => None,
        };
        self.reported.tell(&self.player.get(), error, &*embedding.tell);
    }

    /// Tells the page around it of a violation.
    pub(super) fn report_violation(&self, property: &str, how: &str) {
        if let Place::Embedded(embedding) = &self.place {
            (embedding.tell)(Told::Violation(property, how));
        }
    }

    /// Shows the run from its beginning when it has been shown for as long as it should; whether it did. What readers
    /// have done is theirs to watch.
    pub(super) fn repeat(&mut self) -> bool {
        let Place::Embedded(embedding) = &self.place else { return false };
        let Some(length) = embedding.repeat else { return false };
        let mut player = self.player.get_mut();
        if player.undoable().is_some() || player.when().at < self.begun.at + length {
            return false;
        }
        player.seek(self.begun);
        player.set_running(true);
        true
    }
}
