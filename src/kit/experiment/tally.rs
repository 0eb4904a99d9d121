//! What trials gave: counts, means, quantiles and intervals. The order of the trials is of no account, so that they
//! can be run anywhere and added up.

use super::{Kind, Sample};
use crate::sim::order;

/// Two-sided 95 % of a normal distribution, in standard deviations.
const Z95: f64 = 1.959_963_984_540_054;

/// A confidence interval of 95 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// The samples of one measure at one point.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// How many trials.
    pub count: u64,
    /// In how many of them it happened: of times, within the trial's patience.
    pub happened: u64,
    /// What trials gave, ascending up to `ordered`; `scale` of it are one of the measure's unit.
    values: Vec<u64>,
    scale: f64,
    ordered: usize,
    sum: u128,
    squares: u128,
}

impl Tally {
    /// Nothing yet, of a measure of this kind.
    pub fn of(kind: Kind) -> Self {
        let scale = kind.scale();
        Tally { count: 0, happened: 0, values: Vec::new(), scale, ordered: 0, sum: 0, squares: 0 }
    }

    /// Adds a sample.
    pub fn add(&mut self, sample: Sample) {
        self.count += 1;
        match sample {
            Sample::After(value) | Sample::Counted(value) => {
                self.happened += 1;
                self.sum += u128::from(value);
                self.squares += u128::from(value) * u128::from(value);
                self.values.push(value);
            }
            Sample::Happened(true) => self.happened += 1,
            Sample::Happened(false) | Sample::Never => {}
        }
    }

    /// Adds the samples of another tally.
    pub fn merge(&mut self, other: &Tally) {
        self.count += other.count;
        self.happened += other.happened;
        self.sum += other.sum;
        self.squares += other.squares;
        self.values.extend(&other.values);
    }

    /// Puts the values in order; quantiles are of what was in order last.
    pub fn sort(&mut self) {
        if self.ordered < self.values.len() {
            self.values =
                order(self.values.iter().copied()).into_iter().map(|place| self.values[place]).collect();
            self.ordered = self.values.len();
        }
    }

    /// In how many trials it never happened.
    pub fn never(&self) -> u64 {
        self.count - self.happened
    }

    /// The share of trials in which it happened.
    pub fn share(&self) -> Option<f64> {
        (self.count > 0).then(|| self.happened as f64 / self.count as f64)
    }

    /// The mean, in the measure's unit; of those trials alone in which it happened.
    pub fn mean(&self) -> Option<f64> {
        (self.happened > 0).then(|| self.sum as f64 / self.happened as f64 / self.scale)
    }

    /// The standard error of the mean, in the measure's unit.
    pub fn error(&self) -> Option<f64> {
        let n = u128::from(self.happened);
        // n Σx² − (Σx)² in whole numbers: nothing is lost however large the values are.
        let spread = (n * self.squares).checked_sub(self.sum * self.sum)?;
        (n > 1).then(|| libm::sqrt(spread as f64 / n as f64 / n as f64 / (n - 1) as f64) / self.scale)
    }

    /// The value, in the measure's unit, that so many per cent of all trials did not pass (nearest rank); none when it
    /// is not among the values, because it had not happened in that many.
    pub fn quantile(&self, per_cent: u64) -> Option<f64> {
        let rank = (self.count * per_cent).div_ceil(100).max(1);
        let ordered = &self.values[..self.ordered];
        ordered.get(rank as usize - 1).map(|value| *value as f64 / self.scale)
    }

    /// The cumulative distribution as (value, share of all trials), in at most `steps` steps of like height.
    pub fn steps(&self, steps: usize) -> Vec<(f64, f64)> {
        let ordered = &self.values[..self.ordered];
        let steps = steps.min(ordered.len());
        let step = |i: usize| {
            let rank = i * ordered.len() / steps;
            (ordered[rank - 1] as f64 / self.scale, rank as f64 / self.count as f64)
        };
        (1..=steps).map(step).collect()
    }
}

/// Wilson's interval of 95 % for a share of `happened` in `count` trials (Wilson, 1927).
pub fn wilson(happened: u64, count: u64) -> Option<Interval> {
    if count == 0 {
        return None;
    }
    let (n, z2) = (count as f64, Z95 * Z95);
    let p = happened as f64 / n;
    let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z95 / (1.0 + z2 / n) * libm::sqrt(p * (1.0 - p) / n + z2 / (4.0 * n * n));
    Some(Interval { low: (middle - half).max(0.0), high: (middle + half).min(1.0) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tally(values: &[u64]) -> Tally {
        let mut tally = Tally::of(Kind::Times);
        for time in values {
            tally.add(Sample::After(*time));
        }
        tally.sort();
        tally
    }

    #[test]
    fn quantiles_are_of_all_trials() {
        let mut tally = tally(&[4_000, 1_000, 3_000, 2_000]);
        assert_eq!(
            (tally.quantile(50), tally.quantile(100), tally.mean()),
            (Some(2.0), Some(4.0), Some(2.5))
        );
        assert!((tally.error().unwrap() - 0.645_497).abs() < 1e-6);
        tally.add(Sample::Never);
        tally.sort();
        assert_eq!((tally.quantile(50), tally.quantile(100), tally.never()), (Some(3.0), None, 1));
        assert_eq!(tally.steps(2), [(2.0, 0.4), (4.0, 0.8)]);
    }

    #[test]
    fn nothing_is_known_of_nothing() {
        let none = Tally::of(Kind::Times);
        assert_eq!((none.mean(), none.error(), none.quantile(50), none.share()), (None, None, None, None));
        assert_eq!((none.steps(10), wilson(0, 0)), (Vec::new(), None));
    }

    /// Newcombe, *Two-sided confidence intervals for the single proportion*, 1998, table I, method 3.
    #[test]
    fn wilson_intervals_are_as_published() {
        for (happened, count, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let interval = wilson(happened, count).unwrap();
            assert!((interval.low - low).abs() < 5.1e-5, "{interval:?} of {happened}/{count}");
            assert!((interval.high - high).abs() < 5.1e-5, "{interval:?} of {happened}/{count}");
        }
    }

    proptest! {
        #[test]
        fn the_order_is_of_no_account(values in prop::collection::vec(0_u64..1 << 40, 0..60), cut in 0_usize..60) {
            let (left, right) = values.split_at(cut.min(values.len()));
            let mut merged = tally(right);
            merged.merge(&tally(left));
            merged.sort();
            prop_assert_eq!(merged, tally(&values));
        }
    }
}
