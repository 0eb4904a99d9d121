//! A lesson as whoever teaches it has it before them: what it says, what it does not say, and what comes next.

use super::card::on_button;
use crate::lesson::{Guide, Said, plain};
use crate::player::Player;
use crate::ui::talk::LessonStands;
use netsplit_lesson::{Answers, Block, Inline, Step, What};

/// How a lesson stands.
pub fn told(guide: &Guide, player: &Player) -> LessonStands {
    let (lesson, step) = (guide.lesson(), guide.step());
    let question = guide.question().map(|question| &question.text);
    LessonStands {
        step: step as u32 + 1,
        steps: lesson.steps.len() as u32,
        heading: guide.heading().unwrap_or(&lesson.title).to_owned(),
        said: guide.said().iter().flat_map(lines).collect(),
        question: question.map(|words| plain(&guide.line(words, player))),
        answers: answers(guide, player),
        notes: guide.notes().map(|words| plain(&guide.line(words, player))).collect(),
        next: lesson.steps.get(step + 1).map(|next| following(next, guide, player)),
        button: on_button(guide).0.to_owned(),
        stray: guide.stray(player).is_some(),
    }
}

fn lines(said: &Said) -> Vec<String> {
    match said {
        Said::Paragraph(words) => vec![plain(words)],
        Said::List(items) => items.iter().map(|item| format!("· {}", plain(item))).collect(),
        Said::Code(text) => vec![text.clone()],
    }
}

/// The answers to choose from, and whether each is right.
fn answers(guide: &Guide, player: &Player) -> Vec<(bool, String)> {
    match guide.question().map(|question| &question.answers) {
        Some(Answers::Choose(choices)) => {
            choices.iter().map(|choice| (choice.right, plain(&guide.line(&choice.text, player)))).collect()
        }
        _ => Vec::new(),
    }
}

/// The heading of a step, and the first words it says or asks.
fn following(step: &Step, guide: &Guide, player: &Player) -> (String, String) {
    let words = |words: &Vec<Inline>| plain(&guide.line(words, player));
    let first = step.moves.iter().find_map(|one| match &one.what {
        What::Say(Block::Paragraph(line)) => Some(words(line)),
        What::Ask(question) => Some(words(&question.text)),
        _ => None,
    });
    (step.heading.clone().unwrap_or_default(), first.unwrap_or_default())
}
