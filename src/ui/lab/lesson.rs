//! The lesson that is given on this page.

use super::LabPage;
use crate::lesson::{self, Answer, Guide, State};
use crate::player::Player;
use crate::scenario::route::{self, WhichLesson};
use crate::sim::NodeId;
use crate::ui::lesson::{Progress, Stands, card, remember};
use crate::ui::memo::memo;
use crate::ui::model::Turn;
use crate::ui::stage::Light;
use netsplit_lesson::Answers;
use std::rc::Rc;
use yew::prelude::*;

/// A lesson and its reader.
pub struct Teaching {
    pub guide: Guide,
    which: WhichLesson,
    /// Why it could not go on from where the reader was.
    refused: Option<String>,
    /// What the stage shows of the nodes.
    pub light: Rc<Light>,
    /// Changes with everything that the card shows.
    version: u64,
}

impl Teaching {
    /// Opens a lesson at one of its steps, with its run.
    ///
    /// # Errors
    /// When there is no such lesson, or it cannot be given: why, in words.
    pub fn open(which: &WhichLesson, step: usize) -> Result<(Self, Player), String> {
        let lesson = lesson::of(which).ok_or("the lesson was not loaded")?;
        let mut player = lesson::player(&lesson).map_err(|why| why.to_string())?;
        let last = lesson.steps.len() - 1;
        let mut guide = Guide::begin(Rc::new(lesson), &mut player);
        while guide.step() < step.min(last) && !matches!(guide.state(), State::Stuck(_)) {
            guide.press(&mut player);
        }
        let mut teaching =
            Teaching { guide, which: which.clone(), refused: None, light: Rc::default(), version: 0 };
        teaching.look();
        Ok((teaching, player))
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.guide.lesson().title
    }

    /// Its id, or the path of its file.
    fn id(&self) -> &str {
        match &self.which {
            WhichLesson::Ours(id) => id,
            WhichLesson::From { path, .. } => path,
        }
    }

    /// Its address.
    pub fn address(&self) -> String {
        route::lesson_at(&self.which, self.guide.step())
    }

    /// Sees what the guide shows now.
    fn look(&mut self) {
        let light = Light { hidden: self.guide.hidden().to_vec(), pointed: self.guide.focus().to_vec() };
        if *self.light != light {
            self.light = Rc::new(light);
        }
        self.version += 1;
    }

    /// Whether the next click on a node is an answer.
    pub fn asks_for_a_node(&self) -> bool {
        let asked = self.guide.question().map(|question| &question.answers);
        *self.guide.state() == State::Asking && matches!(asked, Some(Answers::Node { .. }))
    }

    /// The classes of the page: which parts of it are shown.
    pub fn classes(&self) -> String {
        let mut classes = "teaching".to_owned();
        for part in lesson::PARTS.iter().filter(|part| self.guide.shows(part)) {
            classes += " with-";
            classes += part;
        }
        if *self.guide.state() == State::Asking {
            classes += " asking";
        }
        classes
    }
}

impl LabPage {
    /// Does what the reader asks of the lesson.
    pub(super) fn teach(&mut self, turn: Turn) {
        let Some(teaching) = &mut self.teaching else { return };
        let mut player = self.player.get_mut();
        match turn {
            Turn::On => teaching.guide.press(&mut player),
            Turn::Back => teaching.guide.back(&mut player),
            Turn::Choose(place) => teaching.guide.reply(Answer::Choice(place), &mut player),
            Turn::TakeBack => teaching.guide.take_back(&mut player),
            Turn::CarryOn => match teaching.guide.can_carry_on(&player) {
                Ok(()) => teaching.guide.carry_on(&mut player),
                Err(why) => {
                    let why = lesson::plain(&why);
                    teaching.refused = Some(format!("The lesson cannot go on from here. {why}"));
                    return;
                }
            },
        }
        teaching.refused = None;
        self.notice = None;
    }

    /// Answers the open question with a node, if it asks for one.
    pub(super) fn answer_with(&mut self, node: NodeId) -> bool {
        let Some(teaching) = self.teaching.as_mut().filter(|teaching| teaching.asks_for_a_node()) else {
            return false;
        };
        teaching.guide.reply(Answer::Node(node), &mut self.player.get_mut());
        true
    }

    /// Lets the lesson see what has become of the run.
    pub(super) fn heed_lesson(&mut self) {
        let Some(teaching) = &mut self.teaching else { return };
        teaching.guide.heed(&mut self.player.get_mut());
        teaching.look();
        let now = match teaching.guide.state() {
            State::Over => Progress::Done,
            _ => Progress::Begun(teaching.guide.step() + 1),
        };
        if let WhichLesson::Ours(id) = &teaching.which {
            remember(id, now);
        }
    }

    /// The card of the lesson, if one is given.
    pub(super) fn lesson_card(&self) -> Html {
        let Some(teaching) = &self.teaching else { return html! { <div class="lesson-place"></div> } };
        let (player, dispatch) = (self.slow.clone(), self.dispatch.clone());
        let (guide, refused) = (teaching.guide.clone(), teaching.refused.clone());
        let id = teaching.id().to_owned();
        let strayed = guide.stray(&player.get()).is_some();
        let view = move || {
            let player = player.get();
            let next = next(&id);
            let next = next.as_ref().map(|(id, title)| (*id, &**title));
            let stands =
                Stands { id: &id, guide: &guide, player: &player, refused: refused.as_deref(), next };
            html! { <div class="lesson-place">{ card(&stands, &dispatch) }</div> }
        };
        memo((teaching.version, strayed.into()), view)
    }
}

/// The lesson after one under the same topic: its id and title.
fn next(id: &str) -> Option<(&'static str, String)> {
    let topic = lesson::find(id)?.topic;
    let mut after = lesson::ids().skip_while(|known| *known != id).skip(1);
    after.find_map(|id| {
        lesson::find(id).filter(|lesson| lesson.topic == topic).map(|lesson| (id, lesson.title))
    })
}
