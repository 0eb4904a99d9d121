//! Sharing: the link of the moment with a caption, what was done, and a QR code.

use crate::platform;
use crate::scenario::{CAPTION_MAX, Scenario, route};
use crate::ui::class::class;
use crate::ui::done::done;
use crate::ui::model::{Dialog, Handle, Msg};
use crate::ui::qr::{self, Qr};
use netsplit_text::{t, tn};
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

/// What there is to share.
struct Texts {
    /// The link of the moment.
    link: String,
    /// What was done, if something was.
    done: Option<String>,
    /// The QR code of the link, or of the run's start; of two runs only of the link.
    qr: Option<Qr>,
}

/// What there is to share, with a caption.
fn texts(player: &Handle, beside: Option<&Handle>, caption: &str) -> Texts {
    let player = player.get();
    let scenario = Scenario { caption: caption.trim().to_owned(), ..player.scenario() };
    let address = match beside {
        Some(beside) => route::comparing(&[scenario.clone(), beside.get().scenario()]),
        None => route::address(&scenario),
    };
    let start = if beside.is_none() { route::start(&scenario).ok() } else { None };
    let start = start.map(|start| platform::full_address(&start));
    let link = platform::full_address(&address);
    let done = done(&player).map(|done| format!("{done}: {link}"));
    Texts { qr: qr::of(&link, start.as_deref()), link, done }
}

/// The link of the moment, and what was done, one of them copied at once; a caption; a QR code.
#[component]
pub fn Share(props: &Props) -> Html {
    let caption = use_state(|| props.player.get().branch().setup.caption.clone());
    let texts = use_memo((*caption).clone(), |caption| texts(&props.player, props.beside.as_ref(), caption));
    let Texts { link, done, qr } = &*texts;
    let copied = use_state(|| false);
    let large = use_state(|| false);
    let show = {
        let large = large.setter();
        Callback::from(move |on| large.set(on))
    };
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
    let open = |dialog: Dialog| props.dispatch.reform(move |_: MouseEvent| Msg::Dialog(Some(dialog.clone())));
    html! {
        <div class="share-form">
            <p class="hint">{ t!("Whoever opens this link sees exactly this moment, and can go on from here.") }</p>
            if let Some(done) = done {
                <input class="field" readonly={true} aria-label={t!("What was done")} value={done.clone()} onfocus={select.clone()} />
            }
            <input class="field mono" readonly={true} aria-label={t!("Link of this moment")} value={link.clone()} onfocus={select} />
            <p class="hint num">{ tn!(link.len() as u64, "{count} character.", "{count} characters.", count = link.len()) }{ " " }<span role="status">{ if *copied { t!("Copied.") } else { "" } }</span></p>
            <label class="line">{ t!("Caption (plain text, shown to whoever opens the link)") }
                <input class="field" maxlength={CAPTION_MAX.to_string()} value={(*caption).clone()} oninput={type_caption} autocomplete="off" />
            </label>
            { for qr.as_ref().map(|qr| super::qr::code(qr, *large, &show)) }
            <p class="buttons">
                if let Some(done) = done {
                    <button class="btn primary" onclick={copy(done.clone())}>{ t!("Copy what was done") }</button>
                }
                <button class={class!("btn", done.is_none().then_some("primary"))} onclick={copy(link.clone())}>{ t!("Copy link") }</button>
                if props.beside.is_none() {
                    <button class="btn" onclick={open(Dialog::Embed)}>{ t!("Embed…") }</button>
                    <button class="btn" onclick={open(Dialog::Export)}>{ t!("Export…") }</button>
                }
            </p>
        </div>
    }
}
