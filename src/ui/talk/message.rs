//! What the two windows of a talk tell each other: plain data, and nothing that is not one of these.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What the messages begin with. Raised when they change: two windows may show two versions of the page.
const VERSION: u8 = 1;

/// A kind of message.
pub trait Message: Serialize + DeserializeOwned {
    /// Who says it: a window does not hear its own side.
    const BY: u8;
}

impl Message for FromStage {
    const BY: u8 = 0;
}

impl Message for FromNotes {
    const BY: u8 = 1;
}

/// What the audience's window tells the speaker's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromStage {
    /// How it stands.
    Stands(Box<Stands>),
    /// It is gone: closed, or at another page.
    Gone,
}

/// What the speaker's window tells the audience's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromNotes {
    /// It is there and wants to know how things stand.
    Hello,
    /// Something is to be done.
    Do(Deed),
    /// It is closed.
    Gone,
}

/// What can be done from the speaker's window. Nodes are numbers: they are looked for before anything is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Deed {
    /// What a clicker's forward key does: on in the lesson, or the next milestone.
    On,
    /// The same back.
    Back,
    /// Back to where the lesson was left.
    TakeBack,
    /// Play or pause.
    Toggle,
    /// The next line of the story.
    Forward,
    /// The last one.
    Backward,
    /// The next milestone.
    NextMilestone,
    /// The last one.
    LastMilestone,
    /// Black the screen out, or show it again.
    Black,
    /// Put the spotlight on a node, or take it away from it.
    Spot(u16),
    /// Kill a node, or restart it.
    KillOrRestart(u16),
    /// Cut these nodes off from all others.
    Split(Vec<u16>),
    /// Heal the network.
    Heal,
}

/// What the audience sees, in words, and what the speaker should say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stands {
    /// The title over it.
    pub title: String,
    /// The lesson, if one is given.
    pub lesson: Option<LessonStands>,
    /// The time shown, µs.
    pub at: u64,
    /// Whether time passes.
    pub running: bool,
    /// Whether the screen is black.
    pub black: bool,
    /// The node in the spotlight.
    pub spot: Option<u16>,
    /// The newest line of the story.
    pub newest: Option<String>,
    /// The nodes, the first few dozen of them.
    pub nodes: Vec<NodeStands>,
    /// How many more there are.
    pub more: u32,
    /// Whether anything is cut.
    pub cut: bool,
}

/// A node as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeStands {
    /// Its number.
    pub node: u16,
    /// What people call it.
    pub name: String,
    /// It in words: `n3, leader, term 4, up`.
    pub spoken: String,
    /// Whether it is crashed.
    pub crashed: bool,
}

/// A lesson as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonStands {
    /// The number of the step, from 1.
    pub step: u32,
    /// How many there are.
    pub steps: u32,
    /// The heading over it.
    pub heading: String,
    /// What it has said so far.
    pub said: Vec<String>,
    /// The question, once it was asked.
    pub question: Option<String>,
    /// Its answers, and whether each is right.
    pub answers: Vec<(bool, String)>,
    /// The author's notes for whoever teaches.
    pub notes: Vec<String>,
    /// The heading of the next step and what it begins with.
    pub next: Option<(String, String)>,
    /// What the one button says.
    pub button: String,
    /// Whether the audience's window is elsewhere than the lesson.
    pub stray: bool,
}

/// A message in bytes.
pub fn encode<M: Message>(message: &M) -> Vec<u8> {
    let mut bytes = vec![VERSION, M::BY];
    bytes.extend(postcard::to_allocvec(message).expect("a message is plain data, which postcard can write"));
    bytes
}

/// The message that these bytes are, if they are one, whole, of this version and from the other side.
pub fn decode<M: Message>(bytes: &[u8]) -> Option<M> {
    let body = bytes.strip_prefix(&[VERSION, M::BY])?;
    let (message, rest) = postcard::take_from_bytes(body).ok()?;
    rest.is_empty().then_some(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_what_was_said() {
        let lesson =
            LessonStands { step: 2, steps: 7, heading: "Voting".to_owned(), ..LessonStands::default() };
        let stands = Stands { at: 5, lesson: Some(lesson), ..Stands::default() };
        for message in [FromStage::Gone, FromStage::Stands(Box::new(stands))] {
            assert_eq!(decode::<FromStage>(&encode(&message)), Some(message));
        }
        let deed = FromNotes::Do(Deed::Split(vec![0, 3]));
        assert_eq!(decode::<FromNotes>(&encode(&deed)), Some(deed));
    }

    #[test]
    fn what_is_not_understood_is_ignored() {
        let good = encode(&FromNotes::Do(Deed::Spot(3)));
        let another_version = [&[VERSION + 1], &good[1..]].concat();
        let too_long = [&good[..], &[0]].concat();
        // A length that would be more than there is.
        let endless = [VERSION, 1, 1, 11, 0xff, 0xff, 0xff, 0xff, 0x0f];
        let short = &good[..good.len() - 1];
        for bytes in [&[][..], &[VERSION], b"hello", short, &another_version, &too_long, &endless] {
            assert_eq!(decode::<FromNotes>(bytes), None, "{bytes:?}");
        }
        assert_eq!(decode::<FromStage>(&encode(&FromNotes::Hello)), None, "the own side");
    }
}
