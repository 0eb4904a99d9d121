//! A talk: the audience looks at one window, and the speaker at another on the same machine, with what to say, what comes
//! next, and everything that is done with a talk in hand.

mod message;
#[cfg(feature = "web")]
mod notes;
#[cfg(feature = "web")]
mod stage;

#[cfg(feature = "web")]
pub use message::LessonStands;
#[cfg(feature = "web")]
pub use notes::NOTES;
#[cfg(feature = "web")]
pub use stage::{Heard, Join, TALK, Talk, Window, resumed};
