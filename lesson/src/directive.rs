//! The lines of a block ```` ```netsplit ````.

use crate::role::{self, Part as Split};
use crate::{
    Answers, Block, Choice, Move, Pace, Part, Phrase, Piece, Place, Problem, Question, Role, What, Wrong,
    prose,
};
use netsplit_text::msg;

/// What a line may begin with.
const WORDS: &str = msg!("say, do, wait, wait for, ask, show, hide, focus, pace, call or note");

/// A day, µs: the longest that can be waited.
const WAIT_MAX: u64 = 24 * 3_600_000_000;

/// Reads the lines of a block, of which the first is number `first` of the text.
pub fn read(block: &str, first: u32, moves: &mut Vec<Move>, problems: &mut Vec<Problem>) {
    let begun = moves.len();
    for (line, number) in block.lines().zip(first..) {
        let text = line.trim();
        if text.is_empty() || text.starts_with("//") {
            continue;
        }
        let indent = line.chars().take_while(|c| c.is_whitespace()).count() as u32;
        let place = Place { line: number, column: indent + 1 };
        let done = match answer(text, || moves[begun..].last_mut()) {
            Some(done) => done,
            None => what(text).map(|what| moves.push(Move { place, what })),
        };
        problems.extend(done.err().map(|wrong| Problem { place, wrong }));
    }
    let unanswered =
        moves[begun..].iter().filter(|one| matches!(&one.what, What::Ask(asked) if !asked.can_be_answered()));
    problems.extend(unanswered.map(|one| Problem { place: one.place, wrong: Wrong::Answers }));
}

impl Question {
    fn can_be_answered(&self) -> bool {
        match &self.answers {
            Answers::Choose(choices) => choices.len() >= 2 && choices.iter().any(|choice| choice.right),
            Answers::Node { yes, no, .. } => !yes.is_empty() && !no.is_empty(),
        }
    }
}

/// Reads a line that belongs to a question; none when it is another kind of line.
fn answer<'m>(text: &str, last: impl FnOnce() -> Option<&'m mut Move>) -> Option<Result<(), Wrong>> {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    if !matches!(word, "-" | "answer" | "right" | "wrong") {
        return None;
    }
    let Some(Move { what: What::Ask(question), .. }) = last() else {
        return Some(Err(Wrong::Stray(text.to_owned())));
    };
    Some(add_answer(question, word, rest.trim(), text))
}

fn add_answer(question: &mut Question, word: &str, rest: &str, line: &str) -> Result<(), Wrong> {
    match (word, &mut question.answers) {
        ("-", Answers::Choose(choices)) => choices.push(choice(rest, line)?),
        ("answer", Answers::Choose(choices)) if choices.is_empty() => {
            let form = msg!("`answer {candidate}`: the node that is right when the step has come to rest");
            let right = role::only(rest).ok_or(Wrong::Form(line.to_owned(), form))?;
            question.answers = Answers::Node { right, yes: Vec::new(), no: Vec::new() };
        }
        ("right", Answers::Node { yes, .. }) => *yes = prose::line(rest)?,
        ("wrong", Answers::Node { no, .. }) => *no = prose::line(rest)?,
        _ => return Err(Wrong::Answers),
    }
    Ok(())
}

fn choice(rest: &str, line: &str) -> Result<Choice, Wrong> {
    let form = || {
        let form = msg!("`- [ ] answer | feedback`, or `- [x] …` when it is right");
        Wrong::Form(line.to_owned(), form)
    };
    let (right, rest) = match (rest.strip_prefix("[x]"), rest.strip_prefix("[ ]")) {
        (Some(rest), _) => (true, rest),
        (_, Some(rest)) => (false, rest),
        _ => return Err(form()),
    };
    let (text, feedback) = rest.split_once('|').ok_or_else(form)?;
    let (text, feedback) = (prose::line(text)?, prose::line(feedback)?);
    if text.is_empty() || feedback.is_empty() {
        return Err(form());
    }
    Ok(Choice { right, text, feedback })
}

fn what(text: &str) -> Result<What, Wrong> {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let rest = rest.trim();
    let form = |form| Wrong::Form(text.to_owned(), form);
    match word {
        "say" if !rest.is_empty() => Ok(What::Say(Block::Paragraph(prose::line(rest)?))),
        "say" => Err(form(msg!("`say` and what is to be said"))),
        "do" if !rest.is_empty() => Ok(What::Do(phrase(rest)?)),
        "do" => Err(form(msg!("`do kill {leader}`: what is to be done"))),
        "wait" => match rest.strip_prefix("for ") {
            Some(rest) => wait_for(rest.trim(), text),
            None => time(rest)
                .map(What::Wait)
                .ok_or_else(|| form(msg!("`wait 500 ms` or `wait for leader elected within 3 s`"))),
        },
        "ask" if !rest.is_empty() => {
            Ok(What::Ask(Question { text: prose::line(rest)?, answers: Answers::Choose(Vec::new()) }))
        }
        "ask" => Err(form(msg!("`ask` and the question"))),
        "show" => parts(rest)
            .map(What::Show)
            .ok_or_else(|| form("`show story`, `show {follower 2}`, `show everything`")),
        "hide" => parts(rest).map(What::Hide).ok_or_else(|| form("`hide story`, `hide {others}`")),
        "focus" => focus(rest)
            .ok_or_else(|| form(msg!("`focus {leader}`, `focus {leader} {follower}` or `focus nothing`"))),
        "pace" => pace(rest).ok_or_else(|| form(msg!("`pace follow`, `pace 1/10` or `pace 2`"))),
        "note" if !rest.is_empty() => Ok(What::Note(prose::line(rest)?)),
        "note" => Err(form(msg!("`note` and what whoever teaches should know"))),
        "call" => call(rest).ok_or_else(|| form("`call {leader} the old leader`")),
        _ => Err(Wrong::Word(word.to_owned(), WORDS)),
    }
}

fn wait_for(rest: &str, text: &str) -> Result<What, Wrong> {
    let form = || {
        let form = msg!("`wait for leader elected within 3 s`, and `, otherwise …` if it may fail to come");
        Wrong::Form(text.to_owned(), form)
    };
    let (milestone, rest) = rest.split_once(" within ").ok_or_else(form)?;
    let (within, otherwise) = match rest.split_once("otherwise ") {
        Some((within, otherwise)) => (within.trim_end().trim_end_matches(','), Some(prose::line(otherwise)?)),
        None => (rest, None),
    };
    let within = time(within).ok_or_else(form)?;
    Ok(What::WaitFor { milestone: milestone.trim().to_owned(), within, otherwise })
}

/// Reads a time: `500 ms`, `1.5 s`, in µs.
fn time(text: &str) -> Option<u64> {
    let text = text.trim();
    let (number, scale) = match text.strip_suffix("ms") {
        Some(number) => (number, 1_000),
        None => (text.strip_suffix('s')?, 1_000_000),
    };
    let (whole, part) = number.trim().split_once('.').unwrap_or((number.trim(), ""));
    let digits = u32::try_from(part.len()).ok().filter(|digits| *digits <= 3)?;
    let part: u64 = if part.is_empty() { 0 } else { part.parse().ok()? };
    let whole: u64 = whole.parse().ok()?;
    let time = whole.checked_mul(scale)?.checked_add(part * scale / 10_u64.pow(digits))?;
    (1..=WAIT_MAX).contains(&time).then_some(time)
}

/// Reads an input with roles in braces: `kill {leader}`.
///
/// # Errors
/// When what stands in braces is no role.
pub fn phrase(text: &str) -> Result<Phrase, Wrong> {
    let piece = |part| match part {
        Split::Words(words) => Piece::Text(words),
        Split::Role(role) => Piece::Role(role),
    };
    Ok(role::split(text)?.into_iter().map(piece).collect())
}

/// Reads names of parts of the page and roles, with commas or spaces between them.
fn parts(text: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    for part in role::split(text).ok()? {
        match part {
            Split::Role(role) => parts.push(Part::Nodes(role)),
            Split::Words(words) => {
                let names = words.split([' ', ',']).filter(|name| !name.is_empty());
                parts.extend(names.map(|name| Part::Page(name.to_owned())));
            }
        }
    }
    (!parts.is_empty()).then_some(parts)
}

fn focus(text: &str) -> Option<What> {
    if text == "nothing" {
        return Some(What::Focus(Vec::new()));
    }
    let role = |part| match part {
        Part::Nodes(role) => Some(role),
        Part::Page(_) => None,
    };
    parts(text)?.into_iter().map(role).collect::<Option<Vec<Role>>>().map(What::Focus)
}

fn pace(text: &str) -> Option<What> {
    if text == "follow" {
        return Some(What::Pace(Pace::Follow));
    }
    let text = text.trim_end_matches(['×', 'x']);
    let (over, under) = text.split_once('/').unwrap_or((text, "1"));
    let (over, under) = (over.parse().ok()?, under.parse().ok()?);
    let fine = (1..=100).contains(&over) && (1..=1_000).contains(&under);
    fine.then_some(What::Pace(Pace::Fixed(over, under)))
}

fn call(text: &str) -> Option<What> {
    let end = text.find('}')? + 1;
    let (role, name) = text.split_at(end);
    let name = name.trim();
    (!name.is_empty() && !name.contains(['{', '}'])).then_some(())?;
    match role::only(role)? {
        role @ Role::One(..) => Some(What::Call(role, name.to_owned())),
        _ => None,
    }
}
