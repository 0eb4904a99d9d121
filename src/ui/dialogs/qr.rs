//! The QR code of a link, small beside it or as large as the screen.

use crate::ui::qr::Qr;
use netsplit_text::t;
use yew::prelude::*;

/// Nobody types a link of more characters.
const TYPED_MAX: usize = 90;

/// The code with its words. `show` opens and closes the large one.
pub fn code(qr: &Qr, large: bool, show: &Callback<bool>) -> Html {
    let words = if qr.of_start {
        t!("For phones: the start of this run, because the link of the moment is too long for a code.")
    } else {
        t!("For phones: this moment.")
    };
    let click = |on: bool| show.reform(move |_: MouseEvent| on);
    // Escape leaves the large code first, and only then the dialog.
    let onkeydown = {
        let show = show.clone();
        Callback::from(move |event: KeyboardEvent| {
            if large && event.key() == "Escape" {
                event.prevent_default();
                event.stop_propagation();
                show.emit(false);
            }
        })
    };
    html! {
        <div class="qr" data-start={qr.of_start.to_string()} {onkeydown}>
            { picture(qr) }
            <div>
                <p class="hint">{ words }</p>
                <button class="btn" onclick={click(true)}>{ t!("Show large") }</button>
            </div>
            if large {
                <div class="qr-large">
                    { picture(qr) }
                    if qr.link.len() <= TYPED_MAX { <p class="mono">{ &qr.link }</p> }
                    <button class="btn" onclick={click(false)}>{ t!("Show small") }</button>
                </div>
            }
        </div>
    }
}

fn picture(qr: &Qr) -> Html {
    let side = qr.side.to_string();
    html! {
        <svg class="qr-code" role="img" aria-label={t!("QR code of the link")} viewBox={format!("0 0 {side} {side}")} shape-rendering="crispEdges">
            <rect width={side.clone()} height={side} /><path d={qr.path.clone()} />
        </svg>
    }
}
