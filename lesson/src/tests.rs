use crate::*;

const FRONT: &str =
    "---\nlab: raft\ntopic: Consensus\nabout: Who leads.\nsettings: servers=3 rate=0\nseed: 7\n---\n";

fn lesson(body: &str) -> Lesson {
    let (lesson, problems) = read(&format!("{FRONT}# Who leads\n{body}"));
    assert_eq!(problems, []);
    lesson
}

/// What is wrong in a lesson with this body, whose first line is line 9.
fn wrong(body: &str) -> Vec<(u32, u32, String)> {
    let (_, problems) = read(&format!("{FRONT}# Who leads\n{body}"));
    problems.into_iter().map(|p| (p.place.line, p.place.column, p.wrong.to_string())).collect()
}

fn moves(directives: &str) -> Vec<What> {
    let mut lesson = lesson(&format!("```netsplit\n{directives}\n```\n"));
    lesson.steps.remove(0).moves.into_iter().map(|one| one.what).collect()
}

fn words(text: &str) -> Vec<Inline> {
    vec![Inline::Text(text.to_owned())]
}

fn one(name: &str) -> Role {
    Role::One(name.to_owned(), 1)
}

#[test]
fn a_lesson_has_a_table_a_title_and_steps() {
    let lesson =
        lesson("One *server*\nis **{leader}**.\n\n## Then\n\n- a `b`\n- [c](https://d.e)\n\n---\nEnd.\n");
    assert_eq!((&*lesson.lab, &*lesson.topic, lesson.seed), ("raft", "Consensus", Some(7)));
    let settings = [("servers", "3"), ("rate", "0")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!((lesson.settings, &*lesson.title), (settings.to_vec(), "Who leads"));
    let headings: Vec<_> = lesson.steps.iter().map(|step| step.heading.as_deref()).collect();
    assert_eq!(headings, [None, Some("Then"), None]);
    let [Move { what: What::Say(Block::Paragraph(first)), place }] = &lesson.steps[0].moves[..] else {
        panic!("{lesson:?}", lesson = lesson.steps[0]);
    };
    let text = |words: &str| Inline::Text(words.to_owned());
    let server = Inline::Emphasis("server".to_owned());
    assert_eq!(first[..], [text("One "), server, text(" is "), Inline::Role(one("leader")), text(".")]);
    assert_eq!(*place, Place { line: 9, column: 1 });
    let link = Inline::Link("https://d.e".to_owned(), "c".to_owned());
    let items = vec![vec![text("a "), Inline::Code("b".to_owned())], vec![link]];
    assert_eq!(lesson.steps[1].moves[0].what, What::Say(Block::List(items)));
}

#[test]
fn every_directive_can_be_read() {
    let read = moves(
        "say It *dies*.\ndo kill {leader}\nwait 1.5 s\nwait for leader elected within 500 ms, otherwise Nobody {leader}.\n\
         show story, {follower 2}\nhide {others}\nfocus {all followers}\nfocus nothing\npace follow\npace 1/10×\n\
         call {leader} the old leader\nnote Ask {leader} who leads.",
    );
    let leader = || Inline::Role(one("leader"));
    let said = [words("It "), vec![Inline::Emphasis("dies".to_owned())], words(".")].concat();
    let nobody = [words("Nobody "), vec![leader()], words(".")].concat();
    let kill = vec![Piece::Text("kill ".to_owned()), Piece::Role(one("leader"))];
    let second = Part::Nodes(Role::One("follower".to_owned(), 2));
    let expected = [
        What::Say(Block::Paragraph(said)),
        What::Do(kill),
        What::Wait(1_500_000),
        What::WaitFor { milestone: "leader elected".to_owned(), within: 500_000, otherwise: Some(nobody) },
        What::Show(vec![Part::Page("story".to_owned()), second]),
        What::Hide(vec![Part::Nodes(Role::Others)]),
        What::Focus(vec![Role::All("followers".to_owned())]),
        What::Focus(Vec::new()),
        What::Pace(Pace::Follow),
        What::Pace(Pace::Fixed(1, 10)),
        What::Call(one("leader"), "the old leader".to_owned()),
        What::Note([words("Ask "), vec![leader()], words(" who leads.")].concat()),
    ];
    assert_eq!(read, expected);
}

#[test]
fn questions_are_answered_by_choosing_or_by_a_node() {
    let read = moves(
        "ask Who?\n- [ ] {leader} | No.\n- [x] Nobody | Yes.\nask Which?\nanswer {candidate}\nright Well done.\nwrong Not so.",
    );
    let choice = |right, text, feedback| Choice { right, text, feedback: words(feedback) };
    let choices =
        vec![choice(false, vec![Inline::Role(one("leader"))], "No."), choice(true, words("Nobody"), "Yes.")];
    let node = Answers::Node { right: one("candidate"), yes: words("Well done."), no: words("Not so.") };
    let asked = |text, answers| What::Ask(Question { text: words(text), answers });
    assert_eq!(read, [asked("Who?", Answers::Choose(choices)), asked("Which?", node)]);
}

#[test]
fn each_mistake_is_told_with_its_place() {
    for (body, line, column, why) in [
        ("<b>no</b>\n", 9, 1, "HTML can't be shown"),
        ("a ![x](y.png)\n", 9, 3, "an image can't be shown"),
        ("> said\n", 9, 1, "a quotation can't be shown"),
        ("[x](javascript:alert)\n", 9, 1, "the link leads to `javascript:alert`"),
        ("a {leader\n", 9, 1, "`{leader` should be a role in braces"),
        ("a\n\n# Again\n", 11, 1, "has a title already"),
        ("```netsplit\n fly {leader}\n```\n", 10, 2, "there is no `fly`; a line begins with say, do,"),
        ("```netsplit\nwait 3\n```\n", 10, 1, "`wait 3` should be written `wait 500 ms`"),
        (
            "```netsplit\nwait for a leader\n```\n",
            10,
            1,
            "should be written `wait for leader elected within 3 s`",
        ),
        ("```netsplit\n- [x] a | b\n```\n", 10, 1, "belongs below a line `ask …`"),
        ("```netsplit\nask Who?\n- [x] a | b\n```\n", 10, 1, "a question has two answers or more"),
        ("```netsplit\nask Who?\n- a | b\n```\n", 11, 1, "should be written `- [ ] answer | feedback`"),
        ("```netsplit\nnote\n```\n", 10, 1, "`note` should be written `note` and what whoever teaches"),
        ("```netsplit\npace slow\n```\n", 10, 1, "should be written `pace follow`"),
        ("", 1, 1, "the lesson has no steps"),
    ] {
        let found = wrong(body);
        let here = found.iter().any(|(l, c, what)| (*l, *c) == (line, column) && what.contains(why));
        assert!(here, "{body}: {found:#?}");
    }
}

#[test]
fn the_table_is_read_with_care() {
    let found = |text: &str| -> Vec<String> {
        let (_, problems) = read(text);
        problems.into_iter().map(|p| format!("{}:{}: {}", p.place.line, p.place.column, p.wrong)).collect()
    };
    let all = found("---\nlab: raft\nlap: 1\nseed: x\nsettings: a\nwhat\n---\n# T\nText.\n");
    for expected in [
        "3:6: there is no `lap` here; there is lab, topic",
        "4:7: the seed is `x`",
        "5:11: `a` should be written `name=value`",
        "6:1: `what` should be written `name: value`",
        "1:1: `topic: …` is missing",
    ] {
        assert!(all.iter().any(|problem| problem.starts_with(expected)), "{expected}: {all:#?}");
    }
    assert!(found("# T\nText.\n")[0].contains("a lesson begins with a line `---`"));
}
