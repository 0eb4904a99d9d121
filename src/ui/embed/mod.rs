//! A lab in somebody else's page: reduced to the stage, the transport and the newest sentence, driven by the page
//! around it and telling it what happens. `static/netsplit.js` is the other half.

mod ask;
#[cfg(feature = "web")]
mod engine;
mod told;

pub use ask::ask;
#[cfg(feature = "web")]
pub use engine::{Engine, embed};
pub use told::{Reported, Told};

use super::model::{Msg, Tool};
use crate::player::Player;
use crate::sim::Micros;
use netsplit_text::t;
use std::rc::Rc;

/// Where the page of a lab is shown.
#[derive(Clone, Default)]
pub enum Place {
    /// On a page of its own, whose address, title and keys are its.
    #[default]
    Page,
    /// Only drawn to be measured: it leaves the address and the keys alone.
    Measured,
    /// In somebody else's page.
    Embedded(Rc<Embedding>),
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Place::Embedded(one), Place::Embedded(other)) => Rc::ptr_eq(one, other),
            (one, other) => std::mem::discriminant(one) == std::mem::discriminant(other),
        }
    }
}

impl Place {
    /// The tool in hand at first. In an embed a click kills, unless the lab or a lesson wants the hand for something.
    pub fn tool(&self, player: &Player, lesson: bool) -> Tool {
        match self {
            Place::Embedded(_) if !lesson && player.world().gestures().drag.is_none() => Tool::Kill,
            _ => Tool::Select,
        }
    }

    /// Whether a key, and what it would ask for, are left to the page around it.
    pub fn leaves(&self, key: &str, asked: &Msg) -> bool {
        let scrolls = matches!(key, "PageUp" | "PageDown" | "Home" | "End");
        let shows = matches!(asked, Msg::Present | Msg::Blackout | Msg::Spotlight(_));
        matches!(self, Place::Embedded(_)) && (scrolls || shows)
    }

    /// Its class.
    pub fn class(&self) -> Option<&'static str> {
        matches!(self, Place::Embedded(_)).then_some("embed")
    }
}

/// Which controls an embedded lab has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Controls {
    /// The transport, and what one mostly does.
    #[default]
    Bar,
    /// All tools over the stage too.
    Full,
    /// None: the page around it drives it.
    None,
}

impl Controls {
    /// Reads their name.
    ///
    /// # Errors
    /// When there is no such name: what there is.
    pub fn read(name: &str) -> Result<Self, String> {
        match name {
            "" | "bar" => Ok(Controls::Bar),
            "full" => Ok(Controls::Full),
            "none" => Ok(Controls::None),
            _ => Err(t!("`controls` is `{name}`, but should be bar, full or none", name)),
        }
    }
}

/// What the page around an embedded lab wants of it, and how it is told what happens.
pub struct Embedding {
    /// The controls.
    pub controls: Controls,
    /// Whether time passes at first; if it is not said, unless the address is that of a moment.
    pub running: Option<bool>,
    /// How much simulated time passes before it is shown from its beginning again.
    pub repeat: Option<Micros>,
    /// Where the address leads on a page of its own.
    pub address: String,
    /// Hears that it stands on the page.
    pub born: Box<dyn Fn()>,
    /// Hears what happens.
    pub tell: Box<dyn Fn(Told<'_>)>,
}

impl Embedding {
    /// Has the run begin as it should.
    pub fn begin(&self, player: &mut Player) {
        if let Some(running) = self.running {
            player.set_running(running);
        }
    }
}
