//! What the page's style sheets make of an element, for a picture that is read without them.
//!
//! Selectors are matched by `simplecss`; the cascade of custom properties, `var()` and the products in `calc()`, which
//! is all that `static/stage.css` needs for its drawings, are here.

use crate::ui::figures::number;
use simplecss::{AttributeOperator, PseudoClass, Selector};

const TOKENS: &str = include_str!("../../../static/style.css");
/// The sheets that the stage is drawn with, in their order.
pub const STAGE: [&str; 2] = [TOKENS, include_str!("../../../static/stage.css")];
/// Those that the diagram is drawn with.
pub const DIAGRAM: [&str; 2] = [TOKENS, include_str!("../../../static/panels.css")];

/// The properties that SVG 1.1 has as attributes, as far as the sheets use them; and the one that `write` replaces.
const PRESENTATION: [&str; 14] = [
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "opacity",
    "font-family",
    "font-size",
    "font-weight",
    "text-anchor",
    PAINT_ORDER,
];

/// Not in SVG 1.1.
pub const PAINT_ORDER: &str = "paint-order";

/// Letters of a figure: what a book or slide is likely to have.
const FONTS: [(&str, &str); 2] =
    [("--sans", "Inter, system-ui, sans-serif"), ("--mono", "JetBrains Mono, ui-monospace, monospace")];

/// Names and values, each name once.
pub type Pairs = Vec<(String, String)>;

/// Sets a value, replacing what it was.
pub fn set(pairs: &mut Pairs, name: &str, value: String) {
    match pairs.iter_mut().find(|(known, _)| known == name) {
        Some((_, old)) => *old = value,
        None => pairs.push((name.to_owned(), value)),
    }
}

/// The value of a name.
pub fn get<'p>(pairs: &'p Pairs, name: &str) -> Option<&'p str> {
    pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// An element with what it stands in.
#[derive(Clone, Copy)]
pub struct Element<'e> {
    /// Its name.
    pub tag: &'e str,
    /// Its classes, with spaces between.
    pub class: &'e str,
    /// What it stands in.
    pub parent: Option<&'e Element<'e>>,
}

impl simplecss::Element for Element<'_> {
    fn parent_element(&self) -> Option<Self> {
        self.parent.copied()
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        None
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.tag == name
    }

    fn attribute_matches(&self, name: &str, wanted: AttributeOperator<'_>) -> bool {
        name == "class" && wanted.matches(self.class)
    }

    fn pseudo_class_matches(&self, _: PseudoClass<'_>) -> bool {
        false
    }
}

/// The text of the sheets without comments.
pub fn text(sheets: &[&str]) -> String {
    let mut out = String::new();
    for mut rest in sheets.iter().copied() {
        while let Some((before, after)) = rest.split_once("/*") {
            out.push_str(before);
            rest = after.split_once("*/").map_or("", |(_, after)| after);
        }
        out.push_str(rest);
    }
    out
}

struct Rule<'t> {
    selector: Selector<'t>,
    declarations: Vec<(&'t str, &'t str)>,
}

/// The rules for drawings, and the tokens of a theme.
pub struct Sheet<'t> {
    rules: Vec<Rule<'t>>,
    /// The custom properties of the root.
    pub tokens: Pairs,
}

impl<'t> Sheet<'t> {
    /// Reads the sheets.
    pub fn read(text: &'t str, dark: bool) -> Self {
        let mut sheet = Sheet { rules: Vec::new(), tokens: Pairs::new() };
        for (selectors, body) in blocks(text) {
            for selector in selectors.split(',').map(str::trim) {
                match selector {
                    ":root" => sheet.set_tokens(body),
                    "[data-theme=\"dark\"]" if dark => sheet.set_tokens(body),
                    // Hovering, focus and the like: nothing of that is in a figure.
                    _ if selector.contains([':', '*']) => {}
                    _ => sheet.rules.extend(
                        Selector::parse(selector)
                            .map(|selector| Rule { selector, declarations: declarations(body) }),
                    ),
                }
            }
        }
        // Steady: of equal ones the later wins.
        sheet.rules.sort_by_key(|rule| rule.selector.specificity());
        for (name, fonts) in FONTS {
            set(&mut sheet.tokens, name, fonts.to_owned());
        }
        sheet
    }

    fn set_tokens(&mut self, body: &str) {
        let custom = declarations(body).into_iter().filter(|(name, _)| name.starts_with("--"));
        for (name, value) in custom {
            set(&mut self.tokens, name, value.to_owned());
        }
    }

    /// What an element looks like, and what its children inherit; `inherited` are the custom properties that it
    /// inherits itself.
    pub fn style(&self, element: &Element<'_>, inherited: &Pairs) -> (Pairs, Pairs) {
        let matching = || self.rules.iter().filter(|rule| rule.selector.matches(element));
        let mut custom = inherited.clone();
        for (name, value) in matching().flat_map(|rule| &rule.declarations) {
            if name.starts_with("--") {
                set(&mut custom, name, expand(value, inherited));
            }
        }
        let mut looks = Pairs::new();
        for (name, value) in matching().flat_map(|rule| &rule.declarations) {
            let value = expand(value, &custom);
            if *name == "font" {
                for (name, value) in font(&value) {
                    set(&mut looks, name, value);
                }
            } else if PRESENTATION.contains(name) {
                set(&mut looks, name, plain(&value));
            }
        }
        (looks, custom)
    }
}

/// Each rule's selectors and declarations; what stands in `@media` is for screens.
fn blocks(mut text: &str) -> Vec<(&str, &str)> {
    let mut blocks = Vec::new();
    while let Some((head, rest)) = text.split_once('{') {
        let (body, after) = rest.split_at(closing(rest));
        if !head.trim().starts_with('@') {
            blocks.push((head, body));
        }
        text = after.get(1..).unwrap_or_default();
    }
    blocks
}

/// Where the block ends whose opening brace was just passed.
fn closing(text: &str) -> usize {
    let mut depth = 0;
    let end = text.bytes().position(|byte| {
        depth += i32::from(byte == b'{') - i32::from(byte == b'}');
        depth < 0
    });
    end.unwrap_or(text.len())
}

fn declarations(body: &str) -> Vec<(&str, &str)> {
    let pairs = body.split(';').filter_map(|declaration| declaration.split_once(':'));
    pairs.map(|(name, value)| (name.trim(), value.trim())).collect()
}

/// What `font: 500 12px sans-serif` stands for.
fn font(value: &str) -> Vec<(&'static str, String)> {
    let mut words = value.splitn(3, ' ').map(plain);
    ["font-weight", "font-size", "font-family"].into_iter().zip(words.by_ref()).collect()
}

/// A value with the custom properties put in.
pub fn expand(value: &str, custom: &Pairs) -> String {
    let Some((before, rest)) = value.split_once("var(") else { return value.to_owned() };
    let (inside, after) = rest.split_once(')').unwrap_or((rest, ""));
    let (name, fallback) = inside.split_once(',').unwrap_or((inside, ""));
    let found = get(custom, name.trim()).map_or_else(|| fallback.trim().to_owned(), |v| expand(v, custom));
    format!("{before}{found}{}", expand(after, custom))
}

/// A value as an SVG attribute has it: lengths without unit, products worked out.
fn plain(value: &str) -> String {
    let product = value.strip_prefix("calc(").and_then(|rest| rest.strip_suffix(')'));
    let factors = product.unwrap_or(value).split('*').map(|factor| length(factor.trim()));
    match factors.product::<Option<f64>>() {
        Some(value) => number(value, 2),
        None if value == "transparent" => "none".to_owned(),
        None => value.to_owned(),
    }
}

fn length(text: &str) -> Option<f64> {
    text.strip_suffix("px").unwrap_or(text).parse().ok()
}
