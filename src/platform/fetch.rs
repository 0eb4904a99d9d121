//! Fetching files of the site that the page is on.

use super::window;
use netsplit_text::t;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// The longest text that is read, bytes.
const LENGTH_MAX: usize = 300_000;

/// Why a file did not come.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Unfetched {
    /// No connection, or the page's policy forbids it.
    #[error("{}", t!("it could not be fetched: check the path and the connection"))]
    Refused,
    /// The server has none.
    #[error("{}", t!("the server answered {status}: check the path", status = .0))]
    Status(u16),
    /// Too long.
    #[error("{}", t!("it has {found} bytes; at most {most} are read", found = .0, most = LENGTH_MAX))]
    TooLong(usize),
}

/// The text of a file.
///
/// # Errors
/// When it does not come, or is too long.
pub async fn fetch_text(path: &str) -> Result<String, Unfetched> {
    let response = JsFuture::from(window().fetch_with_str(path)).await.map_err(|_| Unfetched::Refused)?;
    let response: Response = response.unchecked_into();
    if !response.ok() {
        return Err(Unfetched::Status(response.status()));
    }
    let text = response.text().map_err(|_| Unfetched::Refused)?;
    let text = JsFuture::from(text).await.map_err(|_| Unfetched::Refused)?;
    let text = text.as_string().unwrap_or_default();
    if text.len() > LENGTH_MAX { Err(Unfetched::TooLong(text.len())) } else { Ok(text) }
}
