//! What stands behind events and messages: the roles of each lane over time, and the marks of what was done from
//! outside.

use super::scale::Lanes;
use crate::player::deed;
use crate::sim::{Glyph, Health, Input, LaneChange, Micros, NodeId, Shape, Tone, Trace, When, first_index};

/// How a stretch of a lane is tinted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tint {
    /// A plain line.
    Plain,
    /// A role of this tone.
    Role(Tone),
    /// Crashed.
    Crashed,
    /// Paused.
    Paused,
}

/// A stretch of a lane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// From when, µs.
    pub from: Micros,
    /// Until when, µs.
    pub until: Micros,
    /// The lane's height.
    pub y: f64,
    /// How it is tinted.
    pub tint: Tint,
}

fn tint(glyph: Glyph, health: Health) -> Tint {
    match (health, glyph.shape) {
        (Health::Crashed, _) => Tint::Crashed,
        (Health::Paused, _) => Tint::Paused,
        (Health::Up, Shape::Plain | Shape::Square) => Tint::Plain,
        (Health::Up, _) => Tint::Role(glyph.tone),
    }
}

/// How each shown lane looks just before the change at `start`, by node.
fn looks_before(trace: &Trace, lanes: &Lanes, start: usize) -> Vec<Option<Tint>> {
    let mut looks: Vec<Option<Tint>> = Vec::new();
    let mut missing = 0;
    for (node, _) in lanes.iter() {
        looks.resize(node.index() + 1, None);
        missing += 1;
    }
    let earlier = (0..start).rev().filter_map(|i| trace.lanes.get(i));
    for change in earlier {
        if missing == 0 {
            break;
        }
        if let Some(look) = looks.get_mut(change.node.index()).filter(|look| look.is_none()) {
            *look = Some(tint(change.glyph, change.health));
            missing -= usize::from(lanes.y(change.node).is_some());
        }
    }
    looks
}

/// The tinted stretches of all lanes between two times; plain ones are left out.
pub fn stretches(trace: &Trace, edge: When, lanes: &Lanes, from: Micros, until: Micros) -> Vec<Stretch> {
    let changes = &trace.lanes;
    let start = first_index(changes.len(), |i| changes.get(i).is_some_and(|change| change.at >= from));
    let looks = looks_before(trace, lanes, start).into_iter();
    let mut open: Vec<_> = looks.map(|look| (from, look.unwrap_or(Tint::Plain))).collect();
    let mut out = Vec::new();
    let mut close = |node: NodeId, (since, tint): (Micros, Tint), at: Micros| {
        if let (Some(y), true) = (lanes.y(node), tint != Tint::Plain && at > since) {
            out.push(Stretch { from: since, until: at, y, tint });
        }
    };
    let within = |change: &&LaneChange| change.at < until && change.events <= edge.events;
    for change in changes.iter_from(start).take_while(within) {
        let Some(open) = open.get_mut(change.node.index()) else { continue };
        let new = tint(change.glyph, change.health);
        if open.1 != new {
            close(change.node, *open, change.at);
            *open = (change.at, new);
        }
    }
    for (i, open) in open.into_iter().enumerate() {
        close(NodeId::from(i), open, until);
    }
    out
}

/// What a mark looks like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sign {
    /// A dashed line through all lanes: the network splits.
    Cut,
    /// The same: the network heals.
    Heal,
    /// A short tick at the top: a setting, a message that was interfered with.
    Tick,
    /// On a lane: crashed.
    Crash(f64),
    /// On a lane: restarted or resumed.
    Rise(f64),
    /// On a lane: paused.
    Pause(f64),
    /// On a lane: told what to do.
    Tell(f64),
}

/// Something done from outside.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// When, µs.
    pub at: Micros,
    /// What it looks like.
    pub sign: Sign,
    /// In words.
    pub words: String,
    /// Whether there is room for the words.
    pub shown: bool,
}

/// Marks drawn at most.
const MARKS_MAX: usize = 150;
/// About the width of a letter of a mark's words, px.
const LETTER: f64 = 6.6;

/// The marks between two times, in order, with words where they do not run into each other.
pub fn marks(
    trace: &Trace,
    edge: When,
    lanes: &Lanes,
    names: &[String],
    (from, until): (Micros, Micros),
    scale: f64,
) -> Vec<Mark> {
    let start =
        first_index(trace.marks.len(), |i| trace.marks.get(i).is_some_and(|mark| mark.when.at >= from));
    let within = trace.marks.iter_from(start).take_while(|mark| mark.when.at < until && mark.when <= edge);
    let mut free = f64::NEG_INFINITY;
    let mut out: Vec<Mark> = Vec::new();
    for mark in within.filter(|mark| mark.applied).take(MARKS_MAX) {
        let Some(sign) = sign(&mark.input, lanes) else { continue };
        let words = deed(&mark.input, names);
        let x = mark.when.at as f64 * scale;
        let shown = x >= free;
        if shown {
            free = x + 14.0 + LETTER * words.chars().count() as f64;
        }
        out.push(Mark { at: mark.when.at, sign, words, shown });
    }
    out
}

/// How an input is marked; none when it happened on a hidden lane.
fn sign(input: &Input, lanes: &Lanes) -> Option<Sign> {
    Some(match input {
        Input::Cut { .. } => Sign::Cut,
        Input::Heal(_) | Input::HealAll => Sign::Heal,
        Input::Crash(node) => Sign::Crash(lanes.y(*node)?),
        Input::Restart(node) | Input::Resume(node) => Sign::Rise(lanes.y(*node)?),
        Input::Pause(node) => Sign::Pause(lanes.y(*node)?),
        Input::Command { node, .. } | Input::Skew { node, .. } | Input::Byzantine(node, _) => {
            Sign::Tell(lanes.y(*node)?)
        }
        _ => Sign::Tick,
    })
}
