//! What several protocols share: logs, majorities, a key–value store, clients, experiments, and how a lab is
//! described.

mod attack;
mod challenge;
pub mod client;
mod comparison;
pub mod experiment;
pub mod glossary;
pub mod kv;
pub mod linear;
pub mod log;
pub mod merkle;
pub mod model;
pub mod quorum;
mod scene;
pub mod script;
pub mod version_vector;
pub mod versions;
pub mod wal;

pub use attack::{Attack, Cast, Faults, Opening};
pub use challenge::{Aim, Challenge};
pub use comparison::Comparison;
pub use scene::{About, Measured, Scene, Settings};

/// Declares the sentences of a protocol's story: `NAME "id" "text";`, with `=> "milestone"` when one marks it. A first
/// line `all NAME;` names the list of them.
#[macro_export]
macro_rules! story {
    (all $all:ident; $($name:ident $id:literal $text:literal $(=> $milestone:literal)?;)*) => {
        $crate::story! { $($name $id $text $(=> $milestone)?;)* }
        /// Every sentence of the story.
        pub static $all: &[&$crate::sim::Template] = &[$(&$name),*];
    };
    ($($name:ident $id:literal $text:literal $(=> $milestone:literal)?;)*) => {
        $(
            #[doc = $text]
            pub static $name: $crate::sim::Template = $crate::sim::Template {
                id: $id,
                text: $text,
                milestone: $crate::story!(@milestone $($milestone)?),
            };
        )*
    };
    (@milestone) => { None };
    (@milestone $milestone:literal) => { Some($milestone) };
}
