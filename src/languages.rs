//! The languages besides English: a line here, a catalogue `languages/<code>.po` and lessons in `static/lessons/<code>`, which
//! `build.rs` compiles. In the page both are files of their own, loaded by whoever reads that language.

use crate::later::{Later, Unloaded, later};
use netsplit_text::{Catalogue, one_or_more, speak, spoken};

/// A lesson as it was compiled, after its id.
pub type Compiled = (&'static str, &'static [u8]);

/// A language besides English.
pub struct Language {
    /// Its code, as in `lang` attributes: `de`.
    pub code: &'static str,
    /// What it calls itself: `Deutsch`.
    pub name: &'static str,
    catalogue: Later<&'static Catalogue>,
    lessons: Later<&'static [Compiled]>,
}

/// Code and name of every language, English first.
pub fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    std::iter::once(("en", "English")).chain(LANGUAGES.iter().map(|language| (language.code, language.name)))
}

/// Declares `LANGUAGES`: code, the file its lessons are loaded from, name, the rule of its plurals (it must be that of
/// `Plural-Forms` in its catalogue), what stands before tenths and between thousands.
macro_rules! languages {
    ($($code:ident $lessons:ident $name:literal $form:expr, $marks:expr;)*) => {
        /// The languages besides English.
        pub static LANGUAGES: [Language; [$(stringify!($code)),*].len()] = [$(Language {
            code: stringify!($code),
            name: $name,
            catalogue: later!($code: &'static Catalogue = {
                #[expect(clippy::unreadable_literal, reason = "keys are written by build.rs, and read by nobody")]
                static CATALOGUE: Catalogue = Catalogue {
                    code: stringify!($code),
                    form: $form,
                    marks: $marks,
                    messages: include!(concat!(env!("OUT_DIR"), "/messages-", stringify!($code), ".rs")),
                };
                &CATALOGUE
            }),
            lessons: later!($lessons: &'static [Compiled] =
                include!(concat!(env!("OUT_DIR"), "/lessons-", stringify!($code), ".rs"))),
        }),*];
    };
}

languages! {
    de lessons_de "Deutsch" one_or_more, (',', '.');
}

fn find(code: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|language| language.code == code)
}

/// Loads a language and speaks it from here on; where it is not one of [`LANGUAGES`], English stays.
///
/// # Errors
/// When it does not come.
pub async fn learn(code: &str) -> Result<(), Unloaded> {
    if let Some(language) = find(code) {
        speak(language.catalogue.load().await?);
    }
    Ok(())
}

/// Speaks a language from here on, outside the page, where nothing has to be waited for: only this thread does.
#[cfg(not(target_family = "wasm"))]
pub fn learn_at_once(code: &str) {
    if let Some(catalogue) = find(code).and_then(|language| language.catalogue.get()) {
        speak(catalogue);
    }
}

/// Loads the lessons in the language that is spoken.
///
/// # Errors
/// When they do not come.
pub async fn load_lessons() -> Result<(), Unloaded> {
    match find(spoken().code) {
        Some(language) => language.lessons.load().await.map(drop),
        None => Ok(()),
    }
}

/// The lessons in the language that is spoken, as far as they are loaded and not the English ones.
pub fn lessons() -> &'static [Compiled] {
    find(spoken().code).and_then(|language| language.lessons.get()).unwrap_or_default()
}
