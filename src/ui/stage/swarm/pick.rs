//! A node of a swarm that a hand or a key is at, drawn on top of its dot.

use crate::sim::NodeId;
use crate::ui::class::class;
use crate::ui::figures::{px, translate};
use crate::ui::stage::geometry::{Point, Rect};
use crate::ui::stage::labels::{TEXT_HEIGHT, text_width};
use crate::ui::stage::look::{Look, tone_class};
use netsplit_text::tr;
use yew::prelude::*;

/// Whether a node is drawn for what it is, or only can be reached by keys.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Why {
    /// The pointer is over it.
    pub hovered: bool,
    /// It is selected.
    pub selected: bool,
    /// It has the focus.
    pub focused: bool,
}

/// A node that is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Pick {
    /// What it looks like.
    pub look: Look,
    /// Where it stands.
    pub at: Point,
    /// The radius of its dot.
    pub radius: f64,
    /// Why it is drawn.
    pub why: Why,
}

impl Pick {
    /// Its name, role and state: `n437 · infective · up`.
    fn words(&self) -> String {
        let epoch = self.look.epoch().map(|epoch| format!(" {epoch}")).unwrap_or_default();
        let (role, health) = (tr(self.look.glyph.role), tr(self.look.health.word()));
        format!("{} · {role}{epoch} · {health}", self.look.name)
    }

    /// Where its label stands: above it, or below where there is no room.
    fn plate(&self, size: (f64, f64), unit: f64) -> Rect {
        let (width, height) = (text_width(&self.words(), unit) + 14.0 * unit, (TEXT_HEIGHT + 4.0) * unit);
        let away = self.radius + 8.0 + height / 2.0;
        let above = self.at.y - away - height / 2.0 > 50.0;
        let middle = self.at + Point::new(0.0, if above { -away } else { away });
        Rect::around(middle, width, height).pushed_inside(size, 4.0)
    }
}

/// What the node with the focus listens with.
pub struct Ears {
    /// A key was pressed.
    pub key: Callback<KeyboardEvent>,
    /// It got the focus, or lost it.
    pub focus: Callback<bool>,
}

/// A node; with ears it is the button that Tab stops at.
pub fn pick(pick: &Pick, ears: Option<&Ears>, size: (f64, f64), unit: f64) -> Html {
    let look = &pick.look;
    let Why { hovered, selected, focused } = pick.why;
    let shown = hovered || selected || focused;
    let NodeId(seat) = look.node;
    let class = class!("node", tone_class(look.glyph.tone), look.health.word());
    let rim = pick.radius + 3.0;
    let button = html! {
        <g {class} role={ears.map(|_| "button")} tabindex={ears.map(|_| "0")} aria-label={ears.map(|_| look.spoken.clone())}
            aria-hidden={ears.is_none().then_some("true")} aria-pressed={ears.map(|_| selected.to_string())} transform={translate(pick.at.x, pick.at.y)}
            data-node={shown.then(|| look.name.clone())} data-seat={shown.then(|| seat.to_string())}
            data-role={look.glyph.role} data-status={look.health.word()}
            onkeydown={ears.map(|ears| ears.key.clone())} onfocus={ears.map(|ears| ears.focus.reform(|_: FocusEvent| true))}
            onblur={ears.map(|ears| ears.focus.reform(|_: FocusEvent| false))}>
            <circle class="hit" r={px(rim.max(9.0))} />
            <circle class="focus" r={px(rim + 4.0)} />
            if hovered || focused { <circle class="noted" r={px(rim)} /> }
            if selected { <circle class="selected" r={px(rim)} /> }
        </g>
    };
    html! { <g key={if ears.is_some() { "at".to_owned() } else { seat.to_string() }}>{ button }if shown { { label(pick, size, unit) } }</g> }
}

fn label(pick: &Pick, size: (f64, f64), unit: f64) -> Html {
    let plate = pick.plate(size, unit);
    let (x, y) = (plate.middle().x, plate.at.y + plate.height - 6.0 * unit);
    html! {
        <g class={class!("badge", tone_class(pick.look.glyph.tone))} aria-hidden="true">
            <rect x={px(plate.at.x)} y={px(plate.at.y)} width={px(plate.width)} height={px(plate.height)} rx={px(5.0 * unit)} />
            <text x={px(x)} y={px(y)} text-anchor="middle">{ pick.words() }</text>
        </g>
    }
}
