//! Questions in a lesson that are made from the reader's file.

use layerwise::progress::{Progress, Record, RecordKind, Timestamp};
use layerwise::quiz::Outcome;
use layerwise::tui::{Message, ThemeChoice};

use super::Play;
use super::guide::{guide, option, records, with};

const FILE: &str = "\
ARG VERSION=3.12
FROM scratch AS base
ARG MODE=dev
ENV MODE=prod
FROM base
ENV NAME=$MODE
USER app
WORKDIR /srv
CMD [\"serve\", \"$MODE\"]
";

const LESSON: &str = "\
Predict.

<!-- ask: {gen: var-value, name: MODE} -->

Then go on.
";

fn play(file: &str, columns: u16, rows: u16) -> Play {
    with(file, LESSON, columns, rows, ThemeChoice::Monochrome)
}

/// The text that is lit in the file pane, one line each.
fn lit(play: &Play) -> Vec<String> {
    let source = &play.model.file.dockerfile().source;
    play.model.highlights.focus.iter().map(|span| source.slice(*span).to_owned()).collect()
}

#[test]
fn a_question_about_the_file_is_answered_like_a_written_one() {
    let mut shown = String::new();
    let wide = play(FILE, 120, 40);
    let (wrong, right) = (option(&wide, "dev"), option(&wide, "prod"));
    for (columns, rows) in [(120, 40), (80, 24), (40, 12)] {
        let mut play = play(FILE, columns, rows);
        shown += &format!("== {columns}x{rows}: before\n{}\n", guide(&play));
        for _ in 0..6 {
            if play.footer().contains("Enter") || play.footer().contains("waits for") {
                break;
            }
            play.keys("Space");
        }
        play.keys(&format!("{wrong} Enter"));
        shown += &format!("== {columns}x{rows}: wrong\n{}\n", guide(&play));
        play.keys(&format!("{right} Enter"));
        shown += &format!("== {columns}x{rows}: right\n{}\n", guide(&play));
        let last = records(&play).last().copied().unwrap();
        assert!(last.correct && last.closed && last.question == "here-var-value-1");
        assert!(!last.hash.is_empty());
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn the_line_is_lit_then_what_decides_it() {
    let mut play = play(FILE, 120, 40);
    assert_eq!(lit(&play), ["ENV NAME=$MODE"]);
    assert!(!guide(&play).contains("Then go on"), "what follows would give it away");
    let right = option(&play, "prod");
    play.keys(&format!("{right} Enter"));
    assert_eq!(lit(&play), ["ENV MODE=prod", "ENV NAME=$MODE"]);
    assert!(guide(&play).contains("Then go on"), "{}", guide(&play));
}

#[test]
fn what_the_first_question_asks_about_is_in_view_from_the_start() {
    let file = FILE.replace("USER app\n", "").replacen(
        "FROM base\n",
        &format!("{}FROM base\n", "RUN true\n".repeat(60)),
        1,
    );
    let play = play(&file, 120, 24);
    assert_eq!(lit(&play), ["ENV NAME=$MODE"]);
    let shown = play.file().join("\n");
    assert!(shown.contains("ENV NAME=$MODE"), "{shown}");
}

#[test]
fn a_click_on_a_deciding_line_shows_it() {
    let file = format!("{FILE}{}", "# one more\n".repeat(60));
    let mut play = play(&file, 120, 40);
    let right = option(&play, "prod");
    play.keys(&format!("{right} Enter Tab G"));
    // The file pane begins behind 58 columns.
    let in_file = |play: &Play| {
        let screen = play.screen();
        screen.lines().any(|row| row.chars().skip(58).collect::<String>().contains("ENV MODE"))
    };
    assert!(!in_file(&play), "{}", play.screen());
    let screen = play.screen();
    let row = screen.lines().position(|row| row.contains("4 ENV MODE=prod")).unwrap();
    play.click(5, row as u16);
    assert!(in_file(&play), "{}", play.screen());
}

#[test]
fn an_answer_stays_while_the_question_stays() {
    let mut play = play(FILE, 120, 40);
    let right = option(&play, "prod");
    play.keys(&format!("{right} Enter"));
    // A line above moves the question down and changes nothing else.
    play.save(&format!("# a comment\n{FILE}"));
    assert!(guide(&play).contains("Right, on the first try"), "{}", guide(&play));
    assert!(guide(&play).contains("Line 7"), "{}", guide(&play));
    play.save(&FILE.replace("prod", "live"));
    let shown = guide(&play);
    assert!(shown.contains("New question: what it asks about changed"), "{shown}");
    assert!(shown.contains("live") && !shown.contains("Then go on"), "{shown}");
    let right = option(&play, "live");
    play.keys(&format!("{right} Enter"));
    assert!(guide(&play).contains("Right, on the first try"), "{}", guide(&play));
    assert_eq!(records(&play).len(), 2);
}

#[test]
fn an_answer_of_an_earlier_session_is_known() {
    let mut first = play(FILE, 120, 40);
    let right = option(&first, "prod");
    first.keys(&format!("{right} Enter"));
    let outcome: Outcome = records(&first)[0].clone();
    let mut progress = Progress::default();
    progress.take_record(&Record { at: Timestamp(1), kind: RecordKind::Answer(outcome) });
    let mut later = play(FILE, 120, 40);
    later.send(Message::Progress(Box::new(progress)));
    assert!(guide(&later).contains("Answered before"), "{}", guide(&later));
}

#[test]
fn where_nothing_can_be_asked_the_reason_stands_and_the_lesson_goes_on() {
    for (file, reason) in [
        ("FROM team/base\nENV B=$MODE\n", "which layerwise has not seen"),
        ("FROM python\nENV B=$MODE\n", "knows only what its table of images says"),
        ("FROM scratch\nCMD [\"x\"]\n", "nothing about the variable MODE"),
        ("FROM scratch\nWORKDIRS x\n", "a build of this file stops at line 2"),
    ] {
        let play = play(file, 80, 24);
        let shown = guide(&play).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.contains("There is no question about this file here:"), "{shown}");
        assert!(shown.contains(reason), "{reason} {file} {shown}");
        assert!(shown.contains("Then go on"), "{shown}");
    }
}

#[test]
fn a_lesson_is_done_without_its_asks() {
    let mut play = play("FROM scratch\nCMD [\"x\"]\n", 80, 24);
    play.keys("Space");
    assert!(play.footer().contains("Lesson done") || guide(&play).contains("Lesson done"));
}

#[test]
fn a_question_that_is_gone_with_its_file_is_not_counted_at_the_end() {
    let mut play = play(FILE, 120, 40);
    let wrong = option(&play, "dev");
    play.keys(&format!("{wrong} Enter"));
    assert!(!records(&play)[0].closed);
    play.save("FROM scratch\nCMD [\"x\"]\n");
    let shown = guide(&play);
    assert!(shown.contains("Lesson done") || shown.contains("End of the lesson"), "{shown}");
    assert!(!shown.contains("Questions answered"), "{shown}");
}

#[test]
fn while_a_long_file_is_worked_out_that_is_said() {
    let file = format!("{FILE}{}", "ENV X=1\n".repeat(600));
    let mut play = Play { has_thread: false, ..play("FROM scratch\n", 80, 24) };
    play.save(&file);
    assert!(guide(&play).contains("is being worked out"), "{}", guide(&play));
}
