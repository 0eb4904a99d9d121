//! A panel of curves that grow: the chart, its legend with the newest values, the measures beside it.

use crate::sim::{Curve, Series, Tone, Value};
use crate::ui::chart::{Axis, Chart, Item, Shape, chart, swatch};
use crate::ui::figures::number;
use netsplit_text::{marked, t, tr};
use yew::prelude::*;

/// The size that the chart is drawn for, px; it is scaled to the panel.
const SIZE: (f64, f64) = (380.0, 250.0);
/// The look of what theory says.
const THEORY: usize = 5;

/// The panel; values of nodes stand under their `names`.
pub fn series(series: &Series, names: &[String]) -> Html {
    let measure = |(name, value): &(&'static str, Value)| {
        html! { <div key={*name}><dt>{ tr(name) }</dt><dd data-measure={*name}>{ value.text(names) }</dd></div> }
    };
    html! {
        <section class="sect series" aria-label={tr(series.title)}>
            { chart(&picture(series), SIZE, &spoken(series)) }
            <ul class="legend">{ for series.curves.iter().map(entry) }</ul>
            <dl class="kv">{ for series.measures.iter().map(measure) }</dl>
        </section>
    }
}

/// The newest value of a curve.
fn newest(curve: &Curve) -> String {
    curve.points.last().map_or_else(|| "–".to_owned(), |(_, y)| number(*y, 2))
}

fn entry(curve: &Curve) -> Html {
    let value = newest(curve);
    html! {
        <li key={curve.name} data-curve={curve.name} data-value={value.clone()}>
            { swatch(look(curve.tone)) }{ tr(curve.name) }{ " " }<b class="num">{ marked(value) }</b>
        </li>
    }
}

fn spoken(series: &Series) -> String {
    let curve = |curve: &Curve| t!("{curve} {value}", curve = tr(curve.name), value = marked(newest(curve)));
    let curves = series.curves.iter().map(curve).collect::<Vec<_>>().join(", ");
    t!("{title}: {curves}.", title = tr(series.title), curves)
}

fn picture(series: &Series) -> Chart {
    let last = series.curves.iter().filter_map(|curve| curve.points.last()).map(|(x, _)| *x);
    let axis = |title: &'static str, high| Axis { title: tr(title).to_owned(), low: 0.0, high };
    let marks = series.marks.iter().map(|(name, x)| Item {
        look: THEORY,
        name: name.clone(),
        shape: Shape::Place(*x),
    });
    let curves = series.curves.iter().map(|curve| Item {
        look: look(curve.tone),
        name: tr(curve.name).to_owned(),
        shape: Shape::Curve(curve.points.clone()),
    });
    Chart {
        x: axis(series.x.0, last.fold(series.x.1, f64::max)),
        y: axis(series.y.0, series.y.1),
        items: marks.chain(curves).collect(),
    }
}

/// The look that has the colours of this family.
fn look(tone: Tone) -> usize {
    match tone {
        Tone::Follow => 0,
        Tone::Lead => 1,
        Tone::Client | Tone::Good => 2,
        Tone::Candidate => 3,
        Tone::Bad => 4,
    }
}
