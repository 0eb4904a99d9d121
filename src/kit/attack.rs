//! How a search tries to break a protocol, as data beside the protocol: which faults its properties promise to
//! withstand, and what people do meanwhile.

use super::scene::Settings;
use crate::sim::{Input, MS, Micros, NodeId, Sim, Stream};
use netsplit_text::t;

/// What may go wrong. A lab's properties hold only under the faults that its protocol tolerates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "one switch a kind of fault")]
pub struct Faults {
    /// Crashes and restarts.
    pub crash: bool,
    /// Pauses.
    pub pause: bool,
    /// Cuts, also one-way ones.
    pub cut: bool,
    /// Loss, duplication and long delays.
    pub network: bool,
    /// How far a clock may be set off, µs.
    pub offset: Micros,
    /// How much a clock may drift, ppm.
    pub drift: u32,
}

impl Faults {
    /// All of them.
    pub const ALL: Faults =
        Faults { crash: true, pause: true, cut: true, network: true, offset: 100 * MS, drift: 200_000 };

    /// What may go wrong, in words.
    pub fn words(&self) -> String {
        let kinds = [
            (self.crash, t!("crashes")),
            (self.pause, t!("pauses")),
            (self.cut, t!("cuts")),
            (self.network, t!("lost, doubled and late messages")),
            (self.offset > 0, t!("clocks that are off")),
            (self.drift > 0, t!("clocks that drift")),
        ];
        kinds.into_iter().filter(|(may, _)| *may).map(|(_, word)| word).collect::<Vec<_>>().join(", ")
    }
}

/// Who takes part in a run.
#[derive(Clone, Debug)]
pub struct Cast {
    roles: Vec<&'static str>,
    /// Their names, by id.
    pub names: Vec<String>,
}

impl Cast {
    /// The cast of a world.
    pub fn of(world: &dyn Sim) -> Self {
        let roles = world.frame().nodes.into_iter().map(|node| node.kind).collect();
        Cast { roles, names: world.names().to_vec() }
    }

    /// Everybody.
    pub fn all(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.roles.len()).map(NodeId::from)
    }

    /// Everybody with this role (see [`crate::sim::Seat::role`]).
    pub fn with(&self, role: &str) -> Vec<NodeId> {
        self.all().filter(|node| self.roles[node.index()] == role).collect()
    }

    /// One of those with this role, if there are any.
    pub fn any(&self, role: &str, rng: &mut Stream) -> Option<NodeId> {
        let those = self.with(role);
        let last = those.len().checked_sub(1)?;
        those.get(rng.between(0, last as u64) as usize).copied()
    }

    /// A node's name.
    pub fn name(&self, node: NodeId) -> &str {
        self.names.get(node.index()).map_or("?", String::as_str)
    }
}

/// What a run begins with, within these faults.
pub type Opening = fn(&Cast, Faults) -> Vec<(Micros, Input)>;

/// How a search tries to break a lab.
pub struct Attack {
    /// The roles of the nodes that crash, pause and have bad clocks.
    pub strikes: &'static [&'static str],
    /// The faults under which the properties are promised, with the settings of this world.
    pub tolerated: fn(&dyn Sim) -> Faults,
    /// Settings without which the absence of a rule (named first) cannot show.
    pub exposing: &'static [(&'static str, Settings)],
    /// What every other run begins with when a rule (named first) is off, where chance alone would hardly get there.
    pub openings: &'static [(&'static str, Opening)],
    /// Settings that runs from the start take in turn, unless they were set: fewer nodes fail sooner.
    pub casts: &'static [Settings],
    /// What people do in between: a command, or nothing.
    pub command: fn(&Cast, &mut Stream) -> Option<Input>,
    /// How long a run is, µs.
    pub length: Micros,
    /// How long, on average, until the next thing happens, µs.
    pub gap: Micros,
}
