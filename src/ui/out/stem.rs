//! Names of files.

use crate::player::Player;

/// What the name of a file begins with that shows a player's instant: lab, scene or seed, and time.
pub fn stem(player: &Player) -> String {
    let setup = &player.branch().setup;
    let run = setup.scene.map_or_else(|| format!("seed{}", setup.seed), str::to_owned);
    let ms = player.when().at / 1_000;
    format!("{}-{run}-{}.{:03}s", player.lab().about.id, ms / 1_000, ms % 1_000)
}
