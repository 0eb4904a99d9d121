//! The texts that are marked, by a macro or by the place where they stand.

use super::{Source, inside, is, name, text};
use proc_macro2::TokenTree;

/// A text that people are told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Message {
    /// What tells it from the same text elsewhere.
    pub context: Option<String>,
    /// The English text; of two, that of one thing.
    pub text: String,
    /// The English text of several things.
    pub plural: Option<String>,
    /// The files where it stands.
    pub files: Vec<String>,
}

/// Fields of tables whose texts people are told.
const TOLD: &[&str] = &["title", "about", "caption", "group", "goal"];

/// Every message, in the order of the files.
pub fn messages(sources: &[Source]) -> Vec<Message> {
    let mut found = Found::default();
    for source in sources {
        found.file.clone_from(&source.path);
        if source.path.ends_with("glossary.rs") {
            found.pairs(&source.tokens);
        }
        found.walk(&source.tokens);
    }
    found.messages
}

#[derive(Default)]
struct Found {
    file: String,
    messages: Vec<Message>,
}

impl Found {
    fn add(&mut self, context: Option<String>, text: String, plural: Option<String>) {
        if !text.contains(char::is_alphabetic) {
            return;
        }
        let known = self.messages.iter_mut().find(|known| known.context == context && known.text == text);
        match known {
            Some(known) => {
                known.plural = known.plural.take().or(plural);
                if !known.files.contains(&self.file) {
                    known.files.push(self.file.clone());
                }
            }
            None => self.messages.push(Message { context, text, plural, files: vec![self.file.clone()] }),
        }
    }

    fn plain(&mut self, text: Option<String>) {
        if let Some(text) = text {
            self.add(None, text, None);
        }
    }

    fn walk(&mut self, tokens: &[TokenTree]) {
        for i in 0..tokens.len() {
            let at = |offset: usize| tokens.get(i + offset);
            if is(at(1), "!")
                && let (Some(called), Some(inside)) = (name(at(0)), inside(at(2)))
            {
                self.called(&called, &inside);
            }
            let field = name(at(0)).filter(|name| TOLD.contains(&name.as_str()));
            if field.is_some() && is(at(1), ":") {
                self.plain(text(at(2)));
            }
            if is(at(0), "Choice")
                && let Some(names) = inside(at(1)).filter(|names| is(names.first(), "&"))
            {
                self.all(&names);
            }
            if is(at(0), "safety")
                && let Some(arguments) = inside(at(1))
            {
                self.plain(text(arguments.get(2)));
            }
            if let Some(inside) = inside(at(0)) {
                self.walk(&inside);
            }
        }
    }

    /// What a macro is given.
    fn called(&mut self, name: &str, inside: &[TokenTree]) {
        match name {
            "t" | "msg" if is(inside.get(1), ":") => {
                if let (Some(context), Some(text)) = (super::name(inside.first()), text(inside.get(2))) {
                    self.add(Some(context), text, None);
                }
            }
            "noun" => {
                if let Some(noun) = text(inside.first()) {
                    let counted = |noun: &str| format!("{{count}} {noun}");
                    self.add(None, counted(&noun), Some(counted(&netsplit_text::plural(&noun))));
                    self.plain(Some(noun));
                }
            }
            "t" | "msg" => self.plain(text(inside.first())),
            "tn" => {
                let mut texts = inside.iter().filter_map(|token| text(Some(token)));
                if let (Some(one), Some(more)) = (texts.next(), texts.next()) {
                    self.add(None, one, Some(more));
                }
            }
            "story" | "templates" => self.templates(inside),
            "config" => self.parameters(inside),
            _ => {}
        }
    }

    /// `NAME "id" "text" => "milestone";`
    fn templates(&mut self, tokens: &[TokenTree]) {
        for i in 0..tokens.len() {
            let at = |offset: usize| tokens.get(i + offset);
            if text(at(0)).is_some() && text(at(1)).is_some() {
                self.plain(text(at(1)));
                if is(at(2), "=") && is(at(3), ">") {
                    self.plain(text(at(4)));
                }
            }
        }
    }

    /// `…, "label", "about";`
    fn parameters(&mut self, tokens: &[TokenTree]) {
        for i in 0..tokens.len() {
            let at = |offset: usize| tokens.get(i + offset);
            if text(at(0)).is_some() && is(at(1), ",") && text(at(2)).is_some() && is(at(3), ";") {
                self.plain(text(at(0)));
                self.plain(text(at(2)));
            }
            if let Some(inside) = inside(at(0)) {
                self.parameters(&inside);
            }
        }
    }

    /// Every pair of texts, however deep.
    fn pairs(&mut self, tokens: &[TokenTree]) {
        for token in tokens {
            let Some(inside) = inside(Some(token)) else { continue };
            if let [word, _, about] | [word, _, about, _] = inside.as_slice()
                && let (Some(word), Some(about)) = (text(Some(word)), text(Some(about)))
            {
                // All its forms are listed there, which are no role's or field's name (src/ui/words.rs).
                self.add(Some("word".to_owned()), word, None);
                self.plain(Some(about));
            }
            self.pairs(&inside);
        }
    }

    /// Every text, however deep.
    fn all(&mut self, tokens: &[TokenTree]) {
        for token in tokens {
            self.plain(text(Some(token)));
            if let Some(inside) = inside(Some(token)) {
                self.all(&inside);
            }
        }
    }
}
