//! The card of a lesson: what it says, asks and offers.

use super::speech::{line, said};
use crate::lesson::{self, Answer, Guide, State, Stray};
use crate::player::Player;
use crate::scenario::route;
use crate::ui::class::class;
use crate::ui::model::{Msg, Turn};
use crate::ui::prose::linked;
use crate::ui::words::Glossary;
use netsplit_lesson::{Answers, Question};
use netsplit_text::t;
use yew::prelude::*;

/// How a lesson stands with its reader.
pub struct Stands<'a> {
    /// Its id.
    pub id: &'a str,
    /// The guide through it.
    pub guide: &'a Guide,
    /// The run.
    pub player: &'a Player,
    /// The address of its hand-out.
    pub print: String,
    /// Why it could not go on from where the reader was.
    pub refused: Option<&'a str>,
    /// The lesson after it: its id and title.
    pub next: Option<(&'a str, &'a str)>,
}

impl Stands<'_> {
    fn glossary(&self) -> Glossary {
        self.player.lab().about.glossary
    }

    fn stray(&self) -> Option<Stray> {
        self.guide.stray(self.player)
    }

    /// How it stands, in a word for tests and style sheets.
    fn word(&self) -> &'static str {
        match (self.stray(), self.guide.state()) {
            (Some(_), _) => "stray",
            (None, State::Moving(_)) => "moving",
            (None, State::Asking) => "asking",
            (None, State::Resting) => "resting",
            (None, State::Stuck(_)) => "stuck",
            (None, State::Over) => "over",
        }
    }
}

/// The card.
pub fn card(stands: &Stands, dispatch: &Callback<Msg>) -> Html {
    let (guide, player, glossary) = (stands.guide, stands.player, stands.glossary());
    let steps = guide.lesson().steps.len();
    let (before, after) = guide.around_question();
    let stuck = match guide.state() {
        State::Stuck(why) => Some(html! { <p class="stuck">{ line(why, glossary) }</p> }),
        _ => None,
    };
    let feedback = guide.feedback(player).map(|(right, words)| {
        let asked = guide.answer() == Some(&Answer::Shown);
        let class = if asked { "shown" } else if right { "right" } else { "wrong" };
        html! { <p class={class!("feedback", class)} data-right={right.to_string()}>{ line(&words, glossary) }</p> }
    });
    html! {
        <section class="lesson" aria-label={t!("Lesson")} data-lesson={stands.id.to_owned()} data-step={(guide.step() + 1).to_string()}
            data-steps={steps.to_string()} data-state={stands.word()}>
            <div class="lesson-head">
                { dots(guide.step(), steps) }
                <h2>{ guide.heading().unwrap_or(&guide.lesson().title).to_owned() }</h2>
                <a class="print-link" href={stands.print.clone()}>{ t!("Print") }</a>
                <span class="count num">{ t!("Step {step} of {steps}", step = guide.step() + 1, steps) }</span>
            </div>
            <div class="lesson-text" aria-live="polite">
                { for before.iter().map(|block| said(block, glossary)) }
                { for guide.question().map(|question| ask(question, stands, dispatch)) }
                { for after.iter().map(|block| said(block, glossary)) }
                { feedback }
                { stuck }
                { stray_words(stands) }
                { end(stands) }
            </div>
            <div class="lesson-buttons">{ buttons(stands, dispatch) }</div>
        </section>
    }
}

fn dots(step: usize, steps: usize) -> Html {
    let dot = |i: usize| html! { <i key={i} class={class!("dot", (i == step).then_some("on"), (i < step).then_some("past"))}></i> };
    html! { <span class="dots" aria-hidden="true">{ for (0..steps).map(dot) }</span> }
}

/// A question; once it is answered, what was chosen stays marked.
fn ask(question: &Question, stands: &Stands, dispatch: &Callback<Msg>) -> Html {
    let (guide, player, glossary) = (stands.guide, stands.player, stands.glossary());
    let open = *guide.state() == State::Asking && stands.stray().is_none();
    let text = line(&guide.line(&question.text, player), glossary);
    let hides = open && lesson::PARTS.iter().any(|part| guide.shows(part));
    let hidden = hides
        .then(|| html! { <span class="hint">{ " " }{ t!("Diagram and panels are hidden until you answer.") }</span> });
    let Answers::Choose(choices) = &question.answers else {
        let hint = open
            .then(|| html! { <span class="hint">{ " " }{ t!("Click it on the stage, or press its number.") }</span> });
        return html! { <p class="question"><strong>{ text }</strong>{ hint }{ hidden }</p> };
    };
    let option = |(i, choice): (usize, &netsplit_lesson::Choice)| {
        let chosen = guide.answer() == Some(&Answer::Choice(i));
        let onclick = dispatch.reform(move |_: MouseEvent| Msg::Lesson(Turn::Choose(i)));
        html! {
            <button key={i} class={class!("btn", chosen.then_some("on"))} aria-pressed={chosen.to_string()} disabled={!open} {onclick}>
                { line(&guide.line(&choice.text, player), glossary) }
            </button>
        }
    };
    html! {
        <div class="question" role="group" aria-label={t!("Question")}>
            <p><strong>{ text }</strong>{ hidden }</p>
            <div class="options">{ for choices.iter().enumerate().map(option) }</div>
        </div>
    }
}

fn stray_words(stands: &Stands) -> Html {
    let Some(stray) = stands.stray() else { return Html::default() };
    let words = match stray {
        Stray::Branch => t!("This is your own future now; the lesson's is kept."),
        Stray::Instant => t!("You are at another moment than the lesson."),
    };
    html! { <p class="stray">{ stands.refused.unwrap_or(words).to_owned() }</p> }
}

fn end(stands: &Stands) -> Html {
    if *stands.guide.state() != State::Over {
        return Html::default();
    }
    let another = html! { <a href="#/">{ t!("choose another") }</a> };
    let words = if let Some((id, title)) = stands.next {
        let next = html! { <a href={route::lesson(id, 0)}>{ t!("go on with “{title}”", title) }</a> };
        let sentence =
            t!("That was the lesson. The system goes on: break it yourself, or {next}, or {another}.");
        linked(sentence, &[("next", next), ("another", another)])
    } else {
        let sentence = t!("That was the lesson. The system goes on: break it yourself, or {another}.");
        linked(sentence, &[("another", another)])
    };
    html! { <p class="end">{ words }</p> }
}

/// What the one button says, and whether nothing is to be pressed.
pub fn on_button(guide: &Guide) -> (&'static str, bool) {
    let last = guide.step() + 1 == guide.lesson().steps.len();
    match guide.state() {
        State::Asking => (t!("Show me"), false),
        State::Moving(_) => (t!("Skip ahead"), false),
        State::Resting if last => (t!("Finish"), false),
        State::Resting => (t!("Continue"), false),
        State::Stuck(_) | State::Over => (t!("Continue"), true),
    }
}

fn buttons(stands: &Stands, dispatch: &Callback<Msg>) -> Html {
    let button = |label: &'static str, class: &'static str, turn: Turn, off: bool| {
        let onclick = dispatch.reform(move |_: MouseEvent| Msg::Lesson(turn));
        html! { <button key={label} class={class!("btn", class)} disabled={off} {onclick}>{ label }</button> }
    };
    if stands.stray().is_some() {
        return html! {
            <>
                { button(t!("Carry on from here"), "", Turn::CarryOn, stands.refused.is_some()) }
                { button(t!("Back to the lesson"), "primary", Turn::TakeBack, false) }
            </>
        };
    }
    let (label, off) = on_button(stands.guide);
    let onclick = dispatch.reform(|_: MouseEvent| Msg::Lesson(Turn::On));
    html! {
        <>
            { button(t!("Previous step"), "ghost", Turn::Back, stands.guide.step() == 0) }
            // One element whatever it says: it keeps the focus of whoever goes through a lesson by keyboard.
            <button key="on" class="btn primary" disabled={off} {onclick}>{ label }</button>
        </>
    }
}
