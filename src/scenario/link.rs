//! Links: a scenario in a few dozen characters. Version byte, postcard, checksum; base64url.

use super::Goal;
use super::scenario::Scenario;
use crate::sim::{Input, Micros, Stamped, When};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use netsplit_text::t;
use serde::{Deserialize, Serialize};
use std::hash::Hasher;

/// The newest version of the format: the first byte of a link with a goal.
const VERSION: u8 = 2;
/// The version of a link without one, which is the shorter.
const PLAIN: u8 = 1;
/// The longest link that is looked at, characters.
const LENGTH_MAX: usize = 200_000;

/// Why a link cannot be read.
#[derive(Debug, PartialEq, thiserror::Error)]
pub enum LinkError {
    /// There is nothing.
    #[error("{}", t!("the link is empty after `#/m/`: copy it again, whole"))]
    Empty,
    /// Longer than anything this program writes.
    #[error("{}", t!("the link has {count} characters, more than any link of ours", count = .0))]
    TooLong(usize),
    /// A character that links don't have.
    #[error(
        "{}",
        t!(
            "the link has a character that does not belong there (`{character}`, the {place}th): \
             copy it again",
            character = .0,
            place = .1
        )
    )]
    Character(char, usize),
    /// Something is missing or was changed.
    #[error("{}", t!("the link is damaged or cut short: copy it again, whole"))]
    Damaged,
    /// Made by a later version.
    #[error(
        "{}",
        t!(
            "the link was made by a newer version of Netsplit (format {theirs}; this one reads {ours}): \
             reload the page",
            theirs = .0,
            ours = VERSION
        )
    )]
    Newer(u8),
}

/// What stands in a link of version 1; in one of version 2 a [`Goal`] follows. Neither may ever change: what is new
/// makes a new version.
#[derive(Serialize, Deserialize)]
struct Body {
    lab: String,
    settings: Vec<(String, i64)>,
    seed: u64,
    scene: Option<String>,
    /// Time and event count since the input before; the count is one more than it is, 0 = by time alone.
    inputs: Vec<(Micros, u64, Input)>,
    shown: When,
    digest: Option<u32>,
    caption: String,
}

/// Writes a scenario as the payload of a link.
pub fn encode(scenario: &Scenario) -> String {
    let mut last = When::default();
    let inputs = scenario.inputs.iter().map(|stamped| {
        let at = stamped.when.at.saturating_sub(last.at);
        let by_time = stamped.when.events == u64::MAX;
        let events = if by_time { 0 } else { stamped.when.events.saturating_sub(last.events) + 1 };
        last = When { at: stamped.when.at, events: if by_time { last.events } else { stamped.when.events } };
        (at, events, stamped.input.clone())
    });
    let body = Body {
        lab: scenario.lab.clone(),
        settings: scenario.settings.clone(),
        seed: scenario.seed,
        scene: scenario.scene.clone(),
        inputs: inputs.collect(),
        shown: scenario.shown,
        digest: scenario.digest,
        caption: scenario.caption.clone(),
    };
    let mut bytes = vec![if scenario.goal.is_some() { VERSION } else { PLAIN }];
    bytes.extend(written(&body));
    bytes.extend(scenario.goal.iter().flat_map(written));
    seal(bytes)
}

fn written(data: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(data).expect("a scenario is plain data, which postcard can always write")
}

/// Puts the checksum on the content of a link.
pub fn seal(mut content: Vec<u8>) -> String {
    content.extend(checksum(&content));
    URL_SAFE_NO_PAD.encode(content)
}

/// The content of a link, whose checksum and version are right.
///
/// # Errors
/// When it is empty, damaged, foreign or from a newer version.
pub fn open(payload: &str) -> Result<Vec<u8>, LinkError> {
    if payload.is_empty() {
        return Err(LinkError::Empty);
    }
    if payload.len() > LENGTH_MAX {
        return Err(LinkError::TooLong(payload.len()));
    }
    let foreign = |c: &(usize, char)| !(c.1.is_ascii_alphanumeric() || c.1 == '-' || c.1 == '_');
    if let Some((place, character)) = payload.chars().enumerate().find(foreign) {
        return Err(LinkError::Character(character, place + 1));
    }
    let bytes = URL_SAFE_NO_PAD.decode(payload).map_err(|_| LinkError::Damaged)?;
    let (content, sum) = bytes.split_last_chunk::<2>().ok_or(LinkError::Damaged)?;
    let version = *content.first().ok_or(LinkError::Damaged)?;
    if *sum != checksum(content) {
        return Err(LinkError::Damaged);
    }
    if !(PLAIN..=VERSION).contains(&version) {
        return Err(LinkError::Newer(version));
    }
    Ok(content.to_vec())
}

/// Reads the payload of a link. Whether the scenario fits this program is for [`Scenario::check`] to say.
///
/// # Errors
/// When it is empty, damaged, foreign or from a newer version.
pub fn decode(payload: &str) -> Result<Scenario, LinkError> {
    let content = open(payload)?;
    let (body, rest) = postcard::take_from_bytes::<Body>(&content[1..]).map_err(|_| LinkError::Damaged)?;
    let goal: Option<Goal> = match content[0] {
        PLAIN => None,
        _ => Some(postcard::from_bytes(rest).map_err(|_| LinkError::Damaged)?),
    };
    let mut last = When::default();
    let inputs = body.inputs.into_iter().map(|(at, events, input)| {
        last.at = last.at.saturating_add(at);
        let by_time = events == 0;
        last.events = if by_time { last.events } else { last.events.saturating_add(events - 1) };
        let when = if by_time { When::end_of(last.at) } else { last };
        Stamped { when, input }
    });
    Ok(Scenario {
        lab: body.lab,
        settings: body.settings,
        seed: body.seed,
        scene: body.scene,
        inputs: inputs.collect(),
        shown: body.shown,
        digest: body.digest,
        caption: body.caption,
        goal,
    })
}

/// Tells a mistyped or shortened link from a whole one.
fn checksum(bytes: &[u8]) -> [u8; 2] {
    let mut hash = twox_hash::XxHash64::with_seed(0);
    hash.write(bytes);
    (hash.finish() as u16).to_le_bytes()
}
