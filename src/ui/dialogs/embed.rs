//! What to copy to have this lab in a page of one's own.

use crate::platform;
use crate::ui::model::Handle;
use crate::ui::snippet::{Form, Look, snippet};
use netsplit_text::{msg, spoken, t, tr};
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

/// Properties of [`Embed`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The player.
    pub player: Handle,
    /// The address of the lesson that is given, if one is.
    pub lesson: Option<String>,
}

/// The least and the most height, CSS pixels.
const HEIGHTS: std::ops::RangeInclusive<u32> = 240..=2_000;
const HEIGHT: u32 = 420;

const FORMS: [(Form, &str); 2] =
    [(Form::Element, msg!("An element, with one script")), (Form::Frame, msg!("A frame, without scripts"))];
const THEMES: [(&str, &str); 3] =
    [("auto", msg!("As the page")), ("light", msg!("Light")), ("dark", msg!("Dark"))];
const CONTROLS: [(&str, &str); 3] =
    [("bar", msg!("The usual few")), ("full", msg!("All tools")), ("none", msg!("None: the page drives it"))];

/// What can be embedded: a label and an address each, the first of which is meant mostly.
fn addresses(props: &Props) -> Vec<(&'static str, String)> {
    use crate::scenario::route;
    let player = props.player.get();
    let scenario = player.scenario();
    let lesson = props.lesson.clone().map(|address| (t!("This lesson, from this step"), address));
    let start = route::start(&scenario).ok().map(|address| (t!("This run, from its start"), address));
    lesson.into_iter().chain([(t!("This moment"), route::address(&scenario))]).chain(start).collect()
}

/// The snippet for what is on the screen.
#[component]
pub fn Embed(props: &Props) -> Html {
    let addresses = use_memo((), |()| addresses(props));
    let (what, form) = (use_state(|| 0_usize), use_state(|| 0_usize));
    let (theme, controls) = (use_state(|| 0_usize), use_state(|| 0_usize));
    let (height, copied) = (use_state(|| HEIGHT), use_state(|| false));
    let title = tr(props.player.get().lab().about.title);
    let look = Look {
        height: *height,
        theme: THEMES[*theme].0,
        controls: CONTROLS[*controls].0,
        language: spoken().code,
        title: t!("Netsplit: {title}", title),
    };
    let text = snippet(FORMS[*form].0, &addresses[*what].1, &look, &platform::full_address(""));
    let choose = |state: &UseStateHandle<usize>, label: &'static str, options: Vec<&'static str>| {
        let (state, copied, chosen) = (state.clone(), copied.setter(), **state);
        let onchange = Callback::from(move |event: Event| {
            state.set(event.target_unchecked_into::<HtmlSelectElement>().selected_index().max(0) as usize);
            copied.set(false);
        });
        html! {
            <label class="line">{ label }
                <select class="field" {onchange}>
                    { for options.iter().enumerate().map(|(i, option)| html! { <option key={i} selected={i == chosen}>{ tr(option) }</option> }) }
                </select>
            </label>
        }
    };
    let resize = {
        let (height, copied) = (height.clone(), copied.setter());
        Callback::from(move |event: Event| {
            let typed = event.target_unchecked_into::<HtmlInputElement>().value_as_number();
            let fits = if typed.is_finite() { typed as u32 } else { HEIGHT };
            height.set(fits.clamp(*HEIGHTS.start(), *HEIGHTS.end()));
            copied.set(false);
        })
    };
    let copy = {
        let (text, copied) = (text.clone(), copied.setter());
        Callback::from(move |_: MouseEvent| {
            platform::copy(&text);
            copied.set(true);
        })
    };
    let select =
        Callback::from(|event: FocusEvent| event.target_unchecked_into::<HtmlTextAreaElement>().select());
    html! {
        <div class="share-form embed-form">
            <p class="hint">{ t!("Copy this into a page of yours: the lab runs there.") }</p>
            <div class="pair">
                { choose(&what, t!("What"), addresses.iter().map(|(label, _)| *label).collect()) }
                { choose(&form, t!("As"), FORMS.iter().map(|(_, label)| *label).collect()) }
                { choose(&theme, t!("Theme"), THEMES.iter().map(|(_, label)| *label).collect()) }
                { choose(&controls, t!("Controls"), CONTROLS.iter().map(|(_, label)| *label).collect()) }
                <label class="line">{ t!("Height, pixels") }
                    <input class="field num" type="number" min={HEIGHTS.start().to_string()} max={HEIGHTS.end().to_string()} value={height.to_string()} onchange={resize} />
                </label>
            </div>
            <textarea class="field mono" rows="6" readonly={true} aria-label={t!("Snippet")} value={text.clone()} onfocus={select} />
            <p class="buttons">
                <button class="btn primary" onclick={copy}>{ t!("Copy") }</button>
                <span class="hint" role="status">{ if *copied { t!("Copied.") } else { "" } }</span>
            </p>
        </div>
    }
}
