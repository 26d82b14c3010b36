//! The Explain view beyond the walk itself: pages, sentences and their proof, commands of a RUN,
//! lines from words to texts, the mouse, the clipboard.

use layerwise::tui::{Effect, Pane, ThemeChoice, View};
use ratatui::style::Modifier;

use super::guide::guide;
use super::{Play, grid};

const FILE: &str = "\
ARG PYTHON_VERSION=3.12
FROM python:${PYTHON_VERSION}-slim AS base
ENV APP_HOME=/srv API_TOKEN=abcdef123456
WORKDIR $APP_HOME
# Tools first.
RUN apt-get update \\
    && apt-get install -y --no-install-recommends curl=8.* git \\
    && curl -fsSL https://example.org/key | my-own-tool --in \\
    && rm -rf /var/lib/apt/lists/*
FROM alpine:3.22
COPY --from=base /srv /srv
";

fn play(columns: u16, rows: u16) -> Play {
    let mut play = Play::with(FILE.as_bytes(), columns, rows, ThemeChoice::Monochrome);
    play.keys("2");
    play
}

/// At the RUN.
fn at_run(columns: u16, rows: u16) -> Play {
    let mut play = play(columns, rows);
    play.keys("j j j j");
    assert!(guide(&play).contains("RUN · lines 6 to 9"), "{}", guide(&play));
    play
}

/// Goes to the word with this text.
fn walk_to(play: &mut Play, word: &str) {
    for _ in 0..80 {
        if token(play).as_deref() == Some(word) {
            return;
        }
        play.keys("l");
    }
    panic!("no word {word:?}:\n{}", guide(play));
}

fn token(play: &Play) -> Option<String> {
    let span = play.model.highlights.token?;
    let words = play.model.file.dockerfile().source.slice(span);
    Some(words.trim_end_matches(['=', ':']).to_owned())
}

/// The text of all lines that are marked as proof.
fn proof_lines(play: &Play) -> Vec<u32> {
    let source = &play.model.file.dockerfile().source;
    let proof = play.model.highlights.proof.iter();
    proof.map(|span| source.line_at(span.start).get()).collect()
}

#[test]
fn the_commands_of_a_run_are_shown_at_each_size() {
    for (columns, rows) in [(40, 12), (80, 24), (120, 40)] {
        let mut play = at_run(columns, rows);
        play.keys("}");
        insta::assert_snapshot!(format!("explain_run_{columns}x{rows}"), play.screen());
    }
}

#[test]
fn braces_go_from_command_to_command_and_z_unfolds_their_words() {
    let mut play = at_run(120, 60);
    assert!(guide(&play).contains("4 commands"), "{}", guide(&play));
    let mut seen = Vec::new();
    for _ in 0..5 {
        play.keys("}");
        seen.extend(token(&play));
    }
    assert_eq!(seen, ["apt-get", "apt-get", "curl", "rm", "rm"], "the last one stays");
    play.keys("{ {");
    assert!(!guide(&play).contains("-y · flag"), "{}", guide(&play));
    play.keys("z");
    assert!(guide(&play).contains("▾ && apt-get install"), "{}", guide(&play));
    assert!(guide(&play).contains("-y · flag"), "{}", guide(&play));
    assert!(!guide(&play).contains("-rf · flag"), "the others stay folded");
    play.keys("z");
    assert!(!guide(&play).contains("-y · flag"), "{}", guide(&play));
}

#[test]
fn all_commands_unfold_and_fold_together() {
    let mut play = at_run(120, 200);
    play.keys("Z");
    for words in ["-y · flag", "-rf · flag", "my-own-tool · command", "update · sub-command"] {
        assert!(guide(&play).contains(words), "{words}:\n{}", guide(&play));
    }
    play.keys("Z");
    assert!(!guide(&play).contains(" · flag"), "{}", guide(&play));
    // In the file, the same keys fold the file.
    play.keys("Tab z");
    assert!(play.screen().contains("lines (z unfolds)"), "{}", play.screen());
}

#[test]
fn enter_unfolds_a_command_at_a_word_without_a_page() {
    let mut play = at_run(120, 60);
    walk_to(&mut play, "&&");
    play.keys("Enter");
    assert!(guide(&play).contains("▾ && apt-get install"), "{}", guide(&play));
}

#[test]
fn an_instruction_of_one_command_has_no_outline() {
    let mut play = play(120, 40);
    play.keys("j");
    assert!(!guide(&play).contains("commands"), "{}", guide(&play));
    play.keys("}");
    assert!(play.footer().contains("not made of several commands"), "{}", play.footer());
    play.keys("z");
    assert!(play.footer().contains("nothing to fold"), "{}", play.footer());
}

#[test]
fn enter_opens_the_page_of_a_package_and_escape_returns_to_the_word() {
    for (columns, rows) in [(40, 12), (80, 24), (120, 40)] {
        let mut play = at_run(columns, rows);
        walk_to(&mut play, "curl=8.*");
        let before = play.screen();
        play.keys("Enter");
        assert!(guide(&play).contains("curl · package"), "{}", guide(&play));
        insta::assert_snapshot!(format!("explain_page_{columns}x{rows}"), play.screen());
        play.keys("Esc");
        assert_eq!(play.screen(), before, "as it was");
        assert_eq!(token(&play).as_deref(), Some("curl=8.*"));
    }
}

#[test]
fn each_kind_of_thing_has_a_page_with_its_source_and_its_places() {
    let mut play = at_run(120, 60);
    walk_to(&mut play, "apt-get");
    play.keys("Enter");
    for words in ["apt-get · command", "Sub-commands", "install: ", "As of 2026-", "Line 6:"] {
        let shown = all_rows(&mut play);
        assert!(shown.contains(words), "{words}:\n{shown}");
    }
    play.keys("Esc");
    walk_to(&mut play, "my-own-tool");
    play.keys("Enter");
    assert!(all_rows(&mut play).contains("not in layerwise's tables"), "{}", guide(&play));
    play.keys("Esc k k k");
    walk_to(&mut play, "python");
    play.keys("Enter");
    let shown = all_rows(&mut play);
    for words in ["python · image", "python:3.12-slim", "user: root", "2026-06-23"] {
        assert!(shown.contains(words), "{words}:\n{shown}");
    }
    play.keys("Esc l Enter");
    let shown = all_rows(&mut play);
    for words in ["PYTHON_VERSION · variable", "Line 1:", "Line 2:"] {
        assert!(shown.contains(words), "{words}:\n{shown}");
    }
}

/// What the guide shows from its top to its end.
fn all_rows(play: &mut Play) -> String {
    play.keys("g");
    let mut shown = guide(play);
    for _ in 0..20 {
        play.keys("PageDown");
        shown.push_str(&guide(play));
    }
    shown
}

#[test]
fn a_flag_opens_the_page_of_its_command() {
    let mut play = at_run(120, 40);
    walk_to(&mut play, "-fsSL");
    play.keys("Enter");
    assert!(guide(&play).contains("curl · command"), "{}", guide(&play));
}

#[test]
fn a_place_of_a_page_is_gone_to() {
    let mut play = at_run(120, 40);
    play.keys("g k k k");
    walk_to(&mut play, "${PYTHON_VERSION}-slim");
    play.keys("Enter");
    assert_eq!(proof_lines(&play), [1, 2], "all places are marked");
    play.keys(")");
    assert_eq!(proof_lines(&play), [1], "then the selected one");
    play.keys("Enter");
    assert!(guide(&play).contains("ARG · line 1"), "{}", guide(&play));
    assert_eq!(token(&play).as_deref(), Some("PYTHON_VERSION"));
    assert_eq!(play.model.file.selected().map(|id| id.0), Some(0));
}

#[test]
fn a_page_shows_no_secret() {
    let mut play = play(120, 40);
    play.keys("j j");
    walk_to(&mut play, "API_TOKEN");
    play.keys("Enter");
    assert!(guide(&play).contains("API_TOKEN · variable"), "{}", guide(&play));
    assert!(!play.screen().contains("abcdef123456"), "{}", play.screen());
}

#[test]
fn a_selected_sentence_marks_what_proves_it() {
    let mut play = at_run(120, 40);
    assert!(play.model.highlights.proof.is_empty());
    for _ in 0..20 {
        if guide(&play).contains("▌ It finds") {
            break;
        }
        play.keys(")");
        assert!(!play.model.highlights.proof.is_empty(), "something proves each");
    }
    assert!(guide(&play).contains("▌ It finds the user"), "{}", guide(&play));
    assert_eq!(proof_lines(&play), [3, 4], "what sets the variables, and the directory");
    let marked = |play: &Play, line: &str| {
        let file = play.file();
        file.iter().any(|row| row.contains('◆') && row.contains(line))
    };
    assert!(marked(&play, "WORKDIR"), "{}", play.screen());
    assert!(!marked(&play, "RUN"), "{}", play.screen());
    play.keys(")");
    assert!(guide(&play).contains("▌ ↻ It runs again"), "{}", guide(&play));
    play.keys("Esc");
    assert!(play.model.highlights.proof.is_empty());
    assert!(!guide(&play).contains("▌ ↻"), "{}", guide(&play));
}

#[test]
fn enter_at_a_sentence_goes_to_what_proves_it() {
    let mut play = at_run(120, 40);
    for _ in 0..20 {
        if !guide(&play).contains("▌ It finds") {
            play.keys(")");
        }
    }
    play.keys("Enter");
    assert!(guide(&play).contains("ENV · line 3"), "{}", guide(&play));
    assert_eq!(play.model.file.selected().map(|id| id.0), Some(2));
}

#[test]
fn a_click_selects_a_sentence_a_command_and_a_word() {
    let mut play = at_run(120, 60);
    let row_of = |play: &Play, words: &str| {
        play.screen().lines().position(|row| row.contains(words)).unwrap() as u16
    };
    let row = row_of(&play, "It finds the user");
    play.click(6, row);
    assert!(guide(&play).contains("▌ It finds"), "{}", guide(&play));
    let row = row_of(&play, "▸ && rm -rf");
    play.click(10, row);
    assert!(guide(&play).contains("▾ && rm -rf"), "{}", guide(&play));
    let row = row_of(&play, "-rf · flag");
    play.click(10, row);
    assert_eq!(token(&play).as_deref(), Some("-rf"));
}

#[test]
fn a_click_on_a_word_of_the_file_explains_it() {
    let mut play = play(120, 40);
    let (column, row) = place_of(&play, "curl=8.*");
    play.click(column, row);
    assert_eq!(token(&play).as_deref(), Some("curl=8.*"));
    assert_eq!(play.model.focus, Pane::File);
    assert!(guide(&play).contains("RUN · lines 6 to 9"), "{}", guide(&play));
    let (column, row) = place_of(&play, "Tools first");
    play.click(column, row);
    assert!(guide(&play).contains("comment · line 5"), "{}", guide(&play));
    let barred = |play: &Play| {
        let row = play.screen().lines().find(|row| row.contains("│▌")).map(str::to_owned);
        row.unwrap_or_default()
    };
    assert!(barred(&play).contains("Tools first"), "{}", play.screen());
    play.keys("Tab ] [");
    assert!(barred(&play).contains("Tools first"), "{}", play.screen());
    play.keys("Tab");
    // Beside the text the instruction is selected, and no word.
    let (_, row) = place_of(&play, "WORKDIR");
    play.click(118, row);
    assert_eq!(token(&play), None);
    assert!(guide(&play).contains("WORKDIR · line 4"), "{}", guide(&play));
    assert_eq!(play.model.view, View::Explain);
}

/// Where a text stands in the file pane.
fn place_of(play: &Play, words: &str) -> (u16, u16) {
    let screen = play.screen();
    let rows = screen.lines().enumerate();
    let mut found = rows.filter_map(|(row, line)| {
        let border = line.find('│')?;
        let at = line[border..].find(words)? + border;
        Some((line[..at].chars().count() as u16, row as u16))
    });
    found.next().unwrap_or_else(|| panic!("no {words:?}:\n{screen}"))
}

#[test]
fn a_click_finds_the_word_in_a_wrapped_line_and_in_a_moved_one() {
    let long = format!("FROM python\nRUN echo {} && curl example.org\n", "word ".repeat(30));
    let right = "Right ".repeat(17);
    for keys in ["2", &format!("2 w Tab j {right}")] {
        let mut play = Play::with(long.as_bytes(), 120, 40, ThemeChoice::Monochrome);
        play.keys(keys);
        let (column, row) = place_of(&play, "curl");
        play.click(column + 3, row);
        assert_eq!(token(&play).as_deref(), Some("curl"), "{}", play.screen());
    }
}

#[test]
fn y_copies_the_explanation_or_the_page_as_markdown() {
    let copied = |play: &Play| {
        let text = play.effects.iter().rev().find_map(|effect| match effect {
            Effect::Copy(text) => Some(text.clone()),
            _ => None,
        });
        text.expect("something was copied")
    };
    let mut play = at_run(120, 40);
    play.keys("y");
    let text = copied(&play);
    assert!(text.starts_with("### Lines 6 to 9: RUN\n"), "{text}");
    assert!(text.contains("```dockerfile\nRUN apt-get update"), "{text}");
    assert!(text.contains("- `-y` (flag):"), "{text}");
    walk_to(&mut play, "git");
    play.keys("Enter y");
    let text = copied(&play);
    assert!(text.starts_with("## `git` · package"), "{text}");
    assert!(text.contains("Line 7: "), "{text}");
    play.keys("Esc k k y");
    assert!(copied(&play).contains("API_TOKEN"), "{}", copied(&play));
    assert!(!copied(&play).contains("abcdef123456"), "{}", copied(&play));
}

#[test]
fn lines_lead_from_words_to_what_they_are_where_there_is_room() {
    let drawn = |columns, rows| {
        let mut play = play(columns, rows);
        play.keys("G");
        play.keys("j j j j j j");
        play
    };
    for (columns, rows) in [(120, 40), (160, 50)] {
        let play = drawn(columns, rows);
        assert!(
            guide(&play).contains("│    └─ source of the files")
                || guide(&play).contains("└─ destination"),
            "{}",
            guide(&play)
        );
        insta::assert_snapshot!(format!("explain_lines_{columns}x{rows}"), play.screen());
    }
    for (columns, rows) in [(80, 24), (40, 12), (120, 24)] {
        let play = drawn(columns, rows);
        assert!(!guide(&play).contains("└─"), "{}", guide(&play));
    }
}

#[test]
fn the_line_of_the_chosen_word_stands_out_without_colour() {
    let mut play = play(160, 50);
    play.keys("j l l");
    let buffer = play.buffer();
    let bold: Vec<String> = (3..20)
        .filter(|y| (1..60).any(|x| buffer[(x, *y)].symbol() == "└"))
        .map(|y| {
            let cells = (0..70).map(|x| &buffer[(x, y)]);
            let bold = cells.filter(|cell| cell.modifier.contains(Modifier::BOLD));
            bold.map(|cell| cell.symbol().to_owned()).collect::<String>()
        })
        .filter(|bold| !bold.trim().is_empty())
        .collect();
    assert_eq!(bold.len(), 1, "{bold:?}\n{}", guide(&play));
    assert!(bold[0].contains("repository"), "{bold:?}");
}

#[test]
fn the_help_explains_the_marks() {
    let mut play = play(120, 40);
    play.keys("? G");
    let screen = play.screen();
    assert!(screen.contains("Marks beside the file"), "{screen}");
    assert!(screen.contains("What proves the sentence"), "{screen}");
}

#[test]
fn the_outline_reads_without_colour() {
    let mut play = at_run(120, 40);
    play.keys("} } z");
    insta::assert_snapshot!("explain_run_styles_monochrome", grid::styles(&play.buffer()));
}
