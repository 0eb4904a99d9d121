//! Where a search stands: what was asked for, what its parts have told, what came of it. Pure data; who does the work
//! is told what to do [`Next`].

use super::words;
use crate::check::{Failure, Job, Question, Reply, Tried, Update};
use crate::scenario::{Scenario, link};
use crate::sim::{Micros, When};

/// What the reader can ask for.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// Show the card and search, unless that is going on.
    TryIt,
    /// Search once more, as the form says now.
    Search,
    /// Search on, with the next seed.
    SearchOn,
    /// Stop at once. A schedule that was being shortened is kept as short as it is.
    Cancel,
    /// Take the card away.
    Close,
    /// Something in the form was changed.
    Wish(Wish),
    /// Play what was found.
    Play,
    /// Copy its link.
    Copy,
    /// Save it as a scenario file.
    Save,
}

/// What the form says.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// From the moment shown, else from the start.
    pub from_shown: bool,
    /// Any fault, else those that are tolerated.
    pub any_fault: bool,
    /// How many schedules.
    pub runs: u64,
    /// For how long at most, seconds.
    pub seconds: u64,
    /// The search's seed.
    pub seed: u64,
}

impl Default for Wish {
    fn default() -> Self {
        Wish { from_shown: false, any_fault: false, runs: 100_000, seconds: 60, seed: 1 }
    }
}

/// A schedule that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// It.
    pub failure: Failure,
    /// How many inputs it had at first.
    pub first: u32,
    /// How many shorter ones were tried.
    pub tried: u64,
    /// What is done in it, in words.
    pub steps: Vec<(Micros, String)>,
}

/// How far it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Phase {
    /// Nothing has been asked for yet.
    #[default]
    Asking,
    /// Schedules are tried.
    Searching,
    /// One violates something; it is being shortened.
    Shrinking(Found),
    /// One was found; whether nothing more can be taken away from it.
    Found(Found, bool),
    /// None was found in all schedules, or in the time there was.
    Nothing {
        /// Whether the time was over first.
        late: bool,
    },
    /// It was stopped.
    Stopped,
    /// It cannot be done, and why.
    Refused(String),
}

impl Phase {
    /// The word of `data-search`.
    pub fn word(&self) -> &'static str {
        match self {
            Phase::Asking => "asking",
            Phase::Searching => "searching",
            Phase::Shrinking(_) => "shrinking",
            Phase::Found(..) => "found",
            Phase::Nothing { .. } => "nothing",
            Phase::Stopped => "stopped",
            Phase::Refused(_) => "refused",
        }
    }
}

/// What is to be done next by who does the work.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// Go on.
    GoOn,
    /// Leave everything and do this.
    Shrink(Box<Job>),
    /// Leave everything.
    Stop,
}

/// A search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hunt {
    /// Whether its card is shown.
    pub open: bool,
    /// What the form says.
    pub wish: Wish,
    /// How far it is.
    pub phase: Phase,
    /// How long it has taken, seconds.
    pub seconds: f64,
    /// How many workers have been at it; none where the page itself did it.
    pub workers: usize,
    /// Whether the link has been copied.
    pub copied: bool,
    /// What it was begun with.
    begun: Option<(Question, Wish)>,
    parts: Vec<Tried>,
    over: Vec<bool>,
}

impl Hunt {
    /// Begins to search the run of `scenario`, in so many parts; returns their jobs.
    pub fn begin(&mut self, scenario: &Scenario, parts: usize) -> Vec<Job> {
        let wish = self.wish.clone();
        let question = Question {
            run: link::encode(scenario),
            from_shown: wish.from_shown,
            any_fault: wish.any_fault,
            seed: wish.seed,
        };
        let (of, runs) = (parts as u64, wish.runs);
        let job = |shard| Job::Search { question: question.clone(), shard, of, runs };
        let jobs = (0..of).map(job).collect();
        self.parts = vec![Tried::default(); parts];
        self.over = vec![false; parts];
        self.begun = Some((question, wish));
        (self.phase, self.seconds, self.copied) = (Phase::Searching, 0.0, false);
        jobs
    }

    /// Whether somebody is at work for it.
    pub fn at_work(&self) -> bool {
        matches!(self.phase, Phase::Searching | Phase::Shrinking(_))
    }

    /// What it was begun with.
    pub fn wished(&self) -> &Wish {
        self.begun.as_ref().map_or(&self.wish, |(_, wish)| wish)
    }

    /// The run that is searched.
    pub fn run(&self) -> Option<Scenario> {
        link::decode(&self.begun.as_ref()?.0.run).ok()
    }

    /// What was found, so far.
    pub fn found(&self) -> Option<&Found> {
        match &self.phase {
            Phase::Shrinking(found) | Phase::Found(found, _) => Some(found),
            _ => None,
        }
    }

    /// How many schedules have been tried, and their events.
    pub fn tried(&self) -> (u64, u64) {
        let sum = |of: fn(&Tried) -> u64| self.parts.iter().map(of).sum();
        (sum(|part| part.runs), sum(|part| part.events))
    }

    /// Settings that the search adds, because without them nothing could show.
    pub fn assumed(&self) -> &[(String, i64)] {
        self.parts.iter().map(|part| &part.assumed[..]).max_by_key(|assumed| assumed.len()).unwrap_or(&[])
    }

    /// How much of the search is over, per cent: of its schedules or of its time, whichever is further.
    pub fn percent(&self) -> u64 {
        let wish = self.wished();
        let share = |done: f64, all: u64| done / all.max(1) as f64 * 100.0;
        share(self.tried().0 as f64, wish.runs).max(share(self.seconds, wish.seconds)).clamp(0.0, 100.0)
            as u64
    }

    /// Hears from a part.
    pub fn hear(&mut self, part: usize, update: Update) -> Next {
        match (update.reply, &mut self.phase) {
            (Reply::Refused(why), _) => self.refuse(why),
            (Reply::Tried(tried), Phase::Searching) if part < self.parts.len() => {
                (self.parts[part], self.over[part]) = (tried, update.over);
                self.conclude()
            }
            (Reply::Shrunk { best, tried }, Phase::Shrinking(found)) => {
                if best != found.failure {
                    found.steps = words::steps(&best);
                }
                (found.failure, found.tried) = (best, tried);
                if !update.over {
                    return Next::GoOn;
                }
                self.phase = Phase::Found(found.clone(), true);
                Next::Stop
            }
            _ => Next::GoOn,
        }
    }

    /// Time passes: `seconds` since it began.
    pub fn pass(&mut self, seconds: f64) -> Next {
        self.seconds = seconds;
        let late = seconds >= self.wished().seconds as f64;
        if late && self.phase == Phase::Searching && self.lowest().is_none() {
            self.phase = Phase::Nothing { late };
            return Next::Stop;
        }
        Next::GoOn
    }

    /// Stops. What has been found is kept.
    pub fn cancel(&mut self) {
        self.phase = match std::mem::take(&mut self.phase) {
            Phase::Searching => Phase::Stopped,
            Phase::Shrinking(found) => Phase::Found(found, false),
            other => other,
        };
    }

    /// It cannot be done.
    pub fn refuse(&mut self, why: String) -> Next {
        self.phase = Phase::Refused(why);
        Next::Stop
    }

    /// The failure of the lowest number so far.
    fn lowest(&self) -> Option<&Failure> {
        self.parts.iter().filter_map(|part| part.failure.as_ref()).min_by_key(|failure| failure.run)
    }

    /// What follows from what the parts have tried. The answer is the failing schedule of the lowest number, however
    /// many parts there are and whichever is the fastest: so it stands once no part can find a lower one.
    fn conclude(&mut self) -> Next {
        let parts = || self.parts.iter().zip(&self.over);
        let Some(failure) = self.lowest().cloned() else {
            if !parts().all(|(_, over)| *over) {
                return Next::GoOn;
            }
            self.phase = Phase::Nothing { late: false };
            return Next::Stop;
        };
        if !parts().all(|(part, over)| *over || part.next > failure.run) {
            return Next::GoOn;
        }
        let Some((question, _)) = self.begun.clone() else { return Next::Stop };
        let job = Job::Shrink { question, failure: failure.clone() };
        let (first, steps) = (failure.inputs, words::steps(&failure));
        self.phase = Phase::Shrinking(Found { failure, first, tried: 0, steps });
        Next::Shrink(Box::new(job))
    }

    /// From where what was found is played: from the moment that was searched from, or from the start.
    pub fn play_from(&self) -> When {
        let from_shown = self.wished().from_shown;
        self.run().filter(|_| from_shown).map_or(When::end_of(0), |run| run.shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{BEGIN, Session};
    use crate::labs;
    use crate::player::{Player, Setup};

    /// A run of the first lab without its rule of this number.
    fn without(rule: usize) -> Scenario {
        let lab = labs::all()[0];
        let rule = lab.params().filter(|param| param.rule).nth(rule).expect("the lab has rules");
        let settings = vec![(rule.key.to_owned(), 0)];
        Scenario { lab: lab.about.id.to_owned(), settings, seed: 7, ..Scenario::default() }
    }

    /// Begins a job: outside the page all code is there.
    fn start(job: Job) -> Session {
        BEGIN.get().expect("what begins jobs is there")(job)
    }

    /// Carries a search out, its parts in turn, the last ones faster by `haste` steps; returns it when it needs
    /// somebody to shorten what was found, or when it is over.
    fn searched(run: &Scenario, wish: Wish, parts: usize, haste: usize) -> (Hunt, Option<Job>) {
        let mut hunt = Hunt { wish, ..Hunt::default() };
        let mut sessions: Vec<Session> = hunt.begin(run, parts).into_iter().map(start).collect();
        loop {
            for (part, session) in sessions.iter_mut().enumerate() {
                let mut steps = 1 + part * haste;
                let update = session.work(|| {
                    steps -= 1;
                    steps == 0
                });
                match hunt.hear(part, update) {
                    Next::GoOn => {}
                    Next::Shrink(job) => return (hunt, Some(*job)),
                    Next::Stop => return (hunt, None),
                }
            }
        }
    }

    fn wish(runs: u64) -> Wish {
        Wish { runs, ..Wish::default() }
    }

    #[test]
    fn the_same_is_found_by_any_number_of_workers() {
        for rule in [1, 2] {
            let find = |parts, haste| searched(&without(rule), wish(2_000), parts, haste).0.found().cloned();
            let alone = find(1, 0).expect("the absence of the rule shows");
            for (parts, haste) in [(2, 0), (2, 7), (3, 1), (8, 3)] {
                assert_eq!(find(parts, haste).as_ref(), Some(&alone), "{parts} parts");
            }
        }
    }

    #[test]
    fn what_is_found_is_shortened_and_can_be_watched() {
        let (mut hunt, job) = searched(&without(2), wish(2_000), 2, 0);
        let mut session = start(job.expect("the absence of the rule shows"));
        let first = hunt.found().expect("something was found").first;
        while hunt.hear(0, session.work(|| true)) == Next::GoOn {}
        let Phase::Found(found, true) = &hunt.phase else { panic!("{:?}", hunt.phase) };
        assert!(found.failure.inputs <= first && found.failure.inputs as usize == found.steps.len());
        let run = link::decode(&found.failure.link).expect("the link can be read");
        let mut player =
            Player::new(Setup::new(labs::all()[0], Vec::new(), 7)).expect("the lab's own settings are valid");
        player.watch(&run, "Broken".to_owned(), hunt.play_from()).expect("the run fits its lab");
        assert_eq!((player.when().at, player.branch().name.as_str()), (0, "Broken"));
        assert_eq!(player.edge(), run.shown);
        while player.running() {
            player.tick(0.1);
        }
        assert_eq!((player.when(), player.world().violated()), (run.shown, 1));
        assert!(player.undo() && player.branches().len() == 1);
    }

    #[test]
    fn nothing_is_found_where_there_is_nothing() {
        let run = Scenario { settings: Vec::new(), ..without(0) };
        let (hunt, job) = searched(&run, wish(50), 3, 1);
        assert_eq!((job, hunt.tried().0, &hunt.phase), (None, 50, &Phase::Nothing { late: false }));
        assert_eq!(hunt.percent(), 100);
    }

    #[test]
    fn time_stops_a_search_and_so_does_the_reader() {
        let mut hunt = Hunt { wish: Wish { seconds: 10, ..wish(50) }, ..Hunt::default() };
        hunt.begin(&without(0), 1);
        assert_eq!((hunt.pass(5.0), hunt.percent()), (Next::GoOn, 50));
        assert_eq!((hunt.pass(10.0), &hunt.phase), (Next::Stop, &Phase::Nothing { late: true }));
        hunt.begin(&without(0), 1);
        hunt.cancel();
        assert_eq!(hunt.phase, Phase::Stopped);
        let late = Update { reply: Reply::Tried(Tried { runs: 9, ..Tried::default() }), over: true };
        assert_eq!((hunt.hear(0, late), hunt.phase), (Next::GoOn, Phase::Stopped));
    }

    #[test]
    fn a_question_that_cannot_be_searched_says_why() {
        let run = Scenario { lab: "nowhere".to_owned(), ..without(0) };
        let (hunt, _) = searched(&run, wish(50), 1, 0);
        assert!(matches!(&hunt.phase, Phase::Refused(why) if why.contains("nowhere")), "{:?}", hunt.phase);
    }
}
