//! `cargo xtask`: the project's own commands. Each does its set-up first and skips what is there.

mod files;
mod modules;
mod offline;
mod run;
mod tools;
mod verify;
mod web;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask <command>

  serve [--port N] [--release]   build the page, serve it at http://127.0.0.1:8080/ and rebuild on every change
  build                          leave a dist/ that any static host serves under any path
  test [--only native|web|browser]
                                 everything CI runs: format, lints, docs, native tests, the web build, the browser tests
  lesson FILE [--port N]         show a lesson that you are writing, and show it again whenever the file changes
  check                          format and lints only, the quick part of `test`
  setup                          install the tools the other commands need, at pinned versions
  shots [ROUTE…]                 screenshots of routes in two themes and three sizes, into e2e/shots/
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match dispatch_as(&program(), &args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(message)) => {
            eprintln!("xtask: {message}\n\n{USAGE}");
            ExitCode::from(2)
        }
        Err(Failure::Step(message)) => {
            eprintln!("\nxtask: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Why a command stopped.
pub enum Failure {
    /// The command line itself was wrong.
    Usage(String),
    /// A step failed; the message says which, and what to do.
    Step(String),
}

/// What every step returns.
pub type Outcome<T = ()> = Result<T, Failure>;

/// A failed step, for `map_err` and `?`.
pub fn failed<T>(message: impl Into<String>) -> Outcome<T> {
    Err(Failure::Step(message.into()))
}

/// The name that it was called by.
fn program() -> String {
    let path = std::env::args_os().next().map(std::path::PathBuf::from).unwrap_or_default();
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Trunk calls it by other names: see `modules`.
fn dispatch_as(program: &str, args: &[&str]) -> Outcome {
    match program {
        modules::BINDGEN => modules::bindgen(args),
        modules::PLACE => modules::place(),
        _ => dispatch(args),
    }
}

fn dispatch(args: &[&str]) -> Outcome {
    match args {
        ["serve", rest @ ..] => web::serve(rest),
        ["build"] => web::build(),
        ["lesson", file, rest @ ..] => web::lesson(file, rest),
        ["test"] => verify::test(None),
        ["test", "--only", part] => verify::test(Some(part)),
        ["check"] => verify::check(),
        ["setup"] => tools::setup(),
        ["shots", routes @ ..] => verify::shots(routes),
        [] | ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        other => Err(Failure::Usage(format!("unknown command `{}`", other.join(" ")))),
    }
}
