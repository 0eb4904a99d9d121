//! The talk that this page is shown in, if one is given: the notes window, and the spotlight.

use super::{LabPage, Mode, Notice};
use crate::later::Unloaded;
use crate::platform;
use crate::sim::NodeId;
use crate::ui::stage::Light;
use crate::ui::talk::{Heard, Join, TALK, Talk, Window};
use netsplit_text::{t, tr};
use std::rc::Rc;
use yew::prelude::*;

/// What the page has of a talk.
pub struct Talking {
    pub talk: Option<Box<dyn Talk>>,
    /// Whether the notes window is there, as far as is known.
    pub open: bool,
    /// The node in the spotlight.
    pub spot: Option<NodeId>,
    heard: Callback<Heard>,
}

impl Talking {
    /// The talk that the page before was shown in, if it was.
    pub fn resumed(heard: Callback<Heard>) -> Self {
        let talk = crate::ui::talk::resumed(&heard);
        Talking { open: talk.is_some(), talk, spot: None, heard }
    }

    /// What the button says that opens the notes window; none when no notes window was ever asked for.
    pub fn button(&self) -> &'static str {
        match (&self.talk, self.open) {
            (Some(_), true) => t!("Notes are open"),
            (Some(_), false) => t!("Notes are closed: open them again"),
            (None, _) => t!("Open the notes window"),
        }
    }
}

impl LabPage {
    /// Opens the notes window. The first time what a talk needs is loaded; the window is opened when that is there.
    pub(super) fn open_notes(&mut self, loaded: &Callback<Result<Join, Unloaded>>) {
        if self.talking.talk.is_some() {
            return self.show_notes();
        }
        let loaded = loaded.clone();
        yew::platform::spawn_local(async move { loaded.emit(TALK.load().await) });
    }

    /// Begins a talk, now that what it needs has come, or has not.
    pub(super) fn begin_talk(&mut self, loaded: Result<Join, Unloaded>) {
        let joined = loaded.map(|join| join(&platform::unique_word(), self.talking.heard.clone()));
        match joined {
            Ok(Some(talk)) => {
                self.talking.talk = Some(talk);
                self.show_notes();
            }
            Ok(None) => {
                let why = t!("This browser does not let two windows talk to each other.");
                self.notice = Some(Notice::Error(why.to_owned()));
            }
            Err(why) => self.notice = Some(Notice::Error(why.to_string())),
        }
    }

    fn show_notes(&mut self) {
        let opened = self.talking.talk.as_ref().map(|talk| talk.open());
        if let Some(Err(why)) = opened {
            self.notice = Some(Notice::Error(why));
        }
    }

    /// Hears from the notes window.
    pub(super) fn hear_notes(&mut self, heard: Heard) {
        match heard {
            Heard::Open => {
                self.talking.open = true;
                if let Some(talk) = &mut self.talking.talk {
                    talk.tell_anew();
                }
            }
            Heard::Closed => {
                self.talking.open = false;
                (self.spoken, self.since_spoken) = (t!("The notes window was closed.").to_owned(), 0.0);
            }
            Heard::Do(deed) => {
                let teaching = self.teaching.is_some();
                let asked = self.talking.talk.as_ref();
                let asked = asked.and_then(|talk| talk.asked(&deed, &self.player.get(), teaching));
                if let Some(msg) = asked {
                    self.carry_out(msg);
                }
            }
        }
        self.settle();
    }

    /// Tells the notes window how things stand.
    pub(super) fn tell_notes(&mut self) {
        let Some(talk) = &mut self.talking.talk else { return };
        let player = self.player.get();
        let lesson = self.teaching.as_ref().map(|teaching| teaching.told(&player));
        let lab = tr(player.lab().about.title);
        let title = self.teaching.as_ref().map_or(lab, |teaching| teaching.title());
        let window = Window { title, black: self.mode == Mode::Black, spot: self.talking.spot };
        talk.tell(&player, lesson, &window);
    }

    /// Puts the spotlight on a node, or takes it away from it. The bar of a selected node would stand in its light.
    pub(super) fn put_spotlight(&mut self, node: NodeId) {
        let there = self.player.get().frame().nodes.len() > node.index();
        let on = self.presenting() && there && self.talking.spot != Some(node);
        self.talking.spot = on.then_some(node);
        self.selection = self.selection.filter(|_| !on);
    }

    /// What the stage shows of the nodes.
    pub(super) fn light(&self) -> Rc<Light> {
        let light = self.teaching.as_ref().map(|teaching| teaching.light()).unwrap_or_default();
        match self.talking.spot {
            Some(_) => Rc::new(Light { spot: self.talking.spot, ..(*light).clone() }),
            None => light,
        }
    }
}
