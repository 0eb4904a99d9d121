//! Lessons on the page: the card below the stage, and the table of contents.

#[cfg(feature = "web")]
mod bring;
#[cfg(feature = "web")]
mod card;
#[cfg(feature = "web")]
mod contents;
#[cfg(feature = "web")]
mod print;
mod progress;
#[cfg(feature = "web")]
mod speaker;
#[cfg(feature = "web")]
mod speech;
#[cfg(feature = "web")]
mod teach;
#[cfg(feature = "web")]
mod watch;

#[cfg(feature = "web")]
pub use bring::BRING;
#[cfg(feature = "web")]
pub use contents::CONTENTS;
#[cfg(feature = "web")]
pub use print::PRINT;
#[cfg(feature = "web")]
pub use teach::{TEACH, Teach};
#[cfg(feature = "web")]
pub use watch::watch;
