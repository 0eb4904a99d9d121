//! A figure as a form asks for it, in text.

use super::{How, SCALE, What};
use crate::sim::{Micros, parse_decimal};
use netsplit_text::{marked, t, unmarked};

/// The stage of a figure, px: `netsplit render` draws the same by default.
pub const SIZE: (f64, f64) = (960.0, 640.0);
/// The height of a diagram that stands alone, px.
const DIAGRAM: f64 = 320.0;

/// What a form holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// What to draw.
    pub what: What,
    /// As PNG; else as SVG.
    pub png: bool,
    /// How large.
    pub scale: String,
    /// Light on dark.
    pub dark: bool,
    /// When the diagram begins, ms; nothing for what leads up to the instant.
    pub from: String,
    /// When it ends, ms.
    pub until: String,
}

impl Ask {
    /// What is asked for at first.
    pub fn new(dark: bool) -> Self {
        let (from, until) = (String::new(), String::new());
        Ask { what: What::Stage, png: true, scale: "2".to_owned(), dark, from, until }
    }

    /// The figure that is asked for.
    ///
    /// # Errors
    /// A field that cannot be read, and what should stand there.
    pub fn how(&self) -> Result<How, String> {
        let scale: Option<f64> = unmarked(self.scale.trim()).parse().ok();
        let scale = scale.filter(|scale| (SCALE.0..=SCALE.1).contains(scale)).ok_or_else(|| {
            t!(
                "Scale is `{found}`, but should be a number from {least} to {most}.",
                found = self.scale,
                least = marked(SCALE.0.to_string()),
                most = SCALE.1
            )
        })?;
        let size = if self.what == What::Diagram { (SIZE.0, DIAGRAM) } else { SIZE };
        Ok(How { what: self.what, size, scale, dark: self.dark, big: false, span: self.span()? })
    }

    /// The part of the run that the diagram shows, µs.
    fn span(&self) -> Result<Option<(Micros, Micros)>, String> {
        let (from, until) = (self.from.trim(), self.until.trim());
        if self.what == What::Stage || (from.is_empty() && until.is_empty()) {
            return Ok(None);
        }
        Ok(Some((time(t!("From"), from)?, time(t!("Until"), until)?)))
    }
}

/// A time of simulated milliseconds.
///
/// # Errors
/// When it cannot be read, with what should stand there.
pub fn time(label: &str, text: &str) -> Result<Micros, String> {
    let micros = parse_decimal(&unmarked(text), 3).and_then(|micros| Micros::try_from(micros).ok());
    micros.ok_or_else(|| t!("{label} is `{text}`, but should be a time in ms, like 1500.", label, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_or_says_what_is_wrong() {
        let ask = Ask::new(true);
        let how = ask.how().unwrap();
        assert!(how.scale == 2.0 && how.dark && how.span.is_none() && how.size == SIZE);
        let scale = |text: &str| Ask { scale: text.to_owned(), ..ask.clone() }.how().map(|how| how.scale);
        assert_eq!([scale(" 0.5"), scale("8")], [Ok(0.5), Ok(8.0)]);
        for wrong in ["", "9", "0.4", "two", "NaN", "-1"] {
            assert!(scale(wrong).unwrap_err().contains("from 0.5 to 8"), "{wrong}");
        }
        let span = |from: &str, until: &str| {
            let (from, until) = (from.to_owned(), until.to_owned());
            Ask { what: What::Diagram, from, until, ..ask.clone() }.how().map(|how| how.span)
        };
        assert_eq!(span("", ""), Ok(None));
        assert_eq!(span("0", "1500.5"), Ok(Some((0, 1_500_500))));
        assert!(span("0", "").unwrap_err().starts_with("Until is ``"));
        assert!(span("-1", "5").unwrap_err().starts_with("From is `-1`"));
        // Without a diagram, what stands there does not matter.
        let stage = Ask { what: What::Stage, from: "?".to_owned(), ..ask.clone() };
        assert_eq!(stage.how().unwrap().span, None);
    }
}
