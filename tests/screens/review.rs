//! The Review view: how the skills sit, what is due, and "I know this".

use layerwise::host::Origin;
use layerwise::progress::{Progress, RecordKind, Timestamp};
use layerwise::tui::{Effect, Message, Start, StartLesson, ThemeChoice, View};

use super::guide::{guide, records, with};
use super::{ASKED_ABOUT, NOON, Play, answer, folder_beside, start};

const DAY: u64 = 86_400_000;

/// The review of a reader with this record, some days after it.
fn review(answers: &[(&str, bool)], days: u64, columns: u16, rows: u16) -> Play {
    let mut start = Start { clock: Timestamp(NOON + days * DAY), ..start(ASKED_ABOUT.as_bytes()) };
    start.settings.theme = ThemeChoice::Monochrome;
    let mut progress = Progress::default();
    for (place, (skill, correct)) in (0..).zip(answers) {
        let question = format!("q{place}");
        let record = answer(NOON + place * 30_000, ("from", &question, skill), *correct);
        progress.take_record(&record);
    }
    let mut play = Play::started(&start, columns, rows);
    play.send(Message::Progress(Box::new(progress))).keys("8").send(folder_beside());
    play
}

const SOME: [(&str, bool); 4] =
    [("cache.order", true), ("user.who", false), ("start.pid1", true), ("from.pinning", true)];

#[test]
fn the_overview() {
    let mut shown = String::new();
    for (columns, rows) in [(120, 40), (80, 24), (40, 12)] {
        for (what, answers, days) in [
            ("nothing answered", &SOME[..0], 0),
            ("nothing due", &SOME[..], 0),
            ("some due", &SOME[..], 5),
        ] {
            let play = review(answers, days, columns, rows);
            shown += &format!("== {columns}x{rows}: {what}\n{}\n", guide(&play));
        }
        let bar = review(&SOME, 0, columns, rows).screen();
        shown += &format!("{}\n", bar.lines().take(2).collect::<Vec<_>>().join("\n"));
    }
    insta::assert_snapshot!(shown);
}

/// Answers the question in view rightly, as far as the keys can tell: tries
/// what there is until it is closed.
fn answer_somehow(play: &mut Play) {
    for key in ["a", "b", "c", "d"] {
        let before = records(play).len();
        play.keys(key).keys("Enter");
        if records(play).get(before).is_some_and(|outcome| outcome.closed) {
            return;
        }
    }
}

#[test]
fn answers_are_kept_under_their_lessons_with_their_skills() {
    let mut play = review(&[("from.pinning", false), ("start.pid1", false)], 9, 120, 40);
    let heading = play.screen().lines().next().unwrap().to_owned();
    assert!(heading.contains("Review · step 1 of 6"), "{heading}");
    for _ in 0..2 {
        play.keys("]");
        answer_somehow(&mut play);
    }
    let kept = records(&play);
    let of = |skill: &str| kept.iter().find(|it| it.skill.as_deref() == Some(skill)).unwrap();
    assert_eq!(of("from.pinning").lesson, "from");
    let made = of("start.pid1");
    assert!(made.lesson == "quiz" || made.lesson == "start", "{made:?}");
    assert!(kept.iter().all(|it| it.file.is_some()));
    // Another save is another review, and what was answered is not due any more.
    play.save(&ASKED_ABOUT.replace("web", "www"));
    assert!(guide(&play).contains("Nothing is due today"), "{}", guide(&play));
    let finished = |effect: &Effect| matches!(effect, Effect::Record(RecordKind::Finished { .. }));
    assert!(!play.effects.iter().any(finished), "a review is no lesson of the course");
}

#[test]
fn a_review_is_answered_in_the_file_as_well() {
    let mut play = review(&[("basics.layers", false)], 9, 120, 40);
    play.keys("]");
    let shown = guide(&play);
    assert!(
        shown.contains("add a layer") && shown.contains("Tab mark them in the file"),
        "{shown}"
    );
    // Line 2 is a RUN of the image.
    play.keys("Tab g j Space");
    let row = play.screen().lines().nth(4).unwrap().to_owned();
    assert!(row.contains("2 ● RUN useradd app"), "{row}");
    play.keys("Enter");
    assert_eq!(records(&play)[0].skill.as_deref(), Some("basics.layers"));
}

#[test]
fn the_next_review_follows_at_the_end() {
    let mut play = review(&[], 0, 120, 40);
    for _ in 0..5 {
        play.keys("]");
        play.keys("Esc");
    }
    assert!(guide(&play).contains("End of the review"), "{}", guide(&play));
    play.keys("]");
    assert!(guide(&play).starts_with(" Review\n"), "{}", guide(&play));
}

#[test]
fn a_lesson_without_questions_cannot_be_tested_out_of() {
    let mut play = with(ASKED_ABOUT, "Only words.\n", 80, 24, ThemeChoice::Monochrome);
    play.keys("I");
    let words = "This lesson has no question that could show that you know it.";
    assert!(play.footer().contains(words), "{}", play.footer());
    assert_eq!(play.model.view, View::Lesson);
}

#[test]
fn who_knows_a_lesson_says_so_and_is_asked() {
    let lesson = StartLesson::Id("mounts".to_owned());
    let mut play = Play::started(&Start { lesson, ..start(ASKED_ABOUT.as_bytes()) }, 120, 40);
    play.keys("I").send(folder_beside());
    insta::assert_snapshot!(guide(&play));
    // A wrong answer, or one that was left, is no proof.
    play.keys("]").keys("Esc").keys("]").keys("Esc");
    let known = |effect: &Effect| matches!(effect, Effect::Record(RecordKind::Known { .. }));
    assert!(!play.effects.iter().any(known));
    // A reader who knows it: the letters are found out one after the other.
    let reader = |picks: &[&str]| {
        let lesson = StartLesson::Id("mounts".to_owned());
        let mut play = Play::started(&Start { lesson, ..start(ASKED_ABOUT.as_bytes()) }, 120, 40);
        play.keys("I").send(folder_beside());
        for pick in picks {
            play.keys("]").keys(pick).keys("Enter");
        }
        play
    };
    let mut picks: Vec<&str> = Vec::new();
    for _ in 0..3 {
        let right = ["a", "b", "c", "d"].into_iter().find(|pick| {
            let play = reader(&[picks.as_slice(), &[pick]].concat());
            records(&play).len() == picks.len() + 1 && records(&play).iter().all(|it| it.is_solid())
        });
        picks.push(right.unwrap());
    }
    let knowing = reader(&picks);
    assert!(knowing.effects.iter().any(known), "{picks:?}");
    assert!(knowing.footer().contains("it counts as done"), "{}", knowing.footer());
    assert!(!reader(&picks[..2]).effects.iter().any(known), "not before the last");
}

/// Every kind of question that is made from a file, open and answered.
#[test]
fn kinds_of_questions() {
    let mut shown = String::new();
    for (columns, rows) in [(120, 40), (80, 24)] {
        for name in ["point-at-line", "in-final-image", "cache-order", "explain-line"] {
            let lesson = format!("<!-- ask: {name} -->\n");
            let mut play = with(ASKED_ABOUT, &lesson, columns, rows, ThemeChoice::Monochrome);
            play.send(folder_beside());
            shown += &format!("== {columns}x{rows}: {name}\n{}\n", guide(&play));
            match name {
                "point-at-line" => play.keys("Enter g j j Space Enter"),
                "in-final-image" => play.keys("a Enter b Enter c Enter"),
                "cache-order" => play.keys("J Enter K J Enter"),
                _ => play.keys("Enter").type_text("it installs").keys("Enter a b Enter"),
            };
            shown += &format!("-- then\n{}\n", guide(&play));
        }
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn a_file_that_is_refused_says_which_line_to_mend() {
    let mut play = Play::new("FROM alpine:3.22\nCOPPY a b\n", 120, 40);
    play.keys("8");
    let screen = play.screen();
    assert!(screen.contains("stops at line 2") && screen.contains("open a lesson"), "{screen}");
}

#[test]
fn nobody_is_told_to_mend_a_sample() {
    // The sample of the tour has a fault to find.
    let lesson = StartLesson::Id("tour".to_owned());
    let mut start = Start { lesson, ..start(b"") };
    start.file.origin = Origin::Sample;
    let mut play = Play::started(&start, 120, 40);
    play.keys("8");
    let screen = play.screen();
    assert!(screen.contains("It is a sample") && !screen.contains("Mend that"), "{screen}");
}
