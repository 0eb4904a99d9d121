//! Making a failing schedule short: fewer inputs, fewer nodes, fewer settings, rounder and earlier times, until
//! nothing more can be taken away (after Zeller and Hildebrandt's delta debugging, 2002).
//!
//! Every candidate is played from its beginning and must violate the same property, so what is left still is a run.

use super::search::{Failure, Search, failure};
use super::trial::{Ground, Outcome, Trial};
use crate::scenario::text::Names;
use crate::sim::{Input, MS, Micros, NodeSet, Unit};

/// Candidates tried at most: beyond this a schedule is short enough.
const TRIED_MAX: u64 = 60_000;
/// Other seeds with which an input is tried to be left out.
const SEEDS: u64 = 60;
/// Inputs of which all pairs are tried to be left out, at most.
const PAIRS_MAX: usize = 24;
/// Units that times are rounded to, µs, coarsest first.
const GRAINS: [Micros; 4] = [1_000 * MS, 100 * MS, 10 * MS, MS];

/// A way to make a trial shorter: gives its candidate of a number.
type Pass = fn(&Shrinker, usize) -> Next;

/// A candidate of a pass.
enum Next {
    /// To be tried.
    Try(Trial),
    /// This number has none.
    Skip,
    /// There are no more.
    End,
}

impl From<Option<Trial>> for Next {
    fn from(candidate: Option<Trial>) -> Self {
        candidate.map_or(Next::Skip, Next::Try)
    }
}

/// The ways, cheapest gain first.
const PASSES: [Pass; 8] = [
    Shrinker::without_a_chunk,
    Shrinker::smaller_setting,
    Shrinker::without_one_by_another_seed,
    Shrinker::without_two,
    Shrinker::without_two_by_another_seed,
    Shrinker::rounder,
    Shrinker::earlier,
    Shrinker::plainer,
];

/// What makes one trial better than another, most important first: fewer inputs, nodes, settings, digits, and an
/// earlier end.
type Size = (usize, usize, usize, u32, Micros);

/// Makes a failure short.
pub struct Shrinker {
    ground: Ground,
    length: Micros,
    run: u64,
    property: String,
    best: Trial,
    size: Size,
    names: Vec<String>,
    found: Failure,
    pass: usize,
    /// The number of the next candidate of this pass.
    next: usize,
    improved: bool,
    tried: u64,
}

impl Shrinker {
    /// Begins with a failure that this search has found.
    pub fn new(search: &Search, found: &Failure) -> Self {
        let (ground, length) = search.ground();
        let mut shrinker = Shrinker {
            ground: ground.clone(),
            length,
            run: found.run,
            property: found.property.clone(),
            best: search.trial(found.run),
            size: (usize::MAX, 0, 0, 0, 0),
            names: Vec::new(),
            found: found.clone(),
            pass: 0,
            next: 0,
            improved: false,
            tried: 0,
        };
        let all = shrinker.best.clone();
        shrinker.consider(all);
        shrinker
    }

    /// The shortest so far.
    pub fn best(&self) -> &Failure {
        &self.found
    }

    /// How many candidates were tried.
    pub fn tried(&self) -> u64 {
        self.tried
    }

    /// Tries one candidate; false when nothing more can be taken away.
    pub fn step(&mut self) -> bool {
        if self.tried >= TRIED_MAX {
            return false;
        }
        let Some(pass) = PASSES.get(self.pass) else {
            if !self.improved {
                return false;
            }
            (self.pass, self.next, self.improved) = (0, 0, false);
            return true;
        };
        match pass(self, self.next) {
            Next::End => (self.pass, self.next) = (self.pass + 1, 0),
            Next::Skip => self.next += 1,
            Next::Try(candidate) => {
                if self.consider(candidate) {
                    self.improved = true;
                } else {
                    self.next += 1;
                }
            }
        }
        true
    }

    /// Takes a candidate if it violates the same property and is better.
    fn consider(&mut self, mut candidate: Trial) -> bool {
        self.tried += 1;
        let Some(outcome) = self.ground.play(&candidate, self.length) else { return false };
        let same = outcome.broken.as_ref().is_some_and(|broken| broken.property == self.property);
        candidate.inputs.truncate(outcome.applied.len());
        let size = size(&candidate, &outcome);
        if !same || size >= self.size {
            return false;
        }
        let Some(found) = failure(&self.ground, self.run, &candidate, &outcome) else { return false };
        self.names = outcome.world.names().to_vec();
        (self.best, self.size, self.found) = (candidate, size, found);
        true
    }

    /// Leaves out half of the inputs, a quarter, … down to one.
    fn without_a_chunk(&self, number: usize) -> Next {
        let count = self.best.inputs.len();
        let (mut length, mut number) = (count.div_ceil(2), number);
        while length > 0 {
            let chunks = count.div_ceil(length);
            if number < chunks {
                return Next::Try(self.without(number * length..(number + 1) * length));
            }
            number -= chunks;
            length = if length == 1 { 0 } else { length.div_ceil(2) };
        }
        Next::End
    }

    /// What is done and undone again goes together.
    fn without_two(&self, number: usize) -> Next {
        let count = self.best.inputs.len();
        let (first, second) = (number / count.max(1), number % count.max(1));
        if first >= count || count > PAIRS_MAX {
            return Next::End;
        }
        let pair = (first < second).then(|| {
            let mut trial = self.best.clone();
            trial.inputs.remove(second);
            trial.inputs.remove(first);
            trial
        });
        pair.into()
    }

    fn without_two_by_another_seed(&self, number: usize) -> Next {
        let (pair, seed) = (number / SEEDS as usize, number as u64 % SEEDS + 1);
        match self.without_two(pair) {
            Next::Try(trial) => Next::Try(Trial { seed, ..trial }),
            other => other,
        }
    }

    fn without(&self, range: std::ops::Range<usize>) -> Trial {
        let inputs = self.best.inputs.iter().enumerate();
        let kept = inputs.filter(|(place, _)| !range.contains(place)).map(|(_, input)| input.clone());
        Trial { inputs: kept.collect(), ..self.best.clone() }
    }

    /// Another seed makes other chances: with one of them an input may be dispensable.
    fn without_one_by_another_seed(&self, number: usize) -> Next {
        let (place, seed) = (number / SEEDS as usize, number as u64 % SEEDS + 1);
        if place >= self.best.inputs.len() || self.best.inputs.len() > 40 {
            return Next::End;
        }
        Next::Try(Trial { seed, ..self.without(place..place + 1) })
    }

    /// Drops a setting, or takes fewer of something that the run is built of.
    fn smaller_setting(&self, number: usize) -> Next {
        if self.ground.moment.is_some() {
            return Next::End;
        }
        if let Some((key, _)) = self.best.settings.get(number) {
            let rule = self.ground.lab.param(key).is_ok_and(|param| param.rule);
            let mut trial = self.best.clone();
            trial.settings.remove(number);
            return (!rule).then(|| self.recast(trial)).flatten().into();
        }
        let number = number - self.best.settings.len();
        let counts = self.ground.lab.params().filter(|param| param.unit == Unit::Count && !param.live);
        let mut smaller = counts.flat_map(|param| {
            let set = self.best.settings.iter().find(|(key, _)| key == param.key);
            let now = set.map_or(param.default, |(_, value)| *value);
            (param.min..now.min(param.min + 16)).map(move |value| (param.key, value))
        });
        let Some((key, value)) = smaller.nth(number) else { return Next::End };
        let mut trial = self.best.clone();
        crate::scenario::route::set(&mut trial.settings, key, value);
        self.recast(trial).into()
    }

    /// Writes the inputs for the nodes that there are with other settings; what concerns others is left out.
    fn recast(&self, mut trial: Trial) -> Option<Trial> {
        let world = self.ground.world(&trial)?;
        let lab = self.ground.lab;
        let (old, new) = (Names { lab, nodes: &self.names }, Names { lab, nodes: world.names() });
        let known = |node: &crate::sim::NodeId| world.names().contains(&self.names[node.index()]);
        let fit = |input: &Input| {
            let input = match input {
                Input::Cut { sides, one_way } => {
                    let kept = |side: &NodeSet| side.iter().filter(|node| known(node)).collect();
                    Input::Cut { sides: sides.iter().map(kept).collect(), one_way: *one_way }
                }
                input => input.clone(),
            };
            let input = new.parse(&old.print(&input)).ok()?;
            world.fork().input(&input, None).is_ok().then_some(input)
        };
        let inputs = std::mem::take(&mut trial.inputs);
        trial.inputs = inputs.iter().filter_map(|(at, input)| Some((*at, fit(input)?))).collect();
        Some(trial)
    }

    /// Rounds the time of an input, down or up.
    fn rounder(&self, number: usize) -> Next {
        let (place, way) = (number / (2 * GRAINS.len()), number % (2 * GRAINS.len()));
        let Some((at, _)) = self.best.inputs.get(place) else { return Next::End };
        let grain = GRAINS[way / 2];
        let round = if way % 2 == 0 { at / grain * grain } else { at.div_ceil(grain) * grain };
        self.moved(place, round).into()
    }

    /// Moves an input and all after it nearer to the one before.
    fn earlier(&self, number: usize) -> Next {
        let (place, way) = (number / GRAINS.len(), number % GRAINS.len());
        let Some((at, _)) = self.best.inputs.get(place) else { return Next::End };
        let before = place.checked_sub(1).map_or(0, |before| self.best.inputs[before].0);
        let by = (at - before) / 2 / GRAINS[way] * GRAINS[way];
        let mut trial = self.best.clone();
        trial.inputs.iter_mut().skip(place).for_each(|(at, _)| *at -= by);
        (by > 0).then_some(trial).into()
    }

    /// The best trial with an input at another time, which keeps the order.
    fn moved(&self, place: usize, to: Micros) -> Option<Trial> {
        let inputs = &self.best.inputs;
        let after = place.checked_sub(1).map_or(0, |before| inputs[before].0);
        let until = inputs.get(place + 1).map_or(self.length, |(next, _)| *next);
        if to == inputs[place].0 || to < after || to > until {
            return None;
        }
        let mut trial = self.best.clone();
        trial.inputs[place].0 = to;
        Some(trial)
    }

    /// Makes what an input says plainer: a clock that only drifts, a cut both ways.
    fn plainer(&self, number: usize) -> Next {
        let (place, way) = (number / 3, number % 3);
        let Some((_, input)) = self.best.inputs.get(place) else { return Next::End };
        let plain = match (input, way) {
            (Input::Skew { node, drift, .. }, 0) => Input::Skew { node: *node, offset: 0, drift: *drift },
            (Input::Skew { node, offset, .. }, 1) => Input::Skew { node: *node, offset: *offset, drift: 0 },
            (Input::Skew { node, offset, drift }, _) => {
                let (offset, drift) = (offset / 10_000 * 10_000, drift / 10_000 * 10_000);
                Input::Skew { node: *node, offset, drift }
            }
            (Input::Cut { sides, .. }, 0) => Input::Cut { sides: sides.clone(), one_way: false },
            (Input::Set { key, value }, way) => {
                let grain = [1_000, 100, 10][way];
                Input::Set { key: key.clone(), value: value / grain * grain }
            }
            _ => return Next::Skip,
        };
        let mut trial = self.best.clone();
        trial.inputs[place].1 = plain;
        (trial != self.best).then_some(trial).into()
    }
}

fn size(trial: &Trial, outcome: &Outcome) -> Size {
    let digits = trial.inputs.iter().map(|(at, input)| digits(*at) + intricacy(input)).sum();
    (trial.inputs.len(), outcome.world.names().len(), trial.settings.len(), digits, outcome.world.when().at)
}

/// How many digits a number has before the zeros at its end.
fn digits(number: u64) -> u32 {
    let mut rest = number;
    while rest > 0 && rest.is_multiple_of(10) {
        rest /= 10;
    }
    rest.checked_ilog10().map_or(0, |log| log + 1)
}

/// How much there is to say of an input, in digits.
fn intricacy(input: &Input) -> u32 {
    match input {
        Input::Skew { offset, drift, .. } => {
            digits(offset.unsigned_abs()) + digits(u64::from(drift.unsigned_abs()))
        }
        Input::Set { value, .. } => digits(value.unsigned_abs()),
        Input::Cut { one_way, .. } => u32::from(*one_way),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_before_the_zeros() {
        assert_eq!([0, 7, 100, 1_250, 1_000_001].map(digits), [0, 1, 1, 3, 7]);
    }
}
