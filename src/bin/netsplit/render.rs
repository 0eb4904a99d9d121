//! `netsplit render`.

use crate::common::Which;
use netsplit::player::Player;
use netsplit::ui::figure::{self, How};
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
    /// The colours
    #[arg(long, value_enum, default_value = "light")]
    theme: Theme,
    /// The width, pixels
    #[arg(long, default_value_t = 960, value_parser = clap::value_parser!(u16).range(SIDE))]
    width: u16,
    /// The height, pixels
    #[arg(long, default_value_t = 640, value_parser = clap::value_parser!(u16).range(SIDE))]
    height: u16,
    /// Larger letters and strokes, for a slide
    #[arg(long)]
    big: bool,
}

/// How wide and high a figure may be: below, nothing has room; above, letters of 12 pixels are lost.
const SIDE: std::ops::RangeInclusive<i64> = 240..=8_000;

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
    let figure = figure::svg(&player, &How { size, dark: args.theme == Theme::Dark, big: args.big });
    match args.output.as_deref().filter(|path| path.as_os_str() != "-") {
        None => Ok(figure),
        Some(path) => {
            std::fs::write(path, figure).map_err(|why| format!("cannot write {}: {why}", path.display()))?;
            Ok(String::new())
        }
    }
}
