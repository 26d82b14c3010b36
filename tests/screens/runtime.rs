//! The Runtime view.

use layerwise::tui::ThemeChoice;

use super::{Play, grid};

/// What the file decides, what the table says of the base, and what nobody tells.
const SERVED: &str = "\
FROM python:3.14-slim AS base
WORKDIR /app
ENV PORT=8000

FROM base AS test
CMD [\"pytest\"]

FROM base
USER 1000
EXPOSE $PORT
STOPSIGNAL SIGINT
HEALTHCHECK --interval=10s --retries=2 CMD [\"python\", \"ask.py\"]
CMD python app.py
";

fn check(name: &str, play: &Play) {
    insta::assert_snapshot!(name, play.screen());
}

#[test]
fn the_page_at_each_size() {
    for (columns, rows) in [(40, 12), (80, 24), (120, 40)] {
        let mut play = Play::new(SERVED, columns, rows);
        play.keys("6 j");
        check(&format!("runtime_{columns}x{rows}"), &play);
    }
}

#[test]
fn the_page_reads_without_colour() {
    let mut play = Play::with(SERVED.as_bytes(), 120, 40, ThemeChoice::Monochrome);
    play.keys("6 j");
    insta::assert_snapshot!("runtime_styles_monochrome", grid::styles(&play.buffer()));
}

#[test]
fn a_selected_answer_moves_the_file_pane_to_its_proof() {
    let mut play = Play::new(SERVED, 120, 40);
    play.keys("6 j");
    assert_eq!(play.model.file.selected_lines().unwrap().first.get(), 9, "USER");
    play.keys("j");
    assert_eq!(play.model.file.selected_lines().unwrap().first.get(), 2, "WORKDIR");
    play.keys("g k");
    assert!(play.footer().contains("no further answer"), "{}", play.footer());
}

#[test]
fn what_nobody_tells_is_said_with_its_reason() {
    let mut play = Play::new("FROM team/base\nEXPOSE 80\n", 120, 40);
    play.keys("6");
    let screen = play.screen();
    assert!(screen.contains("unknown: set by the base image"), "{screen}");
    assert!(screen.contains("80/tcp, and perhaps others"), "{screen}");
}

#[test]
fn a_build_that_stops_starts_nothing() {
    let mut play = Play::new("FROM a\nCOPY --from=5 / /\n", 120, 40);
    play.keys("6");
    let screen = play.screen();
    assert!(screen.contains("Nothing starts: the build does not start"), "{screen}");
}

#[test]
fn a_line_that_cannot_be_read_is_the_reason_and_not_what_follows_from_it() {
    let file = "FROM alpine AS deps\nRUN true\nFORM alpine AS build\n\
                COPY --from=deps /a /b\nFROM alpine\nCMD [\"a\"]\n";
    let mut play = Play::new(file, 120, 40);
    play.keys("6");
    let screen = play.screen();
    assert!(screen.contains("parse error on line 3: unknown instruction: FORM"), "{screen}");
    assert!(!screen.contains("circular"), "{screen}");
}
