//! Roles in braces.

use crate::{Role, Wrong};

/// A piece of a text with roles in it.
#[derive(Debug, PartialEq)]
pub enum Part {
    Words(String),
    Role(Role),
}

/// Splits a text at its roles. `{{` stands for a brace.
pub fn split(text: &str) -> Result<Vec<Part>, Wrong> {
    let mut parts = Vec::new();
    let mut words = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        words += before;
        if let Some(plain) = after.strip_prefix('{') {
            words.push('{');
            rest = plain;
            continue;
        }
        let wrong = || Wrong::Brace(format!("{{{}", after.chars().take(40).collect::<String>()));
        let (name, tail) = after.split_once('}').ok_or_else(wrong)?;
        if !words.is_empty() {
            parts.push(Part::Words(std::mem::take(&mut words)));
        }
        parts.push(Part::Role(role(name).ok_or_else(wrong)?));
        rest = tail;
    }
    words += rest;
    if !words.is_empty() {
        parts.push(Part::Words(words));
    }
    Ok(parts)
}

/// The only role of a text.
pub fn only(text: &str) -> Option<Role> {
    match <[Part; 1]>::try_from(split(text).ok()?) {
        Ok([Part::Role(role)]) => Some(role),
        _ => None,
    }
}

/// Reads what stands between braces: `leader`, `follower 2`, `all followers`, `others`.
fn role(name: &str) -> Option<Role> {
    let words: Vec<&str> = name.split_whitespace().collect();
    match words[..] {
        [] => None,
        ["others"] => Some(Role::Others),
        ["all", ref kind @ ..] if !kind.is_empty() => Some(Role::All(kind.join(" "))),
        [ref kind @ .., last] => match last.parse() {
            Ok(nth) if nth > 0 && !kind.is_empty() => Some(Role::One(kind.join(" "), nth)),
            _ => Some(Role::One(words.join(" "), 1)),
        },
    }
}
