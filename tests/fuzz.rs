//! Random data against everything that reads what comes from outside: a bounded run of the targets in `fuzz/`, with
//! what stable Rust allows (no guidance by coverage).
//!
//! The corpus in `fuzz/corpus` is mutated for `NETSPLIT_FUZZ_SECONDS` (2 unless it is set) a target. What fails is kept
//! in `fuzz/corpus` by hand, once it is mended. `UPDATE_GOLDEN=1` writes the real examples of the corpus anew.

#![expect(clippy::disallowed_types, reason = "real time bounds how much is tried, not what")]

#[path = "../fuzz/bodies.rs"]
mod bodies;

use netsplit::check::events;
use netsplit::kit::model::Model;
use netsplit::sim::{NodeId, Stream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The longest data that is tried.
const LENGTH_MAX: usize = 4_096;

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(&folder).expect("the folder can be made");
        for (name, data) in bodies::examples(target) {
            std::fs::write(folder.join(name), data).expect("an example can be written");
        }
    }
    let files = std::fs::read_dir(&folder).expect("fuzz/corpus is part of the sources");
    let mut files: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read(file).expect("a file can be read")).collect()
}

fn seconds() -> Duration {
    let given = std::env::var("NETSPLIT_FUZZ_SECONDS").ok();
    Duration::from_secs(
        given.map_or(2, |text| text.parse().expect("NETSPLIT_FUZZ_SECONDS is a number of seconds")),
    )
}

/// Tries the corpus as it is, then mutations of it until the time is up.
fn fuzz(target: &str, body: fn(&[u8])) {
    let corpus = corpus(target);
    assert!(corpus.len() >= 5, "{target}: {} examples", corpus.len());
    for data in &corpus {
        body(data);
    }
    let (began, mut tried) = (Instant::now(), 0);
    while began.elapsed() < seconds() {
        let data = mutated(&corpus, &mut Stream::new(tried, NodeId(0)));
        if catch_unwind(AssertUnwindSafe(|| body(&data))).is_err() {
            let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{target}-{tried}"));
            std::fs::write(&path, &data).expect("what failed can be written");
            panic!("{target}: mutation {tried} fails (the panic is above); it is in {}", path.display());
        }
        tried += 1;
    }
    println!("{target}: {tried} mutations of {} examples", corpus.len());
    assert!(tried > 0);
}

/// One of the examples, changed in one to eight places.
fn mutated(corpus: &[Vec<u8>], rng: &mut Stream) -> Vec<u8> {
    let mut data = pick(corpus, rng).clone();
    for _ in 0..=rng.between(0, 7) {
        mutate(&mut data, corpus, rng);
    }
    data.truncate(LENGTH_MAX);
    data
}

fn pick<'a, T>(all: &'a [T], rng: &mut Stream) -> &'a T {
    &all[rng.between(0, all.len() as u64 - 1) as usize]
}

/// A piece of some data.
fn piece(data: &[u8], rng: &mut Stream) -> std::ops::Range<usize> {
    let start = rng.between(0, data.len() as u64) as usize;
    let length = rng.between(0, ((data.len() - start) as u64).min(64)) as usize;
    start..start + length
}

/// Bytes that mean something somewhere: the ends of ranges as varints, digits, signs.
const TELLING: [&[u8]; 14] = [
    &[0],
    &[1],
    &[0x7f],
    &[0xff, 0x7f],
    &[0xff, 0xff, 0xff, 0xff, 0x0f],
    &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
    b"0",
    b"-1",
    b"99999999999999999999",
    b"1e300",
    b"0.0005",
    b"\xef\xbf\xbd",
    b"\"",
    b" ",
];

fn mutate(data: &mut Vec<u8>, corpus: &[Vec<u8>], rng: &mut Stream) {
    let place = rng.between(0, data.len().max(1) as u64 - 1) as usize;
    match rng.between(0, 7) {
        0 if !data.is_empty() => data[place] ^= 1 << rng.between(0, 7),
        1 if !data.is_empty() => data[place] = rng.between(0, 255) as u8,
        2 => data.truncate(place),
        3 => {
            data.drain(piece(data, rng));
        }
        4 => {
            let copy = data[piece(data, rng)].to_vec();
            data.splice(place..place, copy);
        }
        5 => {
            let other = pick(corpus, rng);
            let (from, to) = (piece(other, rng), piece(data, rng));
            data.splice(to, other[from].to_vec());
        }
        6 => {
            let to = piece(data, rng);
            data.splice(to.start..to.end.min(to.start + 4), pick(&TELLING, rng).to_vec());
        }
        // A number one more or one less.
        _ if !data.is_empty() => data[place] = data[place].wrapping_add_signed(rng.between(0, 2) as i8 - 1),
        _ => data.push(0),
    }
}

#[test]
fn link() {
    fuzz("link", bodies::link);
}

#[test]
fn scenario() {
    fuzz("scenario", bodies::scenario);
}

#[test]
fn input_line() {
    fuzz("input_line", bodies::input_line);
}

#[test]
fn history() {
    for (name, data) in bodies::examples("history") {
        let read = |model: &Model| events::read(&data, *model).is_ok();
        assert!(Model::ALL.iter().any(read), "no model reads {name}");
    }
    fuzz("history", bodies::history);
}
