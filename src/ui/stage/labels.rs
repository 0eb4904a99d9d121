//! Which messages are labelled, and where the labels stand: over no node, no cell and no other label.

use super::geometry::{Point, Rect};
use crate::sim::order;

/// At most so many at a time.
pub const LABELS_MAX: usize = 6;

/// A label that is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Want {
    /// What it says.
    pub text: String,
    /// What it belongs to.
    pub at: Point,
    /// How far from there it starts.
    pub gap: f64,
    /// The first to be placed is the one with the lowest rank.
    pub rank: u8,
    /// Whether it tells of something lost or refused.
    pub bad: bool,
}

/// A label in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// What it says.
    pub text: String,
    /// Where.
    pub rect: Rect,
    /// Whether it tells of something lost or refused.
    pub bad: bool,
}

/// How wide small text is, about.
pub fn text_width(text: &str, unit: f64) -> f64 {
    text.chars().count() as f64 * 6.5 * unit + 2.0
}

/// How high small text is.
pub const TEXT_HEIGHT: f64 = 15.0;

/// Places as many of the wanted labels as may be and have room, the most wanted first. What is `shy` is covered only
/// by what is selected or hovered, and only when there is no other room.
pub fn place(wanted: &[Want], obstacles: &[Rect], shy: &[Rect], size: (f64, f64), unit: f64) -> Vec<Label> {
    let mut placed: Vec<Label> = Vec::new();
    for want in order(wanted.iter().map(|want| u64::from(want.rank))).into_iter().map(|i| &wanted[i]) {
        if placed.len() == LABELS_MAX {
            break;
        }
        let free = |rect: &Rect| {
            rect.inside(size)
                && !obstacles.iter().any(|other| rect.overlaps(other))
                && !placed.iter().any(|label| rect.overlaps(&label.rect))
        };
        let around = around(want, unit);
        let good = |rect: &&Rect| free(rect) && !shy.iter().any(|other| rect.overlaps(other));
        if let Some(rect) =
            around.iter().find(good).or(around.iter().find(|rect| want.rank < 2 && free(rect))).copied()
        {
            placed.push(Label { text: want.text.clone(), rect, bad: want.bad });
        }
    }
    placed
}

/// Where a label may stand: first beside what it belongs to, then above and below.
fn around(want: &Want, unit: f64) -> [Rect; 10] {
    let (width, height) = (text_width(&want.text, unit), TEXT_HEIGHT * unit);
    let (x, y, gap) = (want.at.x, want.at.y, want.gap);
    let place = |dx: f64, dy: f64| Rect::new(x + dx, y + dy - height / 2.0, width, height);
    let (right, left, middle) = (gap, -gap - width, -width / 2.0);
    [
        place(right, -4.0),
        place(left, -4.0),
        place(right, height * 0.7),
        place(left, height * 0.7),
        place(middle, -gap - height / 2.0),
        place(middle, gap + height / 2.0),
        place(right, -height),
        place(left, -height),
        place(right, height * 1.5),
        place(left, height * 1.5),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (f64, f64) = (800.0, 600.0);

    fn want(text: &str, x: f64, y: f64, rank: u8) -> Want {
        Want { text: text.to_owned(), at: Point::new(x, y), gap: 10.0, rank, bad: false }
    }

    #[test]
    fn the_most_wanted_first_and_never_more_than_six() {
        let wanted: Vec<Want> =
            (0..9).map(|i| want("label", 40.0 + 80.0 * f64::from(i), 300.0, 9 - i as u8)).collect();
        let labels = place(&wanted, &[], &[], SIZE, 1.0);
        assert_eq!(labels.len(), 6);
        assert!(labels[0].rect.at.x > labels[5].rect.at.x);
    }

    #[test]
    fn nothing_is_covered() {
        let obstacles = [Rect::new(300.0, 200.0, 60.0, 60.0), Rect::new(100.0, 200.0, 120.0, 20.0)];
        let points = (0..40).map(|i| (200.0 + f64::from(i % 8) * 20.0, 200.0 + f64::from(i / 8) * 16.0));
        let wanted: Vec<Want> = points.map(|(x, y)| want("AppendEntries", x, y, 1)).collect();
        let labels = place(&wanted, &obstacles, &[], SIZE, 1.0);
        assert!(!labels.is_empty());
        for (i, label) in labels.iter().enumerate() {
            assert!(label.rect.inside(SIZE));
            assert!(obstacles.iter().all(|other| !label.rect.overlaps(other)), "{label:?}");
            assert!(labels[..i].iter().all(|other| !label.rect.overlaps(&other.rect)), "{label:?}");
        }
    }

    #[test]
    fn where_there_is_no_room_there_is_no_label() {
        assert!(
            place(&[want("label", 400.0, 300.0, 0)], &[Rect::new(0.0, 0.0, 800.0, 600.0)], &[], SIZE, 1.0)
                .is_empty()
        );
        let at_the_edge = place(&[want("label", 795.0, 5.0, 0)], &[], &[], SIZE, 1.0);
        assert!(at_the_edge.iter().all(|label| label.rect.inside(SIZE)));
    }
}
