//! Properties: what a protocol promises, judged after every event.

use super::ids::{NodeId, When};
use super::story::Line;
use netsplit_text::msg;
use serde::Serialize;

/// When a property is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum PropertyKind {
    /// After every event: nothing bad happens.
    Safety,
    /// This long (µs) after the last fault healed: something good has happened.
    Eventually(u64),
}

/// A property under its published name.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Property {
    /// `Election Safety`.
    pub name: &'static str,
    /// The paper's statement of it.
    pub about: &'static str,
    /// When it is judged.
    pub kind: PropertyKind,
}

impl Property {
    /// A property that is judged after every event.
    pub const fn safety(name: &'static str, about: &'static str) -> Self {
        Property { name, about, kind: PropertyKind::Safety }
    }
}

/// Where a property stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Never violated so far; an `eventually`, fulfilled.
    Holds,
    /// Violated.
    Violated,
    /// Not due yet.
    Pending,
    /// Could not be judged.
    Unknown,
}

impl Standing {
    /// The word of `data-verdict`.
    pub fn word(self) -> &'static str {
        match self {
            Standing::Holds => msg!("holds"),
            Standing::Violated => msg!("violated"),
            Standing::Pending => msg!("pending"),
            Standing::Unknown => msg!("unknown"),
        }
    }
}

/// The first violation of a property: the event, the nodes and the values.
#[derive(Clone, Debug, Serialize)]
pub struct Violation {
    /// Which of the protocol's properties, by position.
    pub property: usize,
    /// The instant just after the event that violated it.
    pub when: When,
    /// The nodes concerned.
    pub nodes: Vec<NodeId>,
    /// What is wrong, with the values.
    pub line: Line,
}

/// A property and how it stands.
#[derive(Clone, Debug, Serialize)]
pub struct Verdict {
    /// The property.
    pub property: Property,
    /// How it stands.
    pub standing: Standing,
    /// How it was violated, if it was.
    pub violation: Option<Violation>,
}

/// Collects what monitors find after one event.
#[derive(Debug, Default)]
pub struct Report {
    pub(super) found: Vec<(usize, Vec<NodeId>, Line)>,
    pub(super) unsure: Vec<usize>,
    pub(super) told: Vec<Line>,
}

impl Report {
    /// Says that the property at this position is violated, by which nodes and how.
    pub fn violate(&mut self, property: usize, nodes: &[NodeId], line: Line) {
        self.found.push((property, nodes.to_vec(), line));
    }

    /// Says that from here on it cannot be told whether the property at this position holds.
    pub fn unsure(&mut self, property: usize) {
        self.unsure.push(property);
    }

    /// Tells the story what no single node could know: `two leaders at once`.
    pub fn tell(&mut self, line: Line) {
        self.told.push(line);
    }
}
