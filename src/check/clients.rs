//! What the clients of a run saw, judged, and the picture of it: points on the bars of their operations.

use super::history::{History, Op};
use super::linear::{Judged, judge};
use crate::kit::model::Model;
use crate::sim::{Micros, Operation, SharedVec, Standing};

/// Whether the operations of a run are linearizable, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// `Holds`, `Violated`, or `Unknown` when the search was given up or the model lacks an operation.
    pub standing: Standing,
    /// For each operation, by its number, the instant at which it took effect, µs: between its call and its answer,
    /// and on each key in an order that explains all answers. None: it had no effect, need not have had one, or
    /// cannot be placed. On a key that is not linearizable they explain as much as can be from its beginning.
    pub points: Vec<Option<f64>>,
    /// The operations, by number, that cannot be placed: of each key first the one whose answer nothing explains,
    /// then those that overlap it and cannot come before it.
    pub unplaced: Vec<u32>,
}

/// Judges the operations of a run; `limit` is how many configurations are looked at before it is given up.
pub fn judge_operations(run: &SharedVec<Operation>, model: Model, limit: u64) -> Verdict {
    let mut verdict =
        Verdict { standing: Standing::Holds, points: vec![None; run.len()], unplaced: Vec::new() };
    let Ok(history) = History::of_run(run, model) else {
        return Verdict { standing: Standing::Unknown, ..verdict };
    };
    for judged in judge(&history, limit) {
        let order = match judged {
            Judged::Linearizable(order) => order,
            Judged::Not { prefix, unplaced } => {
                verdict.standing = Standing::Violated;
                verdict.unplaced.extend(unplaced.iter().map(|place| history.operations[*place].number));
                prefix
            }
            Judged::Unknown(_) => {
                if verdict.standing == Standing::Holds {
                    verdict.standing = Standing::Unknown;
                }
                continue;
            }
        };
        let ops: Vec<&Op> = order.iter().map(|place| &history.operations[*place]).collect();
        let spans: Vec<_> =
            ops.iter().filter_map(|op| Some(span(run.get(op.number as usize)?, op))).collect();
        for (op, point) in ops.iter().zip(points(&spans)) {
            verdict.points[op.number as usize] = Some(point);
        }
    }
    verdict
}

/// From when to when an operation may take effect.
fn span(operation: &Operation, op: &Op) -> (Micros, Micros) {
    let ended = operation.ended.as_ref().filter(|_| op.answer.is_some());
    (operation.invoked, ended.map_or(Micros::MAX, |(at, _)| *at))
}

/// Instants in these spans, in this order, spread over the room there is: each is later than the one before it unless
/// its span has no length. There must be such instants.
pub fn points(spans: &[(Micros, Micros)]) -> Vec<f64> {
    // What nobody saw end has taken effect before everything was over.
    let over = spans.iter().map(|(from, to)| if *to == Micros::MAX { *from } else { *to }).max().unwrap_or(0);
    let mut latest = over;
    // The latest instant of each, and how many up to it share that instant.
    let mut until: Vec<(f64, f64)> = Vec::new();
    for (_, to) in spans.iter().rev() {
        latest = latest.min(*to);
        let sharing =
            until.last().filter(|(at, _)| *at == latest as f64).map_or(0.0, |(_, sharing)| *sharing);
        until.push((latest as f64, sharing + 1.0));
    }
    let mut now = 0.0_f64;
    let place = |((from, _), (to, sharing)): (&(Micros, Micros), &(f64, f64))| {
        let from = now.max(*from as f64);
        now = from + (to - from) / (sharing + 1.0);
        now
    };
    spans.iter().zip(until.iter().rev()).map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_keep_to_the_order_and_the_spans() {
        let spans = [(0, 100), (50, 60), (10, 60), (58, 200), (0, Micros::MAX)];
        let points = points(&spans);
        for ((from, to), point) in spans.iter().zip(&points) {
            assert!(*from as f64 <= *point && *point <= *to as f64, "{points:?}");
        }
        assert!(points.windows(2).all(|pair| pair[0] < pair[1]), "{points:?}");
    }
}
