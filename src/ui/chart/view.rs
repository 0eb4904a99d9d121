//! A chart as SVG. Colours are classes (`look-0`…), so that both themes have their own.

use super::scale::Scale;
use super::{Chart, Item, Point, Shape};
use crate::ui::figures::{number, px, translate};
use netsplit_text::marked;
use std::fmt::Write;
use yew::prelude::*;

/// Room around the plot, px: top, right, bottom, left.
const MARGIN: (f64, f64, f64, f64) = (26.0, 26.0, 44.0, 40.0);
/// Colours there are.
const LOOKS: usize = 6;
/// The marks: a circle, a square, a diamond, triangles; each about 10 px wide around 0.
const MARKS: [&str; 5] = [
    "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z",
    "M-4-4h8v8h-8z",
    "M0-5.5L5.5 0L0 5.5L-5.5 0z",
    "M0-5L5 4H-5z",
    "M0 5L5-4H-5z",
];

/// Where things stand.
struct Plot {
    x: Scale,
    y: Scale,
    size: (f64, f64),
}

/// The chart in so many pixels, with a sentence for those who do not see it.
pub fn chart(chart: &Chart, size: (f64, f64), spoken: &str) -> Html {
    let (top, right, bottom, left) = MARGIN;
    let x = Scale::new(&chart.x, (left, size.0 - right), 64.0);
    let y = Scale::new(&chart.y, (size.1 - bottom, top), 36.0);
    let plot = Plot { x, y, size };
    html! {
        <svg class="chart" role="img" aria-label={spoken.to_owned()} width={px(size.0)} height={px(size.1)}
            viewBox={format!("0 0 {} {}", px(size.0), px(size.1))}>
            { plot.axes(chart) }
            { for chart.items.iter().enumerate().map(|(i, item)| plot.item(i, item)) }
        </svg>
    }
}

/// The mark and colour of things of this number, for a legend.
pub fn swatch(look: usize) -> Html {
    html! {
        <svg class="swatch" aria-hidden="true" viewBox="-12 -7 24 14"><g class={class_of(look)}>
            <path class="steps" d="M-12 0H12" /><path class="mark" d={MARKS[look % MARKS.len()]} />
        </g></svg>
    }
}

fn class_of(look: usize) -> String {
    format!("look-{}", look % LOOKS)
}

fn mark(look: usize, class: &'static str, x: f64, y: f64) -> Html {
    html! { <path {class} d={MARKS[look % MARKS.len()]} transform={translate(x, y)} /> }
}

impl Plot {
    fn axes(&self, chart: &Chart) -> Html {
        let (top, right, bottom, left) = MARGIN;
        let (width, height) = self.size;
        let across = |tick: &f64| {
            let x = px(self.x.at(*tick));
            html! {
                <g key={x.clone()}>
                    <line class="grid" x1={x.clone()} x2={x.clone()} y1={px(top)} y2={px(height - bottom)} />
                    <text x={x} y={px(height - bottom + 16.0)} text-anchor="middle">{ marked(number(*tick, 2)) }</text>
                </g>
            }
        };
        let up = |tick: &f64| {
            let y = self.y.at(*tick);
            html! {
                <g key={px(y)}>
                    <line class="grid" x1={px(left)} x2={px(width - right)} y1={px(y)} y2={px(y)} />
                    <text x={px(left - 7.0)} y={px(y + 4.0)} text-anchor="end">{ marked(number(*tick, 2)) }</text>
                </g>
            }
        };
        html! {
            <g class="axes">
                { for self.x.ticks.iter().map(across) }
                { for self.y.ticks.iter().map(up) }
                <path class="frame" d={format!("M{} {}V{}H{}", px(left), px(top), px(height - bottom), px(width - right))} />
                <text class="title" x="0" y="12">{ &chart.y.title }</text>
                <text class="title" x={px(width - right)} y={px(height - 8.0)} text-anchor="end">{ &chart.x.title }</text>
            </g>
        }
    }

    fn item(&self, number: usize, item: &Item) -> Html {
        let drawn = match &item.shape {
            Shape::Steps(steps) => self.steps(item.look, steps),
            Shape::Point(point) => self.point(item.look, point),
            Shape::Curve(curve) => html! {
                <>
                    <path class="steps" d={self.line(curve)} />
                    { for curve.last().map(|(x, y)| mark(item.look, "mark", self.x.at(*x), self.y.at(*y))) }
                </>
            },
            Shape::Place(x) => self.place(*x, &item.name),
            Shape::Line(line) => html! { <path class="published" d={self.line(line)} /> },
            Shape::Known(x, y) => mark(item.look, "mark hollow", self.x.at(*x), self.y.at(*y)),
            Shape::Median(x, beyond) => self.median(item.look, *x, *beyond),
            Shape::Mean(x) => html! {
                <path class="published" d={format!("M{} {}V{}", px(self.x.at(*x)), px(self.size.1 - MARGIN.2), px(MARGIN.0))} />
            },
        };
        html! { <g key={number} class={class_of(item.look)} data-item={kind(&item.shape)}><title>{ &item.name }</title>{ drawn }</g> }
    }

    /// A distribution from the left edge to the right one, with its mark where it crosses one half.
    fn steps(&self, look: usize, steps: &[(f64, f64)]) -> Html {
        let mut path = format!("M{} {}", px(MARGIN.3), px(self.y.at(0.0)));
        for (x, y) in steps {
            let _ = write!(path, "H{}V{}", px(self.x.at(*x)), px(self.y.at(*y)));
        }
        let _ = write!(path, "H{}", px(self.size.0 - MARGIN.1));
        let half = steps.iter().find(|(_, share)| *share >= 50.0);
        html! {
            <>
                <path class="steps" d={path} />
                { for half.map(|(x, _)| mark(look, "mark", self.x.at(*x), self.y.at(50.0))) }
            </>
        }
    }

    fn point(&self, look: usize, point: &Point) -> Html {
        let (x, y) = (self.x.at(point.x), self.y.at(point.y));
        let (low, high) = (px(self.y.at(point.low)), px(self.y.at(point.high)));
        let bar = format!("M{} {low}h8M{} {high}h8M{} {low}V{high}", px(x - 4.0), px(x - 4.0), px(x));
        html! { <><path class="steps" d={bar} />{ mark(look, "mark", x, y) }</> }
    }

    /// A dashed line over the whole height; its name stands on the side where there is more room.
    fn place(&self, x: f64, name: &str) -> Html {
        let x = self.x.at(x);
        let (dx, anchor) = if x > self.size.0 / 2.0 { (-5.0, "end") } else { (5.0, "start") };
        html! {
            <>
                <path class="published" d={format!("M{} {}V{}", px(x), px(self.size.1 - MARGIN.2), px(MARGIN.0))} />
                <text class="place" x={px(x + dx)} y={px(MARGIN.0 + 12.0)} text-anchor={anchor}>{ name.to_owned() }</text>
            </>
        }
    }

    fn line(&self, line: &[(f64, f64)]) -> String {
        let mut path = String::new();
        for (i, (x, y)) in line.iter().enumerate() {
            let _ =
                write!(path, "{}{} {}", if i == 0 { "M" } else { "L" }, px(self.x.at(*x)), px(self.y.at(*y)));
        }
        path
    }

    /// A hollow mark at one half, with a dashed line down to the axis; an arrow when it lies beyond.
    fn median(&self, look: usize, x: f64, beyond: bool) -> Html {
        let (x, y) = (self.x.at(x), self.y.at(50.0));
        let down = format!("M{} {}V{}", px(x), px(y), px(self.size.1 - MARGIN.2));
        html! {
            <>
                <path class="published" d={down} />
                { mark(look, "mark hollow", x, y) }
                if beyond { <path class="steps" d={format!("M{} {}h10m-4-4l4 4l-4 4", px(x + 6.0), px(y))} /> }
            </>
        }
    }
}

/// What an item is, for whoever looks for it.
fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Steps(_) => "steps",
        Shape::Point(_) => "point",
        Shape::Curve(_) => "curve",
        Shape::Place(_) => "place",
        Shape::Line(_) | Shape::Known(..) | Shape::Median(..) | Shape::Mean(_) => "published",
    }
}
