//! The pieces of the diagram as SVG. Each is rendered again only when its numbers have changed.

use super::causal::{Focus, Lamp, Light};
use super::scale::{CHUNK, Lanes, chunk_span};
use super::scene::{Detail, Dot, Plan, Scene, Segment, Size, Stroke, detail, events_between};
use crate::sim::{SortedMap, Trace};
use crate::ui::class::class;
use crate::ui::figures::px;
use crate::ui::memo::part;
use crate::ui::model::Handle;
use std::fmt::Write;
use std::rc::Rc;
use yew::prelude::*;

/// What the pieces are drawn from.
#[derive(Properties, PartialEq)]
pub struct ChunksProps {
    /// The player.
    pub player: Handle,
    /// Pixels per µs.
    pub scale: f64,
    /// The lanes.
    pub lanes: Rc<Lanes>,
    /// The first piece to draw.
    pub first: i64,
    /// The last.
    pub last: i64,
    /// What is lit.
    pub focus: Focus,
    /// What the reader looks for.
    pub query: AttrValue,
}

/// Pieces that show density, kept as long as their events are the same: counting 100,000 takes a while.
#[derive(Default)]
struct Kept {
    of: Option<(usize, f64, Rc<Lanes>, Focus, AttrValue)>,
    scenes: SortedMap<i64, ((u64, u64), Rc<Scene>)>,
}

/// All pieces in sight.
#[component]
pub fn Chunks(props: &ChunksProps) -> Html {
    let kept = use_mut_ref(Kept::default);
    let player = props.player.get();
    let (trace, edge) = (player.trace(), player.edge());
    let span = (chunk_span(props.first, props.scale).0, chunk_span(props.last, props.scale).1);
    let (first, end) = events_between(trace, edge, span.0, span.1);
    let lamp = Lamp::new(&props.focus, trace, end);
    let plan = Plan {
        trace,
        edge,
        scale: props.scale,
        lanes: &props.lanes,
        lamp: &lamp,
        query: &props.query,
        names: player.names(),
        detail: detail(
            ((end - first) as f64 * props.lanes.share()) as u64,
            room(trace, first, end) * props.scale,
        ),
        face: player.world().clock_face(),
    };
    let of = (player.active(), props.scale, props.lanes.clone(), props.focus.clone(), props.query.clone());
    let mut kept = kept.borrow_mut();
    if kept.of.as_ref() != Some(&of) {
        *kept = Kept { of: Some(of), scenes: SortedMap::default() };
    }
    kept.scenes.retain(|chunk, _| (props.first..=props.last).contains(chunk));
    let pieces = (props.first..=props.last).map(|chunk| {
        let scene = scene(&plan, chunk, &mut kept);
        let shift = format!("translate({} 0)", px((chunk - props.first) as f64 * CHUNK));
        html! { <g key={chunk.to_string()} transform={shift}>{ part(scene, piece) }</g> }
    });
    html! { <>{ for pieces }</> }
}

/// How long the events from `first` to before `end` last, µs.
fn room(trace: &Trace, first: u64, end: u64) -> f64 {
    let at = |n: u64| trace.event(n).map_or(0, |event| event.at);
    at(end.saturating_sub(1)).saturating_sub(at(first)) as f64
}

fn scene(plan: &Plan, chunk: i64, kept: &mut Kept) -> Rc<Scene> {
    if plan.detail != Detail::Density {
        return Rc::new(plan.scene(chunk));
    }
    let (from, until) = chunk_span(chunk, plan.scale);
    let events = events_between(plan.trace, plan.edge, from, until);
    if let Some((same, scene)) = kept.scenes.get(&chunk).filter(|(same, _)| *same == events) {
        debug_assert_eq!(*same, events);
        return scene.clone();
    }
    let scene = Rc::new(plan.scene(chunk));
    kept.scenes.insert(chunk, (events, scene.clone()));
    scene
}

fn piece(scene: &Rc<Scene>) -> Html {
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
