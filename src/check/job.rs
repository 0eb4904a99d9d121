//! Work that takes long, in steps that are short: what a worker carries out, or where there is none the page itself
//! between two frames. Jobs and what is told of them are plain data, which goes to workers and back as postcard.

use super::search::{Failure, Question, Search, SearchError};
use super::shrink::Shrinker;
use crate::later::{Later, later};
use crate::scenario::link;
use serde::{Deserialize, Serialize};

/// Something to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Job {
    /// Try the schedules `shard`, `shard + of`, `shard + 2 of`… below `runs`, until one violates something.
    Search {
        /// What is searched.
        question: Question,
        /// Which part of it this is, from 0.
        shard: u64,
        /// How many parts there are.
        of: u64,
        /// How many schedules are tried in all parts together.
        runs: u64,
    },
    /// Take away from a failing schedule whatever it can do without.
    Shrink {
        /// What was searched.
        question: Question,
        /// What was found.
        failure: Failure,
    },
}

impl Job {
    /// The id of the lab that it is about, which must be loaded before it begins; none when its run cannot be read.
    pub fn lab(&self) -> Option<String> {
        let (Job::Search { question, .. } | Job::Shrink { question, .. }) = self;
        Some(link::decode(&question.run).ok()?.lab)
    }
}

/// How far a job has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// What a search has tried so far.
    Tried(Tried),
    /// How short a failing schedule has become.
    Shrunk {
        /// The shortest so far.
        best: Failure,
        /// How many shorter ones were tried.
        tried: u64,
    },
    /// The job cannot be done, and why.
    Refused(String),
}

/// What one part of a search has tried.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    /// How many schedules.
    pub runs: u64,
    /// Their events.
    pub events: u64,
    /// Every schedule of this part with a lower number has been tried.
    pub next: u64,
    /// The first that violated something.
    pub failure: Option<Failure>,
    /// Settings that the search adds, because without them nothing could show.
    pub assumed: Vec<(String, i64)>,
}

/// What is told of a job after each stretch of work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Update {
    /// How far it has come.
    pub reply: Reply,
    /// Whether that is all.
    pub over: bool,
}

/// A kind of job at work.
trait Task {
    /// Does a little of it, in the order of a millisecond; false when nothing is left to do.
    fn step(&mut self) -> bool;
    /// How far it has come.
    fn reply(&self) -> Reply;
}

/// Begins a job.
pub static BEGIN: Later<fn(Job) -> Session> = later!(search: fn(Job) -> Session = Session::new);

/// A job at work.
pub struct Session {
    task: Box<dyn Task>,
    over: bool,
}

impl Session {
    fn new(job: Job) -> Self {
        let task = begin(job).unwrap_or_else(|why| Box::new(Refusal(why.to_string())));
        Session { task, over: false }
    }

    /// Works on until `enough` says so, which is asked after every step, or until the job is over.
    pub fn work(&mut self, mut enough: impl FnMut() -> bool) -> Update {
        while !self.over {
            self.over = !self.task.step();
            if enough() {
                break;
            }
        }
        Update { reply: self.task.reply(), over: self.over }
    }
}

fn begin(job: Job) -> Result<Box<dyn Task>, SearchError> {
    Ok(match job {
        Job::Search { question, shard, of, runs } => {
            let search = Search::new(&question)?;
            let tried = Tried { next: shard, assumed: search.assumed().clone(), ..Tried::default() };
            Box::new(Part { search, of: of.max(1), runs, tried })
        }
        Job::Shrink { question, failure } => Box::new(Shrinker::new(&Search::new(&question)?, &failure)),
    })
}

/// A part of a search.
struct Part {
    search: Search,
    of: u64,
    runs: u64,
    tried: Tried,
}

impl Task for Part {
    fn step(&mut self) -> bool {
        let tried = &mut self.tried;
        if tried.failure.is_some() || tried.next >= self.runs {
            return false;
        }
        let attempt = self.search.attempt(tried.next);
        tried.runs += 1;
        tried.events += attempt.events;
        tried.failure = attempt.failure;
        tried.next = tried.next.saturating_add(self.of);
        tried.failure.is_none() && tried.next < self.runs
    }

    fn reply(&self) -> Reply {
        Reply::Tried(self.tried.clone())
    }
}

impl Task for Shrinker {
    fn step(&mut self) -> bool {
        Shrinker::step(self)
    }

    fn reply(&self) -> Reply {
        Reply::Shrunk { best: self.best().clone(), tried: self.tried() }
    }
}

/// A job that cannot be done.
struct Refusal(String);

impl Task for Refusal {
    fn step(&mut self) -> bool {
        false
    }

    fn reply(&self) -> Reply {
        Reply::Refused(self.0.clone())
    }
}
