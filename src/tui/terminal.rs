//! Taking the terminal and giving it back, on every way out.

use std::io::Write;

use ratatui::crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use ratatui::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{cursor, execute};

use super::effects::Capture;

/// Takes the terminal: raw mode, the other screen, and the mouse as asked for.
///
/// # Errors
/// When the terminal refuses; it is restored then.
pub(super) fn enter(mouse: Capture) -> std::io::Result<()> {
    enable_raw_mode()?;
    let mut out = std::io::stdout();
    let entered = execute!(out, EnterAlternateScreen, EnableBracketedPaste, cursor::Hide)
        .and_then(|()| capture(mouse));
    if entered.is_err() {
        leave();
    }
    entered
}

/// Takes or frees the mouse.
pub(super) fn capture(mouse: Capture) -> std::io::Result<()> {
    let mut out = std::io::stdout();
    match mouse {
        Capture::Taken => execute!(out, EnableMouseCapture),
        Capture::Freed => execute!(out, DisableMouseCapture),
    }
}

/// Gives the terminal back as it was. Errors are of no use any more.
pub(super) fn leave() {
    let mut out = std::io::stdout();
    let _ = execute!(
        out,
        DisableMouseCapture,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = out.flush();
    let _ = disable_raw_mode();
}
