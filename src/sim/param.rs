//! Parameters: every dial of a lab as data, so that links, controls, files and the command line treat them alike.

use super::ids::decimal;
use netsplit_text::{marked, msg, t, tr};

/// What a parameter's whole number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Things.
    Count,
    /// Milliseconds, stored in µs.
    Ms,
    /// Per cent, stored in hundredths of a per cent.
    Percent,
    /// Per second, stored in hundredths.
    PerSecond,
    /// On (1) or off (0).
    Switch,
    /// One of these, stored by its position.
    Choice(&'static [&'static str]),
}

impl Unit {
    /// How many decimal places the stored whole number has when it is shown.
    pub fn places(self) -> u32 {
        match self {
            Unit::Ms => 3,
            Unit::Percent | Unit::PerSecond => 2,
            Unit::Count | Unit::Switch | Unit::Choice(_) => 0,
        }
    }

    /// What stands behind the number: `ms`, `%`.
    pub fn suffix(self) -> &'static str {
        match self {
            Unit::Ms => " ms",
            Unit::Percent => " %",
            Unit::PerSecond => " /s",
            Unit::Count | Unit::Switch | Unit::Choice(_) => "",
        }
    }
}

/// One parameter: its name, what it means, its range and its default.
#[derive(Clone, Debug)]
pub struct Param {
    /// The name in links, files and `--set`: `timeout_min`.
    pub key: &'static str,
    /// The name on the page: `Election timeout, shortest`.
    pub label: &'static str,
    /// One sentence on what it does, or for a rule why it exists.
    pub about: &'static str,
    /// What it counts.
    pub unit: Unit,
    /// Smallest value.
    pub min: i64,
    /// Largest value.
    pub max: i64,
    /// The value unless set.
    pub default: i64,
    /// Whether it can change while the run goes on; otherwise a change restarts the run.
    pub live: bool,
    /// Whether it is a rule of the protocol (a bug switch, on = the rule holds) rather than a setting.
    pub rule: bool,
}

/// Why a parameter could not be set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    /// No such parameter.
    #[error("{}", t!("there is no parameter `{key}`; this lab has {known}", key, known))]
    Unknown {
        /// What was asked for.
        key: String,
        /// The names there are.
        known: String,
    },
    /// Not a number, or not one of the choices.
    #[error("{}", t!("`{key}` is `{found}`, but should be {wanted}", key, found, wanted))]
    Unreadable {
        /// The parameter.
        key: &'static str,
        /// What stood there.
        found: String,
        /// What would do.
        wanted: String,
    },
    /// Outside the range.
    #[error("{}", t!("`{key}` is {found}, outside its range {wanted}", key, found, wanted))]
    OutOfRange {
        /// The parameter.
        key: &'static str,
        /// What stood there.
        found: String,
        /// The range.
        wanted: String,
    },
    /// Values that exclude each other.
    #[error("{0}")]
    Conflict(String),
}

impl Param {
    /// The value as text in this parameter's unit, without the suffix: `150`, `on`.
    pub fn show(&self, value: i64) -> String {
        match self.unit {
            Unit::Switch => if value == 0 { msg!("off") } else { msg!("on") }.to_owned(),
            Unit::Choice(names) => {
                usize::try_from(value).ok().and_then(|i| names.get(i)).copied().unwrap_or("?").to_owned()
            }
            unit => decimal(value, unit.places()),
        }
    }

    /// The value as [`Param::show`] has it, but for people alone, in their language.
    pub fn words(&self, value: i64) -> String {
        let shown = self.show(value);
        match self.unit {
            Unit::Switch | Unit::Choice(_) => tr(&shown).to_owned(),
            Unit::Count | Unit::Ms | Unit::Percent | Unit::PerSecond => marked(shown),
        }
    }

    /// The value with its unit, for people: `150 ms`.
    pub fn show_with_unit(&self, value: i64) -> String {
        format!("{}{}", self.words(value), self.unit.suffix())
    }

    /// Reads a value written in this parameter's unit.
    ///
    /// # Errors
    /// When it is no such value, or outside the range.
    pub fn parse(&self, text: &str) -> Result<i64, SettingError> {
        let text = text.trim();
        let value = match self.unit {
            Unit::Switch => match text {
                "on" | "true" | "1" | "yes" => Some(1),
                "off" | "false" | "0" | "no" => Some(0),
                _ => None,
            },
            Unit::Choice(names) => names.iter().position(|name| *name == text).map(|i| i as i64),
            unit => parse_decimal(text, unit.places()),
        };
        let value = value.ok_or_else(|| SettingError::Unreadable {
            key: self.key,
            found: text.to_owned(),
            wanted: self.wanted(),
        })?;
        self.check(value)
    }

    /// The value itself when it is within range.
    ///
    /// # Errors
    /// When it is outside the range.
    pub fn check(&self, value: i64) -> Result<i64, SettingError> {
        if (self.min..=self.max).contains(&value) {
            return Ok(value);
        }
        let found = self.show_with_unit(value);
        Err(SettingError::OutOfRange { key: self.key, found, wanted: self.wanted() })
    }

    /// What would do, in words: `150 to 300 ms`, `on or off`.
    pub fn wanted(&self) -> String {
        match self.unit {
            Unit::Switch => t!("on or off").to_owned(),
            Unit::Choice(names) => names.join(", "),
            unit => {
                let (least, most) = (self.words(self.min), self.words(self.max));
                t!("{least} to {most}{unit}", least, most, unit = unit.suffix())
            }
        }
    }
}

/// Reads `12.5` with up to `places` decimals as a whole number of `10^-places`.
pub fn parse_decimal(text: &str, places: u32) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let readable = |part: &str| part.len() <= 12 && part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !readable(whole) || !readable(rest) || rest.len() > places as usize {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let rest: i64 = format!("{rest:0<width$}", width = places as usize).parse().unwrap_or(0);
    Some(sign * (whole * 10_i64.pow(places) + rest))
}

/// A protocol's parameters as a value. [`config!`](crate::config) writes this from a table.
pub trait Config: Clone + Default + 'static {
    /// Every parameter, in the order in which the page shows them.
    fn params() -> &'static [Param];
    /// The value of `key`.
    fn get(&self, key: &str) -> Option<i64>;
    /// Sets `key` to a value within its range; false when there is no such key.
    fn set(&mut self, key: &str, value: i64) -> bool;
    /// Why these values cannot stand together, if they can't.
    fn conflict(&self) -> Option<String> {
        None
    }
}

/// Declares a configuration: each parameter as `name: kind = default, min..=max, how, label, about;`.
///
/// `kind` is `u64` or `bool`; `how` is `live`, `restart` or `rule`.
#[macro_export]
macro_rules! config {
    ($(#[$doc:meta])* pub struct $name:ident { $(
        $key:ident: $kind:ident = $default:expr, $min:literal..=$max:literal, $unit:expr, $how:ident,
        $label:literal, $about:literal;
    )* } $(conflict $conflict:expr;)?) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        pub struct $name { $(#[doc = $about] pub $key: $kind,)* }
        impl Default for $name {
            fn default() -> Self {
                $name { $($key: $crate::config!(@from $kind $default),)* }
            }
        }
        #[allow(clippy::cast_lossless, reason = "a field is a number or a switch")]
        impl $crate::sim::Config for $name {
            fn params() -> &'static [$crate::sim::Param] {
                const PARAMS: &[$crate::sim::Param] = &[$($crate::sim::Param {
                    key: stringify!($key), label: $label, about: $about, unit: $unit,
                    min: $min, max: $max, default: $default,
                    live: $crate::config!(@live $how), rule: $crate::config!(@rule $how),
                },)*];
                PARAMS
            }
            fn get(&self, key: &str) -> Option<i64> {
                match key { $(stringify!($key) => Some(self.$key as i64),)* _ => None }
            }
            fn set(&mut self, key: &str, value: i64) -> bool {
                match key {
                    $(stringify!($key) => self.$key = $crate::config!(@from $kind value),)*
                    _ => return false,
                }
                true
            }
            $(fn conflict(&self) -> Option<String> {
                let check: fn(&$name) -> Option<String> = $conflict;
                check(self)
            })?
        }
    };
    (@from bool $value:expr) => { $value != 0 };
    (@from u64 $value:expr) => { $value as u64 };
    (@live live) => { true };
    (@live rule) => { true };
    (@live restart) => { false };
    (@rule rule) => { true };
    (@rule live) => { false };
    (@rule restart) => { false };
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOSS: Param = Param {
        key: "loss",
        label: "Loss",
        about: "",
        unit: Unit::Percent,
        min: 0,
        max: 10_000,
        default: 0,
        live: true,
        rule: false,
    };

    #[test]
    fn values_are_read_and_shown_in_their_unit() {
        assert_eq!(LOSS.parse("2.5"), Ok(250));
        assert_eq!(LOSS.show_with_unit(250), "2.5 %");
        for (bad, why) in [
            ("lots", "`loss` is `lots`, but should be 0 to 100 %"),
            ("2.555", "`loss` is `2.555`, but should be 0 to 100 %"),
            ("101", "`loss` is 101 %, outside its range 0 to 100 %"),
            ("-1", "`loss` is -1 %, outside its range 0 to 100 %"),
            ("", "`loss` is ``, but should be 0 to 100 %"),
            ("99999999999999999999", "`loss` is `99999999999999999999`, but should be 0 to 100 %"),
        ] {
            assert_eq!(LOSS.parse(bad).unwrap_err().to_string(), why);
        }
    }
}
