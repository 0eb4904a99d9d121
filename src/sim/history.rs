//! What clients asked and were told: the history that consistency is judged by.

use super::ids::{Micros, NodeId};
use super::shared::SharedVec;
use serde::Serialize;

/// How an operation ended, as its client saw it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Outcome {
    /// It took effect; a read carries what it returned.
    Ok(Option<String>),
    /// It had no effect.
    Fail(String),
    /// The client gave up: it may take effect at any time, or never.
    Unknown,
}

/// One operation of one client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Operation {
    /// Who asked.
    pub client: NodeId,
    /// What: `read`, `write`.
    pub f: &'static str,
    /// On which key.
    pub key: String,
    /// With which value, for a write.
    pub value: Option<String>,
    /// When it was invoked, µs.
    pub invoked: Micros,
    /// When it ended and how; none = still open.
    pub ended: Option<(Micros, Outcome)>,
    /// The events in which it was invoked and ended (0 = still open), as several happen in the same µs. What ends in
    /// an event does so before anything is invoked in it.
    pub events: (u64, u64),
}

/// What clients asked and were told in one event.
#[derive(Debug)]
pub struct Asked<'a> {
    /// All operations of the run.
    pub history: &'a SharedVec<Operation>,
    /// The operations with this number and higher ones began.
    pub begun: u32,
    /// The operations with these numbers ended.
    pub ended: &'a [u32],
}

impl Asked<'_> {
    /// Whether nobody asked anything or was told anything.
    pub fn is_empty(&self) -> bool {
        self.ended.is_empty() && self.begun as usize == self.history.len()
    }
}
