//! Messages to several are sent one after another: a process can crash between two of them.

use super::message::{Message, Say};
use super::transfer::Tx;
use super::{Context, Timer};
use crate::kit::quorum::Tally;
use crate::sim::NodeId;
use serde::Serialize;
use std::collections::VecDeque;

/// What is still to be sent.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Outbox {
    waiting: VecDeque<(NodeId, Message)>,
}

impl Outbox {
    /// Sends the same to all of these, each a `send_gap` after the one before.
    pub fn send_all(&mut self, to: Tally, tx: Tx, say: Say, cx: &mut Context) {
        let idle = self.waiting.is_empty();
        self.waiting.extend(to.iter().map(|node| (node, Message { tx, say })));
        if idle {
            self.send_next(cx);
        }
    }

    /// Sends the next, and sees to those after it.
    pub fn send_next(&mut self, cx: &mut Context) {
        let gap = cx.config.send_gap;
        while let Some((to, message)) = self.waiting.pop_front() {
            cx.send(to, message);
            if gap > 0 && !self.waiting.is_empty() {
                cx.set_timer(Timer::Send, gap);
                return;
            }
        }
    }
}
