//! Where everything on the stage stands.

use super::geometry::{Point, Rect};

/// How cells are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strips {
    /// As cells.
    Cells,
    /// In words.
    Summary,
    /// Not at all, for want of room; the selected node's in words.
    Hidden,
}

/// Where one node stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Its middle.
    pub at: Point,
    /// Its radius.
    pub radius: f64,
    /// Where its cells are.
    pub strip: Option<Rect>,
    /// The room that is kept for its badges.
    pub badges: Option<Rect>,
    /// Whether its caption stands above it.
    pub caption_above: bool,
}

/// Where everything stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// The stage, CSS pixels.
    pub size: (f64, f64),
    /// The nodes, by id.
    pub spots: Vec<Spot>,
    /// How cells are shown.
    pub strips: Strips,
    /// How large letters are: 1, or more in presenter mode.
    pub unit: f64,
    /// What the page's own tools cover at the bottom.
    pub floor: f64,
    /// What the page covers at the top.
    pub ceiling: f64,
}

/// What is drawn round a node of this radius: its countdown.
pub fn halo(radius: f64) -> f64 {
    (radius * 0.25).clamp(2.5, 9.0)
}

/// A cell and the gap after it.
pub const CELL: (f64, f64) = (25.0, 22.0);
/// Cells in a strip, with the one that says how many more there are.
pub const CELLS_MAX: usize = 6;

/// Badges that are shown at a node.
pub const BADGES_MAX: usize = 3;
/// A badge and the gap under it.
pub const BADGE_ROW: f64 = 19.0;

impl Layout {
    /// Whether nothing covers anything and everything is on the stage.
    pub fn is_clear(&self) -> bool {
        let spots = self.spots.iter().enumerate();
        spots.clone().all(|(i, spot)| {
            let disc = Rect::around(spot.at, 2.0 * spot.rim(), 2.0 * spot.rim());
            let others = spots.clone().filter(|(j, _)| i != *j);
            disc.inside(self.size)
                && spot.beside().all(|rect| rect.inside(self.size))
                && others.clone().all(|(_, other)| spot.is_clear_of(other))
        })
    }

    /// The same with some nodes dragged aside.
    #[must_use]
    pub fn moved(&self, offsets: &crate::sim::SortedMap<usize, Point>) -> Layout {
        let mut moved = self.clone();
        for (node, offset) in offsets {
            let Some(spot) = moved.spots.get_mut(*node) else { continue };
            let room = spot.rim();
            let to = spot.at + *offset;
            let to = Rect::around(to, 2.0 * room, 2.0 * room).pushed_inside(self.size, 2.0).middle();
            let by = to - spot.at;
            spot.at = to;
            let size = self.size;
            let shift = |rect: Rect| Rect { at: rect.at + by, ..rect }.pushed_inside(size, 2.0);
            spot.strip = spot.strip.map(shift);
            spot.badges = spot.badges.map(shift);
            spot.caption_above = to.y > 60.0 && (spot.caption_above || to.y > size.1 - 60.0);
        }
        moved
    }

    /// The node whose disc a point is on.
    pub fn node_at(&self, point: Point, slack: f64) -> Option<usize> {
        let on = |spot: &Spot| spot.at.distance(point) <= spot.radius + slack;
        let found = self.spots.iter().enumerate().filter(|(_, spot)| on(spot));
        found.min_by(|a, b| a.1.at.distance(point).total_cmp(&b.1.at.distance(point))).map(|(node, _)| node)
    }
}

impl Spot {
    /// Its radius with the countdown round it.
    pub fn rim(&self) -> f64 {
        self.radius + halo(self.radius)
    }

    /// What stands beside its disc: cells and badges.
    pub fn beside(&self) -> impl Iterator<Item = Rect> {
        self.strip.into_iter().chain(self.badges)
    }

    fn is_clear_of(&self, other: &Spot) -> bool {
        let apart = self.at.distance(other.at) >= self.rim() + other.rim();
        let clear = |rect: Rect| {
            !rect.meets_disc(other.at, other.rim()) && other.beside().all(|other| !rect.overlaps(&other))
        };
        apart && self.beside().all(clear)
    }
}
