//! A node's clock.

use crate::sim::{Input, NodeId, decimal, parse_decimal};
use crate::ui::model::{Handle, Msg};
use netsplit_text::{marked, t, unmarked};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Properties of [`Skew`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The player.
    pub player: Handle,
    /// Whose clock.
    pub node: NodeId,
    /// What to ask for.
    pub dispatch: Callback<Msg>,
}

/// Decimals that a field may have; what is finer than the input's unit is rounded.
const PLACES: u32 = 6;

/// Reads the two fields: ms and per cent.
fn read(node: NodeId, offset: &str, drift: &str) -> Result<Input, String> {
    let number = |text: &str, places: u32| {
        let value = parse_decimal(&unmarked(text.trim().trim_start_matches('+')), PLACES)?;
        let unit = 10_i64.pow(PLACES - places);
        Some((value + value.signum() * unit / 2) / unit)
    };
    let offset = number(offset, 3)
        .ok_or_else(|| t!("The offset is `{text}`, but should be a number.", text = offset))?;
    let drift =
        number(drift, 4).ok_or_else(|| t!("The drift is `{text}`, but should be a number.", text = drift))?;
    Ok(Input::Skew { node, offset, drift: drift.clamp(i32::MIN.into(), i32::MAX.into()) as i32 })
}

/// The form that sets a clock's offset and drift.
#[component]
pub fn Skew(props: &Props) -> Html {
    let player = props.player.get();
    let now = player.frame().nodes.get(props.node.index()).map_or((0, 0), |node| node.skew);
    let offset = use_state(|| marked(decimal(now.0, 3)));
    let drift = use_state(|| marked(decimal(i64::from(now.1), 4)));
    let bind = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |event: InputEvent| {
            state.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let submit = {
        let (dispatch, node, offset, drift) =
            (props.dispatch.clone(), props.node, offset.clone(), drift.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            dispatch.emit(read(node, &offset, &drift).map_or_else(Msg::Notice, Msg::Act));
        })
    };
    html! {
        <form class="command-form" onsubmit={submit}>
            <p class="hint">{ t!("{node}'s timers run on its own clock. A clock that runs 10 % fast lets its timers fire early.", node = player.names()[props.node.index()]) }</p>
            <label class="line">{ t!("Offset, ms") }<input class="field num" inputmode="decimal" value={(*offset).clone()} oninput={bind(&offset)} /></label>
            <label class="line">{ t!("Runs fast by, %") }<input class="field num" inputmode="decimal" value={(*drift).clone()} oninput={bind(&drift)} /></label>
            <p class="buttons"><button class="btn primary" type="submit">{ t!("Set the clock") }</button></p>
        </form>
    }
}
