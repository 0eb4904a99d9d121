//! Deeds in words: what a branch is named after, and what *Undo* says.

use crate::sim::{Input, MessageName, NodeId, decimal};
use netsplit_text::{marked, t};

/// An input in a few words: `n1 killed`, `n1 n2 | n3 n4 n5 split`.
pub fn deed(input: &Input, names: &[String]) -> String {
    let name = |node: &NodeId| names.get(node.index()).cloned().unwrap_or_default();
    let ends = |message: &MessageName| (name(&message.from), name(&message.to));
    match input {
        Input::Crash(node) => t!("{node} killed", node = name(node)),
        Input::Restart(node) => t!("{node} restarted", node = name(node)),
        Input::Pause(node) => t!("{node} paused", node = name(node)),
        Input::Resume(node) => t!("{node} resumed", node = name(node)),
        Input::Cut { sides, one_way } => {
            let sides = sides.iter().map(|side| side.words(names)).collect::<Vec<_>>();
            t!("{sides} split", sides = sides.join(if *one_way { " ⊣ " } else { " | " }))
        }
        Input::Heal(_) => t!("a cut healed").to_owned(),
        Input::HealAll => t!("network healed").to_owned(),
        Input::Skew { node, .. } => t!("{node}'s clock set", node = name(node)),
        Input::Command { node, command } => match command.arg("to") {
            Some(to) => t!("{command} to {node}", command = command.name, node = to),
            None => t!("{command} at {node}", command = command.name, node = name(node)),
        },
        Input::Set { key, .. } => t!("{key} changed", key),
        Input::Rule(_) | Input::ClearRules => t!("delays changed").to_owned(),
        Input::Drop(message) => {
            let (from, to) = ends(message);
            t!("message {from}→{to} dropped", from, to)
        }
        Input::Duplicate(message) => {
            let (from, to) = ends(message);
            t!("message {from}→{to} doubled", from, to)
        }
        Input::Postpone(message, by) => {
            let ((from, to), by) = (ends(message), marked(decimal(*by as i64, 3)));
            t!("message {from}→{to} delayed {by} ms", from, to, by)
        }
        Input::Deliver(message) => {
            let (from, to) = ends(message);
            t!("message {from}→{to} delivered", from, to)
        }
        Input::Hold(true) => t!("messages held").to_owned(),
        Input::Hold(false) => t!("messages released").to_owned(),
        Input::Byzantine(node, true) => t!("{node} made byzantine", node = name(node)),
        Input::Byzantine(node, false) => t!("{node} made honest", node = name(node)),
        Input::Reseed(_) => t!("chance changed").to_owned(),
    }
}
