//! The checks: each property with its statement and how it stands.

use crate::sim::{PropertyKind, Standing, Verdict};
use crate::ui::class::class;
use crate::ui::describe::name;
use crate::ui::figures::{seconds, thousands};
use crate::ui::hunt::{Hunt, card};
use crate::ui::model::{Handle, Msg};
use crate::ui::prose::{prose, words};
use crate::ui::words::Glossary;
use netsplit_text::{t, tr};
use std::rc::Rc;
use yew::prelude::*;

/// The sign and the class of a standing.
pub fn sign(standing: Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::Holds => ("✔", "ok"),
        Standing::Violated => ("✖", "bad"),
        Standing::Pending => ("…", "pending"),
        Standing::Unknown => ("?", "pending"),
    }
}

/// What the panel is drawn from.
#[derive(PartialEq)]
pub struct ChecksProps {
    /// The player.
    pub player: Handle,
    /// The search for a violation.
    pub hunt: Rc<Hunt>,
    /// To the page.
    pub dispatch: Callback<Msg>,
}

/// The search, and all properties.
pub fn checks(props: &ChecksProps) -> Html {
    let player = props.player.get();
    let verdicts = player.world().verdicts();
    let glossary = player.lab().about.glossary;
    let events = player.when().events;
    html! {
        <>
        { card(&props.hunt, &player, &props.dispatch) }
        <section class="sect" aria-label={t!("Checks")}>
            <h3>{ t!("Checked after each of {events} events", events = thousands(events)) }</h3>
            <ul class="checks">
                { for verdicts.iter().map(|verdict| check(verdict, player.names(), glossary, &props.dispatch)) }
            </ul>
        </section>
        </>
    }
}

fn check(verdict: &Verdict, names: &[String], glossary: Glossary, dispatch: &Callback<Msg>) -> Html {
    let (mark, class) = sign(verdict.standing);
    let property = verdict.property;
    html! {
        <li key={property.name} class="law" data-check={property.name} data-verdict={verdict.standing.word()}>
            <div class="inv"><span class={class} aria-hidden="true">{ mark }</span>
                <b>{ property.name }</b><span class={class!("verdict", class)}>{ tr(verdict.standing.word()) }</span></div>
            <p class="statement">{ words(tr(property.about), glossary) }</p>
            { deadline(property.kind) }
            { violation(verdict, names, glossary, dispatch) }
        </li>
    }
}

fn deadline(kind: PropertyKind) -> Html {
    match kind {
        PropertyKind::Safety => Html::default(),
        PropertyKind::Eventually(after) => {
            let time = crate::sim::Ms(after);
            html! { <p class="statement">{ t!("Judged {time} after the last fault has healed.", time) }</p> }
        }
    }
}

fn violation(verdict: &Verdict, names: &[String], glossary: Glossary, dispatch: &Callback<Msg>) -> Html {
    let Some(violation) = &verdict.violation else { return Html::default() };
    let when = violation.when;
    let onclick = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            dispatch.emit(Msg::Seek(when));
            dispatch.emit(Msg::Why(when.events));
        })
    };
    let at = t!("{time} s, event {number}", time = seconds(when.at), number = thousands(when.events));
    let nodes: Vec<&str> = violation.nodes.iter().map(|node| name(names, *node)).collect();
    html! {
        <div class="violation">
            <p>{ prose(&violation.line.spans(names), glossary) }</p>
            <dl class="kv">
                <dt>{ t!("at") }</dt><dd>{ at }</dd>
                <dt>{ t!("nodes") }</dt><dd>{ nodes.join(" ") }</dd>
            </dl>
            <button type="button" class="btn" {onclick}>{ t!("Show how it came about") }</button>
        </div>
    }
}
