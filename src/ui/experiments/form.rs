//! Which experiment, with which parameters.

use super::view::Event;
use crate::kit::experiment::{Experiment, Plan};
use crate::ui::controls::control;
use netsplit_text::{t, tr};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// What the form is drawn from.
#[derive(PartialEq)]
pub struct Form {
    /// The experiments there are.
    pub all: &'static [Experiment],
    /// The plan, as far as it is made.
    pub plan: Plan,
    /// Whether it is being run, and nothing can be changed.
    pub running: bool,
    /// To the dialog.
    pub to: Callback<Event>,
}

impl PartialEq for Experiment {
    fn eq(&self, other: &Self) -> bool {
        self.about.id == other.about.id
    }
}

/// The form.
pub fn form(form: &Form) -> Html {
    let chosen = form.plan.experiment.about;
    let choose = form.to.reform(|event: yew::Event| {
        let place = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
        Event::Choose(place.max(0) as usize)
    });
    let option = |experiment: &Experiment| {
        let about = experiment.about;
        html! { <option key={about.id} value={about.id} selected={about.id == chosen.id}>{ tr(about.title) }</option> }
    };
    let field = |param| {
        let change = form.to.reform(move |text| Event::Set(param, text));
        control("experiment", param, form.plan.show(param), None, &change)
    };
    html! {
        <div class="experiment-form">
            <div class="line">
                <label for="experiment-chosen">{ t!("Experiment") }</label>
                <select class="field" id="experiment-chosen" onchange={choose} disabled={form.running}>{ for form.all.iter().map(option) }</select>
            </div>
            <p>{ tr(chosen.about) }</p>
            <fieldset disabled={form.running}>
                <legend class="unseen">{ t!("Parameters") }</legend>
                { for form.plan.params().map(field) }
            </fieldset>
        </div>
    }
}
