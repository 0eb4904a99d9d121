//! The application: follows the address.

use super::bench::Bench;
use super::catalogue::Catalogue;
use super::compare::ComparePage;
use super::glossary::GLOSSARY;
use super::lab::LabPage;
use super::lesson::{BRING, PRINT, TEACH, watch};
use super::talk::NOTES;
use super::theme;
use crate::later::{Later, Unloaded, later};
use crate::platform;
use crate::scenario::route::{self, Route, WhichLesson};
use crate::{labs, languages};
use netsplit_text::{t, tr};
use std::rc::Rc;
use yew::html::Scope;
use yew::platform::spawn_local;
use yew::prelude::*;

/// The application.
pub struct App {
    page: Page,
    /// Counts navigations, so that each opens a page of its own.
    visit: u32,
    _listeners: Vec<platform::Listener>,
}

/// Draws the page of a route, the first argument being its key.
type Draw = fn(u32, &Rc<Route>) -> Html;

/// What the address asks for, or why it can't be had.
pub enum Page {
    /// Nothing has come yet.
    Loading,
    /// The page of a route.
    Of(Rc<Route>, Draw),
    /// The address leads nowhere.
    Error {
        /// Why.
        why: String,
        /// The lab that it seems to be about.
        lab: Option<&'static str>,
    },
    /// A part of the program did not come.
    Unloaded(Unloaded),
}

/// What happens to the application.
pub enum Event {
    /// The address changed.
    Navigated,
    /// What this navigation asked for has come.
    Opened(u32, Page),
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
        open(0, ctx.link());
        App {
            page: Page::Loading,
            visit: 0,
            _listeners: [Some(navigated), themed].into_iter().flatten().collect(),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        match event {
            Event::Navigated => {
                self.visit += 1;
                open(self.visit, ctx.link());
                false
            }
            // What was asked for before the last navigation is not wanted any more.
            Event::Opened(visit, page) if visit == self.visit => {
                self.page = page;
                true
            }
            Event::Opened(..) => false,
            Event::Theme => {
                theme::apply();
                false
            }
        }
    }

    fn view(&self, _: &Context<Self>) -> Html {
        match &self.page {
            Page::Loading => html! { <p id="boot" role="status">{ t!("Loading Netsplit…") }</p> },
            Page::Of(route, draw) => draw(self.visit, route),
            Page::Error { why, lab } => refusal(why, *lab),
            Page::Unloaded(why) => unloaded(why),
        }
    }
}

/// Loads what the address asks for, and says when it has come.
fn open(visit: u32, link: &Scope<App>) {
    let (hash, link) = (platform::hash(), link.clone());
    if let Ok(Route::Lesson { which: WhichLesson::From { path, watch: true }, .. }) = route::parse(&hash) {
        let (link, named) = (link.clone(), path.clone());
        watch(path, move || platform::hash().contains(&named), move || link.send_message(Event::Navigated));
    }
    spawn_local(async move {
        let page = Page::of(&hash).await.unwrap_or_else(Page::Unloaded);
        link.send_message(Event::Opened(visit, page));
    });
}

impl Page {
    async fn of(hash: &str) -> Result<Self, Unloaded> {
        Ok(match bring_route(hash).await? {
            Opened::Route(route) => {
                let draw = drawn(&route).await?;
                Page::Of(Rc::new(route), draw)
            }
            Opened::Refused(why) => Page::Error { why, lab: mentioned_lab(hash) },
        })
    }
}

/// What an address asks for.
pub enum Opened {
    /// This, and all that it needs is loaded.
    Route(Route),
    /// Nothing that can be had, for this reason.
    Refused(String),
}

/// Reads an address, and loads the labs and the lesson that it is about.
///
/// # Errors
/// When a part of the program does not come.
pub async fn bring_route(hash: &str) -> Result<Opened, Unloaded> {
    for lab in route::labs(hash) {
        labs::load(&lab).await?;
    }
    let route = match route::parse(hash) {
        Ok(route) => route,
        Err(why) => return Ok(Opened::Refused(why.to_string())),
    };
    Ok(bring(&route).await?.map_or(Opened::Route(route), Opened::Refused))
}

/// Loads what the page of a route needs besides its lab; why it cannot be had, if it can't.
async fn bring(route: &Route) -> Result<Option<String>, Unloaded> {
    match route {
        Route::Lesson { which, .. } | Route::Print(which) => {
            // Without them lessons are English.
            let _ = languages::load_lessons().await;
            TEACH.load().await?;
            BRING.load().await?(which.clone()).await
        }
        // It lists them.
        Route::Catalogue => {
            let _ = languages::load_lessons().await;
            Ok(None)
        }
        _ => Ok(None),
    }
}

/// What draws the page of a route.
async fn drawn(route: &Route) -> Result<Draw, Unloaded> {
    match route {
        Route::Catalogue => Ok(|key, _| html! { <Catalogue {key} /> }),
        Route::Lab(_) | Route::Lesson { .. } => Ok(|key, route| html! { <LabPage {key} {route} /> }),
        Route::Compare(_) => COMPARE.load().await,
        Route::Bench => BENCH.load().await,
        Route::Glossary => GLOSSARY.load().await,
        Route::Notes(_) => NOTES.load().await,
        Route::Print(_) => PRINT.load().await,
    }
}

static COMPARE: Later<Draw> = later!(compare: Draw = |key, route| html! { <ComparePage {key} {route} /> });
static BENCH: Later<Draw> = later!(bench: Draw = |key, _| html! { <Bench {key} /> });

/// The lab that a broken address was about, if that much can be told; else the first.
fn mentioned_lab(hash: &str) -> Option<&'static str> {
    let path = hash.trim_start_matches("#/");
    let id = path.split(['?', '/']).next()?;
    let mut ids = labs::cards().map(|card| card.id);
    ids.find(|known| *known == id).or_else(|| labs::cards().map(|card| card.id).next())
}

/// Says why an address cannot be followed, and offers a fresh start.
fn refusal(why: &str, lab: Option<&'static str>) -> Html {
    platform::set_title("Netsplit");
    let fresh = lab.map(|lab| {
        (format!("#/{lab}"), labs::cards().find(|card| card.id == lab).map_or("", |card| tr(card.title)))
    });
    html! {
        <main class="refusal">
            <div class="card" role="alert">
                <h1>{ t!("This link cannot be opened") }</h1>
                <p>{ why }</p>
                <p class="buttons">
                    if let Some((href, title)) = fresh {
                        <a class="btn primary" href={href}>{ t!("Open {title} from its start", title) }</a>
                    }
                    <a class="btn" href="#/">{ t!("All labs") }</a>
                </p>
            </div>
        </main>
    }
}

/// Says that a part of the program did not come, and offers to try again.
fn unloaded(why: &Unloaded) -> Html {
    platform::set_title("Netsplit");
    html! {
        <main class="refusal">
            <div class="card" role="alert">
                <h1>{ t!("Something is missing") }</h1>
                <p>{ why.to_string() }</p>
                <p class="buttons"><a class="btn primary" href={platform::hash()} data-reload="">{ t!("Try again") }</a></p>
            </div>
        </main>
    }
}
