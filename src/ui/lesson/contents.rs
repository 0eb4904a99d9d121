//! The table of contents: every lesson, by topic, and how far its reader has come.

use super::progress::{Progress, progress};
use crate::later::{Later, later};
use crate::lesson;
use crate::scenario::route::{self, WhichLesson};
use netsplit_lesson::Lesson;
use netsplit_text::t;
use yew::prelude::*;

/// Lessons under a heading.
type Topic = (String, Vec<(&'static str, Lesson)>);

/// The lessons by topic, both in the order of the lessons' own.
fn topics() -> Vec<Topic> {
    let mut topics: Vec<Topic> = Vec::new();
    for (id, lesson) in lesson::ids().filter_map(|id| Some((id, lesson::find(id)?))) {
        match topics.iter_mut().find(|(topic, _)| *topic == lesson.topic) {
            Some((_, lessons)) => lessons.push((id, lesson)),
            None => topics.push((lesson.topic.clone(), vec![(id, lesson)])),
        }
    }
    topics
}

/// The table of contents, loaded with the lessons; nothing is needed to draw it.
pub static CONTENTS: Later<fn(&()) -> Html> = later!(lessons: fn(&()) -> Html = |()| contents());

fn contents() -> Html {
    let topic = |(name, lessons): Topic| {
        html! {
            <div key={name.clone()} class="topic">
                <h3>{ name }</h3>
                <ol>{ for lessons.iter().map(|(id, lesson)| entry(id, lesson)) }</ol>
            </div>
        }
    };
    html! {
        <section class="lessons" aria-labelledby="lessons-head">
            <h2 id="lessons-head">{ t!("Lessons") }</h2>
            <div class="topics">{ for topics().into_iter().map(topic) }</div>
        </section>
    }
}

fn entry(id: &'static str, lesson: &Lesson) -> Html {
    let (step, state) = match progress(id) {
        Progress::New => (0, None),
        Progress::Begun(step) => {
            (step - 1, Some(t!("step {step} of {steps}", step, steps = lesson.steps.len())))
        }
        Progress::Done => (0, Some(t!("✔ done").to_owned())),
    };
    html! {
        <li key={id} data-lesson={id}>
            <a href={route::lesson(id, step)}>{ &lesson.title }</a>
            if let Some(state) = state { <span class="state">{ state }</span> }
            <a class="print-link" href={route::print(&WhichLesson::Ours(id.to_owned()))} aria-label={t!("Print {title}", title = lesson.title)}>{ t!("Print") }</a>
            <p>{ &lesson.about }</p>
        </li>
    }
}
