//! Any sequence of keys, clicks, sizes and saves leaves the screen alive, and
//! no cell ever holds a control character.
#![no_main]

use layerwise::host::{FileNews, Origin, opened};
use layerwise::tui::{self, Message, Model, Start};
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{
    KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use ratatui::layout::{Rect, Size};

/// Texts that stand in the file pane one after the other.
const FILES: [&str; 4] = [
    "FROM python:3.12-slim AS base # oops\nRUN <<EOF\necho hi\nEOF\nCMD ['a']\n",
    "",
    "\u{feff}# escape=`\r\nFROM x\r\nENV A \u{1b}[31m\u{202e}\r\n",
    "FROM a\nCOPY --from=b . /\nRUN a \\\n\n b\nHEALTHCHECK CMD x\nONBUILD RUN y\n",
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let file = opened("fuzz", FILES[0].into(), Origin::File("fuzz".into()));
    let mut model = Model::new(&Start::new(file), Size::new(80, 24));
    tui::update(&mut model, Message::Ready);
    for pair in bytes.chunks_exact(2).take(200) {
        tui::update(&mut model, message(pair[0], pair[1]));
        let mut buffer = Buffer::empty(Rect::new(0, 0, model.size.width, model.size.height));
        tui::draw(&model, &mut buffer);
        for cell in buffer.content() {
            assert!(!cell.symbol().chars().any(char::is_control), "{:?}", cell.symbol());
        }
    }
});

fn message(kind: u8, value: u8) -> Message {
    let key = |code| Message::Key(KeyEvent::new(code, KeyModifiers::NONE));
    match kind {
        0..=150 => key(KeyCode::Char(char::from(value % 95 + 32))),
        151..=200 => key(match value % 12 {
            0 => KeyCode::Enter,
            1 => KeyCode::Esc,
            2 => KeyCode::Tab,
            3 => KeyCode::Up,
            4 => KeyCode::Down,
            5 => KeyCode::Left,
            6 => KeyCode::Right,
            7 => KeyCode::PageDown,
            8 => KeyCode::PageUp,
            9 => KeyCode::Home,
            10 => KeyCode::End,
            _ => KeyCode::Backspace,
        }),
        201..=215 => Message::Mouse(MouseEvent {
            kind: match value % 3 {
                0 => MouseEventKind::ScrollDown,
                1 => MouseEventKind::ScrollUp,
                _ => MouseEventKind::Down(MouseButton::Left),
            },
            column: u16::from(value),
            row: u16::from(kind - 201) * 3,
            modifiers: KeyModifiers::NONE,
        }),
        216..=230 => Message::Resize {
            columns: u16::from(value),
            rows: u16::from(kind - 215) * 4,
        },
        231..=240 => Message::Paste(format!("{}\u{1b}", char::from(value))),
        _ => Message::File(match value % 6 {
            4 | 5 => FileNews::Gone,
            place => FileNews::Read(FILES[usize::from(place)].into()),
        }),
    }
}
