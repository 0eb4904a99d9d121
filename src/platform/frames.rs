//! A loop over animation frames.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

type Callback = Closure<dyn FnMut(f64)>;

/// Calls back once a frame with the time since the last one, seconds, until it is dropped.
pub struct FrameLoop {
    callback: Rc<RefCell<Option<Callback>>>,
    /// The frame that was asked for, by the browser's number; none once the loop has been dropped.
    next: Rc<Cell<Option<i32>>>,
}

impl FrameLoop {
    /// Starts the loop.
    pub fn new(mut each: impl FnMut(f64) + 'static) -> Self {
        let callback: Rc<RefCell<Option<Callback>>> = Rc::default();
        let next = Rc::new(Cell::new(Some(0)));
        let (again, asked) = (Rc::downgrade(&callback), next.clone());
        let mut last = None;
        let run = move |now: f64| {
            let passed = last.map_or(0.0, |last| (now - last) / 1_000.0);
            last = Some(now);
            each(passed);
            // The owner may have dropped the loop in this frame.
            if let (Some(again), true) = (again.upgrade(), asked.get().is_some()) {
                asked.set(request(&again));
            }
        };
        *callback.borrow_mut() = Some(Closure::new(run));
        next.set(request(&callback));
        FrameLoop { callback, next }
    }
}

impl Drop for FrameLoop {
    fn drop(&mut self) {
        if let (Some(frame), Some(window)) = (self.next.take(), web_sys::window()) {
            let _ = window.cancel_animation_frame(frame);
        }
        // Dropping a closure while it runs would be an error, and this may be called from within it.
        let callback = self.callback.clone();
        gloo_timers::callback::Timeout::new(0, move || drop(callback.borrow_mut().take())).forget();
    }
}

/// Asks for the next frame; returns the browser's number for it.
fn request(callback: &Rc<RefCell<Option<Callback>>>) -> Option<i32> {
    let window = web_sys::window()?;
    let callback = callback.try_borrow().ok()?;
    window.request_animation_frame(callback.as_ref()?.as_ref().unchecked_ref()).ok()
}
