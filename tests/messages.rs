//! Every text that people are told is marked, and every catalogue in `languages` has all of them.
//! `UPDATE_GOLDEN=1 cargo test --test messages` writes `messages.pot` anew and brings the catalogues up to date.

mod messages_support;

use messages_support::{Source, messages, root, sources, unmarked};
use netsplit::{labs, languages};
use netsplit_text::spoken;
use polib::catalog::Catalog;
use polib::message::{Message, MessageView};
use polib::metadata::CatalogMetadata;
use polib::po_file;
use std::collections::BTreeSet;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

fn template() -> Catalog {
    let mut metadata = CatalogMetadata::new();
    metadata.project_id_version = "Netsplit".into();
    metadata.mime_version = "1.0".into();
    metadata.content_type = "text/plain; charset=UTF-8".into();
    metadata.content_transfer_encoding = "8bit".into();
    let mut catalogue = Catalog::new(metadata);
    for message in messages(&sources()) {
        catalogue.append_or_update(entry(&message, None, 2));
    }
    catalogue
}

/// A message as a catalogue with so many forms has it, with what it has there already.
fn entry(message: &messages_support::Message, known: Option<&dyn MessageView>, forms: usize) -> Message {
    let mut entry =
        if message.plural.is_some() { Message::build_plural() } else { Message::build_singular() };
    entry.with_msgid(message.text.clone()).with_source(message.files.join("\n"));
    if let Some(context) = &message.context {
        entry.with_msgctxt(context.clone());
    }
    if let Some(known) = known {
        entry.with_flags(known.flags().clone());
        entry.with_translator_comments(known.translator_comments().to_owned());
    }
    match &message.plural {
        Some(plural) => {
            let texts = known.and_then(|known| known.msgstr_plural().ok()).cloned();
            let texts = texts.filter(|texts| !texts.is_empty());
            entry.with_msgid_plural(plural.clone());
            entry.with_msgstr_plural(texts.unwrap_or_else(|| vec![String::new(); forms]));
        }
        None => {
            entry.with_msgstr(known.and_then(|known| known.msgstr().ok()).unwrap_or_default().to_owned());
        }
    }
    entry.done()
}

fn catalogues() -> Vec<(&'static str, PathBuf)> {
    let file = |code: &'static str| (code, root().join("languages").join(code).with_extension("po"));
    languages::LANGUAGES.iter().map(|language| file(language.code)).collect()
}

fn updating() -> bool {
    std::env::var_os("UPDATE_GOLDEN").is_some()
}

fn report(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n{} in all\n", complaints.join("\n"), complaints.len());
}

#[test]
fn the_template_lists_every_message() {
    let file = root().join("languages/messages.pot");
    let mut written = BufWriter::new(Vec::new());
    po_file::write(&template(), &mut written).expect("memory can be written");
    let written = written.into_inner().expect("memory can be written");
    if updating() {
        std::fs::write(&file, &written).expect("languages can be written");
    }
    let there = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        there.as_bytes() == written,
        "UPDATE_GOLDEN=1 cargo test --test messages writes messages.pot anew"
    );
}

/// The holes of a text.
fn holes(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

fn wrong_with(
    message: &messages_support::Message,
    known: Option<&dyn MessageView>,
    forms: usize,
) -> Option<String> {
    let Some(known) = known.filter(|known| known.is_translated() && !known.is_fuzzy()) else {
        return Some("is not translated".to_owned());
    };
    let texts: Vec<&str> = match known.msgstr_plural() {
        Ok(texts) if texts.len() != forms => return Some(format!("has {} forms, not {forms}", texts.len())),
        Ok(texts) => texts.iter().map(String::as_str).collect(),
        Err(_) => vec![known.msgstr().unwrap_or_default()],
    };
    if known.is_plural() != message.plural.is_some() {
        return Some("has one text where it needs several, or several where it needs one".to_owned());
    }
    let wanted = holes(message.plural.as_ref().unwrap_or(&message.text));
    let fits = |text: &&str| {
        let mut found = holes(text);
        // "one event" needs no number.
        found.extend(wanted.get("n").filter(|_| known.is_plural()));
        found == wanted
    };
    let misfit = texts.iter().find(|text| !fits(text))?;
    Some(format!("has the holes {:?} in {misfit:?}, not {wanted:?}", holes(misfit)))
}

/// Which form goes with a number.
type Rule = fn(u64) -> usize;

/// Rules of plurals, as catalogues write them.
const RULES: &[(&str, Rule)] = &[("(n != 1)", |n| usize::from(n != 1))];

#[test]
fn every_catalogue_is_complete() {
    let mut complaints = Vec::new();
    let wanted = messages(&sources());
    for (code, file) in catalogues() {
        let mut known = read(&file);
        let rule = known.metadata.plural_rules.clone();
        if updating() {
            let mut merged = Catalog::new(known.metadata.clone());
            for message in &wanted {
                let found = find(&known, message);
                merged.append_or_update(entry(message, found, rule.nplurals));
            }
            po_file::write_to_file(&merged, &file).expect("languages can be written");
            known = read(&file);
        }
        for message in &wanted {
            if let Some(wrong) = wrong_with(message, find(&known, message), rule.nplurals) {
                complaints.push(format!("{code}.po: {:?} ({}) {wrong}", message.text, message.files[0]));
            }
        }
        for message in known.messages() {
            let used = |wanted: &messages_support::Message| {
                wanted.text == message.msgid() && wanted.context.as_deref() == message.msgctxt()
            };
            if !wanted.iter().any(used) {
                complaints.push(format!("{code}.po: {:?} is said nowhere", message.msgid()));
            }
        }
        languages::learn_at_once(code);
        match RULES.iter().find(|(text, _)| *text == rule.expr) {
            None => complaints
                .push(format!("{code}.po: the rule {} is none of RULES in tests/messages.rs", rule.expr)),
            Some((_, form)) if (0..=200).any(|n| form(n) != (spoken().form)(n)) => {
                complaints
                    .push(format!("src/languages.rs: {code} has another rule of plurals than {code}.po"));
            }
            Some(_) => {}
        }
    }
    report(&complaints);
}

fn read(file: &Path) -> Catalog {
    po_file::parse(file).unwrap_or_else(|why| panic!("{}: {why}", file.display()))
}

fn find<'a>(catalogue: &'a Catalog, message: &messages_support::Message) -> Option<&'a dyn MessageView> {
    let found = catalogue.find_message(message.context.as_deref(), &message.text, message.plural.as_deref());
    found.map(|found| found as &dyn MessageView)
}

#[test]
fn nothing_on_the_page_is_unmarked() {
    report(&unmarked(&sources()));
}

/// Whatever a lab declares for people is found in the sources.
#[test]
fn every_text_of_a_lab_is_a_message() {
    let known: BTreeSet<String> = messages(&sources()).into_iter().map(|message| message.text).collect();
    let mut texts: Vec<&str> = Vec::new();
    for lab in labs::all() {
        let about = lab.about;
        texts.extend([about.title, about.group, about.about]);
        texts.extend(about.scenes.iter().flat_map(|scene| [scene.title, scene.about]));
        texts.extend(about.comparisons.iter().flat_map(|comparison| [comparison.title, comparison.about]));
        texts.extend(about.challenges.iter().flat_map(|challenge| [challenge.title, challenge.caption]));
        texts.extend(about.story.iter().map(|template| template.text));
        texts.extend(lab.milestones());
        texts.extend(about.glossary.iter().flat_map(|(word, about)| [*word, *about]));
        texts.extend(lab.params().flat_map(|param| [param.label, param.about]));
    }
    let missing: Vec<String> = texts
        .into_iter()
        .filter(|text| text.contains(char::is_alphabetic) && !known.contains(*text))
        .map(|text| format!("{text:?} is no message"))
        .collect();
    report(&missing);
}

/// What scripts say without the module (`static/words.js`) is there in every language.
#[test]
fn scripts_say_everything_in_every_language() {
    let read = |name: &str| std::fs::read_to_string(root().join("static").join(name)).expect("it is there");
    let words = read("words.js");
    let mut complaints = Vec::new();
    for script in ["boot.js", "frame.js", "netsplit.js"] {
        // `#say(` shows what it is given.
        for call in read(script).replace("#say(", "").split("say(\"").skip(1) {
            let text = call.split('"').next().unwrap_or_default();
            // A name that needs no quotation marks has none there.
            let known = [format!("\"{text}\":"), format!(" {text}:")];
            for (code, _) in languages::names().skip(1) {
                let table = words
                    .split(&format!("\n  {code}: {{"))
                    .nth(1)
                    .and_then(|rest| rest.split("\n  },").next());
                if !table.is_some_and(|table| known.iter().any(|known| table.contains(known))) {
                    complaints.push(format!("static/words.js: {code}: {text:?} ({script}) is missing"));
                }
            }
        }
    }
    report(&complaints);
}

#[test]
fn marks_and_what_lacks_one_are_seen() {
    let code = r#"
        story! { all STORY; STANDS "x.stands" "{0} stands." => "stands"; }
        config! { pub struct Config { beat: u64 = 1, 1..=2, Unit::Choice(&["slow", "fast"]), live, "Beat", "How \
            often."; } }
        static SCENE: Scene = Scene { id: "no-text", title: "A title", about: "About it." };
        fn view() {
            html! { <p class="no-text" title="Unmarked title">{ "Unmarked words" }{ format!("unmarked {hole}") }{ t!("Words") }</p> };
            t!(verb: "cut");
            tn!(n, "{n} event", "{n} events", who = t!("inner"));
            msg!(outcome: "done");
            noun!("switch");
        }
        #[cfg(test)]
        mod tests { fn f() { t!("not in tests"); } }
    "#;
    let source = [Source::new("src/ui/x.rs".to_owned(), code)];
    let seen: Vec<String> = messages(&source)
        .into_iter()
        .map(|message| {
            [message.context, Some(message.text), message.plural]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join("|")
        })
        .collect();
    let wanted = [
        "{0} stands.",
        "stands",
        "Beat",
        "How often.",
        "slow",
        "fast",
        "A title",
        "About it.",
        "Words",
        "verb|cut",
        "{n} event|{n} events",
        "inner",
        "outcome|done",
        "{count} switch|{count} switches",
        "switch",
    ];
    assert_eq!(seen, wanted);
    let lacking: Vec<bool> =
        unmarked(&source).iter().map(|complaint| complaint.contains("nmarked")).collect();
    assert_eq!(lacking, [true; 3]);
}
