//! A run as a transcript that a person can read as a story: what was done, a rule, and what came of it.

use super::text::Names;
use crate::labs::Lab;
use crate::sim::{
    EventRecord, Fate, Loss, MessageRecord, Micros, Standing, StoryRecord, Trace, Verdict, What,
};
use std::fmt::Write;

/// Writes a run: its inputs, its events but for routine ones, and how the properties stand.
pub fn print(lab: &Lab, trace: &Trace, names: &[String], verdicts: &[Verdict]) -> String {
    let mut writer =
        Writer { inputs: Names { lab, nodes: names }, trace, names, routine: 0, out: String::new() };
    writer.head("boot");
    let (mut mark, mut line) = (0, 0);
    for done in 0..=trace.events.len() as u64 {
        while let Some(next) = trace.marks.get(mark).filter(|next| next.when.events == done) {
            mark += 1;
            let applied = if next.applied { "" } else { "  (changes nothing)" };
            let head = format!("{}{applied}", writer.inputs.print(&next.input));
            writer.head(&head);
            if let Some(told) =
                trace.story.get(line).filter(|told| told.event.is_none() && told.when == next.when)
            {
                line += 1;
                writer.fault(told);
            }
        }
        let Some(event) = trace.event(done + 1) else { break };
        let first = line;
        while trace.story.get(line).is_some_and(|told| told.event == Some(done + 1)) {
            line += 1;
        }
        writer.event(done + 1, event, trace.story.iter_from(first).take(line - first));
    }
    writer.verdicts(verdicts);
    writer.out
}

struct Writer<'a> {
    inputs: Names<'a>,
    trace: &'a Trace,
    names: &'a [String],
    /// Events passed over since the last one written.
    routine: usize,
    out: String,
}

/// A time in ms to a tenth, right-aligned.
fn clock(at: Micros) -> String {
    format!("{:>7}.{}", at / 1_000, at % 1_000 / 100)
}

/// As wide as [`clock`].
const MARGIN: &str = "         ";

impl Writer<'_> {
    fn say(&mut self, line: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.out, "{}", line.trim_end());
    }

    fn head(&mut self, what: &str) {
        self.tell_routine();
        if !self.out.is_empty() {
            self.say("");
        }
        self.say(what);
        self.say("----");
    }

    fn tell_routine(&mut self) {
        match std::mem::take(&mut self.routine) {
            0 => {}
            1 => self.say(&format!("{MARGIN}  … 1 routine event")),
            count => self.say(&format!("{MARGIN}  … {count} routine events")),
        }
    }

    fn fault(&mut self, told: &StoryRecord) {
        let line = told.line.plain(self.names);
        self.say(&format!("{}  {line}", clock(told.when.at)));
    }

    fn event<'s>(&mut self, number: u64, event: &EventRecord, story: impl Iterator<Item = &'s StoryRecord>) {
        let story: Vec<_> = story.collect();
        let sent: Vec<_> = self.trace.sent_by(number).map(|(_, message)| message).collect();
        let received = match event.what {
            What::Deliver(message) => self.trace.message(message),
            _ => None,
        };
        let plain = |message: &MessageRecord| message.face.routine;
        let nothing = |message: &MessageRecord| plain(message) || !lost(message).is_empty();
        if story.is_empty() && sent.iter().copied().all(nothing) && received.is_none_or(plain) {
            self.routine += 1;
            return;
        }
        self.tell_routine();
        let node = &self.names[event.node.index()];
        let what = match (event.what, received) {
            (_, Some(message)) => format!("← {}: {}", self.names[message.name.from.index()], message.label),
            (What::Timer(timer), _) => timer.to_owned(),
            (What::Start, _) => "boots".to_owned(),
            (What::Command, _) => "is told".to_owned(),
            (What::Disconnect(peer), _) => format!("loses its link to {}", self.names[peer.index()]),
            (What::Deliver(_), None) => "← …".to_owned(),
        };
        self.say(&format!("{}  {node} {what}", clock(event.at)));
        for told in story {
            let milestone = told.line.milestone.map(|name| format!("  [{name}]")).unwrap_or_default();
            self.say(&format!("{MARGIN}    {}{milestone}", told.line.plain(self.names)));
        }
        self.sent(&sent);
    }

    /// Messages, those with one label and fate on one line.
    fn sent(&mut self, sent: &[&MessageRecord]) {
        let mut groups: Vec<(&MessageRecord, Vec<&str>)> = Vec::new();
        for message in sent {
            let to = self.names[message.name.to.index()].as_str();
            let same = |group: &&mut (&MessageRecord, Vec<&str>)| {
                group.0.label == message.label && lost(group.0) == lost(message)
            };
            match groups.iter_mut().find(same) {
                Some((_, receivers)) => receivers.push(to),
                None => groups.push((message, vec![to])),
            }
        }
        for (message, receivers) in groups {
            self.say(&format!("{MARGIN}    → {}: {}{}", receivers.join(" "), message.label, lost(message)));
        }
    }

    fn verdicts(&mut self, verdicts: &[Verdict]) {
        self.head("properties");
        for verdict in verdicts {
            let name = verdict.property.name;
            match (&verdict.violation, verdict.standing) {
                (Some(violation), Standing::Violated) => {
                    let line = violation.line.plain(self.names);
                    self.say(&format!("{name}: violated at {}: {line}", violation.when));
                }
                (_, standing) => self.say(&format!("{name}: {}", standing.word())),
            }
        }
    }
}

fn lost(message: &MessageRecord) -> &'static str {
    match message.fate {
        Fate::Lost(Loss::Cut) => "  (lost at the cut)",
        Fate::Lost(Loss::Dead) => "  (lost: it is down)",
        Fate::Lost(Loss::Network) => "  (lost)",
        Fate::Lost(Loss::Dropped) => "  (dropped)",
        Fate::Flying | Fate::Arrived(_) => "",
    }
}
