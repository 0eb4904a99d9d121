//! The guide: takes a player through a lesson.

use super::said::{self, Said, Speech};
use crate::player::{Moment, Player, Wait};
use crate::sim::{NodeId, When};
use netsplit_lesson::{Inline, Lesson, Question, What};
use netsplit_text::t;
use std::rc::Rc;

/// Where a lesson stands.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// The run goes on to something.
    Moving(Wait),
    /// A question is open.
    Asking,
    /// The step has come to rest.
    Resting,
    /// The step cannot go on: why, in words.
    Stuck(Vec<Speech>),
    /// The lesson has come to its end.
    Over,
}

/// An answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The choice of this number, from 0.
    Choice(usize),
    /// A node.
    Node(NodeId),
    /// None: the reader wants to see it.
    Shown,
}

/// The reader is elsewhere than the lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stray {
    /// In a future of their own.
    Branch,
    /// At another instant of the lesson's run, which has come to rest.
    Instant,
}

/// What the lesson has come to.
#[derive(Clone)]
pub(super) struct Course {
    pub state: State,
    /// The number of the step, from 0.
    pub step: usize,
    /// How many moves of the step are made.
    pub made: usize,
    /// The instant of the last one.
    pub at: When,
    /// The branch on which the lesson runs.
    pub branch: usize,
    /// How many sentences the story had before the first of the last moves that took no time.
    pub told: usize,
    pub said: Vec<Said>,
    /// The question, and how much was said before it.
    pub question: Option<(Question, usize)>,
    pub answer: Option<Answer>,
    pub called: Vec<(String, NodeId)>,
    pub focus: Vec<NodeId>,
    pub hidden: Vec<NodeId>,
    pub shown: Vec<String>,
}

/// A lesson on its way.
#[derive(Clone)]
pub struct Guide {
    lesson: Rc<Lesson>,
    pub(super) course: Course,
    /// How it and the run stood at the beginning of each step so far.
    begun: Vec<(Course, Moment)>,
}

impl Guide {
    /// Begins a lesson on a player that shows the start of its run.
    pub fn begin(lesson: Rc<Lesson>, player: &mut Player) -> Self {
        let course = Course {
            state: State::Resting,
            step: 0,
            made: 0,
            at: player.when(),
            branch: player.active(),
            told: 0,
            said: Vec::new(),
            question: None,
            answer: None,
            called: Vec::new(),
            focus: Vec::new(),
            hidden: Vec::new(),
            shown: Vec::new(),
        };
        let mut guide = Guide { lesson, begun: vec![(course.clone(), player.moment())], course };
        player.keep();
        guide.advance(player);
        guide
    }

    /// The lesson.
    pub fn lesson(&self) -> &Lesson {
        &self.lesson
    }

    /// Where it stands.
    pub fn state(&self) -> &State {
        &self.course.state
    }

    /// The number of the step, from 0.
    pub fn step(&self) -> usize {
        self.course.step
    }

    /// The heading over the step: its own, or the last one before it.
    pub fn heading(&self) -> Option<&str> {
        self.lesson.steps[..=self.course.step].iter().rev().find_map(|step| step.heading.as_deref())
    }

    /// What the author notes for whoever teaches the step.
    pub fn notes(&self) -> impl Iterator<Item = &Vec<Inline>> {
        let moves = &self.lesson.steps[self.course.step].moves;
        moves.iter().filter_map(|one| if let What::Note(words) = &one.what { Some(words) } else { None })
    }

    /// What the step has said so far.
    pub fn said(&self) -> &[Said] {
        &self.course.said
    }

    /// What it has said before and after its question.
    pub fn around_question(&self) -> (&[Said], &[Said]) {
        let before = self.course.question.as_ref().map_or(self.course.said.len(), |(_, before)| *before);
        self.course.said.split_at(before)
    }

    /// The nodes that are pointed at.
    pub fn focus(&self) -> &[NodeId] {
        &self.course.focus
    }

    /// The nodes that are hidden.
    pub fn hidden(&self) -> &[NodeId] {
        &self.course.hidden
    }

    /// Whether a part of the page is shown.
    pub fn shows(&self, part: &str) -> bool {
        self.course.shown.iter().any(|shown| shown == part)
    }

    /// Words with the nodes in their roles of the moment.
    pub fn line(&self, words: &[Inline], player: &Player) -> Vec<Speech> {
        said::line_of(words, &player.frame(), player.names(), &self.course.called)
    }

    /// Whether the reader has left the lesson, and how.
    pub fn stray(&self, player: &Player) -> Option<Stray> {
        let at_rest = !matches!(self.course.state, State::Moving(_));
        if player.active() != self.course.branch {
            Some(Stray::Branch)
        } else if at_rest && player.when() != self.course.at {
            Some(Stray::Instant)
        } else {
            None
        }
    }

    /// Shows the run as the lesson left it, and goes on.
    pub fn take_back(&mut self, player: &mut Player) {
        player.switch(self.course.branch);
        if !matches!(self.course.state, State::Moving(_)) {
            player.seek(self.course.at);
        }
        self.go_on(player);
    }

    /// Goes on with the lesson in the run and at the instant that the reader chose.
    pub fn carry_on(&mut self, player: &mut Player) {
        player.leave_future(t!("the lesson carried on"));
        let left_at = std::mem::replace(&mut self.course.at, player.when()).at;
        self.course.branch = player.active();
        if let State::Moving(wait) = &mut self.course.state {
            let left = wait.until.saturating_sub(left_at);
            *wait = Wait { since: player.told(), until: player.when().at + left, ..wait.clone() };
        }
        player.keep();
        self.go_on(player);
    }

    /// Whether the rest of the lesson can be given from where the reader is.
    ///
    /// # Errors
    /// With what would not happen there, in words.
    pub fn can_carry_on(&self, player: &Player) -> Result<(), Vec<Speech>> {
        let mut trial = player.copy();
        let mut guide = self.clone();
        guide.carry_on(&mut trial);
        loop {
            match &guide.course.state {
                State::Over => return Ok(()),
                State::Stuck(why) => return Err(why.clone()),
                _ => guide.press(&mut trial),
            }
        }
    }

    /// Hears that the player has moved.
    pub fn heed(&mut self, player: &mut Player) {
        let State::Moving(wait) = &self.course.state else { return };
        if player.active() != self.course.branch {
            return;
        }
        if player.has_come(wait) {
            self.advance(player);
        } else if player.when().at >= wait.until {
            let why = match &self.lesson.steps[self.course.step].moves[self.course.made - 1].what {
                What::WaitFor { otherwise: Some(words), .. } => self.line(words, player),
                _ => vec![Speech::Words(t!("What should have come next did not come.").to_owned())],
            };
            self.stick(why, player);
        }
    }

    /// The one button: shows the answer, skips what moves, goes on to the next step.
    pub fn press(&mut self, player: &mut Player) {
        match &self.course.state {
            State::Asking => self.reply(Answer::Shown, player),
            State::Moving(_) => {
                player.skip();
                self.heed(player);
            }
            State::Resting if self.course.step + 1 < self.lesson.steps.len() => {
                let course = &mut self.course;
                (course.step, course.made) = (course.step + 1, 0);
                (course.said, course.question, course.answer) = (Vec::new(), None, None);
                self.begun.push((self.course.clone(), player.moment()));
                self.advance(player);
            }
            State::Resting => self.course.state = State::Over,
            State::Stuck(_) | State::Over => {}
        }
    }

    /// Goes back to the beginning of the step before.
    pub fn back(&mut self, player: &mut Player) {
        self.turn_to(self.course.step.saturating_sub(1), player);
    }

    /// Goes back to the beginning of a step so far.
    pub fn turn_to(&mut self, step: usize, player: &mut Player) {
        let Some((course, moment)) = self.begun.get(step).cloned() else { return };
        self.begun.truncate(step + 1);
        self.course = course;
        player.return_to(&moment);
        self.advance(player);
    }

    pub(super) fn stick(&mut self, why: Vec<Speech>, player: &mut Player) {
        self.course.state = State::Stuck(why);
        self.rest(player);
    }

    /// Makes moves until something is to be waited for.
    pub(super) fn advance(&mut self, player: &mut Player) {
        let lesson = self.lesson.clone();
        (self.course.at, self.course.told) = (player.when(), player.told());
        while let Some(next) = lesson.steps[self.course.step].moves.get(self.course.made) {
            self.course.made += 1;
            match self.make(&next.what, player) {
                Ok(None) => {}
                Ok(Some(state)) => {
                    self.course.state = state;
                    return self.go_on(player);
                }
                Err(hitch) => return self.stick(vec![Speech::Words(format!("{hitch}."))], player),
            }
        }
        self.course.state = State::Resting;
        self.rest(player);
    }

    /// Lets the run go on to what is waited for, or rest.
    fn go_on(&mut self, player: &mut Player) {
        let State::Moving(wait) = self.course.state.clone() else { return self.rest(player) };
        player.set_wait(Some(wait));
        player.set_running(true);
    }

    fn rest(&mut self, player: &mut Player) {
        self.course.at = player.when();
        player.set_wait(None);
        player.set_running(false);
    }
}
