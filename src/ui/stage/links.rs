//! The links between nodes, and the cuts through them.

use super::air::Busy;
use super::geometry::{Point, distance_to_segment, path};
use super::layout::Layout;
use super::seam::{PILL, Seam};
use crate::sim::{Cut, CutId, Frame, NodeId, Place, SortedSet};
use crate::ui::class::class;
use crate::ui::figures::{px, translate};
use netsplit_text::t;
use std::rc::Rc;
use yew::prelude::*;

/// With more nodes on the ring links are drawn fainter, and with even more only where something flies.
const FAINT: usize = 12;
/// See [`FAINT`].
const HIDDEN: usize = 20;

/// A link as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinkLook {
    /// One end.
    pub a: NodeId,
    /// The other.
    pub b: NodeId,
    /// Whether a cut stops messages on it, in either direction.
    pub cut: bool,
    /// Whether a spotlight is on something else.
    pub dim: bool,
    /// Whether there are too many for it to be drawn strongly.
    pub faint: bool,
    /// How busy it is: 0 to 4.
    pub busy: u8,
}

/// The links to be drawn: between all on the ring unless those are too many, and wherever something flies.
pub fn links(frame: &Frame, busy: &Busy, used: impl Iterator<Item = (NodeId, NodeId)>) -> Vec<LinkLook> {
    let ring: Vec<NodeId> =
        frame.nodes.iter().filter(|node| node.place == Place::Ring).map(|node| node.id).collect();
    let mut pairs: SortedSet<(NodeId, NodeId)> = SortedSet::default();
    if ring.len() <= HIDDEN {
        for (i, a) in ring.iter().enumerate() {
            ring[i + 1..].iter().for_each(|b| pairs.insert((*a, *b), ()));
        }
    }
    let crowded = busy.iter().map(|(pair, _)| *pair);
    crowded.chain(used).for_each(|pair| pairs.insert(pair, ()));
    let look = |(a, b)| LinkLook {
        a,
        b,
        cut: crate::ui::links::is_cut(&frame.cuts, a, b),
        dim: false,
        faint: ring.len() > FAINT,
        busy: busy.get(&(a, b)).copied().unwrap_or(0),
    };
    pairs.into_iter().map(|(pair, ())| look(pair)).collect()
}

/// The link nearest to a point, within a radius.
pub fn nearest_link(layout: &Layout, at: Point, radius: f64) -> Option<(NodeId, NodeId)> {
    let count = layout.spots.len();
    let pairs = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b)));
    let far = |(a, b): (usize, usize)| distance_to_segment(at, layout.spots[a].at, layout.spots[b].at);
    let near = pairs.map(|pair| (far(pair), pair)).filter(|(far, _)| *far <= radius);
    near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, (a, b))| (NodeId::from(a), NodeId::from(b)))
}

/// What [`lines`] is drawn from.
#[derive(PartialEq)]
pub struct LinksProps {
    /// The links.
    pub links: Rc<Vec<LinkLook>>,
    /// Where everything stands.
    pub layout: Rc<Layout>,
    /// The link that a click would cut or restore.
    pub aimed: Option<(NodeId, NodeId)>,
}

/// The links.
pub fn lines(props: &LinksProps) -> Html {
    let draw = |link: &LinkLook| {
        let (Some(a), Some(b)) =
            (props.layout.spots.get(link.a.index()), props.layout.spots.get(link.b.index()))
        else {
            return Html::default();
        };
        let way = (b.at - a.at).unit();
        let (from, to) = (a.at + way * a.radius, b.at - way * b.radius);
        let busy = (link.busy > 0).then(|| format!("busy{}", link.busy));
        let class = class!(
            "link",
            link.cut.then_some("is-cut"),
            link.faint.then_some("faint"),
            busy,
            link.dim.then_some("dimmed")
        );
        html! { <path key={format!("{}-{}", link.a.0, link.b.0)} {class} d={path(&[from, to], false)} /> }
    };
    let aimed = props.aimed.and_then(|(a, b)| {
        let (a, b) = (props.layout.spots.get(a.index())?, props.layout.spots.get(b.index())?);
        Some(html! { <path key="aimed" class="link aimed" d={path(&[a.at, b.at], false)} /> })
    });
    html! { <g class="links">{ for props.links.iter().map(draw) }{ aimed }</g> }
}

/// What [`cuts`] is drawn from.
#[derive(PartialEq)]
pub struct CutsProps {
    /// The cuts as they are drawn.
    pub seams: Rc<Vec<Seam>>,
    /// Where everything stands.
    pub layout: Rc<Layout>,
    /// The selected cut.
    pub selected: Option<CutId>,
}

/// The lines of the cuts and the tint of their sides.
pub fn cuts(props: &CutsProps) -> Html {
    // The tints of many cuts at once would say nothing.
    let tinted = props.seams.iter().rev().find(|seam| !seam.single);
    let pad = props.layout.spots.first().map_or(40.0, |spot| spot.rim() + 16.0);
    let patch = |(i, points): (usize, &Vec<Point>)| match points[..] {
        [] => Html::default(),
        [at] => {
            html! { <circle key={i} cx={px(at.x)} cy={px(at.y)} r={px(pad)} stroke-width="0" /> }
        }
        _ => html! { <path key={i} d={path(points, true)} stroke-width={px(2.0 * pad)} /> },
    };
    let side = |(i, patches): (usize, &Vec<Vec<Point>>)| {
        html! { <g key={i} class={format!("hull side-{}", i % 4)}>{ for patches.iter().enumerate().map(patch) }</g> }
    };
    let line = |seam: &Seam| {
        let class = class!("seam", (props.selected == Some(seam.id)).then_some("chosen"));
        html! {
            <g key={seam.id.to_string()} {class} data-cut={seam.id.to_string()}>
                { for seam.lines.iter().enumerate().map(|(i, line)| html! { <path key={i} d={path(line, false)} /> }) }
                { seam.arrow.map(one_way) }
            </g>
        }
    };
    html! {
        <g class="cuts">
            <g class="hulls">{ for tinted.iter().flat_map(|seam| seam.tints.iter().enumerate().map(side)) }</g>
            { for props.seams.iter().map(line) }
        </g>
    }
}

/// The arrow of a one-way cut, which ends at a bar.
fn one_way((at, way): (Point, Point)) -> Html {
    let angle = libm::atan2(way.y, way.x).to_degrees();
    html! {
        <g class="one-way" transform={format!("{} rotate({})", translate(at.x, at.y), px(angle))}>
            <circle r="15" /><path d="M-9 0H6M1 -5L6 0L1 5M9.5 -6V6" />
        </g>
    }
}

/// What [`pills`] is drawn from.
#[derive(PartialEq)]
pub struct PillsProps {
    /// The cuts in force.
    pub cuts: Vec<Cut>,
    /// As they are drawn.
    pub seams: Rc<Vec<Seam>>,
    /// The nodes' names.
    pub names: Vec<String>,
    /// How large letters are.
    pub unit: f64,
    /// Heals a cut.
    pub on_heal: Callback<CutId>,
}

/// The buttons that heal cuts. They lie over everything else.
pub fn pills(props: &PillsProps) -> Html {
    let pill = |(cut, seam): (&Cut, &Seam)| {
        let id = cut.id;
        let on_heal = props.on_heal.clone();
        let heal = Callback::from(move |_: MouseEvent| on_heal.emit(id));
        let on_heal = props.on_heal.clone();
        let key = Callback::from(move |event: KeyboardEvent| {
            if matches!(event.key().as_str(), "Enter" | " ") {
                event.prevent_default();
                event.stop_propagation();
                on_heal.emit(id);
            }
        });
        let (words, spoken) = (face_words(cut.one_way), pill_words(cut, &props.names));
        html! {
            <g key={id.to_string()} class={if seam.single { "pill tick" } else { "pill" }} role="button" tabindex="0"
                aria-label={spoken} onclick={heal} onkeydown={key}>{ face(seam, props.unit, words) }</g>
        }
    };
    html! { <g class="pills">{ for props.cuts.iter().zip(props.seams.iter()).map(pill) }</g> }
}

/// What is written on a pill; its name has the same words in it.
pub fn face_words(one_way: bool) -> &'static str {
    if one_way { t!("one-way · heal") } else { t!("split · heal") }
}

/// The accessible name of a cut's pill, in which what is written there is a hole: so it is in it in any language.
pub fn pill_words(cut: &Cut, names: &[String]) -> String {
    let face = face_words(cut.one_way);
    let sides = cut.sides.iter().map(|side| side.words(names));
    if cut.one_way {
        return t!("{face} the cut between {way}", face, way = way_words(sides));
    }
    let sides = sides.reduce(|one, other| t!("{one} and {other}", one, other)).unwrap_or_default();
    t!("{face} the cut between {sides}", face, sides)
}

/// The way that a one-way cut stops: `n1 to n2 n3`.
pub fn way_words(sides: impl Iterator<Item = String>) -> String {
    sides.reduce(|from, to| t!("{from} to {to}", from, to)).unwrap_or_default()
}

/// A pill, or for a single link only the place to press.
pub fn face(seam: &Seam, unit: f64, words: &'static str) -> Html {
    if seam.single {
        let at =
            seam.lines.first().map_or(Point::default(), |line| line[0].towards(line[line.len() - 1], 0.5));
        return html! { <circle cx={px(at.x)} cy={px(at.y)} r="14" /> };
    }
    let (rect, middle) = (seam.pill, seam.pill.middle());
    html! {
        <>
            <rect x={px(rect.at.x)} y={px(rect.at.y)} width={px(rect.width)}
                height={px(rect.height)} rx={px(PILL.1 * unit / 2.0)} />
            <text x={px(middle.x)} y={px(middle.y + 4.5 * unit)}>{ words }</text>
        </>
    }
}
