//! The diagram as a component.

use super::backdrop::{self, Area, patterns};
use super::causal::Focus;
use super::chunk::Chunks;
use super::controls::{ControlsProps, controls};
use super::hit::Pick;
use super::overlay;
use super::piece;
use super::pointer::{Grip, Hand, Sending};
use super::scale::{BOTTOM, Lanes, TOP, View, Window, first_scale, gutter};
use crate::player::Player;
use crate::sim::{SWARM, SortedSet};
use crate::ui::class::class;
use crate::ui::figures::{px, within};
use crate::ui::memo::part;
use crate::ui::model::{Handle, Msg, Selection};
use gloo_events::{EventListener, EventListenerOptions};
use netsplit_text::{t, tn};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, WheelEvent};
use yew::prelude::*;

/// Below this width the buttons have a row of their own, px.
const NARROW: f64 = 620.0;
/// Lanes of a swarm shown at once.
const PINNED_MAX: usize = 8;
/// That row's height, px.
const ROW: f64 = 44.0;

/// What the diagram shows.
#[derive(Properties, PartialEq)]
pub struct DiagramProps {
    /// The player.
    pub player: Handle,
    /// The time shown with its fraction, µs.
    pub time: f64,
    /// What is selected.
    pub selection: Option<Selection>,
    /// The events that *Why?* lights up.
    pub highlight: Rc<SortedSet<u64>>,
    /// Width and height, px.
    pub size: (f64, f64),
    /// To the page.
    pub dispatch: Callback<Msg>,
}

/// A number that no other diagram of the page has, for the names of its patterns.
fn own_number() -> u32 {
    thread_local!(static NEXT: Cell<u32> = const { Cell::new(0) });
    NEXT.with(|next| next.replace(next.get() + 1))
}

/// The flights in sight are at most this long, µs: how far left of the window pieces are drawn.
fn flight_max(player: &Handle) -> f64 {
    player.get().world().network().delay_max as f64 * 1.2
}

/// The space-time diagram.
#[component]
pub fn Diagram(props: &DiagramProps) -> Html {
    let id = use_memo((), |()| AttrValue::from(format!("st{}", own_number())));
    let view = use_state_eq(|| View::Follow);
    let zoom = use_state_eq(|| 1.0_f64);
    let hover = use_state_eq(|| None::<Pick>);
    let sending = use_state_eq(|| None::<Sending>);
    let hidden = use_state_eq(Rc::<SortedSet<u16>>::default);
    let query = use_state_eq(AttrValue::default);
    let grip = use_memo((), |()| RefCell::new(Grip::default()));
    let (canvas, svg) = (use_node_ref(), use_node_ref());

    let (nodes, branch) = (props.player.get().names().len(), props.player.get().active());
    let base =
        use_memo((branch, props.player.steady()), |_| first_scale(props.player.get().world().network()));
    let narrow = props.size.0 < NARROW;
    let height = props.size.1 - if narrow { ROW } else { 0.0 };
    let swarm = nodes > SWARM;
    let pinned = use_pinned(props.selection, &props.player);
    let chosen = if swarm { (*pinned).clone() } else { (*hidden).clone() };
    let lanes = use_memo((nodes, chosen, height.to_bits()), |(nodes, chosen, _)| {
        if swarm { Lanes::only(*nodes, chosen, height) } else { Lanes::new(*nodes, chosen, height) }
    });
    let gutter = use_memo((nodes, props.player.steady()), |_| gutter(props.player.get().names()));
    let width = (props.size.0 - *gutter).max(50.0);
    let running = props.player.get().running();
    let window = Window::new(*view, props.time, *base * *zoom, width, running);

    let rescale = {
        let (zoom, base) = (zoom.clone(), *base);
        Callback::from(move |scale: f64| zoom.set(scale / base))
    };
    let hand = Hand {
        player: props.player.clone(),
        window,
        lanes: lanes.clone(),
        gutter: *gutter,
        grip: grip.clone(),
        svg,
        view: view.clone(),
        rescale,
        hover: hover.clone(),
        selection: props.selection,
        sending: sending.clone(),
        dispatch: props.dispatch.clone(),
    };
    let latest = use_mut_ref(|| None::<Hand>);
    *latest.borrow_mut() = Some(hand.clone());
    let shown = props.size.0 >= 1.0 && height >= 1.0;
    use_wheel(canvas.clone(), shown, latest.clone());

    let toggle = {
        let lanes = if swarm { pinned.clone() } else { hidden.clone() };
        use_callback((*lanes).clone(), move |node: u16, old| lanes.set(toggled(old, node)))
    };
    let follow = {
        let view = view.clone();
        use_callback((), move |(), ()| view.set(View::Follow))
    };
    let find = {
        let query = query.clone();
        use_callback((), move |text, ()| query.set(text))
    };
    let by_button = use_callback((), move |factor: f64, ()| {
        if let Some(hand) = &*latest.borrow() {
            hand.zoom_to(hand.window.scale * factor, hand.window.width * super::scale::PLAYHEAD);
        }
    });
    let selected = match props.selection {
        Some(Selection::Event(n) | Selection::Pair(n, _)) => Some(Pick::Event(n)),
        Some(Selection::Message(n)) => Some(Pick::Message(n)),
        _ => None,
    };
    let from = match props.selection {
        Some(Selection::Event(n) | Selection::Pair(n, _)) => Some(n),
        _ => None,
    };
    let focus = match (props.highlight.is_empty(), from) {
        (false, _) => Focus::These(props.highlight.clone()),
        (true, Some(n)) => Focus::Event(n),
        (true, None) => Focus::All,
    };
    let onkeydown = {
        let dispatch = props.dispatch.clone();
        let something = props.selection.is_some();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && something {
                event.stop_propagation();
                dispatch.emit(Msg::Select(None));
            }
        })
    };
    if !shown {
        return Html::default();
    }
    let bar = ControlsProps {
        player: props.player.steady(),
        swarm,
        panned: matches!(*view, View::Panned(_)),
        hidden: (*hidden).clone(),
        query: (*query).clone(),
        from,
        follow,
        zoom: by_button,
        toggle: toggle.clone(),
        find,
        dispatch: props.dispatch.clone(),
    };
    html! {
        <div class={class!("st", narrow.then_some("narrow"))}>
            { part(bar, controls) }
            <div class="st-scroll" ref={canvas} tabindex="0" role="group" {onkeydown}
                aria-label={t!("Space-time diagram; the Story panel tells the same in words")}>
                if swarm && pinned.is_empty() {
                    <p class="empty">{ no_room(nodes as u64) }</p>
                } else {
                    { picture(&Picture { props, hand: &hand, id: &id, focus, selected, hover: *hover, query: &query, toggle }) }
                }
            </div>
        </div>
    }
}

/// What stands in the place of a swarm's lanes.
fn no_room(lanes: u64) -> String {
    tn!(
        lanes,
        "{n} lane has no room here. Select one on the stage, and its lane appears, beside those selected \
         before.",
        "{n} lanes have no room here. Select one on the stage, and its lane appears, beside those selected \
         before."
    )
}

/// The lanes of a swarm that are shown: of the nodes selected last, and of those that take part in a selected event or
/// message.
#[hook]
fn use_pinned(selection: Option<Selection>, player: &Handle) -> UseStateHandle<Rc<SortedSet<u16>>> {
    let pinned = use_state_eq(Rc::<SortedSet<u16>>::default);
    let order = use_mut_ref(Vec::<u16>::new);
    let (set, player) = (pinned.clone(), player.clone());
    use_effect_with(selection, move |selection| {
        let mut order = order.borrow_mut();
        order.retain(|node| set.contains(node));
        for node in concerned(*selection, &player) {
            order.retain(|other| *other != node);
            order.push(node);
        }
        let old = order.len().saturating_sub(PINNED_MAX);
        order.drain(..old);
        set.set(Rc::new(order.iter().copied().collect()));
    });
    pinned
}

/// The nodes that a selection concerns.
fn concerned(selection: Option<Selection>, player: &Handle) -> Vec<u16> {
    let player = player.get();
    let at = |event: u64| player.trace().event(event).map(|event| event.node.0);
    match selection {
        Some(Selection::Node(node)) => vec![node.0],
        Some(Selection::Event(n)) => at(n).into_iter().collect(),
        Some(Selection::Pair(a, b)) => at(a).into_iter().chain(at(b)).collect(),
        Some(Selection::Message(n)) => {
            let name = player.trace().message(n).map(|message| message.name);
            name.into_iter().flat_map(|name| [name.from.0, name.to.0]).collect()
        }
        Some(Selection::Cut(_)) | None => Vec::new(),
    }
}

/// The set with the node put in or taken out; the last lane stays.
fn toggled(hidden: &SortedSet<u16>, node: u16) -> Rc<SortedSet<u16>> {
    let mut hidden = hidden.clone();
    if hidden.remove(&node).is_none() {
        hidden.insert(node, ());
    }
    Rc::new(hidden)
}

/// Ctrl+wheel zooms; the plain wheel stays the page's. Yew's own wheel listeners are passive and could not keep
/// the browser from zooming too.
#[hook]
fn use_wheel(canvas: NodeRef, shown: bool, hand: Rc<RefCell<Option<Hand>>>) {
    use_effect_with((canvas, shown), move |(canvas, _)| {
        let listener = canvas.cast::<HtmlElement>().map(|element| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&element, "wheel", options, move |event| {
                let (Some(event), Some(hand)) = (event.dyn_ref::<WheelEvent>(), hand.borrow().clone()) else {
                    return;
                };
                if !event.ctrl_key() {
                    return;
                }
                event.prevent_default();
                let target = event.current_target();
                let left = target.as_ref().and_then(|target| target.dyn_ref::<Element>());
                let left = left.map_or(0.0, |element| element.get_bounding_client_rect().left());
                let delta = event.delta_y() * if event.delta_mode() == 0 { 1.0 } else { 30.0 };
                let x = f64::from(event.client_x()) - left - hand.gutter;
                hand.zoom_to(hand.window.scale * libm::exp(-delta.clamp(-200.0, 200.0) / 200.0), x);
            })
        });
        move || drop(listener)
    });
}

/// What one frame is drawn from.
struct Picture<'a> {
    props: &'a DiagramProps,
    hand: &'a Hand,
    id: &'a AttrValue,
    focus: Focus,
    selected: Option<Pick>,
    hover: Option<Pick>,
    query: &'a AttrValue,
    toggle: Callback<u16>,
}

fn picture(picture: &Picture) -> Html {
    let Picture { props, hand, id, .. } = picture;
    let (window, lanes) = (hand.window, &hand.lanes);
    let (first, last) = window.chunks(flight_max(&props.player));
    let shift = format!("translate({} 0)", px(window.offset(first)));
    let player = props.player.get();
    let now = window.x(props.time);
    let edge = window.x((player.edge().at as f64).max(props.time));
    let (clip_id, plot_id) = (format!("{id}-clip"), format!("{id}-plot"));
    let total = (window.width + hand.gutter, lanes.height());
    let on = |act: fn(&Hand, &PointerEvent)| {
        let hand = (*hand).clone();
        Callback::from(move |event: PointerEvent| act(&hand, &event))
    };
    let leave = {
        let hover = hand.hover.clone();
        Callback::from(move |_: PointerEvent| hover.set(None))
    };
    let lit = !matches!(picture.focus, Focus::All);
    let area = Area { scale: window.scale, lanes: lanes.clone(), first, last, id: (*id).clone() };
    let backdrop = Backdrop { player: props.player.clone(), area: area.clone() };
    let names = LaneNames {
        player: props.player.steady(),
        lanes: lanes.clone(),
        width: total.0,
        gutter: hand.gutter,
        toggle: picture.toggle.clone(),
    };
    html! {
        <svg class={class!("st-svg", lit.then_some("lit"), (lanes.gap < 12.0).then_some("close"))} width={px(total.0)} height={px(total.1)} aria-hidden="true"
            ref={hand.svg.clone()} onpointerdown={on(Hand::press)} onpointermove={on(Hand::motion)} onpointerup={on(Hand::lift)}
            onpointercancel={on(|hand, _| hand.cancel())} onpointerleave={leave}>
            <defs>
                { patterns(id) }
                <clipPath id={clip_id.clone()}><rect width={px(within(edge, 0.0, window.width))} height={px(total.1)} /></clipPath>
                <clipPath id={plot_id.clone()}><rect y="-2" width={px(window.width)} height={px(total.1 + 2.0)} /></clipPath>
            </defs>
            { part(names, lane_names) }
            <g transform={format!("translate({} 0)", px(hand.gutter))}>
                <g clip-path={format!("url(#{plot_id})")}>
                    <g transform={shift.clone()}>
                        { part(area, backdrop::ticks) }
                    </g>
                    <g clip-path={format!("url(#{clip_id})")}>
                        <g transform={shift.clone()}>
                            { part(backdrop.clone(), tints) }
                            <Chunks player={props.player.clone()} scale={window.scale} {first} {last} lanes={lanes.clone()}
                                focus={picture.focus.clone()} query={picture.query.trim().to_owned()} />
                        </g>
                    </g>
                    <g transform={shift}>
                        { part(backdrop, marks) }
                    </g>
                    <rect class="st-veil" x={px(now)} y={px(TOP)} width={px((edge - now).max(0.0))} height={px(total.1 - TOP - BOTTOM)} />
                    { over(picture, &player, now) }
                </g>
                { captions(picture, &player) }
            </g>
        </svg>
    }
}

/// What stands behind and above the events is drawn from this.
#[derive(Clone, PartialEq)]
struct Backdrop {
    player: Handle,
    area: Area,
}

fn tints(from: &Backdrop) -> Html {
    let player = from.player.get();
    backdrop::tints(&player, player.edge(), &from.area)
}

fn marks(from: &Backdrop) -> Html {
    let player = from.player.get();
    backdrop::marks(&player, player.edge(), &from.area)
}

impl Picture<'_> {
    /// The event that the selected one is compared with.
    fn other(&self) -> Option<Pick> {
        match self.props.selection {
            Some(Selection::Pair(_, b)) => Some(Pick::Event(b)),
            _ => None,
        }
    }
}

/// What lies over the events: what is picked, the newest one, the time shown.
fn over(picture: &Picture, player: &Player, now: f64) -> Html {
    let (window, lanes) = (picture.hand.window, &picture.hand.lanes);
    let picked = |pick, class| overlay::picked(player, window, lanes, pick, class);
    html! {
        <>
            { picked(picture.hover, "hover") }
            { picked(picture.selected, "chosen") }
            { picked(picture.other(), "chosen other") }
            <g class="st-newest">{ piece::newest(player, window, lanes) }</g>
            { backdrop::playhead(now, lanes) }
            { overlay::sending(player, now, lanes, *picture.hand.sending) }
        </>
    }
}

/// The captions of what is picked.
fn captions(picture: &Picture, player: &Player) -> Html {
    let (window, lanes) = (picture.hand.window, &picture.hand.lanes);
    let caption = |pick, selected| overlay::caption(player, window, lanes, pick, selected);
    let letter = |pick, letter| overlay::letter(player, window, lanes, pick, letter);
    let pair = picture.other().is_some();
    html! {
        <>
            <g>{ if pair { letter(picture.selected, "a") } else { caption(picture.selected, true) } }</g>
            <g>{ letter(picture.other(), "b") }</g>
            <g>{ caption(picture.hover.filter(|hover| Some(*hover) != picture.selected), false) }</g>
        </>
    }
}

#[derive(PartialEq)]
struct LaneNames {
    player: Handle,
    lanes: Rc<Lanes>,
    width: f64,
    gutter: f64,
    toggle: Callback<u16>,
}

/// The lanes' lines and names; a click on a name hides the lane.
fn lane_names(props: &LaneNames) -> Html {
    let player = props.player.get();
    let names = player.names();
    let every = props.lanes.named_every();
    let lane = |(row, (node, y)): (usize, (crate::sim::NodeId, f64))| {
        let hide = props.toggle.reform(move |event: MouseEvent| {
            event.stop_propagation();
            node.0
        });
        html! {
            <g key={node.0.to_string()}>
                <path class="st-lane" d={format!("M{} {}H{}", px(props.gutter), px(y), px(props.width))} />
                if row % every == 0 {
                    <text class="st-name" x="14" y={px(y + 4.0)} onclick={hide}>
                        { &names[node.index()] }<title>{ t!("Hide this lane") }</title>
                    </text>
                }
            </g>
        }
    };
    html! { <g>{ for props.lanes.iter().enumerate().map(lane) }</g> }
}
