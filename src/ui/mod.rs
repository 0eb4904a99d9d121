//! The page: Yew components that draw whatever the world says. Nothing here names a protocol.

mod announce;
mod app;
mod bench;
mod catalogue;
mod describe;
mod diagram;
mod dialogs;
mod figures;
mod icons;
mod lab;
mod memo;
pub mod model;
mod panels;
mod prose;
mod stage;
mod theme;
mod words;

pub use app::App;
