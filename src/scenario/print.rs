//! Scenario files, written: JSON as a person would write it, an input a line. Reading them is the command line's (see
//! `scenario::file` for the format); writing is the page's too, which has no JSON library.

use super::scenario::{Scenario, ScenarioError};
use super::text::Names;
use crate::kit::Aim;
use crate::sim::{When, decimal};

/// The newest version of the format.
pub(super) const VERSION: u32 = 1;

/// Writes a scenario file.
///
/// # Errors
/// When the scenario does not fit its lab.
pub fn write(scenario: &Scenario) -> Result<String, ScenarioError> {
    let lab = scenario.check()?;
    let world = lab.build(&scenario.settings, scenario.seed)?;
    let names = Names { lab, nodes: world.names() };
    let mut config = Vec::new();
    for (key, value) in &scenario.settings {
        config.push(format!("{}: {}", quoted(key), quoted(&lab.param(key)?.show(*value))));
    }
    let deeds = scenario.inputs.iter().map(|stamped| {
        format!("    {{ {}, \"do\": {} }}", instant(stamped.when), quoted(&names.print(&stamped.input)))
    });
    let deeds: Vec<String> = deeds.collect();
    let mut parts = vec![format!("\"version\": {VERSION}"), format!("\"lab\": {}", quoted(&scenario.lab))];
    if !config.is_empty() {
        parts.push(format!("\"config\": {{ {} }}", config.join(", ")));
    }
    parts.push(format!("\"seed\": {}", scenario.seed));
    parts.extend(scenario.scene.iter().map(|scene| format!("\"scene\": {}", quoted(scene))));
    if !deeds.is_empty() {
        parts.push(format!("\"inputs\": [\n{}\n  ]", deeds.join(",\n")));
    }
    parts.push(format!("\"show\": {{ {} }}", instant(scenario.shown)));
    if !scenario.caption.is_empty() {
        parts.push(format!("\"caption\": {}", quoted(&scenario.caption)));
    }
    parts.extend(scenario.goal.iter().map(|goal| {
        let (kind, name) = match &goal.aim {
            Aim::Violate(name) => ("violate", name),
            Aim::Reach(name) => ("reach", name),
        };
        let (name, par, given) = (quoted(name), goal.par, goal.given);
        format!("\"goal\": {{ \"{kind}\": {name}, \"par\": {par}, \"given\": {given} }}")
    }));
    Ok(format!("{{\n  {}\n}}\n", parts.join(",\n  ")))
}

/// `"at_ms": 1900.5, "after": 412`; by its time alone without `after`.
fn instant(when: When) -> String {
    let at = decimal(when.at as i64, 3);
    let after = if when.events == u64::MAX { String::new() } else { format!(", \"after\": {}", when.events) };
    format!("\"at_ms\": {at}{after}")
}

/// A text as JSON writes it.
fn quoted(text: &str) -> String {
    let mut out = "\"".to_owned();
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            letter if letter.is_control() => out += &format!("\\u{:04x}", u32::from(letter)),
            letter => out.push(letter),
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped() {
        assert_eq!(quoted("a \"b\" \\ c\n←é"), r#""a \"b\" \\ c\u000a←é""#);
    }

    #[cfg(feature = "cli")]
    #[test]
    fn what_is_written_can_be_read() {
        use crate::scenario::file;
        let lab = crate::labs::all()[0].about.id;
        let text = format!(
            r#"{{ "version": 1, "lab": "{lab}", "config": {{ "servers": "3", "loss": "2.5" }}, "seed": 7,
            "inputs": [ {{ "at_ms": 1200, "do": "kill n1" }}, {{ "at_ms": 1900.5, "after": 412, "do": "restart n1" }} ],
            "show": {{ "at_ms": 3000.125 }}, "caption": "say \"hi\" \\ there" }}"#
        );
        let scenario = file::read(&text).expect("it is a scenario");
        let written = write(&scenario).expect("it fits its lab");
        assert_eq!(file::read(&written).expect("what is written can be read"), scenario, "{written}");
        assert!(
            written.contains(r#"    { "at_ms": 1900.5, "after": 412, "do": "restart n1" }"#),
            "{written}"
        );
    }
}
