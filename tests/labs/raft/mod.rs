//! Raft.

mod faults;
mod scenes;
mod search;
