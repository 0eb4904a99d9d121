//! The pieces of the diagram that are in sight. Each is rendered again only when its numbers have changed.

use super::causal::{Focus, Lamp};
use super::piece::piece;
use super::scale::{CHUNK, Lanes, chunk_span};
use super::scene::{Detail, Plan, Scene, detail, events_between, room};
use crate::sim::SortedMap;
use crate::ui::figures::px;
use crate::ui::memo::part;
use crate::ui::model::Handle;
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
