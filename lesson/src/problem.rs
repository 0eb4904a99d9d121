//! What can be wrong in the text of a lesson.

use crate::Place;
use netsplit_text::{t, tr};

/// Something wrong, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What, and what would do.
    pub wrong: Wrong,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Wrong {
    /// The table at the beginning is missing.
    #[error(
        "{}",
        t!("a lesson begins with a line `---`, then `lab: …`, `topic: …` and `about: …`, then `---` again")
    )]
    NoFront,
    /// A line of that table.
    #[error("{}", t!("`{line}` should be written `name: value`", line = .0))]
    FrontLine(String),
    /// A name in that table.
    #[error("{}", t!("there is no `{name}` here; there is {known}", name = .0, known = .1))]
    FrontName(String, String),
    /// Something that has to be in that table.
    #[error("{}", t!("`{name}: …` is missing between the two lines `---`", name = .0))]
    FrontMissing(&'static str),
    /// Not a seed.
    #[error(
        "{}",
        t!("the seed is `{found}`, but should be a whole number from 0 to 18446744073709551615", found = .0)
    )]
    Seed(String),
    /// The title is missing.
    #[error("{}", t!("the lesson has no title: write one as `# Title`"))]
    NoTitle,
    /// A second title.
    #[error("{}", t!("the lesson has a title already: begin a step with `## Heading`"))]
    SecondTitle,
    /// There is nothing in it.
    #[error("{}", t!("the lesson has no steps: write what is to be read and done below the title"))]
    NoSteps,
    /// Markup that lessons do not have.
    #[error(
        "{}",
        t!(
            "{markup} can't be shown in a lesson; there are paragraphs, lists, *emphasis*, **bold**, `code` and [links](https://…)",
            markup = tr(.0)
        )
    )]
    Markup(&'static str),
    /// A link to somewhere else.
    #[error(
        "{}",
        t!("the link leads to `{address}`; links lead to `https://…`, or to `#/…` on the page itself", address = .0)
    )]
    Link(String),
    /// A brace that is never closed, or holds nothing.
    #[error(
        "{}",
        t!(
            "`{found}` should be a role in braces, like `{leader}` or `{follower 2}`; two braces `{{` make a plain one",
            found = .0
        )
    )]
    Brace(String),
    /// A line that begins with no directive.
    #[error("{}", t!("there is no `{word}`; a line begins with {words}", word = .0, words = tr(.1)))]
    Word(String, &'static str),
    /// A directive that can't be read.
    #[error("{}", t!("`{line}` should be written {form}", line = .0, form = tr(.1)))]
    Form(String, &'static str),
    /// A line that belongs to a question, without one.
    #[error("{}", t!("`{line}` belongs below a line `ask …`", line = .0))]
    Stray(String),
    /// A question that nobody can answer.
    #[error(
        "{}",
        t!(
            "a question has two answers or more, `- [x]` before one that is right, or a line `answer {role}` with `right …` and `wrong …`"
        )
    )]
    Answers,
}
