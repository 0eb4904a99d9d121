//! Code that the page loads when it is first asked for: files of its own beside the page's. `cargo xtask build` finds
//! out what belongs there: whatever is reached only through `later!`. Everywhere else it is simply there.

use netsplit_text::t;
use std::pin::Pin;
use std::sync::OnceLock;
use wasm_split_helpers::SplitLoaderError;

/// It did not come: there is no connection, or the page was replaced by a newer one.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}", t!("A part of Netsplit could not be loaded. Check the connection and try again."))]
pub struct Unloaded;

impl From<SplitLoaderError> for Unloaded {
    fn from(_: SplitLoaderError) -> Self {
        Unloaded
    }
}

/// What is being loaded.
pub type Coming<T> = Pin<Box<dyn Future<Output = Result<T, Unloaded>>>>;

/// A value that is loaded: a table of data, or a function and all that it calls.
pub struct Later<T> {
    fetch: fn() -> Coming<T>,
    value: OnceLock<T>,
}

impl<T: Copy> Later<T> {
    /// To be made by `later!`.
    pub(crate) const fn new(fetch: fn() -> Coming<T>) -> Self {
        Later { fetch, value: OnceLock::new() }
    }

    /// The value, if it is loaded.
    pub fn get(&self) -> Option<T> {
        #[cfg(not(target_family = "wasm"))]
        self.value.get_or_init(|| at_once((self.fetch)()));
        self.value.get().copied()
    }

    /// The value, which is loaded if it was not yet.
    ///
    /// # Errors
    /// When it does not come; asking again tries again.
    pub async fn load(&self) -> Result<T, Unloaded> {
        if let Some(value) = self.get() {
            return Ok(value);
        }
        let value = (self.fetch)().await?;
        Ok(*self.value.get_or_init(|| value))
    }
}

/// What is fetched where nothing has to be waited for.
#[cfg(not(target_family = "wasm"))]
fn at_once<T>(mut coming: Coming<T>) -> T {
    use std::task::{Context, Poll, Waker};
    match coming.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(value)) => value,
        _ => unreachable!("outside the page everything is one file"),
    }
}

/// `later!(file: Type = value)` is a `Later<Type>` for a `static`. What has the same `file` is loaded together.
macro_rules! later {
    ($file:ident: $type:ty = $value:expr) => {{
        #[wasm_split_helpers::wasm_split($file, fallible)]
        fn fetch() -> Result<$type, $crate::later::Unloaded> {
            Ok($value)
        }
        $crate::later::Later::new(|| Box::pin(fetch()))
    }};
}
pub(crate) use later;
