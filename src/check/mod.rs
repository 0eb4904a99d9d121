//! Checking: random fault schedules.
