//! The page: mounts the application on the element `#app` of `index.html`.

use netsplit::ui::App;

fn main() {
    netsplit::platform::install_panic_card();
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("app"))
        .expect("index.html has an element #app");
    root.set_inner_html("");
    yew::Renderer::<App>::with_root(root).render();
}
