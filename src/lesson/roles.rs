//! Who is meant by a role at the instant shown.

use crate::sim::{Frame, Health, NodeFrame, NodeId, order};
use netsplit_lesson::{Phrase, Piece, Role};
use netsplit_text::{t, tr};

/// Names that a lesson has given to nodes.
pub type Called = [(String, NodeId)];

/// Nobody has a role.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}", t!("nobody is a {role} at this moment", role = .0))]
pub struct Nobody(pub String);

/// The nodes that a role means. `named` are those that the same line names otherwise.
pub fn find(role: &Role, frame: &Frame, called: &Called, named: &[NodeId]) -> Result<Vec<NodeId>, Nobody> {
    let found: Vec<NodeId> = match role {
        Role::One(name, nth) => one(name, *nth, frame, called).into_iter().collect(),
        Role::All(plural) => in_role(frame, |role| is_plural(plural, role)),
        Role::Others => frame.nodes.iter().map(|node| node.id).filter(|node| !named.contains(node)).collect(),
    };
    if found.is_empty() { Err(Nobody(word(role))) } else { Ok(found) }
}

fn one(name: &str, nth: u32, frame: &Frame, called: &Called) -> Option<NodeId> {
    let called = called.iter().rev().find(|(known, _)| known == name).map(|(_, node)| *node);
    called.or_else(|| in_role(frame, |role| role == name).get(nth as usize - 1).copied())
}

/// Whether a word is the plural of a role's: `followers`, `processes`.
fn is_plural(plural: &str, role: &str) -> bool {
    plural.strip_prefix(role).is_some_and(|ending| matches!(ending, "s" | "es"))
}

/// The nodes that are up and have a role, those of the highest epoch first, by id.
fn in_role(frame: &Frame, fits: impl Fn(&str) -> bool) -> Vec<NodeId> {
    let has = |node: &&NodeFrame| fits(node.glyph.role) && node.health == Health::Up;
    let nodes: Vec<&NodeFrame> = frame.nodes.iter().filter(has).collect();
    let age = |node: &&NodeFrame| u64::MAX - node.glyph.epoch.map_or(0, |epoch| epoch.number);
    order(nodes.iter().map(age)).into_iter().map(|place| nodes[place].id).collect()
}

/// A role in words, for people.
pub fn word(role: &Role) -> String {
    match role {
        Role::One(name, 1) | Role::All(name) => tr(name).to_owned(),
        Role::One(name, nth) => format!("{} {nth}", tr(name)),
        Role::Others => t!("node besides").to_owned(),
    }
}

/// An input with the names of the nodes in the place of their roles.
pub fn fill(phrase: &Phrase, frame: &Frame, names: &[String], called: &Called) -> Result<String, Nobody> {
    let mut named = Vec::new();
    for piece in phrase {
        if let Piece::Role(role @ (Role::One(..) | Role::All(_))) = piece {
            named.extend(find(role, frame, called, &[])?);
        }
    }
    let mut text = String::new();
    for piece in phrase {
        match piece {
            Piece::Text(words) => text += words,
            Piece::Role(role) => {
                let nodes = find(role, frame, called, &named)?;
                let nodes: Vec<&str> = nodes.iter().map(|node| &*names[node.index()]).collect();
                text += &nodes.join(" ");
            }
        }
    }
    Ok(text)
}
