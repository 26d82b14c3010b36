//! The Stages view.

use std::sync::Arc;

use layerwise::context::{Ignore, Said, Snapshot, Tree};
use layerwise::tui::{Message, Pane, ThemeChoice};

use super::{Play, grid};

/// Four stages, one of which the last does not need.
const STAGED: &str = "\
FROM node:22-alpine AS deps
WORKDIR /app
COPY package.json ./
RUN npm ci

FROM node:22-alpine AS build
WORKDIR /app
COPY --from=deps /app/node_modules ./node_modules
COPY . .
RUN npm run build

FROM build AS test
RUN npm test

FROM nginx:1.27 AS web
COPY --from=build /app/dist /usr/share/nginx/html
COPY --from=deps /app/licences.txt /
";

fn check(name: &str, play: &Play) {
    insta::assert_snapshot!(name, play.screen());
}

#[test]
fn the_graph_at_each_size() {
    for (columns, rows) in [(40, 12), (80, 24), (120, 40)] {
        let mut play = Play::new(STAGED, columns, rows);
        play.keys("3 j");
        check(&format!("stages_{columns}x{rows}"), &play);
    }
}

#[test]
fn a_row_that_is_too_long_keeps_its_line() {
    let long = STAGED.replace("licences.txt", "licences/of/all/that/it/is/made/of.txt");
    for columns in [40, 60, 80, 120] {
        let mut play = Play::new(&long, columns, 24);
        let screen = play.keys("3").screen();
        let row = screen.lines().find(|row| row.contains("copies /app/lic")).unwrap();
        assert!(row.contains("…  line 17") || row.contains("deps  line 17"), "{row}");
    }
}

#[test]
fn the_graph_reads_without_colour() {
    let mut play = Play::with(STAGED.as_bytes(), 120, 40, ThemeChoice::Monochrome);
    play.keys("3");
    insta::assert_snapshot!("stages_styles_monochrome", grid::styles(&play.buffer()));
}

#[test]
fn a_stage_is_selected_and_becomes_the_target() {
    let mut play = Play::new(STAGED, 120, 40);
    play.keys("3 j j");
    let line = play.model.file.selected_lines().unwrap().first;
    assert_eq!(line.get(), 12, "the file pane goes along");
    play.keys("Enter");
    assert_eq!(play.model.choices.target.as_deref(), Some("test"));
    let screen = play.screen();
    assert!(screen.contains("for the target test"), "{screen}");
    assert!(screen.contains("only built with --target web"), "{screen}");
    play.keys("G k k k");
    assert_eq!(play.model.file.selected_lines().unwrap().first.get(), 1);
    play.keys("k");
    assert!(play.footer().contains("no further stage"), "{}", play.footer());
}

#[test]
fn a_click_on_a_row_selects_its_stage() {
    let mut play = Play::new(STAGED, 120, 40);
    play.keys("3");
    let screen = play.screen();
    let row = screen
        .lines()
        .position(|line| {
            line.contains("test ") && line.contains("▸") || line.contains("starts from build")
        })
        .unwrap();
    play.click(12, row as u16);
    assert_eq!(play.model.file.selected_lines().unwrap().first.get(), 12);
    assert_eq!(play.model.focus, Pane::Guide);
}

#[test]
fn a_file_that_is_refused_shows_what_can_be_read() {
    let mut play = Play::new("FROM a AS one\nCOPPY . .\nFROM one\nRUN true\n", 120, 40);
    play.keys("3");
    let screen = play.screen();
    assert!(screen.contains("BuildKit refuses this file"), "{screen}");
    assert!(screen.contains("starts from one"), "{screen}");
    let mut play = Play::new("# nothing\n", 80, 24);
    play.keys("3");
    assert!(play.screen().contains("A stage begins with FROM"), "{}", play.screen());
}

#[test]
fn what_a_compose_file_builds_is_said_where_it_is_another_stage() {
    let said = |target: &str| {
        let mut snapshot = Snapshot::of_tree("folder", &Tree::default(), Ignore::default());
        let from = "docker-compose.yml, line 9".to_owned();
        snapshot.service.target = Some(Said { what: target.to_owned(), from });
        let mut play = Play::new(STAGED, 120, 40);
        play.keys("3").send(Message::Scanned(Ok(Arc::new(snapshot))));
        let shown = super::guide::guide(&play);
        shown.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let words = "Compose builds test (docker-compose.yml, line 9); shown here: web.";
    assert!(said("test").contains(words), "{}", said("test"));
    assert!(!said("web").contains("Compose"), "{}", said("web"));
    assert!(!said("a\u{1b}[31m").contains('\u{1b}'));
}

#[test]
fn the_stages_that_can_be_read_are_shown_and_the_line_that_stops_a_build() {
    let first = "FORM alpine AS deps\nWORKDIR /a\nRUN true\n\nFROM alpine AS build\n\
                 COPY --from=deps /a /b\nFROM alpine AS web\nCOPY --from=build /b /\n";
    // This COPY would take from the stage that it stands in.
    let middle = "FROM alpine AS deps\nRUN true\nFORM alpine AS build\n\
                  COPY --from=deps /a /b\nFROM alpine AS web\nCOPY --from=build /b /\n";
    for (file, names, line) in [(first, ["build", "web"], 1), (middle, ["deps", "web"], 3)] {
        let mut play = Play::new(file, 160, 40);
        play.keys("3");
        let screen = play.screen();
        let stop = format!("Nothing is built while line {line} cannot be read.");
        assert!(screen.contains("2 stages can be read."), "{screen}");
        assert!(screen.contains(&stop), "{screen}");
        for name in names {
            assert!(screen.contains(&format!(" {name} ")), "{name}: {screen}");
        }
        let left_out =
            ["No stage of this file", "0 of them", "only built with", "does not need it"];
        assert!(!left_out.iter().any(|words| screen.contains(words)), "{screen}");
    }
}
