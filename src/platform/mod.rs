//! The only place that touches the browser beyond Yew. Everything here fails softly: a sandboxed frame has no
//! storage, an old browser no clipboard.

mod channel;
mod fetch;
mod frames;
mod observe;
mod panic;
mod picture;
mod save;
mod work;
mod workers;

pub use channel::{Channel, Sender, open_window, unique_word};
pub use fetch::{Unfetched, fetch_text};
pub use frames::FrameLoop;
pub use observe::{
    AttributeObserver, Listener, SightObserver, SizeObserver, listen, listen_keys, listen_media,
};
pub use panic::install as install_panic_card;
pub use picture::{data_address, pixels, png};
pub use save::{save, save_bytes, save_text};
pub use work::measure_frame;
pub use workers::{Begin, Work, Worker, cores_to_spare, serve};

use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};

fn window() -> web_sys::Window {
    web_sys::window().expect("the page runs in a window")
}

/// The part of the address after `#`, with it.
pub fn hash() -> String {
    window().location().hash().unwrap_or_default()
}

/// Goes to another part of this page; the browser's *Back* comes back. From somebody else's page it opens beside it.
pub fn go(hash: &str) {
    let _ = if is_guest() {
        window().open_with_url_and_target_and_features(&full_address(hash), "_blank", "noopener").map(drop)
    } else {
        window().location().set_hash(hash)
    };
}

/// Writes an address into the address bar without going there.
pub fn set_address(hash: &str) {
    let history = window().history();
    let _ = history.and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(hash)));
}

thread_local! {
    /// Where Netsplit's files are, when that is not where the page is: then it is in somebody else's.
    static HOME: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Says where Netsplit's files are, on somebody else's page.
pub fn set_home(address: &str) {
    HOME.set(Some(address.to_owned()));
}

/// Whether this is somebody else's page.
fn is_guest() -> bool {
    HOME.with_borrow(Option::is_some)
}

/// The address of a page of Netsplit's, by the part after `#`.
pub fn full_address(hash: &str) -> String {
    let own = || window().location().href().unwrap_or_default();
    let href = HOME.with_borrow(Clone::clone).unwrap_or_else(own);
    let base = href.split('#').next().unwrap_or_default().to_owned();
    base + hash
}

/// Loads the page again, with this parameter in its address, or without.
pub fn reload_with(parameter: &str, value: Option<&str>) {
    let location = window().location();
    let href = location.href().unwrap_or_default();
    let Ok(address) = web_sys::Url::new(&href) else { return };
    match value {
        Some(value) => address.search_params().set(parameter, value),
        None => address.search_params().delete(parameter),
    }
    // An address that differs in nothing, or only behind `#`, would load nothing.
    let _ = if address.href() == href { location.reload() } else { location.set_href(&address.href()) };
}

/// Milliseconds since the page was opened.
pub fn now() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

/// Whether a media query holds.
pub fn media(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// A value kept between visits; on somebody else's page nothing is.
pub fn stored(key: &str) -> Option<String> {
    if is_guest() {
        return None;
    }
    window().local_storage().ok()??.get_item(key).ok()?
}

/// Keeps a value between visits, where that is allowed.
pub fn store(key: &str, value: &str) {
    if let (Ok(Some(storage)), false) = (window().local_storage(), is_guest()) {
        let _ = storage.set_item(key, value);
    }
}

/// The page's root.
fn root() -> Option<web_sys::Element> {
    window().document().and_then(|document| document.document_element())
}

/// Device pixels in a CSS pixel.
pub fn density() -> f64 {
    window().device_pixel_ratio()
}

/// Sets an attribute of the page's root: its theme.
pub fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute(name, value);
    }
}

/// Opens the browser's dialog for printing.
pub fn print() {
    let _ = window().print();
}

/// Sets the page's title.
pub fn set_title(title: &str) {
    if let Some(document) = window().document() {
        document.set_title(title);
    }
}

/// Copies text to the clipboard, where that is allowed; the text field beside it can be copied by hand.
pub fn copy(text: &str) {
    let navigator = window().navigator();
    // Missing on pages that are not served securely.
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into());
    if let Ok(clipboard) = clipboard.map(JsCast::unchecked_into::<web_sys::Clipboard>)
        && !clipboard.is_undefined()
    {
        let _ = clipboard.write_text(text);
    }
}

/// Gives an element the focus; false when it is not there.
pub fn focus(id: &str) -> bool {
    let element = window().document().and_then(|document| document.get_element_by_id(id));
    let element = element.as_ref().and_then(JsCast::dyn_ref::<web_sys::HtmlElement>);
    element.is_some_and(|element| element.focus().is_ok())
}

/// What has the focus in the document, or in the shadow tree, that a node is in.
pub fn focused(node: &web_sys::Node) -> Option<web_sys::Element> {
    match node.get_root_node().dyn_into::<web_sys::ShadowRoot>() {
        Ok(shadow) => shadow.active_element(),
        Err(_) => window().document()?.active_element(),
    }
}

/// Whether the event's target is an input, select, slider or tab, which want keys for themselves.
pub fn wants_keys(event: &web_sys::Event, key: &str) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let Some(target) = target else { return false };
    let pressing = matches!(key, " " | "Enter");
    let moving = key.starts_with("Arrow") || matches!(key, "Home" | "End" | "PageUp" | "PageDown");
    match target.tag_name().to_ascii_lowercase().as_str() {
        "input" | "select" | "textarea" => true,
        "button" | "a" | "summary" if pressing => true,
        _ => match target.get_attribute("role").as_deref() {
            Some("tab" | "slider" | "menu" | "menuitem" | "button") => pressing || moving,
            _ => false,
        },
    }
}

/// Reads and forgets how many bytes each file of the page took on its way: name and transferred bytes.
pub fn transferred() -> Vec<(String, f64)> {
    let Some(performance) = window().performance() else { return Vec::new() };
    let entries = performance.get_entries_by_type("resource");
    let entry = |value: JsValue| {
        let entry: web_sys::PerformanceResourceTiming = value.dyn_into().ok()?;
        let name = entry.name().rsplit('/').next().unwrap_or_default().to_owned();
        Some((name, entry.encoded_body_size()))
    };
    entries.iter().filter_map(entry).collect()
}
