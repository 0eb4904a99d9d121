//! Rumour mongering: a new update is passed on while it is hot, and no longer (§1.4).

use super::{BLIND, COIN, Contact, Context, Gossip, Message, Phase, Update, is_fresh, partners, story};
use crate::sim::NodeId;

impl Gossip {
    /// Whoever is infective pushes; in pull, and in push–pull whoever has nothing to push, asks.
    pub(super) fn gossip(&mut self, cx: &mut Context) {
        for partner in partners(cx) {
            match cx.disk.update().filter(|_| self.phase == Phase::Infective && cx.config.pushes()) {
                Some(update) => self.pass_on(partner, update, cx),
                None if cx.config.pulls() => cx.send(partner, Message::Pull),
                None => {}
            }
        }
    }

    fn pass_on(&mut self, to: NodeId, update: Update, cx: &mut Context) {
        self.sent += 1;
        self.contact = self.contact.max(Contact::Silent);
        cx.send(to, Message::Rumour(update));
    }

    /// Somebody asks: what was hot here when the cycle began is given.
    pub(super) fn on_pull(&mut self, from: NodeId, cx: &mut Context) {
        let hot = self.phase == Phase::Infective && !is_fresh(cx);
        if let Some(update) = cx.disk.update().filter(|_| hot) {
            self.pass_on(from, update, cx);
        }
    }

    /// A rumour is heard. Who heard it a moment ago, in the same cycle, still needed it when the cycle began.
    pub(super) fn on_rumour(&mut self, from: NodeId, update: Update, cx: &mut Context) {
        let me = cx.me;
        let known = cx.disk.update() == Some(update);
        let news = cx.config.prefers(Some(update), cx.disk.update());
        if news {
            self.adopt(update, Phase::Infective, cx);
            cx.tell(&story::HEARS, || [me.into(), from.into()]);
        } else if known && self.phase == Phase::Removed && !cx.config.removed_is_final {
            (self.phase, self.counter) = (Phase::Infective, 0);
            self.wait(cx);
            cx.tell(&story::AGAIN, || [me.into(), from.into()]);
        }
        if cx.config.feedback != BLIND {
            let needed = news || (known && is_fresh(cx));
            cx.send(from, Message::Feedback { update, needed });
        }
    }

    pub(super) fn on_feedback(&mut self, update: Update, needed: bool, cx: &mut Context) {
        if cx.disk.update() == Some(update) {
            let answer = if needed { Contact::Useful } else { Contact::Useless };
            self.contact = self.contact.max(answer);
        }
    }

    /// The end of a cycle: what its contacts came to. Several at once count as one, and as useful if any of them was
    /// (the note to Table 3). With no answer nothing is known, and nothing changes.
    pub(super) fn reckon(&mut self, cx: &mut Context) {
        let contact = std::mem::replace(&mut self.contact, Contact::None);
        if self.phase != Phase::Infective || !cx.config.rumours() {
            return;
        }
        let in_vain = if cx.config.feedback == BLIND {
            contact >= Contact::Silent
        } else {
            contact == Contact::Useless
        };
        if in_vain {
            self.tire(cx);
        } else if contact == Contact::Useful {
            self.counter = 0;
        }
    }

    /// Loses some interest, or all.
    fn tire(&mut self, cx: &mut Context) {
        self.counter += 1;
        let k = cx.config.k;
        let enough =
            if cx.config.counter == COIN { cx.random(1, k) == 1 } else { u64::from(self.counter) >= k };
        if enough {
            let me = cx.me;
            self.phase = Phase::Removed;
            let why = if cx.config.feedback == BLIND { &story::SAID_ENOUGH } else { &story::LOSES_INTEREST };
            cx.tell(why, || [me.into()]);
        }
    }
}
