//! What is tried with every piece of data: shared by the targets of `cargo fuzz` and by `tests/fuzz.rs`.
//!
//! Nothing may panic, whatever comes in; what can be read can be written and is then read as the same; what passes its
//! checks can be opened and runs.

use netsplit::check::events;
use netsplit::check::linear::{self, Judged};
use netsplit::check::{sequential, sessions};
use netsplit::kit::model::Model;
use netsplit::labs::{self, Lab};
use netsplit::player::Player;
use netsplit::scenario::problems::problems;
use netsplit::scenario::route::{self, Route};
use netsplit::scenario::text::Names;
use netsplit::scenario::{Scenario, file, link};
use netsplit::sim::{Micros, When};

/// Events that an opened scenario is run for.
const EVENTS: u64 = 2_000;
/// How far in time it is run at most: ten years.
const TIME: Micros = 10 * 366 * 24 * 3_600_000_000;

/// The content of a link, below its checksum; and the same data as the text of an address.
pub fn link(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = link::decode(text);
        let _ = route::parse(text);
    }
    let payload = link::seal(data.to_vec());
    let Ok(scenario) = link::decode(&payload) else { return };
    let again = link::decode(&link::encode(&scenario));
    assert_eq!(again.as_ref(), Ok(&scenario), "a link that is written again says the same");
    if scenario.check().is_ok() {
        assert!(route::parse(&format!("#/m/{payload}")).is_ok(), "a link that can be opened has an address");
        play(&scenario);
    }
}

/// A scenario file.
pub fn scenario(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let found = problems(text);
    let Ok(scenario) = file::read(text) else {
        let lines = text.lines().count().max(1) + 1;
        assert!(!found.is_empty(), "a file that cannot be opened has a problem");
        assert!(found.iter().all(|problem| (1..=lines as u32).contains(&problem.place.line)), "{found:?}");
        return;
    };
    assert!(found.is_empty(), "a file that can be opened has no problems: {found:?}");
    let written = file::write(&scenario).expect("what was read can be written");
    let again = file::read(&written).expect("what was written can be read");
    assert_eq!(again, scenario, "a file that is written again says the same");
    play(&scenario);
}

/// An input as a line.
pub fn input_line(data: &[u8]) {
    let Ok(line) = std::str::from_utf8(data) else { return };
    for lab in labs::all() {
        let world = lab.build(&[], 1).expect("a lab's own settings are valid");
        let names = Names { lab, nodes: world.names() };
        let Ok(input) = names.parse(line) else { continue };
        let printed = names.print(&input);
        let again = names.parse(&printed);
        assert_eq!(again.as_ref(), Ok(&input), "`{printed}` says the same");
        // Refused or not: with a reason, and without harm.
        let mut world = world;
        world.run(When { at: TIME, events: 50 }, None);
        let _ = world.input(&input, None);
        world.run(When { at: TIME, events: 200 }, None);
    }
}

/// A history of clients, judged in every way.
pub fn history(data: &[u8]) {
    for model in Model::ALL {
        let Ok(file) = events::read(data, model) else { continue };
        let judged = linear::judge(&file.history, CONFIGURATIONS);
        let _ = sessions::judge(&file.history, CONFIGURATIONS);
        let sequential = sequential::judge(&file.history, CONFIGURATIONS);
        if judged.iter().all(|judged| matches!(judged, Judged::Linearizable(_))) {
            let not = matches!(sequential, Judged::Not { .. });
            assert!(!not, "what is linearizable is sequentially consistent ({model:?})");
        }
    }
}

/// Configurations after which a judge gives up.
const CONFIGURATIONS: u64 = 500;

/// Opens a scenario and runs it.
fn play(scenario: &Scenario) {
    let near = |when: When| When { at: when.at.min(TIME), events: when.events.min(EVENTS) };
    let scenario = Scenario { shown: near(scenario.shown), ..scenario.clone() };
    let (mut player, _) = Player::of_scenario(&scenario).expect("it passed its checks");
    player.seek(When { at: TIME, events: EVENTS });
    let digest = player.world().digest();
    let when = player.when();
    player.seek(When::default());
    player.seek(when);
    assert_eq!(player.world().digest(), digest, "the same instant, the same state");
    let _ = netsplit::ui::figure::svg(&player, &HOW);
    let _ = netsplit::ui::out::shiviz(&player);
}

const HOW: netsplit::ui::figure::How = netsplit::ui::figure::How {
    what: netsplit::ui::figure::What::Both,
    size: (960.0, 640.0),
    scale: 1.0,
    dark: false,
    big: false,
    span: None,
};

/// What every target begins with: real examples of what it reads, each with a name.
pub fn examples(target: &str) -> Vec<(String, Vec<u8>)> {
    match target {
        "link" => scenarios().into_iter().map(|(name, scenario)| (name, content(&scenario))).collect(),
        "scenario" => {
            scenarios().into_iter().map(|(name, scenario)| (name + ".json", written(&scenario))).collect()
        }
        "history" => {
            HISTORIES.iter().map(|(name, text)| (format!("{name}.jsonl"), text.as_bytes().to_vec())).collect()
        }
        _ => LINES
            .lines()
            .enumerate()
            .map(|(i, line)| (format!("line-{i:02}"), line.as_bytes().to_vec()))
            .collect(),
    }
}

/// Every scene and challenge of every lab.
fn scenarios() -> Vec<(String, Scenario)> {
    let of_lab = |lab: &Lab| {
        let scenes = lab.about.scenes.iter().map(|scene| ("scenario", scene.id));
        let challenges = lab.about.challenges.iter().map(|challenge| ("challenge", challenge.id));
        let all: Vec<(String, Scenario)> = scenes
            .chain(challenges)
            .map(|(kind, id)| match route::parse(&format!("{}?{kind}={id}", lab.about.id)) {
                Ok(Route::Lab(scenario)) => (id.to_owned(), *scenario),
                other => panic!("a lab's own {kind} `{id}` can be opened: {other:?}"),
            })
            .collect();
        all
    };
    labs::all().into_iter().flat_map(of_lab).collect()
}

fn written(scenario: &Scenario) -> Vec<u8> {
    file::write(scenario).expect("a lab's own scenarios can be written").into_bytes()
}

/// What is in a link below its checksum.
fn content(scenario: &Scenario) -> Vec<u8> {
    link::open(&link::encode(scenario)).expect("a link of ours can be read")
}

/// One of each kind of input.
const LINES: &str = include_str!("lines.txt");

/// A history for each model.
const HISTORIES: [(&str, &str); 6] = [
    (
        "register",
        r#"{"process":0,"type":"invoke","f":"write","value":1,"time":5}
{"process":1,"type":"invoke","f":"read","time":6}
{"process":1,"type":"ok","f":"read","value":1,"time":7}
{"process":0,"type":"info","f":"write","value":1,"time":8}
{"process":2,"type":"invoke","f":"cas","value":[1,2],"time":9}
{"process":2,"type":"fail","f":"cas","value":[1,2],"time":10}
"#,
    ),
    (
        "key-value",
        r#"{"process":0,"type":"invoke","f":"put","key":"x","value":"a"}
{"process":1,"type":"invoke","f":"append","key":"x","value":"b"}
{"process":0,"type":"ok","f":"put","key":"x","value":"a"}
{"process":1,"type":"ok","f":"append","key":"x","value":"b"}
{"process":2,"type":"invoke","f":"get","key":"x"}
{"process":2,"type":"ok","f":"get","key":"x","value":"ab"}
{"process":3,"type":"invoke","f":"get","key":"y"}
{"process":3,"type":"ok","f":"get","key":"y","value":null}
"#,
    ),
    (
        "counter",
        r#"{"process":0,"type":"invoke","f":"add","value":2}
{"process":0,"type":"ok","f":"add","value":2}
{"process":1,"type":"invoke","f":"read"}
{"process":1,"type":"ok","f":"read","value":2}
"#,
    ),
    (
        "queue",
        r#"{"process":0,"type":"invoke","f":"enqueue","value":1}
{"process":0,"type":"ok","f":"enqueue","value":1}
{"process":1,"type":"invoke","f":"dequeue"}
{"process":1,"type":"ok","f":"dequeue","value":1}
"#,
    ),
    (
        "set",
        r#"{"process":0,"type":"invoke","f":"add","value":1}
{"process":0,"type":"ok","f":"add","value":1}
{"process":1,"type":"invoke","f":"remove","value":1}
{"process":2,"type":"invoke","f":"read"}
{"process":2,"type":"ok","f":"read","value":[1]}
"#,
    ),
    (
        "mutex",
        r#"{"process":0,"type":"invoke","f":"acquire"}
{"process":0,"type":"ok","f":"acquire"}
{"process":1,"type":"invoke","f":"acquire"}
{"process":0,"type":"invoke","f":"release"}
{"process":0,"type":"ok","f":"release"}
"#,
    ),
];
