//! What scripts call: `static/netsplit.js` and `static/frame.js`.

use super::{Controls, Embedding, Place, Told, ask};
use crate::languages;
use crate::later::{Later, later};
use crate::platform;
use crate::player::Player;
use crate::scenario::route::{self, Route};
use crate::ui::app::{self, Opened};
use crate::ui::lab::{Event, LabPage, Props};
use crate::ui::model::Msg;
use js_sys::{Function, Object, Promise, Reflect};
use netsplit_text::t;
use std::cell::OnceCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;
use yew::AppHandle;
use yew::prelude::*;

/// Reads what a line asks of a run.
type Ask = fn(&str, &Player) -> Result<Msg, String>;

/// What reads lines: only pages of others need it.
static ASK: Later<Ask> = later!(embed: Ask = |line, player| ask(line, player).map_err(|why| why.to_string()));

thread_local! {
    /// The language of the first lab of the page, which all of them speak.
    static FIRST: OnceCell<String> = const { OnceCell::new() };
}

/// A lab that runs in an element of somebody else's page.
#[wasm_bindgen]
pub struct Engine {
    app: AppHandle<LabPage>,
    ask: Ask,
    /// Its address when it was opened, if it is a lesson's: that stays.
    lesson: Option<String>,
}

/// How a lab is embedded.
#[wasm_bindgen]
pub struct Wishes {
    controls: Controls,
    running: Option<bool>,
    repeat: Option<u64>,
}

#[wasm_bindgen]
impl Wishes {
    /// Reads them: the name of its controls; whether time passes at first, if that is said; after how many ms of
    /// simulated time it is shown from its beginning again, if ever.
    ///
    /// # Errors
    /// When there are no such controls, or no such time.
    #[wasm_bindgen(constructor)]
    pub fn new(controls: &str, running: Option<bool>, repeat: Option<f64>) -> Result<Self, JsError> {
        let repeat = match repeat {
            Some(ms) if !(ms.is_finite() && (1.0..1e9).contains(&ms)) => {
                let why = t!("`loop` is {ms}, but should be milliseconds of simulated time, 1 or more", ms);
                return Err(JsError::new(&why));
            }
            repeat => repeat.map(|ms| (ms * 1_000.0) as u64),
        };
        let controls = Controls::read(controls).map_err(|why| JsError::new(&why))?;
        Ok(Wishes { controls, running, repeat })
    }
}

/// Opens what an address asks for (`#/beacon?seed=7`) in an element, which is all its. `home` is where Netsplit's files
/// are, `language` the code of the one it speaks. `tell` is called with the name of what happened and an object that says more.
///
/// # Errors
/// When the address leads to nothing that can be embedded, or a part of the program does not come.
#[wasm_bindgen]
pub async fn embed(
    root: Element,
    home: String,
    address: String,
    language: String,
    wishes: Wishes,
    tell: Function,
) -> Result<Engine, JsError> {
    platform::set_home(&home);
    let language = FIRST.with(|first| first.get_or_init(|| language).clone());
    // A language that does not come is no reason to show nothing.
    let _ = languages::learn(&language).await;
    let ask = ASK.load().await?;
    let route = match app::bring_route(&address).await? {
        Opened::Route(route @ (Route::Lab(_) | Route::Lesson { .. })) => route,
        Opened::Route(_) => return Err(JsError::new(t!("only a lab, a lesson or a moment can be embedded"))),
        Opened::Refused(why) => return Err(JsError::new(&why)),
    };
    let lesson = matches!(route, Route::Lesson { .. }).then(|| address.clone());
    let (born, keep) = promise();
    let embedding = Embedding {
        controls: wishes.controls,
        running: wishes.running,
        repeat: wishes.repeat,
        address,
        born: Box::new(move || drop(keep.call0(&JsValue::NULL))),
        tell: Box::new(move |told| {
            let (name, more) = said(&told);
            let _ = tell.call2(&JsValue::NULL, &name.into(), &more);
        }),
    };
    let props = Props { route: Rc::new(route), place: Place::Embedded(Rc::new(embedding)) };
    let app = yew::Renderer::<LabPage>::with_root_and_props(root, props).render();
    JsFuture::from(born).await.map_err(|_| JsError::new(t!("it could not be drawn")))?;
    Ok(Engine { app, ask, lesson })
}

/// A promise, and what keeps it.
fn promise() -> (Promise, Function) {
    let mut kept = None;
    let promise = Promise::new(&mut |keep, _| kept = Some(keep));
    (promise, kept.expect("a promise says at once what keeps it"))
}

#[wasm_bindgen]
impl Engine {
    /// Does what a line asks for. The promise is kept when it is done, and broken with the reason when it can't be.
    pub fn ask(&self, line: &str) -> Promise {
        // What cannot be understood is said on the lab too.
        let asked =
            self.look(|player| (self.ask)(line, player).unwrap_or_else(|why| Msg::Notice(format!("{why}."))));
        Promise::new(&mut |keep, break_off| {
            let answer = Callback::from(move |why: Option<String>| {
                let _ = match why {
                    None => keep.call0(&JsValue::NULL),
                    Some(why) => break_off.call1(&JsValue::NULL, &js_sys::Error::new(&why)),
                };
            });
            self.app.send_message(Event::Asked(asked.clone(), answer));
        })
    }

    /// The address of the moment on the screen, on a page of its own.
    pub fn link(&self) -> String {
        let address = self.look(|player| route::address(&player.scenario()));
        platform::full_address(self.lesson.as_ref().unwrap_or(&address))
    }

    /// What runs, and how it stands: `lab`, `seed`, `time` and `end` in ms, `events`, `running`.
    pub fn state(&self) -> Object {
        self.look(state)
    }

    /// Rests, or goes on: whatever is out of view should rest.
    pub fn rest(&self, rests: bool) {
        self.app.send_message(Event::Rest(rests));
    }

    /// Speaks to screen readers, or is silent: of several on a page, only the one last touched should speak.
    pub fn speak(&self, speaks: bool) {
        self.app.send_message(Event::Voice(speaks));
    }

    /// Ends it, and frees all that it holds.
    pub fn end(self) {
        self.app.destroy();
    }

    fn look<T>(&self, at: impl FnOnce(&Player) -> T) -> T {
        let page = self.app.get_component().expect("it is there until it is ended");
        at(&page.player())
    }
}

/// What happened: its name, and an object that says more.
fn said(told: &Told<'_>) -> (&'static str, Object) {
    match told {
        Told::Time(player) => ("time", state(player)),
        Told::Story(record, player) => {
            let name = if record.line.milestone.is_some() { "milestone" } else { "story" };
            let node = record.node.map(|node| player.names()[node.index()].clone());
            let fields = [
                ("time", ms(record.when.at)),
                ("text", record.line.plain(player.names()).into()),
                ("milestone", record.line.milestone.into()),
                ("node", node.into()),
            ];
            (name, object(fields))
        }
        Told::Violation(property, how) => {
            ("violation", object([("property", (*property).into()), ("text", (*how).into())]))
        }
        Told::Error(why) => ("error", object([("message", (*why).into())])),
    }
}

fn state(player: &Player) -> Object {
    object([
        ("lab", player.lab().about.id.into()),
        // Larger than a number of JavaScript can be.
        ("seed", player.branch().setup.seed.to_string().into()),
        ("time", ms(player.when().at)),
        ("end", ms(player.edge().at)),
        ("events", (player.when().events as f64).into()),
        ("running", player.running().into()),
    ])
}

fn ms(at: u64) -> JsValue {
    (at as f64 / 1_000.0).into()
}

fn object<const N: usize>(fields: [(&str, JsValue); N]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object
}
