//! The story: one plain sentence per event that matters, as a template and its arguments.

use super::value::Value;
use netsplit_text::tr;
use serde::Serialize;

/// A sentence with holes `{0}`, `{1}`…, known by its id.
#[derive(Debug)]
pub struct Template {
    /// Stable id, the protocol and a word: `world.crashed`.
    pub id: &'static str,
    /// The sentence in English, written for a learner.
    pub text: &'static str,
    /// The milestone that this sentence marks, if any: `leader elected`.
    pub milestone: Option<&'static str>,
}

/// A sentence of the story.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// The template's id.
    pub id: &'static str,
    /// The template's text.
    #[serde(skip)]
    pub text: &'static str,
    /// The milestone that it marks.
    pub milestone: Option<&'static str>,
    /// What fills the holes.
    pub args: Vec<Value>,
}

/// A piece of a sentence, for whoever sets it: nodes are bold, values italic, words may have a definition.
#[derive(Clone, Debug, PartialEq)]
pub enum Span {
    /// The template's own words.
    Words(&'static str),
    /// A node's name.
    Node(String),
    /// Any other argument.
    Value(String),
}

impl Line {
    /// A sentence from its template.
    pub fn new(template: &'static Template, args: Vec<Value>) -> Self {
        Line { id: template.id, text: template.text, milestone: template.milestone, args }
    }

    /// The sentence in pieces, in the reader's language, nodes under their `names`.
    pub fn spans(&self, names: &[String]) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut rest = tr(self.text);
        while let Some((words, tail)) = rest.split_once('{') {
            let Some((hole, after)) = tail.split_once('}') else { break };
            if !words.is_empty() {
                spans.push(Span::Words(words));
            }
            match hole.parse::<usize>().ok().and_then(|index| self.args.get(index)) {
                Some(node @ Value::Node(_)) => spans.push(Span::Node(node.text(names))),
                Some(Value::Time(time)) => spans.push(Span::Value(super::ids::RoundMs(*time).to_string())),
                Some(value) => spans.push(Span::Value(value.text(names))),
                None => spans.push(Span::Words("…")),
            }
            rest = after;
        }
        if !rest.is_empty() {
            spans.push(Span::Words(rest));
        }
        spans
    }

    /// The sentence as plain text.
    pub fn plain(&self, names: &[String]) -> String {
        let words = |span: Span| match span {
            Span::Words(text) => text.to_owned(),
            Span::Node(text) | Span::Value(text) => text,
        };
        self.spans(names).into_iter().map(words).collect()
    }
}
