//! Numbers as the reader's language writes them.

use super::spoken;

/// What stands between units and tenths.
pub fn decimal_mark() -> char {
    spoken().marks.0
}

/// A number as the program writes it (`4.25`), with the language's own mark (`4,25`). A list of them stays as it is.
pub fn marked(mut number: String) -> String {
    let place = number.find('.').filter(|_| decimal_mark() != '.' && !number.contains(", "));
    if let Some(place) = place {
        number.replace_range(place..=place, decimal_mark().encode_utf8(&mut [0; 4]));
    }
    number
}

/// A number that somebody typed, with the language's own mark or a point, as the program reads it. What has several
/// marks is a list, and stays as it is.
pub fn unmarked(number: &str) -> String {
    match number.split_once(decimal_mark()) {
        Some((whole, rest)) if !rest.contains(decimal_mark()) && !rest.starts_with(' ') => {
            format!("{whole}.{rest}")
        }
        _ => number.to_owned(),
    }
}

/// A count with its thousands apart: `1,284`.
pub fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(spoken().marks.1);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!([0, 999, 1_284, 1_000_000].map(thousands), ["0", "999", "1,284", "1,000,000"]);
    }
}
