//! Questions: predict, then see.

use super::guide::{Answer, Guide, State};
use super::said::Speech;
use crate::player::Player;
use netsplit_lesson::{Answers, Question};

impl Guide {
    /// The question of the step, once it was asked.
    pub fn question(&self) -> Option<&Question> {
        self.course.question.as_ref().map(|(question, _)| question)
    }

    /// How it was answered.
    pub fn answer(&self) -> Option<&Answer> {
        self.course.answer.as_ref()
    }

    /// Answers the open question; then the run shows what happens.
    pub fn reply(&mut self, answer: Answer, player: &mut Player) {
        if self.course.state == State::Asking {
            self.course.answer = Some(answer);
            self.advance(player);
        }
    }

    /// Whether the answer was right, and what is said to it, once the step has come to rest. Who only wanted to see it
    /// is told what is right, as is who pressed another node.
    pub fn feedback(&self, player: &Player) -> Option<(bool, Vec<Speech>)> {
        let (question, answer) = (self.question()?, self.course.answer.as_ref()?);
        if !matches!(self.course.state, State::Resting | State::Over) {
            return None;
        }
        let (right, words) = match (&question.answers, answer) {
            (Answers::Choose(choices), Answer::Choice(place)) => {
                let choice = choices.get(*place)?;
                (choice.right, &choice.feedback)
            }
            (Answers::Choose(choices), _) => (true, &choices.iter().find(|choice| choice.right)?.feedback),
            (Answers::Node { right, yes, no }, Answer::Node(node)) => {
                let is_right = self.nodes(right, player).is_ok_and(|nodes| nodes.contains(node));
                (is_right, if is_right { yes } else { no })
            }
            (Answers::Node { no, .. }, _) => (true, no),
        };
        Some((right, self.line(words, player)))
    }
}
