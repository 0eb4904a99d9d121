//! `netsplit judge`: histories that the literature and other checkers made known, files of all kinds, exit codes.

use netsplit::check::events::{self, Unreadable};
use netsplit::check::linear::{self, Judged};
use netsplit::check::{judge_operations, sequential, sessions};
use netsplit::kit::model::Model;
use netsplit::labs;
use netsplit::sim::{MS, Standing, When};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::{Command, Output};

const LIMIT: u64 = 1_000_000;

/// Writes events in short, `process type f [key:]value`, as a file has them. A value that is not JSON is a string.
fn lines(events: &[&str]) -> String {
    let line = |event: &&str| {
        let mut words = event.split(' ');
        let mut word = || words.next();
        let (process, kind, f) = (word(), word(), word());
        let (key, value) = match word() {
            Some(word) => match word.split_once(':') {
                Some((key, value)) => (Some(key), Some(value)),
                None => (None, Some(word)),
            },
            None => (None, None),
        };
        let value = value.map(|text| serde_json::from_str(text).unwrap_or_else(|_| json!(text)));
        json!({ "process": process, "type": kind, "f": f, "key": key, "value": value }).to_string() + "\n"
    };
    events.iter().map(line).collect()
}

fn read(model: Model, text: &str) -> events::File {
    events::read(text.as_bytes(), model).unwrap_or_else(|why| panic!("{why}"))
}

/// Whether a history is linearizable and sequentially consistent, as one letter each.
fn verdicts(model: Model, events: &[&str]) -> String {
    let file = read(model, &lines(events));
    let letter = |judged: &[Judged]| match () {
        () if judged.iter().all(|judged| matches!(judged, Judged::Linearizable(_))) => 'y',
        () if judged.iter().any(|judged| matches!(judged, Judged::Not { .. })) => 'n',
        () => '?',
    };
    let (alone, together) = (linear::judge(&file.history, LIMIT), sequential::judge(&file.history, LIMIT));
    [letter(&alone), letter(&[together])].iter().collect()
}

/// Herlihy and Wing 1990, Figure 1: four histories of a FIFO queue.
#[test]
fn herlihy_and_wing_figure_1() {
    let a = [
        "A invoke enqueue x",
        "B invoke enqueue y",
        "B ok enqueue y",
        "A ok enqueue x",
        "B invoke dequeue",
        "B ok dequeue x",
        "A invoke dequeue",
        "A ok dequeue y",
        "A invoke enqueue z",
    ];
    assert_eq!(verdicts(Model::Queue, &a), "yy", "(a)");
    let b = [
        "A invoke enqueue x",
        "A ok enqueue x",
        "B invoke enqueue y",
        "A invoke dequeue",
        "B ok enqueue y",
        "A ok dequeue y",
    ];
    assert_eq!(verdicts(Model::Queue, &b), "ny", "(b): x was there first");
    let c = ["A invoke enqueue x", "B invoke dequeue", "B ok dequeue x"];
    assert_eq!(verdicts(Model::Queue, &c), "yy", "(c): what is not answered may have taken effect");
    let d = [
        "A invoke enqueue x",
        "B invoke enqueue y",
        "A ok enqueue x",
        "B ok enqueue y",
        "A invoke dequeue",
        "C invoke dequeue",
        "A ok dequeue y",
        "C ok dequeue y",
    ];
    assert_eq!(verdicts(Model::Queue, &d), "nn", "(d): y is dequeued twice");
}

/// Herlihy and Wing 1990, §3.3: sequential consistency is not local. Each queue alone is, both together are not.
#[test]
fn sequential_consistency_is_not_local() {
    let both = [
        "A invoke enqueue p:x",
        "A ok enqueue p:x",
        "B invoke enqueue q:y",
        "B ok enqueue q:y",
        "A invoke enqueue q:x",
        "A ok enqueue q:x",
        "B invoke enqueue p:y",
        "B ok enqueue p:y",
        "A invoke dequeue p:null",
        "A ok dequeue p:y",
        "B invoke dequeue q:null",
        "B ok dequeue q:x",
    ];
    assert_eq!(verdicts(Model::Queue, &both), "nn");
    for key in ["p:", "q:"] {
        let one: Vec<&str> = both.iter().filter(|event| event.contains(key)).copied().collect();
        assert_eq!(verdicts(Model::Queue, &one), "ny", "{key}");
    }
}

/// The two histories of a register in Porcupine's README and tests, with null for its 0.
#[test]
fn porcupine_readme() {
    let good = [
        "0 invoke write 100",
        "1 invoke read",
        "2 invoke read",
        "2 ok read null",
        "1 ok read 100",
        "0 ok write 100",
    ];
    assert_eq!(verdicts(Model::Register, &good), "yy");
    let bad = [
        "0 invoke write 200",
        "1 invoke read",
        "1 ok read 200",
        "2 invoke read",
        "2 ok read null",
        "0 ok write 200",
    ];
    assert_eq!(verdicts(Model::Register, &bad), "ny");
}

/// As in Porcupine's key–value tests: put, append and get of strings under several keys.
#[test]
fn porcupine_key_value() {
    let good = [
        "0 invoke put k:a",
        "1 invoke append k:b",
        "0 ok put k:a",
        "2 invoke get k:null",
        "1 ok append k:b",
        "2 ok get k:ab",
        "0 invoke get l:null",
        "0 ok get l:null",
    ];
    assert_eq!(verdicts(Model::KeyValue, &good), "yy");
    let mut bad = good;
    bad[5] = "2 ok get k:ba";
    assert_eq!(verdicts(Model::KeyValue, &bad), "nn", "the put would have taken the append away");
}

/// As in Jepsen's tests of etcd, judged by Knossos: compare-and-set, with failures and crashes.
#[test]
fn jepsen_etcd() {
    let events = [
        "0 invoke write 3",
        "0 ok write 3",
        "1 invoke cas [3,4]",
        "2 invoke cas [1,2]",
        "2 fail cas [1,2]",
        "1 info cas [3,4]",
        "3 invoke read",
        "3 ok read 3",
        "1 invoke read",
        "1 ok read 4",
    ];
    assert_eq!(verdicts(Model::CasRegister, &events), "yy", "what timed out took effect later");
    let mut twice = events.to_vec();
    twice.extend(["3 invoke read", "3 ok read 3"]);
    assert_eq!(verdicts(Model::CasRegister, &twice), "ny", "and cannot be undone");
    let refused = ["0 invoke write 3", "0 ok write 3", "1 invoke cas [3,4]", "1 fail cas [3,4]"];
    assert_eq!(verdicts(Model::CasRegister, &refused), "ny", "a cas that failed saw another value");
}

/// Store buffering (Dekker): both processes miss the other's write.
#[test]
fn store_buffering() {
    let events = [
        "0 invoke write x:1",
        "1 invoke write y:1",
        "0 ok write x:1",
        "1 ok write y:1",
        "0 invoke read y:null",
        "1 invoke read x:null",
        "0 ok read y:null",
        "1 ok read x:null",
    ];
    assert_eq!(verdicts(Model::KeyValue, &events), "nn");
}

#[test]
fn locks_counters_and_sets() {
    let lock = ["0 invoke acquire", "1 invoke acquire", "0 ok acquire", "0 invoke release", "1 ok acquire"];
    assert_eq!(verdicts(Model::Mutex, &lock), "yy", "the release may come first");
    assert_eq!(verdicts(Model::Mutex, &[&lock[..3], &["1 ok acquire"]].concat()), "nn", "two hold it");
    let count =
        ["0 invoke add 2", "1 invoke read", "0 info add 2", "1 ok read 2", "1 invoke read", "1 ok read 0"];
    assert_eq!(verdicts(Model::Counter, &count), "nn");
    assert_eq!(verdicts(Model::Counter, &count[..4]), "yy");
    let set = ["0 invoke add 1", "0 ok add 1", "0 invoke add 2", "1 invoke read", "1 ok read [2,1,1]"];
    assert_eq!(verdicts(Model::Set, &set), "yy");
}

/// What Terry's guarantees forbid, one after the other.
#[test]
fn session_guarantees() {
    let kept = |events: &[&str]| {
        let file = read(Model::KeyValue, &lines(events));
        sessions::judge(&file.history, LIMIT).map(|(_, kept)| match kept {
            sessions::Kept::Holds => 'y',
            sessions::Kept::Violated(_) => 'n',
            sessions::Kept::Unknown(_) => '?',
        })
    };
    let both = |text: &str| [text.replacen(' ', " invoke ", 1), text.replacen(' ', " ok ", 1)];
    let told = |short: &[&str]| {
        let events: Vec<String> = short.iter().flat_map(|text| both(text)).collect();
        let events: Vec<&str> = events.iter().map(String::as_str).collect();
        kept(&events).iter().collect::<String>()
    };
    // In the order: read your writes, monotonic reads, writes follow reads, monotonic writes.
    assert_eq!(told(&["0 write x:1", "1 read x:null", "1 read x:1", "0 read x:1"]), "yyyy");
    assert_eq!(told(&["0 write x:1", "0 write x:2", "0 read x:1"]), "nyyy");
    assert_eq!(told(&["0 write x:1", "1 read x:1", "1 read x:null"]), "yn??");
    assert_eq!(told(&["0 write x:1", "1 read x:1", "1 write y:2", "2 read y:2", "2 read x:null"]), "yyny");
    assert_eq!(told(&["0 write x:1", "0 write x:2", "1 read x:2", "1 read x:1"]), "ynyn");
    assert_eq!(told(&["0 write x:1", "1 write x:1"]), "????", "which 1?");
}

#[test]
fn errors_name_line_reason_and_remedy() {
    let wrong = |model, text: &str| match events::read(text.as_bytes(), model) {
        Err(why) => why.to_string(),
        Ok(_) => panic!("this should not be readable:\n{text}"),
    };
    let write = r#"{"process":0,"type":"invoke","f":"write","value":1}"#;
    let after = |next: &str| format!("\n{write}\n{next}");
    let cases = [
        ("nonsense".to_owned(), "line 1: this is not JSON"),
        (after("17"), "line 3: this is a number, not an event"),
        (format!("[{write}]"), "line 1: this is a JSON array: write one event a line"),
        ("[\n".to_owned(), "line 1: this is a JSON array"),
        (after("{}"), "line 3: `process` should be a number or a string, but is missing"),
        (
            after(r#"{"process":1,"type":"done"}"#),
            "line 3: `type` should be `invoke`, `ok`, `fail` or `info`",
        ),
        (after(r#"{"process":1,"type":"ok"}"#), "line 3: process 1 ends an operation that it never invoked"),
        (
            after(write),
            "line 3: process 0 invokes an operation while its operation of line 2 is open: end that",
        ),
        (
            after(r#"{"process":0,"type":"ok","f":"read"}"#),
            "line 3: `f` is `read`, but the operation that process 0",
        ),
        (after(r#"{"process":0,"type":"ok","key":"y"}"#), "line 3: `key` is \"y\", but the operation"),
        (
            r#"{"process":0,"type":"invoke","f":"cas","value":[1,2]}"#.to_owned(),
            "line 1: the model `register` has no `cas`: it has `read`, `write`. Choose another with --model",
        ),
        (
            r#"{"process":0,"type":"invoke","f":"write"}"#.to_owned(),
            "line 1: `value` should be a string, a number",
        ),
        (
            r#"{"process":0,"type":"invoke","f":"write","value":18446744073709551616}"#.to_owned(),
            "line 1: `value` should be a number that 64 bits can hold exactly, or a string, but is 1.8446744073709552e+19",
        ),
        (
            r#"{"process":0,"type":"invoke","f":"read","key":["x"]}"#.to_owned(),
            "line 1: `key` should be a string",
        ),
    ];
    for (text, start) in cases {
        let said = wrong(Model::Register, &text);
        assert!(said.starts_with(start), "{said}\nshould begin: {start}");
    }
    let read = "{\"process\":0,\"type\":\"invoke\",\"f\":\"read\"}\n{\"process\":0,\"type\":\"ok\"}";
    assert!(
        wrong(Model::Register, read).contains("`value` should be what was read, null if nothing was there")
    );
    assert!(wrong(Model::Set, read).contains("an array of the members"));
    let cas = r#"{"process":0,"type":"invoke","f":"cas","value":1}"#;
    assert!(wrong(Model::CasRegister, cas).contains("[from,to]"));
    let null = r#"{"process":0,"type":"invoke","f":"enqueue","value":null}"#;
    assert!(wrong(Model::Queue, null).contains("null is what an empty queue gives"));
    let bytes = events::read(b"{}\xff", Model::Queue).map(|_| ());
    assert!(bytes.is_err_and(|why: Unreadable| why.to_string().contains("UTF-8")));
}

#[test]
fn a_generous_reader() {
    let text = concat!(
        "\u{feff}{\"process\":\":nemesis\",\"type\":\":info\",\"f\":\":start\",\"value\":null}\r\n",
        "\r\n",
        "  {\"index\":1,\"process\":0,\"type\":\":invoke\",\"f\":\":put\",\"value\":1.0,\"time\":\"noon\"}\n",
        "{\"process\":0,\"type\":\":info\",\"error\":\"timeout\"}\n",
        "{\"process\":0,\"type\":\"invoke\",\"f\":\"get\",\"value\":null}\n",
        "{\"process\":\"0\",\"type\":\"invoke\",\"f\":\"get\",\"value\":7}\n",
        "{\"process\":0,\"type\":\"ok\",\"f\":\"read\",\"value\":1}",
    );
    let file = read(Model::Register, text);
    assert_eq!((file.skipped, file.processes), (1, vec!["0".to_owned(), "\"0\"".to_owned()]));
    assert_eq!(file.history.operations.len(), 3);
    assert_eq!(file.history.operations.iter().map(|op| op.number).collect::<Vec<_>>(), [3, 5, 6]);
    let judged = linear::judge(&file.history, LIMIT).remove(0);
    assert_eq!(judged, Judged::Linearizable(vec![0, 1]), "the write of unknown outcome was read");
    let strings = lines(&["0 invoke write 1", "0 ok write 1", "0 invoke read"])
        + "{\"process\":\"0\",\"type\":\"ok\",\"value\":\"1\"}";
    let judged = linear::judge(&read(Model::Register, &strings).history, LIMIT).remove(0);
    assert!(matches!(judged, Judged::Not { .. }), "1 is not \"1\"");
}

#[test]
fn a_run_can_be_written_and_judged() {
    let lab = labs::find("raft").expect("the lab is registered");
    let settings = [("rate".to_owned(), 1_000), ("vote_log_check".to_owned(), 1)];
    let mut world = lab.build(&settings, 3).expect("the settings can be");
    for at in 1..20 {
        world.run(When::end_of(at * 1_000 * MS), None);
        let node = netsplit::sim::NodeId(if at % 3 == 0 { 5 } else { (at % 5) as u16 });
        let input =
            if at % 2 == 0 { netsplit::sim::Input::Crash(node) } else { netsplit::sim::Input::Restart(node) };
        world.input(&input, None).expect("a crash can be");
    }
    let file = read(Model::KeyValue, &events::write(world.history(), world.names()));
    assert_eq!(file.history.operations.len(), world.history().len());
    assert!(world.history().len() > 100);
    let judged = linear::judge(&file.history, LIMIT);
    assert!(judged.iter().all(|judged| matches!(judged, Judged::Linearizable(_))));
    assert_eq!(judge_operations(world.history(), Model::KeyValue, LIMIT).standing, Standing::Holds);
}

/// A file for the command line to read.
fn file(name: &str, text: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).expect("the build directory can be written to");
    path
}

fn netsplit(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_netsplit")).args(args).output().expect("the program was built")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The example of the document, as it stands there.
#[test]
fn the_documents_example() {
    let doc = include_str!("../docs/histories.md");
    let block = |fence: &str| doc.split_once(fence).unwrap().1.split_once("```").unwrap().0;
    let path = file("example.jsonl", block("```json\n"));
    let out = netsplit(&["judge", "--model", "kv", path.to_str().unwrap()]);
    let said = text(&out.stdout).replace(path.to_str().unwrap(), "example.jsonl");
    assert_eq!((out.status.code(), said.as_str()), (Some(1), block("```text\n")));
}

#[test]
fn exit_codes_and_json() {
    let good = lines(&["0 invoke write x:1", "1 invoke write y:2", "0 ok write x:1", "1 ok write y:2"]);
    let path = file("good.jsonl", &good);
    let good = path.to_str().unwrap();
    let out = netsplit(&["judge", "--model", "kv", good, "--json"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    let json: Value = serde_json::from_slice(&out.stdout).expect("it is JSON");
    assert_eq!((&json["verdict"], &json["model"]), (&json!("holds"), &json!("kv")));
    assert_eq!(json["parts"][1]["key"], json!("y"));
    assert_eq!((&json["parts"][0]["order"], &json["parts"][1]["order"]), (&json!([1]), &json!([2])));

    let bad = lines(&["0 invoke write x:1", "0 ok write x:1", "0 invoke read x:null", "0 ok read x:null"]);
    let path = file("bad.jsonl", &bad);
    let bad = path.to_str().unwrap();
    let out = netsplit(&["judge", "--model", "kv", bad, "--json"]);
    assert_eq!(out.status.code(), Some(1));
    let json: Value = serde_json::from_slice(&out.stdout).expect("it is JSON");
    assert_eq!(json["parts"][0]["unplaced"][0]["line"], json!(3));
    assert_eq!(json["parts"][0]["unplaced"][0]["answered_in_line"], json!(4));
    assert_eq!(json["parts"][0]["order"], json!([1]));
    for consistency in ["sequential", "sessions"] {
        let out = netsplit(&["judge", "--model", "kv", bad, "--consistency", consistency]);
        assert_eq!(out.status.code(), Some(1), "{}", text(&out.stdout));
        assert_eq!(
            netsplit(&["judge", "--model", "kv", good, "--consistency", consistency]).status.code(),
            Some(0)
        );
    }

    let many: Vec<String> =
        (0..9).flat_map(|i| [format!("{i} invoke write {i}"), format!("{i} ok write {i}")]).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let path = file("many.jsonl", &lines(&many));
    let out = netsplit(&["judge", "--model", "register", "--limit", "3", path.to_str().unwrap()]);
    assert_eq!(out.status.code(), Some(3));
    assert!(text(&out.stdout).contains("a higher --limit may tell"), "{}", text(&out.stdout));

    for (args, says) in [
        (vec!["judge", "--model", "kv", "/nowhere/at/all"], "cannot read /nowhere/at/all"),
        (vec!["judge", "--model", "tree", good], "the models are register, cas, kv"),
        (vec!["judge", good], "--model"),
    ] {
        let out = netsplit(&args);
        assert_eq!(out.status.code(), Some(2), "{args:?}");
        assert!(text(&out.stderr).contains(says), "{}", text(&out.stderr));
    }
    let path = file("broken.jsonl", "{\"process\":0}\n");
    let out = netsplit(&["judge", "--model", "kv", path.to_str().unwrap()]);
    assert_eq!(out.status.code(), Some(2));
    assert!(text(&out.stderr).contains("line 1: `type` should be"), "{}", text(&out.stderr));
}

#[test]
fn a_run_of_the_command_line_can_be_judged() {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("run.jsonl");
    let path = path.to_str().unwrap();
    let out = netsplit(&["run", "raft", "--set", "rate=10", "--until", "5s", "--history", path]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    let mut judge = Command::new(env!("CARGO_BIN_EXE_netsplit"));
    judge.args(["judge", "--model", "kv", "-"]).stdin(std::fs::File::open(path).expect("it was written"));
    let out = judge.output().expect("the program was built");
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stdout));
    assert!(text(&out.stdout).contains("verdict   linearizable"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever bytes come, they are read or refused.
    #[test]
    fn bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), which in 0_usize..7) {
        let _ = events::read(&bytes, Model::ALL[which]);
    }

    /// A good file in which some bytes are others, or some lines have changed places: read or refused, and judged.
    #[test]
    fn spoilt_files_never_panic(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        swaps in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..4),
        which in 0_usize..7,
    ) {
        let good = lines(&[
            "0 invoke write x:1", "1 invoke read x:null", "2 invoke append y:a", "0 ok write x:1", "3 invoke cas x:[1,2]",
            "1 ok read x:1", "2 info append y:a", "3 fail cas x:[1,2]", "0 invoke add 3", "0 ok add 3",
            "1 invoke dequeue", "1 ok dequeue null", "2 invoke acquire", "2 ok acquire",
        ]);
        let mut all: Vec<&str> = good.lines().collect();
        for (one, other) in swaps {
            let (one, other) = (one.index(all.len()), other.index(all.len()));
            all.swap(one, other);
        }
        let mut bytes = all.join("\n").into_bytes();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(file) = events::read(&bytes, Model::ALL[which]) {
            let _ = linear::judge(&file.history, 10_000);
            let _ = sequential::judge(&file.history, 10_000);
            let _ = sessions::judge(&file.history, 10_000);
        }
    }
}
