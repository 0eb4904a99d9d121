//! Tables of nodes, messages and links: whatever the pointer can do on the stage, the keyboard can do here.

use super::ask;
use super::message::DELAY_MS;
use crate::player::Player;
use crate::sim::{Cut, Health, Input, MS, NodeFrame, NodeId};
use crate::ui::describe::name;
use crate::ui::links::{cut, is_cut, restore};
use crate::ui::model::{Handle, Msg, Selection};
use crate::ui::words::contains;
use netsplit_text::{t, tn, tr};
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

/// Rows of a table at most: more say how many are left out.
const ROWS_MAX: usize = 120;

/// The three tables, each behind its heading. A closed one is not made.
pub fn tables(player: &Handle, dispatch: &Callback<Msg>) -> Html {
    let part = |title: &'static str, part: Part| {
        html! { <Fold {title} {part} player={player.clone()} dispatch={dispatch.clone()} /> }
    };
    html! {
        <section class="sect folds" aria-label={t!("Tables")}>
            { part(t!("All nodes"), Part::Nodes) }
            { part(t!("Messages in flight"), Part::Messages) }
            { part(t!("Links"), Part::Links) }
        </section>
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Nodes,
    Messages,
    Links,
}

#[derive(Properties, PartialEq)]
struct FoldProps {
    title: &'static str,
    part: Part,
    player: Handle,
    dispatch: Callback<Msg>,
}

#[component]
fn Fold(props: &FoldProps) -> Html {
    let open = use_state_eq(|| false);
    let query = use_state_eq(String::new);
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |event: Event| {
            open.set(event.target_unchecked_into::<Element>().has_attribute("open"));
        })
    };
    let player = props.player.get();
    let find = {
        let query = query.clone();
        Callback::from(move |event: InputEvent| {
            query.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let body = || match props.part {
        Part::Nodes => nodes(&player, &query, find, &props.dispatch),
        Part::Messages => messages(&player, &props.dispatch),
        Part::Links => links(&player, &props.dispatch),
    };
    html! {
        <details class="fold" {ontoggle}>
            <summary>{ props.title }</summary>
            <div class="scroll-x">if *open { { body() } }</div>
        </details>
    }
}

/// The nodes; where there are too many for a table, those whose names or roles have `query` in them.
fn nodes(player: &Player, query: &str, find: Callback<InputEvent>, dispatch: &Callback<Msg>) -> Html {
    let (frame, names) = (player.frame(), player.names());
    let is_meant = |node: &&NodeFrame| {
        let word = query.trim();
        word.is_empty() || contains(name(names, node.id), word) || contains(tr(node.glyph.role), word)
    };
    let meant: Vec<&NodeFrame> = frame.nodes.iter().filter(is_meant).collect();
    let rows: Vec<Html> = meant.iter().take(ROWS_MAX).map(|node| node_row(node, names, dispatch)).collect();
    html! {
        <>
            if frame.nodes.len() > ROWS_MAX {
                <input class="field" type="search" aria-label={t!("Find nodes")} placeholder={t!("Name or role")} autocomplete="off"
                    value={query.to_owned()} oninput={find} />
            }
            <table class="ledger">
                <thead><tr><th scope="col">{ t!("Node") }</th><th scope="col">{ t!("Role") }</th><th scope="col">{ t!("Is") }</th>
                    <th scope="col"><span class="unseen">{ t!("Actions") }</span></th></tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
            { left_out(meant.len()) }
        </>
    }
}

fn node_row(node: &NodeFrame, names: &[String], dispatch: &Callback<Msg>) -> Html {
    let (id, who) = (node.id, name(names, node.id));
    let select = dispatch.reform(move |_: MouseEvent| Msg::Select(Some(Selection::Node(id))));
    let epoch = node.glyph.epoch.map(|epoch| format!(" {}{}", epoch.mark, epoch.number)).unwrap_or_default();
    let vital = match node.health {
        Health::Crashed => {
            ask(t!("Restart"), t!("Restart {node}", node = who), Msg::Act(Input::Restart(id)), dispatch)
        }
        Health::Paused => {
            ask(t!("Resume"), t!("Resume {node}", node = who), Msg::Act(Input::Resume(id)), dispatch)
        }
        Health::Up => ask(t!("Kill"), t!("Kill {node}", node = who), Msg::Act(Input::Crash(id)), dispatch),
    };
    html! {
        <tr key={id.0.to_string()}>
            <th scope="row"><button type="button" class="textlink" aria-label={t!("Select {node}", node = who)} onclick={select}>{ who }</button></th>
            <td>{ tr(node.glyph.role) }{ epoch }</td><td>{ tr(node.health.word()) }</td><td>{ vital }</td>
        </tr>
    }
}

fn messages(player: &Player, dispatch: &Callback<Msg>) -> Html {
    let (names, now) = (player.names(), player.when().at);
    let flights: Vec<_> = player.flights(0).into_iter().filter(|(_, message)| message.ends > now).collect();
    if flights.is_empty() {
        return html! { <p class="empty">{ t!("No message is on its way at this instant.") }</p> };
    }
    let row = |(number, message): &(u64, &crate::sim::MessageRecord)| {
        let (number, called) = (*number, message.name);
        let link = format!("{}→{}", name(names, called.from), name(names, called.to));
        let select = dispatch.reform(move |_: MouseEvent| Msg::Select(Some(Selection::Message(number))));
        let alive = player.world().message(called).is_some();
        let text = format!("{} {link}", message.label);
        let delay = Input::Postpone(called, (DELAY_MS * MS as f64) as u64);
        html! {
            <tr key={number.to_string()}>
                <th scope="row"><button type="button" class="textlink" onclick={select}>{ &text }</button></th>
                <td class="acts">
                    if alive && player.world().held() {
                        { ask(t!("Deliver"), t!("Deliver {message}", message = text), Msg::Act(Input::Deliver(called)), dispatch) }
                    }
                    if alive {
                        { ask(t!("Drop"), t!("Drop {message}", message = text), Msg::Act(Input::Drop(called)), dispatch) }
                        { ask(t!("Duplicate"), t!("Duplicate {message}", message = text), Msg::Act(Input::Duplicate(called)), dispatch) }
                        { ask(t!("Delay"), t!("Delay {message}", message = text), Msg::Act(delay), dispatch) }
                    } else {
                        { t!("will be lost") }
                    }
                </td>
            </tr>
        }
    };
    html! {
        <>
            <table class="ledger">
                <thead class="unseen"><tr><th scope="col">{ t!("Message") }</th><th scope="col">{ t!("Actions") }</th></tr></thead>
                <tbody>{ for flights.iter().take(ROWS_MAX).map(row) }</tbody>
            </table>
            { left_out(flights.len()) }
        </>
    }
}

fn links(player: &Player, dispatch: &Callback<Msg>) -> Html {
    let (frame, names) = (player.frame(), player.names());
    let count = frame.nodes.len();
    let pairs = || (0..count).flat_map(|a| (a + 1..count).map(move |b| (NodeId::from(a), NodeId::from(b))));
    html! {
        <>
            <table class="ledger">
                <thead class="unseen"><tr><th scope="col">{ t!("Link") }</th><th scope="col">{ t!("Is") }</th><th scope="col">{ t!("Actions") }</th></tr></thead>
                <tbody>{ for pairs().take(ROWS_MAX).map(|(a, b)| link_row(&frame.cuts, a, b, names, dispatch)) }</tbody>
            </table>
            { left_out(count * count.saturating_sub(1) / 2) }
        </>
    }
}

fn link_row(cuts: &[Cut], a: NodeId, b: NodeId, names: &[String], dispatch: &Callback<Msg>) -> Html {
    let stopped = |a, b| cuts.iter().any(|cut| cut.blocks(a, b));
    let (one, two) = (name(names, a), name(names, b));
    let is = match (stopped(a, b), stopped(b, a)) {
        (false, false) => t!(link: "open").to_owned(),
        (true, true) => t!(link: "cut").to_owned(),
        (true, false) => t!("cut {from}→{to}", from = one, to = two),
        (false, true) => t!("cut {from}→{to}", from = two, to = one),
    };
    let sever =
        |text, from, to, both, label: String| ask(text, label, Msg::Act(cut(from, to, both)), dispatch);
    let actions = if is_cut(cuts, a, b) {
        let label = t!("Restore {one}–{two}", one, two);
        ask(t!("Restore"), label, Msg::ActAll(restore(cuts, a, b)), dispatch)
    } else {
        html! {
            <>
                { sever(t!("Cut"), a, b, true, t!("Cut {one}–{two}", one, two)) }
                { sever("→", a, b, false, t!("Cut only {from}→{to}", from = one, to = two)) }
                { sever("←", b, a, false, t!("Cut only {from}→{to}", from = two, to = one)) }
            </>
        }
    };
    html! {
        <tr key={format!("{}-{}", a.0, b.0)}>
            <th scope="row">{ format!("{one} – {two}") }</th><td>{ is }</td><td class="acts">{ actions }</td>
        </tr>
    }
}

/// Says how many rows are left out, if any.
fn left_out(all: usize) -> Html {
    match all.checked_sub(ROWS_MAX) {
        None | Some(0) => Html::default(),
        Some(more) => {
            html! { <p class="empty">{ tn!(more as u64, "and {n} more row", "and {n} more rows") }</p> }
        }
    }
}
