//! From a player to a scenario and back: what links and files carry.

use super::{Player, Setup};
use crate::scenario::{EVENTS_MAX, Scenario, ScenarioError};
use crate::sim::When;

impl Player {
    /// The scenario of the branch on the screen, at the instant shown.
    pub fn scenario(&self) -> Scenario {
        let branch = self.branch();
        Scenario {
            lab: branch.setup.lab.about.id.to_owned(),
            settings: branch.setup.settings.clone(),
            seed: branch.setup.seed,
            scene: branch.setup.scene.map(str::to_owned),
            inputs: branch.inputs.clone(),
            shown: self.when(),
            digest: Some(self.world().digest() as u32),
            caption: branch.setup.caption.clone(),
            goal: branch.setup.goal.clone(),
        }
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
        let faithful = scenario.digest.is_none_or(|digest| digest == player.world().digest() as u32);
        Ok((player, faithful))
    }
}
