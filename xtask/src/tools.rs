//! Set-up: every tool at its pinned version, installed when missing, left alone when there.

use crate::run::{cargo, command, npm, output_of, root, shown, step};
use crate::{Outcome, failed};
use std::path::PathBuf;
use std::process::Command;

const TRUNK_VERSION: &str = "0.21.14";
/// That of `wasm_split_helpers` in Cargo.lock must go with it.
const SPLITTER: &str = "wasm_split_cli_support";
const SPLITTER_VERSION: &str = "0.2.4";
const MDBOOK_VERSION: &str = "0.5.4";
const NODE_MAJOR_MIN: u32 = 20;
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Where our cargo-installed tools live: shared between clones, apart from the person's own.
pub fn tools_root() -> PathBuf {
    cargo_home().join("netsplit-tools")
}

fn cargo_home() -> PathBuf {
    if let Some(home) = std::env::var_os("CARGO_HOME") {
        return home.into();
    }
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"));
    PathBuf::from(home.unwrap_or_default()).join(".cargo")
}

/// Everything: `cargo xtask setup`.
pub fn setup() -> Outcome {
    for_native()?;
    for_web()?;
    for_browser()?;
    println!("set-up complete");
    Ok(())
}

/// What formatting and lints need.
pub fn for_native() -> Outcome {
    component("rustfmt", &["fmt", "--version"])?;
    component("clippy", &["clippy", "--version"])
}

/// What building the page needs.
pub fn for_web() -> Outcome {
    wasm_target()?;
    fetch_crates()?;
    cargo_tool("trunk", TRUNK_VERSION, "it bundles the page", &[])?;
    let bindgen = locked_version("wasm-bindgen")?;
    cargo_tool("wasm-bindgen-cli", &bindgen, "its version must be that of wasm-bindgen in Cargo.lock", &[])?;
    splitter()?;
    node_packages()
}

/// What the browser tests need beyond that. Says where Chromium is through `CHROMIUM`.
pub fn for_browser() -> Outcome<Option<PathBuf>> {
    node_packages()?;
    // Serving and watching a book are not needed.
    cargo_tool("mdbook", MDBOOK_VERSION, "it builds one of examples/", &["--no-default-features"])?;
    chromium()
}

fn say(what: &str, why: &str, command: &Command) {
    println!("\nset-up: {what} is missing ({why}); installing with: {}", shown(command));
}

/// Installs with `command`; a failure names that command, to be repeated by hand.
fn install(what: &str, why: &str, command: Command) -> Outcome {
    say(what, why, &command);
    step(&format!("install {what}"), command)
}

fn component(name: &str, probe: &[&str]) -> Outcome {
    if output_of(cargo(probe)).is_some() {
        return Ok(());
    }
    let mut add = command("rustup");
    add.args(["component", "add", name]);
    install(name, "`cargo xtask test` runs it", add)
}

fn wasm_target() -> Outcome {
    let mut probe = command("rustc");
    probe.args(["--print", "target-libdir", "--target", WASM_TARGET]);
    if output_of(probe).is_some_and(|libdir| PathBuf::from(libdir).is_dir()) {
        return Ok(());
    }
    let mut add = command("rustup");
    add.args(["target", "add", WASM_TARGET]);
    install(WASM_TARGET, "the page is compiled to WebAssembly", add)
}

/// Trunk is run `--offline`, so that it never downloads a tool; then cargo must have the crates already.
fn fetch_crates() -> Outcome {
    let mut fetch = cargo(&["fetch", "--locked", "--quiet"]);
    match fetch.status() {
        Ok(status) if status.success() => Ok(()),
        _ => failed(format!("cannot fetch the crates named in Cargo.lock. To repeat it: {}", shown(&fetch))),
    }
}

/// A tool from crates.io, e.g. the crate `wasm-bindgen-cli` for the program `wasm-bindgen`.
fn cargo_tool(krate: &str, version: &str, why: &str, more: &[&str]) -> Outcome {
    let program = krate.trim_end_matches("-cli");
    let mut probe = command(program);
    probe.arg("--version");
    let found = output_of(probe);
    if found
        .as_deref()
        .is_some_and(|text| text.split_whitespace().any(|word| word.trim_start_matches('v') == version))
    {
        return Ok(());
    }
    let why = match found {
        Some(other) => format!("{why}; found {other}"),
        None => why.to_owned(),
    };
    let mut add = cargo_install(krate, version);
    add.args(more);
    install(&format!("{krate} {version}"), &why, add)
}

fn cargo_install(krate: &str, version: &str) -> Command {
    let root = tools_root();
    let root = root.to_string_lossy();
    let mut add = cargo(&["install", "--locked", "--root", &root, krate, "--version", version, "--force"]);
    // A tool used once a build needs no fat LTO; this more than halves the time of a first set-up.
    add.env("CARGO_PROFILE_RELEASE_LTO", "off").env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    add.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1").env_remove("CARGO_TARGET_DIR");
    add
}

/// The program `wasm-split-cli` does not tell its version, so cargo's list of what it installed does.
fn splitter() -> Outcome {
    let installed = std::fs::read_to_string(tools_root().join(".crates.toml")).unwrap_or_default();
    if installed.contains(&format!("\"{SPLITTER} {SPLITTER_VERSION} ")) {
        return Ok(());
    }
    let mut add = cargo_install(SPLITTER, SPLITTER_VERSION);
    add.args(["--features", "build-binary"]);
    install(&format!("{SPLITTER} {SPLITTER_VERSION}"), "it parts the page into modules", add)
}

/// The version of a crate in Cargo.lock.
fn locked_version(krate: &str) -> Outcome<String> {
    let path = root().join("Cargo.lock");
    let lock = match std::fs::read_to_string(&path) {
        Ok(lock) => lock,
        Err(error) => return failed(format!("cannot read {}: {error}", path.display())),
    };
    match version_in_lock(&lock, krate) {
        Some(version) => Ok(version.to_owned()),
        None => failed(format!("Cargo.lock names no crate `{krate}`")),
    }
}

fn version_in_lock<'a>(lock: &'a str, krate: &str) -> Option<&'a str> {
    let name_line = format!("name = \"{krate}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name_line);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

/// wasm-opt, playwright-core, axe and jsqr, as `e2e/package-lock.json` pins them.
fn node_packages() -> Outcome {
    node()?;
    let lock_path = root().join("e2e/package-lock.json");
    let stamp_path = root().join("e2e/node_modules/.netsplit-lock");
    let lock = std::fs::read(&lock_path).unwrap_or_default();
    if std::fs::read(&stamp_path).is_ok_and(|stamp| stamp == lock) {
        return Ok(());
    }
    let mut add = npm(&["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
    add.current_dir(root().join("e2e"));
    install(
        "e2e/node_modules",
        "wasm-opt (binaryen), playwright-core, axe and jsqr, pinned in e2e/package-lock.json",
        add,
    )?;
    match std::fs::write(&stamp_path, lock) {
        Ok(()) => Ok(()),
        Err(error) => failed(format!("cannot write {}: {error}", stamp_path.display())),
    }
}

fn node() -> Outcome {
    let mut probe = command("node");
    probe.arg("--version");
    let found = output_of(probe).unwrap_or_default();
    let major = found.trim_start_matches('v').split('.').next().and_then(|text| text.parse::<u32>().ok());
    let found = if found.is_empty() { "none".to_owned() } else { found };
    if major.is_none_or(|major| major < NODE_MAJOR_MIN) {
        return failed(format!(
            "Node.js {NODE_MAJOR_MIN} or newer is needed for wasm-opt and the browser tests (found: {found}). \
             Install it from https://nodejs.org/, or with: nvm install {NODE_MAJOR_MIN}"
        ));
    }
    if output_of(npm(&["--version"])).is_none() {
        return failed("npm is missing (it comes with Node.js; on Debian: apt-get install npm)");
    }
    Ok(())
}

/// A Chromium to test in: `$CHROMIUM`, an installed one, or a new one from apt or Playwright.
/// `None` means Playwright's own, which it finds by itself.
fn chromium() -> Outcome<Option<PathBuf>> {
    if let Some(path) = std::env::var_os("CHROMIUM") {
        let path = PathBuf::from(path);
        if path.is_file() {
            return Ok(Some(path));
        }
        return failed(format!("CHROMIUM names {}, which is not a file", path.display()));
    }
    if let Some(path) = installed_chromium() {
        return Ok(Some(path));
    }
    let why = "the browser tests run in it";
    if on_path("apt-get").is_some() {
        install("chromium: list of packages", why, as_root(&["apt-get", "update"])?)?;
        install("chromium", why, as_root(&["apt-get", "install", "-y", "chromium"])?)?;
        return match installed_chromium() {
            Some(path) => Ok(Some(path)),
            None => failed("apt-get installed no chromium. Install one and name it in CHROMIUM"),
        };
    }
    let mut add = command("node");
    add.args(["e2e/node_modules/playwright-core/cli.js", "install", "chromium"]);
    install("chromium", why, add)?;
    Ok(None)
}

fn installed_chromium() -> Option<PathBuf> {
    let fixed = [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];
    let named = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    named
        .into_iter()
        .find_map(on_path)
        .or_else(|| fixed.into_iter().map(PathBuf::from).find(|path| path.is_file()))
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// A command that needs root: as it is for root, else through sudo.
fn as_root(words: &[&str]) -> Outcome<Command> {
    let mut id = command("id");
    id.arg("-u");
    let is_root = output_of(id).as_deref() == Some("0");
    let words = match (is_root, on_path("sudo")) {
        (true, _) => words.to_vec(),
        (false, Some(_)) => [&["sudo"], words].concat(),
        (false, None) => return failed(format!("root is needed. As root, run: {}", words.join(" "))),
    };
    let mut command = command(words[0]);
    command.args(&words[1..]).env("DEBIAN_FRONTEND", "noninteractive");
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::version_in_lock;

    #[test]
    fn the_version_is_that_of_the_crate_named_exactly() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.129\"\n";
        assert_eq!(version_in_lock(lock, "wasm-bindgen"), Some("0.2.129"));
        assert_eq!(version_in_lock(lock, "yew"), None);
    }
}
