//! The colours that a canvas is painted with: the style sheet's own, read when the theme changes.

use crate::sim::Tone;
use web_sys::{CssStyleDeclaration, Element};

/// A colour as the style sheet has it, and its soft companion.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pair {
    /// For outlines and solid shapes.
    pub strong: String,
    /// For areas.
    pub soft: String,
}

/// The colours in force.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ink {
    tones: [Pair; 6],
    /// Crashed nodes.
    pub down: Pair,
    /// Paused nodes.
    pub accent: String,
    /// Byzantine nodes.
    pub byzantine: String,
    /// Cuts, and what is lost.
    pub cut: String,
    /// Ways of messages.
    pub graph: String,
    /// The ground.
    pub paper: String,
    sides: [String; 4],
}

impl Ink {
    /// Reads the colours that are in force at an element.
    pub fn of(element: &Element) -> Self {
        let style = web_sys::window().and_then(|window| window.get_computed_style(element).ok()?);
        style.as_ref().map(Ink::read).unwrap_or_default()
    }

    fn read(style: &CssStyleDeclaration) -> Self {
        let pair = |strong, soft| Pair { strong: token(style, strong), soft: token(style, soft) };
        Ink {
            tones: [
                pair("--lead", "--lead-soft"),
                pair("--follow", "--follow-soft"),
                pair("--cand", "--cand-soft"),
                pair("--client", "--client-soft"),
                pair("--ok", "--client-soft"),
                pair("--bad", "--bad-soft"),
            ],
            down: pair("--down", "--down-soft"),
            accent: token(style, "--accent"),
            byzantine: token(style, "--byz"),
            cut: token(style, "--cut"),
            graph: token(style, "--graph"),
            paper: token(style, "--paper"),
            sides: ["--side-a", "--side-b", "--side-c", "--side-d"].map(|name| token(style, name)),
        }
    }

    /// The colours of a tone.
    pub fn tone(&self, tone: Tone) -> &Pair {
        let place = match tone {
            Tone::Lead => 0,
            Tone::Follow => 1,
            Tone::Candidate => 2,
            Tone::Client => 3,
            Tone::Good => 4,
            Tone::Bad => 5,
        };
        &self.tones[place]
    }

    /// The colour of a side of a cut.
    pub fn side(&self, side: u8) -> &str {
        &self.sides[usize::from(side % 4)]
    }
}

fn token(style: &CssStyleDeclaration, name: &str) -> String {
    style.get_property_value(name).unwrap_or_default().trim().to_owned()
}
