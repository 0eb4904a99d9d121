//! The icons of buttons: paths in a 16 × 16 box.

use yew::prelude::*;

/// An icon, hidden from those who hear the page.
pub fn icon(path: &'static str) -> Html {
    html! { <svg viewBox="0 0 16 16" aria-hidden="true"><path d={path} /></svg> }
}

pub const PLAY: &str = "M5 3l8 5-8 5z";
pub const PAUSE: &str = "M5.5 3v10M10.5 3v10";
pub const FORWARD: &str = "M6 3l5 5-5 5";
pub const BACK: &str = "M10 3L5 8l5 5";
pub const NEXT: &str = "M4 3l5 5-5 5M12 3v10";
pub const PREVIOUS: &str = "M12 3L7 8l5 5M4 3v10";
pub const SELECT: &str = "M4 2l8 6-4 1 2 4-2 1-2-4-2 2z";
pub const KILL: &str = "M3 3l10 10M13 3L3 13";
pub const CUT: &str = "M9 1L7 5l3 3-3 3 2 4";
pub const LINKS: &str = "M2 8h3M11 8h3M6.5 5.5l3 5M9.5 5.5l-3 5";
pub const SPLIT: &str = "M3 3l10 10M13 3L3 13M8 1v2M8 13v2";
pub const HEAL: &str = "M2 8h12M8 2v12";
pub const WRITE: &str = "M3 13l1-3 7-7 2 2-7 7z";
pub const UNDO: &str = "M6 3L3 6l3 3M3 6h6a4 4 0 010 8H7";
pub const RESTART: &str = "M13 3v4H9M12.5 7A5 5 0 108 13a5 5 0 004-2";
pub const DICE: &str = "M3 3h10v10H3zM6 6h.01M10 10h.01M10 6h.01M6 10h.01";
pub const THEME: &str = "M13 9.5A5.5 5.5 0 016.5 3 5.5 5.5 0 1013 9.5z";
pub const LANGUAGE: &str = "M2 8a6 6 0 1012 0A6 6 0 002 8zM2 8h12M8 2c-4 4-4 8 0 12M8 2c4 4 4 8 0 12";
pub const HELP: &str = "M6 6a2 2 0 114 0c0 1.5-2 1.5-2 3M8 12h.01";
pub const PRESENT: &str = "M2 3h12v8H2zM8 11v3M5 14h6";
pub const BRANCH: &str = "M5 3v10M5 9c6 0 6-2 6-6";
pub const SHARE: &str = "M8 10V2M5 5l3-3 3 3M3 9v5h10V9";
pub const EMBED: &str = "M5 4L1.5 8 5 12M11 4l3.5 4-3.5 4M9 3L7 13";
pub const COMPARE: &str = "M2 3h5v10H2zM9 3h5v10H9z";
pub const CHART: &str = "M3 2v11h11M5 10c3 0 4-6 8-6";
