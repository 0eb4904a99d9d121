//! How gossip shows itself: glyphs, the inspector's fields, doubts about settings.

use super::{Config, Disk, Gossip, Phase};
use crate::sim::{Glyph, Ms, NetworkConfig, NodeView, Shape, Tone, Value};

/// How a node looks.
pub fn glyph(node: Option<&Gossip>, disk: &Disk) -> Glyph {
    // Whether a dead node was interested was in its memory; what it knew is on its disk.
    let kept = if disk.held.is_some() { Phase::Removed } else { Phase::Susceptible };
    let (role, shape, tone) = match node.map_or(kept, |node| node.phase) {
        Phase::Susceptible => ("susceptible", Shape::Plain, Tone::Follow),
        Phase::Infective => ("infective", Shape::Star, Tone::Lead),
        Phase::Removed => ("removed", Shape::Tick, Tone::Good),
    };
    Glyph { role, shape, tone, epoch: None }
}

/// What the inspector shows.
pub fn view(node: Option<&Gossip>, disk: &Disk, config: &Config, out: &mut NodeView) {
    out.disk("update made by", disk.update().map(|update| update.origin));
    out.disk("made at", disk.update().map_or(Value::None, |update| Value::Time(update.stamp)));
    out.disk("learned at", disk.held.map_or(Value::None, |held| Value::Time(held.learned)));
    let Some(node) = node else { return };
    out.memory("state", glyph(Some(node), disk).role);
    if config.rumours() {
        out.memory("counter", u64::from(node.counter));
    }
    out.memory("updates sent", u64::from(node.sent));
}

/// What is questionable about these settings.
pub fn warnings(config: &Config, network: &NetworkConfig) -> Vec<String> {
    let legs = if config.rumours() && !config.pulls() { 2 } else { 3 };
    let long = legs * network.delay_max;
    let too_long = (long > config.period).then(|| {
        format!(
            "A conversation takes up to {} ({legs} messages), longer than a cycle of {}: answers come too late, and \
             the measures differ from the paper's.",
            Ms(long),
            Ms(config.period)
        )
    });
    too_long.into_iter().collect()
}
