//! Numbers as the page prints them.

use crate::sim::{Micros, decimal};
use netsplit_text::{decimal_mark, marked};

pub use netsplit_text::thousands;

/// A time in seconds with three places, as the story's margin shows it: `04.218`.
pub fn seconds(at: Micros) -> String {
    let ms = at / 1_000;
    format!("{:02}{}{:03}", ms / 1_000, decimal_mark(), ms % 1_000)
}

/// A time in milliseconds, as captions show it: `4218.4 ms`.
pub fn milliseconds(at: Micros) -> String {
    format!("{}{}{} ms", at / 1_000, decimal_mark(), at % 1_000 / 100)
}

/// A time as `4.218 s`.
pub fn clock(time: f64) -> String {
    let ms = (time / 1_000.0) as u64;
    format!("{}{}{:03} s", ms / 1_000, decimal_mark(), ms % 1_000)
}

/// A number for people to read, with so many decimals.
pub fn shown(value: f64, places: u32) -> String {
    marked(fixed(value, places))
}

/// A text with its first letter as a capital. (Letters of our languages alone: Unicode's tables of cases would bring 12 KB each.)
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        let first = match first {
            'ä' => 'Ä',
            'ö' => 'Ö',
            'ü' => 'Ü',
            first => first.to_ascii_uppercase(),
        };
        std::iter::once(first).chain(letters).collect()
    })
}

/// A number with so many decimals, for machines to read: `2.0`. (`{:.1}` brings 20 KB of exact conversions of floats into the module.)
pub fn fixed(value: f64, places: u32) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let scale = 10_u64.pow(places);
    let scaled = libm::round(value.abs() * scale as f64) as u64;
    let sign = if value < 0.0 && scaled > 0 { "-" } else { "" };
    if places == 0 {
        return format!("{sign}{scaled}");
    }
    format!("{sign}{}.{:0width$}", scaled / scale, scaled % scale, width = places as usize)
}

/// The value, or the bound that it is beyond. (`f64::clamp` names its bounds when it panics, unless it is told them while
/// it is compiled: that brings 20 KB of conversions of floats into the module.)
pub fn within(value: f64, low: f64, high: f64) -> f64 {
    value.max(low).min(high)
}

/// A number with at most so many decimals: `2`, `2.5`.
pub fn number(value: f64, places: u32) -> String {
    decimal(libm::round(value * 10_u64.pow(places) as f64) as i64, places)
}

/// A place for a `transform` attribute.
pub fn translate(x: f64, y: f64) -> String {
    format!("translate({} {})", px(x), px(y))
}

/// A coordinate for an SVG attribute, in tenths of a pixel.
pub fn px(value: f64) -> String {
    let tenths = libm::round(value * 10.0) as i64;
    let (whole, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    let sign = if tenths < 0 { "-" } else { "" };
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!((seconds(4_218_400), seconds(83_000_000)), ("04.218".to_owned(), "83.000".to_owned()));
        assert_eq!(milliseconds(4_218_499), "4218.4 ms");
        assert_eq!(
            [fixed(2.0, 1), fixed(-0.04, 1), fixed(-1.256, 2), fixed(7.5, 0)],
            ["2.0", "0.0", "-1.26", "8"]
        );
        assert_eq!([number(2.0, 1), number(-0.04, 1), number(-1.254, 2)], ["2", "0", "-1.25"]);
        assert_eq!([px(3.0), px(-0.04), px(12.345), px(-1.25)], ["3", "0", "12.3", "-1.3"]);
    }
}
