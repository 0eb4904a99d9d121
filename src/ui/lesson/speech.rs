//! What a lesson says, as the page shows it: always text, never markup from outside.

use crate::lesson::{Said, Speech};
use crate::ui::prose::words;
use crate::ui::words::Glossary;
use yew::prelude::*;

/// What is said at once.
pub fn said(said: &Said, glossary: Glossary) -> Html {
    match said {
        Said::Paragraph(words) => html! { <p>{ line(words, glossary) }</p> },
        Said::List(items) => {
            html! { <ul>{ for items.iter().map(|item| html! { <li>{ line(item, glossary) }</li> }) }</ul> }
        }
        Said::Code(text) => html! { <pre>{ text }</pre> },
    }
}

/// A line, its words of the field explained.
pub fn line(said: &[Speech], glossary: Glossary) -> Html {
    let piece = |(i, piece): (usize, &Speech)| {
        let set = match piece {
            Speech::Words(text) => words(text, glossary),
            Speech::Emphasis(text) => html! { <em>{ words(text, glossary) }</em> },
            Speech::Strong(text) => html! { <strong>{ words(text, glossary) }</strong> },
            Speech::Code(text) => html! { <code>{ text }</code> },
            Speech::Link(to, text) => html! { <a href={to.clone()}>{ text }</a> },
            Speech::Node(name) => html! { <b>{ name }</b> },
        };
        html! { <span key={i}>{ set }</span> }
    };
    html! { <>{ for said.iter().enumerate().map(piece) }</> }
}
