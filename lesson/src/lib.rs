//! Lessons: Markdown that a tutorial author writes, and that drives a lab. `docs/lessons.md` is for authors.
//!
//! A lesson is a list of steps; a step is a list of [`Move`]s that happen one after the other and then come to rest.
//! What they mean in a run is for the program to know that plays it: here the name of a node, a role or a milestone
//! is a text like any other.

mod directive;
mod front;
mod model;
mod problem;
mod prose;
mod read;
mod role;
#[cfg(test)]
mod tests;

pub use directive::phrase;
pub use model::{
    Answers, Block, Choice, Inline, Lesson, Move, Pace, Part, Phrase, Piece, Place, Question, Role, Step,
    What,
};
pub use problem::{Problem, Wrong};
pub use read::read;
