//! No sequence of keys, clicks, sizes and saves makes `update` panic, and no
//! cell ever holds a character that a terminal would obey.

use std::sync::Arc;

use layerwise::context::{Entry, EntryKind, Ignore, Snapshot, Tree};
use layerwise::host::{Background, FileNews};
use layerwise::tui::Message;
use layerwise::tui::keymap::BINDINGS;
use proptest::prelude::*;
use ratatui::crossterm::event::{
    KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use super::{GOOD, Play};

/// What happens, as data that proptest can print and shrink.
#[derive(Clone, Debug)]
enum Step {
    Bound(usize),
    Key(char, bool),
    Mouse(u8, u16, u16),
    Resize(u16, u16),
    Save(String),
    Bytes(Vec<u8>),
    Gone,
    Paste(String),
    Light(bool),
    Trouble(String),
    Folder(Vec<String>, String),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => (0..BINDINGS.len()).prop_map(Step::Bound),
        4 => (any::<char>(), any::<bool>()).prop_map(|(letter, control)| Step::Key(letter, control)),
        3 => (0..5_u8, 0..130_u16, 0..50_u16).prop_map(|(kind, x, y)| Step::Mouse(kind, x, y)),
        2 => (0..140_u16, 0..50_u16).prop_map(|(columns, rows)| Step::Resize(columns, rows)),
        3 => dockerfile().prop_map(Step::Save),
        1 => proptest::collection::vec(any::<u8>(), 0..80).prop_map(Step::Bytes),
        1 => Just(Step::Gone),
        1 => ".{0,20}".prop_map(Step::Paste),
        1 => any::<bool>().prop_map(Step::Light),
        1 => ".{0,40}".prop_map(Step::Trouble),
        3 => folder().prop_map(|(paths, ignore)| Step::Folder(paths, ignore)),
    ]
}

/// Texts like Dockerfiles, with odd and hostile lines among them.
fn dockerfile() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("FROM alpine:3.20 AS base".to_owned()),
        Just("RUN echo one && \\\n    echo two".to_owned()),
        Just("RUN <<EOF\none\ntwo\nthree\nEOF".to_owned()),
        Just("COPPY . .".to_owned()),
        Just("ENV TOKEN=abc PASSWORD=\"x y\" URL=https://me:secret@example.org/".to_owned()),
        Just("COPY --from=base /app /app".to_owned()),
        Just("CMD [\"a\", 'b']".to_owned()),
        Just("# a comment \u{1b}[31m \u{202e}\u{200b}\u{7}".to_owned()),
        Just("RUN echo 漢字👩‍💻e\u{301}\u{301}\t\ttabs".to_owned()),
        Just("RUN <<EOF\nnever ended".to_owned()),
        Just(String::new()),
        ".{0,60}",
        "[A-Z]{2,8} [a-z $\\\\\"'=,-]{0,40}",
    ];
    proptest::collection::vec(line, 0..12).prop_map(|lines| lines.join("\n"))
}

/// Paths and an ignore file.
fn folder() -> impl Strategy<Value = (Vec<String>, String)> {
    let part = prop_oneof!["[a-c]{1,2}", "[a-c]{1,2}", ".{1,12}"];
    let path = proptest::collection::vec(part, 1..4).prop_map(|parts| {
        let clean = |part: &String| part.replace(['/', '.'], "_");
        parts.iter().map(clean).collect::<Vec<_>>().join("/")
    });
    let ignore = prop_oneof!["a\n!a/b\n", "\\*\n!c", ".{0,20}"];
    (proptest::collection::vec(path, 0..60), ignore)
}

fn message(step: Step) -> Message {
    match step {
        Step::Bound(index) => {
            let chord = BINDINGS[index].keys[0];
            let modifiers = if chord.control { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
            Message::Key(KeyEvent::new(chord.code, modifiers))
        }
        Step::Key(letter, control) => {
            let modifiers = if control { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
            Message::Key(KeyEvent::new(KeyCode::Char(letter), modifiers))
        }
        Step::Mouse(kind, column, row) => Message::Mouse(MouseEvent {
            kind: match kind {
                0 => MouseEventKind::ScrollDown,
                1 => MouseEventKind::ScrollUp,
                2 => MouseEventKind::Moved,
                _ => MouseEventKind::Down(MouseButton::Left),
            },
            column,
            row,
            modifiers: KeyModifiers::NONE,
        }),
        Step::Resize(columns, rows) => Message::Resize { columns, rows },
        Step::Save(text) => Message::File(FileNews::Read(text.into_bytes())),
        Step::Bytes(bytes) => Message::File(FileNews::Read(bytes)),
        Step::Gone => Message::File(FileNews::Gone),
        Step::Paste(text) => Message::Paste(text),
        Step::Light(true) => Message::Background(Background::Light),
        Step::Light(false) => Message::Background(Background::Dark),
        Step::Trouble(text) => Message::Trouble(text),
        Step::Folder(paths, ignore) => Message::Scanned(Ok(Arc::new(snapshot(&paths, &ignore)))),
    }
}

fn snapshot(paths: &[String], ignore: &str) -> Snapshot {
    let mut tree = Tree::default();
    for path in paths {
        let entry = Entry { kind: EntryKind::File, mode: 0o644, size: 7, digest: None };
        // A file above it would be a file and a folder at once.
        let above = path.match_indices('/').map(|(end, _)| &path[..end]);
        if above.into_iter().all(|above| tree.get(above).is_none_or(Entry::is_folder))
            && tree.get(path).is_none()
        {
            tree.insert(path.as_str(), entry);
        }
    }
    Snapshot::of_tree("project \u{1b}[31m", &tree, Ignore::read(".dockerignore", ignore))
}

/// Whether a terminal would do something else with it than show it. U+200D is
/// left out: it joins emoji to one, and alone it is shown as a placeholder.
fn is_obeyed(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn check_cells(play: &Play) {
    for cell in play.buffer().content() {
        let obeyed = cell.symbol().chars().find(|letter| is_obeyed(*letter));
        assert_eq!(obeyed, None, "in {:?}", cell.symbol());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_panics(
        first in dockerfile(),
        steps in proptest::collection::vec(step(), 1..60),
        size in (20..140_u16, 4..45_u16),
    ) {
        let mut play = Play::new(&first, size.0, size.1);
        for step in steps {
            play.send(message(step));
            check_cells(&play);
        }
    }
}

#[test]
fn hostile_names_and_texts_are_shown_and_not_obeyed() {
    let mut play =
        Play::new("FROM a\u{1b}]0;title\u{7}\nRUN \u{9b}31m \u{202e}txt\u{2066}\r x\n", 120, 20);
    check_cells(&play);
    play.keys("2 l l l Tab j");
    check_cells(&play);
    play.send(Message::Trouble("bad\u{1b}[2J\u{202e}name".to_owned()));
    check_cells(&play);
    play.keys("/").type_text("a\u{202e}").send(Message::Paste("\u{1b}[31mred".to_owned()));
    check_cells(&play);
}

#[test]
fn every_key_works_on_the_usual_file() {
    for binding in BINDINGS {
        for chord in binding.keys {
            let mut play = Play::new(GOOD, 120, 40);
            let modifiers = if chord.control { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
            play.send(Message::Key(KeyEvent::new(chord.code, modifiers)));
            check_cells(&play);
        }
    }
}
