//! Deeds in words: what a branch is named after, and what *Undo* says.

use crate::sim::{Input, NodeId, decimal};

/// An input in a few words: `n1 killed`, `n1 n2 | n3 n4 n5 split`.
pub fn deed(input: &Input, names: &[String]) -> String {
    let name = |node: &NodeId| names.get(node.index()).cloned().unwrap_or_default();
    match input {
        Input::Crash(node) => format!("{} killed", name(node)),
        Input::Restart(node) => format!("{} restarted", name(node)),
        Input::Pause(node) => format!("{} paused", name(node)),
        Input::Resume(node) => format!("{} resumed", name(node)),
        Input::Cut { sides, one_way } => {
            let sides = sides.iter().map(|side| side.words(names)).collect::<Vec<_>>();
            sides.join(if *one_way { " ⊣ " } else { " | " }) + " split"
        }
        Input::Heal(_) => "a cut healed".to_owned(),
        Input::HealAll => "network healed".to_owned(),
        Input::Skew { node, .. } => format!("{}'s clock set", name(node)),
        Input::Command { node, command } => match command.arg("to") {
            Some(to) => format!("{} to {to}", command.name),
            None => format!("{} at {}", command.name, name(node)),
        },
        Input::Set { key, .. } => format!("{key} changed"),
        Input::Rule(_) | Input::ClearRules => "delays changed".to_owned(),
        Input::Drop(message) => format!("message {}→{} dropped", name(&message.from), name(&message.to)),
        Input::Duplicate(message) => format!("message {}→{} doubled", name(&message.from), name(&message.to)),
        Input::Postpone(message, by) => {
            let by = decimal(*by as i64, 3);
            format!("message {}→{} delayed {by} ms", name(&message.from), name(&message.to))
        }
        Input::Deliver(message) => format!("message {}→{} delivered", name(&message.from), name(&message.to)),
        Input::Hold(true) => "messages held".to_owned(),
        Input::Hold(false) => "messages released".to_owned(),
        Input::Byzantine(node, true) => format!("{} made byzantine", name(node)),
        Input::Byzantine(node, false) => format!("{} made honest", name(node)),
        Input::Reseed(_) => "chance changed".to_owned(),
    }
}
