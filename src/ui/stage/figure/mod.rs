//! A figure for a book or a slide: the stage at an instant as SVG 1.1 that needs nothing else to look right.
//!
//! It is drawn by the very functions that draw the stage on the page; `style` puts the looks of the page's style
//! sheets into attributes, so that programs without style sheets show it as the page does.

mod style;
mod write;

use super::air::{self, Flight};
use super::badges::{badges, plates, rects};
use super::layout::Layout;
use super::links::{CutsProps, LinksProps, cuts, face, lines, links};
use super::look::{Caption, Look, captions, obstacles, plan, tone_class};
use super::seam::{Seam, beside_pills, seams};
use super::{messages, seat, shapes};
use crate::player::Player;
use crate::sim::{Frame, Ms};
use crate::ui::class::class;
use crate::ui::describe;
use crate::ui::figures::{counted, px, translate};
use std::rc::Rc;
use style::{Element, Sheet, get};
use write::{Writer, escaped};
use yew::prelude::*;

/// What a figure is to be like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct How {
    /// Its width and height, pixels.
    pub size: (f64, f64),
    /// Light on dark.
    pub dark: bool,
    /// Larger letters and strokes, for a slide.
    pub big: bool,
}

/// What stays free at the top and at the bottom: no tools lie over a figure.
const INSETS: (f64, f64) = (8.0, 8.0);

/// The stage of a player, at the instant it shows.
pub fn svg(player: &Player, how: &How) -> String {
    let text = style::text();
    let sheet = Sheet::read(&text, how.dark);
    let class = if how.big { "stage-view drawing big" } else { "stage-view drawing" };
    let root = Element { tag: "svg", class, parent: None };
    let (_, custom) = sheet.style(&root, &sheet.tokens);
    let mut writer =
        Writer { sheet: &sheet, out: head(player, how, get(&custom, "--paper").unwrap_or("none")) };
    writer.node(&drawing(player, how), &root, &custom);
    writer.out + "</svg>\n"
}

/// The opening of the picture, what it shows in words, and the ground it is drawn on.
fn head(player: &Player, how: &How, ground: &str) -> String {
    let (width, height) = (px(how.size.0), px(how.size.1));
    let (title, about) = (escaped(&title(player)), escaped(&about(player)));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\">\n<title>{title}</title>\n<desc>{about}</desc>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"{ground}\"/>\n"
    )
}

fn title(player: &Player) -> String {
    let branch = player.branch();
    format!("{}: {}, at {}", player.lab().about.title, branch.name, Ms(player.when().at))
}

/// What is on the stage, in words.
fn about(player: &Player) -> String {
    let (frame, names) = (player.frame(), player.names());
    let nodes = frame.nodes.iter().map(|node| Look::of(node, names).spoken);
    let mut out = format!("{}.", nodes.collect::<Vec<_>>().join("; "));
    let flights = player.flights(0);
    let (routine, others): (Vec<_>, Vec<_>) =
        flights.into_iter().map(|(_, message)| message).partition(|message| message.face.routine);
    for message in others {
        out += &format!(" {}.", describe::message_caption(message, names)[0]);
    }
    if !routine.is_empty() {
        out += &format!(" {} of routine traffic.", counted(routine.len() as u64, "message"));
    }
    for cut in &frame.cuts {
        let sides = cut
            .sides
            .iter()
            .map(|side| side.iter().map(|node| describe::name(names, node)).collect::<Vec<_>>().join(" "));
        let (way, between) = if cut.one_way { ("One-way cut", " to ") } else { ("Cut", " | ") };
        out += &format!(" {way}: {}.", sides.collect::<Vec<_>>().join(between));
    }
    out
}

/// The stage as the page draws it, without what hands can do there.
fn drawing(player: &Player, how: &How) -> Html {
    let frame = player.frame();
    let layout = Rc::new(plan(&frame, how.size, how.big, INSETS).arrange());
    let looks: Vec<Look> = frame.nodes.iter().map(|node| Look::of(node, player.names())).collect();
    let plates = plates(&layout, &looks);
    let captions = captions(&layout, &looks, &rects(&plates), None);
    let walls = obstacles(&layout, &looks, &rects(&plates), &captions);
    let seams = Rc::new(seams(&frame.cuts, &layout, &walls));
    let flights = air::flights(player, &layout, &frame.cuts, &seams, false);
    let labels = air::labels(&flights, &layout, &beside_pills(&walls, &seams), None, None);
    html! {
        <>
            { shapes::hatch() }
            { cuts(&CutsProps { seams: seams.clone(), layout: layout.clone(), selected: None }) }
            { wires(&frame, &layout, &flights) }
            { messages::motes(&flights, player.names(), &layout, None) }
            { messages::labels(&labels, layout.unit) }
            { for looks.iter().zip(&captions).map(|(look, caption)| node(look, caption.as_ref(), &layout)) }
            { messages::arcs(&frame, &looks, &layout, player.time()) }
            { badges(&plates, layout.unit, player.time()) }
            { for seams.iter().filter(|seam| !seam.single).map(|seam| sign(seam, layout.unit)) }
        </>
    }
}

fn wires(frame: &Frame, layout: &Rc<Layout>, flights: &[Flight]) -> Html {
    let links = links(frame, &air::Busy::default(), flights.iter().map(Flight::link));
    lines(&LinksProps { links: Rc::new(links), layout: layout.clone(), aimed: None })
}

fn node(look: &Look, caption: Option<&Caption>, layout: &Layout) -> Html {
    let Some(spot) = layout.spots.get(look.node.index()) else { return Html::default() };
    html! {
        <g>
            <g class={class!("node", tone_class(look.glyph.tone), look.health.word())} transform={translate(spot.at.x, spot.at.y)}>
                { seat::disc(look, spot, false, layout.unit) }
            </g>
            { seat::beside(look, spot, layout, false, caption) }
        </g>
    }
}

/// What says that a cut is one: on the page its button.
fn sign(seam: &Seam, unit: f64) -> Html {
    html! { <g class="pill">{ face(seam, unit, if seam.one_way { "one-way cut" } else { "split" }) }</g> }
}
