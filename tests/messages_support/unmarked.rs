//! Texts of the page that nobody marked.

use super::{Source, inside, is, name, text};
use proc_macro2::{Delimiter, TokenTree};

/// Attributes that people are told.
const TOLD: &[&str] =
    &["label", "title", "placeholder", "alt", "description", "valuetext", "roledescription"];

/// Said in every language.
const OUR_NAME: &str = "Netsplit";

/// A complaint about every text in `html!` that is not marked: `file:line: "text"`.
pub fn unmarked(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources {
        look(&source.path, &source.tokens, false, &mut complaints);
    }
    complaints
}

fn look(path: &str, tokens: &[TokenTree], html: bool, complaints: &mut Vec<String>) {
    for (i, token) in tokens.iter().enumerate() {
        let at = |offset: usize| tokens.get(i + offset);
        let TokenTree::Group(group) = token else {
            let attribute = html && name(Some(token)).is_some_and(|name| TOLD.contains(&name.as_str()));
            if attribute && is(at(1), "=") {
                complain(path, at(2), complaints);
            }
            continue;
        };
        let inner: Vec<TokenTree> = group.stream().into_iter().collect();
        let begins = i >= 2 && is(tokens.get(i - 1), "!") && is(tokens.get(i - 2), "html");
        // A text between tags stands alone in braces; after `=` it is an attribute's.
        let attribute = i > 0 && is(tokens.get(i - 1), "=");
        let between = html && group.delimiter() == Delimiter::Brace && !attribute;
        let told = i >= 2
            && is(tokens.get(i - 1), "=")
            && name(tokens.get(i - 2)).is_some_and(|name| TOLD.contains(&name.as_str()));
        if (between || (html && told)) && (inner.len() == 1 || is(inner.first(), "format")) {
            let said = inside(inner.get(2)).and_then(|inside| inside.into_iter().next());
            complain(path, said.as_ref().or(inner.first()), complaints);
        }
        // What other attributes are given are names: of classes, of states.
        look(path, &inner, (html && (!attribute || told)) || begins, complaints);
    }
}

fn complain(path: &str, token: Option<&TokenTree>, complaints: &mut Vec<String>) {
    let Some(said) = text(token).filter(|said| said != OUR_NAME) else { return };
    // Letters outside of holes, and more than a unit or an abbreviation.
    let words = said.split('{').map(|piece| piece.rsplit('}').next().unwrap_or_default());
    if words.flat_map(|piece| piece.split(|letter: char| !letter.is_alphabetic())).any(|word| word.len() > 2)
    {
        let line = token.map_or(0, |token| token.span().start().line);
        complaints.push(format!("{path}:{line}: {said:?} is not marked: t!(…), see docs/translating.md"));
    }
}
