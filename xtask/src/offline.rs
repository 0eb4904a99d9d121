//! What the page keeps for when there is no connection: the service worker of a finished folder, with the list of its
//! files. A file of another version is told by its hash.

use crate::Outcome;
use crate::files::{entries, read, read_text};
use crate::run::root;
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};
use std::path::Path;

/// The service worker, as it is written.
const WORKER: &str = "sw.js";
/// The page, and the address under which it is asked for: some hosts lead from its name to this one.
const PAGE: (&str, &str) = ("index.html", "./");
/// Where the page tells its own scripts the names of files.
const NAMES: &str = "<meta name=\"netsplit\" data-module=";

/// Writes the service worker of a folder, and tells its page of which version it is.
pub fn write(dist: &Path) -> Outcome {
    let _ = std::fs::remove_file(dist.join(WORKER));
    let version = version(&files(dist)?);
    let page = dist.join(PAGE.0);
    let text = String::from_utf8_lossy(&read(&page)?)
        .replace(NAMES, &format!("<meta name=\"netsplit\" data-offline=\"{version}\" data-module="));
    crate::files::write(&page, &text)?;
    let list: Vec<String> = files(dist)?.iter().map(listed).collect();
    let worker = read_text(&root().join("static").join(WORKER))?
        .replace("const VERSION = \"\";", &format!("const VERSION = \"{version}\";"))
        .replace("const FILES = {};", &format!("const FILES = {{{}}};", list.join(",")));
    crate::files::write(&dist.join(WORKER), &worker)
}

/// A file's path from the folder, and the hash of what is in it.
type Hashed = (String, [u8; 32]);

/// One hash of all names and contents.
fn version(files: &[Hashed]) -> String {
    let mut hash = Sha256::new();
    for (path, own) in files {
        hash.update(path);
        hash.update(own);
    }
    hash.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A file as `fetch` checks it.
fn listed((path, hash): &Hashed) -> String {
    let path = if path == PAGE.0 { PAGE.1 } else { path };
    format!("\n  \"{path}\": \"sha256-{}\"", STANDARD.encode(hash))
}

/// All files of a folder, in order.
fn files(dist: &Path) -> Outcome<Vec<Hashed>> {
    let mut found = Vec::new();
    let mut folders = vec![dist.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in entries(&folder)? {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let within = path.strip_prefix(dist).unwrap_or(&path);
            let name = within.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>();
            found.push((name.join("/"), Sha256::digest(read(&path)?).into()));
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worker_lists_what_is_there() {
        let dist = std::env::temp_dir().join(format!("netsplit-offline-{}", std::process::id()));
        std::fs::create_dir_all(dist.join("icons")).expect("the folder for temporary files can be written");
        for (name, text) in
            [("index.html", "<meta name=\"netsplit\" data-module=\"x\">"), ("icons/a.png", "a")]
        {
            std::fs::write(dist.join(name), text).expect("a file can be written");
        }
        let worker = || {
            assert!(write(&dist).is_ok(), "it is written");
            std::fs::read_to_string(dist.join(WORKER)).expect("it is there")
        };
        let first = worker();
        // SHA-256 of "a".
        assert!(
            first.contains("\"icons/a.png\": \"sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=\""),
            "{first}"
        );
        assert!(first.contains("\"./\": \"sha256-") && !first.contains("index.html\": "), "{first}");
        let page = std::fs::read_to_string(dist.join("index.html")).expect("it is there");
        assert!(page.contains(" data-module=\"x\">"), "{page}");
        let version = page.split("data-offline=\"").nth(1).and_then(|rest| rest.split('"').next());
        assert!(
            version.is_some_and(|version| first.contains(&format!("const VERSION = \"{version}\";"))),
            "{page}"
        );
        std::fs::write(dist.join("icons/a.png"), "b").expect("a file can be written");
        assert_ne!(
            first.lines().find(|line| line.starts_with("const VERSION")),
            worker().lines().find(|line| line.starts_with("const VERSION"))
        );
        let _ = std::fs::remove_dir_all(dist);
    }
}
