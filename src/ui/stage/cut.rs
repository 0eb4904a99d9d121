//! Cuts by hand: which nodes a stroke has on either side of it.

use super::geometry::{Point, inside_polygon, length};
use crate::sim::{Input, NodeId, NodeSet};
use netsplit_text::t;

/// A stroke as it is being drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stroke {
    points: Vec<Point>,
}

/// What a stroke means.
#[derive(Clone, Debug, PartialEq)]
pub struct Division {
    /// The region on one side of it.
    pub region: Vec<Point>,
    /// The line that is drawn, extended to the edges or closed.
    pub line: Vec<Point>,
    /// Whether the stroke encloses the region.
    pub closed: bool,
    /// The nodes within the region, and the others.
    pub sides: [NodeSet; 2],
}

/// Points closer than this to the one before say nothing.
const STEP: f64 = 4.0;
/// A shorter stroke is a click.
const SHORTEST: f64 = 24.0;
/// A stroke whose ends are closer than this encloses; a long one may miss its start by a tenth of its length, to a limit.
const CLOSING: (f64, f64) = (36.0, 90.0);
/// The direction of an end is taken over this length: the last few pixels of a stroke are a tremble.
const TAIL: f64 = 24.0;

impl Stroke {
    /// A stroke that starts here.
    pub fn new(at: Point) -> Self {
        Stroke { points: vec![at] }
    }

    /// Draws on; returns whether that changed anything.
    pub fn to(&mut self, at: Point) -> bool {
        let far = self.points.last().is_none_or(|last| last.distance(at) >= STEP);
        if far {
            self.points.push(at);
        }
        far
    }

    /// What it means on a stage of this size, or nothing as long as it is too short to mean anything.
    pub fn divide(&self, size: (f64, f64), nodes: &[Point]) -> Option<Division> {
        let drawn = length(&self.points);
        let (first, last) = (*self.points.first()?, *self.points.last()?);
        if drawn < SHORTEST {
            return None;
        }
        let near = (drawn * 0.1).clamp(CLOSING.0, CLOSING.1);
        let closed = first.distance(last) < near && drawn > 4.0 * near;
        let (line, region) = if closed {
            (self.points.clone(), self.points.clone())
        } else {
            let line = self.extended(size);
            let region = around_outside(&line, size);
            (line, region)
        };
        let mut sides = [Vec::new(), Vec::new()];
        for (node, at) in nodes.iter().enumerate() {
            sides[usize::from(!inside_polygon(*at, &region))].push(NodeId::from(node));
        }
        Some(Division { region, line, closed, sides: sides.map(NodeSet::from) })
    }

    /// The stroke with its ends far beyond the stage.
    fn extended(&self, size: (f64, f64)) -> Vec<Point> {
        let reach = reach(size);
        let points = &self.points;
        let tail = |mut from: Box<dyn Iterator<Item = &Point> + '_>| {
            let end = *from.next().unwrap_or(&Point::default());
            let inner = from.find(|point| point.distance(end) >= TAIL);
            (end, inner.copied())
        };
        let (start, after) = tail(Box::new(points.iter()));
        let (end, before) = tail(Box::new(points.iter().rev()));
        let way = (end - start).unit();
        let out_start = after.map_or(way * -1.0, |after| (start - after).unit());
        let out_end = before.map_or(way, |before| (end - before).unit());
        let mut line = vec![start + out_start * reach];
        line.extend(points);
        line.push(end + out_end * reach);
        line
    }
}

/// Further than across the stage, from anywhere on it.
fn reach((width, height): (f64, f64)) -> f64 {
    3.0 * (width + height)
}

/// The region between a line whose ends are far outside and the way round the stage from its end to its start.
fn around_outside(line: &[Point], size: (f64, f64)) -> Vec<Point> {
    let middle = Point::new(size.0 / 2.0, size.1 / 2.0);
    let angle = |point: &Point| libm::atan2(point.y - middle.y, point.x - middle.x);
    let (Some(first), Some(last)) = (line.first(), line.last()) else { return Vec::new() };
    let turn = 2.0 * std::f64::consts::PI;
    let mut span = angle(first) - angle(last);
    if span < 0.0 {
        span += turn;
    }
    let far = 2.0 * reach(size);
    let step = |i: u32| {
        let (sin, cos) = libm::sincos(angle(last) + span * f64::from(i) / 16.0);
        middle + Point::new(cos, sin) * far
    };
    line.iter().copied().chain((0..=16).map(step)).collect()
}

impl Division {
    /// The sides by name: `n1 n2 | n3 n4 n5`.
    pub fn words(&self, names: &[String]) -> String {
        let side = |side: &NodeSet| {
            if side.is_empty() { t!("nobody").to_owned() } else { side.words(names) }
        };
        format!("{} | {}", side(&self.sides[0]), side(&self.sides[1]))
    }

    /// The cut that it makes.
    ///
    /// # Errors
    /// Why it makes none.
    pub fn cut(&self) -> Result<Input, &'static str> {
        if self.sides[0].is_empty() && self.closed {
            return Err(t!(
                "That loop encloses no node, so nothing is cut. Draw it round one or more nodes."
            ));
        }
        if self.sides.iter().any(NodeSet::is_empty) {
            return Err(t!("That line has all nodes on one side, so nothing is cut. Draw it between nodes."));
        }
        Ok(Input::Cut { sides: self.sides.to_vec(), one_way: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (f64, f64) = (800.0, 600.0);

    fn stroke(points: &[(f64, f64)]) -> Stroke {
        let mut points = points.iter().map(|(x, y)| Point::new(*x, *y));
        let mut stroke = Stroke::new(points.next().unwrap());
        points.for_each(|point| {
            stroke.to(point);
        });
        stroke
    }

    fn nodes() -> Vec<Point> {
        [(400.0, 80.0), (650.0, 250.0), (550.0, 480.0), (250.0, 480.0), (150.0, 250.0)]
            .map(|(x, y)| Point::new(x, y))
            .to_vec()
    }

    fn sorted(division: &Division) -> [Vec<u16>; 2] {
        let mut sides = division.sides.clone().map(|side| side.iter().map(|node| node.0).collect::<Vec<_>>());
        sides.sort();
        sides
    }

    #[test]
    fn a_short_line_reaches_the_edges() {
        let division =
            stroke(&[(400.0, 290.0), (400.0, 300.0), (402.0, 330.0)]).divide(SIZE, &nodes()).unwrap();
        assert!(!division.closed);
        let sides = sorted(&division);
        assert!(sides.contains(&vec![1, 2]) || sides.contains(&vec![0, 1, 2]), "{sides:?}");
    }

    #[test]
    fn across_in_either_direction() {
        for line in [[(0.0, 370.0), (800.0, 370.0)], [(800.0, 370.0), (0.0, 370.0)]] {
            let division = stroke(&line).divide(SIZE, &nodes()).unwrap();
            assert_eq!(sorted(&division), [vec![0, 1, 4], vec![2, 3]]);
        }
        for line in [[(500.0, 0.0), (300.0, 600.0)], [(300.0, 600.0), (500.0, 0.0)]] {
            let division = stroke(&line).divide(SIZE, &nodes()).unwrap();
            assert_eq!(sorted(&division), [vec![0, 3, 4], vec![1, 2]]);
        }
    }

    #[test]
    fn a_hook_divides_by_parity() {
        // Down the left of n1, round below it, up again on its right: n1 alone.
        let hook = stroke(&[(330.0, 40.0), (330.0, 150.0), (400.0, 170.0), (470.0, 150.0), (470.0, 40.0)]);
        assert_eq!(sorted(&hook.divide(SIZE, &nodes()).unwrap()), [vec![0], vec![1, 2, 3, 4]]);
    }

    #[test]
    fn a_loop_encloses() {
        let ring: Vec<(f64, f64)> = (0..=20)
            .map(|i| {
                let (sin, cos) = libm::sincos(f64::from(i) * 0.3);
                (650.0 + 70.0 * cos, 250.0 + 70.0 * sin)
            })
            .collect();
        let division = stroke(&ring).divide(SIZE, &nodes()).unwrap();
        assert!(division.closed);
        assert_eq!(division.sides[0].iter().collect::<Vec<_>>(), [NodeId(1)]);
        assert_eq!(division.words(&["a", "b", "c", "d", "e"].map(str::to_owned)), "b | a c d e");
    }

    #[test]
    fn nothing_is_cut_by_a_line_beside_all_nodes() {
        let division = stroke(&[(20.0, 0.0), (20.0, 600.0)]).divide(SIZE, &nodes()).unwrap();
        assert!(division.cut().is_err());
        assert_eq!(stroke(&[(20.0, 0.0), (25.0, 5.0)]).divide(SIZE, &nodes()), None, "a click");
    }
}
