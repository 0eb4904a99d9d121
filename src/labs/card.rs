//! What the catalogue says of a lab. It is made from the lab while the program is compiled, because the lab itself may
//! not be loaded yet.

use super::Lab;
use crate::kit::{Comparison, Scene};

/// A lab as the catalogue shows it.
pub struct Card {
    /// Its name in links: `raft`.
    pub id: &'static str,
    /// Its name on the page.
    pub title: &'static str,
    /// The catalogue's heading over it.
    pub group: &'static str,
    /// What it is, in a sentence or two.
    pub about: &'static str,
    /// Where it comes from: author, title, year.
    pub source: &'static str,
    /// Its one-click scenarios.
    pub scenes: &'static [Title],
    /// Its one-click comparisons.
    pub comparisons: &'static [Title],
}

/// Something of a lab that can be opened.
#[derive(Clone, Copy)]
pub struct Title {
    /// Its name in links: `leader-dies`.
    pub id: &'static str,
    /// Its name on the page: `The leader dies`.
    pub title: &'static str,
    /// What to watch, in a sentence or two for a learner.
    pub about: &'static str,
}

const NOTHING: Title = Title { id: "", title: "", about: "" };

impl Card {
    /// The card of a lab whose titles are these.
    pub(super) const fn new(lab: &Lab, scenes: &'static [Title], comparisons: &'static [Title]) -> Self {
        let about = lab.about;
        Card {
            id: about.id,
            title: about.title,
            group: about.group,
            about: about.about,
            source: about.source,
            scenes,
            comparisons,
        }
    }
}

/// The titles of all `N` scenes.
pub(super) const fn of_scenes<const N: usize>(scenes: &[Scene]) -> [Title; N] {
    let mut titles = [NOTHING; N];
    let mut n = 0;
    while n < N {
        let Scene { id, title, about, .. } = scenes[n];
        titles[n] = Title { id, title, about };
        n += 1;
    }
    titles
}

/// The titles of all `N` comparisons.
pub(super) const fn of_comparisons<const N: usize>(comparisons: &[Comparison]) -> [Title; N] {
    let mut titles = [NOTHING; N];
    let mut n = 0;
    while n < N {
        let Comparison { id, title, about, .. } = comparisons[n];
        titles[n] = Title { id, title, about };
        n += 1;
    }
    titles
}
