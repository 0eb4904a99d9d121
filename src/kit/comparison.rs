//! One-click comparisons, as data beside the protocol at their left side.

use super::scene::Settings;

/// Two runs side by side that begin alike and are given the same: what is at the left is a scene of the lab itself.
#[derive(Debug)]
pub struct Comparison {
    /// Its name in links: `coordinator-dies`.
    pub id: &'static str,
    /// Its name on the page: `The coordinator dies: who blocks?`.
    pub title: &'static str,
    /// What to watch, in a sentence or two for a learner.
    pub about: &'static str,
    /// The scene of this lab that both begin as: its settings, its seed, what is done in it.
    pub scene: &'static str,
    /// The lab at the right, one of the same family; none = this lab too.
    pub with: Option<&'static str>,
    /// Settings of the right side that differ from the scene's, as stored values.
    pub right: Settings,
}
