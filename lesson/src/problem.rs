//! What can be wrong in the text of a lesson.

use crate::Place;

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
    #[error("a lesson begins with a line `---`, then `lab: …`, `topic: …` and `about: …`, then `---` again")]
    NoFront,
    /// A line of that table.
    #[error("`{0}` should be written `name: value`")]
    FrontLine(String),
    /// A name in that table.
    #[error("there is no `{0}` here; there is {1}")]
    FrontName(String, String),
    /// Something that has to be in that table.
    #[error("`{0}: …` is missing between the two lines `---`")]
    FrontMissing(&'static str),
    /// Not a seed.
    #[error("the seed is `{0}`, but should be a whole number from 0 to 18446744073709551615")]
    Seed(String),
    /// The title is missing.
    #[error("the lesson has no title: write one as `# Title`")]
    NoTitle,
    /// A second title.
    #[error("the lesson has a title already: begin a step with `## Heading`")]
    SecondTitle,
    /// There is nothing in it.
    #[error("the lesson has no steps: write what is to be read and done below the title")]
    NoSteps,
    /// Markup that lessons do not have.
    #[error(
        "{0} can't be shown in a lesson; there are paragraphs, lists, *emphasis*, **bold**, `code` and [links](https://…)"
    )]
    Markup(&'static str),
    /// A link to somewhere else.
    #[error("the link leads to `{0}`; links lead to `https://…`, or to `#/…` on the page itself")]
    Link(String),
    /// A brace that is never closed, or holds nothing.
    #[error(
        "`{0}` should be a role in braces, like `{{leader}}` or `{{follower 2}}`; two braces `{{{{` make a plain one"
    )]
    Brace(String),
    /// A line that begins with no directive.
    #[error("there is no `{0}`; a line begins with {1}")]
    Word(String, &'static str),
    /// A directive that can't be read.
    #[error("`{0}` should be written {1}")]
    Form(String, &'static str),
    /// A line that belongs to a question, without one.
    #[error("`{0}` belongs below a line `ask …`")]
    Stray(String),
    /// A question that nobody can answer.
    #[error(
        "a question has two answers or more, `- [x]` before one that is right, or a line `answer {{role}}` with `right …` and `wrong …`"
    )]
    Answers,
}
