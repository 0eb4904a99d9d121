//! How gossip shows itself: glyphs, the inspector's fields, doubts about settings.

use super::monitors::{Counts, Epidemic};
use super::{Config, Disk, FIRST, Gossip, Phase, Update};
use crate::sim::{
    Curve, Epoch, Glyph, Ms, NetworkConfig, NodeView, Panel, Series, Shape, Tone, Value, decimal,
};
use netsplit_text::{marked, msg, tn, tr};

/// How a node looks.
pub fn glyph(node: Option<&Gossip>, disk: &Disk) -> Glyph {
    // Whether a dead node was interested was in its memory; what it knew is on its disk.
    let kept = if disk.held.is_some() { Phase::Removed } else { Phase::Susceptible };
    let (role, shape, tone) = match node.map_or(kept, |node| node.phase) {
        Phase::Susceptible => (msg!("susceptible"), Shape::Plain, Tone::Follow),
        Phase::Infective => (msg!("infective"), Shape::Star, Tone::Lead),
        Phase::Removed => (msg!("removed"), Shape::Tick, Tone::Good),
    };
    let by = |update: Update| {
        let word = msg!("update by node");
        Epoch { word, mark: "u", number: u64::from(update.origin.0) + 1 }
    };
    // Most runs have no other update than the first.
    let epoch = disk.update().filter(|update| update.origin != FIRST).map(by);
    Glyph { role, shape, tone, epoch }
}

/// What the inspector shows.
pub fn view(node: Option<&Gossip>, disk: &Disk, config: &Config, out: &mut NodeView) {
    out.disk(msg!("update made by"), disk.update().map(|update| update.origin));
    out.disk(msg!("made at"), disk.update().map_or(Value::None, |update| Value::Time(update.stamp)));
    out.disk(msg!("learned at"), disk.held.map_or(Value::None, |held| Value::Time(held.learned)));
    let Some(node) = node else { return };
    out.memory(msg!("state"), tr(glyph(Some(node), disk).role));
    if config.rumours() {
        out.memory(msg!("counter"), u64::from(node.counter));
    }
    out.memory(msg!("updates sent"), u64::from(node.sent));
}

/// The panel of the epidemic: how many are susceptible, infective, removed, cycle by cycle.
pub fn epidemic(epidemic: &Epidemic, config: &Config) -> Panel {
    let runs = config.running();
    let curve = |name, tone, of: fn(Counts) -> u32| {
        let points =
            epidemic.course.iter().map(|(cycle, counts)| (f64::from(*cycle), f64::from(of(*counts))));
        Curve { name, tone, points: points.collect() }
    };
    let theory = super::pittel(runs);
    let marks =
        if epidemic.course.is_empty() { Vec::new() } else { vec![("log₂ n + ln n".to_owned(), theory)] };
    Panel::Series(Series {
        title: "Epidemic",
        x: (msg!("Cycles since the update began"), libm::ceil(theory * 1.5)),
        y: (msg!("Nodes"), runs as f64),
        curves: vec![
            curve(msg!("susceptible"), Tone::Follow, |counts| counts.susceptible),
            curve(msg!("infective"), Tone::Lead, |counts| counts.infective),
            curve(msg!("removed"), Tone::Good, |counts| counts.removed),
        ],
        marks,
        measures: measures(epidemic),
    })
}

/// The measures of §1.4, of the newest update so far.
fn measures(epidemic: &Epidemic) -> Vec<(&'static str, Value)> {
    let total = u64::from(epidemic.counts.total()).max(1);
    let share = |part: u64, whole: u64, scale: u64, places| {
        Value::Text(marked(decimal((part * scale / whole.max(1)) as i64, places)))
    };
    let (reached, cycles) = (u64::from(epidemic.reached.0), epidemic.reached.1);
    vec![
        (msg!("still susceptible, %"), share(epidemic.counts.susceptible.into(), total, 1_000, 1)),
        (msg!("traffic m"), share(epidemic.sent, total, 100, 2)),
        (msg!("t_ave, cycles"), share(cycles, reached, 10, 1)),
        (msg!("t_last, cycles"), Value::Int(epidemic.last.into())),
    ]
}

/// What is questionable about these settings.
pub fn warnings(config: &Config, network: &NetworkConfig) -> Vec<String> {
    let legs = if config.rumours() && !config.pulls() { 2 } else { 3 };
    let long = legs * network.delay_max;
    let too_long = (long > config.period).then(|| {
        tn!(
            legs,
            "A conversation takes up to {time} ({legs} message), longer than a cycle of {period}: answers come too \
             late, and the measures differ from the paper's.",
            "A conversation takes up to {time} ({legs} messages), longer than a cycle of {period}: answers come too \
             late, and the measures differ from the paper's.",
            time = Ms(long),
            legs,
            period = Ms(config.period)
        )
    });
    too_long.into_iter().collect()
}
