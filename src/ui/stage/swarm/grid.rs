//! Where the nodes of a swarm stand: in rows, each shifted by half a step, so that the whole stage is used, a node stays
//! where it is, and the one under a point is found by arithmetic.

use crate::ui::stage::geometry::{Point, Rect};

/// What stays free along the edges of the stage.
const EDGE: f64 = 8.0;
/// The height of a row of an even grid, in steps along it.
const ROW: f64 = 0.866;
/// A node's radius, in steps; and the largest, px.
const RADIUS: (f64, f64) = (0.34, 13.0);

/// The places of a swarm.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    area: Rect,
    count: usize,
    columns: usize,
    /// From a node to the next in its row, and from a row to the next.
    step: (f64, f64),
}

impl Grid {
    /// Places so many nodes on a stage of this size, of which so much is covered at the top and at the bottom.
    pub fn new(count: usize, size: (f64, f64), insets: (f64, f64)) -> Self {
        let (width, height) = (size.0 - 2.0 * EDGE, size.1 - insets.0 - insets.1);
        let area = Rect::new(EDGE, insets.0, width.max(1.0), height.max(1.0));
        let step = |columns: usize| {
            let rows = count.div_ceil(columns).max(1);
            (area.width / (columns as f64 + 0.5), area.height / rows as f64)
        };
        let tight = |columns: usize| {
            let (across, down) = step(columns);
            across.min(down / ROW)
        };
        let columns = (1..=count.max(1)).max_by(|a, b| tight(*a).total_cmp(&tight(*b))).unwrap_or(1);
        Grid { area, count, columns, step: step(columns) }
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Where a node stands.
    pub fn at(&self, node: usize) -> Point {
        let (row, column) = (node / self.columns, node % self.columns);
        let shift = if row.is_multiple_of(2) { 0.5 } else { 1.0 };
        let along = Point::new((column as f64 + shift) * self.step.0, (row as f64 + 0.5) * self.step.1);
        self.area.at + along
    }

    /// All places, by node.
    pub fn points(&self) -> Vec<Point> {
        (0..self.count).map(|node| self.at(node)).collect()
    }

    /// How large a node is drawn.
    pub fn radius(&self) -> f64 {
        (self.step.0.min(self.step.1 / ROW) * RADIUS.0).min(RADIUS.1)
    }

    /// The room of a node: rooms touch and do not overlap.
    pub fn room(&self, node: usize) -> Rect {
        Rect::around(self.at(node), self.step.0, self.step.1)
    }

    /// The node nearest to a point, if the point is near any.
    pub fn node_at(&self, point: Point) -> Option<usize> {
        let row = ((point.y - self.area.at.y) / self.step.1) as usize;
        let nearest = |row: usize| {
            let first = row * self.columns;
            let last = (first + self.columns).min(self.count).checked_sub(1).filter(|last| *last >= first)?;
            let along = (point.x - self.at(first).x) / self.step.0;
            Some((first + libm::round(along.max(0.0)) as usize).min(last))
        };
        let rows = row.saturating_sub(1)..=row + 1;
        let far = |node: &usize| self.at(*node).distance(point);
        let node = rows.filter_map(nearest).min_by(|a, b| far(a).total_cmp(&far(b)))?;
        (far(&node) <= self.step.0.max(self.step.1)).then_some(node)
    }

    /// The neighbours of a node that come after it: every pair of neighbours once.
    pub fn neighbours(&self, node: usize) -> impl Iterator<Item = usize> {
        let (row, column) = (node / self.columns, node % self.columns);
        let left = if row.is_multiple_of(2) { column.checked_sub(1) } else { Some(column) };
        let right = if row.is_multiple_of(2) { column } else { column + 1 };
        let beside = (column + 1 < self.columns).then_some(node + 1);
        let below = [left, Some(right).filter(|right| *right < self.columns)];
        let below = below.map(|place| place.map(|column| (row + 1) * self.columns + column));
        let count = self.count;
        beside.into_iter().chain(below.into_iter().flatten()).filter(move |node| *node < count)
    }

    /// The node that a key leads to from another; none for keys that lead nowhere.
    pub fn step(&self, node: usize, key: &str) -> Option<usize> {
        let last = self.count.checked_sub(1)?;
        let to = match key {
            "ArrowRight" => node + 1,
            "ArrowLeft" => node.saturating_sub(1),
            "ArrowDown" if node + self.columns <= last => node + self.columns,
            "ArrowUp" => node.checked_sub(self.columns).unwrap_or(node),
            "ArrowDown" => node,
            "Home" => 0,
            "End" => last,
            _ => return None,
        };
        Some(to.min(last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZES: [(f64, f64); 3] = [(843.0, 470.0), (640.0, 420.0), (390.0, 560.0)];

    fn grids() -> impl Iterator<Item = Grid> {
        let counts = [101, 128, 1_000, 4_321, 10_000];
        counts.into_iter().flat_map(|count| SIZES.map(|size| Grid::new(count, size, (50.0, 8.0))))
    }

    #[test]
    fn on_the_stage_apart_and_all_over_it() {
        for grid in grids() {
            let points = grid.points();
            let rim = |point: &Point| Rect::around(*point, 2.0 * grid.radius(), 2.0 * grid.radius());
            assert!(points.iter().all(|point| rim(point).inside((grid.area.width + 16.0, 1e4))));
            for node in 0..grid.len() {
                for other in grid.neighbours(node) {
                    assert!(points[node].distance(points[other]) > 2.2 * grid.radius(), "{node} {other}");
                }
            }
            let low = points.iter().map(|point| point.y).fold(0.0, f64::max);
            let right = points.iter().map(|point| point.x).fold(0.0, f64::max);
            assert!(low > grid.area.at.y + grid.area.height - 2.0 * grid.step.1);
            assert!(right > grid.area.width - 2.0 * grid.step.0);
            // Dots, not dashes: a step along a row is about as long as one to the next.
            let even = grid.step.1 / ROW / grid.step.0;
            assert!((0.7..1.5).contains(&even), "{} nodes: {even}", grid.len());
        }
    }

    #[test]
    fn the_node_under_a_point_is_the_nearest() {
        for grid in grids() {
            let points = grid.points();
            for i in 0..200 {
                let at = Point::new(f64::from(i * 37 % 380) + 5.0, 55.0 + f64::from(i * 53 % 360));
                let nearest = (0..grid.len())
                    .min_by(|a, b| points[*a].distance(at).total_cmp(&points[*b].distance(at)))
                    .unwrap();
                if let Some(node) = grid.node_at(at) {
                    assert!((points[node].distance(at) - points[nearest].distance(at)).abs() < 1e-9);
                } else {
                    assert!(points[nearest].distance(at) > grid.step.0);
                }
            }
            assert!((0..grid.len()).all(|node| grid.node_at(points[node]) == Some(node)));
            assert_eq!(grid.node_at(Point::new(-500.0, -500.0)), None);
        }
    }

    #[test]
    fn neighbours_are_near_and_named_once() {
        for grid in grids() {
            let far = 1.2 * libm::hypot(grid.step.0 / 2.0, grid.step.1).max(grid.step.0);
            let mut pairs = 0;
            for node in 0..grid.len() {
                for other in grid.neighbours(node) {
                    assert!(other > node && grid.at(node).distance(grid.at(other)) <= far);
                    pairs += 1;
                }
            }
            assert!(pairs > 2 * grid.len(), "six neighbours each, fewer at the edges: {pairs}");
        }
    }

    #[test]
    fn keys_lead_to_neighbours_and_stay_within() {
        let grid = Grid::new(1_000, SIZES[0], (50.0, 8.0));
        let below = grid.step(3, "ArrowDown").unwrap();
        assert_eq!(grid.step(below, "ArrowUp"), Some(3));
        assert!(grid.at(below).y > grid.at(3).y && (grid.at(below).x - grid.at(3).x).abs() <= grid.step.0);
        assert_eq!([grid.step(0, "ArrowLeft"), grid.step(999, "ArrowRight")], [Some(0), Some(999)]);
        assert_eq!([grid.step(5, "Home"), grid.step(5, "End")], [Some(0), Some(999)]);
        assert_eq!(grid.step(5, "a"), None);
    }
}
