//! Lessons: Markdown that a tutorial author writes, and that drives a lab. `docs/lessons.md` is for authors.
//!
//! A lesson is a list of steps; a step is a list of [`Move`]s that happen one after the other and then come to rest.
//! What they mean in a run is for the program to know that plays it: here the name of a node, a role or a milestone
//! is a text like any other.

#[cfg(feature = "markdown")]
mod directive;
#[cfg(feature = "markdown")]
mod front;
mod model;
#[cfg(feature = "markdown")]
mod problem;
#[cfg(feature = "markdown")]
mod prose;
#[cfg(feature = "markdown")]
mod read;
#[cfg(feature = "markdown")]
mod role;
#[cfg(all(test, feature = "markdown"))]
mod tests;

pub use model::{
    Answers, Block, Choice, Inline, Lesson, Move, Pace, Part, Phrase, Piece, Place, Question, Role, Step,
    What,
};
#[cfg(feature = "markdown")]
pub use problem::{Problem, Wrong};
#[cfg(feature = "markdown")]
pub use read::read;
