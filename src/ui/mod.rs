//! The page: Yew components that draw whatever the world says. Nothing here names a protocol.
//!
//! Geometry and words compile without the web too, so that native tests reach them.

mod announce;
#[cfg(feature = "web")]
mod app;
#[cfg(feature = "web")]
mod arrive;
#[cfg(feature = "web")]
mod bench;
#[cfg(feature = "web")]
mod catalogue;
mod chart;
#[cfg(feature = "draw")]
mod class;
#[cfg(feature = "web")]
mod compare;
#[cfg(feature = "web")]
mod controls;
mod describe;
mod diagram;
#[cfg(feature = "web")]
mod dialogs;
mod done;
mod experiments;
mod figures;
#[cfg(feature = "web")]
mod hero;
mod hunt;
#[cfg(feature = "web")]
mod icons;
#[cfg(feature = "web")]
mod lab;
mod lesson;
mod links;
#[cfg(feature = "web")]
mod memo;
pub mod model;
mod panels;
#[cfg(feature = "web")]
mod prose;
mod relation;
mod stage;
#[cfg(any(feature = "web", test))]
mod talk;
#[cfg(feature = "web")]
mod theme;
mod words;

#[cfg(feature = "web")]
pub use app::App;
#[cfg(feature = "cli")]
pub use stage::figure;
