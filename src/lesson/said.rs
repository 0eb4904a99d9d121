//! What a lesson says: its prose with the nodes in their roles.

use super::roles::{self, Called};
use crate::sim::Frame;
use netsplit_lesson::{Block, Inline};

/// A piece of what is said.
#[derive(Clone, Debug, PartialEq)]
pub enum Speech {
    /// Plain words, in which words of the field may be explained.
    Words(String),
    /// In italics.
    Emphasis(String),
    /// In bold.
    Strong(String),
    /// As it is typed.
    Code(String),
    /// Leads to an address.
    Link(String, String),
    /// The name of a node.
    Node(String),
}

/// What is said at once.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// A paragraph.
    Paragraph(Vec<Speech>),
    /// A list.
    List(Vec<Vec<Speech>>),
    /// Preformatted text.
    Code(String),
}

/// A block with the nodes in their roles of the moment.
pub fn block(block: &Block, frame: &Frame, names: &[String], called: &Called) -> Said {
    let line = |line: &Vec<Inline>| line_of(line, frame, names, called);
    match block {
        Block::Paragraph(words) => Said::Paragraph(line(words)),
        Block::List(items) => Said::List(items.iter().map(line).collect()),
        Block::Code(text) => Said::Code(text.clone()),
    }
}

/// A line with the nodes in their roles of the moment. A role that nobody has is called by its word.
pub fn line_of(line: &[Inline], frame: &Frame, names: &[String], called: &Called) -> Vec<Speech> {
    let piece = |piece: &Inline| match piece {
        Inline::Text(words) => Speech::Words(words.clone()),
        Inline::Emphasis(words) => Speech::Emphasis(words.clone()),
        Inline::Strong(words) => Speech::Strong(words.clone()),
        Inline::Code(words) => Speech::Code(words.clone()),
        Inline::Link(to, words) => Speech::Link(to.clone(), words.clone()),
        Inline::Role(role) => match roles::find(role, frame, called, &[]) {
            Ok(nodes) => {
                let nodes: Vec<&str> = nodes.iter().map(|node| &*names[node.index()]).collect();
                Speech::Node(nodes.join(", "))
            }
            Err(_) => Speech::Words(roles::word(role)),
        },
    };
    line.iter().map(piece).collect()
}

/// What is said as plain text.
pub fn plain(said: &[Speech]) -> String {
    let word = |piece: &Speech| match piece {
        Speech::Words(words)
        | Speech::Emphasis(words)
        | Speech::Strong(words)
        | Speech::Code(words)
        | Speech::Link(_, words)
        | Speech::Node(words) => words.clone(),
    };
    said.iter().map(word).collect()
}
