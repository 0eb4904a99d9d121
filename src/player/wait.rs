//! Waiting for something: a run is played on to exactly there.

use super::Player;
use crate::kit::Aim;
use crate::sim::{Micros, When};

/// What a run is played on to.
#[derive(Clone, Debug, PartialEq)]
pub struct Wait {
    /// What is to come; without it, only time is to pass.
    pub aim: Option<Aim<String>>,
    /// After how many sentences of the story.
    pub since: usize,
    /// When the waiting ends in any case, µs.
    pub until: Micros,
}

impl Player {
    /// Lets the run pause where a wait ends; without one it plays on.
    pub fn set_wait(&mut self, wait: Option<Wait>) {
        self.wait = wait;
        self.revision += 1;
    }

    /// How many sentences the story has by the instant shown.
    pub fn told(&self) -> usize {
        self.trace().story_after(self.when())
    }

    /// Whether what is waited for has come by the instant shown.
    pub fn has_come(&self, wait: &Wait) -> bool {
        match &wait.aim {
            None => self.when().at >= wait.until,
            Some(Aim::Reach(name)) => self.reached(wait.since, name).is_some(),
            Some(Aim::Violate(name)) => self.violated(name).is_some(),
        }
    }

    /// The first instant after `here` at which a wait ends, as far as the branch has been run.
    pub(super) fn next_awaited(&self, here: When) -> Option<When> {
        let wait = self.wait.as_ref()?;
        let in_vain = (wait.until > here.at).then(|| When::end_of(wait.until));
        let mark = match &wait.aim {
            Some(Aim::Reach(name)) => {
                let since = self.trace().story_after(here).max(wait.since);
                self.marks(since, name).next().map(|(_, line)| line.when)
            }
            // Every violation stops a run.
            Some(Aim::Violate(_)) | None => None,
        };
        mark.into_iter().chain(in_vain).min()
    }

    /// Goes at once to where the wait ends, or to a violation before that.
    pub fn skip(&mut self) {
        let Some(until) = self.wait.as_ref().map(|wait| wait.until) else { return };
        self.reach(until);
        let here = self.when();
        let violation = self.branch().violations.iter().find(|violation| **violation > here).copied();
        if let Some(stop) = self.next_awaited(here).into_iter().chain(violation).min() {
            self.show(stop);
        }
        self.set_running(false);
    }
}
