//! Points, rectangles and lines, in CSS pixels of the stage.

use crate::sim::{key_of, order};
use crate::ui::figures::{px, within};
use std::ops::{Add, Mul, Sub};

/// A point, or the way from one point to another.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

impl Point {
    /// A point.
    pub const fn new(x: f64, y: f64) -> Self {
        Point { x, y }
    }

    /// The distance from the origin.
    pub fn length(self) -> f64 {
        libm::hypot(self.x, self.y)
    }

    /// The distance to another point.
    pub fn distance(self, other: Point) -> f64 {
        (self - other).length()
    }

    /// The same direction, one pixel long; to the right when there is none.
    pub fn unit(self) -> Point {
        let length = self.length();
        if length < 1e-9 { Point::new(1.0, 0.0) } else { self * (1.0 / length) }
    }

    /// A quarter turn clockwise on the screen.
    pub fn turned(self) -> Point {
        Point::new(-self.y, self.x)
    }

    /// The point a share of the way to another.
    pub fn towards(self, other: Point, share: f64) -> Point {
        self + (other - self) * share
    }

    /// The z of the cross product: positive when `other` lies clockwise on the screen.
    pub fn cross(self, other: Point) -> f64 {
        self.x * other.y - self.y * other.x
    }
}

impl Add for Point {
    type Output = Point;
    fn add(self, other: Point) -> Point {
        Point::new(self.x + other.x, self.y + other.y)
    }
}

impl Sub for Point {
    type Output = Point;
    fn sub(self, other: Point) -> Point {
        Point::new(self.x - other.x, self.y - other.y)
    }
}

impl Mul<f64> for Point {
    type Output = Point;
    fn mul(self, factor: f64) -> Point {
        Point::new(self.x * factor, self.y * factor)
    }
}

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Its upper left corner.
    pub at: Point,
    /// How wide it is.
    pub width: f64,
    /// How high it is.
    pub height: f64,
}

impl Rect {
    /// A rectangle by its upper left corner.
    pub fn new(x: f64, y: f64, width: f64, height: f64) -> Self {
        Rect { at: Point::new(x, y), width, height }
    }

    /// A rectangle by its middle.
    pub fn around(middle: Point, width: f64, height: f64) -> Self {
        Rect::new(middle.x - width / 2.0, middle.y - height / 2.0, width, height)
    }

    /// Its middle.
    pub fn middle(&self) -> Point {
        self.at + Point::new(self.width / 2.0, self.height / 2.0)
    }

    /// Whether two rectangles share more than an edge.
    pub fn overlaps(&self, other: &Rect) -> bool {
        self.at.x < other.at.x + other.width
            && other.at.x < self.at.x + self.width
            && self.at.y < other.at.y + other.height
            && other.at.y < self.at.y + self.height
    }

    /// The area that two rectangles share.
    pub fn shared(&self, other: &Rect) -> f64 {
        let overlap = |a: f64, b: f64, c: f64, d: f64| (b.min(d) - a.max(c)).max(0.0);
        overlap(self.at.x, self.at.x + self.width, other.at.x, other.at.x + other.width)
            * overlap(self.at.y, self.at.y + self.height, other.at.y, other.at.y + other.height)
    }

    /// Whether it meets a disc.
    pub fn meets_disc(&self, middle: Point, radius: f64) -> bool {
        let x = within(middle.x, self.at.x, self.at.x + self.width);
        let y = within(middle.y, self.at.y, self.at.y + self.height);
        middle.distance(Point::new(x, y)) < radius
    }

    /// Whether it lies within a stage of this size.
    pub fn inside(&self, (width, height): (f64, f64)) -> bool {
        self.at.x >= 0.0
            && self.at.y >= 0.0
            && self.at.x + self.width <= width
            && self.at.y + self.height <= height
    }

    /// The same rectangle, moved into the stage with a margin.
    pub fn pushed_inside(&self, (width, height): (f64, f64), margin: f64) -> Rect {
        self.pushed_into(&Rect::new(0.0, 0.0, width, height), margin)
    }

    /// Moved into a room, with a margin.
    pub fn pushed_into(&self, room: &Rect, margin: f64) -> Rect {
        let x = self.at.x.min(room.at.x + room.width - margin - self.width).max(room.at.x + margin);
        let y = self.at.y.min(room.at.y + room.height - margin - self.height).max(room.at.y + margin);
        Rect::new(x, y, self.width, self.height)
    }
}

/// How far a point is from the line between two others.
pub fn distance_to_segment(point: Point, from: Point, to: Point) -> f64 {
    let way = to - from;
    let along = (point - from).x * way.x + (point - from).y * way.y;
    let share = (along / (way.x * way.x + way.y * way.y).max(1e-9)).clamp(0.0, 1.0);
    point.distance(from.towards(to, share))
}

/// Where on the way from `a` to `b` (as a share) it is crossed by the line between `c` and `d`.
pub fn crossing(a: Point, b: Point, c: Point, d: Point) -> Option<f64> {
    let (one, two) = (b - a, d - c);
    let across = one.cross(two);
    if across.abs() < 1e-9 {
        return None;
    }
    let (share, other) = ((c - a).cross(two) / across, (c - a).cross(one) / across);
    ((0.0..=1.0).contains(&share) && (0.0..=1.0).contains(&other)).then_some(share)
}

/// Whether a point is inside a polygon, by the even-odd rule.
pub fn inside_polygon(point: Point, polygon: &[Point]) -> bool {
    let mut inside = false;
    let mut previous = polygon.last().copied().unwrap_or_default();
    for &corner in polygon {
        if (corner.y > point.y) != (previous.y > point.y) {
            let x = corner.x + (point.y - corner.y) / (previous.y - corner.y) * (previous.x - corner.x);
            inside ^= point.x < x;
        }
        previous = corner;
    }
    inside
}

/// The length of a line through points.
pub fn length(points: &[Point]) -> f64 {
    points.windows(2).map(|pair| pair[0].distance(pair[1])).sum()
}

/// The point on a line through points, `at` pixels from its start.
pub fn point_at(points: &[Point], at: f64) -> Point {
    let mut left = at;
    for pair in points.windows(2) {
        let piece = pair[0].distance(pair[1]);
        if left <= piece && piece > 0.0 {
            return pair[0].towards(pair[1], left / piece);
        }
        left -= piece;
    }
    points.last().copied().unwrap_or_default()
}

/// The convex hull of some points, clockwise on the screen.
pub fn hull(points: &[Point]) -> Vec<Point> {
    let by_height = order(points.iter().map(|point| key_of(point.y)));
    let across = order(by_height.iter().map(|i| key_of(points[*i].x)));
    let sorted: Vec<Point> = across.into_iter().map(|i| points[by_height[i]]).collect();
    if sorted.len() < 3 {
        return sorted;
    }
    let chain = |points: &mut dyn Iterator<Item = Point>| {
        let mut chain: Vec<Point> = Vec::new();
        for point in points {
            while let [.., a, b] = chain[..] {
                if (b - a).cross(point - b) > 0.0 {
                    break;
                }
                chain.pop();
            }
            chain.push(point);
        }
        chain.pop();
        chain
    };
    let mut whole = chain(&mut sorted.iter().copied());
    whole.extend(chain(&mut sorted.iter().rev().copied()));
    whole
}

/// An SVG path through points.
pub fn path(points: &[Point], closed: bool) -> String {
    use std::fmt::Write;
    let mut path = String::with_capacity(points.len() * 14);
    for (i, point) in points.iter().enumerate() {
        let _ = write!(path, "{}{} {}", if i == 0 { 'M' } else { 'L' }, px(point.x), px(point.y));
    }
    if closed {
        path.push('Z');
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polygons_and_crossings() {
        let square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)].map(|(x, y)| Point::new(x, y));
        assert!(inside_polygon(Point::new(5.0, 5.0), &square));
        assert!(!inside_polygon(Point::new(15.0, 5.0), &square));
        let share = crossing(square[0], square[1], Point::new(2.5, -5.0), Point::new(2.5, 5.0));
        assert_eq!(share, Some(0.25));
        assert_eq!(crossing(square[0], square[1], square[3], square[2]), None, "parallel");
    }

    #[test]
    fn rectangles_share_an_area() {
        let (one, other) = (Rect::new(0.0, 0.0, 10.0, 10.0), Rect::new(6.0, 8.0, 10.0, 10.0));
        assert_eq!((one.shared(&other), one.overlaps(&other)), (8.0, true));
        assert_eq!(one.shared(&Rect::new(10.0, 0.0, 5.0, 5.0)), 0.0);
    }

    #[test]
    fn a_hull_leaves_out_what_is_inside() {
        let points =
            [(0.0, 0.0), (4.0, 1.0), (10.0, 0.0), (5.0, 9.0), (5.0, 4.0)].map(|(x, y)| Point::new(x, y));
        let hull = hull(&points);
        assert_eq!(hull.len(), 3);
        assert!(!hull.contains(&points[1]) && !hull.contains(&points[4]));
    }

    #[test]
    fn points_along_a_line() {
        let line = [Point::new(0.0, 0.0), Point::new(10.0, 0.0), Point::new(10.0, 10.0)];
        assert_eq!(point_at(&line, 15.0), Point::new(10.0, 5.0));
        assert!((length(&line) - 20.0).abs() < 1e-9);
        assert!((distance_to_segment(Point::new(3.0, 4.0), line[0], line[1]) - 4.0).abs() < 1e-9);
    }
}
