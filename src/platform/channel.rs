//! What windows of one page, on one machine, tell each other; and opening a second one.

use super::window;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

/// A channel that all windows of this origin share which know its name.
pub struct Channel {
    inner: BroadcastChannel,
    _heard: Closure<dyn FnMut(MessageEvent)>,
}

/// What sends on a channel, also while the window goes away.
pub struct Sender(BroadcastChannel);

impl Channel {
    /// Joins a channel; `heard` gets the bytes that others send. None in a browser that has no channels.
    pub fn open(name: &str, heard: impl Fn(Vec<u8>) + 'static) -> Option<Self> {
        let inner = BroadcastChannel::new(name).ok()?;
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Ok(bytes) = event.data().dyn_into::<Uint8Array>() {
                heard(bytes.to_vec());
            }
        });
        inner.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        Some(Channel { inner, _heard: heard })
    }

    /// Tells the others.
    pub fn send(&self, bytes: &[u8]) {
        let _ = self.inner.post_message(&Uint8Array::from(bytes));
    }

    /// What can send on it and be kept elsewhere.
    pub fn sender(&self) -> Sender {
        Sender(self.inner.clone())
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.inner.set_onmessage(None);
        self.inner.close();
    }
}

impl Sender {
    /// Tells the others, unless the channel is closed.
    pub fn send(&self, bytes: &[u8]) {
        let _ = self.0.post_message(&Uint8Array::from(bytes));
    }
}

/// Opens a window of its own, or shows the one of this name; false when the browser does not let it.
pub fn open_window(address: &str, name: &str) -> bool {
    let opened = window().open_with_url_and_target_and_features(address, name, "popup,width=980,height=720");
    opened.is_ok_and(|opened| opened.is_some())
}

/// A word that nobody else has chosen.
pub fn unique_word() -> String {
    let draw = || (js_sys::Math::random() * f64::from(u32::MAX)) as u32;
    format!("{:08x}{:08x}", draw(), draw())
}
