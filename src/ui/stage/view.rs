//! The stage: nodes, links, cuts, messages, and what hands can do to them.

use super::air::{self, Flight};
use super::badges::{badges, plates, rects};
use super::bar::{Anchor, MessageBar, NodeBar};
use super::cut::Division;
use super::geometry::{Point, Rect, path};
use super::hands::{Eyes, Sending, use_hands};
use super::layout::Layout;
use super::links::{CutsProps, LinksProps, PillsProps, cuts, lines, links, pills};
use super::look::{Caption, Light, Look, captions, obstacles, plan};
use super::messages;
use super::node::NodeShape;
use super::seam::{Seam, beside_pills, seams};
use super::shapes;
use super::swarm::Swarm;
use crate::later::{Later, later};
use crate::sim::{Frame, Input, MessageName, Micros, NodeId};
use crate::ui::arrive::arriving;
use crate::ui::class::class;
use crate::ui::figures::px;
use crate::ui::memo::part;
use crate::ui::model::{Handle, Msg, Selection, Tool};
use netsplit_text::t;
use std::rc::Rc;
use yew::prelude::*;

/// What the stage is drawn from.
#[derive(Clone, Properties, PartialEq)]
pub struct StageProps {
    /// The player.
    pub player: Handle,
    /// The time shown with its fraction, µs.
    pub time: f64,
    /// What is selected.
    pub selection: Option<Selection>,
    /// What a click or drag does.
    pub tool: Tool,
    /// The stage, CSS pixels.
    pub size: (f64, f64),
    /// Presenter mode: everything larger.
    pub big: bool,
    /// Messages step instead of gliding.
    pub reduced: bool,
    /// What the page covers at the top and at the bottom; by default what its tools do at this size.
    #[prop_or_default]
    pub insets: Option<(f64, f64)>,
    /// What a lesson and a spotlight show of the nodes.
    #[prop_or_default]
    pub light: Rc<Light>,
    /// What is asked for.
    pub dispatch: Callback<Msg>,
}

/// Where there is little room, the page's tools lie over the bottom of the stage (`static/shell.css`).
pub(super) fn page_insets() -> (f64, f64) {
    let query = "(max-width: 900px), (max-height: 560px)";
    let little = web_sys::window()
        .and_then(|window| window.match_media(query).ok().flatten())
        .is_some_and(|query| query.matches());
    (50.0, if little { 54.0 } else { 8.0 })
}

/// The stage: nodes and messages as shapes, or as dots where there are too many.
pub fn stage(props: StageProps) -> Html {
    let swarm = props.player.get().frame().is_swarm();
    if swarm {
        arriving("swarm", props, &SWARM)
    } else {
        html! { <Stage ..props /> }
    }
}

static SWARM: Later<fn(&StageProps) -> Html> =
    later!(swarm: fn(&StageProps) -> Html = |props| html! { <Swarm ..props.clone() /> });

/// The stage on which each node is drawn.
#[component]
pub fn Stage(props: &StageProps) -> Html {
    let svg = use_node_ref();
    let stop = use_state(|| NodeId(0));
    let offsets = use_mut_ref(super::hands::Offsets::default);
    let (frame, names) = {
        let player = props.player.get();
        (player.frame(), player.names().to_vec())
    };
    let insets = *use_memo((props.size, props.insets), |(_, given)| given.unwrap_or_else(page_insets));
    let base = use_memo(plan(&frame, props.size, props.big, insets), super::plan::Plan::arrange);
    let layout = {
        let moved = offsets.borrow().clone();
        use_memo(
            (base, moved),
            |(base, moved)| if moved.is_empty() { (**base).clone() } else { base.moved(moved) },
        )
    };
    let looks =
        use_memo((props.player.clone(), names.clone(), props.light.clone()), |(player, names, light)| {
            let look = |node| Look::of(node, names).in_light(light);
            player.get().frame().nodes.iter().map(look).collect::<Vec<_>>()
        });
    let hint = (props.tool == Tool::Kill).then_some(t!("click to restart"));
    let plates = use_memo((layout.clone(), looks.clone()), |(layout, looks)| plates(layout, looks));
    let captions = use_memo((layout.clone(), looks.clone(), hint), |(layout, looks, hint)| {
        captions(layout, looks, &rects(&plates), *hint)
    });
    let walls = use_memo((layout.clone(), looks.clone(), captions.clone()), |(layout, looks, captions)| {
        obstacles(layout, looks, &rects(&plates), captions)
    });
    let cut_lines = use_memo((frame.cuts.clone(), layout.clone(), walls.clone()), |(cuts, layout, walls)| {
        seams(cuts, layout, walls)
    });
    let flights = {
        let player = props.player.get();
        let mut flights = air::flights(&player, &layout, &frame.cuts, &cut_lines, props.reduced);
        flights.retain(|flight| !props.light.hides_link(flight.link()));
        for flight in &mut flights {
            flight.dim = props.light.dims_link(flight.link());
        }
        flights
    };
    let flights = Rc::new(flights);
    let eyes = Eyes {
        svg: svg.clone(),
        layout: layout.clone(),
        flights: flights.clone(),
        frame: frame.clone(),
        tool: props.tool,
        player: props.player.clone(),
        dispatch: props.dispatch.clone(),
    };
    let hands = use_hands(eyes, offsets);
    let shown = Shown {
        frame: &frame,
        names: &names,
        layout: &layout,
        seams: &cut_lines,
        flights: &flights,
        light: &props.light,
    };
    let division = hands.division.as_ref();
    let (width, height) = props.size;
    let class = class!("stage-view", tool_class(props.tool), props.big.then_some("big"));
    let seams = CutsProps {
        seams: cut_lines.clone(),
        layout: layout.clone(),
        selected: selected_cut(props.selection),
    };
    let buttons = PillsProps {
        cuts: frame.cuts.clone(),
        seams: cut_lines.clone(),
        names: names.clone(),
        unit: layout.unit,
        on_heal: heal(&props.dispatch),
    };
    // What is there only now and then stands in a group of its own, so that nothing beside it is made anew: a finger that
    // drags is lost with the element on which it came down.
    html! {
        <div {class}>
            <svg ref={svg.clone()} class="drawing" role="group" aria-label={t!("Stage")} width={px(width)} height={px(height)}
                viewBox={format!("0 0 {} {}", px(width), px(height))} onpointerdown={hands.down} onpointermove={hands.moved}
                onpointerup={hands.up} onpointercancel={hands.cancel} onpointerleave={hands.leave} onclick={hands.click}>
                { shapes::hatch() }
                <g>{ for division.map(|division| tint(division, props.size)) }</g>
                { part(seams, cuts) }
                { shown.links(&props.player, hands.aimed) }
                { shown.messages(&walls, props, hands.hovered) }
                <Nodes player={props.player.clone()} selection={props.selection} tool={props.tool} looks={looks.clone()}
                    layout={layout.clone()} {captions} sides={sides(division, &looks)} {stop} svg={svg.clone()}
                    dispatch={props.dispatch.clone()} />
                { messages::arcs(&frame, &looks, &layout, props.time) }
                { badges(&plates, layout.unit, props.time) }
                <g>{ for hands.sending.map(|sending| drag_line(sending, &layout)) }</g>
                { part(buttons, pills) }
                <g>{ for division.map(|division| stroke(division, &names, &layout)) }</g>
            </svg>
            { bar(props, &shown, &walls, hands.busy) }
        </div>
    }
}

/// What is on the stage at this frame.
struct Shown<'a> {
    frame: &'a Rc<Frame>,
    names: &'a [String],
    layout: &'a Rc<Layout>,
    seams: &'a Rc<Vec<Seam>>,
    flights: &'a [Flight],
    light: &'a Light,
}

impl Shown<'_> {
    fn links(&self, player: &Handle, aimed: Option<(NodeId, NodeId)>) -> Html {
        let busy = air::busy(&player.get());
        let used = self.flights.iter().map(Flight::link);
        let mut links = links(self.frame, &busy, used);
        links.retain(|link| !self.light.hides_link((link.a, link.b)));
        for link in &mut links {
            link.dim = self.light.dims_link((link.a, link.b));
        }
        let links = Rc::new(links);
        part(LinksProps { links, layout: self.layout.clone(), aimed }, lines)
    }

    fn messages(&self, walls: &[Rect], props: &StageProps, hovered: Option<u64>) -> Html {
        let selected = selected_message(props.selection);
        let walls = beside_pills(walls, self.seams);
        let labels = air::labels(self.flights, self.layout, &walls, selected, hovered);
        html! {
            <>
                { messages::motes(self.flights, self.names, self.layout, selected) }
                { messages::labels(&labels, self.layout.unit) }
            </>
        }
    }
}

pub(super) fn selected_message(selection: Option<Selection>) -> Option<u64> {
    if let Some(Selection::Message(number)) = selection { Some(number) } else { None }
}

pub(super) fn selected_cut(selection: Option<Selection>) -> Option<crate::sim::CutId> {
    if let Some(Selection::Cut(id)) = selection { Some(id) } else { None }
}

pub(super) fn tool_class(tool: Tool) -> &'static str {
    match tool {
        Tool::Select => "tool-select",
        Tool::Kill => "tool-kill",
        Tool::Cut => "tool-cut",
        Tool::Links => "tool-links",
    }
}

pub(super) fn heal(dispatch: &Callback<Msg>) -> Callback<crate::sim::CutId> {
    dispatch.reform(|id| Msg::Act(Input::Heal(id)))
}

/// The two sides of the stroke that is being drawn.
pub(super) fn tint(division: &Division, (width, height): (f64, f64)) -> Html {
    let region = path(&division.region, true);
    html! {
        <g class="tints">
            <path class="tint side-1" fill-rule="evenodd" d={format!("M-9e3 -9e3H{}V{}H-9e3Z{region}", px(width), px(height))} />
            <path class="tint side-0" fill-rule="evenodd" d={region} />
        </g>
    }
}

/// The stroke and the names of its sides.
pub(super) fn stroke(division: &Division, names: &[String], layout: &Layout) -> Html {
    let words = division.words(names);
    let width = super::labels::text_width(&words, layout.unit) * 1.18 + 24.0;
    let height = 28.0 * layout.unit;
    let middle = Point::new(layout.size.0 / 2.0, layout.size.1 - layout.floor - height / 2.0);
    let plate = Rect::around(middle, width, height);
    html! {
        <g class="stroke">
            <path d={path(&division.line, division.closed)} />
            <rect x={px(plate.at.x)} y={px(plate.at.y)} width={px(width)} height={px(height)}
                rx={px(height / 2.0)} />
            <text x={px(middle.x)} y={px(middle.y + 4.5 * layout.unit)}>{ words }</text>
        </g>
    }
}

/// The message that is being dragged.
fn drag_line(sending: Sending, layout: &Layout) -> Html {
    let Some(from) = layout.spots.get(sending.from) else { return Html::default() };
    let target = sending.to.and_then(|to| layout.spots.get(to));
    let end = target.map_or(sending.at, |spot| spot.at + (from.at - spot.at).unit() * spot.rim());
    let start = from.at + (end - from.at).unit() * from.rim();
    html! {
        <g class="sending">
            <path d={path(&[start, end], false)} />
            <circle cx={px(end.x)} cy={px(end.y)} r="6.5" />
            if let Some(spot) = target { <circle class="target" cx={px(spot.at.x)} cy={px(spot.at.y)} r={px(spot.rim() + 3.5)} /> }
        </g>
    }
}

/// On which side of the stroke the nodes are.
fn sides(division: Option<&Division>, looks: &[Look]) -> Vec<u8> {
    let side = |division: &Division, look: &Look| u8::from(!division.sides[0].contains(look.node));
    division.map(|division| looks.iter().map(|look| side(division, look)).collect()).unwrap_or_default()
}

#[derive(Properties, PartialEq)]
struct NodesProps {
    player: Handle,
    selection: Option<Selection>,
    tool: Tool,
    looks: Rc<Vec<Look>>,
    layout: Rc<Layout>,
    captions: Rc<Vec<Option<Caption>>>,
    sides: Vec<u8>,
    stop: UseStateHandle<NodeId>,
    svg: NodeRef,
    dispatch: Callback<Msg>,
}

/// The nodes: drawn again when something has happened, not with every frame.
#[component]
fn Nodes(props: &NodesProps) -> Html {
    let on_press = super::hands::use_press(&props.player, props.tool, &props.dispatch);
    let on_key = super::hands::use_node_keys(&props.svg, props.looks.len(), &props.dispatch);
    let on_focus = {
        let set_stop = props.stop.setter();
        use_callback((), move |node: NodeId, ()| set_stop.set(node))
    };
    let stop = props.stop.index().min(props.looks.len().saturating_sub(1));
    let node = |(i, look): (usize, &Look)| {
        html! {
            <NodeShape key={look.node.0} look={look.clone()} layout={props.layout.clone()} stop={i == stop}
                selected={props.selection == Some(Selection::Node(look.node))} side={props.sides.get(i).copied()}
                caption={props.captions.get(i).cloned().flatten()} on_press={on_press.clone()} on_key={on_key.clone()} on_focus={on_focus.clone()} />
        }
    };
    html! { <g class="nodes">{ for props.looks.iter().enumerate().map(node) }</g> }
}

/// The bar beside what is selected; none while something is being drawn or dragged.
fn bar(props: &StageProps, shown: &Shown<'_>, walls: &Rc<Vec<Rect>>, busy: bool) -> Html {
    if busy {
        return Html::default();
    }
    match props.selection {
        Some(Selection::Node(node)) => {
            let Some(spot) = shown.layout.spots.get(node.index()) else { return Html::default() };
            let anchor = Anchor {
                at: spot.at,
                gap: spot.rim() + 12.0,
                room: room(shown.layout),
                walls: walls.clone(),
            };
            html! { <NodeBar player={props.player.clone()} {node} {anchor} dispatch={props.dispatch.clone()} /> }
        }
        Some(Selection::Message(number)) => {
            let Some(flight) = shown.flights.iter().find(|flight| flight.number == number) else {
                return Html::default();
            };
            let anchor =
                Anchor { at: flight.mote.at, gap: 18.0, room: room(shown.layout), walls: walls.clone() };
            let delay = props.player.get().world().network().delay_max.max(1_000);
            message_bar(flight.name, flight, anchor, delay, &props.dispatch)
        }
        _ => Html::default(),
    }
}

/// Where bars may stand: below what floats over the stage.
pub(super) fn room(layout: &Layout) -> Rect {
    let (width, height) = layout.size;
    Rect::new(0.0, layout.ceiling - 6.0, width, height - layout.floor - layout.ceiling + 12.0)
}

pub(super) fn message_bar(
    name: MessageName,
    flight: &Flight,
    anchor: Anchor,
    delay: Micros,
    dispatch: &Callback<Msg>,
) -> Html {
    let label = AttrValue::from(flight.label.to_string());
    let flying = !flight.mote.gone && !flight.is_lost();
    html! { <MessageBar {name} {label} {flying} held={flight.held} {delay} {anchor} dispatch={dispatch.clone()} /> }
}
