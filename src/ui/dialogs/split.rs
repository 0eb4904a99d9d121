//! Splitting without dragging: each node is put into a group.

use crate::sim::{Frame, Input, NodeId, NodeSet, Place, SWARM};
use crate::ui::model::{Handle, Msg};
use netsplit_text::t;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Groups that can be made.
const GROUPS: [&str; 4] = ["A", "B", "C", "D"];

/// Properties of [`Split`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The player.
    pub player: Handle,
    /// What to ask for.
    pub dispatch: Callback<Msg>,
}

/// At first the ring is split into a minority and a majority, and those beside it fall to both in turn,
/// beginning with the majority: the stage puts the second beside the first of the ring.
fn first_guess(frame: &Frame) -> Vec<usize> {
    let ring = frame.nodes.iter().filter(|node| node.place == Place::Ring).count();
    let (mut rings, mut sides) = (0, 0);
    let mut place = |on_ring: bool| {
        let count = if on_ring { &mut rings } else { &mut sides };
        *count += 1;
        if on_ring { usize::from(*count > ring / 2) } else { *count % 2 }
    };
    frame.nodes.iter().map(|node| place(node.place == Place::Ring)).collect()
}

/// The groups that an assignment makes, without empty ones.
fn sides(groups: &[usize]) -> Vec<NodeSet> {
    let side = |group| -> NodeSet {
        let members = groups.iter().enumerate().filter(|(_, g)| **g == group);
        members.map(|(i, _)| NodeId::from(i)).collect()
    };
    (0..GROUPS.len()).map(side).filter(|side| !side.is_empty()).collect()
}

/// Where there are too many nodes to list them: how many are in the first group; the others are in the second.
fn share(groups: &UseStateHandle<Vec<usize>>) -> Html {
    let (all, first) = (groups.len(), groups.iter().filter(|group| **group == 0).count());
    let oninput = {
        let groups = groups.clone();
        Callback::from(move |event: InputEvent| {
            let wanted = event.target_unchecked_into::<HtmlInputElement>().value_as_number() as usize;
            groups.set((0..all).map(|node| usize::from(node >= wanted)).collect());
        })
    };
    html! {
        <label class="row">{ t!("Nodes in group A: the first {first} of {all}", first, all) }
            <input type="range" aria-label={t!("Nodes in group A")} min="1" max={(all - 1).to_string()} value={first.to_string()} {oninput} />
        </label>
    }
}

/// The list in which each node is assigned to a group.
#[component]
pub fn Split(props: &Props) -> Html {
    let player = props.player.get();
    let groups = use_state(|| first_guess(&player.frame()));
    let one_way = use_state(|| false);
    let row = |(i, name): (usize, &String)| {
        let choice = |(g, group): (usize, &&'static str)| {
            let onchange = {
                let groups = groups.clone();
                Callback::from(move |_: Event| {
                    let mut changed = (*groups).clone();
                    changed[i] = g;
                    groups.set(changed);
                })
            };
            html! {
                <label key={*group}>
                    <input type="radio" name={format!("group-{name}")} checked={groups[i] == g} {onchange} aria-label={t!("{node} in group {group}", node = name, group)} />
                    <span class={format!("side side-{g}")}>{ *group }</span>
                </label>
            }
        };
        html! { <fieldset key={name.clone()} class="row"><legend>{ name }</legend>{ for GROUPS.iter().enumerate().map(choice) }</fieldset> }
    };
    let sides = sides(&groups);
    let names = player.names();
    let shown: Vec<_> = sides.iter().map(|side| side.words(names)).collect();
    let ready = sides.len() > 1;
    let act = {
        let one_way = *one_way;
        props.dispatch.reform(move |_: MouseEvent| Msg::Act(Input::Cut { sides: sides.clone(), one_way }))
    };
    let flip = {
        let one_way = one_way.clone();
        Callback::from(move |event: Event| {
            one_way.set(event.target_unchecked_into::<HtmlInputElement>().checked());
        })
    };
    html! {
        <div class="split-form">
            <p class="hint">{ t!("Nodes in different groups cannot reach each other.") }</p>
            if names.len() > SWARM {
                { share(&groups) }
            } else {
                <div class="rows">{ for names.iter().enumerate().map(row) }</div>
            }
            <label class="check"><input type="checkbox" checked={*one_way} onchange={flip} />{ " " }{ t!("One way: only what group A sends is cut; answers to it still pass") }</label>
            <p class="outcome" role="status">
                { if ready { shown.join(" | ") } else { t!("All are in one group: there is nothing to cut. Put at least one node into another.").to_owned() } }
            </p>
            <p class="buttons"><button class="btn primary" disabled={!ready} onclick={act}>{ t!("Split") }</button></p>
        </div>
    }
}
