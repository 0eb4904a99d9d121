//! A protocol small enough to know by heart: a beacon pings everybody else on a timer, they write down what came
//! and answer. It is there to test the world, so its messages, timers and disk are as plain as can be.

use netsplit::config;
use netsplit::sim::*;
use serde::Serialize;

config! {
    /// The beacon's dials.
    pub struct ToyConfig {
        nodes: u64 = 3, 2..=50, Unit::Count, restart, "Nodes", "How many take part.";
        period: u64 = 100_000, 1_000..=1_000_000, Unit::Ms, live, "Period", "Between two rounds of pings.";
        count: bool = 1, 0..=1, Unit::Switch, rule, "Count once", "Off: node 1 counts every ping twice.";
    }
}

#[derive(Clone, Debug, Serialize)]
pub enum Say {
    Ping(u64),
    Pong(u64),
}

impl Message for Say {
    fn face(&self) -> Face {
        let (kind, form) = match self {
            Say::Ping(_) => ("Ping", Form::Request),
            Say::Pong(_) => ("Pong", Form::Reply),
        };
        Face { kind, form, tone: Tone::Lead, routine: false }
    }
    fn label(&self) -> String {
        match self {
            Say::Ping(n) => format!("Ping {n}"),
            Say::Pong(n) => format!("Pong {n}"),
        }
    }
    fn fields(&self) -> Vec<Field> {
        Vec::new()
    }
}

/// In memory: what came since the node started, and when by its own clock.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Toy {
    pub seen: Vec<(Micros, String)>,
    pub broken: Vec<NodeId>,
    round: u64,
}

/// On disk: how many pings ever came.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Disk {
    pub pings: u64,
}

#[derive(Clone, Default)]
pub struct Watch;

macro_rules! toy {
    ($name:ident, $link:expr) => {
        #[derive(Clone, Debug, Default, Serialize)]
        pub struct $name(pub Toy);

        impl Protocol for $name {
            type Kind = ();
            type Message = Say;
            type Timer = u8;
            type Command = ();
            type Config = ToyConfig;
            type Disk = Disk;
            type Monitors = Watch;
            const LINK: Link = $link;
            const PROPERTIES: &'static [Property] = &[
                Property { name: "Counts Once", about: "", kind: PropertyKind::Safety },
                Property { name: "Hears", about: "", kind: PropertyKind::Eventually(500_000) },
            ];
            const COMMANDS: &'static [Command] = &[];

            fn roster(config: &ToyConfig) -> Vec<Seat<Self>> {
                let seat = |i| Seat {
                    name: format!("n{}", i + 1),
                    kind: (),
                    role: "node",
                    place: Place::Ring,
                    disk: Disk::default(),
                };
                (0..config.nodes).map(seat).collect()
            }
            fn start((): (), cx: &mut Context<Self>) -> Self {
                if cx.me == NodeId(0) {
                    cx.set_timer(0, cx.config.period);
                }
                $name::default()
            }
            fn on_message(&mut self, from: NodeId, message: Say, cx: &mut Context<Self>) {
                self.0.seen.push((cx.now, message.label()));
                if let Say::Ping(n) = message {
                    cx.disk.pings += if cx.config.count { 1 } else { 2 };
                    cx.send(from, Say::Pong(n));
                }
            }
            fn on_timer(&mut self, _: u8, cx: &mut Context<Self>) {
                self.0.round += 1;
                for peer in 1..cx.config.nodes {
                    cx.send(NodeId(peer as u16), Say::Ping(self.0.round));
                }
                cx.set_timer(0, cx.config.period);
            }
            fn on_command(&mut self, (): (), cx: &mut Context<Self>) {
                self.on_timer(0, cx);
            }
            fn on_disconnect(&mut self, peer: NodeId, _: &mut Context<Self>) {
                self.0.broken.push(peer);
            }
            fn command(line: &CommandLine, _: &[String]) -> Result<(), CommandError> {
                if line.name == "ping" { Ok(()) } else { Err(CommandError::Unknown(line.name.clone())) }
            }
            fn timer_name(_: u8) -> &'static str {
                "period"
            }
            fn observe(_: &mut Watch, seen: &Observed<Self>, report: &mut Report) {
                static TWICE: Template =
                    Template { id: "toy.twice", text: "{0} counted twice.", milestone: None };
                let node = &seen.slots[seen.node.index()];
                let heard = node.state.as_ref().map_or(0, |state| state.0.seen.len() as u64);
                if node.disk.pings > heard && !seen.config.count {
                    report.violate(0, &[seen.node], Line::new(&TWICE, vec![seen.node.into()]));
                }
            }
            fn fulfilled(_: usize, slots: &[Slot<Self>], _: &ToyConfig) -> bool {
                slots.iter().skip(1).all(|slot| slot.disk.pings > 0)
            }
            fn glyph(_: Option<&Self>, (): (), disk: &Disk) -> Glyph {
                let epoch = Some(Epoch { word: "pings", mark: "P", number: disk.pings });
                Glyph { role: "node", shape: Shape::Plain, tone: Tone::Follow, epoch }
            }
            fn view(_: Option<&Self>, disk: &Disk, _: &ToyConfig, out: &mut NodeView) {
                out.disk("pings", disk.pings);
            }
        }
    };
}

toy!(Letters, Link::Datagram);
toy!(Wires, Link::Stream);
