//! Random fault schedules: what goes wrong and what people do, drawn from a seed.
//!
//! A schedule is a list of inputs with their times, so a run that violates something can be replayed, shortened and
//! shared like any other.

use crate::kit::{Cast, Faults};
use crate::sim::{Chance, Input, MS, Micros, NodeId, NodeSet, Sim, Stream};
use std::rc::Rc;

/// Dials of the network that a schedule turns, and turns back.
const DIALS: [&str; 3] = ["loss", "duplicate", "delay_max"];

/// What schedules are drawn from.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Who takes part.
    pub cast: Rc<Cast>,
    /// Whom faults strike.
    pub struck: Rc<[NodeId]>,
    /// What may happen.
    pub faults: Faults,
    /// What people do in between, or nothing.
    pub command: fn(&Cast, &mut Stream) -> Option<Input>,
    /// How often something is a command rather than a fault.
    pub chatter: Chance,
    /// How long things go wrong, µs.
    pub length: Micros,
    /// How long, on average, until the next thing happens, µs.
    pub gap: Micros,
    /// What the dials stand at otherwise.
    pub usual: [i64; 3],
}

/// What is wrong at the moment, so that a schedule does mostly what has an effect.
struct Wrong<'a> {
    plan: &'a Plan,
    rng: &'a mut Stream,
    crashed: Vec<NodeId>,
    paused: Vec<NodeId>,
    skewed: Vec<NodeId>,
    cut: bool,
}

impl Plan {
    /// A plan for runs that begin as this world stands.
    pub fn of(world: &dyn Sim, strikes: &[&str], faults: Faults, length: Micros, gap: Micros) -> Self {
        let cast = Cast::of(world);
        Plan {
            struck: strikes.iter().flat_map(|role| cast.with(role)).collect(),
            cast: Rc::new(cast),
            faults,
            command: |_, _| None,
            chatter: Chance(300_000),
            length,
            gap,
            usual: DIALS.map(|key| world.setting(key).unwrap_or_default()),
        }
    }

    /// A schedule; at its end everything is mended.
    pub fn draw(&self, rng: &mut Stream) -> Vec<(Micros, Input)> {
        let none = Vec::new;
        let mut wrong =
            Wrong { plan: self, rng, crashed: none(), paused: none(), skewed: none(), cut: false };
        let (mut at, mut inputs) = (0, wrong.drifts());
        loop {
            at += wrong.rng.between(0, 2 * self.gap);
            if at >= self.length {
                break;
            }
            let commanded =
                if wrong.rng.chance(self.chatter) { (self.command)(&self.cast, wrong.rng) } else { None };
            if let Some(input) = commanded.or_else(|| wrong.next()) {
                inputs.push((at, input));
            }
        }
        inputs.extend(wrong.mend().into_iter().map(|input| (self.length, input)));
        inputs
    }
}

impl Wrong<'_> {
    /// The next thing to go wrong, or to be mended.
    fn next(&mut self) -> Option<Input> {
        let Faults { crash, pause, cut, network, offset, drift } = self.plan.faults;
        match self.rng.between(0, 11) {
            0..=3 if crash => self.crash_or_restart(),
            4 | 5 if pause => self.pause_or_resume(),
            6..=8 if cut => self.cut_or_heal(),
            9 | 10 if network => Some(self.disturb()),
            11 if offset > 0 => self.skew(offset as i64, i64::from(drift)),
            _ => None,
        }
    }

    fn any_struck(&mut self) -> Option<NodeId> {
        let last = self.plan.struck.len().checked_sub(1)?;
        self.plan.struck.get(self.rng.between(0, last as u64) as usize).copied()
    }

    /// Takes one of the nodes out.
    fn take(rng: &mut Stream, nodes: &mut Vec<NodeId>) -> Option<NodeId> {
        let last = nodes.len().checked_sub(1)?;
        Some(nodes.swap_remove(rng.between(0, last as u64) as usize))
    }

    fn crash_or_restart(&mut self) -> Option<Input> {
        if self.rng.between(0, 1) == 0 {
            return Wrong::take(self.rng, &mut self.crashed).map(Input::Restart);
        }
        let node = self.any_struck()?;
        self.paused.retain(|paused| *paused != node);
        if self.crashed.contains(&node) {
            return None;
        }
        self.crashed.push(node);
        Some(Input::Crash(node))
    }

    fn pause_or_resume(&mut self) -> Option<Input> {
        if self.rng.between(0, 1) == 0 {
            return Wrong::take(self.rng, &mut self.paused).map(Input::Resume);
        }
        let node = self.any_struck()?;
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
        let sides = if self.rng.between(0, 2) == 0 { self.one_and_the_rest()? } else { self.two_sides() };
        if sides.iter().any(NodeSet::is_empty) {
            return None;
        }
        self.cut = true;
        Some(Input::Cut { sides, one_way: self.rng.between(0, 3) == 0 })
    }

    fn one_and_the_rest(&mut self) -> Option<Vec<NodeSet>> {
        let one = self.any_struck()?;
        let rest = self.plan.cast.all().filter(|node| *node != one).collect();
        let mut sides = vec![NodeSet::from(vec![one]), rest];
        if self.rng.between(0, 1) == 0 {
            sides.reverse();
        }
        Some(sides)
    }

    fn two_sides(&mut self) -> Vec<NodeSet> {
        let left: Vec<bool> = self.plan.cast.all().map(|_| self.rng.between(0, 1) == 0).collect();
        let side = |which: bool| self.plan.cast.all().filter(|node| left[node.index()] == which).collect();
        vec![side(true), side(false)]
    }

    /// Messages get lost, doubled or slow, or less so.
    fn disturb(&mut self) -> Input {
        let dial = self.rng.between(0, 2) as usize;
        let slow = self.plan.usual[2].max(1);
        let value = match DIALS[dial] {
            "delay_max" => self.rng.between(slow as u64, 10 * slow as u64),
            _ => self.rng.between(0, 3_000),
        };
        Input::Set { key: DIALS[dial].to_owned(), value: value as i64 }
    }

    fn skew(&mut self, offset: i64, drift: i64) -> Option<Input> {
        let node = self.any_struck()?;
        let mut within = |most: i64| self.rng.between(0, 2 * most as u64) as i64 - most;
        // Whole milliseconds and thousandths.
        let offset = within(offset / MS as i64) * MS as i64;
        let drift = within(drift / 1_000) * 1_000;
        self.skewed.push(node);
        Some(Input::Skew { node, offset, drift: drift as i32 })
    }

    /// To set a clock makes it jump. Where clocks may drift but not jump, they do so from the beginning and for good,
    /// as far as they may.
    fn drifts(&mut self) -> Vec<(Micros, Input)> {
        let Faults { offset, drift, .. } = self.plan.faults;
        if offset > 0 || drift == 0 {
            return Vec::new();
        }
        let drift = drift as i32;
        // The worst for a bound is one clock against all others.
        let odd = self.any_struck().filter(|_| self.rng.between(0, 1) == 0);
        let mut of = |node: NodeId| match odd {
            Some(odd) => {
                if node == odd {
                    -drift
                } else {
                    drift
                }
            }
            None => [-drift, 0, drift][self.rng.between(0, 2) as usize],
        };
        let skew = |node: &NodeId| (0, Input::Skew { node: *node, offset: 0, drift: of(*node) });
        self.plan.struck.iter().map(skew).collect()
    }

    /// Whatever is wrong, mended.
    fn mend(self) -> Vec<Input> {
        let set = |(key, value): (&str, i64)| Input::Set { key: key.to_owned(), value };
        let mut inputs = vec![Input::HealAll];
        if self.plan.faults.network {
            inputs.extend(DIALS.into_iter().zip(self.plan.usual).map(set));
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
    use crate::labs;

    fn plan(faults: Faults) -> Plan {
        let world = labs::all()[0].build(&[], 0).expect("a lab's own settings are valid");
        Plan::of(&*world, &["server"], faults, 60_000 * MS, 200 * MS)
    }

    fn drawn(seed: u64, faults: Faults) -> Vec<(Micros, Input)> {
        plan(faults).draw(&mut Stream::new(seed, NodeId(0)))
    }

    #[test]
    fn a_seed_is_a_schedule() {
        let one = drawn(7, Faults::ALL);
        assert_eq!(one, drawn(7, Faults::ALL));
        assert_ne!(one, drawn(8, Faults::ALL));
        assert!(one.is_sorted_by_key(|(at, _)| *at) && one.len() > 100, "{}", one.len());
    }

    #[test]
    fn only_what_is_tolerated_happens() {
        let crashes = Faults { crash: true, pause: false, cut: false, network: false, offset: 0, drift: 0 };
        let inputs = drawn(7, crashes);
        let fine = |input: &Input| matches!(input, Input::Crash(_) | Input::Restart(_) | Input::HealAll);
        assert!(inputs.iter().all(|(_, input)| fine(input)), "{inputs:?}");
    }
}
