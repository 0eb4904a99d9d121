//! The glossary: every word of the field that any lab uses, by the alphabet.

use super::catalogue::logo;
use super::icons::{self, icon};
use super::language::picker;
use super::theme;
use super::words::head;
use crate::labs::{self, Lab};
use crate::later::{Later, later};
use crate::platform;
use crate::scenario::route::Route;
use crate::sim::SortedMap;
use netsplit_text::{t, tr};
use std::rc::Rc;
use yew::prelude::*;

/// Draws the glossary; all labs are loaded by then.
type Draw = fn(u32, &Rc<Route>) -> Html;

/// The glossary.
pub static GLOSSARY: Later<Draw> = later!(glossary: Draw = |key, _| html! { <Glossary {key} /> });

/// A word: how it is written, what it means, and the labs that use it.
struct Entry {
    word: &'static str,
    about: &'static str,
    labs: Vec<&'static Lab>,
}

/// The words of all labs, by the alphabet of the reader's language whatever their case.
fn entries() -> Vec<Entry> {
    let mut entries: SortedMap<[String; 2], Entry> = SortedMap::default();
    for lab in labs::all() {
        for (word, about) in lab.about.glossary {
            let key = [sorted_as(head(word)), word.to_lowercase()];
            if let Some(entry) = entries.get_mut(&key) {
                entry.labs.push(lab);
            } else {
                entries.insert(key, Entry { word, about, labs: vec![lab] });
            }
        }
    }
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// Where a word stands in the alphabet: capitals and umlauts with their letters.
fn sorted_as(word: &str) -> String {
    let plain = |letter: char| match letter {
        'ä' => 'a',
        'ö' => 'o',
        'ü' => 'u',
        letter => letter,
    };
    word.to_lowercase().chars().map(plain).collect()
}

/// The page.
#[component]
fn Glossary() -> Html {
    use_effect_with((), |()| platform::set_title(t!("Glossary · Netsplit")));
    let toggle = Callback::from(|_: MouseEvent| theme::toggle());
    html! {
        <div class="catalogue glossary">
            <header class="top">
                <a class="brand" href="#/">{ logo() }{ "Netsplit" }</a>
                <span class="grow"></span>
                { picker() }
                <button class="btn ghost" onclick={toggle} aria-label={t!("Change theme")}>{ icon(icons::THEME) }</button>
            </header>
            <main>
                <h1>{ t!("Glossary") }</h1>
                <p class="lede">{ t!("The words that labs and lessons use, each with the labs in which it can be met.") }</p>
                <dl>{ for entries().iter().map(entry) }</dl>
            </main>
        </div>
    }
}

fn entry(entry: &Entry) -> Html {
    let lab = |(i, lab): (usize, &&'static Lab)| {
        let comma = if i > 0 { ", " } else { "" };
        html! { <span key={i}>{ comma }<a href={format!("#/{}", lab.about.id)}>{ tr(lab.about.title) }</a></span> }
    };
    html! {
        <div key={entry.word} data-word={entry.word}>
            <dt>{ head(entry.word) }</dt>
            <dd>{ tr(entry.about) }</dd>
            <dd class="in">{ for entry.labs.iter().enumerate().map(lab) }</dd>
        </div>
    }
}
