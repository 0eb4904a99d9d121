//! The inspector: everything about what is selected, and below it tables in which every node, message and link can
//! be reached without a pointer.

mod event;
mod message;
mod node;
mod pair;
mod tables;

use super::PanelProps;
use super::checks::sign;
use super::story::lines;
use crate::player::Player;
use crate::sim::{CutId, Field, Input, NodeId, Value};
use crate::ui::figures::thousands;
use crate::ui::model::{Msg, Selection};
use netsplit_text::{t, tr};
use yew::prelude::*;

/// Lines of 'What just happened'.
const LATEST: usize = 6;

/// The inspector.
pub fn inspect(props: &PanelProps) -> Html {
    let player = props.player.get();
    let dispatch = &props.dispatch;
    let selected = match props.selection {
        Some(Selection::Node(id)) => node::node(&player, id, dispatch),
        Some(Selection::Message(number)) => message::message(&props.player, number, dispatch),
        Some(Selection::Event(n)) => event::event(&player, n, dispatch),
        Some(Selection::Cut(id)) => cut(&player, id, dispatch),
        Some(Selection::Pair(a, b)) => pair::pair(&player, a, b, dispatch),
        None => Html::default(),
    };
    html! {
        <>
            <div>{ selected }</div>
            <div>
                if props.selection.is_none() {
                    { latest(&player, dispatch) }
                    { pair::invitation(&player, dispatch) }
                    { summary(&player) }
                }
            </div>
            { tables::tables(&props.player, dispatch) }
        </>
    }
}

/// The newest lines of the story.
fn latest(player: &Player, dispatch: &Callback<Msg>) -> Html {
    let here = player.trace().story_after(player.when());
    let start = here.saturating_sub(LATEST);
    html! {
        <section class="sect" aria-label={t!("What just happened")}>
            <h3>{ t!("What just happened") }</h3>
            if here == 0 {
                <p class="empty">{ t!("Nothing yet: press Play, or click a node to see inside it.") }</p>
            }
            <ol class="say" reversed=true>{ for lines(player, start, here, usize::MAX, dispatch) }</ol>
        </section>
    }
}

/// How the properties stand, in a line each.
fn summary(player: &Player) -> Html {
    let verdicts = player.world().verdicts();
    let head = t!("Safety, checked after each of {events} events", events = thousands(player.when().events));
    html! {
        <section class="sect" aria-label={t!("Safety")}>
            <h3>{ head }</h3>
            <ul class="sum">{ for verdicts.iter().map(|verdict| {
                let (mark, class) = sign(verdict.standing);
                html! {
                    <li key={verdict.property.name} class="inv"><span class={class} aria-hidden="true">{ mark }</span>
                        { verdict.property.name }<span class="unseen">{ format!(": {}", tr(verdict.standing.word())) }</span></li>
                }
            }) }</ul>
        </section>
    }
}

/// A selected cut: its sides, and a button to heal it.
fn cut(player: &Player, id: CutId, dispatch: &Callback<Msg>) -> Html {
    let frame = player.frame();
    let Some(cut) = frame.cuts.iter().find(|cut| cut.id == id) else {
        return gone(t!("This cut is not in force at the instant shown."));
    };
    let sides: Vec<String> = cut.sides.iter().map(|side| side.words(player.names())).collect();
    let heal = dispatch.reform(move |_: MouseEvent| Msg::Act(Input::Heal(id)));
    let join = if cut.one_way { " ⊣ " } else { " | " };
    html! {
        <section class="sect" aria-label={t!("Selected cut")}>
            <h3>{ t!("Cut {number}", number = id) }</h3>
            <dl class="kv"><dt>{ t!("sides") }</dt><dd>{ sides.join(join) }</dd>
                <dt>{ t!("stops") }</dt><dd>{ if cut.one_way { t!("what leaves the first side") } else { t!("both directions") } }</dd></dl>
            <div class="row"><button type="button" class="btn" onclick={heal}>{ t!("Heal this cut") }</button></div>
        </section>
    }
}

/// Says that what is selected does not exist at the instant shown.
fn gone(text: &'static str) -> Html {
    html! { <section class="sect"><p class="empty">{ text }</p></section> }
}

/// A button that asks for something; `label` is its accessible name.
fn ask(text: &'static str, label: String, msg: Msg, dispatch: &Callback<Msg>) -> Html {
    let onclick = dispatch.reform(move |_: MouseEvent| msg.clone());
    html! { <button type="button" class="btn" aria-label={label} {onclick}>{ text }</button> }
}

/// Fields under the paper's names; `me` is the entry of a vector clock to set off.
fn fields(fields: &[Field], names: &[String], me: Option<NodeId>) -> Html {
    let field = |field: &Field| {
        html! {
            <div key={field.name}>
                <dt>{ tr(field.name) }{ " " }<span>if field.disk { <small class="tag">{ t!("disk") }</small> }</span></dt>
                <dd>{ value(&field.value, names, me) }</dd>
            </div>
        }
    };
    html! { <dl class="kv">{ for fields.iter().map(field) }</dl> }
}

/// A value; a clock as a row of chips.
fn value(value: &Value, names: &[String], me: Option<NodeId>) -> Html {
    let Value::Clock(entries) = value else { return html! { { value.text(names) } } };
    let chip = |(i, entry): (usize, &u32)| {
        let own = me.is_some_and(|me| me.index() == i);
        let title = names.get(i).cloned().unwrap_or_default();
        html! { <span key={i} class={if own { "me" } else { "" }} title={title}>{ entry }</span> }
    };
    html! { <span class="vc">{ for entries.iter().enumerate().map(chip) }</span> }
}
