//! What of a node is drawn, apart from what changes with every frame.

use super::geometry::{Point, Rect};
use super::labels::{TEXT_HEIGHT, text_width};
use super::layout::{BADGE_ROW, CELLS_MAX, Layout, Spot, Strips};
use super::plan::{Plan, Seat};
use crate::sim::{Badge, Cell, Frame, Glyph, Health, NodeFrame, NodeId, Place, Shape, Tone};
use netsplit_text::{t, tr};

/// A node as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// Which.
    pub node: NodeId,
    /// What people call it.
    pub name: String,
    /// Its accessible name: `n3, leader, term 4, up`.
    pub spoken: String,
    /// Its shape, colour, role and epoch.
    pub glyph: Glyph,
    /// Whether it runs.
    pub health: Health,
    /// Whether it is byzantine.
    pub byzantine: bool,
    /// Whether a timer runs down.
    pub timed: bool,
    /// What stands above or below it.
    pub caption: Option<String>,
    /// Tags at it.
    pub badges: Vec<Badge>,
    /// Its last cells.
    pub cells: Vec<Cell>,
    /// How many more there are before those.
    pub more: u64,
    /// The same in words.
    pub summary: String,
    /// What a lesson makes of it.
    pub lit: Lit,
}

/// What a lesson makes of a node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lit {
    /// Nothing in particular.
    #[default]
    Plain,
    /// It points at it.
    Pointed,
    /// It hides it.
    Hidden,
    /// Something else is in the spotlight.
    Dimmed,
}

/// What a lesson shows of the nodes, and what whoever presents puts a spotlight on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Light {
    /// Nodes that are not drawn, nor what concerns them.
    pub hidden: Vec<NodeId>,
    /// Nodes that are pointed at.
    pub pointed: Vec<NodeId>,
    /// The node in the spotlight: everything but it and its links is dimmed.
    pub spot: Option<NodeId>,
}

impl Light {
    /// Whether a node is not drawn.
    pub fn hides(&self, node: NodeId) -> bool {
        self.hidden.contains(&node)
    }

    /// Whether a node is dimmed.
    pub fn dims(&self, node: NodeId) -> bool {
        self.spot.is_some_and(|spot| spot != node)
    }

    /// Whether a link, or what is on it, is dimmed.
    pub fn dims_link(&self, (a, b): (NodeId, NodeId)) -> bool {
        self.dims(a) && self.dims(b)
    }

    /// Whether a node at one of the ends is not drawn.
    pub fn hides_link(&self, (a, b): (NodeId, NodeId)) -> bool {
        self.hides(a) || self.hides(b)
    }
}

impl Look {
    /// How a node looks.
    pub fn of(node: &NodeFrame, names: &[String]) -> Self {
        let name = names.get(node.id.index()).cloned().unwrap_or_default();
        let view = &node.view;
        let shown = view.cells.len().min(CELLS_MAX - 1);
        let cells = view.cells[view.cells.len() - shown..].to_vec();
        Look {
            node: node.id,
            spoken: spoken(node, &name),
            name,
            glyph: node.glyph,
            health: node.health,
            byzantine: node.byzantine,
            timed: node.countdown.is_some(),
            caption: view.caption.clone(),
            badges: view.badges.clone(),
            more: view.cells_total.saturating_sub(cells.len() as u64),
            cells,
            summary: view.cells_summary.clone(),
            lit: Lit::Plain,
        }
    }

    /// How it looks to the reader of a lesson, or under a spotlight: what is hidden or dimmed has no words beside it.
    pub fn in_light(self, light: &Light) -> Self {
        if light.dims(self.node) && !light.hides(self.node) {
            return Look { lit: Lit::Dimmed, caption: None, badges: Vec::new(), ..self };
        }
        if !light.hides(self.node) {
            let lit = if light.pointed.contains(&self.node) { Lit::Pointed } else { Lit::Plain };
            return Look { lit, ..self };
        }
        let (cells, badges) = (Vec::new(), Vec::new());
        Look { lit: Lit::Hidden, caption: None, summary: String::new(), more: 0, cells, badges, ..self }
    }

    /// The epoch as it is printed: `T4`.
    pub fn epoch(&self) -> Option<String> {
        self.glyph.epoch.map(|epoch| format!("{}{}", epoch.mark, epoch.number))
    }
}

/// A node in words: id, role, epoch, status.
pub fn spoken(node: &NodeFrame, name: &str) -> String {
    let (role, status) = (tr(node.glyph.role), tr(node.health.word()));
    let epoch =
        node.glyph.epoch.map(|epoch| t!("{word} {number}", word = tr(epoch.word), number = epoch.number));
    match (epoch, node.byzantine) {
        (Some(epoch), false) => t!("{node}, {role}, {epoch}, {status}", node = name, role, epoch, status),
        (None, false) => t!("{node}, {role}, {status}", node = name, role, status),
        (Some(epoch), true) => {
            t!("{node}, {role}, {epoch}, {status}, byzantine", node = name, role, epoch, status)
        }
        (None, true) => t!("{node}, {role}, {status}, byzantine", node = name, role, status),
    }
}

/// The class of a colour family.
pub fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Lead => "tone-lead",
        Tone::Follow => "tone-follow",
        Tone::Candidate => "tone-cand",
        Tone::Client => "tone-client",
        Tone::Good => "tone-good",
        Tone::Bad => "tone-bad",
    }
}

/// The sign inside a node, drawn around its own origin, 28 px wide: crown or hand.
pub fn sign(shape: Shape) -> Option<&'static str> {
    match shape {
        Shape::Crown => Some("M-9 -7l4 5 5 -8 5 8 4 -5 -2 10h-14z"),
        Shape::Hand => Some("M-5 0v-7m3.5 7v-9m3.5 9v-9m3.5 9v-7m-10.5 7q0 8 5.5 8t5.5 -8l3.5 -4.5"),
        Shape::Star => Some("M0 -10L3 -3L10 0L3 3L0 10L-3 3L-10 0L-3 -3Z"),
        Shape::Tick => Some("M-9 0l3 -3 4 4 8 -8 3 3 -11 11z"),
        Shape::Plain | Shape::Square => None,
    }
}

/// The fill class of a cell: six hues in turn.
pub fn hue(epoch: u64) -> &'static str {
    ["hue1", "hue2", "hue3", "hue4", "hue5", "hue6"][(epoch.saturating_sub(1) % 6) as usize]
}

/// What is to be laid out for a frame. Whether there are cells or badges to show is asked of all nodes of a kind together, so
/// that nothing moves when a node gets its first one.
pub fn plan(frame: &Frame, size: (f64, f64), big: bool, insets: (f64, f64)) -> Plan {
    let has = |node: &NodeFrame| !node.view.cells.is_empty() || !node.view.cells_summary.is_empty();
    let kind_has = |kind: &str| frame.nodes.iter().any(|node| node.kind == kind && has(node));
    let kind_tagged =
        |kind: &str| frame.nodes.iter().any(|node| node.kind == kind && !node.view.badges.is_empty());
    let seat = |node: &NodeFrame| Seat {
        aside: node.place == Place::Side,
        cells: kind_has(node.kind),
        badges: kind_tagged(node.kind),
    };
    Plan { size, big, insets, seats: frame.nodes.iter().map(seat).collect() }
}

/// Where a caption stands at a node with so many badges.
pub fn caption_rect(spot: &Spot, text: &str, badges: usize, layout: &Layout) -> Rect {
    let (width, height) = (text_width(text, layout.unit), TEXT_HEIGHT * layout.unit);
    // Beyond the cells in words and the badges, where those stand above or below.
    let outwards = |rect: &Rect| (rect.middle().x - spot.at.x).abs() < spot.radius;
    let rows = BADGE_ROW * layout.unit * badges as f64;
    let tags = spot.badges.filter(outwards).map_or(0.0, |room| room.height.min(rows));
    let cells = spot.strip.filter(outwards).map_or(0.0, |strip| strip.height - 2.0);
    let away = spot.rim() + 4.0 + height / 2.0 + cells + tags;
    let y = if spot.caption_above { spot.at.y - away } else { spot.at.y + away };
    let x = spot.at.x - width / 2.0;
    Rect::new(x, y - height / 2.0, width, height).pushed_inside(layout.size, 4.0)
}

/// Where the cells of the selected node are told when there is no room for all.
pub fn summary_rect(spot: &Spot, text: &str, layout: &Layout) -> Rect {
    let (width, height) = (text_width(text, layout.unit), TEXT_HEIGHT * layout.unit);
    let away = spot.rim() + 4.0 + height / 2.0;
    let y = if spot.caption_above { spot.at.y + away } else { spot.at.y - away };
    Rect::new(spot.at.x - width / 2.0, y - height / 2.0, width, height).pushed_inside(layout.size, 4.0)
}

/// A caption in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Caption {
    /// What it says.
    pub text: String,
    /// Where.
    pub rect: Rect,
}

/// The captions, by node. One that would cover a node, its cells or another caption wherever it stands is left out.
/// `hint` says what a click on a crashed node does.
pub fn captions(layout: &Layout, looks: &[Look], tags: &[Rect], hint: Option<&str>) -> Vec<Option<Caption>> {
    let mut placed: Vec<Option<Caption>> = Vec::new();
    for (spot, look) in layout.spots.iter().zip(looks) {
        let text = match hint.filter(|_| look.health == Health::Crashed) {
            Some(hint) => Some(t!("{status} · {hint}", status = tr(look.health.word()), hint)),
            None => look.caption.clone(),
        };
        let rect = text.as_ref().and_then(|text| {
            let base = caption_rect(spot, text, look.badges.len(), layout);
            caption_places(base, spot, layout).into_iter().find(|rect| {
                let free = |(other, look): (&Spot, &Look)| {
                    let cells = other.strip.map(|strip| used(strip, look, layout));
                    !rect.meets_disc(other.at, other.rim())
                        && !cells.is_some_and(|cells| rect.overlaps(&cells))
                };
                layout.spots.iter().zip(looks).all(free)
                    && !tags.iter().any(|tag| rect.overlaps(tag))
                    && !placed.iter().flatten().any(|other| rect.overlaps(&other.rect))
            })
        });
        placed.push(text.zip(rect).map(|(text, rect)| Caption { text, rect }));
    }
    placed
}

/// Where a caption may stand: above or below its node, there to one side, or on the other side.
fn caption_places(base: Rect, spot: &Spot, layout: &Layout) -> [Rect; 5] {
    let shifted =
        |x: f64, y: f64| Rect { at: base.at + Point::new(x, y), ..base }.pushed_inside(layout.size, 4.0);
    let side = base.width / 2.0 - spot.radius;
    let line = base.height * if spot.caption_above { -1.0 } else { 1.0 };
    let across = (spot.at.y - base.middle().y) * 2.0;
    [base, shifted(-side, 0.0), shifted(side, 0.0), shifted(0.0, line), shifted(0.0, across)]
}

/// What neither labels nor buttons may cover: nodes, cells, badges (`tags`), captions.
pub fn obstacles(layout: &Layout, looks: &[Look], tags: &[Rect], captions: &[Option<Caption>]) -> Vec<Rect> {
    let mut all = tags.to_vec();
    for (spot, look) in layout.spots.iter().zip(looks) {
        all.push(Rect::around(spot.at, 2.0 * spot.rim(), 2.0 * spot.rim()));
        all.extend(spot.strip.map(|strip| used(strip, look, layout)));
    }
    all.extend(captions.iter().flatten().map(|caption| caption.rect));
    all
}

/// The part of a strip that is in use: it grows away from its node.
pub fn used(strip: Rect, look: &Look, layout: &Layout) -> Rect {
    if layout.strips != Strips::Cells {
        return strip;
    }
    let width = strip_width(look, layout);
    let left = strip_grows_left(&strip, look, layout);
    let x = if left { strip.at.x + strip.width - width } else { strip.at.x };
    Rect::new(x, strip.at.y, width, strip.height)
}

/// How much of its strip a node's cells take.
pub fn strip_width(look: &Look, layout: &Layout) -> f64 {
    (look.cells.len() + usize::from(look.more > 0)) as f64 * super::layout::CELL.0 * layout.unit
}

/// Whether the cells of a node end at it rather than begin there.
pub fn strip_grows_left(strip: &Rect, look: &Look, layout: &Layout) -> bool {
    layout.spots.get(look.node.index()).is_some_and(|spot| strip.at.x < spot.at.x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::{Countdown, Epoch, NodeView};

    fn node(cells: u64) -> NodeFrame {
        let epoch = Some(Epoch { word: "term", mark: "T", number: 4 });
        let cell = |index| Cell { index, mark: "", epoch: index, value: String::new(), committed: true };
        let view =
            NodeView { cells: (1..=cells).map(cell).collect(), cells_total: cells, ..NodeView::default() };
        NodeFrame {
            id: NodeId(1),
            kind: "server",
            place: Place::Ring,
            health: Health::Paused,
            byzantine: false,
            glyph: Glyph { role: "chief", shape: Shape::Crown, tone: Tone::Lead, epoch },
            countdown: Some(Countdown { due: 5, whole: 10 }),
            skew: (0, 0),
            view,
        }
    }

    #[test]
    fn a_node_in_words() {
        let names = ["n1".to_owned(), "n2".to_owned()];
        let look = Look::of(&node(8), &names);
        assert_eq!(look.spoken, "n2, chief, term 4, paused");
        assert_eq!(look.epoch().as_deref(), Some("T4"));
        assert_eq!((look.cells.len(), look.more, look.cells[0].index), (5, 3, 4));
        let byzantine = NodeFrame { byzantine: true, ..node(0) };
        assert_eq!(Look::of(&byzantine, &names).spoken, "n2, chief, term 4, paused, byzantine");
    }

    #[test]
    fn hues_come_round() {
        assert_eq!([0, 1, 6, 7, 13].map(hue), ["hue1", "hue1", "hue6", "hue1", "hue1"]);
    }

    #[test]
    fn captions_stay_on_the_stage() {
        let frame = Frame { nodes: vec![node(2); 5], ..Frame::default() };
        let layout = plan(&frame, (390.0, 520.0), false, (50.0, 54.0)).arrange();
        for spot in &layout.spots {
            assert!(caption_rect(spot, "old chief, cannot commit anything", 3, &layout).inside(layout.size));
        }
    }

    #[test]
    fn captions_cover_nothing() {
        let nodes: Vec<NodeFrame> = (0..9).map(|i| NodeFrame { id: NodeId(i), ..node(2) }).collect();
        let frame = Frame { nodes, ..Frame::default() };
        for size in [(390.0, 560.0), (843.0, 560.0)] {
            let layout = plan(&frame, size, false, (50.0, 8.0)).arrange();
            let caption = Some("candidate, 4 of 9 votes".to_owned());
            let look = |node: &NodeFrame| Look { caption: caption.clone(), ..Look::of(node, &[]) };
            let looks: Vec<Look> = frame.nodes.iter().map(look).collect();
            let captions = captions(&layout, &looks, &[], None);
            let shown: Vec<Rect> = captions.iter().flatten().map(|caption| caption.rect).collect();
            assert!(shown.len() >= 5, "{size:?}: {}", shown.len());
            for (i, rect) in shown.iter().enumerate() {
                assert!(shown[..i].iter().all(|other| !rect.overlaps(other)));
                assert!(layout.spots.iter().all(|spot| !rect.meets_disc(spot.at, spot.radius)));
            }
        }
    }
}
