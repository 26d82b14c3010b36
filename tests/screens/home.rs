//! The Home view: where the reader was, what is due, what the file needs, the course.

use layerwise::lesson::Course;
use layerwise::progress::{Progress, Record, RecordKind, Timestamp};
use layerwise::tui::{Effect, Message, Place, Start, StartLesson, ThemeChoice, View};

use super::guide::records;
use super::{GOOD, NOON, Play, answer, start};

const DAY: u64 = 86_400_000;

/// Home, for a reader of this file who was in a lesson of the course.
fn home(text: &str, progress: Progress, columns: u16, rows: u16, theme: ThemeChoice) -> Play {
    let place = Place { lesson: Some("anatomy".to_owned()), step: 2, ..Place::default() };
    let lesson = StartLesson::Remembered;
    let clock = Timestamp(NOON + 9 * DAY);
    let mut start = Start { place: Some(place), lesson, clock, ..start(text.as_bytes()) };
    start.settings.theme = theme;
    let mut play = Play::started(&start, columns, rows);
    play.send(Message::Progress(Box::new(progress))).keys("0");
    play
}

fn some_progress() -> Progress {
    let mut progress = Progress::default();
    for (place, lesson) in (0..).zip(["tour", "what-is"]) {
        let kind = RecordKind::Known { lesson: lesson.to_owned() };
        progress.take_record(&Record { at: Timestamp(NOON + place * 60_000), kind });
    }
    progress.take_record(&answer(NOON + 300_000, ("anatomy", "q", "anatomy.forms"), true));
    progress
}

#[test]
fn home_at_all_sizes() {
    let mut shown = String::new();
    for (columns, rows) in [(120, 40), (80, 24), (40, 12)] {
        for (what, progress) in [("new", Progress::default()), ("later", some_progress())] {
            let play = home(GOOD, progress, columns, rows, ThemeChoice::Monochrome);
            shown += &format!("== {columns}x{rows}, {what}\n{}\n", play.screen());
        }
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn what_was_asked_so_far_is_counted_in_skills() {
    let mut progress = Progress::default();
    let at = NOON + 9 * DAY;
    for (question, skill) in [("a", "user.who"), ("b", "user.who"), ("c", "cache.order")] {
        progress.take_record(&answer(at, ("anatomy", question, skill), true));
    }
    let play = home(GOOD, progress, 120, 40, ThemeChoice::Dark);
    let words = "nothing is due today · 2 skills asked so far";
    assert!(play.screen().contains(words), "{}", play.screen());
}

#[test]
fn home_reads_in_each_theme() {
    let screens = [ThemeChoice::Dark, ThemeChoice::Light, ThemeChoice::Monochrome]
        .map(|theme| home(GOOD, some_progress(), 80, 24, theme).screen());
    assert!(screens.iter().all(|screen| *screen == screens[0] && screen.contains("▸")));
}

#[test]
fn one_key_goes_home_and_one_goes_on() {
    let mut play = home(GOOD, some_progress(), 80, 24, ThemeChoice::Dark);
    assert_eq!(play.model.view, View::Home);
    assert!(play.screen().contains("▸ Anatomy of an instruction · step 3 of"), "{}", play.screen());
    play.keys("Enter");
    assert_eq!(play.model.view, View::Lesson);
    assert!(play.screen().contains("step 3 of"), "the step is kept");
    // From every view, whichever pane has the keys; Space goes on as well.
    for view in ["1", "2", "3", "4", "5", "6", "7", "8"] {
        play.keys(view).keys("Tab 0");
        assert_eq!(play.model.view, View::Home, "from {view}");
        play.keys("G Space");
        assert_eq!(play.model.view, View::Lesson);
    }
}

#[test]
fn a_need_is_proved_in_the_file_and_opens_its_lesson() {
    let mut play = home(GOOD, Progress::default(), 120, 40, ThemeChoice::Dark);
    play.keys("j j");
    let marked: Vec<String> = play.file().into_iter().filter(|row| row.contains('▌')).collect();
    assert!(marked.iter().any(|row| row.contains("API_TOKEN")), "{marked:?}\n{}", play.screen());
    play.keys("Enter");
    assert_eq!(play.model.guide.place().0.as_deref(), Some("secrets"));
}

#[test]
fn a_path_unfolds_and_its_lessons_open() {
    let mut play = home("FROM scratch\n", some_progress(), 80, 60, ThemeChoice::Dark);
    let row = |play: &Play, words: &str| {
        let screen = play.screen();
        let found = screen.lines().position(|row| row.contains(words));
        found.unwrap_or_else(|| panic!("no {words} on\n{screen}")) as u16
    };
    let before = play.screen();
    let at = row(&play, "My image is big ·");
    play.click(6, at);
    assert!(play.screen().contains("Why layers add up, how to leave"), "{}", play.screen());
    let at = row(&play, "13 Layers add up");
    play.click(6, at);
    assert_eq!(play.model.guide.place().0.as_deref(), Some("layers-add-up"));
    play.keys("0 Enter");
    assert_eq!(play.model.view, View::Lesson);
    play.keys("0");
    let at = row(&play, "My image is big ·");
    play.click(6, at);
    let folded = |text: &str| !text.contains("Why layers add up, how to leave");
    assert!(folded(&play.screen()) && folded(&before));
}

#[test]
fn a_lesson_can_be_tested_out_of_from_home() {
    let mut play = home(GOOD, Progress::default(), 80, 24, ThemeChoice::Dark);
    play.keys("I");
    assert!(play.footer().contains("Put the cursor on a lesson"), "{}", play.footer());
    play.keys("G I");
    assert_eq!(play.model.view, View::Review);
    assert!(play.screen().contains("Show that you know the lesson"), "{}", play.screen());
    assert!(records(&play).is_empty(), "nothing counts before it is answered");
}

#[test]
fn without_a_file_the_path_for_who_begins_is_advised() {
    let opened = layerwise::host::sample();
    let start = Start { clock: Timestamp(NOON), ..Start::new(opened) };
    let mut play = Play::started(&start, 120, 40);
    play.keys("0");
    let screen = play.screen();
    assert!(screen.contains("Where to begin"), "{screen}");
    assert!(screen.contains("There is no Dockerfile of yours here"), "{screen}");
    assert!(!screen.contains("What your file needs most"), "{screen}");
}

#[test]
fn what_goes_with_a_file_is_no_need_of_it() {
    let file = "FROM alpine:3.22 AS build\nRUN true\nFROM scratch\nCOPY --from=build /a /a\n\
                USER 1000\nENTRYPOINT [\"/a\"]\n";
    let play = home(file, Progress::default(), 120, 40, ThemeChoice::Dark);
    let screen = play.screen();
    let at = |words: &str| screen.find(words).unwrap_or_else(|| panic!("{words}:\n{screen}"));
    assert!(at("What goes with your file") < at("The file has 2 stages"));
    assert!(!screen.contains("What your file needs most"), "{screen}");
    // Beside what it needs, it comes second.
    let secret = file.replace("USER", "ENV API_TOKEN=s3cr3t-1\nUSER");
    let play = home(&secret, Progress::default(), 120, 40, ThemeChoice::Dark);
    let screen = play.screen();
    let at = |words: &str| screen.find(words).unwrap_or_else(|| panic!("{words}:\n{screen}"));
    assert!(at("What your file needs most") < at("API_TOKEN stands in the image"));
    assert!(at("API_TOKEN stands in the image") < at("What goes with your file"));
    assert!(at("What goes with your file") < at("The file has 2 stages"));
}

#[test]
fn a_sample_in_the_file_pane_is_not_taken_for_the_readers_file() {
    let mut play = home(GOOD, Progress::default(), 120, 40, ThemeChoice::Dark);
    let advised = |screen: &str| screen.contains("API_TOKEN");
    assert!(advised(&play.screen()));
    play.keys("1 v 0 j j");
    let screen = play.screen();
    assert!(screen.contains("A sample is shown now. o shows your own file."), "{screen}");
    // The lines of the other file are not lines of this one.
    assert!(!screen.contains("line 3:"), "{screen}");
    play.keys("o");
    assert!(!play.screen().contains("A sample is shown now"), "{}", play.screen());
}

#[test]
fn what_is_due_is_said_at_the_start() {
    let mut start = Start { clock: Timestamp(NOON + 9 * DAY), ..start(GOOD.as_bytes()) };
    let mut play = Play::started(&start, 80, 24);
    play.send(Message::Progress(Box::new(some_progress())));
    assert!(play.footer().contains("1 skill is due for review: 8 asks. 0 is home."));
    start.notice = Some("tables.toml is not right".to_owned());
    let mut play = Play::started(&start, 80, 24);
    play.send(Message::Progress(Box::new(some_progress())));
    assert!(play.footer().contains("tables.toml is not right"), "{}", play.footer());
    // Where home is shown already, it says so itself.
    assert!(!play.effects.iter().any(|effect| matches!(effect, Effect::Quit)));
}

#[test]
fn every_lesson_and_every_view_is_three_keys_away() {
    for (number, entry) in Course::builtin().entries.iter().enumerate() {
        let own = entry.folder.split('-').next().unwrap();
        let keys: Vec<String> = own.chars().map(String::from).collect();
        let mut play = Play::new(GOOD, 80, 24);
        play.keys(&format!("L {}", keys.join(" ")));
        if own == "22" {
            // Six lessons have this number: the list waits, and Enter takes the general one.
            let screen = play.screen();
            assert!(
                ["Python", "Node", "Go", "Java", "Rust", ".NET"]
                    .iter()
                    .all(|it| screen.contains(it))
            );
            continue;
        }
        assert_eq!(play.model.guide.place().0, Some(entry.id.clone()), "{number}");
    }
    for view in View::ALL.into_iter().chain([View::Home]) {
        let mut play = Play::new(GOOD, 80, 24);
        play.keys(&view.number().to_string());
        assert_eq!(play.model.view, view);
    }
}

#[test]
fn the_lesson_about_the_readers_language_comes_next() {
    for (file, expected) in [
        ("FROM node:22\nCMD [\"node\", \"a.js\"]\n", "Node on the web"),
        ("FROM golang:1.27 AS b\nFROM scratch\nCOPY --from=b /a /a\n", "Go on the web"),
        ("FROM debian:13\n", "Python on the web"),
        ("FROM python:3.13\n", "Python on the web"),
    ] {
        let place = Place { lesson: Some("health".to_owned()), step: 99, ..Place::default() };
        let start =
            Start { place: Some(place), lesson: StartLesson::Remembered, ..start(file.as_bytes()) };
        let mut play = Play::started(&start, 100, 80);
        let screen = play.screen();
        assert!(screen.contains(expected), "{expected}\n{screen}");
        play.keys("]");
        assert!(play.screen().contains("Lesson 23 of 28 · step 1"), "{}", play.screen());
    }
}

#[test]
fn a_path_leads_from_lesson_to_lesson_and_home_at_its_end() {
    let end = |lesson: &str, path: Option<&str>, progress: Progress| {
        let path = path.map(str::to_owned);
        let place = Place { lesson: Some(lesson.to_owned()), step: 99, path, ..Place::default() };
        let lesson = StartLesson::Remembered;
        let start = Start { place: Some(place), lesson, ..start(b"FROM debian:13\n") };
        let mut play = Play::started(&start, 100, 80);
        play.send(Message::Progress(Box::new(progress)));
        play
    };
    let mut play = end("anatomy", Some("starter"), Progress::default());
    assert!(play.screen().contains("next on the path Starter: What gets in"), "{}", play.screen());
    play.keys("]");
    assert_eq!(play.model.guide.place().0.as_deref(), Some("context"));
    assert_eq!(play.model.place().path.as_deref(), Some("starter"), "it is kept for later");
    // The text of the last step names another one first.
    let mut context = end("context", Some("starter"), Progress::default());
    let words =
        "Next on the path Starter: Layers and cache rules. What else is named here can wait.";
    let said = |play: &Play| {
        let shown = super::guide::guide(play);
        shown.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert!(said(&context).contains(words), "{}", context.screen());
    context.keys("[");
    assert!(!said(&context).contains("Next on the path"), "{}", context.screen());
    let course = end("context", None, Progress::default());
    assert!(!said(&course).contains("Next on the path"), "{}", course.screen());
    // In the course another lesson comes next; what is not on the path, too.
    for (lesson, path, next) in [
        ("anatomy", None, "from"),
        ("from", Some("starter"), "context"),
        ("health", None, "python-web"),
    ] {
        let mut play = end(lesson, path, Progress::default());
        play.keys("]");
        assert_eq!(play.model.guide.place().0.as_deref(), Some(next));
    }
    // What is done already is passed over, and behind the last lesson comes home.
    let mut play = end("tour", Some("starter"), some_progress());
    play.keys("]");
    assert_eq!(play.model.guide.place().0.as_deref(), Some("anatomy"));
    let mut play = end("non-root", Some("starter"), Progress::default());
    assert!(play.screen().contains("End of the path: Starter"), "{}", play.screen());
    play.keys("]");
    assert_eq!(play.model.view, View::Home);
}

#[test]
fn who_begins_is_on_the_path_for_that() {
    let start = Start { lesson: StartLesson::Remembered, view: None, ..start(GOOD.as_bytes()) };
    let play = Play::started(&start, 100, 40);
    assert_eq!(
        (play.model.view, play.model.place().path.as_deref()),
        (View::Lesson, Some("starter"))
    );
    assert_eq!(play.model.guide.place(), (Some("tour".to_owned()), 0));
}

#[test]
fn who_goes_on_while_the_file_stands_alone_sees_the_lesson() {
    let mut play = Play::new(GOOD, 80, 24);
    play.keys("Tab");
    assert!(!play.screen().contains("A test of the screen"), "{}", play.screen());
    play.keys("Space");
    assert!(play.screen().contains("The second step"), "{}", play.screen());
    play.keys("Tab [");
    assert!(play.screen().contains("A test of the screen"), "{}", play.screen());
}

#[test]
fn what_the_file_does_not_tell_is_said() {
    let play =
        home("FROM debian:13\nUSER 10001\n", Progress::default(), 120, 60, ThemeChoice::Dark);
    assert!(play.screen().contains("Which language it is about: neither its"), "{}", play.screen());
}
