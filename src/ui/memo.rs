//! Rendering again only when something has changed, without a component type of its own for each part: in
//! WebAssembly every component type costs several KB, a function next to nothing.

use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`Memo`]: the view is not looked at, the version is.
#[derive(Properties)]
pub struct Props {
    version: (u64, u64),
    view: Rc<dyn Fn() -> Html>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.version == other.version
    }
}

/// Calls its view again only when its version has changed.
#[component]
pub fn Memo(props: &Props) -> Html {
    (props.view)()
}

/// What `view` returns, asked again only when `version` has changed.
pub fn memo(version: (u64, u64), view: impl Fn() -> Html + 'static) -> Html {
    html! { <Memo {version} view={Rc::new(view) as Rc<dyn Fn() -> Html>} /> }
}
