//! Rendering again only when something has changed, without a component type of its own for each part: in
//! WebAssembly every component type costs several KB, a function next to nothing.

use std::any::Any;
use std::rc::Rc;
use yew::prelude::*;
use yew::virtual_dom::Key;

/// What a part is drawn from, whatever its type.
trait Part {
    fn view(&self) -> Html;
    fn is(&self, other: &dyn Part) -> bool;
    fn any(&self) -> &dyn Any;
}

struct Drawn<P> {
    from: P,
    by: fn(&P) -> Html,
}

impl<P: PartialEq + 'static> Part for Drawn<P> {
    fn view(&self) -> Html {
        (self.by)(&self.from)
    }

    fn is(&self, other: &dyn Part) -> bool {
        let other = other.any().downcast_ref::<Self>();
        other.is_some_and(|other| std::ptr::fn_addr_eq(self.by, other.by) && self.from == other.from)
    }

    fn any(&self) -> &dyn Any {
        self
    }
}

/// Properties of [`Memo`].
#[derive(Properties)]
pub struct Props {
    part: Rc<dyn Part>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.part.is(&*other.part)
    }
}

/// Draws its part again only when what that is drawn from has changed.
#[component]
pub fn Memo(props: &Props) -> Html {
    props.part.view()
}

/// What `by` makes of `from`, asked again only when `from` has changed. For a function what a component without hooks
/// would be.
pub fn part<P: PartialEq + 'static>(from: P, by: fn(&P) -> Html) -> Html {
    memo_of(None, Rc::new(Drawn { from, by }))
}

/// The same in a list, or where something else may take its place.
pub fn keyed<P: PartialEq + 'static>(key: impl Into<Key>, from: P, by: fn(&P) -> Html) -> Html {
    memo_of(Some(key.into()), Rc::new(Drawn { from, by }))
}

fn memo_of(key: Option<Key>, part: Rc<dyn Part>) -> Html {
    match key {
        Some(key) => html! { <Memo {key} {part} /> },
        None => html! { <Memo {part} /> },
    }
}

struct Versioned {
    version: (u64, u64),
    view: Rc<dyn Fn() -> Html>,
}

impl PartialEq for Versioned {
    fn eq(&self, other: &Self) -> bool {
        self.version == other.version
    }
}

/// What `view` returns, asked again only when `version` has changed.
pub fn memo(version: (u64, u64), view: impl Fn() -> Html + 'static) -> Html {
    part(Versioned { version, view: Rc::new(view) }, |versioned| (versioned.view)())
}
