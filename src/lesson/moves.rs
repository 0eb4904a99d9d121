//! What the moves of a lesson do.

use super::guide::{Guide, State};
use super::roles::{self, Nobody};
use super::said;
use crate::kit::Aim;
use crate::player::{Pace, Player, Wait};
use crate::scenario::text::{Names, TextError};
use crate::sim::{InputError, NodeId};
use netsplit_lesson::{Pace as Written, Part, Role, What};

/// Parts of the page that a lesson shows and hides; at its beginning they are hidden. Stage, transport and tools are
/// always there.
pub const PARTS: [&str; 3] = ["diagram", "panels", "scenarios"];

/// All of [`PARTS`], and all nodes.
pub const EVERYTHING: &str = "everything";

/// What is written before the name of a property whose violation is waited for.
const VIOLATION: &str = "violation of ";

/// Why a move can't be made.
#[derive(Debug, thiserror::Error)]
pub enum Hitch {
    /// Nobody has the role.
    #[error(transparent)]
    Nobody(#[from] Nobody),
    /// What stands in braces is no role.
    #[error(transparent)]
    Role(#[from] netsplit_lesson::Wrong),
    /// What is to be done can't be read.
    #[error(transparent)]
    Text(#[from] TextError),
    /// It can't be done.
    #[error(transparent)]
    Input(#[from] InputError),
}

impl Guide {
    /// Makes a move; returns where the lesson stands then, if it does not go on at once.
    pub(super) fn make(&mut self, what: &What, player: &mut Player) -> Result<Option<State>, Hitch> {
        let (now, since) = (player.when().at, self.course.told);
        match what {
            What::Say(block) => {
                let said = said::block(block, &player.frame(), player.names(), &self.course.called);
                self.course.said.push(said);
            }
            What::Do(phrase) => {
                let text = roles::fill(phrase, &player.frame(), player.names(), &self.course.called)?;
                let input = Names { lab: player.lab(), nodes: player.names() }.parse(&text)?;
                player.direct(&input)?;
            }
            What::Wait(time) => {
                return Ok(Some(State::Moving(Wait { aim: None, since, until: now + time })));
            }
            What::WaitFor { milestone, within, .. } => {
                let wait = Wait { aim: Some(aim(milestone)), since, until: now + within };
                if !player.has_come(&wait) {
                    return Ok(Some(State::Moving(wait)));
                }
            }
            // Nobody but whoever teaches sees it.
            What::Note(_) => {}
            What::Ask(question) => {
                self.course.question = Some((question.clone(), self.course.said.len()));
                return Ok(Some(State::Asking));
            }
            What::Show(parts) => parts.iter().try_for_each(|part| self.show(part, player))?,
            What::Hide(parts) => parts.iter().try_for_each(|part| self.hide(part, player))?,
            What::Focus(of) => {
                let nodes = of.iter().map(|role| self.nodes(role, player)).collect::<Result<Vec<_>, _>>()?;
                self.course.focus = nodes.concat();
            }
            What::Pace(pace) => player.set_pace(speed(*pace)),
            What::Call(role, name) => {
                let node = self.nodes(role, player)?[0];
                self.course.called.push((name.clone(), node));
            }
        }
        Ok(None)
    }

    /// Who is meant; *others* are all but those in focus.
    pub(super) fn nodes(&self, role: &Role, player: &Player) -> Result<Vec<NodeId>, Nobody> {
        roles::find(role, &player.frame(), &self.course.called, &self.course.focus)
    }

    fn show(&mut self, part: &Part, player: &Player) -> Result<(), Nobody> {
        match part {
            Part::Page(name) if name == EVERYTHING => {
                self.course.shown = PARTS.map(str::to_owned).to_vec();
                self.course.hidden.clear();
            }
            Part::Page(name) => self.course.shown.push(name.clone()),
            Part::Nodes(role) => {
                let nodes = self.nodes(role, player)?;
                self.course.hidden.retain(|hidden| !nodes.contains(hidden));
            }
        }
        Ok(())
    }

    fn hide(&mut self, part: &Part, player: &Player) -> Result<(), Nobody> {
        match part {
            Part::Page(name) if name == EVERYTHING => self.course.shown.clear(),
            Part::Page(name) => self.course.shown.retain(|shown| shown != name),
            Part::Nodes(role) => self.course.hidden.extend(self.nodes(role, player)?),
        }
        Ok(())
    }
}

fn speed(pace: Written) -> Pace {
    match pace {
        Written::Follow => Pace::Follow,
        Written::Fixed(over, under) => Pace::Fixed(libm::log10(f64::from(over) / f64::from(under))),
    }
}

/// What is waited for: a milestone, or a violation.
pub fn aim(name: &str) -> Aim<String> {
    match name.strip_prefix(VIOLATION) {
        Some(property) => Aim::Violate(property.to_owned()),
        None => Aim::Reach(name.to_owned()),
    }
}
