//! What hands and keys do on the stage of a swarm.

use super::grid::Grid;
use crate::sim::NodeId;
use crate::ui::model::{Msg, Selection, Tool};
use crate::ui::stage::cut::{Division, Stroke};
use crate::ui::stage::geometry::Point;
use std::rc::Rc;
use web_sys::{Element, wasm_bindgen::JsCast};
use yew::prelude::*;

/// What a press can hit.
pub struct Eyes {
    /// The stage's element.
    pub svg: NodeRef,
    /// Where the nodes stand.
    pub grid: Rc<Grid>,
    /// The stage, CSS pixels.
    pub size: (f64, f64),
    /// What a click or drag does.
    pub tool: Tool,
    /// A node was clicked.
    pub on_press: Callback<NodeId>,
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
    /// It left the stage.
    pub leave: Callback<PointerEvent>,
    /// A click.
    pub click: Callback<MouseEvent>,
    /// The node under the pointer.
    pub hovered: Option<usize>,
    /// The stroke that is being drawn.
    pub division: Option<Rc<Division>>,
}

#[derive(Default)]
struct Gesture {
    stroke: Option<Stroke>,
    /// The click that follows means nothing: something was drawn.
    spent: bool,
}

impl Eyes {
    fn point(&self, event: &MouseEvent) -> Point {
        let frame = self.svg.cast::<Element>().map(|svg| svg.get_bounding_client_rect());
        let (left, top) = frame.map_or((0.0, 0.0), |frame| (frame.left(), frame.top()));
        Point::new(f64::from(event.client_x()) - left, f64::from(event.client_y()) - top)
    }

    fn divide(&self, stroke: &Stroke) -> Option<Rc<Division>> {
        stroke.divide(self.size, &self.grid.points()).map(Rc::new)
    }

    fn begin(&self, gesture: &mut Gesture, event: &PointerEvent) {
        *gesture = Gesture::default();
        if self.tool != Tool::Cut || event.button() != 0 || !event.is_primary() || on_pill(event) {
            return;
        }
        if let Some(svg) = self.svg.cast::<Element>() {
            // Fails only for a pointer that is gone already.
            let _ = svg.set_pointer_capture(event.pointer_id());
        }
        gesture.stroke = Some(Stroke::new(self.point(event)));
    }

    /// A stroke ends: it cuts, or the page says why it doesn't.
    fn finish(&self, gesture: &mut Gesture) {
        let Some(stroke) = gesture.stroke.take() else { return };
        let Some(division) = self.divide(&stroke) else { return };
        gesture.spent = true;
        self.dispatch.emit(match division.cut() {
            Ok(cut) => Msg::Act(cut),
            Err(why) => Msg::Notice(why.to_owned()),
        });
    }

    fn click(&self, gesture: &mut Gesture, event: &MouseEvent) {
        if std::mem::take(&mut gesture.spent) || on_pill(event) {
            return;
        }
        match self.grid.node_at(self.point(event)) {
            Some(node) => self.on_press.emit(NodeId::from(node)),
            None => self.dispatch.emit(Msg::Select(None)),
        }
    }
}

fn on_pill(event: &MouseEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.and_then(|element| element.closest(".pill").ok().flatten()).is_some()
}

/// The listeners of the stage.
#[hook]
pub fn use_hands(eyes: Eyes) -> Hands {
    let gesture = use_mut_ref(Gesture::default);
    let hovered = use_state_eq(|| None::<usize>);
    let division = use_state_eq(|| None::<Rc<Division>>);
    let eyes = Rc::new(eyes);
    let down = {
        let (eyes, gesture) = (eyes.clone(), gesture.clone());
        Callback::from(move |event: PointerEvent| eyes.begin(&mut gesture.borrow_mut(), &event))
    };
    let moved = {
        let (eyes, gesture) = (eyes.clone(), gesture.clone());
        let (set_hovered, set_division) = (hovered.setter(), division.setter());
        Callback::from(move |event: PointerEvent| {
            let at = eyes.point(&event);
            if let Some(stroke) = &mut gesture.borrow_mut().stroke {
                if stroke.to(at) {
                    set_division.set(eyes.divide(stroke));
                }
            } else if event.pointer_type() != "touch" {
                set_hovered.set(eyes.grid.node_at(at));
            }
        })
    };
    let up = {
        let (eyes, gesture, set) = (eyes.clone(), gesture.clone(), division.setter());
        Callback::from(move |_: PointerEvent| {
            eyes.finish(&mut gesture.borrow_mut());
            set.set(None);
        })
    };
    let leave = {
        let set = hovered.setter();
        Callback::from(move |_: PointerEvent| set.set(None))
    };
    let click = Callback::from(move |event: MouseEvent| eyes.click(&mut gesture.borrow_mut(), &event));
    let hovered = hovered.filter(|_| division.is_none());
    Hands { down, moved, up, leave, click, hovered, division: (*division).clone() }
}

/// Keys on the node that has the focus: arrows lead to others, Enter and Space do what a click does.
pub fn on_key(
    grid: &Grid,
    here: usize,
    event: &KeyboardEvent,
    go: &UseStateSetter<usize>,
    dispatch: &Callback<Msg>,
) {
    if event.alt_key() || event.shift_key() || event.ctrl_key() || event.meta_key() {
        return;
    }
    let key = event.key();
    if matches!(key.as_str(), "Enter" | " ") {
        dispatch.emit(Msg::Select(Some(Selection::Node(NodeId::from(here)))));
    } else if let Some(to) = grid.step(here, &key) {
        go.set(to);
    } else {
        return;
    }
    event.prevent_default();
    event.stop_propagation();
}
