//! What the page around an embedded lab is told.

use crate::player::Player;
use crate::sim::{StoryRecord, When};

/// The most sentences that are told at once: of more, the newest.
const LINES_MAX: usize = 100;

/// Something that the page around an embedded lab is told.
pub enum Told<'a> {
    /// Another instant is shown.
    Time(&'a Player),
    /// A sentence of the story, and the player.
    Story(&'a StoryRecord, &'a Player),
    /// A property is violated: its name, and how.
    Violation(&'a str, &'a str),
    /// Something could not be done: what, and what would help.
    Error(&'a str),
}

/// What has been told already.
#[derive(Default)]
pub struct Reported {
    /// The instant.
    when: When,
    /// Whether time passed.
    running: bool,
    /// What could not be done.
    error: Option<String>,
}

impl From<When> for Reported {
    fn from(when: When) -> Self {
        Reported { when, ..Reported::default() }
    }
}

impl Reported {
    /// Tells what has happened since it was last asked; `error` is what could not be done, if something couldn't. Each
    /// sentence is told when time first passes it, and again after it was gone back beyond.
    pub fn tell(&mut self, player: &Player, error: Option<&str>, tell: &dyn Fn(Told<'_>)) {
        let (now, running) = (player.when(), player.running());
        let story = &player.trace().story;
        let new = player.trace().story_after(self.when)..player.trace().story_after(now);
        for i in new.start.max(new.end.saturating_sub(LINES_MAX))..new.end {
            if let Some(line) = story.get(i) {
                tell(Told::Story(line, player));
            }
        }
        if (now, running) != (self.when, self.running) {
            (self.when, self.running) = (now, running);
            tell(Told::Time(player));
        }
        if self.error.as_deref() != error {
            self.error = error.map(str::to_owned);
            if let Some(why) = error {
                tell(Told::Error(why));
            }
        }
    }
}
