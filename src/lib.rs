//! Netsplit: distributed systems, run for real and shown live, on one deterministic simulator.
//!
//! Protocols are pure state machines ([`protocols`]); a deterministic world runs them ([`sim`]); a player rewinds
//! the world ([`player`]); the page shows whatever the world says, without knowing which protocol it is looking at.

pub mod check;
pub mod kit;
pub mod labs;
pub mod languages;
pub mod later;
pub mod lesson;
#[cfg(feature = "web")]
pub mod platform;
pub mod player;
pub mod protocols;
pub mod scenario;
pub mod sim;
#[cfg_attr(not(feature = "web"), allow(dead_code, unused_imports))]
pub mod ui;
