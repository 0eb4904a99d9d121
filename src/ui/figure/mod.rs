//! A figure for a book or a slide: the stage or the space-time diagram of an instant, or both, as SVG 1.1 that needs
//! nothing else to look right.
//!
//! It is drawn by the very functions that draw the page; `style` puts the looks of the page's style sheets into
//! attributes, so that programs without style sheets show it as the page does.

mod ask;
mod style;
mod write;

pub use ask::{Ask, time};

use super::diagram::figure as diagram;
use super::figures::{fixed, px};
use super::stage::{Light, figure as stage};
use crate::player::Player;
use crate::sim::{Micros, Ms, SWARM};
use netsplit_text::{t, tn, tr};
use style::{Element, Pairs, Sheet, get};
use write::{Writer, escaped};
use yew::Html;

/// What a figure shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The stage.
    Stage,
    /// The space-time diagram.
    Diagram,
    /// The stage, and the diagram below it.
    Both,
}

/// How small and how large figures are drawn.
pub const SCALE: (f64, f64) = (0.5, 8.0);

/// What a figure is to be like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct How {
    /// What it shows.
    pub what: What,
    /// The stage's width and height, pixels; the diagram is as wide.
    pub size: (f64, f64),
    /// How large a pixel of these is drawn.
    pub scale: f64,
    /// Light on dark.
    pub dark: bool,
    /// Larger letters and strokes on the stage, for a slide.
    pub big: bool,
    /// The part of the run that the diagram shows, µs; else what leads up to the instant.
    pub span: Option<(Micros, Micros)>,
}

/// Why there is no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoFigure {
    /// A lane for each node of a swarm has no room.
    #[error(
        "{}",
        tn!(
            *.0 as u64,
            "a space-time diagram has no room for {lanes} lane: draw the stage, or choose at most {most} nodes",
            "a space-time diagram has no room for {lanes} lanes: draw the stage, or choose at most {most} nodes",
            lanes = .0,
            most = SWARM
        )
    )]
    Lanes(usize),
    /// There is nothing between the ends of the span.
    #[error("{}", t!("the space-time diagram should begin before it ends"))]
    Span,
}

/// A finished figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The picture.
    pub svg: String,
    /// Its width and height, pixels, scaled.
    pub size: (f64, f64),
}

/// A part of a figure: what it is drawn as, with which sheets, on what ground, and how high it is.
struct Part {
    class: &'static str,
    sheets: &'static [&'static str],
    ground: &'static str,
    drawing: Html,
    height: f64,
}

/// The figure of a player, at the instant it shows.
///
/// # Errors
/// When it cannot be drawn like that.
pub fn svg(player: &Player, how: &How) -> Result<Figure, NoFigure> {
    let parts = parts(player, how)?;
    let width = how.size.0;
    let height: f64 = parts.iter().map(|part| part.height).sum();
    let size = (width * how.scale, height * how.scale);
    let mut out = head(player, how, (width, height));
    let mut top = 0.0;
    for part in parts {
        out += &written(&part, how.dark, (width, top));
        top += part.height;
    }
    Ok(Figure { svg: out + "</svg>\n", size })
}

fn parts(player: &Player, how: &How) -> Result<Vec<Part>, NoFigure> {
    let mut parts = Vec::new();
    if how.what != What::Diagram {
        let class = if how.big { "stage-view drawing big" } else { "stage-view drawing" };
        let drawing = stage::drawing(player, how.size, how.big, &Light::default());
        parts.push(Part { class, sheets: &style::STAGE, ground: "--paper", drawing, height: how.size.1 });
    }
    if how.what != What::Stage {
        let nodes = player.names().len();
        if nodes > SWARM {
            return Err(NoFigure::Lanes(nodes));
        }
        if how.span.is_some_and(|(from, until)| from >= until) {
            return Err(NoFigure::Span);
        }
        let wanted = if how.what == What::Both { diagram::height(nodes) } else { how.size.1 };
        let (drawing, height) = diagram::drawing(player, (how.size.0, wanted), how.span);
        parts.push(Part { class: "st st-svg", sheets: &style::DIAGRAM, ground: "--panel", drawing, height });
    }
    Ok(parts)
}

/// The opening of the picture, and what it shows in words.
fn head(player: &Player, how: &How, (width, height): (f64, f64)) -> String {
    let size = |length: f64| fixed(length * how.scale, if how.scale == 1.0 { 0 } else { 2 });
    let mut about = String::new();
    if how.what != What::Diagram {
        about += &stage::about(player, &Light::default());
    }
    if how.what != What::Stage {
        about += &format!(" {}", diagram::about(player));
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"{}\" height=\"{}\" \
         viewBox=\"0 0 {} {}\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n",
        size(width),
        size(height),
        px(width),
        px(height),
        escaped(&title(player)),
        escaped(about.trim()),
    )
}

fn title(player: &Player) -> String {
    let (lab, branch) = (tr(player.lab().about.title), &player.branch().name);
    t!("{lab}: {branch}, at {time}", lab, branch, time = Ms(player.when().at))
}

/// A part as it stands in the file, on its ground.
fn written(part: &Part, dark: bool, (width, top): (f64, f64)) -> String {
    let text = style::text(part.sheets);
    let sheet = Sheet::read(&text, dark);
    let root = Element { tag: "svg", class: part.class, parent: None };
    let (_, custom): (_, Pairs) = sheet.style(&root, &sheet.tokens);
    let ground = get(&custom, part.ground).unwrap_or("none");
    let out = format!(
        "<g transform=\"translate(0 {})\">\n<rect width=\"{}\" height=\"{}\" fill=\"{ground}\"/>\n",
        px(top),
        px(width),
        px(part.height)
    );
    let mut writer = Writer { sheet: &sheet, out };
    writer.node(&part.drawing, &root, &custom);
    writer.out + "</g>\n"
}
