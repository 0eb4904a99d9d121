//! The key: explains the glyphs that are on the stage now, and nothing else.

use super::look::tone_class;
use super::shapes;
use crate::player::Player;
use crate::sim::{Fate, Form, Health, Shape, SortedSet, Tone};
use crate::ui::class::class;
use crate::ui::model::Handle;
use netsplit_text::{t, tr};
use yew::prelude::*;

/// Something that the key explains.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A role.
    Role(&'static str, Shape, Tone),
    /// A state other than up, in its word.
    State(Health),
    /// A node that lies.
    Byzantine,
    /// The arc round a node.
    Countdown,
    /// A cell that is committed, or one that isn't.
    Cell(bool),
    /// A message: its form, its colour, its kind.
    Message(Form, Tone, &'static str),
    /// A message that is lost.
    Lost,
    /// A cut.
    Cut,
}

/// What is on the stage now.
pub fn items(player: &Player) -> Vec<Item> {
    let frame = player.frame();
    let mut items = Vec::new();
    let mut add = |item: Item| {
        if !items.contains(&item) {
            items.push(item);
        }
    };
    for node in frame.nodes.iter().filter(|node| node.health != Health::Crashed) {
        add(Item::Role(node.glyph.role, node.glyph.shape, node.glyph.tone));
    }
    for node in &frame.nodes {
        if node.health != Health::Up {
            add(Item::State(node.health));
        }
        if node.byzantine {
            add(Item::Byzantine);
        }
    }
    if frame.nodes.iter().any(|node| node.countdown.is_some() && node.health == Health::Up) {
        add(Item::Countdown);
    }
    let cells: SortedSet<bool> =
        frame.nodes.iter().flat_map(|node| &node.view.cells).map(|cell| cell.committed).collect();
    cells.into_iter().rev().for_each(|(committed, ())| add(Item::Cell(committed)));
    for (_, message) in player.flights(0) {
        add(Item::Message(message.face.form, message.face.tone, message.face.kind));
        if matches!(message.fate, Fate::Lost(_)) {
            add(Item::Lost);
        }
    }
    if !frame.cuts.is_empty() {
        add(Item::Cut);
    }
    items
}

/// The key.
pub fn key(player: &Handle) -> Html {
    let items = items(&player.get());
    html! {
        <details class="key">
            <summary>{ t!(legend: "Key") }</summary>
            <ul>{ for items.iter().map(|item| html! {
                <li key={format!("{item:?}")}>
                    <svg class="drawing stage-key" width="34" height="28" viewBox="-17 -14 34 28" aria-hidden="true">{ picture(item) }</svg>
                    <span>{ words(item) }</span>
                </li>
            }) }</ul>
        </details>
    }
}

fn picture(item: &Item) -> Html {
    match item {
        Item::Role(_, shape, tone) => html! {
            <g class={class!("node", tone_class(*tone))}>{ shapes::body(*shape, 11.0, false) }{ shapes::role_sign(*shape, 1.0, 0.75) }</g>
        },
        Item::State(Health::Paused) => html! { <g>{ shapes::pause_mark(0.0, 0.95) }</g> },
        Item::State(_) => {
            html! { <g class="node crashed">{ shapes::body(Shape::Plain, 10.0, true) }{ shapes::crash_mark(6.0, 0.6) }</g> }
        }
        Item::Byzantine => html! { <g>{ shapes::byzantine_mark(0.0, 0.9) }</g> },
        Item::Countdown => html! { <path class="arc tone-follow" d="M0 -10A10 10 0 0 1 0 10" /> },
        Item::Cell(committed) => html! {
            <g class={class!("cell", "hue1", (!committed).then_some("open"))}>
                <rect x="-11" y="-10" width="22" height="20" rx="4" /><text y="4.5">{ "1" }</text>
            </g>
        },
        Item::Message(form, tone, _) => {
            html! { <g class={class!("mote", tone_class(*tone))}>{ shapes::dot(*form, 6.5) }</g> }
        }
        Item::Lost => html! { <g class="mote gone">{ shapes::lost_mark(6.5) }</g> },
        Item::Cut => html! { <g class="seam"><path d="M-15 6L-8 -5L0 6L8 -5L15 6" /></g> },
    }
}

fn words(item: &Item) -> String {
    match item {
        Item::Role(role, ..) => tr(role).to_owned(),
        Item::State(Health::Paused) => t!("paused: does nothing, keeps everything").to_owned(),
        Item::State(health) => t!("{status}: memory gone, disk kept", status = tr(health.word())),
        Item::Byzantine => t!("byzantine: may say anything").to_owned(),
        Item::Countdown => t!("time left until the node's next timer fires").to_owned(),
        Item::Cell(true) => t!("a cell that is committed; the number is its epoch").to_owned(),
        Item::Cell(false) => t!("a cell that is not committed yet").to_owned(),
        Item::Message(Form::Request, _, kind) => t!("{kind}: a request", kind = tr(kind)),
        Item::Message(Form::Reply, _, kind) => t!("{kind}: a reply", kind = tr(kind)),
        Item::Message(Form::Rejection, _, kind) => t!("{kind}: a refusal", kind = tr(kind)),
        Item::Lost => t!("a message that is lost").to_owned(),
        Item::Cut => t!("a cut: no message passes").to_owned(),
    }
}
