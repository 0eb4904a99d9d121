//! The stage of a swarm as a component: two canvases, and over them what a hand or a key is at.

use super::border::{border, pill, sides};
use super::figure::faces;
use super::grid::Grid;
use super::hands::{Eyes, Hands, on_key, use_hands};
use super::ink::Ink;
use super::marks::{Air, air, census};
use super::paint::{Ground, Painter, messages};
use super::pick::{Ears, Pick, Why, pick};
use crate::platform::{self, AttributeObserver};
use crate::sim::{Cut, CutId, Frame};
use crate::ui::class::class;
use crate::ui::figures::px;
use crate::ui::model::{Handle, Msg, Selection};
use crate::ui::stage::air::Flight;
use crate::ui::stage::bar::{Anchor, NodeBar};
use crate::ui::stage::geometry::{Point, Rect};
use crate::ui::stage::layout::{Layout, Strips};
use crate::ui::stage::links::{face_words, pill_words};
use crate::ui::stage::look::Look;
use crate::ui::stage::view::{
    StageProps, heal, message_bar, page_insets, room, selected_cut, selected_message, stroke, tint,
    tool_class,
};
use netsplit_text::t;
use std::rc::Rc;
use web_sys::{Element, HtmlCanvasElement};
use yew::prelude::*;

/// How high the key is when it is closed, px.
const KEY: f64 = 42.0;

/// A cut as it is drawn.
#[derive(PartialEq)]
struct Seam {
    id: CutId,
    one_way: bool,
    spoken: String,
    line: String,
    pill: Rect,
}

/// The stage of a swarm.
#[component]
pub fn Swarm(props: &StageProps) -> Html {
    let (svg, below, above) = (use_node_ref(), use_node_ref(), use_node_ref());
    let painter = use_mut_ref(Painter::default);
    let cursor = use_state_eq(|| 0_usize);
    let focused = use_state_eq(|| false);
    let ink = use_ink(&svg);
    let frame = props.player.get().frame();
    let insets = *use_memo((props.size, props.insets), |(_, given)| given.unwrap_or_else(insets));
    let grid = use_memo((frame.nodes.len(), props.size, insets), |(count, size, insets)| {
        Grid::new(*count, *size, *insets)
    });
    let layout = bare(props, insets);
    let seams = use_memo((frame.cuts.clone(), grid.clone()), |(cuts, grid)| {
        let names = props.player.get();
        cuts.iter().map(|cut| seam(cut, grid, names.names(), &layout)).collect::<Vec<_>>()
    });
    let faces = use_memo(props.player.clone(), |_| faces(&frame).map(|(face, _)| face).collect::<Vec<_>>());
    let words = use_memo(props.player.clone(), |_| census(&frame));
    let wanted = selected_message(props.selection);
    let air = air(&props.player.get(), &grid, wanted, props.reduced);
    let on_press = crate::ui::stage::hands::use_press(&props.player, props.tool, &props.dispatch);
    let hands = use_hands(Eyes {
        svg: svg.clone(),
        grid: grid.clone(),
        size: props.size,
        tool: props.tool,
        on_press,
        dispatch: props.dispatch.clone(),
    });
    let selected = if let Some(Selection::Node(node)) = props.selection { Some(node.index()) } else { None };
    use_effect_with(selected, {
        let set = cursor.setter();
        move |selected| selected.iter().for_each(|node| set.set(*node))
    });
    let bar = bar(props, &frame, &grid, &layout, &air, hands.division.is_some());
    let ground =
        ink.map(|ink| Ground { grid: grid.clone(), size: props.size, density: platform::density(), ink });
    {
        let (below, above) = (below.clone(), above.clone());
        use_effect(move || {
            let Some(ground) = ground else { return };
            if let Some(canvas) = below.cast::<HtmlCanvasElement>() {
                painter.borrow_mut().nodes(&canvas, &ground, faces);
            }
            if let Some(canvas) = above.cast::<HtmlCanvasElement>() {
                messages(&canvas, &ground, &air);
            }
        });
    }
    let ears = ears(&grid, *cursor, &cursor, &focused, &props.dispatch);
    let here = Whereabouts { cursor: *cursor, focused: *focused, hovered: hands.hovered, selected };
    let (width, height) = props.size;
    let Hands { down, moved, up, leave, click, division, .. } = hands;
    let player = props.player.get();
    html! {
        <div class={class!("stage-view swarm", tool_class(props.tool), props.big.then_some("big"))}>
            <canvas ref={below} role="img" aria-label={(*words).clone()}></canvas>
            <canvas ref={above} aria-hidden="true" data-flights={player.trace().messages.len().to_string()}></canvas>
            <svg ref={svg} class="drawing" role="group" aria-label={t!("Stage")} width={px(width)} height={px(height)}
                viewBox={format!("0 0 {} {}", px(width), px(height))} onpointerdown={down} onpointermove={moved}
                onpointerup={up.clone()} onpointercancel={up} onpointerleave={leave} onclick={click}>
                <g>{ for division.iter().map(|division| tint(division, props.size)) }</g>
                <g>{ for seams.iter().map(|seam| line(seam, selected_cut(props.selection))) }</g>
                <g class="nodes">{ for here.picks(&frame, player.names(), &grid, (&layout, &ears)) }</g>
                <g>{ for seams.iter().map(|seam| button(seam, layout.unit, heal(&props.dispatch))) }</g>
                <g>{ for division.iter().map(|division| stroke(division, player.names(), &layout)) }</g>
            </svg>
            { bar }
        </div>
    }
}

/// The colours in force where the stage stands; none before it stands anywhere. In somebody else's page they are not those
/// of the page's root.
#[hook]
fn use_ink(place: &NodeRef) -> Option<Rc<Ink>> {
    let ink = use_state_eq(|| None::<Rc<Ink>>);
    let set = ink.setter();
    use_effect_with(place.clone(), move |place| {
        let observer = place.cast::<Element>().and_then(|place| {
            let themed = place.closest("[data-theme]").ok()?;
            let read = move || set.set(Some(Rc::new(Ink::of(&place))));
            read();
            AttributeObserver::new(&themed?, "data-theme", read)
        });
        move || drop(observer)
    });
    (*ink).clone()
}

/// What the page covers: unlike an ellipse, a grid reaches into the corner where the key is.
fn insets() -> (f64, f64) {
    let (ceiling, floor) = page_insets();
    (ceiling, floor.max(KEY))
}

/// What the shared parts of the stage want to know of a layout that has no spots.
fn bare(props: &StageProps, (ceiling, floor): (f64, f64)) -> Layout {
    let unit = if props.big { 20.0 / 12.0 } else { 1.0 };
    Layout { size: props.size, spots: Vec::new(), strips: Strips::Hidden, unit, floor, ceiling }
}

fn seam(cut: &Cut, grid: &Grid, names: &[String], layout: &Layout) -> Seam {
    let edges = border(grid, &sides(cut, grid.len()));
    let edge = |(a, b): &(Point, Point)| format!("M{} {}L{} {}", px(a.x), px(a.y), px(b.x), px(b.y));
    Seam {
        id: cut.id,
        one_way: cut.one_way,
        spoken: pill_words(cut, names),
        line: edges.iter().map(edge).collect(),
        pill: pill(&edges, &room(layout), layout.unit),
    }
}

fn line(seam: &Seam, selected: Option<CutId>) -> Html {
    let class = class!("seam", (selected == Some(seam.id)).then_some("chosen"));
    html! { <g key={format!("line {}", seam.id)} {class} data-cut={seam.id.to_string()}><path d={seam.line.clone()} /></g> }
}

/// The button that heals a cut.
fn button(seam: &Seam, unit: f64, heal: Callback<CutId>) -> Html {
    let (id, rect, middle) = (seam.id, seam.pill, seam.pill.middle());
    let words = face_words(seam.one_way);
    let onclick = heal.reform(move |_: MouseEvent| id);
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            event.stop_propagation();
            heal.emit(id);
        }
    });
    html! {
        <g key={format!("heal {id}")} class="pill" role="button" tabindex="0" aria-label={seam.spoken.clone()} {onclick} {onkeydown}>
            <rect x={px(rect.at.x)} y={px(rect.at.y)} width={px(rect.width)} height={px(rect.height)} rx={px(rect.height / 2.0)} />
            <text x={px(middle.x)} y={px(middle.y + 4.5 * unit)}>{ words }</text>
        </g>
    }
}

fn ears(
    grid: &Rc<Grid>,
    here: usize,
    cursor: &UseStateHandle<usize>,
    focused: &UseStateHandle<bool>,
    dispatch: &Callback<Msg>,
) -> Ears {
    let (grid, go, dispatch, set) = (grid.clone(), cursor.setter(), dispatch.clone(), focused.setter());
    Ears {
        key: Callback::from(move |event: KeyboardEvent| on_key(&grid, here, &event, &go, &dispatch)),
        focus: Callback::from(move |on| set.set(on)),
    }
}

/// Where hands and keys are.
struct Whereabouts {
    cursor: usize,
    focused: bool,
    hovered: Option<usize>,
    selected: Option<usize>,
}

impl Whereabouts {
    /// What is drawn of the nodes that hands and keys are at; the last is the one that Tab stops at.
    fn picks(
        &self,
        frame: &Frame,
        names: &[String],
        grid: &Grid,
        (layout, ears): (&Layout, &Ears),
    ) -> Vec<Html> {
        let draw = |node: usize, ears: Option<&Ears>| {
            let here = self.cursor == node;
            let why = Why {
                hovered: self.hovered == Some(node),
                selected: self.selected == Some(node),
                focused: here && self.focused,
            };
            let look = Look::of(frame.nodes.get(node)?, names);
            let drawn = Pick { look, at: grid.at(node), radius: grid.radius(), why };
            Some(pick(&drawn, ears, layout.size, layout.unit))
        };
        let cursor = self.cursor.min(frame.nodes.len().saturating_sub(1));
        let hovered = self.hovered.filter(|node| Some(*node) != self.selected);
        let others = [self.selected, hovered].into_iter().flatten().filter(|node| *node != cursor);
        others.filter_map(|node| draw(node, None)).chain(draw(cursor, Some(ears))).collect()
    }
}

/// The bar beside the selected node or message; none while a stroke is drawn.
fn bar(props: &StageProps, frame: &Frame, grid: &Grid, layout: &Layout, air: &Air, busy: bool) -> Html {
    let anchor =
        |at: Point| Anchor { at, gap: grid.radius() + 14.0, room: room(layout), walls: Rc::default() };
    match props.selection.filter(|_| !busy) {
        Some(Selection::Node(node)) if node.index() < frame.nodes.len() => {
            let anchor = anchor(grid.at(node.index()));
            html! { <NodeBar player={props.player.clone()} {node} {anchor} dispatch={props.dispatch.clone()} /> }
        }
        Some(Selection::Message(number)) => {
            let Some(flight) = flight(&props.player, number, air) else { return Html::default() };
            let delay = props.player.get().world().network().delay_max.max(1_000);
            message_bar(flight.name, &flight, anchor(flight.mote.at), delay, &props.dispatch)
        }
        _ => Html::default(),
    }
}

/// The selected message, while it is on its way.
fn flight(player: &Handle, number: u64, air: &Air) -> Option<Flight> {
    let player = player.get();
    let message = player.trace().message(number)?;
    Some(Flight {
        number,
        name: message.name,
        face: message.face,
        label: message.label.clone(),
        sent_by: message.sent_by,
        fate: message.fate,
        held: message.due == crate::sim::Micros::MAX,
        dim: false,
        mote: air.wanted?,
    })
}
