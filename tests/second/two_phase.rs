//! Two-phase commit, transliterated from Lamport and Gray's specification in the TLA+ examples
//! (`transaction_commit/TwoPhase.tla`): node 0 is the transaction manager, the others are resource managers. A fixture:
//! its actions are commands and deliveries, and each does nothing where the specification does not enable it.

use netsplit::config;
use netsplit::sim::*;
use serde::Serialize;

config! {
    /// How many take part.
    pub struct Parties {
        managers: u64 = 3, 1..=5, Unit::Count, restart, "Resource managers", "RM";
    }
}

/// `Message` of the specification.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Word {
    Prepared,
    Commit,
    Abort,
}

impl Message for Word {
    fn face(&self) -> Face {
        Face { kind: "Word", form: Form::Request, tone: Tone::Follow, routine: false }
    }
    fn label(&self) -> String {
        format!("{self:?}")
    }
    fn fields(&self) -> Vec<Field> {
        Vec::new()
    }
}

/// `rmState` and `tmState`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum State {
    /// The transaction manager's *init*.
    Working,
    Prepared,
    Committed,
    Aborted,
}

#[derive(Clone, Debug, Serialize)]
pub enum TwoPhase {
    /// With `tmPrepared`: whose *Prepared* it has received.
    Transaction {
        state: State,
        prepared: Vec<NodeId>,
    },
    Resource {
        state: State,
    },
}

/// The actions that are nobody's message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Act {
    TmCommit,
    TmAbort,
    RmPrepare,
    RmChooseToAbort,
}

const TM: NodeId = NodeId(0);

fn tell_all(word: &Word, cx: &mut Context<TwoPhase>) {
    for manager in 1..=cx.config.managers {
        cx.send(NodeId(manager as u16), word.clone());
    }
}

impl Protocol for TwoPhase {
    type Kind = bool;
    type Message = Word;
    type Timer = ();
    type Command = Act;
    type Config = Parties;
    type Disk = ();
    type Monitors = ();
    const PROPERTIES: &'static [netsplit::sim::Property] = &[];
    const COMMANDS: &'static [Command] = &[];

    fn roster(config: &Parties) -> Vec<Seat<Self>> {
        let seat =
            |i| Seat { name: format!("r{i}"), kind: i == 0, role: "party", place: Place::Ring, disk: () };
        (0..=config.managers).map(seat).collect()
    }

    fn start(is_tm: bool, _: &mut Context<Self>) -> Self {
        let state = State::Working;
        if is_tm {
            TwoPhase::Transaction { state, prepared: Vec::new() }
        } else {
            TwoPhase::Resource { state }
        }
    }

    fn on_message(&mut self, from: NodeId, word: Word, _: &mut Context<Self>) {
        match (self, word) {
            // TMRcvPrepared
            (TwoPhase::Transaction { state: State::Working, prepared }, Word::Prepared) => {
                if let Err(place) = prepared.binary_search(&from) {
                    prepared.insert(place, from);
                }
            }
            // RMRcvCommitMsg
            (TwoPhase::Resource { state }, Word::Commit) => *state = State::Committed,
            // RMRcvAbortMsg
            (TwoPhase::Resource { state }, Word::Abort) => *state = State::Aborted,
            _ => {}
        }
    }

    fn on_timer(&mut self, (): (), _: &mut Context<Self>) {}

    fn on_command(&mut self, act: Act, cx: &mut Context<Self>) {
        match (self, act) {
            (TwoPhase::Transaction { state, prepared }, Act::TmCommit)
                if *state == State::Working && prepared.len() as u64 == cx.config.managers =>
            {
                *state = State::Committed;
                tell_all(&Word::Commit, cx);
            }
            (TwoPhase::Transaction { state, .. }, Act::TmAbort) if *state == State::Working => {
                *state = State::Aborted;
                tell_all(&Word::Abort, cx);
            }
            (TwoPhase::Resource { state }, Act::RmPrepare) if *state == State::Working => {
                *state = State::Prepared;
                cx.send(TM, Word::Prepared);
            }
            (TwoPhase::Resource { state }, Act::RmChooseToAbort) if *state == State::Working => {
                *state = State::Aborted;
            }
            _ => {}
        }
    }

    fn command(line: &CommandLine, _: &[String]) -> Result<Act, CommandError> {
        Err(CommandError::Unknown(line.name.clone()))
    }
    fn timer_name((): ()) -> &'static str {
        "none"
    }
    fn observe((): &mut (), _: &Observed<Self>, _: &mut Report) {}
    fn glyph(_: Option<&Self>, _: bool, (): &()) -> Glyph {
        Glyph { role: "party", shape: Shape::Plain, tone: Tone::Follow, epoch: None }
    }
    fn view(_: Option<&Self>, (): &(), _: &Parties, _: &mut NodeView) {}
}
