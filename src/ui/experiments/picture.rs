//! The chart of what an experiment has measured, beside what was published.

use super::numbers::{Row, value, words};
use crate::kit::experiment::{Figure, Kind, Plan};
use crate::ui::chart::{Axis, Chart, Item, Shape};
use netsplit_text::{t, tn, tr};

/// Places at which a published line is computed.
const LINE: i64 = 80;

/// The chart of the measure at this place.
pub fn picture(plan: &Plan, rows: &[Row], place: usize) -> Chart {
    match plan.measures()[place].kind {
        Kind::Times => distributions(plan, rows, place),
        kind => points(plan, rows, place, kind),
    }
}

fn title(name: &str, unit: &str) -> String {
    let (name, unit) = (tr(name), tr(unit).trim());
    if unit.is_empty() { name.to_owned() } else { format!("{name}, {unit}") }
}

/// Shares and means over the axis.
fn points(plan: &Plan, rows: &[Row], place: usize, kind: Kind) -> Chart {
    let (about, axis) = (plan.experiment.about, plan.axis());
    let unit = if kind == Kind::Shares { "%" } else { kind.unit() };
    let (line, top) = published_line(plan, place);
    let drawn = || rows.iter().filter_map(|row| Some((row, row.drawn[place].point?)));
    let high = drawn().fold(top, |high, (_, point)| high.max(point.high));
    let ours = drawn().map(|(row, point)| {
        let name = tn!(
            row.trials,
            "{point}: {value} of {n} trials",
            "{point}: {value} of {n} trials",
            point = row.label,
            value = row.drawn[place].said
        );
        Item { look: 0, name, shape: Shape::Point(point) }
    });
    let known = line.iter().filter(|_| kind != Kind::Shares);
    let known = known.map(|(x, y)| (1, Shape::Known(*x, *y)));
    let published = std::iter::once((1, Shape::Line(line.clone()))).chain(known);
    let published = published.map(|(look, shape)| Item {
        look,
        name: t!("Published: {source}", source = about.source),
        shape,
    });
    let last = rows.iter().fold(0.0, |last, row: &Row| row.x.max(last));
    Chart {
        x: Axis { title: title(axis.label, axis.unit.suffix()), low: 0.0, high: last },
        y: Axis { title: title(plan.measures()[place].label, unit), low: 0.0, high },
        items: published.chain(ours).collect(),
    }
}

/// Distributions of times, one a point.
fn distributions(plan: &Plan, rows: &[Row], place: usize) -> Chart {
    let label = plan.measures()[place].label;
    let items: Vec<Item> = rows.iter().enumerate().flat_map(|(look, row)| times(look, row, place)).collect();
    let all = || {
        rows.iter().flat_map(|row| {
            let drawn = &row.drawn[place];
            drawn.steps.iter().map(|(x, _)| *x).chain(drawn.published.and_then(time))
        })
    };
    let (low, high) = all().fold((f64::INFINITY, 0.0), |(low, high), x| (x.min(low), x.max(high)));
    Chart {
        x: Axis { title: title(label, "ms"), low: if low.is_finite() { low } else { 0.0 }, high },
        y: Axis { title: t!("Trials done by then, %").to_owned(), low: 0.0, high: 100.0 },
        items,
    }
}

/// Where a published time stands, ms.
fn time(figure: Figure) -> Option<f64> {
    match figure {
        Figure::Mean(ms) | Figure::Median(ms) | Figure::MedianOver(ms) => Some(ms),
        Figure::Share(_) => None,
    }
}

/// The distribution of a point, behind what was published about it.
fn times(look: usize, row: &Row, place: usize) -> impl Iterator<Item = Item> {
    let drawn = &row.drawn[place];
    let published = drawn.published.and_then(|figure| {
        let shape = match figure {
            Figure::Mean(ms) => Shape::Mean(ms),
            Figure::Median(ms) => Shape::Median(ms, false),
            Figure::MedianOver(ms) => Shape::Median(ms, true),
            Figure::Share(_) => return None,
        };
        let figure = words(figure, Kind::Times);
        Some(Item { look, name: t!("{point}, published: {figure}", point = row.label, figure), shape })
    });
    let ours = (!drawn.steps.is_empty()).then(|| Item {
        look,
        name: row.label.clone(),
        shape: Shape::Steps(drawn.steps.clone()),
    });
    [ours, published].into_iter().flatten()
}

/// What was published from the beginning of the axis to the last point, and the highest of it; shares in per cent.
fn published_line(plan: &Plan, place: usize) -> (Vec<(f64, f64)>, f64) {
    let (least, last) = (plan.axis().min, plan.points().last().copied().unwrap_or(0));
    let mut line: Vec<(f64, f64)> = Vec::new();
    // Nothing was published of what cannot be, such as no nodes at all.
    for point in (0..=LINE).map(|i| last * i / LINE).filter(|point| *point >= least) {
        let y = match plan.published(point, place) {
            Some(Figure::Share(share)) => 100.0 * share,
            Some(Figure::Mean(mean)) => mean,
            _ => continue,
        };
        let x = value(plan, point);
        // An axis of few whole numbers has the same point many times.
        if line.last().is_none_or(|(before, _)| *before < x) {
            line.push((x, y));
        }
    }
    let floor = if plan.measures()[place].kind == Kind::Shares { 1.0 } else { 0.0 };
    let top = line.iter().fold(floor, |top: f64, (_, y): &(f64, f64)| y.max(top));
    (line, top)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::experiment::Tally;
    use crate::labs;
    use crate::ui::experiments::numbers::{csv, head, rows};

    /// Every experiment after a few trials, and before the first.
    fn measured() -> impl Iterator<Item = (Plan, Vec<Row>)> {
        let plans = labs::all().into_iter().flat_map(|lab| lab.about.experiments).map(Plan::new);
        plans.flat_map(|plan| {
            [0, 10 * plan.points().len() as u64].map(|trials| {
                let mut tallies = plan.tallies();
                (0..trials).for_each(|number| plan.add(number, &mut tallies));
                tallies.iter_mut().flatten().for_each(Tally::sort);
                (plan.clone(), rows(&plan, &tallies))
            })
        })
    }

    #[test]
    fn tables_have_as_many_cells_as_heads() {
        for (plan, rows) in measured() {
            assert!(
                rows.iter().all(|row| row.cells.len() == head(&plan).len()),
                "{}",
                plan.experiment.about.id
            );
            let csv = csv(&plan, &rows);
            let columns: Vec<usize> = csv.lines().map(|line| line.split(',').count()).collect();
            assert_eq!(columns.len(), 1 + plan.points().len(), "{csv}");
            assert!(columns.iter().all(|count| *count == columns[0]), "{csv}");
        }
    }

    #[test]
    fn charts_show_everything_that_they_hold() {
        for (plan, rows) in measured() {
            for place in 0..plan.measures().len() {
                shows_everything(&plan, &rows, place);
            }
        }
    }

    fn shows_everything(plan: &Plan, rows: &[Row], place: usize) {
        let chart = picture(plan, rows, place);
        let (x, y) = (&chart.x, &chart.y);
        let seen = |(at, up): (f64, f64)| (x.low..=x.high).contains(&at) && (y.low..=y.high).contains(&up);
        let id = plan.experiment.about.id;
        assert!(x.high.is_finite() && y.high >= y.low, "{id}: {x:?} {y:?}");
        let measured = rows.iter().any(|row| row.drawn[place].said != "–");
        assert!(!measured || !chart.items.is_empty(), "{id}: nothing is drawn");
        for item in &chart.items {
            let within = match &item.shape {
                Shape::Steps(points) | Shape::Line(points) | Shape::Curve(points) => {
                    points.iter().copied().all(seen)
                }
                Shape::Point(point) => seen((point.x, point.low)) && seen((point.x, point.high)),
                Shape::Known(at, up) => seen((*at, *up)),
                Shape::Median(at, _) | Shape::Mean(at) | Shape::Place(at) => seen((*at, 50.0)),
            };
            assert!(within, "{id}: {} is outside of {x:?} {y:?}", item.name);
        }
    }
}
