//! The page's modules: what `later!` (src/later.rs) declares becomes files that are loaded when they are needed.
//!
//! It has to be parted between cargo and wasm-bindgen, both of which Trunk runs. So Trunk is given this program under
//! the name `wasm-bindgen`, which parts what cargo has linked and hands the main part on; and, when everything is built,
//! under the name `netsplit-modules` (a hook in Trunk.toml), which puts the other parts beside it.

use crate::files::{cannot, entries, make_folder, read, read_text, write};
use crate::run::{command, root, run, tool_path};
use crate::{Failure, Outcome, failed};
use std::ffi::OsString;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

/// The names that Trunk knows this program by.
pub const BINDGEN: &str = "wasm-bindgen";
pub const PLACE: &str = "netsplit-modules";

/// What two modules share is a file too; below this size it goes into the main one instead, bytes: dozens of requests
/// for a kilobyte each would cost more than they spare.
const SHARED_MIN: u64 = 16 * 1024;

/// The splitter's name for the script that loads the modules.
const SCRIPT: &str = "__wasm_split.js";

fn folder() -> PathBuf {
    root().join("target/modules")
}

/// Where Trunk finds this program under its other names.
pub fn stand_ins() -> PathBuf {
    root().join("target/trunk-tools")
}

/// `PATH` for Trunk, with this program under its other names first.
pub fn trunk_path() -> Outcome<OsString> {
    let program =
        std::env::current_exe().map_err(|error| cannot("find", Path::new("this program"), &error))?;
    make_folder(&stand_ins())?;
    for name in [BINDGEN, PLACE] {
        let file = stand_ins().join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
        std::fs::copy(&program, &file).map_err(|error| cannot("write", &file, &error))?;
    }
    let path = std::iter::once(stand_ins()).chain(std::env::split_paths(&tool_path())).collect::<Vec<_>>();
    Ok(std::env::join_paths(path).expect("PATH was split from a valid PATH"))
}

/// As `wasm-bindgen`: parts the module that it is given, and has the real one bind the main part.
pub fn bindgen(args: &[&str]) -> Outcome {
    let mut bindgen = command(BINDGEN);
    // Trunk also asks for the version: then there is no module.
    let Some(linked) = args.iter().position(|arg| arg.ends_with(".wasm")) else {
        bindgen.args(args);
        return run(bindgen);
    };
    let name = args.iter().find_map(|arg| arg.strip_prefix("--out-name=")).unwrap_or("netsplit-web");
    let main = split(Path::new(args[linked]), name)?;
    // The parts import the table of functions, an export of the linker's.
    bindgen.arg("--keep-lld-exports").args(&args[..linked]).arg(main).args(&args[linked + 1..]);
    run(bindgen)
}

/// Parts a linked module into the folder; returns the main part.
fn split(linked: &Path, name: &str) -> Outcome<PathBuf> {
    let _ = std::fs::remove_dir_all(folder());
    make_folder(&folder())?;
    let mut splitter = command("wasm-split-cli");
    splitter.arg(linked).arg(folder()).args(["--out-name", name]);
    run(splitter)?;
    let main = folder().join(format!("{name}.wasm"));
    let mut script = read_text(&folder().join(SCRIPT))?;
    let mut merge = command("wasm-merge");
    // The name under which the parts import from the main one.
    merge.arg("-g").arg(&main).arg("__wasm_split");
    let small = parts()?.into_iter().filter(|part| is_small_shared(part)).collect::<Vec<_>>();
    for part in &small {
        merge.arg(part).arg(stem(part));
        script = without(&script, stem(part))?;
    }
    merge.arg("-o").arg(&main);
    run(merge)?;
    for part in small {
        std::fs::remove_file(&part).map_err(|error| cannot("remove", &part, &error))?;
    }
    write(&folder().join(SCRIPT), script)?;
    Ok(main)
}

fn is_small_shared(part: &Path) -> bool {
    stem(part).starts_with("chunk_") && std::fs::metadata(part).is_ok_and(|data| data.len() < SHARED_MIN)
}

/// The script without loading this part, which is in the main one.
fn without(script: &str, part: &str) -> Outcome<String> {
    let (begin, end) = (format!("const __{part} = makeLoad("), ", []);");
    let cut = script.split_once(&begin).and_then(|(before, rest)| Some((before, rest.split_once(end)?.1)));
    match cut {
        Some((before, after)) => Ok(format!("{before}const __{part} = async () => {{}};{after}")),
        None => failed(format!(
            "the splitter's {SCRIPT} does not load {part} as it used to: see xtask/src/modules.rs"
        )),
    }
}

/// As `netsplit-modules`, run by Trunk: puts the parts beside the main module.
pub fn place() -> Outcome {
    let Some(staging) = std::env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from) else {
        return failed("this is run by Trunk: see Trunk.toml");
    };
    if std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release") {
        shrink()?;
    }
    let (old, linked) = main_names(&staging)?;
    let main = |end: &str| staging.join(format!("{old}{end}"));
    // One hash of everything names every file, so that no cache ever mixes two builds.
    let mut hash = std::hash::DefaultHasher::new();
    for file in parts()?.into_iter().chain([main(".js"), main("_bg.wasm")]) {
        hash.write(&read(&file)?);
    }
    let new = format!("{linked}-{:016x}", hash.finish());
    for part in &parts()? {
        let file = staging.join(format!("{new}-{}.wasm", title(part)));
        std::fs::copy(part, &file).map_err(|error| cannot("write", &file, &error))?;
    }
    std::fs::rename(main("_bg.wasm"), staging.join(format!("{new}_bg.wasm")))
        .map_err(|error| cannot("rename", &main("_bg.wasm"), &error))?;
    let page = staging.join("index.html");
    let text = read_text(&page)?.replace(&old, &new);
    let embed = staging.join("netsplit.js");
    write(&embed, embed_script(&read_text(&embed)?, &new, &style_sheets(&text), &pictures(&staging)?))?;
    write(&page, text)?;
    // In the main module the script is called what it was: that name must stay in the list of its imports.
    let import = [SCRIPT, &format!("{new}-modules.js")].map(|name| format!("from \"./{name}\""));
    let bound = read_text(&main(".js"))?.replace(&old, &new).replace(&import[0], &import[1]);
    write(&staging.join(format!("{new}.js")), bound)?;
    std::fs::remove_file(main(".js")).map_err(|error| cannot("remove", &main(".js"), &error))?;
    write(&staging.join(format!("{new}-modules.js")), script_of(&new, &linked)?)
}

/// The script for pages of others, with the names of the files that it loads.
fn embed_script(script: &str, main: &str, styles: &[&str], pictures: &[String]) -> String {
    let names = [
        ("module", format!("./{main}.js")),
        ("wasm", format!("./{main}_bg.wasm")),
        ("styles", styles.join(" ")),
        ("pictures", pictures.join(" ")),
    ];
    names.iter().fold(script.to_owned(), |script, (hole, name)| script.replace(&format!("{{{hole}}}"), name))
}

/// The labs that there are pictures of, in order.
fn pictures(staging: &Path) -> Outcome<Vec<String>> {
    let files = entries(&staging.join("figures"))?;
    let labs = files.iter().filter_map(|file| stem(file).strip_suffix("-light").map(str::to_owned));
    let mut labs: Vec<String> = labs.collect();
    labs.sort();
    Ok(labs)
}

/// The file names of a page's style sheets, in order.
fn style_sheets(page: &str) -> Vec<&str> {
    let links = page.split("<link ").skip(1).filter_map(|rest| rest.split('>').next());
    let sheets = links.filter(|link| link.contains("rel=\"stylesheet\""));
    let names = sheets.filter_map(|link| link.split("href=\"").nth(1)?.split('"').next()?.rsplit('/').next());
    names.collect()
}

/// The script that loads the parts, with their new names.
fn script_of(new: &str, linked: &str) -> Outcome<String> {
    let script =
        read_text(&folder().join(SCRIPT))?.replace(&format!("./{linked}.js"), &format!("./{new}.js"));
    let renamed = |script: String, part: &PathBuf| {
        script.replace(&format!("./{}.wasm", stem(part)), &format!("./{new}-{}.wasm", title(part)))
    };
    Ok(parts()?.iter().fold(script, renamed))
}

/// What a part is called in `later!`; what several share has the splitter's name.
fn title(part: &Path) -> &str {
    stem(part).strip_prefix("split_").unwrap_or(stem(part))
}

/// As Trunk does with the main module.
fn shrink() -> Outcome {
    for part in parts()? {
        let mut shrink = command("wasm-opt");
        shrink.args(["-Oz", "-g"]).arg(&part).arg("-o").arg(&part);
        run(shrink)?;
    }
    Ok(())
}

/// The main module's name with Trunk's hash, and without.
fn main_names(staging: &Path) -> Outcome<(String, String)> {
    let bound =
        entries(staging)?.into_iter().find_map(|file| Some(stem(&file).strip_suffix("_bg")?.to_owned()));
    let names = bound.and_then(|old| Some((old.clone(), old.rsplit_once('-')?.0.to_owned())));
    names.ok_or_else(|| Failure::Step(format!("Trunk left no main module in {}", staging.display())))
}

/// The parts in the folder beside the main one, in order.
fn parts() -> Outcome<Vec<PathBuf>> {
    let mut parts = entries(&folder())?;
    parts.retain(|file| ["split_", "chunk_"].iter().any(|kind| stem(file).starts_with(kind)));
    parts.sort();
    Ok(parts)
}

fn stem(file: &Path) -> &str {
    file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{embed_script, style_sheets, without};

    #[test]
    fn the_script_for_other_pages_knows_the_files_of_this_build() {
        let page = r#"<link rel="icon" href="./icon-1.svg"><link rel="stylesheet" href="./style-2.css"/><link href="/stage-3.css" rel="stylesheet">"#;
        assert_eq!(style_sheets(page), ["style-2.css", "stage-3.css"]);
        let script = r#"{ module: "{module}", wasm: "{wasm}", styles: "{styles}", pictures: "{pictures}" }"#;
        let written = embed_script(script, "x-1", &style_sheets(page), &["a".to_owned(), "b".to_owned()]);
        assert_eq!(
            written,
            r#"{ module: "./x-1.js", wasm: "./x-1_bg.wasm", styles: "style-2.css stage-3.css", pictures: "a b" }"#
        );
    }

    #[test]
    fn a_part_that_is_in_the_main_one_is_not_loaded() {
        let script = "const __chunk_1 = makeLoad(() => {\n    fetch(\"./chunk_1.wasm\")\n}\n, []);\nconst __chunk_12 = makeLoad(() => {\n    fetch(\"./chunk_12.wasm\")\n}\n, []);\n";
        let left = without(script, "chunk_1").unwrap_or_else(|_| panic!("it is loaded"));
        assert!(!left.contains("chunk_1.wasm") && left.contains("chunk_12.wasm"), "{left}");
        assert!(left.starts_with("const __chunk_1 = async () => {};\nconst __chunk_12"), "{left}");
        assert!(without(&left, "chunk_1").is_err(), "it is not loaded any more");
    }
}
