//! The story: what the events of the lab mean, in plain sentences.

use super::message::{Answer, Ask, Request};
use crate::sim::Template;

crate::story! {
    all STORY;
    ASKS "split.asks" "{0} asks the replicas for the lease, with token {1}.";
    REFUSED "split.refused" "{0} refuses: as far as it knows, {2} has the lease. {1} does not get it.";
    OUTBID "split.outbid" "The lease is free, but {0} has granted token {1} or a higher one before: {2} asks again, with the next.";
    NO_MAJORITY "split.no-majority" "{0} has waited for answers: {1} of {2} replicas would have it lead, which is no majority." => "no majority";
    ACQUIRES "split.acquires" "{0} has the lease, with token {1}: {2} of {3} replicas grant it. It is the leader for {4}, by its own clock." => "leader";
    EXPIRES "split.expires" "The lease of {0} with token {1} is over.";
    EXPIRES_AT_WORK "split.expires-at-work" "The lease of {0} with token {1} is over, but its job is not: it checked the lease before." => "lease over at work";
    RELEASES "split.releases" "{0} gives the lease with token {1} back: others may have it." => "lease given back";
    WORKS "split.works" "{0} has checked its lease and read the balance, {1} €. It works for {2}, then it will write.";
    WRITES "split.writes" "{0} has read {1} €, adds its deposit, and writes {2} € with token {3}.";
    WRITES_LATE "split.writes-late" "{0} does not know how late it is: it has read {1} €, adds its deposit, and writes {2} € with token {3}." => "late write";
    GIVES_UP "split.gives-up" "{0} has no answer from the storage, and no time left to ask again. What it sent may still be under way.";
    DONE "split.done" "{0} acknowledges a deposit by {1}, token {2}: the balance is {3} €; all deposits together are {4} €." => "deposit";
    REJECTS "split.rejects" "{0} rejects what {1} asks with token {2}: it has seen a newer one. The balance stays {3} €." => "rejected";
    REJECTS_SECOND "split.rejects-second" "{0} rejects what {1} asks with token {2}: another has come with the same token before. The balance stays {3} €." => "rejected";
    KEEPS_OUT "split.keeps-out" "{0} lets in nothing from {1}, which has been shot. Its token {2} does not matter: the balance stays {3} €." => "kept out";
    READS "split.reads" "{0} tells {1}, token {2}, the balance: {3} €.";
    SHOOTS "split.shoots" "{0} has the lease, but {1} has had one and not given it back: it may be at work still. {0} has it shot before it reads anything." => "STONITH";
    CUTS_POWER "split.cuts-power" "{0} has the storage's word that nothing of {1} gets in any more. It cuts the power of {1} and tells {2}.";
    IS_SHOT "split.is-shot" "{0} is without power: all that it had in memory is gone. It will boot again." => "shot";
}

// What is said of a violated property.
crate::story! {
    TWO_HOLDERS "split.two-holders" "{0} has the lease with token {1}, but {2} has one too, with token {3}: two leaders at once.";
    OLD_WRITE "split.old-write" "A write of {0} with token {1} was accepted, although {2} had already come with token {3}.";
    MONEY_LOST "split.money-lost" "The balance is {0} €, but acknowledged deposits add up to {1} €: one was overwritten.";
}

/// How it is told what became of a request.
pub fn served(answer: Option<Answer>, request: Request) -> &'static Template {
    match (answer, request.ask) {
        (None, _) => &KEEPS_OUT,
        (Some(Answer::Reject(newest)), _) if newest == request.token => &REJECTS_SECOND,
        (Some(Answer::Reject(_)), _) => &REJECTS,
        (Some(_), Ask::Read) => &READS,
        (Some(_), Ask::Write { .. }) => &DONE,
    }
}
