//! Everything that is on its way at an instant, and how busy links are when it is too quick to be followed.

use super::flight::{Mote, is_quick, is_shown, lane, mote};
use super::geometry::{Point, Rect};
use super::labels::{Label, Want, place};
use super::layout::Layout;
use super::seam::Seam;
use crate::player::Player;
use crate::sim::{Cut, Face, Fate, Form, Loss, MessageName, Micros, NodeId, SortedMap, first_index};
use netsplit_text::t;

/// A message on the stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Flight {
    /// Its number in the trace.
    pub number: u64,
    /// Its name.
    pub name: MessageName,
    /// What it looks like.
    pub face: Face,
    /// Its label.
    pub label: Box<str>,
    /// The event that sent it.
    pub sent_by: u64,
    /// What became of it.
    pub fate: Fate,
    /// Whether it is held back until it is delivered by hand.
    pub held: bool,
    /// Whether a spotlight is on something else.
    pub dim: bool,
    /// Where it is.
    pub mote: Mote,
}

impl Flight {
    /// Whether it was or will be lost.
    pub fn is_lost(&self) -> bool {
        matches!(self.fate, Fate::Lost(_))
    }

    /// The link it is on, the lower id first.
    pub fn link(&self) -> (NodeId, NodeId) {
        let (from, to) = (self.name.from, self.name.to);
        (from.min(to), from.max(to))
    }
}

/// How busy a link is: 1 to 4.
pub type Busy = SortedMap<(NodeId, NodeId), u8>;

/// Messages looked at for the density of links, at most.
const COUNTED: usize = 600;
/// Over how much real time density is counted, seconds: long enough for it not to flicker.
const WINDOW: f64 = 0.8;

/// The messages to be drawn one by one.
pub fn flights(player: &Player, layout: &Layout, cuts: &[Cut], seams: &[Seam], steps: bool) -> Vec<Flight> {
    let (time, events) = (player.time(), player.when().events);
    let factor = if player.running() { player.factor() } else { 0.0 };
    let linger = player.world().network().delay_max / 2 + 5_000;
    let mut shown = Vec::new();
    for (number, message) in player.flights(linger) {
        if !is_shown(message, time, events) || is_quick(message, factor) {
            continue;
        }
        let name = message.name;
        let Some(way) = lane(layout, name.from, name.to, name.copy) else { continue };
        let crossing = (message.fate == Fate::Lost(Loss::Cut)).then(|| met(cuts, seams, name, way)).flatten();
        let mote = mote(message, time, way, crossing, steps);
        let held = message.due == Micros::MAX || player.world().held();
        shown.push(Flight {
            number,
            name,
            face: message.face,
            label: message.label.clone(),
            sent_by: message.sent_by,
            fate: message.fate,
            held,
            dim: false,
            mote,
        });
    }
    shown
}

/// Where the line of the cut that stops a message is met.
fn met(cuts: &[Cut], seams: &[Seam], name: MessageName, (from, to): (Point, Point)) -> Option<f64> {
    let stops = cuts.iter().zip(seams).filter(|(cut, _)| cut.blocks(name.from, name.to));
    stops.filter_map(|(_, seam)| seam.crossing(from, to)).min_by(f64::total_cmp)
}

/// How busy links are with messages too quick to be drawn.
pub fn busy(player: &Player) -> Busy {
    let mut counts: SortedMap<(NodeId, NodeId), u32> = SortedMap::default();
    let factor = if player.running() { player.factor() } else { 0.0 };
    if factor <= 0.0 {
        return Busy::default();
    }
    let (time, events) = (player.time(), player.when().events);
    let since = (time - factor * 1e6 * WINDOW).max(0.0) as Micros;
    let messages = &player.trace().messages;
    let end =
        first_index(messages.len(), |i| messages.get(i).is_some_and(|message| message.sent as f64 > time));
    let start = first_index(end, |i| messages.get(i).is_some_and(|message| message.sent > since));
    let start = start.max(end.saturating_sub(COUNTED));
    for message in messages.iter_from(start).take(end - start) {
        if message.sent_by <= events && is_quick(message, factor) {
            let (from, to) = (message.name.from, message.name.to);
            *counts.or_default((from.min(to), from.max(to))) += 1;
        }
    }
    let level = |count: u32| count.ilog2().min(3) as u8 + 1;
    counts.into_iter().map(|(link, count)| (link, level(count))).collect()
}

/// The labels of messages: of what is selected or hovered, lost or refused first; none for routine traffic; one
/// for a broadcast, at its sender.
pub fn labels(
    flights: &[Flight],
    layout: &Layout,
    obstacles: &[Rect],
    selected: Option<u64>,
    hovered: Option<u64>,
) -> Vec<Label> {
    let mut wanted = Vec::new();
    let mut casts: SortedMap<(u64, &str), Vec<&Flight>> = SortedMap::default();
    for flight in flights.iter().filter(|flight| !flight.dim) {
        let bad = (flight.is_lost() && flight.mote.gone) || flight.face.form == Form::Rejection;
        let rank = if Some(flight.number) == selected {
            0
        } else if Some(flight.number) == hovered {
            1
        } else if flight.face.routine {
            continue;
        } else if bad {
            2
        } else {
            casts.or_default((flight.sent_by, &*flight.label)).push(flight);
            continue;
        };
        let text = loss_words(flight);
        let gap = 11.0 * layout.unit;
        wanted.push(Want { text, at: flight.mote.at, gap, rank, bad: flight.is_lost() && flight.mote.gone });
    }
    wanted.extend(casts.iter().map(|(_, cast)| broadcast(cast, layout)));
    let size = 16.0 * layout.unit.min(1.4);
    let motes = flights.iter().filter(|flight| !flight.face.routine);
    let motes: Vec<Rect> = motes.map(|flight| Rect::around(flight.mote.at, size, size)).collect();
    place(&wanted, obstacles, &motes, layout.size, layout.unit)
}

/// A message's label, with what became of it if it is lost already.
fn loss_words(flight: &Flight) -> String {
    let label = &flight.label;
    match flight.fate {
        Fate::Lost(loss) if flight.mote.gone => match loss {
            Loss::Network => t!("{label} · lost", label),
            Loss::Cut => t!("{label} · cut off", label),
            Loss::Dead => t!("{label} · nobody there", label),
            Loss::Dropped => t!("{label} · dropped", label),
        },
        _ => label.to_string(),
    }
}

/// The label of one message, or of several alike that one event sent.
fn broadcast(cast: &[&Flight], layout: &Layout) -> Want {
    let first = cast[0];
    let gap = 11.0 * layout.unit;
    let Some(sender) = layout.spots.get(first.name.from.index()).filter(|_| cast.len() > 1) else {
        return Want { text: first.label.to_string(), at: first.mote.at, gap, rank: 3, bad: false };
    };
    let mean =
        cast.iter().fold(Point::default(), |sum, flight| sum + flight.mote.at) * (1.0 / cast.len() as f64);
    let at = sender.at + (mean - sender.at).unit() * (sender.rim() + 6.0);
    Want { text: format!("{} ×{}", first.label, cast.len()), at, gap, rank: 3, bad: false }
}
