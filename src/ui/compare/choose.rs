//! What to compare a run with: the same lab with other settings, another lab of its family, another branch.

use crate::labs::Lab;
use crate::player::Player;
use crate::scenario::pair::partners;
use crate::sim::{Param, SortedMap};
use crate::ui::controls::control;
use crate::ui::model::{Compared, Handle, Msg};
use netsplit_text::{t, tr};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Properties of [`Choose`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The player of the run at the left.
    pub player: Handle,
    /// What to ask for.
    pub dispatch: Callback<Msg>,
}

/// What a run can be compared with.
#[derive(Clone, Copy)]
enum Other {
    Lab(&'static Lab),
    Branch(usize),
}

fn others(player: &Player) -> Vec<Other> {
    let branches = (0..player.branches().len()).filter(|branch| *branch != player.active());
    partners(player.lab()).map(Other::Lab).chain(branches.map(Other::Branch)).collect()
}

fn label(player: &Player, other: Other) -> String {
    match other {
        Other::Lab(lab) if lab.about.id == player.lab().about.id => {
            t!("The same, with other settings").to_owned()
        }
        Other::Lab(lab) => tr(lab.about.title).to_owned(),
        Other::Branch(branch) => t!("The branch “{name}”", name = player.branches()[branch].name),
    }
}

/// The form.
#[component]
pub fn Choose(props: &Props) -> Html {
    let player = props.player.get();
    let chosen = use_state_eq(|| 0_usize);
    let changes = use_state(SortedMap::<&'static str, i64>::default);
    let others = others(&player);
    let Some(other) = others.get(*chosen).copied() else { return Html::default() };
    let choose = {
        let (chosen, changes) = (chosen.clone(), changes.clone());
        Callback::from(move |event: Event| {
            let place = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
            chosen.set(usize::try_from(place).unwrap_or_default());
            changes.set(SortedMap::default());
        })
    };
    let option = |(i, other): (usize, &Other)| {
        html! { <option key={i} selected={i == *chosen}>{ label(&player, *other) }</option> }
    };
    let same = matches!(other, Other::Lab(lab) if lab.about.id == player.lab().about.id);
    let ready = !same || changes.iter().next().is_some();
    let submit = {
        let (dispatch, changes) = (props.dispatch.clone(), changes.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let changed = || changes.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect();
            dispatch.emit(Msg::Compare(match other {
                Other::Lab(lab) => Compared::Lab(lab.about.id, changed()),
                Other::Branch(branch) => Compared::Branch(branch),
            }));
        })
    };
    html! {
        <form class="choose-form" onsubmit={submit}>
            <p class="hint">{ t!("Both runs get the same: this run's seed, what has been done in it so far, and what you do from then on.") }</p>
            <label class="line">{ t!("Beside this run") }
                <select class="field" onchange={choose}>{ for others.iter().enumerate().map(option) }</select>
            </label>
            { match other {
                Other::Lab(lab) => settings(&player, lab, &changes, &props.dispatch),
                Other::Branch(_) => html! { <p class="hint">{ t!("From the moment at which the two futures part.") }</p> },
            } }
            <p class="buttons"><button class="btn primary" type="submit" disabled={!ready}>{ t!("Compare") }</button>
                <span class="hint" role="status">{ if ready { "" } else { t!("Change something, or there is nothing to see.") } }</span></p>
        </form>
    }
}

/// The rules and settings that the right side is to have.
fn settings(
    player: &Player,
    lab: &'static Lab,
    changes: &UseStateHandle<SortedMap<&'static str, i64>>,
    dispatch: &Callback<Msg>,
) -> Html {
    let shown = |param: &&'static Param| {
        let param: &'static Param = param;
        let usual = player.world().setting(param.key).unwrap_or(param.default);
        let value = changes.get(param.key).copied().unwrap_or(usual);
        let (changes, dispatch) = (changes.clone(), dispatch.clone());
        let change = Callback::from(move |text: String| match param.parse(&text) {
            Ok(value) => {
                let mut changed = (*changes).clone();
                if value == usual {
                    changed.remove(param.key);
                } else {
                    changed.insert(param.key, value);
                }
                changes.set(changed);
            }
            Err(why) => dispatch.emit(Msg::Notice(format!("{why}."))),
        });
        let differs = (value != usual).then(|| t!("differs"));
        control("right", param, param.show(value), differs, &change)
    };
    let (rules, dials): (Vec<_>, Vec<_>) = lab.params().partition(|param| param.rule);
    html! {
        <>
            <fieldset><legend>{ t!("Rules at the right") }</legend>{ for rules.iter().map(shown) }</fieldset>
            <fieldset><legend>{ t!("Settings at the right") }</legend>{ for dials.iter().map(shown) }</fieldset>
        </>
    }
}
