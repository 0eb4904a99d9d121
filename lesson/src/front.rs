//! The table at the beginning: which lab, which settings, under which topic.

use crate::{Lesson, Place, Problem, Wrong};
use netsplit_text::msg;

const NAMES: [&str; 6] = ["lab", "topic", "about", "scenario", "settings", "seed"];

/// Reads the lines between `---` and `---`, which begin after line 1.
pub fn read(text: &str, lesson: &mut Lesson, problems: &mut Vec<Problem>) {
    for (line, number) in text.lines().zip(2..) {
        if line.trim().is_empty() {
            continue;
        }
        let Some((name, value)) = line.split_once(':') else {
            let wrong = Wrong::FrontLine(line.to_owned());
            problems.push(Problem { place: Place { line: number, column: 1 }, wrong });
            continue;
        };
        let skipped = name.chars().count() + 1 + value.chars().take_while(|c| c.is_whitespace()).count();
        let place = Place { line: number, column: skipped as u32 + 1 };
        if let Err(wrong) = set(name.trim(), value.trim(), place, lesson) {
            problems.push(Problem { place, wrong });
        }
    }
    for (name, value) in [("lab", &lesson.lab), ("topic", &lesson.topic), ("about", &lesson.about)] {
        if value.is_empty() {
            problems.push(Problem { place: Place { line: 1, column: 1 }, wrong: Wrong::FrontMissing(name) });
        }
    }
}

fn set(name: &str, value: &str, place: Place, lesson: &mut Lesson) -> Result<(), Wrong> {
    match name {
        "lab" => (lesson.lab, lesson.places[0]) = (value.to_owned(), place),
        "topic" => value.clone_into(&mut lesson.topic),
        "about" => value.clone_into(&mut lesson.about),
        "scenario" => (lesson.scenario, lesson.places[1]) = (Some(value.to_owned()), place),
        "settings" => (lesson.settings, lesson.places[2]) = (settings(value)?, place),
        "seed" => lesson.seed = Some(value.parse().map_err(|_| Wrong::Seed(value.to_owned()))?),
        _ => return Err(Wrong::FrontName(name.to_owned(), NAMES.join(", "))),
    }
    Ok(())
}

fn settings(value: &str) -> Result<Vec<(String, String)>, Wrong> {
    let form = msg!("`name=value`, several with spaces between them");
    let wrong = |pair: &str| Wrong::Form(pair.to_owned(), form);
    let pairs = value.split_whitespace();
    let read = |pair: &str| {
        let (name, value) = pair.split_once('=').ok_or_else(|| wrong(pair))?;
        Ok((name.to_owned(), value.to_owned()))
    };
    pairs.map(read).collect()
}
