//! A key–value store as a state machine, which remembers what it answered to each client so that a request that
//! comes twice takes effect once (the Raft paper, §8).

use crate::sim::{Argument, ArgumentKind, CommandError, CommandLine, NodeId, SortedMap};
use netsplit_text::msg;
use serde::Serialize;
use std::fmt;
use std::rc::Rc;

/// The longest key or value, in characters.
const TEXT_MAX: usize = 12;

/// The key of the commands `write` and `read`.
pub const KEY: Argument = Argument { name: msg!("key"), default: "x", kind: ArgumentKind::Text(TEXT_MAX) };
/// The value of the command `write`.
pub const VALUE: Argument =
    Argument { name: msg!("value"), default: "1", kind: ArgumentKind::Text(TEXT_MAX) };

/// An operation on the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Op {
    /// On which key.
    pub key: Rc<str>,
    /// What to write there; none = a read.
    pub value: Option<Rc<str>>,
}

impl Op {
    /// Writes `value` under `key`.
    pub fn write(key: &str, value: &str) -> Self {
        Op { key: key.into(), value: Some(value.into()) }
    }

    /// Reads what is under `key`.
    pub fn read(key: &str) -> Self {
        Op { key: key.into(), value: None }
    }

    /// What the command `write` or `read` asks for.
    ///
    /// # Errors
    /// When it is another command, or its key or value is missing or too long.
    pub fn of(line: &CommandLine) -> Result<Self, CommandError> {
        let text = |argument: &Argument| line.text(argument.name, TEXT_MAX);
        match line.name.as_str() {
            "write" => Ok(Op::write(text(&KEY)?, text(&VALUE)?)),
            "read" => Ok(Op::read(text(&KEY)?)),
            _ => Err(CommandError::Unknown(line.name.clone())),
        }
    }

    /// Its name in a history: `read` or `write`.
    pub fn name(&self) -> &'static str {
        if self.value.is_some() { "write" } else { "read" }
    }
}

/// `x←5` for a write, `x?` for a read.
impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => write!(f, "{}←{value}", self.key),
            None => write!(f, "{}?", self.key),
        }
    }
}

/// What makes a request unique: a client gives each of its requests a serial number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Origin {
    /// Who asks.
    pub client: NodeId,
    /// Which life of it: a client that restarts has forgotten its serial numbers and begins a new session.
    pub session: u32,
    /// The number of the request in its session, from 1.
    pub serial: u32,
}

/// What the store answered last in a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Answered {
    serial: u32,
    response: Response,
}

/// What a read found; none for a write, or when nothing is there.
pub type Response = Option<Rc<str>>;

/// The store. Cheap to clone; copies itself when it is changed while shared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Store {
    data: Rc<SortedMap<Rc<str>, Rc<str>>>,
    sessions: Rc<SortedMap<(NodeId, u32), Answered>>,
}

impl Store {
    /// What was answered to this request, if it has taken effect already.
    pub fn answered(&self, origin: Origin) -> Option<Response> {
        let last = self.sessions.get(&(origin.client, origin.session))?;
        (origin.serial <= last.serial).then(|| last.response.clone())
    }

    /// Carries out an operation, unless this very request has taken effect before; returns the answer.
    pub fn apply(&mut self, origin: Option<Origin>, op: &Op) -> Response {
        if let Some(response) = origin.and_then(|origin| self.answered(origin)) {
            return response;
        }
        let response = match &op.value {
            Some(value) => {
                Rc::make_mut(&mut self.data).insert(op.key.clone(), value.clone());
                None
            }
            None => self.data.get(&op.key).cloned(),
        };
        if let Some(Origin { client, session, serial }) = origin {
            let answered = Answered { serial, response: response.clone() };
            Rc::make_mut(&mut self.sessions).insert((client, session), answered);
        }
        response
    }

    /// What is under `key`.
    pub fn read(&self, key: &str) -> Response {
        self.data.get(key).cloned()
    }

    /// All keys and values, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.data.iter().map(|(key, value)| (&**key, &**value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_takes_effect_once() {
        let mut store = Store::default();
        let origin = |serial| Some(Origin { client: NodeId(5), session: 1, serial });
        store.apply(origin(1), &Op::write("x", "1"));
        assert_eq!(store.apply(origin(2), &Op::read("x")).as_deref(), Some("1"));
        store.apply(None, &Op::write("x", "2"));
        assert_eq!(store.apply(origin(2), &Op::read("x")).as_deref(), Some("1"), "the answer it gave then");
        store.apply(origin(1), &Op::write("x", "1"));
        assert_eq!(store.iter().collect::<Vec<_>>(), [("x", "2")]);
        let restarted = Origin { client: NodeId(5), session: 2, serial: 1 };
        assert_eq!(store.answered(restarted), None);
        assert_eq!(store.apply(Some(restarted), &Op::read("x")).as_deref(), Some("2"));
    }
}
