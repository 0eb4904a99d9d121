//! Short words for the inputs that scenarios are written with.

use crate::sim::{CommandLine, Input, NodeId, NodeSet};

/// Memory gone, disk kept.
pub fn kill(node: NodeId) -> Input {
    Input::Crash(node)
}

/// Starts a crashed node from its disk.
pub fn restart(node: NodeId) -> Input {
    Input::Restart(node)
}

/// Makes a node's clock drift, by parts per million.
pub fn drift(node: NodeId, drift: i32) -> Input {
    Input::Skew { node, offset: 0, drift }
}

/// Separates groups of nodes from each other.
pub fn cut(sides: &[&[NodeId]]) -> Input {
    let sides = sides.iter().map(|side| side.iter().copied().collect::<NodeSet>()).collect();
    Input::Cut { sides, one_way: false }
}

/// Makes the network whole again.
pub fn heal() -> Input {
    Input::HealAll
}

/// Changes a live parameter to a stored value.
pub fn set(key: &str, value: i64) -> Input {
    Input::Set { key: key.to_owned(), value }
}

/// Tells a node to do something.
pub fn tell(node: NodeId, command: &str, args: &[(&str, &str)]) -> Input {
    Input::Command { node, command: CommandLine::new(command, args) }
}
