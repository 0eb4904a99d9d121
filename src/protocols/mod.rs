//! The protocols: each a folder that can be read beside its paper.

pub mod atomic_commit;
pub mod gossip;
pub mod logical_clocks;
pub mod quorum;
pub mod raft;
pub mod split_brain;
