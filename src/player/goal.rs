//! How the goal of the branch on the screen stands.

use super::Player;
use crate::kit::Aim;
use crate::sim::{StoryRecord, When};

/// How a goal stands at the instant shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Deeds done by now.
    pub deeds: usize,
    /// The instant at which it was reached, and the deeds that it took, if it was by now.
    pub reached: Option<(When, usize)>,
}

impl Player {
    /// How the goal stands at the instant shown; none where there is no goal.
    pub fn progress(&self) -> Option<Progress> {
        let goal = self.branch().setup.goal.as_ref()?;
        let given = goal.given as usize;
        let reached = match &goal.aim {
            Aim::Violate(name) => self.violated(name).map(|when| (when, self.inputs_before(when))),
            Aim::Reach(name) => {
                self.reached(self.counts_from(), name).map(|line| (line.when, line.inputs as usize))
            }
        };
        let reached = reached.map(|(when, inputs)| (when, inputs.saturating_sub(given)));
        Some(Progress { deeds: self.shown_inputs.saturating_sub(given), reached })
    }

    /// When the property of this name was violated, if it was by the instant shown.
    pub(super) fn violated(&self, name: &str) -> Option<When> {
        let verdicts = self.world().verdicts();
        let verdict = verdicts.into_iter().find(|verdict| verdict.property.name == name)?;
        verdict.violation.map(|violation| violation.when)
    }

    /// How many inputs were applied before an instant's last event.
    pub fn inputs_before(&self, when: When) -> usize {
        self.branch().inputs.iter().take_while(|stamped| stamped.when < when).count()
    }

    /// From which line on the goal of the branch on the screen counts.
    fn counts_from(&self) -> usize {
        let branch = self.branch();
        let begins = branch.setup.goal.as_ref().map(|goal| goal.begins(&branch.inputs));
        self.trace().story_after(begins.unwrap_or_default())
    }

    /// The first line from a place on and by the instant shown that marks this milestone or has this id.
    pub(super) fn reached<'a>(&'a self, first: usize, name: &'a str) -> Option<&'a StoryRecord> {
        let end = self.told();
        self.marks(first, name).find(|(place, _)| *place < end).map(|(_, line)| line)
    }

    /// The lines from a place on that mark this milestone or have this id, with their places.
    pub(super) fn marks<'a>(
        &'a self,
        first: usize,
        name: &'a str,
    ) -> impl Iterator<Item = (usize, &'a StoryRecord)> {
        let lines = (first..).zip(self.trace().story.iter_from(first));
        lines.filter(move |(_, line)| line.line.milestone == Some(name) || line.line.id == name)
    }

    /// The first instant after `here` at which a goal to reach a milestone will be reached for the first time, as far
    /// as the branch has been run.
    pub(super) fn next_reached(&self, here: When) -> Option<When> {
        let goal = self.branch().setup.goal.as_ref()?;
        let Aim::Reach(name) = &goal.aim else { return None };
        let begins = self.counts_from();
        if self.reached(begins, name).is_some() {
            return None;
        }
        self.marks(self.trace().story_after(here).max(begins), name).next().map(|(_, line)| line.when)
    }
}
