//! `netsplit judge`.

use clap::ValueEnum;
use netsplit::check::events::{self, File};
use netsplit::check::history::Op;
use netsplit::check::linear::{self, Judged};
use netsplit::check::sequential;
use netsplit::check::sessions::{self, Guarantee, Kept, Why};
use netsplit::kit::model::{Answer, Call, Datum, Model};
use netsplit::sim::Standing;
use serde_json::{Value, json};
use std::fmt::Write;
use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Args {
    /// What the clients used: register, cas, kv, counter, queue, set or mutex
    #[arg(long, value_parser = model)]
    model: Model,
    /// The history: JSON lines, one event a line (docs/histories.md); `-` reads standard input
    file: PathBuf,
    /// What to judge
    #[arg(long, value_enum, default_value_t = Consistency::Linearizable)]
    consistency: Consistency,
    /// Machine-readable
    #[arg(long)]
    json: bool,
    /// How many configurations are looked at before the answer is "unknown"
    #[arg(long, value_name = "N", default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(1..))]
    limit: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Consistency {
    /// Each operation takes effect at one instant between its call and its answer
    Linearizable,
    /// Each process's operations take effect in its own order
    Sequential,
    /// The four session guarantees
    Sessions,
}

fn model(name: &str) -> Result<Model, String> {
    let known = || Model::ALL.map(Model::name).join(", ");
    Model::ALL
        .into_iter()
        .find(|model| model.name() == name)
        .ok_or_else(|| format!("the models are {}", known()))
}

/// What is found of one key, of all keys together, or of one guarantee.
struct Part {
    /// The key as JSON, if it is one of several; or the guarantee.
    name: Option<Value>,
    standing: Standing,
    operations: usize,
    order: Vec<usize>,
    wrong: Vec<usize>,
    why: Option<String>,
}

/// Judges a history; returns what to print, and 0, 1 or 3 for yes, no and unknown.
pub fn judge(args: &Args) -> Result<(String, ExitCode), String> {
    let shown = args.file.display();
    let bytes = bytes(args).map_err(|why| format!("cannot read {shown}: {why}"))?;
    let file = events::read(&bytes, args.model).map_err(|why| format!("{shown}: {why}"))?;
    let parts = match args.consistency {
        Consistency::Linearizable => by_key(&file, args.limit),
        Consistency::Sequential => {
            vec![part(None, file.history.operations.len(), sequential::judge(&file.history, args.limit))]
        }
        Consistency::Sessions => guarantees(&file, args.limit),
    };
    let any = |standing| parts.iter().any(|part| part.standing == standing);
    let (standing, code) = match () {
        () if any(Standing::Violated) => (Standing::Violated, 1),
        () if any(Standing::Unknown) => (Standing::Unknown, 3),
        () => (Standing::Holds, 0),
    };
    let print = if args.json { to_json } else { to_text };
    Ok((print(args, &file, &parts, standing), ExitCode::from(code)))
}

fn bytes(args: &Args) -> std::io::Result<Vec<u8>> {
    if args.file.as_os_str() != "-" {
        return std::fs::read(&args.file);
    }
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn by_key(file: &File, limit: u64) -> Vec<Part> {
    let judged = linear::judge(&file.history, limit);
    let counts = file.history.by_key();
    let keyed = file.history.keys.iter().zip(&counts).zip(judged);
    keyed.map(|((key, places), judged)| part(key_of(key), places.len(), judged)).collect()
}

/// The key as it was in the file.
fn key_of(key: &str) -> Option<Value> {
    serde_json::from_str(key).ok()
}

fn part(name: Option<Value>, operations: usize, judged: Judged) -> Part {
    let (standing, order, wrong, why) = match judged {
        Judged::Linearizable(order) => (Standing::Holds, order, Vec::new(), None),
        Judged::Not { prefix, unplaced } => (Standing::Violated, prefix, unplaced, None),
        Judged::Unknown(looked) => {
            let why =
                format!("the search was given up after {looked} configurations: a higher --limit may tell");
            (Standing::Unknown, Vec::new(), Vec::new(), Some(why))
        }
    };
    Part { name, standing, operations, order, wrong, why }
}

fn guarantees(file: &File, limit: u64) -> Vec<Part> {
    let part = |(guarantee, kept): (Guarantee, Kept)| {
        let (standing, wrong, why) = match kept {
            Kept::Holds => (Standing::Holds, Vec::new(), None),
            Kept::Violated(wrong) => (Standing::Violated, wrong, None),
            Kept::Unknown(why) => {
                let wrong = match why {
                    Why::WrittenTwice(first, second) => vec![first, second],
                    Why::NeverWritten(read) => vec![read],
                    _ => Vec::new(),
                };
                (Standing::Unknown, wrong, Some(why.to_string()))
            }
        };
        let operations = file.history.operations.len();
        Part { name: Some(guarantee.name().into()), standing, operations, order: Vec::new(), wrong, why }
    };
    // A step costs about a hundredth of a configuration.
    sessions::judge(&file.history, limit.saturating_mul(100)).into_iter().map(part).collect()
}

impl Consistency {
    fn word(self) -> &'static str {
        match self {
            Consistency::Linearizable => "linearizable",
            Consistency::Sequential => "sequentially consistent",
            Consistency::Sessions => "the session guarantees",
        }
    }

    /// The verdict in words.
    fn verdict(self, standing: Standing) -> String {
        match (self, standing) {
            (Consistency::Sessions, Standing::Holds) => "the session guarantees hold".to_owned(),
            (Consistency::Sessions, Standing::Violated) => "a session guarantee is violated".to_owned(),
            (other, Standing::Holds) => other.word().to_owned(),
            (other, Standing::Violated) => format!("not {}", other.word()),
            (other, _) => format!("unknown whether {}", other.word()),
        }
    }
}

fn line(op: &Op) -> u32 {
    op.number
}

/// The line that ends an operation, if one does.
fn last_line(op: &Op) -> Option<u64> {
    Some(op.completed).filter(|line| *line != u64::MAX)
}

fn to_json(args: &Args, file: &File, parts: &[Part], standing: Standing) -> String {
    let ops = &file.history.operations;
    let lines = |places: &[usize]| places.iter().map(|place| line(&ops[*place])).collect::<Vec<_>>();
    let told = |place: &usize| {
        let op = &ops[*place];
        json!({
            "line": line(op), "answered_in_line": last_line(op), "text": text(file, op),
            "process": key_of(&file.processes[op.process as usize]),
        })
    };
    let part = |part: &Part| {
        let field = match args.consistency {
            Consistency::Linearizable => "key",
            _ => "guarantee",
        };
        let mut out = serde_json::Map::new();
        if args.consistency != Consistency::Sequential {
            out.insert(field.to_owned(), json!(part.name));
        }
        out.insert("verdict".to_owned(), json!(part.standing.word()));
        out.insert("operations".to_owned(), json!(part.operations));
        if args.consistency != Consistency::Sessions {
            out.insert("order".to_owned(), json!(lines(&part.order)));
        }
        let wrong = if args.consistency == Consistency::Sessions { "because" } else { "unplaced" };
        out.insert(wrong.to_owned(), part.wrong.iter().map(told).collect());
        out.insert("why".to_owned(), json!(part.why));
        Value::Object(out)
    };
    let out = json!({
        "model": args.model.name(), "consistency": args.consistency.word(), "verdict": standing.word(),
        "operations": ops.len(), "processes": file.processes.len(), "skipped_lines": file.skipped,
        "parts": parts.iter().map(part).collect::<Vec<_>>(),
    });
    format!("{out:#}\n")
}

/// The operation in short: `x? = 1`.
fn text(file: &File, op: &Op) -> String {
    let name = &*file.history.keys[op.key];
    let key = match key_of(name) {
        Some(Value::String(key)) => key,
        _ => name.to_owned(),
    };
    let answer = match &op.answer {
        None => ", outcome unknown".to_owned(),
        Some(Answer::Value(value)) => format!(" = {}", quoted(value)),
        Some(Answer::Members(all)) => {
            format!(
                " = {{{}}}",
                all.iter().map(|value| quoted(value).to_string()).collect::<Vec<_>>().join(", ")
            )
        }
        Some(answer) => format!(", {answer}"),
    };
    let call = match &op.call {
        Call::Write(value) => Call::Write(quoted(value)),
        Call::Cas(from, to) => Call::Cas(quoted(from), quoted(to)),
        Call::Append(text) => Call::Append(json!(**text).to_string().into()),
        Call::Enqueue(value) => Call::Enqueue(quoted(value)),
        Call::Insert(value) => Call::Insert(quoted(value)),
        Call::Remove(value) => Call::Remove(quoted(value)),
        other => other.clone(),
    };
    format!("{}{answer}", call.text(&key))
}

/// A value as it stands in the file, so that `1` and `"1"` can be told apart.
fn quoted(value: &Datum) -> Datum {
    match value {
        Datum::Null => Datum::Text("null".into()),
        Datum::Text(text) => Datum::Text(json!(**text).to_string().into()),
        other => other.clone(),
    }
}

/// Operations that are listed of one key.
const LISTED: usize = 10;

fn to_text(args: &Args, file: &File, parts: &[Part], standing: Standing) -> String {
    let ops = &file.history.operations;
    let mut out = String::new();
    let unknown = ops.iter().filter(|op| op.answer.is_none()).count();
    let _ = writeln!(
        out,
        "history   {}: {} ({unknown} of unknown outcome), {}, {}",
        args.file.display(),
        count(ops.len(), "operation", "operations"),
        count(file.processes.len(), "process", "processes"),
        count(file.history.keys.len(), "key", "keys"),
    );
    let _ = writeln!(out, "model     {}", args.model.name());
    let _ = writeln!(out, "verdict   {}", args.consistency.verdict(standing));
    for part in parts.iter().filter(|part| part.standing != Standing::Holds || part.name.is_some()) {
        let name = match (&part.name, args.consistency) {
            (None, _) => "all".to_owned(),
            (Some(key), Consistency::Linearizable) => format!("key {key}"),
            (Some(name), _) => name.as_str().unwrap_or_default().to_owned(),
        };
        let operations = count(part.operations, "operation", "operations");
        let _ = writeln!(out, "\n{name}: {} ({operations})", part.standing.word());
        if let Some(why) = &part.why {
            let _ = writeln!(out, "  {why}");
        }
        if part.standing == Standing::Violated {
            let _ = writeln!(out, "  {}", explained(args.consistency, part));
        }
        for place in part.wrong.iter().take(LISTED) {
            let op = &ops[*place];
            let until = last_line(op).map_or_else(|| "…".to_owned(), |line| line.to_string());
            let lines = format!("lines {}–{until}", line(op));
            let process = &file.processes[op.process as usize];
            let _ = writeln!(out, "  {lines:<18} process {process:<6} {}", text(file, op));
        }
        if part.wrong.len() > LISTED {
            let _ = writeln!(out, "  … and {} more (--json lists all)", part.wrong.len() - LISTED);
        }
    }
    out
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn explained(consistency: Consistency, part: &Part) -> String {
    let placed = count(part.order.len(), "operation", "operations");
    match consistency {
        Consistency::Linearizable => format!(
            "no order explains all answers: {placed} can be put in order, and none of these can come next"
        ),
        Consistency::Sequential => {
            format!("no order explains all answers: {placed} can be put in order, then these would be next")
        }
        Consistency::Sessions => "these contradict each other".to_owned(),
    }
}
