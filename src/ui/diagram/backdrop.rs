//! What stands behind and above the events: lanes with their roles, ticks, marks of faults.

use super::lanes::{self, Mark, Sign, Stretch, Tint};
use super::scale::{BOTTOM, CHUNK, Lanes, TOP, chunk_span, tick_label, tick_step};
use crate::player::Player;
use crate::sim::{Tone, When};
use crate::ui::class::class;
use crate::ui::figures::px;
use std::rc::Rc;
use yew::prelude::*;

/// The part of the diagram that is drawn.
#[derive(Clone, PartialEq)]
pub struct Area {
    /// Pixels per µs.
    pub scale: f64,
    /// The lanes.
    pub lanes: Rc<Lanes>,
    /// The piece at whose left edge x is 0.
    pub first: i64,
    /// The last piece.
    pub last: i64,
    /// What the patterns' names begin with on this page.
    pub id: AttrValue,
}

impl Area {
    fn x(&self, at: u64) -> f64 {
        at as f64 * self.scale - self.first as f64 * CHUNK
    }

    fn span(&self) -> (u64, u64) {
        (chunk_span(self.first, self.scale).0, chunk_span(self.last, self.scale).1)
    }
}

/// The tints of the lanes, as far as the edge.
pub fn tints(player: &Player, edge: When, area: &Area) -> Html {
    let (from, until) = area.span();
    let stretches = lanes::stretches(player.trace(), edge, &area.lanes, from, until);
    let height = (area.lanes.gap - 1.0).min(12.0);
    let draw = |(i, stretch): (usize, &Stretch)| {
        let class = tint_class(stretch.tint);
        let (x0, x1) = (area.x(stretch.from), area.x(stretch.until));
        let (x, width) = (px(x0), px(x1 - x0));
        let fill = format!("url(#{}-{class})", area.id);
        let edge = format!("M{x} {}h{width}", px(stretch.y));
        html! {
            <g key={i} class={class!("st-tint", class)}>
                <rect x={x} y={px(stretch.y - height / 2.0)} width={width} height={px(height)} fill={fill} />
                <path d={edge} />
            </g>
        }
    };
    html! { <>{ for stretches.iter().enumerate().map(draw) }</> }
}

fn tint_class(tint: Tint) -> &'static str {
    match tint {
        Tint::Plain => "plain",
        Tint::Role(tone) => tone_class(tone),
        Tint::Crashed => "crashed",
        Tint::Paused => "paused",
    }
}

fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Lead => "lead",
        Tone::Follow => "follow",
        Tone::Candidate => "cand",
        Tone::Client | Tone::Good => "client",
        Tone::Bad => "bad",
    }
}

/// The patterns of the tints: each role has its own hatching, so that colour is never alone.
pub fn patterns(id: &str) -> Html {
    let hatchings = [
        ("lead", "M0 6L6 0"),
        ("cand", "M0 0L6 6"),
        ("follow", "M0 3H6"),
        ("client", "M3 0V6"),
        ("bad", "M0 0L6 6M0 6L6 0"),
        ("crashed", "M0 0L6 6M0 6L6 0"),
        ("paused", "M1 0V6M4 0V6"),
    ];
    let pattern = |(class, path): (&'static str, &'static str)| {
        let id = format!("{id}-{class}");
        html! {
            <pattern key={class} id={id} class={class!("st-pattern", class)} width="6" height="6"
                patternUnits="userSpaceOnUse">
                <rect width="6" height="6" /><path d={path} />
            </pattern>
        }
    };
    html! { <>{ for hatchings.into_iter().map(pattern) }</> }
}

/// The ticks of the time axis.
pub fn ticks(area: &Area) -> Html {
    let step = tick_step(area.scale);
    let (from, until) = area.span();
    let bottom = area.lanes.height() - BOTTOM;
    let ticks = (from / step..=until / step).map(|i| {
        let at = i * step;
        let x = px(area.x(at));
        html! {
            <g key={i.to_string()}>
                <path class="st-tick" d={format!("M{x} {}V{}", px(TOP), px(bottom + 4.0))} />
                <text class="st-time" x={x} y={px(bottom + 17.0)}>{ tick_label(at) }</text>
            </g>
        }
    });
    html! { <>{ for ticks }</> }
}

/// The marks of faults, commands and settings, as far as the edge.
pub fn marks(player: &Player, edge: When, area: &Area) -> Html {
    let marks = lanes::marks(player.trace(), edge, &area.lanes, player.names(), area.span(), area.scale);
    let bottom = area.lanes.height() - BOTTOM;
    let draw = |(i, mark): (usize, &Mark)| {
        let x = area.x(mark.at);
        html! {
            <g key={i} class={class!("st-mark", sign_class(mark.sign))}>
                <title>{ &mark.words }</title>
                <path d={sign_path(mark.sign, x, bottom)} />
                if mark.shown {
                    <text x={px(x + 5.0)} y={px(TOP - 6.0)}>{ &mark.words }</text>
                }
            </g>
        }
    };
    html! { <>{ for marks.iter().enumerate().map(draw) }</> }
}

fn sign_class(sign: Sign) -> &'static str {
    match sign {
        Sign::Cut => "cut",
        Sign::Heal => "heal",
        Sign::Tick => "tick",
        Sign::Crash(_) => "crash",
        Sign::Rise(_) => "rise",
        Sign::Pause(_) => "pause",
        Sign::Tell(_) => "tell",
    }
}

fn sign_path(sign: Sign, x: f64, bottom: f64) -> String {
    let at = |y: f64| format!("M{} {}V{}M{} {}", px(x), px(TOP - 16.0), px(TOP - 4.0), px(x), px(y));
    match sign {
        Sign::Cut | Sign::Heal => format!("M{} {}V{}", px(x), px(TOP - 16.0), px(bottom + 2.0)),
        Sign::Tick => format!("M{} {}V{}", px(x), px(TOP - 16.0), px(TOP - 2.0)),
        Sign::Crash(y) => at(y) + "m-6 -6l12 12m0 -12l-12 12",
        Sign::Rise(y) => at(y) + "m-4 -7l9 7l-9 7z",
        Sign::Pause(y) => at(y) + "m-3 -7v14m6 0v-14",
        Sign::Tell(y) => at(y) + "m0 -7l6 7l-6 7l-6 -7z",
    }
}

/// The time shown: a line with a knob.
pub fn playhead(x: f64, lanes: &Lanes) -> Html {
    let height = lanes.height() - BOTTOM;
    html! {
        <g class="st-playhead" transform={format!("translate({} 0)", px(x))}>
            <path d={format!("M0 6V{}", px(height + 4.0))} /><circle cy="6" r="5" />
        </g>
    }
}
