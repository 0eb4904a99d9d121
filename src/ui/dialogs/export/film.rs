//! The run between two instants as an animated picture.

use super::{Said, field, saved};
use crate::platform;
use crate::sim::{Micros, decimal};
use crate::ui::figure::{self, Ask, Figure, How, time};
use crate::ui::film::{Film, SECONDS_MAX, SECONDS_MIN, instants};
use crate::ui::model::Handle;
use crate::ui::out::stem;
use gloo_timers::future::TimeoutFuture;
use netsplit_text::{marked, t, unmarked};
use std::cell::Cell;
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::prelude::*;

/// How much of the run is suggested, µs.
const SUGGESTED: Micros = 1_000_000;
/// Larger pictures make files of tens of megabytes.
const SCALE_MAX: f64 = 2.0;

/// What the form is drawn from.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The player.
    pub player: Handle,
    /// What the pictures are to be like.
    pub ask: Ask,
    /// Says what came of it.
    pub say: Callback<Said>,
}

/// What is asked for, as text, and how far it is.
#[derive(Clone, PartialEq)]
struct Form {
    from: String,
    until: String,
    seconds: String,
    /// Pictures done, and how many there will be.
    making: Option<(usize, usize)>,
}

/// A film that can be made: of what, when the pictures are taken, and how they look.
struct Plan {
    instants: Vec<Micros>,
    how: How,
}

impl Form {
    fn new(now: Micros) -> Self {
        let ms = |at: Micros| marked(decimal(at as i64, 3));
        let (from, until) = (ms(now.saturating_sub(SUGGESTED)), ms(now));
        Form { from, until, seconds: "8".to_owned(), making: None }
    }

    fn plan(&self, ask: &Ask, now: Micros) -> Result<Plan, String> {
        let (from, until) = (time(t!("From"), self.from.trim())?, time(t!("Until"), self.until.trim())?);
        if from >= until || until > now {
            return Err(t!(
                "The film should begin before it ends, and end at {now} ms or earlier: what is to come is not known yet.",
                now = marked(decimal(now as i64, 3))
            ));
        }
        let seconds =
            unmarked(self.seconds.trim()).parse().ok().filter(|s| (SECONDS_MIN..=SECONDS_MAX).contains(s));
        let seconds = seconds.ok_or_else(|| {
            t!(
                "Length is `{text}`, but should be from {low} to {high} seconds.",
                text = self.seconds,
                low = SECONDS_MIN,
                high = SECONDS_MAX
            )
        })?;
        let how = How { span: None, ..ask.how()? };
        if how.scale > SCALE_MAX {
            let scale = marked(how.scale.to_string());
            return Err(t!(
                "Scale is {scale}, but films are drawn at {high} at most.",
                scale,
                high = SCALE_MAX
            ));
        }
        Ok(Plan { instants: instants(from, until, seconds), how })
    }
}

/// The form.
#[component]
pub fn Filming(props: &Props) -> Html {
    let now = props.player.get().when().at;
    let form = use_state(|| Form::new(now));
    let stopped = use_mut_ref(|| Rc::new(Cell::new(false)));
    {
        let stopped = stopped.clone();
        use_effect_with((), move |()| move || stopped.borrow().set(true));
    }
    let change = |set: fn(&mut Form, String)| {
        let form = form.clone();
        Callback::from(move |text: String| {
            let mut new = (*form).clone();
            set(&mut new, text);
            form.set(new);
        })
    };
    let told = {
        let form = form.clone();
        Callback::from(move |making| form.set(Form { making, ..(*form).clone() }))
    };
    let make = {
        let (form, props, stopped) = (form.clone(), props.clone(), stopped.clone());
        Callback::from(move |_: MouseEvent| {
            let plan = match form.plan(&props.ask, now) {
                Ok(plan) => plan,
                Err(why) => return props.say.emit(Said::Failed(why)),
            };
            let stop = Rc::new(Cell::new(false));
            stopped.replace(stop.clone());
            let (props, told) = (props.clone(), told.clone());
            spawn_local(async move {
                let said = made(&props.player, plan, &stop, &told).await;
                if !stop.get() {
                    told.emit(None);
                    props.say.emit(said);
                }
            });
        })
    };
    let cancel = {
        let form = form.clone();
        Callback::from(move |_: MouseEvent| {
            stopped.borrow().set(true);
            form.set(Form { making: None, ..(*form).clone() });
        })
    };
    html! {
        <section class="export-logs" aria-labelledby="export-film">
            <h3 id="export-film">{ t!("The run between two moments") }</h3>
            <p class="hint">{ t!("What is chosen above, as an animated picture (GIF), for slides and pages.") }</p>
            <fieldset disabled={form.making.is_some()}>
                <legend class="unseen">{ t!("Animated picture") }</legend>
                { field(t!("Begins (ms)"), &form.from, "", &change(|form, text| form.from = text)) }
                { field(t!("Ends (ms)"), &form.until, "", &change(|form, text| form.until = text)) }
                { field(t!("Length (s)"), &form.seconds, t!("1 to 24"), &change(|form, text| form.seconds = text)) }
            </fieldset>
            <p class="buttons">
                if let Some((done, all)) = form.making {
                    <progress aria-label={t!("Pictures drawn")} max={all.to_string()} value={done.to_string()} />
                    <span class="hint num">{ t!("{done} of {all} pictures", done, all) }</span>
                    <button class="btn" onclick={cancel}>{ t!("Cancel") }</button>
                } else {
                    <button class="btn" onclick={make}>{ t!("Save animation") }</button>
                }
            </p>
        </section>
    }
}

/// Makes the film and saves it, unless it is stopped meanwhile.
async fn made(
    player: &Handle,
    plan: Plan,
    stop: &Cell<bool>,
    told: &Callback<Option<(usize, usize)>>,
) -> Said {
    let (name, player) = {
        let player = player.get();
        (format!("{}-film.gif", stem(&player)), player.copy())
    };
    match drawn(player, plan, stop, told).await {
        Ok(Some(file)) => saved(&name, &platform::save_bytes(&name, "image/gif", &file)),
        Ok(None) => Said::Done(String::new()),
        Err(why) => Said::Failed(why),
    }
}

/// The file; none when it was stopped.
async fn drawn(
    mut player: crate::player::Player,
    plan: Plan,
    stop: &Cell<bool>,
    told: &Callback<Option<(usize, usize)>>,
) -> Result<Option<Vec<u8>>, String> {
    let refused = |_| t!("This browser would not draw the film: choose a smaller scale.").to_owned();
    let broken = |why: gif::EncodingError| t!("The film could not be made: {why}.", why);
    let all = plan.instants.len();
    let mut film = None;
    for (done, at) in plan.instants.into_iter().enumerate() {
        told.emit(Some((done, all)));
        // The page is drawn, and hears *Cancel*, between two pictures.
        TimeoutFuture::new(0).await;
        player.seek_time(at);
        let Figure { svg, size } = figure::svg(&player, &plan.how).map_err(|why| why.to_string())?;
        let (pixels, size) = platform::pixels(&svg, size).await.map_err(refused)?;
        if stop.get() {
            return Ok(None);
        }
        let film = match &mut film {
            Some(film) => film,
            None => film.insert(Film::new(size).map_err(broken)?),
        };
        film.add(pixels).map_err(broken)?;
    }
    film.map(|film| film.finish().map_err(broken)).transpose()
}
