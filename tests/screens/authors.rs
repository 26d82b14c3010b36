//! A lesson that its author saves while it is on the screen.

use layerwise::lesson::{AddedLesson, LessonOrigin, NoFolder};
use layerwise::tui::{Effect, Message};

use super::{GOOD, Play, lesson_of, start};

const TEXT: &str = "---\nlayerwise: 1\nid: mine\n---\n# Mine\n\nOne.\n\n## Second\n\nTwo.\n\n\
    <!-- pause -->\n\nBehind.\n\n<!-- quiz: {id: q} -->\n### Ready?\n\n1. [x] True\n2. [ ] False\n\n\
    ## Third\n\nEnd.\n";

fn writing() -> Play {
    let mut start = start(GOOD.as_bytes());
    start.lesson = lesson_of("mine.md", TEXT);
    let mut play = Play::started(&start, 120, 40);
    play.keys("] Space");
    play
}

fn save(play: &mut Play, text: &str) -> String {
    let added = AddedLesson::read(LessonOrigin::File, "mine.md", text, &NoFolder);
    play.send(Message::LessonSaved(Ok(Box::new(added))));
    play.screen()
}

#[test]
fn a_save_is_shown_at_once_and_the_step_stays() {
    let mut play = writing();
    assert!(play.screen().contains("Behind."), "{}", play.screen());
    let screen = save(&mut play, &TEXT.replace("Two.", "Two and a half."));
    assert!(screen.contains("Two and a half.") && screen.contains("Behind."), "{screen}");
    assert!(screen.contains("step 2 of 3") && screen.contains("saved; no problems"), "{screen}");
    // Steps that come before it move it, and a new title leaves it where it is.
    let screen = save(&mut play, &TEXT.replace("## Second", "## New\n\nNew.\n\n## Second"));
    assert!(screen.contains("step 3 of 4") && screen.contains("Two."), "{screen}");
    let screen =
        save(&mut play, &TEXT.replace("## Third", "## Last").replace("## Second", "## New"));
    assert!(screen.contains("step 3 of 3") && screen.contains("End."), "{screen}");
}

#[test]
fn an_answer_stays_while_its_question_stays() {
    let mut play = writing();
    play.keys("t Enter");
    assert!(play.screen().contains("Right"), "{}", play.screen());
    let screen = save(&mut play, &TEXT.replace("Two.", "Changed."));
    assert!(screen.contains("Right") && screen.contains("Changed."), "{screen}");
    let screen = save(&mut play, &TEXT.replace("Ready?", "Really ready?"));
    assert!(!screen.contains("Right") && screen.contains("Really ready?"), "{screen}");
}

#[test]
fn a_broken_save_says_where_and_a_good_one_recovers() {
    let mut play = writing();
    let broken = TEXT.replace("Two.", "<!-- focus: RNU -->\n\nTwo.").replace("id: mine", "id: [");
    let screen = save(&mut play, &broken);
    assert!(screen.contains("2 problems, the first in line"), "{screen}");
    assert!(screen.contains("Line 11, column 13:"), "{screen}");
    assert!(screen.contains("RNU is no instruction"), "{screen}");
    assert!(screen.contains("Two.") && screen.contains("step 2 of 3"), "{screen}");
    assert_eq!(play.model.place().lesson.as_deref(), Some("mine"), "the id is not lost");
    let screen = save(&mut play, TEXT);
    assert!(!screen.contains("column"), "{screen}");
    assert!(screen.contains("saved; no problems"), "{screen}");
    play.send(Message::LessonSaved(Err("cannot read mine.md: there is no such file".to_owned())));
    let screen = play.screen();
    assert!(screen.contains("there is no such file. The lesson is shown as it was."), "{screen}");
    assert!(screen.contains("Two."), "{screen}");
}

#[test]
fn only_a_lesson_from_elsewhere_is_watched() {
    let mut play = writing();
    let watched = |play: &Play| {
        let mut found = play.effects.iter().rev().filter_map(|effect| match effect {
            Effect::WatchLesson(files) => Some(files.as_ref().map(|it| it.file.clone())),
            _ => None,
        });
        found.next()
    };
    assert_eq!(watched(&play), Some(Some("mine.md".into())));
    play.keys("L").type_text("platforms").keys("Enter");
    assert_eq!(watched(&play), Some(None), "{}", play.screen());
    // What comes late from the watch of the other one changes nothing.
    let screen = save(&mut play, &TEXT.replace("One", "Late"));
    assert!(!screen.contains("Late") && !screen.contains("saved"), "{screen}");
}
