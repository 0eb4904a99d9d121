//! The clients: each operation as a bar over time with its result, and whether one order explains all of them.

use super::PanelProps;
use super::bars::{Bar, Chart, HEAD, Point, SHOWN_MAX, answered, asked, briefly, chart, orders};
use super::checks::sign;
use super::verdict::{JUDGED_MAX, Judgement, fingerprint, in_words, judgement};
use crate::sim::{Operation, Outcome, SharedVec, Standing, When};
use crate::ui::class::class;
use crate::ui::describe::name;
use crate::ui::diagram::scale::{tick_label, tick_step};
use crate::ui::figures::{capital, px, seconds};
use crate::ui::model::Msg;
use netsplit_text::{t, tn, tr};
use web_sys::Element;
use yew::prelude::*;

/// The least width of the chart, px: a panel of 348 px without its margins and the names.
const WIDTH: f64 = 284.0;
/// The room of the clients' names, px.
const NAMES: f64 = 28.0;
/// A letter's width in a bar, px.
const LETTER: f64 = 7.2;
/// The property by which labs promise what is judged here.
const LINEARIZABILITY: &str = "Linearizability";
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
    let model = player.lab().about.judged;
    let judged = use_memo((fingerprint(history), model.is_some()), |_| {
        model.and_then(|model| judgement(history, model))
    });
    if history.is_empty() {
        return html! { <section class="sect"><p class="empty">{ t!("No client has asked for anything yet.") }</p></section> };
    }
    let chart = chart(history, now, WIDTH - TAIL);
    let judged = judged.as_ref().as_ref();
    let marks = Marks::of(judged);
    let client = |node| name(names, node).to_owned();
    let words = judged.map(|judged| (judged.verdict.standing, in_words(&judged.verdict, history, client)));
    let promised = player.world().verdicts().iter().any(|verdict| verdict.property.name == LINEARIZABILITY);
    let (open, all) = (history.iter().filter(|operation| operation.ended.is_none()).count(), history.len());
    html! {
        <section class="sect" aria-label={t!("Clients")}>
            <h3>{ tn!(all as u64, "{n} operation, {open} open", "{n} operations, {open} open", open) }</h3>
            if model.is_some() { { headline(words, all, promised) } }
            <div class="ops-row">
                { lane_names(&chart, names) }
                <div class="ops" ref={scroll} tabindex="0" role="group" aria-label={t!("Operations over time; the table below lists them")}>
                    { picture(&chart, history, &marks, &props.dispatch) }
                </div>
            </div>
            { table(history, names, model.is_some().then_some(&marks), &props.dispatch) }
            if let Some(judged) = judged { { weaker(judged) } }
        </section>
    }
}

/// What the judgement says of each operation.
struct Marks {
    /// When it took effect, µs, and as the how-manyth of its key.
    points: Vec<Option<(f64, usize)>>,
    /// Those that cannot be placed.
    unplaced: Vec<u32>,
}

impl Marks {
    fn of(judged: Option<&Judgement>) -> Self {
        let Some(Judgement { verdict, places, .. }) = judged else {
            return Marks { points: Vec::new(), unplaced: Vec::new() };
        };
        let points = verdict.points.iter().zip(places).map(|(point, place)| point.zip(*place));
        Marks { points: points.collect(), unplaced: verdict.unplaced.clone() }
    }

    fn point(&self, number: usize) -> Option<(f64, usize)> {
        self.points.get(number).copied().flatten()
    }

    fn is_unplaced(&self, number: usize) -> bool {
        self.unplaced.contains(&(number as u32))
    }
}

/// The verdict in words: the breach of a promise, or where nobody promised it, a measurement.
fn headline(words: Option<(Standing, String)>, all: usize, promised: bool) -> Html {
    let (standing, words) = words.unwrap_or_else(|| {
        let most = JUDGED_MAX;
        let why = tn!(
            all as u64,
            "Unknown here: of {all} operation at most {most} are judged on the page.",
            "Unknown here: of {all} operations at most {most} are judged on the page.",
            all,
            most
        );
        (Standing::Unknown, why)
    });
    let more = match (promised, standing) {
        (true, Standing::Unknown) => Some(t!("Checks judges all.")),
        (false, Standing::Violated) => Some(t!("Nobody promised that here.")),
        _ => None,
    };
    let (mark, class) = sign(standing);
    html! {
        <p class="judged" data-check={LINEARIZABILITY} data-verdict={standing.word()}>
            <span class={class!("sign", class)} aria-hidden="true">{ mark }</span><span>{ words }{ for more.map(|more| format!(" {more}")) }</span>
        </p>
    }
}

/// Weaker promises and how they stand.
fn weaker(judged: &Judgement) -> Html {
    let item = |(name, about, standing, why): &(&'static str, &'static str, Standing, Option<String>)| {
        let (mark, class) = sign(*standing);
        html! {
            <li key={*name} class="law" data-check={*name} data-verdict={standing.word()}>
                <div class="inv"><span class={class} aria-hidden="true">{ mark }</span>
                    <b>{ capital(tr(name)) }</b><span class={class!("verdict", class)}>{ tr(standing.word()) }</span></div>
                <p class="statement">{ tr(about) }{ for why.iter().map(|why| html! { <>{ " " }{ why }</> }) }</p>
            </li>
        }
    };
    html! {
        <>
            <h3 class="weaker">{ t!("Weaker promises") }</h3>
            <ul class="checks">{ for judged.weaker.iter().map(item) }</ul>
        </>
    }
}

/// Asks for the instant at which an operation was invoked.
fn seek(operation: &Operation, dispatch: &Callback<Msg>) -> Callback<MouseEvent> {
    let when = When { at: operation.invoked, events: operation.events.0 };
    dispatch.reform(move |_: MouseEvent| Msg::Seek(when))
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

fn picture(chart: &Chart, history: &SharedVec<Operation>, marks: &Marks, dispatch: &Callback<Msg>) -> Html {
    let (width, height) = (chart.size.0 + TAIL, chart.size.1 + 18.0);
    let bar = |bar: &Bar| {
        let onclick = seek(history.get(bar.number)?, dispatch);
        let unplaced = marks.is_unplaced(bar.number);
        Some(draw(bar, width, history.get(bar.number)?, unplaced, onclick))
    };
    let orders = orders(chart, history, |number| marks.point(number).map(|(at, _)| at));
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
            <g>{ for orders.iter().map(|order| order_line(order, marks)) }</g>
        </svg>
    }
}

/// The points of one key, joined in their order.
fn order_line(order: &[Point], marks: &Marks) -> Html {
    let corner =
        |(i, (_, x, y)): (usize, &Point)| format!("{}{} {}", if i == 0 { "M" } else { "L" }, px(*x), px(*y));
    let line: String = order.iter().enumerate().map(corner).collect();
    let diamond = |(number, x, y): &Point| {
        let place = marks.point(*number).map_or(0, |(_, place)| place);
        html! {
            <path key={*number} class="op-point" data-point={place.to_string()} d={format!("M{} {}l4.5 4.5-4.5 4.5-4.5-4.5z", px(*x), px(y - 4.5))}>
                <title>{ t!("takes effect here, number {place} of its key", place) }</title>
            </path>
        }
    };
    html! { <g key={order.first().map_or(0, |(number, ..)| *number)}><path class="op-order" d={line} />{ for order.iter().map(diamond) }</g> }
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

/// What stands in a bar or beside it: all that was asked and answered, or less where there is less room.
fn texts(operation: &Operation, unplaced: bool) -> [String; 2] {
    let (before, after) = match &operation.ended {
        _ if unplaced => ("✖ ", String::new()),
        Some((_, Outcome::Fail(_))) => ("", " ✖".to_owned()),
        Some((_, Outcome::Unknown)) => ("", " ?".to_owned()),
        Some((_, Outcome::Ok(_))) | None => ("", String::new()),
    };
    let answer = match &operation.ended {
        Some((_, Outcome::Ok(Some(_)))) => format!(" {}", answered(operation)),
        _ => String::new(),
    };
    [asked(operation) + &answer, briefly(operation)].map(|text| format!("{before}{text}{after}"))
}

fn draw(bar: &Bar, edge: f64, operation: &Operation, unplaced: bool, onclick: Callback<MouseEvent>) -> Html {
    let (x, y, width) = bar.place;
    let room = bar.room.min(edge - x - width);
    let place = |text: String| {
        let length = text.chars().count() as f64 * LETTER + 8.0;
        let at = if length <= width { x + 4.0 } else { x + width + 4.0 };
        (length <= width.max(room)).then_some((at, text))
    };
    let text = texts(operation, unplaced).into_iter().find_map(place);
    let open = operation.ended.is_none().then_some("url(#ops-open)");
    html! {
        <g key={bar.number} class={class!("op", outcome_class(operation), unplaced.then_some("unplaced"))} data-operation={bar.number.to_string()}
            data-unplaced={unplaced.to_string()} {onclick}>
            <title>{ t!("{asked}: {answered}", asked = asked(operation), answered = answered(operation)) }</title>
            <rect x={px(x)} y={px(y)} width={px(width)} height="20" rx="4" fill={open} />
            if let Some((at, text)) = text {
                <text x={px(at)} y={px(y + 14.5)}>{ text }</text>
            }
        </g>
    }
}

/// What the judgement says of an operation, in words.
fn effect(number: usize, marks: &Marks) -> String {
    match marks.point(number) {
        _ if marks.is_unplaced(number) => t!("✖ cannot be placed").to_owned(),
        Some((at, _)) => seconds(at as u64),
        None => "–".to_owned(),
    }
}

fn table(
    history: &SharedVec<Operation>,
    names: &[String],
    marks: Option<&Marks>,
    dispatch: &Callback<Msg>,
) -> Html {
    let first = history.len().saturating_sub(SHOWN_MAX);
    let row = |(number, operation): (usize, &Operation)| {
        let ended = operation.ended.as_ref().map_or_else(|| "–".to_owned(), |(at, _)| seconds(*at));
        html! {
            <tr key={number}>
                <th scope="row">{ name(names, operation.client) }</th>
                <td><button type="button" class="textlink" onclick={seek(operation, dispatch)}>{ asked(operation) }</button></td>
                <td class="num">{ seconds(operation.invoked) }</td><td class="num">{ ended }</td>
                <td class={outcome_class(operation)}>{ answered(operation) }</td>
                if let Some(marks) = marks {
                    <td class={class!("num", marks.is_unplaced(number).then_some("bad"))}>{ effect(number, marks) }</td>
                }
            </tr>
        }
    };
    let mut rows: Vec<Html> = (first..).zip(history.iter_from(first)).map(row).collect();
    rows.reverse();
    html! {
        <div class="scroll-x" tabindex="0" role="group" aria-label={t!("Table of operations")}>
            <table class="ledger">
                <thead><tr><th scope="col">{ t!("Client") }</th><th scope="col">{ t!("Asked") }</th><th scope="col">{ t!("from s") }</th>
                    <th scope="col">{ t!("to s") }</th><th scope="col">{ t!("Answer") }</th>
                    if marks.is_some() { <th scope="col">{ t!("Effect s") }</th> }</tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </div>
    }
}
