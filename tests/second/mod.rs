//! Stateright over our own contract of protocols: a second opinion by a checker that others wrote, on the very code that
//! the page runs.
//!
//! A state is every node (memory, disk, timers set), the messages on their way, and what the adversary has done. The
//! adversary delivers any message, fires any timer that is set, crashes and restarts, gives commands. There is no time:
//! see `sim::step`.

pub mod two_phase;

use netsplit::sim::{Event, Health, NodeId, Protocol, Seat, Slot, step};
use serde::Serialize;
use stateright::Property;
use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::hash::Hasher;
use std::rc::Rc;

/// What is known of a run at one moment. Pieces are shared between states: an event changes one node.
#[derive(Clone)]
pub struct Whole<P: Protocol> {
    /// The nodes, by id.
    pub nodes: Vec<Rc<Node<P>>>,
    /// Every message ever sent, once: a network that may lose, delay, reorder and duplicate need not remember more.
    pub messages: Vec<Rc<Sent<P>>>,
    /// Crashes so far.
    pub crashes: u8,
    /// Commands given so far.
    pub commands: u8,
}

/// A node.
#[derive(Clone)]
pub struct Node<P: Protocol> {
    /// Memory and disk.
    pub slot: Slot<P>,
    /// The timers that are set.
    timers: Vec<P::Timer>,
    key: Key,
}

/// A message that was sent.
pub struct Sent<P: Protocol> {
    pub from: NodeId,
    pub to: NodeId,
    pub message: P::Message,
    key: Key,
}

/// What somebody may tell whom, for a configuration.
type Offers<P> = fn(&<P as Protocol>::Config) -> Vec<(NodeId, <P as Protocol>::Command)>;

/// What is to be gone through.
pub struct Model<P: Protocol>
where
    P::Config: Send + Sync,
{
    pub config: P::Config,
    /// At most so many crashes, and commands.
    pub crashes: u8,
    pub commands: u8,
    /// What somebody may tell whom.
    pub offers: Offers<P>,
    /// States beyond which nothing is looked at.
    pub within: fn(&Whole<P>) -> bool,
    pub promises: fn() -> Vec<Property<Model<P>>>,
    /// Whether the number of commands given is part of the state.
    pub counted: bool,
}

/// What the adversary does: which message, which timer of which node… by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Deliver(usize),
    Fire(usize, usize),
    Crash(usize),
    Restart(usize),
    Command(usize),
}

/// A state, or a piece of one, by its content. Protocols share pieces by `Rc`, so states themselves cannot go from
/// thread to thread as stateright wants: they stay in their thread, which finds them by this.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Key(u64, u64);

thread_local! {
    static STATES: RefCell<BTreeMap<Key, Rc<dyn Any>>> = const { RefCell::new(BTreeMap::new()) };
}

/// 128 bits of what `of` is written as: two that differ are never taken for one.
fn key_of(of: &impl Serialize) -> Key {
    let bytes = postcard::to_allocvec(of).expect("what protocols keep is plain data");
    let half = |seed| {
        let mut hash = twox_hash::XxHash64::with_seed(seed);
        hash.write(&bytes);
        hash.finish()
    };
    Key(half(1), half(2))
}

fn keep<P: Protocol>(whole: Whole<P>) -> Key {
    let nodes: Vec<Key> = whole.nodes.iter().map(|node| node.key).collect();
    let messages: Vec<Key> = whole.messages.iter().map(|sent| sent.key).collect();
    let key = key_of(&(nodes, messages, whole.crashes, whole.commands));
    STATES.with_borrow_mut(|states| {
        states.entry(key).or_insert_with(|| Rc::new(whole));
    });
    key
}

impl<P: Protocol> Model<P>
where
    P::Config: Send + Sync,
{
    /// The state of this key.
    pub fn whole(&self, key: Key) -> Rc<Whole<P>> {
        let find = || STATES.with_borrow(|states| states.get(&key).cloned());
        let found = find().or_else(|| {
            // This thread has not seen the beginning yet.
            keep(self.first());
            find()
        });
        let whole = found.expect("a thread meets only states that it made itself, and the first");
        whole.downcast().expect("one model at a time in a thread")
    }

    fn first(&self) -> Whole<P> {
        let seats: Vec<Seat<P>> = P::roster(&self.config);
        let node = |seat: &Seat<P>| {
            let slot =
                Slot { state: None, disk: seat.disk.clone(), health: Health::Crashed, byzantine: false };
            Rc::new(Node { slot, timers: Vec::new(), key: Key::default() })
        };
        let nodes = seats.iter().map(node).collect();
        let mut whole = Whole { nodes, messages: Vec::new(), crashes: 0, commands: 0 };
        for (node, seat) in seats.iter().enumerate() {
            self.handle(&mut whole, node, Some(Event::Start(seat.kind)));
        }
        whole
    }

    /// What happens to a node, a crash when it is no event, and its effects.
    fn handle(&self, whole: &mut Whole<P>, id: usize, event: Option<Event<P>>) {
        let node = Rc::make_mut(&mut whole.nodes[id]);
        let me = NodeId::from(id);
        match event {
            None => {
                (node.slot.state, node.slot.health) = (None, Health::Crashed);
                node.timers.clear();
            }
            Some(event) => {
                let left = step(me, &mut node.slot, &self.config, event);
                left.timers
                    .into_iter()
                    .for_each(|(timer, after)| set(&mut node.timers, timer, after.is_some()));
                left.sends.into_iter().for_each(|(to, message)| send(&mut whole.messages, me, to, message));
            }
        }
        node.key = key_of(&(&node.slot, &node.timers));
    }

    fn after(&self, whole: &mut Whole<P>, deed: Deed) {
        let (id, event) = match deed {
            Deed::Deliver(place) => {
                let sent = &whole.messages[place];
                (sent.to.index(), Some(Event::Message(sent.from, sent.message.clone())))
            }
            Deed::Fire(id, place) => {
                let timer = Rc::make_mut(&mut whole.nodes[id]).timers.remove(place);
                (id, Some(Event::Timer(timer)))
            }
            Deed::Crash(id) => {
                whole.crashes += 1;
                (id, None)
            }
            Deed::Restart(id) => (id, Some(Event::Start(P::roster(&self.config)[id].kind))),
            Deed::Command(place) => {
                whole.commands += u8::from(self.counted);
                let (node, command) = (self.offers)(&self.config).swap_remove(place);
                (node.index(), Some(Event::Command(command)))
            }
        };
        self.handle(whole, id, event);
    }

    /// A way to a state, as a person can read it.
    pub fn story(&self, deeds: &[Deed]) -> String {
        let mut out = String::new();
        let mut whole = self.first();
        for deed in deeds {
            let _ = match *deed {
                Deed::Deliver(place) => {
                    let Sent { from, to, message, .. } = &*whole.messages[place];
                    writeln!(out, "{from:?} to {to:?}: {message:?}")
                }
                Deed::Fire(node, place) => {
                    writeln!(out, "{:?} of node {node}", whole.nodes[node].timers[place])
                }
                deed => writeln!(out, "{deed:?}"),
            };
            self.after(&mut whole, *deed);
        }
        out
    }
}

/// Sets or stops a timer. Which was set first says nothing, so they stand in an order of their own.
fn set<T: Copy + PartialEq + Serialize>(timers: &mut Vec<T>, timer: T, on: bool) {
    timers.retain(|known| *known != timer);
    if on {
        timers.push(timer);
        timers.sort_by_cached_key(key_of);
    }
}

/// Adds a message to those that were ever sent.
fn send<P: Protocol>(messages: &mut Vec<Rc<Sent<P>>>, from: NodeId, to: NodeId, message: P::Message) {
    let key = key_of(&(from, to, &message));
    if let Err(place) = messages.binary_search_by_key(&key, |sent| sent.key) {
        messages.insert(place, Rc::new(Sent { from, to, message, key }));
    }
}

impl<P: Protocol> stateright::Model for Model<P>
where
    P::Config: Send + Sync,
{
    type State = Key;
    type Action = Deed;

    fn init_states(&self) -> Vec<Key> {
        vec![keep(self.first())]
    }

    fn actions(&self, state: &Key, deeds: &mut Vec<Deed>) {
        let whole = self.whole(*state);
        let up = |node: usize| whole.nodes[node].slot.state.is_some();
        let to_somebody = |place: &usize| up(whole.messages[*place].to.index());
        deeds.extend((0..whole.messages.len()).filter(to_somebody).map(Deed::Deliver));
        for node in 0..whole.nodes.len() {
            deeds.extend((0..whole.nodes[node].timers.len()).map(|place| Deed::Fire(node, place)));
            if !up(node) {
                deeds.push(Deed::Restart(node));
            } else if whole.crashes < self.crashes {
                deeds.push(Deed::Crash(node));
            }
        }
        if whole.commands < self.commands {
            deeds.extend((0..(self.offers)(&self.config).len()).map(Deed::Command));
        }
    }

    fn next_state(&self, last: &Key, deed: Deed) -> Option<Key> {
        let mut whole = (*self.whole(*last)).clone();
        self.after(&mut whole, deed);
        (self.within)(&whole).then(|| keep(whole))
    }

    fn properties(&self) -> Vec<Property<Self>> {
        (self.promises)()
    }
}
