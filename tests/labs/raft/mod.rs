//! Raft.

mod faults;
mod figures;
mod scenes;
mod search;
