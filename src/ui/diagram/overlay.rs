//! What lies over the diagram's content: the playhead, what is selected or hovered, and captions.

use super::hit::Pick;
use super::pointer::Sending;
use super::scale::{Lanes, TOP, Window};
use super::scene::course;
use crate::player::Player;
use crate::ui::class::class;
use crate::ui::describe;
use crate::ui::figures::px;
use yew::prelude::*;

/// Width of a caption's letter and height of its line, px.
const LETTER: (f64, f64) = (7.3, 17.0);

/// In a lab where messages are sent by dragging: a handle on every lane where time is now, and what is being dragged.
pub fn sending(player: &Player, now: f64, lanes: &Lanes, sending: Option<Sending>) -> Html {
    if player.world().gestures().drag.is_none() {
        return Html::default();
    }
    let line = sending.and_then(|sending| {
        let y = lanes.y(sending.from)?;
        Some(format!("M{} {}L{} {}", px(now), px(y), px(sending.at.0), px(sending.at.1)))
    });
    html! {
        <g class="st-send">
            { for lanes.iter().map(|(node, y)| html! { <circle key={node.0.to_string()} cx={px(now)} cy={px(y)} r="6" /> }) }
            if let Some(line) = line { <path d={line} /> }
        </g>
    }
}

/// The newest event at the instant shown, which the edge would otherwise hide by half, and what is picked.
pub fn picked(
    player: &Player,
    window: Window,
    lanes: &Lanes,
    pick: Option<Pick>,
    class: &'static str,
) -> Html {
    match pick {
        Some(Pick::Event(n)) => event_ring(player, window, lanes, n, class),
        Some(Pick::Message(n)) => message_line(player, window, lanes, n, class),
        None => Html::default(),
    }
}

fn event_ring(player: &Player, window: Window, lanes: &Lanes, n: u64, class: &'static str) -> Html {
    let Some(event) = player.trace().event(n).filter(|_| n <= player.edge().events) else {
        return Html::default();
    };
    let Some(y) = lanes.y(event.node) else { return Html::default() };
    let x = px(window.x(event.at as f64));
    html! { <circle class={class!("st-ring", class)} cx={x} cy={px(y)} r="6" /> }
}

fn message_line(player: &Player, window: Window, lanes: &Lanes, n: u64, class: &'static str) -> Html {
    let message = player.trace().message(n).filter(|message| message.sent_by <= player.edge().events);
    let Some([t0, y0, t1, y1]) = message.and_then(|message| course(player.trace(), lanes, message)) else {
        return Html::default();
    };
    let edge = (player.edge().at as f64).max(t0);
    let share = if t1 > edge { (edge - t0) / (t1 - t0) } else { 1.0 };
    let (x1, y1) = (window.x(t0 + (t1 - t0) * share), y0 + (y1 - y0) * share);
    let path = format!("M{} {}L{} {}", px(window.x(t0)), px(y0), px(x1), px(y1));
    html! { <path class={class!("st-picked", class)} d={path} /> }
}

/// What an event is called while it is compared with another.
pub fn letter(
    player: &Player,
    window: Window,
    lanes: &Lanes,
    pick: Option<Pick>,
    letter: &'static str,
) -> Html {
    let event = match pick {
        Some(Pick::Event(n)) => player.trace().event(n),
        _ => None,
    };
    let place = event.and_then(|event| Some((window.x(event.at as f64), lanes.y(event.node)?)));
    html! {
        if let Some((x, y)) = place { <text class="st-clock" x={px(x + 14.0)} y={px(y + 5.0)}><tspan font-weight="700">{ letter }</tspan></text> }
    }
}

/// The caption of what is picked, beside it.
pub fn caption(player: &Player, window: Window, lanes: &Lanes, pick: Option<Pick>, selected: bool) -> Html {
    let Some((text, x, y)) = pick.and_then(|pick| words(player, window, lanes, pick, selected)) else {
        return Html::default();
    };
    if !(-20.0..=window.width + 20.0).contains(&x) {
        return Html::default();
    }
    let letters = text.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    let width = letters as f64 * LETTER.0 + 18.0;
    let height = text.len() as f64 * LETTER.1 + 9.0;
    let left = (x + 10.0).min(window.width - width - 4.0).max(4.0);
    let below = y + 12.0 + height < lanes.height();
    let top = if below { y + 11.0 } else { (y - 11.0 - height).max(TOP - 18.0) };
    html! {
        <g class="st-caption" transform={format!("translate({} {})", px(left), px(top))}>
            <rect width={px(width)} height={px(height)} rx="6" />
            { for text.iter().enumerate().map(|(i, line)| html! {
                <text key={i} x="9" y={px(17.0 + i as f64 * LETTER.1)}>{ line }</text>
            }) }
        </g>
    }
}

/// A caption's lines and where it belongs.
fn words(
    player: &Player,
    window: Window,
    lanes: &Lanes,
    pick: Pick,
    selected: bool,
) -> Option<(Vec<String>, f64, f64)> {
    let trace = player.trace();
    match pick {
        Pick::Event(n) => {
            let event = trace.event(n).filter(|_| n <= player.edge().events)?;
            let [mut first, second] = describe::event_caption(trace, n, player.names())?;
            if selected {
                first = format!("{first} · {}", describe::lamport(trace, n));
            }
            Some((vec![first, second], window.x(event.at as f64), lanes.y(event.node)?))
        }
        Pick::Message(n) => {
            let message = trace.message(n).filter(|message| message.sent_by <= player.edge().events)?;
            let [t0, y0, t1, y1] = course(trace, lanes, message)?;
            let middle = f64::midpoint(t0, t1.min(player.edge().at as f64).max(t0));
            let y = if t1 > t0 { y0 + (y1 - y0) * (middle - t0) / (t1 - t0) } else { y0 };
            let text = describe::message_caption(message, player.names()).into();
            Some((text, window.x(middle), y))
        }
    }
}
