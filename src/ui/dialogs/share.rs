//! Sharing: the link of the moment with a caption, what was done, and a picture.

use crate::platform;
use crate::scenario::{CAPTION_MAX, Scenario, route};
use crate::ui::class::class;
use crate::ui::done::done;
use crate::ui::model::{Handle, Msg};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Properties of [`Share`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The player.
    pub player: Handle,
    /// The run beside it, which the link then carries too.
    pub beside: Option<Handle>,
    /// What to ask for.
    pub dispatch: Callback<Msg>,
}

/// The link of the moment with a caption; and what was done, if something was.
fn texts(player: &Handle, beside: Option<&Handle>, caption: &str) -> (String, Option<String>) {
    let player = player.get();
    let scenario = Scenario { caption: caption.trim().to_owned(), ..player.scenario() };
    let address = match beside {
        Some(beside) => route::comparing(&[scenario, beside.get().scenario()]),
        None => route::address(&scenario),
    };
    let link = platform::full_address(&address);
    let done = done(&player).map(|done| format!("{done}: {link}"));
    (link, done)
}

/// The link of the moment, and what was done, one of them copied at once; a caption; a picture.
#[component]
pub fn Share(props: &Props) -> Html {
    let caption = use_state(|| props.player.get().branch().setup.caption.clone());
    let texts = use_memo((*caption).clone(), |caption| texts(&props.player, props.beside.as_ref(), caption));
    let (link, done) = &*texts;
    let copied = use_state(|| false);
    let copy = |text: String| {
        let copied = copied.clone();
        Callback::from(move |_: MouseEvent| {
            platform::copy(&text);
            copied.set(true);
        })
    };
    {
        let (text, copied) = (done.as_ref().unwrap_or(link).clone(), copied.clone());
        use_effect_with((), move |()| {
            platform::copy(&text);
            copied.set(true);
        });
    }
    let type_caption = {
        let (caption, copied) = (caption.clone(), copied.clone());
        Callback::from(move |event: InputEvent| {
            caption.set(event.target_unchecked_into::<HtmlInputElement>().value());
            copied.set(false);
        })
    };
    let select =
        Callback::from(|event: FocusEvent| event.target_unchecked_into::<HtmlInputElement>().select());
    let picture = {
        let dispatch = props.dispatch.clone();
        let name = format!(
            "netsplit-{}-{}ms.png",
            props.player.get().lab().about.id,
            props.player.get().when().at / 1_000
        );
        Callback::from(move |_: MouseEvent| {
            if platform::save_png(".stage-view svg.drawing", &name, 2.0).is_err() {
                dispatch.emit(Msg::Notice(
                    "This browser would not draw the picture: take a screenshot instead.".to_owned(),
                ));
            }
        })
    };
    html! {
        <div class="share-form">
            <p class="hint">{ "Whoever opens this link sees exactly this moment, and can go on from here." }</p>
            if let Some(done) = done {
                <input class="field" readonly={true} aria-label="What was done" value={done.clone()} onfocus={select.clone()} />
            }
            <input class="field mono" readonly={true} aria-label="Link of this moment" value={link.clone()} onfocus={select} />
            <p class="hint num">{ format!("{} characters. ", link.len()) }<span role="status">{ if *copied { "Copied." } else { "" } }</span></p>
            <label class="line">{ "Caption (plain text, shown to whoever opens the link)" }
                <input class="field" maxlength={CAPTION_MAX.to_string()} value={(*caption).clone()} oninput={type_caption} autocomplete="off" />
            </label>
            <p class="buttons">
                if let Some(done) = done {
                    <button class="btn primary" onclick={copy(done.clone())}>{ "Copy what was done" }</button>
                }
                <button class={class!("btn", done.is_none().then_some("primary"))} onclick={copy(link.clone())}>{ "Copy link" }</button>
                if props.beside.is_none() {
                    <button class="btn" onclick={picture}>{ "Save picture (PNG)" }</button>
                }
            </p>
        </div>
    }
}
