//! A loop over animation frames.

use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

type Callback = Closure<dyn FnMut(f64)>;

/// Calls back once a frame with the time since the last one, seconds, until it is dropped.
pub struct FrameLoop {
    callback: Rc<RefCell<Option<Callback>>>,
}

impl FrameLoop {
    /// Starts the loop.
    pub fn new(mut each: impl FnMut(f64) + 'static) -> Self {
        let callback: Rc<RefCell<Option<Callback>>> = Rc::default();
        let again = Rc::downgrade(&callback);
        let mut last = None;
        let run = move |now: f64| {
            // The owner may have dropped the loop after this frame was asked for.
            let Some(again) = again.upgrade() else { return };
            let passed = last.map_or(0.0, |last| (now - last) / 1_000.0);
            last = Some(now);
            each(passed);
            request(&again);
        };
        *callback.borrow_mut() = Some(Closure::new(run));
        request(&callback);
        FrameLoop { callback }
    }
}

impl Drop for FrameLoop {
    fn drop(&mut self) {
        // Dropping a closure while it runs would be an error, and this may be called from within it.
        let callback = self.callback.clone();
        gloo_timers::callback::Timeout::new(0, move || drop(callback.borrow_mut().take())).forget();
    }
}

fn request(callback: &Rc<RefCell<Option<Callback>>>) {
    if let (Some(window), Ok(callback)) = (web_sys::window(), callback.try_borrow())
        && let Some(callback) = callback.as_ref()
    {
        let _ = window.request_animation_frame(callback.as_ref().unchecked_ref());
    }
}
