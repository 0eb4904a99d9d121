//! Badges: short tags at a node, some with a running stopwatch.

use super::geometry::{Point, Rect};
use super::labels::text_width;
use super::layout::{BADGE_ROW, BADGES_MAX, Layout, Spot};
use super::look::{Look, tone_class, used};
use crate::sim::Badge;
use crate::ui::class::class;
use crate::ui::figures::px;
use yew::prelude::*;

/// The widest that a stopwatch gets: `340 ms`.
const STOPWATCH: &str = " 340 ms";
/// Between a badge's edge and its text, on both sides together.
const PADDING: f64 = 10.0;

/// A badge in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Plate {
    /// Whose it is.
    pub name: String,
    /// What it says.
    pub badge: Badge,
    /// Where.
    pub rect: Rect,
}

/// The badges in their places: in the room that is kept for them, else wherever they cover nothing, else nowhere.
pub fn plates(layout: &Layout, looks: &[Look]) -> Vec<Plate> {
    let mut placed: Vec<Plate> = Vec::new();
    for (spot, look) in layout.spots.iter().zip(looks).filter(|(_, look)| !look.badges.is_empty()) {
        let rects = match spot.badges {
            Some(room) => kept(&room, spot, look, layout.unit),
            None => free(spot, look, layout, looks, &placed),
        };
        let plate =
            |(badge, rect): (&Badge, Rect)| Plate { name: look.name.clone(), badge: badge.clone(), rect };
        placed.extend(look.badges.iter().zip(rects).map(plate));
    }
    placed
}

/// Where badges are.
pub fn rects(plates: &[Plate]) -> Vec<Rect> {
    plates.iter().map(|plate| plate.rect).collect()
}

/// How large a badge is with the gap under it.
fn size(badge: &Badge, unit: f64) -> (f64, f64) {
    let watch = if badge.since.is_some() { text_width(STOPWATCH, unit) } else { 0.0 };
    (text_width(&badge.text, unit) + watch + PADDING * unit, BADGE_ROW * unit)
}

/// One under the other within the room that is kept for them, as near to the node as can be.
fn kept(room: &Rect, spot: &Spot, look: &Look, unit: f64) -> Vec<Rect> {
    let row = BADGE_ROW * unit;
    let count = look.badges.len().min(libm::floor(room.height / row + 0.01) as usize);
    let beside = room.at.x > spot.at.x || room.at.x + room.width < spot.at.x;
    let slack = room.height - count as f64 * row;
    let top = match (beside, spot.strip) {
        (true, None) => room.at.y + slack / 2.0,
        (false, _) if room.at.y < spot.at.y => room.at.y + slack,
        _ => room.at.y,
    };
    let place = |(i, badge): (usize, &Badge)| {
        let width = size(badge, unit).0.min(room.width);
        let x = match (beside, room.at.x < spot.at.x) {
            (false, _) => (spot.at.x - width / 2.0).min(room.at.x + room.width - width).max(room.at.x),
            (true, true) => room.at.x + room.width - width,
            (true, false) => room.at.x,
        };
        Rect::new(x, top + i as f64 * row, width, row - 2.0 * unit)
    };
    look.badges.iter().take(count).enumerate().map(place).collect()
}

/// One under the other below, above or beside the node, where nothing else is.
fn free(spot: &Spot, look: &Look, layout: &Layout, looks: &[Look], placed: &[Plate]) -> Vec<Rect> {
    let badges = &look.badges[..look.badges.len().min(BADGES_MAX)];
    let row = BADGE_ROW * layout.unit;
    let widest = badges.iter().map(|badge| size(badge, layout.unit).0).fold(0.0, f64::max);
    let height = badges.len() as f64 * row;
    let (across, down) = (spot.rim() + 4.0 + widest / 2.0, spot.rim() + 4.0 + height / 2.0);
    let ways = [(0.0, down), (0.0, -down), (across, 0.0), (-across, 0.0)];
    let blocks = ways.map(|(x, y)| Rect::around(spot.at + Point::new(x, y), widest, height));
    let is_free = |rect: &&Rect| {
        let clear = |(other, look): (&Spot, &Look)| {
            !rect.meets_disc(other.at, other.rim())
                && !other.strip.is_some_and(|strip| rect.overlaps(&used(strip, look, layout)))
                && !other.badges.is_some_and(|room| rect.overlaps(&room))
        };
        rect.inside(layout.size)
            && layout.spots.iter().zip(looks).all(clear)
            && !placed.iter().any(|plate| rect.overlaps(&plate.rect))
    };
    let Some(block) = blocks.iter().find(is_free) else { return Vec::new() };
    let place = |(i, badge): (usize, &Badge)| {
        let width = size(badge, layout.unit).0;
        Rect::new(block.middle().x - width / 2.0, block.at.y + i as f64 * row, width, row - 2.0 * layout.unit)
    };
    badges.iter().enumerate().map(place).collect()
}

/// The badges at this time, µs.
pub fn badges(plates: &[Plate], unit: f64, time: f64) -> Html {
    let plate = |(i, plate): (usize, &Plate)| {
        let rect = plate.rect;
        let (x, y) = (rect.middle().x, rect.at.y + rect.height - 4.5 * unit);
        html! {
            <g key={i} class={class!("badge", tone_class(plate.badge.tone))} data-badge={plate.name.clone()}>
                <rect x={px(rect.at.x)} y={px(rect.at.y)} width={px(rect.width)} height={px(rect.height)} rx={px(5.0 * unit)} />
                <text x={px(x)} y={px(y)} text-anchor="middle">{ plate.badge.at(time.max(0.0) as u64) }</text>
            </g>
        }
    };
    html! { <g class="badges">{ for plates.iter().enumerate().map(plate) }</g> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::{Frame, Glyph, Health, NodeFrame, NodeId, NodeView, Place, Shape, Tone};
    use crate::ui::stage::look::plan;

    fn node(id: u16, cells: bool, badges: usize) -> NodeFrame {
        let mut view = NodeView::default();
        for text in ["A 100 €", "lock A", "in doubt"].into_iter().take(badges) {
            view.stopwatch(text, Tone::Bad, 0);
        }
        view.cells_summary = if cells { "len 3 · commit 2".to_owned() } else { String::new() };
        NodeFrame {
            id: NodeId(id),
            kind: "bank",
            place: Place::Ring,
            health: Health::Up,
            byzantine: false,
            glyph: Glyph { role: "bank", shape: Shape::Plain, tone: Tone::Follow, epoch: None },
            countdown: None,
            skew: (0, 0),
            view,
        }
    }

    #[test]
    fn a_stopwatch_says_how_long() {
        let badge = Badge { text: "lock A".to_owned(), tone: Tone::Bad, since: Some(2_000), until: None };
        let said = [0, 342_900, 3_442_000, 400_002_000].map(|time| badge.at(time));
        assert_eq!(said, ["lock A 0 ms", "lock A 340 ms", "lock A 3.4 s", "lock A 400 s"]);
        let ends = Badge { until: Some(500_000), ..badge.clone() };
        assert_eq!([499_999, 500_000].map(|time| ends.at(time)), ["lock A 497 ms", "lock A over"]);
        assert_eq!(Badge { since: None, ..badge }.at(5_000_000), "lock A");
    }

    /// Above and below a node there is room for two, beside it for three.
    #[test]
    fn badges_cover_nothing() {
        for (size, insets) in
            [((843.0, 560.0), (50.0, 8.0)), ((640.0, 420.0), (8.0, 8.0)), ((390.0, 560.0), (50.0, 54.0))]
        {
            for (nodes, cells) in [(3, false), (3, true), (5, false), (8, true)] {
                let nodes: Vec<_> = (0..nodes).map(|id| node(id, cells, 3)).collect();
                let each = if size.0 < 700.0 {
                    1
                } else if nodes.len() < 8 {
                    3
                } else {
                    2
                };
                let least = nodes.len() * each;
                let frame = Frame { nodes, ..Frame::default() };
                let layout = plan(&frame, size, false, insets).arrange();
                let looks: Vec<Look> = frame.nodes.iter().map(|node| Look::of(node, &[])).collect();
                let shown = rects(&plates(&layout, &looks));
                assert!(shown.len() >= least, "{size:?}, {}: {} badges", looks.len(), shown.len());
                for (i, rect) in shown.iter().enumerate() {
                    assert!(rect.inside(size), "{size:?}: {rect:?}");
                    assert!(shown[..i].iter().all(|other| !rect.overlaps(other)), "{size:?}: {rect:?}");
                    for (spot, look) in layout.spots.iter().zip(&looks) {
                        assert!(!rect.meets_disc(spot.at, spot.rim()), "{size:?}: {rect:?}");
                        let cells = spot.strip.map(|strip| used(strip, look, &layout));
                        assert!(cells.is_none_or(|cells| !rect.overlaps(&cells)), "{size:?}: {rect:?}");
                    }
                }
            }
        }
    }
}
