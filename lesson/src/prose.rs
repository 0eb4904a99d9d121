//! Prose: what of Markdown a lesson can show.

use crate::role::{self, Part};
use crate::{Inline, Wrong};
use netsplit_text::msg;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// How the words are set that are being read.
#[derive(Default)]
pub struct Style {
    emphasis: u32,
    strong: u32,
    link: Option<String>,
}

/// Adds what an event of the Markdown parser says to a line; false when it is no part of a line.
pub fn add(event: &Event, style: &mut Style, line: &mut Vec<Inline>) -> Result<bool, Wrong> {
    match event {
        Event::Text(text) => set(text, style, line)?,
        Event::Code(text) => line.push(Inline::Code(text.to_string())),
        Event::SoftBreak | Event::HardBreak => line.push(Inline::Text(" ".to_owned())),
        Event::Start(Tag::Emphasis) => style.emphasis += 1,
        Event::End(TagEnd::Emphasis) => style.emphasis -= 1,
        Event::Start(Tag::Strong) => style.strong += 1,
        Event::End(TagEnd::Strong) => style.strong -= 1,
        Event::Start(Tag::Link { dest_url, .. }) => {
            if !["https://", "http://", "#/"].iter().any(|start| dest_url.starts_with(start)) {
                return Err(Wrong::Link(dest_url.to_string()));
            }
            style.link = Some(dest_url.to_string());
        }
        Event::End(TagEnd::Link) => style.link = None,
        _ => return Ok(false),
    }
    Ok(true)
}

fn set(text: &str, style: &Style, line: &mut Vec<Inline>) -> Result<(), Wrong> {
    for part in role::split(text)? {
        line.push(match (part, &style.link) {
            (Part::Role(role), _) => Inline::Role(role),
            (Part::Words(words), Some(to)) => Inline::Link(to.clone(), words),
            (Part::Words(words), None) if style.strong > 0 => Inline::Strong(words),
            (Part::Words(words), None) if style.emphasis > 0 => Inline::Emphasis(words),
            (Part::Words(words), None) => Inline::Text(words),
        });
    }
    Ok(())
}

/// Reads the words of a directive.
pub fn line(text: &str) -> Result<Vec<Inline>, Wrong> {
    let (mut style, mut line) = (Style::default(), Vec::new());
    for event in Parser::new(text.trim()) {
        let paragraph = matches!(event, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph));
        if !paragraph && !add(&event, &mut style, &mut line)? {
            return Err(Wrong::Markup(name(&event)));
        }
    }
    Ok(joined(line))
}

/// Puts together plain words that follow each other.
pub fn joined(line: Vec<Inline>) -> Vec<Inline> {
    let mut joined: Vec<Inline> = Vec::new();
    for piece in line {
        match (joined.last_mut(), piece) {
            (Some(Inline::Text(before)), Inline::Text(words)) => *before += &words,
            (_, piece) => joined.push(piece),
        }
    }
    joined
}

/// What a kind of markup is called.
pub fn name(event: &Event) -> &'static str {
    match event {
        Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => msg!("HTML"),
        Event::Start(Tag::Image { .. }) => msg!("an image"),
        Event::Start(Tag::BlockQuote(_)) => msg!("a quotation"),
        Event::Start(Tag::List(_)) => msg!("a list here"),
        Event::Start(Tag::Heading { .. }) => msg!("a heading here"),
        Event::Start(Tag::CodeBlock(_)) => msg!("a block of code here"),
        Event::Rule => msg!("a line here"),
        _ => msg!("this"),
    }
}
