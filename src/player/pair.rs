//! Two runs side by side, always at the same simulated time, to which the same is done.
//!
//! Whatever is done is done to both, so their branches and what can be undone stay in step: where an input cannot be,
//! the run goes on without it, in a branch of its own where the other side gets one.

use super::{Acted, Met, Player, Setup, Step, deed};
use crate::scenario::pair::{Misfit, translate};
use crate::scenario::text::Names;
use crate::scenario::{Scenario, ScenarioError};
use crate::sim::{Input, Micros, When};
use netsplit_text::msg;
use std::cell::{Ref, RefCell, RefMut};
use std::rc::Rc;

/// One of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The first.
    Left,
    /// The second.
    Right,
}

impl Side {
    /// Both, in order.
    pub const BOTH: [Side; 2] = [Side::Left, Side::Right];

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        if self == Side::Left { Side::Right } else { Side::Left }
    }

    /// Its word: `left`.
    pub fn word(self) -> &'static str {
        if self == Side::Left { msg!("left") } else { msg!("right") }
    }
}

/// What became of an input on one side.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// It was done.
    Done,
    /// It was recorded but changed nothing: a node that is down cannot be killed.
    Nothing,
    /// It cannot be there, and was left out.
    Refused(Misfit),
}

/// A player shared with whoever shows it.
pub type Shared = Rc<RefCell<Player>>;

/// Two players in step.
pub struct Pair {
    sides: [Shared; 2],
}

impl Pair {
    /// Two runs, at the later of their instants; and whether both are played here as they were recorded.
    ///
    /// # Errors
    /// When a scenario does not fit its lab.
    pub fn of_scenarios([left, right]: &[Scenario; 2]) -> Result<(Self, bool), ScenarioError> {
        let (left, right) = (Player::of_scenario(left)?, Player::of_scenario(right)?);
        let faithful = left.1 && right.1;
        let pair = Pair { sides: [left.0, right.0].map(|player| Rc::new(RefCell::new(player))) };
        let at = Side::BOTH.map(|side| pair.get(side).when().at);
        if at[0] != at[1] {
            pair.seek(at[0].max(at[1]));
        }
        Ok((pair, faithful))
    }

    /// The player of a side, to be shown.
    pub fn shared(&self, side: Side) -> Shared {
        self.sides[side as usize].clone()
    }

    /// Looks at a side.
    pub fn get(&self, side: Side) -> Ref<'_, Player> {
        self.sides[side as usize].borrow()
    }

    fn get_mut(&self, side: Side) -> RefMut<'_, Player> {
        self.sides[side as usize].borrow_mut()
    }

    /// Does the same to both.
    pub fn each(&self, act: impl Fn(&mut Player)) {
        for side in Side::BOTH {
            act(&mut self.get_mut(side));
        }
    }

    /// Whether time passes.
    pub fn running(&self) -> bool {
        self.get(Side::Left).running()
    }

    /// The scenarios of both, at the time shown.
    pub fn scenarios(&self) -> [Scenario; 2] {
        Side::BOTH.map(|side| self.get(side).scenario())
    }

    /// Lets `seconds` of real time pass, as quickly as the side on which it should pass more slowly allows. What one
    /// side meets pauses both; says what each has met.
    pub fn tick(&self, seconds: f64) -> [Met; 2] {
        if !self.running() {
            return [Met::Nothing; 2];
        }
        let met = if Side::BOTH.iter().any(|side| self.get(*side).is_full()) {
            [Met::Full; 2]
        } else {
            self.pass(seconds)
        };
        if met != [Met::Nothing; 2] {
            self.each(|player| player.set_running(false));
        }
        met
    }

    fn pass(&self, seconds: f64) -> [Met; 2] {
        let wishes = Side::BOTH.map(|side| self.get_mut(side).wish());
        let wish = (wishes[0].0.min(wishes[1].0), wishes[0].1.min(wishes[1].1));
        let targets = Side::BOTH.map(|side| self.get_mut(side).target(seconds, wish));
        let target = targets[0].min(targets[1]);
        let stops = Side::BOTH.map(|side| self.get_mut(side).stop_by(target));
        let first = stops.iter().flatten().map(|(when, _)| when.at).min();
        // A side may do only so much in one tick: the other one waits for it.
        let reached = Side::BOTH.map(|side| self.get(side).reach_by(target));
        let reached = reached[0].min(reached[1]);
        for side in Side::BOTH {
            let own = stops[side as usize].filter(|(when, _)| Some(when.at) == first);
            let instant = own.map(|(when, _)| when).or(first.map(When::end_of));
            self.get_mut(side).pass_to(reached, target, instant);
        }
        let met = |side: Side| {
            let here = self.get(side).when();
            stops[side as usize].filter(|(when, _)| *when == here).map_or(Met::Nothing, |(_, met)| met)
        };
        Side::BOTH.map(met)
    }

    /// Shows the end of a time on both sides.
    pub fn seek(&self, at: Micros) {
        self.each(|player| player.seek_time(at));
    }

    /// Shows an instant of one side, and the end of its time on the other.
    pub fn seek_instant(&self, side: Side, when: When) {
        self.get_mut(side).seek(when);
        let at = self.get(side).when().at;
        self.get_mut(side.other()).seek_time(at);
    }

    /// Where the recordings end.
    pub fn edge(&self) -> Micros {
        self.get(Side::Left).edge().at.max(self.get(Side::Right).edge().at)
    }

    /// Goes to the next stop of this kind on either side and pauses there; false when there is none in reach.
    pub fn step_forward(&self, step: Step) -> bool {
        self.each(|player| player.set_running(false));
        loop {
            let stops = Side::BOTH.map(|side| self.get(side).next_stop(step));
            if let Some(at) = stops.iter().flatten().map(|stop| stop.at).min() {
                // The other side may have a stop before it, where it has not been run yet.
                self.each(|player| player.reach(at));
                let stops = Side::BOTH.map(|side| self.get(side).next_stop(step));
                let first = stops.iter().flatten().map(|stop| stop.at).min().unwrap_or(at);
                self.show_stops(&stops, first, |end, _| end);
                return true;
            }
            let further = Side::BOTH.map(|side| self.get_mut(side).look_further());
            if further == [false; 2] {
                return false;
            }
        }
    }

    /// Goes to the last stop of this kind on either side and pauses there; the start at the latest.
    pub fn step_back(&self, step: Step) {
        self.each(|player| player.set_running(false));
        let stops = Side::BOTH.map(|side| self.get(side).last_stop(step));
        match stops.iter().flatten().map(|stop| stop.at).max() {
            Some(at) => self.show_stops(&stops, at, When::min),
            None => self.each(|player| player.seek(When::default())),
        }
    }

    /// Shows a time: a side that stops at it at its stop, another at the end of the time, as `bound` has it.
    fn show_stops(&self, stops: &[Option<When>; 2], at: Micros, bound: fn(When, When) -> When) {
        for side in Side::BOTH {
            let here = self.get(side).when();
            let own = stops[side as usize].filter(|stop| stop.at == at);
            let when = own.unwrap_or_else(|| bound(When::end_of(at), here));
            self.get_mut(side).seek(when);
        }
    }

    /// Does something to both; `from` is the side whose names and numbers it uses. Before the edge it makes a second
    /// future of each.
    ///
    /// # Errors
    /// When it cannot be on either side; then nothing has changed.
    pub fn act(&self, from: Side, input: &Input) -> Result<(Acted, [Effect; 2]), Misfit> {
        let inputs = Side::BOTH.map(|side| self.fitting(from, side, input));
        if let [Err(left), Err(right)] = &inputs {
            return Err(if from == Side::Left { left } else { right }.clone());
        }
        let branching = Side::BOTH.iter().any(|side| self.get(*side).in_past());
        let effect = |side: Side| {
            let (found, mut player) = (&inputs[side as usize], self.get_mut(side));
            let name = deed(found.as_ref().unwrap_or(input), player.names());
            match (player.leave(&name, found.as_ref().ok(), branching), found) {
                (_, Err(why)) => Effect::Refused(why.clone()),
                (true, Ok(_)) => Effect::Done,
                (false, Ok(_)) => Effect::Nothing,
            }
        };
        Ok((if branching { Acted::Branched } else { Acted::Here }, Side::BOTH.map(effect)))
    }

    /// An input of one side in the names of another, if it can be there.
    fn fitting(&self, from: Side, side: Side, input: &Input) -> Result<Input, Misfit> {
        let (there, here) = (self.get(from), self.get(side));
        translate(input, &names(&there), &names(&here), here.world())
    }

    /// Takes back the last deed on both sides.
    pub fn undo(&self) -> bool {
        let undone = Side::BOTH.map(|side| self.get_mut(side).undo());
        undone != [false; 2]
    }

    /// Shows another pair of branches, at the time at which the left one was left.
    pub fn switch(&self, branch: usize) {
        self.each(|player| player.switch(branch));
        let when = self.get(Side::Left).when();
        self.seek_instant(Side::Left, when);
    }

    /// Starts other runs beside those there are.
    ///
    /// # Errors
    /// When one of them cannot be; then nothing has changed.
    pub fn restart(&self, runs: &[Scenario; 2]) -> Result<(), ScenarioError> {
        let labs = [runs[0].check()?, runs[1].check()?];
        for (side, (run, lab)) in Side::BOTH.into_iter().zip(runs.iter().zip(labs)) {
            self.get_mut(side).restart(Setup::of(lab, run), run.inputs.clone())?;
        }
        Ok(())
    }
}

/// How inputs are written in a player's run.
fn names(player: &Player) -> Names<'_> {
    Names { lab: player.lab(), nodes: player.names() }
}
