//! The page's module. In a worker of the page, which runs the same module, it does the jobs that the page gives it; else
//! it waits for a script to call [`start`] (`static/boot.js`) or `embed` (`static/netsplit.js`).

use netsplit::check::{self, Job};
use netsplit::ui::App;
use netsplit::{labs, languages, platform};
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {
    if !platform::serve(|job| Box::pin(begin(job))) {
        platform::install_panic_card();
    }
}

/// Mounts the application on an element, in the place of whatever is in it; it speaks the language of this code.
#[wasm_bindgen]
pub async fn start(root: web_sys::Element, language: String) {
    // A language that does not come is no reason to show nothing.
    let _ = languages::learn(&language).await;
    root.set_inner_html("");
    yew::Renderer::<App>::with_root(root).render();
}

/// Begins a job of the page, once its language and the lab that it is about are loaded.
async fn begin(job: Vec<u8>) -> Option<platform::Work> {
    let (language, job): (String, Job) = postcard::from_bytes(&job).ok()?;
    let _ = languages::learn(&language).await;
    labs::load(&job.lab()?).await.ok()?;
    let mut session = check::BEGIN.load().await.ok()?(job);
    Some(Box::new(move |enough| {
        let update = session.work(enough);
        let told = postcard::to_allocvec(&update).expect("an update is plain data, which postcard can write");
        (told, update.over)
    }))
}
