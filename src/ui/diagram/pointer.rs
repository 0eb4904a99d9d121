//! What the pointer does in the diagram: drag to pan, pinch or Ctrl+wheel to zoom, hover, click.

use super::hit::{self, Pick};
use super::scale::{Lanes, View, Window, clamp_scale};
use crate::player::Player;
use crate::sim::NodeId;
use crate::ui::links::dragged;
use crate::ui::model::{Handle, Msg, Selection};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{Element, PointerEvent};
use yew::prelude::*;

/// A press becomes a drag after so many px.
const SLOP: f64 = 4.0;
/// What is this near to the pointer is meant, px; for a finger, the second.
const RADIUS: (f64, f64) = (12.0, 22.0);

/// The fingers or the button that are down.
#[derive(Default)]
pub struct Grip {
    /// Id and newest place of each.
    down: Vec<(i32, f64)>,
    /// Where the first went down, and the left edge then, µs.
    start: (f64, f64),
    /// The distance of two fingers and the scale, when the second went down.
    spread: Option<(f64, f64)>,
    dragged: bool,
    /// From whose lane a message is being dragged.
    sender: Option<NodeId>,
}

/// A message that is being dragged from a lane to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sending {
    /// Whose lane it comes from.
    pub from: NodeId,
    /// Where the pointer is.
    pub at: (f64, f64),
}

/// What the handlers need of the moment at which they were made.
#[derive(Clone)]
pub struct Hand {
    /// The player.
    pub player: Handle,
    /// What is shown.
    pub window: Window,
    /// The lanes.
    pub lanes: Rc<Lanes>,
    /// Room left of the plot, px.
    pub gutter: f64,
    /// What is down.
    pub grip: Rc<RefCell<Grip>>,
    /// The drawing. (Yew listens at the root of the page, so an event's current target is not the drawing.)
    pub svg: NodeRef,
    /// Moves the view.
    pub view: UseStateHandle<View>,
    /// Sets the scale, px per µs.
    pub rescale: Callback<f64>,
    /// What is selected.
    pub selection: Option<Selection>,
    /// A message that is being dragged.
    pub sending: UseStateHandle<Option<Sending>>,
    /// What is hovered.
    pub hover: UseStateHandle<Option<Pick>>,
    /// To the page.
    pub dispatch: Callback<Msg>,
}

impl Hand {
    /// Where the pointer is in the plot.
    fn place(&self, event: &PointerEvent) -> Option<(f64, f64)> {
        let svg = self.svg.cast::<Element>()?.get_bounding_client_rect();
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        Some((x - svg.left() - self.gutter, y - svg.top()))
    }

    fn pick(&self, event: &PointerEvent) -> Option<Pick> {
        let place = self.place(event).filter(|(x, _)| *x >= -6.0)?;
        let radius = if event.pointer_type() == "touch" { RADIUS.1 } else { RADIUS.0 };
        let player = self.player.get();
        hit::pick(player.trace(), player.edge(), self.window, &self.lanes, place, radius)
    }

    /// A button or finger goes down.
    pub fn press(&self, event: &PointerEvent) {
        let Some((x, y)) = self.place(event).filter(|_| event.button() == 0) else { return };
        let mut grip = self.grip.borrow_mut();
        if grip.down.is_empty() {
            *grip = Grip { start: (x, self.window.left), sender: self.handle_at((x, y)), ..Grip::default() };
        }
        grip.down.push((event.pointer_id(), x));
        if let [(_, a), (_, b)] = grip.down[..] {
            grip.spread = Some(((a - b).abs().max(1.0), self.window.scale));
        }
    }

    /// The pointer moves.
    pub fn motion(&self, event: &PointerEvent) {
        let Some((x, y)) = self.place(event) else { return };
        let mut grip = self.grip.borrow_mut();
        let Some(finger) = grip.down.iter_mut().find(|(id, _)| *id == event.pointer_id()) else {
            drop(grip);
            return self.hover_at(event);
        };
        finger.1 = x;
        if let ([(_, a), (_, b)], Some((spread, scale))) = (&grip.down[..], grip.spread) {
            let (middle, distance) = (f64::midpoint(*a, *b), (a - b).abs().max(1.0));
            grip.dragged = true;
            drop(grip);
            return self.zoom_to(scale * distance / spread, middle);
        }
        let (start, left) = grip.start;
        if let Some(from) = grip.sender {
            grip.dragged = true;
            self.capture(event);
            self.sending.set(Some(Sending { from, at: (x, y) }));
            return;
        }
        if !grip.dragged && (x - start).abs() > SLOP {
            grip.dragged = true;
            self.capture(event);
        }
        if grip.dragged {
            drop(grip);
            self.hover.set(None);
            self.view.set(View::Panned(left - (x - start) / self.window.scale));
        }
    }

    fn hover_at(&self, event: &PointerEvent) {
        let pick = if event.pointer_type() == "touch" { None } else { self.pick(event) };
        if *self.hover != pick {
            self.hover.set(pick);
        }
    }

    /// The button or finger goes up: a click, unless it dragged.
    pub fn lift(&self, event: &PointerEvent) {
        let mut grip = self.grip.borrow_mut();
        let before = grip.down.len();
        grip.down.retain(|(id, _)| *id != event.pointer_id());
        let sender = grip.sender.take().filter(|_| grip.dragged);
        let clicked = before == 1 && grip.down.is_empty() && !grip.dragged;
        drop(grip);
        if let Some(from) = sender {
            self.sending.set(None);
            return self.send(from, event);
        }
        if !clicked {
            return;
        }
        match self.pick(event) {
            Some(Pick::Event(b)) if event.shift_key() && self.first_of_pair(b).is_some() => {
                self.view.set(View::Rest(self.window.left));
                let pair = self.first_of_pair(b).map(|a| Selection::Pair(a, b));
                self.dispatch.emit(Msg::Select(pair));
            }
            Some(pick) => {
                self.view.set(View::Rest(self.window.left));
                let asked = choose(&self.player.get(), pick);
                for msg in asked {
                    self.dispatch.emit(msg);
                }
            }
            None => self.dispatch.emit(Msg::Select(None)),
        }
    }

    /// The selected event that a click with Shift on event `b` compares it with.
    fn first_of_pair(&self, b: u64) -> Option<u64> {
        match self.selection {
            Some(Selection::Event(a) | Selection::Pair(a, _)) => Some(a).filter(|a| *a != b),
            _ => None,
        }
    }

    /// The lane whose handle is at a place, in a lab where messages are sent by dragging.
    fn handle_at(&self, (x, y): (f64, f64)) -> Option<NodeId> {
        let player = self.player.get();
        let drag = player.world().gestures().drag;
        let near = drag.is_some() && (self.window.x(player.time()) - x).abs() <= RADIUS.0;
        let lane = self.lane_at(y).filter(|(_, far)| near && *far <= RADIUS.0);
        lane.map(|(node, _)| node)
    }

    /// The lane nearest to a height, and how far it is.
    fn lane_at(&self, y: f64) -> Option<(NodeId, f64)> {
        let lanes = self.lanes.iter().map(|(node, lane)| (node, (lane - y).abs()));
        lanes.min_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// A message was dragged from this lane to where the pointer is.
    fn send(&self, from: NodeId, event: &PointerEvent) {
        let to = self.place(event).and_then(|(_, y)| self.lane_at(y));
        let Some((to, _)) = to.filter(|(to, far)| *to != from && *far <= self.lanes.gap / 2.0) else {
            return;
        };
        let input = dragged(&self.player.get(), from, to);
        if let Some(input) = input {
            self.dispatch.emit(Msg::Act(input));
        }
    }

    /// Keeps the drag when the pointer leaves the drawing.
    fn capture(&self, event: &PointerEvent) {
        if let Some(svg) = self.svg.cast::<Element>() {
            // Fails only when the pointer has just gone away; then there is nothing to follow.
            let _ = svg.set_pointer_capture(event.pointer_id());
        }
    }

    /// The press was taken away: the page scrolls.
    pub fn cancel(&self) {
        *self.grip.borrow_mut() = Grip::default();
        self.sending.set(None);
    }

    /// Zooms so that the time at `x` stays.
    pub fn zoom_to(&self, scale: f64, x: f64) {
        let scale = clamp_scale(scale);
        self.rescale.emit(scale);
        if *self.view != View::Follow {
            self.view.set(View::Panned(self.window.zoomed(scale, x)));
        }
    }
}

/// What a click asks for: the selection, and to go there and stop.
fn choose(player: &Player, pick: Pick) -> Vec<Msg> {
    match pick {
        Pick::Event(n) => {
            let seek = player.event_instant(n).map(Msg::Seek);
            [Some(Msg::Select(Some(Selection::Event(n)))), seek].into_iter().flatten().collect()
        }
        Pick::Message(n) => {
            let (now, message) = (player.when(), player.trace().message(n));
            let in_air = |m: &crate::sim::MessageRecord| m.sent_by <= now.events && m.ends > now.at;
            let go = match message.filter(|message| !in_air(message)) {
                Some(message) => player.event_instant(message.sent_by).map(Msg::Seek),
                None => Some(Msg::Run(false)),
            };
            [Some(Msg::Select(Some(Selection::Message(n)))), go].into_iter().flatten().collect()
        }
    }
}
