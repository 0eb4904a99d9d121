//! A piece of the diagram as SVG.

use super::causal::Light;
use super::scale::{Lanes, Window};
use super::scene::{Dot, Scene, Segment, Size, Stroke};
use crate::player::Player;
use crate::ui::class::class;
use crate::ui::figures::px;
use std::fmt::Write;
use std::rc::Rc;
use yew::prelude::*;

/// A piece.
pub fn piece(scene: &Rc<Scene>) -> Html {
    let Scene { lines, crosses, dots, specks, columns, clocks } = &**scene;
    let lines = lines.iter().map(|(stroke, segments)| line(*stroke, segments));
    let specks = specks.iter().map(|(light, points)| {
        html! { <path key={*light as u8} class={class!("st-specks", light_class(*light))} d={points_path(points)} /> }
    });
    html! {
        <>
            <g>{ for lines }</g>
            <path class="st-lost-cross" d={crosses_path(crosses)} />
            <path class="st-columns" d={columns_path(columns)} />
            <g>{ for specks }</g>
            <g>{ for dots.iter().map(dot) }</g>
            <g>{ for clocks.iter().enumerate().map(clock) }</g>
        </>
    }
}

fn line(stroke: Stroke, segments: &[Segment]) -> Html {
    let key = u8::from(stroke.routine) | u8::from(stroke.lost) << 1 | (stroke.light as u8) << 2;
    let class = class!(
        "st-line",
        stroke.routine.then_some("routine"),
        stroke.lost.then_some("lost"),
        light_class(stroke.light)
    );
    let mut path = String::with_capacity(segments.len() * 24);
    for [x0, y0, x1, y1] in segments {
        let _ = write!(path, "M{} {}L{} {}", px(*x0), px(*y0), px(*x1), px(*y1));
    }
    html! { <path key={key} class={class} d={path} /> }
}

/// The clock at an event.
fn clock((i, (x, y, text)): (usize, &(f64, f64, String))) -> Html {
    html! { <text key={i} class="st-clock" x={px(*x)} y={px(*y)}>{ text }</text> }
}

/// An event's circle.
pub fn dot(dot: &Dot) -> Html {
    let (class, radius) = match dot.size {
        Size::Tiny => ("tiny", "1.9"),
        Size::Plain => ("plain", "3.2"),
        Size::Told => ("told", "4.5"),
        Size::Milestone => ("milestone", "5"),
    };
    let class = class!("st-dot", class, light_class(dot.light), dot.found.then_some("found"));
    let n = dot.n.to_string();
    html! { <circle key={n.clone()} class={class} data-event={n} cx={px(dot.x)} cy={px(dot.y)} r={radius} /> }
}

/// The class of a light.
pub fn light_class(light: Light) -> Option<&'static str> {
    match light {
        Light::Plain => None,
        Light::Past => Some("past"),
        Light::Here => Some("here"),
        Light::Future => Some("future"),
        Light::Dim => Some("dim"),
    }
}

/// Points as strokes without length, which round caps make into dots.
fn points_path(points: &[(f64, f64)]) -> String {
    let mut path = String::with_capacity(points.len() * 14);
    for (x, y) in points {
        let _ = write!(path, "M{} {}h0", px(*x), px(*y));
    }
    path
}

fn crosses_path(points: &[(f64, f64)]) -> String {
    let mut path = String::with_capacity(points.len() * 32);
    for (x, y) in points {
        let _ = write!(path, "M{} {}l7 7m0 -7l-7 7", px(x - 3.5), px(y - 3.5));
    }
    path
}

fn columns_path(columns: &[[f64; 3]]) -> String {
    let mut path = String::with_capacity(columns.len() * 18);
    for [x, y, height] in columns {
        let _ = write!(path, "M{} {}v{}", px(*x), px(y - height / 2.0), px(*height));
    }
    path
}

/// The event that has just happened, drawn whole.
pub fn newest(player: &Player, window: Window, lanes: &Lanes) -> Html {
    let n = player.when().events;
    let Some(event) = player.trace().event(n) else { return Html::default() };
    let x = window.x(event.at as f64);
    let Some(y) = lanes.y(event.node).filter(|_| window.x(player.time()) - x < 6.0) else {
        return Html::default();
    };
    html! { <circle class="st-dot plain" cx={px(x)} cy={px(y)} r="3.2" /> }
}
