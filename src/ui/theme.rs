//! Light or dark: the reader's system decides until they choose.

use crate::platform;

const KEY: &str = "netsplit.theme";
/// The media query that the theme follows.
pub const DARK: &str = "(prefers-color-scheme: dark)";

/// The theme in force: what the reader chose, else what their system prefers.
pub fn is_dark() -> bool {
    match platform::stored(KEY).as_deref() {
        Some("dark") => true,
        Some("light") => false,
        _ => platform::media(DARK),
    }
}

/// Puts the theme in force.
pub fn apply() {
    platform::set_root_attribute("data-theme", if is_dark() { "dark" } else { "light" });
}

/// Changes to the other theme, for good.
pub fn toggle() {
    platform::store(KEY, if is_dark() { "light" } else { "dark" });
    apply();
}
