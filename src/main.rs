//! The page: mounts the application on the element `#app` of `index.html`. In a worker of the page, which runs the
//! same module, it does the jobs that the page gives it instead.

use netsplit::check::{Job, Session};
use netsplit::platform;
use netsplit::ui::App;

fn main() {
    if platform::serve(begin) {
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

/// Begins a job of the page.
fn begin(job: &[u8]) -> Option<platform::Work> {
    let job: Job = postcard::from_bytes(job).ok()?;
    let mut session = Session::new(job);
    Some(Box::new(move |enough| {
        let update = session.work(enough);
        let told = postcard::to_allocvec(&update).expect("an update is plain data, which postcard can write");
        (told, update.over)
    }))
}
