//! The colour tokens of `static/style.css`, and their contrast.

use super::read;
use std::collections::BTreeMap;

/// Token name (without the dashes) to red, green, blue in 0..=1.
pub type Tokens = BTreeMap<String, [f64; 3]>;

/// The light and the dark theme; the dark one starts from the light one, as the cascade does.
pub fn themes() -> [(&'static str, Tokens); 2] {
    let sheet = without_comments(&read("static/style.css"));
    let (mut light, mut dark) = (Tokens::new(), Tokens::new());
    for block in blocks(&sheet).into_iter().filter(|block| block.media.is_empty()) {
        if block.selector.contains("data-theme=dark") {
            dark.extend(colours(&block.body, 1));
        } else if block.selector.split(',').any(|part| part.trim() == ":root") {
            light.extend(colours(&block.body, 0));
            dark.extend(colours(&block.body, 1));
        }
    }
    [("light", light), ("dark", dark)]
}

/// What the system's preference sets, if the sheet repeats the dark tokens for it.
pub fn system_dark() -> Tokens {
    let sheet = without_comments(&read("static/style.css"));
    let blocks = blocks(&sheet).into_iter();
    let preferred =
        blocks.filter(|block| block.media.contains("prefers-color-scheme") && block.media.contains("dark"));
    preferred
        .filter(|block| block.selector.contains(":root"))
        .flat_map(|block| colours(&block.body, 1))
        .collect()
}

/// The contrast ratio of two tokens, by WCAG 2.2; `None` if one is missing.
pub fn contrast(tokens: &Tokens, front: &str, back: &str) -> Option<f64> {
    let (front, back) = (luminance(*tokens.get(front)?), luminance(*tokens.get(back)?));
    Some((front.max(back) + 0.05) / (front.min(back) + 0.05))
}

fn luminance([red, green, blue]: [f64; 3]) -> f64 {
    let linear =
        |part: f64| if part <= 0.04045 { part / 12.92 } else { libm::pow((part + 0.055) / 1.055, 2.4) };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

struct Block {
    /// The `@media` around it, or nothing.
    media: String,
    /// Without quotes and surrounding space.
    selector: String,
    body: String,
}

fn without_comments(sheet: &str) -> String {
    let mut out = String::new();
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}

/// The rules of a sheet, one level of `@media` deep.
fn blocks(sheet: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut rest = sheet;
    while let Some((head, after)) = rest.split_once('{') {
        let end = closing(after);
        let head = head.rsplit(';').next().unwrap_or(head).trim().replace(['"', '\''], "");
        let body = &after[..end];
        if head.starts_with('@') {
            let inner = self::blocks(body).into_iter();
            blocks.extend(inner.map(|block| Block { media: format!("{head} {}", block.media), ..block }));
        } else {
            blocks.push(Block { media: String::new(), selector: head, body: body.to_owned() });
        }
        rest = after.get(end + 1..).unwrap_or("");
    }
    blocks
}

/// Where the block ends whose opening brace was just passed.
fn closing(text: &str) -> usize {
    let mut depth = 0;
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => return at,
            '}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// The custom properties that are colours; of `light-dark(a, b)` the one asked for.
fn colours(body: &str, side: usize) -> Vec<(String, [f64; 3])> {
    let declarations = body.split(';').filter_map(|declaration| declaration.split_once(':'));
    let tokens =
        declarations.filter_map(|(name, value)| Some((name.trim().strip_prefix("--")?, value.trim())));
    tokens.filter_map(|(name, value)| Some((name.to_owned(), hex(one_side(value, side))?))).collect()
}

fn one_side(value: &str, side: usize) -> &str {
    let inside = value.strip_prefix("light-dark(").and_then(|rest| rest.strip_suffix(')'));
    inside.map_or(value, |both| both.split(',').nth(side).unwrap_or(both).trim())
}

fn hex(value: &str) -> Option<[f64; 3]> {
    let digits = value.strip_prefix('#')?;
    let wide: String = match digits.len() {
        3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        6 => digits.to_owned(),
        _ => return None,
    };
    let part = |at: usize| u8::from_str_radix(&wide[at..at + 2], 16).ok().map(|part| f64::from(part) / 255.0);
    Some([part(0)?, part(2)?, part(4)?])
}
