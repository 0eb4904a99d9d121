//! The border of a cut in a swarm: the edges between the rooms of neighbours that are on different sides.

use super::grid::Grid;
use crate::sim::Cut;
use crate::ui::stage::geometry::{Point, Rect};

/// Half an edge, as a share of the way between the two neighbours.
const HALF: f64 = 0.3;
/// How exactly the place is found at which a message is stopped: to a 128th of its way.
const HALVINGS: u32 = 7;
/// The button that heals a cut.
const PILL: (f64, f64) = (104.0, 26.0);

/// On which side of a cut each node is; none for those that it does not concern.
pub fn sides(cut: &Cut, nodes: usize) -> Vec<Option<u8>> {
    let mut sides = vec![None; nodes];
    for (side, members) in cut.sides.iter().enumerate() {
        for node in members.iter() {
            if let Some(place) = sides.get_mut(node.index()) {
                *place = Some(side as u8);
            }
        }
    }
    sides
}

/// The edges of the border.
pub fn border(grid: &Grid, sides: &[Option<u8>]) -> Vec<(Point, Point)> {
    let apart = |(a, b): &(usize, usize)| match (sides[*a], sides[*b]) {
        (Some(a), Some(b)) => a != b,
        _ => false,
    };
    let pairs = (0..grid.len().min(sides.len())).flat_map(|a| grid.neighbours(a).map(move |b| (a, b)));
    let edge = |(a, b): (usize, usize)| {
        let (from, to) = (grid.at(a), grid.at(b));
        let (middle, across) = (from.towards(to, 0.5), (to - from).turned() * HALF);
        (middle - across, middle + across)
    };
    pairs.filter(apart).map(edge).collect()
}

/// Where on its way (as a share) a message leaves the side that it comes from.
pub fn crossing(grid: &Grid, cut: &Cut, (from, to): (Point, Point)) -> Option<f64> {
    let side = |at: Point| {
        let node = crate::sim::NodeId::from(grid.node_at(at)?);
        cut.sides.iter().position(|side| side.contains(node))
    };
    let own = side(from)?;
    let left = |share: f64| side(from.towards(to, share)).is_some_and(|other| other != own);
    let (mut low, mut high) = (0.0, 1.0);
    if !left(high) {
        return None;
    }
    // Of several borders on its way any will do.
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if left(middle) { high = middle } else { low = middle }
    }
    Some(high)
}

/// Where the button of a cut goes: at its border, as far down as there is room.
pub fn pill(edges: &[(Point, Point)], room: &Rect, unit: f64) -> Rect {
    let low = edges.iter().map(|edge| edge.0).max_by(|a, b| a.y.total_cmp(&b.y)).unwrap_or(room.middle());
    Rect::around(low, PILL.0 * unit, PILL.1 * unit).pushed_into(room, 8.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::{NodeId, NodeSet};

    fn split(from: u16, nodes: u16) -> Cut {
        let set = |nodes: std::ops::Range<u16>| nodes.map(NodeId).collect::<NodeSet>();
        Cut { id: 1, sides: vec![set(0..from), set(from..nodes)], one_way: false }
    }

    #[test]
    fn a_border_lies_between_its_sides() {
        let grid = Grid::new(1_000, (843.0, 470.0), (50.0, 8.0));
        let cut = split(500, 1_000);
        let sides = sides(&cut, 1_000);
        let edges = border(&grid, &sides);
        assert!(!edges.is_empty() && edges.len() < 120, "{}", edges.len());
        let (above, below) = (grid.at(499).y, grid.at(500).y);
        let step = grid.room(0).height;
        assert!(edges.iter().all(|(a, b)| a.y.min(b.y) > above - step && a.y.max(b.y) < below + step));
        assert!(border(&grid, &vec![None; 1_000]).is_empty());
    }

    #[test]
    fn a_message_is_stopped_where_the_side_changes() {
        let grid = Grid::new(1_000, (843.0, 470.0), (50.0, 8.0));
        let cut = split(500, 1_000);
        let way = (grid.at(10), grid.at(990));
        let share = crossing(&grid, &cut, way).unwrap();
        assert!((0.4..0.6).contains(&share), "{share}");
        assert_eq!(crossing(&grid, &cut, (grid.at(10), grid.at(20))), None);
    }

    #[test]
    fn the_button_is_on_the_stage() {
        let room = Rect::new(0.0, 50.0, 390.0, 400.0);
        let edge = (Point::new(380.0, 447.0), Point::new(384.0, 449.0));
        let pill = pill(&[edge], &room, 1.0);
        assert!(pill.at.x + pill.width <= 390.0 && pill.at.y + pill.height <= 450.0);
    }
}
