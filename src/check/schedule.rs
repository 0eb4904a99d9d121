//! Random fault schedules: what may go wrong, drawn from a seed.
//!
//! A schedule is a list of inputs with their times, so a run that violates something can be replayed, shortened and
//! shared like any other.

use crate::sim::{Chance, Input, MS, Micros, NodeId, NodeSet, Stream};

/// What a schedule may do. A lab's properties hold only under the faults that its protocol tolerates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "one switch a kind of fault")]
pub struct Faults {
    /// Crashes and restarts.
    pub crash: bool,
    /// Pauses.
    pub pause: bool,
    /// Cuts, also one-way ones.
    pub cut: bool,
    /// Loss, duplication and long delays.
    pub network: bool,
    /// Clocks that are off and drift.
    pub skew: bool,
}

impl Faults {
    /// All of them.
    pub const ALL: Faults = Faults { crash: true, pause: true, cut: true, network: true, skew: true };
}

/// The shape of a schedule.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Nodes that faults may strike: the first so many of the roster.
    pub targets: u16,
    /// Nodes that a cut may set apart: the first so many of the roster, clients with their servers.
    pub nodes: u16,
    /// What may happen.
    pub faults: Faults,
    /// How long things go wrong, µs.
    pub length: Micros,
    /// How long, on average, until the next thing happens, µs.
    pub gap: Micros,
    /// The longest delay at other times, µs: what long delays go back to.
    pub usual_delay: Micros,
}

/// What is wrong at the moment, so that a schedule does mostly what has an effect.
struct Wrong {
    rng: Stream,
    options: Options,
    crashed: Vec<NodeId>,
    paused: Vec<NodeId>,
    skewed: Vec<NodeId>,
    cut: bool,
}

/// The schedule of `seed`. `command` gives what clients do in between, or nothing. At the end everything is mended.
pub fn schedule(
    seed: u64,
    options: Options,
    mut command: impl FnMut(&mut Stream) -> Option<Input>,
) -> Vec<(Micros, Input)> {
    let rng = Stream::new(seed, NodeId(u16::MAX));
    let none = Vec::new;
    let mut wrong = Wrong { rng, options, crashed: none(), paused: none(), skewed: none(), cut: false };
    let (mut at, mut inputs) = (0, Vec::new());
    loop {
        at += wrong.rng.between(0, 2 * options.gap);
        if at >= options.length {
            break;
        }
        let commanded = if wrong.rng.chance(Chance(300_000)) { command(&mut wrong.rng) } else { None };
        if let Some(input) = commanded.or_else(|| wrong.next()) {
            inputs.push((at, input));
        }
    }
    inputs.extend(wrong.mend().into_iter().map(|input| (options.length, input)));
    inputs
}

impl Wrong {
    /// The next thing to go wrong, or to be mended.
    fn next(&mut self) -> Option<Input> {
        let Faults { crash, pause, cut, network, skew } = self.options.faults;
        match self.rng.between(0, 11) {
            0..=3 if crash => self.crash_or_restart(),
            4 | 5 if pause => self.pause_or_resume(),
            6..=8 if cut => self.cut_or_heal(),
            9 | 10 if network => Some(self.disturb()),
            11 if skew => {
                let (node, offset) = (self.any_target(), self.rng.between(0, 200) as i64 - 100);
                self.skewed.push(node);
                let drift = self.rng.between(0, 400_000) as i32 - 200_000;
                Some(Input::Skew { node, offset: offset * MS as i64, drift })
            }
            _ => None,
        }
    }

    fn any_target(&mut self) -> NodeId {
        NodeId(self.rng.between(0, u64::from(self.options.targets) - 1) as u16)
    }

    /// Takes one of the nodes out.
    fn take(rng: &mut Stream, nodes: &mut Vec<NodeId>) -> Option<NodeId> {
        let last = nodes.len().checked_sub(1)?;
        Some(nodes.swap_remove(rng.between(0, last as u64) as usize))
    }

    fn crash_or_restart(&mut self) -> Option<Input> {
        if self.rng.between(0, 1) == 0 {
            return Wrong::take(&mut self.rng, &mut self.crashed).map(Input::Restart);
        }
        let node = self.any_target();
        self.paused.retain(|paused| *paused != node);
        if self.crashed.contains(&node) {
            return None;
        }
        self.crashed.push(node);
        Some(Input::Crash(node))
    }

    fn pause_or_resume(&mut self) -> Option<Input> {
        if self.rng.between(0, 1) == 0 {
            return Wrong::take(&mut self.rng, &mut self.paused).map(Input::Resume);
        }
        let node = self.any_target();
        if self.crashed.contains(&node) || self.paused.contains(&node) {
            return None;
        }
        self.paused.push(node);
        Some(Input::Pause(node))
    }

    fn cut_or_heal(&mut self) -> Option<Input> {
        if self.cut && self.rng.between(0, 1) == 0 {
            self.cut = false;
            return Some(Input::HealAll);
        }
        let sides = if self.rng.between(0, 2) == 0 { self.one_and_the_rest() } else { self.two_sides() };
        if sides.iter().any(NodeSet::is_empty) {
            return None;
        }
        self.cut = true;
        Some(Input::Cut { sides, one_way: self.rng.between(0, 3) == 0 })
    }

    fn all(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.options.nodes).map(NodeId)
    }

    fn one_and_the_rest(&mut self) -> Vec<NodeSet> {
        let one = self.any_target();
        let mut sides = vec![NodeSet::from(vec![one]), self.all().filter(|node| *node != one).collect()];
        if self.rng.between(0, 1) == 0 {
            sides.reverse();
        }
        sides
    }

    fn two_sides(&mut self) -> Vec<NodeSet> {
        let left: Vec<bool> = self.all().map(|_| self.rng.between(0, 1) == 0).collect();
        let side = |which: bool| self.all().filter(|node| left[node.index()] == which).collect();
        vec![side(true), side(false)]
    }

    fn disturb(&mut self) -> Input {
        let (key, most) = match self.rng.between(0, 2) {
            0 => ("loss", 3_000),
            1 => ("duplicate", 3_000),
            _ => {
                let value = self.rng.between(self.options.usual_delay, 10 * self.options.usual_delay) as i64;
                return Input::Set { key: "delay_max".to_owned(), value };
            }
        };
        let value = self.rng.between(0, most) as i64;
        Input::Set { key: key.to_owned(), value }
    }

    /// Whatever is wrong, mended.
    fn mend(self) -> Vec<Input> {
        let usual = [("loss", 0), ("duplicate", 0), ("delay_max", self.options.usual_delay as i64)];
        let set = |(key, value): (&str, i64)| Input::Set { key: key.to_owned(), value };
        let mut inputs = vec![Input::HealAll];
        if self.options.faults.network {
            inputs.extend(usual.map(set));
        }
        inputs.extend(self.crashed.into_iter().map(Input::Restart));
        inputs.extend(self.paused.into_iter().map(Input::Resume));
        let right = |node| Input::Skew { node, offset: 0, drift: 0 };
        inputs.extend(self.skewed.into_iter().map(right));
        inputs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPTIONS: Options = Options {
        targets: 5,
        nodes: 7,
        faults: Faults::ALL,
        length: 60_000_000,
        gap: 200_000,
        usual_delay: 20_000,
    };

    #[test]
    fn a_seed_is_a_schedule() {
        let one = schedule(7, OPTIONS, |_| None);
        assert_eq!(one, schedule(7, OPTIONS, |_| None));
        assert_ne!(one, schedule(8, OPTIONS, |_| None));
        assert!(one.is_sorted_by_key(|(at, _)| *at) && one.len() > 100, "{}", one.len());
    }

    #[test]
    fn only_what_is_tolerated_happens() {
        let faults = Faults { crash: true, pause: false, cut: false, network: false, skew: false };
        let inputs = schedule(7, Options { faults, ..OPTIONS }, |_| None);
        let fine = |input: &Input| matches!(input, Input::Crash(_) | Input::Restart(_) | Input::HealAll);
        assert!(inputs.iter().all(|(_, input)| fine(input)), "{inputs:?}");
    }
}
