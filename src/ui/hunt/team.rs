//! Who does the work of a search: workers, or where there are none the page itself, a little between frames.

use crate::check::{BEGIN, Job, Reply, Session, Update};
use crate::platform::{self, Worker};
use netsplit_text::spoken;
use std::cell::RefCell;
use std::rc::Rc;
use yew::Callback;
use yew::platform::spawn_local;

/// How long the page works for a search between two frames, ms. A step more may follow; together they stay within 6.
const SLICE: f64 = 4.0;

/// What somebody at work has told.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    round: u32,
    /// For which part of the work.
    pub part: usize,
    /// How far it has come; nothing when the worker broke.
    pub update: Option<Update>,
}

/// Everybody who is at work for a page. Dropping it stops them at once.
pub struct Team {
    workers: Vec<Worker>,
    /// The job that the page does itself, once what does it is loaded.
    here: Rc<RefCell<Option<Session>>>,
    /// Counts what was begun, so that nothing is heard of what was left.
    round: u32,
    told: Callback<Told>,
}

impl Team {
    /// Nobody yet; `told` will get what they tell.
    pub fn new(told: Callback<Told>) -> Self {
        Team { workers: Vec::new(), here: Rc::default(), round: 0, told }
    }

    /// Gives each job to a worker; false when there are none to be had. Whatever was going on stops.
    pub fn start(&mut self, jobs: &[Job]) -> bool {
        self.stop();
        let worker = |(part, job): (usize, &Job)| {
            // With the language, for what it says of it.
            let job = postcard::to_allocvec(&(spoken().code, job)).ok()?;
            let (told, round) = (self.told.clone(), self.round);
            Worker::start(&job, move |bytes| {
                let update = bytes.and_then(|bytes| postcard::from_bytes(&bytes).ok());
                told.emit(Told { round, part, update });
            })
        };
        let workers: Option<Vec<Worker>> = jobs.iter().enumerate().map(worker).collect();
        self.workers = workers.unwrap_or_default();
        !self.workers.is_empty()
    }

    /// Does a job here, a slice at a time. Whatever was going on stops.
    pub fn start_here(&mut self, job: Job) {
        self.stop();
        let (here, told, round) = (self.here.clone(), self.told.clone(), self.round);
        spawn_local(async move {
            match BEGIN.load().await {
                Ok(begin) => *here.borrow_mut() = Some(begin(job)),
                Err(why) => {
                    let refused = Update { reply: Reply::Refused(why.to_string()), over: true };
                    told.emit(Told { round, part: 0, update: Some(refused) });
                }
            }
        });
    }

    /// Stops everybody at once.
    pub fn stop(&mut self) {
        self.workers.clear();
        // What is still being loaded for the job before arrives where nobody looks.
        self.here = Rc::default();
        self.round += 1;
    }

    /// Whether this was told of what is going on now.
    pub fn is_of_now(&self, told: &Told) -> bool {
        told.round == self.round
    }

    /// Works a slice, where the page does it itself.
    pub fn slice(&mut self) -> Option<Update> {
        let mut here = self.here.borrow_mut();
        let session = here.as_mut()?;
        let start = platform::now();
        Some(session.work(|| platform::now() - start >= SLICE))
    }
}
