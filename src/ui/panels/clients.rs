//! The clients: each operation as a bar over time with its result.

use super::PanelProps;
use super::bars::{Bar, Chart, HEAD, SHOWN_MAX, answered, asked, chart};
use crate::sim::{Operation, Outcome, SharedVec};
use crate::ui::class::class;
use crate::ui::describe::name;
use crate::ui::diagram::scale::{tick_label, tick_step};
use crate::ui::figures::{counted, px, seconds};
use web_sys::Element;
use yew::prelude::*;

/// The least width of the chart, px: a panel of 348 px without its margins and the names.
const WIDTH: f64 = 284.0;
/// The room of the clients' names, px.
const NAMES: f64 = 28.0;
/// A letter's width in a bar, px.
const LETTER: f64 = 7.2;
/// Room right of now for the texts of the last bars, px.
const TAIL: f64 = 90.0;

/// The operations of all clients.
#[component]
pub fn Clients(props: &PanelProps) -> Html {
    let player = props.player.get();
    let (history, names, now) = (player.world().history(), player.names(), player.when().at);
    let scroll = use_node_ref();
    {
        let scroll = scroll.clone();
        use_effect_with(history.len(), move |_| {
            if let Some(scroll) = scroll.cast::<Element>() {
                scroll.set_scroll_left(scroll.scroll_width());
            }
        });
    }
    if history.is_empty() {
        return html! { <section class="sect"><p class="empty">{ "No client has asked for anything yet." }</p></section> };
    }
    let chart = chart(history, now, WIDTH - TAIL);
    let (open, all) = (history.iter().filter(|operation| operation.ended.is_none()).count(), history.len());
    html! {
        <section class="sect" aria-label="Clients">
            <h3>{ format!("{}, {open} open", counted(all as u64, "operation")) }</h3>
            <div class="ops-row">
                { lane_names(&chart, names) }
                <div class="ops" ref={scroll} tabindex="0" role="group" aria-label="Operations over time; the table below lists them">
                    { picture(&chart, history) }
                </div>
            </div>
            { table(history, names) }
        </section>
    }
}

/// The clients' names, which stay where they are when the bars are scrolled.
fn lane_names(chart: &Chart, names: &[String]) -> Html {
    html! {
        <svg width={px(NAMES)} height={px(chart.size.1 + 18.0)} aria-hidden="true">
            { for chart.clients.iter().map(|(client, top)| html! {
                <text key={client.0.to_string()} class="ops-client" x="0" y={px(top + HEAD + 14.0)}>{ name(names, *client) }</text>
            }) }
        </svg>
    }
}

fn picture(chart: &Chart, history: &SharedVec<Operation>) -> Html {
    let (width, height) = (chart.size.0 + TAIL, chart.size.1 + 18.0);
    let bar = |bar: &Bar| history.get(bar.number).map(|operation| draw(bar, operation));
    html! {
        <svg width={px(width)} height={px(height)} aria-hidden="true">
            <defs>
                <pattern id="ops-open" class="ops-open" width="6" height="6" patternUnits="userSpaceOnUse">
                    <rect width="6" height="6" /><path d="M0 6L6 0" />
                </pattern>
            </defs>
            { ticks(chart, height) }
            <path class="ops-now" d={format!("M{} 0V{}", px(chart.size.0), px(height - 16.0))} />
            <g>{ for chart.bars.iter().filter_map(bar) }</g>
        </svg>
    }
}

fn ticks(chart: &Chart, height: f64) -> Html {
    let (start, scale) = chart.scale;
    let step = tick_step(scale);
    let until = start + (chart.size.0 / scale) as u64;
    let ticks = (start.div_ceil(step)..=until / step).map(|i| {
        let x = px((i * step - start) as f64 * scale);
        html! {
            <g key={i.to_string()}>
                <path class="st-tick" d={format!("M{x} 0V{}", px(height - 16.0))} />
                <text class="st-time" x={x} y={px(height - 3.0)}>{ tick_label(i * step) }</text>
            </g>
        }
    });
    html! { <g>{ for ticks }</g> }
}

/// The class of an operation's end.
fn outcome_class(operation: &Operation) -> &'static str {
    match &operation.ended {
        None => "open",
        Some((_, Outcome::Ok(_))) => "done",
        Some((_, Outcome::Fail(_))) => "failed",
        Some((_, Outcome::Unknown)) => "unknown",
    }
}

fn draw(bar: &Bar, operation: &Operation) -> Html {
    let (x, y, width) = bar.place;
    let text = match &operation.ended {
        Some((_, Outcome::Ok(Some(_)))) => format!("{} {}", asked(operation), answered(operation)),
        Some((_, Outcome::Ok(None))) | None => asked(operation),
        Some((_, Outcome::Fail(_))) => format!("{} ✖", asked(operation)),
        Some((_, Outcome::Unknown)) => format!("{} ?", asked(operation)),
    };
    let length = text.chars().count() as f64 * LETTER;
    let inside = length + 8.0 <= width;
    let beside = !inside && length + 8.0 <= bar.room;
    let at = if inside { x + 4.0 } else { x + width + 4.0 };
    let open = operation.ended.is_none().then_some("url(#ops-open)");
    html! {
        <g key={bar.number} class={class!("op", outcome_class(operation))}>
            <title>{ format!("{}: {}", asked(operation), answered(operation)) }</title>
            <rect x={px(x)} y={px(y)} width={px(width)} height="20" rx="4" fill={open} />
            if inside || beside {
                <text x={px(at)} y={px(y + 14.5)}>{ text }</text>
            }
        </g>
    }
}

fn table(history: &SharedVec<Operation>, names: &[String]) -> Html {
    let first = history.len().saturating_sub(SHOWN_MAX);
    let row = |(number, operation): (usize, &Operation)| {
        let ended = operation.ended.as_ref().map_or_else(|| "–".to_owned(), |(at, _)| seconds(*at));
        html! {
            <tr key={number}>
                <th scope="row">{ name(names, operation.client) }</th><td>{ asked(operation) }</td>
                <td class="num">{ seconds(operation.invoked) }</td><td class="num">{ ended }</td>
                <td class={outcome_class(operation)}>{ answered(operation) }</td>
            </tr>
        }
    };
    let mut rows: Vec<Html> = (first..).zip(history.iter_from(first)).map(row).collect();
    rows.reverse();
    html! {
        <div class="scroll-x" tabindex="0" role="group" aria-label="Table of operations">
            <table class="ledger">
                <thead><tr><th scope="col">{ "Client" }</th><th scope="col">{ "Asked" }</th><th scope="col">{ "from s" }</th>
                    <th scope="col">{ "to s" }</th><th scope="col">{ "Answer" }</th></tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </div>
    }
}
