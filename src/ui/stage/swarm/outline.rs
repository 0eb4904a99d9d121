//! The outlines of what a swarm is made of, for a canvas and for a figure.

use super::marks::{Dot, Face};
use crate::sim::{Form, Health, Shape};
use crate::ui::figures::{px, within};
use crate::ui::stage::geometry::Point;

/// How much larger than a byzantine node its ring is.
pub const HALO: f64 = 1.25;

/// What outlines are drawn with.
pub trait Pen {
    /// A circle.
    fn circle(&mut self, at: Point, radius: f64);
    /// A line through points, closed or not.
    fn line(&mut self, points: &[Point], close: bool);
}

impl Pen for String {
    fn circle(&mut self, at: Point, radius: f64) {
        let (r, d) = (px(radius), px(2.0 * radius));
        *self += &format!("M{} {}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0z", px(at.x - radius), px(at.y));
    }

    fn line(&mut self, points: &[Point], close: bool) {
        for (i, point) in points.iter().enumerate() {
            *self += &format!("{}{} {}", if i == 0 { 'M' } else { 'L' }, px(point.x), px(point.y));
        }
        if close {
            self.push('z');
        }
    }
}

/// How thick the outline of a node is.
pub fn stroke(radius: f64) -> f64 {
    within(radius * 0.3, 0.8, 2.2)
}

/// How large messages are between nodes of this size.
pub fn dot(radius: f64) -> f64 {
    within(radius * 0.55, 1.3, 5.0)
}

/// Whether a node is filled with its strong colour.
pub fn is_solid(face: Face) -> bool {
    face.health == Health::Up && !matches!(face.shape, Shape::Plain | Shape::Square)
}

/// The outline of a node: another one for each state and each family of roles, so that colour is not the only cue.
pub fn outline(pen: &mut dyn Pen, face: Face, at: Point, radius: f64) {
    let r = radius * 0.8;
    let mut lines = |all: &[&[(f64, f64)]], close| lines(pen, at, all, close);
    match (face.health, face.shape) {
        (Health::Crashed, _) => lines(&[&[(-r, -r), (r, r)], &[(r, -r), (-r, r)]], false),
        (Health::Paused, _) => {
            lines(&[&[(-0.4 * r, -r), (-0.4 * r, r)], &[(0.4 * r, -r), (0.4 * r, r)]], false);
        }
        // The one is hollow, the other solid.
        (Health::Up, Shape::Plain | Shape::Tick) => pen.circle(at, r),
        (Health::Up, Shape::Square) => lines(&[&[(-r, -r), (r, -r), (r, r), (-r, r)]], true),
        (Health::Up, Shape::Star) => {
            let (far, near) = (1.15 * radius, 0.42 * radius);
            let corners = [
                (0.0, -far),
                (near, -near),
                (far, 0.0),
                (near, near),
                (0.0, far),
                (-near, near),
                (-far, 0.0),
                (-near, -near),
            ];
            lines(&[&corners], true);
        }
        (Health::Up, Shape::Crown) => {
            let d = 1.1 * radius;
            lines(&[&[(0.0, -d), (d, 0.8 * d), (-d, 0.8 * d)]], true);
        }
        (Health::Up, Shape::Hand) => {
            let d = 1.1 * radius;
            lines(&[&[(0.0, d), (d, -0.8 * d), (-d, -0.8 * d)]], true);
        }
    }
}

/// A message: a request is a dot, a reply a diamond, a refusal a hollow one; a cross where it is lost.
pub fn sign(pen: &mut dyn Pen, dot: Dot, at: Point, size: f64) {
    match dot.form {
        _ if dot.gone => {
            lines(pen, at, &[&[(-size, -size), (size, size)], &[(size, -size), (-size, size)]], false);
        }
        Form::Request => pen.circle(at, size),
        Form::Reply | Form::Rejection => {
            let d = size * 1.2;
            lines(pen, at, &[&[(-d, 0.0), (0.0, -d), (d, 0.0), (0.0, d)]], true);
        }
    }
}

fn lines(pen: &mut dyn Pen, at: Point, all: &[&[(f64, f64)]], close: bool) {
    for line in all {
        let points: Vec<Point> = line.iter().map(|(x, y)| at + Point::new(*x, *y)).collect();
        pen.line(&points, close);
    }
}
