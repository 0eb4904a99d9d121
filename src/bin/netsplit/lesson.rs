//! `netsplit lesson`.

use netsplit::lesson::{self, transcript};

#[derive(clap::Args)]
pub struct Args {
    /// A lesson (Markdown), or the id of one that comes with Netsplit; without it, lists those
    lesson: Option<String>,
}

/// A lesson as its reader meets it, with the times at which things happen (ms).
pub fn lesson(args: &Args) -> Result<String, String> {
    let Some(name) = &args.lesson else {
        let line =
            |id| lesson::find(id).map(|lesson| format!("{id:<22}{:<22}{}\n", lesson.topic, lesson.about));
        return Ok(lesson::ids().filter_map(line).collect());
    };
    let lesson = match lesson::find(name) {
        Some(lesson) => lesson,
        None => read(name)?,
    };
    let player = lesson::player(&lesson).map_err(|why| format!("{name}: {why}"))?;
    Ok(transcript::print(lesson, player))
}

fn read(name: &str) -> Result<netsplit_lesson::Lesson, String> {
    let text = std::fs::read_to_string(name).map_err(|why| format!("cannot read {name}: {why}"))?;
    let (lesson, problems) = netsplit_lesson::read(&text);
    if problems.is_empty() {
        return Ok(lesson);
    }
    Err(format!("{name} cannot be given as it is; `netsplit check {name}` says why"))
}
