//! The check lists and the decisions, within the Checks view.

use layerwise::tui::{ThemeChoice, View};

use super::{Play, grid};

const FILE: &str = "\
FROM python:3.14-slim
ENV DB_PASSWORD=tr0ub4dor-9
RUN apt-get update && apt-get install -y curl
COPY app.py /app/
EXPOSE 8000
CMD [\"python\", \"/app/app.py\"]
";

fn check(name: &str, play: &Play) {
    insta::assert_snapshot!(name, play.screen());
}

#[test]
fn a_list_at_each_size() {
    for (columns, rows) in [(40, 12), (80, 24), (120, 40)] {
        let mut play = Play::new(FILE, columns, rows);
        play.keys("7 l j");
        check(&format!("lists_{columns}x{rows}"), &play);
    }
}

#[test]
fn a_list_reads_without_colour() {
    let mut play = Play::with(FILE.as_bytes(), 120, 40, ThemeChoice::Monochrome);
    play.keys("7 l");
    insta::assert_snapshot!("lists_styles_monochrome", grid::styles(&play.buffer()));
}

#[test]
fn enter_goes_to_the_line_and_again_to_the_next() {
    let mut play = Play::new("FROM debian:13 AS a\nFROM a\nCMD [\"x\"]\n", 120, 40);
    play.keys("7 l j");
    let line = |play: &Play| play.model.file.selected_lines().unwrap().first.get();
    assert!(play.screen().contains("(lines 1 and 2)"), "{}", play.screen());
    play.keys("Enter");
    assert_eq!(line(&play), 2, "line 1 is selected, so it goes on");
    play.keys("Enter");
    assert_eq!(line(&play), 1);
}

#[test]
fn the_lesson_of_an_item_opens() {
    let mut play = Play::new(FILE, 120, 40);
    play.keys("7 l j r");
    assert_eq!(play.model.view, View::Lesson);
    assert!(play.screen().contains("Not as root"), "{}", play.screen());
}

#[test]
fn pages_turn_round_and_the_findings_come_back() {
    let mut play = Play::new(FILE, 120, 40);
    play.keys("7 l");
    let mut titles = Vec::new();
    for _ in 0..7 {
        let screen = play.screen();
        let title = screen.lines().nth(3).unwrap().split('│').next().unwrap();
        titles.push(title.trim().to_owned());
        play.keys("]");
    }
    assert_eq!(titles[0], titles[6]);
    assert_eq!(titles[5], "Decisions about this image");
    play.keys("l");
    assert!(play.screen().contains("Warnings: it costs or endangers"), "{}", play.screen());
}

#[test]
fn questions_are_answered_and_what_follows_is_shown() {
    let mut play = Play::new(FILE, 120, 40);
    play.keys("7 l [ j Space");
    check("decisions_120x40", &play);
    let first = play.screen();
    assert!(first.contains("your answer"), "{first}");
    play.keys("Space Space");
    assert!(!play.screen().contains("your answer"), "{}", play.screen());
    let mut play = Play::new(FILE, 80, 24);
    play.keys("7 l [ G");
    check("decisions_80x24", &play);
}

#[test]
fn a_list_follows_the_file_and_the_target() {
    let mut play =
        Play::new("FROM debian:13 AS early\nUSER 5\nFROM debian:13\nCMD [\"x\"]\n", 120, 40);
    play.keys("7 l");
    assert!(play.screen().contains("✗ The process does not run as root"), "{}", play.screen());
    play.keys("t").type_text("early").keys("Enter");
    assert!(play.screen().contains("✓ The process does not run as root"), "{}", play.screen());
}

#[test]
fn an_item_that_does_not_fit_is_read_before_the_next() {
    let mut play = Play::new(FILE, 40, 12);
    play.keys("7 l");
    let seen: Vec<bool> = (0..24)
        .map(|_| {
            play.keys("j");
            play.screen().contains("open the lesson")
        })
        .collect();
    assert!(seen.iter().filter(|seen| **seen).count() >= 2, "{seen:?}\n{}", play.screen());
}

#[test]
fn no_secret_and_no_escape_is_shown() {
    let mut play =
        Play::new("FROM debian:13\nENV API_TOKEN=tr0ub4dor-9\nUSER a\u{1b}[31mb\n", 120, 40);
    play.keys("7 l");
    for _ in 0..6 {
        for _ in 0..14 {
            assert!(!play.screen().contains("tr0ub4dor"), "{}", play.screen());
            play.keys("j");
        }
        play.keys("]");
    }
}
