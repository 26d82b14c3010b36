//! Questions and tasks.

use layerwise::doc::{Block, BlockKind};
use layerwise::lesson::{Item, Question, QuestionKind, Task};

use super::{lesson, problems};

/// The only question of a lesson.
#[track_caller]
fn question(text: &str) -> Question {
    let lesson = lesson(text);
    let mut items = lesson.steps.into_iter().flat_map(|step| step.items);
    items
        .find_map(|item| match item {
            Item::Question(question) => Some(question),
            _ => None,
        })
        .unwrap()
}

fn words(blocks: &[Block]) -> String {
    blocks
        .iter()
        .map(|block| match &block.kind {
            BlockKind::Paragraph(text) | BlockKind::Heading { text, .. } => text.words(),
            other => format!("{other:?}").chars().take(9).collect(),
        })
        .collect::<Vec<_>>()
        .join("|")
}

const REST: &str = "\n> one\n\n> two\n>\n> more\n\n";
const WHY: &str = "\n<details><summary>Why</summary>\n\nBecause.\n\n</details>\n\nafter\n";

fn written(settings: &str, list: &str) -> String {
    format!("# T\n\n<!-- quiz: {{id: q, {settings}}} -->\n### What?\n\nMore.\n{REST}{list}{WHY}")
}

#[test]
fn a_single_choice_with_everything() {
    let list =
        "1. [x] `COPY` it\n    > Yes.\n2. [ ] two\n    > No.\n\n    > Really.\n3. [ ] three\n";
    let found = question(&written("skill: a.b, misconception: M04, retry: 3", list));
    assert_eq!(found.id, "q");
    assert_eq!(found.skill.as_deref(), Some("a.b"));
    assert_eq!(found.misconception.as_deref(), Some("M04"));
    assert_eq!(found.tries, 3);
    assert_eq!(words(&found.prompt), "What?|More.");
    assert_eq!(found.hints.iter().map(|hint| words(hint)).collect::<Vec<_>>(), ["one", "two|more"]);
    assert_eq!(words(&found.explanation), "Because.");
    let QuestionKind::Single(choices) = found.kind else { panic!("{:?}", found.kind) };
    let shown: Vec<(String, bool, String)> =
        choices.iter().map(|it| (it.text.words(), it.right, words(&it.feedback))).collect();
    assert_eq!(
        shown,
        [
            ("COPY it".to_owned(), true, "Yes.".to_owned()),
            ("two".to_owned(), false, "No.|Really.".to_owned()),
            ("three".to_owned(), false, String::new()),
        ]
    );
}

#[test]
fn every_kind_is_told_by_its_form() {
    let kind = |settings: &str, list: &str| {
        let found = question(&written(settings, list));
        let name = format!("{:?}", found.kind);
        format!("{} {}", name.split(['(', ' ']).next().unwrap_or_default(), found.tries)
    };
    assert_eq!(kind("", "1. [x] a\n2. [ ] b\n"), "Single 2");
    assert_eq!(kind("", "- [x] a\n- [ ] b\n"), "Multiple 2");
    assert_eq!(kind("type: single", "- [x] a\n- [ ] b\n"), "Single 2");
    assert_eq!(kind("", "1. [ ] True\n2. [x] False\n"), "TrueFalse 1");
    assert_eq!(kind("", "1. a\n2. b\n3. c\n"), "Order 3");
    assert_eq!(kind("type: order", "- a\n- b\n"), "Order 3");
    assert_eq!(kind("answer: x", ""), "Short 3");
    assert_eq!(kind("type: explain, rubric: [a, b]", ""), "Explain 1");
}

#[test]
fn answers_keep_what_is_written() {
    let found = question(&written("answer: 3.10, alternatives: ['three # ten', \"3,10\"]", ""));
    let QuestionKind::Short { answers } = found.kind else { panic!("{:?}", found.kind) };
    assert_eq!(answers, ["3.10", "three # ten", "3,10"]);
    let found = question(&written("", "1. [ ] False\n    > f\n2. [x] True\n    > t\n"));
    let QuestionKind::TrueFalse { answer, feedback } = found.kind else { panic!() };
    assert!(answer);
    assert_eq!(feedback.map(|it| words(&it)), ["t", "f"]);
}

#[test]
fn the_hash_follows_the_meaning_and_not_the_form() {
    let hash = |settings: &str, list: &str| question(&written(settings, list)).hash;
    let first = hash("", "1. [x] a  b\n    > f\n2. [ ] c\n");
    assert_eq!(first, hash("skill: x", "1. [x] a b\n2. [ ] c\n    > other\n"));
    assert_ne!(first, hash("", "1. [ ] a b\n2. [x] c\n"));
    assert_ne!(first, hash("", "- [x] a b\n- [ ] c\n"));
    assert_ne!(first, hash("", "1. [x] a b\n2. [ ] d\n"));
    assert_eq!(first.len(), 16);
    let again = question(&written("", "1. [x] a b\n2. [ ] c\n").replace("What?", "What  ?"));
    assert_ne!(first, again.hash);
}

#[test]
fn a_question_ends_where_something_else_begins() {
    let text = "# T\n\n<!-- quiz: {id: q} -->\n\n<!-- focus: RUN -->\n### What?\n\n> h\n\n1. [x] a\n\
                2. [ ] b\n\nafter\n\n> quote\n\n<details><summary>S</summary>\n\nx\n\n</details>\n";
    let shown = super::outline(&lesson(text));
    assert_eq!(
        shown.lines().collect::<Vec<_>>(),
        [
            "T (line 1)",
            "  focus RUN",
            "  question q (1 prompt, 1 hints, 2 tries, 0 explanation)",
            "  paragraph",
            "  quote",
            "  details",
        ]
    );
    let text =
        "# T\n\nx\n\n<!-- quiz: {id: q} -->\n## What?\n\n- [x] a\n- [ ] b\n\n## Next\n\n- [x] a\n";
    assert_eq!(
        super::outline(&lesson(text)).lines().collect::<Vec<_>>(),
        [
            "T (line 1)",
            "  paragraph",
            "What? (line 6)",
            "  question q (1 prompt, 0 hints, 2 tries, 0 explanation)",
            "Next (line 11)",
            "  list",
        ]
    );
}

#[test]
fn question_problems_have_their_place() {
    for (text, expected) in [
        (
            written("retri: 2", "1. [x] a\n2. [ ] b\n"),
            "3:20 error: there is no key retri (did you mean retry?)",
        ),
        (
            written("type: mulitple", "- [x] a\n"),
            "3:26 error: there is no type of question called mulitple (did you mean multiple?)",
        ),
        (
            written("", ""),
            "3:1 error: this question has no answers \
             (write a list with [x] before what is right, or answer: in the directive)",
        ),
        (
            written("", "- a\n- b\n"),
            "3:1 error: no option of this question is marked \
             (write [x] before what is right and [ ] before what is wrong)",
        ),
        (
            written("", "1. [x] a\n2. [x] b\n"),
            "3:1 error: a question with numbers has one right option, and this one has several \
             (write the list with dashes if several are right)",
        ),
        (
            "<!-- quiz: {skill: a} -->\n## Q\n\n1. [x] a\n".to_owned(),
            "1:1 error: this question has no id (progress is kept under it: {id: a-name})",
        ),
        (
            "<!-- quiz: {id: a b} -->\n## Q\n\n1. [x] a\n".to_owned(),
            "1:17 error: an id consists of letters, digits, dashes and dots \
             (such as cache-order-q1)",
        ),
        (
            "<!-- quiz: q1 -->\n## Q\n\n1. [x] a\n".to_owned(),
            "1:12 error: quiz takes settings in braces (quiz: {key: value})",
        ),
        (
            "<!-- task: {id: t} -->\n## Q\n\ntext\n".to_owned(),
            "1:1 error: this task has nothing to tick \
             (write a list: - [ ] what to do <!-- check: … -->)",
        ),
    ] {
        let found = problems(&text, &[]);
        assert!(found.contains(&expected.to_owned()), "{text}: {found:#?}");
    }
}

#[test]
fn tasks_and_check_lists() {
    let text = "# T\n\n<!-- task: {id: t, solution: s.Dockerfile, allow: [edit, sample]} -->\n### Fix\n\n\
                Do.\n\n> hint\n\n- [ ] a `b` <!-- check: exists(RUN) -->\n- [ ] c\n\n\
                <details><summary>W</summary>\n\nx\n\n</details>\n\n- [ ] d <!-- check: 'none(RUN[cmd=\"a \
                b\"])' -->\n- e\n";
    let lesson = super::lesson_with(text, &[("s.Dockerfile", "FROM a\n")]);
    let Some(Item::Task(task)) = lesson.steps[0].items.first() else { panic!() };
    let Task { id, items, hints, explanation, solution, .. } = task;
    assert_eq!((id.as_str(), hints.len(), explanation.len()), ("t", 1, 1));
    assert_eq!(solution.as_deref(), Some(std::path::Path::new("s.Dockerfile")));
    let shown: Vec<(String, Option<&str>)> = items
        .iter()
        .map(|item| (item.text.words(), item.check.as_ref().map(|check| check.text.as_str())))
        .collect();
    assert_eq!(shown, [("a b".to_owned(), Some("exists(RUN)")), ("c".to_owned(), None)]);
    let Some(Item::CheckList(items)) = lesson.steps[0].items.get(1) else { panic!() };
    let check = items[0].check.as_ref().map(|check| check.text.as_str());
    assert_eq!(check, Some("none(RUN[cmd=\"a b\"])"));
    assert_eq!(items.len(), 2);
}
