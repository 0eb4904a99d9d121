//! Random draws. Every draw is an integer from PCG-32, so a run is the same on every machine.
//!
//! A node has one stream of its own. What the network does to a message is a keyed function of the seed and the
//! message's name, with the same number of draws for each, so that dropping one message changes no other.

use super::ids::{Micros, NodeId};
use rand::{Rng, RngExt};
use rand_pcg::Pcg32;
use serde::{Deserialize, Serialize};

/// One part in this many is the unit of a [`Chance`].
const MILLION: u32 = 1_000_000;

/// A probability in parts per million.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chance(pub u32);

impl Chance {
    /// Whether a uniform 32-bit draw falls within this chance.
    pub fn hits(self, draw: u32) -> bool {
        (u64::from(draw) * u64::from(MILLION)) >> 32 < u64::from(self.0)
    }
}

/// A node's own stream of random numbers.
#[derive(Clone, Debug, Serialize)]
pub struct Stream(#[serde(serialize_with = "state")] Pcg32);

fn state<S: serde::Serializer>(rng: &Pcg32, serializer: S) -> Result<S::Ok, S::Error> {
    // PCG does not show its state: the next number stands for it.
    serializer.serialize_u64(rng.clone().next_u64())
}

impl Stream {
    /// The stream of `node` in the run of `seed`.
    pub fn new(seed: u64, node: NodeId) -> Self {
        // Streams of PCG that begin in the same state are correlated, so the node is in the state as well.
        Stream(Pcg32::new(mix(seed ^ mix(u64::from(node.0))), u64::from(node.0)))
    }

    /// A whole number in `low..=high`, every one as likely.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        if low >= high { low } else { self.0.random_range(low..=high) }
    }

    /// True with the given chance.
    pub fn chance(&mut self, chance: Chance) -> bool {
        chance.hits(self.0.next_u32())
    }
}

/// The draws that decide one message's journey: always these, whether they are used or not.
#[derive(Clone, Copy, Debug)]
pub struct Draws {
    /// Decides the delay.
    pub delay: u64,
    /// Decides whether it is lost.
    pub loss: u32,
    /// Decides whether the network duplicates it.
    pub duplicate: u32,
    /// Decides the duplicate's delay.
    pub duplicate_delay: u64,
    /// Decides how far a lost message gets.
    pub progress: u32,
}

impl Draws {
    /// The draw that decides its delay, alone: all that is needed where nothing is lost or doubled.
    #[inline]
    pub fn delay_of_message(seed: u64, from: NodeId, to: NodeId, nth: u64) -> u64 {
        keyed(seed, from, to, nth).next_u64()
    }

    /// The draws of the `nth` message on the link `from → to`.
    pub fn of_message(seed: u64, from: NodeId, to: NodeId, nth: u64) -> Self {
        let mut rng = keyed(seed, from, to, nth);
        Draws {
            delay: rng.next_u64(),
            loss: rng.next_u32(),
            duplicate: rng.next_u32(),
            duplicate_delay: rng.next_u64(),
            progress: rng.next_u32(),
        }
    }
}

/// The numbers of the `nth` message on the link `from → to`.
fn keyed(seed: u64, from: NodeId, to: NodeId, nth: u64) -> Pcg32 {
    let link = u64::from(from.0) << 16 | u64::from(to.0);
    Pcg32::new(mix(seed ^ mix(nth ^ mix(link))), link)
}

/// `SplitMix64`'s finaliser: spreads a key over all 64 bits.
fn mix(key: u64) -> u64 {
    let mut z = key.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A distribution of one-way delays, in µs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Delay {
    /// Uniform over `min..=max`.
    Uniform {
        /// Shortest, µs.
        min: Micros,
        /// Longest, µs.
        max: Micros,
    },
    /// Exponential with the given mean, µs.
    Exponential {
        /// Mean, µs.
        mean: Micros,
    },
    /// Pareto with scale `min` (µs) and shape `alpha_milli / 1000`.
    Pareto {
        /// Shortest, µs.
        min: Micros,
        /// Shape in thousandths.
        alpha_milli: u32,
    },
    /// Pareto for a share of the messages, exponential for the others: a body and a tail, as latencies of production
    /// systems were fitted by Bailis et al. (*Probabilistically Bounded Staleness*, 2012, table 3).
    Mixture {
        /// How many are Pareto, in thousandths of a per cent.
        share_milli: u32,
        /// The shortest of those, µs.
        min: Micros,
        /// Their shape in thousandths.
        alpha_milli: u32,
        /// The mean of the others, µs.
        mean: Micros,
    },
}

/// All messages, as a share in thousandths of a per cent.
const WHOLE_MILLI: u32 = 100_000;

/// The longest delay, µs: a day.
pub const DELAY_MAX: Micros = 86_400_000_000;

impl Delay {
    /// Whether its times are no longer than [`DELAY_MAX`], and a share no more than the whole.
    pub fn is_sane(self) -> bool {
        match self {
            Delay::Uniform { max: longest, .. }
            | Delay::Exponential { mean: longest }
            | Delay::Pareto { min: longest, .. } => longest <= DELAY_MAX,
            Delay::Mixture { share_milli, min, mean, .. } => {
                share_milli <= WHOLE_MILLI && min.max(mean) <= DELAY_MAX
            }
        }
    }

    /// The delay that a uniform 64-bit draw stands for, µs.
    pub fn sample(self, draw: u64) -> Micros {
        match self {
            Delay::Uniform { min, max } => {
                let span = u128::from(max.saturating_sub(min)) + 1;
                min + ((u128::from(draw) * span) >> 64) as u64
            }
            Delay::Exponential { mean } => round(-(mean as f64) * libm::log(unit(draw))),
            Delay::Pareto { min, alpha_milli } => {
                round(min as f64 * libm::pow(unit(draw), -1000.0 / f64::from(alpha_milli.max(1))))
            }
            Delay::Mixture { share_milli, min, alpha_milli, mean } => {
                // One draw decides both: its place on its side of the border is again uniform.
                let border = (u128::from(share_milli) << 64) / u128::from(WHOLE_MILLI);
                let draw = u128::from(draw);
                if draw < border {
                    Delay::Pareto { min, alpha_milli }.sample(((draw << 64) / border) as u64)
                } else {
                    let rest = (1 << 64) - border;
                    Delay::Exponential { mean }.sample((((draw - border) << 64) / rest) as u64)
                }
            }
        }
    }
}

/// A draw as a number in (0, 1].
fn unit(draw: u64) -> f64 {
    ((draw >> 11) + 1) as f64 / (1_u64 << 53) as f64
}

/// To the nearest µs, at most a day: a tail must not overflow a clock.
fn round(delay: f64) -> Micros {
    libm::round(delay).clamp(0.0, DELAY_MAX as f64) as Micros
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reference vectors: a new version of a library, or another platform, must not change a run.
    #[test]
    fn the_draws_are_pinned() {
        let mut stream = Stream::new(42, NodeId(3));
        let rolls: Vec<_> = (0..6).map(|_| stream.between(150_000, 300_000)).collect();
        let draws = Draws::of_message(42, NodeId(0), NodeId(1), 7);
        let delays = [
            Delay::Uniform { min: 10_000, max: 20_000 },
            Delay::Exponential { mean: 10_000 },
            Delay::Pareto { min: 10_000, alpha_milli: 1_500 },
            Delay::Mixture { share_milli: 38_000, min: 1_050, alpha_milli: 1_510, mean: 5_464 },
            Delay::Mixture { share_milli: 5_000, min: 1_050, alpha_milli: 1_510, mean: 5_464 },
        ]
        .map(|delay| delay.sample(draws.delay));
        assert_eq!(rolls, PINNED_ROLLS);
        assert_eq!(Draws::delay_of_message(42, NodeId(0), NodeId(1), 7), draws.delay);
        assert_eq!((draws.loss, draws.duplicate, draws.progress), PINNED_DRAWS);
        assert_eq!(delays, PINNED_DELAYS);
    }

    const PINNED_ROLLS: [u64; 6] = [286_575, 164_808, 269_021, 271_466, 219_975, 158_955];
    const PINNED_DRAWS: (u32, u32, u32) = (1_078_566_156, 2_155_388_313, 21_483_914);
    const PINNED_DELAYS: [u64; 5] = [11_313, 20_301, 38_706, 2_122, 13_431];

    /// The mean of a mixture is the mean of its parts, each by its share.
    #[test]
    fn a_mixture_is_of_its_parts() {
        let mut rng = Stream::new(3, NodeId(0));
        let mut mean = |delay: Delay| {
            (0..100_000).map(|_| delay.sample(rng.between(0, u64::MAX)) as f64).sum::<f64>() / 100_000.0
        };
        let mixture = |share_milli| Delay::Mixture { share_milli, min: 235, alpha_milli: 10_000, mean: 602 };
        // A Pareto's mean is min · α / (α − 1).
        let (pareto, exponential) = (235.0 * 10.0 / 9.0, 602.0);
        for share in [0.0, 0.38, 0.9122, 1.0] {
            let (found, wanted) =
                (mean(mixture((share * 100_000.0) as u32)), share * pareto + (1.0 - share) * exponential);
            assert!((found / wanted - 1.0).abs() < 0.02, "{share}: {found} against {wanted}");
        }
        assert!(mixture(100_000).is_sane() && !mixture(100_001).is_sane());
    }

    /// The first draws of two nodes, over many seeds, have nothing to do with each other.
    #[test]
    fn streams_are_independent() {
        let draw = |seed, node| Stream::new(seed, NodeId(node)).between(0, 2_000) as f64 - 1_000.0;
        let both = |seed| draw(seed, 0) * draw(seed, 1);
        let covariance = (0..20_000).map(both).sum::<f64>() / 20_000.0;
        // The variance of one draw is 333,000: independent draws have a covariance of 0, give or take 2,400.
        assert!(covariance.abs() < 10_000.0, "{covariance}");
    }

    #[test]
    fn a_chance_is_what_it_says() {
        let mut stream = Stream::new(1, NodeId(0));
        let hits = (0..100_000).filter(|_| stream.chance(Chance(250_000))).count();
        assert!((24_500..25_500).contains(&hits), "{hits}");
        assert!(!Chance(0).hits(0) && Chance(MILLION).hits(u32::MAX));
    }
}
