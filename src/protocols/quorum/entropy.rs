//! Anti-entropy (§4.7): replicas compare Merkle trees of the ranges that they share, level by level, and exchange what
//! is under the leaves that differ.

use super::message::{Entry, Message};
use super::replica::{Replica, named};
use super::{Context, ring, story};
use crate::kit::merkle::{Place, ROOT, Tree, children, is_leaf, leaf};
use crate::sim::{NodeId, SortedMap, Value};

impl Replica {
    /// Compares with the next node around the ring that has a range in common with this one.
    pub fn compare(&mut self, cx: &mut Context) {
        let nodes = cx.config.nodes as u16;
        if !cx.config.anti_entropy {
            return;
        }
        for _ in 1..nodes {
            self.peer = (self.peer + 1) % nodes;
            let peer = NodeId(self.peer);
            let pair = [cx.me, peer];
            let roots: Vec<_> = ring::shared(&pair, cx.config)
                .map(|home| (home, ROOT, cx.disk.tree(home, cx.config).hash(ROOT)))
                .collect();
            if peer != cx.me && !roots.is_empty() {
                return cx.send(peer, Message::Hashes { hashes: roots });
            }
        }
    }
}

/// Somebody's hashes: where they differ from ours, one level further down is compared, and at the leaves what is stored
/// there is exchanged.
pub fn on_hashes(from: NodeId, hashes: &[(NodeId, Place, u64)], cx: &mut Context) {
    let mut trees: SortedMap<NodeId, Tree> = SortedMap::default();
    let (mut below, mut leaves) = (Vec::new(), Vec::new());
    for (home, place, theirs) in hashes {
        if !trees.contains(home) {
            trees.insert(*home, cx.disk.tree(*home, cx.config));
        }
        let Some(tree) = trees.get(home) else { continue };
        if tree.hash(*place) == *theirs || !ring::is_replica(cx.me, *home, cx.config) {
            continue;
        }
        if is_leaf(*place) {
            leaves.push((*home, *place));
        } else {
            below.extend(children(*place).map(|child| (*home, child, tree.hash(child))));
        }
    }
    if !below.is_empty() {
        let (me, count) = (cx.me, below.len() as u64 / 2);
        cx.tell(&story::DESCENDS, || [me.into(), from.into(), count.into()]);
        cx.send(from, Message::Hashes { hashes: below });
    }
    if !leaves.is_empty() {
        let entries = under(&leaves, cx);
        cx.send(from, Message::Leaves { leaves, entries, mutual: true });
    }
}

/// What somebody has under leaves that differ.
pub fn on_leaves(
    from: NodeId,
    leaves: Vec<(NodeId, Place)>,
    entries: &[Entry],
    mutual: bool,
    cx: &mut Context,
) {
    let me = cx.me;
    let mine = under(&leaves, cx);
    for (key, versions) in entries {
        if cx.disk.keep(key, versions, cx.config) {
            cx.tell(&story::MENDED, || [me.into(), Value::Text(named(key, versions)), from.into()]);
        }
    }
    if mutual {
        cx.send(from, Message::Leaves { leaves, entries: mine, mutual: false });
    }
}

/// What this node has under some leaves.
fn under(leaves: &[(NodeId, Place)], cx: &Context) -> Vec<Entry> {
    let there = |key: &str| leaves.contains(&(ring::home(key, cx.config), leaf(key)));
    cx.disk
        .store
        .iter()
        .filter(|(key, _)| there(key))
        .map(|(key, kept)| (key.clone(), kept.clone()))
        .collect()
}
