//! Running other programs, and saying so.

use crate::{Outcome, failed};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// The folder of the workspace: the parent of `xtask/`.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask/ is inside the workspace")
}

/// A command in the workspace's folder, with our tools first on `PATH`.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).env("PATH", tool_path());
    // Trunk reads NO_COLOR as a boolean flag and aborts on "1".
    command.env_remove("NO_COLOR");
    // `cargo run` sets these for xtask; build scripts further down would see them change.
    for (name, _) in std::env::vars_os() {
        let name_text = name.to_string_lossy();
        if name_text.starts_with("CARGO_PKG_") || name_text.starts_with("CARGO_MANIFEST") {
            command.env_remove(&name);
        }
    }
    command
}

/// The cargo that runs us, so that a toolchain override holds for every step.
pub fn cargo(args: &[&str]) -> Command {
    let mut cargo = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(args);
    cargo
}

/// npm, which on Windows is a batch file and needs its full name.
pub fn npm(args: &[&str]) -> Command {
    let mut npm = command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.args(args);
    npm
}

/// `PATH` with our tools first.
pub fn tool_path() -> std::ffi::OsString {
    let ours = [crate::tools::tools_root().join("bin"), root().join("e2e/node_modules/.bin")];
    let theirs = std::env::var_os("PATH").unwrap_or_default();
    // What Trunk runs is this program under other names, and must not call itself.
    let theirs = std::env::split_paths(&theirs).filter(|folder| *folder != crate::modules::stand_ins());
    let all: Vec<PathBuf> = ours.into_iter().chain(theirs).collect();
    std::env::join_paths(all).expect("PATH was split from a valid PATH")
}

/// The command as a person would type it.
pub fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let mut words = vec![program.to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|arg| arg.to_string_lossy().into_owned()));
    words.join(" ")
}

/// Runs a command as a named step: prints the name, the output, and the time it took.
pub fn step(what: &str, mut command: Command) -> Outcome {
    println!("\n── {what}: {}", shown(&command));
    let began = Instant::now();
    let status = match command.status() {
        Ok(status) => status,
        Err(error) => return failed(format!("{what}: cannot start `{}`: {error}", shown(&command))),
    };
    let seconds = began.elapsed().as_secs_f64();
    if status.success() {
        println!("── {what}: ok, {seconds:.1} s");
        Ok(())
    } else {
        failed(format!("{what} failed after {seconds:.1} s. To repeat it: {}", shown(&command)))
    }
}

/// Runs a command, whose warnings nobody needs to see: they are shown when it fails.
pub fn run(mut command: Command) -> Outcome {
    let done = command.stdout(Stdio::inherit()).output();
    match done {
        Ok(done) if done.status.success() => Ok(()),
        Ok(done) => {
            failed(format!("`{}` failed:\n{}", shown(&command), String::from_utf8_lossy(&done.stderr)))
        }
        Err(error) => failed(format!("cannot start `{}`: {error}", shown(&command))),
    }
}

/// The standard output of a quiet command, or `None` if it is missing or fails.
pub fn output_of(mut command: Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
