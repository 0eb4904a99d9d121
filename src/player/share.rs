//! From a player to a scenario and back: what links and files carry.

use super::{Branch, Player, Setup};
use crate::scenario::{EVENTS_MAX, Scenario, ScenarioError};
use crate::sim::When;

impl Branch {
    /// What it is made of, from its start.
    fn scenario(&self) -> Scenario {
        Scenario {
            lab: self.setup.lab.about.id.to_owned(),
            settings: self.setup.settings.clone(),
            seed: self.setup.seed,
            scene: self.setup.scene.map(str::to_owned),
            inputs: self.inputs.clone(),
            caption: self.setup.caption.clone(),
            goal: self.setup.goal.clone(),
            ..Scenario::default()
        }
    }
}

impl Player {
    /// The scenario of the branch on the screen, at the instant shown.
    pub fn scenario(&self) -> Scenario {
        let digest = Some(self.digest() as u32);
        Scenario { shown: self.when(), digest, ..self.branch().scenario() }
    }

    /// The branch on the screen and another one, both at the instant at which they part: from the start, if they have
    /// nothing in common.
    pub fn side_by_side(&self, other: usize) -> [Scenario; 2] {
        let part = self.part(self.active, other).unwrap_or_default();
        [self.active, other].map(|branch| Scenario {
            shown: part,
            goal: None,
            ..self.branches[branch].scenario()
        })
    }

    /// The last instant that two branches share.
    fn part(&self, a: usize, b: usize) -> Option<When> {
        let (early, late) = (a.min(b), a.max(b));
        if early == late {
            return Some(When { at: u64::MAX, events: u64::MAX });
        }
        // A branch leaves one that was there before it.
        let (parent, when) = self.branches[late].parent?;
        self.part(early, parent).map(|before| before.min(when))
    }

    /// Plays a recorded run beside those there are, under a name, from an instant of it. Up to the instant that the
    /// scenario shows it is recorded already, so that what is coming stands on the scrubber.
    ///
    /// # Errors
    /// When the scenario does not fit its lab; then nothing has changed.
    pub fn watch(&mut self, scenario: &Scenario, name: String, from: When) -> Result<(), ScenarioError> {
        let setup = Setup { scene: None, ..Setup::of(scenario.check()?, scenario) };
        self.restart(setup, scenario.inputs.clone())?;
        self.branches[self.active].name = name;
        self.seek(scenario.shown);
        self.seek(from);
        self.set_running(true);
        Ok(())
    }

    /// A player of a scenario, at its instant; and whether it is played here as it was recorded.
    ///
    /// # Errors
    /// When the scenario does not fit its lab.
    pub fn of_scenario(scenario: &Scenario) -> Result<(Self, bool), ScenarioError> {
        let lab = scenario.check()?;
        let setup = Setup::of(lab, scenario);
        let begins = scenario.begins();
        let shown = if scenario.shown == When::default() { begins } else { scenario.shown };
        // One that says a time alone could be made to say a time that is never reached.
        let shown = When { events: shown.events.min(EVENTS_MAX), ..shown };
        let player = Player::open(setup, scenario.inputs.clone(), shown)?;
        let faithful = scenario.digest.is_none_or(|digest| digest == player.digest() as u32);
        Ok((player, faithful))
    }
}
