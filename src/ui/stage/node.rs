//! A node on the stage, drawn again only when it has changed.

use super::layout::Layout;
use super::look::{Caption, Lit, Look, tone_class};
use super::seat::{beside, disc};
use super::slow::use_slow;
use crate::sim::NodeId;
use crate::ui::class::class;
use crate::ui::figures::translate;
use std::rc::Rc;
use yew::prelude::*;

/// What a node is drawn from.
#[derive(Properties, PartialEq)]
pub struct NodeProps {
    /// What it looks like.
    pub look: Look,
    /// Where everything stands.
    pub layout: Rc<Layout>,
    /// Whether it is selected.
    pub selected: bool,
    /// Whether Tab stops here.
    pub stop: bool,
    /// On which side of the stroke it is, while one is drawn.
    pub side: Option<u8>,
    /// What stands above or below it.
    pub caption: Option<Caption>,
    /// It was clicked.
    pub on_press: Callback<NodeId>,
    /// A key was pressed on it.
    pub on_key: Callback<(NodeId, KeyboardEvent)>,
    /// It has the focus.
    pub on_focus: Callback<NodeId>,
}

/// A node: its disc, which is the button, and beside it its cells and caption.
#[component]
pub fn NodeShape(props: &NodeProps) -> Html {
    let focused = use_state(|| false);
    let look = &props.look;
    let spoken = use_slow(look.spoken.clone(), *focused);
    let Some(spot) = props.layout.spots.get(look.node.index()).copied() else { return Html::default() };
    if look.lit == Lit::Hidden {
        return Html::default();
    }
    let node = look.node;
    let on_click = {
        let on_press = props.on_press.clone();
        Callback::from(move |_: MouseEvent| on_press.emit(node))
    };
    let on_key = {
        let on_key = props.on_key.clone();
        Callback::from(move |event: KeyboardEvent| on_key.emit((node, event)))
    };
    let on_focus = {
        let (focused, on_focus) = (focused.clone(), props.on_focus.clone());
        Callback::from(move |_: FocusEvent| {
            focused.set(true);
            on_focus.emit(node);
        })
    };
    let on_blur = Callback::from(move |_: FocusEvent| focused.set(false));
    let side = props.side.map(|side| format!("side-{side}"));
    let pointed = (look.lit == Lit::Pointed).then_some("pointed");
    let seat = class!("seat", (look.lit == Lit::Dimmed).then_some("dimmed"));
    let class = class!("node", tone_class(look.glyph.tone), look.health.word(), side, pointed);
    html! {
        <g class={seat}>
            <g {class} role="button" tabindex={if props.stop { "0" } else { "-1" }} aria-label={spoken}
                aria-pressed={props.selected.to_string()} transform={translate(spot.at.x, spot.at.y)}
                data-node={look.name.clone()} data-seat={node.0.to_string()} data-role={look.glyph.role}
                data-epoch={look.glyph.epoch.map(|epoch| epoch.number.to_string())} data-status={look.health.word()}
                data-byzantine={look.byzantine.to_string()}
                onclick={on_click} onkeydown={on_key} onfocus={on_focus} onblur={on_blur}>
                { disc(look, &spot, props.selected, props.layout.unit) }
            </g>
            { beside(look, &spot, &props.layout, props.selected, props.caption.as_ref()) }
        </g>
    }
}
