//! The story: what the events of a commitment mean, in plain sentences.

use super::transfer::Decision;
use crate::sim::Template;

crate::story! {
    all STORY;
    BEGINS "commit.begins" "{0} begins {1}: {2} € from {3} to {4}. It asks these banks for their votes." => "transfer begins";
    WAITS "commit.waits" "{0} is asked to vote on {1}, but {2} holds the account's lock: {1} waits.";
    VOTES_YES "commit.votes-yes" "{0} has the lock and votes Yes on {1}: it promises to have {2} € if that commits. From now on it is in doubt.";
    VOTES_NO "commit.votes-no" "{0} votes No on {1}, as it was told to, and so aborts it." => "a No";
    LACKS_MONEY "commit.lacks-money" "{0} votes No on {1}: it has only {2} €." => "a No";
    NO_LOCK "commit.no-lock" "{0} could not have the account's lock for {1}: it votes No on {2}." => "a No";
    HEARS_NO "commit.hears-no" "{0} hears a No from {1}: {2} can't commit.";
    VOTES_MISSING "commit.votes-missing" "{0} has waited {1} for the votes of {2} on {3}." => "votes missing";
    ALL_YES "commit.all-yes" "{0} has every vote on {1}: all are Yes.";
    DECIDES_COMMIT "commit.decides-commit" "{0} decides to commit {1}: it is so from the moment that this is in its log." => "committed";
    DECIDES_ABORT "commit.decides-abort" "{0} decides to abort {1}." => "aborted";
    COMMITTABLE "commit.committable" "{0} learns that all have voted Yes on {1}: it is committable.";
    ACKS_MISSING "commit.acks-missing" "{0} has no answer from {1}, takes them for crashed, and commits {2} without them.";
    COMMITS "commit.commits" "{0} commits {1}: it has {2} €. It held the lock for {3}.";
    ABORTS "commit.aborts" "{0} aborts {1}: nothing has changed. It held the lock for {2}.";
    TOLD_EARLY "commit.told-early" "{0} is told to {1} {2} before it has voted: it aborts.";
    NOT_VOTED "commit.not-voted" "{0} has not voted on {1}, so nobody can have committed it: it aborts.";
    KNOWS_NOTHING "commit.knows-nothing" "{0} is told to commit {1}, but its log knows of no vote: it aborts.";
    REVERSES "commit.reverses" "{0} is told to {2} {1}, which it had decided otherwise, and obeys.";
    ASKS "commit.asks" "{0} has heard nothing for {1} and asks what became of {2}.";
    BLOCKED "commit.blocked" "{0} is blocked: it has promised, may not decide alone, and nobody who is up can tell it what became of {1}." => "blocked";
    ABORTS_ALONE "commit.aborts-alone" "{0} has waited {1} for the decision and aborts {2} by itself.";
    HELPS "commit.helps" "{0} knows the decision, {1} {2}, and tells {3}." => "helped";
    IN_DOUBT_AGAIN "commit.in-doubt-again" "{0} reads its log: it voted Yes on {1} and does not know the decision. It locks the account again and asks." => "recovered in doubt";
    COORDINATOR_RECOVERS "commit.coordinator-recovers" "{0} reads its log: {1} was begun and not decided, so nobody can have committed." => "coordinator recovers";
    COORDINATOR_ASKS "commit.coordinator-asks" "{0} reads its log: {1} was begun and not decided. The banks may have decided meanwhile: it asks them." => "coordinator recovers";
    LEARNS "commit.learns" "{0} learns from {1}: {2} {3}.";
    PRESUMES "commit.presumes" "{0} has nothing about {1} in its log, so it was aborted: it tells {2}." => "presumed abort";
    FORGETS "commit.forgets" "Every bank has acknowledged {1}: {0} forgets it.";
    ELECTS "commit.elects" "{0} waited in vain for {1}: {2} is to be the new coordinator of {3}.";
    IS_ELECTED "commit.is-elected" "{0} is elected by {1}: as the new coordinator of {2} it asks the others for their states." => "new coordinator";
    LEADS "commit.leads" "{0} waited in vain for {1}: as the new coordinator of {2} it asks the others for their states." => "new coordinator";
    TR1 "commit.tr1" "TR1: {1} has aborted {2}, so {0} decides Abort." => "aborted";
    TR2 "commit.tr2" "TR2: {1} has committed {2}, so {0} decides Commit." => "committed";
    TR3 "commit.tr3" "TR3: everybody who answers is uncertain about {1}. If the others are down, nobody has committed: {0} decides Abort." => "aborted";
    TR4 "commit.tr4" "TR4: somebody is committable in {1}, so all have voted Yes: {0} makes everybody committable, then commits.";
    TOTAL_FAILURE "commit.total-failure" "Everybody crashed in doubt about {1}, so nobody has decided it: {0} may." => "total failure";
}

// What is said of a violated property.
crate::story! {
    DISAGREE "commit.disagree" "{0} decides to {1} {2}, but {3} has decided to {4} it.";
    COMMIT_WITHOUT "commit.commit-without" "{0} decides to commit {1}, but {2} has not voted Yes.";
    UNJUSTIFIED "commit.unjustified" "{0} is aborted, although every bank voted Yes and nothing went wrong.";
    CHANGED_MIND "commit.changed-mind" "{0} decides to {1} {2}, after it had decided otherwise.";
    MONEY_WRONG "commit.money-wrong" "{0} has {1} €, but with the transfers that it committed it should have {2} €.";
    MONEY_LOST "commit.money-lost" "{0} was committed at {1} and aborted at {2}: the money of one side is missing.";
    MONEY_MISSING "commit.money-missing" "No transfer is under way, and the banks together have {0} €, but had {1} €.";
    STILL_BLOCKED "commit.still-blocked" "{0} is up and has asked {1} times what became of {2}.";
}

/// How the decision of a coordinator, or by rule TR4, is told.
pub fn decided(decision: Decision) -> &'static Template {
    match decision {
        Decision::Commit => &DECIDES_COMMIT,
        Decision::Abort => &DECIDES_ABORT,
    }
}
