//! Sharing: the link of the moment, and its picture.

use crate::platform;
use crate::scenario::route;
use crate::ui::model::{Handle, Msg};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Properties of [`Share`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The player.
    pub player: Handle,
    /// What to ask for.
    pub dispatch: Callback<Msg>,
}

/// The link of the moment, copied at once; and its picture.
#[component]
pub fn Share(props: &Props) -> Html {
    let link = use_memo((), |()| platform::full_address(&route::address(&props.player.get().scenario())));
    let copied = use_state(|| false);
    let copy = {
        let (link, copied) = (link.clone(), copied.clone());
        Callback::from(move |_: MouseEvent| {
            platform::copy(&link);
            copied.set(true);
        })
    };
    {
        let (link, copied) = (link.clone(), copied.clone());
        use_effect_with((), move |()| {
            platform::copy(&link);
            copied.set(true);
        });
    }
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
            <input class="field mono" readonly={true} aria-label="Link of this moment" value={(*link).clone()} onfocus={select} />
            <p class="hint num">{ format!("{} characters. ", link.len()) }<span role="status">{ if *copied { "Copied." } else { "" } }</span></p>
            <p class="buttons">
                <button class="btn primary" onclick={copy}>{ "Copy link" }</button>
                <button class="btn" onclick={picture}>{ "Save picture (PNG)" }</button>
            </p>
        </div>
    }
}
