//! Log compaction (dissertation, ch. 5): snapshots of the state machine, and the `InstallSnapshot` RPC of Figure 5.3.
//!
//! A snapshot here is small, so it is sent whole: without the figure's `offset` and `done`, and its steps 2 to 4.

use super::configuration::{Configuration, Configurations};
use super::disk::Log;
use super::message::{InstallSnapshot, Message};
use super::server::{Leader, Role, Server};
use super::{Context, story};
use crate::kit::kv::Store;
use crate::sim::NodeId;
use serde::Serialize;
use std::rc::Rc;

/// What replaces the beginning of the log.
#[derive(Clone, Debug, Serialize)]
pub struct Snapshot {
    /// Index of the last entry that it covers.
    pub last_included_index: u64,
    /// Term of that entry.
    pub last_included_term: u64,
    /// The members from that entry on.
    pub configuration: Configuration,
    /// The state machine after that entry, with what it answered in each client's session.
    pub store: Store,
    /// The entries that it covers, discarded: for those who judge a run.
    #[serde(skip)]
    pub past: Log,
}

impl Server {
    /// A server boots from its snapshot, if it has one.
    pub(super) fn restore(&mut self, cx: &Context) {
        if let Some(snapshot) = &cx.disk.snapshot {
            self.store = snapshot.store.clone();
            self.last_applied = snapshot.last_included_index;
            self.commit_index = snapshot.last_included_index;
        }
    }

    /// Each server takes snapshots independently, covering just the committed entries in its log: when it has applied
    /// enough of them since the last one, it saves its state machine and discards them.
    pub(super) fn compact(&mut self, cx: &mut Context) {
        let (every, last) = (cx.config.snapshot_after, self.last_applied);
        if every == 0 || last < cx.disk.log.base() + every {
            return;
        }
        let Some(term) = cx.disk.log.term(last) else { return };
        let configuration = cx.disk.configurations.at(last);
        cx.disk.discard_to(last);
        cx.disk.snapshot = Some(Rc::new(Snapshot {
            last_included_index: last,
            last_included_term: term,
            configuration,
            store: self.store.clone(),
            past: cx.disk.log.past(),
        }));
        let me = cx.me;
        cx.tell(&story::SNAPSHOT, || [me.into(), last.into()]);
    }

    /// `InstallSnapshot` RPC, receiver implementation.
    pub(super) fn on_install_snapshot(&mut self, install: InstallSnapshot, cx: &mut Context) {
        let (me, leader, term) = (cx.me, install.leader_id, cx.disk.current_term);
        let (index, round) = (install.snapshot.last_included_index, install.round);
        // 1. Reply immediately if term < currentTerm.
        if install.term < term {
            cx.tell(&story::REFUSES_STALE, || [me.into(), leader.into(), install.term.into(), term.into()]);
        } else {
            self.follow(leader, cx);
            // 5. If lastIncludedIndex is larger than the latest snapshot's, save it; discard the existing one.
            if index > cx.disk.log.base() {
                self.install(leader, install.snapshot, cx);
            }
        }
        let reply = Message::InstallSnapshotReply { term, last_included_index: index, round };
        cx.send(leader, reply);
    }

    fn install(&mut self, leader: NodeId, snapshot: Rc<Snapshot>, cx: &mut Context) {
        let (me, index) = (cx.me, snapshot.last_included_index);
        cx.tell(&story::INSTALLS, || [me.into(), leader.into(), index.into()]);
        if cx.disk.log.term(index) == Some(snapshot.last_included_term) {
            // 6. If existing log entry has same index and term as the last included one, discard log up through it,
            // but retain any following entries.
            cx.disk.discard_to(index);
        } else {
            // 7. Discard the entire log.
            cx.disk.log = snapshot.past.clone();
            // 8. (…and load its configuration as the cluster's.)
            cx.disk.configurations = Configurations::starting(snapshot.configuration);
        }
        // 8. Reset state machine using snapshot contents, unless it is already further.
        if self.last_applied < index {
            self.store = snapshot.store.clone();
            self.last_applied = index;
        }
        self.commit_index = self.commit_index.max(index);
        cx.disk.snapshot = Some(snapshot);
    }

    /// A follower has answered: it has now what the snapshot covers.
    pub(super) fn on_install_reply(
        &mut self,
        from: NodeId,
        term: u64,
        index: u64,
        round: u64,
        cx: &mut Context,
    ) {
        if term == cx.disk.current_term && matches!(self.role, Role::Leader(_)) {
            self.heard_from(from, round, cx);
            self.matches_up_to(from, index, cx);
            self.catch_up(from, cx);
            self.count_round(cx);
        }
    }
}

/// Sends `to` the snapshot, because the log no longer has the entry at its nextIndex. False when there is none to send.
pub(super) fn send_snapshot(to: NodeId, leader: &mut Leader, cx: &mut Context) -> bool {
    let peer = &mut leader.peers[to.index()];
    let next_index = peer.next_index;
    if next_index > cx.disk.log.base() {
        return false;
    }
    let Some(snapshot) = cx.disk.snapshot.clone() else { return false };
    peer.sent_index = snapshot.last_included_index;
    let (term, me, round) = (cx.disk.current_term, cx.me, leader.reads.round);
    cx.tell(&story::SENDS_SNAPSHOT, || [me.into(), to.into(), next_index.into()]);
    cx.send(to, Message::InstallSnapshot(InstallSnapshot { term, leader_id: me, snapshot, round }));
    true
}
