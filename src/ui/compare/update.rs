//! What the page does when something happens.

use super::says::{self, Said};
use super::{ComparePage, Event, open};
use crate::platform;
use crate::player::{Acted, Met, Side};
use crate::scenario::pair::restarted;
use crate::scenario::{Scenario, route};
use crate::sim::Input;
use crate::ui::announce::announce;
use crate::ui::figures::capital;
use crate::ui::lab::{FULL, NO_MORE, focus_is_in, keys, keys_enabled};
use crate::ui::model::{Dialog, Msg};
use netsplit_text::tr;
use yew::prelude::*;

/// The slower parts keep up once in so many seconds while time passes.
const SLOW: f64 = 0.1;
/// The address is written once in so many seconds while time passes: browsers limit how often it may be.
const ADDRESS: f64 = 2.0;

impl ComparePage {
    /// Handles an event of the page; whether something is to be drawn.
    pub(super) fn handle(&mut self, event: Event) -> bool {
        match event {
            Event::Frame(passed) => return self.frame(passed),
            Event::Size(side, width, height) => self.sizes[side as usize] = (width, height),
            Event::CloseSaid => self.said = None,
            Event::Alone(side) => {
                self.stop();
                // The caption is about both.
                let alone = Scenario { caption: String::new(), ..self.pair.get(side).scenario() };
                platform::go(&route::address(&alone));
            }
            Event::Do(_, Msg::Compare(with)) => {
                self.stop();
                let opened = open(&self.pair.get(Side::Left), &with);
                self.said = opened.err().map(|why| Said::error(format!("{why}.")));
            }
            Event::Key(key) => return self.key(&key),
            Event::Do(side, msg) => {
                self.carry_out(side, msg);
                self.settle();
            }
        }
        true
    }

    /// A frame: time passes.
    fn frame(&mut self, passed: f64) -> bool {
        self.since_spoken += passed;
        if !self.pair.running() {
            return self.speak();
        }
        let begun = platform::now();
        let met = self.pair.tick(passed);
        let took = platform::now() - begun;
        self.pair.each(|player| player.took(took));
        for side in Side::BOTH {
            match met[side as usize] {
                Met::Nothing | Met::Goal | Met::Awaited => {}
                Met::Violation => self.said = says::violation(&self.pair, side),
                Met::Full => self.said = Some(Said::error(tr(FULL).to_owned())),
            }
        }
        if met != [Met::Nothing; 2] {
            self.settle();
            return true;
        }
        self.sides = self.sides.each_ref().map(crate::ui::model::Handle::renew);
        self.slow_age += passed;
        if self.slow_age >= SLOW {
            self.show_slow();
        }
        self.since_address += passed;
        if self.since_address >= ADDRESS {
            self.write_address();
        }
        self.speak();
        true
    }

    /// Everything sees the players as they stand now.
    fn settle(&mut self) {
        self.sides = self.sides.each_ref().map(crate::ui::model::Handle::renew);
        self.show_slow();
        self.write_address();
    }

    /// The slower parts see the players as the quicker ones do.
    fn show_slow(&mut self) {
        self.slow_age = 0.0;
        self.slow = self.sides.clone();
        self.slow_at = self.pair.get(Side::Left).when().at;
    }

    fn write_address(&mut self) {
        self.since_address = 0.0;
        platform::set_address(&route::comparing(&self.pair.scenarios()));
    }

    fn key(&mut self, event: &KeyboardEvent) -> bool {
        if event.default_prevented() || self.dialog.is_some() || !keys_enabled() || !focus_is_in(&self.root) {
            return false;
        }
        let (side, selection) = self.selection;
        let Some(msg) = keys::pressed(event, &self.sides[side as usize], selection, false) else {
            return false;
        };
        event.prevent_default();
        event.stop_propagation();
        self.carry_out(side, msg);
        self.settle();
        true
    }

    fn carry_out(&mut self, side: Side, msg: Msg) {
        match msg {
            Msg::Run(running) => self.pair.each(|player| player.set_running(running)),
            Msg::Toggle => {
                let running = !self.pair.running();
                self.pair.each(|player| player.set_running(running));
            }
            Msg::Seek(when) => self.seek(|page| page.pair.seek_instant(side, when)),
            Msg::SeekTime(at) => self.seek(|page| page.pair.seek(at)),
            Msg::SeekEdge => self.pair.seek(self.pair.edge()),
            Msg::Forward(step) => {
                if !self.pair.step_forward(step) {
                    self.said = Some(Said::error(tr(NO_MORE).to_owned()));
                }
            }
            Msg::Back(step) => self.pair.step_back(step),
            Msg::Pace(pace) => self.pair.each(|player| player.set_pace(pace)),
            Msg::Act(input) => self.act(side, &[input]),
            Msg::ActAll(inputs) => self.act(side, &inputs),
            Msg::Undo => {
                self.said = None;
                self.pair.undo();
            }
            Msg::StartOver => self.restart(false),
            Msg::NewRun => self.restart(true),
            Msg::Branch(branch) => {
                self.said = None;
                self.pair.switch(branch);
            }
            Msg::Select(selection) => self.selection = (side, selection),
            Msg::Tool(tool) => self.tool = tool,
            Msg::Dialog(dialog) => self.open(dialog),
            Msg::Notice(text) => self.said = Some(Said::error(text)),
            // What concerns panels, and a lab alone.
            Msg::Seed(_)
            | Msg::Setting(..)
            | Msg::Scene(_)
            | Msg::Tab(_)
            | Msg::Hunt(_)
            | Msg::Lesson(_)
            | Msg::Compare(_)
            | Msg::Why(_)
            | Msg::Present
            | Msg::Blackout
            | Msg::Spotlight(_)
            | Msg::Notes => {}
        }
    }

    /// Stops time, and with it what is written into the address: whoever leaves the page has set another.
    fn stop(&self) {
        self.pair.each(|player| player.set_running(false));
    }

    fn seek(&self, go: impl FnOnce(&Self)) {
        self.stop();
        go(self);
    }

    fn open(&mut self, dialog: Option<Dialog>) {
        if dialog == Some(Dialog::Share) {
            self.stop();
        }
        if self.said.as_ref().is_some_and(|said| said.bad) {
            self.said = None;
        }
        self.dialog = dialog;
    }

    fn act(&mut self, side: Side, inputs: &[Input]) {
        self.dialog = None;
        for input in inputs {
            match self.pair.act(side, input) {
                Ok((acted, effects)) => self.said = says::deed(acted == Acted::Branched, &effects),
                Err(why) => {
                    self.said = Some(says::refused(&why));
                    return;
                }
            }
        }
        self.since_spoken = f64::INFINITY;
    }

    /// Both runs from their start, or with the next seed.
    fn restart(&mut self, next: bool) {
        (self.selection.1, self.said) = (None, None);
        let runs = self.pair.scenarios();
        let seed = next.then(|| runs[0].seed.wrapping_add(1));
        let begun = restarted(&runs, seed).map(|runs| self.pair.restart(&runs));
        match begun {
            Ok(Ok(())) => self.pair.each(|player| player.set_running(true)),
            Ok(Err(why)) => self.said = Some(Said::error(format!("{why}."))),
            Err(why) => self.said = Some(Said::error(format!("{why}."))),
        }
    }

    /// Puts what has happened into the live region, at most once a second; whether it changed.
    fn speak(&mut self) -> bool {
        if self.since_spoken < 1.0 {
            return false;
        }
        self.since_spoken = 0.0;
        let mut said: Vec<String> = Vec::new();
        for side in Side::BOTH {
            let player = self.pair.get(side);
            let news = announce(&player, self.told[side as usize]);
            said.extend(news.map(|news| format!("{}: {news}", capital(tr(side.word())))));
            self.told[side as usize] = player.trace().story_after(player.when());
        }
        let said = said.join(" ");
        let changed = !said.is_empty() && said != self.spoken;
        if changed {
            self.spoken = said;
        }
        changed
    }
}
