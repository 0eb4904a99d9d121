//! One-click scenarios.

use crate::kit::Scene;

/// The scenarios, in the order of the page.
pub static SCENES: &[Scene] = &[];
