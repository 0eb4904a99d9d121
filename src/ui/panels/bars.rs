//! Where the bars of client operations stand: pure numbers.

use crate::sim::{Micros, NodeId, NodeSet, Operation, Outcome, SharedVec, key_of, order};
use crate::ui::figures::within;
use netsplit_text::{t, tr, tr_as};

/// Operations drawn at most: the newest.
pub const SHOWN_MAX: usize = 60;
/// The usual width of a bar, px.
const BAR: f64 = 24.0;
/// The height of a bar with what stands around it, px.
pub const ROW: f64 = 26.0;
/// The height of a client's heading, px.
pub const HEAD: f64 = 6.0;

/// One operation's bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Its number.
    pub number: usize,
    /// Left, top and width, px.
    pub place: (f64, f64, f64),
    /// Room to the right until the next bar, px.
    pub room: f64,
}

/// All bars, and the clients' headings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    /// The bars.
    pub bars: Vec<Bar>,
    /// Each client and the top of its part, px.
    pub clients: Vec<(NodeId, f64)>,
    /// Width and height, px.
    pub size: (f64, f64),
    /// The time at the left, µs, and px per µs.
    pub scale: (Micros, f64),
}

/// Lays out the newest operations until `now` in at least `width` px.
pub fn chart(history: &SharedVec<Operation>, now: Micros, width: f64) -> Chart {
    let first = history.len().saturating_sub(SHOWN_MAX);
    let shown: Vec<(usize, &Operation)> = (first..).zip(history.iter_from(first)).collect();
    let Some(start) = shown.iter().map(|(_, operation)| operation.invoked).min() else {
        return Chart::default();
    };
    let span = now.saturating_sub(start).max(1) as f64;
    let end = |operation: &Operation| operation.ended.as_ref().map_or(now, |(at, _)| *at);
    let lengths: Vec<Micros> =
        shown.iter().map(|(_, operation)| end(operation).saturating_sub(operation.invoked).max(1)).collect();
    let median = lengths[order(lengths.iter().copied())[lengths.len() / 2]];
    let scale = (width / span).max((BAR / median as f64).min(6_000.0 / span));
    let x = |at: Micros| at.saturating_sub(start) as f64 * scale;
    let clients: NodeSet = shown.iter().map(|(_, operation)| operation.client).collect();
    let mut chart = Chart { scale: (start, scale), ..Chart::default() };
    let mut top = 0.0;
    for client in clients.iter() {
        chart.clients.push((client, top));
        let own = shown.iter().filter(|(_, operation)| operation.client == client);
        let mut rows: Vec<f64> = Vec::new();
        let begin = chart.bars.len();
        for (number, operation) in own {
            let (left, right) = (x(operation.invoked), x(end(operation)));
            let row = rows.iter().position(|free| *free <= left + 0.5).unwrap_or(rows.len());
            let y = top + HEAD + row as f64 * ROW;
            let bar_width = (right - left).max(3.0);
            if row == rows.len() {
                rows.push(0.0);
            }
            rows[row] = left + bar_width;
            chart.bars.push(Bar { number: *number, place: (left, y, bar_width), room: f64::INFINITY });
        }
        give_room(&mut chart.bars[begin..]);
        top += HEAD + rows.len() as f64 * ROW + 6.0;
    }
    chart.size = ((span * scale).max(width), top);
    chart
}

/// Finds for each bar where the next one in its row begins.
fn give_room(bars: &mut [Bar]) {
    for i in 0..bars.len() {
        let (left, top, width) = bars[i].place;
        let next = bars[i + 1..].iter().find(|other| (other.place.1 - top).abs() < 0.5);
        bars[i].room = next.map_or(f64::INFINITY, |other| other.place.0 - left - width);
    }
}

/// Where an operation takes effect: its number, and x and y, px.
pub type Point = (usize, f64, f64);

/// The points of each key in their order. `at` gives when an operation takes
/// effect, µs.
pub fn orders(
    chart: &Chart,
    history: &SharedVec<Operation>,
    at: impl Fn(usize) -> Option<f64>,
) -> Vec<Vec<Point>> {
    let (start, scale) = chart.scale;
    let mut keys: Vec<(&str, Vec<Point>)> = Vec::new();
    for bar in &chart.bars {
        let Some((operation, at)) = history.get(bar.number).zip(at(bar.number)) else { continue };
        let (left, top, width) = bar.place;
        let x = within((at - start as f64) * scale, left, left + width);
        let point = (bar.number, x, top + 20.0);
        match keys.iter_mut().find(|(key, _)| *key == operation.key) {
            Some((_, points)) => points.push(point),
            None => keys.push((&operation.key, vec![point])),
        }
    }
    let sorted = |points: Vec<Point>| {
        order(points.iter().map(|(_, x, _)| key_of(*x))).into_iter().map(|i| points[i]).collect()
    };
    keys.into_iter().map(|(_, points)| sorted(points)).collect()
}

/// What was asked: `write(x, 5)`.
pub fn asked(operation: &Operation) -> String {
    match &operation.value {
        Some(value) => format!("{}({}, {value})", operation.f, operation.key),
        None => briefly(operation),
    }
}

/// The same without the value: `write(x)`.
pub fn briefly(operation: &Operation) -> String {
    format!("{}({})", operation.f, operation.key)
}

/// What was answered: `ok`, `→ 5`.
pub fn answered(operation: &Operation) -> String {
    match &operation.ended {
        None => t!("open").to_owned(),
        Some((_, Outcome::Ok(None))) => t!("ok").to_owned(),
        Some((_, Outcome::Ok(Some(value)))) => format!("→ {}", tr_as(Some("outcome"), value)),
        Some((_, Outcome::Fail(why))) => t!("failed: {why}", why = tr(why)),
        Some((_, Outcome::Unknown)) => t!("gave up: may have taken effect").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(client: u16, invoked: Micros, ended: Option<Micros>) -> Operation {
        let ended = ended.map(|at| (at, Outcome::Ok(None)));
        Operation {
            client: NodeId(client),
            f: "write",
            key: "x".into(),
            value: Some("5".into()),
            invoked,
            ended,
            events: (0, 0),
        }
    }

    #[test]
    fn bars_of_one_client_share_a_row_unless_they_overlap() {
        let all = [
            operation(5, 0, Some(100)),
            operation(5, 100, Some(250)),
            operation(5, 200, None),
            operation(6, 50, Some(60)),
        ];
        let chart = chart(&all.into_iter().collect(), 400, 400.0);
        let rows: Vec<f64> = chart.bars.iter().map(|bar| bar.place.1).collect();
        assert_eq!(rows[..3], [HEAD, HEAD, HEAD + ROW]);
        assert_eq!(chart.clients.len(), 2);
        let open = &chart.bars[2].place;
        assert!((open.0 + open.2 - chart.size.0).abs() < 1e-6, "an open one reaches to now");
        assert!(chart.bars[0].room < 1e-6 && chart.bars[1].room.is_infinite());
    }

    #[test]
    fn points_are_joined_in_their_order_key_by_key() {
        let mut all = [operation(5, 0, Some(100)), operation(6, 50, Some(200)), operation(6, 200, Some(300))];
        all[1].key = "y".into();
        let history = all.into_iter().collect();
        let chart = chart(&history, 400, 400.0);
        let orders = orders(&chart, &history, |number| Some([80.0, 120.0, 250.0][number]));
        let numbers: Vec<Vec<usize>> =
            orders.iter().map(|order| order.iter().map(|(number, ..)| *number).collect()).collect();
        assert_eq!(numbers, [vec![0, 2], vec![1]]);
    }

    #[test]
    fn operations_read_as_calls() {
        let mut write = operation(0, 0, None);
        assert_eq!((asked(&write), answered(&write)), ("write(x, 5)".into(), "open".into()));
        write.ended = Some((9, Outcome::Ok(Some("7".into()))));
        assert_eq!(answered(&write), "→ 7");
    }

    #[test]
    fn no_operations_make_no_chart() {
        assert_eq!(chart(&SharedVec::new(), 10, 300.0), Chart::default());
    }
}
