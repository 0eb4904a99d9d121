//! A lesson given to a reader who only presses the one button, as a text.

use super::guide::{Guide, State};
use super::said::{Said, plain};
use crate::player::Player;
use crate::scenario::text::Names;
use crate::sim::{Micros, decimal};
use netsplit_lesson::Lesson;
use std::fmt::Write;
use std::rc::Rc;

/// Gives a lesson; what was said and done, with the times (ms), and the digest of the world at the end.
pub fn print(lesson: Lesson, mut player: Player) -> String {
    let mut guide = Guide::begin(Rc::new(lesson), &mut player);
    let mut out = format!("{}\n", guide.lesson().title);
    let (mut step, mut said) = (usize::MAX, 0);
    loop {
        if guide.step() != step {
            (step, said) = (guide.step(), 0);
            // Writing to a string cannot fail.
            let _ = writeln!(out, "\n{}. {}", step + 1, guide.heading().unwrap_or_default());
        }
        for words in &guide.said()[said..] {
            let _ = writeln!(out, "{:>11}  {}", clock(&player), text(words));
        }
        said = guide.said().len();
        match guide.state().clone() {
            State::Asking => question(&guide, &player, &mut out),
            State::Stuck(why) => {
                let _ = writeln!(out, "{:>11}  STUCK: {}", clock(&player), plain(&why));
                break;
            }
            State::Over => break,
            State::Moving(_) => {}
            State::Resting => {
                if let Some((_, words)) = guide.feedback(&player) {
                    let _ = writeln!(out, "{:>11}  → {}", clock(&player), plain(&words));
                }
            }
        }
        guide.press(&mut player);
    }
    deeds(&player, &mut out);
    let _ = writeln!(out, "\ndigest {:016x} after event {}", player.digest(), player.when().events);
    out
}

fn clock(player: &Player) -> String {
    ms(player.when().at)
}

fn ms(at: Micros) -> String {
    decimal((at / 100) as i64, 1)
}

fn text(said: &Said) -> String {
    match said {
        Said::Paragraph(words) => plain(words),
        Said::List(items) => {
            items.iter().map(|item| format!("* {}", plain(item))).collect::<Vec<_>>().join(" ")
        }
        Said::Code(text) => text.clone(),
    }
}

fn question(guide: &Guide, player: &Player, out: &mut String) {
    let Some(question) = guide.question() else { return };
    let _ = writeln!(out, "{:>11}  ? {}", clock(player), plain(&guide.line(&question.text, player)));
}

/// What the lesson did.
fn deeds(player: &Player, out: &mut String) {
    let names = Names { lab: player.lab(), nodes: player.names() };
    out.push('\n');
    for stamped in &player.branch().inputs {
        let _ = writeln!(out, "{:>11}  {}", ms(stamped.when.at), names.print(&stamped.input));
    }
}
