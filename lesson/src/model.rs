//! What a lesson is made of.

use serde::{Deserialize, Serialize};

/// A place in a text: line and column in characters, both from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// A lesson.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Lesson {
    /// Its name on the page.
    pub title: String,
    /// The heading in the table of contents under which it stands.
    pub topic: String,
    /// What it is about, in a sentence.
    pub about: String,
    /// The id of the lab that it drives.
    pub lab: String,
    /// The lab's scenario that it begins as.
    pub scenario: Option<String>,
    /// Settings that differ from the lab's own, as they are written.
    pub settings: Vec<(String, String)>,
    /// The seed, if it gives one.
    pub seed: Option<u64>,
    /// The steps.
    pub steps: Vec<Step>,
    /// Where in the text these stand: lab, scenario, settings.
    pub places: [Place; 3],
}

/// What happens between two presses of *Continue*.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The heading over it, if it has one of its own.
    pub heading: Option<String>,
    /// What happens, one after the other.
    pub moves: Vec<Move>,
    /// Where it begins.
    pub place: Place,
}

/// A move of a lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Move {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub what: What,
}

/// What a move is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum What {
    /// Words appear.
    Say(Block),
    /// Something is done: an input as text (`kill {leader}`).
    Do(Phrase),
    /// So much simulated time passes, µs.
    Wait(u64),
    /// The run goes on until the story marks a milestone.
    WaitFor {
        /// The milestone.
        milestone: String,
        /// How long at most, simulated µs.
        within: u64,
        /// What is said if it does not come.
        otherwise: Option<Vec<Inline>>,
    },
    /// The reader is asked what will happen.
    Ask(Question),
    /// Parts of the page or nodes appear.
    Show(Vec<Part>),
    /// Parts of the page or nodes are hidden.
    Hide(Vec<Part>),
    /// These nodes are pointed at; none takes the pointer away.
    Focus(Vec<Role>),
    /// How time passes.
    Pace(Pace),
    /// From here on a node goes by a name, whatever it becomes.
    Call(Role, String),
    /// A note for whoever teaches the step; nobody else sees it.
    Note(Vec<Inline>),
}

/// Part of what can be seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// A part of the page, by its name.
    Page(String),
    /// Nodes.
    Nodes(Role),
}

/// How time passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pace {
    /// As what happens needs.
    Follow,
    /// Always so many times as fast as real time: a numerator and a denominator.
    Fixed(u32, u32),
}

/// A question before something is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// What is asked.
    pub text: Vec<Inline>,
    /// How it is answered.
    pub answers: Answers,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answers {
    /// By choosing.
    Choose(Vec<Choice>),
    /// By pressing a node.
    Node {
        /// Which node it is, known when the step has come to rest.
        right: Role,
        /// What is said to whoever pressed it.
        yes: Vec<Inline>,
        /// What is said to everybody else.
        no: Vec<Inline>,
    },
}

/// A possible answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// Whether it is right.
    pub right: bool,
    /// What it says.
    pub text: Vec<Inline>,
    /// What is said to whoever chose it.
    pub feedback: Vec<Inline>,
}

/// Prose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List(Vec<Vec<Inline>>),
    /// Preformatted text.
    Code(String),
}

/// A piece of prose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Inline {
    /// Plain words.
    Text(String),
    /// Words in italics.
    Emphasis(String),
    /// Words in bold.
    Strong(String),
    /// Words as they are typed.
    Code(String),
    /// Words that lead to an address: `https://…`, or `#/…` on the page itself.
    Link(String, String),
    /// Who has a role.
    Role(Role),
}

/// An input with roles in the place of nodes.
pub type Phrase = Vec<Piece>;

/// A piece of a [`Phrase`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    /// As it stands.
    Text(String),
    /// The name of whoever has the role.
    Role(Role),
}

/// Who is meant, without naming a node: `{leader}`, `{follower 2}`, `{all followers}`, `{others}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// The n-th node, from 1, that has this role or was called so.
    One(String, u32),
    /// All that have it, in the plural.
    All(String),
    /// All nodes that the same line does not name otherwise.
    Others,
}
