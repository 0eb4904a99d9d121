//! Latencies measured in production: Bailis et al. 2012, table 3, in ms there and in µs here.

use crate::sim::{Delay, DelayRule};
use netsplit_text::msg;

/// What `distribution` may be: the paper's LNKD-SSD and LNKD-DISK.
pub const DISTRIBUTIONS: &[&str] = &[msg!("network dials"), "SSD", "DISK"];

/// LNKD-SSD: 91.22 % Pareto (xm = .235, α = 10), the others exponential (λ = 1.66).
const SSD: Delay = Delay::Mixture { share_milli: 91_220, min: 235, alpha_milli: 10_000, mean: 602 };
/// LNKD-DISK's writes: 38 % Pareto (xm = 1.05, α = 1.51), the others exponential (λ = .183).
const DISK_WRITES: Delay =
    Delay::Mixture { share_milli: 38_000, min: 1_050, alpha_milli: 1_510, mean: 5_464 };

/// The delays of W, A, R and S: writes, their acknowledgements, reads and their responses.
pub fn rules(distribution: u64) -> Vec<DelayRule> {
    let writes = match distribution {
        1 => SSD,
        2 => DISK_WRITES,
        _ => return Vec::new(),
    };
    let delays = [("Write", writes), ("Ack", SSD), ("Read", SSD), ("Response", SSD)];
    delays.map(|(kind, delay)| DelayRule::of_kind(kind, delay)).into()
}
