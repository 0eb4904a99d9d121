//! The panels that a lab adds: logs aligned by index, tables, curves.

use super::series::series;
use crate::sim::{Cell, GridRow, NodeId, Panel, SortedMap, Value};
use crate::ui::class::class;
use crate::ui::describe::name;
use crate::ui::figures::px;
use crate::ui::model::{Handle, Msg, Selection};
use netsplit_text::{t, tr};
use web_sys::Element;
use yew::prelude::*;

/// A column's width, px.
const COLUMN: f64 = 32.0;
/// A cell's height and that of a line of marks, px.
const LINES: (f64, f64) = (24.0, 15.0);
/// The heads of the columns, px.
const HEAD: f64 = 20.0;
/// Room between rows, px.
const GAP: f64 = 10.0;
/// A letter's width in a mark, px.
const LETTER: f64 = 6.4;

/// What a lab's own panel is drawn from.
#[derive(PartialEq)]
pub struct ExtraProps {
    /// The player.
    pub player: Handle,
    /// What it shows.
    pub panel: Panel,
    /// To the page.
    pub dispatch: Callback<Msg>,
}

/// A panel that a lab adds.
pub fn extra(props: &ExtraProps) -> Html {
    let player = props.player.get();
    let names = player.names();
    match &props.panel {
        Panel::Grid { title, first, rows } => {
            let names = names.to_vec();
            let grid = (*first, rows.clone());
            html! { <section class="sect" aria-label={tr(title)}><Grid {names} {grid} dispatch={props.dispatch.clone()} /></section> }
        }
        Panel::Table { title, head, rows } => html! {
            <section class="sect" aria-label={tr(title)}>{ table(tr(title), head, rows, names) }</section>
        },
        Panel::Series(curves) => series(curves, names),
    }
}

fn table(title: &'static str, head: &[&'static str], rows: &[Vec<Value>], names: &[String]) -> Html {
    let cell = |(i, value): (usize, &Value)| html! { <td key={i} class="num">{ value.text(names) }</td> };
    html! {
        <div class="scroll-x" tabindex="0" role="group" aria-label={title}>
            <table class="ledger">
                <thead><tr>{ for head.iter().map(|word| html! { <th key={*word} scope="col">{ tr(word) }</th> }) }</tr></thead>
                <tbody>{ for rows.iter().enumerate().map(|(i, row)| html! {
                    <tr key={i}>{ for row.iter().enumerate().map(cell) }</tr>
                }) }</tbody>
            </table>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct GridProps {
    names: Vec<String>,
    /// The index of the first column, and the rows.
    grid: (u64, Vec<GridRow>),
    dispatch: Callback<Msg>,
}

/// A row's marks on lines below it, so that no name or tick runs into another: how many lines, and each mark's line,
/// column and names. The rightmost come first, highest up; what stands left of them runs below.
fn mark_lines(row: &GridRow, first: u64) -> (usize, Vec<(usize, f64, String)>) {
    let mut at: SortedMap<u64, Vec<&str>> = SortedMap::default();
    for mark in row.marks.iter().filter(|mark| mark.index + 1 >= first) {
        at.or_default(mark.index).push(tr(mark.name));
    }
    let mut starts: Vec<f64> = Vec::new();
    let mut out = Vec::new();
    for (index, names) in at.into_iter().rev() {
        // One at the index before the first column (nothing yet) stands at the edge.
        let x = ((index as f64 - first as f64 + 0.5) * COLUMN).max(2.0);
        let text = names.join(" ");
        let end = mark_end(x, &text);
        let free = |line: &usize| starts[*line..].iter().all(|start| end <= *start);
        let line = (0..starts.len()).find(free).unwrap_or(starts.len());
        if line == starts.len() {
            starts.push(x);
        }
        starts[line] = x;
        out.push((line, x, text));
    }
    (starts.len(), out)
}

/// Where a mark's name ends.
fn mark_end(x: f64, text: &str) -> f64 {
    x + 8.0 + text.chars().count() as f64 * LETTER
}

/// Logs: a row a node, a column an index.
#[component]
fn Grid(props: &GridProps) -> Html {
    let scroll = use_node_ref();
    let (first, rows) = (props.grid.0, &props.grid.1);
    let last = rows.iter().flat_map(|row| {
        let cells = row.cells.last().map(|cell| cell.index);
        cells.into_iter().chain(row.marks.iter().map(|mark| mark.index))
    });
    let last = last.max().unwrap_or(first).max(first);
    let columns = (last - first + 1) as f64 * COLUMN;
    {
        let scroll = scroll.clone();
        // The newest column comes into sight; the names of marks beyond it need not.
        use_effect_with(last, move |_| {
            if let Some(scroll) = scroll.cast::<Element>() {
                scroll.set_scroll_left((columns as i32 + COLUMN as i32 - scroll.client_width()).max(0));
            }
        });
    }
    let lined: Vec<_> = rows.iter().map(|row| mark_lines(row, first)).collect();
    let mut top = HEAD;
    let mut tops = Vec::new();
    for (lines, _) in &lined {
        tops.push(top);
        top += LINES.0 + *lines as f64 * LINES.1 + GAP;
    }
    let widest = lined.iter().flat_map(|(_, marks)| marks.iter().map(|(_, x, text)| mark_end(*x, text)));
    let width = widest.fold(columns, f64::max) + 4.0;
    let title = |(row, top): (&GridRow, &f64)| grid_name(row.node, *top, &props.names, &props.dispatch);
    html! {
        <div class="logs">
            <svg class="logs-names" width="46" height={px(top)} aria-hidden="true">{ for rows.iter().zip(&tops).map(title) }</svg>
            <div class="logs-scroll" ref={scroll} tabindex="0" role="group" aria-label={t!("Cells by index; the table below lists them")}>
                <svg width={px(width)} height={px(top)} aria-hidden="true">
                    <g>{ for (first..=last).map(|index| column_head(index, first)) }</g>
                    { for rows.iter().zip(&lined).zip(&tops).map(|((row, (_, marks)), top)| grid_row(row, first, marks, *top)) }
                </svg>
            </div>
            { in_words(rows, &props.names) }
        </div>
    }
}

fn grid_name(node: NodeId, top: f64, names: &[String], dispatch: &Callback<Msg>) -> Html {
    let onclick = dispatch.reform(move |_: MouseEvent| Msg::Select(Some(Selection::Node(node))));
    html! { <text key={node.0.to_string()} class="logs-name" x="0" y={px(top + 16.5)} {onclick}>{ name(names, node) }</text> }
}

fn column_head(index: u64, first: u64) -> Html {
    let x = (index - first) as f64 * COLUMN + COLUMN / 2.0;
    html! { <text key={index.to_string()} class="logs-head" x={px(x)} y="13">{ index }</text> }
}

/// The class of a cell's hue.
pub fn hue(epoch: u64) -> String {
    format!("e{}", epoch.saturating_sub(1) % 6 + 1)
}

fn grid_row(row: &GridRow, first: u64, marks: &[(usize, f64, String)], top: f64) -> Html {
    let cell = |cell: &Cell| {
        let x = cell.index.saturating_sub(first) as f64 * COLUMN;
        let class = class!("logs-cell", hue(cell.epoch), (!cell.committed).then_some("open"));
        let (index, value) = (cell.index, &cell.value);
        let title = if cell.committed {
            t!("{index}: {value}", index, value)
        } else {
            t!("{index}: {value} (not committed)", index, value)
        };
        html! {
            <g key={cell.index.to_string()} {class}>
                <title>{ title }</title>
                <rect x={px(x + 1.0)} y={px(top)} width={px(COLUMN - 2.0)} height={px(LINES.0)} rx="4" />
                <text x={px(x + COLUMN / 2.0)} y={px(top + 16.5)}>{ cell.mark }{ cell.epoch }</text>
            </g>
        }
    };
    let mark = |(i, (line, x, text)): (usize, &(usize, f64, String))| {
        let y = top + LINES.0 + (*line as f64 + 1.0) * LINES.1 - 3.0;
        html! {
            <g key={i} class="logs-mark">
                <path d={format!("M{} {}V{}", px(*x), px(top + LINES.0 + 1.0), px(y))} />
                <text x={px(x + 4.0)} y={px(y)}>{ text }</text>
            </g>
        }
    };
    html! {
        <g key={row.node.0.to_string()}>
            <g>{ for row.cells.iter().map(cell) }</g>
            <g>{ for marks.iter().enumerate().map(mark) }</g>
        </g>
    }
}

/// The same as a table, for those who hear the page.
fn in_words(rows: &[GridRow], names: &[String]) -> Html {
    let row = |row: &GridRow| {
        let cells = row.cells.iter().map(|cell| {
            let Cell { index, epoch, value, .. } = cell;
            if cell.committed {
                t!("{index}: epoch {epoch} {value}", index, epoch, value)
            } else {
                t!("{index}: epoch {epoch} {value} not committed", index, epoch, value)
            }
        });
        let marks = row.marks.iter().map(|mark| format!("{} {}", tr(mark.name), mark.index));
        html! {
            <tr key={row.node.0.to_string()}><th scope="row">{ name(names, row.node) }</th>
                <td>{ cells.collect::<Vec<_>>().join(", ") }</td><td>{ marks.collect::<Vec<_>>().join(", ") }</td></tr>
        }
    };
    html! {
        <table class="unseen">
            <thead><tr><th scope="col">{ t!("Node") }</th><th scope="col">{ t!("Cells") }</th><th scope="col">{ t!("Marks") }</th></tr></thead>
            <tbody>{ for rows.iter().map(row) }</tbody>
        </table>
    }
}
