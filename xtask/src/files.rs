//! Files and folders, with errors that name them.

use crate::{Failure, Outcome};
use std::path::{Path, PathBuf};

/// What is in a file.
pub fn read(file: &Path) -> Outcome<Vec<u8>> {
    std::fs::read(file).map_err(|error| cannot("read", file, &error))
}

/// The text of a file.
pub fn read_text(file: &Path) -> Outcome<String> {
    std::fs::read_to_string(file).map_err(|error| cannot("read", file, &error))
}

/// Writes a file, in the place of what was there.
pub fn write(file: &Path, text: impl AsRef<[u8]>) -> Outcome {
    std::fs::write(file, text).map_err(|error| cannot("write", file, &error))
}

/// What is in a folder, in no order.
pub fn entries(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).map_err(|error| cannot("read", folder, &error))?;
    Ok(entries.flatten().map(|entry| entry.path()).collect())
}

/// Makes a folder and those that it is in, where they are missing.
pub fn make_folder(folder: &Path) -> Outcome {
    std::fs::create_dir_all(folder).map_err(|error| cannot("make", folder, &error))
}

/// What could not be done to a file.
pub fn cannot(what: &str, file: &Path, error: &std::io::Error) -> Failure {
    Failure::Step(format!("cannot {what} {}: {error}", file.display()))
}
