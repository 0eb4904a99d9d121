//! Workers: the same module on further cores. The page gives a worker one job as bytes and hears of it in bytes.

use js_sys::{Object, Reflect, Uint8Array};
use std::pin::Pin;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, WorkerOptions, WorkerType};
use yew::platform::spawn_local;

/// How long a worker works before it tells of it, ms.
const STRETCH: f64 = 80.0;

/// How many workers are worth having: as many as there are cores, less the one that draws the page; at least one.
pub fn cores_to_spare() -> usize {
    (super::window().navigator().hardware_concurrency() as usize).saturating_sub(1).max(1)
}

/// A worker. Dropping it stops it at once, whatever it is doing.
pub struct Worker {
    inner: web_sys::Worker,
    _told: Closure<dyn FnMut(MessageEvent)>,
    _broke: Closure<dyn FnMut(web_sys::Event)>,
}

impl Worker {
    /// Gives a job to a worker of its own. `told` gets what it tells, or nothing when it broke. None where there are
    /// no workers: in a sandboxed frame or an embed on another site.
    pub fn start(job: &[u8], told: impl Fn(Option<Vec<u8>>) + Clone + 'static) -> Option<Worker> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let address = absolute("worker.js")?;
        let inner = web_sys::Worker::new_with_options(&address, &options).ok()?;
        let tell = told.clone();
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            tell(event.data().dyn_into::<Uint8Array>().ok().map(|bytes| bytes.to_vec()));
        });
        let broke = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            event.prevent_default();
            told(None);
        });
        inner.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        inner.set_onerror(Some(broke.as_ref().unchecked_ref()));
        inner.post_message(&order(job)?).ok()?;
        Some(Worker { inner, _told: heard, _broke: broke })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.inner.set_onmessage(None);
        self.inner.set_onerror(None);
        self.inner.terminate();
    }
}

/// A file of the page by its full address.
fn absolute(file: &str) -> Option<String> {
    let base = super::window().document()?.base_uri().ok()??;
    Some(web_sys::Url::new_with_base(file, &base).ok()?.href())
}

/// What `static/worker.js` wants to hear first.
fn order(job: &[u8]) -> Option<JsValue> {
    let names = super::window().document()?.query_selector("meta[name=netsplit]").ok()??;
    let script = absolute(&names.get_attribute("data-module")?)?;
    let order = Object::new();
    for (name, value) in
        [("script", script.into()), ("module", wasm_bindgen::module()), ("job", Uint8Array::from(job).into())]
    {
        Reflect::set(&order, &JsValue::from_str(name), &value).ok()?;
    }
    Some(order.into())
}

/// A job at work: called again and again until it says that it is over; each time it works until told that it is
/// enough, and says in bytes how far it has come.
pub type Work = Box<dyn FnMut(&mut dyn FnMut() -> bool) -> (Vec<u8>, bool)>;

/// Begins a job. What it needs may have to be loaded first; none when the job cannot be begun.
pub type Begin = fn(Vec<u8>) -> Pin<Box<dyn Future<Output = Option<Work>>>>;

/// Serves as a worker, where this is one: does the jobs that come, each to its end. False where this is a page.
pub fn serve(begin: Begin) -> bool {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return false };
    std::panic::set_hook(Box::new(console_error_panic_hook::hook));
    let told = scope.clone();
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let Ok(job) = event.data().dyn_into::<Uint8Array>() else { return };
        let told = told.clone();
        spawn_local(async move {
            match begin(job.to_vec()).await {
                Some(work) => work_through(&told, work),
                // Nothing more can come: the page does the work itself.
                None => drop(told.post_message(&JsValue::NULL)),
            }
        });
    });
    scope.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
    true
}

/// Works and tells until the job is over. Nothing has to be heard meanwhile: who wants it to stop ends the worker.
fn work_through(scope: &DedicatedWorkerGlobalScope, mut work: Work) {
    loop {
        let start = js_sys::Date::now();
        let (told, over) = work(&mut || js_sys::Date::now() - start >= STRETCH);
        let _ = scope.post_message(&Uint8Array::from(&told[..]));
        if over {
            return;
        }
    }
}
