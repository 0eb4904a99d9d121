//! QR codes of links, for the phones of an audience.

use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;

/// A link of more characters makes squares too small to be read from the back of a room.
pub const LINK_MAX: usize = 300;
/// White squares around a code: readers ask for four.
const QUIET: i32 = 4;

/// A QR code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// The link that it holds.
    pub link: String,
    /// Whether that is the run's start, because the link of the moment is too long.
    pub of_start: bool,
    /// The dark squares, as the path of an SVG.
    pub path: String,
    /// Its width and height in squares, with the white ones around.
    pub side: i32,
}

/// The code of a moment's link; of the link of the run's start, where the first is too long.
pub fn of(link: &str, start: Option<&str>) -> Option<Qr> {
    let fits = |link: &&str| link.len() <= LINK_MAX;
    let (link, of_start) =
        Some(link).filter(fits).map(|link| (link, false)).or(start.filter(fits).map(|link| (link, true)))?;
    let code = QrCode::encode_text(link, QrCodeEcc::Low).ok()?;
    Some(Qr { link: link.to_owned(), of_start, path: path(&code), side: code.size() + 2 * QUIET })
}

/// The dark squares, those beside each other as one.
fn path(code: &QrCode) -> String {
    let mut out = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count() as i32;
            if run > 0 {
                let _ = write!(out, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_link_gives_way_to_that_of_the_start() {
        let (short, long) = ("https://x.example/#/m/AAAA", "x".repeat(LINK_MAX + 1));
        let code = of(short, Some("start")).unwrap();
        assert_eq!((code.link.as_str(), code.of_start), (short, false));
        assert_eq!(code.side, 25 + 8, "version 2 is 25 squares wide");
        let code = of(&long, Some("start")).unwrap();
        assert_eq!((code.link.as_str(), code.of_start), ("start", true));
        assert!(of(&"x".repeat(LINK_MAX), None).is_some());
        assert_eq!((of(&long, Some(&long)), of(&long, None)), (None, None));
    }

    #[test]
    fn the_path_covers_the_dark_squares() {
        let code = QrCode::encode_text("netsplit", QrCodeEcc::Low).unwrap();
        let dark = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        let dark = dark.filter(|(x, y)| code.get_module(*x, *y)).count() as i32;
        let path = path(&code);
        let runs =
            path.split('M').skip(1).map(|run| run.split(['h', 'v']).nth(1).unwrap().parse::<i32>().unwrap());
        assert_eq!(runs.sum::<i32>(), dark);
        // The corner square of a finder is seven wide.
        assert!(path.starts_with("M4 4h7v1h-7z"), "{path}");
    }
}
