use proptest::prelude::*;

use super::*;
use crate::doc::Text;
use crate::lesson::Choice;
use crate::source::Span;

fn text(words: &str) -> Text {
    Text::from(words)
}

fn choices(right: &[bool]) -> Vec<Choice> {
    let choice = |(at, right): (usize, &bool)| Choice {
        text: text(&format!("option {at}")),
        right: *right,
        feedback: Vec::new(),
    };
    right.iter().enumerate().map(choice).collect()
}

fn question(kind: QuestionKind) -> Question {
    let tries =
        if matches!(kind, QuestionKind::Order(_) | QuestionKind::Short { .. }) { 3 } else { 2 };
    Question {
        id: "q".to_owned(),
        skill: None,
        misconception: None,
        tries,
        prompt: Vec::new(),
        kind,
        hints: vec![Vec::new(), Vec::new()],
        diagnoses: Vec::new(),
        orders: Vec::new(),
        explanation: Vec::new(),
        hash: "h".to_owned(),
        arrangement: Arrangement::Shuffled,
        none: None,
        origin: Span::default(),
    }
}

fn single() -> Question {
    question(QuestionKind::Single(choices(&[false, true, false])))
}

fn order() -> Question {
    question(QuestionKind::Order(vec![text("one"), text("two"), text("three")]))
}

fn short() -> Question {
    question(QuestionKind::Short { answers: vec!["/app".to_owned()] })
}

fn shown_place(attempt: &Attempt, in_lesson: usize) -> usize {
    attempt.shown.iter().position(|place| *place == in_lesson).unwrap()
}

fn choose(attempt: &mut Attempt, in_lesson: usize) -> Submission {
    let place = shown_place(attempt, in_lesson);
    attempt.enter(&Input::Pick(place));
    attempt.submit(Duration::ZERO)
}

fn graded(submission: Submission) -> bool {
    match submission {
        Submission::Graded(verdict) => verdict.correct,
        other => panic!("not graded: {other:?}"),
    }
}

#[test]
fn right_at_once_is_solid() {
    let mut attempt = Attempt::new(&single(), 5);
    assert_eq!(attempt.submit(Duration::ZERO), Submission::Nothing);
    assert!(graded(choose(&mut attempt, 1)));
    assert_eq!(attempt.standing, Standing::Closed { right: true, solid: true });
    let outcome = attempt.outcome("lesson", Some("f")).unwrap();
    assert!(outcome.is_solid() && outcome.closed);
    assert_eq!(outcome.given, Given::Choice(vec![1]));
    assert!(!attempt.enter(&Input::Pick(0)), "a closed question takes no answer");
}

#[test]
fn two_wrong_choices_close_it() {
    let mut attempt = Attempt::new(&single(), 5);
    assert!(!graded(choose(&mut attempt, 0)));
    assert_eq!(attempt.tries_left(), 1);
    assert_eq!(attempt.submit(Duration::ZERO), Submission::Nothing, "the mark is gone");
    assert_eq!(choose(&mut attempt, 0), Submission::Again, "the same costs no try");
    assert!(!graded(choose(&mut attempt, 2)));
    assert_eq!(attempt.standing, Standing::Closed { right: false, solid: false });
}

#[test]
fn a_second_try_or_a_hint_is_seen_and_not_solid() {
    let mut attempt = Attempt::new(&single(), 5);
    choose(&mut attempt, 0);
    choose(&mut attempt, 1);
    assert_eq!(attempt.standing, Standing::Closed { right: true, solid: false });
    let mut attempt = Attempt::new(&single(), 5);
    assert_eq!(attempt.hint(Duration::ZERO), HintReply::Shown);
    choose(&mut attempt, 1);
    assert_eq!(attempt.standing, Standing::Closed { right: true, solid: false });
    assert_eq!(attempt.outcome("lesson", None).unwrap().hints, 1);
}

#[test]
fn hints_wait_after_a_wrong_answer() {
    let mut attempt = Attempt::new(&single(), 5);
    let place = shown_place(&attempt, 0);
    attempt.enter(&Input::Pick(place));
    attempt.submit(Duration::from_secs(100));
    assert_eq!(attempt.hint(Duration::from_secs(102)), HintReply::Wait(Duration::from_secs(3)));
    assert_eq!(attempt.hint(Duration::from_secs(105)), HintReply::Shown);
    assert_eq!(attempt.hint(Duration::from_secs(105)), HintReply::Shown);
    assert_eq!(attempt.hint(Duration::from_secs(105)), HintReply::NoMore);
}

#[test]
fn two_options_have_one_try() {
    let kind = QuestionKind::TrueFalse { answer: true, feedback: [Vec::new(), Vec::new()] };
    let mut attempt = Attempt::new(&question(kind), 5);
    attempt.enter(&Input::Pick(1));
    assert!(!graded(attempt.submit(Duration::ZERO)));
    assert_eq!(attempt.standing, Standing::Closed { right: false, solid: false });
    assert_eq!(attempt.last().unwrap().0, Given::Truth(false));
}

#[test]
fn several_options_toggle_and_stay_after_a_wrong_answer() {
    let kind = QuestionKind::Multiple(choices(&[true, true, false, false]));
    let mut attempt = Attempt::new(&question(kind), 5);
    assert!(!graded(choose(&mut attempt, 0)));
    assert_eq!(attempt.last().unwrap().1.parts, (3, 4));
    assert!(graded(choose(&mut attempt, 1)));
}

#[test]
fn none_of_them_stands_alone() {
    let several = question(QuestionKind::Multiple(choices(&[true, true, false])));
    let mut attempt = Attempt::new(&Question { none: Some(2), ..several }, 7);
    attempt.set_mark(0, true);
    attempt.set_mark(1, true);
    attempt.set_mark(2, true);
    assert_eq!([0, 1, 2].map(|at| attempt.is_marked(at)), [false, false, true]);
    attempt.set_mark(1, true);
    assert_eq!([0, 1, 2].map(|at| attempt.is_marked(at)), [false, true, false]);
    attempt.set_mark(1, false);
    assert_eq!([0, 1, 2].map(|at| attempt.is_marked(at)), [false, false, false]);
}

#[test]
fn one_line_in_its_place_is_one() {
    let verdict = |hits| Verdict { correct: false, parts: (hits, 4), only_case_differs: false };
    assert_eq!(verdict(1).in_place(), "1 of 4 lines is in its place");
    assert_eq!(verdict(0).in_place(), "0 of 4 lines are in their place");
}

#[test]
fn lines_move_by_key_or_grabbed() {
    let mut attempt = Attempt::new(&order(), 1);
    let Draft::Order { lines, .. } = attempt.draft.clone() else { panic!() };
    assert_ne!(lines, [0, 1, 2], "it never starts solved");
    attempt.enter(&Input::LineDown);
    attempt.enter(&Input::Toggle);
    attempt.enter(&Input::Down);
    let Draft::Order { lines: moved, grabbed } = attempt.draft.clone() else { panic!() };
    assert_eq!(moved, [lines[1], lines[2], lines[0]]);
    assert!(grabbed);
    assert_eq!(attempt.cursor, 2);
}

#[test]
fn own_words_are_ticked_by_the_reader() {
    let rubric = vec!["first".to_owned(), "second".to_owned()];
    let mut attempt = Attempt::new(&question(QuestionKind::Explain { rubric }), 1);
    assert_eq!(attempt.submit(Duration::ZERO), Submission::Nothing);
    attempt.enter(&Input::Type("because".to_owned()));
    assert_eq!(attempt.submit(Duration::ZERO), Submission::Rubric);
    attempt.enter(&Input::Pick(1));
    assert!(!graded(attempt.submit(Duration::ZERO)));
    let outcome = attempt.outcome("lesson", None).unwrap();
    let ticked = vec![false, true];
    assert_eq!(outcome.given, Given::Explained { text: "because".to_owned(), ticked });
    assert!(outcome.closed);
}

#[test]
fn only_the_case_differs_costs_no_try() {
    let mut attempt = Attempt::new(&short(), 1);
    attempt.enter(&Input::Type("/App".to_owned()));
    assert_eq!(attempt.submit(Duration::ZERO), Submission::Almost);
    assert_eq!(attempt.tries_left(), 3);
}

#[test]
fn a_later_session_sees_it_as_it_was() {
    let earlier = Earlier { hash: "h", right: true, closed: true, solid: true, tries: 0 };
    let resumed = Attempt::resume(&single(), &earlier, 9);
    assert_eq!(resumed.standing, Standing::Closed { right: true, solid: true });
    assert!(resumed.from_earlier);
    assert_eq!(resumed.draft, Draft::Choice { marked: vec![false, true, false], many: false });

    let lost = Earlier { right: false, solid: false, ..earlier };
    let resumed = Attempt::resume(&single(), &lost, 9);
    assert_eq!(resumed.standing, Standing::Closed { right: false, solid: false });

    let unfinished = Earlier { closed: false, ..lost };
    let resumed = Attempt::resume(&single(), &unfinished, 9);
    assert!(resumed.is_open());
    assert_eq!(resumed.tries_left(), 2);

    let begun = Earlier { tries: 1, ..unfinished };
    let mut resumed = Attempt::resume(&single(), &begun, 9);
    assert_eq!(resumed.tries_left(), 1);
    resumed.enter(&Input::Pick(resumed.shown.iter().position(|place| *place == 1).unwrap()));
    resumed.submit(Duration::ZERO);
    let outcome = resumed.outcome("a", None).unwrap();
    assert!(outcome.correct && outcome.try_number == 2, "{outcome:?}");
    assert_eq!(resumed.standing, Standing::Closed { right: true, solid: false });
    let fewer = Earlier { tries: 9, ..unfinished };
    assert_eq!(Attempt::resume(&single(), &fewer, 9).tries_left(), 1, "one is always left");

    let changed = Question { hash: "other".to_owned(), ..single() };
    let resumed = Attempt::resume(&changed, &earlier, 9);
    assert!(resumed.is_open() && resumed.outdated);
}

#[test]
fn the_right_answer_is_right() {
    for question in [single(), order(), short()] {
        let key = Key::new(&question);
        assert!(key.grade(&key.right_answer()).correct);
    }
}

fn any_question() -> impl Strategy<Value = Question> {
    prop_oneof![
        Just(single()),
        Just(order()),
        Just(short()),
        Just(question(QuestionKind::Multiple(choices(&[true, false, true, false])))),
        Just(question(QuestionKind::TrueFalse {
            answer: false,
            feedback: [Vec::new(), Vec::new()]
        })),
        Just(question(QuestionKind::Explain { rubric: vec!["a".to_owned()] })),
        Just(question(QuestionKind::Single(Vec::new()))),
        Just(question(QuestionKind::Order(Vec::new()))),
    ]
}

fn any_input() -> impl Strategy<Value = Input> {
    prop_oneof![
        (0_usize..12).prop_map(Input::Pick),
        Just(Input::Toggle),
        Just(Input::Up),
        Just(Input::Down),
        Just(Input::LineUp),
        Just(Input::LineDown),
        "\\PC{0,3}".prop_map(Input::Type),
        Just(Input::Backspace),
        Just(Input::Delete),
        Just(Input::Left),
        Just(Input::Right),
        Just(Input::Home),
        Just(Input::End),
        Just(Input::Clear),
    ]
}

proptest! {
    #[test]
    fn any_keys_in_any_order_end_within_the_tries(
        question in any_question(),
        seed: u64,
        steps in proptest::collection::vec((any_input(), 0_u8..4), 0..60),
    ) {
        let mut attempt = Attempt::new(&question, seed);
        for (second, (input, what)) in steps.into_iter().enumerate() {
            let now = Duration::from_secs(second as u64);
            let open = attempt.is_open();
            match what {
                0 => {
                    let before = attempt.answers.len();
                    if let Submission::Graded(_) = attempt.submit(now) {
                        prop_assert!(open);
                        prop_assert_eq!(attempt.answers.len(), before + 1);
                    }
                }
                1 => { attempt.hint(now); }
                _ => { attempt.enter(&input); }
            }
            prop_assert!(attempt.answers.len() as u32 <= question.tries);
            prop_assert!(attempt.hints <= attempt.hint_count());
            prop_assert!(attempt.cursor == 0 || attempt.cursor < attempt.draft.count());
            if let Standing::Closed { right, .. } = attempt.standing {
                prop_assert_eq!(right, attempt.last().unwrap().1.correct);
            }
        }
    }
}
