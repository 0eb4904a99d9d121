//! Cutting and restoring single links, and sending over them, as inputs: for whoever clicks or drags, and for the table
//! of links.

use super::describe::name;
use crate::player::Player;
use crate::sim::{CommandLine, Cut, Input, NodeId, NodeSet};

/// The command that dragging from a node to another gives, in a lab that has one.
pub fn dragged(player: &Player, from: NodeId, to: NodeId) -> Option<Input> {
    let command = player.world().gestures().drag?;
    let command = CommandLine::new(command, &[("to", name(player.names(), to))]);
    Some(Input::Command { node: from, command })
}

/// Stops what `from` sends to `to`; with `both`, answers too.
pub fn cut(from: NodeId, to: NodeId, both: bool) -> Input {
    Input::Cut { sides: vec![vec![from].into(), vec![to].into()], one_way: !both }
}

/// Cuts a node off from all the others, if there are any.
pub fn isolate(node: NodeId, nodes: usize) -> Option<Input> {
    let others: NodeSet = (0..nodes).map(NodeId::from).filter(|other| *other != node).collect();
    (!others.is_empty()).then(|| Input::Cut { sides: vec![vec![node].into(), others], one_way: false })
}

/// Whether messages between two nodes are stopped, in either direction.
pub fn is_cut(cuts: &[Cut], a: NodeId, b: NodeId) -> bool {
    cuts.iter().any(|cut| cut.blocks(a, b) || cut.blocks(b, a))
}

/// What cuts the link between two nodes, or restores it and nothing else.
pub fn toggle(cuts: &[Cut], a: NodeId, b: NodeId) -> Vec<Input> {
    if is_cut(cuts, a, b) { restore(cuts, a, b) } else { vec![cut(a, b, true)] }
}

/// Lets messages pass between `a` and `b` again, in both directions, and between nobody else: each cut that stops
/// them is healed, and what it also separated is cut again.
pub fn restore(cuts: &[Cut], a: NodeId, b: NodeId) -> Vec<Input> {
    let stops = |cut: &&Cut| cut.blocks(a, b) || cut.blocks(b, a);
    let mut inputs = Vec::new();
    for cut in cuts.iter().filter(stops) {
        inputs.push(Input::Heal(cut.id));
        inputs.extend(without(cut, a, b));
    }
    inputs
}

/// The cuts that separate whom `cut` does, but for `a` and `b`.
fn without(cut: &Cut, a: NodeId, b: NodeId) -> Vec<Input> {
    let (a, b) = if cut.one_way && !cut.sides[0].contains(a) { (b, a) } else { (a, b) };
    let side = |node: NodeId| cut.sides.iter().position(|side| side.contains(node));
    let (Some(home), Some(_)) = (side(a), side(b)) else { return Vec::new() };
    let but = |side: &NodeSet, node: NodeId| side.iter().filter(|n| *n != node).collect::<NodeSet>();
    let others = cut.sides.iter().enumerate().filter(|(i, _)| *i != home);
    let rest: NodeSet = others.flat_map(|(_, side)| side.iter()).filter(|node| *node != b).collect();
    let alone = vec![vec![a].into(), rest];
    let mut without_a = cut.sides.clone();
    without_a[home] = but(&without_a[home], a);
    if !cut.one_way {
        without_a.retain(|side| !side.is_empty());
    }
    [without_a, alone]
        .into_iter()
        .filter(|sides| sides.len() > 1 && sides.iter().all(|side| !side.is_empty()))
        .map(|sides| Input::Cut { sides, one_way: cut.one_way })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nodes(ids: &[u16]) -> NodeSet {
        ids.iter().map(|id| NodeId(*id)).collect()
    }

    /// The ordered pairs that cuts stop, after carrying out the inputs.
    fn stopped(cuts: &[Cut], inputs: &[Input]) -> Vec<(u16, u16)> {
        let mut cuts = cuts.to_vec();
        for input in inputs {
            match input {
                Input::Heal(id) => cuts.retain(|cut| cut.id != *id),
                Input::Cut { sides, one_way } => {
                    assert!(sides.len() > 1 && sides.iter().all(|side| !side.is_empty()));
                    cuts.push(Cut { id: 100, sides: sides.clone(), one_way: *one_way });
                }
                other => panic!("{other:?}"),
            }
        }
        let pairs = (0..6).flat_map(|a| (0..6).map(move |b| (a, b)));
        pairs.filter(|(a, b)| cuts.iter().any(|cut| cut.blocks(NodeId(*a), NodeId(*b)))).collect()
    }

    #[test]
    fn restoring_a_link_restores_no_other() {
        let shapes: [&[&[u16]]; 5] = [
            &[&[0], &[1]],
            &[&[0, 1], &[2, 3, 4]],
            &[&[0], &[1, 2], &[3, 4]],
            &[&[0], &[1], &[2]],
            &[&[0, 1], &[2, 3], &[4]],
        ];
        for sides in shapes {
            for one_way in [false, true] {
                let cut = Cut { id: 1, sides: sides.iter().map(|side| nodes(side)).collect(), one_way };
                let before = stopped(std::slice::from_ref(&cut), &[]);
                for (a, b) in before.clone() {
                    for (a, b) in [(a, b), (b, a)] {
                        let inputs = restore(std::slice::from_ref(&cut), NodeId(a), NodeId(b));
                        let after = stopped(std::slice::from_ref(&cut), &inputs);
                        let wanted: Vec<_> = before
                            .iter()
                            .copied()
                            .filter(|pair| *pair != (a, b) && *pair != (b, a))
                            .collect();
                        assert_eq!(after, wanted, "{a} and {b} of {cut:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn an_isolated_node_is_alone() {
        let Some(Input::Cut { sides, one_way: false }) = isolate(NodeId(1), 3) else { panic!() };
        assert_eq!(sides, [nodes(&[1]), nodes(&[0, 2])]);
        assert_eq!(isolate(NodeId(0), 1), None);
    }

    #[test]
    fn a_link_is_cut_and_restored() {
        let inputs = toggle(&[], NodeId(1), NodeId(0));
        let [Input::Cut { sides, one_way: false }] = &inputs[..] else { panic!("{inputs:?}") };
        let cut = Cut { id: 1, sides: sides.clone(), one_way: false };
        assert_eq!(toggle(&[cut], NodeId(0), NodeId(1)), [Input::Heal(1)]);
    }
}
