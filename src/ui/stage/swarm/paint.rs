//! Painting a swarm: nodes on one canvas, again only those that have changed; messages on another, with every frame.

use super::grid::Grid;
use super::ink::Ink;
use super::marks::{Air, Face, groups};
use super::outline::{self, Pen, is_solid, outline, sign};
use crate::sim::{Form, Health};
use crate::ui::stage::geometry::Point;
use std::rc::Rc;
use web_sys::{CanvasRenderingContext2d as Brush, HtmlCanvasElement, wasm_bindgen::JsCast};

/// What everything that is painted depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct Ground {
    /// Where the nodes stand.
    pub grid: Rc<Grid>,
    /// The stage, CSS pixels.
    pub size: (f64, f64),
    /// Device pixels in a CSS pixel.
    pub density: f64,
    /// The colours.
    pub ink: Rc<Ink>,
}

/// What is on the canvases.
#[derive(Default)]
pub struct Painter {
    ground: Option<Ground>,
    faces: Rc<Vec<Face>>,
}

const TURN: f64 = 2.0 * std::f64::consts::PI;

impl Pen for &Brush {
    fn circle(&mut self, at: Point, radius: f64) {
        self.move_to(at.x + radius, at.y);
        // Fails only for a negative radius.
        let _ = self.arc(at.x, at.y, radius, 0.0, TURN);
    }

    fn line(&mut self, points: &[Point], close: bool) {
        for (i, point) in points.iter().enumerate() {
            if i == 0 { self.move_to(point.x, point.y) } else { self.line_to(point.x, point.y) }
        }
        if close {
            self.close_path();
        }
    }
}

impl Painter {
    /// Paints the nodes whose faces have changed; all of them on another ground.
    pub fn nodes(&mut self, canvas: &HtmlCanvasElement, ground: &Ground, faces: Rc<Vec<Face>>) {
        let fresh = self.ground.as_ref() != Some(ground) || self.faces.len() != faces.len();
        if !fresh && Rc::ptr_eq(&self.faces, &faces) {
            return;
        }
        let Some(brush) = brush(canvas, ground, fresh) else { return };
        let old = if fresh { &[][..] } else { &self.faces[..] };
        let changed = faces.iter().enumerate().filter(|(node, face)| old.get(*node) != Some(face));
        for (face, nodes) in groups(changed.map(|(node, face)| (*face, node))) {
            paint(&brush, ground, face, &nodes, !fresh);
        }
        if fresh {
            self.ground = Some(ground.clone());
        }
        self.faces = faces;
    }
}

/// The brush of a canvas that fits the ground; wiped when the canvas is `fresh`.
fn brush(canvas: &HtmlCanvasElement, ground: &Ground, fresh: bool) -> Option<Brush> {
    let pixels = |length: f64| libm::round(length * ground.density).max(1.0) as u32;
    let (width, height) = (pixels(ground.size.0), pixels(ground.size.1));
    if (canvas.width(), canvas.height()) != (width, height) {
        canvas.set_width(width);
        canvas.set_height(height);
    }
    let brush: Brush = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    brush.set_line_join("round");
    brush.set_transform(ground.density, 0.0, 0.0, ground.density, 0.0, 0.0).ok()?;
    if fresh {
        brush.clear_rect(0.0, 0.0, ground.size.0, ground.size.1);
    }
    Some(brush)
}

/// Paints nodes with the same face.
fn paint(brush: &Brush, ground: &Ground, face: Face, nodes: &[usize], wipe: bool) {
    let (grid, ink) = (&ground.grid, &ground.ink);
    if wipe {
        let rooms = nodes.iter().map(|node| grid.room(*node));
        rooms.for_each(|room| brush.clear_rect(room.at.x, room.at.y, room.width, room.height));
    }
    if let Some(side) = face.side {
        brush.set_global_alpha(0.16);
        brush.set_fill_style_str(ink.side(side));
        let rooms = nodes.iter().map(|node| grid.room(*node));
        rooms.for_each(|room| brush.fill_rect(room.at.x, room.at.y, room.width, room.height));
        brush.set_global_alpha(1.0);
    }
    let radius = grid.radius();
    let pair = if face.health == Health::Crashed { &ink.down } else { ink.tone(face.tone) };
    brush.set_stroke_style_str(&pair.strong);
    brush.set_fill_style_str(if is_solid(face) { &pair.strong } else { &pair.soft });
    brush.set_line_width(outline::stroke(radius));
    brush.begin_path();
    let mut pen = brush;
    for node in nodes {
        outline(&mut pen, face, grid.at(*node), radius);
    }
    if face.health == Health::Up {
        brush.fill();
    }
    brush.stroke();
    if face.byzantine {
        brush.set_stroke_style_str(&ink.byzantine);
        brush.begin_path();
        for node in nodes {
            pen.circle(grid.at(*node), radius * outline::HALO);
        }
        brush.stroke();
    }
}

/// Paints what is on its way.
pub fn messages(canvas: &HtmlCanvasElement, ground: &Ground, air: &Air) {
    let Some(brush) = brush(canvas, ground, true) else { return };
    brush.set_line_width(1.0);
    brush.set_stroke_style_str(&ground.ink.graph);
    brush.set_global_alpha(0.3);
    brush.begin_path();
    for (from, to) in &air.streaks {
        brush.move_to(from.x, from.y);
        brush.line_to(to.x, to.y);
    }
    brush.stroke();
    let size = outline::dot(ground.grid.radius());
    let mut pen = &brush;
    for (dot, places) in groups(air.dots.iter().copied()) {
        brush.set_global_alpha(if dot.routine && !dot.gone { 0.6 } else { 1.0 });
        brush.begin_path();
        for at in &places {
            sign(&mut pen, dot, *at, size);
        }
        let strong = if dot.gone { &ground.ink.cut } else { &ground.ink.tone(dot.tone).strong };
        brush.set_stroke_style_str(if dot.gone || dot.form == Form::Rejection {
            strong
        } else {
            &ground.ink.paper
        });
        brush.set_fill_style_str(strong);
        if !dot.gone && dot.form != Form::Rejection {
            brush.fill();
        }
        brush.stroke();
    }
    brush.set_global_alpha(1.0);
}
