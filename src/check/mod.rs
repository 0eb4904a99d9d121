//! Checking: random fault schedules, the search for one that violates a property, and making it short.

pub mod schedule;
pub mod search;
pub mod shrink;
mod trial;

pub use search::{Attempt, Failure, Question, Search, SearchError};
pub use shrink::Shrinker;
