//! What the page looks like: a header, the tools, two sides, one transport.

use super::{ComparePage, Event};
use crate::player::Side;
use crate::ui::catalogue::logo;
use crate::ui::class::class;
use crate::ui::dialogs::{Props as Asked, dialogs};
use crate::ui::icons::{self, icon};
use crate::ui::lab::{toolbar, transport};
use crate::ui::memo::{memo, part};
use crate::ui::model::{Dialog, Handle, Msg, Selection};
use crate::ui::theme;
use netsplit_text::{t, tr};
use yew::prelude::*;

/// `Two-phase commit beside Three-phase commit`, of the labs' own titles.
pub fn crumb([left, right]: [&str; 2]) -> String {
    if left == right {
        t!("{lab}, twice", lab = tr(left))
    } else {
        t!("{left} beside {right}", left = tr(left), right = tr(right))
    }
}

impl ComparePage {
    /// The whole page.
    pub(super) fn page(&self, ctx: &Context<Self>) -> Html {
        let dispatch = self.dispatch[0].clone();
        let running = self.pair.running();
        let shown = if running { &self.slow } else { &self.sides };
        let time = self.pair.get(Side::Left).time();
        let (side, _) = self.selection;
        let player = self.sides[side as usize].clone();
        let asked = Asked {
            open: self.dialog.clone(),
            problem: self.problem(),
            player,
            beside: Some(self.sides[side.other() as usize].clone())
                .filter(|_| self.dialog == Some(Dialog::Share)),
            lesson: None,
            dispatch: self.dispatch[side as usize].clone(),
        };
        html! {
            <div ref={self.root.clone()} class="compare" tabindex="-1" id="lab">
                { self.header() }
                <main>
                    <div class="compare-tools">{ self.tools() }{ self.words(ctx) }</div>
                    <div class="sides">{ for Side::BOTH.into_iter().map(|side| self.side(ctx, side)) }</div>
                    { transport(shown, time, &dispatch) }
                </main>
                { part(asked, dialogs) }
                <div class="unseen" role="status" aria-live="polite">{ &self.spoken }</div>
            </div>
        }
    }

    /// A number that changes with what the slower parts show.
    fn slow_version(&self) -> u64 {
        self.slow[0].revision().wrapping_add(self.slow[1].revision())
    }

    fn header(&self) -> Html {
        let (slow, dispatch) = (self.slow.clone(), self.dispatch[0].clone());
        memo((self.slow_version(), 0), move || header(&slow, &dispatch))
    }

    fn tools(&self) -> Html {
        let (side, selection) = self.selection;
        let (player, tool) = (self.slow[side as usize].clone(), self.tool);
        let dispatch = self.dispatch[side as usize].clone();
        let version = Selection::code(selection) << 3 | (tool as u64) << 1 | side as u64;
        memo((self.slow_version(), version), move || toolbar(&player, tool, selection, &dispatch))
    }

    /// What an open dialog has to say: it covers everything else.
    fn problem(&self) -> Option<String> {
        let said = self.said.as_ref().filter(|said| said.bad && self.dialog.is_some());
        said.map(|said| said.text.clone())
    }

    /// What the page says at once.
    fn words(&self, ctx: &Context<Self>) -> Html {
        let Some(said) = self.said.as_ref().filter(|_| self.problem().is_none()) else {
            let left = self.pair.get(Side::Left);
            let caption = &left.branch().setup.caption;
            // One of ours is said in the reader's language; a reader's own stays as it was written.
            let ours =
                left.lab().about.comparisons.iter().map(|ours| ours.about).find(|ours| ours == caption);
            let caption = ours.map_or(caption.as_str(), tr).to_owned();
            return html! { <div class="said-place"><p class="hint">{ caption }</p></div> };
        };
        let undo = self.dispatch[0].reform(|_: MouseEvent| Msg::Undo);
        let close = ctx.link().callback(|_: MouseEvent| Event::CloseSaid);
        let role = if said.bad { "alert" } else { "status" };
        html! {
            <div class="said-place">
                <div class={class!("banner", said.bad.then_some("bad"))} {role}>
                    <p>{ &said.text }</p>
                    <span>if said.undo { <button class="btn small" onclick={undo}>{ t!("Undo") }</button> }</span>
                    <button class="btn ghost small" aria-label={t!("Dismiss")} onclick={close}>{ "✕" }</button>
                </div>
            </div>
        }
    }
}

/// The header: what is compared, and what can be done with both runs as a whole.
fn header([left, right]: &[Handle; 2], dispatch: &Callback<Msg>) -> Html {
    let (left, right) = (left.get(), right.get());
    let about = left.lab().about;
    let scene = left.branch().setup.scene.and_then(|id| left.lab().titled(id));
    let ask = |msg: Msg| dispatch.reform(move |_: MouseEvent| msg.clone());
    let undoable = left.undoable().map(|deed| t!("Undo: {deed}", deed));
    let button = |label: &'static str, path: &'static str, msg: Msg, class: &'static str| {
        html! { <button class={class!("btn", class)} aria-label={label} onclick={ask(msg)}>{ icon(path) }<span class="label">{ label }</span></button> }
    };
    html! {
        <header class="top">
            <a class="brand" href="#/" aria-label={t!("Netsplit: all labs")}>{ logo() }<span class="brand-name">{ "Netsplit" }</span></a>
            <nav class="crumb" aria-label={t!("You are here")}>
                <span class="wide-only">{ tr(about.group) }{ " / " }</span><h1>{ crumb([about.title, right.lab().about.title]) }</h1>
                if let Some((_, title)) = scene { <span class="scene-name">{ " / " }{ tr(title) }</span> }
            </nav>
            <span class="grow"></span>
            <button class="btn ghost" aria-label={t!("Undo")} onclick={ask(Msg::Undo)} disabled={undoable.is_none()} title={undoable.clone().unwrap_or_default()}>{ icon(icons::UNDO) }<span class="label">{ t!("Undo") }</span></button>
            { button(t!("Start over"), icons::RESTART, Msg::StartOver, "ghost") }
            { button(t!("New run"), icons::DICE, Msg::NewRun, "ghost") }
            { button(t!("Compare…"), icons::COMPARE, Msg::Dialog(Some(Dialog::Compare)), "ghost") }
            <button class="btn ghost square" onclick={Callback::from(|_: MouseEvent| theme::toggle())} aria-label={t!("Change theme")} title={t!("Light or dark")}>{ icon(icons::THEME) }</button>
            { button(t!("Share this moment"), icons::SHARE, Msg::Dialog(Some(Dialog::Share)), "primary") }
        </header>
    }
}
