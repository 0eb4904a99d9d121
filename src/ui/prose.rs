//! Sentences on the page: node names bold, values but numbers italic, technical words with their definitions.

use super::figures::fixed;
use super::words::{Glossary, Piece, split};
use crate::sim::Span;
use netsplit_text::tr;
use std::cell::Cell;
use web_sys::HtmlElement;
use yew::prelude::*;

/// A sentence of the story, its words explained.
pub fn prose(spans: &[Span], glossary: Glossary) -> Html {
    let piece = |(i, span): (usize, &Span)| match span {
        Span::Words(text) => html! { <key={i}>{ words(text, glossary) }</> },
        Span::Node(name) => html! { <b key={i}>{ name }</b> },
        Span::Value(value) if value.starts_with(|letter: char| letter.is_ascii_digit()) => {
            html! { <span key={i} class="num">{ value }</span> }
        }
        Span::Value(value) => html! { <i key={i}>{ value }</i> },
    };
    html! { <>{ for spans.iter().enumerate().map(piece) }</> }
}

/// A plain text whose technical words carry their definitions.
pub fn words(text: &str, glossary: Glossary) -> Html {
    let piece = |(i, piece): (usize, Piece)| match piece {
        Piece::Plain(text) => html! { <span key={i}>{ text.to_owned() }</span> },
        Piece::Word(text, place) => {
            let about = glossary.get(place).map_or("", |(_, about)| tr(about));
            html! { <Word key={i} text={text.to_owned()} about={about} /> }
        }
    };
    html! { <>{ for split(text, glossary).into_iter().enumerate().map(piece) }</> }
}

/// A sentence with elements in its holes: links, code.
pub fn linked(mut sentence: &str, links: &[(&str, Html)]) -> Html {
    let mut pieces: Vec<Html> = Vec::new();
    while let Some((before, (hole, after))) =
        sentence.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        pieces.push(html! { before });
        pieces.extend(links.iter().filter(|(name, _)| *name == hole).map(|(_, link)| link.clone()));
        sentence = after;
    }
    html! { <>{ for pieces }{ sentence }</> }
}

fn own_id() -> AttrValue {
    thread_local!(static NEXT: Cell<u32> = const { Cell::new(0) });
    format!("word{}", NEXT.with(|next| next.replace(next.get() + 1))).into()
}

#[derive(Properties, PartialEq)]
struct WordProps {
    text: AttrValue,
    about: AttrValue,
}

/// Why a definition is shown.
#[derive(Clone, Copy, Default, PartialEq)]
struct Shown {
    hovered: bool,
    focused: bool,
}

/// A technical word: hover, focus or tap shows what it means; Escape hides it.
#[component]
fn Word(props: &WordProps) -> Html {
    let id = use_memo((), |()| own_id());
    let shown = use_state_eq(Shown::default);
    let open = shown.hovered || shown.focused;
    let (word, tip) = (use_node_ref(), use_node_ref());
    {
        let (word, tip) = (word.clone(), tip.clone());
        use_effect_with(open, move |open| {
            if let (true, Some(word), Some(tip)) = (*open, word.cast(), tip.cast()) {
                place_beside(&tip, &word);
            }
        });
    }
    let hover = |hovered: bool| {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(Shown { hovered, ..*shown }))
    };
    let focus = |focused: bool| {
        let shown = shown.clone();
        Callback::from(move |_: FocusEvent| shown.set(Shown { focused, ..*shown }))
    };
    let onclick = {
        let shown = shown.clone();
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            shown.set(Shown { focused: true, ..*shown });
        })
    };
    let onkeydown = {
        let shown = shown.clone();
        Callback::from(move |event: KeyboardEvent| {
            if open && event.key() == "Escape" {
                event.stop_propagation();
                shown.set(Shown::default());
            }
        })
    };
    html! {
        <span class="word-wrap" onmouseenter={hover(true)} onmouseleave={hover(false)}>
            <button type="button" class="word" ref={word} aria-describedby={(*id).clone()} onfocus={focus(true)} onblur={focus(false)}
                {onclick} {onkeydown}>{ &props.text }</button>
            <span role="tooltip" id={(*id).clone()} ref={tip} class={if open { "tip open" } else { "tip" }}>{ &props.about }</span>
        </span>
    }
}

/// Puts a tip below its word, or above where there is no room, within the window. The page's policy forbids style
/// attributes, not the style object.
fn place_beside(tip: &HtmlElement, word: &HtmlElement) {
    let Some(window) = web_sys::window() else { return };
    let size = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|v| v.as_f64()).unwrap_or(800.0);
    let (width, height) = (size(window.inner_width()), size(window.inner_height()));
    let set = |left: f64, top: f64| {
        // Both names and values are well formed, so this cannot fail.
        let _ = tip.style().set_property("left", &format!("{}px", fixed(left, 0)));
        let _ = tip.style().set_property("top", &format!("{}px", fixed(top, 0)));
    };
    set(0.0, 0.0);
    let (anchor, own) = (word.get_bounding_client_rect(), tip.get_bounding_client_rect());
    let left = anchor.left().min(width - own.width() - 8.0).max(8.0);
    let below = anchor.bottom() + own.height() + 8.0 < height;
    let top = if below { anchor.bottom() } else { anchor.top() - own.height() };
    set(left - own.left(), top - own.top());
}
