//! Two events compared: which happened before which, and why.

use super::{gone, value};
use crate::player::Player;
use crate::sim::{NodeId, Value};
use crate::ui::describe::{self, name};
use crate::ui::model::{Msg, Selection};
use crate::ui::relation::{counts, ordered_yet_concurrent, relation, sign, verdict, word};
use netsplit_text::t;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Events offered for comparison on either side.
const OFFERED: u64 = 40;

/// The section of two events.
pub fn pair(player: &Player, a: u64, b: u64, dispatch: &Callback<Msg>) -> Html {
    let (trace, names, edge) = (player.trace(), player.names(), player.edge().events);
    let known = |n: u64| trace.event(n).filter(|_| n <= edge);
    let (Some(first), Some(second)) = (known(a), known(b)) else {
        return gone(t!("One of these events has not happened in the run shown."));
    };
    let Some(relation) = relation(first, second) else {
        return gone(t!("With more than 100 nodes no vector clocks are kept, so events cannot be compared."));
    };
    let [one, other] = [a, b].map(|n| describe::told(trace, n, names));
    let entry = |(i, (a, b)): (usize, (u32, u32))| {
        html! {
            <tr key={i}><th scope="row">{ name(names, NodeId::from(i)) }</th>
                <td class="num">{ a }</td><td class="num">{ sign(a, b) }</td><td class="num">{ b }</td></tr>
        }
    };
    let clock =
        |which: usize, node| value(&Value::Clock(relation.clocks[which].vector.to_vec()), names, Some(node));
    html! {
        <section class="sect" aria-label={t!("Two events compared")} data-relation={word(relation.truth)}>
            <h3>{ t!("Two events compared") }</h3>
            <dl class="kv">
                <div><dt>{ "a" }</dt><dd>{ one }</dd></div>
                <div><dt>{ "b" }</dt><dd>{ other }</dd></div>
                <div><dt>{ "V(a)" }</dt><dd>{ clock(0, first.node) }</dd></div>
                <div><dt>{ "V(b)" }</dt><dd>{ clock(1, second.node) }</dd></div>
            </dl>
            <p class="statement"><b>{ verdict(relation.truth) }</b></p>
            <div>if let Some(wrong) = relation.wrong() { <p class="statement bad">{ wrong }</p> }</div>
            <table class="ledger">
                <thead><tr><th scope="col">{ t!("Entry") }</th><th scope="col">{ "V(a)" }</th><th scope="col"><span class="unseen">{ t!("stands to") }</span></th><th scope="col">{ "V(b)" }</th></tr></thead>
                <tbody>{ for relation.entries().enumerate().map(entry) }</tbody>
            </table>
            <p>{ relation.why(names) }</p>
            <p>{ relation.lamport() }</p>
            { compare_with(player, a, Some(b), dispatch) }
            { find_pair(player, dispatch) }
        </section>
    }
}

/// Chooses the event that `a` is compared with: one of those around it.
pub fn compare_with(player: &Player, a: u64, b: Option<u64>, dispatch: &Callback<Msg>) -> Html {
    let (trace, edge) = (player.trace(), player.edge().events);
    let around = a.saturating_sub(OFFERED).max(1)..=(a + OFFERED).min(edge);
    let offered = around.filter(|n| *n != a && trace.event(*n).is_some_and(counts));
    let option = |n: u64| {
        html! { <option key={n} value={n.to_string()} selected={b == Some(n)}>{ describe::told(trace, n, player.names()) }</option> }
    };
    let onchange = dispatch.reform(move |event: Event| {
        let chosen = event.target_unchecked_into::<HtmlSelectElement>().value().parse();
        Msg::Select(Some(chosen.map_or(Selection::Event(a), |b| Selection::Pair(a, b))))
    });
    html! {
        <label class="line">{ t!("Compare with") }
            <select class="field" {onchange}>
                <option key="none" value="" selected={b.is_none()}>{ t!("another event…") }</option>
                { for offered.map(option) }
            </select>
        </label>
    }
}

/// A button that shows two events of which C(a) < C(b) says nothing.
pub fn find_pair(player: &Player, dispatch: &Callback<Msg>) -> Html {
    let found = ordered_yet_concurrent(player.trace(), player.edge().events);
    let msg = match found {
        Some((a, b)) => Msg::Select(Some(Selection::Pair(a, b))),
        None => Msg::Notice(
            t!("So far no two events are concurrent and differ in their Lamport clocks.").to_owned(),
        ),
    };
    let onclick = dispatch.reform(move |_: MouseEvent| msg.clone());
    html! {
        <p class="buttons"><button type="button" class="btn" {onclick}>{ t!("Find C(a) < C(b), yet concurrent") }</button></p>
    }
}

/// How to compare, in a lab that is about clocks.
pub fn invitation(player: &Player, dispatch: &Callback<Msg>) -> Html {
    html! {
        if player.world().clock_face().is_some() {
            <section class="sect" aria-label={t!("Compare two events")}>
                <h3>{ t!("Compare two events") }</h3>
                <p class="hint">{ t!("Click an event in the diagram, then another with Shift held: did one happen before the other?") }</p>
                { find_pair(player, dispatch) }
            </section>
        }
    }
}
