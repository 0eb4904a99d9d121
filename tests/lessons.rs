//! Every lesson is given from its beginning to its end, and comes out as its golden transcript says.
//!
//! `UPDATE_GOLDEN=1 cargo test --test lessons` writes the transcripts anew; read the difference before you commit it.

use netsplit::languages;
use netsplit::lesson::{self, check, handout, transcript};
use std::path::PathBuf;

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[test]
fn every_lesson_is_its_golden_transcript() {
    for id in lesson::ids() {
        let lesson = lesson::find(id).expect("it was compiled");
        let player = lesson::player(&lesson).unwrap_or_else(|why| panic!("{id}: {why}"));
        let written = transcript::print(lesson, player);
        let path = folder("tests/golden").join(format!("lesson-{id}.txt"));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&path, &written).expect("the transcript can be written");
        }
        let golden = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(golden == written, "{id} comes out differently:\n{written}");
        assert!(!written.contains("STUCK"), "{id}:\n{written}");
    }
}

#[test]
fn every_lesson_is_in_the_table_of_contents() {
    let files = std::fs::read_dir(folder("static/lessons")).expect("the folder can be read");
    let names = files.map(|file| file.expect("the folder can be read").path());
    let lessons = names.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    for path in lessons {
        let id = path.file_stem().and_then(|stem| stem.to_str()).expect("lessons are named in plain letters");
        assert!(lesson::find(id).is_some(), "{id} is not in static/lessons/contents.txt");
    }
}

#[test]
fn no_lesson_has_anything_to_mend() {
    for id in lesson::ids() {
        let path = folder("static/lessons").join(format!("{id}.md"));
        let text = std::fs::read_to_string(&path).expect("a lesson can be read");
        assert_eq!(check::findings(&text), [], "{id}");
    }
}

#[test]
fn the_example_for_authors_is_a_good_lesson() {
    let guide = std::fs::read_to_string(folder("docs/lessons.md")).expect("the guide can be read");
    let example = guide.split("````markdown\n").nth(1).and_then(|rest| rest.split("````").next());
    assert_eq!(check::findings(example.expect("it has an example")), []);
}

#[test]
fn every_lesson_can_be_handed_out() {
    for id in lesson::ids() {
        let lesson = lesson::find(id).expect("it was compiled");
        let steps = lesson.steps.len();
        let questions = lesson.steps.iter().flat_map(|step| &step.moves);
        let questions = questions.filter(|one| matches!(one.what, netsplit_lesson::What::Ask(_))).count();
        let mut player = lesson::player(&lesson).unwrap_or_else(|why| panic!("{id}: {why}"));
        let sheets = handout::sheets(lesson, &mut player, |guide, player| (guide.step(), player.digest()));
        assert!(sheets.iter().map(|sheet| sheet.figure.0).eq(0..steps), "{id}");
        let asked: Vec<_> = sheets.iter().filter_map(|sheet| sheet.asked.as_ref()).collect();
        assert_eq!(asked.len(), questions, "{id}");
        assert!(asked.iter().all(|asked| !asked.answer.is_empty()), "{id}: each has its answer");
        // What is on paper is what the golden transcript plays.
        let golden = std::fs::read_to_string(folder("tests/golden").join(format!("lesson-{id}.txt")));
        let last = format!("digest {:016x}", sheets[steps - 1].figure.1);
        assert!(golden.is_ok_and(|golden| golden.contains(&last)), "{id}: {last}");
    }
}

/// What is on the screen after each step, and how often readers are asked.
fn course(id: &str) -> (Vec<(usize, u64)>, Vec<bool>) {
    let lesson = lesson::find(id).expect("it was compiled");
    let mut player = lesson::player(&lesson).unwrap_or_else(|why| panic!("{id}: {why}"));
    let sheets = handout::sheets(lesson, &mut player, |guide, player| (guide.step(), player.digest()));
    sheets.into_iter().map(|sheet| (sheet.figure, sheet.asked.is_some())).unzip()
}

#[test]
fn lessons_in_other_languages_take_the_same_course() {
    let english: Vec<_> = lesson::ids().map(|id| (id, course(id), lesson::find(id))).collect();
    for (code, _) in languages::names().skip(1) {
        let folder = folder("static/lessons").join(code);
        languages::learn_at_once(code);
        for (id, wanted, original) in &english {
            assert_ne!(&lesson::find(id), original, "{code}: static/lessons/{code}/{id}.md is missing");
            assert_eq!(&course(id), wanted, "{code}: {id}");
            let text =
                std::fs::read_to_string(folder.join(id).with_extension("md")).expect("it was compiled");
            assert_eq!(check::findings(&text), [], "{code}: {id}");
        }
    }
}
