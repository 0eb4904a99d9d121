//! The application: follows the address.

use super::bench::Bench;
use super::catalogue::Catalogue;
use super::compare::ComparePage;
use super::lab::LabPage;
use super::theme;
use crate::platform;
use crate::scenario::route::{self, Route};
use std::rc::Rc;
use yew::prelude::*;

/// The application.
pub struct App {
    page: Page,
    /// Counts navigations, so that each opens a page of its own.
    visit: u32,
    _listeners: Vec<platform::Listener>,
}

/// What the address asks for, or why it can't be had.
enum Page {
    Route(Rc<Route>),
    Error { why: String, lab: Option<&'static str> },
}

/// What happens to the application.
pub enum Event {
    /// The address changed.
    Navigated,
    /// The system's theme changed.
    Theme,
}

impl Component for App {
    type Message = Event;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        theme::apply();
        let link = ctx.link().clone();
        let navigated = platform::listen("hashchange", move |_| link.send_message(Event::Navigated));
        let link = ctx.link().clone();
        let themed = platform::listen_media(theme::DARK, move |_| link.send_message(Event::Theme));
        App {
            page: Page::of_address(),
            visit: 0,
            _listeners: [Some(navigated), themed].into_iter().flatten().collect(),
        }
    }

    fn update(&mut self, _: &Context<Self>, event: Event) -> bool {
        match event {
            Event::Navigated => {
                self.page = Page::of_address();
                self.visit += 1;
                true
            }
            Event::Theme => {
                theme::apply();
                false
            }
        }
    }

    fn view(&self, _: &Context<Self>) -> Html {
        match &self.page {
            Page::Route(route) => match &**route {
                Route::Catalogue => html! { <Catalogue key={self.visit} /> },
                Route::Bench => html! { <Bench key={self.visit} /> },
                Route::Compare(_) => html! { <ComparePage key={self.visit} route={route.clone()} /> },
                Route::Lab(_) => html! { <LabPage key={self.visit} route={route.clone()} /> },
            },
            Page::Error { why, lab } => refusal(why, *lab),
        }
    }
}

impl Page {
    fn of_address() -> Self {
        let hash = platform::hash();
        match route::parse(&hash) {
            Ok(route) => Page::Route(Rc::new(route)),
            Err(why) => Page::Error { why: why.to_string(), lab: mentioned_lab(&hash) },
        }
    }
}

/// The lab that a broken address was about, if that much can be told; else the first.
fn mentioned_lab(hash: &str) -> Option<&'static str> {
    let path = hash.trim_start_matches("#/");
    let id = path.split(['?', '/']).next()?;
    let labs = crate::labs::LABS;
    let about = labs.iter().map(|lab| lab.about.id);
    about.clone().find(|known| *known == id).or_else(|| about.into_iter().next())
}

/// Says why an address cannot be followed, and offers a fresh start.
fn refusal(why: &str, lab: Option<&'static str>) -> Html {
    platform::set_title("Netsplit");
    let fresh = lab.map(|lab| (format!("#/{lab}"), crate::labs::find(lab).map_or("", |lab| lab.about.title)));
    html! {
        <main class="refusal">
            <div class="card" role="alert">
                <h1>{ "This link cannot be opened" }</h1>
                <p>{ why }</p>
                <p class="buttons">
                    if let Some((href, title)) = fresh {
                        <a class="btn primary" href={href}>{ format!("Open {title} from its start") }</a>
                    }
                    <a class="btn" href="#/">{ "All labs" }</a>
                </p>
            </div>
        </main>
    }
}
