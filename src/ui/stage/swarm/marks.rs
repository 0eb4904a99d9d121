//! What is painted of a swarm, as numbers: the face of each node, and the messages on their way.

use super::border::crossing;
use super::grid::Grid;
use crate::player::Player;
use crate::sim::{Fate, Form, Frame, Health, Loss, Micros, NodeFrame, Shape, SortedMap, Tone, first_index};
use crate::ui::stage::flight::{Mote, is_quick, is_shown, mote};
use crate::ui::stage::geometry::Point;
use netsplit_text::{t, tn, tr};

/// How a node is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Face {
    /// Whether it runs.
    pub health: Health,
    /// Its outline.
    pub shape: Shape,
    /// Its colour.
    pub tone: Tone,
    /// Whether it is byzantine.
    pub byzantine: bool,
    /// On which side of the newest cut it is.
    pub side: Option<u8>,
}

impl Face {
    /// The face of a node on such a side.
    pub fn of(node: &NodeFrame, side: Option<u8>) -> Self {
        let (shape, tone) = (node.glyph.shape, node.glyph.tone);
        Face { health: node.health, shape, tone, byzantine: node.byzantine, side }
    }
}

/// How a message is painted: those alike are painted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dot {
    /// Its colour.
    pub tone: Tone,
    /// Its outline.
    pub form: Form,
    /// Routine messages are faint.
    pub routine: bool,
    /// Whether it is lost already.
    pub gone: bool,
}

/// What is on its way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Air {
    /// Messages where they are.
    pub dots: Vec<(Dot, Point)>,
    /// The ways of the newest messages that are too quick to be followed.
    pub streaks: Vec<(Point, Point)>,
    /// The message with the wanted number.
    pub wanted: Option<Mote>,
}

/// Streaks painted at most.
const STREAKS: usize = 600;
/// Over how much real time they are seen, seconds.
const SEEN: f64 = 0.25;

/// The messages of the instant; `wanted` is the number of one that is asked for, `steps` for less motion.
pub fn air(player: &Player, grid: &Grid, wanted: Option<u64>, steps: bool) -> Air {
    let (time, events) = (player.time(), player.when().events);
    let factor = if player.running() { player.factor() } else { 0.0 };
    let linger = player.world().network().delay_max / 2 + 5_000;
    let frame = player.frame();
    let mut air = Air { streaks: streaks(player, grid, factor), ..Air::default() };
    for (number, message) in player.flights(linger) {
        if !is_shown(message, time, events) || is_quick(message, factor) {
            continue;
        }
        let name = message.name;
        let way = (grid.at(name.from.index()), grid.at(name.to.index()));
        let stopped = (message.fate == Fate::Lost(Loss::Cut))
            .then(|| frame.cuts.iter().find(|cut| cut.blocks(name.from, name.to)))
            .flatten();
        let mote = mote(message, time, way, stopped.and_then(|cut| crossing(grid, cut, way)), steps);
        let face = message.face;
        let dot = Dot { tone: face.tone, form: face.form, routine: face.routine, gone: mote.gone };
        air.dots.push((dot, mote.at));
        if wanted == Some(number) {
            air.wanted = Some(mote);
        }
    }
    air
}

/// The ways of messages that were sent just now and are too quick to be painted one by one.
fn streaks(player: &Player, grid: &Grid, factor: f64) -> Vec<(Point, Point)> {
    let (time, events) = (player.time(), player.when().events);
    if factor <= 0.0 {
        return Vec::new();
    }
    let since = (time - factor * 1e6 * SEEN).max(0.0) as Micros;
    let messages = &player.trace().messages;
    let sent_after = |at: f64| {
        first_index(messages.len(), |i| messages.get(i).is_some_and(|message| message.sent as f64 > at))
    };
    let end = sent_after(time);
    let start = sent_after(since as f64).max(end.saturating_sub(STREAKS));
    let newest = messages.iter_from(start).take(end.saturating_sub(start));
    let quick = newest.filter(|message| message.sent_by <= events && is_quick(message, factor));
    quick.map(|m| (grid.at(m.name.from.index()), grid.at(m.name.to.index()))).collect()
}

/// What is alike, together: few kinds of many things.
pub fn groups<K: Copy + PartialEq, T>(all: impl Iterator<Item = (K, T)>) -> Vec<(K, Vec<T>)> {
    let mut groups: Vec<(K, Vec<T>)> = Vec::new();
    for (kind, thing) in all {
        match groups.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, things)) => things.push(thing),
            None => groups.push((kind, vec![thing])),
        }
    }
    groups
}

/// The swarm in words: how many nodes are in each role, and how many do not run.
pub fn census(frame: &Frame) -> String {
    let mut counts: SortedMap<&str, u32> = SortedMap::default();
    for node in &frame.nodes {
        *counts.or_default(if node.health == Health::Up { node.glyph.role } else { node.health.word() }) += 1;
    }
    let words: Vec<String> =
        counts.iter().map(|(word, count)| t!("{count} {role}", count, role = tr(word))).collect();
    let all = frame.nodes.len() as u64;
    tn!(all, "{n} node: {roles}", "{n} nodes: {roles}", roles = words.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs;
    use crate::player::Setup;

    fn player(nodes: i64) -> Player {
        let lab =
            labs::all().into_iter().find(|lab| lab.param("nodes").is_ok_and(|param| param.max >= 10_000));
        let settings = vec![("nodes".to_owned(), nodes)];
        Player::new(Setup::new(lab.expect("a lab has swarms"), settings, 1)).expect("so many may be")
    }

    #[test]
    fn messages_are_where_the_trace_has_them() {
        let mut player = player(1_000);
        player.seek_time(400_000);
        let grid = Grid::new(1_000, (843.0, 470.0), (50.0, 8.0));
        let flying: Vec<_> = player.flights(0).iter().map(|(number, _)| *number).collect();
        let air = air(&player, &grid, flying.first().copied(), false);
        assert!(!flying.is_empty() && air.dots.len() >= flying.len());
        assert!(air.wanted.is_some() && air.streaks.is_empty(), "nothing is quick while time stands");
        let stage = crate::ui::stage::geometry::Rect::new(0.0, 0.0, 843.0, 470.0);
        assert!(air.dots.iter().all(|(_, at)| stage.meets_disc(*at, 1.0)));
    }

    #[test]
    fn the_census_counts_everybody_once() {
        let mut player = player(1_000);
        player.seek_time(1_000_000);
        let words = census(&player.frame());
        assert!(words.starts_with("1,000 nodes: "), "{words}");
        let counts = words.split(": ").nth(1).unwrap().split(", ");
        let sum: u64 = counts.map(|part| part.split(' ').next().unwrap().parse::<u64>().unwrap()).sum();
        assert_eq!(sum, 1_000, "{words}");
    }
}
