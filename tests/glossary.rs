//! One glossary for the whole field: no word is defined twice, and the lessons' words are all in it.

use netsplit::{labs, lesson};
use netsplit_lesson::{Block, Inline, What};
use std::collections::BTreeMap;

/// Set off in a lesson, but no words of the field: a variable, and what somebody says or does in plain English.
const PLAIN: [&str; 3] = ["x", "Yes", "refuses"];

#[test]
fn no_word_is_defined_twice() {
    let mut known: BTreeMap<String, (&str, &str)> = BTreeMap::new();
    for lab in labs::all() {
        let id = lab.about.id;
        let mut own: Vec<String> = lab.about.glossary.iter().map(|(word, _)| word.to_lowercase()).collect();
        own.sort();
        let count = own.len();
        own.dedup();
        assert_eq!(own.len(), count, "{id} defines a word twice");
        for (word, about) in lab.about.glossary {
            let (other, before) = known.entry(word.to_lowercase()).or_insert((id, about));
            assert_eq!(before, about, "`{word}` means something else in {id} than in {other}");
        }
    }
    // A plural is found with its word.
    for word in known.keys().filter(|word| word.chars().count() > 1) {
        assert!(!known.contains_key(&format!("{word}s")), "`{word}s` is `{word}`");
    }
}

#[test]
fn what_a_lesson_sets_off_is_in_the_glossary() {
    for id in lesson::ids() {
        let lesson = lesson::find(id).expect("it was compiled");
        let lab = labs::find(&lesson.lab).expect("lessons are checked");
        let words: Vec<String> = lab.about.glossary.iter().map(|(word, _)| word.to_lowercase()).collect();
        let lines = lesson.steps.iter().flat_map(|step| &step.moves).filter_map(|one| match &one.what {
            What::Say(Block::Paragraph(line)) => Some(line),
            What::Ask(question) => Some(&question.text),
            _ => None,
        });
        for piece in lines.flatten() {
            let Inline::Emphasis(term) = piece else { continue };
            let term_lower = term.to_lowercase();
            let known = words.iter().any(|word| {
                term_lower
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|part| part.trim_end_matches('s') == word.trim_end_matches('s'))
                    || term_lower.contains(word.as_str()) && word.chars().count() > 1
            });
            assert!(known || PLAIN.contains(&&**term), "{id}: *{term}* is in no glossary of its lab");
        }
    }
}
