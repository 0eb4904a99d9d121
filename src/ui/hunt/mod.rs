//! *Try to break it*: a search for a schedule of faults that violates a property, as the reader sees it.

#[cfg(feature = "web")]
mod card;
mod state;
#[cfg(feature = "web")]
mod team;
mod words;

pub use state::{Ask, Hunt, Next, Phase};
pub use words::{branch_name, spoken};
#[cfg(feature = "web")]
pub use {
    card::{card, try_it},
    team::{Team, Told},
};
