//! Experiments: how stale reads are, in the lab's own world.

mod staleness;

use crate::kit::experiment::{Experiment, experiment};

/// The experiments, in the order of the page.
pub static EXPERIMENTS: &[Experiment] = &[experiment::<staleness::Staleness>()];
