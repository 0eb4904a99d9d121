//! Finds the technical words in a text, so that each can carry its definition.

use netsplit_text::tr_as;

/// A lab's words, each with its definition.
pub type Glossary = &'static [(&'static str, &'static str)];

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Plain words.
    Plain(&'a str),
    /// A word of the glossary as it stands in the text, and its place in the glossary.
    Word(&'a str, usize),
}

/// Splits a text at the words of a glossary: whole words, whatever their case, the longest that fits first, a
/// plural `s` with them.
pub fn split<'a>(text: &'a str, glossary: &[(&str, &str)]) -> Vec<Piece<'a>> {
    let forms: Vec<Vec<&str>> = glossary.iter().map(|(word, _)| forms(word).collect()).collect();
    let mut pieces = Vec::new();
    let (mut plain, mut at) = (0, 0);
    let mut inside = false;
    while let Some(letter) = text[at..].chars().next() {
        if !inside && let Some((length, word)) = longest(&text[at..], &forms) {
            if plain < at {
                pieces.push(Piece::Plain(&text[plain..at]));
            }
            pieces.push(Piece::Word(&text[at..at + length], word));
            at += length;
            plain = at;
            inside = true;
            continue;
        }
        inside = part_of_word(letter);
        at += letter.len_utf8();
    }
    if plain < text.len() {
        pieces.push(Piece::Plain(&text[plain..]));
    }
    pieces
}

/// The longest word that `text` begins with, in any of the forms of each: its length in `text` and its place.
fn longest(text: &str, words: &[Vec<&str>]) -> Option<(usize, usize)> {
    let fits = |(place, forms): (usize, &Vec<&str>)| {
        let length = forms.iter().filter_map(|form| begins(text, form)).max()?;
        Some((length, place))
    };
    words.iter().enumerate().filter_map(fits).max_by_key(|(length, _)| *length)
}

/// How much of `text` is this form of a word, with a plural `s` if there is one; none if it begins otherwise.
fn begins(text: &str, form: &str) -> Option<usize> {
    let length = form.len();
    let same = text.get(..length).is_some_and(|start| start.eq_ignore_ascii_case(form));
    let whole =
        |length: usize| text.get(length..).is_some_and(|rest| !rest.chars().next().is_some_and(part_of_word));
    if !same || form.is_empty() {
        None
    } else if whole(length) {
        Some(length)
    } else {
        (text[length..].starts_with('s') && whole(length + 1)).then_some(length + 1)
    }
}

/// The forms of a word in the reader's language, that of the list first.
fn forms(word: &str) -> impl Iterator<Item = &str> {
    tr_as(Some("word"), word).split('|')
}

/// A word as the glossary lists it, in the reader's language.
pub fn head(word: &str) -> &str {
    forms(word).next().unwrap_or(word)
}

/// Letters of Europe's languages, digits, `_`. (Unicode's own tables would bring 12 KB.)
fn part_of_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || ('\u{c0}'..='\u{24f}').contains(&letter)
}

/// Whether `text` contains `part`, whatever the case of ASCII letters.
pub fn contains(text: &str, part: &str) -> bool {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    text.windows(part.len().max(1)).any(|window| window.eq_ignore_ascii_case(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &[(&str, &str)] = &[("term", "a number"), ("log", "a list"), ("log entry", "an item")];

    fn marked(text: &str) -> String {
        let piece = |piece: Piece| match piece {
            Piece::Plain(words) => words.to_owned(),
            Piece::Word(word, place) => format!("[{word}:{place}]"),
        };
        split(text, WORDS).into_iter().map(piece).collect()
    }

    #[test]
    fn whole_words_are_found_the_longest_first() {
        assert_eq!(marked("the log entry of term 4"), "the [log entry:2] of [term:0] 4");
        assert_eq!(
            marked("logs, Terms; determine the catalog"),
            "[logs:1], [Terms:0]; determine the catalog"
        );
        assert_eq!(marked("term"), "[term:0]");
        assert_eq!(marked("term term"), "[term:0] [term:0]");
    }

    #[test]
    fn nothing_is_lost_whatever_the_text() {
        for text in ["", "x←5 in a log", "{n1 n2 | n3}", "…", "logé", "logss", "élog"] {
            let all: String = split(text, WORDS)
                .into_iter()
                .map(|piece| match piece {
                    Piece::Plain(words) | Piece::Word(words, _) => words,
                })
                .collect();
            assert_eq!(all, text);
        }
        assert_eq!(split("any text", &[]), [Piece::Plain("any text")]);
    }

    #[test]
    fn text_is_found_whatever_its_case() {
        assert!(contains("AppendEntries T4", "entries"));
        assert!(contains("AppendEntries T4", "t4"));
        assert!(!contains("Vote", "voter") && !contains("", "x"));
    }
}
