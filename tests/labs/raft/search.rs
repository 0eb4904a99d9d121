//! The search finds what each of Raft's rules prevents, and says so in few inputs.

use crate::support::{lab, search_finds};

/// Schedules in which every rule's absence must show.
const RUNS: u64 = 100_000;

fn found(rule: &str, most: u32) {
    search_finds(lab("raft"), rule, &[], RUNS, most);
}

#[test]
fn the_vote_log_check() {
    found("vote_log_check", 6);
}

#[test]
fn one_vote_a_term() {
    found("vote_once", 6);
}

#[test]
fn persistence() {
    found("persist", 12);
}

#[test]
fn the_append_check() {
    found("append_check", 6);
}

#[test]
fn deleting_conflicts() {
    found("truncate_conflicts", 8);
}

/// Figure 8.
#[test]
fn the_commit_rule() {
    found("commit_own_term", 12);
}

#[test]
fn joint_consensus() {
    found("joint_consensus", 8);
}

/// The schedule that Ongaro published.
#[test]
fn a_change_in_the_own_term() {
    found("change_in_own_term", 12);
}

/// A stale read under a lease.
#[test]
fn leases_that_allow_for_drift() {
    found("lease_drift", 10);
}
