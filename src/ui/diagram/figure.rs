//! The diagram for a figure: as the page draws it, up to the instant shown, without what hands can do there.

use super::backdrop::{self, Area, patterns};
use super::causal::{Focus, Lamp};
use super::piece::{newest, piece};
use super::scale::{CHUNK, Lanes, TOP, View, Window, chunk_span, clamp_scale, first_scale, gutter};
use super::scene::{Plan, detail, events_between, room};
use crate::player::Player;
use crate::sim::{Micros, SortedSet};
use crate::ui::figures::{milliseconds, px, within};
use netsplit_text::tn;
use std::rc::Rc;
use yew::prelude::*;

/// Where the playhead stands when no span is asked for, as a share of the width: what is to come is not drawn.
const PLAYHEAD: f64 = 0.94;
/// Room at both ends of a span, px: labels stand there too.
const MARGIN: f64 = 24.0;
/// What the patterns' names begin with.
const ID: &str = "st";
/// The least height of a lane, px.
const LANE: f64 = 26.0;
/// Room above and below the lanes, px.
const FRAME: f64 = TOP + super::scale::BOTTOM;

/// The height that suits so many lanes, px.
pub fn height(nodes: usize) -> f64 {
    within(nodes as f64 * LANE + FRAME, 160.0, 360.0)
}

/// The story lines told at most in words.
const TOLD_MAX: usize = 12;

/// What is on the diagram, in words: how much of what happened, and the last that the story tells.
pub fn about(player: &Player) -> String {
    let (when, trace) = (player.when(), player.trace());
    let end = trace.story_after(when);
    let told = trace.story.iter_from(end.saturating_sub(TOLD_MAX)).take(end.min(TOLD_MAX));
    let told =
        told.map(|line| format!(" {}: {}.", milliseconds(line.when.at), line.line.plain(player.names())));
    let what = tn!(
        when.events,
        "Space-time diagram of {nodes}, up to {time} after {n} event.",
        "Space-time diagram of {nodes}, up to {time} after {n} events.",
        nodes = player.names().join(", "),
        time = milliseconds(when.at),
    );
    what + &told.collect::<String>()
}

/// The diagram, and the height that it takes: more than asked for where the lanes need more.
pub fn drawing(player: &Player, (width, height): (f64, f64), span: Option<(Micros, Micros)>) -> (Html, f64) {
    let nodes = player.names().len();
    let lanes = Rc::new(Lanes::new(nodes, &SortedSet::default(), height));
    let gutter = gutter(player.names());
    let window = window(player, (width - gutter).max(50.0), span);
    let flight_max = player.world().network().delay_max as f64 * 1.2;
    let (first, last) = window.chunks(flight_max);
    let area = Area { scale: window.scale, lanes: lanes.clone(), first, last, id: ID.into() };
    let now = window.x(player.time());
    let shift = format!("translate({} 0)", px(window.offset(first)));
    let total = lanes.height();
    let drawing = html! {
        <>
            <defs>
                { patterns(ID) }
                <clipPath id="st-clip"><rect width={px(within(now, 0.0, window.width))} height={px(total)} /></clipPath>
                <clipPath id="st-plot"><rect y="-2" width={px(window.width)} height={px(total + 2.0)} /></clipPath>
            </defs>
            { names(player, &lanes, gutter, width) }
            <g transform={format!("translate({} 0)", px(gutter))}>
                <g clip-path="url(#st-plot)">
                    <g transform={shift.clone()}>{ backdrop::ticks(&area) }</g>
                    <g clip-path="url(#st-clip)">
                        <g transform={shift.clone()}>
                            { backdrop::tints(player, player.when(), &area) }
                            { pieces(player, &area) }
                        </g>
                    </g>
                    <g transform={shift}>{ backdrop::marks(player, player.when(), &area) }</g>
                    { newest(player, window, &lanes) }
                    if (0.0..=window.width).contains(&now) { { backdrop::playhead(now, &lanes) } }
                </g>
            </g>
        </>
    };
    (drawing, total)
}

/// The part of the run that is drawn: the span asked for, else what leads up to the instant.
fn window(player: &Player, width: f64, span: Option<(Micros, Micros)>) -> Window {
    let Some((from, until)) = span else {
        let scale = first_scale(player.world().network());
        let left = player.time() - PLAYHEAD * width / scale;
        return Window::new(View::Panned(left), player.time(), scale, width, false);
    };
    let scale = clamp_scale((width - 2.0 * MARGIN) / until.saturating_sub(from).max(1) as f64);
    Window { left: from as f64 - MARGIN / scale, scale, width }
}

fn pieces(player: &Player, area: &Area) -> Html {
    let (trace, edge) = (player.trace(), player.when());
    let span = (chunk_span(area.first, area.scale).0, chunk_span(area.last, area.scale).1);
    let (first, end) = events_between(trace, edge, span.0, span.1);
    let plan = Plan {
        trace,
        edge,
        scale: area.scale,
        lanes: &area.lanes,
        lamp: &Lamp::new(&Focus::All, trace, end),
        query: "",
        names: player.names(),
        detail: detail(end - first, room(trace, first, end) * area.scale),
        face: player.world().clock_face(),
    };
    let draw = |chunk: i64| {
        let shift = format!("translate({} 0)", px((chunk - area.first) as f64 * CHUNK));
        html! { <g transform={shift}>{ piece(&Rc::new(plan.scene(chunk))) }</g> }
    };
    html! { <>{ for (area.first..=area.last).map(draw) }</> }
}

fn names(player: &Player, lanes: &Lanes, gutter: f64, width: f64) -> Html {
    let every = lanes.named_every();
    let lane = |(row, (node, y)): (usize, (crate::sim::NodeId, f64))| {
        html! {
            <g>
                <path class="st-lane" d={format!("M{} {}H{}", px(gutter), px(y), px(width))} />
                if row % every == 0 {
                    <text class="st-name" x="14" y={px(y + 4.0)}>{ &player.names()[node.index()] }</text>
                }
            </g>
        }
    };
    html! { <>{ for lanes.iter().enumerate().map(lane) }</> }
}
