//! What the program says, in the reader's language, as gettext does it: the English sentence stands in the code, and is
//! the name under which a catalogue has it in another language.
//!
//! [`t!`] says a sentence, [`tn!`] one in which a number decides, [`msg!`] marks one that is said elsewhere by [`tr`]: a
//! name in a table. The catalogues are `languages/*.po`; a test reads the sources for these marks and holds every
//! catalogue to them. Without a catalogue, as in tests and on the command line, everything is English.
//!
//! What is said must not decide what happens: neither a node's state nor a message may hold a text from here.

mod figure;

pub use figure::{decimal_mark, marked, thousands, unmarked};

use std::cell::Cell;
use std::fmt::{Display, Write};
use twox_hash::XxHash64;

/// A message in another language: its key, and its text or texts, one for each grammatical number.
pub type Message = (u64, &'static [&'static str]);

/// All messages in a language.
#[derive(Debug)]
pub struct Catalogue {
    /// The language's code, as in `lang` attributes: `de`.
    pub code: &'static str,
    /// Which of a message's texts goes with a number.
    pub form: fn(u64) -> usize,
    /// What stands between units and tenths, and between thousands.
    pub marks: (char, char),
    /// The messages, in the order of their keys.
    pub messages: &'static [Message],
}

/// English, which needs no messages.
static ENGLISH: Catalogue = Catalogue { code: "en", form: one_or_more, marks: ('.', ','), messages: &[] };

/// The rule of the Germanic languages: one thing, or another number of things.
pub fn one_or_more(count: u64) -> usize {
    usize::from(count != 1)
}

thread_local! {
    static SPOKEN: Cell<&'static Catalogue> = const { Cell::new(&ENGLISH) };
}

/// From here on, this thread speaks the language of this catalogue.
pub fn speak(catalogue: &'static Catalogue) {
    SPOKEN.set(catalogue);
}

/// The catalogue of the language that is spoken.
pub fn spoken() -> &'static Catalogue {
    SPOKEN.get()
}

/// Between a context and a message, as in gettext's own files.
const CONTEXT_END: &str = "\u{4}";

/// The key under which a catalogue has a message: the English text, after its context if it has one.
pub fn key(context: Option<&str>, text: &str) -> u64 {
    match context {
        None => XxHash64::oneshot(0, text.as_bytes()),
        Some(context) => XxHash64::oneshot(0, format!("{context}{CONTEXT_END}{text}").as_bytes()),
    }
}

impl Catalogue {
    fn find(&self, context: Option<&str>, text: &str) -> Option<&'static [&'static str]> {
        if self.messages.is_empty() {
            return None;
        }
        let key = key(context, text);
        let place = self.messages.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        Some(self.messages[place].1)
    }
}

/// A message in the spoken language; what no catalogue knows is said as it is.
pub fn tr(text: &str) -> &str {
    tr_as(None, text)
}

/// The same for what means one thing here and another elsewhere.
pub fn tr_as<'a>(context: Option<&str>, text: &'a str) -> &'a str {
    spoken().find(context, text).map_or(text, |texts| texts[0])
}

/// The form of a message that goes with a number.
pub fn tr_number<'a>(count: u64, one: &'a str, more: &'a str) -> &'a str {
    let catalogue = spoken();
    match catalogue.find(None, one) {
        Some(texts) => texts.get((catalogue.form)(count)).copied().unwrap_or(texts[0]),
        None => [one, more][one_or_more(count)],
    }
}

/// What fills a hole: its name and the value.
pub type Hole<'a> = (&'a str, &'a dyn Display);

/// A text with its holes `{name}` filled; what is in no braces or has no value stays as it is.
pub fn fill(text: &str, holes: &[Hole]) -> String {
    // No more room than it takes: a recording keeps many of them.
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = place(rest, b'{') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = place(rest, b'}').unwrap_or_default();
        if let Some((_, value)) = holes.iter().find(|(name, _)| *name == &rest[..end]) {
            let _ = write!(out, "{value}");
            rest = &rest[end + 1..];
        } else {
            out.push('{');
        }
    }
    out.push_str(rest);
    out
}

/// Where a mark stands first. (On texts as short as these a plain loop is quicker than `find`.)
fn place(text: &str, mark: u8) -> Option<usize> {
    text.bytes().position(|byte| byte == mark)
}

/// Says a sentence in the reader's language. Without holes it is a `&'static str`, else a `String`: `t!("Play")`,
/// `t!("Go to {time}", time)`, `t!("{name} is {age} old", name, age = self.age())`; with a context for what means
/// another thing elsewhere: `t!(verb: "cut")`.
#[macro_export]
macro_rules! t {
    ($text:literal) => { $crate::tr($text) };
    ($text:literal, $($name:ident $(= $value:expr)?),+ $(,)?) => {
        $crate::fill($crate::tr($text), &[$($crate::hole!($name $($value)?)),+])
    };
    ($context:ident: $text:literal) => { $crate::tr_as(Some(stringify!($context)), $text) };
    ($context:ident: $text:literal, $($name:ident $(= $value:expr)?),+ $(,)?) => {
        $crate::fill($crate::t!($context: $text), &[$($crate::hole!($name $($value)?)),+])
    };
}

/// Says a sentence in which a number (a `u64`) decides: `tn!(count, "{n} event", "{n} events")`. `{n}` is the number;
/// other holes are as in [`t!`].
#[macro_export]
macro_rules! tn {
    ($count:expr, $one:literal, $more:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {{
        let count: u64 = $count;
        let number = $crate::thousands(count);
        $crate::fill(
            $crate::tr_number(count, $one, $more),
            &[("n", &number as &dyn ::std::fmt::Display) $(, $crate::hole!($name $($value)?))*],
        )
    }};
}

/// Marks a noun of which there may be several, to be counted by [`counted`]. It is a regular one: `server`, `switch`.
#[macro_export]
macro_rules! noun {
    ($text:literal) => {
        $text
    };
}

/// A number of things, by a noun that `noun!` marks: `1 server`, `5 servers`.
pub fn counted(count: u64, noun: &str) -> String {
    let [one, more] = [noun.to_owned(), plural(noun)].map(|noun| format!("{{count}} {noun}"));
    fill(tr_number(count, &one, &more), &[("count", &count)])
}

/// The English plural of a regular noun.
pub fn plural(noun: &str) -> String {
    let hissing = ["s", "ch", "sh", "x"].iter().any(|end| noun.ends_with(end));
    format!("{noun}{}", if hissing { "es" } else { "s" })
}

/// A name and a value, for `t!` and `tn!`.
#[doc(hidden)]
#[macro_export]
macro_rules! hole {
    ($name:ident) => {
        (stringify!($name), &$name as &dyn ::std::fmt::Display)
    };
    ($name:ident $value:expr) => {
        (stringify!($name), &$value as &dyn ::std::fmt::Display)
    };
}

/// Marks a text, which stays as it is, as one that is said elsewhere by [`tr`], or with a context by [`tr_as`].
#[macro_export]
macro_rules! msg {
    ($text:literal) => {
        $text
    };
    ($context:ident: $text:literal) => {
        $text
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn german(messages: &[(&str, &'static [&'static str])]) -> &'static Catalogue {
        let mut messages: Vec<Message> =
            messages.iter().map(|(text, texts)| (key(None, text), *texts)).collect();
        messages.push((key(Some("verb"), "cut"), &["schneiden"]));
        messages.sort_unstable();
        Box::leak(Box::new(Catalogue { messages: messages.leak(), code: "de", marks: (',', '.'), ..ENGLISH }))
    }

    #[test]
    fn english_is_said_as_it_stands() {
        let time = "4.2 s";
        assert_eq!(t!("Play"), "Play");
        assert_eq!(t!("Go to {time}", time), "Go to 4.2 s");
        assert_eq!(t!("{a} and {b}", b = 2, a = [1].len()), "1 and 2");
        assert_eq!(t!(verb: "cut"), "cut");
        assert_eq!(tn!(1, "{n} event", "{n} events"), "1 event");
        assert_eq!(tn!(1_200, "{n} event of {who}", "{n} events of {who}", who = "n1"), "1,200 events of n1");
        assert_eq!(t!("{{x} {y} {", x = 1), "{1 {y} {");
        assert_eq!(counted(1, noun!("server")), "1 server");
        assert_eq!(counted(12_000, noun!("power switch")), "12000 power switches");
    }

    #[test]
    fn another_language_has_its_own_words_order_and_numbers() {
        speak(german(&[
            ("Play", &["Abspielen"]),
            ("{a} before {b}", &["{b} nach {a}"]),
            ("{n} event", &["{n} Ereignis", "{n} Ereignisse"]),
        ]));
        assert_eq!(t!("Play"), "Abspielen");
        assert_eq!(t!("Unknown"), "Unknown");
        assert_eq!(t!("{a} before {b}", a = 1, b = 2), "2 nach 1");
        assert_eq!((t!("cut"), t!(verb: "cut")), ("cut", "schneiden"));
        assert_eq!(tn!(1, "{n} event", "{n} events"), "1 Ereignis");
        assert_eq!(tn!(0, "{n} event", "{n} events"), "0 Ereignisse");
        assert_eq!(tn!(1_200, "{n} event", "{n} events"), "1.200 Ereignisse");
        assert_eq!(tn!(2, "{n} thing", "{n} things"), "2 things");
        assert_eq!((marked("4.25".to_owned()), unmarked("4,25")), ("4,25".to_owned(), "4.25".to_owned()));
        for list in ["1, 2.5", "1,2,3"] {
            assert_eq!((marked(list.to_owned()), unmarked(list)), (list.to_owned(), list.to_owned()));
        }
    }
}
