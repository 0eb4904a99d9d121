//! The arguments of a command, as a form.

use crate::player::Player;
use crate::sim::{
    Argument, ArgumentKind, Asker, Command, CommandLine, Frame, Health, Input, NodeId, Shape, SortedMap,
};
use crate::ui::figures::capital;
use crate::ui::model::{Handle, Msg};
use netsplit_text::{t, tr};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// Properties of [`CommandForm`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The player.
    pub player: Handle,
    /// The command's name.
    pub name: &'static str,
    /// The node that was selected.
    pub node: Option<NodeId>,
    /// What to ask for.
    pub dispatch: Callback<Msg>,
}

/// The node to address when none is selected: the crowned one of the highest epoch, else the first that is up.
fn natural_target(frame: &Frame, command: &Command) -> Option<NodeId> {
    let fits =
        || frame.nodes.iter().filter(|node| command.at.contains(&node.kind) && node.health == Health::Up);
    let crowned = fits().filter(|node| node.glyph.shape == Shape::Crown);
    let newest = crowned.max_by_key(|node| node.glyph.epoch.map(|epoch| epoch.number));
    newest.or_else(|| fits().next()).map(|node| node.id)
}

/// The client that carries a command to `target`: the first that is up and not cut off from it, else the first.
fn natural_client(frame: &Frame, command: &Command, target: Option<NodeId>) -> Option<NodeId> {
    let clients = || frame.nodes.iter().filter(|node| !command.at.contains(&node.kind));
    let reaches =
        |client: NodeId| target.is_none_or(|target| frame.cuts.iter().all(|cut| !cut.blocks(client, target)));
    let best = clients().find(|node| node.health == Health::Up && reaches(node.id));
    best.or_else(|| clients().next()).map(|node| node.id)
}

/// The input that a filled-in form stands for, or why there is none.
fn input(
    player: &Player,
    command: &Command,
    target: Option<NodeId>,
    values: &SortedMap<&'static str, String>,
) -> Result<Input, String> {
    let frame = player.frame();
    let mut args: Vec<(String, String)> = Vec::new();
    let node = if command.asker == Asker::Client {
        if let Some(target) = target {
            args.push(("to".to_owned(), player.names()[target.index()].clone()));
        }
        natural_client(&frame, command, target)
            .ok_or_else(|| t!("There is no client to send it: set the number of clients above 0."))?
    } else {
        target.ok_or_else(|| t!("Select a node first."))?
    };
    for argument in command.arguments {
        let value = values.get(argument.name).cloned().unwrap_or_else(|| argument.default.to_owned());
        let value = match argument.kind {
            ArgumentKind::Text(_) => value,
            ArgumentKind::Node | ArgumentKind::Of(_) => {
                chosen(&node_options(player, command, argument, target), &value).to_owned()
            }
        };
        args.push((argument.name.to_owned(), value));
    }
    Ok(Input::Command { node, command: CommandLine { name: command.name.to_owned(), args } })
}

/// The nodes that an argument may name: those of its role, or at which the command is offered. One that is given by dragging goes to
/// another node; one that need not name any begins with the empty name.
fn node_options(
    player: &Player,
    command: &Command,
    argument: &Argument,
    target: Option<NodeId>,
) -> Vec<String> {
    let dragged = player.world().gestures().drag == Some(command.name);
    let frame = player.frame();
    let may = |kind: &str| match argument.kind {
        ArgumentKind::Of(role) => kind == role,
        ArgumentKind::Node | ArgumentKind::Text(_) => command.at.contains(&kind),
    };
    let fits = frame.nodes.iter().filter(|node| may(node.kind));
    let others = fits.filter(|node| !(dragged && target == Some(node.id)));
    let none = argument.default.is_empty().then(String::new);
    none.into_iter().chain(others.map(|node| player.names()[node.id.index()].clone())).collect()
}

/// The name among these that is meant: the one given, or else the first.
fn chosen<'o>(options: &'o [String], given: &str) -> &'o str {
    let known = options.iter().find(|name| *name == given).or_else(|| options.first());
    known.map_or("", String::as_str)
}

/// A command's form.
#[component]
pub fn CommandForm(props: &Props) -> Html {
    let player = props.player.get();
    let command = player.world().commands().iter().find(|command| command.name == props.name);
    let frame = player.frame();
    let target =
        use_state(|| props.node.or_else(|| command.and_then(|command| natural_target(&frame, command))));
    let values = use_state(SortedMap::<&'static str, String>::default);
    let Some(command) = command else { return Html::default() };
    let choose = {
        let target = target.clone();
        Callback::from(move |event: Event| {
            let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
            target.set(select.and_then(|select| select.value().parse().ok().map(NodeId)));
        })
    };
    let option = |node: &crate::sim::NodeFrame| {
        let name = &player.names()[node.id.index()];
        html! { <option key={node.id.0} value={node.id.0.to_string()} selected={*target == Some(node.id)}>{ format!("{name}, {}", tr(node.glyph.role)) }</option> }
    };
    let field = |argument: &'static crate::sim::Argument| {
        let oninput = {
            let values = values.clone();
            Callback::from(move |event: InputEvent| {
                let mut changed = (*values).clone();
                changed.insert(argument.name, event.target_unchecked_into::<HtmlInputElement>().value());
                values.set(changed);
            })
        };
        let onchoose = {
            let values = values.clone();
            Callback::from(move |event: Event| {
                let mut changed = (*values).clone();
                changed.insert(argument.name, event.target_unchecked_into::<HtmlSelectElement>().value());
                values.set(changed);
            })
        };
        let value = values.get(argument.name).cloned().unwrap_or_else(|| argument.default.to_owned());
        match argument.kind {
            ArgumentKind::Text(longest) => html! {
                <label key={argument.name} class="line">{ capital(tr(argument.name)) }
                    <input class="field" name={argument.name} {value} maxlength={longest.to_string()} {oninput} autocomplete="off" />
                </label>
            },
            ArgumentKind::Node | ArgumentKind::Of(_) => {
                let options = node_options(&player, command, argument, *target);
                let value = chosen(&options, &value).to_owned();
                let option = |name: &String| {
                    let text = if name.is_empty() { t!("any") } else { name };
                    html! { <option key={name.clone()} value={name.clone()} selected={*name == value}>{ text }</option> }
                };
                html! {
                    <label key={argument.name} class="line">{ capital(tr(argument.name)) }
                        <select class="field" name={argument.name} onchange={onchoose}>{ for options.iter().map(option) }</select>
                    </label>
                }
            }
        }
    };
    let submit = {
        let (handle, dispatch, target, values) =
            (props.player.clone(), props.dispatch.clone(), target.clone(), values.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let msg = match input(&handle.get(), command, *target, &values) {
                Ok(input) => Msg::Act(input),
                Err(why) => Msg::Notice(why),
            };
            dispatch.emit(msg);
        })
    };
    html! {
        <form class="command-form" onsubmit={submit}>
            <p class="hint">{ tr(command.about) }</p>
            <label class="line">{ if command.asker == Asker::Client { t!("To") } else { t!("At") } }
                <select class="field" onchange={choose}>
                    { for frame.nodes.iter().filter(|node| command.at.contains(&node.kind)).map(option) }
                </select>
            </label>
            { for command.arguments.iter().map(field) }
            <p class="buttons"><button class="btn primary" type="submit">{ tr(command.label) }</button></p>
        </form>
    }
}
