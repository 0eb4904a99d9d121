//! The stage for a figure: as the page draws it, without what hands can do there.

use super::air::{self, Flight};
use super::badges::{badges, plates, rects};
use super::layout::Layout;
use super::links::{CutsProps, LinksProps, cuts, face, lines, links, way_words};
use super::look::{Caption, Light, Lit, Look, captions, obstacles, plan, tone_class};
use super::seam::{Seam, beside_pills, seams};
use super::{messages, seat, shapes, swarm};
use crate::player::Player;
use crate::sim::{Cut, Frame, NodeSet};
use crate::ui::class::class;
use crate::ui::describe;
use crate::ui::figures::translate;
use netsplit_text::{t, tn};
use std::rc::Rc;
use yew::prelude::*;

/// What stays free at the top and at the bottom: no tools lie over a figure.
const INSETS: (f64, f64) = (8.0, 8.0);

/// What is on the stage, in words, as far as a lesson shows it.
pub fn about(player: &Player, light: &Light) -> String {
    let (frame, names) = (player.frame(), player.names());
    if frame.is_swarm() {
        return format!("{}.", swarm::census(&frame));
    }
    let nodes = frame.nodes.iter().filter(|node| !light.hides(node.id));
    let nodes = nodes.map(|node| Look::of(node, names).spoken);
    let mut out = format!("{}.", nodes.collect::<Vec<_>>().join("; "));
    let mut flights = player.flights(0);
    flights.retain(|(_, message)| !light.hides_link((message.name.from, message.name.to)));
    let (routine, others): (Vec<_>, Vec<_>) =
        flights.into_iter().map(|(_, message)| message).partition(|message| message.face.routine);
    for message in others {
        out += &format!(" {}.", describe::message_caption(message, names)[0]);
    }
    if !routine.is_empty() {
        let count = routine.len() as u64;
        out += " ";
        out += &tn!(count, "{n} message of routine traffic.", "{n} messages of routine traffic.");
    }
    for cut in &frame.cuts {
        out += " ";
        out += &cut_words(cut, names);
    }
    out
}

/// A cut in a sentence.
fn cut_words(cut: &Cut, names: &[String]) -> String {
    let side =
        |side: &NodeSet| side.iter().map(|node| describe::name(names, node)).collect::<Vec<_>>().join(" ");
    let sides = cut.sides.iter().map(side);
    if cut.one_way {
        return t!("One-way cut: {sides}.", sides = way_words(sides));
    }
    t!("Cut: {sides}.", sides = sides.collect::<Vec<_>>().join(" | "))
}

/// The stage at the instant shown; of so many pixels; `big` for a slide; `light` is what a lesson shows of the nodes.
pub fn drawing(player: &Player, size: (f64, f64), big: bool, light: &Light) -> Html {
    let frame = player.frame();
    if frame.is_swarm() {
        return swarm::figure(player, size, INSETS, big);
    }
    let layout = Rc::new(plan(&frame, size, big, INSETS).arrange());
    let look = |node| Look::of(node, player.names()).in_light(light);
    let looks: Vec<Look> = frame.nodes.iter().map(look).collect();
    let plates = plates(&layout, &looks);
    let captions = captions(&layout, &looks, &rects(&plates), None);
    let walls = obstacles(&layout, &looks, &rects(&plates), &captions);
    let seams = Rc::new(seams(&frame.cuts, &layout, &walls));
    let mut flights = air::flights(player, &layout, &frame.cuts, &seams, false);
    flights.retain(|flight| !light.hides_link(flight.link()));
    let labels = air::labels(&flights, &layout, &beside_pills(&walls, &seams), None, None);
    html! {
        <>
            { shapes::hatch() }
            { cuts(&CutsProps { seams: seams.clone(), layout: layout.clone(), selected: None }) }
            { wires(&frame, &layout, &flights, light) }
            { messages::motes(&flights, player.names(), &layout, None) }
            { messages::labels(&labels, layout.unit) }
            { for looks.iter().zip(&captions).map(|(look, caption)| node(look, caption.as_ref(), &layout)) }
            { messages::arcs(&frame, &looks, &layout, player.time()) }
            { badges(&plates, layout.unit, player.time()) }
            { for seams.iter().filter(|seam| !seam.single).map(|seam| sign(seam, layout.unit)) }
        </>
    }
}

fn wires(frame: &Frame, layout: &Rc<Layout>, flights: &[Flight], light: &Light) -> Html {
    let mut links = links(frame, &air::Busy::default(), flights.iter().map(Flight::link));
    links.retain(|link| !light.hides_link((link.a, link.b)));
    lines(&LinksProps { links: Rc::new(links), layout: layout.clone(), aimed: None })
}

fn node(look: &Look, caption: Option<&Caption>, layout: &Layout) -> Html {
    let Some(spot) = layout.spots.get(look.node.index()).filter(|_| look.lit != Lit::Hidden) else {
        return Html::default();
    };
    html! {
        <g>
            <g class={class!("node", tone_class(look.glyph.tone), look.health.word())} transform={translate(spot.at.x, spot.at.y)}>
                { seat::disc(look, spot, false, layout.unit) }
            </g>
            { seat::beside(look, spot, layout, false, caption) }
        </g>
    }
}

fn sign_words(one_way: bool) -> &'static str {
    if one_way { t!("one-way cut") } else { t!("split") }
}

/// What says that a cut is one: on the page its button.
fn sign(seam: &Seam, unit: f64) -> Html {
    html! { <g class="pill">{ face(seam, unit, sign_words(seam.one_way)) }</g> }
}
