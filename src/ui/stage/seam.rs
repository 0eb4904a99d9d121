//! Cuts as they are drawn in any layout: the line between their sides, found from where the nodes stand.

use super::geometry::{Point, Rect, crossing, distance_to_segment, hull, inside_polygon, length, point_at};
use super::layout::Layout;
use crate::sim::{Cut, CutId, NodeId, NodeSet, SortedMap, key_of, order};

/// A cut as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Seam {
    /// The cut.
    pub id: CutId,
    /// Whether it is of a single link.
    pub single: bool,
    /// Whether only what leaves the first side is stopped.
    pub one_way: bool,
    /// The lines between its sides; the last point of a closed one is its first.
    pub lines: Vec<Vec<Point>>,
    /// Where its button is.
    pub pill: Rect,
    /// For a one-way cut: where its arrow stands, and in which direction messages are stopped.
    pub arrow: Option<(Point, Point)>,
    /// For each side the outlines of the patches that tint it.
    pub tints: Vec<Vec<Vec<Point>>>,
}

/// The button on a cut.
pub const PILL: (f64, f64) = (104.0, 26.0);
/// How fine the line is searched for.
const GRID: f64 = 14.0;
/// How far beyond the stage.
const BEYOND: f64 = 2.0 * GRID;
/// The line goes to and fro like a tear: a corner every so many pixels, so far to the side.
const TOOTH: (f64, f64) = (32.0, 5.5);
/// The same for a line round a single node.
const SMALL_TOOTH: (f64, f64) = (10.0, 2.0);

/// Draws all cuts in this layout; their buttons cover neither `obstacles` nor each other.
pub fn seams(cuts: &[Cut], layout: &Layout, obstacles: &[Rect]) -> Vec<Seam> {
    let mut taken = obstacles.to_vec();
    let mut all = Vec::new();
    for cut in cuts {
        let seam = seam(cut, layout, &taken);
        if !seam.single {
            taken.push(seam.pill);
        }
        all.push(seam);
    }
    all
}

/// What labels may not cover: these obstacles and the cuts' buttons.
pub fn beside_pills(obstacles: &[Rect], seams: &[Seam]) -> Vec<Rect> {
    let pills = seams.iter().filter(|seam| !seam.single).map(|seam| seam.pill);
    obstacles.iter().copied().chain(pills).collect()
}

fn seam(cut: &Cut, layout: &Layout, taken: &[Rect]) -> Seam {
    let at = |node: NodeId| layout.spots.get(node.index()).map(|spot| spot.at);
    let points = |side: &NodeSet| side.iter().filter_map(at).collect::<Vec<_>>();
    let sides: Vec<Vec<Point>> = cut.sides.iter().map(points).collect();
    let single = sides.len() == 2 && sides.iter().all(|side| side.len() == 1);
    let alone = cut.sides.iter().find(|side| side.len() == 1).and_then(|side| side.iter().next());
    let around = sides.len() == 2 && !single && alone.is_some();
    let smooth = match alone.and_then(|node| layout.spots.get(node.index())) {
        _ if single => vec![tick(sides[0][0], sides[1][0])],
        Some(spot) if sides.len() == 2 => vec![circle(spot.at, spot.rim() + 7.5)],
        _ => between(&sides, cut.one_way, layout.size),
    };
    let pill = pill(&smooth, layout, taken);
    let arrow = cut.one_way.then(|| arrow(&smooth, &sides, layout.size)).flatten();
    let lines = smooth.iter().map(|line| if single { line.clone() } else { torn(line) }).collect();
    let tints = if single || around {
        Vec::new()
    } else {
        (0..sides.len()).map(|i| tint(&sides, i, &smooth)).collect()
    };
    Seam { id: cut.id, single, one_way: cut.one_way, lines, pill, arrow, tints }
}

impl Seam {
    /// Where on the way from `a` to `b` the line is met, as a share.
    pub fn crossing(&self, a: Point, b: Point) -> Option<f64> {
        let pieces = self.lines.iter().flat_map(|line| line.windows(2));
        let met = pieces.filter_map(|pair| crossing(a, b, pair[0], pair[1]));
        met.min_by(f64::total_cmp)
    }
}

/// How far the tint of one side keeps from the nodes of another.
const TINT_GAP: f64 = 72.0;

/// The patches that tint side `i`: one round all its nodes, or several where one would cross the `lines` between the
/// sides or lie over another side's nodes.
fn tint(sides: &[Vec<Point>], i: usize, lines: &[Vec<Point>]) -> Vec<Vec<Point>> {
    let others: Vec<Point> =
        sides.iter().enumerate().filter(|(j, _)| *j != i).flat_map(|(_, side)| side.clone()).collect();
    let clear = |patch: &[Point]| {
        let edges = || patch.iter().zip(patch.iter().cycle().skip(1));
        let pieces = || lines.iter().flat_map(|line| line.windows(2));
        edges().all(|(a, b)| pieces().all(|pair| crossing(*a, *b, pair[0], pair[1]).is_none()))
            && others.iter().all(|other| {
                !inside_polygon(*other, patch)
                    && edges().all(|(a, b)| distance_to_segment(*other, *a, *b) >= TINT_GAP)
            })
    };
    let mut patches: Vec<Vec<Point>> = Vec::new();
    for group in groups(&sides[i], |a, b| clear(&[a, b])) {
        let whole = hull(&group);
        if clear(&whole) {
            patches.push(whole);
            continue;
        }
        for (k, a) in group.iter().enumerate() {
            let linked = group[k + 1..].iter().filter(|b| clear(&[*a, **b]));
            patches.extend(linked.map(|b| vec![*a, *b]));
        }
    }
    patches
}

/// Points that hang together by `linked`, each group in the points' order.
fn groups(points: &[Point], linked: impl Fn(Point, Point) -> bool) -> Vec<Vec<Point>> {
    let mut group: Vec<usize> = (0..points.len()).collect();
    for (i, a) in points.iter().enumerate() {
        for (j, b) in points.iter().enumerate().skip(i + 1) {
            if group[i] != group[j] && linked(*a, *b) {
                let (from, to) = (group[j], group[i]);
                group.iter_mut().filter(|g| **g == from).for_each(|g| *g = to);
            }
        }
    }
    let members = |name| points.iter().zip(&group).filter(move |(_, g)| **g == name).map(|(point, _)| *point);
    (0..points.len())
        .map(|name| members(name).collect::<Vec<_>>())
        .filter(|group| !group.is_empty())
        .collect()
}

/// A short line across the middle of a link.
fn tick(a: Point, b: Point) -> Vec<Point> {
    let (middle, across) = (a.towards(b, 0.5), (b - a).unit().turned());
    let along = (b - a).unit();
    let corners = [(-14.0, 3.0), (2.0, 4.0), (-2.0, -4.0), (14.0, -3.0)];
    corners.into_iter().map(|(side, way)| middle + across * side + along * way).collect()
}

fn circle(middle: Point, radius: f64) -> Vec<Point> {
    let on = |i: u32| {
        let (sin, cos) = libm::sincos(f64::from(i) / 48.0 * 2.0 * std::f64::consts::PI);
        middle + Point::new(cos, sin) * radius
    };
    (0..=48).map(on).collect()
}

/// The lines between each side and the others.
fn between(sides: &[Vec<Point>], one_way: bool, size: (f64, f64)) -> Vec<Vec<Point>> {
    if sides.len() < 2 {
        return Vec::new();
    }
    if one_way {
        // Only the first side is parted from the others.
        let others: Vec<Point> = sides[1..].iter().flatten().copied().collect();
        return contour(size, |at| pull(&sides[0], at) - pull(&others, at));
    }
    let mut lines = Vec::new();
    for (i, one) in sides.iter().enumerate() {
        for (j, other) in sides.iter().enumerate().skip(i + 1) {
            // A third side may lie between the two here.
            let thirds = || sides.iter().enumerate().filter(|(k, _)| *k != i && *k != j);
            let nearest = |at: &Point| {
                thirds().all(|(_, third)| pull(third, *at) <= pull(one, *at).max(pull(other, *at)))
            };
            for line in contour(size, |at| pull(one, at) - pull(other, at)) {
                lines.extend(runs(&line, nearest));
            }
        }
    }
    lines
}

/// How strongly nodes claim a place.
fn pull(nodes: &[Point], at: Point) -> f64 {
    let one = |node: &Point| {
        let way = at - *node;
        let squared = (way.x * way.x + way.y * way.y).max(1.0);
        1e8 / (squared * squared)
    };
    nodes.iter().map(one).sum()
}

/// The pieces of a line whose points are wanted, each with the point before and after it.
fn runs(line: &[Point], wanted: impl Fn(&Point) -> bool) -> Vec<Vec<Point>> {
    let wanted: Vec<bool> = line.iter().map(wanted).collect();
    let near = |i: usize| wanted[i.saturating_sub(1)..(i + 2).min(wanted.len())].contains(&true);
    let mut runs: Vec<Vec<Point>> = Vec::new();
    let mut open = false;
    for (i, point) in line.iter().enumerate() {
        let keep = near(i);
        match runs.last_mut().filter(|_| open && keep) {
            Some(run) => run.push(*point),
            None if keep => runs.push(vec![*point]),
            None => {}
        }
        open = keep;
    }
    runs.retain(|run| run.len() > 1);
    runs
}

/// Where a function of the stage is zero, as lines (marching squares).
fn contour(size: (f64, f64), value: impl Fn(Point) -> f64) -> Vec<Vec<Point>> {
    let columns = ((size.0 + 2.0 * BEYOND) / GRID).ceil() as usize;
    let rows = ((size.1 + 2.0 * BEYOND) / GRID).ceil() as usize;
    let place = |x: usize, y: usize| Point::new(x as f64 * GRID - BEYOND, y as f64 * GRID - BEYOND);
    let values: Vec<f64> = (0..=rows)
        .flat_map(|y| (0..=columns).map(move |x| (x, y)))
        .map(|(x, y)| value(place(x, y)))
        .collect();
    let at = |x: usize, y: usize| values[y * (columns + 1) + x];
    // An edge of the grid that the line crosses is known by its upper left corner and whether it goes down.
    let mut joints: SortedMap<Edge, Joint> = SortedMap::default();
    let point = |(x, y, down): Edge| {
        let (x2, y2) = if down { (x, y + 1) } else { (x + 1, y) };
        let (a, b) = (at(x, y), at(x2, y2));
        place(x, y).towards(place(x2, y2), (a / (a - b)).clamp(0.0, 1.0))
    };
    for (x, y) in (0..rows).flat_map(|y| (0..columns).map(move |x| (x, y))) {
        let positive = [at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1)].map(|value| value > 0.0);
        let edges = [(x, y, false), (x + 1, y, true), (x, y + 1, false), (x, y, true)];
        let crossed: Vec<Edge> =
            (0..4).filter(|i| positive[*i] != positive[(i + 1) % 4]).map(|i| edges[i]).collect();
        for pair in crossed.chunks_exact(2) {
            for (one, other) in [(pair[0], pair[1]), (pair[1], pair[0])] {
                let joint = joints.or_default(one);
                joint.at = point(one);
                joint.to.push(other);
            }
        }
    }
    chains(joints)
}

type Edge = (usize, usize, bool);

#[derive(Default)]
struct Joint {
    at: Point,
    to: Vec<Edge>,
}

/// Follows joints from one to the next: first the lines with ends, then those without.
fn chains(mut joints: SortedMap<Edge, Joint>) -> Vec<Vec<Point>> {
    let mut lines = Vec::new();
    loop {
        let end = joints.iter().find(|(_, joint)| joint.to.len() == 1);
        let Some(start) = end.or_else(|| joints.iter().next()).map(|(edge, _)| *edge) else { return lines };
        let (mut line, mut next, mut first) = (Vec::new(), Some(start), None);
        while let Some(joint) = next.and_then(|edge| joints.remove(&edge)) {
            line.push(joint.at);
            first = first.or(Some(joint.at));
            next = joint.to.into_iter().find(|edge| joints.contains(edge));
            if next.is_none() && line.len() > 3 && joint.at.distance(line[0]) < 2.0 * GRID {
                line.extend(first);
            }
        }
        if line.len() > 1 {
            lines.push(line);
        }
    }
}

/// A line as a tear.
fn torn(line: &[Point]) -> Vec<Point> {
    let whole = length(line);
    let closed = line.first() == line.last();
    // An even number of teeth, so that a closed tear meets itself.
    let (every, aside) = if closed && whole < 500.0 { SMALL_TOOTH } else { TOOTH };
    let teeth = ((whole / every / 2.0).round() as usize).max(3) * 2;
    let step = whole / teeth as f64;
    let corner = |i: usize| {
        let at = i as f64 * step;
        let way = (point_at(line, (at + 4.0).min(whole)) - point_at(line, (at - 4.0).max(0.0))).unit();
        let end = !closed && (i == 0 || i == teeth);
        let side = if end {
            0.0
        } else if i.is_multiple_of(2) {
            aside
        } else {
            -aside
        };
        point_at(line, at) + way.turned() * side
    };
    (0..=teeth).map(corner).collect()
}

/// Room at the bottom for what the page shows in the stage's corners, px.
const CORNER: f64 = 64.0;

/// How far below a loop its button goes, px, the best first: what is written at a node may be in the way.
const BELOW: [f64; 4] = [22.0, 4.0, 44.0, 66.0];

/// Where the button goes: on the line, as far down as nothing is in the way; of a loop, below it or beside it. Rather not
/// into the page's corners.
fn pill(lines: &[Vec<Point>], layout: &Layout, taken: &[Rect]) -> Rect {
    let [above, all] = [layout.floor.max(CORNER), layout.floor].map(|floor| places(lines, layout, floor));
    let is_free = |place: &&Rect| !taken.iter().any(|other| place.overlaps(other));
    let free = above.iter().chain(&all).find(is_free);
    free.or(all.first()).copied().unwrap_or_default()
}

/// Where the button may go above a floor, the best place first.
fn places(lines: &[Vec<Point>], layout: &Layout, floor: f64) -> Vec<Rect> {
    let (width, height) = (PILL.0 * layout.unit, PILL.1 * layout.unit);
    let room = (layout.size.0, layout.size.1 - floor + 8.0);
    let place = |at: Point| Rect::around(at, width, height).pushed_inside(room, 8.0);
    let around = |line: &Vec<Point>| {
        let end = |pick: fn(&Point) -> f64, than: fn(f64, f64) -> f64| line.iter().map(pick).reduce(than);
        let [left, right] = [f64::min, f64::max].map(|than| end(|point| point.x, than).unwrap_or_default());
        let [top, low] = [f64::min, f64::max].map(|than| end(|point| point.y, than).unwrap_or_default());
        let (x, y) = (f64::midpoint(left, right), f64::midpoint(top, low));
        let below = BELOW.map(|away| Point::new(x, low + height / 2.0 + away));
        let beside = [right + width / 2.0 + 4.0, left - width / 2.0 - 4.0].map(|x| Point::new(x, y));
        below.into_iter().chain(beside).map(place).collect::<Vec<_>>()
    };
    let loops = lines.iter().filter(|line| line.first() == line.last());
    let along: Vec<Rect> = lines.iter().flatten().map(|at| place(*at)).collect();
    let low_first = order(along.iter().map(|place| !key_of(place.at.y)));
    loops.flat_map(around).chain(low_first.into_iter().map(|i| along[i])).collect()
}

/// The arrow of a one-way cut: at the middle of its line, away from the first side.
fn arrow(lines: &[Vec<Point>], sides: &[Vec<Point>], size: (f64, f64)) -> Option<(Point, Point)> {
    let stage = Rect::new(0.0, 0.0, size.0, size.1);
    let on_stage = |point: &&Point| Rect::around(**point, 1.0, 1.0).overlaps(&stage);
    let visible: Vec<Point> = lines.first()?.iter().filter(on_stage).copied().collect();
    let place = visible.len() / 2;
    let at = *visible.get(place)?;
    let before = visible.get(place.saturating_sub(2)).copied()?;
    let across = (at - before).unit().turned();
    let count = sides.first()?.len().max(1) as f64;
    let middle = sides.first()?.iter().fold(Point::default(), |sum, node| sum + *node) * (1.0 / count);
    let away = at - middle;
    let outwards = across.x * away.x + across.y * away.y >= 0.0;
    Some((at, if outwards { across } else { across * -1.0 }))
}

#[cfg(test)]
mod tests {
    use super::super::plan::{Plan, Seat};
    use super::*;

    fn layout(nodes: usize, size: (f64, f64)) -> Layout {
        Plan {
            size,
            big: false,
            insets: (46.0, 8.0),
            seats: vec![Seat { aside: false, cells: true, badges: false }; nodes],
        }
        .arrange()
    }

    fn cut(sides: &[&[u16]], one_way: bool) -> Cut {
        let side = |side: &&[u16]| side.iter().map(|node| NodeId(*node)).collect();
        Cut { id: 1, sides: sides.iter().map(side).collect(), one_way }
    }

    /// Every link between sides is crossed by the line, whatever the sides.
    #[test]
    fn the_line_lies_between_the_sides() {
        for size in [(876.0, 566.0), (390.0, 520.0)] {
            for nodes in 3..=9_u16 {
                let layout = layout(nodes.into(), size);
                for mask in 1..(1_u16 << nodes) - 1 {
                    let members = |inside: bool| (0..nodes).filter(move |i| (mask >> i & 1 == 1) == inside);
                    let (a, b): (Vec<u16>, Vec<u16>) = (members(true).collect(), members(false).collect());
                    if nodes > 6 && mask % 7 != 0 {
                        continue;
                    }
                    let seam = &seams(&[cut(&[&a, &b], false)], &layout, &[])[0];
                    for (from, to) in a.iter().flat_map(|a| b.iter().map(move |b| (*a, *b))) {
                        let (from, to) =
                            (layout.spots[usize::from(from)].at, layout.spots[usize::from(to)].at);
                        assert!(seam.crossing(from, to).is_some(), "{a:?} | {b:?} on {size:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_split_of_five_is_one_line_from_edge_to_edge() {
        let layout = layout(5, (876.0, 566.0));
        let seam = &seams(&[cut(&[&[0, 1], &[2, 3, 4]], true)], &layout, &[])[0];
        assert_eq!(seam.lines.len(), 1);
        let ends = [seam.lines[0][0], *seam.lines[0].last().unwrap()];
        assert!(
            ends.iter().all(|end| end.x <= 0.0 || end.y <= 0.0 || end.x >= 876.0 || end.y >= 566.0),
            "{ends:?}"
        );
        assert!(seam.pill.inside(layout.size));
        let (at, way) = seam.arrow.unwrap();
        let first = layout.spots[0].at;
        assert!(
            (at + way * 20.0).distance(first) > at.distance(first),
            "the arrow points away from the first side"
        );
        assert_eq!(seam.tints.len(), 2);
    }

    #[test]
    fn the_tint_of_a_side_stays_off_the_others() {
        let at = |x: f64, y: f64| Point::new(x, y);
        let left = vec![at(100.0, 100.0), at(100.0, 300.0), at(600.0, 200.0)];
        let sides = [left.clone(), vec![at(350.0, 200.0)]];
        assert_eq!(
            tint(&sides, 0, &[]),
            [vec![left[0], left[1]], vec![left[2]]],
            "the third stands beyond the other side"
        );
        let apart = [left.clone(), vec![at(350.0, 900.0)]];
        assert_eq!(tint(&apart, 0, &[]).len(), 1);
    }

    #[test]
    fn one_node_is_circled_and_one_link_ticked() {
        let layout = layout(5, (876.0, 566.0));
        let all = seams(&[cut(&[&[0], &[1, 2, 3, 4]], false), cut(&[&[1], &[3]], false)], &layout, &[]);
        let at = layout.spots[0].at;
        assert!(all[0].lines[0].iter().all(|point| point.distance(at) < 70.0));
        assert!(!all[0].single && all[1].single);
        let middle = layout.spots[1].at.towards(layout.spots[3].at, 0.5);
        assert!(all[1].lines[0].iter().all(|point| point.distance(middle) < 20.0));
    }

    #[test]
    fn three_sides_are_parted_from_each_other() {
        let layout = layout(6, (876.0, 566.0));
        let seam = &seams(&[cut(&[&[0, 1], &[2, 3], &[4, 5]], false)], &layout, &[])[0];
        for (from, to) in [(0, 2), (1, 2), (3, 4), (5, 0)] {
            assert!(seam.crossing(layout.spots[from].at, layout.spots[to].at).is_some());
        }
        assert!(seam.crossing(layout.spots[0].at, layout.spots[1].at).is_none());
    }
}
