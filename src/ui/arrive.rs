//! Parts of the page whose code is loaded when they are first drawn.

use crate::later::{Coming, Later, Unloaded};
use netsplit_text::t;
use std::any::Any;
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::prelude::*;
use yew::virtual_dom::Key;

/// What a part is drawn from, whatever its type.
trait Part {
    /// What it looks like, once it is loaded.
    fn view(&self) -> Option<Html>;
    /// Loads it; none when it is loaded.
    fn load(&self) -> Option<Coming<()>>;
    fn is(&self, other: &dyn Part) -> bool;
    fn any(&self) -> &dyn Any;
}

struct Drawn<P: 'static> {
    from: P,
    by: &'static Later<fn(&P) -> Html>,
}

impl<P: PartialEq> Part for Drawn<P> {
    fn view(&self) -> Option<Html> {
        self.by.get().map(|by| by(&self.from))
    }

    fn load(&self) -> Option<Coming<()>> {
        let by = self.by;
        by.get().is_none().then(|| -> Coming<()> { Box::pin(async { by.load().await.map(drop) }) })
    }

    fn is(&self, other: &dyn Part) -> bool {
        let other = other.any().downcast_ref::<Self>();
        other.is_some_and(|other| std::ptr::eq(self.by, other.by) && self.from == other.from)
    }

    fn any(&self) -> &dyn Any {
        self
    }
}

/// Properties of [`Arriving`].
#[derive(Properties)]
pub struct Props {
    part: Rc<dyn Part>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.part.is(&*other.part)
    }
}

/// What happens to [`Arriving`].
pub enum Event {
    /// It is loaded, or it did not come.
    Loaded(Result<(), Unloaded>),
    /// *Try again* was pressed.
    Again,
}

/// A part that is loaded when it is first drawn, and drawn again only when what it is drawn from has changed.
pub struct Arriving {
    failed: Option<Unloaded>,
}

impl Component for Arriving {
    type Message = Event;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        load(ctx);
        Arriving { failed: None }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        self.failed = match event {
            Event::Loaded(loaded) => loaded.err(),
            Event::Again => {
                load(ctx);
                None
            }
        };
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        ctx.props().part.view().unwrap_or_else(|| match &self.failed {
            Some(why) => html! {
                <div class="card missing" role="alert">
                    <p>{ why.to_string() }</p>
                    <button type="button" class="btn" onclick={ctx.link().callback(|_| Event::Again)}>{ t!("Try again") }</button>
                </div>
            },
            None => html! { <p class="hint loading" role="status">{ t!("Loading…") }</p> },
        })
    }
}

/// Loads what is not loaded, and says so.
fn load(ctx: &Context<Arriving>) {
    let Some(coming) = ctx.props().part.load() else { return };
    let link = ctx.link().clone();
    spawn_local(async move { link.send_message(Event::Loaded(coming.await)) });
}

/// What `by` makes of `from` once it is loaded, as [`super::memo::keyed`] does.
pub fn arriving<P: PartialEq + 'static>(
    key: impl Into<Key>,
    from: P,
    by: &'static Later<fn(&P) -> Html>,
) -> Html {
    arriving_part(key.into(), Rc::new(Drawn { from, by }))
}

fn arriving_part(key: Key, part: Rc<dyn Part>) -> Html {
    html! { <Arriving {key} {part} /> }
}
