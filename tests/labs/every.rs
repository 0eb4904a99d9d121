//! What holds of every lab: its scenes play as they were recorded.
//!
//! `UPDATE_GOLDEN=1 cargo test --test labs` writes the transcripts anew; read the difference before you commit it.

use super::support::{play, world};
use netsplit::kit::experiment::Plan;
use netsplit::labs;
use netsplit::scenario::transcript;
use netsplit::sim::{Stop, When};
use std::path::{Path, PathBuf};

#[test]
fn the_scenes_play_as_they_were_recorded() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut changed = Vec::new();
    for lab in labs::all() {
        for scene in lab.about.scenes {
            let played = play(lab, scene);
            let names = played.world.names();
            let text = transcript::print(lab, &played.trace, names, &played.world.verdicts());
            let path = folder.join(format!("{}-{}.txt", lab.about.id, scene.id));
            if update {
                std::fs::create_dir_all(&folder).expect("the folder can be made");
                std::fs::write(&path, &text).expect("the transcript can be written");
            } else if std::fs::read_to_string(&path).ok().as_deref() != Some(&text) {
                changed.push(first_difference(&path, &text));
            }
        }
    }
    assert!(changed.is_empty(), "{}\nto accept: UPDATE_GOLDEN=1 cargo test --test labs", changed.join("\n"));
}

fn first_difference(path: &Path, now: &str) -> String {
    let id = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    let Ok(then) = std::fs::read_to_string(path) else { return format!("{id}: no transcript yet") };
    let differs = |(_, (a, b)): &(usize, (&str, &str))| a != b;
    match then.lines().zip(now.lines()).enumerate().find(differs) {
        Some((line, (then, now))) => format!("{id}, line {}:\n  was {then}\n  is  {now}", line + 1),
        None => format!("{id}: {} lines were, {} lines are", then.lines().count(), now.lines().count()),
    }
}

#[test]
fn a_run_without_a_trace_is_the_same_run() {
    for lab in labs::all() {
        for scene in lab.about.scenes {
            let played = play(lab, scene);
            let mut world = world(lab, scene.settings, scene.seed);
            for (at, input) in (scene.script)() {
                while world.run(When::end_of(at), None) == Stop::Violated {}
                world.input(&input, None).expect("a scene's inputs can be");
                world = world.fork();
            }
            while world.run(When::end_of(scene.until), None) == Stop::Violated {}
            assert_eq!(world.digest(), played.world.digest(), "{}: {}", lab.about.id, scene.id);
        }
    }
}

#[test]
fn trials_depend_on_nothing_but_their_number() {
    for experiment in labs::all().into_iter().flat_map(|lab| lab.about.experiments) {
        let plan = Plan::new(experiment);
        let forwards: Vec<_> = (0..40).map(|number| plan.run(number)).collect();
        let backwards: Vec<_> = (0..40).rev().map(|number| plan.run(number)).collect();
        assert!(forwards.iter().eq(backwards.iter().rev()), "{}", experiment.about.id);
    }
}
