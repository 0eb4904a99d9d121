//! What a screen reader is told while the run goes on.

use super::figures::clock;
use crate::player::Player;
use crate::sim::When;
use netsplit_text::t;

/// What has happened since story line number `since`, in one sentence: a violation, else the latest milestone and
/// how many lines there were beside it. Nothing when there was neither.
pub fn announce(player: &Player, since: usize) -> Option<String> {
    let (story, names) = (&player.trace().story, player.names());
    let end = player.trace().story_after(player.when());
    let from =
        since.checked_sub(1).and_then(|last| story.get(last)).map_or(When::default(), |line| line.when);
    let violation = player.world().verdicts().into_iter().find_map(|verdict| {
        let violation = verdict.violation.filter(|violation| violation.when > from)?;
        let how = violation.line.plain(names);
        Some(t!("{property} is violated: {how}", property = verdict.property.name, how))
    });
    violation.or_else(|| {
        let new = || (since..end).filter_map(|i| story.get(i));
        let milestone = new().rfind(|line| line.line.milestone.is_some())?;
        Some(and_more(milestone.line.plain(names), new().count() - 1))
    })
}

/// The instant shown, and what was last to happen by then.
pub fn where_words(player: &Player) -> String {
    let time = clock(player.when().at as f64);
    match player.newest() {
        Some(newest) => t!("{time}: {sentence}", time, sentence = newest.line.plain(player.names())),
        None => t!("{time}: nothing has happened yet.", time),
    }
}

/// A sentence and how many were left out beside it.
fn and_more(sentence: String, more: usize) -> String {
    match more {
        0 => sentence,
        more => t!("{sentence}, and {more} more", sentence = sentence.trim_end_matches('.'), more),
    }
}

#[cfg(test)]
mod tests {
    use super::and_more;

    #[test]
    fn what_was_left_out_is_counted() {
        assert_eq!(and_more("n3 leads.".to_owned(), 0), "n3 leads.");
        assert_eq!(and_more("n3 leads.".to_owned(), 14), "n3 leads, and 14 more");
    }
}
