//! The lesson that is given on this page, if one is.

use super::LabPage;
use crate::sim::NodeId;
use crate::ui::model::Turn;
use yew::prelude::*;

impl LabPage {
    /// Does what the reader asks of the lesson.
    pub(super) fn teach(&mut self, turn: Turn) {
        if let Some(teaching) = &mut self.teaching {
            teaching.turn(turn, &mut self.player.get_mut());
            self.notice = None;
        }
    }

    /// Answers the open question with a node, if there is one that asks for a node.
    pub(super) fn answer_with(&mut self, node: NodeId) -> bool {
        let teaching = self.teaching.as_mut();
        teaching.is_some_and(|teaching| teaching.answer_with(node, &mut self.player.get_mut()))
    }

    /// Lets the lesson see what has become of the run.
    pub(super) fn heed_lesson(&mut self) {
        if let Some(teaching) = &mut self.teaching {
            teaching.heed(&mut self.player.get_mut());
        }
    }

    /// The card of the lesson.
    pub(super) fn lesson_card(&self) -> Html {
        let card = self.teaching.as_ref().map(|teaching| teaching.card(&self.slow, &self.dispatch));
        html! { <div class="lesson-place">{ for card }</div> }
    }
}
