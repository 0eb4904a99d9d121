//! Checking: random fault schedules, the search for one that violates a property, and making it short; and judges of
//! what clients saw.

pub mod clients;
#[cfg(feature = "cli")]
pub mod events;
pub mod history;
pub mod job;
pub mod linear;
pub mod schedule;
pub mod search;
mod seen;
pub mod sequential;
pub mod sessions;
pub mod shrink;
mod trial;

pub use clients::{Verdict, judge_operations};
pub use job::{BEGIN, Job, Reply, Session, Tried, Update};
pub use search::{Attempt, Failure, Question, Search, SearchError};
pub use shrink::Shrinker;
