//! What hands do on the stage: clicks, drags, strokes, and the keys that move between nodes.

use super::air::Flight;
use super::cut::{Division, Stroke};
use super::flight::nearest;
use super::geometry::Point;
use super::layout::Layout;
use super::links::nearest_link;
use crate::sim::{Frame, Health, Input, NodeId};
use crate::ui::links::dragged;
use crate::ui::model::{Handle, Msg, Selection, Tool};
use gloo_events::{EventListener, EventListenerOptions};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{Element, SvgElement, wasm_bindgen::JsCast};
use yew::prelude::*;

/// How far nodes were dragged aside.
pub type Offsets = crate::sim::SortedMap<usize, Point>;

/// What a press can hit.
pub struct Eyes {
    /// The stage's element.
    pub svg: NodeRef,
    /// Where everything stands.
    pub layout: Rc<Layout>,
    /// What is on its way.
    pub flights: Rc<Vec<Flight>>,
    /// The nodes and cuts.
    pub frame: Rc<Frame>,
    /// What a click or drag does.
    pub tool: Tool,
    /// The player.
    pub player: Handle,
    /// What is asked for.
    pub dispatch: Callback<Msg>,
}

/// What the stage listens with, and what is going on.
pub struct Hands {
    /// A pointer was pressed.
    pub down: Callback<PointerEvent>,
    /// It moved.
    pub moved: Callback<PointerEvent>,
    /// It was released.
    pub up: Callback<PointerEvent>,
    /// The browser took it away.
    pub cancel: Callback<PointerEvent>,
    /// It left the stage.
    pub leave: Callback<PointerEvent>,
    /// A click.
    pub click: Callback<MouseEvent>,
    /// The message under the pointer.
    pub hovered: Option<u64>,
    /// The link that a click would cut or restore.
    pub aimed: Option<(NodeId, NodeId)>,
    /// The stroke that is being drawn.
    pub division: Option<Division>,
    /// A message that is being dragged from a node, to a point, and the node that would get it.
    pub sending: Option<Sending>,
    /// Whether something is being drawn or dragged.
    pub busy: bool,
}

/// A message that is being dragged: from a node, to a point, and to which node, if it is on one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sending {
    /// Who sends it.
    pub from: usize,
    /// Where the pointer is.
    pub at: Point,
    /// Who would get it.
    pub to: Option<usize>,
}

/// What a pointer is doing.
#[derive(Default)]
enum Doing {
    #[default]
    Nothing,
    /// Pressed on a node, at a point; it becomes a drag when it moves.
    Pressing(usize, Point),
    /// Dragging a message from a node, in a lab where that sends one.
    Sending(Sending),
    /// Dragging a node, last seen at a point.
    Dragging(usize, Point),
    /// Drawing.
    Drawing(Stroke),
}

#[derive(Default)]
struct Gesture {
    doing: Doing,
    hovered: Option<u64>,
    aimed: Option<(NodeId, NodeId)>,
    /// The click that follows means nothing: something was dragged, drawn or picked.
    spent: bool,
}

/// A press becomes a drag when it has moved so far.
const SLACK: f64 = 5.0;
/// How near a press must be to a message: for a mouse, for a finger.
const REACH: (f64, f64) = (12.0, 22.0);

impl Eyes {
    fn point(&self, event: &MouseEvent) -> Point {
        let frame = self.svg.cast::<Element>().map(|svg| svg.get_bounding_client_rect());
        let (left, top) = frame.map_or((0.0, 0.0), |frame| (frame.left(), frame.top()));
        Point::new(f64::from(event.client_x()) - left, f64::from(event.client_y()) - top)
    }

    fn message_at(&self, at: Point, reach: f64) -> Option<u64> {
        if self.layout.node_at(at, 2.0).is_some() {
            return None;
        }
        nearest(self.flights.iter().map(|flight| (flight.number, flight.mote.at)), at, reach)
    }

    fn capture(&self, event: &PointerEvent) {
        if let Some(svg) = self.svg.cast::<Element>() {
            let _ = svg.set_pointer_capture(event.pointer_id());
        }
    }

    fn divide(&self, stroke: &Stroke) -> Option<Division> {
        let nodes: Vec<Point> = self.layout.spots.iter().map(|spot| spot.at).collect();
        stroke.divide(self.layout.size, &nodes)
    }

    /// Whether dragging from a node to another sends a message.
    fn sends(&self) -> bool {
        self.player.get().world().gestures().drag.is_some()
    }

    fn picks_messages(&self) -> bool {
        matches!(self.tool, Tool::Select | Tool::Kill)
    }

    /// A press: begins a stroke, picks a message, or may become a drag.
    fn down(&self, gesture: &mut Gesture, event: &PointerEvent) {
        if event.button() != 0 || !event.is_primary() {
            return;
        }
        *gesture = Gesture::default();
        let at = self.point(event);
        if on(event, ".pill").is_some() {
            return;
        }
        if self.tool == Tool::Cut {
            self.capture(event);
            gesture.doing = Doing::Drawing(Stroke::new(at));
            return;
        }
        let touch = event.pointer_type() == "touch";
        let reach = if touch { REACH.1 } else { REACH.0 };
        if let Some(number) = self.message_at(at, reach).filter(|_| self.picks_messages()) {
            gesture.spent = true;
            self.dispatch.emit(Msg::Run(false));
            self.dispatch.emit(Msg::Select(Some(Selection::Message(number))));
        } else if let Some(node) =
            self.layout.node_at(at, 2.0).filter(|_| self.tool == Tool::Select && (!touch || self.sends()))
        {
            // A finger that moves scrolls the page, unless messages are sent by dragging.
            gesture.doing = Doing::Pressing(node, at);
        }
    }

    /// A movement; returns whether the stage has to be drawn again.
    fn moved(&self, gesture: &mut Gesture, offsets: &mut Offsets, event: &PointerEvent) -> bool {
        let at = self.point(event);
        match &mut gesture.doing {
            Doing::Drawing(stroke) => stroke.to(at),
            Doing::Pressing(node, from) if from.distance(at) > SLACK => {
                self.capture(event);
                gesture.spent = true;
                gesture.doing = if self.sends() && !event.shift_key() {
                    Doing::Sending(Sending { from: *node, at, to: None })
                } else {
                    Doing::Dragging(*node, *from)
                };
                self.moved(gesture, offsets, event)
            }
            Doing::Sending(sending) => {
                let to = self.layout.node_at(at, REACH.0).filter(|to| *to != sending.from);
                (sending.at, sending.to) = (at, to);
                true
            }
            Doing::Dragging(node, last) => {
                let offset = offsets.or_default(*node);
                *offset = *offset + (at - *last);
                *last = at;
                true
            }
            _ if event.pointer_type() == "touch" => false,
            _ => {
                let hovered = self.message_at(at, REACH.0).filter(|_| self.picks_messages());
                let aimed = self.aim(at, REACH.0);
                let changed = (hovered, aimed) != (gesture.hovered, gesture.aimed);
                (gesture.hovered, gesture.aimed) = (hovered, aimed);
                changed
            }
        }
    }

    fn aim(&self, at: Point, reach: f64) -> Option<(NodeId, NodeId)> {
        let free = self.tool == Tool::Links && self.layout.node_at(at, 0.0).is_none();
        free.then(|| nearest_link(&self.layout, at, reach)).flatten()
    }

    /// A release: a stroke cuts, or says why it doesn't.
    fn up(&self, gesture: &mut Gesture, event: &PointerEvent) {
        let stroke = match std::mem::take(&mut gesture.doing) {
            Doing::Drawing(stroke) => stroke,
            Doing::Sending(Sending { from, to: Some(to), .. }) => {
                let input = dragged(&self.player.get(), from.into(), to.into());
                if let Some(input) = input {
                    self.dispatch.emit(Msg::Act(input));
                }
                return;
            }
            _ => return,
        };
        gesture.spent = true;
        let at = self.point(event);
        let Some(division) = self.divide(&stroke) else {
            if let Some(node) = self.layout.node_at(at, 2.0) {
                self.dispatch.emit(Msg::Select(Some(Selection::Node(NodeId::from(node)))));
            }
            return;
        };
        self.dispatch.emit(match division.cut() {
            Ok(cut) => Msg::Act(cut),
            Err(why) => Msg::Notice(why.to_owned()),
        });
    }

    /// A click beside the nodes: cuts or restores a link, or clears the selection.
    fn click(&self, gesture: &mut Gesture, event: &MouseEvent) {
        if std::mem::take(&mut gesture.spent) || on(event, "[data-node], .pill").is_some() {
            return;
        }
        if self.tool == Tool::Links {
            let Some((a, b)) = self.aim(self.point(event), REACH.1) else { return };
            self.dispatch.emit(Msg::ActAll(crate::ui::links::toggle(&self.frame.cuts, a, b)));
        } else {
            self.dispatch.emit(Msg::Select(None));
        }
    }
}

/// The element around what an event hit that matches a selector.
fn on(event: &MouseEvent, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok().flatten()
}

/// A finger that drags must not scroll the page as well. CSS cannot say so of a part of a drawing, and Yew's own
/// listeners are passive.
#[hook]
fn use_hold(svg: &NodeRef, gesture: &Rc<RefCell<Gesture>>) {
    let gesture = gesture.clone();
    use_effect_with(svg.clone(), move |svg| {
        let listener = svg.cast::<Element>().map(|svg| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&svg, "touchmove", options, move |event| {
                if matches!(gesture.borrow().doing, Doing::Pressing(..) | Doing::Sending(_)) {
                    event.prevent_default();
                }
            })
        });
        move || drop(listener)
    });
}

/// The listeners of the stage. Made anew with every frame, since what can be hit moves.
#[hook]
pub fn use_hands(eyes: Eyes, offsets: Rc<RefCell<Offsets>>) -> Hands {
    let gesture = use_mut_ref(Gesture::default);
    use_hold(&eyes.svg, &gesture);
    let update = use_force_update();
    let eyes = Rc::new(eyes);
    let (division, sending, busy) = match &gesture.borrow().doing {
        Doing::Drawing(stroke) => (eyes.divide(stroke), None, true),
        Doing::Sending(sending) => (None, Some(*sending), true),
        Doing::Dragging(..) => (None, None, true),
        _ => (None, None, false),
    };
    let (hovered, aimed) = (gesture.borrow().hovered, gesture.borrow().aimed);
    let pointer = |act: fn(&Eyes, &mut Gesture, &mut Offsets, &PointerEvent) -> bool| {
        let (eyes, gesture, offsets, update) =
            (eyes.clone(), gesture.clone(), offsets.clone(), update.clone());
        Callback::from(move |event: PointerEvent| {
            if act(&eyes, &mut gesture.borrow_mut(), &mut offsets.borrow_mut(), &event) {
                update.force_update();
            }
        })
    };
    let click = {
        let (eyes, gesture) = (eyes.clone(), gesture.clone());
        Callback::from(move |event: MouseEvent| eyes.click(&mut gesture.borrow_mut(), &event))
    };
    Hands {
        down: pointer(|eyes, gesture, _, event| {
            eyes.down(gesture, event);
            false
        }),
        moved: pointer(Eyes::moved),
        up: pointer(|eyes, gesture, _, event| {
            eyes.up(gesture, event);
            gesture.doing = Doing::Nothing;
            true
        }),
        cancel: pointer(|_, gesture, _, _| {
            *gesture = Gesture::default();
            true
        }),
        leave: pointer(|_, gesture, _, _| {
            (gesture.hovered, gesture.aimed) = (None, None);
            true
        }),
        click,
        hovered,
        aimed,
        division,
        sending,
        busy,
    }
}

/// A click on a node: selects it, or kills or restarts it.
#[hook]
pub fn use_press(player: &Handle, tool: Tool, dispatch: &Callback<Msg>) -> Callback<NodeId> {
    use_callback((player.clone(), tool, dispatch.clone()), |node: NodeId, (player, tool, dispatch)| {
        if *tool != Tool::Kill {
            dispatch.emit(Msg::Select(Some(Selection::Node(node))));
            return;
        }
        let health = player.get().frame().nodes.get(node.index()).map(|node| node.health);
        let crashed = health == Some(Health::Crashed);
        dispatch.emit(Msg::Act(if crashed { Input::Restart(node) } else { Input::Crash(node) }));
    })
}

/// Keys on a node: arrows move to the next, Enter and Space select.
#[hook]
pub fn use_node_keys(
    svg: &NodeRef,
    count: usize,
    dispatch: &Callback<Msg>,
) -> Callback<(NodeId, KeyboardEvent)> {
    let deps = (svg.clone(), count, dispatch.clone());
    use_callback(deps, |(node, event): (NodeId, KeyboardEvent), (svg, count, dispatch)| {
        if event.alt_key() || event.shift_key() || event.ctrl_key() || event.meta_key() || *count == 0 {
            return;
        }
        let here = node.index();
        let to = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => (here + 1) % count,
            "ArrowLeft" | "ArrowUp" => (here + count - 1) % count,
            "Enter" | " " => {
                dispatch.emit(Msg::Select(Some(Selection::Node(node))));
                here
            }
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        let element =
            svg.cast::<Element>().and_then(|svg| svg.query_selector(&format!("[data-seat='{to}']")).ok()?);
        if let Some(element) = element.and_then(|element| element.dyn_into::<SvgElement>().ok()) {
            let _ = element.focus();
        }
    })
}
