//! Gossip.

mod faults;
mod figures;
mod scenes;
