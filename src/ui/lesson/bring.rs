//! Loading a lesson and its lab.

use crate::later::{Coming, Later, Unloaded, later};
use crate::scenario::route::WhichLesson;
use crate::{labs, lesson, platform};
use netsplit_lesson::{Lesson, Place};
use netsplit_text::t;

/// Loads a lesson and its lab; says why it cannot be given, if it can't.
type Bring = fn(WhichLesson) -> Coming<Option<String>>;

/// What brings a lesson: loaded with the lessons.
pub static BRING: Later<Bring> =
    later!(lessons: Bring = |which| -> Coming<Option<String>> { Box::pin(bring(which)) });

async fn bring(which: WhichLesson) -> Result<Option<String>, Unloaded> {
    let found = match &which {
        WhichLesson::Ours(id) => lesson::find(id).ok_or_else(|| unknown(id)),
        WhichLesson::From { path, .. } => read(path).await?,
    };
    let lesson = match found {
        Ok(lesson) => lesson,
        Err(why) => return Ok(Some(why)),
    };
    labs::load(&lesson.lab).await?;
    if let Err(why) = lesson::player(&lesson) {
        return Ok(Some(in_place(why.place, &why.to_string())));
    }
    if let WhichLesson::From { path, .. } = &which {
        lesson::keep(path, lesson);
    }
    Ok(None)
}

fn unknown(id: &str) -> String {
    let known = lesson::ids().collect::<Vec<_>>().join(", ");
    t!("there is no lesson `{id}`; there is {known}", id, known)
}

/// What is wrong, with its place in the lesson's text.
fn in_place(place: Place, why: &str) -> String {
    t!("line {line}, column {column}: {why}", line = place.line, column = place.column, why)
}

/// Reads an author's own lesson.
async fn read(path: &str) -> Result<Result<Lesson, String>, Unloaded> {
    let text = match platform::fetch_text(path).await {
        Ok(text) => text,
        Err(why) => return Ok(Err(t!("the lesson `{path}`: {why}", path, why))),
    };
    let (lesson, problems) = lesson::READ.load().await?(&text);
    if problems.is_empty() {
        return Ok(Ok(lesson));
    }
    let line = |problem: &netsplit_lesson::Problem| in_place(problem.place, &problem.wrong.to_string());
    let lines: Vec<String> = problems.iter().map(line).collect();
    Ok(Err(format!("{}\n{}", t!("the lesson `{path}` cannot be given:", path), lines.join("\n"))))
}
