//! What a line of somebody else's page asks of a lab.

use crate::lesson::{Hitch, line};
use crate::player::{Player, Step};
use crate::scenario::route::{self, RouteError};
use crate::ui::model::{Msg, Turn};
use netsplit_text::t;

/// Why a line cannot be understood.
#[derive(Debug, thiserror::Error)]
pub enum Misread {
    /// It is no input.
    #[error(transparent)]
    Input(#[from] Hitch),
    /// The lab has no such scenario.
    #[error(transparent)]
    Scene(#[from] RouteError),
    /// Not a time.
    #[error(
        "{}",
        t!("`{line}` should be written `seek 1200`: milliseconds of simulated time from the start", line = .0)
    )]
    Time(String),
}

/// Reads a line: an input (`kill leader`), or a word of the transport (`play`, `seek 1200`, `start over`).
///
/// # Errors
/// When it is neither.
pub fn ask(line: &str, player: &Player) -> Result<Msg, Misread> {
    let line = line.trim();
    Ok(match line.split_once(' ').map_or((line, ""), |(word, rest)| (word, rest.trim())) {
        ("play", "") => Msg::Run(true),
        ("pause", "") => Msg::Run(false),
        ("step", "") => Msg::Forward(Step::Story),
        ("back", "") => Msg::Back(Step::Story),
        ("undo", "") => Msg::Undo,
        ("now", "") => Msg::SeekEdge,
        ("continue", "") => Msg::Lesson(Turn::On),
        ("restart", "") | ("start", "over") => Msg::StartOver,
        ("new", "run") => Msg::NewRun,
        ("seek", time) => Msg::SeekTime(micros(time).ok_or_else(|| Misread::Time(line.to_owned()))?),
        ("scenario", id) => Msg::Scene(scene(player, id)?),
        _ => Msg::Act(line::read(line, player)?),
    })
}

/// Milliseconds as µs.
fn micros(text: &str) -> Option<u64> {
    let ms: f64 = text.trim_end_matches("ms").trim().parse().ok()?;
    (ms.is_finite() && ms >= 0.0).then_some((ms * 1_000.0) as u64)
}

/// The lab's own name of a scene or challenge.
fn scene(player: &Player, id: &str) -> Result<&'static str, RouteError> {
    let lab = player.lab();
    let challenge = lab.challenge(id).map(|challenge| challenge.id);
    match (lab.scene(id), challenge) {
        (Some(scene), _) => Ok(scene.id),
        (None, Some(challenge)) => Ok(challenge),
        (None, None) => Err(route::from_scene(lab, id).err().unwrap_or(RouteError::Both)),
    }
}

#[cfg(test)]
mod tests {
    use super::ask;
    use crate::labs;
    use crate::player::{Player, Setup};
    use crate::sim::Input;
    use crate::ui::model::Msg;

    #[test]
    fn a_line_is_an_input_or_a_word_of_the_transport() {
        let lab = labs::all()[0];
        let player = Player::new(Setup::new(lab, Vec::new(), 1)).expect("the lab as it is");
        let asked = |line: &str| ask(line, &player).map_err(|why| why.to_string());
        assert_eq!(asked("play"), Ok(Msg::Run(true)));
        assert_eq!(asked(" start over "), Ok(Msg::StartOver));
        assert_eq!(asked("seek 1200.5"), Ok(Msg::SeekTime(1_200_500)));
        assert_eq!(asked("heal"), Ok(Msg::Act(Input::HealAll)));
        assert!(matches!(asked("pause n1"), Ok(Msg::Act(Input::Pause(_)))));
        let scene = lab.about.scenes[0].id;
        assert_eq!(asked(&format!("scenario {scene}")), Ok(Msg::Scene(scene)));
        for (line, why) in [
            (
                "seek soon",
                "`seek soon` should be written `seek 1200`: milliseconds of simulated time from the start",
            ),
            ("kill leader", "nobody is a leader at this moment"),
            ("", "there is nothing to do in an empty line"),
        ] {
            assert_eq!(asked(line), Err(why.to_owned()));
        }
        assert!(asked("scenario x").is_err_and(|why| why.contains("no scenario `x`")));
    }
}
