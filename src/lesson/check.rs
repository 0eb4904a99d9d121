//! Everything that is wrong in a lesson, each with its place: what its author wants to know.

use super::guide::{Guide, State};
use super::moves::{EVERYTHING, PARTS, aim};
use super::said::plain;
use super::{OpenError, open};
use crate::kit::Aim;
use crate::player::Player;
use crate::scenario::text::Names;
use netsplit_lesson::{Block, Inline, Lesson, Move, Part, Phrase, Piece, Place, Step, What, read};
use std::rc::Rc;

/// Words a step may have before a reader is thought to be reading rather than watching.
const WORDS_MAX: usize = 25;

/// Something to mend.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Where.
    pub place: Place,
    /// What, and what would do.
    pub why: String,
    /// Whether the lesson can be given all the same.
    pub warning: bool,
}

/// All that is wrong in the text of a lesson, in the order in which it stands there. A lesson that can be read is given
/// once from its beginning to its end.
pub fn findings(text: &str) -> Vec<Finding> {
    let (lesson, problems) = read(text);
    let wrong = |place, why| Finding { place, why, warning: false };
    let mut found: Vec<Finding> = problems.into_iter().map(|p| wrong(p.place, p.wrong.to_string())).collect();
    let readable = found.is_empty();
    match open::player(&lesson) {
        Ok(player) => {
            found.extend(lesson.steps.iter().flat_map(|step| in_step(step, &player)));
            if readable && found.iter().all(|finding| finding.warning) {
                found.extend(given(lesson, player).map(|(place, why)| wrong(place, why)));
            }
        }
        Err(OpenError { place, why }) if place != Place::default() => {
            found.push(wrong(place, why.to_string()));
        }
        // The table at the beginning is missing, and it was said already.
        Err(_) => {}
    }
    found.sort_by_key(|finding| finding.place);
    found
}

/// Where a lesson gets stuck when nobody disturbs it, and why.
fn given(lesson: Lesson, mut player: Player) -> Option<(Place, String)> {
    let mut guide = Guide::begin(Rc::new(lesson), &mut player);
    loop {
        match guide.state() {
            State::Over => return None,
            State::Stuck(why) => {
                let why = format!("played from the start, the lesson gets stuck here: {}", plain(why));
                return Some((guide.place(), why));
            }
            _ => guide.press(&mut player),
        }
    }
}

impl Guide {
    /// Where the last move stands.
    fn place(&self) -> Place {
        self.lesson().steps[self.course.step].moves[self.course.made - 1].place
    }
}

fn in_step(step: &Step, player: &Player) -> Vec<Finding> {
    let mut found: Vec<Finding> = step.moves.iter().flat_map(|one| in_move(one, player)).collect();
    let words: usize = step.moves.iter().map(words_of).sum();
    if words > WORDS_MAX {
        let why = format!(
            "this step has {words} words; readers watch rather than read when there are at most {WORDS_MAX}"
        );
        found.push(Finding { place: step.place, why, warning: true });
    }
    found
}

fn in_move(one: &Move, player: &Player) -> Vec<Finding> {
    let finding = |why: String, warning| Finding { place: one.place, why, warning };
    let wrong = |why: String| vec![finding(why, false)];
    match &one.what {
        What::Do(phrase) => {
            let names = Names { lab: player.lab(), nodes: player.names() };
            let mut found = match names.parse(&example(phrase, player.names())) {
                Err(why) => wrong(why.to_string()),
                Ok(_) => Vec::new(),
            };
            found.extend(named(phrase, player.names()).map(|why| finding(why, true)));
            found
        }
        What::WaitFor { milestone, .. } => {
            let (what, known): (_, Vec<&str>) = match aim(milestone) {
                Aim::Reach(_) => {
                    let ids = player.lab().about.story.iter().map(|template| template.id);
                    ("milestone or sentence", player.lab().milestones().into_iter().chain(ids).collect())
                }
                Aim::Violate(_) => {
                    let verdicts = player.world().verdicts();
                    ("property", verdicts.iter().map(|verdict| verdict.property.name).collect())
                }
            };
            if known.contains(&aim(milestone).name().as_str()) {
                return Vec::new();
            }
            let name = aim(milestone).name().clone();
            wrong(format!("this lab has no {what} `{name}`; it has {}", known.join(", ")))
        }
        What::Show(parts) | What::Hide(parts) => {
            let unknown = |part: &Part| match part {
                Part::Page(name) if !PARTS.contains(&&**name) && name != EVERYTHING => Some(name.clone()),
                _ => None,
            };
            let say = |name: String| {
                let why = format!(
                    "there is no part `{name}` of the page; there is {}, {EVERYTHING}",
                    PARTS.join(", ")
                );
                finding(why, false)
            };
            parts.iter().filter_map(unknown).map(say).collect()
        }
        _ => Vec::new(),
    }
}

/// An input with some node in the place of each role.
fn example(phrase: &Phrase, names: &[String]) -> String {
    let mut next = names.iter().map(String::as_str).cycle();
    let piece = |piece: &Piece| match piece {
        Piece::Text(words) => words.clone(),
        Piece::Role(_) => next.next().unwrap_or_default().to_owned(),
    };
    phrase.iter().map(piece).collect()
}

/// A warning about a node that is called by its name.
fn named(phrase: &Phrase, names: &[String]) -> Option<String> {
    let words = phrase.iter().filter_map(|piece| match piece {
        Piece::Text(words) => Some(words),
        Piece::Role(_) => None,
    });
    let mut words = words.flat_map(|words| words.split(|c: char| !c.is_alphanumeric()));
    let name = words.find(|word| names.iter().any(|name| name == word))?;
    Some(format!(
        "`{name}` is a node's name, which means another one with another seed; a role like `{{leader}}` means the same always"
    ))
}

/// How many words a move says.
fn words_of(one: &Move) -> usize {
    let count = |line: &Vec<Inline>| -> usize {
        let word = |piece: &Inline| match piece {
            Inline::Text(words)
            | Inline::Emphasis(words)
            | Inline::Strong(words)
            | Inline::Link(_, words) => {
                words.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
            }
            Inline::Code(_) | Inline::Role(_) => 1,
        };
        line.iter().map(word).sum()
    };
    match &one.what {
        What::Say(Block::Paragraph(line)) => count(line),
        What::Say(Block::List(items)) => items.iter().map(count).sum(),
        _ => 0,
    }
}
