//! Listening: to sizes, to events of the window, to media queries.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Calls back with an element's size in CSS pixels, at first and whenever it changes.
pub struct SizeObserver {
    observer: web_sys::ResizeObserver,
    _callback: Closure<dyn FnMut(js_sys::Array)>,
}

impl SizeObserver {
    /// Starts observing; none in a browser that cannot.
    pub fn new(element: &web_sys::Element, mut each: impl FnMut(f64, f64) + 'static) -> Option<Self> {
        let run = move |entries: js_sys::Array| {
            let entry = entries.get(0).dyn_into::<web_sys::ResizeObserverEntry>();
            if let Ok(entry) = entry {
                let size = entry.content_rect();
                each(size.width(), size.height());
            }
        };
        let callback = Closure::<dyn FnMut(js_sys::Array)>::new(run);
        let observer = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(SizeObserver { observer, _callback: callback })
    }
}

impl Drop for SizeObserver {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Calls back when an element comes into view and when it leaves it, until it is dropped.
pub struct SightObserver {
    observer: web_sys::IntersectionObserver,
    _callback: Closure<dyn FnMut(js_sys::Array)>,
}

impl SightObserver {
    /// Starts observing; none in a browser that cannot.
    pub fn new(element: &web_sys::Element, mut each: impl FnMut(bool) + 'static) -> Option<Self> {
        let run = move |entries: js_sys::Array| {
            let newest = entries.get(entries.length().saturating_sub(1));
            if let Ok(entry) = newest.dyn_into::<web_sys::IntersectionObserverEntry>() {
                each(entry.is_intersecting());
            }
        };
        let callback = Closure::<dyn FnMut(js_sys::Array)>::new(run);
        let observer = web_sys::IntersectionObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(SightObserver { observer, _callback: callback })
    }
}

impl Drop for SightObserver {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Calls back when an attribute of an element changes, until it is dropped.
pub struct AttributeObserver {
    observer: web_sys::MutationObserver,
    _callback: Closure<dyn FnMut()>,
}

impl AttributeObserver {
    /// Starts observing; none in a browser that cannot.
    pub fn new(element: &web_sys::Element, attribute: &str, each: impl FnMut() + 'static) -> Option<Self> {
        let callback = Closure::<dyn FnMut()>::new(each);
        let observer = web_sys::MutationObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        let options = web_sys::MutationObserverInit::new();
        options.set_attribute_filter(&js_sys::Array::of1(&attribute.into()));
        observer.observe_with_options(element.as_ref(), &options).ok()?;
        Some(AttributeObserver { observer, _callback: callback })
    }
}

impl Drop for AttributeObserver {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// A listener that stops listening when it is dropped.
pub struct Listener {
    _listener: gloo_events::EventListener,
    // A media query list stops telling when nobody holds it.
    _list: Option<web_sys::MediaQueryList>,
}

/// Listens to an event of the window.
pub fn listen(event: &'static str, each: impl FnMut(&web_sys::Event) + 'static) -> Listener {
    listen_at(&web_sys::window().expect("the page runs in a window"), event, each)
}

/// Listens to an event at an element, or at the window.
fn listen_at(
    target: &web_sys::EventTarget,
    event: &'static str,
    mut each: impl FnMut(&web_sys::Event) + 'static,
) -> Listener {
    let options = gloo_events::EventListenerOptions::enable_prevent_default();
    let listener =
        gloo_events::EventListener::new_with_options(target, event, options, move |event| each(event));
    Listener { _listener: listener, _list: None }
}

/// Listens to the keys that are pressed within an element, or anywhere in the window.
pub fn listen_keys(
    within: Option<&web_sys::Element>,
    mut each: impl FnMut(web_sys::KeyboardEvent) + 'static,
) -> Listener {
    let heard = move |event: &web_sys::Event| {
        if let Some(key) = event.dyn_ref::<web_sys::KeyboardEvent>() {
            each(key.clone());
        }
    };
    match within {
        Some(element) => listen_at(element, "keydown", heard),
        None => listen("keydown", heard),
    }
}

/// Listens to a media query.
pub fn listen_media(query: &str, mut each: impl FnMut(bool) + 'static) -> Option<Listener> {
    let list = web_sys::window()?.match_media(query).ok()??;
    let told = list.clone();
    let listener = gloo_events::EventListener::new(&list, "change", move |_| each(told.matches()));
    Some(Listener { _listener: listener, _list: Some(list) })
}
