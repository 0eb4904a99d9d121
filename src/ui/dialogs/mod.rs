//! Dialogs: native `<dialog>` elements, which keep the focus, close on Escape and give the focus back.

mod command;
mod embed;
mod export;
mod help;
mod qr;
mod share;
mod skew;
mod split;

use super::arrive::arriving;
use super::class::class;
use super::compare::Choose;
use super::experiments::Experiments;
use super::model::{Dialog, Handle, Msg};
use crate::later::{Later, later};
use netsplit_text::{t, tr};
use web_sys::HtmlDialogElement;
use yew::prelude::*;

/// What [`dialogs`] is drawn from.
#[derive(Clone, PartialEq)]
pub struct Props {
    /// Which dialog is open.
    pub open: Option<Dialog>,
    /// What could not be done as it was filled in, and why.
    pub problem: Option<String>,
    /// The player.
    pub player: Handle,
    /// The run beside it that is shared with it.
    pub beside: Option<Handle>,
    /// The address of the lesson that is given on it, if one is.
    pub lesson: Option<String>,
    /// What to ask for.
    pub dispatch: Callback<Msg>,
}

/// The dialog that is open, if any.
pub fn dialogs(props: &Props) -> Html {
    let open = props.open.is_some().then(|| arriving("dialog", props.clone(), &OPEN));
    html! { <div class="dialogs">{ for open }</div> }
}

static OPEN: Later<fn(&Props) -> Html> = later!(dialogs: fn(&Props) -> Html = open);

fn open(props: &Props) -> Html {
    let Some(dialog) = &props.open else { return Html::default() };
    let (player, dispatch) = (props.player.clone(), props.dispatch.clone());
    let (title, body) = match dialog.clone() {
        Dialog::Split => (t!("Split the network"), html! { <split::Split {player} {dispatch} /> }),
        Dialog::Command(name, node) => {
            let command = player.get().world().commands().iter().find(|command| command.name == name);
            let Some(command) = command else { return Html::default() };
            (tr(command.label), html! { <command::CommandForm {player} {name} {node} {dispatch} /> })
        }
        Dialog::Skew(node) => (t!("Set the clock"), html! { <skew::Skew {player} {node} {dispatch} /> }),
        Dialog::Experiments => {
            let lab = player.get().lab();
            (t!("Experiments"), html! { <Experiments {lab} /> })
        }
        Dialog::Compare => (t!("Compare"), html! { <Choose {player} {dispatch} /> }),
        Dialog::Share => {
            let beside = props.beside.clone();
            (t!("Share this moment"), html! { <share::Share {player} {beside} {dispatch} /> })
        }
        Dialog::Export => {
            let shown = export::Props { player, dark: super::theme::is_dark() };
            (t!("Export"), arriving("export", shown, &export::EXPORT))
        }
        Dialog::Embed => {
            let lesson = props.lesson.clone();
            (t!("Embed"), html! { <embed::Embed {player} {lesson} /> })
        }
        Dialog::Help => (t!("Keyboard"), help::help()),
    };
    let close = props.dispatch.reform(|()| Msg::Dialog(None));
    html! { <Frame {title} wide={*dialog == Dialog::Experiments} problem={props.problem.clone()} {close}>{ body }</Frame> }
}

#[derive(Properties, PartialEq)]
struct FrameProps {
    title: &'static str,
    /// Whether it needs all the room there is.
    wide: bool,
    problem: Option<String>,
    close: Callback<()>,
    children: Html,
}

#[component]
fn Frame(props: &FrameProps) -> Html {
    let node = use_node_ref();
    use_effect_with(node.clone(), |node| {
        if let Some(dialog) = node.cast::<HtmlDialogElement>() {
            let _ = dialog.show_modal();
        }
    });
    let onclose = props.close.reform(|_: Event| ());
    let click = props.close.reform(|_: MouseEvent| ());
    html! {
        <dialog ref={node} class={class!(props.wide.then_some("wide"))} aria-labelledby="dialog-title" {onclose}>
            <header><h2 id="dialog-title">{ props.title }</h2><button class="btn ghost" onclick={click} aria-label={t!("Close")}>{ "✕" }</button></header>
            { props.children.clone() }
            <div role="alert">{ for props.problem.iter().map(|problem| html! { <p class="problem">{ problem }</p> }) }</div>
        </dialog>
    }
}
