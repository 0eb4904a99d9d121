//! What floats over the stage: facts at the left, tools at the right.

use crate::sim::{Asker, Command, Input, Sim};
use crate::ui::figures;
use crate::ui::icons::{self, icon};
use crate::ui::model::{Dialog, Handle, Msg, Selection, Tool};
use netsplit_text::{counted, marked, msg, t, tr};
use yew::prelude::*;

const TOOLS: [(Tool, &str, &str); 4] = [
    (Tool::Select, msg!("Select tool"), icons::SELECT),
    (Tool::Kill, msg!("Kill tool"), icons::KILL),
    (Tool::Cut, msg!("Cut tool"), icons::CUT),
    (Tool::Links, msg!("Links tool"), icons::LINKS),
];

/// The tools, and the faults that concern the whole network.
pub fn toolbar(player: &Handle, tool: Tool, selection: Option<Selection>, dispatch: &Callback<Msg>) -> Html {
    let player = player.get();
    let in_hand = tool;
    let swarm = player.frame().is_swarm();
    // Among so many links a hand cannot mean a single one.
    let tools = TOOLS.into_iter().filter(|(tool, ..)| !swarm || *tool != Tool::Links);
    let ask = |msg: Msg| dispatch.reform(move |_: MouseEvent| msg.clone());
    let tool = |(tool, name, path): (Tool, &'static str, &'static str)| {
        let pressed = in_hand == tool;
        html! {
            <button key={name} class="btn square" aria-label={tr(name)} title={tr(name)} aria-pressed={pressed.to_string()} onclick={ask(Msg::Tool(tool))}>{ icon(path) }</button>
        }
    };
    let node = match selection {
        Some(Selection::Node(node)) => Some(node),
        _ => None,
    };
    let offered = main_command(player.world());
    let whole = player.frame().cuts.is_empty();
    html! {
        <div class="tools">
            <div class="tool-group" role="group" aria-label={t!("Tools")}>{ for tools.map(tool) }</div>
            <button class="btn" aria-label={t!("Split the network")} title={t!("Split the network")} onclick={ask(Msg::Dialog(Some(Dialog::Split)))}>{ icon(icons::SPLIT) }<span class="label">{ t!("Split") }</span></button>
            <button class="btn" aria-label={t!("Heal the network")} title={t!("Heal the network")} disabled={whole} onclick={ask(Msg::Act(Input::HealAll))}>{ icon(icons::HEAL) }<span class="label">{ t!("Heal") }</span></button>
            if let Some(command) = offered {
                <button class="btn" aria-label={tr(command.label)} title={tr(command.about)} onclick={ask(Msg::Dialog(Some(Dialog::Command(command.name, node))))}>{ icon(icons::WRITE) }<span class="label">{ tr(command.label) }</span></button>
            }
        </div>
    }
}

/// The command that a lab is mostly worked with: what clients ask for, or else what is given by dragging.
pub fn main_command(world: &dyn Sim) -> Option<&'static Command> {
    let (commands, drag) = (world.commands(), world.gestures().drag);
    let dragged = || commands.iter().find(|command| Some(command.name) == drag);
    commands.iter().find(|command| command.asker != Asker::Player).or_else(dragged)
}

/// The seed, the roster, the network; and whether the past is shown.
pub fn chips(handle: &Handle, dispatch: &Callback<Msg>) -> Html {
    let player = handle.get();
    let shown = |key: &str| {
        let param = player.lab().param(key).ok()?;
        Some(marked(param.show(player.world().setting(key)?)))
    };
    let delay =
        format!("{}–{} ms", shown("delay_min").unwrap_or_default(), shown("delay_max").unwrap_or_default());
    html! {
        <div class="chips">
            <span class="chip">{ t!("seed") }{ " " }<b>{ player.branch().setup.seed }</b></span>
            <span class="chip wide-only"><b>{ roster(&player.frame()) }</b></span>
            <span class="chip wide-only">{ t!("delay") }{ " " }<b>{ delay }</b></span>
            <span class="chip wide-only">{ t!("loss") }{ " " }<b>{ shown("loss") }{ " %" }</b></span>
            { then(handle, dispatch) }
        </div>
    }
}

/// That the past is shown, how long ago it was, and the way back.
pub fn then(player: &Handle, dispatch: &Callback<Msg>) -> Html {
    let player = player.get();
    let past = player.in_past().then(|| (player.edge().at - player.when().at) as f64 / 1e6);
    let back = dispatch.reform(|_: MouseEvent| Msg::SeekEdge);
    let ago = |seconds: f64| {
        let time = format!("{} s", figures::shown(seconds, 1));
        let said = t!("{time} ago", time);
        // Where there is little room the time stands alone.
        let (before, after) = said.split_once(&time).unwrap_or_default();
        let word = |word: &str| {
            let word = Some(word.to_owned()).filter(|word| !word.is_empty());
            word.map(|word| html! { <span class="wide-only">{ word }</span> })
        };
        html! { <>{ " · " }{ for word(before) }{ &time }{ for word(after) }</> }
    };
    html! {
        if let Some(seconds) = past {
            <span class="then">
                <span class="chip past"><b>{ t!("Past") }</b>{ ago(seconds) }</span>
                <button class="btn small" onclick={back}>{ t!("Back to now") }</button>
            </span>
        }
    }
}

/// What is doubtful about the settings: the short of it, and the whole when it is opened.
pub fn doubts(player: &Handle) -> Html {
    let doubt = |why: String| {
        let short = why.split_once(':').map_or(why.as_str(), |(short, _)| short).to_owned();
        html! { <details key={short.clone()} class="doubt"><summary>{ short }</summary><p>{ why }</p></details> }
    };
    html! { { for player.get().world().warnings().into_iter().map(doubt) } }
}

/// `5 servers, 2 clients`.
fn roster(frame: &crate::sim::Frame) -> String {
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for node in &frame.nodes {
        match kinds.iter_mut().find(|(kind, _)| *kind == node.kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((node.kind, 1)),
        }
    }
    kinds.into_iter().map(|(kind, count)| counted(count as u64, kind)).collect::<Vec<_>>().join(", ")
}
