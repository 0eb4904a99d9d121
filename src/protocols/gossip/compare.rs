//! Anti-entropy: two nodes compare all that they have and settle the differences (§1.3).
//!
//! The paper's nodes compare checksums, so that only what differs is sent. Here the newest stamp stands for them.

use super::{Context, Gossip, Message, Phase, Update, is_fresh, partners, story};
use crate::sim::NodeId;

/// Tells each partner of the cycle how new this node's database is.
pub fn compare(cx: &mut Context) {
    let newest = cx.disk.update();
    for partner in partners(cx) {
        cx.send(partner, Message::Digest(newest));
    }
}

impl Gossip {
    /// Pull: what is newer here is given, if it was here when the cycle began. Push: what is newer there is wanted.
    pub(super) fn on_digest(&mut self, from: NodeId, theirs: Option<Update>, cx: &mut Context) {
        let mine = cx.disk.update();
        if cx.config.pulls() && !is_fresh(cx) && cx.config.prefers(mine, theirs) {
            self.give(from, cx);
        } else if cx.config.pushes() && cx.config.prefers(theirs, mine) {
            cx.send(from, Message::Want);
        }
    }

    pub(super) fn on_want(&mut self, from: NodeId, cx: &mut Context) {
        self.give(from, cx);
    }

    fn give(&mut self, to: NodeId, cx: &mut Context) {
        if let Some(update) = cx.disk.update() {
            self.sent += 1;
            cx.send(to, Message::Update(update));
        }
    }

    /// What anti-entropy brings is news to few: as a rumour it is not taken up.
    pub(super) fn on_update(&mut self, from: NodeId, update: Update, cx: &mut Context) {
        let me = cx.me;
        if cx.config.prefers(Some(update), cx.disk.update()) {
            let phase = if cx.config.rumours() { Phase::Removed } else { Phase::Infective };
            self.adopt(update, phase, cx);
            cx.tell(&story::FINDS, || [me.into(), from.into(), update.origin.into()]);
        }
    }
}
