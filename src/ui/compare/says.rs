//! What the page says at once, in words.

use crate::player::{Effect, Pair, Side};
use crate::scenario::pair::Misfit;
use crate::ui::figures::capital;
use netsplit_text::{t, tr};

/// Something said.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The words.
    pub text: String,
    /// Whether something is wrong.
    pub bad: bool,
    /// Whether *Undo* is offered beside it.
    pub undo: bool,
}

impl Said {
    /// Something that could not be done.
    pub fn error(text: String) -> Self {
        Said { text, bad: true, undo: false }
    }

    /// The link is from another version.
    pub fn other_version() -> Self {
        let text = t!(
            "This link was recorded by another version of Netsplit: what you see may differ from what was sent."
        );
        Said { text: text.to_owned(), bad: false, undo: false }
    }
}

/// What there is to say of a deed, if anything: a second future, a side on which it was not done or changed nothing.
pub fn deed(branched: bool, effects: &[Effect; 2]) -> Option<Said> {
    let mut words: Vec<String> = Vec::new();
    if branched {
        words.push(t!("This is a second future of both; the first is kept.").to_owned());
    }
    words.extend(Side::BOTH.into_iter().filter_map(|side| effect(side, &effects[side as usize])));
    (!words.is_empty()).then(|| Said { text: words.join(" "), bad: false, undo: true })
}

fn effect(side: Side, effect: &Effect) -> Option<String> {
    let side = capital(tr(side.word()));
    match effect {
        Effect::Done => None,
        Effect::Nothing => Some(t!("{side}: it changed nothing.", side)),
        Effect::Refused(why) => Some(t!("{side}, not done: {why}.", side, why)),
    }
}

/// What could not be done at all.
pub fn refused(why: &Misfit) -> Said {
    Said::error(t!("That cannot be done: {why}.", why))
}

/// The newest violation of a side.
pub fn violation(pair: &Pair, side: Side) -> Option<Said> {
    let player = pair.get(side);
    let verdicts = player.world().verdicts();
    let violated = verdicts.iter().filter_map(|verdict| Some((verdict, verdict.violation.as_ref()?)));
    let (verdict, newest) = violated.max_by_key(|(_, violation)| violation.when)?;
    let (side, property) = (capital(tr(side.word())), verdict.property.name);
    let why = newest.line.plain(player.names());
    Some(Said::error(t!("{side}: {property} is violated: {why}", side, property, why)))
}
