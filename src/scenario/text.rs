//! Inputs as text: one line a person can write and read, in scenario files, transcripts and lessons.
//!
//! `kill n1` · `restart n1` · `pause n1` · `resume n1` · `cut n1 n2 | n3 n4 n5` · `cut-one-way n1 | n2` · `heal` ·
//! `heal 2` · `skew n1 offset=5 drift=200` (ms, ppm) · `c1 write to=n3 key=x value=5` · `set loss 2.5` ·
//! `slow from=n1 to=n2,n3 kind=Ping min=10 max=20` (ms) · `usual-delays` · `drop n1>n2#5` · `duplicate n1>n2#5` ·
//! `delay n1>n2#5 10` (ms) · `deliver n1>n2#5` · `hold` · `release` · `byzantine n1` · `honest n1` · `reseed 7`

use crate::labs::Lab;
use crate::sim::{
    CommandLine, DELAY_MAX, Delay, DelayRule, Input, MS, MessageName, Micros, NodeId, NodeSet, SettingError,
    decimal,
};
use netsplit_text::{msg, t, tr};

/// Why a line cannot be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TextError {
    /// The line is empty.
    #[error("{}", t!("there is nothing to do in an empty line"))]
    Empty,
    /// Not a node.
    #[error("{}", t!("there is no node `{name}`; this run has {known}", name = .0, known = .1))]
    NoNode(String, String),
    /// Something is missing or not readable.
    #[error("{}", t!("`{line}` should be written {form}", line = .0, form = tr(.1)))]
    Form(String, &'static str),
    /// A setting that can't be.
    #[error(transparent)]
    Setting(#[from] SettingError),
}

/// Reads and writes inputs with the names of one run.
pub struct Names<'a> {
    /// The lab, for its parameters.
    pub lab: &'a Lab,
    /// The nodes' names, by id.
    pub nodes: &'a [String],
}

impl Names<'_> {
    fn name(&self, node: NodeId) -> &str {
        self.nodes.get(node.index()).map_or("?", String::as_str)
    }

    fn node(&self, name: &str) -> Result<NodeId, TextError> {
        let found = self.nodes.iter().position(|known| known == name);
        found.map(NodeId::from).ok_or_else(|| TextError::NoNode(name.to_owned(), self.nodes.join(", ")))
    }

    fn set(&self, names: &str) -> Result<NodeSet, TextError> {
        names.split([' ', ',']).filter(|name| !name.is_empty()).map(|name| self.node(name)).collect()
    }

    fn group(&self, nodes: &NodeSet, between: &str) -> String {
        nodes.iter().map(|node| self.name(node)).collect::<Vec<_>>().join(between)
    }

    fn message(&self, name: &MessageName) -> String {
        let copy = if name.copy == 0 { String::new() } else { format!(".{}", name.copy) };
        format!("{}>{}#{}{copy}", self.name(name.from), self.name(name.to), name.nth)
    }

    fn parse_message(&self, text: &str) -> Result<MessageName, TextError> {
        let form = || {
            let form = msg!("`n1>n2#5`: sender, receiver, and which message on that link");
            TextError::Form(text.to_owned(), form)
        };
        let (from, rest) = text.split_once('>').ok_or_else(form)?;
        let (to, number) = rest.split_once('#').ok_or_else(form)?;
        let (nth, copy) = number.split_once('.').unwrap_or((number, "0"));
        Ok(MessageName {
            from: self.node(from)?,
            to: self.node(to)?,
            nth: nth.parse().map_err(|_| form())?,
            copy: copy.parse().map_err(|_| form())?,
        })
    }

    /// Writes an input as a line.
    pub fn print(&self, input: &Input) -> String {
        let node = |word: &str, node: &NodeId| format!("{word} {}", self.name(*node));
        match input {
            Input::Crash(n) => node("kill", n),
            Input::Restart(n) => node("restart", n),
            Input::Pause(n) => node("pause", n),
            Input::Resume(n) => node("resume", n),
            Input::Cut { sides, one_way } => {
                let sides = sides.iter().map(|side| self.group(side, " ")).collect::<Vec<_>>().join(" | ");
                format!("{} {sides}", if *one_way { "cut-one-way" } else { "cut" })
            }
            Input::Heal(id) => format!("heal {id}"),
            Input::HealAll => "heal".to_owned(),
            Input::Skew { node, offset, drift } => {
                format!("skew {} offset={} drift={drift}", self.name(*node), decimal(*offset, 3))
            }
            Input::Command { node, command } => {
                let args: Vec<String> =
                    command.args.iter().map(|(key, value)| format!(" {key}={value}")).collect();
                format!("{} {}{}", self.name(*node), command.name, args.concat())
            }
            Input::Set { key, value } => {
                let value =
                    self.lab.param(key).map_or_else(|_| value.to_string(), |param| param.show(*value));
                format!("set {key} {value}")
            }
            Input::Rule(rule) => self.print_rule(rule),
            Input::ClearRules => "usual-delays".to_owned(),
            Input::Drop(m) => format!("drop {}", self.message(m)),
            Input::Duplicate(m) => format!("duplicate {}", self.message(m)),
            Input::Postpone(m, by) => format!("delay {} {}", self.message(m), decimal(*by as i64, 3)),
            Input::Deliver(m) => format!("deliver {}", self.message(m)),
            Input::Hold(true) => "hold".to_owned(),
            Input::Hold(false) => "release".to_owned(),
            Input::Byzantine(n, true) => node("byzantine", n),
            Input::Byzantine(n, false) => node("honest", n),
            Input::Reseed(seed) => format!("reseed {seed}"),
        }
    }

    fn print_rule(&self, rule: &DelayRule) -> String {
        let mut line = "slow".to_owned();
        for (word, set) in [("from", &rule.from), ("to", &rule.to)] {
            if !set.is_empty() {
                line += &format!(" {word}={}", self.group(set, ","));
            }
        }
        if let Some(kind) = &rule.kind {
            line += &format!(" kind={}", kind.replace(' ', "_"));
        }
        let ms = |time: Micros| decimal(time as i64, 3);
        line + &match rule.delay {
            Delay::Uniform { min, max } => format!(" min={} max={}", ms(min), ms(max)),
            Delay::Exponential { mean } => format!(" mean={}", ms(mean)),
            Delay::Pareto { min, alpha_milli } => {
                format!(" min={} shape={}", ms(min), decimal(i64::from(alpha_milli), 3))
            }
            Delay::Mixture { share_milli, min, alpha_milli, mean } => {
                let [share, shape] = [share_milli, alpha_milli].map(|milli| decimal(i64::from(milli), 3));
                format!(" share={share} min={} shape={shape} mean={}", ms(min), ms(mean))
            }
        }
    }

    /// Reads a line.
    ///
    /// # Errors
    /// When it says nothing that can be done; the error tells how it is written.
    pub fn parse(&self, line: &str) -> Result<Input, TextError> {
        let line = line.trim();
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest = rest.trim();
        Ok(match word {
            "" => return Err(TextError::Empty),
            "kill" => Input::Crash(self.node(rest)?),
            "restart" => Input::Restart(self.node(rest)?),
            "pause" => Input::Pause(self.node(rest)?),
            "resume" => Input::Resume(self.node(rest)?),
            "byzantine" => Input::Byzantine(self.node(rest)?, true),
            "honest" => Input::Byzantine(self.node(rest)?, false),
            "hold" => Input::Hold(true),
            "release" => Input::Hold(false),
            "usual-delays" => Input::ClearRules,
            "heal" if rest.is_empty() => Input::HealAll,
            "heal" => Input::Heal(number(line, rest, msg!("`heal` or `heal 2`"))?),
            "reseed" => Input::Reseed(number(line, rest, "`reseed 7`")?),
            "cut" | "cut-one-way" => Input::Cut {
                sides: rest.split('|').map(|side| self.set(side)).collect::<Result<_, _>>()?,
                one_way: word == "cut-one-way",
            },
            "set" => self.parse_set(line, rest)?,
            "skew" => self.parse_skew(line, rest)?,
            "slow" => Input::Rule(self.parse_rule(line, rest)?),
            "drop" => Input::Drop(self.parse_message(rest)?),
            "duplicate" => Input::Duplicate(self.parse_message(rest)?),
            "deliver" => Input::Deliver(self.parse_message(rest)?),
            "delay" => {
                let form = msg!("`delay n1>n2#5 10`: the message, and by how many ms");
                let (message, by) = rest.split_once(' ').ok_or(TextError::Form(line.to_owned(), form))?;
                Input::Postpone(self.parse_message(message)?, ms(line, by, form)?)
            }
            name => Self::parse_command(line, self.node(name)?, rest)?,
        })
    }

    fn parse_set(&self, line: &str, rest: &str) -> Result<Input, TextError> {
        let form = || TextError::Form(line.to_owned(), msg!("`set loss 2.5`: a parameter and its value"));
        let (key, value) = rest.split_once(' ').ok_or_else(form)?;
        let value = self.lab.param(key)?.parse(value)?;
        Ok(Input::Set { key: key.to_owned(), value })
    }

    fn parse_skew(&self, line: &str, rest: &str) -> Result<Input, TextError> {
        let form = msg!("`skew n1 offset=5 drift=200`: ms, parts per million");
        let (node, pairs) = rest.split_once(' ').unwrap_or((rest, ""));
        let (mut offset, mut drift) = (0, 0);
        for (key, value) in words(line, pairs, form)? {
            match key {
                "offset" => {
                    let (sign, size) = value.strip_prefix('-').map_or((1, value), |size| (-1, size));
                    offset = sign * ms(line, size, form)? as i64;
                }
                "drift" => drift = number(line, value, form)?,
                _ => return Err(TextError::Form(line.to_owned(), form)),
            }
        }
        Ok(Input::Skew { node: self.node(node)?, offset, drift })
    }

    fn parse_rule(&self, line: &str, rest: &str) -> Result<DelayRule, TextError> {
        let form = msg!(
            "`slow from=n1 to=n2,n3 kind=Ping min=10 max=20` (or mean=…, or min=… shape=…, or share=… min=… \
             shape=… mean=…), in ms, the share in %"
        );
        let pairs = words(line, rest, form)?;
        let get = |key| pairs.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
        let time = |key| get(key).map(|value| ms(line, value, form)).transpose();
        let set = |key| get(key).map_or_else(|| Ok(NodeSet::default()), |names| self.set(names));
        // A shape and a share have three decimals, as times have.
        let (shape, share) = (time("shape")?, time("share")?);
        let delay = match (time("mean")?, time("min")?, time("max")?, shape, share) {
            (Some(mean), None, None, None, None) => Delay::Exponential { mean },
            (None, Some(min), Some(max), None, None) if min <= max => Delay::Uniform { min, max },
            (None, Some(min), None, Some(shape), None) => Delay::Pareto { min, alpha_milli: shape as u32 },
            (Some(mean), Some(min), None, Some(shape), Some(share)) => {
                Delay::Mixture { share_milli: share as u32, min, alpha_milli: shape as u32, mean }
            }
            _ => return Err(TextError::Form(line.to_owned(), form)),
        };
        let kind = get("kind").map(|kind| kind.replace('_', " "));
        Ok(DelayRule { from: set("from")?, to: set("to")?, kind, delay })
    }

    fn parse_command(line: &str, node: NodeId, rest: &str) -> Result<Input, TextError> {
        let form = msg!("`c1 write to=n3 key=x value=5`: who, the command, its arguments");
        let (name, pairs) = rest.split_once(' ').unwrap_or((rest, ""));
        if name.is_empty() {
            return Err(TextError::Form(line.to_owned(), form));
        }
        let args = words(line, pairs, form)?;
        Ok(Input::Command { node, command: CommandLine::new(name, &args) })
    }
}

/// The `name=value` pairs of a line.
fn words<'l>(line: &str, pairs: &'l str, form: &'static str) -> Result<Vec<(&'l str, &'l str)>, TextError> {
    let pairs = pairs.split_whitespace();
    pairs.map(|pair| pair.split_once('=').ok_or_else(|| TextError::Form(line.to_owned(), form))).collect()
}

fn number<T: std::str::FromStr>(line: &str, text: &str, form: &'static str) -> Result<T, TextError> {
    text.parse().map_err(|_| TextError::Form(line.to_owned(), form))
}

/// Milliseconds with up to three decimals, as µs; at most a day.
fn ms(line: &str, text: &str, form: &'static str) -> Result<Micros, TextError> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let wrong = || TextError::Form(line.to_owned(), form);
    if rest.len() > 3 {
        return Err(wrong());
    }
    let whole: Micros = number(line, whole, form)?;
    let rest: Micros = number(line, &format!("{rest:0<3}"), form)?;
    let time = whole.checked_mul(MS).and_then(|whole| whole.checked_add(rest));
    time.filter(|time| *time <= DELAY_MAX).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_input_can_be_written_and_read() {
        let nodes = ["n1", "n2", "n3", "c1"].map(str::to_owned);
        let names = Names { lab: crate::labs::all()[0], nodes: &nodes };
        for line in include_str!("../../fuzz/lines.txt").lines() {
            assert_eq!(names.parse(line).map(|input| names.print(&input)), Ok(line.to_owned()));
        }
        for (line, why) in [
            ("kill n9", "there is no node `n9`; this run has n1, n2, n3, c1"),
            ("", "there is nothing to do in an empty line"),
            ("drop n1", "`n1` should be written `n1>n2#5`: sender, receiver, and which message on that link"),
            ("set loss", "`set loss` should be written `set loss 2.5`: a parameter and its value"),
            ("set loss 200", "`loss` is 200 %, outside its range 0 to 100 %"),
            ("n1", "`n1` should be written `c1 write to=n3 key=x value=5`: who, the command, its arguments"),
        ] {
            assert_eq!(names.parse(line).unwrap_err().to_string(), why);
        }
    }
}
