//! The dialog: a form, the progress, the chart, the table.

use super::form::{Form, form};
use super::numbers::{self, Row};
use super::picture::picture;
use super::run::Run;
use crate::kit::experiment::{Kind, Measure, Plan};
use crate::labs::Lab;
use crate::platform::{self, FrameLoop, SizeObserver};
use crate::sim::Param;
use crate::ui::chart::{chart, swatch};
use crate::ui::figures::thousands;
use crate::ui::memo::part;
use netsplit_text::{t, tn, tr};
use std::rc::Rc;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Properties of [`Experiments`].
#[derive(Properties)]
pub struct Props {
    /// The lab, which has at least one experiment.
    pub lab: &'static Lab,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.lab, other.lab)
    }
}

/// What happens to the dialog.
pub enum Event {
    /// The experiment of this number is chosen.
    Choose(usize),
    /// A parameter is to have this value.
    Set(&'static Param, String),
    /// The experiment is to be run.
    Run,
    /// It is to be given up.
    Cancel,
    /// The measure at this place is to be drawn.
    Show(usize),
    /// A frame.
    Frame,
    /// The chart has so much room, px.
    Size(f64),
    /// The table is to be copied.
    Copy,
}

/// The dialog.
pub struct Experiments {
    plan: Plan,
    problem: Option<String>,
    /// Which measure is drawn.
    shown: usize,
    run: Option<Run>,
    copied: bool,
    /// One for all time: a new one in every frame would draw the form in every frame.
    to: Callback<Event>,
    width: f64,
    place: NodeRef,
    observer: Option<SizeObserver>,
    frames: Option<FrameLoop>,
}

impl Component for Experiments {
    type Message = Event;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        Experiments {
            plan: Plan::new(&ctx.props().lab.about.experiments[0]),
            problem: None,
            shown: 0,
            run: None,
            copied: false,
            to: ctx.link().callback(|event| event),
            width: 0.0,
            place: NodeRef::default(),
            observer: None,
            frames: None,
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if let (true, Some(place)) = (first, self.place.cast::<web_sys::Element>()) {
            let link = ctx.link().clone();
            self.observer = SizeObserver::new(&place, move |width, _| link.send_message(Event::Size(width)));
        }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        match event {
            Event::Choose(place) => {
                if let Some(experiment) = ctx.props().lab.about.experiments.get(place) {
                    (self.plan, self.run, self.problem) = (Plan::new(experiment), None, None);
                    self.shown = 0;
                }
            }
            Event::Set(param, text) => {
                self.problem = self.plan.set(param.key, &text).err().map(|why| format!("{why}."));
            }
            Event::Run => self.begin(ctx),
            Event::Cancel => {
                if let Some(run) = &mut self.run {
                    run.cancel();
                }
            }
            Event::Show(place) => self.shown = place,
            Event::Frame => {
                let Some(run) = self.run.as_mut().filter(|run| run.running()) else { return false };
                run.slice();
            }
            Event::Size(width) => self.width = width,
            Event::Copy => {
                if let Some(run) = &self.run {
                    platform::copy(&numbers::csv(&run.plan, &run.rows));
                    self.copied = true;
                }
            }
        }
        if self.run.as_ref().is_none_or(|run| !run.running()) {
            self.frames = None;
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let asked = Form {
            all: ctx.props().lab.about.experiments,
            plan: self.plan.clone(),
            running: self.run.as_ref().is_some_and(Run::running),
            to: self.to.clone(),
        };
        let plan = self.run.as_ref().map_or_else(|| Rc::new(self.plan.clone()), |run| run.plan.clone());
        let rows = self.run.as_ref().map_or_else(Rc::default, |run| run.rows.clone());
        let seen = Seen { plan, rows, shown: self.shown, width: self.width };
        html! {
            <div class="experiments">
                { part(asked, form) }
                <div class="experiment-result">
                    { self.buttons(ctx) }
                    { self.progress() }
                    { self.chooser() }
                    <div class="chart-place" ref={self.place.clone()}>{ part(seen.clone(), draw) }</div>
                    { part(seen, table) }
                    { self.copy(ctx) }
                </div>
            </div>
        }
    }
}

impl Experiments {
    fn begin(&mut self, ctx: &Context<Self>) {
        self.copied = false;
        if let Err(why) = self.plan.check() {
            self.problem = Some(format!("{why}."));
            return;
        }
        self.problem = None;
        self.run = Some(Run::new(self.plan.clone()));
        let link = ctx.link().clone();
        self.frames = Some(FrameLoop::new(move |_| link.send_message(Event::Frame)));
    }

    fn buttons(&self, ctx: &Context<Self>) -> Html {
        let running = self.run.as_ref().is_some_and(Run::running);
        let ask = |event: fn() -> Event| ctx.link().callback(move |_: MouseEvent| event());
        html! {
            <div class="experiment-buttons">
                <p class="buttons">
                    <button class="btn primary" onclick={ask(|| Event::Run)} disabled={running}>{ t!("Run") }</button>
                    <button class="btn" onclick={ask(|| Event::Cancel)} disabled={!running}>{ t!("Cancel") }</button>
                </p>
                <div role="alert">{ for self.problem.iter().map(|problem| html! { <p class="problem">{ problem }</p> }) }</div>
            </div>
        }
    }

    fn progress(&self) -> Html {
        let total = self.plan.total();
        let (percent, words) = match &self.run {
            None => (0, tn!(total, "{n} trial to run", "{n} trials to run")),
            Some(run) => (run.progress(), progress(run)),
        };
        html! {
            <div class="progress">
                <div role="progressbar" aria-label={t!("Progress")} aria-valuemin="0" aria-valuemax="100" aria-valuenow={percent.to_string()} aria-valuetext={words.clone()}>
                    <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="whole" width="100" height="4" /><rect class="played" width={percent.to_string()} height="4" /></svg>
                </div>
                <p class="hint num">{ words }</p>
            </div>
        }
    }

    /// Which of several measures is drawn.
    fn chooser(&self) -> Html {
        let measures = self.plan.measures();
        if measures.len() < 2 {
            return html! {};
        }
        let show = self.to.reform(|event: yew::Event| {
            let place = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
            Event::Show(place.max(0) as usize)
        });
        let option = |(place, measure): (usize, &Measure)| {
            html! { <option key={measure.key} selected={place == self.shown}>{ tr(measure.label) }</option> }
        };
        html! {
            <div class="line">
                <label for="experiment-shown">{ t!("Chart of") }</label>
                <select class="field" id="experiment-shown" onchange={show}>{ for measures.iter().enumerate().map(option) }</select>
            </div>
        }
    }

    fn copy(&self, ctx: &Context<Self>) -> Html {
        let copy = ctx.link().callback(|_: MouseEvent| Event::Copy);
        let none = self.run.as_ref().is_none_or(|run| run.rows.is_empty());
        html! {
            <p class="buttons">
                <button class="btn small" onclick={copy} disabled={none}>{ t!("Copy as CSV") }</button>
                <span role="status">{ if self.copied { t!("Copied.") } else { "" } }</span>
            </p>
        }
    }
}

/// How far a run is, in words.
fn progress(run: &Run) -> String {
    let (total, done, rate) = (run.plan.total(), thousands(run.done), thousands(run.rate()));
    if run.cancelled() {
        tn!(
            total,
            "{done} of {n} trial · {rate}/s, then cancelled",
            "{done} of {n} trials · {rate}/s, then cancelled",
            done,
            rate
        )
    } else {
        tn!(total, "{done} of {n} trial · {rate}/s", "{done} of {n} trials · {rate}/s", done, rate)
    }
}

/// What the chart and the table are drawn from.
#[derive(Clone)]
struct Seen {
    plan: Rc<Plan>,
    rows: Rc<Vec<Row>>,
    /// Which measure is drawn.
    shown: usize,
    width: f64,
}

impl PartialEq for Seen {
    fn eq(&self, other: &Self) -> bool {
        // The numbers change only together.
        Rc::ptr_eq(&self.rows, &other.rows)
            && (self.shown, self.width) == (other.shown, other.width)
            && self.plan == other.plan
    }
}

fn draw(seen: &Seen) -> Html {
    if seen.width < 1.0 {
        return html! {};
    }
    let height = (seen.width * 0.46).clamp(240.0, 340.0);
    let about = seen.plan.experiment.about;
    let (experiment, measured) = (tr(about.title), tr(about.measures[seen.shown].label));
    let spoken = t!("{experiment}: {measured}. The numbers are in the table below.", experiment, measured);
    let rows = if seen.rows.is_empty() {
        numbers::rows(&seen.plan, &seen.plan.tallies())
    } else {
        seen.rows.to_vec()
    };
    chart(&picture(&seen.plan, &rows, seen.shown), (seen.width, height), &spoken)
}

fn table(seen: &Seen) -> Html {
    let (plan, rows) = (&seen.plan, &seen.rows);
    let about = plan.experiment.about;
    let name = tr(about.heading.unwrap_or(plan.axis().label));
    let row = |(i, row): (usize, &Row)| {
        let look = if plan.measures()[seen.shown].kind == Kind::Times { i } else { 0 };
        html! {
            <tr key={i} data-point={row.label.clone()}>
                <th scope="row" class="num">{ swatch(look) }{ &row.label }</th>
                { for row.cells.iter().enumerate().map(|(i, cell)| html! { <td key={i} class="num">{ cell }</td> }) }
            </tr>
        }
    };
    let dashed = if plan.measures().len() > 1 {
        t!("Dashed, and in brackets: as published by {source}.", source = about.source)
    } else {
        t!("Dashed: as published by {source}.", source = about.source)
    };
    html! {
        <div class="experiment-numbers">
            // Where it is wider than its place the keyboard must be able to move it.
            <div class="scroll-x" tabindex="0" role="group" aria-label={t!("Numbers, to be scrolled")}>
                <table class="ledger" aria-label={t!("Numbers")}>
                    <thead><tr><th scope="col">{ name }</th>{ for numbers::head(plan).into_iter().enumerate().map(|(i, head)| html! { <th key={i} scope="col">{ head }</th> }) }</tr></thead>
                    <tbody>{ for rows.iter().enumerate().map(row) }</tbody>
                </table>
            </div>
            <p class="hint">{ dashed }</p>
        </div>
    }
}
