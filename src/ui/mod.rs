//! The page: Yew components that draw whatever the world says. Nothing here names a protocol.

pub mod model;
