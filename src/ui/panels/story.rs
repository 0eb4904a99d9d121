//! The story: one sentence per event that matters, newest first.

use super::PanelProps;
use crate::player::Player;
use crate::sim::{Span, StoryRecord, When};
use crate::ui::class::class;
use crate::ui::figures::seconds;
use crate::ui::memo::keyed;
use crate::ui::model::Msg;
use crate::ui::prose::prose;
use crate::ui::words::Glossary;
use netsplit_text::t;
use web_sys::HtmlElement;
use yew::prelude::*;

/// Lines shown at first, and how many more each press of the button brings.
const LINES: usize = 120;

/// The story up to the edge; what lies after the cursor is dim.
#[component]
pub fn Story(props: &PanelProps) -> Html {
    let more = use_state_eq(|| 0_usize);
    let list = use_node_ref();
    let player = props.player.get();
    let end = player.trace().story_after(player.edge());
    let here = player.trace().story_after(player.when());
    {
        let list = list.clone();
        use_effect_with((here, here < end), move |(_, past)| {
            if *past {
                reveal(&list);
            }
        });
    }
    let start = here.min(end).saturating_sub(LINES + *more);
    let onclick = {
        let more = more.clone();
        Callback::from(move |_: MouseEvent| more.set(*more + LINES))
    };
    html! {
        <section class="sect story" aria-label={t!("Story")}>
            if end == 0 {
                <p class="empty">{ t!("Nothing to tell yet: press Play.") }</p>
            }
            <ol class="say" reversed=true ref={list}>{ for lines(&player, start, end, here, &props.dispatch) }</ol>
            <div>
                if start > 0 {
                    <button type="button" class="btn" {onclick}>{ t!("Earlier…") }</button>
                }
            </div>
        </section>
    }
}

/// The lines from `start` to `end`, newest first; those from `here` on are still to come.
pub fn lines(player: &Player, start: usize, end: usize, here: usize, dispatch: &Callback<Msg>) -> Vec<Html> {
    let (names, glossary) = (player.names(), player.lab().about.glossary);
    let branch = player.active();
    let line = |i: usize| {
        let StoryRecord { when, event, line, .. } = player.trace().story.get(i)?;
        let tale = Tale {
            index: i,
            when: *when,
            event: *event,
            milestone: line.milestone.is_some(),
            spans: line.spans(names),
            glossary,
            later: i >= here,
            now: i + 1 == here,
            dispatch: dispatch.clone(),
        };
        Some(keyed(format!("{branch}-{i}"), tale, story_line))
    };
    (start..end).rev().filter_map(line).collect()
}

/// A line of the story.
#[derive(PartialEq)]
struct Tale {
    index: usize,
    when: When,
    event: Option<u64>,
    milestone: bool,
    spans: Vec<Span>,
    glossary: Glossary,
    /// Whether it lies after the cursor.
    later: bool,
    /// Whether it is the last before the cursor.
    now: bool,
    dispatch: Callback<Msg>,
}

fn story_line(props: &Tale) -> Html {
    let seek = {
        let when = props.when;
        props.dispatch.reform(move |_: MouseEvent| Msg::Seek(when))
    };
    let time = seconds(props.when.at);
    let class = class!(
        "tale",
        props.milestone.then_some("milestone"),
        props.later.then_some("later"),
        props.now.then_some("now")
    );
    html! {
        <li {class} data-story={props.index.to_string()} aria-current={props.now.then_some("step")} onclick={seek.clone()}>
            <button type="button" class="t" aria-label={t!("Go to {time} s", time)} onclick={stop(seek)}>{ &time }</button>
            <span class="what">
                <span class={if props.milestone { "flag" } else { "" }} aria-hidden="true"></span>
                { prose(&props.spans, props.glossary) }
            </span>
            <span class="why">{ why(props.event, &time, &props.dispatch) }</span>
        </li>
    }
}

/// Keeps a click from going to what lies around the button as well.
fn stop(then: Callback<MouseEvent>) -> Callback<MouseEvent> {
    Callback::from(move |event: MouseEvent| {
        event.stop_propagation();
        then.emit(event);
    })
}

/// The button that asks for the causes of an event.
pub fn why(event: Option<u64>, time: &str, dispatch: &Callback<Msg>) -> Html {
    let Some(event) = event else { return Html::default() };
    let onclick = stop(dispatch.reform(move |_: MouseEvent| Msg::Why(event)));
    html! { <button type="button" class="ask" aria-label={t!("Why? ({time} s)", time)} {onclick}>{ t!("Why?") }</button> }
}

/// Scrolls the list so that the line of the cursor is in sight.
fn reveal(list: &NodeRef) {
    let Some(list) = list.cast::<HtmlElement>() else { return };
    let line = list.query_selector(".tale.now").ok().flatten();
    let panel = list.closest(".panel").ok().flatten();
    let (Some(line), Some(panel)) = (line, panel) else { return };
    let (line, frame) = (line.get_bounding_client_rect(), panel.get_bounding_client_rect());
    let outside = line.top() < frame.top() || line.bottom() > frame.bottom();
    if outside {
        let middle = line.top() - frame.top() - frame.height() / 3.0;
        panel.set_scroll_top(panel.scroll_top() + middle as i32);
    }
}
