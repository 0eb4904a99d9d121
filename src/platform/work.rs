//! How much work a frame is.

use super::now;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Tells how many milliseconds the frame that has just begun keeps the page busy: scripts, styles, layout, paint.
/// To be called before anything else in an animation frame.
pub fn measure_frame(mut told: impl FnMut(f64) + 'static) {
    let Ok(channel) = web_sys::MessageChannel::new() else { return };
    let start = now();
    // A message is a task of its own: it comes when the frame's work is done.
    let arrived = Closure::once_into_js(move || told(now() - start));
    channel.port1().set_onmessage(Some(arrived.unchecked_ref()));
    let _ = channel.port2().post_message(&wasm_bindgen::JsValue::NULL);
}
