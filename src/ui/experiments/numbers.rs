//! What an experiment has measured so far, in numbers and words: the table, its copy, the chart.

use crate::kit::experiment::{Figure, Plan, Tally, wilson};
use crate::ui::chart::{Axis, Chart, Item, Point, Shape};
use crate::ui::figures::{fixed, number, thousands};

/// Steps with which a distribution is drawn, at most.
const STEPS: usize = 160;
/// Places at which a published line is computed.
const LINE: i64 = 80;

/// One point, in numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it is called.
    pub label: String,
    /// The cells of the table behind the label.
    pub cells: Vec<String>,
    /// The fields of its copy, in full.
    fields: Vec<String>,
    /// Where it stands on the axis, in the axis's unit.
    x: f64,
    /// What was published about it.
    published: Option<Figure>,
    /// The distribution in per cent, or nothing.
    steps: Vec<(f64, f64)>,
    /// The share and its interval in per cent, or nothing.
    share: Option<Point>,
}

/// The heads of the table behind the point's.
pub fn head(plan: &Plan) -> &'static [&'static str] {
    if plan.is_of_shares() {
        &["Trials", "Share", "95 % interval", "Published"]
    } else {
        &["Trials", "Mean", "Median", "95 % within", "Never", "Published"]
    }
}

/// What was measured at each point; the tallies are in order.
pub fn rows(plan: &Plan, tallies: &[Tally]) -> Vec<Row> {
    plan.points().iter().zip(tallies).map(|(point, tally)| row(plan, *point, tally)).collect()
}

fn row(plan: &Plan, point: i64, tally: &Tally) -> Row {
    let published = plan.published(point);
    let (x, label) = (value(plan, point), plan.label(point));
    let said = published.map_or_else(|| "–".to_owned(), words);
    let mut row =
        Row { label, cells: Vec::new(), fields: Vec::new(), x, published, steps: Vec::new(), share: None };
    if plan.is_of_shares() {
        let percent = |share: f64| 100.0 * share;
        let of = |share: Option<f64>| {
            share.map_or_else(|| "–".to_owned(), |share| format!("{} %", fixed(percent(share), 2)))
        };
        let interval = wilson(tally.happened, tally.count);
        row.share = tally.share().zip(interval).map(|(y, ci)| Point {
            x,
            y: percent(y),
            low: percent(ci.low),
            high: percent(ci.high),
        });
        let ci = interval.map(|ci| format!("{}–{} %", fixed(percent(ci.low), 2), fixed(percent(ci.high), 2)));
        row.cells =
            vec![thousands(tally.count), of(tally.share()), ci.unwrap_or_else(|| "–".to_owned()), said];
        let ends = interval.map_or([f64::NAN; 2], |ci| [ci.low, ci.high]);
        row.fields = vec![tally.count.to_string(), tally.happened.to_string()];
        row.fields.extend([tally.share().unwrap_or(f64::NAN), ends[0], ends[1]].map(|share| fixed(share, 6)));
    } else {
        let ms = |time: Option<f64>| time.map_or_else(|| "–".to_owned(), |ms| format!("{} ms", fixed(ms, 1)));
        let times = [tally.mean(), tally.quantile(50), tally.quantile(95)];
        row.steps = tally.steps(STEPS).into_iter().map(|(x, share)| (x, 100.0 * share)).collect();
        row.cells = vec![thousands(tally.count)];
        row.cells.extend(times.map(ms));
        if tally.never() > 0 && tally.happened > 0 {
            // Those that took longer than the trial's patience are not in it.
            row.cells[1].insert_str(0, "over ");
        }
        row.cells.extend([thousands(tally.never()), said]);
        row.fields = vec![tally.count.to_string(), tally.never().to_string()];
        row.fields.extend(times.map(|time| fixed(time.unwrap_or(f64::NAN), 3)));
    }
    row.fields.push(published.map(words).unwrap_or_default());
    row
}

/// A point's place on the axis, in the axis's unit.
fn value(plan: &Plan, point: i64) -> f64 {
    let places = plan.axis().unit.places();
    point as f64 / 10_u64.pow(places) as f64
}

/// A published figure: `median 287 ms`.
fn words(figure: Figure) -> String {
    match figure {
        Figure::Mean(ms) => format!("mean {} ms", number(ms, 1)),
        Figure::Median(ms) => format!("median {} ms", number(ms, 1)),
        Figure::MedianOver(ms) => format!("median over {} ms", number(ms, 1)),
        Figure::Share(share) => format!("{} %", fixed(100.0 * share, 2)),
    }
}

/// The table for a spreadsheet: commas between fields, times in ms, shares from 0 to 1.
pub fn csv(plan: &Plan, rows: &[Row]) -> String {
    let axis = plan.axis();
    let measured = if plan.is_of_shares() {
        "trials,happened,share,ci_low,ci_high"
    } else {
        "trials,never,mean_ms,median_ms,p95_ms"
    };
    let mut out = format!("{},{measured},published\n", axis.key);
    for row in rows {
        out += &format!("{},{}\n", number(row.x, 3), row.fields.join(","));
    }
    out
}

/// The chart of what was measured and published.
pub fn picture(plan: &Plan, rows: &[Row]) -> Chart {
    let title =
        |name: &str, unit: &str| if unit.is_empty() { name.to_owned() } else { format!("{name}, {unit}") };
    let about = plan.experiment.about;
    if plan.is_of_shares() {
        let axis = plan.axis();
        let unit = axis.unit.suffix().trim();
        let (line, top) = published_line(plan);
        let high = rows.iter().filter_map(|row| row.share).fold(top, |high, point| high.max(point.high));
        let ours = rows.iter().filter_map(|row| {
            let (point, name) =
                (row.share?, format!("{}: {} of {} trials", row.label, row.cells[1], row.cells[0]));
            Some(Item { look: 0, name, shape: Shape::Point(point) })
        });
        let formula =
            Item { look: 1, name: format!("Published: {}", about.source), shape: Shape::Line(line) };
        let last = rows.iter().fold(0.0, |last, row: &Row| row.x.max(last));
        return Chart {
            x: Axis { title: title(axis.label, unit), low: 0.0, high: last },
            y: Axis { title: title(about.measured, "%"), low: 0.0, high },
            items: std::iter::once(formula).chain(ours).collect(),
        };
    }
    let items: Vec<Item> = rows.iter().enumerate().flat_map(|(look, row)| times(look, row)).collect();
    let all =
        || rows.iter().flat_map(|row| row.steps.iter().map(|(x, _)| *x).chain(row.published.and_then(place)));
    let (low, high) = all().fold((f64::INFINITY, 0.0), |(low, high), x| (x.min(low), x.max(high)));
    Chart {
        x: Axis { title: title(about.measured, "ms"), low: if low.is_finite() { low } else { 0.0 }, high },
        y: Axis { title: "Trials done by then, %".to_owned(), low: 0.0, high: 100.0 },
        items,
    }
}

/// Where a published time stands, ms.
fn place(figure: Figure) -> Option<f64> {
    match figure {
        Figure::Mean(ms) | Figure::Median(ms) | Figure::MedianOver(ms) => Some(ms),
        Figure::Share(_) => None,
    }
}

/// The distribution of a point, behind what was published about it.
fn times(look: usize, row: &Row) -> impl Iterator<Item = Item> {
    let published = row.published.and_then(|figure| {
        let shape = match figure {
            Figure::Mean(ms) => Shape::Mean(ms),
            Figure::Median(ms) => Shape::Median(ms, false),
            Figure::MedianOver(ms) => Shape::Median(ms, true),
            Figure::Share(_) => return None,
        };
        Some(Item { look, name: format!("{}, published: {}", row.label, words(figure)), shape })
    });
    let ours = (!row.steps.is_empty()).then(|| Item {
        look,
        name: row.label.clone(),
        shape: Shape::Steps(row.steps.clone()),
    });
    [ours, published].into_iter().flatten()
}

/// What was published from the beginning of the axis to the last point, and the highest of it, per cent.
fn published_line(plan: &Plan) -> (Vec<(f64, f64)>, f64) {
    let last = plan.points().last().copied().unwrap_or(0);
    let at = |i: i64| {
        let point = last * i / LINE;
        match plan.published(point) {
            Some(Figure::Share(share)) => Some((value(plan, point), 100.0 * share)),
            _ => None,
        }
    };
    let line: Vec<(f64, f64)> = (0..=LINE).filter_map(at).collect();
    let top = line.iter().fold(1.0, |top, (_, y): &(f64, f64)| y.max(top));
    (line, top)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::LABS;

    /// Every experiment after a few trials, and before the first.
    fn measured() -> impl Iterator<Item = (Plan, Vec<Row>)> {
        let plans = LABS.iter().flat_map(|lab| lab.about.experiments).map(Plan::new);
        plans.flat_map(|plan| {
            [0, 10 * plan.points().len() as u64].map(|trials| {
                let mut tallies = plan.tallies();
                for (place, sample) in (0..trials).map(|number| plan.run(number)) {
                    tallies[place].add(sample);
                }
                tallies.iter_mut().for_each(Tally::sort);
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
            let chart = picture(&plan, &rows);
            let (x, y) = (&chart.x, &chart.y);
            let seen =
                |(at, up): (f64, f64)| (x.low..=x.high).contains(&at) && (y.low..=y.high).contains(&up);
            let id = plan.experiment.about.id;
            assert!(!chart.items.is_empty() && x.high.is_finite() && y.high > y.low, "{id}: {x:?} {y:?}");
            for item in &chart.items {
                let within = match &item.shape {
                    Shape::Steps(points) | Shape::Line(points) => points.iter().copied().all(seen),
                    Shape::Point(point) => seen((point.x, point.low)) && seen((point.x, point.high)),
                    Shape::Median(at, _) | Shape::Mean(at) => seen((*at, 50.0)),
                };
                assert!(within, "{id}: {} is outside of {x:?} {y:?}", item.name);
            }
        }
    }
}
