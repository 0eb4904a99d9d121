//! A lesson and its reader.

use super::card::{Stands, card};
use super::progress::{Progress, remember};
use super::speaker;
use crate::later::{Later, later};
use crate::lesson::{self, Answer, Guide, State};
use crate::player::Player;
use crate::scenario::route::{self, WhichLesson};
use crate::sim::NodeId;
use crate::ui::memo::memo;
use crate::ui::model::{Handle, Msg, Turn};
use crate::ui::stage::Light;
use crate::ui::talk::LessonStands;
use netsplit_lesson::Answers;
use netsplit_text::t;
use std::rc::Rc;
use yew::prelude::*;

/// What the page of a lab knows of a lesson that is given on it. What does it is loaded with the lessons.
pub trait Teach {
    /// Its title.
    fn title(&self) -> &str;
    /// Its address, at the step where it stands.
    fn address(&self) -> String;
    /// What the stage shows of the nodes.
    fn light(&self) -> Rc<Light>;
    /// The classes of the page: which parts of it are shown.
    fn classes(&self) -> String;
    /// Does what the reader asks of it.
    fn turn(&mut self, turn: Turn, player: &mut Player);
    /// Answers the open question with a node, if it asks for one.
    fn answer_with(&mut self, node: NodeId, player: &mut Player) -> bool;
    /// Sees what has become of the run.
    fn heed(&mut self, player: &mut Player);
    /// How it stands, for whoever teaches.
    fn told(&self, player: &Player) -> LessonStands;
    /// Its card.
    fn card(&self, player: &Handle, dispatch: &Callback<Msg>) -> Html;
}

/// Opens a lesson at one of its steps, with its run.
type Open = fn(&WhichLesson, usize) -> Result<(Box<dyn Teach>, Player), String>;

/// What opens a lesson.
pub static TEACH: Later<Open> = later!(lessons: Open = open);

struct Teaching {
    /// Shared with the card, which is asked for in every frame.
    guide: Rc<Guide>,
    which: WhichLesson,
    /// Why it could not go on from where the reader was.
    refused: Option<String>,
    light: Rc<Light>,
    /// Changes with everything that the card shows.
    version: u64,
}

fn open(which: &WhichLesson, step: usize) -> Result<(Box<dyn Teach>, Player), String> {
    let lesson = lesson::of(which).ok_or(t!("the lesson was not loaded"))?;
    let mut player = lesson::player(&lesson).map_err(|why| why.to_string())?;
    let last = lesson.steps.len() - 1;
    let mut guide = Guide::begin(Rc::new(lesson), &mut player);
    while guide.step() < step.min(last) && !matches!(guide.state(), State::Stuck(_)) {
        guide.press(&mut player);
    }
    let mut teaching = Teaching {
        guide: Rc::new(guide),
        which: which.clone(),
        refused: None,
        light: Rc::default(),
        version: 0,
    };
    teaching.look();
    Ok((Box::new(teaching), player))
}

impl Teaching {
    fn guide(&mut self) -> &mut Guide {
        Rc::make_mut(&mut self.guide)
    }

    /// Its id, or the path of its file.
    fn id(&self) -> &str {
        match &self.which {
            WhichLesson::Ours(id) => id,
            WhichLesson::From { path, .. } => path,
        }
    }

    /// Sees what the guide shows now.
    fn look(&mut self) {
        let (hidden, pointed) = (self.guide.hidden().to_vec(), self.guide.focus().to_vec());
        let light = Light { hidden, pointed, spot: None };
        if *self.light != light {
            self.light = Rc::new(light);
        }
        self.version += 1;
    }

    /// Whether the next click on a node is an answer.
    fn asks_for_a_node(&self) -> bool {
        let asked = self.guide.question().map(|question| &question.answers);
        *self.guide.state() == State::Asking && matches!(asked, Some(Answers::Node { .. }))
    }

    /// Goes on from where the reader is, if the rest of the lesson can be given there.
    fn carry_on(&mut self, player: &mut Player) {
        match self.guide.can_carry_on(player) {
            Ok(()) => self.guide().carry_on(player),
            Err(why) => {
                let why = lesson::plain(&why);
                self.refused = Some(t!("The lesson cannot go on from here. {why}", why));
            }
        }
    }
}

impl Teach for Teaching {
    fn title(&self) -> &str {
        &self.guide.lesson().title
    }

    fn address(&self) -> String {
        route::lesson_at(&self.which, self.guide.step())
    }

    fn light(&self) -> Rc<Light> {
        self.light.clone()
    }

    fn classes(&self) -> String {
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

    fn turn(&mut self, turn: Turn, player: &mut Player) {
        self.refused = None;
        match turn {
            Turn::On => self.guide().press(player),
            Turn::Back => self.guide().back(player),
            Turn::Start => self.guide().turn_to(0, player),
            Turn::Choose(place) => self.guide().reply(Answer::Choice(place), player),
            Turn::TakeBack => self.guide().take_back(player),
            Turn::CarryOn => self.carry_on(player),
        }
    }

    fn answer_with(&mut self, node: NodeId, player: &mut Player) -> bool {
        let asked = self.asks_for_a_node();
        if asked {
            self.guide().reply(Answer::Node(node), player);
        }
        asked
    }

    fn heed(&mut self, player: &mut Player) {
        self.guide().heed(player);
        self.look();
        let now = match self.guide.state() {
            State::Over => Progress::Done,
            _ => Progress::Begun(self.guide.step() + 1),
        };
        if let WhichLesson::Ours(id) = &self.which {
            remember(id, now);
        }
    }

    fn told(&self, player: &Player) -> LessonStands {
        speaker::told(&self.guide, player)
    }

    fn card(&self, player: &Handle, dispatch: &Callback<Msg>) -> Html {
        let (player, dispatch) = (player.clone(), dispatch.clone());
        let (guide, refused, id) = (self.guide.clone(), self.refused.clone(), self.id().to_owned());
        let print = route::print(&self.which);
        let strayed = guide.stray(&player.get()).is_some();
        let view = move || {
            let player = player.get();
            let next = if *guide.state() == State::Over { next(&id) } else { None };
            let next = next.as_ref().map(|(id, title)| (*id, &**title));
            let (refused, print) = (refused.as_deref(), print.clone());
            let stands = Stands { id: &id, guide: &guide, player: &player, print, refused, next };
            card(&stands, &dispatch)
        };
        memo((self.version, strayed.into()), view)
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
