//! Reading what the sources say: every text that is marked for translation, and texts on the page that are not.

mod extract;
mod unmarked;

pub use extract::{Message, messages};
pub use unmarked::unmarked;

use proc_macro2::{Literal, TokenStream, TokenTree};
use std::fs;
use std::path::{Path, PathBuf};

/// Where people are spoken to from. What only the command line says (`src/bin`) is English.
const SPEAKING: &[&str] = &["src", "lesson/src"];
const SILENT: &str = "src/bin";

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file's path as printed, and its tokens without its tests.
pub struct Source {
    pub path: String,
    pub tokens: Vec<TokenTree>,
}

/// Every Rust file that people are spoken to from, in order.
pub fn sources() -> Vec<Source> {
    let mut files = Vec::new();
    for folder in SPEAKING {
        rust_files(&root().join(folder), &mut files);
    }
    files.sort();
    files
        .into_iter()
        .filter(|file| !file.starts_with(root().join(SILENT)))
        .map(|file| source(&file))
        .collect()
}

fn source(file: &Path) -> Source {
    let path = file.strip_prefix(root()).expect("it is the project's").display().to_string();
    let text = fs::read_to_string(file).unwrap_or_else(|why| panic!("{path}: {why}"));
    Source::new(path, &text)
}

impl Source {
    pub fn new(path: String, text: &str) -> Self {
        let tokens: TokenStream = text.parse().unwrap_or_else(|why| panic!("{path}: {why}"));
        Source { path, tokens: without_tests(tokens.into_iter().collect()) }
    }
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|end| end == "rs")
            && path.file_stem().is_none_or(|name| name != "tests")
        {
            files.push(path);
        }
    }
}

/// Leaves out what stands after `#[cfg(test)]`.
fn without_tests(tokens: Vec<TokenTree>) -> Vec<TokenTree> {
    let mut kept = Vec::new();
    let mut rest = tokens.into_iter();
    while let Some(token) = rest.next() {
        if matches!(&token, TokenTree::Group(group) if group.to_string().replace(' ', "") == "[cfg(test)]") {
            // The item ends with its braces, or with a semicolon.
            for skipped in rest.by_ref() {
                match skipped {
                    TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::Brace => break,
                    TokenTree::Punct(mark) if mark.as_char() == ';' => break,
                    _ => {}
                }
            }
        } else {
            kept.push(token);
        }
    }
    kept
}

/// The tokens in a pair of brackets, if the token is one.
pub fn inside(token: Option<&TokenTree>) -> Option<Vec<TokenTree>> {
    match token? {
        TokenTree::Group(group) => Some(group.stream().into_iter().collect()),
        _ => None,
    }
}

/// The text of a string literal.
pub fn text(token: Option<&TokenTree>) -> Option<String> {
    match token? {
        TokenTree::Literal(literal) => string(literal),
        _ => None,
    }
}

fn string(literal: &Literal) -> Option<String> {
    syn::parse_str::<syn::LitStr>(&literal.to_string()).ok().map(|text| text.value())
}

/// Whether the token is this name or mark.
pub fn is(token: Option<&TokenTree>, word: &str) -> bool {
    match token {
        Some(TokenTree::Ident(name)) => name == word,
        Some(TokenTree::Punct(mark)) => word.len() == 1 && word.starts_with(mark.as_char()),
        _ => false,
    }
}

/// The name that the token is.
pub fn name(token: Option<&TokenTree>) -> Option<String> {
    match token? {
        TokenTree::Ident(name) => Some(name.to_string()),
        _ => None,
    }
}
