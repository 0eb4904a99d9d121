//! Changing the members of the cluster (dissertation, ch. 4): a server at a time (§4.1), or by joint consensus (§4.3).

use super::configuration::Configuration;
use super::disk::Command;
use super::server::{Leader, Role, Server};
use super::{Context, Timer, story};
use crate::kit::quorum::Tally;
use crate::sim::{Micros, NodeId};
use serde::Serialize;

/// A new server is caught up in so many rounds.
const ROUNDS: u64 = 10;

/// Who people want to be members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// This one too (`AddServer`).
    Add(NodeId),
    /// This one no longer (`RemoveServer`).
    Remove(NodeId),
    /// Just these.
    Members(Tally),
}

/// A change of members that a leader has been asked for and has not yet appended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The members to be.
    pub members: Tally,
    /// Whether by joint consensus.
    pub joint: bool,
    /// What new servers still lack.
    pub catch_up: Option<CatchUp>,
}

/// New servers receive the log before they count (§4.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CatchUp {
    /// The new servers.
    pub servers: Tally,
    /// Those that have answered.
    pub heard: Tally,
    /// The round: each replicates all that was in the leader's log when the round began.
    pub round: u64,
    /// Where the leader's log ended then.
    pub end: u64,
    /// When that was, on the leader's clock.
    pub began: Micros,
}

impl Server {
    /// Somebody wants other members. Reply `NOT_LEADER` if not leader; a leader makes one change at a time.
    pub fn on_reconfigure(&mut self, wanted: Wanted, cx: &mut Context) {
        let me = cx.me;
        let current = cx.disk.configurations.latest();
        let Role::Leader(leader) = &mut self.role else {
            return cx.tell(&story::CANNOT_CHANGE, || [me.into()]);
        };
        if leader.change.is_some() || leader.transfer.is_some() || current.next.is_some() {
            return cx.tell(&story::BUSY_CHANGING, || [me.into()]);
        }
        let members = match wanted {
            Wanted::Add(server) => current.members.with(server),
            Wanted::Remove(server) => current.members.without(server),
            Wanted::Members(members) => members,
        };
        if members == current.members || members.count() == 0 {
            return cx.tell(&story::NO_CHANGE, || [me.into(), members.into()]);
        }
        cx.tell(&story::CHANGES_MEMBERS, || [me.into(), members.into()]);
        let joint = matches!(wanted, Wanted::Members(_)) && cx.config.joint_consensus;
        let new = members.except(current.members);
        let catch_up = (new.count() > 0).then(|| leader.begin_to_catch_up(new, cx));
        leader.change = Some(Change { members, joint, catch_up });
        match catch_up {
            Some(_) => self.broadcast_append_entries(cx),
            None => self.append_change(cx),
        }
    }

    /// Catches up new servers for a fixed number of rounds. If the last lasts less than an election timeout, they are
    /// close enough; if not, or if one makes no progress for an election timeout, the change is given up.
    pub(super) fn catch_up(&mut self, from: NodeId, cx: &mut Context) {
        let Role::Leader(leader) = &mut self.role else { return };
        let Some(Change { catch_up: Some(catch_up), .. }) = &mut leader.change else { return };
        catch_up.heard.add(from);
        let reached = catch_up.servers.iter().map(|server| leader.peers[server.index()].match_index).min();
        let took = cx.now.saturating_sub(catch_up.began);
        let silent = catch_up.servers.except(catch_up.heard).count() > 0;
        if silent || reached.is_some_and(|reached| reached < catch_up.end) {
            return;
        }
        if catch_up.round < ROUNDS {
            let (round, end) = (catch_up.round + 1, cx.disk.log.last_index());
            *catch_up = CatchUp { round, end, began: cx.now, ..*catch_up };
            return self.catch_up(from, cx);
        }
        if took >= cx.config.timeout_min {
            return self.give_up_change(cx);
        }
        let (me, servers) = (cx.me, catch_up.servers);
        cx.tell(&story::CAUGHT_UP, || [me.into(), servers.into()]);
        if let Some(change) = &mut leader.change {
            change.catch_up = None;
        }
        self.append_change(cx);
    }

    /// Gives a change up when a new server has not answered for an election timeout.
    pub(super) fn notice_missing_servers(&mut self, cx: &mut Context) {
        let Role::Leader(leader) = &mut self.role else { return };
        let Some(Change { catch_up: Some(catch_up), .. }) = &leader.change else { return };
        let silent = |server: NodeId| {
            cx.now.saturating_sub(leader.peers[server.index()].answered) > cx.config.timeout_max
        };
        if catch_up.servers.iter().any(silent) {
            self.give_up_change(cx);
        }
    }

    fn give_up_change(&mut self, cx: &mut Context) {
        let Role::Leader(leader) = &mut self.role else { return };
        let Some(Change { catch_up: Some(catch_up), .. }) = leader.change.take() else { return };
        let me = cx.me;
        cx.tell(&story::CHANGE_ABORTED, || [me.into(), catch_up.servers.into()]);
    }

    /// Appends the new configuration entry, once the previous one in the log is committed, and an entry of the leader's
    /// term (the latter after Ongaro, *bug in single-server membership changes*, raft-dev, 2015).
    pub(super) fn append_change(&mut self, cx: &mut Context) {
        let Role::Leader(leader) = &self.role else { return };
        let Some(Change { members, joint, catch_up: None }) = leader.change else { return };
        let own_term = self.has_committed_in_its_term(cx) || !cx.config.change_in_own_term;
        if cx.disk.configurations.index() > self.commit_index || !own_term {
            return;
        }
        let Role::Leader(leader) = &mut self.role else { return };
        leader.change = None;
        let current = cx.disk.configurations.latest();
        let new =
            if joint { Configuration { next: Some(members), ..current } } else { Configuration::of(members) };
        self.append(Command::Configuration(new), cx);
    }

    /// The leader's commitIndex has advanced from `before`. When `C_old,new` is committed it appends `C_new`; when a
    /// configuration without it is committed it steps down (§4.2.2).
    pub(super) fn on_committed_configuration(&mut self, before: u64, cx: &mut Context) {
        let (index, current) = (cx.disk.configurations.index(), cx.disk.configurations.latest());
        if index > self.commit_index || !matches!(self.role, Role::Leader(_)) {
            return;
        }
        let me = cx.me;
        if index > before && current.next.is_none() {
            cx.tell(&story::MEMBERS_CHANGED, || [me.into(), current.members.into()]);
        }
        match current.next {
            Some(next) => self.append(Command::Configuration(Configuration::of(next)), cx),
            None if !current.contains(me) => self.leave(cx),
            None => {}
        }
    }

    fn leave(&mut self, cx: &mut Context) {
        let (me, term) = (cx.me, cx.disk.current_term);
        cx.tell(&story::LEAVES, || [me.into(), term.into()]);
        self.role = Role::Follower;
        self.leader_id = None;
        cx.cancel_timer(Timer::Heartbeat);
        cx.cancel_timer(Timer::Transfer);
    }

    /// Whether this server may stand: members may, and one that is leaving as long as it does not know that this is
    /// committed, because it might still be needed (§4.2.2).
    pub(super) fn may_stand(&self, cx: &Context) -> bool {
        let all = &cx.disk.configurations;
        all.latest().contains(cx.me)
            || all.index() > self.commit_index && all.at(all.index() - 1).contains(cx.me)
    }
}

impl Leader {
    /// The new servers' logs may be empty.
    fn begin_to_catch_up(&mut self, servers: Tally, cx: &Context) -> CatchUp {
        for server in servers.iter() {
            let peer = &mut self.peers[server.index()];
            (peer.next_index, peer.match_index, peer.sent_index, peer.answered) = (1, 0, 0, cx.now);
        }
        CatchUp { servers, heard: Tally::default(), round: 1, end: cx.disk.log.last_index(), began: cx.now }
    }

    /// Whom the leader sends its log to: the members, and who is to become one.
    pub(super) fn audience(&self, cx: &Context) -> Tally {
        let members = cx.disk.configurations.latest().all();
        let new = self.change.as_ref().and_then(|change| change.catch_up.as_ref());
        new.map_or(members, |new| members.union(new.servers)).without(cx.me)
    }
}
