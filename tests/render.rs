//! Figures: well formed, complete without style sheets, the same in both themes, and nothing off the page.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

fn netsplit(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_netsplit")).args(args).output().expect("the command line runs")
}

fn figure(args: &[&str]) -> String {
    let output = netsplit(&[&["render"], args].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// A split with a crashed and a paused node, a one-way cut, and messages on their way.
const SPLIT: &str = r#"{ "version": 1, "lab": "raft", "config": { "servers": "7" }, "seed": 3, "inputs": [
  { "at_ms": 1000, "do": "c1 write to=n1 key=x value=<5>" }, { "at_ms": 1400, "do": "cut n1 n2 n3 c1 | n4 n5 n6 n7 c2" },
  { "at_ms": 1500, "do": "kill n2" }, { "at_ms": 1600, "do": "pause n5" },
  { "at_ms": 1605, "do": "c1 write to=n1 key=y value=6" }, { "at_ms": 1700, "do": "cut-one-way n6 | n7" } ],
  "show": { "at_ms": 1740 } }"#;

fn split(args: &[&str]) -> String {
    // A file for each call: tests run side by side.
    static CALLS: AtomicU32 = AtomicU32::new(0);
    let name = format!("split-{}.json", CALLS.fetch_add(1, Ordering::Relaxed));
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, SPLIT).expect("the directory for temporary files can be written");
    figure(&[&[path.to_str().expect("a name in UTF-8")], args].concat())
}

/// How often each kind of element is there, with the attributes it has, and every text.
fn structure(svg: &str) -> String {
    let document = roxmltree::Document::parse(svg).expect("well formed");
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut texts = Vec::new();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let attributes: Vec<&str> = node.attributes().map(|attribute| attribute.name()).collect();
        *counts.entry(format!("{} [{}]", node.tag_name().name(), attributes.join(" "))).or_default() += 1;
        if let (true, Some(text)) = (node.attribute("stroke").is_none(), node.text()) {
            texts.extend((!text.trim().is_empty()).then(|| text.to_owned()));
        }
    }
    let lines: Vec<String> = counts.iter().map(|(kind, count)| format!("{count:>4} {kind}")).collect();
    format!("{}\n\n{}\n", lines.join("\n"), texts.join("\n"))
}

#[test]
fn the_structure_of_a_split() {
    let found = structure(&split(&[]));
    let path = "tests/golden/figure-split.txt";
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path, &found).expect("the golden file can be written");
    }
    let kept = std::fs::read_to_string(path).expect("tests/golden is part of the sources");
    assert_eq!(found, kept, "{path} differs; UPDATE_GOLDEN=1 rewrites it: look at the figure before that");
}

/// Everything that a program without style sheets, scripts or this page's fonts would stumble on.
#[test]
fn nothing_is_left_to_resolve() {
    for theme in ["light", "dark"] {
        for svg in [split(&["--theme", theme]), figure(&["raft", "--at", "3.2s", "--theme", theme, "--big"])]
        {
            for foreign in [
                "var(",
                "calc(",
                "<style",
                "<script",
                "class=",
                "style=",
                "px\"",
                "data-",
                "href",
                "paint-order",
            ] {
                assert!(!svg.contains(foreign), "{theme}: {foreign}");
            }
            let document = roxmltree::Document::parse(&svg).expect("well formed");
            let root = document.root_element();
            let said =
                |name| root.children().find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", name)));
            assert!(
                said("title").and_then(|node| node.text()).is_some_and(|text| text.starts_with("Raft: "))
            );
            assert!(said("desc").and_then(|node| node.text()).is_some_and(|text| text.contains("n1, ")));
            for node in document.descendants().filter(|node| node.has_tag_name("text")) {
                for needed in ["fill", "font-family", "font-size", "text-anchor"] {
                    assert!(node.has_attribute(needed), "{theme}: {needed} of {:?}", node.text());
                }
            }
        }
    }
}

#[test]
fn themes_differ_in_their_colours_alone() {
    let (light, dark) = (split(&[]), split(&["--theme", "dark"]));
    assert_ne!(light, dark);
    assert_eq!(without_colours(&light), without_colours(&dark));
    let shared = colours(&light).into_iter().filter(|colour| colours(&dark).contains(colour));
    assert_eq!(shared.collect::<Vec<_>>(), Vec::<String>::new(), "no colour fits both themes");
}

fn colours(svg: &str) -> Vec<String> {
    svg.split("\"#").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
}

fn without_colours(svg: &str) -> String {
    colours(svg).iter().fold(svg.to_owned(), |svg, colour| svg.replace(&format!("\"#{colour}\""), "\"#\""))
}

/// Where the pieces of a figure stand: moved by their groups, which in our drawings only ever translate.
#[test]
fn nothing_is_off_the_page() {
    for (servers, width, height) in [("3", 240, 240), ("5", 390, 520), ("7", 1280, 720), ("31", 960, 640)] {
        let (w, h) = (width.to_string(), height.to_string());
        let set = format!("servers={servers}");
        let svg = figure(&["raft", "--set", &set, "--at", "1.0s", "--width", &w, "--height", &h]);
        let document = roxmltree::Document::parse(&svg).expect("well formed");
        let mut names = 0;
        for text in document.descendants().filter(|node| node.has_tag_name("text")) {
            let (mut x, mut y) = (number(&text, "x"), number(&text, "y"));
            for moved in text.ancestors().filter_map(|node| node.attribute("transform")) {
                let Some(inside) = moved.strip_prefix("translate(") else { continue };
                let (dx, dy) =
                    inside.split_once(')').and_then(|(at, _)| at.split_once(' ')).expect("two numbers");
                (x, y) = (x + dx.parse::<f64>().expect("a number"), y + dy.parse::<f64>().expect("a number"));
            }
            let fits = (0.0..=f64::from(width)).contains(&x) && (0.0..=f64::from(height)).contains(&y);
            assert!(fits, "{servers} servers: {:?} at {x} {y}", text.text());
            names += u32::from(text.text().is_some_and(|text| text.starts_with('n')));
        }
        assert_eq!(names.to_string(), servers, "every server is named");
    }
}

fn number(node: &roxmltree::Node, name: &str) -> f64 {
    node.attribute(name).map_or(0.0, |value| value.parse().expect("a number"))
}

#[test]
fn what_cannot_be_drawn_is_said() {
    for (args, said) in [
        (&["raft", "--at", "soon"][..], "--at soon: should be a time such as `60s`"),
        (&["paxos", "--at", "1s"], "there is no lab `paxos`"),
        (&["raft", "--width", "10"], "10 is not in 240..=8000"),
        (&["raft", "--scale", "9"], "should be a number from 0.5 to 8"),
        (&["raft", "--show", "diagram", "--from", "2s", "--until", "1s"], "should begin before it ends"),
        (&["gossip", "--set", "nodes=200", "--show", "both"], "no room for 200 lanes"),
        (&["no-such-file.json"], "cannot read no-such-file.json"),
        (&["#/m/AAAA"], "damaged or cut short"),
    ] {
        let output = netsplit(&[&["render"], args].concat());
        let text = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), text.contains(said)), (Some(2), true), "{args:?}: {text}");
    }
}

fn diagram(args: &[&str]) -> String {
    figure(&[&["raft", "--at", "3.14s", "--show", "diagram"], args].concat())
}

/// Text as XML has it: nothing but what is in the file says what it looks like.
#[test]
fn a_diagram_needs_nothing_else_either() {
    for theme in ["light", "dark"] {
        let svg = diagram(&["--theme", theme]);
        for foreign in ["var(", "calc(", "<style", "<script", "class=", "style=", "data-", "paint-order"] {
            assert!(!svg.contains(foreign), "{theme}: {foreign}");
        }
        let document = roxmltree::Document::parse(&svg).expect("well formed");
        let texts: Vec<_> = document.descendants().filter(|node| node.has_tag_name("text")).collect();
        for node in &texts {
            for needed in ["fill", "font-family", "font-size"] {
                assert!(node.has_attribute(needed), "{theme}: {needed} of {:?}", node.text());
            }
        }
        for name in ["n1", "n5", "c1", "3100 ms"] {
            assert!(texts.iter().any(|node| node.text() == Some(name)), "{theme}: {name}");
        }
        // Whatever is referred to is there.
        for id in svg.split("url(#").skip(1).filter_map(|rest| rest.split(')').next()) {
            assert!(svg.contains(&format!("id=\"{id}\"")), "{theme}: {id}");
        }
    }
    assert_eq!(without_colours(&diagram(&[])), without_colours(&diagram(&["--theme", "dark"])));
}

/// As the page: an event is a circle, and none of what is to come is drawn.
#[test]
fn a_diagram_shows_the_span_asked_for() {
    let circles = |args: &[&str]| diagram(args).matches("<circle").count();
    let (early, all) =
        (circles(&["--from", "0s", "--until", "200ms"]), circles(&["--from", "0s", "--until", "400ms"]));
    assert!(early > 5 && all > early, "{early} {all}");
    // But for the newest event, which is drawn whole, and the playhead.
    assert!(circles(&["--from", "4s", "--until", "5s"]) <= 2);
}

#[test]
fn both_are_one_below_the_other() {
    let height = |args: &[&str]| {
        let svg = figure(&[&["raft", "--at", "3.14s"], args].concat());
        let document = roxmltree::Document::parse(&svg).expect("well formed");
        let root = document.root_element();
        let size = |name| root.attribute(name).and_then(|size| size.parse::<f64>().ok()).expect("a size");
        (size("width"), size("height"))
    };
    let both = height(&["--show", "both"]);
    assert_eq!(height(&["--show", "stage"]), (960.0, 640.0));
    assert!(both.0 == 960.0 && both.1 > 640.0 + 150.0, "{both:?}");
    assert_eq!(height(&["--show", "both", "--scale", "2.5"]), (both.0 * 2.5, both.1 * 2.5));
}

/// A swarm is drawn as the page paints it: all that look alike in one path.
#[test]
fn a_swarm_has_a_figure() {
    let svg = figure(&["gossip", "--set", "nodes=1000", "--at", "400ms"]);
    let document = roxmltree::Document::parse(&svg).expect("well formed");
    let said = document.descendants().find(|node| node.has_tag_name("desc")).and_then(|node| node.text());
    assert!(said.is_some_and(|text| text.starts_with("1,000 nodes: ")), "{said:?}");
    let drawn = svg.matches('a').count();
    assert!(!svg.contains("var(") && drawn > 1_000 && svg.len() < 400_000, "{drawn} {}", svg.len());
}

/// The pictures that stand in an embed until it runs (`static/netsplit.js`): `UPDATE_GOLDEN=1 cargo test --test render`
/// draws them anew.
#[test]
fn every_lab_has_a_picture_for_embeds() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("static/figures");
    for lab in netsplit::labs::all() {
        for theme in ["light", "dark"] {
            let id = lab.about.id;
            let drawn = figure(&[id, "--seed=1", "--at=1s", "--width=720", "--height=330", "--theme", theme]);
            let path = folder.join(format!("{id}-{theme}.svg"));
            if std::env::var_os("UPDATE_GOLDEN").is_some() {
                std::fs::write(&path, &drawn).expect("the picture can be written");
            }
            let kept = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(kept == drawn, "{} is drawn differently now: look at it, and keep it", path.display());
        }
    }
}
