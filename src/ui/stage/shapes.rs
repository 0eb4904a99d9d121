//! The pieces that nodes, messages and the key are drawn from.

use super::look::sign;
use crate::sim::{Form, Shape};
use crate::ui::figures::{number, px, translate};
use yew::prelude::*;

/// Where a mark is drawn, and how large.
fn placed(x: f64, y: f64, scale: f64) -> String {
    format!("{} scale({})", translate(x, y), number(scale, 2))
}

/// The hatching of crashed nodes.
pub fn hatch() -> Html {
    html! {
        <defs>
            <pattern id="stage-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <rect class="hatch-ground" width="6" height="6" /><path class="hatch-line" d="M0 0V6" />
            </pattern>
        </defs>
    }
}

/// The outline of a node: a circle, or a square for a client.
pub fn body(shape: Shape, radius: f64, hatched: bool) -> Html {
    let fill = hatched.then_some("url(#stage-hatch)");
    let class = if hatched { "body" } else { "body plain" };
    if shape == Shape::Square {
        let (corner, side) = (number(-0.88 * radius, 2), number(1.76 * radius, 2));
        let round = number(radius * 0.3, 2);
        return html! {
            <rect {class} x={corner.clone()} y={corner} width={side.clone()} height={side} rx={round} fill={fill} />
        };
    }
    html! { <circle {class} r={number(radius, 2)} fill={fill} /> }
}

/// The sign of a role at a place, scaled.
pub fn role_sign(shape: Shape, y: f64, scale: f64) -> Html {
    let Some(path) = sign(shape) else { return Html::default() };
    let class = if shape == Shape::Hand { "sign hand" } else { "sign" };
    html! { <path {class} d={path} transform={placed(0.0, y, scale)} /> }
}

/// The ✕ of a crashed node.
pub fn crash_mark(at: f64, scale: f64) -> Html {
    html! {
        <path class="mark-crash" d="M-7 -7L7 7M7 -7L-7 7" transform={placed(at, -at, scale)} />
    }
}

/// The snowflake of a paused node.
pub fn pause_mark(at: f64, scale: f64) -> Html {
    html! {
        <g class="mark-pause" transform={placed(at, -at, scale)}>
            <circle r="11" />
            <path d="M0 -8V8M-6.9 -4L6.9 4M-6.9 4L6.9 -4M-2.5 -7.5L0 -5L2.5 -7.5M-2.5 7.5L0 5L2.5 7.5M-7.8 -1.6L-4.3 -2.5L-5.2 -5.9M7.8 1.6L4.3 2.5L5.2 5.9M-7.8 1.6L-4.3 2.5L-5.2 5.9M7.8 -1.6L4.3 -2.5L5.2 -5.9" />
        </g>
    }
}

/// The mask of a byzantine node.
pub fn byzantine_mark(at: f64, scale: f64) -> Html {
    html! {
        <g class="mark-byzantine" transform={placed(-at, -at, scale)}>
            <path d="M-12 -6Q0 -11 12 -6Q12 8 5 6Q0 2 -5 6Q-12 8 -12 -6Z" />
            <ellipse cx="-5" cy="-1.5" rx="3" ry="2" /><ellipse cx="5" cy="-1.5" rx="3" ry="2" />
        </g>
    }
}

/// A message: request = dot, reply = diamond, rejection = hollow diamond.
pub fn dot(form: Form, size: f64) -> Html {
    match form {
        Form::Request => html! { <circle class="dot" r={number(size, 2)} /> },
        Form::Reply | Form::Rejection => {
            let d = size * 1.08;
            let class = if form == Form::Reply { "dot" } else { "dot hollow" };
            let d = px(d);
            html! { <path {class} d={format!("M-{d} 0L0 -{d}L{d} 0L0 {d}Z")} /> }
        }
    }
}

/// The ✕ over a message that is lost.
pub fn lost_mark(size: f64) -> Html {
    let d = px(size * 0.72);
    html! {
        <g class="lost-mark">
            <circle r={number(size, 2)} />
            <path d={format!("M-{d} -{d}L{d} {d}M{d} -{d}L-{d} {d}")} />
        </g>
    }
}
