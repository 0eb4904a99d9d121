//! What clients asked and were told: the history that consistency is judged by.

use super::ids::{Micros, NodeId};
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
}
