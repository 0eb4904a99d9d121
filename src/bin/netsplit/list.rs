//! `netsplit list`.

use netsplit::labs::{self, Lab};
use netsplit::scenario::find_lab;
use netsplit::sim::Param;
use serde_json::{Value, json};
use std::fmt::Write;

#[derive(clap::Args)]
pub struct Args {
    /// A lab, to list what it has
    lab: Option<String>,
    /// Machine-readable
    #[arg(long)]
    json: bool,
}

/// The labs, or one lab's parameters, rules, scenarios and properties.
pub fn list(args: &Args) -> Result<String, String> {
    let labs: Vec<&Lab> = match &args.lab {
        Some(id) => vec![find_lab(id).map_err(|why| why.to_string())?],
        None => labs::all().into_iter().collect(),
    };
    if args.json {
        let all: Vec<Value> = labs.into_iter().map(to_json).collect();
        let shown = if args.lab.is_some() { all[0].clone() } else { Value::Array(all) };
        return Ok(format!("{shown:#}\n"));
    }
    let detailed = args.lab.is_some();
    Ok(labs.into_iter().map(|lab| if detailed { details(lab) } else { line(lab) }).collect())
}

fn line(lab: &Lab) -> String {
    format!("{:<14}{:<12}{}\n", lab.about.id, lab.about.group, lab.about.about)
}

fn details(lab: &Lab) -> String {
    let about = lab.about;
    let mut out = format!("{} ({})\n{}\n{}\n", about.title, about.id, about.about, about.source);
    let (rules, dials): (Vec<_>, Vec<_>) = lab.params().partition(|param| param.rule);
    for (head, params) in [("Parameters", dials), ("Rules", rules)] {
        let _ = writeln!(out, "\n{head}");
        for param in params {
            let default = param.show_with_unit(param.default);
            let _ = writeln!(out, "  {:<18}{default:<12}({}) {}", param.key, param.wanted(), param.about);
        }
    }
    out += "\nScenarios\n";
    for scene in about.scenes {
        let _ = writeln!(out, "  {:<22}{}", scene.id, scene.title);
    }
    if !about.experiments.is_empty() {
        out += "\nExperiments\n";
    }
    for experiment in about.experiments {
        let _ = writeln!(out, "  {:<22}{}", experiment.about.id, experiment.about.title);
    }
    out += "\nProperties\n";
    for property in properties(lab) {
        let _ = writeln!(out, "  {property}");
    }
    let _ = writeln!(out, "\nMilestones\n  {}\n\nStory", lab.milestones().join(", "));
    for template in about.story {
        let _ = writeln!(out, "  {:<26}{}", template.id, template.text);
    }
    out
}

fn properties(lab: &Lab) -> Vec<&'static str> {
    let world = lab.build(&[], 0).expect("a lab's own settings are valid");
    world.verdicts().into_iter().map(|verdict| verdict.property.name).collect()
}

fn to_json(lab: &Lab) -> Value {
    let param = |param: &Param| {
        json!({
            "key": param.key, "label": param.label, "about": param.about, "unit": param.unit.suffix().trim(),
            "default": param.show(param.default), "min": param.show(param.min), "max": param.show(param.max),
            "live": param.live, "rule": param.rule,
        })
    };
    let scenes = lab.about.scenes.iter().map(|s| json!({ "id": s.id, "title": s.title, "about": s.about }));
    json!({
        "id": lab.about.id, "title": lab.about.title, "group": lab.about.group, "about": lab.about.about,
        "source": lab.about.source, "params": lab.params().map(param).collect::<Vec<_>>(),
        "scenarios": scenes.collect::<Vec<_>>(),
        "experiments": lab.about.experiments.iter().map(|experiment| experiment.about.id).collect::<Vec<_>>(),
        "properties": properties(lab), "milestones": lab.milestones(),
        "story": lab.about.story.iter().map(|template| template.id).collect::<Vec<_>>(),
    })
}
