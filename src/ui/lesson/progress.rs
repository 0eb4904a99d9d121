//! How far this browser's reader has come in each lesson.

#[cfg(feature = "web")]
use crate::platform;

/// Under which name it is remembered: words like `leader-election:3`, and `:done`.
#[cfg(feature = "web")]
const STORED: &str = "netsplit.lessons";

/// How far a reader has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Never opened.
    New,
    /// So many steps begun.
    Begun(usize),
    /// To its end.
    Done,
}

/// How far the reader has come in a lesson.
#[cfg(feature = "web")]
pub fn progress(id: &str) -> Progress {
    let stored = platform::stored(STORED).unwrap_or_default();
    of(&stored, id)
}

fn of(stored: &str, id: &str) -> Progress {
    let known = stored.split(' ').filter_map(|word| word.split_once(':')).find(|(known, _)| *known == id);
    match known {
        None => Progress::New,
        Some((_, "done")) => Progress::Done,
        Some((_, steps)) => steps.parse().map_or(Progress::New, Progress::Begun),
    }
}

/// Remembers how far the reader has come; nobody falls back.
#[cfg(feature = "web")]
pub fn remember(id: &str, now: Progress) {
    let stored = platform::stored(STORED).unwrap_or_default();
    if let Some(new) = with(&stored, id, now) {
        platform::store(STORED, &new);
    }
}

/// What is stored with this progress; none when it says nothing new.
fn with(stored: &str, id: &str, now: Progress) -> Option<String> {
    let further = match (of(stored, id), now) {
        (Progress::Done, _) | (_, Progress::New) => false,
        (Progress::Begun(before), Progress::Begun(now)) => now > before,
        _ => true,
    };
    let word = match now {
        Progress::Begun(steps) => format!("{id}:{steps}"),
        Progress::Done => format!("{id}:done"),
        Progress::New => return None,
    };
    let others = stored.split(' ').filter(|word| !word.is_empty() && word.split(':').next() != Some(id));
    further.then(|| others.chain([&*word]).collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_falls_back() {
        let mut stored = String::new();
        for (id, now, then) in [
            ("a", Progress::Begun(1), "a:1"),
            ("b", Progress::Begun(4), "a:1 b:4"),
            ("b", Progress::Begun(2), "a:1 b:4"),
            ("a", Progress::Begun(2), "b:4 a:2"),
            ("b", Progress::Done, "a:2 b:done"),
            ("b", Progress::Begun(5), "a:2 b:done"),
        ] {
            stored = with(&stored, id, now).unwrap_or(stored);
            assert_eq!(stored, then);
        }
        assert_eq!(
            [of(&stored, "a"), of(&stored, "b"), of(&stored, "c")],
            [Progress::Begun(2), Progress::Done, Progress::New]
        );
        assert_eq!(of("a:x b", "a"), Progress::New);
    }
}
