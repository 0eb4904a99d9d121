//! Names in a `class` attribute.
//!
//! Yew's `Classes` is a hash set with a good deal of code behind it; here names are put in a row.

use yew::AttrValue;

/// What can name a class, or none.
pub trait Name {
    /// The name; empty for none.
    fn name(&self) -> &str;
}

impl Name for &str {
    fn name(&self) -> &str {
        self
    }
}

impl Name for String {
    fn name(&self) -> &str {
        self
    }
}

impl Name for Option<&str> {
    fn name(&self) -> &str {
        self.unwrap_or_default()
    }
}

impl Name for Option<String> {
    fn name(&self) -> &str {
        self.as_deref().unwrap_or_default()
    }
}

/// The names that there are, with spaces between.
pub fn join(names: &[&dyn Name]) -> AttrValue {
    let mut out = String::new();
    for name in names.iter().map(|name| name.name()).filter(|name| !name.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(name);
    }
    out.into()
}

/// The value of a `class` attribute: `class!("btn", on.then_some("on"))`.
macro_rules! class {
    ($($name:expr),* $(,)?) => { $crate::ui::class::join(&[$(&$name as &dyn $crate::ui::class::Name),*]) };
}
pub(crate) use class;
