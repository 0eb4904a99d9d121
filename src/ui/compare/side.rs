//! One side: its stage, and below it what the run has cost and come to, with what differs from the other side set off.

use super::{ComparePage, Event};
use crate::player::{Counts, Player, Side};
use crate::sim::{Micros, decimal};
use crate::ui::class::class;
use crate::ui::figures::{capital, seconds, shown, thousands};
use crate::ui::memo::memo;
use crate::ui::model::{Handle, Msg, Selection};
use crate::ui::panels::sign;
use crate::ui::prose::prose;
use crate::ui::stage::{StageProps, stage};
use netsplit_text::{t, tn, tr};
use std::rc::Rc;
use yew::prelude::*;

/// Milestones shown: the newest.
const MILESTONES: usize = 3;

impl ComparePage {
    /// A side as a region of its own.
    pub(super) fn side(&self, ctx: &Context<Self>, side: Side) -> Html {
        let handle = &self.sides[side as usize];
        let player = handle.get();
        let running = player.running();
        let (chosen, selection) = self.selection;
        let alone = ctx.link().callback(move |_: MouseEvent| Event::Alone(side));
        let title = format!("{}: {}", capital(tr(side.word())), tr(player.lab().about.title));
        html! {
            <section class="side-view" aria-label={title.clone()} data-side={side.word()}
                data-lab={player.lab().about.id}
                data-time={decimal(player.when().at as i64, 3)}
                data-end={decimal(player.edge().at as i64, 3)}
                data-events={player.when().events.to_string()}
                data-seed={player.branch().setup.seed.to_string()}
                data-running={running.to_string()}
                data-digest={(!running).then(|| format!("{:016x}", player.digest()))}>
                <header class="side-head">
                    <h2>{ title }</h2>{ self.differing(side) }
                    <button class="btn ghost small" onclick={alone}>{ t!("Open alone") }</button>
                </header>
                <div class="stage" ref={self.stages[side as usize].clone()}>
                    { self.drawing(side, handle.clone(), selection.filter(|_| chosen == side)) }
                </div>
                { self.facts(side) }
            </section>
        }
    }

    fn drawing(&self, side: Side, player: Handle, selection: Option<Selection>) -> Html {
        let time = player.get().time();
        stage(StageProps {
            player,
            time,
            selection,
            tool: self.tool,
            size: self.sizes[side as usize],
            big: false,
            reduced: self.reduced,
            insets: Some((8.0, 8.0)),
            light: Rc::default(),
            dispatch: self.dispatch[side as usize].clone(),
        })
    }

    /// The settings in force that differ between the sides, as this one has them.
    fn differing(&self, side: Side) -> Html {
        let (own, other) = (self.slow[side as usize].clone(), self.slow[side.other() as usize].clone());
        let version = own.revision().wrapping_add(other.revision());
        memo((version, side as u64), move || differing(&own.get(), &other.get()))
    }

    /// What the run has cost and come to.
    fn facts(&self, side: Side) -> Html {
        let (own, other) = (self.slow[side as usize].clone(), self.slow[side.other() as usize].clone());
        let dispatch = self.dispatch[side as usize].clone();
        let version = own.revision().wrapping_add(other.revision());
        // Counts go by the time shown too, which passes without events.
        memo((version, self.slow_at << 1 | side as u64), move || facts(&own, &other, &dispatch))
    }
}

fn differing(own: &Player, other: &Player) -> Html {
    let chip = |param: &'static crate::sim::Param| {
        let value = own.world().setting(param.key)?;
        let differs = other.world().setting(param.key).is_some_and(|theirs| theirs != value);
        let words = format!("{} ", tr(param.label));
        differs.then(|| html! { <span key={param.key} class="chip" data-setting={param.key}>{ words }<b>{ param.words(value) }</b></span> })
    };
    html! { <div class="chips">{ for own.lab().params().filter_map(chip) }</div> }
}

fn facts(own: &Handle, other: &Handle, dispatch: &Callback<Msg>) -> Html {
    let (own, other) = (own.get(), other.get());
    let (mine, theirs) = (rows(&own.counts()), rows(&other.counts()));
    let asked = !own.world().history().is_empty() || !other.world().history().is_empty();
    let counts = mine.iter().zip(&theirs).filter(|(row, _)| asked || !row.of_clients);
    html! {
        <div class="facts">
            <dl class="counts" aria-label={t!("Counts")}>{ for counts.map(|(mine, theirs)| count(mine, theirs)) }</dl>
            <div>
                { verdicts(&own, &other) }
                { milestones(&own, dispatch) }
            </div>
        </div>
    }
}

/// What is counted.
struct Row {
    id: &'static str,
    label: &'static str,
    /// Whether it is about what clients ask.
    of_clients: bool,
    value: Option<u64>,
    /// Whether the value is a time, µs, or a plain count.
    is_time: bool,
    /// What stands beside the value.
    note: Option<String>,
}

fn rows(counts: &Counts) -> [Row; 8] {
    let traffic = counts.traffic;
    let number = |id, label, of_clients, value| Row {
        id,
        label,
        of_clients,
        value: Some(value),
        is_time: false,
        note: None,
    };
    let time = |id, label, value| Row { id, label, of_clients: true, value, is_time: true, note: None };
    let open = number("open", t!("Still waiting"), true, counts.open);
    [
        number("messages", t!("Messages sent"), false, traffic.messages),
        number("bytes", t!("Bytes sent"), false, traffic.bytes),
        number("lost", t!("Messages lost"), false, traffic.lost),
        number("answered", t!("Operations answered"), true, counts.answered),
        time("mean", t!("Time to answer, mean"), counts.mean),
        time("longest", t!("Time to answer, longest"), counts.longest),
        number("given-up", t!("Given up by clients"), true, counts.given_up),
        Row { note: counts.waiting.map(|time| t!("for {time} ms", time = ms(time))), ..open },
    ]
}

fn ms(time: Micros) -> String {
    shown(time as f64 / 1_000.0, 1)
}

/// A count, and by how much it differs from the other side's.
fn count(mine: &Row, theirs: &Row) -> Html {
    let text = |value: u64| if mine.is_time { format!("{} ms", ms(value)) } else { thousands(value) };
    let difference = mine.value.zip(theirs.value).filter(|(own, other)| own != other).map(|(own, other)| {
        let sign = if own > other { "+" } else { "−" };
        format!("{sign}{}", text(own.abs_diff(other)))
    });
    let differs = mine.value != theirs.value;
    html! {
        <div key={mine.id} class={class!("count", differs.then_some("differs"))} data-count={mine.id}>
            <dt>{ mine.label }</dt>
            <dd><b class="num">{ mine.value.map_or_else(|| "–".to_owned(), text) }</b>
                <span class="num note">{ mine.note.clone().unwrap_or_default() }</span>
                <span class="num than" aria-label={difference.as_ref().map(|by| t!("{by} against the other side", by))}>{ difference.unwrap_or_default() }</span></dd>
        </div>
    }
}

/// How the properties stand; those that stand otherwise on the other side are set off.
fn verdicts(own: &Player, other: &Player) -> Html {
    let theirs = other.world().verdicts();
    let mine = own.world().verdicts();
    let law = |verdict: &crate::sim::Verdict| {
        let name = verdict.property.name;
        let (mark, class) = sign(verdict.standing);
        let same =
            theirs.iter().any(|other| other.property.name == name && other.standing == verdict.standing);
        html! {
            <li key={name} class={class!("inv", (!same).then_some("differs"))} data-check={name} data-verdict={verdict.standing.word()}>
                <span class={class} aria-hidden="true">{ mark }</span>{ tr(name) }<span class="unseen">{ format!(": {}", tr(verdict.standing.word())) }</span>
            </li>
        }
    };
    html! { <ul class="laws" aria-label={tn!(mine.len() as u64, "{n} property", "{n} properties")}>{ for mine.iter().map(law) }</ul> }
}

/// The newest milestones, newest first.
fn milestones(player: &Player, dispatch: &Callback<Msg>) -> Html {
    let (trace, names, glossary) = (player.trace(), player.names(), player.lab().about.glossary);
    let end = trace.story_after(player.when());
    let told = (0..end).rev().filter_map(|i| trace.story.get(i));
    let told = told.filter(|line| line.line.milestone.is_some()).take(MILESTONES);
    let line = |line: &crate::sim::StoryRecord| {
        let (when, time) = (line.when, seconds(line.when.at));
        let go = dispatch.reform(move |_: MouseEvent| Msg::Seek(when));
        html! {
            <li key={format!("{}-{}", when.events, line.inputs)} class="tale milestone">
                <button type="button" class="t" aria-label={t!("Go to {time} s", time)} onclick={go}>{ &time }</button>
                <span class="what"><span class="flag" aria-hidden="true"></span>{ prose(&line.line.spans(names), glossary) }</span>
            </li>
        }
    };
    html! { <ol class="say" reversed=true aria-label={t!("Latest milestones")}>{ for told.map(line) }</ol> }
}
