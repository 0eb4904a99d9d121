//! The command line: everything the page can do, without the page.

#[path = "netsplit/check.rs"]
mod check;
#[path = "netsplit/common.rs"]
mod common;
#[path = "netsplit/experiment.rs"]
mod experiment;
#[path = "netsplit/explore.rs"]
mod explore;
#[path = "netsplit/judge.rs"]
mod judge;
#[path = "netsplit/lesson.rs"]
mod lesson;
#[path = "netsplit/list.rs"]
mod list;
#[path = "netsplit/render.rs"]
mod render;
#[path = "netsplit/run.rs"]
mod run;

use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand};
use netsplit::languages;
use std::process::ExitCode;

/// Real protocols of distributed systems on one deterministic simulator.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    /// The language in which labs, lessons and figures speak
    #[arg(long, global = true, value_name = "CODE", default_value = "en", value_parser = PossibleValuesParser::new(codes()))]
    language: String,
    #[command(subcommand)]
    command: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Lists the labs, or what one lab has: parameters, rules, scenarios, properties
    List(list::Args),
    /// Runs a lab many times over a parameter, beside what was published; alone, lists the experiments
    Experiment(experiment::Args),
    /// Runs a lab and prints digest, counts, milestones and verdicts
    Run(run::Args),
    /// Searches random fault schedules for one that violates a property, and makes it short
    Explore(explore::Args),
    /// Judges a history of clients: linearizable, sequentially consistent, session guarantees
    Judge(judge::Args),
    /// Looks for errors in lessons, scenario files and links
    Check(check::Args),
    /// Prints a lesson as its reader meets it, with what happens when
    Lesson(lesson::Args),
    /// Draws an instant of a run as a figure for a book or slide (SVG)
    Render(render::Args),
}

/// The codes of the languages that there are.
fn codes() -> impl Iterator<Item = &'static str> {
    languages::names().map(|(code, _)| code)
}

fn main() -> ExitCode {
    let Cli { language, command } = Cli::parse();
    languages::learn_at_once(&language);
    let result = match command {
        Verb::Experiment(args) => experiment::experiment(&args).map(fine),
        Verb::List(args) => list::list(&args).map(fine),
        Verb::Run(args) => run::run(&args).map(fine),
        Verb::Explore(args) => explore::explore(&args),
        Verb::Lesson(args) => lesson::lesson(&args).map(fine),
        Verb::Render(args) => render::render(&args).map(fine),
        Verb::Check(args) => check::check(&args),
        Verb::Judge(args) => judge::judge(&args),
    };
    match result {
        Ok((output, code)) => {
            print!("{output}");
            code
        }
        Err(why) => {
            eprintln!("netsplit: {why}");
            ExitCode::from(2)
        }
    }
}

/// Output of a command that has nothing to complain of.
fn fine(output: String) -> (String, ExitCode) {
    (output, ExitCode::SUCCESS)
}
