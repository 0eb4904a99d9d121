//! The four session guarantees.
//!
//! Source: Douglas Terry and others, *Session Guarantees for Weakly Consistent Replicated Data*, 1994. A session is
//! what one process does, in its order. A read *sees* the write whose value it returns, and maybe others; on each key
//! it returns the one that comes last in the order of writes, which all servers share. The guarantees say what else
//! it sees, and how writes are ordered:
//!
//! - **read your writes**: what the session wrote before;
//! - **monotonic reads**: what earlier reads of the session saw;
//! - **writes follow reads**: a write comes after what its session read before, and is not seen without it;
//! - **monotonic writes**: a write comes after what its session wrote before, and is not seen without it.
//!
//! One guarantee alone forbids hardly anything that a client could notice: without an order of the session's writes it
//! cannot be told which of them is the older. So each is judged in company: the first two with monotonic writes,
//! the other two with monotonic reads. It is violated if no order of writes explains the history with it and its
//! company, and unknown if not even with its company alone.
//!
//! Decided for registers, if no value is written twice to a key, as only then a read tells which write it returns.
//! A write of unknown outcome comes after what its session did before; nothing need come after it.

use super::history::{History, Op};
use crate::kit::model::{Answer, Call, Datum, Model};
use crate::sim::SortedMap;
use netsplit_text::{msg, t, tr};

/// What sessions may be promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guarantee {
    /// Reads see the session's writes.
    ReadYourWrites,
    /// Reads see what earlier ones saw.
    MonotonicReads,
    /// Writes come after what was read.
    WritesFollowReads,
    /// Writes come after the session's earlier ones.
    MonotonicWrites,
}

use Guarantee::{MonotonicReads, MonotonicWrites, ReadYourWrites, WritesFollowReads};

impl Guarantee {
    /// All four.
    pub const ALL: [Guarantee; 4] = [ReadYourWrites, MonotonicReads, WritesFollowReads, MonotonicWrites];

    /// Its name: `read your writes`.
    pub fn name(self) -> &'static str {
        match self {
            ReadYourWrites => msg!("read your writes"),
            MonotonicReads => msg!("monotonic reads"),
            WritesFollowReads => msg!("writes follow reads"),
            MonotonicWrites => msg!("monotonic writes"),
        }
    }

    /// The guarantee that it is judged with.
    #[must_use]
    pub fn company(self) -> Guarantee {
        match self {
            ReadYourWrites | MonotonicReads => MonotonicWrites,
            WritesFollowReads | MonotonicWrites => MonotonicReads,
        }
    }
}

/// How a guarantee stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Some order of the writes explains the history.
    Holds,
    /// None does, because of these operations, as places in the history.
    Violated(Vec<usize>),
    /// It cannot be told, and why.
    Unknown(Why),
}

/// Why a guarantee cannot be judged. Operations are places in the history.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// The objects are no registers.
    #[error("{}", t!("session guarantees are judged for registers: read, write and cas"))]
    Model,
    /// Two writes of one value to one key.
    #[error(
        "{}",
        t!("a value is written twice to a key, so a read of it does not tell which of the writes it returns")
    )]
    WrittenTwice(usize, usize),
    /// A read of what nobody wrote.
    #[error("{}", t!("a read returns a value that nobody wrote"))]
    NeverWritten(usize),
    /// The company is violated already.
    #[error(
        "{}",
        t!(
            "{guarantee} are violated already, so the order of writes cannot be told",
            guarantee = tr(.0.name())
        )
    )]
    Company(Guarantee),
    /// Too much to look at.
    #[error("{}", t!("the search was given up after {count} steps: a higher limit may tell", count = .0))]
    Limit(u64),
}

/// Judges all four; `limit` is the number of steps for each before it is given up.
pub fn judge(history: &History, limit: u64) -> [(Guarantee, Kept); 4] {
    let read = Reads::of(history);
    Guarantee::ALL.map(|guarantee| {
        let kept = match &read {
            Err(why) => Kept::Unknown(why.clone()),
            Ok(reads) => kept(history, reads, guarantee, limit),
        };
        (guarantee, kept)
    })
}

fn kept(history: &History, reads: &Reads, guarantee: Guarantee, limit: u64) -> Kept {
    let company = guarantee.company();
    match Sight::new(history, reads, &[company, guarantee]).contradiction(limit) {
        Err(why) => Kept::Unknown(why),
        Ok(None) => Kept::Holds,
        Ok(Some(found)) => match Sight::new(history, reads, &[company]).contradiction(limit) {
            Err(why) => Kept::Unknown(why),
            Ok(None) => Kept::Violated(found),
            Ok(Some(_)) => Kept::Unknown(Why::Company(company)),
        },
    }
}

/// Which write each operation returns the value of.
struct Reads {
    from: Vec<Source>,
}

/// Where what an operation returns comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// It returns nothing: it is no read.
    NoRead,
    /// Nobody had written.
    Unwritten,
    /// From this write.
    Write(usize),
}

/// What an operation read.
fn read(op: &Op) -> Option<&Datum> {
    match (&op.call, &op.answer) {
        (Call::Read, Some(Answer::Value(value))) => Some(value),
        (Call::Cas(from, _), Some(Answer::Done)) => Some(from),
        _ => None,
    }
}

/// What an operation wrote, or may have.
fn written(op: &Op) -> Option<&Datum> {
    match (&op.call, &op.answer) {
        (Call::Write(value), _) => Some(value),
        (Call::Cas(_, to), Some(Answer::Done) | None) => Some(to),
        _ => None,
    }
}

impl Reads {
    fn of(history: &History) -> Result<Self, Why> {
        let registers = [Model::Register, Model::CasRegister, Model::KeyValue].contains(&history.model);
        if !registers || history.operations.iter().any(|op| matches!(op.call, Call::Append(_))) {
            return Err(Why::Model);
        }
        let mut writers: Vec<SortedMap<Datum, usize>> = vec![SortedMap::default(); history.keys.len()];
        for (place, op) in history.operations.iter().enumerate() {
            let Some(value) = written(op) else { continue };
            if let Some(other) = writers[op.key].get(value) {
                return Err(Why::WrittenTwice(*other, place));
            }
            writers[op.key].insert(value.clone(), place);
        }
        let from = |(place, op): (usize, &Op)| match read(op) {
            None => Ok(Source::NoRead),
            Some(value) => match (writers[op.key].get(value), value) {
                (Some(writer), _) => Ok(Source::Write(*writer)),
                (None, Datum::Null) => Ok(Source::Unwritten),
                (None, _) => Err(Why::NeverWritten(place)),
            },
        };
        let from = history.operations.iter().enumerate().map(from).collect::<Result<_, _>>()?;
        Ok(Reads { from })
    }
}

/// The last write to a key that an operation is or sees.
enum Newest {
    /// It is on another key: what it sees must be looked at.
    Elsewhere,
    /// There is none.
    None,
    /// This one.
    Write(usize),
}

/// What reads see and how writes are ordered under some guarantees.
struct Sight<'a> {
    history: &'a History,
    reads: &'a Reads,
    /// For each operation those that it sees with it.
    sees: Vec<Vec<usize>>,
    /// For each operation those that come after it in the order of writes, and the read that says so.
    before: Vec<Vec<(usize, usize)>>,
}

impl<'a> Sight<'a> {
    fn new(history: &'a History, reads: &'a Reads, under: &[Guarantee]) -> Self {
        let all = history.operations.len();
        let (sees, before) = (vec![Vec::new(); all], vec![Vec::new(); all]);
        let mut sight = Sight { history, reads, sees, before };
        // The newest read and the newest write of each session.
        let mut sessions: SortedMap<u32, (Option<usize>, Option<usize>)> = SortedMap::default();
        for (place, op) in history.operations.iter().enumerate() {
            let newest = sessions.or_default(op.process);
            let (last_read, last_write) = *newest;
            sight.add(place, last_read, last_write, under);
            if op.answer.is_some() {
                let (reads, writes) = (read(op).is_some(), written(op).is_some());
                *newest = (
                    if reads { Some(place) } else { last_read },
                    if writes { Some(place) } else { last_write },
                );
            }
        }
        sight
    }

    /// Adds an operation and what ties it to the newest read and write of its session.
    fn add(
        &mut self,
        place: usize,
        last_read: Option<usize>,
        last_write: Option<usize>,
        under: &[Guarantee],
    ) {
        let op = &self.history.operations[place];
        let (is_read, is_write) = (read(op).is_some(), written(op).is_some());
        let follow = under.contains(&WritesFollowReads);
        if let Source::Write(writer) = self.reads.from[place] {
            self.sees[place].push(writer);
            // A compare-and-set comes after what it replaced; with reads to be followed, any read does.
            if is_write || follow {
                self.before[writer].push((place, place));
            }
        }
        let tie = |sight: &mut Self, guarantee, applies: bool, earlier: Option<usize>, ordered: bool| {
            let Some(earlier) = earlier.filter(|_| applies && under.contains(&guarantee)) else { return };
            sight.sees[place].push(earlier);
            if ordered {
                sight.before[earlier].push((place, place));
            }
        };
        tie(self, ReadYourWrites, is_read, last_write, false);
        tie(self, MonotonicReads, is_read, last_read, follow);
        tie(self, WritesFollowReads, is_write, last_read, true);
        tie(self, MonotonicWrites, is_write, last_write, true);
    }

    /// The operations that contradict each other, if some do.
    fn contradiction(mut self, limit: u64) -> Result<Option<Vec<usize>>, Why> {
        let mut steps = 0;
        // When each operation was last visited, by the place of the read.
        let mut visited = vec![usize::MAX; self.sees.len()];
        for reader in 0..self.sees.len() {
            if self.reads.from[reader] == Source::NoRead {
                continue;
            }
            let mut to_visit = vec![reader];
            while let Some(place) = to_visit.pop() {
                for at in 0..self.sees[place].len() {
                    let next = self.sees[place][at];
                    steps += 1;
                    if steps > limit {
                        return Err(Why::Limit(steps));
                    }
                    if std::mem::replace(&mut visited[next], reader) == reader {
                        continue;
                    }
                    match self.newest(reader, next) {
                        Newest::Elsewhere => to_visit.push(next),
                        Newest::None => {}
                        Newest::Write(seen) => match self.reads.from[reader] {
                            Source::Write(from) if from == seen => {}
                            Source::Write(from) => self.before[seen].push((from, reader)),
                            // It sees a write, but returns that there was none.
                            _ => return Ok(Some(vec![seen.min(reader), seen.max(reader)])),
                        },
                    }
                }
            }
        }
        Ok(self.cycle())
    }

    /// Which write to the key of `reader` comes last among those that `seen` is or sees. An operation on the same key
    /// tells: it is a write, and what it sees comes before it; or it is a read, and returned the last.
    fn newest(&self, reader: usize, seen: usize) -> Newest {
        let op = &self.history.operations[seen];
        if op.key != self.history.operations[reader].key {
            return Newest::Elsewhere;
        }
        match self.reads.from[seen] {
            _ if written(op).is_some() => Newest::Write(seen),
            Source::Write(from) => Newest::Write(from),
            Source::Unwritten => Newest::None,
            Source::NoRead => Newest::Elsewhere,
        }
    }

    /// Operations each of which comes before the next, and the last before the first; with the reads that say so.
    fn cycle(&self) -> Option<Vec<usize>> {
        let on_it = self.on_a_cycle()?;
        // The shortest way back to it.
        let mut came_from: Vec<Option<(usize, usize)>> = vec![None; self.before.len()];
        let mut queue = std::collections::VecDeque::from([on_it]);
        while let (Some(place), None) = (queue.pop_front(), came_from[on_it]) {
            for (next, because) in &self.before[place] {
                if came_from[*next].is_none() {
                    came_from[*next] = Some((place, *because));
                    queue.push_back(*next);
                }
            }
        }
        let (mut found, mut at) = (Vec::new(), on_it);
        while let Some((place, because)) = came_from[at] {
            found.extend([place, because]);
            at = place;
            if at == on_it {
                break;
            }
        }
        let mut sorted: Vec<usize> = Vec::new();
        for place in found {
            if let Err(at) = sorted.binary_search(&place) {
                sorted.insert(at, place);
            }
        }
        Some(sorted)
    }

    /// An operation that comes before itself: what is left when everything that comes after nothing is taken away,
    /// again and again, has such operations, and one is found by going back far enough.
    fn on_a_cycle(&self) -> Option<usize> {
        let mut waiting = vec![0_usize; self.before.len()];
        self.before.iter().flatten().for_each(|(next, _)| waiting[*next] += 1);
        let mut free: Vec<usize> = (0..waiting.len()).filter(|place| waiting[*place] == 0).collect();
        while let Some(place) = free.pop() {
            for (next, _) in &self.before[place] {
                waiting[*next] -= 1;
                if waiting[*next] == 0 {
                    free.push(*next);
                }
            }
        }
        let mut earlier = vec![None; waiting.len()];
        for (place, after) in self.before.iter().enumerate().filter(|(place, _)| waiting[*place] > 0) {
            for (next, _) in after {
                earlier[*next] = Some(place);
            }
        }
        let mut at = waiting.iter().position(|left| *left > 0)?;
        for _ in 0..waiting.len() {
            at = earlier[at]?;
        }
        Some(at)
    }
}
