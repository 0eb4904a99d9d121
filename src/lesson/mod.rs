//! Lessons: given on a live run that the reader may disturb at any time. Their format is `netsplit-lesson`'s; here
//! their roles, milestones and inputs get their meaning.

#[cfg(feature = "cli")]
pub mod check;
mod guide;
pub mod handout;
pub mod line;
mod moves;
mod open;
mod question;
mod roles;
mod said;
pub mod transcript;

pub use guide::{Answer, Guide, State, Stray};
pub use moves::{EVERYTHING, Hitch, PARTS};
pub use open::{OpenError, player};
pub use said::{Said, Speech, plain};

use crate::languages::{self, Compiled};
use crate::later::{Later, later};
use crate::scenario::route::WhichLesson;
use crate::sim::SortedMap;
use netsplit_lesson::{Lesson, Problem};
use std::cell::RefCell;

/// The lessons that come with the program, in the order of the table of contents. In the page they are loaded with
/// whatever asks for them, so nothing may that every visitor downloads.
static COMPILED: &[Compiled] = include!(concat!(env!("OUT_DIR"), "/lessons.rs"));

/// The ids of the lessons that come with the program, in the order of the table of contents.
pub fn ids() -> impl Iterator<Item = &'static str> {
    COMPILED.iter().map(|(id, _)| *id)
}

/// The lesson of this id, in the language that is spoken if there is one.
pub fn find(id: &str) -> Option<Lesson> {
    let (_, bytes) = languages::lessons().iter().chain(COMPILED).find(|(known, _)| *known == id)?;
    postcard::from_bytes(bytes).ok()
}

/// Reads the text of a lesson.
type Read = fn(&str) -> (Lesson, Vec<Problem>);

/// What reads the text of a lesson: loaded when an author's own lesson is opened.
pub static READ: Later<Read> = later!(markdown: Read = netsplit_lesson::read);

thread_local! {
    /// Lessons of authors' own that were read, by their paths.
    static READ_SO_FAR: RefCell<SortedMap<String, Lesson>> = RefCell::default();
}

/// Keeps a lesson of an author's own, instead of what was kept under its path before.
pub fn keep(path: &str, lesson: Lesson) {
    READ_SO_FAR.with_borrow_mut(|lessons| lessons.insert(path.to_owned(), lesson));
}

/// The lesson that an address asks for, if it is loaded or was read.
pub fn of(which: &WhichLesson) -> Option<Lesson> {
    match which {
        WhichLesson::Ours(id) => find(id),
        WhichLesson::From { path, .. } => READ_SO_FAR.with_borrow(|lessons| lessons.get(path).cloned()),
    }
}
