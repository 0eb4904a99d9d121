//! What the pointer means: the event or message nearest to it.

use super::scale::{Lanes, Window};
use super::scene::{course, events_between};
use crate::sim::{Trace, When};

/// What was picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// An event.
    Event(u64),
    /// A message, by number.
    Message(u64),
}

/// Events looked at under the pointer at most; more cannot be told apart anyway.
const LOOK_MAX: u64 = 4_000;

/// The event within `radius` px of (x, y), the nearest first; else the message whose line passes within half of it.
pub fn pick(
    trace: &Trace,
    edge: When,
    window: Window,
    lanes: &Lanes,
    (x, y): (f64, f64),
    radius: f64,
) -> Option<Pick> {
    event_near(trace, edge, window, lanes, (x, y), radius)
        .or_else(|| message_near(trace, edge, window, lanes, (x, y), radius * 0.6))
}

fn event_near(
    trace: &Trace,
    edge: When,
    window: Window,
    lanes: &Lanes,
    (x, y): (f64, f64),
    radius: f64,
) -> Option<Pick> {
    let time = |x: f64| window.time(x).max(0.0) as u64;
    let (first, end) = events_between(trace, edge, time(x - radius), time(x + radius) + 1);
    let mut best = (radius * radius, None);
    for n in first..end.min(first + LOOK_MAX) {
        let Some(event) = trace.event(n) else { break };
        let Some(lane) = lanes.y(event.node) else { continue };
        let (dx, dy) = (window.x(event.at as f64) - x, lane - y);
        if dx * dx + dy * dy <= best.0 {
            best = (dx * dx + dy * dy, Some(Pick::Event(n)));
        }
    }
    best.1
}

fn message_near(
    trace: &Trace,
    edge: When,
    window: Window,
    lanes: &Lanes,
    (x, y): (f64, f64),
    radius: f64,
) -> Option<Pick> {
    let time = window.time(x + radius).max(0.0);
    if time - radius / window.scale > edge.at as f64 {
        return None;
    }
    let linger = (2.0 * radius / window.scale) as u64;
    let mut best = (radius, None);
    for (number, message) in trace.flights(time as u64, linger) {
        if message.sent_by > edge.events {
            continue;
        }
        let Some([t0, y0, t1, y1]) = course(trace, lanes, message) else { continue };
        let distance = to_segment((x, y), (window.x(t0), y0), (window.x(t1), y1));
        if distance <= best.0 {
            best = (distance, Some(Pick::Message(number)));
        }
    }
    best.1
}

/// The distance of a point from the line between two others.
pub fn to_segment(point: (f64, f64), from: (f64, f64), to: (f64, f64)) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx * dx + dy * dy;
    let along = (point.0 - from.0) * dx + (point.1 - from.1) * dy;
    let share = if length > 0.0 { (along / length).clamp(0.0, 1.0) } else { 0.0 };
    libm::hypot(point.0 - from.0 - share * dx, point.1 - from.1 - share * dy)
}

#[cfg(test)]
mod tests {
    use super::to_segment;

    #[test]
    fn distances_to_a_line_that_ends() {
        let far = |point| to_segment(point, (0.0, 0.0), (10.0, 0.0));
        assert!((far((5.0, 3.0)) - 3.0).abs() < 1e-9);
        assert!((far((13.0, 4.0)) - 5.0).abs() < 1e-9);
        assert!((to_segment((3.0, 4.0), (0.0, 0.0), (0.0, 0.0)) - 5.0).abs() < 1e-9);
    }
}
