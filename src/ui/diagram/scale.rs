//! Where things stand in the space-time diagram: times to x, lanes to y, ticks, and which part is shown.

use crate::sim::{NetworkConfig, NodeId, SortedSet};

/// Width of the pieces in which the diagram is drawn, px.
pub const CHUNK: f64 = 400.0;
/// Where the playhead stands while following, as a share of the width.
pub const PLAYHEAD: f64 = 0.7;
/// Room above the first lane, for the words of faults, px.
pub const TOP: f64 = 20.0;
/// Room below the last lane, for the ticks and the buttons, px.
pub const BOTTOM: f64 = 30.0;
/// The least distance between lanes, px; where they are more, the diagram is higher than its place and scrolls.
const GAP_MIN: f64 = 5.0;
/// The least distance between the names of lanes, px: they are 12 px high.
const NAME: f64 = 14.0;
/// Room left of the first event, px.
const START: f64 = 12.0;
/// How far the diagram zooms, px per µs: from 100,000 events on a screen to single µs.
const ZOOM: (f64, f64) = (1e-7, 1.0);

/// Which part of the run is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum View {
    /// The playhead stays in its place and the run moves past.
    Follow,
    /// Stays, with this time (µs) at the left, until the playhead has come to its place.
    Rest(f64),
    /// Stays, with this time (µs) at the left, until asked to follow.
    Panned(f64),
}

/// The part that is shown, in numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// The time at the left edge, µs.
    pub left: f64,
    /// Pixels per µs.
    pub scale: f64,
    /// Width, px.
    pub width: f64,
}

/// The scale at which a mean delay is 40 px wide, so that flights can be told apart; px per µs.
pub fn first_scale(network: &NetworkConfig) -> f64 {
    let mean = (network.delay_min + network.delay_max) as f64 / 2.0;
    clamp_scale(40.0 / mean.max(100.0))
}

/// The scale, kept within reason.
pub fn clamp_scale(scale: f64) -> f64 {
    scale.clamp(ZOOM.0, ZOOM.1)
}

impl Window {
    /// What a view shows while the playhead is at `time`.
    pub fn new(view: View, time: f64, scale: f64, width: f64, running: bool) -> Self {
        let start = -START / scale;
        let follow = (time - PLAYHEAD * width / scale).max(start);
        let left = match view {
            View::Follow => follow,
            View::Panned(left) => left.max(start),
            View::Rest(left) => {
                let x = (time - left) * scale;
                let room = if running { PLAYHEAD } else { 1.0 };
                if (0.0..=room * width).contains(&x) { left } else { follow }
            }
        };
        Window { left, scale, width }
    }

    /// Where a time stands, px from the left edge.
    pub fn x(&self, time: f64) -> f64 {
        (time - self.left) * self.scale
    }

    /// The time at `x`.
    pub fn time(&self, x: f64) -> f64 {
        self.left + x / self.scale
    }

    /// The first and the last piece to draw; one that begins left of the window holds messages that reach into it.
    pub fn chunks(&self, flight_max: f64) -> (i64, i64) {
        let before = libm::ceil(flight_max * self.scale / CHUNK).clamp(1.0, 4.0) as i64;
        let first = libm::floor(self.left * self.scale / CHUNK) as i64;
        let last = libm::floor((self.left * self.scale + self.width) / CHUNK) as i64;
        ((first - before).max(0), last.max(0))
    }

    /// How far the piece `chunk` stands from the left edge, px.
    pub fn offset(&self, chunk: i64) -> f64 {
        chunk as f64 * CHUNK - self.left * self.scale
    }

    /// The left edge after zooming to `scale` with the time at `x` staying where it is.
    pub fn zoomed(&self, scale: f64, x: f64) -> f64 {
        self.time(x) - x / scale
    }
}

/// The times of a piece, µs.
pub fn chunk_span(chunk: i64, scale: f64) -> (u64, u64) {
    let edge = |chunk: i64| libm::ceil(chunk.max(0) as f64 * CHUNK / scale) as u64;
    (edge(chunk), edge(chunk + 1))
}

/// The heights of the lanes that are shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Lanes {
    rows: Vec<Option<u16>>,
    count: u16,
    /// The distance between two lanes, px.
    pub gap: f64,
}

impl Lanes {
    /// Lanes for so many nodes but the hidden ones, in a diagram of this height.
    pub fn new(nodes: usize, hidden: &SortedSet<u16>, height: f64) -> Self {
        Lanes::of(nodes, |node| !hidden.contains(&node), height)
    }

    /// Lanes for these of so many nodes only.
    pub fn only(nodes: usize, shown: &SortedSet<u16>, height: f64) -> Self {
        Lanes::of(nodes, |node| shown.contains(&node), height)
    }

    fn of(nodes: usize, shown: impl Fn(u16) -> bool, height: f64) -> Self {
        let mut count = 0;
        let mut row = |node: u16| {
            shown(node).then(|| {
                count += 1;
                count - 1
            })
        };
        let rows = (0..nodes as u16).map(&mut row).collect();
        let gap = ((height - TOP - BOTTOM) / f64::from(count.max(1))).max(GAP_MIN);
        Lanes { rows, count, gap }
    }

    /// Where a node's lane is, unless it is hidden.
    pub fn y(&self, node: NodeId) -> Option<f64> {
        let row = (*self.rows.get(node.index())?)?;
        Some(TOP + (f64::from(row) + 0.5) * self.gap)
    }

    /// The share of the nodes that is shown.
    pub fn share(&self) -> f64 {
        f64::from(self.count) / self.rows.len().max(1) as f64
    }

    /// The height of the whole.
    pub fn height(&self) -> f64 {
        TOP + f64::from(self.count) * self.gap + BOTTOM
    }

    /// Where lanes are close, only every so-manieth has room for its name.
    pub fn named_every(&self) -> usize {
        libm::ceil(NAME / self.gap) as usize
    }

    /// The shown nodes with their heights.
    pub fn iter(&self) -> impl Iterator<Item = (NodeId, f64)> + '_ {
        (0..self.rows.len()).map(NodeId::from).filter_map(|node| Some((node, self.y(node)?)))
    }
}

/// Room for the longest name, px.
pub fn gutter(names: &[String]) -> f64 {
    let letters = names.iter().map(|name| name.chars().count()).max().unwrap_or(2);
    (letters as f64 * 7.5 + 24.0).clamp(40.0, 110.0)
}

/// The distance between ticks, µs: 1, 2 or 5 times a power of ten, at least 90 px.
pub fn tick_step(scale: f64) -> u64 {
    let mut step = 1;
    loop {
        for factor in [1, 2, 5] {
            if (step * factor) as f64 * scale >= 90.0 {
                return step * factor;
            }
        }
        step *= 10;
    }
}

/// A tick's label: `4180 ms`.
pub fn tick_label(at: u64) -> String {
    netsplit_text::marked(format!("{} ms", crate::sim::decimal(at as i64, 3)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCALE: f64 = 40.0 / 15_000.0;

    #[test]
    fn the_playhead_runs_to_its_place_and_stays() {
        let at = |time: f64| Window::new(View::Follow, time, SCALE, 1_000.0, true).x(time);
        assert!((at(0.0) - 12.0).abs() < 1e-9);
        assert!((at(1e6) - 700.0).abs() < 1e-6 && (at(1e9) - 700.0).abs() < 1e-3);
    }

    #[test]
    fn a_resting_view_stays_while_the_playhead_is_in_it() {
        let left = |time: f64, running| Window::new(View::Rest(5e6), time, SCALE, 1_000.0, running).left;
        assert!((left(5.1e6, true) - 5e6).abs() < 1e-6);
        let past = 5e6 + 800.0 / SCALE;
        assert!((left(past, false) - 5e6).abs() < 1e-6);
        assert!((left(past, true) - (past - 700.0 / SCALE)).abs() < 1e-6);
        assert!(left(4e6, false) < 4e6);
    }

    #[test]
    fn zooming_keeps_what_is_under_the_pointer() {
        let window = Window::new(View::Panned(2e6), 0.0, SCALE, 900.0, false);
        let before = window.time(300.0);
        let zoomed = Window { left: window.zoomed(SCALE * 3.0, 300.0), scale: SCALE * 3.0, ..window };
        assert!((zoomed.time(300.0) - before).abs() < 1e-6);
    }

    #[test]
    fn pieces_cover_the_window() {
        let window = Window::new(View::Panned(3e6), 0.0, SCALE, 900.0, false);
        let (first, last) = window.chunks(20_000.0);
        assert!(window.offset(first + 1) <= 0.0 && window.offset(last + 1) > 900.0);
        assert_eq!(Window { left: -500.0, ..window }.chunks(0.0).0, 0);
        assert_eq!(chunk_span(0, SCALE), (0, 150_000));
        assert_eq!(chunk_span(3, SCALE).1, chunk_span(4, SCALE).0);
    }

    #[test]
    fn hidden_lanes_leave_their_room_to_the_others() {
        let all = Lanes::new(5, &SortedSet::default(), 250.0);
        let some = Lanes::new(5, &SortedSet::from_iter([1]), 250.0);
        assert_eq!((all.y(NodeId(0)), all.y(NodeId(4))), (Some(40.0), Some(200.0)));
        assert_eq!((some.y(NodeId(1)), some.y(NodeId(2))), (None, Some(95.0)));
        let many = Lanes::new(31, &SortedSet::default(), 226.0);
        assert!((many.height() - 226.0).abs() < 1e-9 && many.named_every() == 3);
        assert!(Lanes::new(100, &SortedSet::default(), 226.0).height() > 226.0);
        assert_eq!(some.iter().count(), 4);
        let few = Lanes::only(1_000, &SortedSet::from_iter([7, 400]), 250.0);
        assert_eq!((few.y(NodeId(7)).is_some(), few.y(NodeId(8)), few.share()), (true, None, 0.002));
    }

    #[test]
    fn ticks_are_round_and_far_enough_apart() {
        assert_eq!(tick_step(SCALE), 50_000);
        assert_eq!(tick_label(4_150_000), "4150 ms");
        assert_eq!(tick_label(1_500), "1.5 ms");
        for exponent in -7..0 {
            let scale = libm::pow(10.0, f64::from(exponent));
            let width = tick_step(scale) as f64 * scale;
            assert!((90.0..=226.0).contains(&width), "{width} px at {scale}");
        }
    }
}
