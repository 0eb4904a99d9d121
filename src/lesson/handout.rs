//! A lesson given to a reader who only presses the one button, step by step: what a hand-out shows of it.

use super::guide::{Guide, State};
use super::said::{Said, Speech};
use crate::player::Player;
use netsplit_lesson::{Answers, Lesson, Question};
use std::rc::Rc;

/// A step of a lesson on paper.
pub struct Sheet<F> {
    /// The heading over it, if it has one of its own.
    pub heading: Option<String>,
    /// What it says before its question.
    pub before: Vec<Said>,
    /// Its question.
    pub asked: Option<Asked>,
    /// What it says after it, or all if it asks nothing.
    pub after: Vec<Said>,
    /// The stage as the step leaves it.
    pub figure: F,
}

/// A question on paper.
pub struct Asked {
    /// What is asked.
    pub text: Vec<Speech>,
    /// The answers to choose from; none where a node is asked for.
    pub choices: Vec<Vec<Speech>>,
    /// The right one, from 0.
    pub right: Option<usize>,
    /// What is said to it.
    pub answer: Vec<Speech>,
}

/// The steps of a lesson, each with the figure that `draw` makes at its end. A lesson that gets stuck ends there.
pub fn sheets<F>(lesson: Lesson, player: &mut Player, draw: impl Fn(&Guide, &Player) -> F) -> Vec<Sheet<F>> {
    let mut guide = Guide::begin(Rc::new(lesson), player);
    let mut sheets = Vec::new();
    loop {
        match guide.state() {
            State::Over => return sheets,
            State::Resting => sheets.push(sheet(&guide, player, draw(&guide, player))),
            State::Stuck(why) => {
                let why = Said::Paragraph(why.clone());
                let mut last = sheet(&guide, player, draw(&guide, player));
                last.after.push(why);
                sheets.push(last);
                return sheets;
            }
            State::Moving(_) | State::Asking => {}
        }
        guide.press(player);
    }
}

fn sheet<F>(guide: &Guide, player: &Player, figure: F) -> Sheet<F> {
    let (said, later) = guide.around_question();
    let (before, after) = if guide.question().is_some() { (said, later) } else { (later, said) };
    Sheet {
        heading: guide.lesson().steps[guide.step()].heading.clone(),
        before: before.to_vec(),
        asked: guide.question().map(|question| asked(question, guide, player)),
        after: after.to_vec(),
        figure,
    }
}

fn asked(question: &Question, guide: &Guide, player: &Player) -> Asked {
    let choices = match &question.answers {
        Answers::Choose(choices) => &choices[..],
        Answers::Node { .. } => &[],
    };
    Asked {
        text: guide.line(&question.text, player),
        choices: choices.iter().map(|choice| guide.line(&choice.text, player)).collect(),
        right: choices.iter().position(|choice| choice.right),
        answer: guide.feedback(player).map(|(_, words)| words).unwrap_or_default(),
    }
}
