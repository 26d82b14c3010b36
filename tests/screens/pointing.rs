//! Questions that are answered in the file pane.

use layerwise::quiz::{Confidence, Given, HINT_WAIT};
use layerwise::tui::{Pane, ThemeChoice, View};

use super::guide::{guide, records, with};
use super::{ASKED_ABOUT, Play, folder_beside};

fn play(ask: &str, columns: u16, rows: u16, theme: ThemeChoice) -> Play {
    let lesson = format!("<!-- ask: {{gen: {ask}}} -->\n\nBehind it.\n");
    let mut play = with(ASKED_ABOUT, &lesson, columns, rows, theme);
    play.send(folder_beside());
    play
}

fn wide(ask: &str) -> Play {
    play(ask, 120, 40, ThemeChoice::Dark)
}

/// The marks beside the numbers of the lines, as the screen shows them.
fn marks(play: &Play) -> Vec<(u32, char)> {
    let screen = play.screen();
    let rows = screen.lines().skip(3).filter_map(|row| match play.model.size.width {
        100.. => row.split_once('│').map(|(_, file)| file),
        _ => Some(row),
    });
    let mark = |row: &str| {
        let letters: Vec<char> = row.chars().collect();
        let number = letters.get(2..4)?.iter().collect::<String>().trim().parse().ok()?;
        let mark = *letters.get(5)?;
        ['●', '○'].contains(&mark).then_some((number, mark))
    };
    rows.filter_map(mark).collect()
}

/// Goes down in the guide until the footer has these words: the question is in view.
fn until(play: &mut Play, words: &str) {
    for _ in 0..60 {
        if play.footer().contains(words) {
            return;
        }
        play.keys("j");
    }
    panic!("{}", play.screen());
}

/// Selects the instruction that begins at a line.
fn go_to(play: &mut Play, line: u32) {
    play.keys("g");
    for _ in 0..40 {
        if play.model.file.selected_lines().unwrap().first.get() == line {
            return;
        }
        play.keys("j");
    }
    panic!("no instruction begins at line {line}");
}

#[test]
fn a_line_is_pointed_at_in_the_file() {
    let mut shown = String::new();
    for (columns, rows) in [(120, 40), (80, 24), (40, 12)] {
        let mut play = play("point-at-line", columns, rows, ThemeChoice::Monochrome);
        shown += &format!("== {columns}x{rows}\n{}\n", play.screen());
        until(&mut play, "Enter point");
        play.keys("Enter");
        assert_eq!(play.model.focus, Pane::File);
        assert_eq!(marks(&play), []);
        play.keys("Enter");
        assert!(play.footer().contains("Mark a line first"), "{}", play.footer());
        go_to(&mut play, 3);
        play.keys("Space");
        assert_eq!(marks(&play), [(3, '●')]);
        shown += &format!("-- marked\n{}\n", play.screen());
        play.keys("Enter");
        assert_eq!(play.model.focus, Pane::Guide, "the guide says what is wrong");
        shown += &format!("-- wrong\n{}\n", guide(&play));
        assert_eq!(marks(&play), [], "the same line is not handed in twice");
        play.keys("Enter");
        go_to(&mut play, 13);
        play.keys("Space");
        go_to(&mut play, 14);
        play.keys("Space Enter");
        assert_eq!(play.model.focus, Pane::Guide);
        let given: Vec<&Given> = records(&play).iter().map(|it| &it.given).collect();
        let text = |line: &str| Given::Text(line.to_owned());
        assert_eq!(given, [&text("3"), &text("14")]);
        assert!(records(&play)[1].correct, "{}", play.screen());
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn the_marked_line_can_be_taken_back_and_handed_in_from_the_guide() {
    let mut play = wide("point-at-line");
    play.keys("Enter");
    go_to(&mut play, 14);
    play.keys("Space Space");
    assert_eq!(marks(&play), []);
    play.keys("Space Esc");
    assert_eq!(play.model.focus, Pane::Guide);
    assert!(guide(&play).contains("> line 14: USER web"), "{}", guide(&play));
    play.keys("Enter");
    assert!(records(&play)[0].correct);
}

#[test]
fn steps_that_run_are_marked_in_the_file() {
    let mut shown = String::new();
    for (columns, rows) in [(120, 40), (80, 24), (40, 12)] {
        let ask = "cache-after-edit, path: app.py";
        let mut play = play(ask, columns, rows, ThemeChoice::Monochrome);
        until(&mut play, "Space choose");
        play.keys("Tab");
        go_to(&mut play, 12);
        play.keys("r");
        go_to(&mut play, 13);
        play.keys("r r");
        let runs = |play: &Play| {
            let marks = marks(play).into_iter().filter(|(_, mark)| *mark == '●');
            marks.map(|(line, _)| line).collect::<Vec<_>>()
        };
        assert_eq!(runs(&play), if rows > 20 { vec![12, 13] } else { runs(&play) });
        shown += &format!("== {columns}x{rows}\n{}\n", play.screen());
        go_to(&mut play, 12);
        play.keys("c");
        go_to(&mut play, 15);
        play.keys("Space");
        assert!(play.footer().contains("Not this line"), "{}", play.footer());
        play.keys("Enter");
        assert_eq!(play.model.focus, Pane::Guide);
        assert!(records(&play)[0].correct && records(&play)[0].closed, "{}", play.screen());
        shown += &format!("-- then\n{}\n", guide(&play));
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn a_mark_in_the_file_and_one_in_the_list_are_the_same() {
    let mut play = wide("cache-after-edit, path: app.py");
    assert!(marks(&play).iter().all(|(_, mark)| *mark == '○'), "cached until it is marked");
    let lines: Vec<u32> = marks(&play).iter().map(|(line, _)| *line).collect();
    play.keys("a");
    assert_eq!(marks(&play)[0], (lines[0], '●'));
    // What stands for none of them goes where one is marked.
    let last = guide(&play).lines().filter(|row| row.contains("[ ]")).count();
    for _ in 0..last {
        play.keys("j");
    }
    play.keys("Space Tab");
    assert!(guide(&play).contains("[x]    none of them"), "{}", guide(&play));
    go_to(&mut play, lines[0]);
    play.keys("c r");
    assert!(guide(&play).contains("[ ]    none of them"), "{}", guide(&play));
}

#[test]
fn without_a_mark_every_step_is_cached() {
    let mut play = wide("cache-after-touch, path: app.py");
    play.keys("Tab Enter");
    let outcome = records(&play)[0].clone();
    let Given::Choice(chosen) = &outcome.given else { panic!("{outcome:?}") };
    assert_eq!(chosen.len(), 1, "the last option stands for none");
    assert!(outcome.correct, "{}", guide(&play));
}

#[test]
fn lines_and_stages_are_marked_in_the_file() {
    for (ask, right) in [("stages-built", vec![1, 9]), ("adds-layer", vec![])] {
        let mut play = wide(ask);
        let lines: Vec<u32> = marks(&play).iter().map(|(line, _)| *line).collect();
        assert!(lines.len() > 2, "{ask}: {lines:?}");
        play.keys("Tab");
        assert!(!play.footer().contains("cached"), "{}", play.footer());
        for line in &right {
            go_to(&mut play, *line);
            play.keys("Space");
        }
        if !right.is_empty() {
            play.keys("Enter");
            assert!(records(&play)[0].correct, "{}", play.screen());
        }
    }
}

#[test]
fn marking_begins_at_a_line_that_can_be_marked() {
    let mut play = wide("adds-layer");
    let lines: Vec<u32> = marks(&play).iter().map(|(line, _)| *line).collect();
    let selected = |play: &Play| play.model.file.selected_lines().unwrap().first.get();
    assert!(!lines.contains(&selected(&play)));
    play.keys("Tab");
    assert_eq!(selected(&play), lines[0]);
    // Who stands at such a line already stays there.
    go_to(&mut play, lines[1]);
    play.keys("Tab Tab");
    assert_eq!(selected(&play), lines[1]);
}

#[test]
fn a_click_marks_too() {
    for theme in [ThemeChoice::Dark, ThemeChoice::Light, ThemeChoice::Monochrome] {
        let mut play = play("point-at-line", 120, 40, theme);
        // Line 14 is in the row 16; once beside the text, once in it.
        play.click(60, 16);
        assert_eq!(marks(&play), [(14, '●')]);
        play.click(70, 16);
        assert_eq!(marks(&play), []);
        play.click(70, 16);
        play.keys("Enter");
        assert!(records(&play)[0].correct, "{}", play.screen());
        play.click(70, 16);
        assert_eq!(marks(&play), [], "an answered question takes no marks");
    }
}

#[test]
fn without_a_question_the_keys_mean_what_they_mean() {
    let mut play = wide("point-at-line");
    play.keys("Esc Tab");
    let behind = guide(&play);
    assert!(behind.contains("Behind it"), "{behind}");
    assert!(!play.footer().contains("mark"), "{}", play.footer());
    play.keys("Space c");
    assert!(play.footer().contains("c does nothing here"), "{}", play.footer());
    assert_eq!(marks(&play), []);
}

#[test]
fn the_cache_view_takes_the_same_marks() {
    let mut play = wide("point-at-line");
    play.folder = None;
    play.keys("4 P Enter");
    assert_eq!(play.model.view, View::Cache);
    for _ in 0..20 {
        if guide(&play).contains("Which steps run?") {
            break;
        }
        play.keys("j Enter");
    }
    assert!(guide(&play).contains("Which steps run?"), "{}", guide(&play));
    play.keys("Tab");
    assert!(play.footer().contains("r runs"), "{}", play.footer());
    go_to(&mut play, 13);
    play.keys("r");
    assert!(guide(&play).contains("[x] runs 13"), "{}", guide(&play));
    play.keys("c");
    assert!(!guide(&play).contains("[x]"), "{}", guide(&play));
    go_to(&mut play, 15);
    play.keys("Space");
    assert!(play.footer().contains("no step of the build"), "{}", play.footer());
    play.keys("Enter");
    assert_eq!(play.model.focus, Pane::Guide);
    assert!(guide(&play).contains("You were right about"), "{}", guide(&play));
}

#[test]
fn how_sure_one_is_goes_with_the_marks_and_a_hint_waits_after_a_wrong_line() {
    let mut play = wide("point-at-line");
    play.keys("u Enter");
    go_to(&mut play, 3);
    play.keys("Space Enter h");
    assert!(play.footer().contains("h gives a hint in 5 s"), "{}", play.footer());
    assert_eq!(records(&play)[0].confidence, Some(Confidence::Sure));
    play.model.now += HINT_WAIT;
    play.keys("h");
    assert!(guide(&play).contains("Hint 1 of 1"), "{}", guide(&play));
}

#[test]
fn stages_are_toggled_in_the_graph() {
    let mut shown = String::new();
    for (columns, rows) in [(120, 40), (80, 24), (40, 12)] {
        let mut play = play("stages-built", columns, rows, ThemeChoice::Monochrome);
        while !play.screen().contains("a [ ]") {
            play.keys("Space");
        }
        let screen = play.screen();
        let row = screen.lines().position(|row| row.contains("a [ ]")).unwrap();
        play.click(12, row as u16);
        shown += &format!("== {columns}x{rows}\n{}\n", guide(&play));
        assert!(guide(&play).contains("a [x]"), "{}", guide(&play));
        assert!(!guide(&play).contains("built with"), "the remarks are the answer");
        play.keys("c Enter");
        assert!(records(&play)[0].correct, "{}", play.screen());
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn a_line_that_is_not_asked_about_is_told_with_those_that_are() {
    let mut play = play("cache-after-edit, path: app.py", 80, 24, ThemeChoice::Dark);
    until(&mut play, "Space choose");
    play.keys("Tab");
    assert!(play.footer().contains("Esc back"), "{}", play.footer());
    go_to(&mut play, 15);
    play.keys("Space");
    assert!(play.footer().contains("Not this line: lines "), "{}", play.footer());
}

#[test]
fn a_line_that_was_left_for_later_is_still_pointed_at() {
    let mut play = wide("point-at-line");
    play.keys("Esc");
    let shown = guide(&play);
    assert!(shown.contains("point at the line"), "{shown}");
    assert!(!shown.contains("type your answer"), "{shown}");
}

#[test]
fn after_a_wrong_line_the_point_comes_before_what_the_line_does() {
    let mut play = wide("point-at-line");
    play.keys("Enter");
    go_to(&mut play, 3);
    play.keys("Space Enter");
    let shown = guide(&play);
    assert!(shown.contains("no other line is marked yet"), "{shown}");
    let place = |words: &str| shown.find(words).unwrap_or_else(|| panic!("{words}: {shown}"));
    assert!(place("This would be right if") < place("From here on"), "{shown}");
}
