//! Client histories in files: JSON lines, one event a line. The format is described in `docs/histories.md`.

use super::history::{History, Op};
use crate::kit::model::{Answer, Call, Datum, Model};
use crate::sim::{Micros, Operation, Outcome, SharedVec};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A history, and the words of its file.
#[derive(Debug)]
pub struct File {
    /// The history; an operation's number is the line of its call.
    pub history: History,
    /// The processes, by their number in the history, as they are written.
    pub processes: Vec<String>,
    /// How many lines were skipped because their process is no client.
    pub skipped: usize,
}

/// Why a file cannot be read: the line (from 1) and the reason.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct Unreadable {
    /// The line.
    pub line: u32,
    /// The reason.
    pub why: Reason,
}

/// What is wrong with a line, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Not text.
    #[error("this is not UTF-8 text: save the file as UTF-8")]
    NotText,
    /// Not JSON.
    #[error("this is not JSON ({0}): each line should be one event, such as {EXAMPLE}")]
    NotJson(String),
    /// JSON, but not an event.
    #[error("this is {0}, not an event: each line should be one object, such as {EXAMPLE}")]
    NotAnEvent(&'static str),
    /// One array instead of lines.
    #[error("this is a JSON array: write one event a line, for example with `jq -c '.[]' FILE`")]
    Array,
    /// A field is missing or of a wrong kind.
    #[error("`{field}` should be {wanted}, but {found}")]
    Field {
        /// Which.
        field: &'static str,
        /// What it should be.
        wanted: String,
        /// What is there.
        found: String,
    },
    /// The model has no such function.
    #[error("the model `{model}` has no `{f}`: it has {known}. Choose another with --model")]
    Function {
        /// What the file says.
        f: String,
        /// The model.
        model: &'static str,
        /// What it has.
        known: String,
    },
    /// An operation ends that was never invoked.
    #[error("process {0} ends an operation that it never invoked: an `invoke` line must come first")]
    NotInvoked(String),
    /// A process asks two things at a time.
    #[error(
        "process {process} invokes an operation while its operation of line {line} is open: end that one with \
         `ok`, `fail` or `info` first, or give this one to another process"
    )]
    StillOpen {
        /// The process.
        process: String,
        /// Where the open operation began.
        line: u32,
    },
    /// An operation ends as another one than it began.
    #[error(
        "`{field}` is {found}, but the operation that process {process} invoked in line {line} has {wanted}"
    )]
    Other {
        /// Which field differs.
        field: &'static str,
        /// The process.
        process: String,
        /// Where the operation began.
        line: u32,
        /// What is there.
        found: String,
        /// What was there.
        wanted: String,
    },
    /// Too many lines to count.
    #[error("the file has too many lines: at most {} can be read", u32::MAX)]
    TooLong,
}

const EXAMPLE: &str = r#"{"process":0,"type":"invoke","f":"write","key":"x","value":1}"#;

/// Reads a history of a model.
///
/// # Errors
/// The first line that cannot be understood, and why.
pub fn read(bytes: &[u8], model: Model) -> Result<File, Unreadable> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = Reader::new(model);
    for (number, line) in (1_u64..).zip(bytes.split(|byte| *byte == b'\n')) {
        let at = u32::try_from(number).unwrap_or(u32::MAX);
        let read = if number == u64::from(at) { reader.line(at, line) } else { Err(Reason::TooLong) };
        read.map_err(|why| Unreadable { line: at, why })?;
    }
    Ok(reader.finish())
}

/// An operation as it is being read.
struct Draft {
    op: Op,
    f: String,
    key: String,
    /// It had no effect, and is left out.
    void: bool,
}

struct Reader {
    file: File,
    drafts: Vec<Draft>,
    /// The processes by what they are called, with the draft that is open.
    processes: BTreeMap<String, (u32, Option<usize>)>,
}

/// How an operation ends, or that it begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Invoke,
    Ok,
    Fail,
    Info,
}

impl Reader {
    fn new(model: Model) -> Self {
        let file = File { history: History::new(model), processes: Vec::new(), skipped: 0 };
        Reader { file, drafts: Vec::new(), processes: BTreeMap::new() }
    }

    fn line(&mut self, line: u32, bytes: &[u8]) -> Result<(), Reason> {
        let text = std::str::from_utf8(bytes).map_err(|_| Reason::NotText)?.trim();
        if text.is_empty() {
            return Ok(());
        }
        let event = match serde_json::from_str(text) {
            Ok(Value::Object(event)) => event,
            Ok(Value::Array(_)) => return Err(Reason::Array),
            Ok(other) => return Err(Reason::NotAnEvent(sort(&other))),
            Err(_) if line == 1 && text.starts_with('[') => return Err(Reason::Array),
            Err(why) => return Err(Reason::NotJson(why.to_string())),
        };
        let process = match event.get("process") {
            Some(Value::String(name)) if name.trim_start_matches(':') == "nemesis" => {
                self.file.skipped += 1;
                return Ok(());
            }
            Some(process @ (Value::Number(_) | Value::String(_))) => process.to_string(),
            other => return Err(wrong("process", "a number or a string", other)),
        };
        let kind = match word(&event, "type")? {
            "invoke" => Kind::Invoke,
            "ok" => Kind::Ok,
            "fail" => Kind::Fail,
            "info" => Kind::Info,
            _ => return Err(wrong("type", "`invoke`, `ok`, `fail` or `info`", event.get("type"))),
        };
        if kind == Kind::Invoke {
            self.invoke(line, process, &event)
        } else {
            self.end(line, process, kind, &event)
        }
    }

    fn invoke(&mut self, line: u32, name: String, event: &Map<String, Value>) -> Result<(), Reason> {
        let f = function(word(event, "f")?);
        let call = call(self.file.history.model, f, event.get("value"))?;
        let key = key(event)?.unwrap_or_default();
        let next = self.processes.len() as u32;
        let (process, open) = self.processes.entry(name.clone()).or_insert((next, None));
        if let Some(draft) = *open {
            return Err(Reason::StillOpen { process: name, line: self.drafts[draft].op.number });
        }
        *open = Some(self.drafts.len());
        let (number, process) = (line, *process);
        if process == next {
            self.file.processes.push(name);
        }
        let place = self.file.history.key(&key);
        let (invoked, completed) = (line.into(), u64::MAX);
        let op = Op { number, process, key: place, call, answer: None, invoked, completed };
        self.drafts.push(Draft { op, f: f.to_owned(), key, void: false });
        Ok(())
    }

    fn end(&mut self, line: u32, name: String, kind: Kind, event: &Map<String, Value>) -> Result<(), Reason> {
        let Some(open) = self.processes.get_mut(&name).and_then(|(_, open)| open.take()) else {
            return Err(Reason::NotInvoked(name));
        };
        let draft = &mut self.drafts[open];
        draft.agrees(name, event)?;
        match kind {
            Kind::Fail if matches!(draft.op.call, Call::Cas(..)) => draft.op.answer = Some(Answer::Refused),
            Kind::Fail => draft.void = true,
            Kind::Ok => draft.op.answer = Some(answer(self.file.history.model, &draft.op.call, event)?),
            Kind::Info | Kind::Invoke => return Ok(()),
        }
        draft.op.completed = line.into();
        Ok(())
    }

    fn finish(mut self) -> File {
        self.file.history.operations =
            self.drafts.into_iter().filter(|draft| !draft.void).map(|draft| draft.op).collect();
        self.file
    }
}

impl Draft {
    /// Whether an event that ends an operation names the one that began; what it leaves out is as it was.
    fn agrees(&self, process: String, event: &Map<String, Value>) -> Result<(), Reason> {
        let line = self.op.number;
        if event.get("f").is_some_and(|f| !f.is_null()) {
            let f = function(word(event, "f")?);
            if f != self.f {
                let (found, wanted) = (format!("`{f}`"), format!("`{}`", self.f));
                return Err(Reason::Other { field: "f", process, line, found, wanted });
            }
        }
        match key(event)? {
            Some(key) if key != self.key => {
                let wanted = if self.key.is_empty() { "none".to_owned() } else { self.key.clone() };
                Err(Reason::Other { field: "key", process, line, found: key, wanted })
            }
            _ => Ok(()),
        }
    }
}

/// What kind of JSON value this is.
fn sort(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

fn wrong(field: &'static str, wanted: &str, found: Option<&Value>) -> Reason {
    let found = found.map_or_else(
        || "is missing".to_owned(),
        |value| {
            let text = value.to_string();
            let short: String = text.chars().take(40).collect();
            format!("is {short}{}", if short.len() < text.len() { "…" } else { "" })
        },
    );
    Reason::Field { field, wanted: wanted.to_owned(), found }
}

/// A word, with or without the colon of a Clojure keyword.
fn word<'a>(event: &'a Map<String, Value>, field: &'static str) -> Result<&'a str, Reason> {
    match event.get(field) {
        Some(Value::String(text)) => Ok(text.strip_prefix(':').unwrap_or(text)),
        other => Err(wrong(field, "a string", other)),
    }
}

/// The name of a function that has several.
fn function(f: &str) -> &str {
    match f {
        "get" => "read",
        "put" => "write",
        other => other,
    }
}

/// The key as it is written in JSON, so that `1` and `"1"` are two keys.
fn key(event: &Map<String, Value>) -> Result<Option<String>, Reason> {
    match event.get("key") {
        None | Some(Value::Null) => Ok(None),
        Some(key @ (Value::Array(_) | Value::Object(_))) => {
            Err(wrong("key", "a string, a number, true or false", Some(key)))
        }
        Some(key) => Ok(Some(key.to_string())),
    }
}

/// A scalar. Numbers that are equal are the same value, however they are written.
fn datum(field: &'static str, value: Option<&Value>) -> Result<Datum, Reason> {
    match value {
        Some(Value::Null) => Ok(Datum::Null),
        Some(Value::Bool(value)) => Ok(Datum::Bool(*value)),
        Some(Value::String(text)) => Ok(Datum::Text(text.as_str().into())),
        Some(Value::Number(number)) => match (number.as_i64(), number.as_f64()) {
            (Some(int), _) => Ok(Datum::Int(int)),
            // From 2^53 on a float no longer tells which whole number was written.
            (None, Some(float)) if float.abs() < 9_007_199_254_740_992.0 => {
                if float == libm::trunc(float) {
                    return Ok(Datum::Int(float as i64));
                }
                Ok(Datum::Number(number.to_string().into()))
            }
            _ => Err(wrong(field, "a number that 64 bits can hold exactly, or a string", value)),
        },
        other => Err(wrong(field, "a string, a number, true, false or null", other)),
    }
}

/// The call that an event makes.
fn call(model: Model, f: &str, value: Option<&Value>) -> Result<Call, Reason> {
    if !model.functions().contains(&f) {
        let known = model.functions().iter().map(|f| format!("`{f}`")).collect::<Vec<_>>().join(", ");
        return Err(Reason::Function { f: f.to_owned(), model: model.name(), known });
    }
    let argument = match f {
        "cas" => {
            return match value {
                Some(Value::Array(pair)) if pair.len() == 2 => {
                    Ok(Call::Cas(datum("value", pair.first())?, datum("value", pair.get(1))?))
                }
                other => Err(wrong("value", "[from,to], what is replaced and by what", other)),
            };
        }
        "read" | "dequeue" | "acquire" | "release" => Datum::Null,
        _ => datum("value", value)?,
    };
    let wanted = match f {
        "append" => "a string",
        "add" => "a whole number",
        _ => "a string, a number, true or false: null is what an empty queue gives",
    };
    model.call(f, argument).ok_or_else(|| wrong("value", wanted, value))
}

/// The answer that an `ok` gives.
fn answer(model: Model, call: &Call, event: &Map<String, Value>) -> Result<Answer, Reason> {
    let value = event.get("value");
    match (model, call, value) {
        (_, call, _) if !call.asks() => Ok(Answer::Done),
        (Model::Set, _, Some(Value::Array(members))) => {
            let mut members =
                members.iter().map(|member| datum("value", Some(member))).collect::<Result<Vec<_>, _>>()?;
            members.sort();
            members.dedup();
            Ok(Answer::Members(members.into()))
        }
        (Model::Set, _, Some(Value::Null)) => Ok(Answer::Members([].into())),
        (Model::Set, _, other) => Err(wrong("value", "an array of the members that were read", other)),
        (Model::Counter, _, Some(Value::Null)) => Ok(Answer::Value(Datum::Int(0))),
        (_, _, None) => Err(wrong("value", "what was read, null if nothing was there", None)),
        _ => Ok(Answer::Value(datum("value", value)?)),
    }
}

/// Writes what the clients of a run asked and were told, so that [`read`] can read it; times are in ns.
pub fn write(run: &SharedVec<Operation>, names: &[String]) -> String {
    // Several things happen in one event: answers come before questions, but not before their own.
    let mut order: Vec<(u64, usize, bool)> = Vec::new();
    for (number, operation) in run.iter().enumerate() {
        let (began, ended) = operation.events;
        order.push((3 * began + 1, number, true));
        if operation.ended.is_some() {
            order.push((3 * ended + if began == ended { 2 } else { 0 }, number, false));
        }
    }
    order.sort_unstable();
    let mut out = String::new();
    let mut open: Vec<Option<usize>> = vec![None; names.len()];
    for (_, number, begins) in order {
        let Some(operation) = run.get(number) else { continue };
        let client = operation.client.index();
        let process = names.get(client).map_or("?", String::as_str);
        if !begins {
            open[client] = open[client].filter(|other| *other != number);
            out += &ended(process, operation);
            continue;
        }
        // A client that crashed asks again without having been answered.
        if let Some(left) = open[client].replace(number).and_then(|left| run.get(left)) {
            out += &event(process, "info", left, left.value.as_deref(), operation.invoked);
        }
        out += &event(process, "invoke", operation, operation.value.as_deref(), operation.invoked);
    }
    out
}

fn ended(process: &str, operation: &Operation) -> String {
    let asked = operation.value.as_deref();
    match &operation.ended {
        None => String::new(),
        Some((at, Outcome::Ok(answer))) => event(process, "ok", operation, answer.as_deref().or(asked), *at),
        Some((at, Outcome::Fail(_))) => event(process, "fail", operation, asked, *at),
        Some((at, Outcome::Unknown)) => event(process, "info", operation, asked, *at),
    }
}

fn event(process: &str, kind: &str, operation: &Operation, value: Option<&str>, at: Micros) -> String {
    let (f, key, time) = (operation.f, &operation.key, at.saturating_mul(1_000));
    let event = json!({ "process": process, "type": kind, "f": f, "key": key, "value": value, "time": time });
    format!("{event}\n")
}
