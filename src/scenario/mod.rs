//! Formats: scenarios as links, as files, as routes; inputs as text; runs as transcripts.

#[cfg(feature = "cli")]
pub mod file;
mod goal;
pub mod link;
pub mod pair;
pub mod print;
#[cfg(feature = "cli")]
pub mod problems;
pub mod route;
#[expect(clippy::module_inception, reason = "the scenario is what this folder is about")]
mod scenario;
pub mod text;
pub mod transcript;

pub use goal::{CAPTION_MAX, Goal};
pub use scenario::{EVENTS_MAX, INPUTS_MAX, Scenario, ScenarioError, find_lab};
