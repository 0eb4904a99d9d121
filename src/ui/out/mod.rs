//! What of a run leaves the program as a text: for the command line and for the page, which write the same bytes.

mod json;
mod shiviz;
mod stem;

pub use json::json;
pub use shiviz::{NoClocks, shiviz};
pub use stem::stem;

use crate::player::Player;
use crate::scenario::{Scenario, ScenarioError};
use crate::sim::When;

/// A player that has recorded a scenario from its start to the instant it shows.
///
/// # Errors
/// When the scenario does not fit its lab.
pub fn recorded(scenario: &Scenario) -> Result<Player, ScenarioError> {
    let start = Scenario { shown: When::default(), digest: None, ..scenario.clone() };
    let (mut player, _) = Player::of_scenario(&start)?;
    player.seek(scenario.shown);
    Ok(player)
}
