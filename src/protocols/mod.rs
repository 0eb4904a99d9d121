//! The protocols: each a folder that can be read beside its paper.

pub mod gossip;
pub mod raft;
