//! The ring (§4.2, §4.3): which nodes hold which keys.
//!
//! The keys are cut into as many equal ranges as there are nodes, each node the home of one (the paper's third strategy,
//! §6.2). A key's preference list begins at its home and goes on around the ring.

use super::Config;
use crate::sim::NodeId;

/// The home of a key: the hash of Java's `String`, over the ring. It puts the keys x, y, z on neighbouring nodes.
pub fn home(key: &str, config: &Config) -> NodeId {
    let hash = key.chars().fold(0_u32, |hash, letter| hash.wrapping_mul(31).wrapping_add(letter.into()));
    NodeId((u64::from(hash) % config.nodes) as u16)
}

/// All nodes in ring order from this home.
pub fn around(home: NodeId, config: &Config) -> impl Iterator<Item = NodeId> + use<> {
    let nodes = config.nodes as u16;
    (0..nodes).map(move |step| NodeId((home.0 + step) % nodes))
}

/// The first N nodes of the preference list: the replicas of the range of this home.
pub fn replicas(home: NodeId, config: &Config) -> impl Iterator<Item = NodeId> + use<> {
    around(home, config).take(config.n as usize)
}

/// Whether a node is a replica of the range of this home.
pub fn is_replica(node: NodeId, home: NodeId, config: &Config) -> bool {
    let nodes = config.nodes;
    (u64::from(node.0) + nodes - u64::from(home.0)) % nodes < config.n
}

/// The ranges that all of these nodes replicate, by their homes.
pub fn shared<'a>(nodes: &'a [NodeId], config: &'a Config) -> impl Iterator<Item = NodeId> + 'a {
    let homes = (0..config.nodes as u16).map(NodeId);
    homes.filter(|home| nodes.iter().all(|node| is_replica(*node, *home, config)))
}
