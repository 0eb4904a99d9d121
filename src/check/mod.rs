//! Checking: random fault schedules.

pub mod schedule;
