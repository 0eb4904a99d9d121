//! A line of somebody's page: an input, in which a role may stand for the nodes that have it at this moment.

use super::moves::Hitch;
use super::roles;
use crate::player::Player;
use crate::scenario::text::Names;
use crate::sim::Input;
use netsplit_lesson::{Phrase, Piece, Role, phrase};

/// The inputs that are said of nodes.
const SAID_OF_NODES: [&str; 9] =
    ["kill", "restart", "pause", "resume", "byzantine", "honest", "skew", "cut", "cut-one-way"];

/// Reads a line: `kill leader`, `cut {leader} {follower} | others`, `n3 write key=x value=5`.
///
/// # Errors
/// When nobody has a role, or the line is no input.
pub fn read(line: &str, player: &Player) -> Result<Input, Hitch> {
    let names = player.names();
    let of_nodes = line.split_whitespace().next().is_some_and(|verb| SAID_OF_NODES.contains(&verb));
    let mut whole = Phrase::new();
    for piece in phrase(line.trim())? {
        match piece {
            Piece::Text(words) if of_nodes => whole.extend(bare(&words, names)),
            piece => whole.push(piece),
        }
    }
    let text = roles::fill(&whole, &player.frame(), names, &[])?;
    Ok(Names { lab: player.lab(), nodes: names }.parse(&text)?)
}

/// The roles among words without braces: what is no verb and no node's name is a role's.
fn bare(words: &str, names: &[String]) -> Phrase {
    let piece = |word: &str| match word {
        "others" => Piece::Role(Role::Others),
        _ if may_be_role(word) && !names.iter().any(|name| name == word) => {
            Piece::Role(Role::One(word.to_owned(), 1))
        }
        _ => Piece::Text(word.to_owned()),
    };
    let mut phrase = Phrase::new();
    for (i, word) in words.split(' ').enumerate() {
        if i > 0 {
            phrase.push(Piece::Text(" ".to_owned()));
        }
        phrase.push(piece(word));
    }
    phrase
}

/// Whether a word may be a role's: letters alone, while the names of nodes have digits.
fn may_be_role(word: &str) -> bool {
    let letters = !word.is_empty() && word.chars().all(|letter| letter.is_alphabetic() || letter == '-');
    letters && !SAID_OF_NODES.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::labs;
    use crate::player::{Player, Setup};
    use crate::sim::{Input, NodeId};

    #[test]
    fn a_role_stands_for_the_node_that_has_it() {
        let lab = labs::all()[0];
        let mut player = Player::new(Setup::new(lab, Vec::new(), 1)).expect("the lab as it is");
        let nobody = read("kill leader", &player).unwrap_err().to_string();
        assert_eq!(nobody, "nobody is a leader at this moment");
        player.seek_time(1_000_000);
        let leader = player.frame().nodes.iter().position(|node| node.glyph.role == "leader");
        let leader = NodeId(leader.expect("one leads after a second") as u16);
        for line in ["kill leader", "kill {leader}", " kill  leader "] {
            assert_eq!(
                read(line, &player).map_err(|why| why.to_string()),
                Ok(Input::Crash(leader)),
                "{line}"
            );
        }
        let cut = read("cut leader | others", &player).map_err(|why| why.to_string());
        let Ok(Input::Cut { sides, one_way: false }) = cut else { panic!("{cut:?}") };
        assert!(sides[0].iter().eq([leader]) && sides[1].len() == player.names().len() - 1, "{sides:?}");
        for (line, why) in [
            ("kill n9", "there is no node `n9`; this run has n1, n2, n3, n4, n5, c1, c2"),
            (
                "kill {}",
                "`{}` should be a role in braces, like `{leader}` or `{follower 2}`; two braces `{{` make a plain one",
            ),
            ("", "there is nothing to do in an empty line"),
        ] {
            assert_eq!(read(line, &player).unwrap_err().to_string(), why);
        }
    }
}
