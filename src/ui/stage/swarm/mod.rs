//! The stage of a swarm: with so many nodes each is a dot on a canvas. Only those that a hand or a key is at are drawn
//! on top of it in full, with their names.

mod border;
#[cfg(feature = "draw")]
mod figure;
mod grid;
mod marks;
#[cfg(feature = "draw")]
mod outline;

#[cfg(feature = "web")]
mod hands;
#[cfg(feature = "web")]
mod ink;
#[cfg(feature = "web")]
mod paint;
#[cfg(feature = "web")]
mod pick;
#[cfg(feature = "web")]
mod view;

#[cfg(feature = "draw")]
pub use figure::figure;
#[cfg(feature = "draw")]
pub use marks::census;
#[cfg(feature = "web")]
pub use view::Swarm;
