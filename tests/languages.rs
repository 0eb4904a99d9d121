//! What is said must not decide what happens: every scene is the same run in every language, and is told in one.

use netsplit::kit::Scene;
use netsplit::labs::{self, Lab};
use netsplit::languages;
use netsplit::sim::{Field, Frame, Stop, Trace, When};

/// Words of English that are none in another language's sentences.
const ENGLISH: &[&str] =
    &["the", "of", "and", "is", "are", "not", "with", "from", "this", "that", "has", "to", "for"];

/// A scene at its end: the digest, what the story tells, and what the page shows.
struct End {
    digest: u64,
    ids: Vec<&'static str>,
    told: Vec<String>,
    frame: Frame,
}

fn play(lab: &'static Lab, scene: &'static Scene) -> End {
    let settings: labs::Settings =
        scene.settings.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect();
    let mut world = lab.build(&settings, scene.seed).expect("a scene's settings can be");
    let mut trace = Trace::default();
    let mut run = |world: &mut dyn netsplit::sim::Sim, until| {
        while world.run(When::end_of(until), Some(&mut trace)) == Stop::Violated {}
    };
    for (at, input) in (scene.script)() {
        run(&mut *world, at);
        world.input(&input, None).expect("a scene's inputs can be");
    }
    run(&mut *world, scene.until);
    let names = world.names();
    End {
        digest: world.digest(),
        ids: trace.story.iter().map(|told| told.line.id).collect(),
        told: trace.story.iter().map(|told| told.line.plain(names)).collect(),
        frame: world.frame(),
    }
}

/// Everything that people read of a node.
fn words(frame: &Frame) -> Vec<String> {
    let node = |view: &netsplit::sim::NodeView| {
        let captions = view.caption.iter().cloned();
        let badges = view.badges.iter().map(|badge| badge.text.clone());
        let fields = view.fields.iter().map(|Field { value, .. }| value.text(&[]));
        captions.chain(badges).chain(fields).collect::<Vec<_>>()
    };
    frame.nodes.iter().flat_map(|slot| node(&slot.view)).collect()
}

fn is_english(text: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric()).any(|word| ENGLISH.contains(&word))
}

#[test]
fn every_scene_is_the_same_run_in_every_language() {
    let scenes =
        || labs::all().into_iter().flat_map(|lab| lab.about.scenes.iter().map(move |scene| (lab, scene)));
    let english: Vec<End> = scenes().map(|(lab, scene)| play(lab, scene)).collect();
    for (code, _) in languages::names().skip(1) {
        languages::learn_at_once(code);
        let mut complaints = Vec::new();
        for ((lab, scene), wanted) in scenes().zip(&english) {
            let name = format!("{code}: {} {}", lab.about.id, scene.id);
            let played = play(lab, scene);
            assert_eq!(played.digest, wanted.digest, "{name}");
            assert_eq!(played.ids, wanted.ids, "{name}");
            let said = played.told.iter().chain(&words(&played.frame)).cloned().collect::<Vec<_>>();
            complaints.extend(
                said.iter()
                    .filter(|text| text.contains('{') || is_english(text))
                    .map(|text| format!("{name}: {text:?}")),
            );
        }
        complaints.sort();
        complaints.dedup();
        assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
    }
}
