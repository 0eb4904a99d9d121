//! Just enough of Rust's grammar to leave comments out and to read a `use`.

/// The text with comments turned into spaces; lines keep their numbers, strings stay.
pub fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (length, blank) = token(rest, first);
        let (taken, left) = rest.split_at(length);
        if blank {
            out.extend(taken.chars().map(|letter| if letter == '\n' { '\n' } else { ' ' }));
        } else {
            out.push_str(taken);
        }
        rest = left;
    }
    out
}

/// The length of the next piece, and whether it is a comment.
fn token(rest: &str, first: char) -> (usize, bool) {
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), true);
    }
    if rest.starts_with("/*") {
        return (rest.find("*/").map_or(rest.len(), |at| at + 2), true);
    }
    if let Some(inside) = rest.strip_prefix("r#\"") {
        return (inside.find("\"#").map_or(rest.len(), |at| at + 5), false);
    }
    match first {
        '"' => (1 + string_end(&rest[1..]), false),
        // A character that would look like the start of a string or comment; lifetimes fall through.
        '\'' if rest.starts_with("'\"'") => (3, false),
        '\'' if rest.starts_with("'\\") => (rest[2..].find('\'').map_or(1, |at| at + 3), false),
        _ => (first.len_utf8(), false),
    }
}

fn string_end(inside: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in inside.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    inside.len()
}

/// What follows `crate::`: one name, or the first names of each branch of `{a::b, c::{d, e}}`.
pub fn first_segments(rest: &str) -> Vec<String> {
    let Some(group) = rest.strip_prefix('{') else {
        return vec![name(rest)];
    };
    let (mut depth, mut starts, mut names) = (0, true, Vec::new());
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => starts = true,
            letter if letter.is_whitespace() => {}
            _ if starts && depth == 0 => {
                names.push(name(&group[at..]));
                starts = false;
            }
            _ => {}
        }
    }
    names
}

fn name(text: &str) -> String {
    text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}
