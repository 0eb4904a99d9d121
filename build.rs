//! Compiles what the page would else need parsers for: the lessons in `static/lessons` and the message catalogues in
//! `languages`. What cannot be read fails the build with the place of the mistake.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The lessons, and `contents.txt`: their names in the order of the table of contents. Those in other languages are in
/// a folder for each.
const LESSONS: &str = "static/lessons";

/// The message catalogues: `de.po`.
const LANGUAGES: &str = "languages";

fn main() {
    println!("cargo::rerun-if-changed={LESSONS}");
    println!("cargo::rerun-if-changed={LANGUAGES}");
    let contents = read(&Path::new(LESSONS).join("contents.txt"));
    let ids: Vec<&str> = contents.lines().collect();
    write("lessons.rs", lessons(&ids, Path::new(LESSONS), ""));
    for catalogue in catalogues() {
        let code =
            catalogue.file_stem().and_then(|stem| stem.to_str()).expect("a catalogue is called by its code");
        let folder = Path::new(LESSONS).join(code);
        let there: Vec<&str> =
            ids.iter().copied().filter(|id| folder.join(id).with_extension("md").exists()).collect();
        write(&format!("lessons-{code}.rs"), lessons(&there, &folder, code));
        write(&format!("messages-{code}.rs"), messages(&catalogue));
    }
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|why| panic!("{}: {why}", file.display()))
}

/// The folder for what is built.
fn out() -> PathBuf {
    PathBuf::from(env::var("OUT_DIR").expect("cargo names the folder for what is built"))
}

fn write(name: &str, contents: impl AsRef<[u8]>) {
    fs::write(out().join(name), contents).expect("the folder for what is built can be written");
}

/// The catalogues, in order.
fn catalogues() -> Vec<PathBuf> {
    let entries = fs::read_dir(LANGUAGES).unwrap_or_else(|why| panic!("{LANGUAGES}: {why}"));
    let files = entries.flatten().map(|entry| entry.path());
    let mut catalogues: Vec<PathBuf> =
        files.filter(|file| file.extension().is_some_and(|end| end == "po")).collect();
    catalogues.sort();
    catalogues
}

/// The lessons of a folder as a Rust list of ids and bytes.
fn lessons(ids: &[&str], folder: &Path, code: &str) -> String {
    let mut list = String::from("&[\n");
    for id in ids {
        let name = format!("{code}{id}");
        write(&name, lesson(&folder.join(id).with_extension("md")));
        let compiled = out().join(name).display().to_string();
        writeln!(list, "    ({id:?}, include_bytes!({compiled:?})),").expect("a text can be written");
    }
    list + "]"
}

/// A lesson as the page reads it.
fn lesson(file: &Path) -> Vec<u8> {
    let (lesson, problems) = netsplit_lesson::read(&read(file));
    let problems: Vec<String> = problems
        .iter()
        .map(|problem| {
            format!("{}:{}:{}: {}", file.display(), problem.place.line, problem.place.column, problem.wrong)
        })
        .collect();
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
    postcard::to_allocvec(&lesson).expect("a lesson is plain data, which postcard can write")
}

/// A catalogue as a Rust list of keys and texts, in the order of the keys; what is not translated is left out.
fn messages(file: &Path) -> String {
    let catalogue = polib::po_file::parse(file).unwrap_or_else(|why| panic!("{}: {why}", file.display()));
    let mut messages: Vec<(u64, Vec<String>)> = catalogue
        .messages()
        .filter(|message| !message.is_fuzzy())
        .map(|message| {
            let texts = match message.msgstr_plural() {
                Ok(texts) => texts.clone(),
                Err(_) => vec![message.msgstr().expect("it has one text or several").to_owned()],
            };
            (netsplit_text::key(message.msgctxt(), message.msgid()), texts)
        })
        .collect();
    messages.retain(|(_, texts)| !texts.is_empty() && texts.iter().all(|text| !text.is_empty()));
    messages.sort();
    assert!(
        messages.windows(2).all(|pair| pair[0].0 != pair[1].0),
        "{}: two messages of one key",
        file.display()
    );
    let mut list = String::from("&[\n");
    for (key, texts) in messages {
        writeln!(list, "    ({key:#x}, &{texts:?}),").expect("a text can be written");
    }
    list + "]"
}
