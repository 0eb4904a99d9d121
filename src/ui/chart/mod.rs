//! Charts of measured numbers: distributions as steps, shares as points with their intervals, and what was published
//! beside them, dashed. What is drawn is data; nothing here knows what it means.

mod scale;
#[cfg(feature = "web")]
mod view;

#[cfg(feature = "web")]
pub use view::{chart, swatch};

/// An axis from its lowest to its highest value.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// What it counts, with the unit: `Time without a leader, ms`.
    pub title: String,
    /// The lowest value that is drawn.
    pub low: f64,
    /// The highest value that is drawn.
    pub high: f64,
}

/// A measured point and its confidence interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Where.
    pub x: f64,
    /// What was measured.
    pub y: f64,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
}

/// How something is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A distribution: (x, the share up to there), ascending. Its mark stands where it crosses one half.
    Steps(Vec<(f64, f64)>),
    /// A point with its interval.
    Point(Point),
    /// A curve; its mark stands at its end.
    Curve(Vec<(f64, f64)>),
    /// A place on the x axis, with its name beside it.
    Place(f64),
    /// A published line.
    Line(Vec<(f64, f64)>),
    /// A published point: a hollow mark.
    Known(f64, f64),
    /// A published median: a hollow mark at one half; `true` when it lies beyond.
    Median(f64, bool),
    /// A published mean: a line over the whole height.
    Mean(f64),
}

/// Something that is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Which colour and mark it has: things of one number belong together.
    pub look: usize,
    /// What it is, for whoever points at it.
    pub name: String,
    /// How it is drawn.
    pub shape: Shape,
}

/// A chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// To the right.
    pub x: Axis,
    /// Upwards.
    pub y: Axis,
    /// From the back to the front.
    pub items: Vec<Item>,
}
