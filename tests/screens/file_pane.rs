//! The file pane: places, folds, search, saves.

use layerwise::dockerfile::InstructionId;
use layerwise::host::FileNews;
use layerwise::tui::Message;
use ratatui::crossterm::event::MouseEventKind;

use super::{GOOD, Play};

fn selected(play: &Play) -> &str {
    let file = play.model.file.dockerfile();
    let id = play.model.file.selected().unwrap();
    file.source.slice(file.instructions[id.0 as usize].span)
}

/// A file of this many instructions of one line each.
fn lines(count: usize) -> String {
    let mut text = "FROM alpine\n".to_owned();
    for number in 2..=count {
        text.push_str(&format!("RUN echo {number}\n"));
    }
    text
}

#[test]
fn selection_moves_by_instruction() {
    let mut play = Play::new(GOOD, 120, 40);
    play.keys("Tab j j");
    assert_eq!(selected(&play), "COPY . .");
    play.keys("j j");
    assert_eq!(selected(&play), "FROM base AS final");
    play.keys("k");
    assert!(selected(&play).starts_with("RUN apt-get"));
    play.keys("G");
    assert!(selected(&play).starts_with("CMD"));
    play.keys("g");
    assert!(selected(&play).starts_with("FROM python"));
}

#[test]
fn a_long_instruction_is_scrolled_row_by_row() {
    let long = format!("FROM a\nRUN one \\\n{}    last\nCMD x\n", "    more \\\n".repeat(60));
    let mut play = Play::new(&long, 120, 20);
    play.keys("Tab j");
    let before = play.file()[0].clone();
    play.keys("j");
    assert!(selected(&play).starts_with("RUN one"));
    assert_ne!(play.file()[0], before);
    for _ in 0..70 {
        play.keys("j");
    }
    assert_eq!(selected(&play), "CMD x");
    for _ in 0..70 {
        play.keys("k");
    }
    assert_eq!(selected(&play), "FROM a");
}

#[test]
fn pages_and_halves_take_the_selection_along() {
    let mut play = Play::new(&lines(200), 120, 25);
    play.keys("Tab PageDown");
    assert_eq!(selected(&play), "RUN echo 20");
    play.keys("Ctrl-d Ctrl-u PageUp");
    assert_eq!(selected(&play), "FROM alpine");
    play.keys("PageUp");
    assert_eq!(selected(&play), "FROM alpine");
    for _ in 0..20 {
        play.keys("PageDown");
    }
    assert_eq!(selected(&play), "RUN echo 200");
}

#[test]
fn the_wheel_scrolls_what_is_under_it() {
    let mut play = Play::new(&lines(200), 120, 25);
    let guide = play.screen();
    play.mouse(MouseEventKind::ScrollDown, 100, 10);
    assert!(play.file()[0].contains("RUN echo 4"), "{}", play.screen());
    assert_eq!(selected(&play), "FROM alpine", "the selection stays");
    play.mouse(MouseEventKind::ScrollUp, 100, 10);
    assert_eq!(play.screen(), guide);
    play.click(100, 8);
    assert_eq!(selected(&play), "RUN echo 6");
}

#[test]
fn a_save_keeps_the_instruction_and_not_the_line() {
    let mut play = Play::new(GOOD, 120, 40);
    play.keys("Tab j j");
    play.save(&GOOD.replace("ENV PY", "# one more line\nLABEL a=b\nENV PY"));
    assert_eq!(selected(&play), "COPY . .");
    play.save(&GOOD.replace("COPY . .", "COPY --chown=app . /srv"));
    assert_eq!(selected(&play), "COPY --chown=app . /srv");
    // Another instruction of the kind is put before it.
    play.save(&GOOD.replace("COPY . .", "COPY requirements.txt .\nCOPY --chown=app . /srv"));
    assert_eq!(selected(&play), "COPY --chown=app . /srv");
    // It moves behind the next.
    let moved = "FROM a\nCOPY one .\nRUN two\nCMD three\n";
    let mut play = Play::new(moved, 120, 40);
    play.keys("Tab j").save("FROM a\nRUN two\nCOPY one .\nCMD three\n");
    assert_eq!(selected(&play), "COPY one .");
    // It goes: the neighbour takes its place.
    play.save("FROM a\nRUN two\nCMD three\n");
    assert_eq!(selected(&play), "CMD three");
    play.save("");
    assert_eq!(play.model.file.selected(), None);
    play.save(moved);
    assert_eq!(play.model.file.selected(), Some(InstructionId(0)));
}

#[test]
fn a_save_above_the_view_does_not_move_it() {
    let text = lines(300);
    let mut play = Play::new(&text, 120, 25);
    play.keys("Tab PageDown PageDown PageDown");
    let height = |play: &Play| play.file().iter().position(|row| row.starts_with('▌')).unwrap();
    let before = (height(&play), selected(&play).to_owned());
    play.save(&text.replacen("RUN echo 2\n", "RUN echo 2\nRUN new\nRUN newer\n", 1));
    assert_eq!((height(&play), selected(&play).to_owned()), before);
}

#[test]
fn what_becomes_of_the_file_is_said() {
    let mut play = Play::new(GOOD, 120, 40);
    play.send(Message::File(FileNews::Gone));
    let screen = play.screen();
    assert!(screen.contains("the file is gone") && screen.contains("COPY . ."), "{screen}");
    play.save(GOOD);
    let screen = play.screen();
    assert!(!screen.contains("the file is gone") && screen.contains("The file is back"));
    play.save("");
    assert!(play.screen().contains("the file is empty"));
    play.save("FROM alpine\n");
    assert!(
        play.footer().contains("The file was saved; every line can be read."),
        "{}",
        play.footer()
    );
}

#[test]
fn search_is_smart_about_case_and_goes_around() {
    let mut play = Play::new(GOOD, 120, 40);
    play.keys("/").type_text("copy");
    assert!(play.footer().contains("1 of 2"), "{}", play.footer());
    play.keys("Enter n");
    assert_eq!(selected(&play), "COPY --from=base /app /app");
    assert!(play.footer().contains("match 2 of 2"), "{}", play.footer());
    play.keys("n");
    assert!(play.footer().contains("match 1 of 2"), "{}", play.footer());
    play.keys("N");
    assert!(play.footer().contains("match 2 of 2"), "{}", play.footer());
    play.keys("Esc");
    play.keys("n");
    assert!(play.footer().contains("Nothing is searched"), "{}", play.footer());
    play.keys("/").type_text("Copy");
    assert!(play.footer().contains("no match"), "{}", play.footer());
}

#[test]
fn long_heredocs_start_folded_and_unfold() {
    let text = format!("FROM a\nRUN <<EOF\n{}EOF\nCMD x\n", "echo hello\n".repeat(40));
    let mut play = Play::new(&text, 120, 30);
    assert!(play.screen().contains("… 40 lines (z unfolds)"), "{}", play.screen());
    play.keys("Tab j z");
    assert!(!play.screen().contains("… 40 lines"), "{}", play.screen());
    play.keys("z");
    assert!(play.screen().contains("… 40 lines"));
    let row = play.screen().lines().position(|line| line.contains("… 40 lines")).unwrap();
    play.click(80, row as u16);
    assert!(!play.screen().contains("… 40 lines"), "a click unfolds");
    play.keys("Z");
    assert!(play.screen().contains("… 40 lines"));
    play.keys("/").type_text("hello").keys("Enter");
    assert!(!play.screen().contains("… 40 lines"), "a match unfolds");
}

#[test]
fn folds_outlive_a_save() {
    let text = format!("FROM a\nRUN <<EOF\n{}EOF\nCMD x\n", "echo hello\n".repeat(40));
    let mut play = Play::new(&text, 120, 30);
    play.keys("Tab j z").save(&text.replace("FROM a", "FROM b\nENV c=d"));
    assert!(!play.screen().contains("… 40 lines"), "{}", play.screen());
}

#[test]
fn secrets_are_masked_until_asked_for() {
    let mut play = Play::new(GOOD, 120, 40);
    assert!(!play.screen().contains("abcdef123456") && play.screen().contains("API_TOKEN=••••••"));
    play.keys("Tab j y");
    assert!(!format!("{:?}", play.effects).contains("abcdef123456"));
    play.keys("s");
    assert!(play.screen().contains("abcdef123456"));
    play.keys("y");
    assert!(format!("{:?}", play.effects).contains("abcdef123456"));
    play.keys("s");
    assert!(!play.screen().contains("abcdef123456"));
}

#[test]
fn without_wrapping_the_arrows_move_sideways() {
    let long = format!("FROM a\nRUN {} end\n", "word ".repeat(60));
    let mut play = Play::new(&long, 120, 20);
    assert!(play.screen().contains(" end"));
    play.keys("w");
    assert!(!play.screen().contains(" end") && play.screen().contains('›'), "{}", play.screen());
    play.keys("Tab");
    for _ in 0..40 {
        play.keys("Right");
    }
    assert!(play.screen().contains(" end") && play.screen().contains('‹'), "{}", play.screen());
    play.keys("w");
    assert!(!play.screen().contains('‹'));
}

#[test]
fn a_resize_keeps_the_place() {
    let mut play = Play::new(&lines(500), 120, 40);
    play.keys("Tab");
    for _ in 0..100 {
        play.keys("j");
    }
    for (columns, rows) in [(80, 24), (40, 12), (10, 3), (140, 50), (120, 40)] {
        play.resize(columns, rows);
        assert_eq!(selected(&play), "RUN echo 101");
    }
    assert!(play.screen().contains("RUN echo 101"), "{}", play.screen());
}

#[test]
fn odd_characters_keep_their_columns() {
    let text = "FROM a\nRUN\techo 漢字 e\u{301} \u{1b}[31m \u{202e} x\nCMD y\n";
    let play = Play::new(text, 120, 20);
    let rows = play.file();
    assert!(rows[1].contains("RUN    echo 漢字 e\u{301} "), "{rows:?}");
    assert!(rows[1].trim_end().ends_with('x'), "{rows:?}");
    assert!(rows[2].contains("CMD y"), "{rows:?}");
}

#[test]
fn problems_are_marked_and_told_when_selected() {
    let mut play = Play::new("FROM alpine\nCOPPY a b\nCMD [\"x\"]\n", 120, 30);
    assert!(play.file()[1].contains('✗'), "{}", play.screen());
    play.keys("p");
    let screen = play.screen();
    assert!(screen.contains("problem in line 2"), "{screen}");
    play.keys("Tab k");
    assert!(!play.screen().contains("problem in line 2"));
}

#[test]
fn a_huge_file_is_walked_like_a_small_one() {
    let mut play = Play::new(&lines(100_000), 120, 40);
    play.keys("Tab G");
    assert_eq!(selected(&play), "RUN echo 100000");
    assert!(play.file().iter().any(|row| row.contains("100000 ")), "{}", play.screen());
    play.keys("/").type_text("echo 54321").keys("Enter");
    assert_eq!(selected(&play), "RUN echo 54321");
    play.keys("w PageDown Ctrl-u g");
    assert_eq!(selected(&play), "FROM alpine");
}

#[test]
fn a_line_of_many_bytes_is_shown() {
    let mut play = Play::new(&format!("FROM a\nRUN {}\nCMD z\n", "abc é".repeat(60_000)), 120, 40);
    play.keys("Tab j j j j PageDown G w");
    assert!(play.screen().contains("CMD z"), "{}", play.screen());
}

#[test]
fn the_own_place_is_in_view_where_the_file_gets_the_keys_and_where_it_is_explained() {
    let text = format!("FROM scratch\n{}USER last\n", "ENV A=1\n".repeat(60));
    for keys in ["Tab", "2"] {
        let mut play = Play::new(&text, 120, 24);
        play.mouse(MouseEventKind::ScrollDown, 100, 10);
        for _ in 0..20 {
            play.mouse(MouseEventKind::ScrollDown, 100, 10);
        }
        let first = |play: &Play| play.file()[0].contains("FROM scratch");
        assert!(!first(&play), "{}", play.screen());
        play.keys(keys);
        assert!(first(&play), "{keys}: {}", play.screen());
    }
}
