//! The space-time diagram: a lane per actor, time to the right, messages as diagonals, faults as marks.
//!
//! A frame only moves one group: what it holds is drawn in pieces ([`chunk`]) that are rendered again when their
//! numbers change. The numbers come from the trace alone ([`scene`], [`lanes`]), by binary search.

pub mod causal;
pub mod find;
pub mod hit;
pub mod lanes;
pub mod scale;
pub mod scene;

#[cfg(feature = "draw")]
mod backdrop;
#[cfg(feature = "web")]
mod chunk;
#[cfg(feature = "web")]
mod controls;
#[cfg(feature = "draw")]
pub mod figure;
#[cfg(feature = "web")]
mod overlay;
#[cfg(feature = "draw")]
mod piece;
#[cfg(feature = "web")]
mod pointer;
#[cfg(feature = "web")]
mod view;

#[cfg(feature = "web")]
pub use view::Diagram;
#[cfg(test)]
mod tests;
