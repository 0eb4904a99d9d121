//! How a node is drawn, whatever can be done with it: its disc, and beside it its epoch, cells and caption.

use super::geometry::Rect;
use super::layout::{CELL, Layout, Spot, Strips};
use super::look::{Caption, Lit, Look, hue, strip_grows_left, strip_width, summary_rect, tone_class};
use super::shapes;
use crate::sim::{Cell, Health, Shape};
use crate::ui::class::class;
use crate::ui::figures::{number, px, translate};
use netsplit_text::t;
use yew::prelude::*;

/// The disc with what is on it.
pub fn disc(look: &Look, spot: &Spot, selected: bool, unit: f64) -> Html {
    let radius = spot.radius;
    let up = look.health == Health::Up;
    let rings = html! {
        <g key="rings">
            <circle class="hit" r={number(radius + 2.0, 2)} />
            <circle class="focus" r={number(spot.rim() + 1.5, 2)} />
            if look.timed && up { <circle class="track" r={px(f64::midpoint(radius, spot.rim()))} /> }
            if look.caption.is_some() && up && !look.timed { <circle class="noted" r={number(spot.rim(), 2)} /> }
            if look.lit == Lit::Pointed { <circle class="pointer" r={number(spot.rim() + 5.0, 2)} /> }
            if selected { <circle class="selected" r={number(spot.rim() + 3.5, 2)} /> }
        </g>
    };
    let at = radius * 0.74;
    let scale = (radius / 32.0).max(0.6);
    html! {
        <>
            { rings }
            { shapes::body(look.glyph.shape, radius, look.health == Health::Crashed) }
            { words(look, radius, unit) }
            if look.health == Health::Crashed { { shapes::crash_mark(at, scale) } }
            if look.health == Health::Paused { { shapes::pause_mark(at, scale) } }
            if look.byzantine { { shapes::byzantine_mark(at, scale) } }
        </>
    }
}

/// What stands beside the disc: the epoch, the cells, the caption.
pub fn beside(look: &Look, spot: &Spot, layout: &Layout, selected: bool, text: Option<&Caption>) -> Html {
    html! {
        <>
            { epoch(look, spot, layout.unit) }
            { strip(look, spot, layout, selected) }
            { for text.map(|text| caption(text, layout.unit)) }
        </>
    }
}

/// Where the sign, the name and the epoch of a node stand: as much as there is room for.
struct Lines {
    sign: Option<f64>,
    name: f64,
    epoch: Option<f64>,
}

fn lines(look: &Look, radius: f64, unit: f64) -> Lines {
    let signed = look.health != Health::Crashed && !matches!(look.glyph.shape, Shape::Plain | Shape::Square);
    let dated = look.glyph.epoch.is_some() && radius >= 17.0 * unit.min(1.3);
    let roomy = radius >= 24.0;
    let scale = radius / 32.0;
    let (name, epoch) = match (dated, signed && roomy) {
        (true, true) => (10.0, 24.0),
        (true, false) => (1.0, 17.0),
        (false, true) => (14.0, 0.0),
        (false, false) => (5.0, 0.0),
    };
    let sign = if roomy { -14.0 * scale } else { -radius - 1.0 };
    Lines { sign: signed.then_some(sign), name: name * scale, epoch: dated.then_some(epoch * scale) }
}

/// The sign of the role and the name.
fn words(look: &Look, radius: f64, unit: f64) -> Html {
    let lines = lines(look, radius, unit);
    let scale = if radius >= 24.0 { radius / 32.0 } else { 0.6 };
    let class = if radius < 24.0 { "name small" } else { "name" };
    html! {
        <g class="words">
            { for lines.sign.map(|y| shapes::role_sign(look.glyph.shape, y, scale)) }
            <text {class} y={px(lines.name)}>{ &look.name }</text>
        </g>
    }
}

/// The epoch, which stands outside the button: its mark is not part of the button's name.
fn epoch(look: &Look, spot: &Spot, unit: f64) -> Html {
    let line = lines(look, spot.radius, unit).epoch;
    let text = look.epoch().zip(line).map(|(epoch, line)| {
        let (x, y) = (px(spot.at.x), px(spot.at.y + line));
        let class = class!("epoch", tone_class(look.glyph.tone), look.health.word());
        html! { <text {class} {x} {y} aria-hidden="true">{ epoch }</text> }
    });
    html! { <g key="epoch">{ for text }</g> }
}

/// The cells beside a node, or their summary.
fn strip(look: &Look, spot: &Spot, layout: &Layout, selected: bool) -> Html {
    match (spot.strip, layout.strips) {
        (Some(strip), Strips::Cells) => cells(look, &strip, layout),
        (Some(strip), Strips::Summary) => summary(look, &strip, spot),
        (None, Strips::Hidden) if selected && !look.summary.is_empty() => {
            summary(look, &summary_rect(spot, &look.summary, layout), spot)
        }
        _ => Html::default(),
    }
}

fn cells(look: &Look, strip: &Rect, layout: &Layout) -> Html {
    let unit = layout.unit;
    let left = strip_grows_left(strip, look, layout);
    let start = if left { strip.at.x + strip.width - strip_width(look, layout) } else { strip.at.x };
    let more = usize::from(look.more > 0);
    let (width, height) = ((CELL.0 - 2.0) * unit, (CELL.1 - 1.0) * unit);
    let place = |i: usize| translate(start + i as f64 * CELL.0 * unit, strip.at.y);
    let cell = |(i, cell): (usize, &Cell)| {
        let class = class!("cell", hue(cell.epoch), (!cell.committed).then_some("open"));
        let (node, index, value) = (&look.name, cell.index, &cell.value);
        let epoch = format!("{}{}", cell.mark, cell.epoch);
        let title = if cell.committed {
            t!("{node} {index}, {epoch}: {value}, committed", node, index, epoch, value)
        } else {
            t!("{node} {index}, {epoch}: {value}, not committed", node, index, epoch, value)
        };
        html! {
            <g {class} key={cell.index.to_string()} transform={place(i + more)} data-cell={look.name.clone()}
                data-index={cell.index.to_string()} data-committed={cell.committed.to_string()}>
                <title>{ title }</title>
                <rect width={number(width, 2)} height={number(height, 2)} rx="4" />
                <text x={number(width / 2.0, 2)} y={number(height * 0.71, 2)}>{ cell.mark }{ cell.epoch }</text>
            </g>
        }
    };
    html! {
        <g class="strip" key="strip">
            if more > 0 {
                <text class="more" transform={place(0)} x={number(width / 2.0, 2)} y={number(height * 0.71, 2)}>
                    { format!("+{}", look.more) }
                </text>
            }
            { for look.cells.iter().enumerate().map(cell) }
        </g>
    }
}

fn summary(look: &Look, strip: &Rect, spot: &Spot) -> Html {
    let middle = strip.middle();
    let beside = (middle.y - spot.at.y).abs() < spot.radius;
    let (x, anchor) = match (beside, strip.at.x < spot.at.x) {
        (true, true) => (strip.at.x + strip.width, "end"),
        (true, false) => (strip.at.x, "start"),
        (false, _) => (middle.x, "middle"),
    };
    html! {
        <text class="note" paint-order="stroke" key="strip" x={px(x)} y={px(middle.y + 4.0)} text-anchor={anchor}>
            { &look.summary }
        </text>
    }
}

fn caption(caption: &Caption, unit: f64) -> Html {
    let middle = caption.rect.middle();
    html! {
        <text class="note" paint-order="stroke" key="caption" x={px(middle.x)} y={px(middle.y + 4.0 * unit)}
            text-anchor="middle">{ &caption.text }</text>
    }
}
