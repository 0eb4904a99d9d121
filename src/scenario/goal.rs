//! A goal: what whoever opens a run is to bring about, and in how many deeds it can be done.

use super::scenario::{Scenario, ScenarioError};
use crate::kit::Aim;
use crate::labs::Lab;
use crate::sim::{Sim, When};
use serde::{Deserialize, Serialize};

/// The longest caption, characters: a few lines over the stage.
pub const CAPTION_MAX: usize = 280;
/// The most deeds that can be a par.
pub const PAR_MAX: u16 = 999;

/// What is to be brought about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// What.
    pub aim: Aim<String>,
    /// The fewest deeds that are known to do.
    pub par: u16,
    /// How many of the run's inputs, the first ones, are given; all others are deeds.
    pub given: u32,
}

impl Scenario {
    /// When its goal begins to count: when all that is given is done. The start of the run without a goal.
    pub fn begins(&self) -> When {
        self.goal.as_ref().map_or(When::end_of(0), |goal| goal.begins(&self.inputs))
    }

    /// Whether caption and goal can be.
    pub(super) fn check_goal(&self, lab: &Lab, world: &dyn Sim) -> Result<(), ScenarioError> {
        let length = self.caption.chars().count();
        if length > CAPTION_MAX {
            return Err(ScenarioError::Caption(length));
        }
        let Some(goal) = &self.goal else { return Ok(()) };
        if !(1..=PAR_MAX).contains(&goal.par) {
            return Err(ScenarioError::Par(goal.par));
        }
        if goal.given as usize > self.inputs.len() {
            return Err(ScenarioError::Given(goal.given, self.inputs.len()));
        }
        let refuse = |error: fn(String, String) -> ScenarioError, known: Vec<&'static str>| {
            let name: String = goal.aim.name().chars().take(40).collect();
            if known.contains(&name.as_str()) { Ok(()) } else { Err(error(name, known.join(", "))) }
        };
        match &goal.aim {
            Aim::Violate(_) => {
                let verdicts = world.verdicts();
                let known = verdicts.iter().map(|verdict| verdict.property.name).collect();
                refuse(ScenarioError::Property, known)
            }
            Aim::Reach(_) => refuse(ScenarioError::Milestone, lab.milestones()),
        }
    }
}

impl Goal {
    /// When it begins to count, in a run with these inputs.
    pub fn begins(&self, inputs: &[crate::sim::Stamped]) -> When {
        let last = (self.given as usize).checked_sub(1).and_then(|last| inputs.get(last));
        last.map_or(When::end_of(0), |last| last.when)
    }
}
