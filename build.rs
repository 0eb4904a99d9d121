//! Reads the lessons in `static/lessons`, so that the page needs no Markdown parser. A lesson that cannot be read fails
//! the build with the places of its mistakes.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

const LESSONS: &str = "static/lessons";

fn main() {
    println!("cargo::rerun-if-changed={LESSONS}");
    let mut files: Vec<PathBuf> = fs::read_dir(LESSONS)
        .unwrap_or_else(|why| panic!("{LESSONS} should hold the lessons: {why}"))
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.sort();
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo names the folder for what is built"));
    let mut list = String::from("&[\n");
    for file in &files {
        let id = file.file_stem().and_then(|stem| stem.to_str()).expect("lessons are named in plain letters");
        fs::write(out.join(id), lesson(file)).expect("the folder for what is built can be written");
        let compiled = out.join(id).display().to_string();
        writeln!(list, "    ({id:?}, include_bytes!({compiled:?})),").expect("a text can be written");
    }
    fs::write(out.join("lessons.rs"), list + "]").expect("the folder for what is built can be written");
}

/// A lesson as the page reads it.
fn lesson(file: &Path) -> Vec<u8> {
    let text = fs::read_to_string(file).expect("a lesson can be read");
    let (lesson, problems) = netsplit_lesson::read(&text);
    let problems: Vec<String> = problems
        .iter()
        .map(|problem| {
            format!("{}:{}:{}: {}", file.display(), problem.place.line, problem.place.column, problem.wrong)
        })
        .collect();
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
    postcard::to_allocvec(&lesson).expect("a lesson is plain data, which postcard can write")
}
