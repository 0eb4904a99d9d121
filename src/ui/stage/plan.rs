//! Finds places for the nodes: on an ellipse that fills the stage, those at the side outside it, and beside each node
//! its strip of cells, so that nothing covers anything.

use super::geometry::{Point, Rect};
use super::layout::{BADGE_ROW, BADGES_MAX, CELL, CELLS_MAX, Layout, Spot, Strips, halo};

/// What is to be laid out.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The stage, CSS pixels.
    pub size: (f64, f64),
    /// Presenter mode: everything larger.
    pub big: bool,
    /// What the page's own chips and tools cover at the top and at the bottom.
    pub insets: (f64, f64),
    /// The nodes, by id.
    pub seats: Vec<Seat>,
}

/// A node to be laid out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seat {
    /// Outside the ring.
    pub aside: bool,
    /// Whether there are cells to show beside it.
    pub cells: bool,
    /// Whether there are badges to show beside it.
    pub badges: bool,
}

/// What stays free along the edges.
const EDGE: f64 = 8.0;
/// Between a node and its cells: the ring of the selected one goes between them.
const GAP: f64 = 10.0;
/// A line of small text.
const LINE: f64 = 17.0;
/// Room for `len 12 · commit 9`.
const SUMMARY: f64 = 120.0;
/// Room for `lock A 340 ms`.
const BADGE: f64 = 112.0;
/// On a stage that is wider than it is high there is room for fewer badges above or below a node than beside it.
const BADGES_OUTWARDS: usize = 2;
/// From this many nodes on the ring, cells are told in words.
const MANY: usize = 8;
/// Below this width, cells are told in words.
const NARROW: f64 = 700.0;

/// Where those at the side go.
#[derive(Clone, Copy, PartialEq)]
enum Aside {
    /// Into the corners that the ellipse leaves.
    Corners,
    /// Left and right, with the ellipse between them.
    Columns,
    /// Above and below the ellipse.
    Rows,
}

/// Ways of making room on the ring.
#[derive(Clone, Copy, PartialEq)]
enum Variant {
    Plain,
    /// Words stand above the uppermost nodes and below the lowest, and beside the others.
    Outwards,
    /// Every second node lies further in.
    Staggered,
}

impl Plan {
    /// Places everything: as large as it can be without covering anything.
    pub fn arrange(&self) -> Layout {
        let ring = self.seats.iter().filter(|seat| !seat.aside).count();
        let small = self.size.0 < NARROW || self.size.1 < 420.0;
        let largest = if small { 26.0 } else { 32.0 } * if self.big { 1.4 } else { 1.0 };
        let cells = ring < MANY && self.size.0 >= NARROW;
        let modes = [
            (Strips::Cells, 22.0),
            // From many nodes on, words beside the nodes take the ellipse's width, those above and below its height.
            (Strips::Summary, if ring < MANY { 18.0 } else { largest * 0.8 }),
            (Strips::Summary, 18.0),
            (Strips::Hidden, 7.0),
        ];
        for (strips, smallest) in modes.into_iter().skip(usize::from(!cells)) {
            let mut radius = largest;
            while radius >= smallest {
                if let Some(layout) = self.attempt(strips, radius) {
                    return layout;
                }
                radius -= 1.5;
            }
        }
        self.candidate(Strips::Hidden, 7.0, Aside::Corners, Variant::Staggered)
    }

    /// The first way of placing everything at this size in which nothing covers anything.
    fn attempt(&self, strips: Strips, radius: f64) -> Option<Layout> {
        let ring = self.seats.iter().filter(|seat| !seat.aside).count();
        let tall = self.size.0 < self.size.1;
        let asides = if tall {
            [Aside::Corners, Aside::Rows, Aside::Columns]
        } else {
            [Aside::Corners, Aside::Columns, Aside::Rows]
        };
        let second = match strips {
            Strips::Cells => None,
            Strips::Summary => Some(Variant::Outwards),
            Strips::Hidden => Some(Variant::Staggered).filter(|_| radius < 18.0),
        };
        let variants = std::iter::once(Variant::Plain).chain(second);
        let mut all = variants.flat_map(|variant| asides.map(|aside| (aside, variant)));
        all.find_map(|(aside, variant)| {
            let layout = self.candidate(strips, radius, aside, variant);
            // Words are not worth an ellipse as flat as a line.
            let height = self.frame(strips, radius, aside, variant).height;
            let flat = ring > 2 && strips != Strips::Hidden && height < 3.2 * radius;
            (layout.is_clear() && !flat).then_some(layout)
        })
    }

    fn unit(&self) -> f64 {
        if self.big { 20.0 / 12.0 } else { 1.0 }
    }

    /// How many badges there is room for above or below a node.
    fn outwards(&self) -> f64 {
        let tall = self.size.0 < self.size.1;
        (if tall { BADGES_MAX } else { BADGES_OUTWARDS }) as f64
    }

    fn candidate(&self, strips: Strips, radius: f64, aside: Aside, variant: Variant) -> Layout {
        let frame = self.frame(strips, radius, aside, variant);
        let ring = self.seats.iter().filter(|seat| !seat.aside).count();
        let mut places = around(&frame, ring, variant == Variant::Staggered).into_iter();
        let outside = self.seats.len() - ring;
        let mut corners = self.outside(outside, radius * 0.8, aside).into_iter();
        let middle = frame.middle();
        let spots = self.seats.iter().map(|seat| {
            let at = if seat.aside { corners.next() } else { places.next() }.unwrap_or(middle);
            let radius = if seat.aside { radius * 0.8 } else { radius };
            let strip = seat.cells.then(|| self.strip(strips, at, radius, &frame, variant)).flatten();
            let kept = seat.badges && !seat.aside && strips != Strips::Hidden;
            let badges = kept.then(|| self.badges(at, radius, &frame, variant, strip));
            Spot { at, radius, strip, badges, caption_above: is_upper(at, middle) != seat.aside }
        });
        Layout {
            size: self.size,
            spots: spots.collect(),
            strips,
            unit: self.unit(),
            floor: self.insets.1,
            ceiling: self.insets.0,
        }
    }

    /// The rectangle whose edges the ellipse touches.
    fn frame(&self, strips: Strips, radius: f64, aside: Aside, variant: Variant) -> Rect {
        let unit = self.unit();
        let (width, height) = self.size;
        let any_cells = self.seats.iter().any(|seat| seat.cells && !seat.aside);
        let any_badges = strips != Strips::Hidden && self.seats.iter().any(|seat| seat.badges && !seat.aside);
        let narrow = width < NARROW;
        let cells = match strips {
            _ if !any_cells => 0.0,
            Strips::Cells => GAP + CELL.0 * CELLS_MAX as f64 * unit,
            Strips::Summary if !narrow => GAP + SUMMARY * unit,
            Strips::Summary | Strips::Hidden => 0.0,
        };
        let beside = if any_badges && !narrow { cells.max(GAP + BADGE * unit) } else { cells };
        let lines = if any_cells && strips == Strips::Summary { LINE * unit } else { 0.0 };
        let rows = if any_badges { self.outwards() * BADGE_ROW * unit } else { 0.0 };
        let outwards = if narrow || variant == Variant::Outwards { lines + rows } else { 0.0 };
        let client =
            if self.seats.iter().any(|seat| seat.aside) { radius * 1.6 + halo(radius) * 2.0 } else { 0.0 };
        let (column, row) = match aside {
            Aside::Corners => (0.0, 0.0),
            Aside::Columns => (client + 6.0, 0.0),
            Aside::Rows => (0.0, client + LINE * unit),
        };
        let halo = radius + halo(radius);
        let left = EDGE + halo + beside + column;
        // Where it is low, the uppermost node stands between the chips.
        let (over, under) =
            (if height < 360.0 { self.insets.0.min(24.0) } else { self.insets.0 }, self.insets.1);
        // Where it is low, captions have to find their own places.
        let caption = if height < 360.0 { 4.0 } else { LINE * unit };
        let top = over + halo + caption + outwards + row;
        let bottom = under + halo + caption + outwards + row;
        let (across, down) = ((width - 2.0 * left).max(0.0), (height - top - bottom).max(0.0));
        // A large ellipse more than twice as long as wide looks like a mistake.
        let (across, down) =
            (across.min((down * 2.1 + 40.0).max(440.0)), down.min((across * 2.1 + 40.0).max(440.0)));
        Rect::around(Point::new(width / 2.0, f64::midpoint(top, height - bottom)), across, down)
    }

    /// Places outside the ring.
    fn outside(&self, count: usize, radius: f64, aside: Aside) -> Vec<Point> {
        let unit = self.unit();
        let (width, height) = self.size;
        let inset = EDGE + radius + halo(radius);
        let (over, under) = self.insets;
        let (top, bottom) = (over - EDGE + inset, height - under + EDGE - inset - LINE * unit);
        let place = |i: usize| {
            let first = i.is_multiple_of(2);
            let (rank, of) = (i / 2, if first { count.div_ceil(2) } else { count / 2 });
            let share = if of == 1 { 0.0 } else { rank as f64 / (of - 1) as f64 };
            match aside {
                Aside::Rows => {
                    let share = if of == 1 { 0.5 } else { share };
                    let x = inset + 6.0 + (width - 2.0 * inset - 12.0) * share;
                    Point::new(x, if first { top } else { bottom })
                }
                Aside::Corners | Aside::Columns => {
                    let x = if first { inset + 6.0 } else { width - inset - 6.0 };
                    Point::new(x, top + (bottom - top) * share)
                }
            }
        };
        (0..count).map(place).collect()
    }

    /// Where the cells of a node go.
    fn strip(&self, strips: Strips, at: Point, radius: f64, frame: &Rect, variant: Variant) -> Option<Rect> {
        let unit = self.unit();
        let width = match strips {
            Strips::Cells => CELL.0 * CELLS_MAX as f64 * unit,
            Strips::Summary => SUMMARY * unit,
            Strips::Hidden => return None,
        };
        let middle = frame.middle();
        let extreme = variant == Variant::Outwards && (at.y - middle.y).abs() > frame.height * 0.38;
        if strips == Strips::Summary && (self.size.0 < NARROW || extreme) {
            let away = radius + halo(radius) + 1.0;
            let y = if is_upper(at, middle) { at.y - away - LINE * unit } else { at.y + away };
            let line = Rect::new(at.x - width / 2.0, y, width, LINE * unit);
            return Some(line.pushed_inside(self.size, 4.0));
        }
        let height = if strips == Strips::Cells { CELL.1 } else { LINE } * unit;
        let gap = radius + halo(radius) + GAP;
        let x = if at.x < middle.x - 1.0 { at.x - gap - width } else { at.x + gap };
        Some(Rect::new(x, at.y - height / 2.0, width, height))
    }

    /// Where the badges of a node go: beside it, under its cells if it has any; where it is narrow above or below it,
    /// beyond its cells in words.
    fn badges(&self, at: Point, radius: f64, frame: &Rect, variant: Variant, strip: Option<Rect>) -> Rect {
        let (unit, middle) = (self.unit(), frame.middle());
        let (width, row) = (BADGE * unit, BADGE_ROW * unit);
        let away = radius + halo(radius);
        let extreme = variant == Variant::Outwards && (at.y - middle.y).abs() > frame.height * 0.38;
        if self.size.0 < NARROW || extreme {
            let height = self.outwards() * row;
            let (above, below) = strip.map_or((at.y - away - 1.0, at.y + away + 1.0), |strip| {
                (strip.at.y, strip.at.y + strip.height)
            });
            let y = if is_upper(at, middle) { above - height } else { below };
            return Rect::new(at.x - width / 2.0, y, width, height).pushed_inside(self.size, 4.0);
        }
        let height = BADGES_MAX as f64 * row;
        let x = if at.x < middle.x - 1.0 { at.x - away - GAP - width } else { at.x + away + GAP };
        let y = strip.map_or(at.y - height / 2.0, |strip| strip.at.y + strip.height + 2.0);
        Rect::new(x, y, width, height)
    }
}

/// Whether what is written at a node stands above it: away from the middle, where its links are.
fn is_upper(at: Point, middle: Point) -> bool {
    at.y <= middle.y + 1.0
}

/// Points evenly along the ellipse in a frame, from the top clockwise; staggered, every second one lies further in.
fn around(frame: &Rect, count: usize, stagger: bool) -> Vec<Point> {
    const STEPS: usize = 360;
    let middle = frame.middle();
    if count == 1 {
        return vec![middle];
    }
    let (across, down) = (frame.width / 2.0, frame.height / 2.0);
    // Two stand side by side when there is room.
    let start = if count == 2 && across > down { -1.0 } else { -0.5 } * std::f64::consts::PI;
    let on = |step: usize| {
        let angle = start + step as f64 / STEPS as f64 * 2.0 * std::f64::consts::PI;
        let (sin, cos) = libm::sincos(angle);
        Point::new(across * cos, down * sin)
    };
    let outline: Vec<Point> = (0..=STEPS).map(on).collect();
    let whole = super::geometry::length(&outline);
    let place = |i: usize| {
        let out = super::geometry::point_at(&outline, whole * i as f64 / count as f64);
        middle + out * if stagger && i % 2 == 1 { 0.66 } else { 1.0 }
    };
    (0..count).map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(size: (f64, f64), servers: usize, clients: usize, big: bool) -> Plan {
        let server = Seat { aside: false, cells: true, badges: false };
        let client = Seat { aside: true, cells: false, badges: false };
        let seats = std::iter::repeat_n(server, servers).chain(std::iter::repeat_n(client, clients));
        Plan { size, big, insets: (50.0, if size.0 < 700.0 { 54.0 } else { 8.0 }), seats: seats.collect() }
    }

    #[test]
    fn nothing_covers_anything() {
        let sizes = [
            (320.0, 300.0),
            (390.0, 520.0),
            (640.0, 300.0),
            (876.0, 566.0),
            (1010.0, 520.0),
            (1600.0, 1000.0),
        ];
        for size in sizes {
            for servers in 1..=31 {
                for clients in 0..=8 {
                    // Forty nodes on the smallest stage there is are more than can be told apart.
                    if size.0 < 350.0 && servers + clients > 22 {
                        continue;
                    }
                    let layout = plan(size, servers, clients, false).arrange();
                    assert!(layout.is_clear(), "{servers} + {clients} on {size:?}: {layout:?}");
                }
            }
        }
    }

    #[test]
    fn forty_nodes_stay_on_the_smallest_stage() {
        let layout = plan((320.0, 300.0), 31, 8, false).arrange();
        for spot in &layout.spots {
            assert!(
                Rect::around(spot.at, 2.0 * spot.radius, 2.0 * spot.radius).inside(layout.size),
                "{spot:?}"
            );
        }
    }

    #[test]
    fn five_servers_are_large_and_have_cells_where_there_is_room() {
        for (size, clients) in [((876.0, 566.0), 0), ((876.0, 566.0), 2), ((1010.0, 470.0), 2)] {
            let layout = plan(size, 5, clients, false).arrange();
            assert_eq!(layout.strips, Strips::Cells, "{size:?}");
            assert!(layout.spots[0].radius > 28.0, "{size:?}: {}", layout.spots[0].radius);
        }
        let phone = plan((390.0, 640.0), 5, 1, false).arrange();
        assert_eq!(phone.strips, Strips::Summary);
        assert!(phone.spots[0].radius >= 24.0);
        let (xs, ys) = (phone.spots[1].at.x - phone.spots[4].at.x, phone.spots[2].at.y - phone.spots[0].at.y);
        assert!(ys > xs, "a tall ellipse: {xs} by {ys}");
    }

    #[test]
    fn presenter_mode_is_larger() {
        let (plain, big) =
            (plan((1280.0, 600.0), 5, 1, false).arrange(), plan((1280.0, 600.0), 5, 1, true).arrange());
        assert!(big.spots[0].radius > plain.spots[0].radius && big.is_clear());
    }

    #[test]
    fn a_node_can_be_dragged_but_not_off_the_stage() {
        let layout = plan((876.0, 566.0), 5, 0, false).arrange();
        let moved = layout.moved(&[(0, Point::new(-5000.0, 20.0))].into_iter().collect());
        let spot = moved.spots[0];
        assert!((spot.at.x - spot.radius) > 0.0 && (spot.at.y - layout.spots[0].at.y - 20.0).abs() < 1e-9);
        assert_eq!(moved.spots[1], layout.spots[1]);
        assert_eq!(moved.node_at(spot.at, 0.0), Some(0));
    }
}
