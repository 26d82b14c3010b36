//! The one table of keys, and what is made from it.

use std::collections::HashMap;

use layerwise::tui::keymap::{BINDINGS, Chord, Where, names};
use layerwise::tui::{Effect, Message, Overlay, Pane, View};
use ratatui::crossterm::event::KeyCode;

use super::{GOOD, Play, key};

/// Places that are never in force together with a place of the other list.
const TYPING: [Where; 3] = [Where::Answer, Where::Prompt, Where::Typing];

#[test]
fn a_key_stands_once_in_each_place() {
    let mut seen: HashMap<(Where, Chord), &str> = HashMap::new();
    for binding in BINDINGS {
        for chord in binding.keys {
            let before = seen.insert((binding.place, *chord), binding.description);
            assert_eq!(before, None, "{} twice in {:?}", chord.name(), binding.place);
        }
    }
}

/// A key that is special in a lesson or in Explain must not hide one that holds everywhere.
#[test]
fn special_places_hide_no_general_key() {
    let general = [Where::Pane, Where::Everywhere, Where::Always];
    let special = [
        Where::Lesson,
        Where::Question,
        Where::Order,
        Where::Explain,
        Where::Cache,
        Where::Choosing,
        Where::Tree,
        Where::Context,
        Where::File,
    ];
    for hidden in BINDINGS.iter().filter(|binding| general.contains(&binding.place)) {
        for binding in BINDINGS.iter().filter(|binding| special.contains(&binding.place)) {
            let twice = binding.keys.iter().find(|chord| hidden.keys.contains(chord));
            assert!(twice.is_none(), "{} hides {}", binding.description, hidden.description);
        }
    }
}

#[test]
fn letters_never_act_while_typing() {
    for binding in BINDINGS.iter().filter(|binding| TYPING.contains(&binding.place)) {
        for chord in binding.keys {
            let is_letter = matches!(chord.code, KeyCode::Char(_)) && !chord.control;
            assert!(!is_letter, "{}", binding.description);
        }
    }
}

#[test]
fn help_shows_every_binding() {
    let mut play = Play::new(GOOD, 120, 40);
    play.keys("?");
    let mut seen = String::new();
    for _ in 0..400 {
        seen.push_str(&play.screen());
        play.keys("j");
    }
    for binding in BINDINGS {
        let words: Vec<&str> = binding.description.split(' ').take(4).collect();
        assert!(seen.contains(&words.join(" ")), "no help for: {}", binding.description);
        let keys = names(binding.keys);
        assert!(seen.contains(&keys), "no {keys} in the help");
    }
    assert!(play.screen().contains(" end "), "{}", play.screen());
    play.keys("q");
    assert_eq!(play.model.overlay, None, "q closes the help and nothing else");
    assert!(!play.effects.contains(&Effect::Quit));
}

#[test]
fn palette_finds_by_parts_of_words_and_does_it() {
    let mut play = Play::new(GOOD, 120, 40);
    play.keys(":").type_text("wraplng");
    assert!(play.screen().contains("> Wrap long lines"), "{}", play.screen());
    play.keys("Enter");
    assert!(!play.model.file.wraps());
    assert_eq!(play.model.overlay, None);
    play.keys(":").type_text("zzzzqq");
    assert!(play.screen().contains("no command has these letters"));
    play.keys("Enter");
    assert_eq!(play.model.overlay, None);
}

#[test]
fn palette_reacts_to_the_mouse() {
    let mut play = Play::new(GOOD, 120, 40);
    play.keys(":").type_text("explain the selected");
    let screen = play.screen();
    let (row, line) = screen
        .lines()
        .enumerate()
        .find(|(_, line)| line.contains("> Explain the selected"))
        .unwrap();
    let column = line.split("Explain").next().unwrap().chars().count();
    play.click(column as u16, row as u16);
    assert_eq!((play.model.view, &play.model.overlay), (View::Explain, &None));
    play.keys(":").click(0, 0);
    assert_eq!(play.model.overlay, None, "a click outside closes");
}

#[test]
fn escape_closes_before_anything_quits() {
    let mut play = Play::new(GOOD, 120, 40);
    play.keys("/").type_text("copy").keys("Esc");
    assert_eq!(play.model.overlay, None);
    play.keys("Esc Esc");
    assert!(!play.effects.contains(&Effect::Quit));
    play.keys("q");
    assert!(play.effects.contains(&Effect::Quit));
    assert!(play.effects.iter().any(|effect| matches!(effect, Effect::Remember(_))));
}

#[test]
fn control_c_quits_from_everywhere() {
    for before in ["", "?", ":", "/", "2", "Tab"] {
        let mut play = Play::new(GOOD, 80, 24);
        play.keys(before).keys("Ctrl-c");
        assert!(play.effects.contains(&Effect::Quit), "after {before:?}");
    }
}

#[test]
fn numbers_choose_views_and_tab_the_pane() {
    let mut play = Play::new(GOOD, 80, 24);
    play.keys("2");
    assert_eq!((play.model.view, play.model.focus), (View::Explain, Pane::Guide));
    play.keys("Tab");
    assert_eq!(play.model.focus, Pane::File);
    assert!(play.screen().contains("FROM python"));
    play.keys("1");
    assert_eq!((play.model.view, play.model.focus), (View::Lesson, Pane::Guide));
}

#[test]
fn an_unknown_key_is_answered() {
    let mut play = Play::new(GOOD, 120, 40);
    play.keys("X");
    assert!(play.footer().contains("X does nothing here"), "{}", play.footer());
    assert_eq!(play.keys("j").model.status, None, "the next key ends it");
}

#[test]
fn edit_copy_suspend_and_mouse_are_effects() {
    let mut play = Play::new(GOOD, 120, 40);
    play.keys("Tab j j e y m m Ctrl-z");
    let names: Vec<String> = play.effects.iter().map(|effect| format!("{effect:?}")).collect();
    let text = names.join("\n");
    assert!(text.contains("Edit { path: \"Dockerfile\", line: LineNumber(4) }"), "{text}");
    assert!(text.contains("Copy(\"COPY . .\")"), "{text}");
    assert!(text.contains("Mouse(Freed)\nMouse(Taken)\nSuspend"), "{text}");
}

#[test]
fn the_help_and_the_palette_never_hide_each_other() {
    let mut play = Play::new(GOOD, 120, 40);
    play.keys("?");
    assert!(matches!(play.model.overlay, Some(Overlay::Help { .. })));
    play.send(Message::Key(key(":")));
    assert!(matches!(play.model.overlay, Some(Overlay::Help { .. })));
}

#[test]
fn home_has_its_tab_wherever_the_names_have_room() {
    let row = |columns: u16, rows: u16| {
        let play = Play::new(GOOD, columns, rows);
        play.screen().lines().nth(1).unwrap().to_owned()
    };
    let names = "0 Home 1 Lesson 2 Explain 3 Stages 4 Cache 5 Context 6 Runtime 7 Checks 8 Review";
    assert_eq!(row(80, 24), names, "all of it just fits");
    assert_eq!(row(86, 24).trim_end(), format!(" {names}"));
    assert!(row(90, 24).starts_with(&format!(" {names}")) && row(90, 24).contains("file"));
    assert!(row(120, 40).starts_with(" 0 Home  1 Lesson  2 Explain"), "{}", row(120, 40));
    assert_eq!(
        row(79, 24).trim_end(),
        " 0 1 Lesson 2 3 4 5 6 7 8                                     Tab  guide  file"
    );
    // What is seen is what the mouse finds.
    let mut play = Play::new(GOOD, 80, 24);
    play.click(1, 1);
    assert_eq!(play.model.view, View::Home);
    play.click(79, 1);
    assert_eq!(play.model.view, View::Review);
}

#[test]
fn a_list_says_what_enter_does_in_it() {
    for (key, words) in [("L", "Enter open"), (":", "Enter do it")] {
        let mut play = Play::new(GOOD, 120, 40);
        play.keys(key);
        assert!(play.footer().contains(words), "{key}: {}", play.footer());
        assert!(!play.footer().contains("Enter done"), "{key}: {}", play.footer());
    }
}
