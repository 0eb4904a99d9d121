//! Writes drawings as plain SVG 1.1: every look as an attribute, nothing for hands or screen readers.

use super::style::{Element, PAINT_ORDER, Pairs, Sheet, expand, get, set};
use std::fmt::Write;
use yew::virtual_dom::{VNode, VTag};

/// The attributes that say where things are and, where no sheet says otherwise, what they look like.
const KEPT: [&str; 26] = [
    "id",
    "x",
    "y",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "d",
    "width",
    "height",
    "transform",
    "patternUnits",
    "patternTransform",
    "fill",
    "fill-rule",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "opacity",
    "fill-opacity",
    "font-weight",
    "text-anchor",
    "clip-path",
];

/// Writes drawings with the looks that a sheet gives them.
pub struct Writer<'s> {
    /// Where the looks come from.
    pub sheet: &'s Sheet<'s>,
    /// What is written so far.
    pub out: String,
}

impl Writer<'_> {
    /// Writes a drawing that stands in `parent`, which hands down `custom` properties.
    pub fn node(&mut self, node: &VNode, parent: &Element<'_>, custom: &Pairs) {
        match node {
            VNode::VTag(tag) => self.tag(tag, parent, custom),
            VNode::VList(list) => {
                for node in list.iter() {
                    self.node(node, parent, custom);
                }
            }
            VNode::VText(text) => self.out.push_str(&escaped(&text.text)),
            _ => debug_assert!(false, "drawings are made of elements and text"),
        }
    }

    fn tag(&mut self, tag: &VTag, parent: &Element<'_>, custom: &Pairs) {
        let own: Pairs = tag.attributes.iter().map(|(name, value)| (name.into(), value.into())).collect();
        let class = get(&own, "class").unwrap_or_default();
        let element = Element { tag: tag.tag(), class, parent: Some(parent) };
        let (looks, custom) = self.sheet.style(&element, custom);
        let kept = own.iter().filter(|(name, _)| KEPT.contains(&name.as_str()));
        let mut attributes: Pairs =
            kept.map(|(name, value)| (name.clone(), expand(value, &custom))).collect();
        for (name, value) in looks {
            set(&mut attributes, &name, value);
        }
        if is_unseen(&attributes) {
            return;
        }
        let outlined = get(&own, PAINT_ORDER).or(get(&attributes, PAINT_ORDER)).is_some();
        attributes.retain(|(name, _)| name != PAINT_ORDER);
        if outlined {
            // SVG 1.1 paints the outline over the letters: here it stands below them, as an element of its own.
            let mut halo = attributes.clone();
            set(&mut halo, "fill", "none".to_owned());
            self.element(tag, &element, &custom, &halo);
            attributes.retain(|(name, _)| !name.starts_with("stroke"));
        }
        self.element(tag, &element, &custom, &attributes);
    }

    fn element(&mut self, tag: &VTag, element: &Element<'_>, custom: &Pairs, attributes: &Pairs) {
        let start = self.out.len();
        let _ = write!(self.out, "<{}", tag.tag());
        for (name, value) in attributes {
            let _ = write!(self.out, " {name}=\"{}\"", escaped(value));
        }
        self.out.push('>');
        let inside = self.out.len();
        if let Some(children) = tag.children() {
            self.node(children, element, custom);
        }
        if self.out.len() > inside {
            let _ = write!(self.out, "</{}>", tag.tag());
        } else if tag.tag() == "g" {
            self.out.truncate(start);
            return;
        } else {
            self.out.truncate(inside - 1);
            self.out.push_str("/>");
        }
        self.out.push('\n');
    }
}

/// Whether nothing of an element is to be seen: what is only there to be pressed or focused.
fn is_unseen(attributes: &Pairs) -> bool {
    let none = |name| get(attributes, name).map(|value| value == "none");
    none("fill") == Some(true) && none("stroke") != Some(false)
}

/// Text as XML has it; what XML cannot have is replaced.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ if letter.is_control() => out.push('\u{fffd}'),
            _ => out.push(letter),
        }
    }
    out
}
