//! What the page does when something happens.

use super::{Drawer, Event, LabPage, Mode, Notice, Why, focus_is_in, keys, keys_enabled};
use crate::platform;
use crate::player::{Acted, Met, Player, Setup};
use crate::scenario::route;
use crate::sim::{Input, Stamped, When};
use crate::ui::announce::{announce, where_words};
use crate::ui::embed::Place;
use crate::ui::model::{Compared, Dialog, Msg, Selection, Turn};
use netsplit_text::{msg, t, tr};
use std::rc::Rc;
use yew::prelude::*;

/// The slower parts keep up once in so many seconds while time passes.
const SLOW: f64 = 0.1;
/// The address is written once in so many seconds while time passes: browsers limit how often it may be.
const ADDRESS: f64 = 2.0;
/// A cause is shown for so many seconds.
const CAUSE: f64 = 1.1;
/// What is said when nothing more can be recorded.
pub const FULL: &str = msg!(
    "This recording is full: it has a million events. Look back at any of them, share a moment, or start over."
);
/// What is said when a step finds nothing to stop at.
pub const NO_MORE: &str =
    msg!("Nothing more of that kind happens in the next two minutes of simulated time.");
/// Causes that *Why?* goes back, at most.
const CAUSES_MAX: usize = 7;

impl LabPage {
    /// Handles an event of the page; whether something is to be drawn.
    pub(super) fn handle(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        match event {
            Event::Frame(passed) => return self.hunt_on(passed) | self.frame(passed),
            Event::Told(told) => return self.hear_hunt(told),
            Event::StageSize(width, height) => self.stage_size = (width, height),
            Event::DiagramSize(width, height) => self.diagram_size = (width, height),
            Event::Drawer(drawer) => self.drawer = if self.drawer == drawer { None } else { drawer },
            Event::CloseNotice => self.notice = None,
            Event::CloseCaption => self.caption_away = true,
            Event::Key(key) => return self.key(&key),
            Event::Talk(loaded) => self.begin_talk(loaded),
            Event::Heard(heard) => self.hear_notes(heard),
            Event::Do(Msg::Notes) => self.open_notes(&ctx.link().callback(Event::Talk)),
            Event::Do(Msg::Tab(tab)) => self.tab = tab,
            Event::Do(Msg::Hunt(ask)) => self.ask_hunt(ask),
            Event::Do(Msg::Compare(with)) => self.compare(&with),
            Event::Do(msg) => {
                self.carry_out(msg);
                self.settle();
            }
            Event::Asked(msg, answer) => self.asked(msg, &answer),
            Event::Rest(rests) => self.rest(ctx, rests),
            Event::Voice(voice) => self.voice = voice,
        }
        true
    }

    /// A frame: time passes, or the causes of something are shown one by one.
    fn frame(&mut self, passed: f64) -> bool {
        self.since_spoken += passed;
        if self.why.is_some() {
            return self.show_causes(passed);
        }
        if !self.player.get().running() {
            return self.speak();
        }
        let begun = platform::now();
        let met = self.player.get_mut().tick(passed);
        self.player.get_mut().took(platform::now() - begun);
        match met {
            Met::Nothing | Met::Goal | Met::Awaited => {}
            Met::Violation => self.tell_violation(),
            Met::Full => self.notice = Some(Notice::Error(tr(FULL).to_owned())),
        }
        if met != Met::Nothing || self.repeat() {
            self.settle();
            return true;
        }
        self.player = self.player.renew();
        self.slow_age += passed;
        if self.slow_age >= SLOW {
            self.slow_age = 0.0;
            self.slow = self.player.clone();
            self.tell_notes();
            self.report();
        }
        self.since_address += passed;
        if self.since_address >= ADDRESS {
            self.write_address();
        }
        self.speak();
        true
    }

    /// Sees whether the goal has been reached, or is no longer.
    fn look_at_goal(&mut self) {
        let reached = self.player.get().progress().and_then(|now| now.reached);
        if reached == self.reached {
            return;
        }
        self.reached = reached;
        let done = done_notice(&self.player.get());
        if let Some(Notice::Done { text, .. }) = &done {
            self.player.get_mut().set_running(false);
            super::challenge::remember(&self.player.get());
            (self.spoken, self.since_spoken) = (t!("Goal reached. {text}", text), 0.0);
            self.told = self.player.get().trace().story_after(self.player.get().when());
            self.notice = done;
        } else if matches!(self.notice, Some(Notice::Done { .. })) {
            self.notice = None;
        }
    }

    /// Everything sees the player as it stands now.
    pub(super) fn settle(&mut self) {
        self.look_at_goal();
        self.heed_lesson();
        self.player = self.player.renew();
        self.slow = self.player.clone();
        self.tell_notes();
        self.write_address();
        self.report();
    }

    fn write_address(&mut self) {
        self.since_address = 0.0;
        if self.place != Place::Page {
            return;
        }
        let address = match &self.teaching {
            Some(teaching) => teaching.address(),
            None => route::address(&self.player.get().scenario()),
        };
        platform::set_address(&address);
    }

    fn key(&mut self, event: &KeyboardEvent) -> bool {
        if self.place == Place::Measured
            || event.default_prevented()
            || self.dialog.is_some()
            || !keys_enabled()
            || !focus_is_in(&self.root)
        {
            return false;
        }
        let Some(msg) = keys::pressed(event, &self.player, self.selection, self.teaching.is_some()) else {
            return false;
        };
        if self.place.leaves(&event.key(), &msg) {
            return false;
        }
        event.prevent_default();
        event.stop_propagation();
        self.carry_out(msg);
        self.settle();
        true
    }

    pub(super) fn carry_out(&mut self, msg: Msg) {
        self.why = None;
        match msg {
            Msg::Run(running) => self.player.get_mut().set_running(running),
            Msg::Toggle => {
                let running = self.player.get().running();
                self.player.get_mut().set_running(!running);
            }
            Msg::Seek(when) => {
                self.seek(when);
                self.say_where();
            }
            Msg::SeekTime(at) => self.seek(When::end_of(at)),
            Msg::SeekEdge => self.player.get_mut().seek_edge(),
            Msg::Forward(step) => {
                if self.player.get_mut().step_forward(step) {
                    self.say_where();
                } else {
                    self.notice = Some(Notice::Error(tr(NO_MORE).to_owned()));
                }
            }
            Msg::Back(step) => {
                self.player.get_mut().step_back(step);
                self.say_where();
            }
            Msg::Pace(pace) => self.player.get_mut().set_pace(pace),
            Msg::Act(input) => self.act(&[input]),
            Msg::ActAll(inputs) => self.act(&inputs),
            Msg::Undo => {
                self.notice = None;
                self.player.get_mut().undo();
            }
            Msg::StartOver if self.teaching.is_some() => self.teach(Turn::Start),
            Msg::StartOver => self.start_over(),
            Msg::NewRun => {
                let seed = self.player.get().branch().setup.seed.wrapping_add(1);
                self.restart(|setup| setup.seed = seed);
            }
            Msg::Seed(seed) => self.restart(|setup| setup.seed = seed),
            Msg::Setting(key, value) => self.restart(|setup| route::set(&mut setup.settings, key, value)),
            Msg::Scene(id) => self.scene(id),
            Msg::Branch(branch) => {
                self.notice = None;
                self.player.get_mut().switch(branch);
            }
            Msg::Select(Some(Selection::Node(node))) if self.answer_with(node) => {}
            Msg::Select(selection) => self.select(selection),
            Msg::Tool(tool) => self.tool = tool,
            Msg::Dialog(dialog) => self.open(dialog),
            Msg::Why(event) => self.ask_why(event),
            Msg::Present => {
                self.mode = if self.presenting() { Mode::Desk } else { Mode::Presenting };
                self.talking.spot = None;
            }
            Msg::Spotlight(node) => self.put_spotlight(node),
            Msg::Blackout => {
                self.mode = match self.mode {
                    Mode::Presenting => Mode::Black,
                    Mode::Black => Mode::Presenting,
                    Mode::Desk => Mode::Desk,
                };
            }
            Msg::Lesson(turn) => self.teach(turn),
            // Neither concerns the run.
            Msg::Tab(_) | Msg::Hunt(_) | Msg::Compare(_) | Msg::Notes => {}
            Msg::Notice(text) => self.notice = Some(Notice::Error(text)),
        }
    }

    /// Goes to the page of the comparison. Until it is there nothing may write this page's address over its own.
    fn compare(&mut self, with: &Compared) {
        self.player.get_mut().set_running(false);
        let opened = crate::ui::compare::open(&self.player.get(), with);
        self.notice = opened.err().map(|why| Notice::Error(format!("{why}.")));
    }

    fn seek(&mut self, when: When) {
        let mut player = self.player.get_mut();
        player.set_running(false);
        player.seek(when);
    }

    /// Says where a step has led: whoever sees the page sees the newest line change.
    fn say_where(&mut self) {
        let player = self.player.get();
        self.spoken = where_words(&player);
        self.told = player.trace().story_after(player.when());
        self.since_spoken = 0.0;
    }

    fn open(&mut self, dialog: Option<Dialog>) {
        // Sharing is of a moment: time stops while it is shared. Experiments need the time themselves.
        if matches!(dialog, Some(Dialog::Share | Dialog::Export | Dialog::Embed | Dialog::Experiments)) {
            self.player.get_mut().set_running(false);
        }
        if matches!(self.notice, Some(Notice::Error(_))) {
            self.notice = None;
        }
        self.dialog = dialog;
    }

    fn select(&mut self, selection: Option<Selection>) {
        self.selection = selection;
        if selection.is_none() {
            self.highlight = Rc::default();
            self.talking.spot = None;
        }
    }

    fn act(&mut self, inputs: &[Input]) {
        self.dialog = None;
        for input in inputs {
            let first = self.player.get().active();
            let outcome = self.player.get_mut().act(input);
            match outcome {
                Ok(Acted::Here) => self.notice = None,
                // A lesson's card says so itself.
                Ok(Acted::Branched) if self.teaching.is_some() => self.notice = None,
                Ok(Acted::Branched) => self.notice = Some(Notice::Branched(first)),
                Err(why) => {
                    self.notice = Some(Notice::Error(t!("That cannot be done: {why}.", why)));
                    return;
                }
            }
        }
        self.since_spoken = f64::INFINITY;
        let paused = !self.player.get().running();
        if paused && matches!(inputs, [Input::Deliver(_)]) {
            // What is delivered at once arrives at once, although time stands still.
            let at = self.player.get().when().at;
            self.player.get_mut().seek_time(at);
        }
    }

    /// Another run with a change to its set-up; the script of a scene would not fit it any more.
    fn restart(&mut self, change: impl FnOnce(&mut Setup)) {
        let mut setup = self.player.get().branch().setup.clone();
        change(&mut setup);
        self.begin(Setup::new(setup.lab, setup.settings, setup.seed), Vec::new());
    }

    fn start_over(&mut self) {
        let setup = self.player.get().branch().setup.clone();
        let inputs = if let Some(goal) = &setup.goal {
            self.player.get().branch().inputs[..goal.given as usize].to_vec()
        } else {
            let scene = setup.scene.and_then(|id| route::from_scene(setup.lab, id).ok());
            scene.map(|scenario| scenario.inputs).unwrap_or_default()
        };
        self.begin(setup, inputs);
    }

    fn scene(&mut self, id: &'static str) {
        let lab = self.player.get().lab();
        if let Ok(scenario) = route::from_scene(lab, id).or_else(|_| route::from_challenge(lab, id)) {
            self.begin(Setup::of(lab, &scenario), scenario.inputs);
        }
        self.drawer = None;
    }

    fn begin(&mut self, setup: Setup, inputs: Vec<Stamped>) {
        (self.selection, self.highlight, self.notice, self.caption_away) = (None, Rc::default(), None, false);
        let begun = self.player.get_mut().restart(setup, inputs);
        match begun {
            Ok(()) => self.player.get_mut().set_running(true),
            Err(why) => self.notice = Some(Notice::Error(format!("{why}."))),
        }
    }

    fn ask_why(&mut self, event: u64) {
        let chain = self.player.get().causes(event, CAUSES_MAX);
        self.highlight = Rc::new(chain.iter().copied().collect());
        self.player.get_mut().set_running(false);
        if self.drawer == Some(Drawer::Panels) {
            self.drawer = None;
        }
        self.why = Some(Why { chain, shown: 0, wait: 0.0 });
    }

    /// Shows the next cause when it is time.
    fn show_causes(&mut self, passed: f64) -> bool {
        let Some(why) = &mut self.why else { return false };
        why.wait -= passed;
        if why.wait > 0.0 {
            return false;
        }
        let Some(event) = why.chain.get(why.shown).copied() else {
            self.why = None;
            return true;
        };
        (why.shown, why.wait) = (why.shown + 1, CAUSE);
        let when = self.player.get().event_instant(event);
        if let Some(when) = when {
            self.player.get_mut().seek(when);
        }
        self.selection = Some(Selection::Event(event));
        self.settle();
        true
    }

    fn tell_violation(&mut self) {
        let player = self.player.get();
        let verdicts = player.world().verdicts();
        let newest = verdicts.iter().filter_map(|verdict| Some((verdict, verdict.violation.as_ref()?)));
        let newest = newest.max_by_key(|(_, violation)| violation.when);
        if let Some((verdict, violation)) = newest {
            let (property, how) = (verdict.property.name, violation.line.plain(player.names()));
            let text = t!("{property} is violated: {how}", property, how);
            self.report_violation(verdict.property.name, &text);
            self.notice = Some(Notice::Violation { text, event: violation.when.events });
        }
    }

    /// Puts what has happened into the live region, at most once a second; whether it changed.
    fn speak(&mut self) -> bool {
        if self.since_spoken < 1.0 {
            return false;
        }
        self.since_spoken = 0.0;
        let player = self.player.get();
        let said = announce(&player, self.told);
        self.told = player.trace().story_after(player.when());
        let changed = said.as_ref().is_some_and(|said| *said != self.spoken);
        if let Some(said) = said {
            self.spoken = said;
        }
        changed
    }
}

/// What to say of a goal that has been reached by the instant shown.
pub(super) fn done_notice(player: &Player) -> Option<Notice> {
    let goal = player.branch().setup.goal.as_ref()?;
    let (when, deeds) = player.progress()?.reached?;
    let next = super::challenge::next(player);
    Some(Notice::Done { text: crate::ui::done::result(deeds, goal.par), event: when.events, next })
}
