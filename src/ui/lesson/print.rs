//! A lesson as a hand-out: every step on paper, with a figure of the stage as it leaves it; answers and words at the end.

use crate::later::{Later, later};
use crate::lesson::handout::{Asked, Sheet, sheets};
use crate::lesson::{self, Guide, Said, Speech};
use crate::platform;
use crate::player::Player;
use crate::scenario::route::{self, Route, WhichLesson};
use crate::sim::SortedSet;
use crate::ui::catalogue::logo;
use crate::ui::figures::clock;
use crate::ui::stage::Light;
use crate::ui::stage::figure::{about, drawing};
use crate::ui::theme;
use crate::ui::words::{Glossary, Piece, head, split};
use netsplit_text::{t, tr};
use std::rc::Rc;
use yew::prelude::*;

/// Draws the hand-out of the lesson that an address names.
type Draw = fn(u32, &Rc<Route>) -> Html;

/// The hand-out, loaded with the lessons.
pub static PRINT: Later<Draw> = later!(lessons: Draw = |key, route| {
    let Route::Print(which) = &**route else { return Html::default() };
    html! { <Handout {key} which={Which(which.clone())} /> }
});

/// The size of a figure, CSS pixels: as wide as the text of a page.
const SIZE: (f64, f64) = (660.0, 330.0);

#[derive(Clone, PartialEq)]
struct Which(WhichLesson);

#[derive(Properties, PartialEq)]
struct Props {
    which: Which,
}

/// The hand-out. Paper is white, so it is shown in the light theme whatever the reader has chosen.
#[component]
fn Handout(props: &Props) -> Html {
    use_effect_with((), |()| {
        platform::set_root_attribute("data-theme", "light");
        theme::apply
    });
    let page = use_memo(props.which.clone(), |which| page(&which.0));
    (*page).clone()
}

fn page(which: &WhichLesson) -> Html {
    let lesson = lesson::of(which).expect("the application has looked at the lesson");
    let mut player = lesson::player(&lesson).expect("the application has looked at the lesson");
    let (title, subject) = (lesson.title.clone(), lesson.about.clone());
    platform::set_title(&format!("{title} · Netsplit"));
    let sheets = sheets(lesson, &mut player, figure);
    let glossary = player.lab().about.glossary;
    let print = Callback::from(|_: MouseEvent| platform::print());
    html! {
        <div class="handout" data-handout="" data-sheets={sheets.len().to_string()}>
            <header class="top">
                <a class="brand" href="#/">{ logo() }{ "Netsplit" }</a>
                <span class="grow"></span>
                <a class="btn" href={route::lesson_at(which, 0)}>{ t!("Open the lesson") }</a>
                <button type="button" class="btn primary" onclick={print}>{ t!("Print") }</button>
            </header>
            <main>
                <h1>{ title }</h1>
                <p class="lede">{ subject }</p>
                { for sheets.iter().enumerate().map(|(i, sheet)| on_paper(i + 1, sheet)) }
                { answers(&sheets) }
                { words(&sheets, glossary) }
                <p class="hint">{ t!("The same live: {address}", address = platform::full_address(&route::lesson_at(which, 0))) }</p>
            </main>
        </div>
    }
}

/// The stage at the end of a step, and what it shows in words.
fn figure(guide: &Guide, player: &Player) -> Html {
    let light = Light { hidden: guide.hidden().to_vec(), pointed: guide.focus().to_vec(), spot: None };
    let (width, height) = SIZE;
    html! {
        <>
            <svg class="drawing stage-view" viewBox={format!("0 0 {width} {height}")} role="img" aria-label={about(player, &light)}>
                { drawing(player, SIZE, false, &light) }
            </svg>
            <figcaption>{ t!("Figure {number}: the stage at {time}", number = guide.step() + 1, time = clock(player.when().at as f64)) }</figcaption>
        </>
    }
}

fn on_paper(number: usize, sheet: &Sheet<Html>) -> Html {
    let heading = match &sheet.heading {
        Some(heading) => t!("Step {number} · {heading}", number, heading),
        None => t!("Step {number}", number),
    };
    html! {
        <section key={number} class="sheet" data-sheet={number.to_string()}>
            <h2>{ heading }</h2>
            { for sheet.before.iter().map(said) }
            { for sheet.asked.as_ref().map(question) }
            { for sheet.after.iter().map(said) }
            <figure>{ sheet.figure.clone() }</figure>
        </section>
    }
}

fn question(asked: &Asked) -> Html {
    let choice = |(i, words): (usize, &Vec<Speech>)| html! { <li key={i}>{ line(words) }</li> };
    html! {
        <div class="question">
            <p><strong>{ line(&asked.text) }</strong></p>
            if !asked.choices.is_empty() { <ol class="letters">{ for asked.choices.iter().enumerate().map(choice) }</ol> }
        </div>
    }
}

/// The answers to all questions.
fn answers(sheets: &[Sheet<Html>]) -> Html {
    let answer = |(i, sheet): (usize, &Sheet<Html>)| {
        let asked = sheet.asked.as_ref()?;
        let right = asked.right.map(|right| format!("{}) ", char::from(b'a' + right.min(25) as u8)));
        Some(html! { <p key={i}><b>{ format!("{}: ", i + 1) }{ for right }</b>{ line(&asked.answer) }</p> })
    };
    html! { <section class="answers"><h2>{ t!("Answers") }</h2>{ for sheets.iter().enumerate().filter_map(answer) }</section> }
}

/// The words of the field that the lesson uses, by the alphabet, each with its definition.
fn words(sheets: &[Sheet<Html>], glossary: Glossary) -> Html {
    // Two words of ours may be one in another language.
    let mut used: SortedSet<(String, usize)> = SortedSet::default();
    for place in sheets.iter().flat_map(texts).flat_map(|text| places(&text, glossary)) {
        used.insert((head(glossary[place].0).to_lowercase(), place), ());
    }
    let word = |place: usize| {
        let (word, about) = glossary[place];
        html! { <div key={place}><dt>{ head(word) }</dt><dd>{ tr(about) }</dd></div> }
    };
    html! { <section class="terms"><h2>{ t!("Words") }</h2><dl>{ for used.into_iter().map(|((_, place), ())| word(place)) }</dl></section> }
}

fn places(text: &str, glossary: Glossary) -> Vec<usize> {
    let place = |piece: Piece| if let Piece::Word(_, place) = piece { Some(place) } else { None };
    split(text, glossary).into_iter().filter_map(place).collect()
}

/// What a step says, as plain texts.
fn texts(sheet: &Sheet<Html>) -> Vec<String> {
    let said = |said: &Said| match said {
        Said::Paragraph(words) => vec![lesson::plain(words)],
        Said::List(items) => items.iter().map(|item| lesson::plain(item)).collect(),
        Said::Code(_) => Vec::new(),
    };
    let mut texts: Vec<String> = sheet.before.iter().chain(&sheet.after).flat_map(said).collect();
    if let Some(asked) = &sheet.asked {
        let lines = [&asked.text, &asked.answer].into_iter().chain(&asked.choices);
        texts.extend(lines.map(|line| lesson::plain(line)));
    }
    texts
}

fn said(said: &Said) -> Html {
    match said {
        Said::Paragraph(words) => html! { <p>{ line(words) }</p> },
        Said::List(items) => {
            html! { <ul>{ for items.iter().map(|item| html! { <li>{ line(item) }</li> }) }</ul> }
        }
        Said::Code(text) => html! { <pre>{ text }</pre> },
    }
}

/// A line without anything to press: paper has no tips.
fn line(said: &[Speech]) -> Html {
    let piece = |(i, piece): (usize, &Speech)| match piece {
        Speech::Words(text) => html! { <span key={i}>{ text }</span> },
        Speech::Emphasis(text) => html! { <em key={i}>{ text }</em> },
        Speech::Strong(text) => html! { <strong key={i}>{ text }</strong> },
        Speech::Code(text) => html! { <code key={i}>{ text }</code> },
        Speech::Link(to, text) => html! { <a key={i} href={to.clone()}>{ text }</a> },
        Speech::Node(name) => html! { <b key={i}>{ name }</b> },
    };
    html! { <>{ for said.iter().enumerate().map(piece) }</> }
}
