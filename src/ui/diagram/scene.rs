//! What one piece of the diagram holds, as numbers: events as dots, messages as lines; or, where there are too many
//! to tell apart, how many there are.

use super::causal::{Lamp, Light};
use super::find;
use super::scale::{CHUNK, Lanes, chunk_span};
use crate::sim::{
    ClockFace, EventRecord, Fate, MessageRecord, Micros, SortedMap, SortedSet, Trace, What, When, first_index,
};
use crate::ui::relation::label;

/// Beyond so many events in the window the small ones are drawn together.
const FULL_MAX: u64 = 450;
/// Beyond so many only their density is drawn.
const MERGED_MAX: u64 = 2_000;
/// So few events are always drawn each for itself.
const CROWD_MIN: u64 = 60;
/// Beyond so many events per px the small ones are drawn together, or only their density.
const CROWDED: (f64, f64) = (0.6, 1.5);
/// Dots in a piece that shows density.
const DOTS_MAX: usize = 60;
/// Width of a column of density, px.
const COLUMN: f64 = 3.0;
/// Width of a letter of a clock, and the least room between two, px.
const LETTER: (f64, f64) = (6.7, 5.0);
/// How far from its lane a clock stands, px: above it, or below where there is no room above.
const BESIDE: [f64; 2] = [-9.0, 18.0];

/// How much is drawn of each event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// A dot each.
    Full,
    /// A dot each for those that matter, one path for the rest.
    Merged,
    /// How many there are in each column; dots only for what the story tells.
    Density,
}

/// How large an event is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    /// Routine.
    Tiny,
    /// It did something.
    Plain,
    /// The story tells of it.
    Told,
    /// A milestone.
    Milestone,
}

/// An event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    /// Its number.
    pub n: u64,
    /// From the piece's left edge, px.
    pub x: f64,
    /// Its lane.
    pub y: f64,
    /// How large.
    pub size: Size,
    /// How lit.
    pub light: Light,
    /// Whether it is what the reader looks for.
    pub found: bool,
}

/// How a message is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stroke {
    /// Routine messages are faint.
    pub routine: bool,
    /// Lost messages are dashed.
    pub lost: bool,
    /// How lit.
    pub light: Light,
}

/// A line from one point to another: x, y, x, y.
pub type Segment = [f64; 4];

/// What a piece holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Messages, by how they are drawn.
    pub lines: SortedMap<Stroke, Vec<Segment>>,
    /// Where messages are lost.
    pub crosses: Vec<(f64, f64)>,
    /// Events with a dot of their own.
    pub dots: Vec<Dot>,
    /// Small events drawn together, by how they are lit.
    pub specks: SortedMap<Light, Vec<(f64, f64)>>,
    /// Columns of density: x, y of the middle, height.
    pub columns: Vec<[f64; 3]>,
    /// The clocks that stand at events: x of the middle, y, and what they show.
    pub clocks: Vec<(f64, f64, String)>,
}

/// What all pieces have in common.
pub struct Plan<'a> {
    /// The recording.
    pub trace: &'a Trace,
    /// Where it ends for its readers.
    pub edge: When,
    /// Pixels per µs.
    pub scale: f64,
    /// The lanes.
    pub lanes: &'a Lanes,
    /// What is lit.
    pub lamp: &'a Lamp,
    /// What the reader looks for, if anything.
    pub query: &'a str,
    /// The nodes' names.
    pub names: &'a [String],
    /// How much is drawn.
    pub detail: Detail,
    /// Which clock stands at every event, if one does.
    pub face: Option<ClockFace>,
}

/// The numbers of the events from `from` up to `until` (µs) that are not beyond the edge: first, and one past the
/// last.
pub fn events_between(trace: &Trace, edge: When, from: Micros, until: Micros) -> (u64, u64) {
    let starting = |at: Micros| {
        let reached = |i: usize| trace.events.get(i).is_some_and(|event| event.at >= at);
        first_index(trace.events.len(), reached) as u64 + 1
    };
    let end = starting(until).min(edge.events + 1);
    (starting(from).min(end), end)
}

/// How long the events from `first` to before `end` last, µs.
pub fn room(trace: &Trace, first: u64, end: u64) -> f64 {
    let at = |n: u64| trace.event(n).map_or(0, |event| event.at);
    at(end.saturating_sub(1)).saturating_sub(at(first)) as f64
}

/// How much to draw of so many events on so many px.
pub fn detail(events: u64, room: f64) -> Detail {
    let crowd = events as f64 / room.max(1.0);
    match events {
        0..=CROWD_MIN => Detail::Full,
        many if many > MERGED_MAX || crowd > CROWDED.1 => Detail::Density,
        some if some > FULL_MAX || crowd > CROWDED.0 => Detail::Merged,
        _ => Detail::Full,
    }
}

/// Where a message's line begins and ends: times and heights; a lost one ends short of the lane.
pub fn course(trace: &Trace, lanes: &Lanes, message: &MessageRecord) -> Option<[f64; 4]> {
    let (from, to) = (lanes.y(message.name.from)?, lanes.y(message.name.to)?);
    let start = message.sent as f64;
    let end = match message.fate {
        Fate::Arrived(n) => trace.event(n).map_or(message.ends, |event| event.at),
        _ => message.due,
    };
    let end = if end == Micros::MAX { start } else { end as f64 };
    let share = match message.fate {
        Fate::Lost(_) if end > start => ((message.ends as f64 - start) / (end - start)).min(0.85),
        _ => 1.0,
    };
    Some([start, from, start + (end - start) * share, from + (to - from) * share])
}

impl Plan<'_> {
    /// What the piece `chunk` holds.
    pub fn scene(&self, chunk: i64) -> Scene {
        let (from, until) = chunk_span(chunk, self.scale);
        let (first, end) = events_between(self.trace, self.edge, from, until);
        let told = self.told(first, end);
        let mut scene = Scene::default();
        match self.detail {
            Detail::Density => self.add_density(&mut scene, chunk, first, end, &told),
            Detail::Full | Detail::Merged => {
                self.add_messages(&mut scene, chunk, from, until);
                self.add_events(&mut scene, chunk, first, end, &told);
                self.add_clocks(&mut scene, chunk, from, end);
            }
        }
        scene
    }

    fn x(&self, chunk: i64, time: f64) -> f64 {
        time * self.scale - chunk as f64 * CHUNK
    }

    /// The events of which the story tells, and whether each is a milestone.
    fn told(&self, first: u64, end: u64) -> SortedMap<u64, bool> {
        let start = first_index(self.trace.story.len(), |i| {
            self.trace.story.get(i).is_some_and(|line| line.when.events >= first)
        });
        let lines = self.trace.story.iter_from(start).take_while(|line| line.when.events < end);
        let mut told = SortedMap::default();
        for line in lines {
            if let Some(event) = line.event {
                *told.or_default(event) |= line.line.milestone.is_some();
            }
        }
        told
    }

    fn add_events(&self, scene: &mut Scene, chunk: i64, first: u64, end: u64, told: &SortedMap<u64, bool>) {
        let active = self.active(first, end);
        let events = self.trace.events.iter_from(first as usize - 1).take((end - first) as usize);
        for (event, n) in events.zip(first..) {
            let Some(y) = self.lanes.y(event.node) else { continue };
            let size = self.size(n, event, told, &active);
            let dot = self.dot(chunk, n, event, y, size);
            if size == Size::Tiny && self.detail == Detail::Merged && !dot.found {
                scene.specks.or_default(dot.light).push((dot.x, y));
            } else {
                scene.dots.push(dot);
            }
        }
    }

    /// The clocks of events, where there is room for them, and left of the edge, where the picture ends. Where there is
    /// room depends on those of the piece before.
    fn add_clocks(&self, scene: &mut Scene, chunk: i64, from: Micros, end: u64) {
        if self.detail != Detail::Full || self.face.is_none() {
            return;
        }
        let before = from.saturating_sub((CHUNK / self.scale) as Micros);
        let (first, _) = events_between(self.trace, self.edge, before, from);
        let edge = self.x(chunk, self.edge.at as f64);
        // Where the newest clocks of each lane end, above it and below.
        let mut ends = vec![[f64::NEG_INFINITY; 2]; self.names.len()];
        let events = self.trace.events.iter_from(first as usize - 1).take((end - first) as usize);
        for event in events {
            let (Some(y), Some(text)) = (self.lanes.y(event.node), label(event, self.face)) else { continue };
            let x = self.x(chunk, event.at as f64);
            let half = text.chars().count() as f64 * LETTER.0 / 2.0;
            let x = x.min(edge - half);
            let ends = &mut ends[event.node.index()];
            let Some(side) = ends.iter().position(|end| x - half >= end + LETTER.1) else { continue };
            ends[side] = x + half;
            if event.at >= from {
                scene.clocks.push((x, y + BESIDE[side], text));
            }
        }
    }

    fn dot(&self, chunk: i64, n: u64, event: &EventRecord, y: f64, size: Size) -> Dot {
        let found = !self.query.is_empty() && find::matches(self.trace, event, self.names, self.query);
        Dot { n, x: self.x(chunk, event.at as f64), y, size, light: self.lamp.event(n, event), found }
    }

    /// The events that sent something which is not routine.
    fn active(&self, first: u64, end: u64) -> SortedSet<u64> {
        let start = first_index(self.trace.messages.len(), |i| {
            self.trace.messages.get(i).is_some_and(|message| message.sent_by >= first)
        });
        let sent = self.trace.messages.iter_from(start).take_while(|message| message.sent_by < end);
        sent.filter(|message| !message.face.routine).map(|message| message.sent_by).collect()
    }

    fn size(
        &self,
        n: u64,
        event: &EventRecord,
        told: &SortedMap<u64, bool>,
        active: &SortedSet<u64>,
    ) -> Size {
        match told.get(&n) {
            Some(true) => return Size::Milestone,
            Some(false) => return Size::Told,
            None => {}
        }
        let routine = match event.what {
            What::Deliver(message) => self.trace.message(message).is_none_or(|message| message.face.routine),
            What::Timer(_) => true,
            What::Start | What::Command | What::Disconnect(_) => false,
        };
        if routine && !active.contains(&n) { Size::Tiny } else { Size::Plain }
    }

    fn add_messages(&self, scene: &mut Scene, chunk: i64, from: Micros, until: Micros) {
        let start = first_index(self.trace.messages.len(), |i| {
            self.trace.messages.get(i).is_some_and(|message| message.sent >= from)
        });
        let sent = self.trace.messages.iter_from(start);
        let sent = sent.take_while(|message| message.sent < until && message.sent_by <= self.edge.events);
        for message in sent {
            let Some([t0, y0, t1, y1]) = course(self.trace, self.lanes, message) else { continue };
            let lost = matches!(message.fate, Fate::Lost(_));
            let (x0, x1) = (self.x(chunk, t0), self.x(chunk, t1));
            let light = self.lamp.message(message, self.trace);
            let stroke = Stroke { routine: message.face.routine, lost, light };
            scene.lines.or_default(stroke).push([x0, y0, x1, y1]);
            if lost {
                scene.crosses.push((x1, y1));
            }
        }
    }

    fn add_density(&self, scene: &mut Scene, chunk: i64, first: u64, end: u64, told: &SortedMap<u64, bool>) {
        let mut counts: Vec<SortedMap<i64, u32>> = vec![SortedMap::default(); self.names.len()];
        let events = self.trace.events.iter_from(first as usize - 1).take((end - first) as usize);
        for event in events {
            let column = libm::floor(self.x(chunk, event.at as f64) / COLUMN) as i64;
            *counts[event.node.index()].or_default(column) += 1;
        }
        for (node, counts) in counts.iter().enumerate() {
            let Some(y) = self.lanes.y(crate::sim::NodeId::from(node)) else { continue };
            for (column, count) in counts {
                let share = f64::from(*count) / (f64::from(*count) + 6.0);
                let height = 2.0 + (self.lanes.gap - 6.0).max(2.0) * share;
                scene.columns.push([(*column as f64 + 0.5) * COLUMN, y, height]);
            }
        }
        let milestones = told.iter().filter(|(_, milestone)| *milestone).take(DOTS_MAX);
        for (n, _) in milestones {
            let Some(event) = self.trace.event(*n) else { continue };
            let Some(y) = self.lanes.y(event.node) else { continue };
            scene.dots.push(self.dot(chunk, *n, event, y, Size::Milestone));
        }
    }
}
