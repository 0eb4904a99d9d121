//! What a protocol shows of itself, as closed sets of shapes, tones, values and panels. The page draws these
//! without knowing which protocol it is looking at.

use super::ids::{Micros, NodeId};
use netsplit_text::{marked, msg, t};
use serde::Serialize;

/// What a node looks like at a glance. All that a swarm of 10,000 is asked for, so it is `Copy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Glyph {
    /// The role in the protocol's own word: `leader`, `follower`, `client`.
    pub role: &'static str,
    /// The shape that tells the role without colour.
    pub shape: Shape,
    /// The colour family.
    pub tone: Tone,
    /// Term, ballot, view…
    pub epoch: Option<Epoch>,
}

/// A protocol's epoch: a term, a ballot, a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Epoch {
    /// The protocol's word for it: `term`.
    pub word: &'static str,
    /// The short mark before the number on the stage: `T`.
    pub mark: &'static str,
    /// Its number.
    pub number: u64,
}

/// Shapes of glyphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Shape {
    /// A leader, primary or coordinator.
    Crown,
    /// A follower or plain member.
    Plain,
    /// A candidate.
    Hand,
    /// A client.
    Square,
    /// One that passes on what it has.
    Star,
    /// One that has what it needs and is done.
    Tick,
}

/// Colour families of glyphs and messages; the style sheet gives the colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Tone {
    /// Leaders and what they say.
    Lead,
    /// Followers.
    Follow,
    /// Candidates and elections.
    Candidate,
    /// Clients and their requests.
    Client,
    /// Consent: a vote, an acknowledgement.
    Good,
    /// Refusal.
    Bad,
}

/// Whether a node runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Health {
    /// Running.
    #[default]
    Up,
    /// Crashed: memory gone, disk kept.
    Crashed,
    /// Paused: runs nothing, keeps everything.
    Paused,
}

impl Health {
    /// The word of the accessible names: `up`, `crashed`, `paused`.
    pub fn word(self) -> &'static str {
        match self {
            Health::Up => msg!("up"),
            Health::Crashed => msg!("crashed"),
            Health::Paused => msg!("paused"),
        }
    }
}

/// Where a seat stands on the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Place {
    /// Around the ellipse, in roster order.
    Ring,
    /// Outside the ring, as clients are.
    Side,
}

/// One value in an inspector field or a table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Value {
    /// Nothing there: `votedFor` before a vote.
    None,
    /// A number.
    Int(i64),
    /// Yes or no.
    Bool(bool),
    /// A duration or time, µs.
    Time(Micros),
    /// Words.
    Text(String),
    /// A node.
    Node(NodeId),
    /// An epoch.
    Epoch(Epoch),
    /// A vector clock.
    Clock(Vec<u32>),
    /// Several values; a set is a sorted list.
    List(Vec<Value>),
    /// Values by key: `nextIndex` by server.
    Map(Vec<(Value, Value)>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Value::Int(number as i64)
    }
}

impl From<NodeId> for Value {
    fn from(node: NodeId) -> Self {
        Value::Node(node)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::None, Into::into)
    }
}

impl Value {
    /// The value as plain text, nodes under their `names`.
    pub fn text(&self, names: &[String]) -> String {
        match self {
            Value::None => "–".to_owned(),
            Value::Int(number) => number.to_string(),
            Value::Bool(yes) => if *yes { t!("yes") } else { t!("no") }.to_owned(),
            Value::Time(time) => super::ids::Ms(*time).to_string(),
            Value::Text(text) => text.clone(),
            Value::Node(node) => names.get(node.index()).cloned().unwrap_or_else(|| format!("#{}", node.0)),
            Value::Epoch(epoch) => format!("{}{}", epoch.mark, epoch.number),
            Value::Clock(entries) => {
                format!("[{}]", entries.iter().map(u32::to_string).collect::<Vec<_>>().join(","))
            }
            Value::List(values) if values.is_empty() => "–".to_owned(),
            Value::List(values) => values.iter().map(|value| value.text(names)).collect::<Vec<_>>().join(" "),
            Value::Map(pairs) if pairs.is_empty() => "–".to_owned(),
            Value::Map(pairs) => {
                let pair =
                    |(key, value): &(Value, Value)| format!("{}→{}", key.text(names), value.text(names));
                pairs.iter().map(pair).collect::<Vec<_>>().join("  ")
            }
        }
    }
}

/// One line of the inspector, under the paper's own name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// The paper's name: `currentTerm`.
    pub name: &'static str,
    /// Its value now.
    pub value: Value,
    /// Whether it survives a crash.
    pub disk: bool,
}

/// A timer that the stage shows running down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Countdown {
    /// When it fires, simulated time, µs.
    pub due: Micros,
    /// How long it was when it was set, µs.
    pub whole: Micros,
}

/// One cell of the strip beside a node: a log entry, a block, a chunk.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cell {
    /// Its index, from 1.
    pub index: u64,
    /// A letter that is printed before the epoch, or nothing: what kind of record it is.
    pub mark: &'static str,
    /// What is printed, and what the hue cycles with: the entry's term.
    pub epoch: u64,
    /// What it holds, shown on hover: `x←5`.
    pub value: String,
    /// Filled when committed, outlined when not.
    pub committed: bool,
}

/// A short tag at a node: `A 100 €`, `stale`, or with a running stopwatch `lock A 340 ms`. The first few are shown,
/// so the one that matters most comes first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Badge {
    /// What it says, in 16 characters at most with its stopwatch's six.
    pub text: String,
    /// Its colour family.
    pub tone: Tone,
    /// Since when its stopwatch runs, if it has one, µs: in [`Protocol::view`](super::Protocol::view) on the node's own
    /// clock, in a frame in simulated time.
    pub since: Option<Micros>,
    /// When the stopwatch stops and it says *over*, if ever, on the same clock.
    pub until: Option<Micros>,
}

impl Badge {
    /// What it says at this simulated time, µs.
    pub fn at(&self, time: Micros) -> String {
        let Some(since) = self.since else { return self.text.clone() };
        if self.until.is_some_and(|until| time >= until) {
            return t!("{badge} over", badge = self.text);
        }
        let ms = time.saturating_sub(since) / 1_000;
        match ms {
            0..1_000 => format!("{} {ms} ms", self.text),
            1_000..100_000 => {
                let seconds = marked(format!("{}.{}", ms / 1_000, ms % 1_000 / 100));
                format!("{} {seconds} s", self.text)
            }
            _ => format!("{} {} s", self.text, ms / 1_000),
        }
    }
}

/// Everything the inspector and the stage show of one node.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NodeView {
    /// Fields, in the paper's order.
    pub fields: Vec<Field>,
    /// The last few cells, oldest first.
    pub cells: Vec<Cell>,
    /// How many cells there are in all.
    pub cells_total: u64,
    /// The same in words, for where there is no room: `len 12 · commit 9`.
    pub cells_summary: String,
    /// A caption where the state needs one: `old leader, cannot commit`.
    pub caption: Option<String>,
    /// Tags, the most important one first.
    pub badges: Vec<Badge>,
}

impl NodeView {
    /// Adds a tag.
    pub fn badge(&mut self, text: impl Into<String>, tone: Tone) {
        self.badges.push(Badge { text: text.into(), tone, since: None, until: None });
    }

    /// Adds a tag with a stopwatch, which has run since `since` on the node's own clock.
    pub fn stopwatch(&mut self, text: impl Into<String>, tone: Tone, since: Micros) {
        self.badges.push(Badge { text: text.into(), tone, since: Some(since), until: None });
    }

    /// Adds a tag with a stopwatch that runs from the first of these to the second, on the node's own clock.
    pub fn term(&mut self, text: impl Into<String>, tone: Tone, (since, until): (Micros, Micros)) {
        self.badges.push(Badge { text: text.into(), tone, since: Some(since), until: Some(until) });
    }

    /// Adds a field in memory.
    pub fn memory(&mut self, name: &'static str, value: impl Into<Value>) {
        self.fields.push(Field { name, value: value.into(), disk: false });
    }

    /// Adds a field that survives a crash.
    pub fn disk(&mut self, name: &'static str, value: impl Into<Value>) {
        self.fields.push(Field { name, value: value.into(), disk: true });
    }
}

/// A row of a grid: one node's log, aligned with the others'.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GridRow {
    /// Whose row it is.
    pub node: NodeId,
    /// Its cells, by index from `Panel::Grid::first`.
    pub cells: Vec<Cell>,
    /// Marks at indexes of this row.
    pub marks: Vec<GridMark>,
}

/// A mark at an index of a grid row: `commitIndex`, a leader's `nextIndex` for it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GridMark {
    /// The paper's name.
    pub name: &'static str,
    /// Where, from 1.
    pub index: u64,
}

/// A further panel of a lab, shown as a tab.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Panel {
    /// Rows of cells aligned by index: logs.
    Grid {
        /// The tab's name: `Logs`.
        title: &'static str,
        /// The index of the leftmost column.
        first: u64,
        /// A row a node.
        rows: Vec<GridRow>,
    },
    /// A plain table.
    Table {
        /// The tab's name.
        title: &'static str,
        /// Column heads.
        head: Vec<&'static str>,
        /// Rows of values.
        rows: Vec<Vec<Value>>,
    },
    /// Curves that grow while the run goes on.
    Series(Series),
}

/// Curves of something over time, and what they are to be compared with.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Series {
    /// The tab's name.
    pub title: &'static str,
    /// What runs to the right, and the least that is shown of it.
    pub x: (&'static str, f64),
    /// What runs upwards, and the most of it that there can be.
    pub y: (&'static str, f64),
    /// The curves, from the back to the front.
    pub curves: Vec<Curve>,
    /// Places on the x axis that theory marks, with what it says: `log₂ n + ln n`.
    pub marks: Vec<(String, f64)>,
    /// What is measured along with it, under the paper's names.
    pub measures: Vec<(&'static str, Value)>,
}

/// One curve of a series.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Curve {
    /// What it counts.
    pub name: &'static str,
    /// Its colour family.
    pub tone: Tone,
    /// Its points, by ascending x.
    pub points: Vec<(f64, f64)>,
}

impl Panel {
    /// The tab's name.
    pub fn title(&self) -> &'static str {
        match self {
            Panel::Grid { title, .. } | Panel::Table { title, .. } => title,
            Panel::Series(series) => series.title,
        }
    }
}
