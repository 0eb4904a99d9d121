//! The panels beside the stage, as tabs: what is selected, the story, the checks, the clients, and what else the
//! lab shows.

pub mod bars;
pub mod verdict;

#[cfg(feature = "web")]
mod checks;
#[cfg(feature = "web")]
mod clients;
#[cfg(feature = "web")]
mod extra;
#[cfg(feature = "web")]
mod inspect;
#[cfg(feature = "web")]
mod series;
#[cfg(feature = "web")]
mod story;
#[cfg(feature = "web")]
mod tabs;

#[cfg(feature = "web")]
pub use {
    checks::sign,
    clients::Clients,
    story::Story,
    tabs::{CHECKS, Panels, fetch},
};

#[cfg(feature = "web")]
use crate::ui::model::{Handle, Msg, Selection};

/// What every panel is given.
#[cfg(feature = "web")]
#[derive(Clone, yew::Properties, PartialEq)]
pub struct PanelProps {
    /// The player.
    pub player: Handle,
    /// What is selected.
    #[prop_or_default]
    pub selection: Option<Selection>,
    /// To the page.
    pub dispatch: yew::Callback<Msg>,
}
