//! The catalogue: every lab there is, by group, with its one-click scenarios.

use super::arrive::arriving;
use super::hero::HERO;
use super::icons::{self, icon};
use super::language::picker;
use super::lesson::CONTENTS;
use super::theme;
use crate::labs::{self, Card, Title};
use crate::platform;
use netsplit_text::{t, tn, tr};
use yew::prelude::*;

/// The catalogue.
#[component]
pub fn Catalogue() -> Html {
    use_effect_with((), |()| platform::set_title(t!("Netsplit: distributed systems, live")));
    let toggle = Callback::from(|_: MouseEvent| theme::toggle());
    html! {
        <div class="catalogue">
            <header class="top">
                <a class="brand" href="#/">{ logo() }{ "Netsplit" }</a>
                <span class="grow"></span>
                <a class="btn ghost" href="#/glossary">{ t!("Glossary") }</a>
                <a class="btn ghost" href="#/bench">{ t!("Measure") }</a>
                { picker() }
                <button class="btn ghost" onclick={toggle} aria-label={t!("Change theme")}>{ icon(icons::THEME) }</button>
            </header>
            <main>
                <div class="first">
                    <div class="first-words">
                        <h1>{ t!("Distributed systems, run for real") }</h1>
                        <p class="lede">
                            { t!("Every node here runs the actual protocol. Kill one, split the network, drag time back \
                                  and do something else: its promises are checked after every event.") }
                        </p>
                    </div>
                    <div class="hero-place">{ arriving("hero", (), &HERO) }</div>
                </div>
                { arriving("lessons", (), &CONTENTS) }
                { for groups().into_iter().map(group) }
            </main>
        </div>
    }
}

/// The product's mark.
pub fn logo() -> Html {
    html! {
        <svg class="logo" viewBox="0 0 24 24" aria-hidden="true">
            <circle class="lead" cx="6" cy="6" r="3.4" /><circle class="follow" cx="6" cy="18" r="3.4" />
            <circle class="follow" cx="18" cy="12" r="3.4" /><path d="M13.5 2 L10.8 9 L13.6 13 L10.6 22" />
        </svg>
    }
}

/// The labs under their headings, both in the registry's order.
fn groups() -> Vec<(&'static str, Vec<&'static Card>)> {
    let mut groups: Vec<(&str, Vec<&Card>)> = Vec::new();
    for card in labs::cards() {
        match groups.iter_mut().find(|(name, _)| *name == card.group) {
            Some((_, cards)) => cards.push(card),
            None => groups.push((card.group, vec![card])),
        }
    }
    groups
}

fn group((name, cards): (&'static str, Vec<&'static Card>)) -> Html {
    html! {
        <section key={name}>
            <h2>{ tr(name) }</h2>
            <ul class="labs">{ for cards.into_iter().map(card) }</ul>
        </section>
    }
}

/// How many of a lab's scenarios are shown at once.
const SCENES: usize = 6;

fn card(about: &'static Card) -> Html {
    let lab = tr(about.title);
    let (first, rest) = about.scenes.split_at(about.scenes.len().min(SCENES));
    let scene = |scene: &'static Title| {
        let href = format!("#/{}?scenario={}", about.id, scene.id);
        html! { <li key={scene.id}><a class="chip" href={href} title={tr(scene.about)}>{ tr(scene.title) }</a></li> }
    };
    let comparison = |comparison: &'static Title| {
        let href = format!("#/compare?left={}&comparison={}", about.id, comparison.id);
        html! { <li key={comparison.id}><a class="chip" href={href} title={tr(comparison.about)}>{ icon(icons::COMPARE) }{ tr(comparison.title) }</a></li> }
    };
    html! {
        <li key={about.id} class="card">
            <h3><a href={format!("#/{}", about.id)}>{ lab }</a></h3>
            <p>{ tr(about.about) }</p>
            <p class="source">{ about.source }</p>
            <ul class="chips" aria-label={t!("Scenarios of {lab}", lab)}>{ for first.iter().map(scene) }</ul>
            if !rest.is_empty() {
                <details>
                    <summary class="chip">{ tn!(rest.len() as u64, "{n} more scenario", "{n} more scenarios") }</summary>
                    <ul class="chips" aria-label={t!("More scenarios of {lab}", lab)}>{ for rest.iter().map(scene) }</ul>
                </details>
            }
            if !about.comparisons.is_empty() {
                <ul class="chips" aria-label={t!("Side by side: {lab}", lab)}>{ for about.comparisons.iter().map(comparison) }</ul>
            }
            <p><a class="btn primary" href={format!("#/{}", about.id)}>{ t!("Open {lab}", lab) }</a></p>
        </li>
    }
}
