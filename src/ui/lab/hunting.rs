//! The page and its search: begins it, hears from those at work, shows what was found.

use super::{Drawer, LabPage, Notice};
use crate::check::Update;
use crate::platform;
use crate::scenario::{link, print, route};
use crate::ui::hunt::{Ask, Hunt, Next, Phase, Team, Told, branch_name, spoken};
use crate::ui::panels::CHECKS;
use netsplit_text::{t, tr};
use std::rc::Rc;
use yew::Callback;

/// Progress is drawn once in so many seconds.
const DRAWN: f64 = 0.2;

/// The search of a page, and who is at work for it.
pub struct Hunting {
    pub hunt: Rc<Hunt>,
    team: Team,
    /// When it began, ms since the page was opened.
    began: f64,
    since_drawn: f64,
    /// What was said last.
    said: String,
    /// Whether the card is to have the focus as soon as it is drawn.
    wants_focus: bool,
}

impl Hunting {
    /// No search yet; `told` will get what workers tell.
    pub fn new(told: Callback<Told>) -> Self {
        Hunting {
            hunt: Rc::default(),
            team: Team::new(told),
            began: 0.0,
            since_drawn: 0.0,
            said: String::new(),
            wants_focus: false,
        }
    }

    fn hunt(&mut self) -> &mut Hunt {
        Rc::make_mut(&mut self.hunt)
    }

    /// Gives the card the focus if it is to have it and is drawn.
    pub fn give_focus(&mut self) {
        self.wants_focus = self.wants_focus && !platform::focus("hunt-go");
    }

    /// Stops whoever is at work.
    fn cancel(&mut self) {
        self.team.stop();
        self.hunt().cancel();
    }

    /// Hears from somebody at work; whether that is more than progress.
    fn hear(&mut self, part: usize, update: Update) -> bool {
        let next = self.hunt().hear(part, update);
        self.follow(next)
    }

    fn follow(&mut self, next: Next) -> bool {
        match next {
            Next::GoOn => return false,
            Next::Stop => self.team.stop(),
            Next::Shrink(job) => {
                if self.hunt.workers == 0 || !self.team.start(std::slice::from_ref(&job)) {
                    self.team.start_here(*job);
                }
            }
        }
        true
    }
}

impl LabPage {
    /// Does what the reader asks of the search.
    pub(super) fn ask_hunt(&mut self, ask: Ask) {
        match ask {
            Ask::TryIt => self.try_to_break_it(),
            Ask::Search => self.begin_hunt(),
            Ask::SearchOn => {
                let hunt = self.hunting.hunt();
                hunt.wish.seed = hunt.wished().seed.wrapping_add(1);
                self.begin_hunt();
            }
            Ask::Cancel => self.hunting.cancel(),
            Ask::Close => {
                self.hunting.cancel();
                self.hunting.hunt().open = false;
            }
            Ask::Wish(wish) => self.hunting.hunt().wish = wish,
            Ask::Play => self.play_found(),
            Ask::Copy => self.copy_found(),
            Ask::Save => self.save_found(),
        }
        self.tell_hunt();
    }

    /// Opens the card and begins, unless a search is going on.
    fn try_to_break_it(&mut self) {
        if self.tab != CHECKS {
            self.tab = CHECKS;
            // What had the focus may be gone.
            self.hunting.wants_focus = true;
        }
        if self.drawer == Some(Drawer::Lab) {
            self.drawer = Some(Drawer::Panels);
        }
        self.hunting.hunt().open = true;
        if !self.hunting.hunt.at_work() {
            self.begin_hunt();
        }
    }

    fn begin_hunt(&mut self) {
        let scenario = self.player.get().scenario();
        let hunting = &mut self.hunting;
        hunting.began = platform::now();
        let workers = platform::cores_to_spare();
        let jobs = hunting.hunt().begin(&scenario, workers);
        hunting.hunt().workers = workers;
        if !hunting.team.start(&jobs) {
            self.hunt_here();
        }
    }

    /// Searches without workers.
    fn hunt_here(&mut self) {
        let Some(run) = self.hunting.hunt.run().or_else(|| Some(self.player.get().scenario())) else {
            return;
        };
        let hunt = self.hunting.hunt();
        hunt.workers = 0;
        if let Some(job) = hunt.begin(&run, 1).pop() {
            self.hunting.team.start_here(job);
        }
    }

    /// Hears from a worker; whether something is to be drawn at once.
    pub(super) fn hear_hunt(&mut self, told: Told) -> bool {
        if !self.hunting.team.is_of_now(&told) {
            return false;
        }
        let news = match told.update {
            Some(update) => self.hunting.hear(told.part, update),
            // One that could not even start: there are none to be had here.
            None if self.hunting.hunt.tried().0 == 0 => {
                self.hunt_here();
                true
            }
            None => {
                let why = t!("a worker of the search broke; search again").to_owned();
                let next = self.hunting.hunt().refuse(why);
                self.hunting.follow(next)
            }
        };
        if news {
            self.tell_hunt();
        }
        news
    }

    /// A frame passes: the page works where it must itself; whether something is to be drawn.
    pub(super) fn hunt_on(&mut self, passed: f64) -> bool {
        let hunting = &mut self.hunting;
        if !hunting.hunt.at_work() {
            return false;
        }
        let mut news = hunting.team.slice().is_some_and(|update| hunting.hear(0, update));
        hunting.since_drawn += passed;
        let due = hunting.since_drawn >= DRAWN;
        if due {
            hunting.since_drawn = 0.0;
            let seconds = (platform::now() - hunting.began) / 1_000.0;
            let next = hunting.hunt().pass(seconds);
            news |= hunting.follow(next);
        }
        if news {
            self.tell_hunt();
        }
        news || (due && self.hunting.hunt.open)
    }

    /// Says aloud what the search has come to.
    fn tell_hunt(&mut self) {
        let said = spoken(&self.hunting.hunt, tr(self.player.get().lab().about.title));
        if let Some(said) = said.filter(|said| *said != self.hunting.said) {
            self.hunting.said.clone_from(&said);
            self.spoken = said;
            self.since_spoken = 0.0;
        }
    }

    fn play_found(&mut self) {
        let Some(found) = self.hunting.hunt.found().cloned() else { return };
        let from = self.hunting.hunt.play_from();
        let Ok(scenario) = link::decode(&found.failure.link) else { return };
        (self.selection, self.highlight, self.notice, self.why) = (None, Rc::default(), None, None);
        let begun = self.player.get_mut().watch(&scenario, branch_name(&found.failure), from);
        if let Err(why) = begun {
            self.notice = Some(Notice::Error(format!("{why}.")));
        }
        if self.drawer == Some(Drawer::Panels) {
            self.drawer = None;
        }
        self.settle();
    }

    fn save_found(&mut self) {
        let Some(found) = self.hunting.hunt.found() else { return };
        let Ok(scenario) = link::decode(&found.failure.link) else { return };
        let name = format!("{}-broken-in-{}.json", scenario.lab, found.failure.inputs);
        let saved = print::write(&scenario).map(|text| platform::save_text(&name, "application/json", &text));
        if !matches!(saved, Ok(Ok(()))) {
            self.notice = Some(Notice::Error(
                t!("This browser would not save the file: copy the link instead.").to_owned(),
            ));
        }
    }

    fn copy_found(&mut self) {
        if let Phase::Found(found, _) = &self.hunting.hunt.phase {
            platform::copy(&platform::full_address(&route::moment(&found.failure.link)));
            self.hunting.hunt().copied = true;
        }
    }
}
