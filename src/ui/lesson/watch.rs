//! Looking again and again at a lesson that its author is writing.

use crate::platform;
use gloo_timers::future::TimeoutFuture;
use yew::platform::spawn_local;

/// How often it is looked at, ms.
const EVERY: u32 = 1_000;

/// Calls `changed` once the file is another than it was, while `wanted`.
pub fn watch(path: String, wanted: impl Fn() -> bool + 'static, changed: impl FnOnce() + 'static) {
    spawn_local(async move {
        let first = platform::fetch_text(&path).await.ok();
        loop {
            TimeoutFuture::new(EVERY).await;
            if !wanted() {
                return;
            }
            let now = platform::fetch_text(&path).await.ok();
            if now.is_some() && now != first {
                return changed();
            }
        }
    });
}
