//! Loading a lesson and its lab.

use crate::later::{Coming, Later, Unloaded, later};
use crate::scenario::route::WhichLesson;
use crate::{labs, lesson, platform};
use netsplit_lesson::Lesson;

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
        return Ok(Some(format!("line {}, column {}: {why}", why.place.line, why.place.column)));
    }
    if let WhichLesson::From { path, .. } = &which {
        lesson::keep(path, lesson);
    }
    Ok(None)
}

fn unknown(id: &str) -> String {
    let known = lesson::ids().collect::<Vec<_>>().join(", ");
    format!("there is no lesson `{id}`; there is {known}")
}

/// Reads an author's own lesson.
async fn read(path: &str) -> Result<Result<Lesson, String>, Unloaded> {
    let text = match platform::fetch_text(path).await {
        Ok(text) => text,
        Err(why) => return Ok(Err(format!("the lesson `{path}`: {why}"))),
    };
    let (lesson, problems) = lesson::READ.load().await?(&text);
    if problems.is_empty() {
        return Ok(Ok(lesson));
    }
    let line = |problem: &netsplit_lesson::Problem| {
        format!("line {}, column {}: {}", problem.place.line, problem.place.column, problem.wrong)
    };
    let lines: Vec<String> = problems.iter().map(line).collect();
    Ok(Err(format!("the lesson `{path}` cannot be given:\n{}", lines.join("\n"))))
}
