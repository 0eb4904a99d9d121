//! Saving files.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Offers a text as a download.
///
/// # Errors
/// When the browser refuses.
pub fn save_text(name: &str, kind: &str, text: &str) -> Result<(), JsValue> {
    save_part(name, kind, &JsValue::from_str(text))
}

/// Offers bytes as a download.
///
/// # Errors
/// When the browser refuses.
pub fn save_bytes(name: &str, kind: &str, bytes: &[u8]) -> Result<(), JsValue> {
    save_part(name, kind, &js_sys::Uint8Array::from(bytes))
}

fn save_part(name: &str, kind: &str, part: &JsValue) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    // Parts of any kind, whatever the name of this call says.
    let parts = js_sys::Array::of1(part);
    save(name, &Blob::new_with_str_sequence_and_options(&parts, &options)?)
}

/// Offers a file as a download.
///
/// # Errors
/// When the browser refuses.
pub fn save(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(blob)?;
    let document = super::window().document().ok_or("no document")?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&address)
}
