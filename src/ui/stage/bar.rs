//! The bars beside what is selected: what can be done to a node or to a message.

use super::geometry::{Point, Rect};
use super::messages::delay_words;
use crate::sim::{Asker, Command, CommandLine, Health, Input, MessageName, Micros, NodeId};
use crate::ui::figures::fixed;
use crate::ui::links::isolate;
use crate::ui::model::{Dialog, Handle, Msg};
use netsplit_text::{msg, t, tr};
use std::rc::Rc;
use web_sys::HtmlElement;
use yew::prelude::*;

/// So many letters of a lab's commands are shown at once: a bar with more of them would cover too much of the stage.
const LETTERS_MAX: usize = 44;

/// Where a bar belongs.
#[derive(Clone, Debug, PartialEq)]
pub struct Anchor {
    /// What it stands beside.
    pub at: Point,
    /// How far from there it starts.
    pub gap: f64,
    /// The part of the stage that is free for it.
    pub room: Rect,
    /// What it had better not cover.
    pub walls: Rc<Vec<Rect>>,
}

/// Moves a bar beside its anchor, to where it covers least, and keeps it on the stage.
#[hook]
fn use_anchored(bar: NodeRef, anchor: Anchor, contents: String) {
    use_effect_with((anchor, contents), move |(anchor, _)| {
        let Some(element) = bar.cast::<HtmlElement>() else { return };
        let (width, height) = (f64::from(element.offset_width()), f64::from(element.offset_height()));
        let (left, top) = place(anchor, width, height);
        let style = element.style();
        let _ = style.set_property("left", &format!("{}px", fixed(left, 0)));
        let _ = style.set_property("top", &format!("{}px", fixed(top, 0)));
    });
}

/// The upper left corner of a bar of this size.
fn place(anchor: &Anchor, width: f64, height: f64) -> (f64, f64) {
    let (at, gap) = (anchor.at, anchor.gap);
    let (across, down) = (gap + width / 2.0, gap + height / 2.0);
    let half = width / 2.0 - 20.0;
    let ways = [
        (0.0, down),
        (0.0, -down),
        (half, down),
        (-half, down),
        (half, -down),
        (-half, -down),
        (across, 0.0),
        (-across, 0.0),
    ];
    let wanted = ways.map(|(x, y)| Rect::around(at + Point::new(x, y), width, height));
    let moved = wanted.map(|rect| rect.pushed_into(&anchor.room, 6.0));
    // To cover what it belongs to is worse than to cover something else.
    let own = Rect::around(at, 2.0 * gap - 6.0, 2.0 * gap - 6.0);
    let cost = |rect: &Rect| {
        let covered = anchor.walls.iter().map(|wall| rect.shared(wall)).sum::<f64>();
        covered + 10.0 * rect.shared(&own)
    };
    moved.iter().min_by(|a, b| cost(a).total_cmp(&cost(b))).map_or((6.0, 6.0), |rect| (rect.at.x, rect.at.y))
}

/// What [`NodeBar`] is made from.
#[derive(Properties, PartialEq)]
pub struct NodeBarProps {
    /// The player.
    pub player: Handle,
    /// The selected node.
    pub node: NodeId,
    /// Where the bar belongs.
    pub anchor: Anchor,
    /// What is asked for.
    pub dispatch: Callback<Msg>,
}

/// What can be done to the selected node.
#[component]
pub fn NodeBar(props: &NodeBarProps) -> Html {
    let bar = use_node_ref();
    let node = props.node;
    let (kind, health, name, count, commands) = {
        let player = props.player.get();
        let frame = player.frame();
        let Some(shown) = frame.nodes.get(node.index()) else { return Html::default() };
        let name = player.names().get(node.index()).cloned().unwrap_or_default();
        (shown.kind, shown.health, name, frame.nodes.len(), player.world().commands())
    };
    let more = use_state(|| false);
    use_anchored(bar.clone(), props.anchor.clone(), format!("{node:?} {health:?} {}", *more));
    let offered: Vec<_> =
        commands.iter().filter(|command| health != Health::Crashed && command.at.contains(&kind)).collect();
    let shown =
        if *more { offered.len() } else { fitting(offered.iter().map(|command| command_label(command))) };
    let command = |command: &&Command| {
        button(command.label, &command_label(command), &props.dispatch, command_msg(command, node))
    };
    let act = |label: &str, input: Input| button(label, tr(label), &props.dispatch, Msg::Act(input));
    let down = health == Health::Crashed;
    let kill =
        if down { (msg!("Restart"), Input::Restart(node)) } else { (msg!("Kill"), Input::Crash(node)) };
    let pause = if health == Health::Paused {
        (msg!("Resume node"), Input::Resume(node))
    } else {
        (msg!("Pause node"), Input::Pause(node))
    };
    let clock = Msg::Dialog(Some(Dialog::Skew(node)));
    html! {
        <div class="bar" ref={bar} role="toolbar" aria-label={name.clone()}>
            <b>{ name }</b>
            { act(kill.0, kill.1) }
            if !down { { act(pause.0, pause.1) } }
            { for isolate(node, count).map(|cut| act(msg!("Isolate"), cut)) }
            { button("clock", t!("Clock…"), &props.dispatch, clock) }
            { for offered[..shown].iter().map(command) }
            if shown < offered.len() {
                <button key="more" class="btn" type="button" aria-expanded="false"
                    onclick={Callback::from(move |_: MouseEvent| more.set(true))}>{ t!("More…") }</button>
            }
            { close(&props.dispatch) }
        </div>
    }
}

/// How many of these labels are shown at once.
fn fitting(labels: impl Iterator<Item = String>) -> usize {
    let mut letters = 0;
    let fits = |label: &String| {
        letters += label.chars().count();
        letters <= LETTERS_MAX
    };
    labels.take_while(fits).count()
}

/// Whether a command has to be asked about first.
fn asks(command: &Command) -> bool {
    command.asker == Asker::Client || !command.arguments.is_empty()
}

fn command_label(command: &Command) -> String {
    let label = tr(command.label);
    if asks(command) { t!("{label}…", label) } else { label.to_owned() }
}

fn command_msg(command: &Command, node: NodeId) -> Msg {
    if asks(command) {
        return Msg::Dialog(Some(Dialog::Command(command.name, Some(node))));
    }
    Msg::Act(Input::Command { node, command: CommandLine::new(command.name, &[]) })
}

/// What [`MessageBar`] is made from.
#[derive(Properties, PartialEq)]
pub struct MessageBarProps {
    /// The message.
    pub name: MessageName,
    /// What it says.
    pub label: AttrValue,
    /// Whether something can still be done to it.
    pub flying: bool,
    /// Whether it is held until it is delivered by hand.
    pub held: bool,
    /// How long *Delay* delays it, µs.
    pub delay: Micros,
    /// Where the bar belongs.
    pub anchor: Anchor,
    /// What is asked for.
    pub dispatch: Callback<Msg>,
}

/// What can be done to the selected message.
#[component]
pub fn MessageBar(props: &MessageBarProps) -> Html {
    let bar = use_node_ref();
    use_anchored(bar.clone(), props.anchor.clone(), format!("{:?} {}", props.name, props.flying));
    let act = |label: &str, input: Input| button(label, tr(label), &props.dispatch, Msg::Act(input));
    let by = t!("Delays it by {time}", time = delay_words(props.delay));
    html! {
        <div class="bar" ref={bar} role="toolbar" aria-label={props.label.clone()}>
            <b>{ props.label.clone() }</b>
            if props.flying {
                if props.held { { act(msg!("Deliver"), Input::Deliver(props.name)) } }
                { act(msg!("Drop"), Input::Drop(props.name)) }
                { act(msg!("Duplicate"), Input::Duplicate(props.name)) }
                if !props.held {
                    <span title={by}>{ act(msg!("Delay"), Input::Postpone(props.name, props.delay)) }</span>
                }
            }
            { close(&props.dispatch) }
        </div>
    }
}

fn button(key: &str, label: &str, dispatch: &Callback<Msg>, msg: Msg) -> Html {
    let dispatch = dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.emit(msg.clone()));
    html! { <button key={key.to_owned()} class="btn" type="button" {onclick}>{ label }</button> }
}

fn close(dispatch: &Callback<Msg>) -> Html {
    let dispatch = dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Select(None)));
    html! { <button key="close" class="btn close" type="button" aria-label={t!("Close")} {onclick}>{ "×" }</button> }
}
