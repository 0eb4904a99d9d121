//! Leader election: §5.2 and §5.4.1, and pre-vote (dissertation, §9.6).

use super::disk::Command;
use super::message::{Candidacy, Message};
use super::reads::Reads;
use super::server::{Leader, Peer, Role, Server};
use super::{Context, Timer, story};
use crate::kit::quorum::Tally;
use crate::sim::{NodeId, Value};

impl Server {
    /// Chooses a new random election timeout and starts waiting (§5.2).
    pub(super) fn reset_election_timer(&mut self, cx: &mut Context) {
        self.timeout = cx.random(cx.config.timeout_min, cx.config.timeout_max);
        cx.set_timer(Timer::Election, self.timeout);
    }

    /// Followers: if the election timeout elapses without receiving `AppendEntries` RPC from the current leader or
    /// granting vote to a candidate, convert to candidate. Candidates: if it elapses, start a new election.
    pub(super) fn on_election_timeout(&mut self, cx: &mut Context) {
        let leads = matches!(self.role, Role::Leader(_));
        if !leads && self.may_stand(cx) && !self.may_not_stand_yet(cx) {
            self.tell_why_it_stands(cx);
            self.stand(cx);
        }
    }

    /// Begins an election, or first asks whether it could be won.
    pub(super) fn stand(&mut self, cx: &mut Context) {
        if cx.config.prevote {
            self.ask_for_pre_votes(cx);
        } else {
            self.start_election(false, cx);
        }
    }

    fn tell_why_it_stands(&self, cx: &mut Context) {
        let (me, configuration, term) = (cx.me, Server::configuration(cx), cx.disk.current_term);
        let (prevote, servers) = (cx.config.prevote, configuration.all());
        match self.role {
            Role::Candidate { votes, answers } => {
                let why = if configuration.is_majority(answers) { &story::SPLIT } else { &story::UNREACHED };
                let votes = votes.among(servers).count();
                cx.tell(why, || [me.into(), votes.into(), servers.count().into(), term.into()]);
                let how = if prevote { &story::ASKS_AGAIN_FIRST } else { &story::STANDS_AGAIN };
                cx.tell(how, || [me.into(), (term + 1).into()]);
            }
            Role::PreCandidate { .. } => {
                cx.tell(&story::ASKS_AGAIN_FIRST, || [me.into(), (term + 1).into()]);
            }
            Role::Follower | Role::Leader(_) => {
                let how = if prevote { &story::ASKS_FIRST } else { &story::STANDS };
                cx.tell(how, || [me.into(), Value::Time(self.timeout), (term + 1).into()]);
            }
        }
    }

    /// On conversion to candidate, start election: increment currentTerm, vote for self, reset election timer, send
    /// `RequestVote` RPCs to all other servers. `transfer`: because the leader said so.
    pub(super) fn start_election(&mut self, transfer: bool, cx: &mut Context) {
        cx.disk.current_term += 1;
        cx.disk.voted_for = Some(cx.me);
        let mut votes = Tally::default();
        votes.add(cx.me);
        self.role = Role::Candidate { votes, answers: votes };
        self.leader_id = None;
        self.reset_election_timer(cx);
        let candidacy = Candidacy { transfer, ..candidacy(cx.disk.current_term, cx) };
        for server in Server::others(cx) {
            cx.send(server, Message::RequestVote(candidacy));
        }
        self.count_votes(cx);
    }

    /// `RequestVote` RPC, receiver implementation.
    pub(super) fn on_request_vote(&mut self, candidacy: Candidacy, cx: &mut Context) {
        let vote_granted = grants(&candidacy, cx);
        if vote_granted {
            cx.disk.voted_for = Some(candidacy.candidate_id);
            if !matches!(self.role, Role::Leader(_)) {
                self.reset_election_timer(cx);
            }
            let (me, term) = (cx.me, candidacy.term);
            cx.tell(&story::VOTES, || [me.into(), candidacy.candidate_id.into(), term.into()]);
        }
        let term = cx.disk.current_term;
        cx.send(candidacy.candidate_id, Message::RequestVoteReply { term, vote_granted });
    }

    /// A candidate counts a vote.
    pub(super) fn on_vote(&mut self, from: NodeId, term: u64, vote_granted: bool, cx: &mut Context) {
        let Role::Candidate { votes, answers } = &mut self.role else { return };
        if term < cx.disk.current_term {
            return; // An answer to an earlier candidacy.
        }
        answers.add(from);
        if vote_granted {
            votes.add(from);
            self.count_votes(cx);
        }
    }

    /// Candidates: if votes received from majority of servers, become leader.
    fn count_votes(&mut self, cx: &mut Context) {
        if let Role::Candidate { votes, .. } = self.role
            && Server::configuration(cx).is_majority(votes)
        {
            let (me, term, servers) = (cx.me, cx.disk.current_term, Server::configuration(cx).all());
            let votes = votes.among(servers).count();
            cx.tell(&story::ELECTED, || [me.into(), term.into(), votes.into(), servers.count().into()]);
            self.become_leader(cx);
        }
    }

    /// Leaders, upon election: send initial empty `AppendEntries` RPCs to each server (§5.2). With the no-op of §8 it
    /// is not empty.
    fn become_leader(&mut self, cx: &mut Context) {
        let next_index = cx.disk.log.last_index() + 1;
        let peer =
            Peer { next_index, match_index: 0, sent_index: next_index - 1, answered: cx.now, round: 0 };
        let peers = vec![peer; cx.config.seats() as usize];
        self.role = Role::Leader(Leader {
            peers,
            cut_off: false,
            reads: Reads::default(),
            transfer: None,
            change: None,
        });
        self.leader_id = Some(cx.me);
        cx.cancel_timer(Timer::Election);
        if cx.config.noop {
            self.append(Command::Noop, cx);
        } else {
            self.broadcast_append_entries(cx);
        }
    }

    /// Pre-vote: asks the others whether they would vote for it in the next term, and changes nothing yet.
    fn ask_for_pre_votes(&mut self, cx: &mut Context) {
        let mut votes = Tally::default();
        votes.add(cx.me);
        self.role = Role::PreCandidate { votes };
        self.leader_id = None;
        self.reset_election_timer(cx);
        let candidacy = candidacy(cx.disk.current_term + 1, cx);
        for server in Server::others(cx) {
            cx.send(server, Message::PreVote(candidacy));
        }
        self.count_pre_votes(cx);
    }

    /// A server would vote if the candidate's log is up-to-date and it has not heard from a valid leader for at least
    /// a minimum election timeout. It changes nothing, and remembers nothing.
    pub(super) fn on_pre_vote(&mut self, candidacy: Candidacy, cx: &mut Context) {
        let (me, candidate, for_term) = (cx.me, candidacy.candidate_id, candidacy.term);
        let least = cx.config.timeout_min;
        let heard = self.heard.is_some_and(|heard| cx.now.saturating_sub(heard) < least);
        let has_leader = matches!(self.role, Role::Leader(_)) || self.leader_id.is_some() && heard;
        let electable =
            for_term > cx.disk.current_term && (is_up_to_date(&candidacy, cx) || !cx.config.vote_log_check);
        if has_leader {
            cx.tell(&story::WOULD_NOT, || [me.into(), candidate.into(), Value::Time(least)]);
        } else {
            let how = if electable { &story::WOULD_VOTE } else { &story::WOULD_NOT_LOG };
            cx.tell(how, || [me.into(), candidate.into(), for_term.into()]);
        }
        let (term, vote_granted) = (cx.disk.current_term, electable && !has_leader);
        cx.send(candidate, Message::PreVoteReply { term, for_term, vote_granted });
    }

    /// A pre-candidate counts who would vote for it.
    pub(super) fn on_pre_vote_reply(&mut self, from: NodeId, for_term: u64, granted: bool, cx: &mut Context) {
        let Role::PreCandidate { votes } = &mut self.role else { return };
        if granted && for_term == cx.disk.current_term + 1 {
            votes.add(from);
            self.count_pre_votes(cx);
        }
    }

    fn count_pre_votes(&mut self, cx: &mut Context) {
        if let Role::PreCandidate { votes } = self.role
            && Server::configuration(cx).is_majority(votes)
        {
            self.start_election(false, cx);
        }
    }
}

/// Whether this server gives a candidate its vote.
fn grants(candidacy: &Candidacy, cx: &mut Context) -> bool {
    let (me, candidate, term) = (cx.me, candidacy.candidate_id, cx.disk.current_term);
    // 1. Reply false if term < currentTerm (§5.1).
    if candidacy.term < term {
        cx.tell(&story::REFUSES_TERM, || [me.into(), candidate.into(), candidacy.term.into(), term.into()]);
        return false;
    }
    // 2. If votedFor is null or candidateId, …
    let voted_for = cx.disk.voted_for;
    if cx.config.vote_once && voted_for.is_some_and(|other| other != candidate) {
        cx.tell(&story::REFUSES_VOTED, || [me.into(), candidate.into(), term.into(), voted_for.into()]);
        return false;
    }
    // … and the candidate's log is at least as up-to-date as the receiver's log, grant vote (§5.2, §5.4).
    let (last_term, last_index) = (cx.disk.log.last_term(), cx.disk.log.last_index());
    if cx.config.vote_log_check && !is_up_to_date(candidacy, cx) {
        cx.tell(&story::REFUSES_LOG, || {
            let theirs = [candidacy.last_log_term.into(), candidacy.last_log_index.into()];
            let [their_term, their_index] = theirs;
            [me.into(), candidate.into(), last_term.into(), last_index.into(), their_term, their_index]
        });
        return false;
    }
    true
}

/// What this server says of itself when it stands in `term`.
fn candidacy(term: u64, cx: &Context) -> Candidacy {
    let (last_log_index, last_log_term) = (cx.disk.log.last_index(), cx.disk.log.last_term());
    Candidacy { term, candidate_id: cx.me, last_log_index, last_log_term, transfer: false }
}

/// Whether the candidate's log is at least as up-to-date as this server's: if the last entries have different terms,
/// the log with the later term is more up-to-date; if they have the same, the longer log is (§5.4.1).
fn is_up_to_date(candidacy: &Candidacy, cx: &Context) -> bool {
    let log = &cx.disk.log;
    (candidacy.last_log_term, candidacy.last_log_index) >= (log.last_term(), log.last_index())
}
