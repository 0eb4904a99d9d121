//! Leadership transfer (dissertation, §3.10).

use super::message::Message;
use super::server::{Leader, Role, Server};
use super::{Context, Timer, story};
use crate::sim::NodeId;
use serde::Serialize;

/// A leader that hands over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Transfer {
    /// Who is to lead.
    pub target: NodeId,
    /// Whether it has been told to stand.
    pub told: bool,
}

impl Server {
    /// Somebody wants another server to lead: `to`, or the most up-to-date follower.
    pub fn on_transfer(&mut self, to: Option<NodeId>, cx: &mut Context) {
        let me = cx.me;
        let Role::Leader(leader) = &mut self.role else {
            return cx.tell(&story::CANNOT_HAND_OVER, || [me.into()]);
        };
        let mut others = Server::others(cx);
        let target = match to {
            Some(named) => others.find(|other| *other == named),
            None => most_up_to_date(leader, others),
        };
        let Some(target) = target.filter(|_| leader.transfer.is_none() && leader.change.is_none()) else {
            return cx.tell(&story::NO_TRANSFER, || [me.into(), to.into()]);
        };
        // Step 1: the prior leader stops accepting new client requests.
        leader.transfer = Some(Transfer { target, told: false });
        cx.tell(&story::TRANSFERS, || [me.into(), target.into()]);
        cx.set_timer(Timer::Transfer, cx.config.timeout_max);
        // Step 2: it fully updates the target server's log to match its own, using normal log replication.
        self.broadcast_append_entries(cx);
        self.tell_target(cx);
    }

    /// Step 3: once the target's log is the leader's, it sends it a `TimeoutNow` request.
    pub(super) fn tell_target(&mut self, cx: &mut Context) {
        let Role::Leader(Leader { transfer: Some(transfer), peers, reads, .. }) = &mut self.role else {
            return;
        };
        let target = transfer.target;
        if transfer.told || peers[target.index()].match_index < cx.disk.log.last_index() {
            return;
        }
        transfer.told = true;
        // From now on the target may be elected at any moment, as late as this message may arrive.
        reads.give_up_lease();
        let (me, term) = (cx.me, cx.disk.current_term);
        cx.tell(&story::SENDS_TIMEOUT_NOW, || [me.into(), target.into()]);
        cx.send(target, Message::TimeoutNow { term, leader_id: me });
    }

    /// The target has the same reason to stand as when its election timer fires, and the leader's leave to disturb it.
    pub(super) fn on_timeout_now(&mut self, term: u64, from: NodeId, cx: &mut Context) {
        if term < cx.disk.current_term || matches!(self.role, Role::Leader(_)) || !self.may_stand(cx) {
            return;
        }
        let me = cx.me;
        cx.tell(&story::TAKES_OVER, || [me.into(), from.into(), (term + 1).into()]);
        self.start_election(true, cx);
    }

    /// If leadership transfer does not complete after about an election timeout, the prior leader aborts the transfer
    /// and resumes accepting client requests.
    pub(super) fn on_transfer_timeout(&mut self, cx: &mut Context) {
        let Role::Leader(leader) = &mut self.role else { return };
        let Some(transfer) = leader.transfer.take() else { return };
        let me = cx.me;
        cx.tell(&story::TRANSFER_ABORTED, || [me.into(), transfer.target.into()]);
    }
}

/// The server with the longest log that is known to be the leader's; of several, the one that answered last.
fn most_up_to_date(leader: &Leader, others: impl Iterator<Item = NodeId>) -> Option<NodeId> {
    let known = |server: &NodeId| {
        let peer = &leader.peers[server.index()];
        (peer.match_index, peer.answered)
    };
    others.max_by_key(known)
}
