//! What processes send: a message with its timestamp, and the cart.

use super::cart::{Cart, entries};
use crate::sim::{self, Clock, ClockFace, Face, Field, Form, Tone, Value};
use netsplit_text::{msg, t};
use serde::Serialize;

/// A message.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    /// Its timestamp, Tm: the sender's clocks at the event of sending.
    pub timestamp: Clock,
    /// Which of the sender's events that was, from 1.
    pub event: u32,
    /// The cart as the sender keeps it.
    pub cart: Cart,
    /// Which clock its label shows.
    pub face: ClockFace,
}

impl sim::Message for Message {
    fn face(&self) -> Face {
        let tone = if self.cart.0.is_empty() { Tone::Lead } else { Tone::Client };
        Face { kind: msg!("Message"), form: Form::Request, tone, routine: false }
    }

    fn label(&self) -> String {
        let timestamp = self.timestamp.text(self.face);
        if self.cart.0.is_empty() { timestamp } else { t!("{timestamp} cart", timestamp) }
    }

    fn fields(&self) -> Vec<Field> {
        let field = |name, value| Field { name, value, disk: false };
        let processes = self.timestamp.vector.len() as u64;
        let mut fields = vec![
            field("Tm (Lamport)", u64::from(self.timestamp.lamport).into()),
            field(msg!("Tm (vector)"), Value::Clock(self.timestamp.vector.to_vec())),
        ];
        for version in &self.cart.0 {
            fields.push(field(msg!("cart"), Value::Text(version.items.join(" "))));
            fields.push(field(msg!("version vector"), entries(&version.vector, processes)));
        }
        fields
    }
}
