//! What an experiment has measured so far, in numbers and words: the table and its copy.

use crate::kit::experiment::{Figure, Kind, Measure, Plan, Tally, wilson};
use crate::ui::chart::Point;
use crate::ui::figures::{fixed, number, shown, thousands};
use netsplit_text::{fill, marked, msg, t, tr};

/// Steps with which a distribution is drawn, at most.
const STEPS: usize = 160;
/// Two-sided 95 % of a normal distribution, in standard errors.
const Z95: f64 = 1.96;

/// One point, in numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it is called.
    pub label: String,
    /// How often it was tried.
    pub trials: u64,
    /// The cells of the table behind the label.
    pub cells: Vec<String>,
    /// The fields of its copy, in full.
    fields: Vec<String>,
    /// Where it stands on the axis, in the axis's unit.
    pub x: f64,
    /// What is drawn of each measure.
    pub drawn: Vec<Drawn>,
}

/// What is drawn of a measure at a point.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// What was published about it.
    pub published: Option<Figure>,
    /// Of times: the distribution in per cent.
    pub steps: Vec<(f64, f64)>,
    /// Of shares (in per cent) and numbers: the value and its interval.
    pub point: Option<Point>,
    /// Its value in words.
    pub said: String,
}

/// The heads of the table behind the point's.
pub fn head(plan: &Plan) -> Vec<String> {
    let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    match plan.measures() {
        [only] if only.kind == Kind::Shares => {
            own(&[t!("Trials"), t!(column: "Share"), t!("95 % interval"), t!("Published")])
        }
        [_] => {
            own(&[t!("Trials"), t!("Mean"), t!("Median"), t!("95 % within"), t!("Never"), t!("Published")])
        }
        several => {
            let each = several.iter().flat_map(|measure| match measure.kind {
                Kind::Times => {
                    let mean = t!("{measure}, mean", measure = tr(measure.label));
                    vec![mean, t!("99 % within").to_owned()]
                }
                Kind::Shares | Kind::Numbers(_) => vec![tr(measure.label).to_owned()],
            });
            std::iter::once(t!("Trials").to_owned()).chain(each).collect()
        }
    }
}

/// What was measured at each point; the tallies are in order.
pub fn rows(plan: &Plan, tallies: &[Vec<Tally>]) -> Vec<Row> {
    plan.points().iter().zip(tallies).map(|(point, tallies)| row(plan, *point, tallies)).collect()
}

fn row(plan: &Plan, point: i64, tallies: &[Tally]) -> Row {
    let (x, measures) = (value(plan, point), plan.measures());
    let each = measures.iter().zip(tallies).enumerate();
    let drawn: Vec<Drawn> = each
        .map(|(place, (measure, tally))| drawn(measure.kind, tally, x, plan.published(point, place)))
        .collect();
    let trials = tallies[0].count;
    let mut cells = vec![thousands(trials)];
    let mut fields = vec![trials.to_string()];
    let alone = measures.len() == 1;
    for ((measure, tally), drawn) in measures.iter().zip(tallies).zip(&drawn) {
        cells.extend(if alone { details(measure, tally, drawn) } else { summary(measure, tally, drawn) });
        fields.extend(in_full(measure.kind, tally));
        fields.push(drawn.published.map(|figure| plain(figure, measure.kind)).unwrap_or_default());
    }
    Row { label: plan.label(point), trials, cells, fields, x, drawn }
}

fn drawn(kind: Kind, tally: &Tally, x: f64, published: Option<Figure>) -> Drawn {
    let percent = |share: f64| 100.0 * share;
    let steps = if kind == Kind::Times { tally.steps(STEPS) } else { Vec::new() };
    let point = match kind {
        Kind::Times => None,
        Kind::Shares => tally.share().zip(wilson(tally.happened, tally.count)).map(|(share, ci)| Point {
            x,
            y: percent(share),
            low: percent(ci.low),
            high: percent(ci.high),
        }),
        Kind::Numbers(_) => tally.mean().map(|y| {
            let half = Z95 * tally.error().unwrap_or_default();
            Point { x, y, low: (y - half).max(0.0), high: y + half }
        }),
    };
    let middle = if kind == Kind::Shares { tally.share() } else { tally.mean() };
    let steps = steps.into_iter().map(|(x, share)| (x, percent(share))).collect();
    Drawn { published, steps, point, said: said(kind, middle) }
}

/// A number and its unit.
type Quantity = (String, &'static str);

/// A value in its measure's unit.
fn quantity(kind: Kind, value: f64) -> Quantity {
    match kind {
        Kind::Times => (fixed(value, 1), "ms"),
        Kind::Shares => (fixed(100.0 * value, 2), "%"),
        Kind::Numbers(unit) => (number(value, 4), unit),
    }
}

/// A quantity for people: `12.3 ms`, `5.14 %`.
fn spoken((number, unit): Quantity) -> String {
    format!("{} {}", marked(number), tr(unit)).trim_end().to_owned()
}

/// A value in its measure's unit, for people.
fn said(kind: Kind, value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| spoken(quantity(kind, value)))
}

/// The cells of an experiment's only measure.
fn details(measure: &Measure, tally: &Tally, drawn: &Drawn) -> Vec<String> {
    let kind = measure.kind;
    let published = drawn.published.map_or_else(|| "–".to_owned(), |figure| words(figure, kind));
    if kind == Kind::Shares {
        let ends = wilson(tally.happened, tally.count);
        let ends = ends.map(|ci| format!("{}–{} %", shown(100.0 * ci.low, 2), shown(100.0 * ci.high, 2)));
        return vec![drawn.said.clone(), ends.unwrap_or_else(|| "–".to_owned()), published];
    }
    // Those that took longer than the trial's patience are not in it.
    let over = tally.never() > 0 && tally.happened > 0;
    let mean = if over { t!("over {value}", value = drawn.said) } else { drawn.said.clone() };
    let [median, most] = [50, 95].map(|at| said(kind, tally.quantile(at)));
    vec![mean, median, most, thousands(tally.never()), published]
}

/// The cells of one of several measures; what was published is in brackets.
fn summary(measure: &Measure, tally: &Tally, drawn: &Drawn) -> Vec<String> {
    let published = drawn.published.map(|figure| format!(" ({})", words(figure, measure.kind)));
    let first = format!("{}{}", drawn.said, published.unwrap_or_default());
    match measure.kind {
        Kind::Times => vec![first, said(Kind::Times, tally.quantile(99))],
        Kind::Shares | Kind::Numbers(_) => vec![first],
    }
}

/// A measure's fields in the copy, in the order of its [`columns`].
fn in_full(kind: Kind, tally: &Tally) -> Vec<String> {
    let full = |value: Option<f64>, places| fixed(value.unwrap_or(f64::NAN), places);
    match kind {
        Kind::Shares => {
            let ends = wilson(tally.happened, tally.count);
            let shares = [tally.share(), ends.map(|ci| ci.low), ends.map(|ci| ci.high)];
            let shares = shares.map(|share| full(share, 6));
            std::iter::once(tally.happened.to_string()).chain(shares).collect()
        }
        Kind::Times | Kind::Numbers(_) => {
            let places = if kind == Kind::Times { 3 } else { 6 };
            let values =
                [tally.mean(), tally.quantile(50), tally.quantile(95)].map(|value| full(value, places));
            std::iter::once(tally.never().to_string()).chain(values).collect()
        }
    }
}

/// The heads of a measure's fields.
fn columns(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Shares => &["happened", "share", "ci_low", "ci_high", "published"],
        Kind::Times => &["never", "mean_ms", "median_ms", "p95_ms", "published"],
        Kind::Numbers(_) => &["never", "mean", "median", "p95", "published"],
    }
}

/// A point's place on the axis, in the axis's unit.
pub fn value(plan: &Plan, point: i64) -> f64 {
    let places = plan.axis().unit.places();
    point as f64 / 10_u64.pow(places) as f64
}

/// A published figure: what it is, with a hole for its value, and the value.
fn published(figure: Figure, kind: Kind) -> (&'static str, Quantity) {
    let ms = |time: f64| (number(time, 1), "ms");
    match figure {
        Figure::Mean(mean) if kind == Kind::Times => (msg!("mean {value}"), ms(mean)),
        Figure::Mean(mean) => ("{value}", quantity(kind, mean)),
        Figure::Median(time) => (msg!("median {value}"), ms(time)),
        Figure::MedianOver(time) => (msg!("median over {value}"), ms(time)),
        Figure::Share(share) => ("{value}", quantity(Kind::Shares, share)),
    }
}

/// A published figure for people: `median 287 ms`.
pub fn words(figure: Figure, kind: Kind) -> String {
    let (text, value) = published(figure, kind);
    fill(tr(text), &[("value", &spoken(value))])
}

/// The same for the copy, which is one in every language.
fn plain(figure: Figure, kind: Kind) -> String {
    let (text, (number, unit)) = published(figure, kind);
    fill(text, &[("value", &format!("{number} {unit}").trim_end())])
}

/// The table for a spreadsheet: commas between fields, times in ms, shares from 0 to 1.
pub fn csv(plan: &Plan, rows: &[Row]) -> String {
    let mut out = format!("{},trials", plan.axis().key);
    let alone = plan.measures().len() == 1;
    for measure in plan.measures() {
        let prefix = if alone { String::new() } else { format!("{}_", measure.key) };
        for column in columns(measure.kind) {
            out += &format!(",{prefix}{column}");
        }
    }
    out += "\n";
    for row in rows {
        out += &format!("{},{}\n", number(row.x, 3), row.fields.join(","));
    }
    out
}
