//! Building and serving the page.

use crate::run::{command, root, step};
use crate::{Failure, Outcome, failed, modules, offline, tools};
use std::net::TcpListener;
use std::process::Command;

const PORT: u16 = 8080;

/// `cargo xtask build`
pub fn build() -> Outcome {
    tools::for_web()?;
    let mut trunk = command("trunk");
    trunk.args(["build", "--release", "--offline", "--locked"]).env("PATH", modules::trunk_path()?);
    step("web build", trunk)?;
    order_functions()?;
    offline::write(&root().join("dist"))?;
    sizes()
}

/// Sorts the module's functions by name and then drops the names, which `data-wasm-opt-params="-g"` in index.html
/// has kept until here: kinds of one generic function come to lie beside each other, where gzip sees how alike they
/// are. That makes the download 2 to 3 % smaller.
fn order_functions() -> Outcome {
    let dist = root().join("dist");
    let files = std::fs::read_dir(&dist)
        .map_err(|error| Failure::Step(format!("cannot read {}: {error}", dist.display())))?;
    let modules = files.flatten().map(|file| file.path());
    for module in modules.filter(|path| path.extension().is_some_and(|extension| extension == "wasm")) {
        for passes in [&["-g", "--reorder-functions-by-name"][..], &["--strip-producers"]] {
            let mut order = command("wasm-opt");
            order.args(passes).arg(&module).arg("-o").arg(&module);
            step("order of functions", order)?;
        }
    }
    Ok(())
}

/// Prints what a visitor downloads.
fn sizes() -> Outcome {
    let mut node = command("node");
    node.args(["e2e/sizes.mjs", "dist"]);
    step("sizes", node)
}

/// `cargo xtask serve`
pub fn serve(args: &[&str]) -> Outcome {
    let (port, release) = serve_options(args)?;
    if let Err(error) = TcpListener::bind(("127.0.0.1", port)) {
        return failed(format!(
            "port {port} is not free ({error}). Choose another: cargo xtask serve --port N"
        ));
    }
    tools::for_web()?;
    let port_text = port.to_string();
    let mut trunk = command("trunk");
    trunk.env("PATH", modules::trunk_path()?);
    // `dist/` is left to `build`: what is served here is unoptimised and has other paths in it. (Not `target/serve`:
    // there cargo keeps the profile `serve`, and Trunk empties its folder.)
    trunk.args(["serve", "--offline", "--locked", "--address", "127.0.0.1", "--port", &port_text]);
    trunk.args([
        "--public-url",
        "/",
        "--dist",
        "target/served-page",
        "--no-autoreload",
        "--disable-address-lookup",
    ]);
    if release {
        trunk.arg("--release");
    }
    std::fs::create_dir_all(root().join("target/served-page"))
        .map_err(|error| Failure::Step(format!("cannot create target/served-page: {error}")))?;
    println!(
        "\nNetsplit will be at http://127.0.0.1:{port}/ once it is built, and is rebuilt on every change."
    );
    println!("Reload the page to see a change; Ctrl-C stops.\n");
    become_trunk(trunk)
}

/// Replaces this process, so that stopping xtask stops Trunk too.
#[cfg(unix)]
fn become_trunk(mut trunk: Command) -> Outcome {
    use std::os::unix::process::CommandExt;
    let error = trunk.exec();
    failed(format!("cannot start trunk: {error}"))
}

#[cfg(not(unix))]
fn become_trunk(trunk: Command) -> Outcome {
    step("serve", trunk)
}

/// `cargo xtask lesson FILE`
pub fn lesson(file: &str, args: &[&str]) -> Outcome {
    let (port, _) = serve_options(args)?;
    let path = std::fs::canonicalize(file)
        .map_err(|error| Failure::Usage(format!("cannot read the lesson {file}: {error}")))?;
    if !root().join("dist/index.html").exists() {
        build()?;
    }
    println!("\nThe lesson is at http://127.0.0.1:{port}/#/lesson?from=lesson.md&watch=on");
    println!("It is shown again whenever {file} changes; Ctrl-C stops.\n");
    let mut node = command("node");
    node.args(["e2e/server.mjs", &port.to_string()]).arg(path);
    step("preview", node)
}

fn serve_options(args: &[&str]) -> Outcome<(u16, bool)> {
    let (mut port, mut release) = (PORT, false);
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match *arg {
            "--release" => release = true,
            "--port" => {
                let number = rest.next().and_then(|text| text.parse().ok()).filter(|number| *number > 0);
                port =
                    number.ok_or_else(|| Failure::Usage("--port takes a number from 1 to 65535".into()))?;
            }
            other => return Err(Failure::Usage(format!("serve does not know `{other}`"))),
        }
    }
    Ok((port, release))
}
