//! Lessons from elsewhere than the course, on the screen.

use layerwise::host::Packs;
use layerwise::lesson::{AddedLesson, LessonOrigin, NoFolder};
use layerwise::progress::RecordKind;
use layerwise::tui::{Effect, Message};

use super::{GOOD, Play};

fn added(origin: LessonOrigin, id: &str, title: &str) -> AddedLesson {
    let text = format!(
        "---\nlayerwise: 1\nid: {id}\ntitle: {title}\n---\n# {title}\n\nHello.\n\n\
         <!-- quiz: {{id: q}} -->\n### True?\n\n1. [x] True\n2. [ ] False\n\n## The end\n"
    );
    AddedLesson::read(origin, format!("{}/{title}/lesson.md", origin.name()), &text, &NoFolder)
}

fn packs() -> Packs {
    let lessons = vec![
        added(LessonOrigin::Repository, "ours", "Ours"),
        added(LessonOrigin::Repository, "from", "Our own FROM"),
        added(LessonOrigin::Configuration, "ours", "Mine"),
    ];
    Packs { lessons, left_out: Vec::new() }
}

/// The list of lessons, with only those from elsewhere in it.
fn list(play: &mut Play) -> String {
    play.keys("L");
    let screen = play.screen();
    play.keys("Esc");
    screen
}

#[test]
fn they_come_after_the_first_frame_and_stand_in_the_list() {
    let mut play = Play::new(GOOD, 120, 60);
    assert!(play.effects.contains(&Effect::ReadLessons));
    assert!(list(&mut play).contains("1 more behind them"), "the test's own lesson");
    play.send(Message::Lessons(Box::new(packs())));
    play.keys("L").type_text("our");
    insta::assert_snapshot!(play.screen());
}

#[test]
fn an_id_of_the_course_is_kept_apart_and_said() {
    let mut play = Play::new(GOOD, 120, 60);
    play.send(Message::Lessons(Box::new(packs())));
    play.keys("L").type_text("our own from").keys("Enter");
    let screen = play.screen();
    assert!(screen.contains("Lesson of this repository · step 1 of 2"), "{screen}");
    assert!(screen.contains("Its progress is kept under from@repository"), "{screen}");
    play.keys("t Enter");
    let kept = play.effects.iter().find_map(|effect| match effect {
        Effect::Record(RecordKind::Answer(outcome)) => Some(outcome.lesson.as_str()),
        _ => None,
    });
    assert_eq!(kept, Some("from@repository"));
    // The next one is of the same folder, and none of the course.
    assert_eq!(play.model.place().lesson.as_deref(), Some("from@repository"));
    play.keys("] ]");
    let screen = play.screen();
    assert!(screen.contains("This was the last step."), "{screen}");
}

#[test]
fn what_was_left_out_is_said() {
    let mut play = Play::new(GOOD, 80, 24);
    let left_out = vec!["a\u{1b}[2J/lesson.md: it is a named pipe".to_owned(), "b: c".to_owned()];
    play.send(Message::Lessons(Box::new(Packs { lessons: Vec::new(), left_out })));
    let screen = play.screen();
    assert!(screen.contains("A lesson was left out: a"), "{screen}");
    assert!(!screen.contains('\u{1b}'));
}

#[test]
fn read_again_an_open_lesson_stays_and_others_go() {
    let mut play = Play::new(GOOD, 120, 60);
    play.send(Message::Lessons(Box::new(packs())));
    play.keys("L").type_text("mine").keys("Enter ]");
    play.send(Message::Lessons(Box::default()));
    assert_eq!(play.model.place().lesson.as_deref(), Some("ours@configuration"));
    assert_eq!(play.model.place().step, 1);
    assert!(list(&mut play).contains("2 more behind them"));
}
