//! Where a message is on its way, and which one is meant by a press.

use super::geometry::Point;
use super::layout::Layout;
use crate::sim::{Fate, Loss, MessageRecord, Micros, NodeId};

/// Messages keep to the right of their link by so much, so that a question and its answer pass each other.
const KEEP_RIGHT: f64 = 4.0;
/// A copy flies beside its original.
const COPY: f64 = 9.0;
/// How long a lost message is still seen, as a share of its flight.
pub const LINGER: f64 = 0.3;
/// A flight that takes less on screen (seconds) is not drawn as such.
pub const QUICK: f64 = 0.25;

/// A message on the stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mote {
    /// Where it is.
    pub at: Point,
    /// Whether it is lost already, and fades.
    pub gone: bool,
    /// How much of it is left, from 1 down to 0.
    pub left: f64,
}

/// The line that messages from one node to another take, from rim to rim.
pub fn lane(layout: &Layout, from: NodeId, to: NodeId, copy: u8) -> Option<(Point, Point)> {
    let (one, other) = (layout.spots.get(from.index())?, layout.spots.get(to.index())?);
    let way = (other.at - one.at).unit();
    let aside = way.turned() * (KEEP_RIGHT + COPY * f64::from(copy));
    Some((one.at + way * (one.radius + 3.0) + aside, other.at - way * (other.radius + 3.0) + aside))
}

/// Whether a message is to be seen at `time` with `events` done.
pub fn is_shown(message: &MessageRecord, time: f64, events: u64) -> bool {
    if message.sent_by > events || (message.sent as f64) > time {
        return false;
    }
    match message.fate {
        Fate::Arrived(event) => event > events && (message.ends as f64) >= time,
        Fate::Flying => true,
        Fate::Lost(_) => time < message.ends as f64 + linger(message),
    }
}

/// How long a lost message is still seen, µs.
fn linger(message: &MessageRecord) -> f64 {
    if message.due == Micros::MAX {
        return 5_000.0;
    }
    message.due.saturating_sub(message.sent) as f64 * LINGER
}

/// Whether a flight takes too short on screen at this factor (simulated seconds per second) to be followed.
pub fn is_quick(message: &MessageRecord, factor: f64) -> bool {
    let flight = message.due.saturating_sub(message.sent) as f64 / 1e6;
    message.due != Micros::MAX && factor > 0.0 && flight / factor < QUICK
}

/// How far along its way a message is, as a share; `crossing` is where a cut that stops it is met.
fn share(message: &MessageRecord, time: f64, crossing: Option<f64>) -> f64 {
    let sent = message.sent as f64;
    if message.due == Micros::MAX {
        return 0.16;
    }
    let passed = time.min(message.ends as f64) - sent;
    let whole = (message.due as f64 - sent).max(1.0);
    let share = passed / whole;
    match (message.fate, crossing) {
        // Lost at the cut: it gets there just when it is lost.
        (Fate::Lost(Loss::Cut), Some(crossing)) => {
            share * crossing / ((message.ends as f64 - sent) / whole).max(1e-6)
        }
        _ => share,
    }
    .clamp(0.0, 1.0)
}

/// Where a message is; `steps` instead of gliding for those who asked for less motion.
pub fn mote(
    message: &MessageRecord,
    time: f64,
    (from, to): (Point, Point),
    crossing: Option<f64>,
    steps: bool,
) -> Mote {
    let gone = matches!(message.fate, Fate::Lost(_)) && time >= message.ends as f64;
    let exact = share(message, time, crossing);
    let shown = if steps && !gone { ((exact * 3.0).floor().min(2.0) + 0.5) / 3.0 } else { exact };
    let left = if gone { 1.0 - (time - message.ends as f64) / linger(message).max(1.0) } else { 1.0 };
    Mote { at: from.towards(to, shown), gone, left: left.clamp(0.0, 1.0) }
}

/// The nearest of some messages within a radius.
pub fn nearest(motes: impl Iterator<Item = (u64, Point)>, at: Point, radius: f64) -> Option<u64> {
    let near = motes.map(|(number, mote)| (number, mote.distance(at))).filter(|(_, far)| *far <= radius);
    near.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::super::plan::{Plan, Seat};
    use super::*;
    use crate::sim::{Face, Form, MessageName, Tone};

    fn message(fate: Fate, ends: Micros) -> MessageRecord {
        let name = MessageName { from: NodeId(0), to: NodeId(1), nth: 1, copy: 0 };
        let face = Face { kind: "Ask", form: Form::Request, tone: Tone::Lead, routine: false };
        MessageRecord {
            name,
            sent_by: 3,
            face,
            label: "Ask".into(),
            bytes: 9,
            sent: 1_000,
            due: 11_000,
            ends,
            fate,
        }
    }

    const WAY: (Point, Point) = (Point::new(0.0, 0.0), Point::new(100.0, 0.0));

    #[test]
    fn at_its_true_pace() {
        let flying = message(Fate::Arrived(9), 11_000);
        assert_eq!(mote(&flying, 3_500.0, WAY, None, false).at.x, 25.0);
        assert!(
            is_shown(&flying, 3_500.0, 3) && !is_shown(&flying, 3_500.0, 2) && !is_shown(&flying, 999.0, 3)
        );
        assert!(is_shown(&flying, 11_000.0, 8) && !is_shown(&flying, 11_000.0, 9));
    }

    #[test]
    fn lost_on_its_way_and_seen_to_be() {
        let lost = message(Fate::Lost(Loss::Network), 6_000);
        let mote = mote(&lost, 7_500.0, WAY, None, false);
        assert_eq!((mote.at.x, mote.gone, mote.left), (50.0, true, 0.5));
        assert!(is_shown(&lost, 8_900.0, 4) && !is_shown(&lost, 9_100.0, 4));
    }

    #[test]
    fn at_the_cut_wherever_it_is_drawn() {
        let cut = message(Fate::Lost(Loss::Cut), 6_000);
        assert_eq!(mote(&cut, 6_000.0, WAY, Some(0.8), false).at.x, 80.0);
        assert_eq!(mote(&cut, 3_500.0, WAY, Some(0.8), false).at.x, 40.0);
    }

    #[test]
    fn in_steps() {
        let flying = message(Fate::Arrived(9), 11_000);
        let places =
            [1_000.0, 5_000.0, 10_900.0].map(|time| mote(&flying, time, WAY, None, true).at.x.round());
        assert_eq!(places, [17.0, 50.0, 83.0]);
    }

    #[test]
    fn too_quick_to_follow() {
        let flying = message(Fate::Arrived(9), 11_000);
        assert!(is_quick(&flying, 0.1) && !is_quick(&flying, 0.01) && !is_quick(&flying, 0.0));
    }

    #[test]
    fn there_and_back_do_not_meet() {
        let seat = Seat { aside: false, cells: false, badges: false };
        let layout =
            Plan { size: (800.0, 600.0), big: false, insets: (46.0, 8.0), seats: vec![seat; 5] }.arrange();
        let (there, back) = (lane(&layout, NodeId(0), NodeId(2), 0), lane(&layout, NodeId(2), NodeId(0), 0));
        let ((a, b), (c, d)) = (there.unwrap(), back.unwrap());
        assert!(a.towards(b, 0.5).distance(c.towards(d, 0.5)) > 7.0);
        assert_eq!(nearest([(4, a), (5, b)].into_iter(), a + Point::new(5.0, 5.0), 12.0), Some(4));
        assert_eq!(nearest([(4, a)].into_iter(), a + Point::new(15.0, 5.0), 12.0), None);
    }
}
