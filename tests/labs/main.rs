//! What labs show, promise and break: a folder or file each, and what holds of every one of them.

mod clocks;
mod commit;
mod every;
mod gossip;
mod quorum;
mod raft;
mod split_brain;
mod support;
