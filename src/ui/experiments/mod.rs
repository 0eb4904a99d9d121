//! Experiments: a lab run many times, and the result as a chart that grows.

#[cfg(feature = "web")]
mod form;
mod numbers;
mod picture;
#[cfg(feature = "web")]
mod run;
#[cfg(feature = "web")]
mod view;

#[cfg(feature = "web")]
pub use view::Experiments;
