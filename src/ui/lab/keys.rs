//! Keys, as UI.md lists them.

use super::toolbar::main_command;
use crate::platform;
use crate::player::{Player, Step};
use crate::sim::{CommandLine, Health, Input, NodeId};
use crate::ui::model::{Dialog, Handle, Msg, Selection, Tool, Turn};
use netsplit_text::t;
use yew::prelude::*;

/// What a key that was pressed asks for, unless what has the focus wants it for itself.
pub fn pressed(
    event: &KeyboardEvent,
    player: &Handle,
    selection: Option<Selection>,
    lesson: bool,
) -> Option<Msg> {
    let key = event.key();
    if platform::wants_keys(event, &key) {
        return None;
    }
    let control = event.ctrl_key() || event.meta_key();
    let (alt, shift) = (event.alt_key(), event.shift_key());
    asked(&Press { key: &key, code: &event.code(), alt, shift, control }, player, selection).map(
        |msg| match (&*key, lesson) {
            // A clicker goes through a lesson.
            ("PageUp", true) => Msg::Lesson(Turn::Back),
            ("PageDown", true) => Msg::Lesson(Turn::On),
            _ => msg,
        },
    )
}

/// A key press, without the browser.
struct Press<'a> {
    /// The key's value: `ArrowLeft`, `k`.
    key: &'a str,
    /// The key's position: `Digit1`.
    code: &'a str,
    /// Alt.
    alt: bool,
    /// Shift.
    shift: bool,
    /// Ctrl, or Cmd on a Mac.
    control: bool,
}

/// What a key asks for, given what is selected.
fn asked(press: &Press, player: &Handle, selection: Option<Selection>) -> Option<Msg> {
    if press.control {
        return (press.key.eq_ignore_ascii_case("z") && !press.shift).then_some(Msg::Undo);
    }
    let step = match (press.alt, press.shift) {
        (true, _) => Step::Event,
        (_, true) => Step::Milestone,
        _ => Step::Story,
    };
    match press.key {
        "ArrowLeft" => return Some(Msg::Back(step)),
        "ArrowRight" => return Some(Msg::Forward(step)),
        _ if press.alt => return None,
        _ => {}
    }
    if let Some(digit) = press.code.strip_prefix("Digit").and_then(|digit| digit.parse::<u16>().ok()) {
        let known = digit > 0 && usize::from(digit) <= player.get().names().len();
        return known.then(|| Msg::Select(Some(Selection::Node(NodeId(digit - 1)))));
    }
    let msg = match press.key {
        " " => Msg::Toggle,
        "PageUp" => Msg::Back(Step::Milestone),
        "PageDown" => Msg::Forward(Step::Milestone),
        "Home" => Msg::SeekTime(0),
        "End" => Msg::SeekEdge,
        "Escape" => Msg::Select(None),
        "?" => Msg::Dialog(Some(Dialog::Help)),
        key => return letter(&key.to_ascii_lowercase(), player, selection),
    };
    Some(msg)
}

fn letter(key: &str, player: &Handle, selection: Option<Selection>) -> Option<Msg> {
    let player = player.get();
    let frame = player.frame();
    let node = match selection {
        Some(Selection::Node(node)) => Some(node),
        _ => None,
    };
    let health = node.and_then(|node| frame.nodes.get(node.index())).map(|node| node.health);
    Some(match key {
        "v" => Msg::Tool(Tool::Select),
        "x" => Msg::Tool(Tool::Kill),
        "c" => Msg::Tool(Tool::Cut),
        "l" => Msg::Tool(Tool::Links),
        "k" => match (node?, health?) {
            (node, Health::Crashed) => Msg::Act(Input::Restart(node)),
            (node, _) => Msg::Act(Input::Crash(node)),
        },
        "u" => match (node?, health?) {
            (node, Health::Paused) => Msg::Act(Input::Resume(node)),
            (node, _) => Msg::Act(Input::Pause(node)),
        },
        "p" => Msg::Dialog(Some(Dialog::Split)),
        "h" => Msg::Act(Input::HealAll),
        "w" => Msg::Dialog(Some(Dialog::Command(main_command(player.world())?.name, node))),
        "d" => deliver(&player, selection)?,
        "e" => {
            let command = player.world().gestures().key?;
            let Some(node) = node else {
                let why = t!("Select a node first: click it, or press its number.");
                return Some(Msg::Notice(why.to_owned()));
            };
            Msg::Act(Input::Command { node, command: CommandLine::new(command, &[]) })
        }
        "s" => Msg::Dialog(Some(Dialog::Share)),
        "f" => Msg::Present,
        "b" => Msg::Blackout,
        "o" => node.map_or(Msg::Select(None), Msg::Spotlight),
        _ => return None,
    })
}

/// Delivers the selected message, or the one that has waited longest, where messages wait for that.
fn deliver(player: &Player, selection: Option<Selection>) -> Option<Msg> {
    let waiting =
        player.flights(0).into_iter().filter(|(_, message)| player.world().message(message.name).is_some());
    let mut waiting = waiting.filter(|_| player.world().held());
    let chosen = match selection {
        Some(Selection::Message(number)) => waiting.find(|(known, _)| *known == number),
        _ => waiting.next(),
    };
    chosen.map(|(_, message)| Msg::Act(Input::Deliver(message.name)))
}
