//! Reading sources and style sheets, as far as `tidy.rs` needs it.

mod css;
mod lexer;

pub use css::{contrast, system_dark, themes};

use std::fs;
use std::path::{Path, PathBuf};

/// A Rust file under `src/`.
pub struct Source {
    /// As printed: `src/sim/rng.rs`.
    pub path: String,
    /// The folder or file right under `src/`: `sim`. Empty for `lib.rs`, `main.rs` and `bin/`.
    pub layer: String,
    pub text: String,
    /// The text with its comments blanked.
    code: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a file of the project, empty if it is missing.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_default()
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Every Rust file under `src/`, in order.
pub fn sources() -> Vec<Source> {
    let mut files = Vec::new();
    rust_files(&root().join("src"), &mut files);
    files.sort();
    files.iter().map(|file| Source::read(file)).collect()
}

/// The modules under `src/protocols/`: a folder or a file each.
pub fn protocol_names() -> Vec<String> {
    let entries = fs::read_dir(root().join("src/protocols")).into_iter().flatten().flatten();
    let stems = entries.filter_map(|entry| Some(entry.path().file_stem()?.to_str()?.to_owned()));
    stems.filter(|name| name != "mod").collect()
}

/// Files that their parent module does not name.
pub fn orphans() -> Vec<String> {
    let mut orphans = Vec::new();
    for source in sources().iter().filter(|source| !source.layer.is_empty()) {
        let path = Path::new(&source.path);
        let is_mod = path.ends_with("mod.rs");
        let module = if is_mod { path.parent().expect("src/x/mod.rs") } else { path };
        let name = module.file_stem().and_then(|name| name.to_str()).expect("a module has a name");
        let folder = module.parent().expect("a module is under src/");
        let parents = [folder.join("lib.rs"), folder.join("mod.rs"), folder.with_extension("rs")];
        let declared = parents.iter().any(|parent| {
            let code = lexer::without_comments(&read(&parent.to_string_lossy()));
            code.lines().any(|line| {
                line.trim_end().ends_with(&format!("mod {name};")) || line.contains(&format!("mod {name} "))
            })
        });
        if !declared {
            orphans.push(source.path.clone());
        }
    }
    orphans
}

impl Source {
    fn read(file: &Path) -> Source {
        let path = file
            .strip_prefix(root())
            .expect("it was found under the root")
            .to_string_lossy()
            .replace('\\', "/");
        Source::new(&path, fs::read_to_string(file).expect("it was listed a moment ago"))
    }

    /// The file at `path`, from the project's root, with this text.
    pub fn new(path: &str, text: String) -> Source {
        let below = path.trim_start_matches("src/");
        let layer = match below.split_once('/') {
            Some(("bin", _)) => "",
            Some((folder, _)) => folder,
            None if ["lib.rs", "main.rs"].contains(&below) => "",
            None => below.trim_end_matches(".rs"),
        };
        let code = lexer::without_comments(&text);
        Source { path: path.to_owned(), layer: layer.to_owned(), text, code }
    }

    /// The lines without their comments, counted from 1.
    pub fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    /// Whether the line, or the one above it, says `tidy-ok: why`.
    pub fn excused(&self, number: usize) -> bool {
        self.text
            .lines()
            .skip(number.saturating_sub(2))
            .take(number.min(2))
            .any(|line| line.contains("tidy-ok: "))
    }

    /// The modules at the crate's root that this file names through `crate::`, with the line.
    pub fn uses(&self) -> Vec<(usize, String)> {
        let mut uses = Vec::new();
        for (at, _) in self.code.match_indices("crate::") {
            let line = self.code[..at].matches('\n').count() + 1;
            let rest = &self.code[at + "crate::".len()..];
            uses.extend(lexer::first_segments(rest).into_iter().map(|name| (line, name)));
        }
        uses
    }
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Whether `word` stands in the line as a word of its own.
pub fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        !line[..at].chars().next_back().is_some_and(is_word)
            && !line[at + word.len()..].chars().next().is_some_and(is_word)
    })
}

/// Whether the line names a protocol: `raft`, `Raft's`, `raft_lab`, `RaftNode`, `RAFT`, but not `draft`.
pub fn names(line: &str, protocol: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    lower.match_indices(protocol).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let first = line[at..].chars().next();
        let after = line[at + protocol.len()..].chars().next();
        let starts = !before.is_some_and(char::is_alphanumeric) || first.is_some_and(char::is_uppercase);
        starts && !after.is_some_and(char::is_lowercase)
    })
}

/// A colour written out: `#fff`, `#12151c`, `rgb(…)`, `hsl(…)`.
pub fn colour(line: &str) -> Option<String> {
    for function in ["rgb(", "rgba(", "hsl(", "hsla(", "oklch("] {
        if line.contains(function) {
            return Some(format!("`{function}…)`"));
        }
    }
    let hex = |at: usize| {
        let digits: String = line[at + 1..].chars().take_while(|letter| is_word(*letter)).collect();
        let is_hex = digits.chars().all(|digit| digit.is_ascii_hexdigit());
        ([3, 4, 6, 8].contains(&digits.len()) && is_hex).then(|| format!("`#{digits}`"))
    };
    line.match_indices('#').find_map(|(at, _)| hex(at))
}
