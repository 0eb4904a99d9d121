//! Reading the text of a lesson.

use crate::prose::{self, Style};
use crate::{Block, Inline, Lesson, Move, Place, Problem, Step, What, Wrong, directive, front};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};

/// The word after the fence of a block of directives.
const DIRECTIVES: &str = "netsplit";

/// Reads a lesson. What is wrong in it is told with its place; what is right is read all the same.
pub fn read(text: &str) -> (Lesson, Vec<Problem>) {
    let text = text.replace("\r\n", "\n");
    let mut reader = Reader::new(&text);
    let body = reader.front();
    for (event, range) in Parser::new(&text[body..]).into_offset_iter() {
        let start = body + range.start;
        let place = reader.place(start);
        if let Err(wrong) = reader.event(&event, start) {
            reader.problems.push(Problem { place, wrong });
        }
    }
    reader.end()
}

/// What is being read.
#[derive(PartialEq)]
enum Inside {
    Nothing,
    Title,
    Heading,
    Paragraph,
    List,
    Directives,
    Code,
    /// Something that was complained about, until its end.
    Skipped(u32),
}

struct Reader<'t> {
    text: &'t str,
    /// Where the lines of the text begin.
    lines: Vec<usize>,
    lesson: Lesson,
    problems: Vec<Problem>,
    inside: Inside,
    place: Place,
    style: Style,
    line: Vec<Inline>,
    items: Vec<Vec<Inline>>,
    /// Text in which Markdown means nothing, and the line at which it begins.
    verbatim: (String, u32),
    front: bool,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        let after = text.match_indices('\n').map(|(at, _)| at + 1);
        Reader {
            text,
            lines: std::iter::once(0).chain(after).collect(),
            lesson: Lesson::default(),
            problems: Vec::new(),
            inside: Inside::Nothing,
            place: Place::default(),
            style: Style::default(),
            line: Vec::new(),
            items: Vec::new(),
            verbatim: (String::new(), 0),
            front: false,
        }
    }

    /// Reads the table at the beginning; returns where what follows it begins. (A Markdown parser would take any line
    /// `---` with something right below it for the beginning of such a table.)
    fn front(&mut self) -> usize {
        let Some(rest) = self.text.strip_prefix("---\n") else { return 0 };
        let Some(end) = rest.find("\n---\n") else { return 0 };
        self.front = true;
        front::read(&rest[..end], &mut self.lesson, &mut self.problems);
        self.text.len() - rest.len() + end + "\n---\n".len()
    }

    fn place(&self, offset: usize) -> Place {
        let line = self.lines.partition_point(|begin| *begin <= offset);
        let before = &self.text[self.lines[line - 1]..offset];
        Place { line: line as u32, column: before.chars().count() as u32 + 1 }
    }

    fn event(&mut self, event: &Event, start: usize) -> Result<(), Wrong> {
        if let Inside::Skipped(depth) = &mut self.inside {
            match event {
                Event::Start(_) => *depth += 1,
                Event::End(_) if *depth == 1 => self.inside = Inside::Nothing,
                Event::End(_) => *depth -= 1,
                _ => {}
            }
            return Ok(());
        }
        match event {
            Event::Start(tag) if self.begin(tag, start)? => Ok(()),
            Event::End(tag) if self.finish(*tag) => Ok(()),
            Event::Rule => {
                self.begin_step(None, start);
                Ok(())
            }
            Event::Text(text) if matches!(self.inside, Inside::Directives | Inside::Code) => {
                if self.verbatim.0.is_empty() {
                    self.verbatim.1 = self.place(start).line;
                }
                self.verbatim.0 += text;
                Ok(())
            }
            event if prose::add(event, &mut self.style, &mut self.line)? => Ok(()),
            event => {
                if matches!(event, Event::Start(_)) {
                    self.inside = Inside::Skipped(1);
                }
                Err(Wrong::Markup(prose::name(event)))
            }
        }
    }

    /// Begins a block; false when it is none.
    fn begin(&mut self, tag: &Tag, start: usize) -> Result<bool, Wrong> {
        let inside = match tag {
            Tag::Heading { level: HeadingLevel::H1, .. } => Inside::Title,
            Tag::Heading { .. } => Inside::Heading,
            Tag::Paragraph if self.inside == Inside::List => return Ok(true),
            Tag::Paragraph => Inside::Paragraph,
            Tag::List(_) if self.inside == Inside::Nothing => Inside::List,
            Tag::Item => return Ok(true),
            Tag::CodeBlock(CodeBlockKind::Fenced(word)) if &**word == DIRECTIVES => Inside::Directives,
            Tag::CodeBlock(_) if self.inside == Inside::Nothing => Inside::Code,
            _ => return Ok(false),
        };
        (self.inside, self.place) = (inside, self.place(start));
        if self.inside == Inside::Title && !self.lesson.title.is_empty() {
            self.inside = Inside::Skipped(1);
            return Err(Wrong::SecondTitle);
        }
        Ok(true)
    }

    /// Ends a block; false when it is none.
    fn finish(&mut self, tag: TagEnd) -> bool {
        match tag {
            TagEnd::Item => {
                let item = self.taken();
                self.items.push(item);
                return true;
            }
            TagEnd::Paragraph if self.inside == Inside::List => return true,
            TagEnd::Paragraph => {
                let line = self.taken();
                self.say(Block::Paragraph(line));
            }
            TagEnd::List(_) => {
                let items = std::mem::take(&mut self.items);
                self.say(Block::List(items));
            }
            TagEnd::Heading(_) => self.heading(),
            TagEnd::CodeBlock => self.end_verbatim(),
            _ => return false,
        }
        self.inside = Inside::Nothing;
        true
    }

    fn heading(&mut self) {
        let words = words(&self.taken());
        if self.inside == Inside::Title {
            self.lesson.title = words;
        } else {
            let offset = self.lines[self.place.line as usize - 1];
            self.begin_step(Some(words), offset);
        }
    }

    fn taken(&mut self) -> Vec<Inline> {
        prose::joined(std::mem::take(&mut self.line))
    }

    fn begin_step(&mut self, heading: Option<String>, offset: usize) {
        let place = self.place(offset);
        self.lesson.steps.push(Step { heading, moves: Vec::new(), place });
    }

    /// The moves of the step that is being read.
    fn moves(&mut self) -> &mut Vec<Move> {
        if self.lesson.steps.is_empty() {
            self.lesson.steps.push(Step { heading: None, moves: Vec::new(), place: self.place });
        }
        let last = self.lesson.steps.len() - 1;
        &mut self.lesson.steps[last].moves
    }

    fn say(&mut self, block: Block) {
        let place = self.place;
        self.moves().push(Move { place, what: What::Say(block) });
    }

    /// The end of a block in which Markdown means nothing.
    fn end_verbatim(&mut self) {
        let (text, first) = std::mem::take(&mut self.verbatim);
        if self.inside == Inside::Code {
            return self.say(Block::Code(text.trim_end().to_owned()));
        }
        let mut problems = Vec::new();
        directive::read(&text, first, self.moves(), &mut problems);
        self.problems.extend(problems);
    }

    fn end(mut self) -> (Lesson, Vec<Problem>) {
        let start = Place { line: 1, column: 1 };
        self.lesson.steps.retain(|step| !step.moves.is_empty());
        let missing = [
            (!self.front, Wrong::NoFront),
            (self.lesson.title.is_empty(), Wrong::NoTitle),
            (self.lesson.steps.is_empty(), Wrong::NoSteps),
        ];
        let missing = missing.into_iter().filter(|(missing, _)| *missing);
        self.problems.extend(missing.map(|(_, wrong)| Problem { place: start, wrong }));
        self.problems.sort_by_key(|problem| problem.place);
        (self.lesson, self.problems)
    }
}

/// A line as plain words.
fn words(line: &[Inline]) -> String {
    let word = |piece: &Inline| match piece {
        Inline::Text(words)
        | Inline::Emphasis(words)
        | Inline::Strong(words)
        | Inline::Code(words)
        | Inline::Link(_, words) => words.clone(),
        Inline::Role(_) => String::new(),
    };
    line.iter().map(word).collect()
}
