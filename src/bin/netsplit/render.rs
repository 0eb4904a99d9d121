//! `netsplit render`.

use crate::common::{Which, parse_time};
use netsplit::player::Player;
use netsplit::sim::Micros;
use netsplit::ui::figure::{self, How, SCALE};
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    which: Which,
    /// The instant to draw, in simulated time: `3.2s`, `1500ms`; else that of the link or file, else the end
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// The file to write; standard output without it or with `-`
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What to draw
    #[arg(long, value_enum, default_value = "stage")]
    show: What,
    /// When the space-time diagram begins; else it shows what leads up to the instant
    #[arg(long, value_name = "TIME", requires = "until")]
    from: Option<String>,
    /// When it ends
    #[arg(long, value_name = "TIME", requires = "from")]
    until: Option<String>,
    /// The colours
    #[arg(long, value_enum, default_value = "light")]
    theme: Theme,
    /// How large a pixel of its width and height is drawn, from 0.5 to 8
    #[arg(long, default_value_t = 1.0, value_parser = scale)]
    scale: f64,
    /// The width, pixels
    #[arg(long, default_value_t = 960, value_parser = clap::value_parser!(u16).range(SIDE))]
    width: u16,
    /// The height of the stage, or of a diagram alone, pixels
    #[arg(long, default_value_t = 640, value_parser = clap::value_parser!(u16).range(SIDE))]
    height: u16,
    /// Larger letters and strokes, for a slide
    #[arg(long)]
    big: bool,
}

/// How wide and high a figure may be: below, nothing has room; above, letters of 12 pixels are lost.
const SIDE: std::ops::RangeInclusive<i64> = 240..=8_000;

#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum What {
    /// The nodes and what is on its way between them
    Stage,
    /// The space-time diagram
    Diagram,
    /// The stage, and the diagram below it
    Both,
}

#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum Theme {
    Light,
    Dark,
}

/// Draws an instant of a run; returns what to print.
pub fn render(args: &Args) -> Result<String, String> {
    let scenario = args.which.until("--at", args.at.as_deref())?;
    let (player, _) = Player::of_scenario(&scenario).map_err(|why| why.to_string())?;
    let size = (f64::from(args.width), f64::from(args.height));
    let what = match args.show {
        What::Stage => figure::What::Stage,
        What::Diagram => figure::What::Diagram,
        What::Both => figure::What::Both,
    };
    let (dark, big) = (args.theme == Theme::Dark, args.big);
    let how = How { what, size, scale: args.scale, dark, big, span: span(args)? };
    let figure = figure::svg(&player, &how).map_err(|why| why.to_string())?.svg;
    match args.output.as_deref().filter(|path| path.as_os_str() != "-") {
        None => Ok(figure),
        Some(path) => {
            std::fs::write(path, figure).map_err(|why| format!("cannot write {}: {why}", path.display()))?;
            Ok(String::new())
        }
    }
}

/// The part of the run that the diagram shows, if one is asked for.
fn span(args: &Args) -> Result<Option<(Micros, Micros)>, String> {
    let (Some(from), Some(until)) = (&args.from, &args.until) else { return Ok(None) };
    Ok(Some((parse_time("--from", from)?, parse_time("--until", until)?)))
}

fn scale(text: &str) -> Result<f64, String> {
    let scale = text.parse().ok().filter(|scale| (SCALE.0..=SCALE.1).contains(scale));
    scale.ok_or_else(|| format!("should be a number from {} to {}", SCALE.0, SCALE.1))
}
