//! The world that protocols live in: an event queue, a network with faults, clocks, a trace. It knows no protocol.

mod clock;
mod facade;
mod history;
mod ids;
mod input;
mod network;
mod param;
mod property;
mod protocol;
mod queue;
mod rng;
mod shared;
mod sorted;
mod step;
mod story;
mod trace;
mod value;
mod world;

pub use clock::{Causality, Clock, ClockFace};
pub use facade::{Frame, NodeFrame, SWARM, Sim, Stop};
pub use history::{Asked, Operation, Outcome};
pub use ids::{MS, Micros, Ms, NodeId, NodeSet, When, decimal};
pub use input::{CommandLine, Input, InputError, MessageName, Stamped, named};
pub use network::{Cut, CutId, DelayRule, Link, Network, NetworkConfig};
pub use param::{Config, Param, SettingError, Unit, parse_decimal};
pub use property::{Property, PropertyKind, Report, Standing, Verdict, Violation};
pub use protocol::{
    Argument, ArgumentKind, Asker, Command, CommandError, Context, Face, Form, Gestures, Message, Observed,
    Protocol, Seat, Slot,
};
pub use rng::{Chance, DELAY_MAX, Delay, Draws, Stream};
pub use shared::SharedVec;
pub use sorted::{SortedMap, SortedSet, key_of, order};
pub use step::{Event, Left, step};
pub use story::{Line, Span, Template};
pub use trace::{
    EventRecord, Fate, LaneChange, Loss, MarkRecord, MessageRecord, StoryRecord, Trace, Traffic, What,
    first_index,
};
pub use value::{
    Badge, Cell, Countdown, Curve, Epoch, Field, Glyph, GridMark, GridRow, Health, NodeView, Panel, Place,
    Series, Shape, Tone, Value,
};
pub use world::World;
