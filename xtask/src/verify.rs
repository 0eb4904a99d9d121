//! `cargo xtask test`: the steps, in the order in which they are quick to fail.

use crate::run::{cargo, command, root, step};
use crate::tools::WASM_TARGET;
use crate::{Failure, Outcome, tools, web};
use std::process::Command;
use std::time::Instant;

/// `cargo xtask test`
pub fn test(only: Option<&str>) -> Outcome {
    let began = Instant::now();
    match only {
        None => {
            native()?;
            page()?;
            browser()?;
        }
        Some("native") => native()?,
        Some("web") => page()?,
        Some("browser") => browser()?,
        Some(other) => {
            return Err(Failure::Usage(format!("--only takes native, web or browser, not `{other}`")));
        }
    }
    // The browser tests' own summary is the last line of a whole run.
    if matches!(only, Some("native" | "web")) {
        println!("\nall steps passed in {:.0} s", began.elapsed().as_secs_f64());
    }
    Ok(())
}

/// `cargo xtask check`
pub fn check() -> Outcome {
    tools::for_native()?;
    step("format", cargo(&["fmt", "--all", "--check"]))?;
    step("lints", cargo(&["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

/// How long each target of `tests/fuzz.rs` runs; they run side by side.
const FUZZ_SECONDS: &str = "60";

fn native() -> Outcome {
    check()?;
    step("docs", deny_doc_warnings(cargo(&["doc", "--locked", "--no-deps", "--lib"])))?;
    let mut tests = cargo(&["test", "--locked", "--workspace"]);
    tests.env("NETSPLIT_FUZZ_SECONDS", FUZZ_SECONDS);
    step("native tests", tests)
}

const WEB_FLAGS: [&str; 6] =
    ["--locked", "--target", WASM_TARGET, "--no-default-features", "--features", "web"];

fn page() -> Outcome {
    tools::for_native()?;
    tools::for_web()?;
    let targets = ["--lib", "--bin", "netsplit-web", "--", "-D", "warnings"];
    step("lints (web)", cargo(&[&["clippy"], &WEB_FLAGS[..], &targets].concat()))?;
    step("docs (web)", deny_doc_warnings(cargo(&[&["doc", "--no-deps", "--lib"], &WEB_FLAGS[..]].concat())))?;
    web::build()
}

fn deny_doc_warnings(mut doc: Command) -> Command {
    doc.env("RUSTDOCFLAGS", "-D warnings");
    doc
}

fn browser() -> Outcome {
    if !root().join("dist/index.html").is_file() {
        web::build()?;
    }
    // What runs natively is compared with what runs in the browser.
    step("the command line", cargo(&["build", "--locked", "--bin", "netsplit"]))?;
    // Last, so that the summary of the run closes the output: no `step`, which would print after it.
    let mut run = in_browser("e2e/run.mjs")?;
    println!("\n── browser tests: node e2e/run.mjs");
    match run.status() {
        Ok(status) if status.success() => Ok(()),
        _ => {
            Err(Failure::Step("browser tests failed. To repeat them: cargo xtask test --only browser".into()))
        }
    }
}

/// `cargo xtask shots`
pub fn shots(routes: &[&str]) -> Outcome {
    if !root().join("dist/index.html").is_file() {
        web::build()?;
    }
    let mut node = in_browser("e2e/shots.mjs")?;
    node.args(routes);
    step("screenshots", node)
}

/// A node script that drives the browser.
fn in_browser(script: &str) -> Outcome<Command> {
    let chromium = tools::for_browser()?;
    let mut node = command("node");
    node.arg(script);
    if let Some(chromium) = chromium {
        node.env("CHROMIUM", chromium);
    }
    Ok(node)
}
