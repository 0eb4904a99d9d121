//! What nodes say to each other. Write, Ack, Read and Response are the W, A, R and S of Bailis et al. 2012.

pub use crate::kit::kv::Origin;
use crate::kit::merkle::Place;
use crate::kit::versions::{Dot, History, Siblings, Version};
use crate::sim::NodeId;
use serde::Serialize;
use std::rc::Rc;

/// A key and what is stored there.
pub type Entry = (Rc<str>, Siblings);

/// A message.
#[derive(Clone, Debug, Serialize)]
pub enum Message {
    /// A client asks for what is under a key (§4.1).
    Get {
        /// Which request.
        origin: Origin,
        /// The key.
        key: Rc<str>,
        /// What the answer must have, if the client insists on reading its own writes.
        own: History,
    },
    /// A client wants a value stored (§4.1).
    Put {
        /// Which request.
        origin: Origin,
        /// The key.
        key: Rc<str>,
        /// The value.
        value: Rc<str>,
        /// What the client has seen and the value replaces.
        context: History,
    },
    /// The coordinator answers a client.
    Answer {
        /// Which request.
        origin: Origin,
        /// What came of it.
        result: Answer,
    },
    /// A coordinator wants versions stored.
    Write {
        /// Which of the coordinator's operations.
        op: u64,
        /// The key.
        key: Rc<str>,
        /// The versions.
        versions: Siblings,
        /// What for.
        purpose: Purpose,
    },
    /// They are stored.
    Ack {
        /// Which of the coordinator's operations.
        op: u64,
    },
    /// A coordinator asks for what is stored.
    Read {
        /// Which of the coordinator's operations.
        op: u64,
        /// The key.
        key: Rc<str>,
    },
    /// What is stored.
    Response {
        /// Which of the coordinator's operations.
        op: u64,
        /// The versions.
        versions: Siblings,
    },
    /// Hands over what was stored for the receiver while it could not be reached (§4.6).
    Handoff {
        /// What was stored.
        entries: Vec<Entry>,
    },
    /// It has been taken over.
    Handed {
        /// Keys, and fingerprints of what was stored there.
        entries: Vec<(Rc<str>, u64)>,
    },
    /// Hashes of Merkle trees, to be compared (§4.7).
    Hashes {
        /// The home of a range, a node of its tree, the hash.
        hashes: Vec<(NodeId, Place, u64)>,
    },
    /// What is stored under leaves that differ.
    Leaves {
        /// The homes of ranges, and leaves of their trees.
        leaves: Vec<(NodeId, Place)>,
        /// Everything that the sender has there.
        entries: Vec<Entry>,
        /// Whether the receiver is to send what it has.
        mutual: bool,
    },
}

/// What a coordinator wants versions stored for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Purpose {
    /// A client's write.
    Client,
    /// A client's write, on behalf of a replica that does not answer.
    Hint(NodeId),
    /// Read repair.
    Repair,
}

/// What a client is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Answer {
    /// Stored, as this version.
    Stored(Rc<Version>),
    /// This is there.
    Found(Siblings),
    /// Too few nodes answered.
    Failed,
}

/// What was acknowledged to a client: a version's name and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The name.
    pub dot: Dot,
    /// The value.
    pub value: Rc<str>,
}
