//! `netsplit check`: every error of every file with its place, and exit codes that a build can rely on.

use std::path::PathBuf;
use std::process::Command;

/// A file in a folder of its own.
fn written(name: &str, text: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("check");
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    let path = folder.join(name);
    std::fs::write(&path, text).expect("the file can be written");
    path.to_str().expect("a name in UTF-8").to_owned()
}

/// Exit code, standard output and standard error.
fn check(args: &[&str]) -> (Option<i32>, String, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_netsplit")).arg("check").args(args).output();
    let run = run.expect("the command line runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (run.status.code(), text(run.stdout), text(run.stderr))
}

const GOOD: &str = r#"{ "version": 1, "lab": "raft", "inputs": [ { "at_ms": 5, "do": "kill n1" } ], "show": { "at_ms": 9 } }"#;

/// A link of today's format, with its digest.
fn link() -> String {
    let kept = include_str!("golden/links.txt");
    format!("https://example.org/#/m/{}", kept.split_whitespace().next().expect("there is one"))
}

#[test]
fn good_files_and_links_pass() {
    let (file, links) =
        (written("good.json", GOOD), written("links.txt", &format!("{}\n\n#/raft?seed=7\n", link())));
    let (code, out, errors) = check(&[&file, &links, &link()]);
    assert_eq!((code, errors.as_str()), (Some(0), ""));
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 4, "{out}");
    assert_eq!(lines[0], format!("{file}:1: good: raft, seed 0, 1 input, shown at 9 ms"));
    assert!(lines[2].starts_with(&format!("{links}:3: good: raft, seed 7, 0 inputs, shown at its start")));
    assert!(lines[3].starts_with("https://example.org/#/m/"));
}

#[test]
fn every_error_of_every_file_is_told() {
    let bad = written(
        "bad.json",
        "{ \"version\": 1, \"lab\": \"raft\",\n  \"inputs\": [ { \"at_ms\": 1, \"do\": \"kill n9\" },\n    { \"at_ms\": 2, \"do\": \"jump\" } ] }\n",
    );
    let torn = written("torn.json", "{ \"version\": 1,\n  \"lab\": }\n");
    let links = written("bad-links.txt", "#/m/AAAA\nhello\n#/bench\n");
    let good = written("good-too.json", GOOD);
    let (code, out, errors) = check(&[&bad, &torn, &good, &links]);
    assert_eq!((code, out.lines().count()), (Some(1), 1), "{out}{errors}");
    for (said, line) in [
        (format!("{bad}:2:15: input number 1: there is no node `n9`; this run has n1"), 0),
        (format!("{bad}:3:5: input number 2: "), 1),
        (format!("{torn}:2:10: expected value"), 2),
        (format!("{links}:1:1: the link is damaged or cut short"), 3),
        (format!("{links}:2:1: this is no link"), 4),
        (format!("{links}:3:1: this address opens a page"), 5),
    ] {
        let found = errors.lines().nth(line).unwrap_or_default();
        assert!(found.starts_with(&said), "wanted {said}\nfound  {found}");
    }
}

#[test]
fn for_machines() {
    let bad = written("bad-too.json", "{ \"version\": 2, \"lab\": \"raft\" }");
    let (code, out, errors) = check(&["--json", &bad, &link()]);
    assert_eq!((code, errors.as_str()), (Some(1), ""));
    let all: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((&all[0]["ok"], &all[0]["line"], &all[0]["column"]), (&false.into(), &1.into(), &14.into()));
    assert_eq!((&all[1]["ok"], &all[1]["lab"]), (&true.into(), &"raft".into()));
    assert!(all[1]["faithful"].is_boolean(), "{out}");
}

#[test]
fn bad_usage() {
    for (args, said) in [(&["no-such-file.json"][..], "cannot read no-such-file.json"), (&[], "required")] {
        let (code, out, errors) = check(args);
        assert_eq!((code, out.as_str(), errors.contains(said)), (Some(2), "", true), "{errors}");
    }
}

const LESSON: &str = "---
lab: raft
topic: Agreement
about: Who leads.
settings: clients=0
---
# Who leads

```netsplit
hide panels
wait for raft.stands within 2 s
focus {candidate}
wait for leader elected within 3 s
```

{leader} leads.

---

```netsplit
do kill {leader}
```

It is gone.
";

#[test]
fn a_good_lesson_passes() {
    let lesson = written("lesson.md", LESSON);
    let (code, out, errors) = check(&[&lesson]);
    assert_eq!((code, errors.as_str()), (Some(0), ""));
    assert_eq!(out, format!("{lesson}:1: good: lesson “Who leads” in raft, 2 steps\n"));
}

/// Each kind of mistake, in the lesson that is good without it.
#[test]
fn each_mistake_in_a_lesson_is_told_with_its_place() {
    let long = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
        seventeen eighteen nineteen twenty one two three four five six.";
    for (right, mistaken, said) in [
        ("lab: raft", "lab: raf", "2:6: there is no lab `raf`; there is raft"),
        ("clients=0", "client=0", "5:11: there is no parameter `client`"),
        ("clients=0", "clients=99", "5:11: `clients` is 99"),
        ("settings: clients=0", "scenario: flying", "5:11: this lab has no scenario `flying`; it has"),
        ("focus {c", "focused {c", "12:1: there is no `focused`; a line begins with say, do"),
        ("hide panels", "hide pannels", "10:1: there is no part `pannels` of the page; there is diagram"),
        ("do kill", "do kil", "21:1: there is no node `kil`; this run has n1"),
        (
            "elected within",
            "electrocuted within",
            "13:1: this lab has no milestone or sentence `leader electrocuted`",
        ),
        (
            "within 2 s",
            "within 2 ms",
            "11:1: played from the start, the lesson gets stuck here: What should have come",
        ),
        (
            "focus {c",
            "focus {king} {c",
            "12:1: played from the start, the lesson gets stuck here: nobody is a king",
        ),
        ("do kill {leader}", "do kill n1", "21:1: warning: `n1` is a node's name"),
        ("It is gone.", long, "18:1: warning: this step has 26 words"),
    ] {
        let lesson = written("mistaken.md", &LESSON.replacen(right, mistaken, 1));
        let (code, _, errors) = check(&[&lesson]);
        let wanted = if said.contains("warning") { Some(0) } else { Some(1) };
        assert!(code == wanted && errors.contains(said), "{mistaken}: {errors}");
    }
}
