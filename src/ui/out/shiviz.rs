//! The trace as a log for [ShiViz](https://bestchai.bitbucket.io/shiviz/): for each event a line that says what
//! happened, then its node and its vector clock. ShiViz reads it with its own default expression,
//! `(?<event>.*)\n(?<host>\S*) (?<clock>{.*})`.

use crate::player::Player;
use crate::sim::{EventRecord, SWARM, SortedMap};
use crate::ui::describe;
use netsplit_text::t;

/// There are no vector clocks to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{}",
    t!(
        "A ShiViz log needs a vector clock at every event, and runs of more than {most} nodes have none. Choose fewer nodes, or save the trace as JSON.",
        most = SWARM
    )
)]
pub struct NoClocks;

/// The events up to the instant shown, in order.
///
/// # Errors
/// When the run has no vector clocks.
pub fn shiviz(player: &Player) -> Result<String, NoClocks> {
    let (trace, when) = (player.trace(), player.when());
    let hosts: Vec<String> = player.names().iter().map(|name| host(name)).collect();
    if hosts.len() > SWARM {
        return Err(NoClocks);
    }
    let told = told(player);
    let mut out = String::new();
    for (event, n) in trace.events.iter().zip(1..).take(when.events as usize) {
        let text = match told.get(&n) {
            Some(story) => story.clone(),
            None => describe::happened(trace, n, player.names()),
        };
        out += &format!("{}\n{} {}\n", line(&text), hosts[event.node.index()], clock(event, &hosts));
    }
    Ok(out)
}

/// What the story tells of events; of several lines the first.
fn told(player: &Player) -> SortedMap<u64, String> {
    let mut told = SortedMap::default();
    for line in player.trace().story.iter().take_while(|line| line.when <= player.when()) {
        if let Some(event) = line.event.filter(|event| told.get(event).is_none()) {
            told.insert(event, line.line.plain(player.names()));
        }
    }
    told
}

/// A name that the expression reads as one.
fn host(name: &str) -> String {
    name.chars().map(|letter| if letter.is_whitespace() { '_' } else { letter }).collect()
}

/// A text that is one line.
fn line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// The vector clock as JSON: the nodes that the event knows something of.
fn clock(event: &EventRecord, hosts: &[String]) -> String {
    let entries = event.clock.vector.iter().zip(hosts).filter(|(count, _)| **count > 0);
    let entries = entries.map(|(count, host)| format!("{}:{count}", serde_json::Value::from(host.as_str())));
    format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
}
