//! A selected node: its fields, and what can be done with it.

use super::{ask, fields, gone};
use crate::player::Player;
use crate::sim::{Asker, Command, CommandLine, Health, Input, NodeFrame, NodeId};
use crate::ui::describe::{name, node_title};
use crate::ui::links::isolate;
use crate::ui::model::{Dialog, Msg};
use yew::prelude::*;

/// The node's section.
pub fn node(player: &Player, id: NodeId, dispatch: &Callback<Msg>) -> Html {
    let (frame, names) = (player.frame(), player.names());
    let Some(node) = frame.nodes.get(id.index()) else { return gone("This node is not in the run.") };
    let view = player.world().inspect(id);
    let caption = view.caption.clone();
    html! {
        <section class="sect" aria-label={format!("Selected node {}", name(names, id))}>
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
    let offset = crate::sim::decimal(offset, 3);
    html! { <dl class="kv"><div><dt>{ "its clock" }</dt><dd>{ format!("{offset} ms off, drifts {drift} ppm") }</dd></div></dl> }
}

/// Kill, pause and the like.
fn life(node: &NodeFrame, names: &[String], dispatch: &Callback<Msg>) -> Html {
    let (id, who) = (node.id, name(names, node.id));
    let vital = match node.health {
        Health::Crashed => {
            html! { <>{ ask("Restart", format!("Restart {who}"), Msg::Act(Input::Restart(id)), dispatch) }</> }
        }
        Health::Up | Health::Paused => {
            html! { <>{ ask("Kill", format!("Kill {who}"), Msg::Act(Input::Crash(id)), dispatch) }</> }
        }
    };
    let pace = match node.health {
        Health::Up => ask("Pause", format!("Pause {who}"), Msg::Act(Input::Pause(id)), dispatch),
        Health::Paused => ask("Resume", format!("Resume {who}"), Msg::Act(Input::Resume(id)), dispatch),
        Health::Crashed => Html::default(),
    };
    let isolation = isolate(id, names.len()).map(Msg::Act);
    html! {
        <>
            { vital }
            <span class="contents">{ pace }</span>
            { for isolation.map(|cut| ask("Isolate", format!("Isolate {who}"), cut, dispatch)) }
            { ask("Clock…", format!("Clock… of {who}"), Msg::Dialog(Some(Dialog::Skew(id))), dispatch) }
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
    let text = if dialog { format!("{}…", command.label) } else { command.label.to_owned() };
    let label = format!("{text} at {}", name(names, node));
    html! { <button key={command.name} type="button" class="btn" title={command.about} aria-label={label} {onclick}>{ text }</button> }
}
