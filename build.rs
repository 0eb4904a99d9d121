//! Reads the lessons in `static/lessons`, so that the page needs no Markdown parser for them. A lesson that cannot be read fails
//! the build with the places of its mistakes.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The lessons, and `contents.txt`: their names in the order of the table of contents.
const LESSONS: &str = "static/lessons";

fn main() {
    println!("cargo::rerun-if-changed={LESSONS}");
    let contents = Path::new(LESSONS).join("contents.txt");
    let contents =
        fs::read_to_string(&contents).unwrap_or_else(|why| panic!("{}: {why}", contents.display()));
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo names the folder for what is built"));
    let mut list = String::from("&[\n");
    for id in contents.lines() {
        let compiled = out.join(id);
        fs::write(&compiled, lesson(&Path::new(LESSONS).join(id).with_extension("md")))
            .expect("the folder for what is built can be written");
        let compiled = compiled.display().to_string();
        writeln!(list, "    ({id:?}, include_bytes!({compiled:?})),").expect("a text can be written");
    }
    fs::write(out.join("lessons.rs"), list + "]").expect("the folder for what is built can be written");
}

/// A lesson as the page reads it.
fn lesson(file: &Path) -> Vec<u8> {
    let text = fs::read_to_string(file).unwrap_or_else(|why| panic!("{}: {why}", file.display()));
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
