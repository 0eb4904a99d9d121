//! Where values stand on an axis, and which of them are written beside it.

use super::Axis;
use crate::ui::figures::within;

/// An axis whose ends are this many times apart or more is logarithmic: nothing at its lower end could be seen else.
const LOG_FROM: f64 = 20.0;

/// An axis as it is drawn: from one pixel to another, which may be the smaller.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    low: f64,
    high: f64,
    log: bool,
    from: f64,
    to: f64,
    /// The values with ticks, ascending.
    pub ticks: Vec<f64>,
}

impl Scale {
    /// An axis between two pixels, with ticks at least `gap` px apart. The ends move out to the next ticks.
    pub fn new(axis: &Axis, (from, to): (f64, f64), gap: f64) -> Self {
        let room = libm::floor((to - from).abs() / gap).max(1.0);
        let log = axis.low > 0.0 && axis.high / axis.low >= LOG_FROM;
        let ticks =
            if log { log_ticks(axis.low, axis.high, room) } else { even_ticks(axis.low, axis.high, room) };
        let (low, high) = (ticks[0], ticks[ticks.len() - 1]);
        Scale { low, high, log, from, to, ticks }
    }

    /// Where a value stands, px; what lies outside stands at the end.
    pub fn at(&self, value: f64) -> f64 {
        let value = within(value, self.low, self.high);
        let part = if self.log {
            libm::log(value / self.low) / libm::log(self.high / self.low)
        } else {
            (value - self.low) / (self.high - self.low)
        };
        self.from + part * (self.to - self.from)
    }
}

/// A step of 1, 2 or 5 times a power of ten, at least as large as `least`.
fn round_step(least: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(least)));
    let factor = [1.0, 2.0, 5.0, 10.0].into_iter().find(|factor| factor * power >= least * 0.999_999);
    factor.unwrap_or(10.0) * power
}

/// Ticks at equal distances around `low..=high`, in at most `room` steps as far as rounding allows.
fn even_ticks(low: f64, high: f64, room: f64) -> Vec<f64> {
    let span = if high > low { high - low } else { high.abs().max(1.0) };
    let step = round_step(span / room);
    let (first, last) = (libm::floor(low / step + 1e-9), libm::ceil((low + span) / step - 1e-9));
    (0..=(last - first) as u32).map(|i| (first + f64::from(i)) * step).collect()
}

/// Ticks at 1, 2 and 5 times the powers of ten around `low..=high`; at the powers alone where room is scarce.
fn log_ticks(low: f64, high: f64, room: f64) -> Vec<f64> {
    let first = libm::floor(libm::log10(low)) as i32;
    let last = libm::ceil(libm::log10(high)) as i32;
    let all = |factors: &[f64]| -> Vec<f64> {
        let powers = (first..=last).map(|power| libm::pow(10.0, power.into()));
        powers
            .flat_map(|power| factors.iter().map(move |factor| factor * power).collect::<Vec<_>>())
            .collect()
    };
    let within = |ticks: Vec<f64>| -> Vec<f64> {
        let begin = ticks.iter().rposition(|tick| *tick <= low * 1.000_001).unwrap_or(0);
        let end = ticks.iter().position(|tick| *tick >= high * 0.999_999).unwrap_or(ticks.len() - 1);
        ticks[begin..=end].to_vec()
    };
    let fine = within(all(&[1.0, 2.0, 5.0]));
    if fine.len() as f64 <= room + 1.0 { fine } else { within(all(&[1.0])) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(low: f64, high: f64, px: f64) -> Scale {
        Scale::new(&Axis { title: String::new(), low, high }, (0.0, px), 60.0)
    }

    #[test]
    fn ticks_are_round_and_reach_over_both_ends() {
        assert_eq!(scale(0.0, 100.0, 300.0).ticks, [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(scale(310.0, 870.0, 400.0).ticks, [300.0, 400.0, 500.0, 600.0, 700.0, 800.0, 900.0]);
        assert_eq!(scale(90.0, 9_800.0, 500.0).ticks, [50.0, 100.0, 200.0, 500.0, 1e3, 2e3, 5e3, 1e4]);
        assert_eq!(scale(90.0, 9_800.0, 200.0).ticks, [10.0, 100.0, 1e3, 1e4]);
        assert_eq!(scale(5.0, 5.0, 100.0).ticks, [5.0, 10.0]);
    }

    #[test]
    fn values_stand_between_the_ends() {
        let even = scale(0.0, 50.0, 500.0);
        assert_eq!([0.0, 10.0, 50.0, 70.0].map(|x| even.at(x)), [0.0, 100.0, 500.0, 500.0]);
        let log = scale(10.0, 1_000.0, 400.0);
        assert!((log.at(100.0) - 200.0).abs() < 1e-9);
        let down = Scale::new(&Axis { title: String::new(), low: 0.0, high: 100.0 }, (300.0, 0.0), 60.0);
        assert_eq!((down.at(0.0), down.at(25.0), down.at(100.0)), (300.0, 225.0, 0.0));
    }
}
