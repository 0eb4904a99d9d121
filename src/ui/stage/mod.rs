//! The stage: nodes on an ellipse, messages on their way, cuts. Geometry is kept apart from drawing.

mod air;
mod badges;
pub mod cut;
#[cfg(feature = "draw")]
pub mod figure;
mod flight;
mod geometry;
mod labels;
mod layout;
mod look;
mod plan;
mod seam;
mod swarm;

#[cfg(feature = "web")]
mod bar;
#[cfg(feature = "web")]
mod hands;
#[cfg(feature = "web")]
mod key;
#[cfg(feature = "draw")]
mod links;
#[cfg(feature = "draw")]
mod messages;
#[cfg(feature = "web")]
mod node;
#[cfg(feature = "draw")]
mod seat;
#[cfg(feature = "draw")]
mod shapes;
#[cfg(feature = "web")]
mod slow;
#[cfg(feature = "web")]
mod view;

#[cfg(feature = "web")]
pub use key::key;
#[cfg(feature = "draw")]
pub use look::Light;
#[cfg(feature = "web")]
pub use look::spoken;
#[cfg(feature = "web")]
pub use view::{StageProps, stage};
