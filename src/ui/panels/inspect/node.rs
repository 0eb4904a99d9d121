//! A selected node: its fields, and what can be done with it.

use super::{ask, fields, gone};
use crate::player::Player;
use crate::sim::{Asker, Command, CommandLine, Health, Input, NodeFrame, NodeId};
use crate::ui::describe::{name, node_title};
use crate::ui::links::isolate;
use crate::ui::model::{Dialog, Msg};
use netsplit_text::{marked, t, tr};
use yew::prelude::*;

/// The node's section.
pub fn node(player: &Player, id: NodeId, dispatch: &Callback<Msg>) -> Html {
    let (frame, names) = (player.frame(), player.names());
    let Some(node) = frame.nodes.get(id.index()) else { return gone(t!("This node is not in the run.")) };
    let view = player.world().inspect(id);
    let caption = view.caption.clone();
    html! {
        <section class="sect" aria-label={t!("Selected node {node}", node = name(names, id))}>
            <h3>{ node_title(node, names) }</h3>
            <div>if let Some(caption) = caption { <p class="statement">{ caption }</p> }</div>
            <div>
                if !view.badges.is_empty() {
                    <div class="row">{ for view.badges.iter().map(|badge| html! { <span class="chip">{ badge.at(frame.when.at) }</span> }) }</div>
                }
            </div>
            { fields(&view.fields, names, Some(id)) }
            { skew(node) }
            <div class="row">
                { life(node, names, dispatch) }
                { for commands(player, node).map(|command| offer(command, id, names, dispatch)) }
            </div>
        </section>
    }
}

/// The clock's error, where there is one.
fn skew(node: &NodeFrame) -> Html {
    let (offset, drift) = node.skew;
    if node.skew == (0, 0) {
        return Html::default();
    }
    let offset = marked(crate::sim::decimal(offset, 3));
    let words = t!("{offset} ms off, drifts {drift} ppm", offset, drift);
    html! { <dl class="kv"><div><dt>{ t!("its clock") }</dt><dd>{ words }</dd></div></dl> }
}

/// Kill, pause and the like.
fn life(node: &NodeFrame, names: &[String], dispatch: &Callback<Msg>) -> Html {
    let (id, who) = (node.id, name(names, node.id));
    let vital = match node.health {
        Health::Crashed => {
            html! { <>{ ask(t!("Restart"), t!("Restart {node}", node = who), Msg::Act(Input::Restart(id)), dispatch) }</> }
        }
        Health::Up | Health::Paused => {
            html! { <>{ ask(t!("Kill"), t!("Kill {node}", node = who), Msg::Act(Input::Crash(id)), dispatch) }</> }
        }
    };
    let pace = match node.health {
        Health::Up => {
            ask(t!(verb: "Pause"), t!("Pause {node}", node = who), Msg::Act(Input::Pause(id)), dispatch)
        }
        Health::Paused => {
            ask(t!("Resume"), t!("Resume {node}", node = who), Msg::Act(Input::Resume(id)), dispatch)
        }
        Health::Crashed => Html::default(),
    };
    let isolation = isolate(id, names.len()).map(Msg::Act);
    html! {
        <>
            { vital }
            <span class="contents">{ pace }</span>
            { for isolation.map(|cut| ask(t!("Isolate"), t!("Isolate {node}", node = who), cut, dispatch)) }
            { ask(t!("Clock…"), t!("Clock… of {node}", node = who), Msg::Dialog(Some(Dialog::Skew(id))), dispatch) }
        </>
    }
}

/// The commands offered at this kind of node.
fn commands(player: &Player, node: &NodeFrame) -> impl Iterator<Item = &'static Command> {
    let kind = node.kind;
    player.world().commands().iter().filter(move |command| command.at.contains(&kind))
}

fn offer(command: &'static Command, node: NodeId, names: &[String], dispatch: &Callback<Msg>) -> Html {
    let dialog = command.asker == Asker::Client || !command.arguments.is_empty();
    let msg = if dialog {
        Msg::Dialog(Some(Dialog::Command(command.name, Some(node))))
    } else {
        Msg::Act(Input::Command { node, command: CommandLine::new(command.name, &[]) })
    };
    let onclick = dispatch.reform(move |_: MouseEvent| msg.clone());
    let label = tr(command.label);
    let text = if dialog { t!("{label}…", label) } else { label.to_owned() };
    let label = t!("{command} at {node}", command = text, node = name(names, node));
    html! { <button key={command.name} type="button" class="btn" title={tr(command.about)} aria-label={label} {onclick}>{ text }</button> }
}
