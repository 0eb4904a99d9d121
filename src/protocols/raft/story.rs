//! The story: what Raft's events mean, in plain sentences.

crate::story! {
    all STORY;
    STANDS "raft.stands" "{0} heard no leader for {1} and stands in term {2}.";
    ASKS_FIRST "raft.asks-first" "{0} heard no leader for {1} and asks first whether it could win term {2}.";
    SPLIT "raft.split" "{0} has {1} of {2} votes when its time is up: the vote of term {3} is split." => "split vote";
    UNREACHED "raft.unreached" "{0} has {1} of {2} votes when its time is up: too few servers answered it in term {3}.";
    STANDS_AGAIN "raft.stands-again" "{0} stands again, in term {1}.";
    ASKS_AGAIN_FIRST "raft.asks-again-first" "{0} asks again whether it could win term {1}.";
    TOLD "raft.told" "{0} is told to act as if its election timeout had passed, and stands in term {1}.";
    VOTES "raft.votes" "{0} votes for {1} in term {2}.";
    REFUSES_TERM "raft.refuses-term" "{0} refuses {1} its vote: {1} stands in term {2}, but term {3} has begun.";
    REFUSES_VOTED "raft.refuses-voted" "{0} refuses {1} its vote: in term {2} it has already voted for {3}.";
    REFUSES_LOG "raft.refuses-log" "{0} refuses {1} its vote: its own log is more up to date (last term {2}, index {3}, against {4} and {5}).";
    WOULD_VOTE "raft.would-vote" "{0} would vote for {1} in term {2}.";
    WOULD_NOT "raft.would-not" "{0} would not vote for {1}: it has heard from a leader within the last {2}.";
    WOULD_NOT_LOG "raft.would-not-log" "{0} would not vote for {1} in term {2}: the term is over, or its own log is more up to date.";
    ELECTED "raft.elected" "{0} is leader of term {1}, with {2} of {3} votes." => "leader elected";
    FOLLOWS "raft.follows" "{0} follows {1}, the leader of term {2}.";
    STEPS_DOWN "raft.steps-down" "{0} learns of term {1} from {2} and steps down: it led term {3}." => "leader steps down";
    GIVES_UP "raft.gives-up" "{0} learns of term {1} from {2} and no longer stands.";
    CUT_OFF "raft.cut-off" "{0} has not heard from a majority for {1}: it still believes that it leads, but can commit nothing.";
    APPENDS "raft.appends" "{0} appends {1} to its log at index {2}, in term {3}.";
    REFUSES_STALE "raft.refuses-stale" "{0} refuses what {1} sends: its term {2} is over, term {3} has begun.";
    REFUSES_GAP "raft.refuses-gap" "{0} refuses what {1} sends: it has no entry of term {3} at index {2}.";
    STEPS_BACK "raft.steps-back" "{0} tries {1} one step further back: nextIndex is now {2}.";
    SKIPS_BACK "raft.skips-back" "{0} skips what {1} has of another term: nextIndex is now {2}.";
    REPAIRED "raft.repaired" "{0} deletes what conflicts with {1}'s log: {2}." => "log repaired";
    STORES "raft.stores" "{0} stores {1} from {2}, up to index {3}.";
    COMMITS "raft.commits" "{0} commits up to index {1}: {2} of {3} servers have stored it." => "committed";
    NOT_OWN_TERM "raft.not-own-term" "{1} of {2} servers have stored index {3}, but it is of term {4}: {0} may not commit it by counting.";
    LEARNS "raft.learns" "{0} learns that everything up to index {1} is committed.";
    REDIRECTS "raft.redirects" "{0} is not the leader and sends {1} on to {2}.";
    NO_LEADER "raft.no-leader" "{0} knows no leader: {1} will have to ask again.";
    REFUSES_WRITE "raft.refuses-write" "{0} is not the leader and can't take {1}.";
    TWICE "raft.twice" "{0} has carried out this request of {1} before: it answers again, and does it only once.";
    NO_MEMBER "raft.no-member" "{0} is no member, so it does not stand.";
    BUSY_CHANGING "raft.busy-changing" "{0} makes one change at a time: another is not yet complete.";
    NO_CHANGE "raft.no-change" "{0} has nothing to change: the members are to be {1}.";
    CHANGES_MEMBERS "raft.changes-members" "{0} is to make these the members: {1}.";
    CAUGHT_UP "raft.caught-up" "{0} has brought the logs of the new servers up to date: {1}.";
    CHANGE_ABORTED "raft.change-aborted" "{0} gives the change up: it can't bring the new servers up to date within an election timeout ({1})." => "change aborted";
    MEMBERS_CHANGED "raft.members-changed" "{0} has committed the new configuration: the members are {1}." => "members changed";
    LEAVES "raft.leaves" "{0} is no longer a member: now that this is committed, it steps down. It led term {1}." => "leader leaves";
    SNAPSHOT "raft.snapshot" "{0} takes a snapshot of its state machine and discards its log up to index {1}." => "snapshot taken";
    SENDS_SNAPSHOT "raft.sends-snapshot" "{0} no longer has the entry at index {2} that {1} needs next: it sends its snapshot.";
    INSTALLS "raft.installs" "{0} takes over {1}'s snapshot, which covers everything up to index {2}." => "snapshot installed";
    CANNOT_CHANGE "raft.cannot-change" "{0} is not the leader and can't change the members.";
    CANNOT_HAND_OVER "raft.cannot-hand-over" "{0} is not the leader and can't hand over.";
    NO_TRANSFER "raft.no-transfer" "{0} can't hand over to {1}: only to another server, and to one at a time.";
    TRANSFERS "raft.transfers" "{0} hands leadership over to {1}: it takes no more requests, and brings {1}'s log up to date.";
    SENDS_TIMEOUT_NOW "raft.sends-timeout-now" "{1}'s log is the same as {0}'s: {0} tells it to stand at once.";
    TAKES_OVER "raft.takes-over" "{0} stands in term {2}, because {1}, the leader, tells it to.";
    TRANSFER_ABORTED "raft.transfer-aborted" "{1} has not taken over within an election timeout: {0} leads on and takes requests again." => "transfer aborted";
    HANDS_OVER "raft.hands-over" "{0} is handing over to {1} and takes no requests: {2} will have to ask again.";
    DISREGARDS "raft.disregards" "{0} disregards {1}'s candidacy, and its term: it has heard from a leader within the last {2}.";
    KEEPS_PROMISE "raft.keeps-promise" "{0} disregards {1}'s candidacy, and its term: a lease may rest on what {0} promised within the last {2}.";
    PROMISED "raft.promised" "A leader's lease may rest on what {0} promised it: {0} may not stand yet.";
    READ_WAITS "raft.read-waits" "{0} has committed nothing in term {1} yet, so it can't know what is committed: {2}'s read waits.";
    READ_INDEX "raft.read-index" "{0} notes readIndex {1} for {2}, and asks the others whether it still leads.";
    STILL_LEADS "raft.still-leads" "A majority has answered {0}, so it led when it was asked: it answers {1} from its state machine.";
    READS_UNDER_LEASE "raft.reads-under-lease" "{0} answers {1} from its state machine at once: its lease runs for another {2}.";
    ASKS "raft.asks" "{0} asks {1}: {2}.";
    ASKS_ELSEWHERE "raft.asks-elsewhere" "{0} was told of no leader and tries {1}: {2}.";
    ASKS_AGAIN "raft.asks-again" "{0} got no answer within {1} and asks {2}: {3}.";
    ANSWERED "raft.answered" "{0} has its answer from {1}: {2} is done." => "client answered";
    READ "raft.read" "{0} has its answer from {1}: {2} is {3}." => "client answered";
    BOTH_LEAD "raft.both-lead" "{0} leads term {1} while {2} still believes that it leads term {3}." => "two leaders at once";
    QUEUES "raft.queues" "{0} still waits for an answer; {1} comes after that.";
}

// What is said of a violated property.
crate::story! {
    TWO_LEADERS "raft.two-leaders" "{0} became leader of term {1}, which {2} leads or led already.";
    LEADER_REWROTE "raft.leader-rewrote" "{0}, leader of term {1}, changed its own log: it had {2} entries and now {3}, and no longer the same ones.";
    LOGS_DIFFER "raft.logs-differ" "{0} and {1} both have an entry of term {2} at index {3}, but at index {4} their logs differ: {5} and {6}.";
    LEADER_LACKS "raft.leader-lacks" "{0} leads term {1} without the entry at index {2} that was committed in term {3}: {4}.";
    APPLIED_OTHER "raft.applied-other" "{0} applied {2} at index {1}, where {3} had applied {4}.";
}
