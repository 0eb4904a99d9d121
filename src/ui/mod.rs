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
mod embed;
mod experiments;
#[cfg(feature = "draw")]
pub mod figure;
mod figures;
#[cfg(feature = "draw")]
mod film;
#[cfg(feature = "web")]
mod glossary;
#[cfg(feature = "web")]
mod hero;
mod hunt;
#[cfg(feature = "web")]
mod icons;
#[cfg(feature = "web")]
mod lab;
#[cfg(feature = "web")]
mod language;
mod lesson;
mod links;
#[cfg(feature = "web")]
mod memo;
pub mod model;
#[cfg(feature = "draw")]
pub mod out;
mod panels;
#[cfg(feature = "web")]
mod prose;
#[cfg(feature = "draw")]
mod qr;
mod relation;
mod snippet;
mod stage;
#[cfg(any(feature = "web", test))]
mod talk;
#[cfg(feature = "web")]
mod theme;
mod words;

#[cfg(feature = "web")]
pub use app::App;
#[cfg(feature = "web")]
pub use embed::{Engine, embed};
