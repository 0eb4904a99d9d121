//! The page: mounts the application on the element `#app` of `index.html`. In a worker of the page, which runs the
//! same module, it does the jobs that the page gives it instead.

use netsplit::check::{self, Job};
use netsplit::ui::App;
use netsplit::{labs, platform};

fn main() {
    if platform::serve(|job| Box::pin(begin(job))) {
        return;
    }
    platform::install_panic_card();
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("app"))
        .expect("index.html has an element #app");
    root.set_inner_html("");
    yew::Renderer::<App>::with_root(root).render();
}

/// Begins a job of the page, once the lab that it is about is loaded.
async fn begin(job: Vec<u8>) -> Option<platform::Work> {
    let job: Job = postcard::from_bytes(&job).ok()?;
    labs::load(&job.lab()?).await.ok()?;
    let mut session = check::BEGIN.load().await.ok()?(job);
    Some(Box::new(move |enough| {
        let update = session.work(enough);
        let told = postcard::to_allocvec(&update).expect("an update is plain data, which postcard can write");
        (told, update.over)
    }))
}
